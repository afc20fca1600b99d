//! The form by which a hunt's result comes in, and the page that says what became of it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::words;
use crate::App;
use crate::app::FileKind;
use crate::app::incident::{HuntTaken, MOST_FINDINGS, SentHunt};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

/// What became of a file, in words.
pub(super) struct TakenView {
    lead: String,
    lines: Vec<String>,
    cases: Vec<(u32, &'static str)>,
    bad: Vec<String>,
}

#[derive(Template)]
#[template(path = "security_cases/send.html")]
pub(super) struct SendPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    pub(super) taken: Option<TakenView>,
    most_mb: usize,
    most_findings: usize,
}

impl SendPage {
    pub(super) fn new(layout: Layout, here: Here, taken: Option<&HuntTaken>, problems: Problems) -> Self {
        Self {
            layout,
            here,
            problems,
            taken: taken.map(TakenView::new),
            most_mb: SentHunt::MOST_BYTES / 1024 / 1024,
            most_findings: MOST_FINDINGS,
        }
    }
}

impl TakenView {
    fn new(taken: &HuntTaken) -> Self {
        let u = &taken.upload;
        let n = |n: u32, one: &str, many: &str| words::count(u64::from(n), one, many);
        let mut lines = Vec::new();
        if u.n_known > 0 {
            lines.push(format!(
                "{} kept before, so nothing is counted twice.",
                n(u.n_known, "finding was", "findings were")
            ));
        }
        if u.n_left_out > 0 {
            let kept = u.n_new + u.n_known;
            lines.push(format!(
                "The file holds {} findings. The {kept} gravest were kept, which is the most for one file; {} were left out. Hunt through fewer logs at a time to send the rest.",
                kept + u.n_left_out,
                u.n_left_out
            ));
        }
        if u.n_logs > 0 {
            lines.push(format!(
                "It says what it read of {}. That is kept as evidence.",
                n(u.n_logs, "log", "logs")
            ));
        } else {
            lines.push(
                "It does not say which logs it read, so nothing is known from it about logs.".to_owned(),
            );
        }
        if taken.n_unread > 0 {
            let n = words::count(taken.n_unread as u64, "place", "places");
            lines.push(format!("The hunt could not read {n}. What is there is not known."));
        }
        if taken.is_cut_short {
            lines.push("The file ends before the hunt did. Hunt again if it broke off.".to_owned());
        }
        if u.n_bad > 0 {
            lines.push(format!("{} could not be used. The first:", n(u.n_bad, "line", "lines")));
        }
        let opened = u.opened.iter().map(|c| (*c, "opened"));
        let cases = opened.chain(u.joined.iter().map(|c| (*c, "added to"))).take(50).collect();
        let lead = match taken.came_before {
            Some(at) => format!("This file came in on {} already. Nothing was changed.", words::moment(at)),
            None => format!("{} came in.", n(u.n_new, "new finding", "new findings")),
        };
        Self { lead, lines, cases, bad: taken.bad.clone() }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    Ok(render(&SendPage::new(layout(&app, &visitor), here, None, Problems::default())))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentHunt>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    let layout = layout(&app, &visitor);
    let taken = match upload.file {
        None => Err("Choose the file to send.".to_owned()),
        Some(file) => app.take_hunt(scope, &actor.speaker(scope.ccn()), file).await?,
    };
    match taken {
        Ok(taken) => Ok(render(&SendPage::new(layout, here, Some(&taken), Problems::default()))),
        Err(wrong) => {
            let page = SendPage::new(layout, here, None, Problems::one("file", wrong));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
