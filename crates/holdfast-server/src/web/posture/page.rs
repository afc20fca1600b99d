//! `/hospital/{ccn}/posture`: the label with what holds it, goals met and how much of that is proven, every goal, what
//! changed and why, and the way here, today or as of an earlier day.

use askama::Template;
use axum::extract::{Query, State as FromApp};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::{Catalog, SafeguardSet};
use holdfast_core::decide::posture::{GateState, Goal, State};
use holdfast_core::model::day_in_words;
use serde::Deserialize;

use super::picture::Trend;
use super::read_day;
use super::words::{self, ChangeLine, Named, Word};
use crate::App;
use crate::app::{Since, WhereItStands};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Outliers named beside a gate; the page of its measure names all.
const MOST_NAMED: usize = 8;
/// Changes shown of one span of time before the rest folds away.
const MOST_CHANGES: usize = 6;

/// One gate.
pub(super) struct GateLine {
    pub(super) state: Word,
    pub(super) is_open: bool,
    pub(super) means: String,
    pub(super) says: String,
    pub(super) why: String,
    pub(super) named: Named,
    pub(super) href: String,
}

/// One goal of the picture.
pub(super) struct GoalTile {
    pub(super) key: &'static str,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) state: Word,
    pub(super) measures: String,
    pub(super) unknown: String,
    pub(super) href: String,
}

/// One list of goals.
pub(super) struct GoalSet {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) met: String,
    pub(super) goals: Vec<GoalTile>,
}

/// What changed in a span of time.
pub(super) struct Changed {
    pub(super) id: &'static str,
    pub(super) since: String,
    pub(super) was_known: bool,
    pub(super) first: Vec<ChangeLine>,
    pub(super) rest: Vec<ChangeLine>,
}

#[derive(Template)]
#[template(path = "posture/page.html")]
pub(super) struct PosturePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Problems,
    pub(super) asked: String,
    pub(super) as_of: Option<String>,
    pub(super) today: String,
    pub(super) is_known: bool,
    pub(super) label: Word,
    pub(super) label_key: &'static str,
    pub(super) label_means: String,
    pub(super) gates: Vec<GateLine>,
    pub(super) quiet_gates: Vec<GateLine>,
    pub(super) met: String,
    pub(super) met_apart: String,
    pub(super) extras: String,
    pub(super) proven: (String, String),
    pub(super) without: String,
    pub(super) exceptions: String,
    pub(super) partly: String,
    pub(super) sets: Vec<GoalSet>,
    pub(super) n_unknown: usize,
    pub(super) n_stale: usize,
    pub(super) n_measures: usize,
    pub(super) n_contradictions: usize,
    pub(super) changed: Vec<Changed>,
    pub(super) trend: Trend,
}

/// The day asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    as_of: String,
}

pub(super) async fn page(
    FromApp(app): FromApp<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (day, errors) = match read_day(&asked.as_of, app.today()) {
        Ok(day) => (day, Problems::default()),
        Err(text) => (None, Problems::one("as_of", text)),
    };
    let stands = app.where_it_stands(scope, day).await?;
    let here = Here::new(&stands.listed, &actor, Room::Posture);
    let mut page = PosturePage::new(Layout::new(&app, &visitor), here, &app.catalog, &stands);
    page.today = app.today().to_string();
    page.asked = asked.as_of.trim().chars().take(40).collect();
    if errors.is_empty() {
        return Ok(render(&page));
    }
    page.errors = errors;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

impl PosturePage {
    pub(super) fn new(layout: Layout, here: Here, catalog: &Catalog, stands: &WhereItStands) -> Self {
        let posture = &stands.posture;
        let n_gates = [GateState::Open, GateState::Unproven, GateState::Shut]
            .map(|state| posture.gates.iter().filter(|g| g.state == state).count());
        let gate = |g: &holdfast_core::decide::posture::Gate| GateLine {
            state: words::gate(g.state),
            is_open: g.state == GateState::Open,
            means: g.means.clone(),
            says: words::measure_says(catalog, &g.measure),
            why: g.why.clone(),
            named: Named::of(&g.outliers, MOST_NAMED),
            href: words::measure_page(here.ccn, &g.measure),
        };
        let (gates, quiet_gates): (Vec<GateLine>, Vec<GateLine>) =
            posture.gates.iter().map(gate).partition(|g| g.is_open);
        let a = posture.attainment;
        let count = |wanted: fn(State) -> bool| posture.measures.iter().filter(|m| wanted(m.state)).count();
        let n_exceptions = posture.measures.iter().filter(|m| m.exception.is_some()).count();
        Self {
            errors: Problems::default(),
            asked: String::new(),
            as_of: stands.as_of.map(day_in_words),
            today: String::new(),
            is_known: stands.is_known,
            label: words::label(posture.label),
            label_key: posture.label.key(),
            label_means: words::label_means(posture.label, n_gates),
            gates,
            quiet_gates,
            met: words::goals_met(a),
            met_apart: format!(
                "{} of {} essential, {} of {} enhanced",
                a.essential_met, a.essential_of, a.enhanced_met, a.enhanced_of
            ),
            extras: format!("{} of {} extras met, counted apart", a.extra_met, a.extra_of),
            proven: words::proven(posture.assurance),
            without: words::goals_met(posture.without_exceptions),
            exceptions: match n_exceptions {
                0 => "no exception is in force, so it is the same".to_owned(),
                1 => "goals met if the 1 exception in force is left out".to_owned(),
                n => format!("goals met if the {n} exceptions in force are left out"),
            },
            partly: partly(a),
            sets: SafeguardSet::ALL.into_iter().map(|set| goals(catalog, &here, stands, set)).collect(),
            n_unknown: count(|s| s == State::Unknown),
            n_stale: count(|s| s == State::Stale),
            n_measures: posture.measures.len(),
            n_contradictions: stands.n_contradictions(),
            changed: [("month", &stands.month), ("quarter", &stands.quarter)]
                .map(|(id, since)| changed(catalog, &here, id, since))
                .into(),
            trend: Trend::new(&stands.trend),
            layout,
            here,
        }
    }
}

fn partly(a: holdfast_core::decide::posture::Attainment) -> String {
    let mut said = Vec::new();
    match a.partly {
        0 => {}
        1 => said.push("1 more goal is partly met.".to_owned()),
        n => said.push(format!("{n} more goals are partly met.")),
    }
    match a.unknown {
        0 => {}
        1 => said.push("Of 1 goal nothing is known.".to_owned()),
        n => said.push(format!("Of {n} goals nothing is known.")),
    }
    match a.left_out {
        0 => {}
        1 => said.push("Exceptions leave out 1 goal.".to_owned()),
        n => said.push(format!("Exceptions leave out {n} goals.")),
    }
    said.join(" ")
}

fn goals(catalog: &Catalog, here: &Here, stands: &WhereItStands, set: SafeguardSet) -> GoalSet {
    let posture = &stands.posture;
    let tile = |goal: &Goal| {
        let of: Vec<State> = posture.measures_of(goal).map(|m| m.state).collect();
        let unknown = of.iter().filter(|s| matches!(s, State::Unknown | State::Stale)).count();
        GoalTile {
            key: status_key(goal),
            code: goal.code.clone(),
            name: catalog.safeguard_name(&goal.safeguard).to_owned(),
            state: words::goal(goal.status),
            measures: words::measures_met(goal),
            unknown: if unknown > 0 && unknown < of.len() {
                format!("{unknown} not known")
            } else {
                String::new()
            },
            href: words::safeguard_page(here.ccn, &goal.safeguard),
        }
    };
    let a = posture.attainment;
    let (met, of) = match set {
        SafeguardSet::Essential => (a.essential_met, a.essential_of),
        SafeguardSet::Enhanced => (a.enhanced_met, a.enhanced_of),
        SafeguardSet::Extra => (a.extra_met, a.extra_of),
    };
    GoalSet {
        id: set.key(),
        name: words::set(set),
        met: format!("{met} of {of} met"),
        goals: posture.goals_of(set).map(tile).collect(),
    }
}

/// The class of a goal's tile.
pub(super) fn status_key(goal: &Goal) -> &'static str {
    use holdfast_core::decide::posture::GoalStatus as S;
    match goal.status {
        S::Met => "met",
        S::Partly => "part",
        S::NotMet => "unmet",
        S::Unknown => "dark",
        S::LeftOut => "out",
    }
}

fn changed(catalog: &Catalog, here: &Here, id: &'static str, since: &Since) -> Changed {
    let mut first: Vec<ChangeLine> =
        since.changes.iter().map(|c| ChangeLine::new(catalog, here.ccn, c)).collect();
    let rest = first.split_off(first.len().min(MOST_CHANGES));
    Changed { id, since: day_in_words(since.day), was_known: since.was_known, first, rest }
}
