//! The hospital a request for help names: what the directory says, and where it stands in the program. Never a finding.

use holdfast_core::model::Claim;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::directory::HospitalShape;
use crate::api::hospital::ClaimShape;
use crate::app::HospitalBeside;

/// An offer and how far a hospital has come with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferBeside {
    /// What the offer is called.
    pub name: String,
    /// How far.
    pub claim: ClaimShape,
}

impl From<(String, Claim)> for OfferBeside {
    fn from((name, claim): (String, Claim)) -> Self {
        Self { name, claim: claim.into() }
    }
}

/// The hospital a request names. Never a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalAtDesk {
    /// Its number.
    pub ccn: String,
    /// Its entry, when the directory lists it. Its phone is the only number to call back.
    pub hospital: Option<HospitalShape>,
    /// Where its latest registration stands: `draft`, `unproven` (sent, and its mailbox not confirmed), `submitted`,
    /// `asked_back`, `validated` or `refused`.
    pub registration: Option<&'static str>,
    /// The offers it has moved.
    pub offers: Vec<OfferBeside>,
    /// People with a sign-in there.
    pub n_people: usize,
}

impl HospitalAtDesk {
    /// The hospital beside a request.
    pub fn of(app: &App, beside: HospitalBeside) -> Self {
        Self {
            ccn: beside.ccn.to_string(),
            hospital: beside.listed.as_ref().map(|listed| HospitalShape::of(app, listed)),
            registration: beside.registration.as_ref().map(|state| state.key()),
            offers: beside.offers.into_iter().map(OfferBeside::from).collect(),
            n_people: beside.n_people,
        }
    }
}
