//! One hospital as the program sees it: registration, cases, and where it stands with each offer. Never a finding.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::{Claim, Registration, RegistrationState};
use holdfast_store::Change;
use serde::Serialize;
use utoipa::ToSchema;

use super::case::StageReached;
use crate::App;
use crate::api::directory::HospitalShape;
use crate::api::error::ApiError;
use crate::api::hospital::{CaseLine, ClaimShape, MoveShape, move_key};
use crate::api::sent::ccn;
use crate::api::shape::{Day, Moment};
use crate::app::OfficeFile;
use crate::auth::Actor;

/// A difference an import made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeShape {
    /// The key of the file.
    pub file: &'static str,
    /// The hospital, when it is about one.
    pub ccn: Option<String>,
    /// The difference, in a sentence.
    pub says: String,
    /// When it was imported.
    pub at: Moment,
}

impl From<&Change> for ChangeShape {
    fn from(change: &Change) -> Self {
        Self {
            file: change.kind.key(),
            ccn: change.what.ccn.map(|c| c.to_string()),
            says: change.what.sentence.clone(),
            at: Moment::of_ms(change.at_ms),
        }
    }
}

/// A registration in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationLine {
    /// The number people read out.
    pub reference: String,
    /// `draft`, `unproven` (sent, and its mailbox not confirmed), `submitted`, `asked_back`, `validated` or `refused`.
    pub state: &'static str,
    /// Since when, once it was sent.
    pub on: Option<Day>,
    /// The question, the reason, or how it was proven.
    pub says: Option<String>,
}

impl From<&Registration> for RegistrationLine {
    fn from(registration: &Registration) -> Self {
        let (on, says) = match &registration.state {
            RegistrationState::Draft => (None, None),
            RegistrationState::Unproven { on } | RegistrationState::Submitted { on } => (Some(*on), None),
            RegistrationState::AskedBack { on, question: says }
            | RegistrationState::Validated { on, how: says }
            | RegistrationState::Refused { on, reason: says } => (Some(*on), Some(says.clone())),
        };
        let (reference, state) = (registration.reference.to_string(), registration.state.key());
        Self { reference, state, on: on.map(Day), says }
    }
}

/// Where a hospital stands with one offer of the program.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferAtOffice {
    /// The offer.
    pub offer: String,
    /// What it is called.
    pub name: String,
    /// Its answer today: the key of an outcome.
    pub outcome: &'static str,
    /// How far it has come.
    pub claim: ClaimShape,
    /// Its moves so far.
    pub moves: Vec<MoveShape>,
    /// Whether the office can confirm it now.
    pub may_validate: bool,
    /// Whether the office can record now that it runs.
    pub may_activate: bool,
    /// Its last day by its term, if it started today.
    pub ends_by_term: Option<Day>,
}

/// A hospital's file.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeHospital {
    /// The hospital as the public files list it.
    pub hospital: HospitalShape,
    /// What imports changed about it, newest first.
    pub changes: Vec<ChangeShape>,
    /// Its registrations, oldest first.
    pub registrations: Vec<RegistrationLine>,
    /// Its cases, oldest first.
    pub cases: Vec<CaseLine>,
    /// Every offer of the program.
    pub offers: Vec<OfferAtOffice>,
    /// Stages it reached.
    pub stages: Vec<StageReached>,
    /// People with a role there.
    pub n_people: usize,
}

impl OfficeHospital {
    fn of(app: &App, file: &OfficeFile) -> Self {
        let today = app.today();
        let offers = file.offers.iter().map(|(offer, standing, record)| OfferAtOffice {
            offer: offer.id.to_string(),
            name: offer.name.clone(),
            outcome: standing.outcome.key(),
            claim: standing.claim.into(),
            moves: record
                .iter()
                .flat_map(|r| &r.moves)
                .map(|m| MoveShape {
                    moved: move_key(m.event.moved),
                    on: m.event.on.into(),
                    note: m.note.clone(),
                })
                .collect(),
            may_validate: matches!(standing.claim, Claim::Claimed { .. }),
            may_activate: matches!(standing.claim, Claim::Validated { .. }),
            ends_by_term: app.ends_by_term(offer, today).map(Day),
        });
        Self {
            hospital: HospitalShape::of(app, &file.listed),
            changes: file.changes.iter().map(ChangeShape::from).collect(),
            registrations: file.registrations.iter().map(RegistrationLine::from).collect(),
            cases: file.cases.iter().map(CaseLine::from).collect(),
            offers: offers.collect(),
            stages: file.stages.iter().map(StageReached::from).collect(),
            n_people: file.n_people,
        }
    }
}

/// One hospital of the program
///
/// What the directory says, its registrations and cases, and where it stands with each offer.
#[utoipa::path(get, path = "/api/v1/office/hospitals/{ccn}", tag = "office", operation_id = "office_hospital",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The hospital", body = OfficeHospital)))]
pub(crate) async fn office_hospital(
    State(app): State<App>,
    actor: Actor,
    Path(text): Path<String>,
) -> Result<Json<OfficeHospital>, ApiError> {
    let file = app.office_file(&actor, ccn(&text)?).await?;
    Ok(Json(OfficeHospital::of(&app, &file)))
}
