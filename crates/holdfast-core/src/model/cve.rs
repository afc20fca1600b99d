//! The public id of a weakness, in four bytes and a half.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Like `CVE-2026-20805`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CveId {
    year: u16,
    number: u32,
}

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no CVE id; one looks like CVE-2026-20805")]
pub struct CveError(String);

impl CveId {
    /// Reads one; small letters and blanks around it are borne.
    pub fn parse(text: &str) -> Result<Self, CveError> {
        let wrong = || CveError(text.chars().take(40).collect());
        let bare = text.trim();
        let (mark, rest) = bare.split_at_checked(4).ok_or_else(wrong)?;
        let (year, number) = rest.split_once('-').ok_or_else(wrong)?;
        let is_number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if !mark.eq_ignore_ascii_case("CVE-") || year.len() != 4 || number.len() < 4 || !is_number(year) {
            return Err(wrong());
        }
        let number = is_number(number).then(|| number.parse().ok()).flatten().ok_or_else(wrong)?;
        Self::new(year.parse().map_err(|_| wrong())?, number).ok_or_else(wrong)
    }

    /// Of its parts; `None` for a year before 1999 or after 2999.
    pub fn new(year: u16, number: u32) -> Option<Self> {
        (1999..3000).contains(&year).then_some(Self { year, number })
    }

    /// The year in it.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The number in it.
    pub fn number(self) -> u32 {
        self.number
    }
}

impl std::fmt::Display for CveId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CVE-{}-{:04}", self.year, self.number)
    }
}

impl Serialize for CveId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CveId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_are_read_and_other_texts_are_not() {
        for good in ["CVE-2026-20805", "CVE-1999-0001", " cve-2014-123456 "] {
            let id = CveId::parse(good).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(id.to_string(), good.trim().to_uppercase());
        }
        for bad in [
            "",
            "CVE-",
            "CVE-26-20805",
            "CVE-2026-1",
            "ADV160001",
            "CVE-2026-99999999999",
            "CVE-1998-0001",
            "é",
        ] {
            assert!(CveId::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_id_or_not(text in "\\PC{0,20}") {
            let _ = CveId::parse(&text);
        }
    }
}
