//! Asking for help.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_core::decide::registration::Fields;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::auth::Actor;

/// A request for help.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "care": "no", "subject": "Cannot open charts", "text": "Since six this morning.",
    "name": "Dana Reyes", "email": "dana@fixturememorial.example", "ccn": "991301"
}))]
pub(crate) struct AskForHelp {
    /// Is patient care affected now? `now`, `soon` or `no`. When it is, call; do not wait for an answer here.
    care: String,
    /// What is wrong, in one line of up to 120 characters.
    subject: String,
    /// What happened, and what you have tried, in up to 4,000 characters.
    text: String,
    /// The hospital's certification number. It proves nothing by itself.
    ccn: Option<String>,
    /// Your name; not needed with a token.
    name: Option<String>,
    /// Where the answer goes; not needed with a token.
    email: Option<String>,
}

impl AskForHelp {
    fn fields(self) -> Fields {
        let fields = [
            ("care", self.care),
            ("subject", self.subject),
            ("text", self.text),
            ("ccn", self.ccn.unwrap_or_default()),
            ("name", self.name.unwrap_or_default()),
            ("email", self.email.unwrap_or_default()),
        ];
        fields.into_iter().collect()
    }
}

/// A request that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct HelpAsked {
    /// The number to read out over the phone.
    pub reference: String,
    /// The request, to read it here; absent without a token: then the link to it goes out by mail.
    pub request: Option<String>,
    /// The number to call when patient care is affected.
    pub help_phone: Option<String>,
}

/// Ask for help
///
/// With a token, name and address are its owner's. When patient care is affected the program office is told at once, but
/// call first. Nothing is ever reset from a request.
#[utoipa::path(post, path = "/api/v1/help", tag = "help", operation_id = "ask_for_help",
    request_body = AskForHelp, responses((status = 201, description = "We have it", body = HelpAsked)))]
pub(crate) async fn ask(
    State(app): State<App>,
    actor: Option<Actor>,
    Sent(asking): Sent<AskForHelp>,
) -> Result<(StatusCode, Json<HelpAsked>), ApiError> {
    let asked = app.read_help_request(actor.as_ref(), asking.fields())?;
    let request = app.ask_for_help(actor.as_ref(), asked).await?;
    let shape = HelpAsked {
        reference: request.reference.to_string(),
        request: actor.map(|_| request.id.to_string()),
        help_phone: app.config.program.phone().map(str::to_owned),
    };
    Ok((StatusCode::CREATED, Json(shape)))
}
