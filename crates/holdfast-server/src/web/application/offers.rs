//! `/application/offers`: the verdict on each offer as the answers stand, before sending and after.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::decide::application::{OfferVerdict, name};

use super::held::{Held, none_held};
use super::verdict_card::VerdictCard;
use crate::App;
use crate::app::application::Applying;
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "application/offers.html")]
pub(super) struct OffersPage {
    layout: Layout,
    program: String,
    who: String,
    sent: bool,
    verdicts: Vec<VerdictCard>,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    let standing = app.application_standing(&applying).await?;
    Ok(render(&OffersPage::new(Layout::new(&app, &visitor), &applying, &standing.verdicts)))
}

impl OffersPage {
    pub(super) fn new(layout: Layout, applying: &Applying<'_>, verdicts: &[OfferVerdict<'_>]) -> Self {
        Self {
            layout,
            program: applying.program.name.clone(),
            who: name(&applying.application.answers).unwrap_or_default().to_owned(),
            sent: !applying.is_open(),
            verdicts: VerdictCard::all(verdicts),
        }
    }
}
