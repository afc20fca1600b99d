//! A case on paper, headed for the insurer or for counsel: what is known, what is not, what was done. It prints as it stands.
//!
//! For the insurer it leaves notes out. A line on privilege stands there only when somebody chose it: whether it holds is counsel's
//! to say.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::model::day_in_words;
use serde::Deserialize;

use super::number;
use super::page::{LineView, StepView, TellView, closed, gravest, looked, steps, tell};
use super::timeline::{Entry, timeline};
use super::words;
use crate::App;
use crate::app::incident::CaseFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// So many bytes of rules stand on paper.
const LINES_BYTES: usize = 18 * 1024;
/// Most computers on paper.
const MOST_MACHINES: usize = 40;
/// Most text of the timeline, in bytes. What is over stays in the portal, and the paper says so.
const MOST_TIMELINE_BYTES: usize = 14 * 1024;

/// Whom the paper is for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct For {
    r#for: String,
    privilege: String,
}

#[derive(Template)]
#[template(path = "security_cases/paper.html")]
pub(super) struct PaperPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    is_counsel: bool,
    is_privileged: bool,
    number: u32,
    title: String,
    severity: words::Tag,
    printed: String,
    printed_by: String,
    opened: String,
    span: String,
    looked: String,
    closed: String,
    closed_words: String,
    happened: Vec<String>,
    machines: Vec<(String, String)>,
    n_more_machines: usize,
    lines: Vec<LineView>,
    n_more_lines: usize,
    unknown: Vec<String>,
    steps: Vec<StepView>,
    tell: Vec<TellView>,
    entries: Vec<Entry>,
    n_left_out: usize,
    n_notes: usize,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Query(asked): Query<For>,
) -> Result<Response, WebError> {
    let file = app.security_case(scope, number(&case)?).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    let is_counsel = asked.r#for == "counsel";
    let printed = (day_in_words(app.today()), actor.name.clone());
    let is_privileged = is_counsel && asked.privilege == "yes";
    Ok(render(&PaperPage::new(layout(&app, &visitor), here, &file, printed, is_counsel, is_privileged)))
}

impl PaperPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        file: &CaseFile,
        (printed, printed_by): (String, String),
        is_counsel: bool,
        is_privileged: bool,
    ) -> Self {
        let CaseFile { case, story, .. } = file;
        let mut entries = timeline(case, story, &file.tell);
        let n_notes = entries.iter().filter(|e| e.is_note).count();
        entries.retain(|e| is_counsel || !e.is_note);
        let n_all = entries.len();
        let mut bytes = 0;
        entries.retain(|e| {
            bytes += e.weight();
            bytes <= MOST_TIMELINE_BYTES
        });
        let (closed, closed_words) = closed(file);
        let lines = gravest(&story.lines, LINES_BYTES);
        Self {
            layout,
            here,
            is_counsel,
            is_privileged,
            number: case.number,
            title: words::cut(&story.title, 200),
            severity: words::severity(story.severity),
            printed,
            printed_by,
            opened: words::moment(case.opened_at),
            span: words::span(story.first_at, story.last_at),
            looked: looked(file),
            closed,
            closed_words,
            happened: story.happened.clone(),
            machines: story
                .machines
                .iter()
                .take(MOST_MACHINES)
                .map(|m| (words::host(&m.name), m.carries.clone()))
                .collect(),
            n_more_machines: story.machines.len().saturating_sub(MOST_MACHINES),
            n_more_lines: story.lines.len() - lines.len(),
            lines,
            unknown: story.unknown.clone(),
            steps: steps(file),
            tell: tell(file),
            n_left_out: n_all - entries.len(),
            entries,
            n_notes,
        }
    }
}
