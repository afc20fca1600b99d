//! Sign-in sheets: one to print, and one keyed in.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::training::{KeyedSheet, SheetFault};
use holdfast_core::model::{Learner, LearnerId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::shape::id;
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{Asked, Sent, word};
use crate::api::shape::Day;
use crate::app::training::{SheetAsked, SheetKept};
use crate::auth::{Actor, Scoped};
use crate::web::papers::answer;

/// Which sheet to print.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichSheet {
    /// The id of a lesson for everyone.
    lesson: String,
    /// The day of the meeting; left out, it is written by hand.
    #[param(value_type = Option<Day>)]
    held_on: Option<Date>,
    /// The department whose people stand on it; left out, it has empty lines alone.
    department: Option<String>,
    /// `en` unless said, or `es`.
    lang: Option<String>,
}

/// A sign-in sheet to print
///
/// As PDF. The code at its foot says lesson and day to whoever keys it in.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/sign-in-sheets/sheet.pdf", tag = "training",
    operation_id = "sign_in_sheet",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichSheet),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn sign_in_sheet(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichSheet>,
) -> Result<Response, ApiError> {
    let all = [Language::English, Language::Spanish].map(|l| (l.key(), l));
    let language = word("lang", which.lang.as_deref(), all)?.unwrap_or_default();
    let asked =
        SheetAsked { lesson: which.lesson, held_on: which.held_on, department: which.department, language };
    Ok(answer(app.sheet(scope, &asked).await.map_err(ApiError::refused)?))
}

/// A sheet as it is keyed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lesson": "report-it", "held_on": "2026-02-20", "numbers": ["1001", "1002"] }))]
pub struct SheetSent {
    /// The id of a lesson for everyone.
    lesson: String,
    /// The day of the meeting, like 2026-02-20.
    held_on: String,
    /// The hospital's own numbers of people who signed.
    #[serde(default)]
    #[schema(required = false)]
    numbers: Vec<String>,
    /// Ids of people who signed.
    #[serde(default)]
    #[schema(required = false)]
    learners: Vec<String>,
}

/// Somebody who signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetSignerShape {
    /// The id of the person.
    pub learner: String,
    /// The hospital's own number of the person.
    pub number: String,
    /// Name.
    pub name: String,
}

impl From<&Learner> for SheetSignerShape {
    fn from(learner: &Learner) -> Self {
        Self {
            learner: learner.id.to_string(),
            number: learner.person.number.clone(),
            name: learner.person.name.clone(),
        }
    }
}

/// A number that is nobody's.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnknownNumberShape {
    /// As sent.
    pub number: String,
    /// What is wrong with it.
    pub says: String,
}

/// What came of keying a sheet in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetRecorded {
    /// People whose lesson was recorded.
    pub n_recorded: usize,
    /// People whose lesson on that day was on record already.
    pub n_known: usize,
    /// Whose lesson was recorded, in the order of names.
    pub recorded: Vec<SheetSignerShape>,
    /// Whose lesson on that day was on record already, in the order of names.
    pub known: Vec<SheetSignerShape>,
    /// Numbers that are nobody's. The others were recorded.
    pub unknown: Vec<UnknownNumberShape>,
    /// Ids that are nobody's of this hospital, as sent. The others were recorded.
    pub unknown_learners: Vec<String>,
}

/// Key in a sign-in sheet
///
/// Records who signed. Good numbers count whatever stands beside them, and a sheet sent twice counts once.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/sign-in-sheets", tag = "training",
    operation_id = "key_in_sheet",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = SheetSent,
    responses((status = 200, description = "What came of it", body = SheetRecorded)))]
pub(crate) async fn key_in_sheet(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(sent): Sent<SheetSent>,
) -> Result<Json<SheetRecorded>, ApiError> {
    let ticked = sent.learners.iter().map(|l| id(l)).collect::<Result<BTreeSet<LearnerId>, ApiError>>()?;
    let sheet =
        KeyedSheet { lesson: sent.lesson, held_on: sent.held_on, ticked, numbers: sent.numbers.join("\n") };
    let today = app.today();
    let fault = |f: SheetFault| FieldFault { field: f.field().to_owned(), message: f.in_words(today) };
    match app.key_in_sheet(scope, &actor.speaker(scope.ccn()), &sheet).await? {
        SheetKept::Wrong(faults) => Err(ApiError::Wrong(faults.into_iter().map(fault).collect())),
        SheetKept::Recorded { taken, known, unknown, strangers } => Ok(Json(SheetRecorded {
            n_recorded: taken.len(),
            n_known: known.len(),
            recorded: taken.iter().map(SheetSignerShape::from).collect(),
            known: known.iter().map(SheetSignerShape::from).collect(),
            unknown_learners: strangers.iter().map(ToString::to_string).collect(),
            unknown: unknown
                .into_iter()
                .map(|u| UnknownNumberShape { number: u.number, says: u.says })
                .collect(),
        })),
    }
}
