//! The form a reviewer decides with: only what the case allows today is offered.

use holdfast_core::decide::settle::Left;
use holdfast_core::facts::{FactKind, FactType, FactValue};
use holdfast_core::model::CaseKind;

use super::Sent;
use crate::app::{Act, CaseFile, Confirm, Wrong};

/// An answer to choose.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
}

/// The fact a reviewer may state.
pub(super) struct FactField {
    pub(super) asks: String,
    /// Answers to choose from; empty for a number.
    pub(super) choices: Vec<Choice>,
}

/// An error with the field it belongs to.
pub(super) struct FieldError {
    pub(super) field: String,
    pub(super) text: String,
}

pub(super) struct DecideForm {
    pub(super) acts: Vec<Choice>,
    pub(super) act: String,
    pub(super) fact: Option<FactField>,
    pub(super) fact_value: String,
    /// What must be confirmed, if anything.
    pub(super) confirm: String,
    pub(super) confirm_hint: String,
    pub(super) confirmed: bool,
    pub(super) reason: String,
    pub(super) seen: usize,
    pub(super) errors: Vec<FieldError>,
}

impl DecideForm {
    pub(super) fn new(file: &CaseFile, sent: &Sent, wrong: &[Wrong]) -> Self {
        let (confirm, confirm_hint) = confirmation(file);
        let phone = file.hospital.as_ref().map_or("not known", |l| l.hospital.phone.as_str());
        let fact = match file.offer.as_ref().map(|o| &o.left) {
            Some(Left::Fact { kind, .. }) => Some(fact_field(*kind)),
            _ => None,
        };
        Self {
            acts: acts(file),
            act: sent.act.clone(),
            fact,
            fact_value: sent.fact.clone(),
            confirm: confirm.to_owned(),
            confirm_hint: confirm_hint.replace("{phone}", phone),
            confirmed: sent.confirmed == "yes",
            reason: sent.reason.clone(),
            seen: file.seen(),
            errors: wrong
                .iter()
                .map(|w| FieldError { field: w.field.to_owned(), text: w.text.clone() })
                .collect(),
        }
    }

    /// What is wrong with a field; empty when nothing is.
    pub(super) fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field == field).map_or("", |e| e.text.as_str())
    }
}

fn choice(field: &str, n: usize, value: &str, label: &str, hint: &str) -> Choice {
    let id = if n == 0 { field.to_owned() } else { format!("{field}-{}", n + 1) };
    Choice { id, value: value.to_owned(), label: label.to_owned(), hint: hint.to_owned() }
}

fn acts(file: &CaseFile) -> Vec<Choice> {
    let offered = file.acts().iter().enumerate();
    offered
        .map(|(n, act)| {
            let (label, hint) = words(file, *act);
            choice("act", n, act.key(), label, hint)
        })
        .collect()
}

/// An act in this case, in words, with a hint.
fn words(file: &CaseFile, act: Act) -> (&'static str, &'static str) {
    let left = file.offer.as_ref().map(|o| &o.left);
    match (act, &file.case.kind, left) {
        (Act::StateFact, _, _) => {
            ("State the fact", "It counts from today, and the condition is worked out with it.")
        }
        (Act::AskBack, _, _) => {
            ("Ask back", "Your words below are the question. The case waits for the answer.")
        }
        (Act::Approve, CaseKind::OfferReferral { .. }, Some(Left::Judgement)) => {
            ("Approve", "The hospital may have the offer although the condition is not met.")
        }
        (Act::Approve, CaseKind::OfferReferral { .. }, Some(Left::Holds)) => {
            ("Approve", "The condition is met by now.")
        }
        (Act::Refuse, CaseKind::OfferReferral { .. }, Some(Left::Fact { .. })) => {
            ("Refuse", "The fact cannot be found out. The hospital can ask again.")
        }
        (Act::Refuse, CaseKind::OfferReferral { .. }, Some(Left::Judgement)) => {
            ("Refuse", "The hospital may not have the offer.")
        }
        (Act::Refuse, CaseKind::OfferReferral { .. }, Some(Left::Fails)) => {
            ("Refuse", "The condition is not met, by the facts.")
        }
        (Act::Approve, CaseKind::Application { .. }, _) if file.recommendation.is_none() => {
            ("Recommend to approve", "Another reviewer decides.")
        }
        (Act::Refuse, CaseKind::Application { .. }, _) if file.recommendation.is_none() => {
            ("Recommend to refuse", "Another reviewer decides.")
        }
        (Act::Approve, CaseKind::Join { .. }, _) => ("Approve", "They are let in as staff."),
        (Act::Approve, CaseKind::NumberChanged { became: Some(_) }, _) => (
            "It is the same hospital",
            "Its registration, people and offers go over to the new number at once.",
        ),
        (Act::Approve, CaseKind::NumberChanged { became: None }, _) => {
            ("It has closed or left", "What is kept stays readable, and nothing more is asked of it.")
        }
        (Act::Refuse, CaseKind::NumberChanged { .. }, _) => {
            ("Nothing changes", "It goes on under the number it registered.")
        }
        (Act::Approve, _, _) => ("Approve", ""),
        (Act::Refuse, _, _) => ("Refuse", ""),
    }
}

fn confirmation(file: &CaseFile) -> (&'static str, &'static str) {
    match file.confirm() {
        Some(Confirm::Called) => (
            "I called the number on file and spoke with the hospital",
            "Needed to approve. The number on file is {phone}; never call one from the form.",
        ),
        Some(Confirm::NoTie) => (
            "I have no tie to the applicant",
            "I do not work with or for them, gain nothing from the decision, and am not close to anyone named.",
        ),
        None => ("", ""),
    }
}

fn fact_field(kind: FactKind) -> FactField {
    let of = |words: Vec<(String, String)>| {
        words
            .into_iter()
            .enumerate()
            .map(|(n, (value, label))| choice("fact", n, &value, &label, ""))
            .collect()
    };
    let choices = match kind.fact_type() {
        FactType::Bool => of(vec![("yes".to_owned(), "Yes".to_owned()), ("no".to_owned(), "No".to_owned())]),
        FactType::Int => Vec::new(),
        FactType::Word => {
            let words = kind.words().unwrap_or_default();
            of(words
                .iter()
                .map(|w| ((*w).to_owned(), FactValue::Word((*w).to_owned()).shown(kind)))
                .collect())
        }
    };
    FactField { asks: kind.asks().to_owned(), choices }
}

#[cfg(test)]
impl DecideForm {
    pub(super) fn sample(n: usize) -> Self {
        Self {
            acts: ["approve", "refuse"]
                .iter()
                .enumerate()
                .map(|(i, v)| choice("act", i, v, v, "A hint"))
                .collect(),
            act: "refuse".to_owned(),
            fact: (n > 0).then(|| FactField {
                asks: "How many licensed beds does it have?".to_owned(),
                choices: (0..n % 5).map(|i| choice("fact", i, "yes", "Yes", "")).collect(),
            }),
            fact_value: "25".to_owned(),
            confirm: if n > 2 { "I have no tie to the applicant".to_owned() } else { String::new() },
            confirm_hint: String::new(),
            confirmed: n > 2,
            reason: "Because. ".repeat(n),
            seen: n,
            errors: (0..n.min(2))
                .map(|_| FieldError { field: "reason".to_owned(), text: "Write a reason".to_owned() })
                .collect(),
        }
    }
}
