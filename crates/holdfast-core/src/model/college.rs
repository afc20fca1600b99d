//! A college that teaches: who it is, where it is, what it teaches. The program office keeps the list; none is shipped.
//!
//! Which college is near which hospital is decided in [`crate::decide::training::college`].

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CollegeId, EmailAddress, Point, StateCode, Zip};
use crate::catalog::{LessonId, PackId};

/// Longest name of a college, in characters.
pub const MOST_COLLEGE_NAME: usize = 160;
/// Most seats of one class, and so most lines of a list of who sits in it, of its grades, and of whom a hospital puts forward.
pub const MOST_SEATS: u32 = 500;

/// The number by which the federal survey of colleges (IPEDS) knows a college: six digits, kept as text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitId(String);

/// A text that is no unit id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a unit id has six digits, like 100654; `{0}` does not")]
pub struct UnitIdError(pub String);

impl UnitId {
    /// Reads six digits.
    pub fn parse(text: &str) -> Result<Self, UnitIdError> {
        let text = text.trim();
        let is_one = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        if is_one { Ok(Self(text.to_owned())) } else { Err(UnitIdError(text.chars().take(20).collect())) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for UnitId {
    type Error = UnitIdError;
    fn try_from(text: String) -> Result<Self, UnitIdError> {
        Self::parse(&text)
    }
}

impl From<UnitId> for String {
    fn from(id: UnitId) -> Self {
        id.0
    }
}

/// A college as the office wrote it down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct College {
    /// Its name.
    pub name: String,
    /// Its number in the federal survey of colleges, when known.
    pub unit_id: Option<UnitId>,
    /// Street address; may be empty.
    pub address: String,
    /// City or town.
    pub city: String,
    /// State.
    pub state: StateCode,
    /// ZIP code.
    pub zip: Zip,
    /// Where it stands, when the office typed it. Else the middle of its ZIP area counts.
    pub point: Option<Point>,
    /// Whom to talk to.
    pub contact_name: String,
    /// Where that person reads mail.
    pub contact_email: EmailAddress,
    /// Telephone; may be empty.
    pub contact_phone: String,
    /// Role packs it teaches.
    pub packs: BTreeSet<PackId>,
    /// Single lessons and labs it teaches.
    pub lessons: BTreeSet<LessonId>,
    /// Seats a class of it usually has.
    pub usual_seats: u32,
}

/// A college as kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedCollege {
    /// Its id here.
    pub id: CollegeId,
    /// Counts up by one with each change, from 1.
    pub version: u32,
    /// What is kept of it.
    pub college: College,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_id_is_six_digits() {
        assert_eq!(UnitId::parse(" 009999 ").map(|id| id.to_string()), Ok("009999".to_owned()));
        for bad in ["", "99999", "1000000", "10065x", "\u{661}\u{661}\u{661}"] {
            assert!(UnitId::parse(bad).is_err(), "{bad}");
        }
    }
}
