//! Signing in and out: with a passkey, or with an e-mail address and a recovery code where there are no scripts.

mod code;
mod passkey;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

pub(super) use self::passkey::{asked, not_taken};
use super::landing;
use super::passkey_place::PasskeyPlace;
use super::problem::Problems;
use super::{Layout, WebError, render};
use crate::App;
use crate::app::sign_in::{AtBrowser, SignedIn};
use crate::auth::cookie::{self, CookieName};
use crate::auth::{Actor, Visitor};
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The pages and calls of signing in.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Access::Public, show)
        .post("/sign-in/code", Access::PublicLimited, code::sign_in)
        .post("/sign-in/passkey/start", Access::PublicLimited, passkey::start)
        .post("/sign-in/passkey/finish", Access::PublicLimited, passkey::finish)
        .post("/sign-out", Access::Public, sign_out)
}

#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
struct SignInPage {
    layout: Layout,
    passkeys: PasskeyPlace,
    problems: Problems,
    next: String,
    email: String,
    code: String,
    signed_out: bool,
    set_up_already: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    next: String,
    out: String,
    ready: String,
}

impl SignInPage {
    fn new(app: &App, visitor: &Visitor, headers: &HeaderMap, next: &str) -> Self {
        let next = landing::wanted(next).unwrap_or_default().to_owned();
        let path = if next.is_empty() {
            "/sign-in".to_owned()
        } else {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
            format!("/sign-in?{query}")
        };
        Self {
            layout: Layout::new(app, visitor),
            passkeys: PasskeyPlace::of(app, headers, &path),
            problems: Problems::default(),
            next,
            email: String::new(),
            code: String::new(),
            signed_out: false,
            set_up_already: false,
        }
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let mut page = SignInPage::new(&app, &visitor, &headers, &asked.next);
    page.signed_out = !asked.out.is_empty() && visitor.actor.is_none();
    page.set_up_already = !asked.ready.is_empty();
    render(&page)
}

async fn sign_out(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    if let (Some(actor), Some(hash)) = (&visitor.actor, &visitor.token_hash) {
        app.sign_out(actor.account, hash).await?;
    }
    let gone = cookie::forget(CookieName::Session, app.config.server.is_https());
    Ok(([(header::SET_COOKIE, gone)], Redirect::to("/sign-in?out=1")).into_response())
}

/// The browser behind a request, for a new session.
pub(super) fn at_browser(visitor: &Visitor, headers: &HeaderMap) -> AtBrowser {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    AtBrowser {
        user_agent: agent.to_owned(),
        previous: visitor.actor.as_ref().map(|a| a.account).zip(visitor.token_hash.clone()),
    }
}

/// The cookie that keeps a new session.
pub(super) fn session_cookie(app: &App, signed_in: &SignedIn) -> [(header::HeaderName, HeaderValue); 1] {
    let lasts_s = i64::from(app.config.sign_in.absolute_hours) * 60 * 60;
    let https = app.config.server.is_https();
    [(header::SET_COOKIE, cookie::set(CookieName::Session, https, signed_in.token.reveal(), lasts_s))]
}

/// Where someone who has just signed in goes: the page they wanted, or the one their roles begin at.
pub(super) async fn after(app: &App, signed_in: &SignedIn, next: &str) -> Result<String, WebError> {
    if let Some(next) = landing::wanted(next) {
        return Ok(next.to_owned());
    }
    let hash = TokenHash::of(signed_in.token.reveal());
    let actor: Option<Actor> = app.actor_of_session(&hash).await?.map(|(actor, _)| actor);
    Ok(actor.map_or_else(|| "/account".to_owned(), |a| landing::home_of(&a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> [SignInPage; 3] {
        let layout = Layout { program_name: "Holdfast".to_owned(), ..Layout::default() };
        let page = |passkeys: PasskeyPlace, problems: Problems, text: &str| SignInPage {
            layout: layout.clone(),
            passkeys,
            problems,
            next: text.to_owned(),
            email: text.to_owned(),
            code: text.to_owned(),
            signed_out: text.is_empty(),
            set_up_already: text.is_empty(),
        };
        let here = PasskeyPlace { here: true, ..PasskeyPlace::default() };
        let there =
            PasskeyPlace { elsewhere: "http://localhost:8080/sign-in".to_owned(), ..PasskeyPlace::default() };
        [
            page(PasskeyPlace::default(), Problems::default(), ""),
            page(here, Problems::one("code", "No such code"), "/hospital/991301"),
            page(there, Problems::default(), &"<x>\"'&".repeat(2_000)),
        ]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("a page");
            assert!(html.contains("<h1>Sign in</h1>") && !html.contains("<x>"));
        }
    }
}
