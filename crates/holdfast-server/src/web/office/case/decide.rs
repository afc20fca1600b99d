//! The form a reviewer decides with: only what the case allows today is offered.

use holdfast_core::decide::settle::Left;
use holdfast_core::facts::{FactKind, FactType, FactValue};
use holdfast_core::model::CaseKind;

use super::Sent;
use crate::app::{CaseFile, Wrong};

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
    let approve = ("approve", "Approve", "");
    let refuse = ("refuse", "Refuse", "");
    let ask = ("ask_back", "Ask back", "Your words below are the question. The case waits for the answer.");
    let offered: Vec<(&str, &str, &str)> = match &file.case.kind {
        CaseKind::OfferReferral { .. } => match file.offer.as_ref().map(|o| &o.left) {
            Some(Left::Fact { .. }) => vec![
                (
                    "state_fact",
                    "State the fact",
                    "It counts from today, and the condition is worked out with it.",
                ),
                ask,
                ("refuse", "Refuse", "The fact cannot be found out. The hospital can ask again."),
            ],
            Some(Left::Judgement) => vec![
                ("approve", "Approve", "The hospital may have the offer although the condition is not met."),
                ("refuse", "Refuse", "The hospital may not have the offer."),
                ask,
            ],
            Some(Left::Holds) => vec![("approve", "Approve", "The condition is met by now."), ask],
            Some(Left::Fails) => vec![("refuse", "Refuse", "The condition is not met, by the facts."), ask],
            Some(Left::Gone) | None => vec![approve, refuse],
        },
        CaseKind::Application { .. } if file.recommendation.is_none() => vec![
            ("approve", "Recommend to approve", "Another reviewer decides."),
            ("refuse", "Recommend to refuse", "Another reviewer decides."),
            ask,
        ],
        CaseKind::Join { .. } => vec![("approve", "Approve", "They are let in as staff."), refuse, ask],
        CaseKind::NumberChanged { became } => vec![
            match became {
                Some(_) => (
                    "approve",
                    "It is the same hospital",
                    "Its registration, people and offers go over to the new number at once.",
                ),
                None => (
                    "approve",
                    "It has closed or left",
                    "What is kept stays readable, and nothing more is asked of it.",
                ),
            },
            ("refuse", "Nothing changes", "It goes on under the number it registered."),
            ask,
        ],
        CaseKind::Belonging { .. } | CaseKind::FirstAdministrator { .. } | CaseKind::Application { .. } => {
            vec![approve, refuse, ask]
        }
    };
    offered.iter().enumerate().map(|(n, (value, label, hint))| choice("act", n, value, label, hint)).collect()
}

fn confirmation(file: &CaseFile) -> (&'static str, &'static str) {
    match file.case.kind {
        CaseKind::Belonging { .. }
        | CaseKind::FirstAdministrator { .. }
        | CaseKind::Join { .. }
        | CaseKind::NumberChanged { .. } => (
            "I called the number on file and spoke with the hospital",
            "Needed to approve. The number on file is {phone}; never call one from the form.",
        ),
        CaseKind::Application { .. } => (
            "I have no tie to the applicant",
            "I do not work with or for them, gain nothing from the decision, and am not close to anyone named.",
        ),
        CaseKind::OfferReferral { .. } => ("", ""),
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
