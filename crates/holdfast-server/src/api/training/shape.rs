//! How people of a staff roster and their lessons stand in JSON.

use holdfast_core::catalog::Language;
use holdfast_core::decide::training::Owed;
use holdfast_core::model::{Completion, Learner, LearnerId, StaffMember, WithdrawnCompletion};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::error::ApiError;
use crate::api::shape::{Day, Moment};

/// A learner's id as it stands in an address.
pub(super) fn id(text: &str) -> Result<LearnerId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("Nobody on this hospital's roster has this id."))
}

/// A person as a list has them.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffMemberShape {
    /// The hospital's own number of the person.
    pub number: String,
    /// Name.
    pub name: String,
    /// Mail address, where there is one.
    pub email: Option<String>,
    /// Where they work; empty where nobody says.
    pub department: String,
    /// Ids of their role packs.
    pub packs: Vec<String>,
    /// `en` or `es`.
    pub language: &'static str,
    /// First day of work, where it is said.
    pub started_on: Option<Day>,
}

impl From<&StaffMember> for StaffMemberShape {
    fn from(person: &StaffMember) -> Self {
        Self {
            number: person.number.clone(),
            name: person.name.clone(),
            email: person.email.as_ref().map(|e| e.as_str().to_owned()),
            department: person.department.clone(),
            packs: person.packs.iter().map(ToString::to_string).collect(),
            language: Language::key(person.language),
            started_on: person.started_on.map(Day),
        }
    }
}

/// A person on the roster.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPersonShape {
    /// Their id here.
    pub learner: String,
    /// As the last list has them.
    pub person: StaffMemberShape,
    /// Since when they are on the roster.
    pub listed_on: Day,
    /// The day a list no longer had them; null while they are on the roster.
    pub left_on: Option<Day>,
}

impl From<&Learner> for RosterPersonShape {
    fn from(learner: &Learner) -> Self {
        Self {
            learner: learner.id.to_string(),
            person: (&learner.person).into(),
            listed_on: Day(learner.listed_on),
            left_on: learner.left_on.map(Day),
        }
    }
}

/// A lesson asked of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedLessonShape {
    /// The id of the lesson.
    pub lesson: String,
    /// Ids of the role packs that ask for it.
    pub asked_by: Vec<String>,
    /// `done`, `due`, `again`, `overdue` or `again-overdue`.
    pub standing: &'static str,
    /// The last day on which it is, or was, in time.
    pub by: Day,
    /// The day it was done last.
    pub done_on: Option<Day>,
}

impl From<&Owed> for AskedLessonShape {
    fn from(owed: &Owed) -> Self {
        Self {
            lesson: owed.lesson.to_string(),
            asked_by: owed.asked_by.iter().map(ToString::to_string).collect(),
            standing: owed.standing.key(),
            by: Day(owed.standing.by()),
            done_on: owed.done_on.map(Day),
        }
    }
}

/// That a person did a lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoneLessonShape {
    /// The id of the person.
    pub learner: String,
    /// The id of the lesson.
    pub lesson: String,
    /// The day.
    pub done_on: Day,
    /// `answered`, `sign-in-sheet`, `other-system` or `class`.
    pub how: &'static str,
    /// The other system that says so; empty for another way.
    pub system: String,
    /// Who recorded it, in words.
    pub by: String,
}

impl From<&Completion> for DoneLessonShape {
    fn from(done: &Completion) -> Self {
        Self {
            learner: done.learner.to_string(),
            lesson: done.lesson.to_string(),
            done_on: Day(done.done_on),
            how: done.how.key(),
            system: done.how.name().to_owned(),
            by: done.by.clone(),
        }
    }
}

/// A lesson that was recorded by mistake. It counts nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnLessonShape {
    /// What was recorded.
    pub done: DoneLessonShape,
    /// When it was withdrawn.
    pub withdrawn_at: Moment,
    /// Who withdrew it, in words.
    pub withdrawn_by: String,
    /// Why.
    pub why: String,
}

impl From<&WithdrawnCompletion> for WithdrawnLessonShape {
    fn from(withdrawn: &WithdrawnCompletion) -> Self {
        Self {
            done: (&withdrawn.completion).into(),
            withdrawn_at: Moment(withdrawn.at),
            withdrawn_by: withdrawn.by.clone(),
            why: withdrawn.why.clone(),
        }
    }
}
