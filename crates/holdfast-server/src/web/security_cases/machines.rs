//! `/hospital/{ccn}/care-machines`: the machines that care depends on, by name, with what each carries.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Care, Catalog};
use holdfast_core::decide::incident::carries_in_words;
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::{CareMachine, HospitalScope};
use serde::Deserialize;

use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Machines on one page.
const A_PAGE: usize = 50;

/// Which page of the list, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    page: String,
    done: String,
}

#[derive(Template)]
#[template(path = "security_cases/machines.html")]
pub(super) struct MachinesPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    pub(super) done: &'static str,
    /// Name and what it carries.
    machines: Vec<(String, String)>,
    n_machines: usize,
    now: usize,
    last: usize,
    /// Kinds of systems: key and name, those care stops without first.
    systems: Vec<(String, String)>,
    pub(super) t: FormView,
}

impl MachinesPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        machines: &[CareMachine],
        t: FormView,
        now: usize,
    ) -> Self {
        let mut kinds: Vec<_> = catalog.assets.iter().collect();
        kinds.sort_by_key(|a| a.care != Care::Stops);
        let last = machines.len().div_ceil(A_PAGE).max(1);
        let now = now.clamp(1, last);
        let shown = machines.iter().skip((now - 1) * A_PAGE).take(A_PAGE);
        Self {
            layout,
            here,
            problems: Problems::from(&t),
            done: "",
            machines: shown.map(|m| (m.name.clone(), carries_in_words(catalog, m))).collect(),
            n_machines: machines.len(),
            now,
            last,
            systems: kinds.iter().map(|a| (a.id.to_string(), a.name.clone())).collect(),
            t,
        }
    }

    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        t: FormView,
        now: usize,
    ) -> Result<Self, WebError> {
        let machines = app.care_machines(scope).await?;
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Cases);
        Ok(Self::new(layout(app, visitor), here, &app.catalog, &machines, t, now))
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let mut page = MachinesPage::load(
        &app,
        &visitor,
        &actor,
        scope,
        FormView::blank(""),
        which.page.parse().unwrap_or(1),
    )
    .await?;
    page.done = match which.done.as_str() {
        "named" => "The list is kept. Cases on these machines stand first.",
        "removed" => "The machine is off the list.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let fields = Fields::from(sent);
    match app.name_care_machines(scope, &actor.speaker(scope.ccn()), &fields).await? {
        Ok(()) => {
            Ok(Redirect::to(&format!("/hospital/{}/care-machines?done=named", scope.ccn())).into_response())
        }
        Err(errors) => {
            let t = FormView { prefix: "", fields, errors };
            let page = MachinesPage::load(&app, &visitor, &actor, scope, t, 1).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

pub(super) async fn remove(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let name = sent.get("name").map(String::as_str).unwrap_or_default();
    app.drop_care_machine(scope, &actor.speaker(scope.ccn()), name).await?;
    Ok(Redirect::to(&format!("/hospital/{}/care-machines?done=removed", scope.ccn())).into_response())
}
