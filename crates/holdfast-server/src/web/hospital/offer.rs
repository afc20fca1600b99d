//! `/hospital/{ccn}/offers/{offer}`: everything about one offer for one hospital, and what to do about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Catalog, Serves};
use holdfast_core::facts::{FactKind, Facts};
use holdfast_core::model::{CaseState, Claim};

use super::clause::{ClauseLine, lines, wanted};
use super::facts::{FactForm, Shape};
use super::offer_card::{alternative, verdict};
use super::words::{day, ends};
use super::{Here, Room};
use crate::App;
use crate::app::OfferStand;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::worth::money;
use crate::web::{Came, Layout, WebError, render};

/// Another way to the same protection.
pub(super) struct Other {
    pub(super) name: String,
    pub(super) href: String,
}

/// The case a reviewer has about it.
pub(super) struct CaseLine {
    pub(super) says: String,
    pub(super) question: String,
}

#[derive(Template)]
#[template(path = "hospital/offer.html")]
pub(super) struct OfferPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    pub(super) id: String,
    pub(super) verdict: &'static str,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) provider: String,
    pub(super) gets: String,
    pub(super) outcome: &'static str,
    pub(super) why: String,
    pub(super) claim: String,
    pub(super) may_accept: bool,
    pub(super) why_not: String,
    pub(super) may_let_go: bool,
    pub(super) may_ask: bool,
    pub(super) case: Option<CaseLine>,
    pub(super) clauses: Vec<ClauseLine>,
    pub(super) wanted: Vec<FactForm>,
    pub(super) value: String,
    pub(super) value_basis: String,
    pub(super) cost: String,
    pub(super) free: bool,
    pub(super) year_two_price: String,
    pub(super) year_two_basis: String,
    pub(super) year_two: String,
    pub(super) ends: String,
    pub(super) last_day: String,
    pub(super) day_after: String,
    pub(super) exit: String,
    pub(super) others: Vec<Other>,
    pub(super) safeguards: Vec<String>,
    pub(super) how: Vec<String>,
    pub(super) url: Option<String>,
    pub(super) apply_here: Option<String>,
    pub(super) moves: Vec<(String, &'static str)>,
    pub(super) source: String,
    pub(super) verified: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let picture = app.hospital_picture(scope).await?;
    let stand = picture
        .offer_stand(&app.catalog, &id)
        .ok_or_else(|| WebError::not_found("There is no offer with this name."))?;
    let here = Here::new(&picture.listed, &actor, Room::Offers);
    let mut page = OfferPage::new(Layout::new(&app, &visitor), here, &stand, &picture.facts, &app.catalog);
    page.done = match came.done.as_str() {
        "accepted" => "Accepted. The program office confirms it next.",
        "let-go" => "Let go. You can accept it again while it is open to you.",
        "asked" => "A reviewer has it now.",
        "told" => "Thank you. The answer below takes it into account.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn ask(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    app.ask_reviewer(scope, actor.account, &id).await?;
    Ok(Redirect::to(&format!("/hospital/{}/offers/{id}?done=asked", scope.ccn())).into_response())
}

impl OfferPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        stand: &OfferStand,
        facts: &Facts,
        catalog: &Catalog,
    ) -> Self {
        let offer = &stand.offer;
        let standing = &stand.standing;
        let (value, value_basis) = money(&stand.worth);
        let (year_two_price, year_two_basis) = money(&stand.year_two);
        let form = |kind: &FactKind| FactForm::blank(*kind, Some(offer.id.as_str()));
        let by_form = stand.program.as_ref().filter(|p| p.serves == Serves::Applicants);
        let last_day = holdfast_core::decide::cliff::last_day_of_claim(offer, standing.claim).map(day);
        let other = |a: &holdfast_core::catalog::Alternative| Other {
            name: alternative(a, catalog),
            href: a.offer.as_ref().map(|o| format!("/hospital/{}/offers/{o}", here.ccn)).unwrap_or_default(),
        };
        Self {
            done: "",
            id: offer.id.to_string(),
            verdict: verdict(stand),
            name: offer.name.clone(),
            kind: offer.kind.label(),
            provider: offer.provider.clone(),
            gets: offer.gets.clone(),
            outcome: standing.outcome.label(),
            why: standing.sentence.clone(),
            claim: if standing.claim == Claim::Open {
                String::new()
            } else {
                standing.claim.label().to_owned()
            },
            may_accept: standing.may_accept.is_ok() && here.may_accept,
            why_not: why_not(stand, &here),
            may_let_go: standing.is_under_way() && here.may_accept,
            may_ask: stand.to_review().is_some() && stand.open_case.is_none() && here.may_edit,
            case: stand.open_case.as_ref().map(case_line),
            clauses: lines(stand, facts),
            wanted: if here.may_edit {
                wanted(offer, stand, facts).iter().map(form).collect()
            } else {
                Vec::new()
            },
            value,
            value_basis,
            cost: offer.cost.says.clone(),
            free: offer.cost.free,
            year_two_price,
            year_two_basis,
            year_two: offer.year_two.as_ref().map(|y| y.says.clone()).unwrap_or_default(),
            ends: ends(offer),
            last_day: last_day.unwrap_or_default(),
            day_after: offer.day_after.clone().unwrap_or_default(),
            exit: offer.exit.clone().unwrap_or_default(),
            others: offer.alternatives.iter().map(other).collect(),
            safeguards: offer.safeguards.iter().map(|s| catalog.safeguard_name(s).to_owned()).collect(),
            how: offer.how_to_apply.clone(),
            url: offer.url.clone().filter(|u| u.starts_with("https://")),
            apply_here: by_form.map(|p| format!("/programs/{}", p.id)),
            moves: moves(stand),
            source: offer.provenance.source.clone(),
            verified: offer.provenance.verified_on.map(day).unwrap_or_default(),
            layout,
            here,
        }
    }
}

/// Why there is no button, in one sentence; empty when there is one or nothing needs saying.
fn why_not(stand: &OfferStand, here: &Here) -> String {
    use holdfast_core::decide::standing::WhyNot;
    match &stand.standing.may_accept {
        Ok(()) if !here.may_accept => "An administrator of the hospital can accept it.".to_owned(),
        Ok(()) => String::new(),
        Err(WhyNot::NotValidated) => "You can accept it once the registration is checked.".to_owned(),
        Err(WhyNot::Elsewhere) => {
            "Others give this help, so you apply with them. Nothing is accepted here.".to_owned()
        }
        Err(WhyNot::ByApplication) => "This program takes applications. Apply with its form.".to_owned(),
        Err(_) => String::new(),
    }
}

fn case_line(case: &holdfast_core::model::Case) -> CaseLine {
    let (says, question) = match &case.state {
        CaseState::AskedBack { question, .. } => (
            "A reviewer asks you something about it first. Answer on the page for this week.".to_owned(),
            question.clone(),
        ),
        _ => (
            format!(
                "A reviewer has it since {} and means to answer by {}.",
                day(case.opened_on),
                day(case.target_on)
            ),
            String::new(),
        ),
    };
    CaseLine { says, question }
}

fn moves(stand: &OfferStand) -> Vec<(String, &'static str)> {
    use holdfast_core::model::ClaimMove;
    let words = |moved| match moved {
        ClaimMove::Claim => "Accepted",
        ClaimMove::Validate => "Confirmed by the program office",
        ClaimMove::Activate { .. } => "Switched on",
        ClaimMove::Lapse => "First day without it",
        ClaimMove::LetGo => "Let go",
    };
    let record = stand.record.as_ref();
    record
        .map(|r| r.moves.iter().map(|m| (day(m.event.on), words(m.event.moved))).collect())
        .unwrap_or_default()
}

impl FactForm {
    /// Whether it is answered with yes or no.
    pub(super) fn is_yes_no(&self) -> bool {
        self.shape == Shape::YesNo
    }

    /// Whether it is answered with a number.
    pub(super) fn is_number(&self) -> bool {
        self.shape == Shape::Number
    }
}
