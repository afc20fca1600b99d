//! The program office's list of applications. Drafts are only counted: nobody has sent them.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::paging::{Page, Paging};
use crate::api::sent::Asked;
use crate::api::shape::Day;
use crate::app::application::ApplicationRow;

/// Which applications.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichApplications {
    /// The program's id.
    program: String,
    /// `submitted`, `asked_back`, `approved` or `refused`; all of them unless said.
    state: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// One application that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationLine {
    /// The number people read out.
    pub reference: String,
    /// Who applies.
    pub applicant: String,
    /// What kind of organization, in words.
    pub kind: Option<String>,
    /// The focus area, in words.
    pub focus: Option<String>,
    /// `submitted`, `asked_back`, `approved` or `refused`.
    pub state: &'static str,
    /// Since when it stands there.
    pub since: Day,
    /// When it was first sent.
    pub sent_on: Option<Day>,
    /// The day by which the program means to decide.
    pub settle_by: Option<Day>,
    /// The id of the reviewers' case.
    pub case: Option<String>,
}

/// The applications to a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationsShape {
    /// How many stand in each state, drafts too.
    pub n_by_state: BTreeMap<String, u32>,
    /// The applications that were sent: waiting ones first, by the day they are due.
    pub applications: Page<ApplicationLine>,
}

impl From<ApplicationRow> for ApplicationLine {
    fn from(row: ApplicationRow) -> Self {
        Self {
            reference: row.reference.to_string(),
            applicant: row.name,
            kind: row.kind,
            focus: row.focus,
            state: row.state,
            since: Day(row.since),
            sent_on: row.sent_on.map(Day),
            settle_by: row.target_on.map(Day),
            case: row.case.map(|c| c.to_string()),
        }
    }
}

/// Applications
///
/// The applications sent to a program, by state.
#[utoipa::path(get, path = "/api/v1/applications", tag = "application", operation_id = "list_applications",
    params(WhichApplications),
    responses((status = 200, description = "The applications", body = ApplicationsShape)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(which): Asked<WhichApplications>,
) -> Result<Json<ApplicationsShape>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let state = which.state.as_deref();
    if state.is_some_and(|s| !["submitted", "asked_back", "approved", "refused"].contains(&s)) {
        return Err(ApiError::unreadable("`state` is `submitted`, `asked_back`, `approved` or `refused`."));
    }
    let found = app.office_applications(&which.program, state).await?;
    Ok(Json(ApplicationsShape {
        applications: paging.of(found.rows, ApplicationLine::from),
        n_by_state: found.n_by_state,
    }))
}
