//! `/office/what-if`: what if a vendor, a health system, a county, a list of hospitals or the worst few of a state go down. Who loses care, and
//! which services of whom stop.
//!
//! For the office alone: a vendor that few hospitals named leaves it neither in a total nor in a brief.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::care::Doubt;
use holdfast_core::decide::downtime::{
    NamedVendor, ServiceClock, ServiceState, after_in_words, vendors_named,
};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Action, StateCode, grouped};
use serde::Deserialize;

use super::links::address;
use crate::App;
use crate::app::{Hit, Scenario, USUAL_DAYS, WhatIf, days_typed};
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::care::{CareMap, Line, ReceiverLine, SHOWN, beyond, lines, offered, receiver};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/what-if";
/// Hospitals in the table at most; the call has all.
const MOST_HIT: usize = 40;
/// Vendors to choose from at most; the call takes any.
const MOST_CHOICES: usize = 200;
/// Vendors in the list at most.
const VENDORS_SHOWN: usize = 20;
const USUAL_K: &str = "3";

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(PATH, Access::Program(Action::ViewOffice), page)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    what: String,
    vendor: String,
    system: String,
    county: String,
    hospitals: String,
    state: String,
    k: String,
    days: String,
}

impl Asked {
    fn read(&self) -> Option<WhatIf> {
        Some(match self.what.as_str() {
            "vendor" => WhatIf::Vendor(self.vendor.clone()),
            "system" => WhatIf::System(self.system.clone()),
            "county" => WhatIf::County(self.county.clone()),
            "hospitals" => WhatIf::List(self.hospitals.clone()),
            "worst" => WhatIf::Worst(self.state.clone(), self.k.clone()),
            _ => return None,
        })
    }

    /// The days that count; what is no number of days is said.
    fn days(&self, problems: &mut Problems) -> u16 {
        days_typed(&self.days).unwrap_or_else(|text| {
            problems.add("days", text.trim_end_matches('.').to_owned());
            USUAL_DAYS
        })
    }
}

struct VendorLine {
    name: String,
    href: String,
    n: usize,
    things: String,
}

struct HitLine {
    href: String,
    name: String,
    place: String,
    stops: String,
    by_hand: String,
    first: String,
    money: String,
    more: String,
    has_word: bool,
}

/// What a scenario comes to, in words.
struct Answer {
    says: String,
    found_by: Vec<String>,
    hit: Vec<HitLine>,
    n_hit: usize,
    n_no_word: usize,
    is_worst: bool,
    beyond: Vec<Line>,
    lines: Vec<Line>,
    map: Option<CareMap>,
    receivers: Vec<ReceiverLine>,
    n_receivers: usize,
    doubts: Vec<String>,
    sources: Vec<String>,
}

impl Answer {
    /// What the table of hospitals is called, by its order.
    fn order(&self) -> &'static str {
        if self.is_worst {
            "Hospitals, in the order they were chosen"
        } else {
            "Hospitals, in order of number"
        }
    }

    fn n_more_receivers(&self) -> usize {
        self.n_receivers.saturating_sub(SHOWN)
    }
}

#[derive(Template)]
#[template(path = "office/what_if.html")]
struct WhatIfPage {
    layout: Layout,
    errors: Problems,
    asked: Asked,
    vendors: Vec<VendorLine>,
    n_more_vendors: usize,
    choices: Vec<String>,
    n_more_choices: usize,
    states: Vec<(String, String)>,
    days: Vec<(String, String)>,
    answer: Option<Answer>,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(mut asked): Query<Asked>,
) -> Result<Response, WebError> {
    let words = app.services_of_all().await?;
    let named = vendors_named(&words);
    let mut errors = Problems::default();
    let days = asked.days(&mut errors);
    if asked.k.trim().is_empty() {
        asked.k = USUAL_K.to_owned();
    }
    let mut answer = None;
    if let Some(what) = asked.read() {
        match app.what_if(&words, &what, days).await? {
            Ok(scenario) => answer = Some(self::answer(&app, &scenario)),
            Err(wrong) => errors.add(wrong.field, wrong.message.trim_end_matches('.')),
        }
    } else if !asked.what.is_empty() {
        errors.add("what", "Choose what goes down");
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    asked.days = days.to_string();
    let directory = app.directory();
    let states: BTreeSet<StateCode> =
        directory.hospitals.hospitals().iter().map(|l| l.hospital.state).collect();
    let page = WhatIfPage {
        layout: Layout::new(&app, &visitor),
        errors,
        n_more_vendors: named.len().saturating_sub(VENDORS_SHOWN),
        choices: named.iter().take(MOST_CHOICES).map(|v| v.name.clone()).collect(),
        n_more_choices: named.len().saturating_sub(MOST_CHOICES),
        vendors: named.iter().take(VENDORS_SHOWN).map(|v| vendor(&app, v)).collect(),
        states: states.into_iter().map(|s| (s.as_str().to_owned(), s.name().to_owned())).collect(),
        days: offered(days),
        asked,
        answer,
    };
    Ok((status, render(&page)).into_response())
}

fn vendor(app: &App, named: &NamedVendor) -> VendorLine {
    let things = named.dependencies.iter().map(|id| {
        app.catalog.services.dependency(id).map_or_else(|| id.to_string(), |thing| thing.name.clone())
    });
    VendorLine {
        href: address(PATH, &[("what", "vendor"), ("vendor", &named.name)]),
        n: named.hospitals.len(),
        things: things.collect::<Vec<_>>().join("; "),
        name: named.name.clone(),
    }
}

fn answer(app: &App, scenario: &Scenario) -> Answer {
    let impact = &scenario.impact;
    Answer {
        says: scenario.sentence.clone(),
        found_by: scenario.set.found_by.clone(),
        hit: scenario.hit.iter().take(MOST_HIT).map(hit).collect(),
        n_hit: scenario.hit.len(),
        n_no_word: scenario.hit.iter().filter(|hit| !hit.has_word).count(),
        is_worst: scenario.hit.iter().any(|hit| hit.more_people.is_some()),
        beyond: beyond(impact),
        lines: lines(impact),
        map: CareMap::of(impact, &app.directory().hospitals),
        receivers: impact.receivers.iter().take(SHOWN).map(receiver).collect(),
        n_receivers: impact.receivers.len(),
        doubts: impact.doubts.iter().map(Doubt::sentence).collect(),
        sources: scenario.sources.clone(),
    }
}

fn hit(hit: &Hit) -> HitLine {
    let row = &hit.listed.hospital;
    let of = |state: ServiceState| -> String {
        let names: Vec<&str> =
            hit.downtime.services.iter().filter(|s| s.state == state).map(|s| s.name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join("; ") }
    };
    HitLine {
        href: format!("/office/hospitals/{}", row.ccn),
        name: display_case(&row.name),
        place: format!("{}, {} · {}", display_case(&row.city), row.state, row.ccn),
        stops: of(ServiceState::Stops),
        by_hand: of(ServiceState::Slows),
        first: hit.downtime.services.first().and_then(first).unwrap_or_else(|| "none is hurt".to_owned()),
        money: hit
            .downtime
            .cash
            .as_ref()
            .map_or_else(|| "not at stake".to_owned(), |cash| after_in_words(cash.hours)),
        more: hit.more_people.map(grouped).unwrap_or_default(),
        has_word: hit.has_word,
    }
}

fn first(clock: &ServiceClock) -> Option<String> {
    Some(format!("{}, {}", clock.name, after_in_words(clock.hours?)))
}
