//! Starting a draft, and the mailed links: a way back to it, and the proof of a mailbox.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_core::decide::look_up::{LookUp, look_up};
use holdfast_core::model::{Reference, sentence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RegistrationShape, WriteTo, no_draft};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Day, Done};
use crate::app::belong::{Confirmed, Waiting};
use crate::app::registration::{JoinWent, StartError};
use crate::entropy::TokenHash;
use crate::web::WebError;

/// Which hospital to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// CMS certification number, as text: leading zeros count.
    ccn: String,
}

/// A draft just started.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartedShape {
    /// The token of this draft, for the header `Authorization: Bearer`. It is shown once: keep it.
    pub draft_token: String,
    /// The draft.
    pub registration: RegistrationShape,
}

/// Start a registration
///
/// Gives the draft's token, which the calls below `/api/v1/registration` take.
#[utoipa::path(post, path = "/api/v1/registrations", tag = "registration", operation_id = "start_registration",
    request_body = Start, responses((status = 201, description = "The draft", body = StartedShape)))]
pub(crate) async fn start(
    State(app): State<App>,
    Sent(start): Sent<Start>,
) -> Result<(StatusCode, Json<StartedShape>), ApiError> {
    let started =
        app.start_registration(&start.ccn, None).await.map_err(|e| start_error(&app, &start.ccn, e))?;
    let started = started.ok_or_else(|| ApiError::Web(WebError::broken("a draft held by nobody")))?;
    let draft = app.draft(&started.token.hash()).await?.ok_or_else(no_draft)?;
    let shape = StartedShape {
        draft_token: started.token.reveal().to_owned(),
        registration: RegistrationShape::of(&app, &draft).await?,
    };
    Ok((StatusCode::CREATED, Json(shape)))
}

/// Why no draft can be started, with the numbers that are near.
pub(super) fn start_error(app: &App, typed: &str, error: StartError) -> ApiError {
    match error {
        StartError::App(e) => e.into(),
        StartError::Taken { .. } => ApiError::not_now(error),
        StartError::Unknown { .. } => {
            let mut message = sentence(&error.to_string());
            if let LookUp::Unknown { near, .. } = look_up(&app.directory().hospitals, typed)
                && !near.is_empty()
            {
                let near: Vec<&str> = near.iter().map(|l| l.hospital.ccn.as_str()).collect();
                message = format!("{message} Nearly this number: {}.", near.join(", "));
            }
            ApiError::wrong("ccn", message)
        }
        StartError::Malformed(_) | StartError::Unit { .. } | StartError::Federal { .. } => {
            ApiError::wrong("ccn", sentence(&error.to_string()))
        }
    }
}

/// Ask for new links
///
/// Mails new links for whatever this address has under way. The answer is the same whether there was anything.
#[utoipa::path(post, path = "/api/v1/registrations/links", tag = "registration", operation_id = "ask_for_links",
    request_body = WriteTo, responses((status = 202, description = "Asked", body = Done)))]
pub(crate) async fn new_links(
    State(app): State<App>,
    Sent(to): Sent<WriteTo>,
) -> Result<(StatusCode, Json<Done>), ApiError> {
    app.send_new_links(to.address()?);
    Ok((StatusCode::ACCEPTED, Json(DONE)))
}

/// A token from a mailed link: the last part of its address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mailed {
    /// The token.
    pub(in crate::api) token: String,
}

/// A draft found again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResumedShape {
    /// A new token of the draft. It is shown once: keep it.
    pub draft_token: String,
}

/// Come back to a saved draft
///
/// Uses a mailed link, once.
#[utoipa::path(post, path = "/api/v1/registrations/resume", tag = "registration", operation_id = "resume_registration",
    request_body = Mailed, responses((status = 200, description = "The draft's new token", body = ResumedShape)))]
pub(crate) async fn resume(
    State(app): State<App>,
    Sent(mailed): Sent<Mailed>,
) -> Result<Json<ResumedShape>, ApiError> {
    let token = app.resume_registration(&TokenHash::of(&mailed.token)).await?;
    Ok(Json(ResumedShape { draft_token: token.reveal().to_owned() }))
}

/// A registration a reviewer calls about.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingShape {
    /// The number people read out.
    pub reference: String,
    /// Why the mailbox does not settle it.
    pub why: String,
    /// The number in the directory that is called.
    pub phone: String,
    /// The day by which the program means to call.
    pub by: Option<Day>,
}

impl From<Waiting> for WaitingShape {
    fn from(w: Waiting) -> Self {
        Self { reference: w.reference.to_string(), why: w.why, phone: w.phone, by: w.by.map(Day) }
    }
}

/// A registration for which the proof changes nothing any more.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandShape {
    /// The number people read out.
    pub reference: String,
    /// Where it stands: `asked_back`, `validated`, `refused`, ...
    pub state: &'static str,
}

/// What a confirmed link led to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedShape {
    /// References of registrations that are now found to come from their hospitals.
    pub validated: Vec<String>,
    /// Registrations a reviewer calls about.
    pub waiting: Vec<WaitingShape>,
    /// Registrations for which the proof changes nothing any more.
    pub stand: Vec<StandShape>,
    /// For a request to join: `to_administrator`, `to_reviewer` or `in_already`.
    pub join: Option<&'static str>,
    /// Where the person sets up sign-in, in a browser. The address is a secret and works once.
    pub set_up_sign_in: Option<String>,
}

/// Confirm a mailbox
///
/// Uses a mailed link, once: it proves the mailbox of a registration, or passes on a request to join.
#[utoipa::path(post, path = "/api/v1/registrations/confirm", tag = "registration", operation_id = "confirm_mailbox",
    request_body = Mailed, responses((status = 200, description = "What it led to", body = ConfirmedShape)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    Sent(mailed): Sent<Mailed>,
) -> Result<Json<ConfirmedShape>, ApiError> {
    Ok(Json(match app.confirm(&TokenHash::of(&mailed.token)).await? {
        Confirmed::Mailbox { validated, waiting, stand, sign_in } => ConfirmedShape {
            validated: validated.iter().map(Reference::to_string).collect(),
            waiting: waiting.into_iter().map(WaitingShape::from).collect(),
            stand: stand
                .iter()
                .map(|(reference, state)| StandShape { reference: reference.to_string(), state: state.key() })
                .collect(),
            join: None,
            set_up_sign_in: sign_in.map(|t| app.link(&format!("/set-up-sign-in/{}", t.reveal()))),
        },
        Confirmed::Join(went) => ConfirmedShape {
            validated: Vec::new(),
            waiting: Vec::new(),
            stand: Vec::new(),
            join: Some(match went {
                JoinWent::ToAdministrator => "to_administrator",
                JoinWent::ToReviewer => "to_reviewer",
                JoinWent::InAlready => "in_already",
            }),
            set_up_sign_in: None,
        },
    }))
}
