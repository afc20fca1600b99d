//! Who signed: a sign-in sheet as somebody keys it in, and a lesson that another system says was done, each made into completions or into
//! what is wrong with it. A good name counts whatever stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use serde::Serialize;

use super::{MOST_PEOPLE, number_key};
use crate::Date;
use crate::catalog::{Lesson, LessonId, LessonKind, Lessons};
use crate::model::{Completion, CompletionHow, Learner, LearnerId, MOST_NUMBER, MOST_SYSTEM, day_in_words};

/// A day so much earlier is taken for a slip: skill from it is gone, and most such days are a year typed wrong.
const MOST_DAYS_BACK: i32 = 730;

/// A sheet as it is keyed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyedSheet {
    /// The lesson's id, as sent.
    pub lesson: String,
    /// The day of the meeting, as typed.
    pub held_on: String,
    /// People ticked in the list.
    pub ticked: BTreeSet<LearnerId>,
    /// Numbers as typed: one a line, or with commas or semicolons between.
    pub numbers: String,
}

/// What a sheet comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// What to record: each person once.
    pub completions: Vec<Completion>,
    /// People whose lesson on that day is on record already.
    pub known: Vec<LearnerId>,
    /// Numbers that are nobody's, as typed, with what is wrong.
    pub unknown: Vec<UnknownNumber>,
    /// Ids that are ticked and are nobody's of this hospital.
    pub strangers: Vec<LearnerId>,
}

/// A number that is nobody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownNumber {
    /// As typed.
    pub number: String,
    /// What is wrong with it, as a sentence.
    pub says: String,
}

/// What is wrong with a sheet as a whole, so that nothing of it can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFault {
    /// The lesson is none, or none that is taught at a meeting.
    Lesson,
    /// The day.
    Day(DayFault),
    /// Nobody is ticked and no number is typed.
    Nobody,
    /// More numbers than a roster has people.
    TooMany,
}

impl SheetFault {
    /// The field it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Day(_) => "held_on",
            Self::Nobody | Self::TooMany => "numbers",
        }
    }

    /// What to do about it, as a sentence.
    pub fn in_words(self, as_of: Date) -> String {
        match self {
            Self::Lesson => "Choose the lesson that was taught.".to_owned(),
            Self::Day(day) => day.in_words(as_of),
            Self::Nobody => "Tick who signed, or type their numbers.".to_owned(),
            Self::TooMany => {
                format!("Type at most {MOST_PEOPLE} numbers at once. Nothing was recorded.")
            }
        }
    }
}

/// Why a day cannot be the day a lesson was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// It is no day.
    Unreadable,
    /// It is still to come.
    ToCome,
    /// It is long past.
    LongPast,
}

impl DayFault {
    /// What to do about it, as a sentence.
    pub fn in_words(self, as_of: Date) -> String {
        match self {
            Self::Unreadable => "Write the day like 2026-03-31.".to_owned(),
            Self::ToCome => format!("That day is still to come. Today is {}.", day_in_words(as_of)),
            Self::LongPast => {
                "That day is more than two years back, too long ago to count. Look at the year again."
                    .to_owned()
            }
        }
    }
}

/// The day a lesson was done, as typed: not in the future, and not more than two years back.
pub fn day_done(typed: &str, as_of: Date) -> Result<Date, DayFault> {
    let day: Date = typed.trim().parse().map_err(|_| DayFault::Unreadable)?;
    if day > as_of {
        return Err(DayFault::ToCome);
    }
    let oldest = as_of.checked_sub(MOST_DAYS_BACK.days()).unwrap_or(Date::MIN);
    if day < oldest { Err(DayFault::LongPast) } else { Ok(day) }
}

/// Makes a sheet into completions. `people`: the hospital's roster, leavers too, because somebody may have signed and left since. `done`:
/// what is on record of them. `by`: who keys it in, in words. `Err`: everything that keeps the whole sheet out.
///
/// The order of ticks and numbers decides nothing, and keying a sheet in again records nothing.
pub fn signed(
    sheet: &KeyedSheet,
    lessons: &Lessons,
    people: &[Learner],
    done: &BTreeMap<LearnerId, Vec<Completion>>,
    by: &str,
    as_of: Date,
) -> Result<Signed, Vec<SheetFault>> {
    let is_taught = |l: &&Lesson| l.kind == LessonKind::Frontline && l.id.as_str() == sheet.lesson.trim();
    let lesson = lessons.lessons.iter().find(is_taught).ok_or(SheetFault::Lesson);
    let held_on = day_done(&sheet.held_on, as_of).map_err(SheetFault::Day);
    let typed: Vec<&str> =
        sheet.numbers.split(['\n', '\r', ',', ';']).map(str::trim).filter(|n| !n.is_empty()).collect();
    let who = match typed.len() {
        0 if sheet.ticked.is_empty() => Err(SheetFault::Nobody),
        n if n > MOST_PEOPLE => Err(SheetFault::TooMany),
        _ => Ok(()),
    };
    let (lesson, held_on) = match (lesson, held_on, who) {
        (Ok(lesson), Ok(day), Ok(())) => (lesson, day),
        (lesson, day, who) => {
            return Err([lesson.err(), day.err(), who.err()].into_iter().flatten().collect());
        }
    };
    // Of one number used again after somebody left, the person who is on the roster now is meant.
    let mut by_key: BTreeMap<String, &Learner> = BTreeMap::new();
    for learner in people.iter().filter(|l| was_here(l, held_on)) {
        let kept = by_key.entry(number_key(&learner.person.number)).or_insert(learner);
        if learner.is_listed() {
            *kept = learner;
        }
    }
    let mut found: BTreeSet<LearnerId> =
        people.iter().map(|l| l.id).filter(|id| sheet.ticked.contains(id)).collect();
    let strangers = sheet.ticked.difference(&found).copied().collect();
    let mut unknown = Vec::new();
    for number in typed {
        let key = number_key(number);
        match by_key.get(&key) {
            Some(learner) => _ = found.insert(learner.id),
            None => {
                let gone = people.iter().filter(|l| number_key(&l.person.number) == key);
                unknown.push(unknown_number(number, gone.max_by_key(|l| (l.left_on, l.id))));
            }
        }
    }
    let known = |id: &LearnerId| {
        done.get(id).is_some_and(|all| all.iter().any(|c| c.lesson == lesson.id && c.done_on == held_on))
    };
    let completion = |id: &LearnerId| Completion {
        learner: *id,
        lesson: lesson.id.clone(),
        done_on: held_on,
        how: CompletionHow::SignInSheet,
        by: by.to_owned(),
    };
    let (known, new): (Vec<LearnerId>, Vec<LearnerId>) = found.iter().copied().partition(known);
    Ok(Signed { completions: new.iter().map(completion).collect(), known, unknown, strangers })
}

/// Whether somebody may have been at a meeting: they had not left by then.
fn was_here(learner: &Learner, held_on: Date) -> bool {
    learner.left_on.is_none_or(|left| held_on <= left)
}

/// `gone`: whose the number was last, where they had left by the day of the meeting.
fn unknown_number(number: &str, gone: Option<&Learner>) -> UnknownNumber {
    let shown: String = number.chars().filter(|c| !c.is_control()).take(MOST_NUMBER).collect();
    let says = match gone.and_then(|l| Some((l, l.left_on?))) {
        Some((learner, left_on)) => format!(
            "The number {shown} was that of {}, who left on {}, before the meeting.",
            learner.person.name,
            day_in_words(left_on)
        ),
        None => format!("Nobody on the roster has the number {shown}."),
    };
    UnknownNumber { says, number: shown }
}

/// What is wrong with a lesson recorded from another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElsewhereFault {
    /// There is no such lesson.
    Lesson,
    /// The day.
    Day(DayFault),
    /// The system has no name, or one that is too long or no plain text.
    System,
}

impl ElsewhereFault {
    /// The field it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Day(_) => "done_on",
            Self::System => "system",
        }
    }

    /// What to do about it, as a sentence.
    pub fn in_words(self, as_of: Date) -> String {
        match self {
            Self::Lesson => "Choose the lesson that was done.".to_owned(),
            Self::Day(day) => day.in_words(as_of),
            Self::System => {
                format!("Name the system that says so, in up to {MOST_SYSTEM} characters of plain text.")
            }
        }
    }
}

/// A lesson that another system of the hospital says was done, as a completion.
pub fn learned_elsewhere(
    learner: LearnerId,
    (lesson, done_on, system): (&str, &str, &str),
    lessons: &Lessons,
    by: &str,
    as_of: Date,
) -> Result<Completion, Vec<ElsewhereFault>> {
    let lesson = lessons.lesson(&LessonId::new(lesson.trim())).ok_or(ElsewhereFault::Lesson);
    let done_on = day_done(done_on, as_of).map_err(ElsewhereFault::Day);
    let name = system.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fit = (1..=MOST_SYSTEM).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    let system = is_fit.then_some(name).ok_or(ElsewhereFault::System);
    match (lesson, done_on, system) {
        (Ok(lesson), Ok(done_on), Ok(name)) => Ok(Completion {
            learner,
            lesson: lesson.id.clone(),
            done_on,
            how: CompletionHow::OtherSystem { name },
            by: by.to_owned(),
        }),
        (lesson, day, system) => Err([lesson.err(), day.err(), system.err()].into_iter().flatten().collect()),
    }
}

#[cfg(test)]
mod tests;
