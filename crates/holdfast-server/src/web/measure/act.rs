//! The forms of a measure's page: each is kept by itself, and comes back with everything typed when it does not fit.

use std::collections::BTreeMap;

use axum::extract::{Form, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::HospitalScope;

use super::FormView;
use super::page::{ANSWER, EXCEPTION, FIXING, MeasurePage, REVIEW, SCOPE, WRONG};
use crate::App;
use crate::app::{Entered, Speaker};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{WebError, render};

/// Who sends a form, about which measure.
pub(super) struct Acting {
    app: App,
    visitor: Visitor,
    actor: Actor,
    scope: HospitalScope,
    measure: String,
}

impl FromRequestParts<App> for Acting {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let path = Path::<(String, String)>::from_request_parts(parts, app).await;
        Ok(Self {
            app: app.clone(),
            visitor: <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?,
            actor: <Actor as FromRequestParts<App>>::from_request_parts(parts, app).await?,
            scope: <Scoped as FromRequestParts<App>>::from_request_parts(parts, app).await?.0,
            measure: path.map(|Path((_, measure))| measure).unwrap_or_default(),
        })
    }
}

impl Acting {
    fn speaker(&self) -> Speaker {
        self.actor.speaker(self.scope.ccn())
    }

    /// Back to the page with a word on what was done, or the page again with the form as it was filled in.
    async fn answer(
        &self,
        done: &str,
        entered: Entered,
        prefix: &'static str,
        fields: Fields,
    ) -> Result<Response, WebError> {
        match entered {
            Ok(()) => Ok(self.done(done)),
            Err(errors) => {
                let form = FormView { prefix, fields, errors };
                let (app, measure) = (&self.app, &self.measure);
                let page =
                    MeasurePage::load(app, &self.visitor, &self.actor, self.scope, measure, vec![form])
                        .await?;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
            }
        }
    }

    fn done(&self, done: &str) -> Response {
        let to = format!("/hospital/{}/measures/{}?done={done}", self.scope.ccn(), self.measure);
        Redirect::to(&to).into_response()
    }
}

/// The fields of a form, all of them text.
type Sent = Form<BTreeMap<String, String>>;

pub(super) async fn answer(
    State(app): State<App>,
    acting: Acting,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let fields = FormView::read(ANSWER, &Fields::from(sent));
    let entered = app.answer_measure(acting.scope, &acting.speaker(), &acting.measure, &fields).await?;
    acting.answer("answered", entered, ANSWER, fields).await
}

pub(super) async fn except(
    State(app): State<App>,
    acting: Acting,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let fields = FormView::read(EXCEPTION, &Fields::from(sent));
    let entered = app.except_measure(acting.scope, &acting.speaker(), &acting.measure, &fields).await?;
    acting.answer("excepted", entered, EXCEPTION, fields).await
}

pub(super) async fn end_exception(State(app): State<App>, acting: Acting) -> Result<Response, WebError> {
    app.end_exception(acting.scope, &acting.speaker(), &acting.measure).await?;
    Ok(acting.done("ended"))
}

pub(super) async fn resolve(
    State(app): State<App>,
    acting: Acting,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let sent = Fields::from(sent);
    // Three small forms, one a way out; each says which it is.
    let prefix = match sent.get("exit") {
        "fixing" => FIXING,
        "evidence_wrong" => WRONG,
        _ => SCOPE,
    };
    let mut fields = FormView::read(prefix, &sent);
    fields.set("exit", sent.get("exit"));
    let entered = app.resolve_measure(acting.scope, &acting.speaker(), &acting.measure, &fields).await?;
    acting.answer("resolved", entered, prefix, fields).await
}

pub(super) async fn review(
    State(app): State<App>,
    acting: Acting,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let fields = FormView::read(REVIEW, &Fields::from(sent));
    let entered = app.review_measure(acting.scope, &acting.speaker(), &acting.measure, &fields).await?;
    acting.answer("reviewed", entered, REVIEW, fields).await
}
