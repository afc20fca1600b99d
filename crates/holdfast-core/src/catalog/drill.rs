//! What a drill is made of: scenarios to practise, whom to call, forms to print, and what may be waived in a declared emergency.
//!
//! A hospital's own pack is put together from these by [`crate::decide::drill`]. Nothing here says that a law applies to a hospital.

use serde::{Deserialize, Serialize};

use super::{CallId, ContactId, DependencyId, DrillId, FormId, Provenance, WaiverPointId};

/// Who is dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoIsDark {
    /// The hospital that practises.
    Us,
    /// Another one, whose patients come here.
    Neighbour,
}

/// Something the leader of the exercise tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inject {
    /// Minutes after the exercise began.
    pub minute: u16,
    /// The time in the story, as "Day 2, 07:00".
    pub story_time: String,
    /// What is told.
    pub says: String,
    /// What a prepared team does.
    pub expect: String,
}

/// A scenario to practise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    /// Its id. Never reused.
    pub id: DrillId,
    /// What people call it.
    pub name: String,
    /// What happens, in a few sentences.
    pub story: String,
    /// Who is dark.
    pub dark: WhoIsDark,
    /// Whether all that the hospital runs itself is down; then `down` is empty.
    pub is_everything: bool,
    /// What services lean on that is down.
    pub down: Vec<DependencyId>,
    /// What is lost, each in a sentence.
    pub lost: Vec<String>,
    /// What to do in the first hour.
    pub first_hour: Vec<String>,
    /// What to do in the first day.
    pub first_day: Vec<String>,
    /// What to do in the first week.
    pub first_week: Vec<String>,
    /// What is told during the exercise, in order of time.
    pub injects: Vec<Inject>,
    /// What to look at afterwards.
    pub look_at: Vec<String>,
    /// The forms it takes, in the order to print them.
    pub forms: Vec<FormId>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// By when somebody is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBy {
    /// In the first minutes.
    AtOnce,
    /// Within the hour.
    FirstHour,
    /// Within the day.
    FirstDay,
}

/// One call of the call tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its id. Never reused.
    pub id: CallId,
    /// Whom: a role, never a person.
    pub who: String,
    /// Whether it is somebody outside the hospital.
    pub is_outside: bool,
    /// Who makes the call; `None` for whoever sees it first.
    pub called_by: Option<CallId>,
    /// By when.
    pub by: CallBy,
    /// Why they are called; `None` where the list of whom to tell of an attack says it.
    pub why: Option<String>,
    /// What to say first.
    pub say: String,
    /// The scenarios it belongs to; empty for all.
    pub only_for: Vec<DrillId>,
    /// The same one in the list of whom to tell of an attack, where they are in it. Never `None` where `why` is.
    pub contact: Option<ContactId>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// A part of a form: lines to fill in, or a table with empty rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPart {
    /// Its heading.
    pub title: String,
    /// Names of the lines; empty for a table.
    pub fields: Vec<String>,
    /// Heads of the columns; empty for lines.
    pub columns: Vec<String>,
    /// How many empty rows the table has at the most; fewer where the page ends.
    pub blank_rows: u16,
}

/// A form to print and fill in by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankForm {
    /// Its id. Never reused.
    pub id: FormId,
    /// What people call it.
    pub name: String,
    /// Who fills it in, when, and where it goes.
    pub how: String,
    /// Its parts, in order.
    pub parts: Vec<FormPart>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Which part of the list on waivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverPart {
    /// What must be so before anything can be waived.
    First,
    /// What may be waived then.
    May,
    /// How to ask.
    Ask,
    /// What to do where there is no waiver.
    Without,
}

/// One line of the list on waivers under section 1135 of the Social Security Act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverPoint {
    /// Its id. Never reused.
    pub id: WaiverPointId,
    /// Which part.
    pub part: WaiverPart,
    /// The line.
    pub says: String,
    /// Where that is written.
    pub provenance: Provenance,
}

/// All that drills are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drills {
    /// The scenarios, in file order.
    pub drills: Vec<Drill>,
    /// The call tree, in the order to call.
    pub calls: Vec<Call>,
    /// The forms, in file order.
    pub forms: Vec<BlankForm>,
    /// The list on waivers, in order.
    pub waiver: Vec<WaiverPoint>,
}

impl Drills {
    /// A scenario by id.
    pub fn drill(&self, id: &str) -> Option<&Drill> {
        self.drills.iter().find(|d| d.id.as_str() == id)
    }

    /// A call by id.
    pub fn call(&self, id: &CallId) -> Option<&Call> {
        self.calls.iter().find(|c| c.id == *id)
    }

    /// The calls that belong to a scenario, in the order of the tree: nobody is told of an attack where a cable was cut.
    pub fn calls_of(&self, drill: &DrillId) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(|call| call.only_for.is_empty() || call.only_for.contains(drill))
    }

    /// A form by id.
    pub fn form(&self, id: &FormId) -> Option<&BlankForm> {
        self.forms.iter().find(|f| f.id == *id)
    }
}

impl CallBy {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::AtOnce => "at once",
            Self::FirstHour => "within the hour",
            Self::FirstDay => "within the day",
        }
    }
}

impl WaiverPart {
    /// Each part, in order.
    pub const ALL: [Self; 4] = [Self::First, Self::May, Self::Ask, Self::Without];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::First => "Before anything can be waived",
            Self::May => "What may be waived then",
            Self::Ask => "How to ask",
            Self::Without => "What to do without a waiver",
        }
    }
}
