//! A hunt's result from bytes to findings and coverage: cleaned, within its limits, each bad line with its place. It keeps nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{Detection, DetectionExample, DetectionRule, LogCoverage, Severity};
use holdfast_wire::hunt::{self, Line};

use super::HuntRunner;
use crate::app::FileKind;

/// A file with a hunt's result.
#[derive(Clone, Copy, Debug)]
pub enum SentHunt {}

impl FileKind for SentHunt {
    const MOST_BYTES: usize = 32 * 1024 * 1024;
    const WHEN_LARGER: &'static str = "Hunt through fewer logs at a time, and send each result.";
}

/// Most findings taken of one file: a hunt folds repeats, so a hospital has tens of them.
pub const MOST_FINDINGS: usize = 2_000;

/// Most logs whose coverage is taken of one file.
const MOST_LOGS: usize = 20_000;

/// Most bad lines shown.
const MOST_BAD_SHOWN: usize = 20;

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct HuntRead {
    /// SHA-256 of the bytes as they came, in hex.
    pub digest: String,
    /// The program that made it, as it says itself.
    pub engine: String,
    /// The gravest findings, up to [`MOST_FINDINGS`], each once.
    pub findings: Vec<Detection>,
    /// Findings over that.
    pub n_left_out: usize,
    /// What was read of which log.
    pub coverage: Vec<LogCoverage>,
    /// Places of files that the hunt could not read.
    pub n_unread: usize,
    /// The first lines that could not be used, each with its place and why.
    pub bad: Vec<String>,
    /// All of them.
    pub n_bad: usize,
    /// Whether it ends before the hunt did.
    pub is_cut_short: bool,
}

/// Why a file is not taken at all, as a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(pub String);

/// Reads a file somebody sent: the result of a hunt, or logs when there is a runner for them.
pub fn read_hunt(name: &str, bytes: &[u8], runner: Option<&HuntRunner>) -> Result<HuntRead, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit("Choose the file to send.".to_owned()));
    }
    if bytes.len() > SentHunt::MOST_BYTES {
        return Err(Unfit(SentHunt::too_large()));
    }
    let digest = sha256_hex(bytes);
    if is_raw(bytes) {
        let Some(runner) = runner else {
            return Err(Unfit(
                "These are event logs as they are. This portal takes results: run \u{201c}holdfast hunt\u{201d} over them, and send the file it writes."
                    .to_owned(),
            ));
        };
        let lines = runner(name, bytes).map_err(Unfit)?;
        return of_lines(digest, &lines);
    }
    of_lines(digest, bytes)
}

/// An event log begins with `ElfFile`, an archive with `PK` or the mark of gzip.
fn is_raw(bytes: &[u8]) -> bool {
    [&b"ElfFile\0"[..], b"PK\x03\x04", b"\x1f\x8b"].iter().any(|mark| bytes.starts_with(mark))
}

fn of_lines(digest: String, bytes: &[u8]) -> Result<HuntRead, Unfit> {
    let read = hunt::read(bytes);
    if read.head.is_none()
        && let Some(other) = read.bad.iter().find(|b| b.reason.starts_with("the result has version"))
    {
        return Err(Unfit(format!("This file cannot be read: {}.", other.reason)));
    }
    if read.lines.is_empty() && read.head.is_none() && read.end.is_none() {
        return Err(Unfit(
            "This is no result of a hunt. Run \u{201c}holdfast hunt\u{201d} over your event logs, and send the file it writes."
                .to_owned(),
        ));
    }
    let mut out = HuntRead {
        digest,
        engine: read.head.map(|h| plain(&h.engine)).unwrap_or_default(),
        is_cut_short: read.end.is_none(),
        n_bad: read.bad.len(),
        bad: read.bad.iter().take(MOST_BAD_SHOWN).map(|b| plain(&b.to_string())).collect(),
        ..HuntRead::default()
    };
    out.sort(read.lines);
    Ok(out)
}

/// What an agent found in its machine's logs. `digest`: SHA-256 in hex of what it sent.
pub fn of_findings(digest: String, engine: &str, findings: Vec<hunt::Finding>) -> HuntRead {
    let mut out = HuntRead { digest, engine: plain(engine), ..HuntRead::default() };
    out.sort(findings.into_iter().map(Line::Finding).collect());
    out
}

impl HuntRead {
    /// Sorts lines by what they are, within the limits.
    fn sort(&mut self, lines: Vec<Line>) {
        let mut findings: BTreeMap<String, Detection> = BTreeMap::new();
        for line in lines {
            match line {
                Line::Finding(f) => {
                    let host = plain(&f.host);
                    match detection(f).cleaned() {
                        Some(d) => drop(findings.insert(d.digest(), d)),
                        None => self.note_bad(format!(
                            "a finding on \u{201c}{host}\u{201d} names no computer or no rule"
                        )),
                    }
                }
                Line::Coverage(c) if self.coverage.len() < MOST_LOGS => {
                    let hunt::Coverage { host, channel, n_events, first_at, last_at, .. } = c;
                    let log = LogCoverage { host, channel, n_events, first_at, last_at }.cleaned();
                    match log {
                        Some(log) => self.coverage.push(log),
                        None => self.note_bad("a line of coverage names no computer or no log".to_owned()),
                    }
                }
                Line::Unread(_) => self.n_unread += 1,
                Line::Coverage(_) | Line::Hunt(_) | Line::End(_) => {}
            }
        }
        let mut all: Vec<Detection> = findings.into_values().collect();
        all.sort_by_key(|d| (Reverse(d.severity), d.first_at));
        self.n_left_out = all.len().saturating_sub(MOST_FINDINGS);
        all.truncate(MOST_FINDINGS);
        self.findings = all;
    }

    fn note_bad(&mut self, what: String) {
        self.n_bad += 1;
        if self.bad.len() < MOST_BAD_SHOWN {
            self.bad.push(what);
        }
    }
}

/// A finding of the wire as the core's noun.
fn detection(f: hunt::Finding) -> Detection {
    let hunt::RuleShape { id, title, author, level, techniques, tactics } = f.rule;
    let hunt::Example { at, channel, provider, event_id, record_id, file, fields, .. } = f.example;
    Detection {
        rule: DetectionRule { id, title, author, level, techniques, tactics },
        severity: match f.severity {
            hunt::Severity::Info => Severity::Info,
            hunt::Severity::Low => Severity::Low,
            hunt::Severity::Medium => Severity::Medium,
            hunt::Severity::High => Severity::High,
            hunt::Severity::Critical => Severity::Critical,
        },
        host: f.host,
        n_events: f.n_events,
        first_at: f.first_at,
        last_at: f.last_at,
        example: DetectionExample { at, channel, provider, event_id, record_id, file, fields },
        is_first_seen: f.is_first_seen,
        from_rules: f.from_rules,
    }
}

/// A text from outside as a short line.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
