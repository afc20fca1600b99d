//! Signing in with an e-mail address and a recovery code.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{SignInPage, after, at_browser, session_cookie};
use crate::App;
use crate::auth::Visitor;
use crate::auth::recovery_code::RecoveryCode;
use crate::web::problem::Problems;
use crate::web::{WebError, render};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    email: String,
    code: String,
    next: String,
}

pub(super) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &form.email);
    let code = RecoveryCode::parse(&form.code);
    if code.is_none() {
        problems.add("code", "Write one recovery code: four groups of four, like 7K3M-2Q9D-0RTA-VX48");
    }
    if let (Some(email), Some(code)) = (email, code) {
        let signed_in = app.sign_in_by_code(&email, &code, &at_browser(&visitor, &headers)).await?;
        if let Some(signed_in) = signed_in {
            let next = after(&app, &signed_in, &form.next).await?;
            return Ok((session_cookie(&app, &signed_in), Redirect::to(&next)).into_response());
        }
        problems.add("code", "This address and code do not go together. Check both. Each code works once.");
    }
    let mut page = SignInPage::new(&app, &visitor, &headers, &form.next);
    page.problems = problems;
    page.email = form.email;
    page.code = form.code;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}
