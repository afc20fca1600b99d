//! `/hospital/{ccn}/assessment/{knows}/invite`: names who is asked a part, writes to them, and ends what was sent before.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Knows;
use holdfast_core::decide::questionnaire::name;
use holdfast_core::model::{Part, day_in_words, utc_day};
use serde::Deserialize;

use super::desk::{here, part};
use crate::App;
use crate::app::answers::PART_LINK_DAYS;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::Here;
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Who is to be asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) email: String,
}

#[derive(Template)]
#[template(path = "answers/invite.html")]
pub(super) struct InvitePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) knows: Knows,
    pub(super) days: i64,
    pub(super) person: Option<(String, String, String)>,
    pub(super) typed: Typed,
    pub(super) problems: Problems,
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: holdfast_core::model::HospitalScope,
    key: &str,
) -> Result<InvitePage, WebError> {
    let knows = part(key)?;
    let all = app.questionnaire(scope).await?;
    let person = all.part(knows).and_then(|p| p.person.as_ref()).map(shown);
    let (layout, here) = (Layout::new(app, visitor), here(app, scope, actor)?);
    let (typed, problems) = (Typed::default(), Problems::default());
    Ok(InvitePage { layout, here, knows, days: PART_LINK_DAYS, person, typed, problems })
}

fn shown(person: &Part) -> (String, String, String) {
    let on = day_in_words(utc_day(person.invited_at));
    (person.name.clone(), person.email.clone(), on)
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(render(&load(&app, &visitor, &actor, scope, &key).await?))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    let knows = part(&key)?;
    let mut problems = Problems::default();
    let named = name(&typed.name);
    if named.is_none() {
        problems.add("name", "Write the person's name, up to 100 characters");
    }
    let email = problems.email("email", &typed.email);
    if let (Some(named), Some(email)) = (named, email) {
        app.ask_for_part(scope, &actor, knows, &named, &email).await?;
        let to = format!("/hospital/{}/assessment?done=asked.{}", scope.ccn(), knows.key());
        return Ok(Redirect::to(&to).into_response());
    }
    let page = load(&app, &visitor, &actor, scope, &key).await?;
    let short = |text: &str| text.chars().take(254).collect::<String>();
    let typed = Typed { name: short(&typed.name), email: short(&typed.email) };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&InvitePage { typed, problems, ..page })).into_response())
}

pub(super) async fn end(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let knows = part(&key)?;
    app.stop_asking(scope, &actor, knows).await?;
    Ok(Redirect::to(&format!("/hospital/{}/assessment?done=ended.{}", scope.ccn(), knows.key()))
        .into_response())
}
