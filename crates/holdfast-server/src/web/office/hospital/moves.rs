//! What the office does from a hospital's file: confirm an offer, record that it runs, invite the hospital.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::Date;
use holdfast_core::model::{Action, Ccn, EmailAddress};
use serde::Deserialize;

use super::{Failed, HospitalPage, parse};
use crate::App;
use crate::app::{ActivationError, AppError, InviteError};
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::{WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ManageProgram);
    routes
        .post("/office/hospitals/{ccn}/offers/{offer}/validate", access, validate)
        .post("/office/hospitals/{ccn}/offers/{offer}/activate", access, activate)
        .post("/office/hospitals/{ccn}/invite", access, invite)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Moved {
    started: String,
    ends: String,
    note: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Invited {
    email: String,
}

/// The file again, with what was typed and what is wrong.
async fn again(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    ccn: Ccn,
    status: StatusCode,
    failed: &Failed,
) -> Result<Response, WebError> {
    let file = app.office_file(actor, ccn).await?;
    Ok((status, render(&HospitalPage::new(app, visitor, actor, &file, "", failed))).into_response())
}

fn done(ccn: Ccn, what: &str) -> Response {
    Redirect::to(&format!("/office/hospitals/{ccn}?done={what}")).into_response()
}

fn day(text: &str) -> Result<Date, String> {
    text.trim()
        .parse::<Date>()
        .map_err(|_| "Write the day as year, month and day, like 2026-10-13.".to_owned())
}

/// What went wrong, by field; other failures go up.
fn fields(error: ActivationError) -> Result<(StatusCode, &'static str, String), AppError> {
    match error {
        ActivationError::Starts(text) => Ok((StatusCode::UNPROCESSABLE_ENTITY, "started", text)),
        ActivationError::Ends(text) => Ok((StatusCode::UNPROCESSABLE_ENTITY, "ends", text)),
        ActivationError::Move(e) => Ok((StatusCode::CONFLICT, "note", format!("Nothing was changed: {e}."))),
        ActivationError::App(e) => Err(e),
    }
}

async fn validate(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path((ccn, offer)): Path<(String, String)>,
    Form(sent): Form<Moved>,
) -> Result<Response, WebError> {
    let ccn = parse(&ccn)?;
    match app.validate_claim(&actor, ccn, &offer, &sent.note).await {
        Ok(_) => Ok(done(ccn, "validated")),
        Err(error) => {
            let (status, field, text) = fields(error)?;
            let failed = Failed { offer, note: sent.note, errors: vec![(field, text)], ..Failed::default() };
            again(&app, &visitor, &actor, ccn, status, &failed).await
        }
    }
}

async fn activate(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path((ccn, offer)): Path<(String, String)>,
    Form(sent): Form<Moved>,
) -> Result<Response, WebError> {
    let ccn = parse(&ccn)?;
    let started = day(&sent.started);
    let ends = if sent.ends.trim().is_empty() { Ok(None) } else { day(&sent.ends).map(Some) };
    let mut failed =
        Failed { offer, started: sent.started, ends: sent.ends, note: sent.note, ..Failed::default() };
    let (started, ends) = match (started, ends) {
        (Ok(started), Ok(ends)) => (started, ends),
        (started, ends) => {
            failed.errors.extend(started.err().map(|text| ("started", text)));
            failed.errors.extend(ends.err().map(|text| ("ends", text)));
            return again(&app, &visitor, &actor, ccn, StatusCode::UNPROCESSABLE_ENTITY, &failed).await;
        }
    };
    match app.activate_claim(&actor, ccn, &failed.offer, started, ends, &failed.note).await {
        Ok(_) => Ok(done(ccn, "activated")),
        Err(error) => {
            let (status, field, text) = fields(error)?;
            failed.errors.push((field, text));
            again(&app, &visitor, &actor, ccn, status, &failed).await
        }
    }
}

async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(ccn): Path<String>,
    Form(sent): Form<Invited>,
) -> Result<Response, WebError> {
    let ccn = parse(&ccn)?;
    let email = sent.email.trim().to_owned();
    let to = if email.is_empty() { Ok(None) } else { EmailAddress::parse(&email).map(Some) };
    let (status, text) = match to {
        Err(e) => (StatusCode::UNPROCESSABLE_ENTITY, format!("{e}.")),
        Ok(to) => match app.invite_hospital(&actor, ccn, to.as_ref()).await {
            Ok(()) => return Ok(done(ccn, "invited")),
            Err(InviteError::Registered) => (
                StatusCode::CONFLICT,
                "This hospital has registered already, so nothing was sent.".to_owned(),
            ),
            Err(InviteError::App(e)) => return Err(e.into()),
        },
    };
    let failed = Failed { email, errors: vec![("email", text)], ..Failed::default() };
    again(&app, &visitor, &actor, ccn, status, &failed).await
}
