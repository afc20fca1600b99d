//! The staff roster as the whole body of a call: what it would change, and applying exactly that.

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::training::{LearnerChange, NumbersSay, ReusedNumber, RosterFault, StaysWhy};
use holdfast_core::digest::sha256_hex;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::shape::{RosterPersonShape, StaffMemberShape};
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, FileBody, FileName, Upon, etag};
use crate::app::training::{RosterAgreed, RosterApplied, RosterPreview, SentRoster};
use crate::auth::{Actor, Scoped};

/// Who is in the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhoIsIn {
    /// Whether it is everyone who works here, so that whoever is missing has left.
    whole: bool,
    /// Say yes when so many leave that the call asks again.
    many_leave: Option<bool>,
    /// Whose the numbers are that seem to be somebody else's now: `others`, whoever had them left and new people join; `same`, the same
    /// people's, whose name and address changed.
    numbers: Option<String>,
}

impl WhoIsIn {
    fn numbers(&self) -> Result<Option<NumbersSay>, ApiError> {
        match self.numbers.as_deref() {
            None => Ok(None),
            Some("others") => Ok(Some(NumbersSay::Others)),
            Some("same") => Ok(Some(NumbersSay::Same)),
            Some(_) => Err(ApiError::wrong("numbers", "Write `others` or `same`.")),
        }
    }
}

/// A field that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterFieldChange {
    /// Its name.
    pub field: &'static str,
    /// What it said.
    pub was: String,
    /// What it says.
    pub becomes: String,
}

/// What changes about one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPersonChange {
    /// The id of the person.
    pub learner: String,
    /// As in the list.
    pub person: StaffMemberShape,
    /// What differs. With another mail address, links that were mailed end.
    pub fields: Vec<RosterFieldChange>,
    /// Whether the old and the new name have no word in common, so that the number may be somebody else's now.
    pub is_other_name: bool,
}

impl From<&LearnerChange> for RosterPersonChange {
    fn from(change: &LearnerChange) -> Self {
        let field = |f: &holdfast_core::decide::training::FieldChange| RosterFieldChange {
            field: f.field,
            was: f.was.clone(),
            becomes: f.is.clone(),
        };
        Self {
            learner: change.learner.to_string(),
            person: (&change.person).into(),
            fields: change.fields.iter().map(field).collect(),
            is_other_name: change.is_other_name,
        }
    }
}

/// A number under which the list has somebody of another name and another mail address than the roster.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReusedNumberShape {
    /// Whose the number was. They may have left.
    pub was: RosterPersonShape,
    /// Who has it in the list, as somebody new.
    pub person: StaffMemberShape,
    /// What changes if it is the same person after all.
    pub as_same: RosterPersonChange,
}

impl From<&ReusedNumber> for ReusedNumberShape {
    fn from(reused: &ReusedNumber) -> Self {
        Self {
            was: (&reused.learner).into(),
            person: (&reused.person).into(),
            as_same: (&reused.as_same).into(),
        }
    }
}

/// Somebody who is not in the list as far as it could be read, and stays.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterStays {
    /// Who.
    pub person: RosterPersonShape,
    /// `line_unread`: the line with their number has a mistake; `line_nameless`: a line without a number may be theirs; `quote_open`: a
    /// quotation mark is not closed, and their line may have been read as part of a cell.
    pub why: &'static str,
}

/// A line that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterFaultShape {
    /// The line, as a spreadsheet counts.
    pub line: u64,
    /// The column, as the list calls it; empty where it has no name.
    pub column: String,
    /// What is wrong, and what to write.
    pub says: String,
}

/// What a list changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterChangeShape {
    /// The version of the roster it was held against: send it back in `If-Match` to apply the list.
    pub version: u32,
    /// People who are new.
    pub joins: Vec<StaffMemberShape>,
    /// People about whom something changes.
    pub changes: Vec<RosterPersonChange>,
    /// People who had left and are in the list again.
    pub returns: Vec<RosterPersonChange>,
    /// Numbers that seem to be somebody else's now. Applying the list needs `numbers` when there are any.
    pub reused: Vec<ReusedNumberShape>,
    /// People who leave.
    pub leaves: Vec<RosterPersonShape>,
    /// People who may be on a line that cannot be read, and stay.
    pub stays: Vec<RosterStays>,
    /// How many are as they were.
    pub n_same: usize,
    /// How many are on the roster now.
    pub n_listed: usize,
    /// Whether so many leave that applying the list needs `many_leave=true`.
    pub leaves_many: bool,
    /// Fields the list has no column for, which stay as they are: `email`, `department`, `packs`, `language`, `started_on`.
    pub keeps: Vec<&'static str>,
    /// Lines that were left out.
    pub faults: Vec<RosterFaultShape>,
    /// What was understood in a way a person should know of.
    pub notes: Vec<String>,
}

impl RosterChangeShape {
    fn of(preview: &RosterPreview) -> Self {
        let RosterPreview { version, read, change, .. } = preview;
        let fault = |f: &RosterFault| RosterFaultShape {
            line: f.line,
            column: f.column.clone(),
            says: f.says.clone(),
        };
        let stays = |s: &holdfast_core::decide::training::Stays| RosterStays {
            person: (&s.learner).into(),
            why: match s.why {
                StaysWhy::LineUnread => "line_unread",
                StaysWhy::LineNameless => "line_nameless",
                StaysWhy::QuoteOpen => "quote_open",
            },
        };
        Self {
            version: *version,
            joins: change.joins.iter().map(StaffMemberShape::from).collect(),
            changes: change.changes.iter().map(RosterPersonChange::from).collect(),
            returns: change.returns.iter().map(RosterPersonChange::from).collect(),
            reused: change.reused.iter().map(ReusedNumberShape::from).collect(),
            leaves: change.leaves.iter().map(RosterPersonShape::from).collect(),
            stays: change.stays.iter().map(stays).collect(),
            n_same: change.n_same,
            n_listed: change.n_listed,
            leaves_many: change.leaves_many,
            keeps: change.keeps.clone(),
            faults: read.faults.iter().map(fault).collect(),
            notes: read.notes.clone(),
        }
    }
}

/// How many people a list changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterAppliedShape {
    /// Who joined.
    pub n_joined: usize,
    /// Who changed.
    pub n_changed: usize,
    /// Who came back.
    pub n_returned: usize,
    /// Who left.
    pub n_left: usize,
}

/// What a list would change
///
/// A CSV with one person a line; see the page *Staff roster* for its columns. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/staff-roster/preview", tag = "training",
    operation_id = "preview_roster",
    params(("ccn" = String, Path, description = "CMS certification number"), WhoIsIn),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "What it would change", body = RosterChangeShape,
        headers(("ETag" = String, description = "The version of the roster it was held against")))))]
pub(crate) async fn preview_roster(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(who): Asked<WhoIsIn>,
    body: FileBody<SentRoster>,
) -> Result<Response, ApiError> {
    match app.preview_roster(scope, &body.named(FileName::default()), who.whole).await? {
        Ok(preview) => {
            Ok(([(ETAG, etag(preview.version))], Json(RosterChangeShape::of(&preview))).into_response())
        }
        Err(why) => Err(ApiError::wrong("body", why)),
    }
}

/// Apply a list
///
/// Takes the version read in the preview in `If-Match`. Where somebody changed the roster since, nothing is changed and the answer is 409
/// with what the list would change now. Lines with a mistake are left out, and nobody leaves because of one. What the list has no column for
/// stays as it is; a cell left empty empties it.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/staff-roster", tag = "training", operation_id = "apply_roster",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("If-Match" = String, Header, description = "The version read"), WhoIsIn),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "How many it changed", body = RosterAppliedShape)))]
pub(crate) async fn apply_roster(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Upon(version): Upon,
    Asked(who): Asked<WhoIsIn>,
    body: FileBody<SentRoster>,
) -> Result<Json<RosterAppliedShape>, ApiError> {
    let file = body.named(FileName::default());
    // The list itself is in the call, so it is the one that was agreed to.
    let digest = sha256_hex(&file.bytes);
    let agreed = RosterAgreed {
        digest: &digest,
        version,
        is_whole: who.whole,
        many_leave: who.many_leave.unwrap_or(false),
        numbers: who.numbers()?,
    };
    match app.apply_roster(scope, &actor.speaker(scope.ccn()), &file, agreed).await? {
        Err(why) => Err(ApiError::wrong("body", why)),
        Ok(RosterApplied::Done(change)) => Ok(Json(RosterAppliedShape {
            n_joined: change.joins.len(),
            n_changed: change.changes.len(),
            n_returned: change.returns.len(),
            n_left: change.leaves.len(),
        })),
        Ok(RosterApplied::Meanwhile(preview)) => {
            Err(ApiError::Conflict { current: json!(RosterChangeShape::of(&preview)) })
        }
        Ok(RosterApplied::ManyLeave(preview)) => Err(ApiError::wrong(
            "many_leave",
            format!(
                "{} people would leave. Send `many_leave=true` when they have left.",
                preview.change.n_may_leave()
            ),
        )),
        Ok(RosterApplied::NumbersUnsaid(preview)) => Err(ApiError::wrong(
            "numbers",
            format!(
                "{} numbers seem to be somebody else's now. Send `numbers=others` if they are, or `numbers=same`.",
                preview.change.reused.len()
            ),
        )),
    }
}
