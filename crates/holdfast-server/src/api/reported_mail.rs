//! Reported mail: reporting one, the hospital's list, one report, its answer, and whether the hospital pools what it finds bad.

mod address;
mod shape;

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::handler::Handler;
use holdfast_core::decide::suspicious_mail::PersonSaid;
use holdfast_core::model::{Action, sentence};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

pub use address::*;
pub use shape::{MailClockShape, MailLinkShape, ReportedMailShape, ReportedMailsShape, TakenMailShape};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, DraftToken, FileBody, FileName, Sent, word};
use crate::app::reported_mail::{AnswerFault, MailPage, MailReporter, SentMail};
use crate::auth::{Actor, Scoped};
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};
use crate::web::reported_mail::report_id;
use crate::web::upload::most_form_bytes;

/// Every call about reported mail.
pub fn routes(routes: Routes) -> Routes {
    let report = Access::ApiHospital(Action::ViewHospital);
    let view = Access::ApiHospital(Action::ViewCases);
    let edit = Access::ApiHospital(Action::EditHospital);
    let most = most_form_bytes::<SentMail>();
    routes
        .post("/api/v1/hospitals/{ccn}/reported-mail", report, report_mail.layer(DefaultBodyLimit::max(most)))
        .get("/api/v1/hospitals/{ccn}/reported-mail", view, reported_mails)
        .get("/api/v1/hospitals/{ccn}/reported-mail/{report}", view, reported_mail)
        .post("/api/v1/hospitals/{ccn}/reported-mail/{report}/answer", edit, answer_reported_mail)
        .put("/api/v1/hospitals/{ccn}/mail-pool", edit, pool_mails)
        .get("/api/v1/hospitals/{ccn}/reported-mail-address", view, report_address)
        .post("/api/v1/hospitals/{ccn}/reported-mail-address", edit, new_report_address)
        .post(
            "/api/v1/learn/reported-mail",
            Access::ApiLearner,
            learner_reports_mail.layer(DefaultBodyLimit::max(most)),
        )
        .post("/api/v1/reported-mail/by-link", Access::ApiLimited, reported_by_link)
}

/// Report a mail
///
/// The mail as it is, `.eml` or `.msg`. It is read and not kept. The same file sent twice is one report, and everybody who sent it is answered.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/reported-mail", tag = "reported-mail", operation_id = "report_mail",
    params(("ccn" = String, Path, description = "CMS certification number"), FileName),
    request_body(content = String, content_type = "message/rfc822"),
    responses((status = 200, description = "What is said of it", body = TakenMailShape)))]
pub(crate) async fn report_mail(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(asked): Asked<FileName>,
    body: FileBody<SentMail>,
) -> Result<Json<TakenMailShape>, ApiError> {
    let by = MailReporter::signed_in(&actor.speaker(scope.ccn()));
    match app.report_mail(scope, &by, body.named(asked)).await? {
        Ok(taken) => Ok(Json(TakenMailShape::of(taken))),
        Err(wrong) => Err(ApiError::wrong("body", wrong)),
    }
}

/// Report a mail, as a learner
///
/// With the last part of your link as bearer. The answer goes to the address your hospital has of you.
#[utoipa::path(post, path = "/api/v1/learn/reported-mail", tag = "learner", operation_id = "learner_reports_mail",
    params(FileName), request_body(content = String, content_type = "message/rfc822"),
    responses((status = 200, description = "What is said of it", body = TakenMailShape)))]
pub(crate) async fn learner_reports_mail(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Asked(asked): Asked<FileName>,
    request: Request,
) -> Result<Json<TakenMailShape>, ApiError> {
    // A mail is large, so none is taken in for a link that opens nothing.
    let desk = app.learner_behind(&token).await?;
    let body = FileBody::<SentMail>::from_request(request, &app).await?;
    let by = MailReporter::learner(desk.learner.id, desk.learner.person.email);
    match app.report_mail(desk.scope, &by, body.named(asked)).await? {
        Ok(taken) => Ok(Json(TakenMailShape::of(taken))),
        Err(wrong) => Err(ApiError::wrong("body", wrong)),
    }
}

/// Which part of the reports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MailPart {
    /// Of those without an answer, the ones after this number: `next_after` of the part before.
    after: Option<u32>,
    /// Of the answered, the ones before this number: `next_before` of the part before.
    before: Option<u32>,
}

/// Reported mail
///
/// At most 25 reports without an answer, who waits longest first; then at most 25 answered ones, newest first. How fast they were answered, and
/// whether the hospital pools.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/reported-mail", tag = "reported-mail", operation_id = "reported_mails",
    params(("ccn" = String, Path, description = "CMS certification number"), MailPart),
    responses((status = 200, description = "The reports", body = ReportedMailsShape)))]
pub(crate) async fn reported_mails(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Asked(MailPart { after, before }): Asked<MailPart>,
) -> Result<Json<ReportedMailsShape>, ApiError> {
    Ok(Json(ReportedMailsShape::of(&app.reported_mails(scope, MailPage { after, before }).await?)))
}

/// One report
///
/// What was read from the mail, why it looks as it does, and the answer.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/reported-mail/{report}", tag = "reported-mail",
    operation_id = "reported_mail",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("report" = String, Path, description = "The id of the report")),
    responses((status = 200, description = "The report", body = ReportedMailShape)))]
pub(crate) async fn reported_mail(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Path((_, report)): Path<(String, String)>,
) -> Result<Json<ReportedMailShape>, ApiError> {
    let (one, _) = app.reported_mail(scope, report_id(&report)?).await?;
    Ok(Json(ReportedMailShape::of(&one)))
}

/// An answer to a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailAnswerSent {
    /// `bad`, `junk` or `harmless`.
    said: String,
    /// Words to the reporter, up to 500 characters.
    #[serde(default)]
    note: String,
}

/// Answer a report
///
/// The first answer stands, and everybody who reported the mail is told.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/reported-mail/{report}/answer", tag = "reported-mail",
    operation_id = "answer_reported_mail",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("report" = String, Path, description = "The id of the report")),
    request_body = MailAnswerSent, responses((status = 200, description = "The report now", body = ReportedMailShape)))]
pub(crate) async fn answer_reported_mail(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, report)): Path<(String, String)>,
    Sent(sent): Sent<MailAnswerSent>,
) -> Result<Json<ReportedMailShape>, ApiError> {
    let id = report_id(&report)?;
    let all = PersonSaid::ALL.map(|said| (said.key(), said));
    let said = word("said", Some(sent.said.as_str()), all)?
        .ok_or_else(|| ApiError::wrong("said", "Say what the mail is."))?;
    match app.answer_reported_mail(scope, &actor.speaker(scope.ccn()), id, said, &sent.note).await? {
        Ok(_) => {
            let (one, _) = app.reported_mail(scope, id).await?;
            Ok(Json(ReportedMailShape::of(&one)))
        }
        Err(fault @ AnswerFault::TooLong) => Err(ApiError::wrong("note", sentence(&fault.to_string()))),
        Err(fault @ AnswerFault::Answered { .. }) => Err(ApiError::not_now(fault)),
    }
}

/// Whether a hospital pools.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailPoolSent {
    /// Whether what the hospital finds bad, and found bad before, may be shared, without its name.
    agrees: bool,
}

/// Share what is found bad, or stop
///
/// What was found bad before is shared too. Hospitals that got the same mail see at how many it was reported, found bad and found
/// harmless. What was shared before is taken back when the hospital no longer agrees.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/mail-pool", tag = "reported-mail", operation_id = "pool_mails",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = MailPoolSent, responses((status = 200, description = "The reports now", body = ReportedMailsShape)))]
pub(crate) async fn pool_mails(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(sent): Sent<MailPoolSent>,
) -> Result<Json<ReportedMailsShape>, ApiError> {
    app.pool_mails(scope, &actor.speaker(scope.ccn()), sent.agrees).await?;
    Ok(Json(ReportedMailsShape::of(&app.reported_mails(scope, MailPage::default()).await?)))
}

/// The last part of a reporter's link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportLink {
    /// The last part of the address that was shown when the mail was reported.
    token: String,
}

/// The answer to a mail you reported
///
/// By the link that was shown when it was reported.
#[utoipa::path(post, path = "/api/v1/reported-mail/by-link", tag = "reported-mail", operation_id = "reported_by_link",
    request_body = ReportLink, responses((status = 200, description = "The report", body = TakenMailShape)))]
pub(crate) async fn reported_by_link(
    State(app): State<App>,
    Sent(sent): Sent<ReportLink>,
) -> Result<Json<TakenMailShape>, ApiError> {
    let (_, one) = app.mail_reported_by(&TokenHash::of(&sent.token)).await?;
    Ok(Json(TakenMailShape::of_one(&one)))
}
