//! The code at the foot of a sign-in sheet: the lesson's number and the day of the meeting, so that whoever keys the sheet in types one
//! short word and not both. It opens nothing and names nobody.

use std::fmt;

use crate::Date;
use crate::catalog::{Lesson, LessonKind, Lessons};

/// Longest code that is read, in characters. What is longer is no code.
const MOST_CODE: usize = 20;

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// It does not look like one.
    Unreadable,
    /// There is no lesson with its number, or none that is taught at a meeting.
    NoLesson,
    /// Its day is none of the calendar.
    NoDay,
}

impl fmt::Display for CodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "That is no code of a sheet. It looks like F1-260331. You can choose the lesson and the day instead.",
            Self::NoLesson => {
                "No lesson for everyone has the number in this code. Look at the sheet again, or choose the lesson."
            }
            Self::NoDay => {
                "The day in this code is not in the calendar. Look at the sheet again, or type the day."
            }
        })
    }
}

/// The code of a sheet: like `F1-260331`, or `F1` where the day is written by hand.
pub fn sheet_code(lesson: &Lesson, held_on: Option<Date>) -> String {
    match held_on {
        None => lesson.number.clone(),
        Some(day) => {
            format!("{}-{:02}{:02}{:02}", lesson.number, day.year().rem_euclid(100), day.month(), day.day())
        }
    }
}

/// The lesson and the day that a code says. Capitals, blanks and dashes do not matter.
pub fn read_sheet_code<'l>(
    code: &str,
    lessons: &'l Lessons,
) -> Result<(&'l Lesson, Option<Date>), CodeFault> {
    if code.chars().count() > MOST_CODE {
        return Err(CodeFault::Unreadable);
    }
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_uppercase();
    let letters = plain.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = &plain[letters..];
    if letters == 0 || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(CodeFault::Unreadable);
    }
    // The day is the last six digits, when there are more than a lesson's number has.
    let (number, day) = match digits.len() {
        1..=3 => (plain.as_str(), None),
        7..=9 => {
            let (number, day) = plain.split_at(plain.len() - 6);
            (number, Some(day))
        }
        _ => return Err(CodeFault::Unreadable),
    };
    let is_taught = |l: &&Lesson| l.kind == LessonKind::Frontline && l.number.eq_ignore_ascii_case(number);
    let lesson = lessons.lessons.iter().find(is_taught).ok_or(CodeFault::NoLesson)?;
    let day = day.map(|day| read_day(day).ok_or(CodeFault::NoDay)).transpose()?;
    Ok((lesson, day))
}

/// Six digits as a day of this century.
fn read_day(digits: &str) -> Option<Date> {
    let two = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    Date::new(2_000 + i16::from(two(0)?), two(2)?, two(4)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::made_up;

    fn lessons() -> Lessons {
        let lesson = |number: &str, kind| Lesson {
            number: number.to_owned(),
            ..made_up::lesson(&format!("lesson-{}", number.to_lowercase()), kind)
        };
        let front = |n: u8| lesson(&format!("F{n}"), LessonKind::Frontline);
        let lessons = vec![front(1), front(2), front(12), lesson("L1", LessonKind::Lab)];
        Lessons { lessons, packs: Vec::new() }
    }

    #[track_caller]
    fn check(code: &str, expect: &str) {
        let lessons = lessons();
        let said = match read_sheet_code(code, &lessons) {
            Ok((lesson, day)) => {
                format!("{} {}", lesson.number, day.map(|d| d.to_string()).unwrap_or_default())
            }
            Err(fault) => format!("{fault:?}"),
        };
        assert_eq!(said.trim(), expect, "{code:?}");
    }

    #[test]
    fn a_code_says_lesson_and_day_however_it_is_typed() {
        check("F1-260331", "F1 2026-03-31");
        check(" f1 260331 ", "F1 2026-03-31");
        check("F12-260331", "F12 2026-03-31");
        check("f12", "F12");
        check("F2", "F2");
    }

    #[test]
    fn what_is_no_code_says_what_is_wrong() {
        for text in
            ["", "F", "1", "F1-2603", "hello", "F1-26033", "F1-26O331", "F\u{661}", "F1-260331-260331"]
        {
            check(text, "Unreadable");
        }
        check(&"F1".repeat(1_000), "Unreadable");
        check("F9-260331", "NoLesson");
        check("L1-260331", "NoLesson");
        check("F1-260230", "NoDay");
        check("F1-261301", "NoDay");
        check("F1-000000", "NoDay");
    }

    #[test]
    fn a_code_that_is_made_reads_back() {
        let lessons = lessons();
        let day: Date = "2026-11-28".parse().expect("a day");
        for lesson in lessons.lessons.iter().filter(|l| l.kind == LessonKind::Frontline) {
            for held_on in [None, Some(day)] {
                let code = sheet_code(lesson, held_on);
                let (read, read_day) = read_sheet_code(&code, &lessons).expect("a code");
                assert_eq!((&read.number, read_day), (&lesson.number, held_on), "{code}");
            }
        }
    }
}
