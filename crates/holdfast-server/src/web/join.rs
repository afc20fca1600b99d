//! An invitation, as the invited person sees it: who invites, to what, and one button to accept.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::problem::Problems;
use super::sign_in::{at_browser, session_cookie};
use super::{Layout, WebError, render};
use crate::App;
use crate::app::invitations::{Accepted, Invitation};
use crate::app::sign_in::SignedIn;
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The pages of an invitation.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/join/{token}", Access::Public, show).post("/join/{token}", Access::PublicLimited, accept)
}

#[derive(Template)]
#[template(path = "people/join.html")]
struct JoinPage {
    layout: Layout,
    token: String,
    /// The hospital, or the program's own name.
    at: String,
    role: &'static str,
    may: Vec<&'static str>,
    ask_name: bool,
    needs_passkey: bool,
    /// The name of someone else who is signed in; empty when nobody is in the way.
    in_the_way: String,
    name: String,
    problems: Problems,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

impl JoinPage {
    fn new(app: &App, visitor: &Visitor, token: String, invitation: &Invitation) -> Self {
        let someone_else = visitor.actor.as_ref().filter(|a| a.email != invitation.email);
        Self {
            layout: Layout::new(app, visitor),
            token,
            at: invitation.ccn.map_or_else(|| app.config.program.name.clone(), |ccn| app.hospital_name(ccn)),
            role: invitation.role.label(),
            may: invitation.role.may().iter().map(|a| a.label()).collect(),
            ask_name: !invitation.has_account,
            needs_passkey: invitation.needs_passkey,
            in_the_way: someone_else.map(|a| a.name.clone()).unwrap_or_default(),
            name: String::new(),
            problems: Problems::default(),
        }
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let invitation = app.invitation(&TokenHash::of(&token)).await?;
    Ok(render(&JoinPage::new(&app, &visitor, token, &invitation)))
}

async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<NameForm>,
) -> Result<Response, WebError> {
    let hash = TokenHash::of(&token);
    let invitation = app.invitation(&hash).await?;
    let mut page = JoinPage::new(&app, &visitor, token, &invitation);
    let mut name = String::new();
    if page.ask_name && visitor.actor.is_none() {
        let Some(read) = page.problems.person_name("name", &form.name) else {
            page.name = form.name;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
        };
        name = read;
    }
    let browser = at_browser(&visitor, &headers);
    match app.accept_invitation(&hash, visitor.actor.as_ref(), &name, &browser).await? {
        Accepted::Given { session: Some(session), .. } => {
            Ok((session_cookie(&app, &session), Redirect::to("/set-up-sign-in")).into_response())
        }
        Accepted::Given { ccn: Some(ccn), session: None } => {
            let to = if invitation.role.allows(holdfast_core::model::Action::ViewHospital) {
                format!("/hospital/{ccn}")
            } else {
                "/account".to_owned()
            };
            Ok(Redirect::to(&to).into_response())
        }
        Accepted::Given { ccn: None, session: None } => Ok(Redirect::to("/account").into_response()),
        Accepted::PasskeyFirst { session } => {
            Ok(passkey_first(&app, session.as_ref(), &format!("/join/{}", page.token)))
        }
        Accepted::SignInFirst => Ok(sign_in_first(&format!("/join/{}", page.token))),
        Accepted::SomeoneElse | Accepted::NameFirst => {
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
    }
}

/// Off to make a passkey, and back here after.
pub(super) fn passkey_first(app: &App, session: Option<&SignedIn>, back: &str) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", back).finish();
    let go = Redirect::to(&format!("/set-up-sign-in?{query}"));
    match session {
        Some(session) => (session_cookie(app, session), go).into_response(),
        None => go.into_response(),
    }
}

/// Off to sign in, and back here after.
pub(super) fn sign_in_first(back: &str) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", back).finish();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders() {
        for text in ["", "Ann Lee", &"<b>".repeat(2_000)] {
            let page = JoinPage {
                layout: Layout::default(),
                token: "t".repeat(43),
                at: text.to_owned(),
                role: "Hospital IT",
                may: vec!["See the hospital's offers and tasks"; text.len().min(9)],
                ask_name: text.len() > 8,
                needs_passkey: text.is_empty(),
                in_the_way: if text.is_empty() { String::new() } else { text.to_owned() },
                name: text.to_owned(),
                problems: Problems::default(),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
        }
    }
}
