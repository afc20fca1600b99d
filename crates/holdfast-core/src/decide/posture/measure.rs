//! One measure: what tests, examinations and people say is weighed, and comes to a state with its reason.
//!
//! Tests weigh more than examinations and those more than words, yet none silently beats another: where they contradict,
//! the state says so.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Record;
use super::voice::{self, ANSWER_FRESH_DAYS, Voice, after};
use crate::Date;
use crate::catalog::{Catalog, Knows, Measure, MeasureId, Method, Safeguard, SafeguardId};
use crate::model::{
    Answer, Coverage, Evidence, EvidenceId, Exception, ExceptionKind, Exit, Finding, Outlier, Reply,
    Resolution, utc_day,
};

/// After so many days a contradiction nobody has answered counts as not met.
const CONTRADICTION_DAYS: u16 = 30;

/// So many days from when a contradiction began may fixing it take.
pub const FIXING_DAYS: u16 = 90;

/// What a measure has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is so, and fresh evidence proves it.
    Verified,
    /// It is so by a person's word.
    Attested,
    /// It is so for some.
    Partly {
        /// For how many.
        coverage: Coverage,
        /// Whether fresh evidence counted them, or a person did.
        is_proven: bool,
    },
    /// It is not so.
    NotMet {
        /// Whether fresh evidence shows it, or a person said so.
        is_proven: bool,
    },
    /// Fresh evidence and someone's word, or two methods, cannot both be right.
    Contradicted {
        /// Since when both were known.
        since: Timestamp,
        /// Whether that is too long, so that it counts as not met.
        is_overdue: bool,
    },
    /// There was evidence; it is too old, and nobody vouches.
    Stale,
    /// Nothing is known.
    Unknown,
}

impl State {
    /// The key used in files and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Attested => "attested",
            Self::Partly { .. } => "partly",
            Self::NotMet { .. } => "not_met",
            Self::Contradicted { .. } => "contradicted",
            Self::Stale => "stale",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it counts as met.
    pub fn is_met(self) -> bool {
        matches!(self, Self::Verified | Self::Attested)
    }
}

/// One measure at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasurePosture {
    /// Which.
    pub measure: MeasureId,
    /// Of which safeguard.
    pub safeguard: SafeguardId,
    /// What it has come to, whatever exceptions say.
    pub state: State,
    /// What counts of it: all, a share or none. Contradicted ones count the lower until they are overdue.
    pub counts: Finding,
    /// How much it weighs within its safeguard.
    pub weight: u8,
    /// The exception that leaves it out of the count, when one holds.
    pub exception: Option<Exception>,
    /// What each method says, strongest first. Stale ones are kept to be shown.
    pub voices: Vec<Voice>,
    /// Evidence that somebody set aside, with the reason.
    pub set_aside: Vec<Resolution>,
    /// Who was named as the one who knows.
    pub ask: Option<Knows>,
    /// The day it will change by itself if nothing comes in.
    pub changes_on: Option<Date>,
    /// Why, in a sentence.
    pub why: String,
}

impl MeasurePosture {
    /// What fresh evidence names that it is not so for, by each voice those of more rights first, and each name once.
    pub fn named(&self) -> Vec<Outlier> {
        let mut all: Vec<Outlier> = Vec::new();
        for outlier in self.voices.iter().filter(|v| !v.is_stale).flat_map(|v| &v.outliers) {
            if !all.contains(outlier) {
                all.push(outlier.clone());
            }
        }
        all
    }
}

/// The record, by measure.
pub(super) struct Index<'r> {
    evidence: BTreeMap<&'r MeasureId, Vec<&'r Evidence>>,
    answers: BTreeMap<&'r MeasureId, Vec<&'r Answer>>,
    exceptions: BTreeMap<&'r MeasureId, Vec<&'r Exception>>,
    resolutions: BTreeMap<EvidenceId, &'r Resolution>,
}

pub(super) fn index(record: &Record) -> Index<'_> {
    let mut index = Index {
        evidence: BTreeMap::new(),
        answers: BTreeMap::new(),
        exceptions: BTreeMap::new(),
        resolutions: BTreeMap::new(),
    };
    for e in &record.evidence {
        index.evidence.entry(&e.measure).or_default().push(e);
    }
    for a in &record.answers {
        index.answers.entry(&a.measure).or_default().push(a);
    }
    for e in &record.exceptions {
        index.exceptions.entry(&e.measure).or_default().push(e);
    }
    for r in &record.resolutions {
        // Of two, the later; of two at one moment, the one that reads later, so that order does not matter.
        let is_later = |old: &Resolution| (old.at, &old.reason, &old.by) < (r.at, &r.reason, &r.by);
        if index.resolutions.get(&r.evidence).is_none_or(|old| is_later(old)) {
            index.resolutions.insert(r.evidence, r);
        }
    }
    index
}

pub(super) fn assess(
    catalog: &Catalog,
    safeguard: &Safeguard,
    measure: &Measure,
    known: &Index<'_>,
    as_of: Timestamp,
) -> MeasurePosture {
    let all = known.evidence.get(&measure.id).map_or(&[][..], Vec::as_slice);
    // A kind that cannot prove the measure is kept and shown, and moves nothing.
    let fitting = all.iter().copied().filter(|e| measure.proven_by.contains(&e.kind));
    let (aside, counted): (Vec<&Evidence>, Vec<&Evidence>) =
        fitting.partition(|e| matches!(exit_of(known, e.id), Some(Exit::EvidenceWrong)));
    let test = voice::of_evidence(measure, Method::Test, &counted, as_of);
    let examine = voice::of_evidence(measure, Method::Examine, &counted, as_of);
    let answer = latest_answer(known.answers.get(&measure.id));
    let word = answer.and_then(|a| of_answer(a, known.answers.get(&measure.id), as_of));
    let voices: Vec<Voice> = [test, examine, word].into_iter().flatten().collect();
    let (state, counts) = weigh(&voices, known, as_of);
    let ask = answer.and_then(|a| match a.reply {
        Reply::AskSomeoneElse { knows } => Some(knows),
        Reply::Finds { .. } => None,
    });
    let why = why(catalog, measure, state, &voices, ask);
    MeasurePosture {
        measure: measure.id.clone(),
        safeguard: safeguard.id.clone(),
        state,
        counts,
        weight: measure.weight,
        exception: exception(known.exceptions.get(&measure.id), as_of),
        changes_on: changes_on(state, &voices, known, as_of),
        set_aside: aside.iter().filter_map(|e| known.resolutions.get(&e.id).map(|r| (*r).clone())).collect(),
        voices,
        ask,
        why,
    }
}

fn exit_of<'i>(known: &'i Index<'_>, id: EvidenceId) -> Option<&'i Exit> {
    known.resolutions.get(&id).map(|r| &r.exit)
}

fn latest_answer<'a>(answers: Option<&Vec<&'a Answer>>) -> Option<&'a Answer> {
    // Two people at one moment: the one whose answer claims less, so that order does not matter.
    let key = |a: &Answer| {
        let rank = match &a.reply {
            Reply::Finds { finding: Finding::Met } => 0,
            Reply::Finds { finding: Finding::Partly(c) } => {
                1 + 10_000 * u64::from(c.of() - c.n()) / u64::from(c.of())
            }
            Reply::Finds { finding: Finding::NotMet } => 10_002,
            Reply::AskSomeoneElse { .. } => 10_003,
        };
        (a.at, rank, serde_json::to_string(a).unwrap_or_default())
    };
    answers?.iter().copied().max_by_key(|a| key(a))
}

fn of_answer(answer: &Answer, all: Option<&Vec<&Answer>>, as_of: Timestamp) -> Option<Voice> {
    let Reply::Finds { finding } = answer.reply else { return None };
    let is_met = |f: Finding| f == Finding::Met;
    let says = all.into_iter().flatten().filter_map(|a| match a.reply {
        Reply::Finds { finding: other } => Some((a.at, is_met(other) == is_met(finding))),
        Reply::AskSomeoneElse { .. } => None,
    });
    let held_since = voice::run_began(says.collect()).unwrap_or(answer.at);
    let fresh_until = after(answer.at, ANSWER_FRESH_DAYS);
    let is_stale = as_of > fresh_until;
    (as_of <= after(answer.at, ANSWER_FRESH_DAYS * 2)).then(|| Voice {
        method: Method::Interview,
        finding,
        observed: finding,
        observed_at: answer.at,
        held_since,
        fresh_until,
        is_stale,
        evidence: Vec::new(),
        said_by: vec![answer.by.clone()],
        outliers: Vec::new(),
        limits: Vec::new(),
    })
}

/// The exception that holds at the moment. Of one kind the newest counts, and of two of one moment the one that ends first;
/// of two kinds that hold the newer one. An end of one kind ends no other: whoever may say that a thing is not here may not
/// by that end a risk that somebody answers for.
fn exception(exceptions: Option<&Vec<&Exception>>, as_of: Timestamp) -> Option<Exception> {
    let today = utc_day(as_of);
    let exceptions = exceptions?;
    let key = |e: &Exception| (e.at, std::cmp::Reverse(e.until), e.reason.clone(), e.approver.clone());
    [ExceptionKind::AcceptedRisk, ExceptionKind::NotApplicable]
        .into_iter()
        .filter_map(|kind| exceptions.iter().filter(|e| e.kind == kind).max_by_key(|e| key(e)))
        .filter(|e| e.until >= today)
        .max_by_key(|e| key(e))
        .map(|e| (**e).clone())
}

fn weigh(voices: &[Voice], known: &Index<'_>, as_of: Timestamp) -> (State, Finding) {
    let fresh: Vec<&Voice> = voices.iter().filter(|v| !v.is_stale).collect();
    let Some(strongest) = fresh.first() else {
        let state = if voices.is_empty() { State::Unknown } else { State::Stale };
        return (state, Finding::NotMet);
    };
    // A person's word stands for what evidence did not see, and for nothing it saw.
    let observed = fresh.iter().map(|v| v.observed).reduce(Finding::lower).unwrap_or(Finding::NotMet);
    let best = |voices: &mut dyn Iterator<Item = &&Voice>| {
        voices.map(|v| v.finding).reduce(Finding::higher).map(|best| observed.lower(best))
    };
    let lowest = best(&mut fresh.iter()).unwrap_or(Finding::NotMet);
    let is_proven = best(&mut fresh.iter().filter(|v| v.method > Method::Interview)) == Some(lowest);
    if let Some(against) = fresh.iter().skip(1).find(|weaker| contradict(strongest, weaker, known)) {
        let since = strongest.held_since.max(against.held_since);
        let is_overdue = as_of > due(strongest, since, known);
        let counts = if is_overdue { Finding::NotMet } else { lowest };
        return (State::Contradicted { since, is_overdue }, counts);
    }
    let state = match lowest {
        Finding::Met if is_proven => State::Verified,
        Finding::Met => State::Attested,
        Finding::Partly(coverage) => State::Partly { coverage, is_proven },
        Finding::NotMet => State::NotMet { is_proven },
    };
    (state, lowest)
}

/// When a contradiction becomes overdue: after 30 days, or at the end of the day by which somebody is fixing it.
fn due(strongest: &Voice, since: Timestamp, known: &Index<'_>) -> Timestamp {
    let mut due = after(since, CONTRADICTION_DAYS);
    let longest = after(since, FIXING_DAYS);
    for id in &strongest.evidence {
        if let Some(Exit::Fixing { by }) = exit_of(known, *id) {
            let end = by.tomorrow().ok().and_then(|d| d.to_zoned(jiff::tz::TimeZone::UTC).ok());
            due = due.max(end.map_or(due, |z| z.timestamp()).min(longest));
        }
    }
    due
}

/// Whether two voices cannot both be right: one says it is so and the other that it is not, or a person claims more than
/// evidence shows.
fn contradict(stronger: &Voice, weaker: &Voice, known: &Index<'_>) -> bool {
    let (a, b) = (stronger.observed.rank(), weaker.observed.rank());
    let opposite = a.abs_diff(b) == 2;
    let claims_more = weaker.method == Method::Interview && b > a;
    let other_scope =
        stronger.evidence.iter().any(|id| matches!(exit_of(known, *id), Some(Exit::ScopeDiffers)));
    (opposite || claims_more) && !(other_scope && b > a)
}

/// When the state changes by itself: fresh evidence stops counting, or a contradiction becomes overdue.
fn changes_on(state: State, voices: &[Voice], known: &Index<'_>, as_of: Timestamp) -> Option<Date> {
    let day = utc_day;
    match state {
        State::Unknown | State::Stale => None,
        State::Contradicted { since, is_overdue: false } => {
            voices.iter().find(|v| !v.is_stale).map(|strongest| day(due(strongest, since, known)))
        }
        _ => voices
            .iter()
            .filter(|v| !v.is_stale && v.fresh_until >= as_of)
            .map(|v| v.fresh_until)
            .min()
            .map(day),
    }
}

fn why(catalog: &Catalog, measure: &Measure, state: State, voices: &[Voice], ask: Option<Knows>) -> String {
    let day = |t: Timestamp| crate::model::day_in_words(utc_day(t));
    let counted = measure.counts.as_deref();
    let says = |v: &Voice| {
        let what = match v.finding {
            Finding::Met => "says it is so".to_owned(),
            Finding::NotMet if v.limits.is_empty() => "says it is not so".to_owned(),
            Finding::NotMet => format!("is narrowed: {}", v.limits.join("; ")),
            Finding::Partly(c) => match counted {
                Some(counted) => format!("says {c} {counted}"),
                None => format!("says {c}"),
            },
        };
        let who = if v.said_by.is_empty() { "Evidence".to_owned() } else { v.said_by.join(", ") };
        format!("{who} {what}, {}", day(v.observed_at))
    };
    let privileged = voices.iter().flat_map(|v| &v.outliers).filter(|o| o.is_privileged).count();
    let named = match privileged {
        0 => String::new(),
        1 => " One of those left out has more rights than others.".to_owned(),
        n => format!(" {n} of those left out have more rights than others."),
    };
    match state {
        State::Unknown => match ask {
            Some(knows) => format!("Nobody has said yet. Ask: {}.", knows.label()),
            None => {
                let kinds: Vec<&str> = measure
                    .proven_by
                    .iter()
                    .filter_map(|k| catalog.evidence_kind(k))
                    .map(|k| k.name.as_str())
                    .collect();
                format!("Nothing is known yet. What would tell: {}.", kinds.join(", ").to_lowercase())
            }
        },
        State::Stale => match voices.first() {
            Some(v) => format!("{}. That is too old to count, and nobody vouches for it.", says(v)),
            None => "What was known is too old to count.".to_owned(),
        },
        State::Contradicted { is_overdue, .. } => {
            let both: Vec<String> = voices.iter().filter(|v| !v.is_stale).map(says).collect();
            let end =
                if is_overdue { " Nobody has cleared it up in time, so it counts as not met." } else { "" };
            format!("{}. Both cannot be right.{end}{named}", both.join("; but "))
        }
        State::Attested => {
            let stale =
                if voices.iter().any(|v| v.is_stale) { " Evidence for it has become too old." } else { "" };
            let word = voices.iter().find(|v| !v.is_stale).map(says).unwrap_or_default();
            format!("{word}. No fresh evidence proves it.{stale}")
        }
        State::Verified | State::Partly { .. } | State::NotMet { .. } => {
            let fresh: Vec<String> = voices.iter().filter(|v| !v.is_stale).map(says).collect();
            format!("{}.{named}", fresh.join("; "))
        }
    }
}
