//! What is at stake for care when a hospital is down, as a small value that plans and papers carry along.
//!
//! It reckons nothing and puts no price on anything: it is an [`Impact`] without its lists.

use serde::{Deserialize, Serialize};

use super::doubt::Doubt;
use super::impact::Impact;
use super::range::Count;
use super::words::{people_in_words, sentence};

/// Who loses care while a hospital is down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtStake {
    /// For how many days it is taken to be down.
    pub days: u16,
    /// People who lose their nearest emergency department; `None` when not known.
    pub people: Option<Count>,
    /// People who are then farther than 30 minutes from one and were not before; `None` when not known.
    pub beyond_30: Option<Count>,
    /// Whether there are more whom nobody can count.
    pub is_at_least: bool,
    /// All of it in a plain sentence or two.
    pub says: String,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
    /// The files the figures are from, in words.
    pub sources: Vec<String>,
}

impl AtStake {
    /// Of what it does when the hospital is down, and the files that is from.
    pub fn of(impact: &Impact, sources: &[String]) -> Self {
        Self {
            days: impact.days,
            people: impact.people,
            // Where nobody can be counted, nobody can be counted beyond a time either.
            beyond_30: impact.people.map(|_| impact.beyond_30()),
            is_at_least: impact.is_at_least,
            says: sentence(impact),
            not_known: impact.doubts.iter().map(Doubt::sentence).collect(),
            sources: sources.to_vec(),
        }
    }

    /// What a shut emergency department does, without days: "at least 4,210 people (3,900 to 4,500) lose their nearest one, and ...".
    pub fn if_it_shuts(&self) -> String {
        let (Some(people), Some(beyond)) = (self.people, self.beyond_30) else {
            return "how many people lose their nearest one is not known".to_owned();
        };
        if people.is_nobody() {
            return "nobody on file loses their nearest one".to_owned();
        }
        let one_or_many = |count: &Count, one, many| if count.mid == 1 { one } else { many };
        let is_or_are = if beyond.is_nobody() { "is" } else { one_or_many(&beyond, "is", "are") };
        format!(
            "{}{} {} their nearest one, and {} {is_or_are} then farther than 30 minutes from one",
            if self.is_at_least { "at least " } else { "" },
            people_in_words(&people),
            one_or_many(&people, "loses", "lose"),
            people_in_words(&beyond),
        )
    }
}
