//! Reads one page of a form into the answers, or says what to mend. A page is taken whole or not at all.

use std::collections::BTreeMap;

use super::FormPage;
use crate::catalog::{Question, QuestionKind};
use crate::decide::directory::Directory;
use crate::decide::look_up::{LookUp, look_up};
use crate::decide::registration::Fields;
use crate::model::{EmailAddress, grouped};

/// In any form, the question with this id asks for a hospital's certification number.
pub(super) const CCN: &str = "ccn";

/// One question whose answer cannot stand as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The question's id, which is the field's name too.
    pub field: String,
    /// What to do about it, as a sentence.
    pub text: String,
}

/// Takes the answers to one page, as kept: numbers without commas, addresses in lower case, lines ended one way.
///
/// `directory`: where a certification number must be found. On error nothing changes and every question at fault is
/// named once, in order. Fields the page does not ask for are left out.
pub fn answer(
    page: &FormPage<'_>,
    sent: &Fields,
    directory: &Directory,
    answers: &mut BTreeMap<String, String>,
) -> Result<(), Vec<Wrong>> {
    let mut taken: Vec<(&str, Option<String>)> = Vec::new();
    let mut wrong = Vec::new();
    for question in &page.questions {
        match read(question, sent.get(&question.id), directory) {
            Ok(answer) => taken.push((question.id.as_str(), answer)),
            Err(text) => wrong.push(Wrong { field: question.id.clone(), text }),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    for (id, answer) in taken {
        match answer {
            Some(answer) => answers.insert(id.to_owned(), answer),
            None => answers.remove(id),
        };
    }
    Ok(())
}

/// One answer as kept, `None` for a question left empty that may be, or what to do instead.
pub(super) fn read(
    question: &Question,
    typed: &str,
    directory: &Directory,
) -> Result<Option<String>, String> {
    let asks = &question.asks;
    let typed = typed.trim();
    if typed.is_empty() {
        return if question.required { Err(format!("Answer \u{201c}{asks}\u{201d}")) } else { Ok(None) };
    }
    if question.id == CCN {
        return read_ccn(typed, directory).map(Some);
    }
    match &question.kind {
        QuestionKind::Text { max_chars } => {
            if typed.chars().any(char::is_control) {
                return Err(format!("Answer \u{201c}{asks}\u{201d} with one line of plain text."));
            }
            short_enough(typed.to_owned(), *max_chars, asks).map(Some)
        }
        QuestionKind::LongText { max_chars } => {
            let text = typed.replace("\r\n", "\n").replace('\r', "\n");
            if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                return Err(format!("Answer \u{201c}{asks}\u{201d} with plain text."));
            }
            short_enough(text, *max_chars, asks).map(Some)
        }
        QuestionKind::Choice { choices } => {
            let known = choices.iter().any(|(key, _)| key == typed);
            if known {
                Ok(Some(typed.to_owned()))
            } else {
                Err(format!("Choose an answer to \u{201c}{asks}\u{201d}"))
            }
        }
        QuestionKind::YesNo => match typed {
            "yes" | "no" => Ok(Some(typed.to_owned())),
            _ => Err(format!("Answer yes or no: \u{201c}{asks}\u{201d}")),
        },
        QuestionKind::Number { most } => read_number(typed, *most).map(Some).ok_or_else(|| {
            format!(
                "Answer \u{201c}{asks}\u{201d} with a whole number from 0 to {}.",
                grouped(u64::from(*most))
            )
        }),
        QuestionKind::Email => EmailAddress::parse(typed)
            .map(|e| Some(e.as_str().to_owned()))
            .map_err(|_| format!("Answer \u{201c}{asks}\u{201d} with an address like name@example.org.")),
    }
}

fn short_enough(text: String, most: u16, asks: &str) -> Result<String, String> {
    let n = text.chars().count();
    if n <= usize::from(most) {
        return Ok(text);
    }
    let (most, n) = (grouped(u64::from(most)), grouped(n as u64));
    Err(format!("\u{201c}{asks}\u{201d} can have up to {most} characters; yours has {n}. Shorten it."))
}

fn read_number(typed: &str, most: u32) -> Option<String> {
    if typed.len() > 32 {
        return None;
    }
    let digits: String = typed.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let is_plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let n = is_plain.then(|| digits.parse::<u32>().ok()).flatten()?;
    (n <= most).then(|| n.to_string())
}

fn read_ccn(typed: &str, directory: &Directory) -> Result<String, String> {
    match look_up(directory, typed) {
        LookUp::Found(listed) => Ok(listed.hospital.ccn.to_string()),
        LookUp::Unit { parent, .. } => Err(format!(
            "That is the number of a unit. Write the number of its hospital, {parent}, or leave it empty."
        )),
        LookUp::Unknown { ccn, .. } => Err(format!(
            "No hospital with the number {ccn} is in the directory. Check it, or leave it empty."
        )),
        LookUp::Malformed(_) => {
            Err("A certification number has six characters, like 271304. Check it, or leave it empty."
                .to_owned())
        }
    }
}
