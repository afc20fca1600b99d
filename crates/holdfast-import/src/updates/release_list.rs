//! Microsoft's lists of the releases of one version of Windows, as text: a line each with day, kind, build and update.

use holdfast_core::Date;
use holdfast_core::model::{BuildKind, Month};

use super::{Read, kb_of};
use crate::RowError;

/// One release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The third part of the version.
    pub build: u32,
    /// The fourth part.
    pub ubr: u32,
    /// The update's number; 0 for the first release of a version.
    pub kb: u32,
    /// The day it came.
    pub on: Date,
    /// How it came.
    pub kind: BuildKind,
}

impl Listed {
    /// The month it came in.
    pub fn month(&self) -> Option<Month> {
        Month::of(self.on)
    }
}

/// Reads a list. Lines of other shapes are listed, blank ones passed over.
pub fn read_release_list(bytes: &[u8]) -> Read<Listed> {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut read = Read::default();
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match listed(line) {
            Some(row) => read.rows.push(row),
            None => read.rejected.push(RowError {
                row: i as u64 + 1,
                column: "whole row".to_owned(),
                text: line.chars().take(80).collect(),
                why: "has no day with a build after it".to_owned(),
            }),
        }
    }
    read
}

fn listed(line: &str) -> Option<Listed> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().rposition(|w| w.len() == 10 && w.parse::<Date>().is_ok())?;
    let on = words[at].parse().ok()?;
    let (build, ubr) = words.get(at + 1)?.split_once('.')?;
    let kb = words.get(at + 2).map_or(Some(0), |w| kb_of(w))?;
    let kind = match at.checked_sub(1).map(|i| words[i]) {
        Some("B") => BuildKind::Monthly,
        Some("OOB") => BuildKind::OutOfBand,
        Some("C" | "D" | "E") => BuildKind::Preview,
        _ => BuildKind::First,
    };
    Some(Listed { build: build.parse().ok()?, ubr: ubr.parse().ok()?, kb, on, kind })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_read_whatever_stands_before_the_day() {
        let text = "\u{feff}General Availability Channel 2025-09 B 2025-09-09 19045.6332 KB5065429\r\r\n\
            LTSC \u{2022} General Availability Channel 2019-10 OOB 2019-09-23 17763.775 KB4524148\r\r\n\
            General Availability Channel 2025-09-30 26200.6584\r\r\nnothing here\r\r\n";
        let read = read_release_list(text.as_bytes());
        let rows: Vec<String> = read
            .rows
            .iter()
            .map(|r| {
                format!(
                    "{}.{} {} {:?} {}",
                    r.build,
                    r.ubr,
                    r.kb,
                    r.kind,
                    r.month().map(|m| m.to_string()).unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                "19045.6332 5065429 Monthly 2025-09",
                "17763.775 4524148 OutOfBand 2019-09",
                "26200.6584 0 First 2025-09"
            ]
        );
        assert_eq!(read.rejected.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_listed(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_release_list(&bytes);
        }
    }
}
