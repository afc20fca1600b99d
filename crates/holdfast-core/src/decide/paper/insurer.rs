//! The insurer's answer sheet: by topic, each answer as the record has it, and a mark on every one that evidence contradicts or
//! does not prove, before an executive signs.
//!
//! It fills in no insurer's own form and answers nothing that is not in the record.

use serde::{Deserialize, Serialize};

use super::{Foot, Given, Standing, proof};
use crate::Date;
use crate::catalog::{MeasureId, Method};
use crate::decide::posture::{MeasurePosture, State};
use crate::model::{Finding, day_in_words};

/// The list of topics in the catalog.
const LIST: &str = "insurer";

/// What to do with an answer before signing. Worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Evidence contradicts it: do not sign it.
    Contradicted,
    /// Nothing is known: find out.
    Unknown,
    /// It rests on a person's word.
    NotProven,
    /// Fresh evidence shows it, whatever it says.
    Proven,
}

impl Mark {
    /// In words, as marked on the sheet.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contradicted => "STOP: evidence contradicts",
            Self::Unknown => "Find out first",
            Self::NotProven => "Only said",
            Self::Proven => "Proven",
        }
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAnswer {
    /// The measure it is about.
    pub measure: MeasureId,
    /// Its goal, by code.
    pub code: String,
    /// What is asked, as a statement that is so or is not.
    pub asks: String,
    /// The answer the record bears out.
    pub answer: String,
    /// What a person said, where that is more than evidence shows.
    pub claimed: Option<String>,
    /// What to do before signing.
    pub mark: Mark,
    /// Why.
    pub why: String,
    /// The day it was last seen to be so; `None` when it was not.
    pub seen_on: Option<Date>,
    /// The day proof runs out.
    pub good_until: Option<Date>,
    /// Whether an exception leaves it out of the count. That changes no answer.
    pub has_exception: bool,
}

/// One topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its id on the list.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The worst mark of its answers; `None` when no measure speaks of it.
    pub worst: Option<Mark>,
    /// Its answers.
    pub answers: Vec<SheetAnswer>,
}

/// The answer sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsurerSheet {
    /// What it was made from.
    pub foot: Foot,
    /// The topics, in the order of the list.
    pub topics: Vec<Topic>,
    /// Answers that evidence contradicts. A measure asked for under two topics counts once, here and below.
    pub n_contradicted: usize,
    /// Answers nobody knows.
    pub n_unknown: usize,
    /// Answers that rest on a person's word.
    pub n_unproven: usize,
    /// Answers that fresh evidence shows.
    pub n_proven: usize,
    /// Whether someone has checked the list of topics at its source.
    pub is_verified: bool,
}

/// Makes the answer sheet.
pub fn sheet(given: &Given<'_>) -> InsurerSheet {
    let catalog = given.catalog;
    let list = catalog.frameworks.iter().find(|f| f.id.as_str() == LIST);
    let answers_of = |topic: &str| -> Vec<SheetAnswer> {
        let speaks = |s: &&crate::catalog::Safeguard| {
            s.maps_to
                .iter()
                .any(|m| m.framework.as_str() == LIST && m.requirements.iter().any(|r| r == topic))
        };
        let safeguards = catalog.safeguards.iter().filter(speaks);
        safeguards
            .flat_map(|s| s.measures.iter().map(move |m| (s, m)))
            .filter_map(|(s, measure)| {
                let m = given.posture.measures.iter().find(|m| m.measure == measure.id)?;
                Some(answer(&s.code, measure, m))
            })
            .collect()
    };
    let topics: Vec<Topic> = list
        .into_iter()
        .flat_map(|l| &l.requirements)
        .map(|r| {
            let answers = answers_of(&r.id);
            Topic {
                id: r.id.clone(),
                title: r.title.clone().unwrap_or_else(|| r.id.clone()),
                worst: answers.iter().map(|a| a.mark).min(),
                answers,
            }
        })
        .collect();
    let mut marks: Vec<(&MeasureId, Mark)> =
        topics.iter().flat_map(|t| &t.answers).map(|a| (&a.measure, a.mark)).collect();
    marks.sort_unstable();
    marks.dedup();
    let count = |mark: Mark| marks.iter().filter(|(_, m)| *m == mark).count();
    InsurerSheet {
        foot: given.foot(),
        n_contradicted: count(Mark::Contradicted),
        n_unknown: count(Mark::Unknown),
        n_unproven: count(Mark::NotProven),
        n_proven: count(Mark::Proven),
        is_verified: list.is_some_and(|l| l.provenance.verified_on.is_some()),
        topics,
    }
}

fn answer(code: &str, measure: &crate::catalog::Measure, m: &MeasurePosture) -> SheetAnswer {
    let standing = Standing::of(m.state);
    let mark = match m.state {
        State::Contradicted { .. } => Mark::Contradicted,
        State::Unknown | State::Stale => Mark::Unknown,
        State::Attested => Mark::NotProven,
        State::Partly { is_proven, .. } | State::NotMet { is_proven } => {
            if is_proven {
                Mark::Proven
            } else {
                Mark::NotProven
            }
        }
        State::Verified => Mark::Proven,
    };
    let of_what = measure.counts.as_deref().map(|c| format!(" {c}")).unwrap_or_default();
    let said = |finding: Finding| match finding {
        Finding::Met => "Yes".to_owned(),
        Finding::Partly(c) => format!("In part: {c}{of_what}"),
        Finding::NotMet => "No".to_owned(),
    };
    let answer = match standing {
        Standing::Unknown => "Not known".to_owned(),
        Standing::TooOld => "Not known any more".to_owned(),
        Standing::Contradicted => {
            let lowest = m.voices.iter().filter(|v| !v.is_stale).map(|v| v.observed).reduce(Finding::lower);
            format!("Do not answer yet. Evidence allows: {}", said(lowest.unwrap_or(Finding::NotMet)))
        }
        _ => said(m.counts),
    };
    let person = m.voices.iter().find(|v| v.method == Method::Interview && !v.is_stale);
    let claimed = person.filter(|_| mark == Mark::Contradicted).map(|v| {
        let on = day_in_words(proof::day(v.observed_at));
        format!("{} said on {on}: {}", v.said_by.join(", "), said(v.finding))
    });
    let proven = m.voices.iter().find(|v| v.method > Method::Interview && !v.is_stale);
    SheetAnswer {
        measure: measure.id.clone(),
        code: code.to_owned(),
        asks: measure.says.clone(),
        answer,
        claimed,
        mark,
        why: proof::brief(measure, m),
        seen_on: proven.map(|v| proof::day(v.observed_at)),
        good_until: proven.map(|v| proof::day(v.fresh_until)),
        has_exception: m.exception.is_some(),
    }
}
