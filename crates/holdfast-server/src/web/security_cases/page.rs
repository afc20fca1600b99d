//! One case: what happened and where, the next three steps, who is told, the timeline, and the forms to work on it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::decide::incident::{Line, Told};
use holdfast_core::model::HospitalScope;
use serde::Deserialize;

use super::number;
use super::timeline::{Entry, paged, step_name, timeline};
use super::words::{self, Tag, count};
use crate::App;
use crate::app::incident::CaseFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// So many bytes of rules stand on the page; the rest is counted.
const LINES_BYTES: usize = 18 * 1024;
/// Most computers on the page.
const MOST_MACHINES: usize = 20;
/// Most fields of an example.
const MOST_FIELDS: usize = 6;

/// What the names of the close form's fields begin with.
pub(super) const CLOSE: &str = "close-";
/// The same for a note.
pub(super) const NOTE: &str = "note-";

/// What one rule hit.
pub(super) struct LineView {
    severity: Tag,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) when: String,
    pub(super) hosts: String,
    pub(super) n_events: String,
    pub(super) techniques: String,
    event: String,
    fields: Vec<(String, String)>,
    is_first_seen: bool,
}

/// One of the three steps.
pub(super) struct StepView {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) says: String,
    /// Who did it and when; empty while it is to do.
    pub(super) done: String,
}

/// Somebody to tell.
pub(super) struct TellView {
    key: String,
    pub(super) name: String,
    pub(super) why: String,
    /// Where that is written, and whether somebody looked it up there.
    pub(super) source: String,
    /// When and by whom; empty for nobody yet.
    pub(super) told: String,
}

/// Which page of the timeline, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    page: String,
    done: String,
}

#[derive(Template)]
#[template(path = "security_cases/page.html")]
pub(super) struct CasePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    pub(super) done: &'static str,
    number: u32,
    title: String,
    severity: Tag,
    is_open: bool,
    closed: String,
    closed_words: String,
    opened: String,
    span: String,
    looked: String,
    happened: Vec<String>,
    means: String,
    machines: Vec<(String, String, Tag)>,
    n_more_machines: usize,
    steps: Vec<StepView>,
    tell: Vec<TellView>,
    lines: Vec<LineView>,
    n_more_lines: usize,
    unknown: Vec<String>,
    entries: Vec<Entry>,
    now: usize,
    last: usize,
    pub(super) note: FormView,
    pub(super) close: FormView,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let now = which.page.parse().unwrap_or(1);
    let mut page = load(&app, &visitor, &actor, scope, number(&case)?, now).await?;
    page.done = match which.done.as_str() {
        "taken" => "You look at it. It stands in the timeline.",
        "done" => "The step is done. It stands in the timeline.",
        "not_done" => "The step is to do again.",
        "told" => "That they were told stands in the timeline, with the time.",
        "note" => "The note is kept. Notes are never changed.",
        "closed" => "The case is closed.",
        _ => "",
    };
    Ok(render(&page))
}

/// The page of one case, its forms empty.
pub(super) async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    number: u32,
    now: usize,
) -> Result<CasePage, WebError> {
    let file = app.security_case(scope, number).await?;
    let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Cases);
    Ok(CasePage::new(layout(app, visitor), here, &file, now))
}

impl CasePage {
    pub(super) fn new(layout: Layout, here: Here, file: &CaseFile, now: usize) -> Self {
        let CaseFile { case, story, .. } = file;
        let (entries, now, last) = paged(timeline(case, story, &file.tell), now);
        let (closed, closed_words) = closed(file);
        let lines = gravest(&story.lines, LINES_BYTES);
        let machine = |m: &holdfast_core::decide::incident::Machine| {
            (words::host(&m.name), m.carries.clone(), words::severity(m.severity))
        };
        Self {
            layout,
            here,
            problems: Problems::default(),
            done: "",
            number: case.number,
            title: words::cut(&story.title, 200),
            severity: words::severity(story.severity),
            is_open: case.is_open(),
            closed,
            closed_words,
            opened: words::moment(case.opened_at),
            span: words::span(story.first_at, story.last_at),
            looked: looked(file),
            happened: story.happened.clone(),
            means: story.means.clone(),
            machines: story.machines.iter().take(MOST_MACHINES).map(machine).collect(),
            n_more_machines: story.machines.len().saturating_sub(MOST_MACHINES),
            steps: steps(file),
            tell: tell(file),
            n_more_lines: story.lines.len() - lines.len(),
            lines,
            unknown: story.unknown.clone(),
            entries,
            now,
            last,
            note: FormView::blank(NOTE),
            close: FormView::blank(CLOSE),
        }
    }
}

/// Who looked first; empty for nobody.
pub(super) fn looked(file: &CaseFile) -> String {
    file.case.first_looked().map(|e| format!("{} on {}", e.by, words::moment(e.at))).unwrap_or_default()
}

/// Why and by whom it was closed, and in which words; both empty while it is open.
pub(super) fn closed(file: &CaseFile) -> (String, String) {
    use holdfast_core::model::IncidentMove;
    match file.case.closed().map(|e| (e, &e.moved)) {
        Some((e, IncidentMove::Closed { reason, words: text })) => {
            (format!("{} closed it on {}: {}.", e.by, words::moment(e.at), reason.in_words()), text.clone())
        }
        _ => (String::new(), String::new()),
    }
}

pub(super) fn steps(file: &CaseFile) -> Vec<StepView> {
    let view = |s: &holdfast_core::decide::incident::NextStep| StepView {
        key: s.step.key(),
        name: step_name(s.step),
        says: s.says.clone(),
        done: s.done.as_ref().map(|e| format!("{} on {}", e.by, words::moment(e.at))).unwrap_or_default(),
    };
    file.story.steps.iter().map(view).collect()
}

pub(super) fn tell(file: &CaseFile) -> Vec<TellView> {
    let view = |t: &Told| {
        let names = match (t.whom.id.as_str(), file.administrators.as_slice()) {
            ("administrator", [_, ..]) => format!("{} ({})", t.whom.name, first_names(&file.administrators)),
            _ => t.whom.name.clone(),
        };
        TellView {
            key: t.whom.id.to_string(),
            name: names,
            why: t.whom.why.clone(),
            source: words::source(&t.whom.provenance),
            told: t.told.as_ref().map(|e| format!("{} on {}", e.by, words::moment(e.at))).unwrap_or_default(),
        }
    };
    file.tell.iter().map(view).collect()
}

fn first_names(all: &[String]) -> String {
    all.iter().take(4).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The gravest rules, as many as weigh no more than that, in the order they hit.
pub(super) fn gravest(lines: &[Line], most_bytes: usize) -> Vec<LineView> {
    let mut all: Vec<&Line> = lines.iter().collect();
    all.sort_by_key(|l| std::cmp::Reverse(l.severity));
    let views = all.into_iter().map(|l| (l.first_at, LineView::new(l)));
    let mut chosen = words::fitting(views, most_bytes, |(_, view)| view.weight());
    chosen.sort_by_key(|(at, _)| *at);
    chosen.into_iter().map(|(_, view)| view).collect()
}

impl LineView {
    fn weight(&self) -> usize {
        let texts = [&self.title, &self.author, &self.when, &self.hosts, &self.event, &self.techniques];
        let fields = self.fields.iter().map(|(k, v)| 40 + words::weight(k) + words::weight(v)).sum::<usize>();
        500 + fields + texts.into_iter().map(|t| words::weight(t)).sum::<usize>()
    }

    fn new(line: &Line) -> Self {
        let e = &line.example;
        let id = e.event_id.map(|id| format!(", event {id}")).unwrap_or_default();
        let record = e.record_id.map(|n| format!(", record {n}")).unwrap_or_default();
        let shown: Vec<String> = line.hosts.iter().take(6).map(|h| words::host(h)).collect();
        let more = line.hosts.len().saturating_sub(6);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Self {
            severity: words::severity(line.severity),
            title: words::cut(&line.rule.title, 160),
            author: words::cut(line.rule.author_in_words(), 100),
            when: words::span(line.first_at, line.last_at),
            hosts: format!("{}{more}", shown.join(", ")),
            n_events: count(line.n_events, "event", "events"),
            techniques: line
                .rule
                .techniques
                .iter()
                .take(6)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            event: format!("{}{id}{record}, in {}", words::cut(&e.channel, 80), words::cut(&e.file, 80)),
            fields: e
                .fields
                .iter()
                .take(MOST_FIELDS)
                .map(|(k, v)| (words::cut(k, 40), words::cut(v, 120)))
                .collect(),
            is_first_seen: line.is_first_seen == Some(true),
        }
    }
}
