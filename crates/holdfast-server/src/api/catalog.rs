//! Calls about the program content: programs, offers with every clause, and help from others.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::{Denominator, Group, Offer, Program, Serves};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::error::ApiError;
use super::offer::{OfferLine, OfferShape, ProvenanceShape, kind_key};
use super::paging::{Page, Paging};
use super::sent::Asked;
use crate::App;

/// A number of hospitals, or of people, a program reports against.
#[derive(Debug, Serialize, ToSchema)]
pub struct DenominatorShape {
    /// The number.
    pub n: u32,
    /// What it counts and who says so.
    pub counts: String,
    /// Where it comes from.
    pub provenance: ProvenanceShape,
}

impl From<&Denominator> for DenominatorShape {
    fn from(d: &Denominator) -> Self {
        Self { n: d.n, counts: d.counts.clone(), provenance: (&d.provenance).into() }
    }
}

/// A program run here.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramShape {
    /// Its id.
    pub program: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// `hospitals`: registered by number. `applicants`: apply with its form.
    pub serves: &'static str,
    /// Its offers, in a few words.
    pub offers: Vec<OfferLine>,
    /// Numbers it reports against.
    pub denominators: Vec<DenominatorShape>,
    /// Days in which a reviewer means to settle a case.
    pub review_target_days: u16,
    /// Where its facts come from.
    pub provenance: ProvenanceShape,
}

/// The program content.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogShape {
    /// Changes whenever any row does.
    pub version: String,
    /// The programs.
    pub programs: Vec<ProgramShape>,
    /// Offers and help from others, all together.
    pub n_offers: usize,
}

impl From<&Program> for ProgramShape {
    fn from(p: &Program) -> Self {
        Self {
            program: p.id.to_string(),
            name: p.name.clone(),
            purpose: p.purpose.clone(),
            serves: match p.serves {
                Serves::Hospitals => "hospitals",
                Serves::Applicants => "applicants",
            },
            offers: p.offers.iter().map(|o| OfferLine::of(Some(p), o)).collect(),
            denominators: p.denominators.iter().map(DenominatorShape::from).collect(),
            review_target_days: p.review_target_days,
            provenance: (&p.provenance).into(),
        }
    }
}

/// The catalog
///
/// The programs run here with their offers, and the version of the content that decisions are kept with.
#[utoipa::path(get, path = "/api/v1/catalog", tag = "catalog", operation_id = "catalog",
    responses((status = 200, description = "The programs", body = CatalogShape)))]
pub(crate) async fn catalog(State(app): State<App>) -> Json<CatalogShape> {
    Json(CatalogShape {
        version: app.catalog.version.clone(),
        programs: app.catalog.programs.iter().map(ProgramShape::from).collect(),
        n_offers: app.catalog.offers().count(),
    })
}

/// Which offers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// `program` or `elsewhere`.
    group: Option<String>,
    /// The key of a kind of help.
    kind: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// Offers
///
/// Offers of the programs, then help from others, in the catalog's order.
#[utoipa::path(get, path = "/api/v1/catalog/offers", tag = "catalog", operation_id = "list_offers", params(Which),
    responses((status = 200, description = "Offers in a few words", body = Page<OfferLine>)))]
pub(crate) async fn offers(
    State(app): State<App>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<OfferLine>>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let group = match which.group.as_deref() {
        None => None,
        Some("program") => Some(Group::Program),
        Some("elsewhere") => Some(Group::Elsewhere),
        Some(_) => return Err(ApiError::unreadable("`group` is `program` or `elsewhere`.")),
    };
    let wanted = |offer: &Offer| {
        group.is_none_or(|g| offer.group == g) && which.kind.as_deref().is_none_or(|k| kind_key(offer) == k)
    };
    let found = app.catalog.offers().filter(|o| wanted(o));
    Ok(Json(paging.of(found, |offer| {
        let program = app.catalog.offer(offer.id.as_str()).and_then(|(program, _)| program);
        OfferLine::of(program, offer)
    })))
}

/// One offer
///
/// What it gives, what it costs now and in year two, when it ends, how to leave it, and its conditions.
#[utoipa::path(get, path = "/api/v1/catalog/offers/{offer}", tag = "catalog", operation_id = "get_offer",
    params(("offer" = String, Path, description = "The offer's id")),
    responses((status = 200, description = "The offer", body = OfferShape)))]
pub(crate) async fn offer(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<OfferShape>, ApiError> {
    let none = || ApiError::not_found("There is no offer with this id.");
    let (program, offer) = app.catalog.offer(&id).ok_or_else(none)?;
    Ok(Json(OfferShape::of(&app.catalog, program, offer)))
}
