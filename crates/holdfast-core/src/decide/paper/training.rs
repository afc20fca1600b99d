//! Papers of training: a lesson as one page for the wall, the sheet people sign at a meeting, cards with a code for staff without mail,
//! and the certificate.
//!
//! Each says what is on it and nothing of how it is drawn. A page for the wall completes nothing: it says how a person shows that they
//! did the lesson.

use serde::Serialize;

use crate::Date;
use crate::catalog::{Block, Language, Lesson, Text};

/// A lesson as one page for the wall: what to do, and three questions without their answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LessonPage {
    /// What it is called in lists.
    pub number: String,
    /// Its name.
    pub name: String,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// The one thing a person does afterwards.
    pub behaviour: String,
    /// What to do right away.
    pub do_now: Vec<Block>,
    /// What is handed in after a lab; `None` for other lessons.
    pub hand_in: Option<String>,
    /// The counted questions, in order.
    pub questions: Vec<Question>,
    /// The language it is in.
    pub language: Language,
    /// Where to read the whole lesson and see which answers are right, as a whole address.
    pub address: String,
    /// Where its claims come from.
    pub source: String,
    /// When somebody last held them against the source; `None` if nobody did.
    pub verified_on: Option<Date>,
}

/// A question without its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What is asked.
    pub asks: Text,
    /// What a person may choose. Nothing tells the right one.
    pub options: Vec<Text>,
}

impl LessonPage {
    /// The page of a lesson. `address`: where the lesson is read, with its language.
    pub fn of(lesson: &Lesson, language: Language, address: impl Into<String>) -> Self {
        let now = |block: &Block| match block {
            Block::DoThisNow(blocks) => Some(blocks.clone()),
            _ => None,
        };
        let questions = lesson.checks(language).map(|asked| Question {
            asks: asked.asks.clone(),
            options: asked.options.iter().map(|option| option.says.clone()).collect(),
        });
        Self {
            number: lesson.number.clone(),
            name: lesson.name.in_language(language).to_owned(),
            minutes: lesson.minutes,
            behaviour: lesson.behaviour.in_language(language).to_owned(),
            do_now: lesson.page(language).iter().filter_map(now).flatten().collect(),
            hand_in: lesson.proof.as_ref().map(|proof| proof.hand_in.in_language(language).to_owned()),
            questions: questions.collect(),
            language,
            address: address.into(),
            source: lesson.provenance.source.clone(),
            verified_on: lesson.provenance.verified_on,
        }
    }
}

/// The sheet that people sign at a meeting. Somebody keys it in later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInSheet {
    /// The hospital.
    pub hospital: String,
    /// What the lesson is called in lists, like `F1`.
    pub lesson_number: String,
    /// The lesson's name, in the language of the sheet.
    pub lesson_name: String,
    /// The language it is in.
    pub language: Language,
    /// The day of the meeting; `None` leaves a line to write it on.
    pub held_on: Option<Date>,
    /// What whoever keys it in types, so that the sheet is found again.
    pub code: String,
    /// People who are expected, in the order they are printed.
    pub people: Vec<SheetPerson>,
    /// Lines for others. A sheet without people has some in any case.
    pub n_blank_lines: u16,
}

/// Somebody who is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPerson {
    /// The hospital's own number of the person.
    pub number: String,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub department: String,
}

/// A card with a code: for somebody without mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeCard {
    /// Whose it is.
    pub name: String,
    /// Where they work.
    pub department: String,
    /// The one-person link. It opens that person's lessons to whoever holds the card.
    pub url: String,
    /// The language of the card.
    pub language: Language,
}

/// A certificate: who did which lessons, and where anybody can look whether it is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The program that issues it.
    pub program: String,
    /// Whose it is.
    pub name: String,
    /// Where they work.
    pub hospital: String,
    /// Each lesson's name, and the day it was done.
    pub lessons: Vec<(String, Date)>,
    /// The day it was issued.
    pub issued_on: Date,
    /// Where to look whether it is true, as a whole address.
    pub verify_url: String,
    /// What to type there.
    pub code: String,
    /// The language it is in.
    pub language: Language,
}

#[cfg(test)]
mod tests;
