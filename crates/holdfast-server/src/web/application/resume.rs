//! Save and come back: the mailed way back to an application. New links are asked for on the page for all of them.
//!
//! Opening a link changes nothing until its button is pressed, because mail scanners open links too.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::application::{contact, name};
use serde::Deserialize;

use super::held::{Held, none_held, with_cookie};
use crate::App;
use crate::app::AppError;
use crate::app::application::Applying;
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::web::problem::Problems;
use crate::web::registration::{PressPage, dead};
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    email: String,
}

#[derive(Template)]
#[template(path = "application/save.html")]
pub(super) struct SavePage {
    pub(super) layout: Layout,
    pub(super) what: String,
    pub(super) email: String,
    pub(super) hint: String,
    pub(super) days: u32,
    pub(super) saved: bool,
    pub(super) errors: Problems,
}

impl SavePage {
    fn new(app: &App, visitor: &Visitor, applying: &Applying<'_>, email: String) -> Self {
        let days = app.config.sign_in.resume_days;
        let answers = &applying.application.answers;
        Self {
            layout: Layout::new(app, visitor),
            what: name(answers).unwrap_or(&applying.program.name).to_owned(),
            email,
            hint: format!("The link works once, for {days} days. You can ask for another at any time."),
            days,
            saved: false,
            errors: Problems::default(),
        }
    }
}

pub(super) async fn save_page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    let application = &applying.application;
    let known = application.email.clone().or_else(|| contact(applying.form, &application.answers));
    let email = known.map(|e| e.to_string()).unwrap_or_default();
    Ok(render(&SavePage::new(&app, &visitor, &applying, email)))
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Form(Address { email }): Form<Address>,
) -> Result<Response, WebError> {
    let Some((token, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    let mut errors = Problems::default();
    let Some(address) = errors.email("email", &email) else {
        let typed = email.trim().chars().take(254).collect();
        let page = SavePage { errors, ..SavePage::new(&app, &visitor, &applying, typed) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    if app.save_application_for_later(&token, &address).await?.is_none() {
        return Ok(none_held());
    }
    let page = SavePage::new(&app, &visitor, &applying, address.to_string());
    Ok(render(&SavePage { saved: true, ..page }))
}

pub(super) async fn link_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    if !app.application_link_is_good(&TokenHash::of(&token)).await? {
        return Ok(dead(&app, &visitor));
    }
    Ok(render(&PressPage {
        layout: Layout::new(&app, &visitor),
        heading: "Go on with your application",
        says: "This link works once. After that, this browser remembers the application.",
        action: format!("/resume-application/{token}"),
        button: "Go on",
    }))
}

pub(super) async fn follow(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.resume_application(&TokenHash::of(&token)).await {
        Ok(held) => Ok(with_cookie(&app, &held, "/application")),
        Err(AppError::DeadLink) => Ok(dead(&app, &visitor)),
        Err(e) => Err(e.into()),
    }
}
