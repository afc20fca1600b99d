//! `/questions/open/{token}`: a mailed link to one part. Opening it changes nothing until its button is pressed, because
//! mail scanners open links too.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::questionnaire::name;
use serde::Deserialize;

use super::desk::Frame;
use super::held::Held;
use super::language::Spoken;
use crate::App;
use crate::app::answers::PartBehind;
use crate::auth::Visitor;
use crate::auth::cookie::{self, CookieName};
use crate::entropy::TokenHash;
use crate::web::{Layout, WebError, render};

/// The name they give.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
}

#[derive(Template)]
#[template(path = "answers/open.html")]
pub(super) struct OpenPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) token: String,
    pub(super) behind: PartBehind,
    pub(super) typed: String,
    pub(super) is_wrong: bool,
}

impl OpenPage {
    fn part(&self) -> String {
        self.behind.knows.name().in_language(self.frame.spoken.language).to_owned()
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    spoken: Spoken,
) -> Result<Response, WebError> {
    let behind = app.part_behind(&TokenHash::of(&token)).await?;
    let typed = behind.name.clone();
    let layout = Layout::new(&app, &visitor);
    let frame = Frame { here: None, spoken, may_switch: true };
    Ok(spoken.keep(&app, render(&OpenPage { layout, frame, token, behind, typed, is_wrong: false })))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    spoken: Spoken,
    Form(Typed { name: typed }): Form<Typed>,
) -> Result<Response, WebError> {
    let hash = TokenHash::of(&token);
    let Some(name) = name(&typed) else {
        let behind = app.part_behind(&hash).await?;
        let typed = typed.chars().take(254).collect();
        let layout = Layout::new(&app, &visitor);
        let frame = Frame { here: None, spoken, may_switch: false };
        let page = OpenPage { layout, frame, token, behind, typed, is_wrong: true };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    let (held, seconds) = app.open_part(&hash, &name).await?;
    let mut response = Redirect::to("/questions").into_response();
    let cookie = cookie::set(CookieName::Part, app.config.server.is_https(), held.reveal(), seconds);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Leaves the questions on a shared computer.
pub(super) async fn leave(State(app): State<App>, held: Held) -> Result<Response, WebError> {
    if let Some(token) = &held.0 {
        app.leave_part(token).await?;
    }
    let mut response = Redirect::to("/").into_response();
    let cookie = cookie::forget(CookieName::Part, app.config.server.is_https());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
