//! What an administrator does on the page of people. Each form leads back to the page, or shows it again with what is wrong.

use axum::Form;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{AccountId, HospitalScope, JoinId, Role};
use serde::Deserialize;

use super::PeoplePage;
use crate::App;
use crate::app::AppError;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::WebError;
use crate::web::problem::Problems;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct InviteForm {
    email: String,
    role: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NameForm {
    invitation: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    account: i64,
    from: String,
    to: String,
    act: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct JoinForm {
    request: i64,
    role: String,
    act: String,
}

fn hospital_role(key: &str) -> Option<Role> {
    Role::from_key(key).filter(|r| r.is_at_hospital())
}

/// Who acts, on which page.
pub(super) struct Acting {
    app: App,
    visitor: Visitor,
    actor: Actor,
    scope: HospitalScope,
}

impl Acting {
    /// Back to the page with a word on what was done; or the page again with why it was refused.
    async fn answer(self, done: &str, result: Result<(), AppError>) -> Result<Response, WebError> {
        match result {
            Ok(()) => Ok(self.back(done)),
            Err(AppError::Refused { what }) => self.again(Problems::one("people", what), "", "").await,
            Err(e) => Err(e.into()),
        }
    }

    fn back(&self, done: &str) -> Response {
        Redirect::to(&format!("/hospital/{}/people?done={done}", self.scope.ccn())).into_response()
    }

    async fn again(self, problems: Problems, email: &str, role: &str) -> Result<Response, WebError> {
        let page = PeoplePage::load(&self.app, &self.visitor, &self.actor, self.scope).await?;
        Ok(page.with_problem(problems, email, role))
    }
}

impl FromRequestParts<App> for Acting {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        Ok(Self {
            app: app.clone(),
            visitor: <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?,
            actor: <Actor as FromRequestParts<App>>::from_request_parts(parts, app).await?,
            scope: <Scoped as FromRequestParts<App>>::from_request_parts(parts, app).await?.0,
        })
    }
}

pub(super) async fn invite(acting: Acting, Form(form): Form<InviteForm>) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &form.email);
    let role = hospital_role(&form.role);
    if role.is_none() {
        problems.add("role", "Choose what the person will be at the hospital");
    }
    let (Some(email), Some(role)) = (email, role) else {
        return acting.again(problems, &form.email, &form.role).await;
    };
    let (app, by) = (acting.app.clone(), acting.actor.account);
    match app.invite_to_hospital(acting.scope, by, &email, role).await {
        Err(AppError::Refused { what }) => {
            acting.again(Problems::one("email", what), &form.email, &form.role).await
        }
        result => acting.answer("invited", result).await,
    }
}

pub(super) async fn withdraw(acting: Acting, Form(form): Form<NameForm>) -> Result<Response, WebError> {
    let (ccn, by) = (acting.scope.ccn(), acting.actor.account);
    let result = acting.app.withdraw_invitation(Some(ccn), by, &form.invitation).await;
    acting.answer("withdrawn", result).await
}

pub(super) async fn role(acting: Acting, Form(form): Form<PersonForm>) -> Result<Response, WebError> {
    let (app, scope, by) = (acting.app.clone(), acting.scope, acting.actor.account);
    let account = AccountId(form.account);
    let Some(from) = Role::from_key(&form.from) else {
        return acting.again(Problems::one("people", "Choose a role first"), "", "").await;
    };
    let (done, result) = if form.act == "take" {
        ("taken", app.take_hospital_role(scope, by, account, from).await)
    } else {
        let Some(to) = hospital_role(&form.to) else {
            return acting.again(Problems::one("people", "Choose the new role first"), "", "").await;
        };
        ("changed", app.change_role(scope, by, account, from, to).await)
    };
    // Someone who gave up their own administrator role may no longer see this page.
    if result.is_ok() && account == by && from == Role::HospitalAdministrator {
        return Ok(Redirect::to("/account").into_response());
    }
    acting.answer(done, result).await
}

pub(super) async fn end_sessions(acting: Acting, Form(form): Form<PersonForm>) -> Result<Response, WebError> {
    let by = acting.actor.account;
    let result = acting.app.end_sessions_of(acting.scope, by, AccountId(form.account)).await;
    acting.answer("ended", result).await
}

pub(super) async fn let_back_in(acting: Acting, Form(form): Form<PersonForm>) -> Result<Response, WebError> {
    let by = acting.actor.account;
    let result = acting.app.let_back_in(acting.scope, by, AccountId(form.account)).await;
    acting.answer("let-back-in", result).await
}

pub(super) async fn join(acting: Acting, Form(form): Form<JoinForm>) -> Result<Response, WebError> {
    let by = acting.actor.account;
    let role = if form.act == "approve" {
        let Some(role) = hospital_role(&form.role) else {
            return acting
                .again(Problems::one("people", "Choose a role for the person who asks"), "", "")
                .await;
        };
        Some(role)
    } else {
        None
    };
    let result = acting.app.answer_join(acting.scope, by, JoinId(form.request), role).await;
    acting.answer(if role.is_some() { "joined" } else { "refused" }, result).await
}
