//! Which processors Windows 11 takes, by the name a machine gives for its own.

use serde::{Deserialize, Serialize};

use super::Provenance;

/// Processors told by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processor {
    /// Patterns of names: `*` is any text, `#` one digit, `[a-f]` one of those letters or digits.
    pub named: Vec<String>,
    /// Whether Windows 11 takes them.
    pub is_taken: bool,
    /// What they are, in a few words.
    pub says: String,
    /// Where that comes from.
    pub provenance: Provenance,
}

impl Processor {
    /// Whether a name is one of these.
    pub fn fits(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.named.iter().any(|pattern| fits(pattern.to_lowercase().as_bytes(), name.as_bytes()))
    }
}

/// Whether all of `text` fits a pattern. Both in small letters.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], rest) => rest.is_empty(),
        ([b'*', rest @ ..], _) => (0..=text.len()).any(|n| fits(rest, text.get(n..).unwrap_or_default())),
        ([b'#', rest @ ..], [digit, after @ ..]) => digit.is_ascii_digit() && fits(rest, after),
        ([b'[', rest @ ..], [letter, after @ ..]) => {
            let Some(end) = rest.iter().position(|b| *b == b']') else { return false };
            let (set, rest) = rest.split_at(end);
            is_in(set, *letter) && fits(rest.get(1..).unwrap_or_default(), after)
        }
        ([wanted, rest @ ..], [letter, after @ ..]) => wanted == letter && fits(rest, after),
        (_, []) => false,
    }
}

fn is_in(set: &[u8], letter: u8) -> bool {
    match set {
        [] => false,
        [from, b'-', to, rest @ ..] => (*from..=*to).contains(&letter) || is_in(rest, letter),
        [one, rest @ ..] => *one == letter || is_in(rest, letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_what_they_say() {
        let check = |pattern: &str, text: &str, expected| {
            assert_eq!(
                fits(pattern.to_lowercase().as_bytes(), text.to_lowercase().as_bytes()),
                expected,
                "{pattern} {text}"
            );
        };
        check("*i#-[8-9]###*", "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz", true);
        check("*i#-[8-9]###*", "Intel(R) Core(TM) i5-7500 CPU", false);
        check("a", "a", true);
        check("a", "ab", false);
        check("", "", true);
        check("*", "", true);
        check("#", "", false);
        check("[ab", "a", false);
        check("x[GNU]", "xn", true);
    }
}
