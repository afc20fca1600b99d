//! `/hospitals?q=`: find a hospital by name, town, state, ZIP or number, slips of the finger and all. No script needed.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster;
use holdfast_core::model::{Ccn, StateCode};
use serde::Deserialize;

use crate::App;
use crate::app::LoadedDirectory;
use crate::auth::Visitor;
use crate::web::{Layout, render};

/// Most hospitals one page lists, and most matches of words that are not a state.
const MOST_HITS: usize = 50;
/// Most characters of a query that count.
const MOST_CHARS: usize = 120;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    q: String,
    page: String,
}

/// A hospital found.
struct Hit {
    ccn: Ccn,
    name: String,
    place: String,
    kind: &'static str,
    may_register: bool,
}

#[derive(Template)]
#[template(path = "public/hospitals.html")]
struct HospitalsPage {
    layout: Layout,
    q: String,
    /// The state, when the words are a state and nothing else: then all its hospitals are listed.
    state: &'static str,
    hits: Vec<Hit>,
    n_hits: usize,
    full: bool,
    pages_base: String,
    now: usize,
    last: usize,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> Response {
    let q: String = ask.q.trim().chars().take(MOST_CHARS).collect();
    let directory = app.directory();
    let state = a_state(&q);
    let found: Vec<&Listed> = match state {
        Some(state) => of_state(&directory, state),
        None => directory
            .search
            .search(&q, MOST_HITS)
            .into_iter()
            .filter_map(|hit| directory.hospitals.get(hit.ccn))
            .collect(),
    };
    let page = roster::page(found.len(), MOST_HITS, ask.page.parse().unwrap_or(1));
    let hits = found[page.from..page.to].iter().map(|listed| hit(listed)).collect();
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &q).finish();
    render(&HospitalsPage {
        layout: Layout::new(&app, &visitor),
        state: state.map_or("", |s| s.name()),
        full: state.is_none() && found.len() == MOST_HITS,
        n_hits: found.len(),
        hits,
        pages_base: format!("/hospitals?{query}&page="),
        now: page.number,
        last: page.n_pages,
        q,
    })
}

fn hit(listed: &Listed) -> Hit {
    let row = &listed.hospital;
    Hit {
        ccn: row.ccn,
        name: display_case(&row.name),
        place: format!("{}, {}", display_case(&row.city), row.state),
        kind: row.hospital_type.label(),
        may_register: !row.hospital_type.is_federal(),
    }
}

/// The state someone asked for by its letters or its name alone, as the map does.
fn a_state(q: &str) -> Option<StateCode> {
    StateCode::parse(q).ok().or_else(|| StateCode::all().find(|s| s.name().eq_ignore_ascii_case(q)))
}

/// Every hospital of a state, by name.
fn of_state(directory: &LoadedDirectory, state: StateCode) -> Vec<&Listed> {
    let all = directory.hospitals.hospitals().iter();
    let mut found: Vec<&Listed> = all.filter(|l| l.hospital.state == state).collect();
    found.sort_by(|a, b| (&a.hospital.name, a.hospital.ccn).cmp(&(&b.hospital.name, b.hospital.ccn)));
    found
}
