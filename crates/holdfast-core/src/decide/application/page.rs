//! The pages of a form, each with its part of an address.

use std::collections::BTreeMap;

use crate::catalog::{ApplicationForm, Question};
use crate::decide::registration::Fields;

/// One page: the questions that name it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPage<'f> {
    /// Its part of an address, like `data-and-ethics`.
    pub slug: String,
    /// Its title.
    pub title: &'f str,
    /// Its questions.
    pub questions: Vec<&'f Question>,
}

impl FormPage<'_> {
    /// Whether every question that must be answered is.
    pub fn is_done(&self, answers: &BTreeMap<String, String>) -> bool {
        self.questions.iter().all(|q| !q.required || answers.contains_key(&q.id))
    }

    /// Whether anything on it is answered.
    pub fn is_begun(&self, answers: &BTreeMap<String, String>) -> bool {
        self.questions.iter().any(|q| answers.contains_key(&q.id))
    }

    /// The fields of the page with what is kept.
    pub fn show(&self, answers: &BTreeMap<String, String>) -> Fields {
        let mut fields = Fields::default();
        for question in &self.questions {
            fields.set(question.id.as_str(), answers.get(&question.id).map_or("", String::as_str));
        }
        fields
    }
}

/// Every page of a form, in order of first appearance.
pub fn pages(form: &ApplicationForm) -> Vec<FormPage<'_>> {
    form.pages()
        .into_iter()
        .map(|title| FormPage {
            slug: slug(title),
            title,
            questions: form.questions.iter().filter(|q| q.page == title).collect(),
        })
        .collect()
}

/// The page with this part of an address.
pub fn page<'f>(form: &'f ApplicationForm, slug: &str) -> Option<FormPage<'f>> {
    pages(form).into_iter().find(|p| p.slug == slug)
}

/// `Data and ethics` as `data-and-ethics`.
pub(super) fn slug(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}
