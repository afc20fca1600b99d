//! `/hospital/{ccn}/plan/accept`: what the plan promises and takes, and the button that makes it count.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Catalog;
use holdfast_core::model::PlanTaskState;
use serde::Deserialize;

use super::page::{goals, takes};
use super::words;
use crate::App;
use crate::app::PlanFile;
use crate::app::plan::Accepted;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::posture::words as stands;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "plan/accept.html")]
pub(super) struct AcceptPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    /// Why it was not accepted just now.
    pub(super) why_not: Vec<String>,
    pub(super) digest: String,
    pub(super) takes: String,
    pub(super) goals: String,
    pub(super) budget: String,
    pub(super) steps: Vec<(String, String, Vec<String>)>,
    pub(super) n_carried: usize,
    pub(super) replaces: String,
    pub(super) assumed: Vec<String>,
}

/// Which draft was read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Read {
    draft: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, &actor, Room::Plan);
    Ok(render(&AcceptPage::new(Layout::new(&app, &visitor), here, &app.catalog, &file)))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(read): Form<Read>,
) -> Result<Response, WebError> {
    let why_not = match app.accept_plan(scope, actor.account, &actor.name, &read.draft).await? {
        Accepted::Kept(_) => {
            let to = format!("/hospital/{}/plan?done=accepted", scope.ccn());
            return Ok(Redirect::to(&to).into_response());
        }
        Accepted::Changed => vec![
            "What is known changed while you read, and the plan with it. Read it again below; nothing was accepted."
                .to_owned(),
        ],
        Accepted::Unsound(wrong) => wrong,
        Accepted::Empty => vec!["There is no step in it to do.".to_owned()],
    };
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, &actor, Room::Plan);
    let mut page = AcceptPage::new(Layout::new(&app, &visitor), here, &app.catalog, &file);
    page.why_not = why_not;
    Ok((StatusCode::CONFLICT, render(&page)).into_response())
}

impl AcceptPage {
    pub(super) fn new(layout: Layout, here: Here, catalog: &Catalog, file: &PlanFile) -> Self {
        let promises = |step| {
            let ranked = file.draft.ranked.iter().find(|r| r.step == step);
            let all = ranked.map(|r| r.promises.as_slice()).unwrap_or_default();
            all.iter().map(|m| stands::measure_says(catalog, m)).collect::<Vec<String>>()
        };
        let steps: Vec<(String, String, Vec<String>)> = file
            .draft
            .scheduled()
            .map(|s| {
                let due = holdfast_core::model::day_in_words(s.due_on);
                (words::step_name(catalog, &s.step), due, promises(s.step.clone()))
            })
            .collect();
        let is_carried = |t: &holdfast_core::model::PlanTask| {
            t.state == PlanTaskState::Open && file.draft.scheduled().any(|s| s.step == t.step)
        };
        Self {
            why_not: Vec::new(),
            digest: file.draft.digest(),
            takes: takes(catalog, file),
            goals: goals(file),
            budget: words::means_rows(file).first().map(|(_, b)| b.clone()).unwrap_or_default(),
            steps,
            n_carried: file.current.as_ref().map_or(0, |p| p.tasks.iter().filter(|t| is_carried(t)).count()),
            replaces: file
                .current
                .as_ref()
                .map(|p| crate::web::moment::day(p.accepted.at.as_millisecond()))
                .unwrap_or_default(),
            assumed: file.draft.assumed.clone(),
            layout,
            here,
        }
    }
}
