//! The outbox: which letters were written and where they stand. Never what is in them.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::model::MailId;
use holdfast_store::{Mail, MailState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::mailbox::MailboxShape;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, word};
use crate::api::shape::Moment;
use crate::app::may_be_read;

/// How many letters stand where.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailCounts {
    /// Waiting to be sent.
    pub n_queued: u32,
    /// Kept here, not sent.
    pub n_outbox: u32,
    /// Handed to the mail server.
    pub n_sent: u32,
    /// Given up.
    pub n_failed: u32,
}

impl MailCounts {
    /// From the numbers of each state.
    pub fn of(counts: &[(MailState, u32)]) -> Self {
        let n = |state| counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
        Self {
            n_queued: n(MailState::Queued),
            n_outbox: n(MailState::Outbox),
            n_sent: n(MailState::Sent),
            n_failed: n(MailState::Failed),
        }
    }
}

/// A letter in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailLine {
    /// The letter.
    pub mail: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Which of the program's letters it is, like `resume-link`.
    pub kind: String,
    /// `queued`, `outbox`, `sent` or `failed`.
    pub state: &'static str,
    /// When it was written.
    pub written: Moment,
}

impl From<&Mail> for MailLine {
    fn from(mail: &Mail) -> Self {
        Self {
            mail: mail.new.id.to_string(),
            to: mail.new.to.to_string(),
            subject: mail.new.subject.clone(),
            kind: mail.new.kind.clone(),
            state: mail.state.key(),
            written: Moment::of_ms(mail.created_at_ms),
        }
    }
}

/// The outbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutboxShape {
    /// How many letters stand where.
    pub counts: MailCounts,
    /// The latest letters asked for, newest first, 100 at most.
    pub mails: Vec<MailLine>,
    /// The mailboxes that are read for reported mail.
    pub mailboxes: Vec<MailboxShape>,
}

/// Which letters.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichMails {
    /// Only `queued`, `outbox`, `sent` or `failed` ones.
    state: Option<String>,
}

/// The outbox
///
/// The latest letters and where they stand, and the mailboxes that are read for reported mail.
#[utoipa::path(get, path = "/api/v1/office/run/mail", tag = "running", operation_id = "outbox",
    params(WhichMails), responses((status = 200, description = "The letters", body = OutboxShape)))]
pub(crate) async fn outbox(
    State(app): State<App>,
    Asked(which): Asked<WhichMails>,
) -> Result<Json<OutboxShape>, ApiError> {
    let states = [MailState::Queued, MailState::Outbox, MailState::Sent, MailState::Failed];
    let state = word("state", which.state.as_deref(), states.map(|s| (s.key(), s)))?;
    let outbox = app.outbox(state).await?;
    let mails = outbox.mails.iter().map(MailLine::from).collect();
    let mailboxes = app.mailboxes().await?.iter().map(MailboxShape::from).collect();
    Ok(Json(OutboxShape { counts: MailCounts::of(&outbox.counts), mails, mailboxes }))
}

/// One letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailShape {
    /// In a few words.
    pub line: MailLine,
    /// Whether its text can be read, and then on the portal's page alone. A letter holds ways to sign in, and a token must
    /// not become one.
    pub may_be_read: bool,
    /// How often sending it was tried.
    pub attempts: u32,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When it was sent.
    pub sent: Option<Moment>,
}

/// A letter
///
/// Where it stands. Its text is on the portal's page, where it stayed here or could not be sent.
#[utoipa::path(get, path = "/api/v1/office/run/mail/{mail}", tag = "running", operation_id = "read_mail",
    params(("mail" = String, Path, description = "The letter")),
    responses((status = 200, description = "The letter", body = MailShape)))]
pub(crate) async fn mail(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<MailShape>, ApiError> {
    let id: MailId = id.parse().map_err(|_| ApiError::not_found("There is no such mail."))?;
    let mail = app.mail_line(id).await?;
    Ok(Json(MailShape {
        line: (&mail).into(),
        may_be_read: may_be_read(mail.state),
        attempts: mail.attempts,
        last_error: mail.last_error,
        sent: mail.sent_at_ms.map(Moment::of_ms),
    }))
}
