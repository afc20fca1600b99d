//! API tokens on the account page: made and shown once, revoked at any time.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::TokenId;
use serde::Deserialize;

use super::AccountPage;
use crate::App;
use crate::app::account::MOST_TOKEN_DAYS;
use crate::app::passkeys::MOST_LABEL;
use crate::auth::{Actor, Visitor};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "account/token.html")]
struct TokenPage {
    layout: Layout,
    label: String,
    token: String,
    days: u32,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    label: String,
    days: String,
}

/// Shows the token in the answer itself: only its digest is kept.
pub(super) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    headers: HeaderMap,
    Form(form): Form<TokenForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let label = form.label.trim();
    if label.is_empty() || label.chars().count() > MOST_LABEL {
        problems.add("label", format!("Say what the token is for, in up to {MOST_LABEL} characters"));
    }
    let days = form.days.trim().parse::<u32>().ok().filter(|d| (1..=MOST_TOKEN_DAYS).contains(d));
    if days.is_none() {
        problems.add("days", format!("Write a number of days from 1 to {MOST_TOKEN_DAYS}"));
    }
    let (true, Some(days)) = (problems.is_empty(), days) else {
        let page = AccountPage {
            problems,
            new_label: form.label,
            new_days: form.days,
            ..AccountPage::load(&app, &visitor, &actor, &headers).await?
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    let (_, token) = app.make_api_token(actor.account, label, days).await?;
    Ok(render(&TokenPage {
        layout: Layout::new(&app, &visitor),
        label: label.to_owned(),
        token: token.reveal().to_owned(),
        days,
    }))
}

pub(super) async fn revoke(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    app.revoke_api_token(actor.account, TokenId(id)).await?;
    Ok(Redirect::to("/account#tokens").into_response())
}
