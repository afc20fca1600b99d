//! `/hospitals?q=`: find a hospital by name, town, state, ZIP or number, slips of the finger and all. No script needed.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::Ccn;
use serde::Deserialize;

use crate::App;
use crate::auth::Visitor;
use crate::web::{Layout, render};

/// Most hospitals one answer lists.
const MOST_HITS: usize = 50;
/// Most characters of a query that count.
const MOST_CHARS: usize = 120;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    q: String,
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
    hits: Vec<Hit>,
    full: bool,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> Response {
    let q: String = ask.q.trim().chars().take(MOST_CHARS).collect();
    let directory = app.directory();
    let hits: Vec<Hit> = directory
        .search
        .search(&q, MOST_HITS)
        .into_iter()
        .filter_map(|hit| directory.hospitals.get(hit.ccn))
        .map(|listed| {
            let row = &listed.hospital;
            Hit {
                ccn: row.ccn,
                name: display_case(&row.name),
                place: format!("{}, {}", display_case(&row.city), row.state),
                kind: row.hospital_type.label(),
                may_register: !row.hospital_type.is_federal(),
            }
        })
        .collect();
    render(&HospitalsPage { layout: Layout::new(&app, &visitor), q, full: hits.len() == MOST_HITS, hits })
}
