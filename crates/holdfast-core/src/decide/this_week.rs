//! The three things a hospital should do this week, each with its minutes and the reason it is there.
//!
//! It ranks and never remembers: done things fall away because the facts, claims and tasks handed in have changed.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::cliff::{About, Cliff, Lead};
use super::eligibility::Because;
use super::plan::{NextUp, Up};
use super::standing::{Outcome, Standing};
use super::value::{self, Worth};
use crate::catalog::{Catalog, Group, MeasureId, Offer, OfferId, StepId};
use crate::facts::{FactKind, Facts};
use crate::model::{CaseId, Severity, Task, day_in_words};

/// How many things a week holds.
pub const N_THINGS: usize = 3;

/// Of these, how many may be security cases: something else is left to do besides.
const MOST_CASES: usize = 2;

/// A reviewer's question that waits for the hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The case it stands in.
    pub case: CaseId,
    /// The question.
    pub asks: String,
}

/// A security case that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCase {
    /// Its number at the hospital.
    pub number: u32,
    /// What it is a sign of, and where.
    pub title: String,
    /// Whether a machine that care depends on is among its computers.
    pub touches_care: bool,
    /// Whether somebody looks at it.
    pub is_looked_at: bool,
    /// How grave it is.
    pub severity: Severity,
}

/// What the week is chosen from.
#[derive(Clone, Copy, Debug)]
pub struct Week<'a> {
    /// The program content.
    pub catalog: &'a Catalog,
    /// What is known about the hospital.
    pub facts: &'a Facts,
    /// Where it stands with every offer.
    pub standings: &'a [Standing],
    /// Its dated ends.
    pub cliffs: &'a [Cliff],
    /// Its tasks that are not done.
    pub open_tasks: &'a [Task],
    /// Questions of reviewers it has not answered.
    pub questions: &'a [OpenQuestion],
    /// Offers a reviewer is looking at already.
    pub under_review: &'a [OfferId],
    /// Its open security cases, most pressing first.
    pub cases: &'a [OpenCase],
    /// What is up of its plan and its open gates, most pressing first.
    pub plan: &'a [NextUp],
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Do {
    /// Answer a reviewer.
    Answer {
        /// In which case.
        case: CaseId,
    },
    /// Do a first task.
    Task {
        /// Which.
        task: Task,
    },
    /// Say what only the hospital knows.
    StateFact {
        /// Which fact.
        fact: FactKind,
        /// An offer it would settle, to say it there.
        offer: OfferId,
    },
    /// Read and accept an offer.
    Accept {
        /// Which.
        offer: OfferId,
    },
    /// Get ready for a dated end.
    Prepare {
        /// Which.
        cliff: About,
    },
    /// Ask a reviewer to look at an offer.
    AskReviewer {
        /// Which.
        offer: OfferId,
    },
    /// Work on a security case.
    WorkOnCase {
        /// Its number.
        number: u32,
    },
    /// See what keeps a gate open.
    SeeGate {
        /// Its measure.
        measure: MeasureId,
    },
    /// Do a step of the plan.
    PlanStep {
        /// Which.
        step: StepId,
    },
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// What.
    #[serde(flatten)]
    pub what: Do,
    /// A verb first.
    pub title: String,
    /// Minutes it takes.
    pub minutes: u16,
    /// Why it is among the three.
    pub why: String,
}

impl Thing {
    /// The same thing for someone who may not do it themselves: whom to ask, and the reason unchanged.
    ///
    /// Accepting takes an administrator; all else takes an administrator or the people who run the computers.
    #[must_use]
    pub fn for_reader(self, may_accept: bool, may_edit: bool) -> Self {
        let (may, whom) = match self.what {
            Do::Accept { .. } => (may_accept, "Ask your administrator"),
            Do::Prepare { .. } | Do::SeeGate { .. } => (true, ""),
            _ => (may_edit, "Ask your administrator or IT"),
        };
        if may {
            return self;
        }
        let title = match self.title.strip_prefix(READ_AND_ACCEPT) {
            Some(offer) => format!("{whom} to accept: {offer}"),
            None => format!("{whom}: {}", self.title),
        };
        Self { title, ..self }
    }
}

const READ_AND_ACCEPT: &str = "Read and accept: ";

/// The sorts of things, most pressing first. One of each is taken before a second of any, save for what blocks all else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    SecurityCase,
    Question,
    StopNow,
    EndsSoon,
    OpensTheDoor,
    Fact,
    Offer,
    EndsInAWhile,
    PlanStep,
    Task,
    Review,
}

/// At most [`N_THINGS`] things, most pressing first; the same input gives the same list.
pub fn this_week(week: &Week<'_>) -> Vec<Thing> {
    let mut all: Vec<(Sort, Thing)> = Vec::new();
    all.extend(week.cases.iter().take(MOST_CASES).map(|c| (Sort::SecurityCase, open_case(c))));
    all.extend(week.questions.iter().map(|q| (Sort::Question, answer(q))));
    all.extend(week.plan.iter().map(of_plan));
    for cliff in week.cliffs {
        let sort = match cliff.lead {
            Lead::Within30 => Sort::EndsSoon,
            Lead::Within90 => Sort::EndsInAWhile,
            Lead::Past | Lead::Within180 | Lead::Later => continue,
        };
        all.push((sort, ahead_of(week, cliff)));
    }
    for task in Task::ALL.iter().filter(|t| week.open_tasks.contains(t)) {
        all.push((if opens_the_door(*task) { Sort::OpensTheDoor } else { Sort::Task }, first_task(*task)));
    }
    all.extend(missing_facts(week).into_iter().map(|t| (Sort::Fact, t)));
    all.extend(offers_to_accept(week).into_iter().map(|t| (Sort::Offer, t)));
    all.extend(offers_to_review(week).map(|t| (Sort::Review, t)));
    all.sort_by_key(|(sort, _)| *sort);
    choose(all)
}

fn choose(all: Vec<(Sort, Thing)>) -> Vec<Thing> {
    let mut seen: Vec<Sort> = Vec::new();
    let mut chosen: Vec<(Sort, Thing)> = Vec::new();
    let mut later: Vec<(Sort, Thing)> = Vec::new();
    for (sort, thing) in all {
        if chosen.iter().chain(&later).any(|(_, t)| t.what == thing.what) {
            continue;
        }
        let is_urgent = matches!(sort, Sort::SecurityCase | Sort::OpensTheDoor | Sort::Question);
        if seen.contains(&sort) && !is_urgent {
            later.push((sort, thing));
        } else {
            seen.push(sort);
            chosen.push((sort, thing));
        }
    }
    chosen.truncate(N_THINGS);
    let n_missing = N_THINGS - chosen.len();
    chosen.extend(later.into_iter().take(n_missing));
    chosen.sort_by_key(|(sort, _)| *sort);
    chosen.into_iter().map(|(_, thing)| thing).collect()
}

/// An open gate can lose the hospital, so it comes before what only costs money.
fn of_plan(next: &NextUp) -> (Sort, Thing) {
    let (sort, what) = match &next.up {
        Up::OpenGate { measure } => (Sort::StopNow, Do::SeeGate { measure: measure.clone() }),
        Up::StopNow { step } => (Sort::StopNow, Do::PlanStep { step: step.clone() }),
        Up::Due { step } => (Sort::PlanStep, Do::PlanStep { step: step.clone() }),
    };
    (sort, Thing { what, title: next.title.clone(), minutes: next.minutes, why: next.why.clone() })
}

/// Nothing can be accepted before these are done.
fn opens_the_door(task: Task) -> bool {
    matches!(task, Task::ProveBelonging | Task::NameAdministrator)
}

/// Nothing costs a hospital more than an attack nobody looks at, so an open case stands first.
fn open_case(case: &OpenCase) -> Thing {
    let verb = if case.is_looked_at { "Go on with" } else { "Look at" };
    let care = if case.touches_care { "Care depends on a machine in it. " } else { "" };
    let looks = if case.is_looked_at { "It is open." } else { "Nobody has looked at it yet." };
    Thing {
        what: Do::WorkOnCase { number: case.number },
        title: format!("{verb} case {}: {}", case.number, case.title),
        minutes: 15,
        why: format!("{care}{looks} {}.", case.severity.look()),
    }
}

fn answer(question: &OpenQuestion) -> Thing {
    Thing {
        what: Do::Answer { case: question.case },
        title: "Answer the reviewer's question".to_owned(),
        minutes: 5,
        why: format!("A reviewer waits for it: {}", question.asks),
    }
}

fn first_task(task: Task) -> Thing {
    Thing {
        what: Do::Task { task },
        title: task.title().to_owned(),
        minutes: task.minutes(),
        why: task.why().to_owned(),
    }
}

/// A dated end the hospital can still meet by accepting is shown as that.
fn ahead_of(week: &Week<'_>, cliff: &Cliff) -> Thing {
    let acceptable = cliff.about.offer().and_then(|id| {
        week.standings.iter().find(|s| s.offer == *id && s.may_accept.is_ok())?;
        week.catalog.offer(id.as_str()).map(|(_, offer)| offer)
    });
    let when = format!("{} ({})", day_in_words(cliff.on), cliff.days_in_words());
    match acceptable {
        Some(offer) => Thing { why: format!("Its last day is {when}."), ..accept(offer) },
        None => Thing {
            what: Do::Prepare { cliff: cliff.about.clone() },
            title: format!("Get ready: {}", cliff.title),
            minutes: 30,
            why: format!("The last day is {when}. {}", cliff.action),
        },
    }
}

/// The facts only the hospital can give, the one that settles most first.
fn missing_facts(week: &Week<'_>) -> Vec<Thing> {
    let mut asked: Vec<(FactKind, usize, &Offer)> = Vec::new();
    for (offer, standing) in own_offers(week) {
        let Outcome::Refer { because: Because::Missing(fact), .. } = standing.outcome else { continue };
        note(&mut asked, fact, offer);
    }
    for (offer, _) in own_offers(week).filter(|(_, s)| s.outcome.is_yes()) {
        if let Worth::NeedsFact { fact, .. } = value::of_offer(offer, week.facts) {
            note(&mut asked, fact, offer);
        }
    }
    asked.sort_by_key(|(fact, n, _)| (Reverse(*n), *fact));
    asked
        .into_iter()
        .map(|(fact, n, offer)| Thing {
            what: Do::StateFact { fact, offer: offer.id.clone() },
            title: format!("Tell us {}", fact.label()),
            minutes: 3,
            why: match n {
                1 => format!("It would settle one offer: {}.", offer.name),
                n => format!("It would settle {n} offers."),
            },
        })
        .collect()
}

fn note<'o>(asked: &mut Vec<(FactKind, usize, &'o Offer)>, fact: FactKind, offer: &'o Offer) {
    if !fact.hospital_may_say() {
        return;
    }
    match asked.iter_mut().find(|(f, _, _)| *f == fact) {
        Some((_, n, _)) => *n += 1,
        None => asked.push((fact, 1, offer)),
    }
}

/// Offers that can be accepted now: the largest yearly value first, then what is free, then what is quickest.
fn offers_to_accept(week: &Week<'_>) -> Vec<Thing> {
    let mut open: Vec<(&Offer, u64)> = own_offers(week)
        .filter(|(_, s)| s.may_accept.is_ok())
        .map(|(offer, _)| (offer, value::of_offer(offer, week.facts).yearly().map_or(0, |y| y.low.0)))
        .collect();
    open.sort_by_key(|(offer, low)| {
        (Reverse(*low), !offer.cost.free, offer.minutes_to_start.unwrap_or(u16::MAX))
    });
    open.into_iter()
        .map(|(offer, low)| match value::of_offer(offer, week.facts).yearly() {
            Some(yearly) if low > 0 => {
                Thing { why: format!("It is worth {yearly} a year to the hospital."), ..accept(offer) }
            }
            _ => Thing { why: offer.cost.says.clone(), ..accept(offer) },
        })
        .collect()
}

fn accept(offer: &Offer) -> Thing {
    Thing {
        what: Do::Accept { offer: offer.id.clone() },
        title: format!("{READ_AND_ACCEPT}{}", offer.name),
        minutes: offer.minutes_to_start.unwrap_or(15),
        why: String::new(),
    }
}

fn offers_to_review<'w>(week: &'w Week<'_>) -> impl Iterator<Item = Thing> + use<'w> {
    own_offers(week)
        .filter(|(offer, s)| {
            let for_a_person = match s.outcome {
                Outcome::Refer { because: Because::Missing(fact), .. } => !fact.hospital_may_say(),
                Outcome::Refer { .. } => true,
                _ => false,
            };
            for_a_person && !week.under_review.contains(&offer.id)
        })
        .map(|(offer, standing)| Thing {
            what: Do::AskReviewer { offer: offer.id.clone() },
            title: format!("Ask a reviewer about: {}", offer.name),
            minutes: 2,
            why: standing.sentence.clone(),
        })
}

/// Offers claimed here, with where the hospital stands; those a hospital applies for elsewhere or by form are left out.
fn own_offers<'w>(week: &'w Week<'_>) -> impl Iterator<Item = (&'w Offer, &'w Standing)> + use<'w> {
    let of_hospitals = week.catalog.programs.iter().filter(|p| p.serves == crate::catalog::Serves::Hospitals);
    of_hospitals.flat_map(|p| &p.offers).filter(|o| o.group == Group::Program).filter_map(|offer| {
        week.standings
            .iter()
            .find(|s| s.offer == offer.id && !s.is_under_way())
            .map(|standing| (offer, standing))
    })
}

#[cfg(test)]
mod tests;
