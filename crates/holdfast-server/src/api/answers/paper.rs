//! A paper keyed in by a call: rows that are good are kept, the others come back with their place.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::questionnaire::Row;
use holdfast_core::decide::registration::Fields;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AnswerBody, known};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::Sent;
use crate::api::shape::Day;
use crate::app::answers::PaperWent;
use crate::auth::{Actor, Scoped};

/// One row of a paper.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperRow {
    /// The question.
    question: String,
    /// Its answer.
    answer: AnswerBody,
    /// The version of the question as it was read.
    version: u32,
}

/// A paper.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperBody {
    /// Who filled it in.
    name: String,
    /// The day they did: today, or up to 90 days ago.
    filled_on: Day,
    /// Its rows. Leave out those that were left blank.
    rows: Vec<PaperRow>,
}

/// A row that was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowFault {
    /// The question.
    pub question: String,
    /// Its place on the paper; empty when it is not on it.
    pub code: String,
    /// What to mend.
    pub fields: Vec<FieldFault>,
}

/// What came of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperKept {
    /// Questions whose answers were kept.
    pub kept: Vec<String>,
    /// Rows that say what was said already.
    pub n_same: usize,
    /// Rows that were not taken.
    pub wrong: Vec<RowFault>,
}

/// Key in a paper
///
/// The name and day stand beside every answer of it. Rows that cannot stand, or that someone answered otherwise after that
/// day, are listed; the others are kept.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/assessment/{part}/paper", tag = "assessment",
    operation_id = "key_in_paper",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("part" = String, Path, description = "The part")),
    request_body = PaperBody, responses((status = 200, description = "What was kept", body = PaperKept)))]
pub(crate) async fn key_in_paper(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Sent(paper): Sent<PaperBody>,
) -> Result<Json<PaperKept>, ApiError> {
    let head: Fields =
        [("name", paper.name), ("filled_on", paper.filled_on.0.to_string())].into_iter().collect();
    let row = |r: PaperRow| Row { ask: r.question, fields: r.answer.fields(), version: r.version };
    let rows: Vec<Row> = paper.rows.into_iter().map(row).collect();
    let fault = |w: holdfast_core::decide::questionnaire::Wrong| FieldFault {
        field: w.field.to_owned(),
        message: w.text.en,
    };
    match app.key_in_paper(scope, &actor, known(&key)?, &head, &rows).await? {
        PaperWent::Head(wrong) => Err(ApiError::Wrong(wrong.into_iter().map(fault).collect())),
        PaperWent::Read { kept, n_same, wrong } => Ok(Json(PaperKept {
            kept,
            n_same,
            wrong: wrong
                .into_iter()
                .map(|w| RowFault {
                    question: w.ask,
                    code: w.code,
                    fields: w.wrong.into_iter().map(fault).collect(),
                })
                .collect(),
        })),
    }
}
