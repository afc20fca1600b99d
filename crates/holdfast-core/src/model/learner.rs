//! A learner: a person on a hospital's staff roster, who has no account, and what is kept of the lessons they did.
//!
//! What a learner owes, and by when, is decided in [`crate::decide::training`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{EmailAddress, LearnerId};
use crate::Date;
use crate::catalog::{Language, LessonId, PackId};

/// Longest number of a person, in characters.
pub const MOST_NUMBER: usize = 40;
/// Longest name of a learner, in characters.
pub const MOST_LEARNER_NAME: usize = 120;
/// Longest name of a department, in characters.
pub const MOST_DEPARTMENT: usize = 80;
/// Longest name of another system that keeps training, in characters.
pub const MOST_SYSTEM: usize = 80;

/// A person as the hospital's file lists them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// The hospital's own number of the person, by which two files are compared. One line of at most [`MOST_NUMBER`] characters.
    pub number: String,
    /// The name, one line of at most [`MOST_LEARNER_NAME`] characters.
    pub name: String,
    /// Where they read mail; `None` for those without, who get a badge.
    pub email: Option<EmailAddress>,
    /// Where they work, at most [`MOST_DEPARTMENT`] characters; empty where the file does not say.
    pub department: String,
    /// The role packs they belong to. Never empty: who has none named belongs to everyone.
    pub packs: BTreeSet<PackId>,
    /// The language their lessons come in.
    pub language: Language,
    /// The first day of work; `None` where the file does not say.
    pub started_on: Option<Date>,
}

impl fmt::Debug for StaffMember {
    /// People stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StaffMember(***, {:?})", self.packs)
    }
}

/// A person on a hospital's staff roster, as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    /// The id kept here.
    pub id: LearnerId,
    /// As the file last listed them.
    pub person: StaffMember,
    /// Since when they are on the roster without a break.
    pub listed_on: Date,
    /// The day a roster no longer had them; `None` while they are on it. What they did stays.
    pub left_on: Option<Date>,
    /// Since when they belong to each of their packs.
    pub packs_since: BTreeMap<PackId, Date>,
}

impl Learner {
    /// Whether they are on the roster now.
    pub fn is_listed(&self) -> bool {
        self.left_on.is_none()
    }
}

/// That a learner did a lesson. Added once, never changed; one recorded by mistake is withdrawn, see [`WithdrawnCompletion`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Who.
    pub learner: LearnerId,
    /// Which lesson.
    pub lesson: LessonId,
    /// The day it was done.
    pub done_on: Date,
    /// How it is known.
    pub how: CompletionHow,
    /// Who recorded it, in words.
    pub by: String,
}

/// A completion that was recorded by mistake. It stays on record with who withdrew it and why, and counts nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnCompletion {
    /// What was recorded.
    pub completion: Completion,
    /// When it was withdrawn.
    pub at: Timestamp,
    /// Who withdrew it, in words.
    pub by: String,
    /// Why, in a sentence.
    pub why: String,
}

/// How it is known that a lesson was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CompletionHow {
    /// Each counted question was answered right, by the person's own link.
    Answered,
    /// They signed a sheet at a meeting, and somebody keyed it in.
    SignInSheet,
    /// Another system of the hospital says so, keyed in or imported.
    OtherSystem {
        /// What that system is called, at most [`MOST_SYSTEM`] characters.
        name: String,
    },
    /// A class of a college taught it.
    Class,
}

impl CompletionHow {
    /// The key kept and used in files and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::SignInSheet => "sign-in-sheet",
            Self::OtherSystem { .. } => "other-system",
            Self::Class => "class",
        }
    }

    /// What stands with the key: the other system's name, else nothing.
    pub fn name(&self) -> &str {
        match self {
            Self::OtherSystem { name } => name,
            Self::Answered | Self::SignInSheet | Self::Class => "",
        }
    }

    /// The one with this key and name; `None` for another key.
    pub fn from_key(key: &str, name: &str) -> Option<Self> {
        match key {
            "answered" => Some(Self::Answered),
            "sign-in-sheet" => Some(Self::SignInSheet),
            "other-system" => Some(Self::OtherSystem { name: name.to_owned() }),
            "class" => Some(Self::Class),
            _ => None,
        }
    }

    /// In words a person reads.
    pub fn in_words(&self) -> String {
        match self {
            Self::Answered => "Questions answered right".to_owned(),
            Self::SignInSheet => "Signed in at a meeting".to_owned(),
            Self::OtherSystem { name } => format!("Recorded in {name}"),
            Self::Class => "Taught in a class".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_lesson_was_done_reads_back_by_its_key() {
        let other = CompletionHow::OtherSystem { name: "County LMS".to_owned() };
        for how in [CompletionHow::Answered, CompletionHow::SignInSheet, other, CompletionHow::Class] {
            assert_eq!(CompletionHow::from_key(how.key(), how.name()), Some(how));
        }
        assert_eq!(CompletionHow::from_key("opened", ""), None, "opening a page is no way of doing it");
    }
}
