//! Accepting an offer with its later price in plain sight, and letting one go again.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{HospitalScope, capital};
use serde::Deserialize;

use super::words::{Problem, day, ends};
use super::{Here, Room};
use crate::App;
use crate::app::{AcceptError, AppError, OfferStand};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::worth::money;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "hospital/accept.html")]
pub(super) struct AcceptPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Vec<Problem>,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) provider: String,
    pub(super) why_not: String,
    pub(super) cost: String,
    pub(super) year_two_price: String,
    pub(super) year_two_basis: String,
    pub(super) year_two: String,
    pub(super) ends: String,
    pub(super) day_after: String,
    pub(super) exit: String,
    pub(super) source: String,
    pub(super) verified: String,
}

#[derive(Template)]
#[template(path = "hospital/let_go.html")]
pub(super) struct LetGoPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) claim: String,
    pub(super) is_active: bool,
    pub(super) exit: String,
    pub(super) day_after: String,
}

/// The form: one box to tick.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Accepting {
    read: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (here, stand) = load(&app, &actor, scope, &id).await?;
    Ok(render(&AcceptPage::new(Layout::new(&app, &visitor), here, &stand)))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Accepting>,
) -> Result<Response, WebError> {
    let problem = match app.accept_offer(scope, actor.account, &id, form.read == "yes").await {
        Ok(_) => {
            let to = format!("/hospital/{}/offers/{id}?done=accepted", scope.ccn());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(AcceptError::App(e)) => return Err(e.into()),
        Err(AcceptError::NotRead) => Some(Problem {
            field: "read".to_owned(),
            text: "Tick the box to say that you have read what it costs after".to_owned(),
        }),
        Err(AcceptError::NotNow(_) | AcceptError::Moved(_)) => None,
    };
    let (here, stand) = load(&app, &actor, scope, &id).await?;
    let mut page = AcceptPage::new(Layout::new(&app, &visitor), here, &stand);
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    page.errors.extend(problem);
    Ok((status, render(&page)).into_response())
}

pub(super) async fn let_go_page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (here, stand) = load(&app, &actor, scope, &id).await?;
    if !stand.standing.is_under_way() {
        return Err(nothing_to_let_go());
    }
    Ok(render(&LetGoPage::new(Layout::new(&app, &visitor), here, &stand)))
}

pub(super) async fn let_go(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    match app.let_go_offer(scope, actor.account, &id).await {
        Err(AppError::Refused { .. }) => return Err(nothing_to_let_go()),
        other => other?,
    }
    Ok(Redirect::to(&format!("/hospital/{}/offers/{id}?done=let-go", scope.ccn())).into_response())
}

fn nothing_to_let_go() -> WebError {
    let what = "The hospital does not have this offer: it was let go before, ended, or was never accepted.";
    WebError::NothingToDo { what: what.to_owned() }
}

async fn load(
    app: &App,
    actor: &Actor,
    scope: HospitalScope,
    id: &str,
) -> Result<(Here, OfferStand), WebError> {
    let picture = app.hospital_picture(scope).await?;
    let stand = picture
        .offer_stand(&app.catalog, id)
        .ok_or_else(|| WebError::not_found("There is no offer with this name."))?;
    Ok((Here::new(&picture.listed, actor, Room::Offers), stand))
}

impl AcceptPage {
    pub(super) fn new(layout: Layout, here: Here, stand: &OfferStand) -> Self {
        let offer = &stand.offer;
        let (year_two_price, year_two_basis) = money(&stand.year_two);
        let why_not = match &stand.standing.may_accept {
            Ok(()) => String::new(),
            Err(why) => format!("{}. {}", capital(&why.to_string()), stand.standing.sentence),
        };
        Self {
            layout,
            here,
            errors: Vec::new(),
            id: offer.id.to_string(),
            name: offer.name.clone(),
            provider: offer.provider.clone(),
            why_not,
            cost: offer.cost.says.clone(),
            year_two_price,
            year_two_basis,
            year_two: offer.year_two.as_ref().map(|y| y.says.clone()).unwrap_or_default(),
            ends: ends(offer),
            day_after: offer.day_after.clone().unwrap_or_default(),
            exit: offer.exit.clone().unwrap_or_default(),
            source: offer.provenance.source.clone(),
            verified: offer.provenance.verified_on.map(day).unwrap_or_default(),
        }
    }

    /// The error beside the box.
    fn read_error(&self) -> &str {
        self.errors.first().map_or("", |p| p.text.as_str())
    }
}

impl LetGoPage {
    pub(super) fn new(layout: Layout, here: Here, stand: &OfferStand) -> Self {
        let offer = &stand.offer;
        Self {
            layout,
            here,
            id: offer.id.to_string(),
            name: offer.name.clone(),
            claim: stand.standing.claim.label().to_owned(),
            is_active: matches!(stand.standing.claim, holdfast_core::model::Claim::Active { .. }),
            exit: offer.exit.clone().unwrap_or_default(),
            day_after: offer.day_after.clone().unwrap_or_default(),
        }
    }
}
