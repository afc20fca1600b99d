//! The CMS certification number (CCN): six characters of text, the key of everything about a hospital.
//!
//! It never becomes a number: `050001` keeps its zero and `01014F` its letter.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A CMS certification number: six characters kept as text, so "050001" keeps its zero.
///
/// Source: CMS State Operations Manual, section 2779A (two characters for the state, four for type and sequence).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ccn([u8; 6]);

/// How many leading zeros a spreadsheet had eaten and `Ccn::parse_restoring` put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestoredZeros(pub u8);

/// Why a text is not a certification number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CcnError {
    /// Nothing was typed.
    #[error("no certification number was given; it has six characters, like 271304")]
    Empty,
    /// Too short or too long.
    #[error("a certification number has six characters, like 271304; `{text}` has {n}")]
    Length {
        /// What was typed, cut to 20 characters.
        text: String,
        /// Its length in characters.
        n: usize,
    },
    /// A character that no certification number holds.
    #[error("a certification number holds only digits and capital letters; `{text}` has `{found}`")]
    Character {
        /// What was typed.
        text: String,
        /// The first character that does not belong.
        found: char,
    },
    /// The first two characters are the state and must begin with a digit.
    #[error("a certification number begins with a two-character state code such as 27; `{text}` does not")]
    State {
        /// What was typed.
        text: String,
    },
}

/// What the last four characters say a number was issued for.
///
/// Source: CMS State Operations Manual, section 2779A. A rural emergency hospital has no series of its own
/// that CMS has published, so the directory's hospital type decides that, never this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CcnSeries {
    /// 0001 to 0879.
    ShortTerm,
    /// 1300 to 1399.
    CriticalAccess,
    /// 2000 to 2299.
    LongTerm,
    /// 3025 to 3099.
    Rehabilitation,
    /// 3300 to 3399.
    Childrens,
    /// 4000 to 4499.
    Psychiatric,
    /// Ends in F: a Veterans Affairs or Department of Defense hospital in the CMS directory.
    Federal,
    /// A swing-bed, psychiatric or rehabilitation unit inside another hospital.
    Unit,
    /// Any other kind of provider (clinic, nursing facility, dialysis, hospice, ...).
    Other,
}

impl Ccn {
    /// Reads a certification number as a person types it: spaces and hyphens dropped, letters raised.
    ///
    /// Fails when anything but six characters of A-Z and 0-9 is left. It does not guess missing zeros; see
    /// [`Ccn::parse_restoring`].
    pub fn parse(text: &str) -> Result<Self, CcnError> {
        let shown: String = text.trim().chars().take(20).collect();
        let mut six = [0u8; 6];
        let mut n = 0usize;
        for c in text.trim().chars() {
            if matches!(c, ' ' | '-' | '\u{a0}' | '\u{2013}') {
                continue;
            }
            if !c.is_ascii_alphanumeric() {
                return Err(CcnError::Character { text: shown, found: c });
            }
            if n < 6 {
                six[n] = c.to_ascii_uppercase() as u8;
            }
            n += 1;
        }
        match n {
            0 => Err(CcnError::Empty),
            6 if !six[0].is_ascii_digit() => Err(CcnError::State { text: shown }),
            6 => Ok(Self(six)),
            n => Err(CcnError::Length { text: shown, n }),
        }
    }

    /// As [`Ccn::parse`], but a text of one to five digits gets back the zeros that a spreadsheet dropped.
    ///
    /// For files, where the column is known to hold certification numbers. The caller reports the count.
    pub fn parse_restoring(text: &str) -> Result<(Self, RestoredZeros), CcnError> {
        let bare = text.trim();
        if (1..6).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit()) {
            let padded = format!("{bare:0>6}");
            let lost = u8::try_from(6 - bare.len()).unwrap_or(0);
            return Ok((Self::parse(&padded)?, RestoredZeros(lost)));
        }
        Ok((Self::parse(bare)?, RestoredZeros(0)))
    }

    /// The six characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("000000")
    }

    /// What kind of provider the number was issued to, by its last four characters.
    pub fn series(&self) -> CcnSeries {
        if self.0[5] == b'F' {
            return CcnSeries::Federal;
        }
        if self.parent().is_some() {
            return CcnSeries::Unit;
        }
        let Ok(n) = self.as_str()[2..].parse::<u16>() else { return CcnSeries::Other };
        match n {
            1..=879 => CcnSeries::ShortTerm,
            1300..=1399 => CcnSeries::CriticalAccess,
            2000..=2299 => CcnSeries::LongTerm,
            3025..=3099 => CcnSeries::Rehabilitation,
            3300..=3399 => CcnSeries::Childrens,
            4000..=4499 => CcnSeries::Psychiatric,
            _ => CcnSeries::Other,
        }
    }

    /// The hospital this number's unit belongs to, when the third character marks a unit.
    ///
    /// `27Z304`, a swing-bed unit, belongs to the critical access hospital `271304`.
    pub fn parent(&self) -> Option<Self> {
        let digit = match self.0[2] {
            b'S' | b'T' | b'U' => b'0', // psychiatric, rehabilitation, swing beds of a short-term hospital
            b'M' | b'R' | b'Z' => b'1', // psychiatric, rehabilitation, swing beds of a critical access hospital
            b'W' => b'2',               // swing beds of a long-term care hospital
            b'Y' => b'3',               // swing beds of a rehabilitation hospital
            _ => return None,
        };
        let mut six = self.0;
        six[2] = digit;
        Some(Self(six))
    }
}

impl fmt::Display for Ccn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Ccn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ccn({})", self.as_str())
    }
}

impl std::str::FromStr for Ccn {
    type Err = CcnError;
    fn from_str(text: &str) -> Result<Self, CcnError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Ccn {
    type Error = CcnError;
    fn try_from(text: String) -> Result<Self, CcnError> {
        Self::parse(&text)
    }
}

impl From<Ccn> for String {
    fn from(ccn: Ccn) -> Self {
        ccn.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match Ccn::parse(text) {
            Ok(ccn) => format!("{ccn} {:?}", ccn.series()),
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        check("271304", "271304 CriticalAccess");
        check(" 27-1304 ", "271304 CriticalAccess");
        check("050001", "050001 ShortTerm");
        check("01014f", "01014F Federal");
        check("27Z304", "27Z304 Unit");
        check("453300", "453300 Childrens");
        check("", "no certification number was given; it has six characters, like 271304");
        check("27130", "a certification number has six characters, like 271304; `27130` has 5");
        check("27130é", "a certification number holds only digits and capital letters; `27130é` has `é`");
        check(
            "AB1304",
            "a certification number begins with a two-character state code such as 27; `AB1304` does not",
        );
    }

    #[test]
    fn a_unit_belongs_to_its_hospital() {
        let parent = |s: &str| Ccn::parse(s).ok().and_then(|c| c.parent()).map(|c| c.to_string());
        assert_eq!(parent("27Z304").as_deref(), Some("271304"));
        assert_eq!(parent("36T085").as_deref(), Some("360085"));
        assert_eq!(parent("271304"), None);
    }

    #[test]
    fn zeros_a_spreadsheet_ate_come_back_and_are_counted() {
        let (ccn, zeros) = Ccn::parse_restoring("50001").expect("five digits are restored");
        assert_eq!((ccn.as_str(), zeros), ("050001", RestoredZeros(1)));
        assert!(Ccn::parse_restoring("1014F").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_reads_back_the_same(text in ".{0,40}") {
            if let Ok(ccn) = Ccn::parse(&text) {
                prop_assert_eq!(Ccn::parse(ccn.as_str()), Ok(ccn));
            }
            let _ = Ccn::parse_restoring(&text);
        }
    }
}
