//! The posture to be signed, as it stands, and the assessor's statement under it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::assessor::{may_assess, seen, since_signed};
use holdfast_core::decide::posture::{Attainment, GateState, State as MeasureState};
use holdfast_core::decide::registration::Fields;

use crate::App;
use crate::app::Assessment;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::words::{self, Tag};
use crate::web::measure::{FormView, layout, listed};
use crate::web::moment;
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// A gate as it stands.
struct GateRow {
    id: String,
    says: String,
    state: Tag,
}

#[derive(Template)]
#[template(path = "assessor/sign_off.html")]
pub(super) struct SignOffPage {
    layout: Layout,
    here: Here,
    done: &'static str,
    problems: Problems,
    no_assess: &'static str,
    label: Tag,
    with: String,
    without: String,
    extras: String,
    proven: String,
    gates: Vec<GateRow>,
    contradicted: Vec<(String, String)>,
    record: String,
    seen: String,
    catalog: String,
    signed: String,
    changed: Vec<(String, String)>,
    earlier: Vec<(String, String)>,
    t: FormView,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Assess);
    let all = app.assessment(scope).await?;
    let no_assess = may_assess(&actor.roles_at(scope.ccn())).err().unwrap_or_default();
    let form = FormView::blank("");
    let mut page = SignOffPage::new(layout(&app, &visitor), here, &app.catalog, &all, no_assess, form);
    if came.done == "signed" {
        page.done = "Signed. The posture is kept as it stands, with your name.";
    }
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
    match app.sign_posture(scope, &actor.speaker(scope.ccn()), &fields).await? {
        Ok(()) => {
            Ok(Redirect::to(&format!("/hospital/{}/assess/sign-off?done=signed", scope.ccn()))
                .into_response())
        }
        Err(errors) => {
            let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Assess);
            let all = app.assessment(scope).await?;
            let form = FormView { prefix: "", fields, errors };
            let page = SignOffPage::new(layout(&app, &visitor), here, &app.catalog, &all, "", form);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

impl SignOffPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        all: &Assessment,
        no_assess: &'static str,
        t: FormView,
    ) -> Self {
        let posture = &all.posture;
        let says = |id: &holdfast_core::catalog::MeasureId| {
            let found = catalog.measures().map(|(_, m)| m).find(|m| m.id == *id);
            found.map_or_else(|| id.to_string(), |m| m.says.clone())
        };
        let count = |a: Attainment| format!("{} of {}", a.met(), a.of_goals());
        let gate = |state| match state {
            GateState::Open => Tag { tone: "late", icon: "bell", label: "Open".to_owned() },
            GateState::Unproven => Tag { tone: "wait", icon: "ring", label: "Unproven".to_owned() },
            GateState::Shut => Tag { tone: "done", icon: "yes", label: "Shut".to_owned() },
        };
        let signed = since_signed(&all.sign_offs, posture);
        let is_open = |s: MeasureState| matches!(s, MeasureState::Contradicted { .. });
        Self {
            here,
            done: "",
            problems: Problems::from(&t),
            no_assess,
            label: words::label(posture.label),
            with: count(posture.attainment),
            without: count(posture.without_exceptions),
            extras: format!("{} of {}", posture.attainment.extra_met, posture.attainment.extra_of),
            proven: posture
                .assurance
                .map_or_else(|| "None: no goal is met".to_owned(), |c| format!("{c} measures of met goals")),
            gates: posture
                .gates
                .iter()
                .map(|g| GateRow { id: g.measure.to_string(), says: says(&g.measure), state: gate(g.state) })
                .collect(),
            contradicted: posture
                .measures
                .iter()
                .filter(|m| is_open(m.state))
                .map(|m| (m.measure.to_string(), says(&m.measure)))
                .collect(),
            record: posture.record.clone(),
            seen: seen(posture),
            catalog: posture.catalog.clone(),
            changed: signed
                .iter()
                .flat_map(|s| &s.changed)
                .map(|c| (c.measure.to_string(), format!("{} {}", says(&c.measure), c.because)))
                .collect(),
            signed: signed.map(|s| s.sentence()).unwrap_or_default(),
            earlier: all
                .sign_offs
                .iter()
                .rev()
                .map(|s| {
                    let label = words::label(s.posture.label).label;
                    let goals = count(s.posture.attainment);
                    let what = format!("{}: {label}, {goals} goals. {}", s.by, s.statement);
                    (moment::moment(s.at.as_millisecond()), what)
                })
                .collect(),
            t,
            layout,
        }
    }
}
