//! Evidence somebody sends in: of a kind that can prove the measure, about something, so since a day.

use super::{MOST_COUNTED, MOST_LINE, Typing, day, finding, keep, keep_all, observed};
use crate::catalog::{Catalog, EvidenceKind, GatheredBy, Measure};
use crate::decide::registration::{FieldError, Fields};
use crate::model::{Coverage, Evidence, EvidenceId, Finding, Outlier};

/// Most things named for which a measure is not so.
pub const MOST_OUTLIERS: usize = 500;

/// Most things that narrow one piece of evidence.
pub const MOST_LIMITS: usize = 10;

/// The kinds that people send in as a file and that can prove a measure, in the measure's order.
pub fn kinds_sent_in<'c>(
    catalog: &'c Catalog,
    measure: &'c Measure,
) -> impl Iterator<Item = &'c EvidenceKind> {
    let kinds = measure.proven_by.iter().filter_map(|id| catalog.evidence_kind(id));
    kinds.filter(|k| k.gathered_by == GatheredBy::Upload)
}

/// Reads the form by which evidence is sent in: `kind`, `subject`, `effective`, `finding`, `n`, `of`, `seen_n`, `seen_of`,
/// `outliers`, `limits`.
///
/// `digest` is that of the file it rests on. What is known of the file itself is checked elsewhere.
pub fn evidence(
    catalog: &Catalog,
    measure: &Measure,
    fields: &Fields,
    digest: Option<String>,
    who: Typing<'_>,
) -> Result<Evidence, Vec<FieldError>> {
    let mut errors = Vec::new();
    let chosen = fields.get("kind");
    let kind = kinds_sent_in(catalog, measure).find(|k| k.id.as_str() == chosen);
    if kind.is_none() {
        errors.push(FieldError::new(
            "kind",
            "Choose what the file is. Only kinds that can prove this are listed.",
        ));
    }
    let ask = "Write what it is about, like a firewall, a system or a list.";
    let subject =
        keep(fields.required("subject", "What it is about", MOST_LINE, ask), &mut errors).map(str::to_owned);
    let effective = keep(past_day(fields, "effective", who), &mut errors);
    let finding = keep_all(finding(fields), &mut errors);
    let outliers = keep_all(outliers(fields, finding), &mut errors);
    let limits = keep(limits(fields), &mut errors);
    let seen = keep_all(seen(fields), &mut errors);
    match (kind, subject, effective, finding, outliers, limits, seen) {
        (
            Some(kind),
            Some(subject),
            Some(effective),
            Some(finding),
            Some(outliers),
            Some(limits),
            Some(seen),
        ) if errors.is_empty() => Ok(Evidence {
            id: EvidenceId(0),
            measure: measure.id.clone(),
            kind: kind.id.clone(),
            method: kind.method,
            collector: format!("{}, sent in by {}", kind.name, who.by),
            subject,
            observed_at: observed(effective, who),
            received_at: who.at,
            digest,
            finding,
            seen,
            outliers,
            limits,
            note: String::new(),
        }),
        _ => Err(errors),
    }
}

/// The day from which what is sent in is so, as typed; `None` when no such day was typed.
pub fn effective_on(fields: &Fields) -> Option<crate::Date> {
    day(fields, "effective").ok().flatten()
}

/// A day that must be there and may not be to come.
pub(super) fn past_day(
    fields: &Fields,
    name: &'static str,
    who: Typing<'_>,
) -> Result<crate::Date, FieldError> {
    let oldest = who.today.saturating_sub(jiff::Span::new().years(10));
    match day(fields, name)? {
        None => Err(FieldError::new(name, "Write the day from which it was so.")),
        Some(day) if day > who.today => {
            Err(FieldError::new(name, "Write a day that has come. What is not so yet proves nothing."))
        }
        Some(day) if day < oldest => Err(FieldError::new(name, "Write a day within the last ten years.")),
        Some(day) => Ok(day),
    }
}

/// Reads `outliers`: one a line, with a star before those with more rights. Never more than the numbers leave room for.
pub(super) fn outliers(fields: &Fields, finding: Option<Finding>) -> Result<Vec<Outlier>, Vec<FieldError>> {
    let named_in = |line: &str| {
        let (is_privileged, name) = match line.strip_prefix('*') {
            Some(rest) => (true, rest.trim()),
            None => (false, line),
        };
        Outlier { name: name.to_owned(), is_privileged }
    };
    named(lines(fields.get("outliers")).map(named_in), finding)
}

/// Things a measure is not so for, each once, in order. Never more than the numbers leave room for.
pub(super) fn named(
    outliers: impl Iterator<Item = Outlier>,
    finding: Option<Finding>,
) -> Result<Vec<Outlier>, Vec<FieldError>> {
    let wrong = |message: String| vec![FieldError::new("outliers", message)];
    let mut all: Vec<Outlier> = Vec::new();
    for outlier in outliers {
        let name = outlier.name.trim();
        if name.is_empty() || name.chars().count() > MOST_LINE || name.chars().any(char::is_control) {
            return Err(wrong(format!("Write one name a line, of up to {MOST_LINE} characters.")));
        }
        match all.iter_mut().find(|o| o.name.eq_ignore_ascii_case(name)) {
            Some(same) => same.is_privileged |= outlier.is_privileged,
            None => all.push(Outlier { name: name.to_owned(), ..outlier }),
        }
        if all.len() > MOST_OUTLIERS {
            return Err(wrong(format!(
                "Name up to {MOST_OUTLIERS}; start with those that have more rights."
            )));
        }
    }
    let room = match finding {
        Some(Finding::Met) => Some(0),
        Some(Finding::Partly(c)) => usize::try_from(left_out(c)).ok(),
        Some(Finding::NotMet) | None => None,
    };
    match room {
        Some(0) if !all.is_empty() => {
            Err(wrong("You said it is so for all. Take the names out, or choose partly.".to_owned()))
        }
        Some(room) if all.len() > room => Err(wrong(format!(
            "By your numbers it is not so for {room}, and you named {}. Mend one of them.",
            all.len()
        ))),
        _ => Ok(all),
    }
}

/// Reads `seen_n` and `seen_of`: how much of what is there was looked at. Nothing typed: not counted, or everything.
fn seen(fields: &Fields) -> Result<Option<Coverage>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let n = keep(fields.count("seen_n", "How many were looked at", 1, MOST_COUNTED), &mut errors);
    let of = keep(fields.count("seen_of", "How many there are in all", 1, MOST_COUNTED), &mut errors);
    match (n, of) {
        (Some(None), Some(None)) => Ok(None),
        (Some(Some(n)), Some(Some(of))) => Coverage::new(n, of).map(Some).map_err(|_| {
            let message = format!("Write a number up to {of}: no more than there are in all.");
            vec![FieldError::new("seen_n", message)]
        }),
        (Some(Some(_)), Some(None)) => {
            Err(vec![FieldError::new("seen_of", "Write how many there are in all.")])
        }
        (Some(None), Some(Some(_))) => Err(vec![FieldError::new("seen_n", "Write how many were looked at.")]),
        _ => Err(errors),
    }
}

fn left_out(coverage: Coverage) -> u32 {
    coverage.of() - coverage.n()
}

fn limits(fields: &Fields) -> Result<Vec<String>, FieldError> {
    let all: Vec<String> = lines(fields.get("limits")).map(str::to_owned).collect();
    let is_long = |l: &String| l.chars().count() > MOST_LINE || l.chars().any(char::is_control);
    if all.len() > MOST_LIMITS || all.iter().any(is_long) {
        let message = format!("Write up to {MOST_LIMITS} lines, each of up to {MOST_LINE} characters.");
        return Err(FieldError::new("limits", message));
    }
    Ok(all)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|l| !l.is_empty())
}
