//! `/hospital/{ccn}/offers`: every offer and resource, under the heading that says what to do about it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::decide::value;

use super::offer_card::{ShelfOf, shelves};
use super::{Here, Room};
use crate::App;
use crate::app::OfferStand;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "hospital/offers.html")]
pub(super) struct OffersPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) shelves: Vec<ShelfOf>,
    pub(super) total: String,
    pub(super) n_counted: usize,
    pub(super) n_unverified: usize,
    pub(super) year_two: String,
    pub(super) n_year_two_unknown: usize,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let picture = app.hospital_picture(scope).await?;
    let here = Here::new(&picture.listed, &actor, Room::Offers);
    let stands = picture.offer_stands(&app.catalog);
    Ok(render(&OffersPage::new(Layout::new(&app, &visitor), here, &stands, &app.catalog)))
}

impl OffersPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        stands: &[OfferStand],
        catalog: &holdfast_core::catalog::Catalog,
    ) -> Self {
        let may_have: Vec<&OfferStand> = stands.iter().filter(|s| s.may_have_or_has()).collect();
        let total = value::total(may_have.iter().map(|s| &s.worth));
        let later = value::total(may_have.iter().map(|s| &s.year_two));
        Self {
            layout,
            here,
            shelves: shelves(stands, catalog),
            total: if total.n_counted == 0 { String::new() } else { total.yearly.to_string() },
            n_counted: total.n_counted,
            n_unverified: total.n_unverified,
            year_two: if later.n_counted == 0 { String::new() } else { later.yearly.to_string() },
            n_year_two_unknown: later.n_left_out(),
        }
    }
}
