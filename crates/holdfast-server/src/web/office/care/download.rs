//! The national picture to take along: the states as a table, and the brief for partners, which never has exact numbers.

use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::people_covered::Quarter;
use holdfast_core::decide::totals::Shown;
use holdfast_core::model::Action;

use super::{Asked, picture, rule};
use crate::App;
use crate::auth::Actor;
use crate::routes::{Access, Routes};
use crate::web::WebError;
use crate::web::csv::Csv;
use crate::web::save::to_save;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ViewAggregates);
    routes
        .get("/office/care/states.csv", access, states)
        .get("/office/care/brief.pdf", access, brief_pdf)
        .get("/office/care/brief.csv", access, brief_csv)
}

fn people(n: Option<u64>) -> String {
    n.map_or_else(|| "too few to show".to_owned(), |n| n.to_string())
}

async fn states(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let picture = picture(&app, &actor, &asked).await?;
    let mut csv = Csv::new(&[
        "State",
        "Name",
        "Rural hospitals listed",
        "Registered",
        "Assessed",
        "People nearest to a rural hospital",
        "Covered",
        "Uncovered",
        "Share covered",
    ]);
    let shown = |n: Shown| people(n.count().map(u64::from));
    for (state, of) in &picture.covered.states {
        csv.row(&[
            state.to_string(),
            state.name().to_owned(),
            of.n_rural.to_string(),
            shown(of.registered),
            shown(of.assessed),
            of.people.all.to_string(),
            people(of.people.registered),
            people(of.people.uncovered),
            of.share.map_or("too few to show", Quarter::words).to_owned(),
        ]);
    }
    csv.note("");
    csv.note(&format!("As of {}. {}.", picture.as_of, picture.program));
    csv.note(&rule(&picture));
    csv.note(&format!("From: {}.", picture.sources.join("; ")));
    Ok(csv.download("people-covered.csv"))
}

async fn brief_pdf(State(app): State<App>) -> Result<Response, WebError> {
    Ok(to_save("partner-brief.pdf", "application/pdf", app.partner_brief_pdf().await?))
}

async fn brief_csv(State(app): State<App>) -> Result<Response, WebError> {
    let text = holdfast_report::brief_csv(&app.partner_brief().await?);
    Ok(to_save("partner-brief.csv", "text/csv; charset=utf-8", text))
}
