//! Setting up a sign-in: the mailed link, the passkey, the recovery codes.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::passkey_place::PasskeyPlace;
use super::sign_in::{at_browser, session_cookie};
use super::{Layout, WebError, landing, moment, render};
use crate::App;
use crate::auth::{Actor, Visitor};
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The pages of setting up a sign-in.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/set-up-sign-in/{token}", Access::Public, open)
        .post("/set-up-sign-in/{token}", Access::PublicLimited, begin)
        .get("/set-up-sign-in", Access::SignedIn, passkey)
        .get("/recovery-codes", Access::SignedIn, before_codes)
        .post("/recovery-codes", Access::SignedIn, make_codes)
}

#[derive(Template)]
#[template(path = "sign_in/open_link.html")]
struct OpenLinkPage {
    layout: Layout,
    token: String,
}

#[derive(Template)]
#[template(path = "sign_in/set_up.html")]
struct SetUpPage {
    layout: Layout,
    passkeys: PasskeyPlace,
    device: String,
    codes_page: String,
}

#[derive(Template)]
#[template(path = "sign_in/before_codes.html")]
struct BeforeCodesPage {
    layout: Layout,
    next: String,
    n_left: u32,
    has_passkey: bool,
}

#[derive(Template)]
#[template(path = "sign_in/codes.html")]
struct CodesPage {
    layout: Layout,
    name: String,
    made_on: String,
    codes: Vec<String>,
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Next {
    next: String,
}

async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    if !app.set_up_link_is_good(&TokenHash::of(&token)).await? {
        return Err(WebError::DeadLink);
    }
    Ok(render(&OpenLinkPage { layout: Layout::new(&app, &visitor), token }))
}

async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let signed_in = app.use_set_up_link(&TokenHash::of(&token), &at_browser(&visitor, &headers)).await?;
    let Some(signed_in) = signed_in else { return Ok(Redirect::to("/sign-in?ready=1").into_response()) };
    Ok((session_cookie(&app, &signed_in), Redirect::to("/set-up-sign-in")).into_response())
}

async fn passkey(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Next>,
) -> Response {
    render(&SetUpPage {
        layout: Layout::new(&app, &visitor),
        passkeys: PasskeyPlace::of(&app, &headers, "/set-up-sign-in"),
        device: crate::auth::device::device_name(&at_browser(&Visitor::default(), &headers).user_agent),
        codes_page: codes_page(&asked.next),
    })
}

/// The second step, which remembers where the person wanted to go.
fn codes_page(next: &str) -> String {
    match landing::wanted(next) {
        Some(next) => {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("/recovery-codes?{query}")
        }
        None => "/recovery-codes".to_owned(),
    }
}

async fn before_codes(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Query(asked): Query<Next>,
) -> Result<Response, WebError> {
    let ways = app.ways_in(actor.account).await?;
    Ok(render(&BeforeCodesPage {
        layout: Layout::new(&app, &visitor),
        next: landing::wanted(&asked.next).unwrap_or_default().to_owned(),
        n_left: ways.n_codes_left,
        has_passkey: ways.n_passkeys > 0,
    }))
}

/// Shows the codes in the answer itself: they are kept nowhere a later page could read them from.
async fn make_codes(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(form): Form<Next>,
) -> Result<Response, WebError> {
    let codes = app.make_recovery_codes(actor.account).await?;
    let next = landing::wanted(&form.next).map_or_else(|| landing::home_of(&actor), str::to_owned);
    Ok(render(&CodesPage {
        layout: Layout::new(&app, &visitor),
        name: actor.name,
        made_on: moment::day(app.now_ms()),
        codes: codes.iter().map(ToString::to_string).collect(),
        next,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders() {
        let layout = || Layout { program_name: "Holdfast".to_owned(), ..Layout::default() };
        let long = "Ann <b> O'Neil ".repeat(500);
        for name in ["", "Ann Lee", &long] {
            let next = "/hospital/991301".to_owned();
            let page = SetUpPage {
                layout: layout(),
                passkeys: PasskeyPlace { here: name.is_empty(), ..PasskeyPlace::default() },
                device: name.to_owned(),
                codes_page: codes_page(&next),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
            let page = CodesPage {
                layout: layout(),
                name: name.to_owned(),
                made_on: "March 2, 2026".to_owned(),
                codes: vec!["7K3M-2Q9D-0RTA-VX48".to_owned(); name.len().min(10)],
                next: next.clone(),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
        }
        for n_left in [0, 1, 10] {
            let page =
                BeforeCodesPage { layout: layout(), next: String::new(), n_left, has_passkey: n_left == 0 };
            page.render().expect("a page");
        }
        OpenLinkPage { layout: layout(), token: "a".repeat(43) }.render().expect("a page");
    }
}
