//! Versions of programs as lists and public records write them, and which of two is the later one.
//!
//! Makers count in many ways, so there is no order of all versions: where two cannot be compared, the answer says so and nothing is
//! guessed.

use std::cmp::Ordering;

/// Longest text that is read as a version, in characters.
const MOST_CHARS: usize = 64;
/// Most parts of a version.
const MOST_PARTS: usize = 16;
/// Parts that look like a year: such a version is of another way of counting than `11.2`.
const YEARS: std::ops::RangeInclusive<u64> = 1990..=2099;

/// Words before a release: the earlier ones first.
const BEFORE: [&[&str]; 4] = [&["alpha", "dev", "snapshot"], &["beta"], &["pre", "preview"], &["rc", "cr"]];
/// Words after a release; words of one line are the same.
const AFTER: [&[&str]; 6] =
    [&["u", "up", "update"], &["sp"], &["cu"], &["p", "patch"], &["hf", "hotfix"], &["r", "rev", "revision"]];
/// Words that change nothing.
const NOTHING: [&str; 6] = ["esr", "lts", "final", "ga", "release", "build"];

/// A version in its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SoftwareVersion {
    /// Counts before everything else; a maker raises it when counting begins anew, as in `2:1.0`.
    epoch: u64,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Number(u64),
    Word(Word),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Word {
    text: String,
    /// Whether a number comes next, as in `b1`.
    is_numbered: bool,
}

/// What kind of word a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Before(usize),
    After(usize),
    /// One or two letters at the end, as in `1.0.2k`.
    Letter,
    /// Anything else. Also a letter with a number behind it that no list here has: `3.12.0b1` comes before its release, others after.
    Other,
}

impl SoftwareVersion {
    /// A version of a text like `124.0.6367.60`, `8u381`, `v1.0.2k`, `2024-05-14` or `1:2.3-4`. What stands behind a blank, a bracket or
    /// a `+` is left out. `None` when it does not begin with a number, is endless, or holds signs no version has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.split([' ', '(', '+']).next().unwrap_or_default();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        if text.is_empty() || text.len() > MOST_CHARS || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (epoch, text) = match text.split_once(':') {
            Some((epoch, rest)) => (epoch.parse().ok()?, rest),
            None => (0, text),
        };
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let len = |is: fn(&char) -> bool| rest.chars().take_while(is).count();
            let n = match first {
                '0'..='9' => len(char::is_ascii_digit),
                'a'..='z' | 'A'..='Z' => len(char::is_ascii_alphabetic),
                '.' | '-' | '_' | '~' => 1,
                _ => return None,
            };
            let (part, after) = rest.split_at(n);
            rest = after;
            match first {
                '0'..='9' => {
                    if let Some(Part::Word(word)) = parts.last_mut() {
                        word.is_numbered = true;
                    }
                    parts.push(Part::Number(part.parse().ok()?));
                }
                'a'..='z' | 'A'..='Z' => {
                    let word = part.to_ascii_lowercase();
                    if !NOTHING.contains(&word.as_str()) {
                        parts.push(Part::Word(Word { text: word, is_numbered: false }));
                    }
                }
                _ => {}
            }
        }
        (!parts.is_empty() && parts.len() <= MOST_PARTS).then_some(Self { epoch, parts })
    }

    /// Which is the later one; `None` when that cannot be told.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.epoch != other.epoch {
            return Some(self.epoch.cmp(&other.epoch));
        }
        if self.counts_years() != other.counts_years() {
            return None;
        }
        for n in 0..self.parts.len().max(other.parts.len()) {
            match compare_parts(self.parts.get(n), other.parts.get(n))? {
                Ordering::Equal => {}
                decided => return Some(decided),
            }
        }
        Some(Ordering::Equal)
    }

    /// Whether it begins with all of another and goes on, as `4.8.03761` does after `4.8`: the other may be the short name of it.
    pub(super) fn lengthens(&self, other: &Self) -> bool {
        let same = |(a, b)| compare_parts(Some(a), Some(b)) == Some(Ordering::Equal);
        self.epoch == other.epoch
            && self.parts.len() > other.parts.len()
            && self.parts.iter().zip(&other.parts).all(same)
    }

    /// Whether it begins with a year, as `2024.3` and `2016` do.
    fn counts_years(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Number(n)) if YEARS.contains(n))
    }
}

/// One part against another. A number that is not there counts as 0.
fn compare_parts(a: Option<&Part>, b: Option<&Part>) -> Option<Ordering> {
    match (a, b) {
        (None, None) => Some(Ordering::Equal),
        (Some(Part::Number(a)), Some(Part::Number(b))) => Some(a.cmp(b)),
        (Some(Part::Number(a)), None) => Some(a.cmp(&0)),
        (Some(Part::Word(a)), Some(Part::Word(b))) => compare_words(a, b),
        (Some(Part::Word(word)), None) => match kind(word) {
            Kind::Before(_) => Some(Ordering::Less),
            Kind::After(_) | Kind::Letter => Some(Ordering::Greater),
            Kind::Other => None,
        },
        // 1.2-rc1 comes before 1.2.3; whether 8u1 comes before 8.0.1 nobody can tell.
        (Some(Part::Word(word)), Some(Part::Number(_))) => {
            matches!(kind(word), Kind::Before(_)).then_some(Ordering::Less)
        }
        (None | Some(Part::Number(_)), Some(_)) => compare_parts(b, a).map(Ordering::reverse),
    }
}

fn compare_words(a: &Word, b: &Word) -> Option<Ordering> {
    match (kind(a), kind(b)) {
        _ if a.text == b.text => Some(Ordering::Equal),
        (Kind::Before(a), Kind::Before(b)) => Some(a.cmp(&b)),
        (Kind::Before(_), Kind::After(_) | Kind::Letter) => Some(Ordering::Less),
        (Kind::After(_) | Kind::Letter, Kind::Before(_)) => Some(Ordering::Greater),
        (Kind::After(a), Kind::After(b)) if a == b => Some(Ordering::Equal),
        (Kind::Letter, Kind::Letter) => Some(a.text.cmp(&b.text)),
        _ => None,
    }
}

fn kind(word: &Word) -> Kind {
    let text = word.text.as_str();
    let of = |all: &[&[&str]]| all.iter().position(|words| words.contains(&text));
    if text.len() == 1 && !word.is_numbered {
        Kind::Letter
    } else if let Some(rank) = of(&BEFORE) {
        Kind::Before(rank)
    } else if let Some(line) = of(&AFTER) {
        Kind::After(line)
    } else if text.len() <= 2 && !word.is_numbered {
        Kind::Letter
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compare(a: &str, b: &str) -> Option<Ordering> {
        SoftwareVersion::parse(a)?.compare(&SoftwareVersion::parse(b)?)
    }

    #[track_caller]
    fn check(a: &str, is: &str, b: &str) {
        let expect = match is {
            "<" => Some(Ordering::Less),
            "=" => Some(Ordering::Equal),
            ">" => Some(Ordering::Greater),
            _ => None,
        };
        assert_eq!(compare(a, b), expect, "{a} {is} {b}");
        assert_eq!(compare(b, a), expect.map(Ordering::reverse), "{b} against {a}");
    }

    #[test]
    fn numbers_count_as_numbers() {
        check("118.0.5993.70", "<", "124.0.6367.60");
        check("9.0", "<", "10.0");
        check("1.2", "=", "1.2.0.0");
        check("1.2", "<", "1.2.0.1");
        check("v3.1", "=", "3.1");
        check("24.002.20736", ">", "24.2.20735");
        check("1.10.0 (x64)", ">", "1.9");
        check("2.52.0+build7", "=", "2.52");
    }

    #[test]
    fn words_before_and_after_a_release_are_known() {
        check("8u381", ">", "8u39");
        check("8u381", ">", "8");
        check("8u381", "=", "8 Update 381".replace(' ', "").as_str());
        check("1.2-rc1", "<", "1.2");
        check("1.2-rc1", "<", "1.2-rc2");
        check("1.2-beta3", "<", "1.2-rc1");
        check("1.2-rc1", "<", "1.2.1");
        check("1.0.2k", "<", "1.0.2zg");
        check("1.0.2", "<", "1.0.2k");
        check("2008-sp1", "<", "2008-sp2");
        check("115.6.0esr", "=", "115.6.0");
        check("8.5p1", ">", "8.5");
        check("22.7r1", ">", "22.7");
        check("2402_cu1", ">", "2402");
    }

    #[test]
    fn a_letter_at_the_end_is_later_and_one_with_a_number_may_be_a_beta() {
        for letter in ["a", "k", "p", "r", "u"] {
            check(&format!("1.0.2{letter}"), ">", "1.0.2");
        }
        check("1.0.2k", "<", "1.0.2u");
        check("1.0.2p", "<", "1.0.2r");
        check("3.12.0b1", "?", "3.12.0");
        check("3.12.0a4", "?", "3.12.0");
        check("3.12.0b1", "<", "3.12.0b2");
        check("3.12.0b1", "<", "3.12.1");
        check("11.0.0-m1", "<", "11.0.0-m20");
        check("1.0.2k", "?", "1.0.2u1");
        check("8u", "<", "8u381");
    }

    #[test]
    fn dates_and_epochs() {
        check("2024-05-14", "<", "2024-11-02");
        check("20240514", "<", "20241102");
        check("1:1.0", ">", "9.9");
        check("1:1.0-2", ">", "1:1.0-1");
        check("2:0.1", ">", "1:99");
    }

    #[test]
    fn what_cannot_be_compared_is_said_so() {
        check("2016", "?", "16.0.17928.20156");
        check("2024.3", "?", "12.1");
        check("8u381", "?", "8.0.3810.9");
        check("7u6", "<", "8.0.3810.9");
        check("1.2.windows", "?", "1.2");
        check("1.2.windows.2", ">", "1.2.windows.1");
        check("8u1", "?", "8sp1");
        for bad in
            ["", "  ", "unspecified", "*", "n/a", "1.2/3", "99999999999999999999", "x1", "(1)", "1:x:2"]
        {
            assert_eq!(SoftwareVersion::parse(bad), None, "{bad}");
        }
    }

    fn dotted() -> impl Strategy<Value = String> {
        proptest::collection::vec(0u32..40, 1..5)
            .prop_map(|parts| parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("."))
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(a in ".{0,80}", b in "[0-9a-zA-Z.:~_-]{0,30}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(Ordering::reverse));
            if let Some(version) = SoftwareVersion::parse(&b) {
                prop_assert_eq!(version.compare(&version), Some(Ordering::Equal));
            }
        }

        #[test]
        fn versions_of_numbers_have_one_order(a in dotted(), b in dotted(), c in dotted()) {
            let before = |a: &str, b: &str| compare(a, b).expect("numbers compare") != Ordering::Greater;
            prop_assert!(before(&a, &b) || before(&b, &a));
            prop_assert!(!(before(&a, &b) && before(&b, &c)) || before(&a, &c));
        }
    }
}
