//! The operator's one-time link: a name and an address, and then the same set-up as everyone.

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
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The operator's pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/operator/{token}", Access::Public, open).post(
        "/operator/{token}",
        Access::PublicLimited,
        become_operator,
    )
}

#[derive(Template)]
#[template(path = "sign_in/operator.html")]
struct OperatorPage {
    layout: Layout,
    token: String,
    problems: Problems,
    name: String,
    email: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OperatorForm {
    name: String,
    email: String,
}

impl OperatorPage {
    fn new(app: &App, visitor: &Visitor, token: String, form: OperatorForm) -> Self {
        let OperatorForm { name, email } = form;
        Self { layout: Layout::new(app, visitor), token, problems: Problems::default(), name, email }
    }
}

async fn open(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    if !app.operator_link_is_good(&TokenHash::of(&token)).await? {
        return Err(WebError::DeadLink);
    }
    Ok(render(&OperatorPage::new(&app, &visitor, token, OperatorForm::default())))
}

async fn become_operator(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<OperatorForm>,
) -> Result<Response, WebError> {
    let hash = TokenHash::of(&token);
    if !app.operator_link_is_good(&hash).await? {
        return Err(WebError::DeadLink);
    }
    let mut problems = Problems::default();
    let name = problems.person_name("name", &form.name);
    let email = problems.email("email", &form.email);
    let (Some(name), Some(email)) = (name, email) else {
        let page = OperatorPage { problems, ..OperatorPage::new(&app, &visitor, token, form) };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    let signed_in = app.become_operator(&hash, &name, &email, &at_browser(&visitor, &headers)).await?;
    Ok((session_cookie(&app, &signed_in), Redirect::to("/set-up-sign-in")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders() {
        for text in ["", "Ann Lee", &"<b>".repeat(3_000)] {
            let page = OperatorPage {
                layout: Layout::default(),
                token: "t".repeat(43),
                problems: Problems::one("name", "Write your name"),
                name: text.to_owned(),
                email: text.to_owned(),
            };
            assert!(!page.render().expect("a page").contains("<b>"));
        }
    }
}
