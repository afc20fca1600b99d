//! Naming a hospital's first administrator, and the nominee's own yes.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{Action, Ccn};
use serde::Deserialize;

use super::join::{passkey_first, sign_in_first};
use super::problem::Problems;
use super::sign_in::at_browser;
use super::{Layout, WebError, render};
use crate::App;
use crate::app::AppError;
use crate::app::first_administrator::{CanNominate, Confirmed};
use crate::auth::{Actor, Scoped, Visitor};
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The pages of the first administrator.
pub fn routes(routes: Routes) -> Routes {
    let anyone_there = Access::Hospital(Action::AskHelp);
    routes
        .get("/hospital/{ccn}/first-administrator", anyone_there, show)
        .post("/hospital/{ccn}/first-administrator", anyone_there, nominate)
        .get("/administrator/{token}", Access::Public, open)
        .post("/administrator/{token}", Access::PublicLimited, confirm)
}

#[derive(Template)]
#[template(path = "people/nominate.html")]
struct NominatePage {
    layout: Layout,
    ccn: Ccn,
    hospital: String,
    own_email: String,
    can: CanNominate,
    sent_to: String,
    who: String,
    email: String,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "people/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    token: String,
    hospital: String,
    ask_name: bool,
    in_the_way: String,
    name: String,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "people/call_back.html")]
struct CallBackPage {
    layout: Layout,
    hospital: String,
    phone: String,
    why: String,
    by: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NominateForm {
    who: String,
    email: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    name: String,
    agree: String,
}

async fn page(app: &App, visitor: &Visitor, actor: &Actor, scope: Scoped) -> Result<NominatePage, WebError> {
    Ok(NominatePage {
        layout: Layout::new(app, visitor),
        ccn: scope.0.ccn(),
        hospital: app.hospital_name(scope.0.ccn()),
        own_email: actor.email.to_string(),
        can: app.can_nominate(scope.0).await?,
        sent_to: String::new(),
        who: String::new(),
        email: String::new(),
        problems: Problems::default(),
    })
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    scope: Scoped,
) -> Result<Response, WebError> {
    Ok(render(&page(&app, &visitor, &actor, scope).await?))
}

async fn nominate(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    scope: Scoped,
    Form(form): Form<NominateForm>,
) -> Result<Response, WebError> {
    let mut page = page(&app, &visitor, &actor, scope).await?;
    let email = match form.who.as_str() {
        "me" => Some(actor.email.clone()),
        "other" => page.problems.email("email", &form.email),
        _ => {
            page.problems.add("who", "Say who will be the administrator");
            None
        }
    };
    let Some(email) = email else {
        (page.who, page.email) = (form.who, form.email);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    match app.nominate_administrator(scope.0, actor.account, &email).await {
        Ok(()) => {
            page.sent_to = email.to_string();
            Ok(render(&page))
        }
        Err(AppError::Conflict { .. } | AppError::Refused { .. }) => {
            page.can = app.can_nominate(scope.0).await?;
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
        Err(e) => Err(e.into()),
    }
}

async fn confirm_page(app: &App, visitor: &Visitor, token: String) -> Result<ConfirmPage, WebError> {
    let (ccn, email, known) = app.nomination(&TokenHash::of(&token)).await?;
    let someone_else = visitor.actor.as_ref().filter(|a| a.email != email);
    Ok(ConfirmPage {
        layout: Layout::new(app, visitor),
        token,
        hospital: app.hospital_name(ccn),
        ask_name: !known,
        in_the_way: someone_else.map(|a| a.name.clone()).unwrap_or_default(),
        name: String::new(),
        problems: Problems::default(),
    })
}

async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    Ok(render(&confirm_page(&app, &visitor, token).await?))
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, WebError> {
    let hash = TokenHash::of(&token);
    let mut page = confirm_page(&app, &visitor, token).await?;
    let mut name = Some(String::new());
    if page.ask_name && visitor.actor.is_none() {
        name = page.problems.person_name("name", &form.name);
    }
    if form.agree != "yes" {
        page.problems.add("agree", "Tick the box if you agree to answer for the hospital here");
    }
    let (Some(name), true) = (name, page.problems.is_empty()) else {
        page.name = form.name;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    let browser = at_browser(&visitor, &headers);
    let back = format!("/administrator/{}", page.token);
    match app.confirm_administrator(&hash, visitor.actor.as_ref(), &name, &browser).await? {
        Confirmed::Granted { ccn } => Ok(Redirect::to(&format!("/hospital/{ccn}/people")).into_response()),
        Confirmed::CallBack { ccn, phone, why, by } => Ok(render(&CallBackPage {
            layout: page.layout,
            hospital: app.hospital_name(ccn),
            phone,
            why,
            by: by.strftime("%B %-d, %Y").to_string(),
        })),
        Confirmed::PasskeyFirst { session } => Ok(passkey_first(&app, session.as_ref(), &back)),
        Confirmed::SignInFirst => Ok(sign_in_first(&back)),
        Confirmed::SomeoneElse | Confirmed::NameFirst => {
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders() {
        for (text, can) in [
            ("", CanNominate::NotValidated),
            ("Ann Lee", CanNominate::HasOne),
            (&"<b>".repeat(2_000), CanNominate::Yes),
        ] {
            let page = NominatePage {
                layout: Layout::default(),
                ccn: Ccn::parse("991301").expect("a number"),
                hospital: text.to_owned(),
                own_email: text.to_owned(),
                can,
                sent_to: if can == CanNominate::HasOne { text.to_owned() } else { String::new() },
                who: "other".to_owned(),
                email: text.to_owned(),
                problems: Problems::one("email", "Write an address"),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
            let page = ConfirmPage {
                layout: Layout::default(),
                token: "t".repeat(43),
                hospital: text.to_owned(),
                ask_name: can == CanNominate::Yes,
                in_the_way: if can == CanNominate::HasOne { text.to_owned() } else { String::new() },
                name: text.to_owned(),
                problems: Problems::default(),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
            let page = CallBackPage {
                layout: Layout::default(),
                hospital: text.to_owned(),
                phone: if can == CanNominate::NotValidated { String::new() } else { text.to_owned() },
                why: text.to_owned(),
                by: "March 9, 2026".to_owned(),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
        }
    }
}
