//! People covered: the country by state and month, the most critical places on a map, open gates as counts. Exact for the office, with
//! small groups hidden for partners, and it says which.

mod download;
mod first;
mod map;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::people_covered::{Covered, MonthEnd, Quarter, words};
use holdfast_core::decide::totals::Shown;
use holdfast_core::decide::uptake::View;
use holdfast_core::model::{Action, StateCode};
use serde::Deserialize;

use super::totals::percent;
use super::when;
use crate::App;
use crate::app::{GateCounts, NationalPicture};
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::state_map::{StateShape, shapes};
use crate::web::{Layout, WebError, render};
use map::{Dots, dots};

/// Months on the page; the call has all.
const MONTHS: usize = 12;

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/office/care", Access::Program(Action::ViewAggregates), page);
    let routes = download::routes(routes);
    first::routes(routes)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `partners` shows the office what partners see.
    seen_by: String,
}

async fn picture(app: &App, actor: &Actor, asked: &Asked) -> Result<NationalPicture, WebError> {
    Ok(app.national_picture(app.totals_view(actor, asked.seen_by == "partners")).await?)
}

struct Tile {
    number: String,
    label: &'static str,
    of: String,
}

struct StateRow {
    name: &'static str,
    href: String,
    rural: String,
    registered: String,
    assessed: String,
    people: String,
    covered: String,
    uncovered: String,
}

struct MonthRow {
    month: String,
    permille: u32,
    covered: String,
    assessed: String,
}

struct GateRow {
    means: String,
    n: String,
}

#[derive(Template)]
#[template(path = "office/care.html")]
struct CarePage {
    layout: Layout,
    program: String,
    as_of: String,
    headline: String,
    exact: bool,
    may_see_exact: bool,
    rule: String,
    tiles: Vec<Tile>,
    against: Vec<String>,
    shapes: Vec<StateShape>,
    dots: Dots,
    states: Vec<StateRow>,
    months: Vec<MonthRow>,
    n_more_months: usize,
    is_any_signed: bool,
    with_open: String,
    gates: Vec<GateRow>,
    min_group: u32,
    sources: Vec<String>,
    /// Kept in the links to downloads.
    query: &'static str,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let picture = picture(&app, &actor, &asked).await?;
    let may_see_exact = actor.may_in_program(Action::ViewOffice);
    let gates = app.gate_counts(&picture).await?;
    Ok(render(&CarePage::new(Layout::new(&app, &visitor), &picture, &gates, may_see_exact)))
}

/// Hospitals, as people read a count.
fn shown(n: Shown) -> String {
    n.count().map_or_else(|| "too few to show".to_owned(), when::number)
}

/// People, as people read a count.
fn people(n: Option<u64>) -> String {
    n.map_or_else(|| "too few to show".to_owned(), when::number)
}

fn share(n: Option<u64>, of: u64) -> Option<f64> {
    n.filter(|_| of > 0).map(|n| n as f64 / of as f64)
}

/// The shade of a share of people; none where it is hidden or nobody is covered.
fn level(of: &Covered) -> u8 {
    match of.share {
        _ if of.people.registered == Some(0) => 0,
        None => 0,
        Some(Quarter::First) => 1,
        Some(Quarter::Second) => 2,
        Some(Quarter::Third) => 3,
        Some(Quarter::Fourth) => 4,
    }
}

/// What may be passed on, and what is left out.
pub(super) fn rule(picture: &NationalPicture) -> String {
    match picture.view {
        View::Exact => match picture.n_left_out {
            Some(0) | None => {
                "These are exact numbers, for the program office. Do not pass them on.".to_owned()
            }
            Some(n) => format!(
                "These are exact numbers, for the program office. Do not pass them on. {n} of the hospitals did not agree to be counted in totals, and partners see the totals without them."
            ),
        },
        View::Hiding { min_group } => words::rule(min_group),
    }
}

/// Partners see the first two: the others are of the office alone.
fn tiles(all: &Covered, exact: bool) -> Vec<Tile> {
    let short = |n: Option<u64>| {
        n.map_or_else(|| "hidden".to_owned(), |n| words::people_rounded(n).replace(" people", ""))
    };
    let of = |n: Option<u64>, of: u64, what: &str| match share(n, of) {
        Some(share) => format!("{} of {}, {what}", percent(share), words::people_rounded(of)),
        None => what.to_owned(),
    };
    let (whole, only) = (&all.people, &all.only_within_30);
    let nearest = "whose nearest emergency department is a rural hospital's";
    let mut tiles = vec![
        Tile {
            number: short(whole.registered),
            label: "People covered",
            of: of(whole.registered, whole.all, nearest),
        },
        Tile {
            number: short(whole.uncovered),
            label: "People still uncovered",
            of: of(whole.uncovered, whole.all, nearest),
        },
        Tile {
            number: short(only.uncovered),
            label: "Uncovered, with no other within 30 minutes",
            of: of(only.uncovered, only.all, "who have a rural hospital's and no other within 30 minutes"),
        },
        Tile {
            number: short(whole.assessed),
            label: "People whose hospital is assessed",
            of: of(whole.assessed, whole.all, nearest),
        },
    ];
    if !exact {
        tiles.truncate(2);
    }
    tiles
}

fn state_row((state, of): &(StateCode, Covered), exact: bool) -> StateRow {
    StateRow {
        name: state.name(),
        href: if exact { format!("/office/care/first?state={state}") } else { String::new() },
        rural: when::number(of.n_rural),
        registered: shown(of.registered),
        assessed: shown(of.assessed),
        people: when::number(of.people.all),
        covered: if exact { people(of.people.registered) } else { covered_in_words(of) },
        uncovered: people(of.people.uncovered),
    }
}

/// What share is covered, in words.
fn covered_in_words(of: &Covered) -> String {
    of.share.map_or("too few to show", Quarter::words).to_owned()
}

fn month_rows(months: &[MonthEnd]) -> Vec<MonthRow> {
    let latest = &months[months.len().saturating_sub(MONTHS)..];
    let most = latest.iter().filter_map(|m| m.registered).max().unwrap_or(0);
    let row = |m: &MonthEnd| MonthRow {
        month: when::month(m.to.0, m.to.1),
        permille: share(m.registered, most).map_or(0, |s| (s * 1000.0).clamp(0.0, 1000.0) as u32),
        covered: people(m.registered),
        assessed: people(m.assessed),
    };
    latest.iter().map(row).collect()
}

impl CarePage {
    fn new(layout: Layout, picture: &NationalPicture, gates: &GateCounts, may_see_exact: bool) -> Self {
        let exact = picture.view == View::Exact;
        let covered = &picture.covered;
        let of_state = |state: StateCode| covered.states.iter().find(|(s, _)| *s == state).map(|(_, c)| c);
        Self {
            program: picture.program.clone(),
            as_of: when::day(picture.as_of),
            headline: words::headline(&covered.all),
            exact,
            may_see_exact,
            rule: rule(picture),
            tiles: tiles(&covered.all, exact),
            against: picture.people_denominators.iter().map(|d| words::against(&covered.all, d)).collect(),
            shapes: shapes(|state| match of_state(state) {
                None => (0, "no hospital listed".to_owned(), String::new()),
                Some(c) => (level(c), covered_in_words(c), String::new()),
            }),
            dots: dots(&picture.sites, &picture.standings),
            states: covered.states.iter().map(|row| state_row(row, exact)).collect(),
            months: month_rows(&covered.months),
            n_more_months: covered.months.len().saturating_sub(MONTHS),
            is_any_signed: gates.is_any_signed,
            with_open: shown(gates.with_open),
            gates: gates.gates.iter().map(|g| GateRow { means: g.means.clone(), n: shown(g.n) }).collect(),
            min_group: picture.min_group,
            sources: picture.sources.clone(),
            query: if may_see_exact && !exact { "?seen_by=partners" } else { "" },
            layout,
        }
    }
}
