//! What each method says about a measure at a moment: tests, examinations and people's words, each by its newest and
//! least favourable.
//!
//! It weighs nothing against anything; [`super::measure`] does.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::catalog::{Measure, Method};
use crate::model::{Coverage, Evidence, EvidenceId, Finding, Outlier};

/// How long a person's answer counts. Source: DESIGN 4; assessment practice renews answers once a year.
pub(in crate::decide) const ANSWER_FRESH_DAYS: u16 = 365;

/// What one method says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// The method.
    pub method: Method,
    /// What it proves or claims for all there is: what was not seen counts against it.
    pub finding: Finding,
    /// What it found where it looked. Only this can contradict anything.
    pub observed: Finding,
    /// When it was so: of several, the oldest that counts.
    pub observed_at: Timestamp,
    /// Since when it has said "met", or has said anything short of that, without a break. Saying it again does not move it.
    pub held_since: Timestamp,
    /// When it stops counting.
    pub fresh_until: Timestamp,
    /// Whether it has stopped counting and is only remembered.
    pub is_stale: bool,
    /// The evidence it rests on; none for a person's word.
    pub evidence: Vec<EvidenceId>,
    /// Who or what says so.
    pub said_by: Vec<String>,
    /// What it is not so for, by name, privileged ones first.
    pub outliers: Vec<Outlier>,
    /// What narrows it.
    pub limits: Vec<String>,
}

pub(super) fn days(n: u16) -> SignedDuration {
    SignedDuration::from_hours(i64::from(n) * 24)
}

/// A moment some days later; the end of time when there is none.
pub(in crate::decide) fn after(at: Timestamp, n: u16) -> Timestamp {
    at.checked_add(days(n)).unwrap_or(Timestamp::MAX)
}

/// What evidence of one method says together: the newest of each kind and subject, and of those the least favourable.
///
/// Fresh evidence counts alone. A subject that fell silent stays in the number of those there are, so that silence never
/// turns into a pass; someone must set its evidence aside. Where nothing is fresh, what is not yet twice its time to live
/// is remembered.
pub(super) fn of_evidence(
    measure: &Measure,
    method: Method,
    evidence: &[&Evidence],
    as_of: Timestamp,
) -> Option<Voice> {
    let all = newest(evidence.iter().copied().filter(|e| e.method == method && e.observed_at <= as_of));
    let age_is = |e: &&Evidence, times: u16| {
        as_of <= after(e.observed_at, measure.fresh_for_days.saturating_mul(times))
    };
    let fresh: Vec<&Evidence> = all.iter().copied().filter(|e| age_is(e, 1)).collect();
    let is_stale = fresh.is_empty();
    let counted: Vec<&Evidence> =
        if is_stale { all.iter().copied().filter(|e| age_is(e, 2)).collect() } else { fresh };
    let oldest = counted.iter().map(|e| e.observed_at).min()?;
    let there = if is_stale { &counted } else { &all };
    let observed = counted.iter().map(|e| observed(e)).reduce(Finding::lower)?;
    // What one kind did not see, another may have. What one saw amiss, none makes good.
    let of_kind = |kind| counted.iter().filter(move |e| e.kind == kind).map(|e| proven(e, &counted, there));
    let kinds = counted.iter().filter_map(|e| of_kind(e.kind.clone()).reduce(Finding::lower));
    let finding = observed.lower(kinds.reduce(Finding::higher)?);
    let mut outliers: Vec<Outlier> = counted.iter().flat_map(|e| e.outliers.iter().cloned()).collect();
    outliers.sort_by(|a, b| b.is_privileged.cmp(&a.is_privileged).then_with(|| a.name.cmp(&b.name)));
    outliers.dedup();
    let gather = |pick: fn(&Evidence) -> Vec<String>| {
        let mut texts: Vec<String> = counted.iter().flat_map(|e| pick(e)).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let mut ids: Vec<EvidenceId> = counted.iter().map(|e| e.id).collect();
    ids.sort_unstable();
    Some(Voice {
        method,
        finding,
        observed,
        observed_at: oldest,
        held_since: held_since(method, evidence, &counted, observed, as_of).unwrap_or(oldest),
        fresh_until: after(oldest, measure.fresh_for_days),
        is_stale,
        evidence: ids,
        said_by: gather(|e| vec![format!("{} on {}", e.collector, e.subject)]),
        outliers,
        limits: gather(|e| e.limits.clone()),
    })
}

/// Since when evidence of one of the counted kinds and subjects has said the same as all of it together.
fn held_since(
    method: Method,
    evidence: &[&Evidence],
    counted: &[&Evidence],
    finding: Finding,
    as_of: Timestamp,
) -> Option<Timestamp> {
    let is_met = finding == Finding::Met;
    let run = |newest: &&Evidence| {
        let same = |e: &&&Evidence| {
            e.method == method
                && e.kind == newest.kind
                && e.subject == newest.subject
                && e.observed_at <= as_of
        };
        let says =
            evidence.iter().filter(same).map(|e| (e.observed_at, (observed(e) == Finding::Met) == is_met));
        run_began(says.collect())
    };
    counted.iter().filter_map(run).min()
}

/// The first moment of the unbroken run at the end of what was said; `None` when the last word says otherwise.
pub(super) fn run_began(mut says: Vec<(Timestamp, bool)>) -> Option<Timestamp> {
    says.sort_unstable();
    says.iter().rev().take_while(|(_, same)| *same).last().map(|(at, _)| *at)
}

/// The newest of each kind and subject. Of two observed at one moment, the one received last.
fn newest<'e>(evidence: impl Iterator<Item = &'e Evidence>) -> Vec<&'e Evidence> {
    let mut all: Vec<&Evidence> = evidence.collect();
    all.sort_by(|a, b| {
        let key = |e: &'e Evidence| (&e.kind, &e.subject);
        key(a)
            .cmp(&key(b))
            .then_with(|| (b.observed_at, b.received_at, b.id).cmp(&(a.observed_at, a.received_at, a.id)))
    });
    all.dedup_by(|later, first| later.kind == first.kind && later.subject == first.subject);
    all
}

/// What one piece of evidence found where it looked. A limit keeps it from "met": nobody knows for how many it is so, and
/// none is the only number that is not a guess.
fn observed(evidence: &Evidence) -> Finding {
    match evidence.finding {
        Finding::Met if !evidence.limits.is_empty() => Finding::NotMet,
        finding => finding,
    }
}

/// What it proves for all there is: what was not seen, and subjects of its kind that fell silent, are not proven.
fn proven(evidence: &Evidence, counted: &[&Evidence], all: &[&Evidence]) -> Finding {
    let of_kind = |list: &[&Evidence]| list.iter().filter(|e| e.kind == evidence.kind).count();
    let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let heard = Coverage::new(n(of_kind(counted)), n(of_kind(all))).ok();
    [evidence.seen, heard].into_iter().flatten().filter(|c| !c.is_all()).fold(
        observed(evidence),
        |found, c| match found {
            Finding::NotMet => Finding::NotMet,
            Finding::Met => Finding::of(c),
            Finding::Partly(part) => Finding::of(of_all(part, c)),
        },
    )
}

/// A share of what was seen as a share of everything, rounded down.
fn of_all(part: Coverage, seen: Coverage) -> Coverage {
    let n = u64::from(part.n()) * u64::from(seen.n()) / u64::from(part.of());
    Coverage::new(u32::try_from(n).unwrap_or(u32::MAX).min(seen.of()), seen.of()).unwrap_or(seen)
}
