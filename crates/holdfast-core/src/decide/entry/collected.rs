//! Evidence as a collector sends it, row by row: a kind the catalog has, by the method of that kind, of something seen in the past.
//!
//! A row that does not fit costs that row only. Whether the collector tells the truth nobody can see from a row; whose token
//! brought it is written down.

use jiff::{Span, Timestamp};

use super::evidence::{MOST_LIMITS, named};
use super::{MOST_COUNTED, MOST_LINE, MOST_REASON, Typing, keep, keep_all};
use crate::catalog::{Catalog, EvidenceKind, GatheredBy, Measure, Method};
use crate::decide::registration::FieldError;
use crate::digest::sha256_hex;
use crate::model::{Coverage, Evidence, EvidenceId, Finding, Outlier};

/// Most rows in one call.
pub const MOST_ROWS: usize = 500;

/// Most pieces of evidence of one hospital by which a collector may add another.
pub const MOST_HOSPITAL_EVIDENCE: usize = 50_000;

/// A row as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectedRow {
    /// The id of the measure.
    pub measure: String,
    /// The id of the kind of evidence.
    pub kind: String,
    /// `test`, `examine` or `interview`.
    pub method: String,
    /// A program with its version.
    pub collector: String,
    /// What was looked at.
    pub subject: String,
    /// When, as RFC 3339.
    pub observed_at: String,
    /// `met`, `partly` or `not_met`.
    pub finding: String,
    /// For how many, and of how many, when partly.
    pub share: [Option<u32>; 2],
    /// How many of how many were seen at all, when that was counted.
    pub seen: Option<[u32; 2]>,
    /// What it is not so for.
    pub outliers: Vec<Outlier>,
    /// What narrows it.
    pub limits: Vec<String>,
    /// What stands beside it.
    pub note: String,
}

/// Reads a row, or says field by field what does not fit.
pub fn collected(
    catalog: &Catalog,
    row: &CollectedRow,
    who: Typing<'_>,
) -> Result<Evidence, Vec<FieldError>> {
    let mut errors = Vec::new();
    let measure = catalog.measures().map(|(_, m)| m).find(|m| m.id.as_str() == row.measure);
    if measure.is_none() {
        errors.push(FieldError::new("measure", "The catalog has no such measure."));
    }
    let kind = measure.and_then(|m| keep(kind(catalog, m, &row.kind), &mut errors));
    let method = kind.and_then(|k| keep(method(k, &row.method), &mut errors));
    let ask = "Name the program that looked, with its version.";
    let collector = keep(line("collector", &row.collector, ask), &mut errors);
    let subject = keep(line("subject", &row.subject, "Name what was looked at."), &mut errors);
    let observed_at = keep(moment(&row.observed_at, who), &mut errors);
    let finding = keep(finding(row), &mut errors);
    let seen = keep(row.seen.map(seen).transpose(), &mut errors);
    let outliers = keep_all(named(row.outliers.iter().cloned(), finding), &mut errors);
    let limits = keep(limits(&row.limits), &mut errors);
    let note = keep(note(&row.note), &mut errors);
    match (measure, kind, method, collector, subject, observed_at, finding, seen, outliers, limits, note) {
        (
            Some(measure),
            Some(kind),
            Some(method),
            Some(collector),
            Some(subject),
            Some(observed_at),
            Some(finding),
            Some(seen),
            Some(outliers),
            Some(limits),
            Some(note),
        ) if errors.is_empty() => Ok(Evidence {
            id: EvidenceId(0),
            measure: measure.id.clone(),
            kind: kind.id.clone(),
            method,
            collector,
            subject,
            observed_at,
            received_at: who.at,
            digest: None,
            finding,
            seen,
            outliers,
            limits,
            note,
        }),
        _ => Err(errors),
    }
}

/// SHA-256, in hex, of what a piece of evidence says: the same row sent twice has the same one, whenever it came in.
pub fn row_digest(evidence: &Evidence) -> String {
    let said = Evidence { id: EvidenceId(0), received_at: Timestamp::UNIX_EPOCH, ..evidence.clone() };
    let bytes = serde_json::to_vec(&said).unwrap_or_default();
    sha256_hex(&bytes)
}

/// A kind that proves the measure, and that a program may send.
fn kind<'c>(catalog: &'c Catalog, measure: &Measure, id: &str) -> Result<&'c EvidenceKind, FieldError> {
    let wrong = |message: &str| Err(FieldError::new("kind", message));
    let Some(kind) = catalog.evidence.iter().find(|k| k.id.as_str() == id) else {
        return wrong("The catalog has no such kind of evidence.");
    };
    if !measure.proven_by.contains(&kind.id) {
        return wrong("This kind does not prove this measure. The measure lists those that do.");
    }
    match kind.gathered_by {
        GatheredBy::Upload => wrong("This kind rests on a file. Send the file in with it."),
        GatheredBy::Assessor => wrong("This kind is an assessor's look, and has a call of its own."),
        GatheredBy::Agent
        | GatheredBy::Directory
        | GatheredBy::Tenant
        | GatheredBy::Logs
        | GatheredBy::Outside
        | GatheredBy::Scan
        | GatheredBy::Training => Ok(kind),
    }
}

fn method(kind: &EvidenceKind, sent: &str) -> Result<Method, FieldError> {
    let key = match kind.method {
        Method::Test => "test",
        Method::Examine => "examine",
        Method::Interview => "interview",
    };
    if sent == key {
        return Ok(kind.method);
    }
    Err(FieldError::new("method", format!("Evidence of this kind is found out by `{key}`.")))
}

/// One line that must be there.
fn line(field: &'static str, text: &str, ask: &str) -> Result<String, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(field, ask));
    }
    if text.chars().count() > MOST_LINE || text.chars().any(char::is_control) {
        return Err(FieldError::new(field, format!("Write one line of up to {MOST_LINE} characters.")));
    }
    Ok(text.to_owned())
}

fn moment(text: &str, who: Typing<'_>) -> Result<Timestamp, FieldError> {
    let wrong = |message: &str| Err(FieldError::new("observed_at", message));
    let Ok(at) = text.parse::<Timestamp>() else {
        return wrong("Write a moment with its zone, like 2026-03-02T15:04:05Z.");
    };
    // Hours: a moment has no years of its own.
    let oldest = who.at.checked_sub(Span::new().hours(24 * 3_653)).unwrap_or(Timestamp::MIN);
    match at {
        at if at > who.at => wrong("This moment has not come. Set the clock of the collector."),
        at if at < oldest => wrong("Send what was seen within the last ten years."),
        at => Ok(at),
    }
}

fn finding(row: &CollectedRow) -> Result<Finding, FieldError> {
    match (row.finding.as_str(), row.share) {
        ("met", [None, None]) => Ok(Finding::Met),
        ("not_met", [None, None]) => Ok(Finding::NotMet),
        ("partly", [Some(n), Some(of)]) => share("n", [n, of]).map(Finding::of),
        ("partly", _) => Err(FieldError::new("n", "Send `n` and `of`: for how many it is so, of how many.")),
        ("met" | "not_met", _) => {
            Err(FieldError::new("n", "`n` and `of` go with `partly`. Take them out, or send `partly`."))
        }
        _ => Err(FieldError::new("finding", "Send `met`, `partly` or `not_met`.")),
    }
}

fn seen([n, of]: [u32; 2]) -> Result<Coverage, FieldError> {
    if n == 0 {
        return Err(FieldError::new("seen", "What saw nothing says nothing. Leave the row out."));
    }
    share("seen", [n, of])
}

fn share(field: &'static str, [n, of]: [u32; 2]) -> Result<Coverage, FieldError> {
    let share = Coverage::new(n, of).ok().filter(|c| c.of() <= MOST_COUNTED);
    let wrong =
        || FieldError::new(field, "Count at least one, no more than there are, and no more than a million.");
    share.ok_or_else(wrong)
}

fn limits(sent: &[String]) -> Result<Vec<String>, FieldError> {
    if sent.len() > MOST_LIMITS {
        return Err(FieldError::new("limits", format!("Send up to {MOST_LIMITS}.")));
    }
    sent.iter().map(|l| line("limits", l, "Leave empty ones out.")).collect()
}

fn note(text: &str) -> Result<String, FieldError> {
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if text.chars().count() > MOST_REASON || !text.chars().all(is_plain) {
        let message = format!("Write plain text of up to {MOST_REASON} characters.");
        return Err(FieldError::new("note", message));
    }
    Ok(text.trim().to_owned())
}
