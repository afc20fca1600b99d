//! A thing known, or not known and why. No reader may take the second for a yes or a no.

use serde::{Deserialize, Serialize};

/// Known, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// It was seen, and is this.
    Is(T),
    /// It was not seen.
    Unknown(Unseen),
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// The kind of reason.
    pub why: Why,
    /// Where it was looked for and what came back, for a person; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The kinds of reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The source does not tell, or nobody looked.
    #[default]
    NotAsked,
    /// The place it is read from is not there, such as a namespace that a server does not have.
    NotThere,
    /// The program may not read it.
    NoRight,
    /// It took too long.
    TimedOut,
    /// It was there, and was not what it should be.
    Unreadable,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self::unknown(Why::NotAsked, "")
    }
}

impl<T> Known<T> {
    /// Not known, for this reason.
    pub fn unknown(why: Why, detail: impl Into<String>) -> Self {
        Self::Unknown(Unseen { why, detail: detail.into() })
    }

    /// What it is, when it is known.
    pub fn is(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// Why it is not known.
    pub fn why(&self) -> Option<&Unseen> {
        match self {
            Self::Is(_) => None,
            Self::Unknown(unseen) => Some(unseen),
        }
    }

    /// Whether it is not known because the source does not tell.
    pub fn is_not_asked(&self) -> bool {
        self.why().is_some_and(|u| u.why == Why::NotAsked)
    }

    /// Something made of it, when it is known.
    pub fn map<U>(&self, f: impl FnOnce(&T) -> U) -> Known<U> {
        match self {
            Self::Is(value) => Known::Is(f(value)),
            Self::Unknown(unseen) => Known::Unknown(unseen.clone()),
        }
    }

    /// The same with the value borrowed.
    pub fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Is(value) => Known::Is(value),
            Self::Unknown(unseen) => Known::Unknown(unseen.clone()),
        }
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self::Is(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_says_why_in_json_and_what_is_missing_was_not_asked() {
        let text = |known: &Known<bool>| serde_json::to_string(known).expect("written");
        assert_eq!(text(&Known::Is(false)), r#"{"is":false}"#);
        let unknown = Known::unknown(Why::NoRight, "HKLM\\SAM");
        assert_eq!(text(&unknown), r#"{"unknown":{"why":"no_right","detail":"HKLM\\SAM"}}"#);
        assert_eq!(serde_json::from_str::<Known<bool>>(&text(&unknown)).expect("read"), unknown);
        assert!(Known::<bool>::default().is_not_asked());
        assert_eq!(unknown.map(|b| !b).why().map(|u| u.why), Some(Why::NoRight));
    }
}
