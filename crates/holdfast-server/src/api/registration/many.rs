//! A health system registers many hospitals in one call.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_core::decide::registration::BadLine;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::texts;
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::Sent;
use crate::api::shape::ValueShape;
use crate::app::registration::ManyError;

/// A health system and its hospitals.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct System {
    /// The name of the health system.
    system_name: String,
    /// Certification numbers, as text.
    ccns: Vec<String>,
    /// Full name of the person registering.
    name: String,
    /// What they do: `leadership`, `it`, `other_staff`, `system_staff` or `vendor`.
    role: String,
    /// Work e-mail.
    email: String,
    /// Phone.
    phone: String,
    /// Whether the assigned assessor may see findings.
    share_with_assessor: bool,
    /// Whether the hospitals may count in totals that name nobody.
    count_in_totals: bool,
}

/// One hospital that was registered.
#[derive(Debug, Serialize, ToSchema)]
pub struct OneRegistered {
    /// Its certification number.
    pub ccn: String,
    /// Its name.
    pub name: String,
    /// The number people read out.
    pub reference: String,
    /// Leading zeros that were put back.
    pub n_zeros_restored: u8,
}

/// One line that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    /// Its place in the list; the first is 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// Why it was left out.
    pub why: String,
}

/// What came of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManyShape {
    /// Registered now.
    pub registered: Vec<OneRegistered>,
    /// Lines left out, with the reason.
    pub left_out: Vec<LeftOut>,
}

impl From<BadLine> for LeftOut {
    fn from(bad: BadLine) -> Self {
        Self { line: bad.line, text: bad.text, why: bad.why }
    }
}

/// Register many hospitals
///
/// One registration for each good line, in one write; the rest come back with the reason.
#[utoipa::path(post, path = "/api/v1/registrations/many", tag = "registration", operation_id = "register_many",
    request_body = System, responses((status = 201, description = "What came of the list", body = ManyShape)))]
pub(crate) async fn many(
    State(app): State<App>,
    Sent(system): Sent<System>,
) -> Result<(StatusCode, Json<ManyShape>), ApiError> {
    let fields = BTreeMap::from([
        ("system_name", ValueShape::Word(system.system_name)),
        ("list", ValueShape::Word(system.ccns.join("\n"))),
        ("name", ValueShape::Word(system.name)),
        ("role", ValueShape::Word(system.role)),
        ("email", ValueShape::Word(system.email)),
        ("phone", ValueShape::Word(system.phone)),
        ("share_with_assessor", ValueShape::Bool(system.share_with_assessor)),
        ("count_in_totals", ValueShape::Bool(system.count_in_totals)),
    ]);
    let fields = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let sent = app.register_many(&texts(fields)).await.map_err(|e| match e {
        ManyError::Wrong(errors) => errors.into(),
        ManyError::NoneGood(bad) => ApiError::Wrong(
            bad.into_iter()
                .map(|b| FieldFault { field: format!("ccns[{}]", b.line.saturating_sub(1)), message: b.why })
                .collect(),
        ),
        ManyError::App(e) => e.into(),
    })?;
    let registered = sent.sent.into_iter().map(|one| OneRegistered {
        ccn: one.ccn.to_string(),
        name: one.name,
        reference: one.reference.to_string(),
        n_zeros_restored: one.n_zeros_restored,
    });
    let shape = ManyShape {
        registered: registered.collect(),
        left_out: sent.left_out.into_iter().map(LeftOut::from).collect(),
    };
    Ok((StatusCode::CREATED, Json(shape)))
}
