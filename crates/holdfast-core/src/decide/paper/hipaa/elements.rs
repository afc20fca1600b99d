//! The nine elements, in our own words: for each, what stands in this paper and what only the hospital can add.

use serde::{Deserialize, Serialize};

use super::super::Given;
use super::register::RegisterRow;
use crate::model::day_in_words;

/// One element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Its number, from 1.
    pub n: u8,
    /// What it asks, in a few words.
    pub asks: String,
    /// What stands here.
    pub here: String,
    /// What the hospital must still add.
    pub add: String,
}

pub(super) fn elements(given: &Given<'_>, register: &[RegisterRow]) -> Vec<Element> {
    let n_assets = given.catalog.assets.len();
    let n_threats = given.catalog.scenarios.len();
    let n_evidence = given.record.evidence.iter().filter(|e| e.received_at <= given.posture.as_of).count();
    let n_answers = given.record.answers.iter().filter(|a| a.at <= given.posture.as_of).count();
    let day = day_in_words(super::super::proof::day(given.posture.as_of));
    let planned = match given.plan {
        Some(plan) => format!("{} steps with days are planned", plan.quarter.len() + plan.year.len()),
        None => "no plan has been drafted".to_owned(),
    };
    let rows = [
        (
            "Scope: all electronic patient data, on any medium, vendors included",
            format!("{n_assets} kinds of systems that a hospital like this commonly has."),
            "Your own list of systems and vendors, held against these kinds: what is missing here, and what you do not have.",
        ),
        (
            "Where the data is created, received, kept and sent",
            "For each kind, where its data commonly comes from and goes.".to_owned(),
            "The same for each of your own systems, by name, with who told you so and when.",
        ),
        (
            "Threats and vulnerabilities",
            format!(
                "{} rows: a kind of system, a threat to it, and the weaknesses found, from {n_threats} scenarios.",
                register.len()
            ),
            "Threats of your own place: flood, fire, wildfire, storms, long power failures, construction. They are not in these scenarios.",
        ),
        (
            "Measures that are in place now",
            format!(
                "What is proven, from {n_evidence} pieces of evidence and {n_answers} answers known on {day}."
            ),
            "Measures that no evidence here can see: doors, locks, cameras, sanctions, disposal of paper.",
        ),
        (
            "How likely each threat is",
            "A level for each row, with its reason.".to_owned(),
            "Whether you agree. Where you do not, write the level you take and why.",
        ),
        (
            "How bad it would be",
            "A level for each row, with its reason.".to_owned(),
            "What it would do to your patients: the nearest other hospital, what you cannot divert, who would be harmed first.",
        ),
        (
            "The level of risk",
            "Likelihood and impact together, worst first.".to_owned(),
            "Which risks you take, with who decided and why.",
        ),
        (
            "Written down",
            format!("This paper, with the catalog and the record it was made from; {planned}."),
            "The people who took part and who reviewed it. Keep it six years (45 CFR 164.316(b)(2)(i)).",
        ),
        (
            "Looked at again, and kept up to date",
            format!("It speaks of {day}. It can be made again for any day."),
            "When you will look again, and after which changes: a new system, an incident, a move, a new vendor.",
        ),
    ];
    (1..)
        .zip(rows)
        .map(|(n, (asks, here, add))| Element { n, asks: asks.to_owned(), here, add: add.to_owned() })
        .collect()
}
