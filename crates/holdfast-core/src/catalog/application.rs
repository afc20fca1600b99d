//! The form an applicant fills in for a program that takes applications: its questions, as data.

use serde::{Deserialize, Serialize};

use crate::facts::FactKind;

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// One line, up to `max_chars` characters.
    Text {
        /// Longest answer.
        max_chars: u16,
    },
    /// Several lines, up to `max_chars` characters.
    LongText {
        /// Longest answer.
        max_chars: u16,
    },
    /// One of a list: key and what a person reads.
    Choice {
        /// Key and words, in order.
        choices: Vec<(String, String)>,
    },
    /// Yes or no.
    YesNo,
    /// A whole number of at most `most`.
    Number {
        /// Largest answer.
        most: u32,
    },
    /// An e-mail address.
    Email,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Unique within the form, never reused.
    pub id: String,
    /// The page it stands on, by the page's title.
    pub page: String,
    /// The question a person reads.
    pub asks: String,
    /// Help below it.
    pub hint: Option<String>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether the form can be sent without it.
    pub required: bool,
    /// The fact its answer states, if it states one.
    pub fact: Option<FactKind>,
}

/// All questions, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationForm {
    /// The questions; pages follow from them in order of first appearance.
    pub questions: Vec<Question>,
}

impl ApplicationForm {
    /// The titles of the pages, in order.
    pub fn pages(&self) -> Vec<&str> {
        let mut pages: Vec<&str> = Vec::new();
        for q in &self.questions {
            if !pages.contains(&q.page.as_str()) {
                pages.push(&q.page);
            }
        }
        pages
    }
}
