//! `/register/join` and `/confirm/{token}`: asking to join a registered hospital, and confirming a mailbox.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{Choice, Fields, choices};
use holdfast_core::model::{RegistrationState, sentence};
use serde::Deserialize;

use super::resume::{PressPage, dead};
use super::step::{Wrong, choice_id, wrong};
use crate::App;
use crate::app::AppError;
use crate::app::belong::{Confirmed, Waiting};
use crate::app::registration::{JoinError, JoinWent, StartError};
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    ccn: String,
}

#[derive(Template)]
#[template(path = "registration/join.html")]
struct JoinPage {
    layout: Layout,
    values: Fields,
    errors: Vec<Wrong>,
    asked: bool,
    hours: u32,
}

#[derive(Template)]
#[template(path = "registration/confirmed.html")]
struct ConfirmedPage {
    layout: Layout,
    heading: &'static str,
    says: &'static str,
    validated: Vec<String>,
    waiting: Vec<Waiting>,
    /// Registrations for which the proof changes nothing any more: reference, and where each stands.
    stand: Vec<(String, String)>,
    sign_in: Option<String>,
}

impl JoinPage {
    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field == field).map_or("", |e| e.text.as_str())
    }

    fn choices(&self, field: &str) -> Vec<(usize, Choice)> {
        choices(field).into_iter().enumerate().collect()
    }

    fn choice_id(&self, field: &str, i: usize) -> String {
        choice_id(field, i)
    }
}

fn join_page(app: &App, visitor: &Visitor, values: Fields, errors: Vec<Wrong>, asked: bool) -> JoinPage {
    JoinPage {
        layout: Layout::new(app, visitor),
        values,
        errors,
        asked,
        hours: app.config.sign_in.invite_hours,
    }
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> Response {
    let ccn: String = ask.ccn.trim().chars().take(40).collect();
    render(&join_page(&app, &visitor, Fields::from_iter([("ccn", ccn)]), Vec::new(), false))
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let fields = Fields::from(sent);
    let on_ccn = |text: String| vec![Wrong { field: "ccn".to_owned(), text }];
    let errors = match app.ask_to_join(&fields).await {
        Ok(()) => return Ok(render(&join_page(&app, &visitor, fields, Vec::new(), true))),
        Err(JoinError::Wrong(errors)) => wrong(errors),
        Err(JoinError::Start(StartError::App(e))) => return Err(e.into()),
        Err(JoinError::Start(e)) => on_ccn(sentence(&e.to_string())),
        Err(e @ JoinError::NotRegistered { .. }) => on_ccn(sentence(&e.to_string())),
    };
    let page = join_page(&app, &visitor, fields, errors, false);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

pub(super) async fn confirm_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    if !app.confirm_link_is_good(&TokenHash::of(&token)).await? {
        return Ok(dead(&app, &visitor));
    }
    Ok(render(&PressPage {
        layout: Layout::new(&app, &visitor),
        heading: "Is this mailbox yours?",
        says: "Press the button to confirm it. If you did not ask for this, close the page and nothing happens.",
        action: format!("/confirm/{token}"),
        button: "Yes, it is mine",
    }))
}

pub(super) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let confirmed = match app.confirm(&TokenHash::of(&token)).await {
        Ok(confirmed) => confirmed,
        Err(AppError::DeadLink) => return Ok(dead(&app, &visitor)),
        Err(e) => return Err(e.into()),
    };
    let mut page = ConfirmedPage {
        layout: Layout::new(&app, &visitor),
        heading: "",
        says: "",
        validated: Vec::new(),
        waiting: Vec::new(),
        stand: Vec::new(),
        sign_in: None,
    };
    (page.heading, page.says) = match confirmed {
        Confirmed::Join(JoinWent::ToAdministrator) => (
            "Your request is on its way",
            "The hospital's administrator here decides. You get a mail with the answer.",
        ),
        Confirmed::Join(JoinWent::ToReviewer) => (
            "Your request is on its way",
            "The hospital has no administrator here yet, so a reviewer looks at it and calls the hospital on its number in the public directory. You get a mail with the answer.",
        ),
        Confirmed::Join(JoinWent::InAlready) => return Ok(Redirect::to("/sign-in").into_response()),
        Confirmed::Mailbox { validated, waiting, stand, sign_in } => {
            page.validated = validated.iter().map(ToString::to_string).collect();
            page.waiting = waiting;
            page.stand = stand.iter().map(|(r, state)| (r.to_string(), stands(state))).collect();
            page.sign_in = sign_in.map(|t| format!("/set-up-sign-in/{}", t.reveal()));
            match (&page.sign_in, page.waiting.is_empty()) {
                (Some(_), _) => (
                    "Your registration is confirmed",
                    "The mailbox is at the hospital's own domain. That is all the proof we need.",
                ),
                (None, false) => (
                    "Thank you, the mailbox is confirmed",
                    "One more step: a person at the hospital tells us that you work there.",
                ),
                (None, true) => (
                    "The mailbox is yours, and nothing is left to confirm",
                    "Something happened to the registration before you opened this link.",
                ),
            }
        }
    };
    Ok(render(&page))
}

/// Where a registration stands, for its contact.
fn stands(state: &RegistrationState) -> String {
    match state {
        RegistrationState::Draft => {
            "It has not been sent. Go on with it on the device where you began.".to_owned()
        }
        RegistrationState::Unproven { .. } => {
            "It gives another address now. Open the mail that was sent there.".to_owned()
        }
        RegistrationState::Submitted { .. } => {
            "A reviewer is looking at it. You get a mail either way.".to_owned()
        }
        RegistrationState::AskedBack { question, .. } => {
            format!("A reviewer asked: {question} Our mail to you has a link to answer.")
        }
        RegistrationState::Validated { .. } => "It is confirmed. Sign in to go on.".to_owned(),
        RegistrationState::Refused { reason, .. } => format!("It was not accepted. {reason}"),
    }
}
