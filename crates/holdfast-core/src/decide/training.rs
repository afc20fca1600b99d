//! Training: who is on a hospital's staff roster, which lessons each of them owes by when, and how far all of them are.
//!
//! Whether the questions of a lesson are answered right is [`super::lesson`]'s work. Nothing here mails anybody, and nobody is ranked.

pub mod college;
mod compare;
mod completions;
mod due_days;
mod evidence;
mod owed;
mod progress;
mod remind;
mod sheet_code;
mod signed;
mod staff_roster;
#[cfg(test)]
mod tests;

pub use compare::{
    FieldChange, LearnerChange, NumbersSay, ReusedNumber, RosterChange, Stays, StaysWhy, apply, compare,
};
pub use completions::{COMPLETIONS_HEAD, OWED_HEAD, ROSTER_HEAD, completion_lines, owed_lines, roster_lines};
pub use due_days::{DueDay, due_days};
pub use evidence::{TRAINING_COLLECTOR, TrainingFacts, TrainingWord, prove_training, training_words};
pub use owed::{Owed, Standing, TrainingRules, by_learner, owed};
pub use progress::{
    LearnerOwed, MIN_GROUP, NO_DEPARTMENT, SMALLER_GROUPS, TrainingLine, TrainingProgress, TrainingTally,
    progress,
};
pub use remind::{DAYS_BETWEEN_MAILS, REMIND_WITHIN_DAYS, Reminder, first_name, remind};
pub use sheet_code::{CodeFault, read_sheet_code, sheet_code};
pub use signed::{
    DayFault, ElsewhereFault, KeyedSheet, SheetFault, Signed, UnknownNumber, day_done, learned_elsewhere,
    signed,
};
pub use staff_roster::{
    MOST_PEOPLE, MOST_ROSTER_BYTES, OpenQuote, ReadRoster, RosterColumn, RosterColumns, RosterFault,
    RosterLine, RosterRefusal, RosterTable, number_key, read_roster,
};

/// The pack of everybody for whom a roster names none.
pub const EVERYONE: &str = "everyone";
