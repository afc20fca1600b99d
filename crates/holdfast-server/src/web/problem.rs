//! What is wrong with a form, field by field, for the summary at its top and the line at each field.

use holdfast_core::model::{EmailAddress, MOST_NAME, NameFault, person_name};
/// One field that cannot stand as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's name, which is its id too.
    pub field: &'static str,
    /// What to do about it, as a sentence.
    pub text: String,
}

/// Everything wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// One thing wrong.
    pub fn one(field: &'static str, text: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(field, text);
        problems
    }

    /// Adds a thing wrong.
    pub fn add(&mut self, field: &'static str, text: impl Into<String>) {
        self.0.push(Problem { field, text: text.into() });
    }

    /// What is wrong with a field; empty when nothing is.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|p| p.field == field).map_or("", |p| p.text.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For the summary.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Reads an e-mail address, or adds what is wrong with it.
    pub fn email(&mut self, field: &'static str, text: &str) -> Option<EmailAddress> {
        let parsed = EmailAddress::parse(text).ok();
        if parsed.is_none() {
            self.add(field, "Write an e-mail address, like name@hospital.org");
        }
        parsed
    }

    /// Reads a person's name, or adds what is wrong with it.
    pub fn person_name(&mut self, field: &'static str, text: &str) -> Option<String> {
        let fault = match person_name(text) {
            Ok(name) => return Some(name),
            Err(NameFault::Empty) => "Write your name".to_owned(),
            Err(NameFault::TooLong) => format!("Write a name of up to {MOST_NAME} characters"),
            Err(NameFault::NotPlain) => "Write the name as plain text".to_owned(),
        };
        self.add(field, fault);
        None
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
