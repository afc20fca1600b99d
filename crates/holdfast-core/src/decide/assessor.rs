//! An assessor's work at one hospital: who may do it, what to look at first, how far it has come, and what has changed since
//! it was signed.
//!
//! One look at one measure is read in [`crate::decide::entry`]; what it proves is decided in [`crate::decide::posture`].

use jiff::{SignedDuration, Timestamp};

use super::entry::{self, ASSESSOR_REVIEW, Typing};
use super::posture::{Change, MeasurePosture, Posture, Record, State, changes};
use super::registration::{FieldError, Fields};
use crate::catalog::{Catalog, Measure, MeasureId, Safeguard};
use crate::digest::sha256_hex;
use crate::model::{Coverage, Evidence, Exit, Role, SignOff, utc_day};

/// Why somebody who answers for a hospital does not assess it.
pub const ANSWERS_HERE: &str = "You hold another role at this hospital, so you answer for it. Nobody assesses their own work: \
                                ask its administrator to take one of the two roles from you.";

/// Whether someone with these roles at a hospital may assess it.
pub fn may_assess(roles_there: &[Role]) -> Result<(), &'static str> {
    match roles_there.iter().any(|r| r.is_of_hospital()) {
        true => Err(ANSWERS_HERE),
        false => Ok(()),
    }
}

/// What to look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum First {
    /// Two voices cannot both be right.
    Contradicted,
    /// A gate that fresh evidence does not prove shut.
    Gate,
    /// Somebody says so, and nothing proves it.
    Unproven,
    /// Everything else.
    Rest,
}

impl First {
    /// Every one, in the order to look.
    pub const ALL: [Self; 4] = [Self::Contradicted, Self::Gate, Self::Unproven, Self::Rest];

    /// The key used in the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Gate => "gate",
            Self::Unproven => "unproven",
            Self::Rest => "rest",
        }
    }
}

/// One measure to look at.
#[derive(Clone, Debug)]
pub struct ToLook<'a> {
    /// Its safeguard.
    pub safeguard: &'a Safeguard,
    /// The measure.
    pub measure: &'a Measure,
    /// Where it stands.
    pub stands: &'a MeasurePosture,
    /// Why it comes where it does.
    pub first: First,
    /// The newest look of an assessor that still counts.
    pub looked: Option<&'a Evidence>,
}

/// Every measure, those to look at first before the others, each group in the catalog's order.
pub fn to_look<'a>(catalog: &'a Catalog, posture: &'a Posture, record: &'a Record) -> Vec<ToLook<'a>> {
    let one = |(safeguard, measure): (&'a Safeguard, &'a Measure)| {
        let stands = posture.measures.iter().find(|m| m.measure == measure.id)?;
        let looked = look(measure, record, posture.as_of);
        Some(ToLook { safeguard, measure, stands, first: first(measure, stands), looked })
    };
    let mut all: Vec<ToLook<'a>> = catalog.measures().filter_map(one).collect();
    all.sort_by_key(|t| t.first);
    all
}

fn first(measure: &Measure, stands: &MeasurePosture) -> First {
    match stands.state {
        State::Contradicted { .. } => First::Contradicted,
        State::Verified => First::Rest,
        _ if measure.gate.is_some() => First::Gate,
        State::Attested | State::Partly { is_proven: false, .. } => First::Unproven,
        _ => First::Rest,
    }
}

/// The newest look of an assessor at a measure that still counts and that nobody set aside.
fn look<'a>(measure: &Measure, record: &'a Record, as_of: Timestamp) -> Option<&'a Evidence> {
    let is_aside = |e: &Evidence| {
        let said =
            record.resolutions.iter().filter(|r| r.evidence == e.id && r.at <= as_of).max_by_key(|r| r.at);
        said.is_some_and(|r| r.exit == Exit::EvidenceWrong)
    };
    let days = SignedDuration::from_hours(24 * i64::from(measure.fresh_for_days));
    record
        .evidence
        .iter()
        .filter(|e| e.measure == measure.id && e.kind.as_str() == ASSESSOR_REVIEW && e.received_at <= as_of)
        .filter(|e| e.observed_at.checked_add(days).is_ok_and(|end| as_of <= end) && !is_aside(e))
        .max_by_key(|e| (e.observed_at, e.received_at, e.id))
}

/// How many have been looked at, of all; `None` for an empty list.
pub fn progress(list: &[ToLook<'_>]) -> Option<Coverage> {
    let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Coverage::new(n(list.iter().filter(|t| t.looked.is_some()).count()), n(list.len())).ok()
}

/// The firm an assessor named last, to be offered again.
pub fn firm_of<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    let own = record.evidence.iter().filter(|e| e.kind.as_str() == ASSESSOR_REVIEW);
    let named =
        own.filter_map(|e| Some((e.received_at, e.id, e.collector.strip_prefix(name)?.strip_prefix(", ")?)));
    named.max_by_key(|(at, id, _)| (*at, *id)).map(|(_, _, firm)| firm)
}

/// SHA-256 in hex of what a posture says: the same for as long as it says the same, whenever it is looked at. Evidence that
/// became too old, an exception that ended or a newer catalog makes it another, though no record changed.
pub fn seen(posture: &Posture) -> String {
    let measures: Vec<_> =
        posture.measures.iter().map(|m| (&m.measure, m.state, m.counts, &m.exception)).collect();
    let says = (&posture.catalog, &posture.record, posture.label, &posture.gates, &posture.goals, measures);
    let bytes = serde_json::to_vec(&says).unwrap_or_default();
    sha256_hex(&bytes)
}

/// Reads `statement` and `seen`, the digest of what was shown: nobody signs what they have not seen.
pub fn sign_off(posture: &Posture, fields: &Fields, who: Typing<'_>) -> Result<SignOff, Vec<FieldError>> {
    let mut errors = Vec::new();
    let ask = "Write what you say of this posture: what you saw, and what you did not.";
    let statement = entry::keep(entry::reason(fields, "statement", ask), &mut errors);
    if fields.get("seen") != seen(posture) {
        let message = "Something came in or became too old while you were reading, so this is another posture. Look at it again, then sign.";
        errors.push(FieldError::new("statement", message));
    }
    match statement {
        Some(statement) if errors.is_empty() => {
            Ok(SignOff { posture: posture.clone(), statement, by: who.by.to_owned(), at: who.at })
        }
        _ => Err(errors),
    }
}

/// The newest posture that was signed, and which measures stand otherwise now.
#[derive(Clone, Debug)]
pub struct Signed<'a> {
    /// What was signed.
    pub sign_off: &'a SignOff,
    /// What has changed since.
    pub changed: Vec<Change>,
}

/// What was signed last, beside how it stands now; `None` when nothing was.
pub fn since_signed<'a>(sign_offs: &'a [SignOff], now: &Posture) -> Option<Signed<'a>> {
    let sign_off = sign_offs.iter().max_by_key(|s| s.at)?;
    Some(Signed { sign_off, changed: changes(&sign_off.posture, now) })
}

impl Signed<'_> {
    /// Whether a measure stands otherwise than when it was signed.
    pub fn has_changed(&self, measure: &MeasureId) -> bool {
        self.changed.iter().any(|c| c.measure == *measure)
    }

    /// "Signed by Ada Stone, Assessor on March 2, 2026; 3 measures changed since."
    pub fn sentence(&self) -> String {
        let day = crate::model::day_in_words(utc_day(self.sign_off.at));
        let since = match self.changed.len() {
            0 => "nothing changed since".to_owned(),
            1 => "1 measure changed since".to_owned(),
            n => format!("{n} measures changed since"),
        };
        format!("Signed by {} on {day}; {since}.", self.sign_off.by)
    }
}

#[cfg(test)]
mod tests;
