//! `/hospital/{ccn}/plan/means`: what the hospital can carry, with what its registration tells filled in.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::plan::MeansSaid;
use holdfast_core::decide::registration::FieldError;
use serde::Deserialize;

use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "plan/means.html")]
pub(super) struct MeansPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Problems,
    pub(super) typed: MeansSaid,
    pub(super) is_said: bool,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    budget_usd: String,
    hours_a_week: String,
    usd_an_hour: String,
    downtimes_a_month: String,
    licensed_beds: String,
    staffed_users: String,
    windows_devices: String,
}

impl From<Typed> for MeansSaid {
    fn from(t: Typed) -> Self {
        Self {
            budget_usd: t.budget_usd,
            hours_a_week: t.hours_a_week,
            usd_an_hour: t.usd_an_hour,
            downtimes_a_month: t.downtimes_a_month,
            licensed_beds: t.licensed_beds,
            staffed_users: t.staffed_users,
            windows_devices: t.windows_devices,
        }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    Ok(render(&MeansPage {
        layout: Layout::new(&app, &visitor),
        here: Here::new(&file.listed, &actor, Room::Plan),
        errors: Problems::default(),
        typed: MeansSaid::of(&file.means),
        is_said: file.is_said,
    }))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let typed = MeansSaid::from(typed);
    match app.say_plan_means(scope, actor.account, &typed).await? {
        Ok(()) => Ok(Redirect::to(&format!("/hospital/{}/plan?done=means", scope.ccn())).into_response()),
        Err(wrong) => {
            let file = app.plan_file(scope).await?;
            let page = MeansPage {
                layout: Layout::new(&app, &visitor),
                here: Here::new(&file.listed, &actor, Room::Plan),
                errors: problems(wrong),
                typed,
                is_said: file.is_said,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

/// Field errors as the summary of a form shows them.
pub(super) fn problems(wrong: Vec<FieldError>) -> Problems {
    let mut problems = Problems::default();
    for e in wrong {
        problems.add(e.field, e.message.trim_end_matches('.'));
    }
    problems
}
