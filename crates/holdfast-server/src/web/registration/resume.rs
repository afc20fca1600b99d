//! Save and come back: the mailed way back to a draft, and a new one when it has run out.
//!
//! Asking for a link gets the same answer whoever asks. Opening a link changes nothing until its button is pressed,
//! because mail scanners open links too.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::EmailAddress;
use serde::Deserialize;

use super::draft::{Held, no_draft, with_cookie};
use super::step::Wrong;
use crate::App;
use crate::app::AppError;
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::web::{Layout, WebError, render};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Address {
    email: String,
}

#[derive(Template)]
#[template(path = "registration/save.html")]
struct SavePage {
    layout: Layout,
    name: String,
    email: String,
    days: u32,
    saved: bool,
    errors: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "registration/new_link.html")]
struct NewLinkPage {
    layout: Layout,
    dead: bool,
    asked: bool,
    email: String,
    errors: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "registration/press.html")]
pub(in crate::web) struct PressPage {
    pub(in crate::web) layout: Layout,
    pub(in crate::web) heading: &'static str,
    pub(in crate::web) says: &'static str,
    pub(in crate::web) action: String,
    pub(in crate::web) button: &'static str,
}

impl SavePage {
    fn hint(&self) -> String {
        format!("The link works once, for {} days. You can ask for another at any time.", self.days)
    }

    fn error(&self) -> &str {
        self.errors.first().map_or("", |e| e.text.as_str())
    }
}

impl NewLinkPage {
    fn error(&self) -> &str {
        self.errors.first().map_or("", |e| e.text.as_str())
    }
}

/// The address typed, or what to mend; at most 254 characters of it are shown again.
fn parse(typed: &str) -> Result<EmailAddress, (String, Vec<Wrong>)> {
    EmailAddress::parse(typed).map_err(|_| {
        let text = "Write an e-mail address like name@hospital.org.".to_owned();
        (typed.trim().chars().take(254).collect(), vec![Wrong { field: "email".to_owned(), text }])
    })
}

pub(super) async fn save_page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
) -> Result<Response, WebError> {
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let answers = &draft.registration.answers;
    let known = answers.contact.as_ref().map(|c| &c.email).or(answers.way_back.as_ref());
    Ok(render(&SavePage {
        layout: Layout::new(&app, &visitor),
        name: display_case(&draft.listed.hospital.name),
        email: known.map(ToString::to_string).unwrap_or_default(),
        days: app.config.sign_in.resume_days,
        saved: false,
        errors: Vec::new(),
    }))
}

pub(super) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Form(Address { email }): Form<Address>,
) -> Result<Response, WebError> {
    let Some((token, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let (email, errors) = match parse(&email) {
        Ok(address) => {
            if app.save_for_later(&token, &address).await?.is_none() {
                return Ok(no_draft());
            }
            (address.to_string(), Vec::new())
        }
        Err(wrong) => wrong,
    };
    let saved = errors.is_empty();
    let page = SavePage {
        layout: Layout::new(&app, &visitor),
        name: display_case(&draft.listed.hospital.name),
        email,
        days: app.config.sign_in.resume_days,
        saved,
        errors,
    };
    let status = if saved { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, render(&page)).into_response())
}

pub(super) async fn ask_page(State(app): State<App>, visitor: Visitor) -> Response {
    render(&new_link(&app, &visitor, false))
}

fn new_link(app: &App, visitor: &Visitor, dead: bool) -> NewLinkPage {
    NewLinkPage {
        layout: Layout::new(app, visitor),
        dead,
        asked: false,
        email: String::new(),
        errors: Vec::new(),
    }
}

/// The page for a link that no longer works, with a form for a new one.
pub(in crate::web) fn dead(app: &App, visitor: &Visitor) -> Response {
    (StatusCode::GONE, render(&new_link(app, visitor, true))).into_response()
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Form(Address { email }): Form<Address>,
) -> Result<Response, WebError> {
    let page = new_link(&app, &visitor, false);
    match parse(&email) {
        Ok(address) => {
            app.send_new_links(address.clone());
            Ok(render(&NewLinkPage { asked: true, email: address.to_string(), ..page }))
        }
        Err((email, errors)) => {
            let page = NewLinkPage { email, errors, ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

pub(super) async fn link_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    if !app.resume_link_is_good(&TokenHash::of(&token)).await? {
        return Ok(dead(&app, &visitor));
    }
    Ok(render(&PressPage {
        layout: Layout::new(&app, &visitor),
        heading: "Go on with your registration",
        says: "This link works once. After that, this browser remembers the registration.",
        action: format!("/resume/{token}"),
        button: "Go on",
    }))
}

pub(super) async fn follow(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.resume_registration(&TokenHash::of(&token)).await {
        Ok(draft) => Ok(with_cookie(&app, &draft, "/register/tasks")),
        Err(AppError::DeadLink) => Ok(dead(&app, &visitor)),
        Err(e) => Err(e.into()),
    }
}
