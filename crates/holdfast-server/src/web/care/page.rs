//! The page: the sentence, the map, who they are, where they turn to, what is not known; and the clock of what stops inside.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::care::road::{KM_PER_MILE, Roads};
use holdfast_core::decide::care::{Impact, miles, people_in_words, sentence};
use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::Ccn;
use serde::Deserialize;

use super::clock::Clock;
use super::map::CareMap;
use super::words;
use crate::App;
use crate::app::{OwnDowntime, USUAL_DAYS, days_typed, down_with};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// Receivers and counties on the page.
pub(in crate::web) const SHOWN: usize = 12;
/// Days offered; three weeks is what published outages took.
const DAYS: [(u16, &str); 4] = [(3, "3 days"), (7, "A week"), (21, "3 weeks"), (42, "6 weeks")];

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) days: String,
    pub(super) also: String,
    pub(super) without: String,
}

/// Something wrong with what is asked for.
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) text: String,
}

/// A figure with its range in words.
pub(in crate::web) struct Line {
    pub(in crate::web) what: &'static str,
    pub(in crate::web) says: String,
}

/// A place that people turn to, in words.
pub(in crate::web) struct ReceiverLine {
    pub(in crate::web) name: String,
    pub(in crate::web) place: String,
    pub(in crate::web) phone: String,
    pub(in crate::web) miles: u64,
    pub(in crate::web) people: String,
    pub(in crate::web) visits: String,
    pub(in crate::web) beds_needed: String,
    pub(in crate::web) beds: String,
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) icon: &'static str,
    pub(in crate::web) strain: &'static str,
}

struct PlaceLine {
    name: String,
    people: String,
    beyond: String,
}

#[derive(Template)]
#[template(path = "care/page.html")]
struct CarePage {
    layout: Layout,
    here: Here,
    errors: Vec<Wrong>,
    asked: Asked,
    /// What is asked for, as the end of an address.
    query: String,
    days: Vec<(String, String)>,
    says: String,
    beyond: Vec<Line>,
    lines: Vec<Line>,
    map: Option<CareMap>,
    clock: Option<Clock>,
    receivers: Vec<ReceiverLine>,
    n_more_receivers: usize,
    counties: Vec<PlaceLine>,
    n_more_counties: usize,
    doubts: Vec<String>,
    sources: Vec<String>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(mut asked): Query<Asked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Care);
    let directory = app.directory();
    let (down, days, mut errors) = settled(scope.ccn(), &mut asked, &directory.hospitals);
    let impact = app.impact(&down, days).await?;
    let inside = app.own_downtime(scope, &asked.without).await?;
    if !inside.is_known {
        errors.push(Wrong { field: "without", text: "Choose what is down from the list.".to_owned() });
    }
    let sources = app.care_model().await?.model()?.sources().to_vec();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = CarePage {
        layout: layout(&app, &visitor),
        here,
        query: query(&asked, &inside),
        errors,
        asked,
        days: offered(days),
        says: sentence(&impact),
        beyond: beyond(&impact),
        lines: lines(&impact),
        map: CareMap::of(&impact, &directory.hospitals),
        clock: Clock::of(&app.catalog.services, &inside),
        receivers: impact.receivers.iter().take(SHOWN).map(receiver).collect(),
        n_more_receivers: impact.receivers.len().saturating_sub(SHOWN),
        counties: counties(&impact),
        n_more_counties: impact.counties.len().saturating_sub(SHOWN),
        doubts: impact.doubts.iter().map(holdfast_core::decide::care::Doubt::sentence).collect(),
        sources,
    };
    Ok((status, render(&page)).into_response())
}

/// The end of an address that asks for the same; what cannot be taken is left out, so that a paper is of what the page shows.
fn query(asked: &Asked, inside: &OwnDowntime) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("days", &asked.days);
    if !asked.also.trim().is_empty() {
        query.append_pair("also", asked.also.trim());
    }
    query.append_pair("without", &inside.outage.key());
    query.finish()
}

/// Days to choose from, with those that were asked for.
pub(in crate::web) fn offered(days: u16) -> Vec<(String, String)> {
    let mut all: Vec<(u16, String)> = DAYS.iter().map(|(n, says)| (*n, (*says).to_owned())).collect();
    if !all.iter().any(|(n, _)| *n == days) {
        all.push((days, if days == 1 { "A day".to_owned() } else { format!("{days} days") }));
        all.sort();
    }
    all.into_iter().map(|(n, says)| (n.to_string(), says)).collect()
}

/// The hospitals that are down and for how long; what cannot be taken is said and left out.
pub(super) fn settled(own: Ccn, asked: &mut Asked, directory: &Directory) -> (Vec<Ccn>, u16, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let days = days_typed(&asked.days).unwrap_or_else(|text| {
        wrong.push(Wrong { field: "days", text });
        USUAL_DAYS
    });
    asked.days = days.to_string();
    let (down, unknown) = down_with(own, &asked.also, directory);
    wrong.extend(unknown.into_iter().map(|text| Wrong { field: "also", text }));
    (down, days, wrong)
}

/// Who is pushed beyond which time.
pub(in crate::web) fn beyond(impact: &Impact) -> Vec<Line> {
    let names = ["farther than 15 minutes", "farther than 30 minutes", "farther than an hour"];
    let of = |(what, pushed): (&'static str, &holdfast_core::decide::care::Pushed)| Line {
        what,
        says: people_in_words(&pushed.people),
    };
    names.into_iter().zip(&impact.pushed).map(of).collect()
}

/// Who they are and how far they go.
pub(in crate::web) fn lines(impact: &Impact) -> Vec<Line> {
    let who = &impact.who;
    let aged = match who.aged_65_share {
        Some(_) => format!("{}, {}", people_in_words(&who.aged_65), words::share(who.aged_65_share)),
        None => "not known".to_owned(),
    };
    let mut lines = vec![
        Line { what: "Minutes to the next one", says: words::added(impact.added_minutes, 1.0, "minutes") },
        Line { what: "Miles by road", says: words::added(impact.added_km, 1.0 / KM_PER_MILE, "miles") },
        Line { what: "People of 65 and more", says: aged },
        Line { what: "Households without a vehicle", says: words::share(who.no_vehicle_share) },
        Line { what: "Households without internet", says: words::share(who.no_internet_share) },
    ];
    if !impact.second_also_down.is_nobody() {
        lines.push(Line {
            what: "Their second nearest is down, too",
            says: people_in_words(&impact.second_also_down),
        });
    }
    lines
}

/// A place that people turn to.
pub(in crate::web) fn receiver(r: &holdfast_core::decide::care::Receiver) -> ReceiverLine {
    let at = r.site.first();
    let (tone, icon, strain) = words::strain(r.strain());
    ReceiverLine {
        name: display_case(&at.name),
        place: format!("{}, {}", display_case(&at.city), at.state),
        phone: at.phone.clone(),
        miles: miles(r.km * Roads::LIKELY.factor),
        people: people_in_words(&r.people),
        visits: words::span(r.visits_a_day),
        beds_needed: words::span(r.beds_needed),
        beds: words::beds(r),
        tone,
        icon,
        strain,
    }
}

fn counties(impact: &Impact) -> Vec<PlaceLine> {
    let line = |p: &holdfast_core::decide::care::Place| PlaceLine {
        name: match p.state {
            Some(state) => format!("{}, {state}", p.name),
            None => p.name.clone(),
        },
        people: people_in_words(&p.people),
        beyond: people_in_words(&p.beyond_30),
    };
    impact.counties.iter().take(SHOWN).map(line).collect()
}
