//! The form by which a file comes in.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Catalog, Measure, Safeguard};
use holdfast_core::decide::entry::kinds_sent_in;
use holdfast_core::model::HospitalScope;
use serde::Deserialize;

use crate::App;
use crate::app::SentEvidence;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{Choice, FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

/// Which measure the file is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    measure: String,
}

#[derive(Template)]
#[template(path = "evidence/send.html")]
pub(super) struct SendPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    measure: String,
    says: String,
    counts: String,
    kinds: Vec<Choice>,
    /// Measures a file can prove, when none was chosen: its safeguard, id and words.
    choose: Vec<(String, String, String)>,
    pub(super) t: FormView,
}

impl SendPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        about: Option<(&Safeguard, &Measure)>,
        t: FormView,
    ) -> Self {
        let mut choose = Vec::new();
        if about.is_none() {
            let can = |m: &Measure| kinds_sent_in(catalog, m).next().is_some();
            let named = catalog.measures().filter(|(_, m)| can(m));
            choose.extend(
                named.map(|(s, m)| (format!("{} {}", s.code, s.name), m.id.to_string(), m.says.clone())),
            );
        }
        let measure = about.map(|(_, m)| m);
        let kinds = measure.into_iter().flat_map(|m| kinds_sent_in(catalog, m));
        Self {
            layout,
            here,
            problems: Problems::from(&t),
            measure: measure.map(|m| m.id.to_string()).unwrap_or_default(),
            says: measure.map(|m| m.says.clone()).unwrap_or_default(),
            counts: measure.and_then(|m| m.counts.clone()).unwrap_or_default(),
            kinds: Choice::all("kind", kinds.map(|k| (k.id.to_string(), k.name.clone(), k.says.clone()))),
            choose,
            t,
        }
    }

    fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        measure: &str,
        t: FormView,
    ) -> Result<Self, WebError> {
        let about = if measure.is_empty() { None } else { Some(app.measure(measure)?) };
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Evidence);
        Ok(Self::new(layout(app, visitor), here, &app.catalog, about, t))
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(about): Query<About>,
) -> Result<Response, WebError> {
    Ok(render(&SendPage::load(&app, &visitor, &actor, scope, &about.measure, FormView::blank(""))?))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentEvidence>,
) -> Result<Response, WebError> {
    let Upload { fields, file, .. } = upload;
    let measure = fields.get("measure").to_owned();
    let speaker = actor.speaker(scope.ccn());
    match app.send_evidence(scope, &speaker, &measure, &fields, file).await? {
        Ok(_) => {
            Ok(Redirect::to(&format!("/hospital/{}/measures/{measure}?done=sent", scope.ccn()))
                .into_response())
        }
        Err(errors) => {
            let t = FormView { prefix: "", fields, errors };
            let page = SendPage::load(&app, &visitor, &actor, scope, &measure, t)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
