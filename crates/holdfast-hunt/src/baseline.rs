//! The baseline: what was seen here before, so that what is new stands out.
//!
//! It is a text file of one line a story: its digest, its rule and computer in words, and the last day it was seen. It is read
//! whole and written whole.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::fold::Digest;

const HEAD: &str = "holdfast baseline 1";
/// A story not seen for so many days is new again.
const DAYS: i64 = 90;
const MAX_LINES: usize = 1_000_000;

/// Stories seen before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    seen: HashMap<Digest, (Date, String)>,
}

/// A file that is no baseline.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BaselineError {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl Baseline {
    /// Reads one; what was last seen more than ninety days before `today` is forgotten.
    pub fn read(text: &str, today: Date) -> Result<Self, BaselineError> {
        let wrong = |line: usize, what: &str| BaselineError { line, what: what.to_owned() };
        let mut lines = (1..).zip(text.lines());
        if lines.next().map(|(_, head)| head) != Some(HEAD) {
            return Err(wrong(1, "this is no baseline; make one with --update-baseline"));
        }
        let mut seen = HashMap::new();
        for (line, text) in lines.filter(|(_, text)| !text.is_empty()) {
            if line > MAX_LINES {
                return Err(wrong(line, "more lines than a baseline has"));
            }
            let mut parts = text.splitn(3, '\t');
            let digest = parts.next().and_then(|digest| Digest::from_str_radix(digest, 16).ok());
            let day = parts.next().and_then(|day| day.parse::<Date>().ok());
            let (Some(digest), Some(day), Some(says)) = (digest, day, parts.next()) else {
                return Err(wrong(line, "not a digest, a day and words with tabs between"));
            };
            if is_kept(day, today) {
                seen.insert(digest, (day, says.to_owned()));
            }
        }
        Ok(Self { seen })
    }

    /// Whether a story was seen.
    pub fn has(&self, digest: Digest) -> bool {
        self.seen.contains_key(&digest)
    }

    /// Notes that a story was seen on a day; `says` is for people who look into the file.
    pub fn note(&mut self, digest: Digest, day: Date, says: &str) {
        let says = says.replace(['\t', '\n', '\r'], " ");
        let entry = self.seen.entry(digest).or_insert((day, says));
        entry.0 = entry.0.max(day);
    }

    /// How many stories there are.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// The file; the same stories are the same text.
    pub fn to_text(&self) -> String {
        let mut rows: Vec<_> = self.seen.iter().collect();
        rows.sort_unstable();
        let mut out = format!("{HEAD}\n");
        for (digest, (day, says)) in rows {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{digest:032x}\t{day}\t{says}");
        }
        out
    }
}

fn is_kept(day: Date, today: Date) -> bool {
    let limit = today.checked_sub(jiff::Span::new().days(DAYS));
    limit.map_or(true, |limit| day >= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn what_is_written_reads_back_and_ages() {
        let mut baseline = Baseline::default();
        baseline.note(7, day("2026-11-20"), "rule\ton host");
        baseline.note(7, day("2026-11-01"), "later words change nothing");
        baseline.note(9, day("2026-08-01"), "old");
        let text = baseline.to_text();
        assert!(text.contains("00000000000000000000000000000007\t2026-11-20\trule on host\n"), "{text}");
        assert_eq!(Baseline::read(&text, day("2026-08-01")).expect("read"), baseline);
        let later = Baseline::read(&text, day("2026-11-27")).expect("read");
        assert!(later.has(7) && !later.has(9));
    }

    #[test]
    fn another_file_is_refused_with_its_line() {
        assert_eq!(Baseline::read("hello", day("2026-01-01")).expect_err("refused").line, 1);
        let error =
            Baseline::read(&format!("{HEAD}\nzz\t2026-01-01\tx"), day("2026-01-01")).expect_err("refused");
        assert_eq!(error.line, 2);
    }
}
