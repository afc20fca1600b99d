//! The list of cases: open ones with those that touch care first, closed ones, what was seen without a case, and the files that came.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::model::Detection;
use holdfast_store::KeptUpload;

use super::words::{self, Tag, count};
use crate::App;
use crate::app::incident::{CaseOnList, SecurityCases};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Came, Layout, WebError, render};

/// So many bytes of open cases stand on the page; the rest is counted.
const OPEN_BYTES: usize = 20 * 1024;
/// The same of closed ones, of findings without a case, and of files.
const OTHER_BYTES: usize = 6 * 1024;

/// An open case.
pub(super) struct OpenCase {
    number: u32,
    title: String,
    severity: Tag,
    care: String,
    machines: String,
    opened: String,
    last: String,
    looks: String,
    n_steps_left: usize,
}

/// A closed case.
pub(super) struct ClosedCase {
    number: u32,
    title: String,
    closed: String,
}

/// A finding without a case.
pub(super) struct SeenRow {
    severity: Tag,
    title: String,
    host: String,
    when: String,
    author: String,
}

/// A file that came in.
pub(super) struct UploadRow {
    name: String,
    when: String,
    by: String,
    says: String,
}

#[derive(Template)]
#[template(path = "security_cases/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    open: Vec<OpenCase>,
    n_open: usize,
    closed: Vec<ClosedCase>,
    n_closed: usize,
    seen: Vec<SeenRow>,
    n_seen: u64,
    uploads: Vec<UploadRow>,
    n_care_machines: usize,
    pub(super) done: &'static str,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    let mut page = ListPage::new(layout(&app, &visitor), here, &app.security_cases(scope).await?);
    if came.done == "closed" {
        page.done = "The case is closed.";
    }
    Ok(render(&page))
}

impl ListPage {
    pub(super) fn new(layout: Layout, here: Here, all: &SecurityCases) -> Self {
        Self {
            layout,
            here,
            open: words::fitting(all.open.iter().map(OpenCase::new), OPEN_BYTES, OpenCase::weight),
            n_open: all.open.len(),
            closed: words::fitting(all.closed.iter().map(ClosedCase::new), OTHER_BYTES, ClosedCase::weight),
            n_closed: all.n_closed,
            seen: words::fitting(all.seen.iter().map(SeenRow::new), OTHER_BYTES, SeenRow::weight),
            n_seen: all.n.n_seen,
            uploads: words::fitting(all.uploads.iter().map(UploadRow::new), OTHER_BYTES, UploadRow::weight),
            n_care_machines: all.n_care_machines,
            done: "",
        }
    }
}

impl OpenCase {
    fn new(on: &CaseOnList) -> Self {
        let CaseOnList { case, story } = on;
        let care: Vec<String> = story
            .machines
            .iter()
            .filter(|m| !m.carries.is_empty())
            .take(3)
            .map(|m| format!("{} ({})", words::host(&m.name), m.carries))
            .collect();
        let others: Vec<_> = story.machines.iter().filter(|m| m.carries.is_empty()).cloned().collect();
        Self {
            number: case.number,
            title: words::cut(&story.title, 160),
            severity: words::severity(story.severity),
            care: care.join(", "),
            machines: words::machines(&others, 3),
            opened: words::moment(case.opened_at),
            last: words::span(story.first_at, story.last_at),
            looks: match case.first_looked() {
                None => "Nobody has looked at it yet.".to_owned(),
                Some(e) => format!("{} looked at it on {}.", e.by, words::moment(e.at)),
            },
            n_steps_left: story.steps.iter().filter(|s| s.done.is_none()).count(),
        }
    }
}

impl OpenCase {
    fn weight(&self) -> usize {
        let texts = [&self.title, &self.care, &self.machines, &self.opened, &self.last, &self.looks];
        600 + texts.into_iter().map(|t| words::weight(t)).sum::<usize>()
    }
}

impl ClosedCase {
    fn weight(&self) -> usize {
        200 + words::weight(&self.title) + words::weight(&self.closed)
    }

    fn new(on: &CaseOnList) -> Self {
        let closed = on.case.closed().map(|e| {
            let why = match &e.moved {
                holdfast_core::model::IncidentMove::Closed { reason, .. } => reason.in_words(),
                _ => String::new(),
            };
            format!("{} closed it on {}: {why}.", e.by, words::moment(e.at))
        });
        Self {
            number: on.case.number,
            title: words::cut(&on.story.title, 160),
            closed: closed.unwrap_or_default(),
        }
    }
}

impl SeenRow {
    fn weight(&self) -> usize {
        400 + words::weight(&self.title) + words::weight(&self.host) + words::weight(&self.author)
    }

    fn new(d: &Detection) -> Self {
        Self {
            severity: words::severity(d.severity),
            title: words::cut(&d.rule.title, 120),
            host: words::host(&d.host),
            when: words::moment(d.last_at),
            author: words::cut(d.rule.author_in_words(), 80),
        }
    }
}

impl UploadRow {
    fn weight(&self) -> usize {
        100 + [&self.name, &self.by, &self.says].into_iter().map(|t| words::weight(t)).sum::<usize>()
    }

    fn new(kept: &KeptUpload) -> Self {
        let u = &kept.upload;
        let mut says = vec![count(u64::from(u.n_new), "new finding", "new findings")];
        if u.n_known > 0 {
            says.push(format!("{} known before", u.n_known));
        }
        if u.n_left_out > 0 {
            says.push(format!("{} left out, over the most one file may hold", u.n_left_out));
        }
        if u.n_bad > 0 {
            says.push(format!("{} not readable", count(u64::from(u.n_bad), "line", "lines")));
        }
        says.push(format!("{} covered", count(u64::from(u.n_logs), "log", "logs")));
        Self {
            name: words::cut(&u.name, 60),
            when: words::moment(kept.at),
            by: u.sent_by.clone(),
            says: says.join(", "),
        }
    }
}
