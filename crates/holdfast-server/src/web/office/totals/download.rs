//! The tables of the totals page to open in a spreadsheet, with the same numbers hidden as on the page.

use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::totals::Shown;
use holdfast_core::decide::uptake::View;
use holdfast_core::model::Action;

use super::{Asked, percent, share, view};
use crate::App;
use crate::app::Totals;
use crate::auth::Actor;
use crate::routes::{Access, Routes};
use crate::web::WebError;
use crate::web::csv::Csv;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ViewAggregates);
    routes
        .get("/office/funnel.csv", access, funnel)
        .get("/office/months.csv", access, months)
        .get("/office/states.csv", access, states)
        .get("/office/offers.csv", access, offers)
        .get("/office/uptake.csv", access, uptake)
}

fn cell(shown: Shown) -> String {
    shown.count().map_or_else(|| "too few to show".to_owned(), |n| n.to_string())
}

/// The day and the rule, below every table: a file travels without its page.
fn notes(csv: &mut Csv, totals: &Totals) {
    csv.note("");
    csv.note(&format!("As of {}. {}.", totals.as_of, totals.program));
    csv.note(match totals.view {
        View::Exact => "Exact numbers for the program office. Do not pass on.",
        View::Hiding { .. } => {
            "Small groups are hidden, and other numbers so that no hidden one can be worked out from all the tables together. Hospitals that did not agree to be counted are left out."
        }
    });
}

async fn totals(app: &App, actor: &Actor, asked: &Asked) -> Result<Totals, WebError> {
    Ok(app.totals(view(app, actor, asked)).await?)
}

async fn funnel(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = totals(&app, &actor, &asked).await?;
    let mut heads = vec!["Stage".to_owned(), "Meaning".to_owned(), "Hospitals".to_owned()];
    heads.extend(totals.denominators.iter().map(|d| format!("Share of {}", d.n)));
    heads.push(format!("Share of {} listed rural hospitals", totals.n_rural));
    heads.push("Share of the stage before".to_owned());
    let mut csv = Csv::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for s in &totals.stages {
        let of = |n| share(s.n, n).map_or_else(String::new, percent);
        let mut row = vec![s.stage.key().to_owned(), s.stage.means().to_owned(), cell(s.n)];
        row.extend(totals.denominators.iter().map(|d| of(d.n)));
        row.push(of(totals.n_rural));
        row.push(s.of_previous.map_or_else(String::new, percent));
        csv.row(&row);
    }
    notes(&mut csv, &totals);
    for d in &totals.denominators {
        csv.note(&format!("{}: {} Source: {}", d.n, d.counts, d.provenance.source));
    }
    if let Some(release) = &totals.release {
        csv.note(&format!("{} listed: {}, released {}", totals.n_rural, release.title, release.released_on));
    }
    Ok(csv.download("funnel.csv"))
}

async fn months(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = totals(&app, &actor, &asked).await?;
    let mut csv = Csv::new(&["Month", "Registered", "Validated", "Activated"]);
    for m in &totals.months {
        csv.row(&[
            if (m.year, m.month) == m.to {
                format!("{}-{:02}", m.year, m.month)
            } else {
                format!("{}-{:02} to {}-{:02}", m.year, m.month, m.to.0, m.to.1)
            },
            cell(m.registered),
            cell(m.validated),
            cell(m.activated),
        ]);
    }
    notes(&mut csv, &totals);
    Ok(csv.download("months.csv"))
}

async fn states(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = totals(&app, &actor, &asked).await?;
    let mut csv =
        Csv::new(&["State", "Name", "Rural hospitals listed", "Registered", "Share", "With an offer"]);
    for s in &totals.states {
        let share = s.registered_share.map_or_else(String::new, percent);
        let rural = s.n_rural.to_string();
        csv.row(&[
            s.state.as_str(),
            s.state.name(),
            &rural,
            &cell(s.registered),
            &share,
            &cell(s.with_offer),
        ]);
    }
    notes(&mut csv, &totals);
    Ok(csv.download("states.csv"))
}

async fn offers(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = totals(&app, &actor, &asked).await?;
    let exact = totals.view == View::Exact;
    let mut csv = Csv::new(if exact {
        &["Offer", "Name", "Accepted", "Confirmed", "Active", "Ended", "All"]
    } else {
        &["Offer", "Name", "Accepted, confirmed or active"]
    });
    for (name, u) in &totals.offers {
        let mut row = vec![u.offer.to_string(), name.clone()];
        if exact {
            row.extend([u.claimed, u.validated, u.active, u.lapsed, u.all].map(cell));
        } else {
            row.push(cell(u.under_way));
        }
        csv.row(&row);
    }
    notes(&mut csv, &totals);
    Ok(csv.download("offers.csv"))
}

async fn uptake(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let totals = totals(&app, &actor, &asked).await?;
    let mut heads = vec!["Offer", "Name"];
    heads.extend(totals.two_way.states.iter().map(|s| s.as_str()));
    heads.push("All states");
    let mut csv = Csv::new(&heads);
    for (row, (name, _)) in totals.two_way.rows.iter().zip(&totals.offers) {
        let mut cells = vec![row.offer.to_string(), name.clone()];
        cells.extend(row.cells.iter().copied().map(cell));
        cells.push(cell(row.all));
        csv.row(&cells);
    }
    let mut last = vec!["hospitals".to_owned(), "Hospitals with at least one offer".to_owned()];
    last.extend(totals.two_way.hospitals.iter().copied().map(cell));
    csv.row(&last);
    notes(&mut csv, &totals);
    Ok(csv.download("uptake.csv"))
}
