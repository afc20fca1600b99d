//! Reads what a form sent for one question, and makes of it what is kept: an answer, or an exception, for each measure.
//!
//! A form is taken whole or not at all, and each fault says what to do in both languages.

use jiff::{Timestamp, ToSpan as _};

use super::{Asked, Given, Record, Said};
use crate::Date;
use crate::catalog::{Bilingual, Knows};
use crate::decide::registration::Fields;
use crate::model::{
    Answer, Coverage, Exception, ExceptionKind, Finding, NameFault, Reply, person_name, utc_day,
};

/// More of anything than a small hospital has.
const MOST: u32 = 1_000_000;
/// Longest reason, in characters.
const MOST_REASON: usize = 500;

/// What somebody answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Yes, partly or no.
    Finds(Finding),
    /// Someone else knows.
    Ask(Knows),
    /// There is nothing here it could be about.
    NotApplicable {
        /// Why.
        reason: String,
        /// Who approves.
        approver: String,
        /// The last day.
        until: Date,
    },
}

/// One field to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its name.
    pub field: &'static str,
    /// What to do about it.
    pub text: Bilingual,
}

fn wrong<T>(field: &'static str, en: impl Into<String>, es: impl Into<String>) -> Result<T, Vec<Wrong>> {
    Err(vec![Wrong { field, text: Bilingual::new(en, es) }])
}

/// Reads a form: `answer` is `yes`, `partly` (with `n` and `of`), `no`, `ask` (with `knows`) or `not_applicable` (with
/// `reason`, `approver` and `until`).
pub fn read(asked: &Asked, fields: &Fields, today: Date) -> Result<Sent, Vec<Wrong>> {
    match fields.get("answer") {
        "yes" => Ok(Sent::Finds(Finding::Met)),
        "no" => Ok(Sent::Finds(Finding::NotMet)),
        "partly" => share(asked, fields).map(Sent::Finds),
        "ask" => match Knows::from_key(fields.get("knows")).filter(|k| asked.may_ask.contains(k)) {
            Some(knows) => Ok(Sent::Ask(knows)),
            None => wrong("knows", "Choose who knows.", "Elija quién lo sabe."),
        },
        "not_applicable" => not_applicable(fields, today),
        _ => wrong("answer", "Choose an answer.", "Elija una respuesta."),
    }
}

fn share(asked: &Asked, fields: &Fields) -> Result<Finding, Vec<Wrong>> {
    let Some(counts) = &asked.counts else {
        return wrong(
            "answer",
            "Answer yes or no. There is nothing to count here.",
            "Responda sí o no. Aquí no hay nada que contar.",
        );
    };
    let number = |field: &'static str| {
        let text: String = fields.get(field).chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
        text.parse::<u32>().ok().filter(|n| *n <= MOST).ok_or_else(|| Wrong {
            field,
            text: Bilingual::new(
                format!("Write a whole number, like {}.", if field == "n" { "11" } else { "96" }),
                format!("Escriba un número entero, como {}.", if field == "n" { "11" } else { "96" }),
            ),
        })
    };
    match (number("n"), number("of")) {
        (Ok(n), Ok(of)) => match Coverage::new(n, of) {
            Ok(coverage) => Ok(Finding::of(coverage)),
            Err(_) if of == 0 => wrong(
                "of",
                format!("Write how many {counts} there are, one at least."),
                "Escriba cuántos hay, uno como mínimo.",
            ),
            Err(_) => wrong(
                "n",
                format!("{n} is more than {of}. Write how many of the {of} it is so for."),
                format!("{n} es más que {of}. Escriba para cuántos de los {of} es así."),
            ),
        },
        (n, of) => Err([n.err(), of.err()].into_iter().flatten().collect()),
    }
}

fn not_applicable(fields: &Fields, today: Date) -> Result<Sent, Vec<Wrong>> {
    let mut faults = Vec::new();
    let mut fault = |field, en: &str, es: &str| faults.push(Wrong { field, text: Bilingual::new(en, es) });
    let reason = fields.get("reason");
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    if reason.is_empty() {
        fault("reason", "Write why it does not apply here.", "Escriba por qué no aplica aquí.");
    } else if reason.chars().count() > MOST_REASON {
        fault("reason", "Shorten the reason to 500 characters.", "Acorte el motivo a 500 caracteres.");
    } else if !reason.chars().all(is_text) {
        fault("reason", "Write the reason as plain text.", "Escriba el motivo como texto simple.");
    }
    let approver = person_name(fields.get("approver"));
    match &approver {
        Ok(_) => {}
        Err(NameFault::Empty) => fault(
            "approver",
            "Write the name of who approves this.",
            "Escriba el nombre de quien lo aprueba.",
        ),
        Err(NameFault::TooLong) => fault(
            "approver",
            "Write a name of up to 100 characters.",
            "Escriba un nombre de hasta 100 caracteres.",
        ),
        Err(NameFault::NotPlain) => {
            fault("approver", "Write the name on one line.", "Escriba el nombre en una sola línea.");
        }
    }
    let until = fields.get("until").parse::<Date>().ok();
    let last = today.checked_add(1.year()).unwrap_or(Date::MAX);
    if until.is_none_or(|until| until <= today || until > last) {
        fault(
            "until",
            "Choose a day after today, a year from now at most.",
            "Elija un día después de hoy, dentro de un año como máximo.",
        );
    }
    match (approver, until) {
        (Ok(approver), Some(until)) if faults.is_empty() => {
            Ok(Sent::NotApplicable { reason: reason.to_owned(), approver, until })
        }
        _ => Err(faults),
    }
}

/// Whether an answer says what was said already, so that nothing needs to be kept and nobody needs to choose.
pub fn same(given: &Given, sent: &Sent) -> bool {
    match (&given.said, sent) {
        (Said::Finds(a), Sent::Finds(b)) => given.is_fresh && a == b,
        (
            Said::NotApplicable { reason, approver, until },
            Sent::NotApplicable { reason: r, approver: a, until: u },
        ) => given.is_fresh && (reason, approver, until) == (r, a, u),
        _ => false,
    }
}

/// What is added to a hospital's record by one answer. Nothing is ever changed in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Answers, one for each measure of the question.
    pub answers: Vec<Answer>,
    /// Exceptions: one for each measure that does not apply, or the end of one that did not and now does.
    pub exceptions: Vec<Exception>,
}

/// What to add for an answer. `by`: a name and a role, as shown.
pub fn keep(asked: &Asked, sent: &Sent, by: &str, at: Timestamp, record: &Record) -> Kept {
    let mut kept = Kept::default();
    for measure in &asked.measures {
        let reply = match sent {
            Sent::Finds(finding) => Reply::Finds { finding: *finding },
            Sent::Ask(knows) => Reply::AskSomeoneElse { knows: *knows },
            Sent::NotApplicable { reason, approver, until } => {
                kept.exceptions.push(Exception {
                    measure: measure.clone(),
                    kind: ExceptionKind::NotApplicable,
                    reason: reason.clone(),
                    instead: String::new(),
                    approver: approver.clone(),
                    at,
                    until: *until,
                });
                continue;
            }
        };
        kept.answers.push(Answer { measure: measure.clone(), reply, by: by.to_owned(), at });
        let stands = (record.exceptions.iter())
            .filter(|e| e.measure == *measure && e.kind == ExceptionKind::NotApplicable)
            .max_by_key(|e| e.at);
        let (today, is_answer) = (utc_day(at), matches!(sent, Sent::Finds(_)));
        if let Some(e) = stands
            && is_answer
            && e.until >= today
        {
            // It applies after all: the exception ends with the day before, so that the answer counts from now on.
            kept.exceptions.push(Exception {
                reason: "It was answered, so it applies.".to_owned(),
                approver: by.to_owned(),
                at,
                until: today.yesterday().unwrap_or(today),
                ..e.clone()
            });
        }
    }
    kept
}
