//! The reviewers' queue: which cases wait, how long, and which are past their target.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::queue::{self, Due, KINDS, QueueCounts, QueueRow, QueueSort, QueueView, Show};
use holdfast_core::model::{CaseKind, StateCode, sentence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::directory::HospitalLine;
use crate::api::error::ApiError;
use crate::api::paging::{Page, Paging};
use crate::api::sent::{Asked, backwards, word};
use crate::api::shape::Day;

/// A case in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueLine {
    /// The case.
    pub case: String,
    /// `belonging`, `offer_referral`, `first_administrator`, `join`, `number_changed` or `application`.
    pub kind: &'static str,
    /// The program.
    pub program: String,
    /// The hospital's number, when it is about one.
    pub ccn: Option<String>,
    /// Its entry, when the directory lists it.
    pub hospital: Option<HospitalLine>,
    /// The offer it is about, when it is about one.
    pub offer: Option<String>,
    /// The number the hospital seems to have now, for a case that asks.
    pub became: Option<String>,
    /// `open`, `asked_back`, `approved` or `refused`.
    pub state: &'static str,
    /// Against its target: `left`, `overdue`, `asked` (the other side's turn) or `settled`.
    pub due: &'static str,
    /// Days left, overdue, or since it was asked; absent once settled.
    pub due_days: Option<i32>,
    /// The day it was settled.
    pub settled_on: Option<Day>,
    /// Whether it was settled after its target.
    pub settled_late: Option<bool>,
    /// Days it has waited, or waited until it was settled.
    pub age_days: i32,
    /// When it was opened.
    pub opened_on: Day,
    /// The day by which the program means to settle it.
    pub target_on: Day,
}

impl From<&QueueRow<'_>> for QueueLine {
    fn from(row: &QueueRow<'_>) -> Self {
        let case = row.case;
        let (due, due_days, settled) = match row.due {
            Due::Left { days } => ("left", Some(days), None),
            Due::Overdue { days } => ("overdue", Some(days), None),
            Due::Asked { days } => ("asked", Some(days), None),
            Due::Settled { on, late } => ("settled", None, Some((on, late))),
        };
        let offer = match &case.kind {
            CaseKind::OfferReferral { offer, .. } => Some(offer.to_string()),
            _ => None,
        };
        let became = match &case.kind {
            CaseKind::NumberChanged { became } => became.map(|ccn| ccn.to_string()),
            _ => None,
        };
        Self {
            case: case.id.to_string(),
            kind: case.kind.key(),
            program: case.program.to_string(),
            ccn: case.ccn.map(|c| c.to_string()),
            hospital: row.hospital.map(HospitalLine::from),
            offer,
            became,
            state: case.state.key(),
            due,
            due_days,
            settled_on: settled.map(|(on, _)| on.into()),
            settled_late: settled.map(|(_, late)| late),
            age_days: row.age_days,
            opened_on: case.opened_on.into(),
            target_on: case.target_on.into(),
        }
    }
}

/// How many cases stand where, whatever is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCounts {
    /// The reviewers' turn.
    pub n_open: u32,
    /// Of those, past the target.
    pub n_overdue: u32,
    /// The other side's turn.
    pub n_asked: u32,
    /// Settled.
    pub n_settled: u32,
}

impl From<QueueCounts> for CaseCounts {
    fn from(counts: QueueCounts) -> Self {
        let QueueCounts { n_open, n_overdue, n_asked, n_settled } = counts;
        Self { n_open, n_overdue, n_asked, n_settled }
    }
}

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueShape {
    /// How many stand where.
    pub counts: CaseCounts,
    /// The cases asked for.
    pub cases: Page<QueueLine>,
}

/// Which cases, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichCases {
    /// `waiting` unless said, `overdue`, `asked` or `settled`.
    show: Option<String>,
    /// Only of this kind.
    kind: Option<String>,
    /// Only of hospitals in this state, two letters.
    state: Option<String>,
    /// `target` unless said, `age`, `hospital` or `kind`.
    sort: Option<String>,
    /// `up` unless said, or `down`.
    order: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

impl WhichCases {
    fn view(&self) -> Result<QueueView, ApiError> {
        let show = word("show", self.show.as_deref(), Show::ALL.iter().map(|s| (s.key(), *s)))?;
        let sort = word("sort", self.sort.as_deref(), QueueSort::ALL.iter().map(|s| (s.key(), *s)))?;
        let state = self.state.as_deref().map(StateCode::parse).transpose();
        Ok(QueueView {
            show: show.unwrap_or_default(),
            kind: word("kind", self.kind.as_deref(), KINDS.iter().map(|(key, _)| (*key, *key)))?,
            state: state.map_err(|e| ApiError::unreadable(sentence(&e.to_string())))?,
            sort: sort.unwrap_or_default(),
            backwards: backwards(self.order.as_deref())?,
        })
    }
}

/// The reviewers' queue
///
/// What a machine could not settle, the most pressing first.
#[utoipa::path(get, path = "/api/v1/office/queue", tag = "review", operation_id = "review_queue",
    params(WhichCases), responses((status = 200, description = "The queue", body = QueueShape)))]
pub(crate) async fn queue(
    State(app): State<App>,
    Asked(which): Asked<WhichCases>,
) -> Result<Json<QueueShape>, ApiError> {
    let paging = Paging::read(which.page, which.per_page)?;
    let view = which.view()?;
    let queue = app.review_queue(view.show == Show::Settled).await?;
    let directory = app.directory();
    let rows = queue::rows(&queue.cases, &directory.hospitals, &view, app.today());
    Ok(Json(QueueShape { counts: queue.counts.into(), cases: paging.of(&rows, QueueLine::from) }))
}
