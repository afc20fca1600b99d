//! One page with everything in it, for people who would rather look than read: what to do first, a picture of the techniques, a
//! time line, and each computer's story. No script, nothing from elsewhere, under one megabyte.

mod picture;
mod strip;

use std::collections::BTreeMap;

use askama::Template;
use holdfast_wire::hunt::{Finding, Head, Severity};

use crate::hunt::Outcome;
use crate::show::{Advice, Knowledge, cut, second, telling, user, word};
use picture::Column;
use strip::Strip;

/// Rules whose worst finding is told in full at the top.
const MAX_FIRST: usize = 12;
/// Other places a card names.
const MAX_ALSO: usize = 6;
/// Findings listed below, all computers together.
const MAX_LISTED: usize = 400;
/// Rows of what was read, and of what was not.
const MAX_ROWS: usize = 200;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    engine: String,
    made: String,
    n_rules: u32,
    n_files: u64,
    n_events: u64,
    n_hosts: usize,
    n_allowed: u64,
    span: Option<(String, String)>,
    counts: Vec<Count>,
    first: Vec<Told>,
    columns: Vec<Column>,
    strip: Option<Strip>,
    hosts: Vec<Host>,
    n_not_listed: usize,
    covered: Vec<Covered>,
    n_not_covered: usize,
    unread: Vec<(String, String, String)>,
    n_unread: u64,
    notes: Vec<String>,
    authors: Vec<String>,
}

struct Count {
    key: &'static str,
    label: &'static str,
    asks: &'static str,
    n: usize,
}

/// A finding in words.
struct Told {
    key: &'static str,
    label: &'static str,
    title: String,
    host: String,
    when: String,
    n: u64,
    techniques: String,
    source: String,
    user: String,
    fields: Vec<(String, String)>,
    from_rules: String,
    is_new: bool,
    author: String,
    advice: Option<Advice>,
    also: Vec<String>,
}

struct Host {
    name: String,
    worst: &'static str,
    worst_label: &'static str,
    n: usize,
    told: Vec<Told>,
}

struct Covered {
    host: String,
    channel: String,
    n: u64,
    first: String,
    last: String,
    command_lines: String,
}

/// The page.
pub fn page(head: &Head, found: &Outcome, knows: &dyn Knowledge) -> Result<String, askama::Error> {
    let told = |finding: &Finding, in_full: bool| told(finding, knows, in_full);
    let first = first(&found.findings, knows);
    let mut by_host: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in found.findings.iter().take(MAX_LISTED) {
        by_host.entry(&finding.host).or_default().push(finding);
    }
    let mut hosts: Vec<(&str, Vec<&Finding>)> = by_host.into_iter().collect();
    hosts.sort_by_key(|(_, all)| std::cmp::Reverse((all.iter().map(|f| f.severity).max(), all.len())));
    let hosts = hosts.into_iter().map(|(name, mut all)| {
        let worst = all.iter().map(|f| f.severity).max().unwrap_or(Severity::Info);
        all.sort_by_key(|f| f.first_at);
        let name = if name.is_empty() { "(no computer named)" } else { name };
        let told = all.iter().map(|f| told(f, false)).collect();
        Host { name: name.to_owned(), worst: worst.as_str(), worst_label: word(worst).0, n: all.len(), told }
    });
    let counts = Severity::ALL.into_iter().rev().map(|severity| {
        let (label, asks) = word(severity);
        Count {
            key: severity.as_str(),
            label,
            asks,
            n: found.findings.iter().filter(|f| f.severity == severity).count(),
        }
    });
    let span =
        found.coverage.iter().fold(None, |span: Option<(jiff::Timestamp, jiff::Timestamp)>, c| match span {
            Some((a, b)) => Some((a.min(c.first_at), b.max(c.last_at))),
            None => Some((c.first_at, c.last_at)),
        });
    let mut authors: Vec<String> = found.findings.iter().filter_map(|f| f.rule.author.clone()).collect();
    authors.sort();
    authors.dedup();
    let page = Page {
        engine: head.engine.clone(),
        made: second(found.end.ended_at),
        n_rules: head.n_rules,
        n_files: found.end.n_files,
        n_events: found.end.n_events,
        n_hosts: found
            .coverage
            .iter()
            .map(|c| c.host.as_str())
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        n_allowed: found.end.n_allowed,
        span: span.map(|(a, b)| (second(a), second(b))),
        counts: counts.collect(),
        first,
        columns: picture::columns(&found.findings, knows),
        strip: strip::strip(&found.findings),
        hosts: hosts.collect(),
        n_not_listed: found.findings.len().saturating_sub(MAX_LISTED),
        covered: found.coverage.iter().take(MAX_ROWS).map(covered).collect(),
        n_not_covered: found.coverage.len().saturating_sub(MAX_ROWS),
        unread: found
            .unread
            .iter()
            .take(MAX_ROWS)
            .map(|u| {
                (cut(&u.file, 200), u.place.map(|p| p.to_string()).unwrap_or_default(), cut(&u.reason, 300))
            })
            .collect(),
        n_unread: found.end.n_unread,
        notes: found.notes.clone(),
        authors: authors.into_iter().map(|author| cut(&author, 120)).take(MAX_ROWS).collect(),
    };
    page.render()
}

/// The worst findings, one card a rule: what to do is the same wherever it hit.
fn first(findings: &[Finding], knows: &dyn Knowledge) -> Vec<Told> {
    let mut cards: Vec<(&Finding, Vec<&Finding>)> = Vec::new();
    for finding in findings.iter().filter(|f| f.severity >= Severity::High) {
        match cards.iter_mut().find(|(first, _)| first.rule == finding.rule) {
            Some((_, also)) => also.push(finding),
            None => cards.push((finding, Vec::new())),
        }
    }
    let card = |(finding, also): (&Finding, Vec<&Finding>)| {
        let mut said: Vec<String> = also
            .iter()
            .take(MAX_ALSO)
            .map(|f| format!("{} at {}", cut(&f.host, 60), second(f.first_at)))
            .collect();
        if also.len() > MAX_ALSO {
            said.push(format!("and {} more", also.len() - MAX_ALSO));
        }
        Told { also: said, ..told(finding, knows, true) }
    };
    cards.into_iter().take(MAX_FIRST).map(card).collect()
}

fn told(finding: &Finding, knows: &dyn Knowledge, in_full: bool) -> Told {
    let event = &finding.example;
    let (label, _) = word(finding.severity);
    let when = if finding.n_events == 1 || finding.first_at == finding.last_at {
        second(finding.first_at)
    } else {
        format!("{} to {}", second(finding.first_at), second(finding.last_at))
    };
    let technique = |id: &String| match knows.technique(id) {
        Some(name) => format!("{id} {name}"),
        None => id.clone(),
    };
    let (n_fields, letters) = if in_full { (6, 400) } else { (2, 160) };
    let id = event.event_id.map_or_else(String::new, |id| format!(" {id}"));
    let record = event.record_id.map_or_else(String::new, |id| format!(", record {id}"));
    Told {
        key: finding.severity.as_str(),
        label,
        title: cut(&finding.rule.title, 160),
        host: cut(&finding.host, 80),
        when,
        n: finding.n_events,
        techniques: cut(&finding.rule.techniques.iter().map(technique).collect::<Vec<_>>().join(", "), 200),
        source: cut(&format!("{}{id}{record}, {}", event.channel, event.file), 200),
        user: cut(user(&event.fields), 60),
        fields: telling(&event.fields, n_fields, letters).into_iter().map(|(n, v)| (cut(n, 60), v)).collect(),
        from_rules: cut(&finding.from_rules.join("; "), 300),
        is_new: finding.is_first_seen == Some(true),
        author: cut(finding.rule.author.as_deref().unwrap_or("not named"), 120),
        advice: if in_full { knows.advice(&finding.rule) } else { None },
        also: Vec::new(),
    }
}

fn covered(coverage: &holdfast_wire::hunt::Coverage) -> Covered {
    Covered {
        host: cut(&coverage.host, 60),
        channel: cut(&coverage.channel, 80),
        n: coverage.n_events,
        first: second(coverage.first_at),
        last: second(coverage.last_at),
        command_lines: coverage
            .command_lines
            .map_or_else(String::new, |c| format!("{} of {}", c.n_with, c.n_of)),
    }
}
