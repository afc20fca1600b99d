//! `/hospital/{ccn}/posture/{safeguard}`: what a safeguard means and why, each of its measures with its state and reason,
//! and where other lists ask for the same, official and our own readings apart.

use askama::Template;
use axum::extract::{Path, Query, State as FromApp};
use axum::response::Response;
use holdfast_core::catalog::{Catalog, Demand, Safeguard, SafeguardId};
use holdfast_core::decide::posture::MeasurePosture;
use holdfast_core::model::{ExceptionKind, day_in_words};
use serde::Deserialize;

use super::read_day;
use super::words::{self, Named, Word};
use crate::App;
use crate::app::WhereItStands;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::{Layout, WebError, render};

/// Outliers named beside a measure; its own page names all.
const MOST_NAMED: usize = 20;

/// One measure.
pub(super) struct MeasureLine {
    pub(super) says: String,
    pub(super) state: Word,
    pub(super) why: String,
    pub(super) named: Named,
    pub(super) is_gate: bool,
    pub(super) exception: String,
    pub(super) changes_on: String,
    pub(super) proven_by: String,
    pub(super) fresh_for: u16,
    pub(super) href: String,
}

/// What one list asks for the same.
pub(super) struct ListLine {
    pub(super) name: String,
    pub(super) entries: Vec<String>,
}

#[derive(Template)]
#[template(path = "posture/safeguard.html")]
pub(super) struct SafeguardPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) as_of: Option<String>,
    pub(super) query: String,
    pub(super) code: String,
    pub(super) set: &'static str,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) state: Word,
    pub(super) met: String,
    pub(super) means: String,
    pub(super) why: String,
    pub(super) measures: Vec<MeasureLine>,
    pub(super) official: Vec<ListLine>,
    pub(super) ours: Vec<ListLine>,
    pub(super) mapped_by: String,
    pub(super) source: String,
    pub(super) verified: String,
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
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let safeguard = app
        .catalog
        .safeguard(&SafeguardId::new(&id))
        .ok_or_else(|| WebError::not_found("There is no such safeguard."))?;
    let day = read_day(&asked.as_of, app.today())
        .map_err(|what| WebError::BadInput { what: format!("{what}.") })?;
    let stands = app.where_it_stands(scope, day).await?;
    let here = Here::new(&stands.listed, &actor, Room::Posture);
    Ok(render(&SafeguardPage::new(Layout::new(&app, &visitor), here, &app.catalog, safeguard, &stands)))
}

impl SafeguardPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        safeguard: &Safeguard,
        stands: &WhereItStands,
    ) -> Self {
        let posture = &stands.posture;
        let goal = posture.goals.iter().find(|g| g.safeguard == safeguard.id);
        let line = |m: &MeasurePosture| measure(catalog, &here, safeguard, m);
        let (official, ours) = lists(catalog, safeguard);
        let of_it = |m: &&MeasurePosture| m.safeguard == safeguard.id;
        Self {
            as_of: stands.as_of.map(day_in_words),
            query: stands.as_of.map(|day| format!("?as_of={day}")).unwrap_or_default(),
            code: safeguard.code.clone(),
            set: words::set(safeguard.set),
            name: safeguard.name.clone(),
            title: safeguard.title.clone().unwrap_or_default(),
            state: goal.map_or_else(
                || words::goal(holdfast_core::decide::posture::GoalStatus::Unknown),
                |g| words::goal(g.status),
            ),
            met: goal.map(words::measures_met).unwrap_or_default(),
            means: safeguard.means.clone(),
            why: safeguard.why.clone(),
            measures: posture.measures.iter().filter(of_it).map(line).collect(),
            official,
            ours,
            mapped_by: safeguard.mapped_by.source.clone(),
            source: safeguard.provenance.source.clone(),
            verified: safeguard.provenance.verified_on.map(day_in_words).unwrap_or_default(),
            layout,
            here,
        }
    }
}

fn measure(catalog: &Catalog, here: &Here, safeguard: &Safeguard, m: &MeasurePosture) -> MeasureLine {
    let row = safeguard.measures.iter().find(|row| row.id == m.measure);
    let kinds: Vec<&str> = row
        .map(|row| row.proven_by.as_slice())
        .unwrap_or_default()
        .iter()
        .filter_map(|kind| catalog.evidence_kind(kind))
        .map(|kind| kind.name.as_str())
        .collect();
    MeasureLine {
        says: row.map_or_else(|| m.measure.to_string(), |row| row.says.clone()),
        state: words::state(m.state),
        why: m.why.clone(),
        named: Named::of(&m.named(), MOST_NAMED),
        is_gate: row.is_some_and(|row| row.gate.is_some()),
        exception: m.exception.as_ref().map(exception).unwrap_or_default(),
        changes_on: m.changes_on.map(day_in_words).unwrap_or_default(),
        proven_by: kinds.join(", "),
        fresh_for: row.map_or(0, |row| row.fresh_for_days),
        href: words::measure_page(here.ccn, &m.measure),
    }
}

fn exception(e: &holdfast_core::model::Exception) -> String {
    let why = match e.kind {
        ExceptionKind::NotApplicable => "There is nothing here it could be about",
        ExceptionKind::AcceptedRisk => "Someone answers for the risk",
    };
    let instead = if e.instead.is_empty() { String::new() } else { format!(" Instead: {}", e.instead) };
    format!(
        "Left out of the count until {}. {why}: {}{instead} Approved by {}.",
        day_in_words(e.until),
        sentence(&e.reason),
        e.approver
    )
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// What publishers themselves say, and what we read.
fn lists(catalog: &Catalog, safeguard: &Safeguard) -> (Vec<ListLine>, Vec<ListLine>) {
    let (mut official, mut ours) = (Vec::new(), Vec::new());
    for mapping in &safeguard.maps_to {
        let framework = catalog.frameworks.iter().find(|f| f.id == mapping.framework);
        let name = framework.map_or_else(|| mapping.framework.to_string(), |f| f.name.clone());
        let mut entries = Vec::new();
        for id in &mapping.requirements {
            let row = framework.and_then(|f| f.requirement(id));
            let demand = match row.and_then(|r| r.demand) {
                Some(Demand::Required) => " (required)",
                Some(Demand::Addressable) => " (addressable)",
                None => "",
            };
            let title = row.and_then(|r| r.title.as_deref()).map(|t| format!(" {t}")).unwrap_or_default();
            entries.push(format!("{id}{title}{demand}"));
            for said in row.map(|r| r.official.as_slice()).unwrap_or_default() {
                let other = catalog.frameworks.iter().find(|f| f.id == said.framework);
                let other = other.map_or_else(|| said.framework.to_string(), |f| f.name.clone());
                let equals = said.requirements.join(", ");
                official.push(ListLine {
                    name: format!("{name} {id}"),
                    entries: vec![format!("{other}: {equals}")],
                });
            }
        }
        ours.push(ListLine { name, entries });
    }
    (official, ours)
}
