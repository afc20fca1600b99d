//! The ledger of extended updates: what is needed, licensed, granted, and what arrives.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::decide::device::{LedgerYear, esu_ledger};
use holdfast_core::model::day_in_words;

use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// A year of a product.
struct Row {
    year: String,
    until: String,
    price: String,
    grant: String,
    n: usize,
    n_licensed: usize,
    n_unasked: usize,
    n_arriving: usize,
    n_arriving_unlicensed: usize,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "devices/ledger.html")]
struct LedgerPage {
    layout: Layout,
    here: Here,
    /// By product.
    products: Vec<(String, Vec<Row>)>,
    feeds: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Devices);
    let fleet = app.fleet(scope).await?;
    let picture = app.fleet_picture(&fleet);
    let years = esu_ledger(&app.catalog, &picture, &fleet.granted, app.today());
    let mut products: Vec<(String, Vec<Row>)> = Vec::new();
    for year in &years {
        let row = Row::new(&app, year);
        match products.last_mut() {
            Some((name, rows)) if *name == year.name => rows.push(row),
            _ => products.push((year.name.clone(), vec![row])),
        }
    }
    let feeds = app.feeds_in_words();
    Ok(render(&LedgerPage { layout: layout(&app, &visitor), here, products, feeds }))
}

impl Row {
    fn new(app: &App, y: &LedgerYear) -> Self {
        let offer =
            y.granted_by.as_ref().and_then(|id| app.catalog.offer(id.as_str())).map(|(_, o)| o.name.clone());
        let grant = match (offer, y.is_granted) {
            (None, _) => "No offer gives it away".to_owned(),
            (Some(name), true) => format!("Granted by {name}, which is switched on"),
            (Some(name), false) => format!("{name} gives it away; it is not switched on"),
        };
        Self {
            year: y.year.map_or("Extended updates".to_owned(), |n| format!("Year {n}")),
            until: day_in_words(y.ends_on),
            price: y.list_usd.map_or("no list price".to_owned(), |usd| format!("{usd} a machine")),
            grant,
            n: y.n,
            n_licensed: y.n_licensed,
            n_unasked: y.n_unasked,
            n_arriving: y.n_arriving,
            n_arriving_unlicensed: y.n_arriving_unlicensed,
            is_now: y.is_now,
        }
    }
}
