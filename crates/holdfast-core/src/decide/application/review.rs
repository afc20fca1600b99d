//! The answers read back before sending, and what is still missing.

use std::collections::BTreeMap;

use super::answer::read;
use super::page::slug;
use crate::catalog::{ApplicationForm, Question, QuestionKind};
use crate::decide::directory::Directory;
use crate::facts::FactKind;
use crate::model::{EmailAddress, grouped};

/// In any form, the question with this id asks for the applicant's name.
pub(super) const NAME: &str = "organization-name";

/// One line of the page that reads the answers back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// The page where it can be changed.
    pub slug: String,
    /// That page's title.
    pub page: String,
    /// The question.
    pub asks: String,
    /// What was said, in words; `None` when nothing was.
    pub said: Option<String>,
}

/// Something that must be mended before the application can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The page.
    pub slug: String,
    /// The question's id.
    pub field: String,
    /// What to do, as a sentence.
    pub text: String,
}

/// Every question with its answer in words, in order.
pub fn review(form: &ApplicationForm, answers: &BTreeMap<String, String>) -> Vec<ReviewRow> {
    let row = |q: &Question| ReviewRow {
        slug: slug(&q.page),
        page: q.page.clone(),
        asks: q.asks.clone(),
        said: answers.get(&q.id).map(|a| in_words(q, a)),
    };
    form.questions.iter().map(row).collect()
}

/// What keeps the application from being sent, in order: questions without an answer, and answers that do not fit the
/// form any more because it has changed since.
pub fn problems(
    form: &ApplicationForm,
    answers: &BTreeMap<String, String>,
    directory: &Directory,
) -> Vec<Missing> {
    let problem = |q: &Question| {
        let typed = answers.get(&q.id).map_or("", String::as_str);
        let text = read(q, typed, directory).err()?;
        Some(Missing { slug: slug(&q.page), field: q.id.clone(), text })
    };
    form.questions.iter().filter_map(problem).collect()
}

/// The address letters about the application go to: the answer to the first question that asks for one.
pub fn contact(form: &ApplicationForm, answers: &BTreeMap<String, String>) -> Option<EmailAddress> {
    let question = form.questions.iter().find(|q| q.kind == QuestionKind::Email)?;
    EmailAddress::parse(answers.get(&question.id)?).ok()
}

/// The applicant's name, once it is given.
pub fn name(answers: &BTreeMap<String, String>) -> Option<&str> {
    answers.get(NAME).map(String::as_str)
}

/// The answer that states a fact, in words.
pub fn said(form: &ApplicationForm, answers: &BTreeMap<String, String>, fact: FactKind) -> Option<String> {
    let question = form.questions.iter().find(|q| q.fact == Some(fact))?;
    answers.get(&question.id).map(|a| in_words(question, a))
}

/// An answer as people read it.
pub(super) fn in_words(question: &Question, answer: &str) -> String {
    match &question.kind {
        QuestionKind::Choice { choices } => {
            choices.iter().find(|(key, _)| key == answer).map_or(answer, |(_, words)| words).to_owned()
        }
        QuestionKind::YesNo => match answer {
            "yes" => "Yes".to_owned(),
            "no" => "No".to_owned(),
            other => other.to_owned(),
        },
        QuestionKind::Number { .. } => answer.parse::<u64>().map_or_else(|_| answer.to_owned(), grouped),
        QuestionKind::Text { .. } | QuestionKind::LongText { .. } | QuestionKind::Email => answer.to_owned(),
    }
}
