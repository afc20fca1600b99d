//! One piece of evidence as a row: what it says, since when, by whom, how long it counts, and the file it rests on.

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::posture::Record;
use holdfast_core::model::{Coverage, Evidence, EvidenceFile, Exit, Outlier};
use jiff::{SignedDuration, Timestamp};

use crate::web::measure::words::{self, Tag};

/// A row.
#[derive(Clone, Debug)]
pub(in crate::web) struct EvidenceRow {
    pub(in crate::web) id: String,
    pub(in crate::web) measure: String,
    pub(in crate::web) measure_says: String,
    pub(in crate::web) kind: String,
    pub(in crate::web) method: &'static str,
    pub(in crate::web) subject: String,
    pub(in crate::web) collector: String,
    pub(in crate::web) finding: String,
    pub(in crate::web) observed: String,
    pub(in crate::web) received: String,
    pub(in crate::web) state: Tag,
    pub(in crate::web) state_says: String,
    pub(in crate::web) outliers: Vec<Outlier>,
    pub(in crate::web) limits: Vec<String>,
    /// How much of what is there was looked at; empty when that was not counted.
    pub(in crate::web) seen: String,
    pub(in crate::web) note: String,
    /// The file's id and name.
    pub(in crate::web) file: Option<(String, String)>,
}

impl EvidenceRow {
    /// Evidence as of a moment.
    pub(in crate::web) fn new(
        evidence: &Evidence,
        catalog: &Catalog,
        record: &Record,
        files: &[EvidenceFile],
        now: Timestamp,
    ) -> Self {
        let measure = catalog.measures().map(|(_, m)| m).find(|m| m.id == evidence.measure);
        let kind = catalog.evidence_kind(&evidence.kind);
        let counts = measure.and_then(|m| m.counts.as_deref());
        let file = files.iter().find(|f| f.evidence.contains(&evidence.id));
        let mut outliers = evidence.outliers.clone();
        outliers.sort_by_key(|o| std::cmp::Reverse(o.is_privileged));
        let (state, state_says) = standing(evidence, catalog, record, now);
        Self {
            id: evidence.id.to_string(),
            measure: evidence.measure.to_string(),
            measure_says: measure.map_or_else(|| evidence.measure.to_string(), |m| m.says.clone()),
            kind: kind.map_or_else(|| evidence.kind.to_string(), |k| k.name.clone()),
            method: words::method(evidence.method),
            subject: evidence.subject.clone(),
            collector: evidence.collector.clone(),
            finding: words::finding(evidence.finding, counts),
            observed: words::day(evidence.observed_at),
            received: words::day(evidence.received_at),
            state,
            state_says,
            outliers,
            limits: evidence.limits.clone(),
            seen: evidence.seen.map(|c| seen(c, counts)).unwrap_or_default(),
            note: evidence.note.clone(),
            file: file.map(|f| (f.id.to_string(), f.name.clone())),
        }
    }
}

fn seen(seen: Coverage, counts: Option<&str>) -> String {
    let rest = if seen.is_all() { "" } else { " The rest was not, and is not proven." };
    format!("Looked at: {}.{rest}", words::share(seen, counts))
}

/// Whether a piece of evidence counts, and until when or why not.
fn standing(evidence: &Evidence, catalog: &Catalog, record: &Record, now: Timestamp) -> (Tag, String) {
    let tag = |tone, icon, label: &str| Tag { tone, icon, label: label.to_owned() };
    let said = record.resolutions.iter().filter(|r| r.evidence == evidence.id).max_by_key(|r| r.at);
    if let Some(wrong) = said.filter(|r| r.exit == Exit::EvidenceWrong) {
        let says = format!("{} on {}: {}", wrong.by, words::day(wrong.at), wrong.reason);
        return (tag("cannot", "dash", "Set aside"), says);
    }
    let Some((_, measure)) = catalog.measures().find(|(_, m)| m.id == evidence.measure) else {
        return (tag("cannot", "dash", "Not counted"), "The catalog no longer asks for this.".to_owned());
    };
    if !measure.proven_by.contains(&evidence.kind) {
        return (
            tag("cannot", "dash", "Not proof"),
            "Kept and shown. This kind does not prove this measure.".to_owned(),
        );
    }
    let days = SignedDuration::from_hours(24 * i64::from(measure.fresh_for_days));
    let until = evidence.observed_at.checked_add(days).unwrap_or(Timestamp::MAX);
    let newer = record.evidence.iter().any(|e| {
        let key = |e: &Evidence| (e.observed_at, e.received_at, e.id);
        (&e.measure, &e.kind, &e.subject, e.method)
            == (&evidence.measure, &evidence.kind, &evidence.subject, evidence.method)
            && key(e) > key(evidence)
    });
    if newer {
        return (
            tag("cannot", "dash", "Replaced"),
            "Newer evidence of its kind about the same came in.".to_owned(),
        );
    }
    let day = words::day(until);
    match now <= until {
        true => (tag("done", "yes", "Fresh"), format!("Counts until {day}.")),
        false => (tag("unknown", "clock", "Too old"), format!("Stopped counting on {day}.")),
    }
}
