//! A case's timeline: what was found and what people did, in order; as much of it on one page as a page may weigh.

use holdfast_core::decide::incident::{CaseStory, Told};
use holdfast_core::model::{FirstStep, Incident, IncidentEvent, IncidentMove};
use jiff::Timestamp;

use super::words::{self, count, moment};

/// So many bytes of text stand on one page.
const PAGE_BYTES: usize = 12 * 1024;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    at: Timestamp,
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: String,
    /// What somebody wrote; empty for none.
    pub(super) words: String,
    pub(super) is_note: bool,
}

impl Entry {
    /// What it weighs on a page, in bytes.
    pub(super) fn weight(&self) -> usize {
        120 + [&self.when, &self.who, &self.what, &self.words]
            .into_iter()
            .map(|t| words::weight(t))
            .sum::<usize>()
    }
}

/// Everything that happened, oldest first.
pub(super) fn timeline(case: &Incident, story: &CaseStory, tell: &[Told]) -> Vec<Entry> {
    let found = story.lines.iter().map(|line| {
        let hosts = match line.hosts.as_slice() {
            [one] => words::host(one),
            [one, rest @ ..] => format!("{} and {} more", words::host(one), rest.len()),
            [] => String::new(),
        };
        Entry {
            at: line.first_at,
            when: moment(line.first_at),
            who: String::new(),
            what: format!(
                "Found: {} on {hosts}. Rule by {}.",
                words::cut(&line.rule.title, 160),
                words::cut(line.rule.author_in_words(), 100)
            ),
            words: String::new(),
            is_note: false,
        }
    });
    let mut all: Vec<Entry> = found.chain(case.events.iter().map(|e| done(e, tell))).collect();
    all.sort_by_key(|e| e.at);
    all
}

fn done(event: &IncidentEvent, tell: &[Told]) -> Entry {
    let (what, words, is_note) = match &event.moved {
        IncidentMove::Opened { n_findings, after } => {
            let after =
                after.map(|n| format!(" It follows on case {n}, which is closed.")).unwrap_or_default();
            let n = count(u64::from(*n_findings), "finding", "findings");
            (format!("The case was opened with {n}.{after}"), String::new(), false)
        }
        IncidentMove::Joined { n_findings } => {
            let n = count(u64::from(*n_findings), "more finding", "more findings");
            (format!("{n} came in."), String::new(), false)
        }
        IncidentMove::Tied { to } => (
            format!("What came in ties this case to case {to}. They may be one story."),
            String::new(),
            false,
        ),
        IncidentMove::Taken => ("Looks at it.".to_owned(), String::new(), false),
        IncidentMove::Done { step } => (format!("Did the step: {}.", step_name(*step)), String::new(), false),
        IncidentMove::NotDone { step } => {
            (format!("Said that the step is not done after all: {}.", step_name(*step)), String::new(), false)
        }
        IncidentMove::Told { whom } => {
            let listed = tell.iter().find(|t| t.whom.id.as_str() == whom);
            let name = listed.map_or(whom.as_str(), |t| t.whom.name.as_str());
            (format!("Told: {name}."), String::new(), false)
        }
        IncidentMove::Note { text } => ("Note".to_owned(), text.clone(), true),
        IncidentMove::Closed { reason, words } => {
            (format!("Closed the case: {}.", reason.in_words()), words.clone(), false)
        }
    };
    Entry { at: event.at, when: moment(event.at), who: event.by.clone(), what, words, is_note }
}

/// What a step is called.
pub(super) fn step_name(step: FirstStep) -> &'static str {
    match step {
        FirstStep::Call => "Call",
        FirstStep::Unplug => "Unplug",
        FirstStep::Keep => "Keep",
    }
}

/// The newest entries first, cut into pages that are not too heavy: the page asked for, its number, and how many there are.
pub(super) fn paged(mut all: Vec<Entry>, now: usize) -> (Vec<Entry>, usize, usize) {
    all.reverse();
    let mut pages: Vec<Vec<Entry>> = vec![Vec::new()];
    let mut weight = 0;
    for entry in all {
        let own = entry.weight();
        if weight + own > PAGE_BYTES && weight > 0 {
            pages.push(Vec::new());
            weight = 0;
        }
        weight += own;
        if let Some(page) = pages.last_mut() {
            page.push(entry);
        }
    }
    let last = pages.len();
    let now = now.clamp(1, last);
    (pages.swap_remove(now - 1), now, last)
}
