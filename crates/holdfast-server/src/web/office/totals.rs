//! The program's totals: the funnel against stated denominators, months, states and offers; exact for the office, with
//! small groups hidden for partners, and it says which.

mod download;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::catalog::Denominator;
use holdfast_core::decide::partners::Month;
use holdfast_core::decide::totals::Shown;
use holdfast_core::decide::uptake::View;
use holdfast_core::model::Action;
use serde::Deserialize;

use super::when;
use crate::App;
use crate::app::Totals;
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::state_map::{StateShape, shapes};
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/office", Access::Program(Action::ViewAggregates), page);
    download::routes(routes)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `partners` shows the office what partners see.
    seen_by: String,
}

fn view(app: &App, actor: &Actor, asked: &Asked) -> View {
    app.totals_view(actor, asked.seen_by == "partners")
}

struct StageRow {
    name: String,
    means: &'static str,
    count: String,
    permille: u32,
    share: String,
    /// Share of each denominator, in their order, then of the directory's own count, then of the stage before.
    shares: Vec<String>,
}

struct MonthRow {
    month: String,
    registered: String,
    validated: String,
    activated: String,
    permille: u32,
}

struct StateRow {
    name: &'static str,
    href: String,
    rural: String,
    registered: String,
    share: String,
    with_offer: String,
}

struct OfferRow {
    name: String,
    cells: Vec<String>,
    all: String,
}

/// One line of the legend: shade and words.
struct Legend {
    level: u8,
    words: &'static str,
}

#[derive(Template)]
#[template(path = "office/totals.html")]
struct TotalsPage {
    layout: Layout,
    program: String,
    as_of: String,
    exact: bool,
    may_see_exact: bool,
    rule: String,
    against: Vec<String>,
    heads: Vec<String>,
    stages: Vec<StageRow>,
    months: Vec<MonthRow>,
    shapes: Vec<StateShape>,
    legend: Vec<Legend>,
    states: Vec<StateRow>,
    offers_caption: &'static str,
    offers: Vec<OfferRow>,
    two_way_states: Vec<(&'static str, &'static str)>,
    two_way: Vec<OfferRow>,
    hospitals: Vec<String>,
    /// Kept in the links to downloads.
    query: &'static str,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = app.totals(view(&app, &actor, &asked)).await?;
    let may_see_exact = actor.may_in_program(Action::ViewOffice);
    Ok(render(&TotalsPage::new(Layout::new(&app, &visitor), &totals, may_see_exact)))
}

/// A count as people read it.
fn words(shown: Shown) -> String {
    shown.count().map_or_else(|| "too few to show".to_owned(), when::number)
}

/// A count for a narrow column.
fn short(shown: Shown) -> String {
    shown.count().map_or_else(|| "hidden".to_owned(), when::number)
}

/// `35 %`; a share too small for a percent is said so.
pub(super) fn percent(share: f64) -> String {
    let hundredths = (share * 100.0).clamp(0.0, 1_000_000.0);
    if hundredths > 0.0 && hundredths < 1.0 {
        "less than 1 %".to_owned()
    } else {
        format!("{hundredths:.0} %")
    }
}

fn share(n: Shown, of: u32) -> Option<f64> {
    n.count().filter(|_| of > 0).map(|n| f64::from(n) / f64::from(of))
}

fn permille(share: Option<f64>) -> u32 {
    share.map_or(0, |s| (s * 1000.0).clamp(0.0, 1000.0) as u32)
}

/// The denominators in words, and the heads of their columns.
fn against(totals: &Totals) -> (Vec<String>, Vec<String>) {
    let mut says: Vec<String> = totals.denominators.iter().map(denominator).collect();
    let mut heads: Vec<String> =
        totals.denominators.iter().map(|d| format!("Of {}", when::number(d.n))).collect();
    let release = totals.release.as_ref().map_or_else(
        || "No directory is imported.".to_owned(),
        |r| format!("{}, released {}.", r.title, when::day(r.released_on)),
    );
    says.push(format!(
        "{}: rural hospitals the directory lists, by type or by the federal definition. Other hospitals count in the stages too, so a share can pass 100 %. {release}",
        when::number(totals.n_rural)
    ));
    heads.push(format!("Of {} listed", when::number(totals.n_rural)));
    heads.push("Of the stage before".to_owned());
    (says, heads)
}

fn denominator(d: &Denominator) -> String {
    let checked = d.provenance.verified_on.map_or_else(
        || "Nobody has checked it at its source.".to_owned(),
        |on| format!("Checked {}.", when::day(on)),
    );
    format!(
        "{}: {} Source: {}. {checked}",
        when::number(d.n),
        d.counts,
        d.provenance.source.trim_end_matches('.')
    )
}

fn stage_rows(totals: &Totals) -> Vec<StageRow> {
    // The bar and its words use the largest stated denominator: the hardest one to look good against.
    let largest = totals.denominators.iter().map(|d| d.n).max().unwrap_or(totals.n_rural);
    totals
        .stages
        .iter()
        .map(|s| {
            let of = |n| share(s.n, n).map_or_else(|| "–".to_owned(), percent);
            let mut shares: Vec<String> = totals.denominators.iter().map(|d| of(d.n)).collect();
            shares.push(of(totals.n_rural));
            shares.push(s.of_previous.map_or_else(|| "–".to_owned(), percent));
            let mut name = s.stage.key().to_owned();
            name[..1].make_ascii_uppercase();
            StageRow {
                name,
                means: s.stage.means(),
                count: words(s.n),
                permille: permille(share(s.n, largest)),
                share: match share(s.n, largest) {
                    Some(p) => format!("{} of {}", percent(p), when::number(largest)),
                    None => String::new(),
                },
                shares,
            }
        })
        .collect()
}

/// `March 2026`, or `December 2025 to March 2026` for months put together.
fn month_words(m: &Month) -> String {
    let (from, to) = (when::month(m.year, m.month), when::month(m.to.0, m.to.1));
    if from == to { from } else { format!("{from} to {to}") }
}

fn month_rows(totals: &Totals) -> Vec<MonthRow> {
    let most = totals.months.iter().filter_map(|m| m.registered.count()).max().unwrap_or(0);
    totals
        .months
        .iter()
        .map(|m| MonthRow {
            month: month_words(m),
            registered: words(m.registered),
            validated: words(m.validated),
            activated: words(m.activated),
            permille: permille(share(m.registered, most)),
        })
        .collect()
}

/// The shade of a share: 0 for none, then up to a tenth, a quarter, a half, and more.
fn level(share: f64) -> u8 {
    match share {
        s if s <= 0.0 => 0,
        s if s < 0.10 => 1,
        s if s < 0.25 => 2,
        s if s < 0.50 => 3,
        _ => 4,
    }
}

const LEGEND: [(u8, &str); 4] =
    [(1, "Under 10 %"), (2, "10 to 24 %"), (3, "25 to 49 %"), (4, "Half or more")];

impl TotalsPage {
    fn new(layout: Layout, totals: &Totals, may_see_exact: bool) -> Self {
        let exact = totals.view == View::Exact;
        let rule = match totals.view {
            View::Exact => match totals.n_left_out {
                Some(0) | None => {
                    "These are exact numbers, for the program office. Do not pass them on.".to_owned()
                }
                Some(n) => format!(
                    "These are exact numbers, for the program office. Do not pass them on. {n} of the hospitals did not agree to be counted in totals, and partners see the totals without them."
                ),
            },
            View::Hiding { min_group } => format!(
                "Groups of 1 to {} hospitals are hidden, and other numbers with them, so that nobody can work out a hidden one from all the tables together. A state with none may be hidden too, and months with few hospitals stand together. Hospitals that did not agree to be counted are left out.",
                min_group.saturating_sub(1)
            ),
        };
        let (against, heads) = against(totals);
        let link =
            |state: &str| if exact { format!("/office/hospitals?state={state}") } else { String::new() };
        Self {
            program: totals.program.clone(),
            as_of: when::day(totals.as_of),
            exact,
            may_see_exact,
            rule,
            against,
            heads,
            stages: stage_rows(totals),
            months: month_rows(totals),
            shapes: shapes(|state| match totals.states.iter().find(|s| s.state == state) {
                None => (0, "no hospital listed".to_owned(), String::new()),
                Some(s) => {
                    let says = match (s.registered, s.registered_share) {
                        (Shown::Hidden, _) => "too few to show".to_owned(),
                        (n, Some(p)) => format!("{} of {} registered, {}", words(n), s.n_rural, percent(p)),
                        (n, None) => format!("{} registered", words(n)),
                    };
                    (s.registered_share.map_or(0, level), says, link(s.state.as_str()))
                }
            }),
            legend: std::iter::once((0, if exact { "None" } else { "None, or too few to show" }))
                .chain(LEGEND)
                .map(|(level, words)| Legend { level, words })
                .collect(),
            states: totals
                .states
                .iter()
                .map(|s| StateRow {
                    name: s.state.name(),
                    href: link(s.state.as_str()),
                    rural: when::number(s.n_rural),
                    registered: words(s.registered),
                    share: s.registered_share.map_or_else(|| "–".to_owned(), percent),
                    with_offer: words(s.with_offer),
                })
                .collect(),
            offers_caption: if exact {
                "Hospitals by how far they have come with each offer"
            } else {
                "Hospitals with the offer accepted, confirmed or active"
            },
            offers: totals
                .offers
                .iter()
                .map(|(name, u)| OfferRow {
                    name: name.clone(),
                    cells: if exact {
                        [u.claimed, u.validated, u.active, u.lapsed].map(words).to_vec()
                    } else {
                        Vec::new()
                    },
                    all: words(if exact { u.all } else { u.under_way }),
                })
                .collect(),
            two_way_states: totals.two_way.states.iter().map(|s| (s.as_str(), s.name())).collect(),
            two_way: totals
                .two_way
                .rows
                .iter()
                .zip(&totals.offers)
                .map(|(row, (name, _))| OfferRow {
                    name: name.clone(),
                    cells: row.cells.iter().copied().map(short).collect(),
                    all: short(row.all),
                })
                .collect(),
            hospitals: totals.two_way.hospitals.iter().copied().map(short).collect(),
            query: if may_see_exact && !exact { "?seen_by=partners" } else { "" },
            layout,
        }
    }
}

#[cfg(test)]
mod tests;
