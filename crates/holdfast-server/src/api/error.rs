//! What a program reads when a call cannot be answered: what is wrong, what to do next, and the fields at fault.
//!
//! Faults that pages have too are dressed in [`crate::web::error`]; this room holds what only a call can get wrong.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::FieldError;
use holdfast_core::model::sentence;
use holdfast_store::StoreError;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::AppError;
use crate::web::WebError;
use crate::web::problem::{Problem, Problems};

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "error": "The answer cannot stand as it is",
    "next": "Mend the fields listed and send it again. Nothing was changed.",
    "fields": [{ "field": "licensed_beds", "message": "Write the number of licensed beds." }]
}))]
pub struct Failure {
    /// What is wrong.
    pub error: String,
    /// What to do next.
    pub next: String,
    /// Fields at fault, in the order asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub fields: Vec<FieldFault>,
    /// After a version conflict: what is kept now, in the form in which the call answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Value>,
}

/// One field that cannot stand as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldFault {
    /// The name of the field.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// Why a call is not answered.
#[derive(Debug)]
pub enum ApiError {
    /// As a page would fail.
    Web(WebError),
    /// Fields to mend; nothing was changed.
    Wrong(Vec<FieldFault>),
    /// The state of things does not allow it now.
    NotNow {
        /// Why and what to do.
        what: String,
    },
    /// It is not this person's to do, whatever their role.
    Tied {
        /// Why, and who may.
        what: String,
    },
    /// Someone else changed it first.
    Conflict {
        /// What is kept now.
        current: Value,
    },
    /// The call names no version.
    NoVersion,
}

impl ApiError {
    /// A body or parameter that cannot be read.
    pub fn unreadable(what: impl Into<String>) -> Self {
        Self::Web(WebError::BadInput { what: what.into() })
    }

    /// One field to mend.
    pub fn wrong(field: &str, message: impl Into<String>) -> Self {
        Self::Wrong(vec![FieldFault { field: field.to_owned(), message: message.into() }])
    }

    /// Something that is not there.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::Web(WebError::not_found(what))
    }

    /// Refused by the state of things, from a lowercase fragment.
    pub fn not_now(fragment: impl std::fmt::Display) -> Self {
        Self::NotNow { what: sentence(&fragment.to_string()) }
    }
}

impl ApiError {
    /// As a use case failed: what a rule refuses is refused by the state of things, since the call could be read.
    pub fn refused(error: AppError) -> Self {
        match error {
            AppError::Refused { what } => Self::NotNow { what },
            other => other.into(),
        }
    }
}

impl From<WebError> for ApiError {
    fn from(error: WebError) -> Self {
        Self::Web(error)
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self::Web(error.into())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Web(error.into())
    }
}

impl From<Problems> for ApiError {
    fn from(problems: Problems) -> Self {
        let fault = |p: &Problem| FieldFault { field: p.field.to_owned(), message: sentence(&p.text) };
        Self::Wrong(problems.iter().map(fault).collect())
    }
}

impl From<Vec<FieldError>> for ApiError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Wrong(
            errors
                .into_iter()
                .map(|e| FieldFault { field: e.field.to_owned(), message: e.message })
                .collect(),
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, error, next, fields, current) = match self {
            Self::Web(error) => return error.into_response(),
            Self::Wrong(fields) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "The answer cannot stand as it is",
                "Mend the fields listed and send it again. Nothing was changed.".to_owned(),
                fields,
                None,
            ),
            Self::NotNow { what } => {
                (StatusCode::CONFLICT, "This cannot be done now", what, Vec::new(), None)
            }
            Self::Tied { what } => {
                (StatusCode::FORBIDDEN, "This is not yours to settle", what, Vec::new(), None)
            }
            Self::Conflict { current } => (
                StatusCode::CONFLICT,
                "Someone else changed this first",
                "Nothing was changed. `current` is what is kept now: put your change on top of it and send it with its version."
                    .to_owned(),
                Vec::new(),
                Some(current),
            ),
            Self::NoVersion => (
                StatusCode::PRECONDITION_REQUIRED,
                "The call names no version",
                "Send the header `If-Match` with the version you read, so that nobody's change is lost.".to_owned(),
                Vec::new(),
                None,
            ),
        };
        (status, Json(Failure { error: error.to_owned(), next, fields, current })).into_response()
    }
}

/// What a program reads where a page would say something about pages.
pub fn words(error: &WebError) -> (&'static str, String) {
    match error {
        WebError::SignInFirst => (
            "This call needs a token",
            "Send the header `Authorization: Bearer` with a token that is in force. Make one on your account page."
                .to_owned(),
        ),
        WebError::NotAllowed { needs } => (
            "This token does not allow the call",
            format!("It needs a role that its owner does not hold: {needs}."),
        ),
        WebError::NotFound { what } => ("Not found", format!("{what} Every call is listed at /api.")),
        WebError::WrongMethod => (
            "The address takes another method",
            "Nothing was changed. Every call is listed at /api.".to_owned(),
        ),
        WebError::WrongKind => (
            "The body is of a kind we do not read",
            "Send JSON, and say so in Content-Type. Nothing was changed.".to_owned(),
        ),
        WebError::BadInput { what } => ("The call cannot be read", what.clone()),
        WebError::TooLarge => {
            ("The body is too large", "Send less in one call. Nothing was changed.".to_owned())
        }
        WebError::SlowDown { wait_s } => (
            "Too many calls",
            format!("Wait {wait_s} seconds. Calls with a token are not counted."),
        ),
        WebError::DeadLink => (
            "This link or token no longer works",
            "It was used before, ran out, or never was. Ask for a new link.".to_owned(),
        ),
        other => other.words(),
    }
}
