//! Links to learn by: how they stand, mailed, printed, ended. No link stands in an answer, only on a badge.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::id;
use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::app::training::{OneMailed, Whom};
use crate::auth::{Actor, Scoped};
use crate::web::papers::answer;

/// How links stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct LearnerLinksShape {
    /// People on the roster.
    pub n_people: usize,
    /// Of these, people with a mail address.
    pub n_mail: usize,
    /// Of these, people with a mail address whom nobody has written to.
    pub n_mail_new: usize,
    /// People without a mail address.
    pub n_without_mail: usize,
    /// People with any link that works.
    pub n_linked: usize,
    /// The departments, for badges.
    pub departments: Vec<String>,
}

/// How links to learn by stand
///
/// How many people can be mailed one, how many need a badge, how many have one.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/learner-links", tag = "training",
    operation_id = "learner_links",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "How they stand", body = LearnerLinksShape)))]
pub(crate) async fn learner_links(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<LearnerLinksShape>, ApiError> {
    let stand = app.links_stand(scope).await?;
    Ok(Json(LearnerLinksShape {
        n_people: stand.n_people,
        n_mail: stand.n_mail,
        n_mail_new: stand.n_mail_new,
        n_without_mail: stand.n_without_mail,
        n_linked: stand.n_linked,
        departments: stand.departments.into_iter().map(|(name, _)| name).collect(),
    }))
}

/// Whom to write to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MailLinksSent {
    /// Also those who were written to before. Nobody is written to twice on one day.
    #[schema(required = false)]
    again: bool,
}

/// How many were written to.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinksMailed {
    /// People written to.
    pub n_mailed: usize,
    /// People who were written to today already.
    pub n_today: usize,
}

/// Mail links to learn by
///
/// Each person with a mail address gets a link of their own.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/learner-links/mails", tag = "training",
    operation_id = "mail_learner_links",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = MailLinksSent,
    responses((status = 200, description = "How many were written to", body = LinksMailed)))]
pub(crate) async fn mail_learner_links(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(sent): Sent<MailLinksSent>,
) -> Result<Json<LinksMailed>, ApiError> {
    let mailed = app.mail_links(scope, &actor.speaker(scope.ccn()), sent.again).await?;
    Ok(Json(LinksMailed { n_mailed: mailed.n_mailed, n_today: mailed.n_today }))
}

/// Whom badges are for: everybody without a mail address, unless a department or a person is named.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BadgesSent {
    /// Everybody of this department.
    #[schema(required = false)]
    department: Option<String>,
    /// This person alone, by id.
    #[schema(required = false)]
    learner: Option<String>,
}

/// Badges with links to learn by
///
/// A PDF of cards to cut out, each with a new link as a code for a phone's camera. Links made before go on working.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/learner-links/badges", tag = "training",
    operation_id = "badge_sheet",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = BadgesSent,
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn badge_sheet(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(sent): Sent<BadgesSent>,
) -> Result<Response, ApiError> {
    let whom = match (sent.learner, sent.department) {
        (Some(learner), None) => Whom::One(id(&learner)?),
        (None, Some(department)) => Whom::Department(department),
        (None, None) => Whom::WithoutMail,
        (Some(_), Some(_)) => {
            return Err(ApiError::wrong("learner", "Name a department or a person, not both."));
        }
    };
    let file = app.badges(scope, &actor.speaker(scope.ccn()), &whom).await;
    Ok(answer(file.map_err(ApiError::refused)?))
}

/// What came of one person's link.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkActed {
    /// Whether anything was done: false for somebody without an address, or written to today, and where no link was left to end.
    pub is_changed: bool,
}

/// Mail one person a link
///
/// False where they have no address, or were written to today; then no link is made.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/learners/{learner}/links", tag = "training",
    operation_id = "mail_learner_link",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("learner" = String, Path, description = "The id of the person")),
    responses((status = 200, description = "Whether a mail is queued", body = LinkActed)))]
pub(crate) async fn mail_learner_link(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
) -> Result<Json<LinkActed>, ApiError> {
    let mailed = app.mail_link(scope, &actor.speaker(scope.ccn()), id(&learner)?).await?;
    Ok(Json(LinkActed { is_changed: mailed == OneMailed::Queued }))
}

/// End a person's links
///
/// Mails and badges they have open nothing any more.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/learners/{learner}/links", tag = "training",
    operation_id = "end_learner_links",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("learner" = String, Path, description = "The id of the person")),
    responses((status = 200, description = "Whether any worked", body = LinkActed)))]
pub(crate) async fn end_learner_links(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
) -> Result<Json<LinkActed>, ApiError> {
    let is_changed = app.end_learner_links(scope, &actor.speaker(scope.ccn()), id(&learner)?).await?;
    Ok(Json(LinkActed { is_changed }))
}
