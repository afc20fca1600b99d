//! The states, districts and territories that CMS certifies hospitals in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A two-letter postal code of one of the 50 states, DC, or a territory with certified hospitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StateCode(u8);

/// A text that is no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a state, DC or a territory; use its two letters, like MT")]
pub struct StateError(pub String);

/// Postal code, name, two-digit Census FIPS code. `ZZ` is made up, for tests and demonstrations only.
const STATES: &[(&str, &str, &str)] = &[
    ("AL", "Alabama", "01"),
    ("AK", "Alaska", "02"),
    ("AZ", "Arizona", "04"),
    ("AR", "Arkansas", "05"),
    ("CA", "California", "06"),
    ("CO", "Colorado", "08"),
    ("CT", "Connecticut", "09"),
    ("DE", "Delaware", "10"),
    ("DC", "District of Columbia", "11"),
    ("FL", "Florida", "12"),
    ("GA", "Georgia", "13"),
    ("HI", "Hawaii", "15"),
    ("ID", "Idaho", "16"),
    ("IL", "Illinois", "17"),
    ("IN", "Indiana", "18"),
    ("IA", "Iowa", "19"),
    ("KS", "Kansas", "20"),
    ("KY", "Kentucky", "21"),
    ("LA", "Louisiana", "22"),
    ("ME", "Maine", "23"),
    ("MD", "Maryland", "24"),
    ("MA", "Massachusetts", "25"),
    ("MI", "Michigan", "26"),
    ("MN", "Minnesota", "27"),
    ("MS", "Mississippi", "28"),
    ("MO", "Missouri", "29"),
    ("MT", "Montana", "30"),
    ("NE", "Nebraska", "31"),
    ("NV", "Nevada", "32"),
    ("NH", "New Hampshire", "33"),
    ("NJ", "New Jersey", "34"),
    ("NM", "New Mexico", "35"),
    ("NY", "New York", "36"),
    ("NC", "North Carolina", "37"),
    ("ND", "North Dakota", "38"),
    ("OH", "Ohio", "39"),
    ("OK", "Oklahoma", "40"),
    ("OR", "Oregon", "41"),
    ("PA", "Pennsylvania", "42"),
    ("RI", "Rhode Island", "44"),
    ("SC", "South Carolina", "45"),
    ("SD", "South Dakota", "46"),
    ("TN", "Tennessee", "47"),
    ("TX", "Texas", "48"),
    ("UT", "Utah", "49"),
    ("VT", "Vermont", "50"),
    ("VA", "Virginia", "51"),
    ("WA", "Washington", "53"),
    ("WV", "West Virginia", "54"),
    ("WI", "Wisconsin", "55"),
    ("WY", "Wyoming", "56"),
    ("AS", "American Samoa", "60"),
    ("GU", "Guam", "66"),
    ("MP", "Northern Mariana Islands", "69"),
    ("PR", "Puerto Rico", "72"),
    ("VI", "U.S. Virgin Islands", "78"),
    ("ZZ", "State of Franklin (made up)", "99"),
];

impl StateCode {
    /// Reads two letters in either case.
    pub fn parse(text: &str) -> Result<Self, StateError> {
        let wanted = text.trim();
        STATES
            .iter()
            .position(|(code, _, _)| code.eq_ignore_ascii_case(wanted))
            .and_then(|i| u8::try_from(i).ok())
            .map(Self)
            .ok_or_else(|| StateError(wanted.chars().take(20).collect()))
    }

    /// Reads a postal code or a full name ("montana").
    pub fn parse_name(text: &str) -> Option<Self> {
        let wanted = text.trim();
        Self::parse(wanted).ok().or_else(|| {
            STATES
                .iter()
                .position(|(_, name, _)| name.eq_ignore_ascii_case(wanted))
                .and_then(|i| u8::try_from(i).ok())
                .map(Self)
        })
    }

    /// All real states, DC and territories, in the order of their names. The made-up one is left out.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..STATES.len() as u8 - 1).map(Self)
    }

    /// `MT`.
    pub fn as_str(&self) -> &'static str {
        STATES[usize::from(self.0)].0
    }

    /// `Montana`.
    pub fn name(&self) -> &'static str {
        STATES[usize::from(self.0)].1
    }

    /// `30`, the Census code its counties begin with.
    pub fn fips(&self) -> &'static str {
        STATES[usize::from(self.0)].2
    }

    /// True for the 50 states; false for DC and the territories.
    pub fn is_one_of_fifty(&self) -> bool {
        !matches!(self.as_str(), "DC" | "AS" | "GU" | "MP" | "PR" | "VI" | "ZZ")
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateCode({})", self.as_str())
    }
}

impl TryFrom<String> for StateCode {
    type Error = StateError;
    fn try_from(text: String) -> Result<Self, StateError> {
        Self::parse(&text)
    }
}

impl From<StateCode> for String {
    fn from(state: StateCode) -> Self {
        state.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_states_and_six_more() {
        assert_eq!(StateCode::all().count(), 56);
        assert_eq!(StateCode::all().filter(StateCode::is_one_of_fifty).count(), 50);
        assert_eq!(StateCode::parse("mt").map(|s| s.name()), Ok("Montana"));
        assert_eq!(StateCode::parse_name("puerto rico").map(|s| s.fips()), Some("72"));
        assert!(StateCode::parse("XX").is_err());
    }
}
