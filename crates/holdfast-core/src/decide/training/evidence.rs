//! What a hospital's training proves, as evidence beside all other. Somebody who still has time counts as not seen, and never as a yes or a
//! no. No share is told of a group that the table of progress would hide.

use jiff::Timestamp;
use serde::Serialize;

use super::owed::days_after;
use super::{MIN_GROUP, TrainingRules};
use crate::Date;
use crate::catalog::{Catalog, EvidenceKindId, LessonKind, MeasureId, SafeguardId};
use crate::model::{Completion, Coverage, Evidence, EvidenceId, Finding, Learner, utc_day};

/// What evidence of training is collected by.
pub const TRAINING_COLLECTOR: &str = "holdfast training";
/// The kind of evidence it is.
const KIND: &str = "training-records";
/// A lesson done longer ago proves nothing here; and somebody who started longer ago is not new.
const YEAR_DAYS: i32 = 365;
/// New people finish within so many days of their first. Source: the measure's own words.
const NEW_DAYS: i32 = 30;
/// Whoever came on the roster with fewer days than this left of them was not asked in time, which is not their doing.
const TO_FINISH_DAYS: i32 = 14;

/// Why nothing is said of a small group.
const TOO_FEW: &str = "Too few people to tell of: a share of fewer than 8 would tell of each of them.";
const _: () = assert!(MIN_GROUP == 8, "the sentence names the number");

/// A measure that training may speak to, and what it can say of it.
struct Claim {
    safeguard: &'static str,
    measure: &'static str,
    /// How one learner answers it; `None` when that is not known, or the learner is not asked. Without it, why training does not say.
    answers: Result<fn(&Facts<'_>) -> Answer, &'static str>,
    limit: &'static str,
}

/// How one learner answers a measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It is not about this person.
    NotAsked,
    /// It is not known yet.
    Unknown,
    Yes,
    No,
}

/// The safeguards are E4, training, and E7, the incident plan.
const CLAIMS: &[Claim] = &[
    Claim {
        safeguard: "training",
        measure: "training-everyone",
        answers: Ok(finished_this_year),
        limit: "People who are not on the staff roster were not looked at.",
    },
    Claim {
        safeguard: "training",
        measure: "training-new-people",
        answers: Ok(finished_when_new),
        limit: "People whose first day the staff roster does not say were not looked at.",
    },
    Claim {
        safeguard: "training",
        measure: "training-reporting",
        answers: Err("A lesson on reporting does not show that mail is reported and answered."),
        limit: "",
    },
    Claim {
        safeguard: "ir-plan",
        measure: "ir-plan-written",
        answers: Err("Lessons do not show that a plan is written."),
        limit: "",
    },
    Claim {
        safeguard: "ir-plan",
        measure: "ir-plan-on-paper",
        answers: Err("Lessons do not show that the plan is on paper where people work."),
        limit: "",
    },
    Claim {
        safeguard: "ir-plan",
        measure: "ir-plan-who-decides",
        answers: Err("Lessons show what people learnt, not that a named person may decide."),
        limit: "",
    },
];

/// What is known of one learner.
#[derive(Clone, Copy, Debug)]
pub struct TrainingFacts<'a> {
    /// Who.
    pub learner: &'a Learner,
    /// What they did.
    pub done: &'a [Completion],
}

/// What training says of one measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "word", rename_all = "snake_case")]
pub enum TrainingWord {
    /// Evidence.
    Says {
        /// As it is kept.
        evidence: Box<Evidence>,
    },
    /// Nothing yet: nobody's answer is known.
    NotYet {
        /// The measure.
        measure: MeasureId,
    },
    /// Nothing: so few people's answers are known that a share would tell of each. All of so few may be told to be done, nothing else.
    TooFew {
        /// The measure.
        measure: MeasureId,
        /// Why.
        why: &'static str,
    },
    /// Nothing, whatever people did.
    Nothing {
        /// The measure.
        measure: MeasureId,
        /// Why.
        why: &'static str,
        /// What was learnt that bears on the safeguard: how many people did a lesson that helps it within a year, of how many who are asked
        /// for one. It proves nothing; `None` when no lesson helps it, nobody is asked, or so few are that it would tell of each.
        learnt: Option<Coverage>,
    },
}

/// What training says of each measure of the safeguards it bears on, in order. Measures that are not in the catalog are left out.
pub fn training_words(catalog: &Catalog, people: &[TrainingFacts<'_>], now: Timestamp) -> Vec<TrainingWord> {
    let as_of = utc_day(now);
    let rules = TrainingRules::new(&catalog.lessons);
    let listed: Vec<Facts<'_>> = people.iter().filter_map(|p| facts(catalog, &rules, p, as_of)).collect();
    CLAIMS.iter().filter_map(|claim| word(catalog, claim, &listed, now)).collect()
}

/// Evidence of everybody's training together, one piece for each measure that somebody answers.
pub fn prove_training(catalog: &Catalog, people: &[TrainingFacts<'_>], now: Timestamp) -> Vec<Evidence> {
    let evidence = |word| match word {
        TrainingWord::Says { evidence } => Some(*evidence),
        TrainingWord::NotYet { .. } | TrainingWord::TooFew { .. } | TrainingWord::Nothing { .. } => None,
    };
    training_words(catalog, people, now).into_iter().filter_map(evidence).collect()
}

/// A learner who is on the roster and owes lessons, with what matters here of each.
struct Facts<'a> {
    learner: &'a Learner,
    as_of: Date,
    lessons: Vec<LessonFact>,
}

/// A lesson for everyone that is asked of a learner. Labs are for IT staff and prove other things.
struct LessonFact {
    helps: Vec<SafeguardId>,
    since: Date,
    is_late: bool,
    first_on: Option<Date>,
    last_on: Option<Date>,
}

fn facts<'a>(
    catalog: &Catalog,
    rules: &TrainingRules<'_>,
    person: &TrainingFacts<'a>,
    as_of: Date,
) -> Option<Facts<'a>> {
    let lessons = rules.owed(person.learner, person.done, as_of).into_iter().filter_map(|owed| {
        let lesson = catalog.lessons.lesson(&owed.lesson).filter(|l| l.kind == LessonKind::Frontline)?;
        let theirs = person.done.iter().filter(|c| c.learner == person.learner.id && c.lesson == lesson.id);
        Some(LessonFact {
            helps: lesson.helps.clone(),
            since: lesson.since,
            is_late: owed.standing.is_overdue(),
            first_on: theirs.map(|c| c.done_on).filter(|on| *on <= as_of).min(),
            last_on: owed.done_on,
        })
    });
    let lessons: Vec<LessonFact> = lessons.collect();
    (!lessons.is_empty()).then_some(Facts { learner: person.learner, as_of, lessons })
}

/// Every lesson asked was done within the year. Somebody for whom one is not, and who is not late, still has time.
fn finished_this_year(of: &Facts<'_>) -> Answer {
    let is_done = |l: &LessonFact| l.last_on.is_some_and(|on| on > days_after(of.as_of, -YEAR_DAYS));
    let has_not_begun = of.learner.person.started_on.is_some_and(|day| day > of.as_of);
    match () {
        () if has_not_begun => Answer::NotAsked,
        () if of.lessons.iter().all(is_done) => Answer::Yes,
        () if of.lessons.iter().any(|l| !is_done(l) && l.is_late) => Answer::No,
        () => Answer::Unknown,
    }
}

/// Whoever started within the year did every lesson by the thirtieth day. A lesson that came too late for that says nothing of them.
fn finished_when_new(of: &Facts<'_>) -> Answer {
    let Some(started) = of.learner.person.started_on else { return Answer::NotAsked };
    if started > of.as_of || started < days_after(of.as_of, -YEAR_DAYS) {
        return Answer::NotAsked;
    }
    let last_day = days_after(started, NEW_DAYS);
    let is_done = |l: &LessonFact| l.first_on.is_some_and(|on| on <= last_day);
    let last_asked = days_after(last_day, -TO_FINISH_DAYS);
    let could_be_done: Vec<&LessonFact> = of.lessons.iter().filter(|l| l.since <= last_asked).collect();
    match () {
        () if could_be_done.is_empty() => Answer::Unknown,
        () if could_be_done.iter().all(|l| is_done(l)) => Answer::Yes,
        // A pack given later, or a roster that came late, asks for lessons that could not have been done in time.
        () if asked_since(of) > last_asked => Answer::Unknown,
        () if of.as_of <= last_day => Answer::Unknown,
        () => Answer::No,
    }
}

/// Since when the person is asked for all they are asked for now.
fn asked_since(of: &Facts<'_>) -> Date {
    let given = of.learner.packs_since.values().copied().max();
    given.map_or(of.learner.listed_on, |day| day.max(of.learner.listed_on))
}

fn word(catalog: &Catalog, claim: &Claim, people: &[Facts<'_>], now: Timestamp) -> Option<TrainingWord> {
    let safeguard = catalog.safeguard(&SafeguardId::new(claim.safeguard))?;
    let measure = safeguard.measures.iter().find(|m| m.id.as_str() == claim.measure)?.id.clone();
    let answers = match claim.answers {
        Ok(answers) => Answers::of(people.iter().map(answers)),
        Err(why) => {
            return Some(TrainingWord::Nothing { measure, why, learnt: learnt(&safeguard.id, people) });
        }
    };
    if answers.would_tell_of_few() {
        return Some(TrainingWord::TooFew { measure, why: TOO_FEW });
    }
    Some(match evidence(catalog, claim, answers, now) {
        Some(evidence) => TrainingWord::Says { evidence: Box::new(evidence) },
        None => TrainingWord::NotYet { measure },
    })
}

/// How many of those a measure is about answer it in which way.
#[derive(Clone, Copy)]
struct Answers {
    n_yes: usize,
    n_no: usize,
    n_unknown: usize,
}

impl Answers {
    fn of(answers: impl Iterator<Item = Answer>) -> Self {
        let mut of = Self { n_yes: 0, n_no: 0, n_unknown: 0 };
        for answer in answers {
            match answer {
                Answer::NotAsked => {}
                Answer::Unknown => of.n_unknown += 1,
                Answer::Yes => of.n_yes += 1,
                Answer::No => of.n_no += 1,
            }
        }
        of
    }

    fn n_known(self) -> usize {
        self.n_yes + self.n_no
    }

    fn n_asked(self) -> usize {
        self.n_known() + self.n_unknown
    }

    /// Whether few people's answers are known, and not everybody's is yes. Who is late and who still has time come to the same, so that
    /// the word itself tells nobody which of the two it is.
    fn would_tell_of_few(self) -> bool {
        let nobody_of_many = self.n_known() == 0 && self.n_asked() >= MIN_GROUP;
        self.n_known() < MIN_GROUP && self.n_yes < self.n_asked() && !nobody_of_many
    }
}

fn evidence(catalog: &Catalog, claim: &Claim, answers: Answers, now: Timestamp) -> Option<Evidence> {
    let n_known = small(answers.n_known());
    let found = Coverage::new(small(answers.n_yes), n_known).ok()?;
    let seen = Coverage::new(n_known, small(answers.n_asked())).ok();
    let kind = catalog.evidence_kind(&EvidenceKindId::new(KIND))?;
    let measure = catalog.measure(&MeasureId::new(claim.measure))?;
    let note = match answers.n_unknown {
        0 => String::new(),
        1 => "1 person who still has time, or was asked too late, is counted as not seen.".to_owned(),
        n => format!("{n} people who still have time, or were asked too late, are counted as not seen."),
    };
    // Nobody is named: a hospital's own lists do that, and evidence travels further.
    measure.proven_by.contains(&kind.id).then(|| Evidence {
        id: EvidenceId(0),
        measure: measure.id.clone(),
        kind: kind.id.clone(),
        method: kind.method,
        collector: TRAINING_COLLECTOR.to_owned(),
        subject: "The people on the hospital's staff roster".to_owned(),
        observed_at: now,
        received_at: now,
        digest: None,
        finding: Finding::of(found),
        seen,
        outliers: Vec::new(),
        limits: Some(claim.limit).filter(|l| !l.is_empty()).map(str::to_owned).into_iter().collect(),
        note,
    })
}

/// How many people did each lesson asked of them that helps a safeguard within the year, of those asked for one.
fn learnt(safeguard: &SafeguardId, people: &[Facts<'_>]) -> Option<Coverage> {
    let (mut n, mut of) = (0, 0);
    for p in people {
        let mut theirs = p.lessons.iter().filter(|l| l.helps.contains(safeguard)).peekable();
        if theirs.peek().is_none() {
            continue;
        }
        of += 1;
        n += usize::from(theirs.all(|l| l.last_on.is_some_and(|on| on > days_after(p.as_of, -YEAR_DAYS))));
    }
    let tells_of_few = of < MIN_GROUP && n < of;
    Coverage::new(small(n), small(of)).ok().filter(|_| !tells_of_few)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
