//! `[[question]]`: the form of a program that serves applicants.
//!
//! A question may state a fact; its kind and choices must then fit that fact. Answers are read elsewhere.

use std::collections::HashSet;

use holdfast_core::catalog::{ApplicationForm, Question, QuestionKind};
use holdfast_core::did_you_mean;
use holdfast_core::facts::{FactKind, FactType};

use crate::row::{Row, Text, shown};

/// Longest answer a form takes.
const MAX_CHARS: u16 = 20_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    LongText,
    Choice,
    YesNo,
    Number,
    Email,
}

const KINDS: &[(&str, Kind)] = &[
    ("text", Kind::Text),
    ("long_text", Kind::LongText),
    ("choice", Kind::Choice),
    ("yes_no", Kind::YesNo),
    ("number", Kind::Number),
    ("email", Kind::Email),
];

/// Reads the questions of a program's file; `None` when it has none.
pub(crate) fn read(file: &Row<'_>) -> Option<ApplicationForm> {
    let rows = file.rows("question", "question");
    if rows.is_empty() {
        return None;
    }
    let mut seen = HashSet::new();
    let mut questions = Vec::new();
    for mut row in rows {
        let id = row.id("id");
        if let Some(id) = &id {
            row.named(id.value);
            if !seen.insert(id.value) {
                row.fault(
                    id.at,
                    format!("two questions of this form have the id `{}`; rename one", id.value),
                );
            }
        }
        questions.extend(question(&row, id.as_ref()));
        row.done();
    }
    Some(ApplicationForm { questions })
}

fn question(row: &Row<'_>, id: Option<&Text<'_>>) -> Option<Question> {
    let (page, asks, hint) = (row.string("page"), row.string("asks"), row.maybe_string("hint"));
    let required = row.bool("required");
    let fact = row.maybe_text("fact").map(|text| fact(row, &text));
    let fact = match fact {
        None => None,
        Some(kind) => Some(kind?),
    };
    let kind = kind(row, fact);
    Some(Question {
        id: id?.value.to_owned(),
        page: page?,
        asks: asks?,
        hint,
        kind: kind?,
        required: required?,
        fact,
    })
}

fn fact(row: &Row<'_>, text: &Text<'_>) -> Option<FactKind> {
    let found = FactKind::from_key(text.value);
    if found.is_none() {
        let hint = did_you_mean::hint(text.value, FactKind::ALL.iter().map(|k| k.key()));
        row.fault(text.at, format!("`{}` is not a fact{hint}", shown(text.value)));
    }
    found
}

fn kind(row: &Row<'_>, fact: Option<FactKind>) -> Option<QuestionKind> {
    let kind = row.one_of("kind", KINDS);
    let read = match kind? {
        Kind::Text => {
            row.number("max_chars", 1..=MAX_CHARS).map(|max_chars| QuestionKind::Text { max_chars })
        }
        Kind::LongText => {
            row.number("max_chars", 1..=MAX_CHARS).map(|max_chars| QuestionKind::LongText { max_chars })
        }
        Kind::Choice => choices(row, fact).map(|choices| QuestionKind::Choice { choices }),
        Kind::YesNo => Some(QuestionKind::YesNo),
        Kind::Number => row.number("most", 1..=u32::MAX).map(|most| QuestionKind::Number { most }),
        Kind::Email => Some(QuestionKind::Email),
    };
    if let Some(fact) = fact {
        let (fits, wanted) = match fact.fact_type() {
            FactType::Bool => (kind == Some(Kind::YesNo), "yes_no"),
            FactType::Int => (kind == Some(Kind::Number), "number"),
            FactType::Word => (kind == Some(Kind::Choice), "choice"),
        };
        if !fits {
            row.fault_at("kind", format!("a question that states `{}` is of kind `{wanted}`", fact.key()));
        }
    }
    read
}

fn choices(row: &Row<'_>, fact: Option<FactKind>) -> Option<Vec<(String, String)>> {
    let pairs = row.pairs("choices");
    if pairs.len() < 2 {
        row.fault_at(
            "choices",
            format!("{} needs two choices or more, like `[[\"key\", \"Words\"], ..]`", row.what()),
        );
        return None;
    }
    let mut seen = HashSet::new();
    for (key, words) in &pairs {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
        if key.value.is_empty() || !key.value.bytes().all(plain) {
            let message = format!("`{}` is no key; use lower-case letters, digits and `_`", shown(key.value));
            row.fault(key.at, message);
        } else if !seen.insert(key.value) {
            row.fault(key.at, format!("two choices have the key `{}`; rename one", shown(key.value)));
        } else if let Some(fact) = fact.filter(|f| !f.may_be(key.value)) {
            let hint = did_you_mean::hint(key.value, fact.words().unwrap_or_default());
            row.fault(key.at, format!("`{}` is not a word of `{}`{hint}", key.value, fact.key()));
        }
        if words.value.trim().is_empty() {
            row.fault(
                words.at,
                format!("choice `{}` has no words; write what people read", shown(key.value)),
            );
        }
    }
    Some(pairs.into_iter().map(|(k, w)| (k.value.to_owned(), w.value.trim().to_owned())).collect())
}
