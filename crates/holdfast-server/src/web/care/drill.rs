//! `/hospital/{ccn}/care/drill`: choose a scenario, look at its downtime pack, and save it as a PDF to print.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::{Catalog, WhoIsDark};
use holdfast_core::decide::drill::DrillPack;
use holdfast_core::model::{Ccn, HospitalScope};
use serde::Deserialize;

use super::page::offered;
use crate::App;
use crate::app::{AppError, USUAL_DAYS, days_typed};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::papers::answer;
use crate::web::{Layout, WebError, render};

/// What is asked for, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    scenario: String,
    days: String,
    neighbour: String,
}

/// Something wrong with what is asked for.
struct Wrong {
    field: &'static str,
    text: String,
}

/// What is asked for, read.
struct Settled {
    scenario: String,
    days: u16,
    neighbour: Option<Ccn>,
}

/// A scenario to choose.
struct ScenarioView {
    id: String,
    name: String,
    story: String,
}

#[derive(Template)]
#[template(path = "care/drill.html")]
struct DrillPage {
    layout: Layout,
    here: Here,
    errors: Vec<Wrong>,
    asked: Asked,
    days: Vec<(String, String)>,
    scenarios: Vec<ScenarioView>,
    /// What was asked for, made; `None` where nothing was, or something is wrong.
    pack: Option<DrillPack>,
    /// What leads to the same pack as a file.
    query: String,
}

impl DrillPage {
    /// What is wrong with a field; empty for nothing.
    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|wrong| wrong.field == field).map_or("", |wrong| wrong.text.as_str())
    }

    /// Lines of the list on waivers, to say how many there are.
    fn n_points(&self) -> usize {
        self.pack.iter().flat_map(|pack| &pack.waiver).map(|list| list.points.len()).sum()
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(mut asked): Query<Asked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Care);
    let (settled, mut errors) = settled(&app.catalog, &asked);
    asked.days = settled.days.to_string();
    let mut pack = None;
    if errors.is_empty() && !settled.scenario.is_empty() {
        match pack_of(&app, scope, &settled).await {
            Ok(made) => pack = Some(made),
            // A neighbour that is none is typed on this page; all else is as on any other.
            Err(AppError::Refused { what }) => errors.push(Wrong { field: "neighbour", text: what }),
            Err(e) => return Err(e.into()),
        }
    }
    let neighbour = settled.neighbour.map(|ccn| format!("&neighbour={ccn}")).unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let drills = &app.catalog.drills.drills;
    let page = DrillPage {
        layout: layout(&app, &visitor),
        here,
        errors,
        days: offered(settled.days),
        scenarios: drills
            .iter()
            .map(|d| ScenarioView { id: d.id.to_string(), name: d.name.clone(), story: d.story.clone() })
            .collect(),
        query: format!("scenario={}&days={}{neighbour}", settled.scenario, settled.days),
        asked,
        pack,
    };
    Ok((status, render(&page)).into_response())
}

/// The pack as a file. A bad question gets none: one that answers another question would be believed.
pub(super) async fn download(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (settled, wrong) = settled(&app.catalog, &asked);
    if let Some(wrong) = wrong.into_iter().next() {
        return Err(WebError::BadInput { what: wrong.text });
    }
    if settled.scenario.is_empty() {
        return Err(WebError::BadInput { what: "Choose a scenario first.".to_owned() });
    }
    let pack = pack_of(&app, scope, &settled).await?;
    Ok(answer(app.drill_paper(scope, actor.account, pack).await?))
}

async fn pack_of(app: &App, scope: HospitalScope, settled: &Settled) -> Result<DrillPack, AppError> {
    app.drill(scope, &settled.scenario, settled.neighbour, settled.days).await
}

/// What is asked for; what cannot be taken is said and left out.
fn settled(catalog: &Catalog, asked: &Asked) -> (Settled, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let scenario = asked.scenario.trim();
    let drill = catalog.drills.drill(scenario);
    if drill.is_none() && !scenario.is_empty() {
        wrong.push(Wrong { field: "scenario", text: "Choose a scenario from the list.".to_owned() });
    }
    let days = days_typed(&asked.days).unwrap_or_else(|text| {
        wrong.push(Wrong { field: "days", text });
        USUAL_DAYS
    });
    // Where the scenario has no neighbour, what was typed there means nothing.
    let is_asked = drill.is_some_and(|drill| drill.dark == WhoIsDark::Neighbour);
    let neighbour = match asked.neighbour.trim() {
        text if text.is_empty() || !is_asked => None,
        text => Ccn::parse(text)
            .map_err(|_| {
                let text = "Write the six characters of the neighbour's Medicare number.".to_owned();
                wrong.push(Wrong { field: "neighbour", text });
            })
            .ok(),
    };
    let scenario = drill.map(|drill| drill.id.to_string()).unwrap_or_default();
    (Settled { scenario, days, neighbour }, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_and_what_is_wrong_is_named_at_its_field() {
        let catalog = holdfast_catalog::load_embedded().expect("the catalog");
        let check = |scenario: &str, days: &str, neighbour: &str| {
            let asked = Asked {
                scenario: scenario.to_owned(),
                days: days.to_owned(),
                neighbour: neighbour.to_owned(),
            };
            let (settled, wrong) = settled(&catalog, &asked);
            let fields: Vec<&str> = wrong.iter().map(|w| w.field).collect();
            (settled.scenario, settled.days, settled.neighbour.map(|n| n.to_string()), fields.join(" "))
        };
        let told = |scenario: &str, days, neighbour: Option<&str>, wrong: &str| {
            (scenario.to_owned(), days, neighbour.map(str::to_owned), wrong.to_owned())
        };
        assert_eq!(check("", "", ""), told("", 21, None, ""));
        assert_eq!(check("record-down", "7", "271304"), told("record-down", 7, None, ""));
        assert_eq!(check("neighbour-dark", "", "271304"), told("neighbour-dark", 21, Some("271304"), ""));
        assert_eq!(check("flood", "0", "x"), told("", 21, None, "scenario days"));
        assert_eq!(check("neighbour-dark", "91", "x"), told("neighbour-dark", 21, None, "days neighbour"));
    }
}
