//! A hospital's offers: where it stands with each, accepting one, letting it go, asking a reviewer.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::{Case, CaseState, Claim, ClaimMove, sentence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::offer::{OfferAnswer, OfferShape};
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, Sent};
use crate::api::shape::Day;
use crate::app::{AcceptError, OfferStand};
use crate::auth::{Actor, Scoped};

/// How far a hospital has come with an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimShape {
    /// `open`, `claimed`, `validated`, `active` or `lapsed`.
    pub state: &'static str,
    /// The state in words.
    pub says: &'static str,
    /// Since when.
    pub on: Option<Day>,
    /// Its last day, when it runs and has one.
    pub ends: Option<Day>,
}

impl From<Claim> for ClaimShape {
    fn from(claim: Claim) -> Self {
        let (on, ends) = match claim {
            Claim::Open => (None, None),
            Claim::Claimed { on } | Claim::Validated { on } | Claim::Lapsed { on } => (Some(on), None),
            Claim::Active { on, ends } => (Some(on), ends),
        };
        Self { state: claim.key(), says: claim.label(), on: on.map(Day), ends: ends.map(Day) }
    }
}

/// A move of an offer, as recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoveShape {
    /// `claim`, `validate`, `activate`, `lapse` or `let_go`.
    pub moved: &'static str,
    /// When.
    pub on: Day,
    /// What was noted with it.
    pub note: String,
}

/// A case in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLine {
    /// Its id.
    pub case: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// `open`, `asked_back`, `approved` or `refused`.
    pub state: &'static str,
    /// The question or the reason, when there is one.
    pub says: Option<String>,
    /// When it was opened.
    pub opened_on: Day,
    /// The day by which the program means to settle it.
    pub target_on: Day,
}

impl From<&Case> for CaseLine {
    fn from(case: &Case) -> Self {
        let says = match &case.state {
            CaseState::Open => None,
            CaseState::AskedBack { question, .. } => Some(question.clone()),
            CaseState::Approved { reason, .. } | CaseState::Refused { reason, .. } => Some(reason.clone()),
        };
        Self {
            case: case.id.to_string(),
            kind: case.kind.key(),
            state: case.state.key(),
            says,
            opened_on: case.opened_on.into(),
            target_on: case.target_on.into(),
        }
    }
}

/// Where a hospital stands with one offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandShape {
    /// The offer decided, with every clause.
    pub answer: OfferAnswer,
    /// How far it has come.
    pub claim: ClaimShape,
    /// Whether it can be accepted now.
    pub may_accept: bool,
    /// Why not, and what to do.
    pub why_not: Option<String>,
    /// Whether a reviewer can settle something about it.
    pub may_ask_reviewer: bool,
    /// The case about it that is not settled.
    pub case: Option<CaseLine>,
    /// Its moves so far.
    pub moves: Vec<MoveShape>,
}

impl From<&OfferStand> for StandShape {
    fn from(stand: &OfferStand) -> Self {
        let (offer, standing) = (&stand.offer, &stand.standing);
        let moves = stand.record.iter().flat_map(|r| &r.moves).map(|m| MoveShape {
            moved: move_key(m.event.moved),
            on: m.event.on.into(),
            note: m.note.clone(),
        });
        Self {
            answer: OfferAnswer::of(stand.program.as_ref(), offer, standing, &stand.worth, &stand.year_two),
            claim: standing.claim.into(),
            may_accept: standing.may_accept.is_ok(),
            why_not: standing.may_accept.as_ref().err().map(|why| sentence(&why.to_string())),
            may_ask_reviewer: stand.to_review().is_some() && stand.open_case.is_none(),
            case: stand.open_case.as_ref().map(CaseLine::from),
            moves: moves.collect(),
        }
    }
}

/// The key of a move.
pub fn move_key(moved: ClaimMove) -> &'static str {
    match moved {
        ClaimMove::Claim => "claim",
        ClaimMove::Validate => "validate",
        ClaimMove::Activate { .. } => "activate",
        ClaimMove::Lapse => "lapse",
        ClaimMove::LetGo => "let_go",
    }
}

/// Which offers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichStands {
    /// The key of an outcome.
    outcome: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// A hospital's offers
///
/// Every offer and all help from others, decided for the hospital today, in the catalog's order.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/offers", tag = "hospital", operation_id = "hospital_offers",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichStands),
    responses((status = 200, description = "The offers", body = Page<StandShape>)))]
pub(crate) async fn offers(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichStands>,
) -> Result<Json<Page<StandShape>>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let wanted = |s: &OfferStand| which.outcome.as_deref().is_none_or(|o| s.standing.outcome.key() == o);
    let stands = app.hospital_picture(scope).await?.offer_stands(&app.catalog);
    Ok(Json(paging.of(stands.into_iter().filter(wanted), |s| StandShape::from(&s))))
}

/// One offer with everything the catalog says and where the hospital stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferForHospital {
    /// What it is, costs now and in year two, and how to leave it.
    pub offer: OfferShape,
    /// Where the hospital stands.
    pub stand: StandShape,
}

/// One offer for a hospital
///
/// Everything to read before accepting it, and where the hospital stands.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/offers/{offer}", tag = "hospital",
    operation_id = "hospital_offer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    responses((status = 200, description = "The offer", body = OfferForHospital)))]
pub(crate) async fn offer(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<OfferForHospital>, ApiError> {
    let stand = app.hospital_offer(scope, &id).await?;
    Ok(Json(OfferForHospital {
        offer: OfferShape::of(&app.catalog, stand.program.as_ref(), &stand.offer),
        stand: (&stand).into(),
    }))
}

/// Accepting an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accepting {
    /// True once a person has read what it costs after the first term.
    read_year_two: bool,
}

/// Accept an offer
///
/// Refused with 409 and the reason whenever the rules do not allow it today.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/offers/{offer}/accept", tag = "hospital",
    operation_id = "accept_offer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    request_body = Accepting, responses((status = 200, description = "Accepted", body = ClaimShape)))]
pub(crate) async fn accept(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Sent(accepting): Sent<Accepting>,
) -> Result<Json<ClaimShape>, ApiError> {
    let claim = app.accept_offer(scope, actor.account, &id, accepting.read_year_two).await;
    claim.map(|claim| Json(claim.into())).map_err(|e| match e {
        AcceptError::NotRead => ApiError::wrong(
            "read_year_two",
            "Read what it costs after the first term, then say so with true.",
        ),
        AcceptError::NotNow(why) => ApiError::not_now(why),
        AcceptError::Moved(why) => ApiError::not_now(why),
        AcceptError::App(e) => e.into(),
    })
}

/// Let an offer go
///
/// It can be accepted again while it is open to the hospital.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/offers/{offer}/let-go", tag = "hospital",
    operation_id = "let_go_offer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    responses((status = 200, description = "Let go", body = ClaimShape)))]
pub(crate) async fn let_go(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<ClaimShape>, ApiError> {
    app.let_go_offer(scope, actor.account, &id).await?;
    let stand = app.hospital_offer(scope, &id).await?;
    Ok(Json(stand.standing.claim.into()))
}

/// Ask a reviewer
///
/// Asking twice opens one case; the case that is open comes back.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/offers/{offer}/ask-reviewer", tag = "hospital",
    operation_id = "ask_reviewer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("offer" = String, Path, description = "The offer's id")),
    responses((status = 200, description = "The case", body = CaseLine)))]
pub(crate) async fn ask_reviewer(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<CaseLine>, ApiError> {
    let case = app.ask_reviewer(scope, actor.account, &id).await?;
    Ok(Json((&case).into()))
}
