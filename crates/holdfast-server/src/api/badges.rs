//! Badges and certificates: whether one holds, for anybody; a learner's own; and those a hospital's people took along.
//!
//! The documents that badges name (the issuer, its keys, lists of badges taken back) are at `/badges/…` and are data as they are.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::{Feat, Recipient, Shown, TakenBack, Verdict};
use holdfast_core::model::Action;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, DraftToken, Sent, word};
use crate::api::shape::{Day, Moment};
use crate::app::AppError;
use crate::app::training::{BadgeFile, BadgeLine, OnPaper, Proof, ProofKind, Verified};
use crate::auth::{Actor, Scoped};
use crate::routes::{Access, Routes};

/// Every call.
pub fn routes(routes: Routes) -> Routes {
    let holder = Access::ApiLearner;
    let run = Access::ApiHospital(Action::EditHospital);
    routes
        .post("/api/v1/verify", Access::ApiLimited, verify)
        .get("/api/v1/verify/{code}", Access::ApiPublic, verify_code)
        .get("/api/v1/learn/badges", holder, own_badges)
        .get("/api/v1/learn/badges/{file}", holder, own_badge)
        .get("/api/v1/hospitals/{ccn}/training/proofs", run, proofs)
        .post("/api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back", run, take_proof_back)
}

/// What to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToVerify {
    /// The code on a certificate, or a badge: its token, or its picture as SVG. At most 64 KB.
    pasted: String,
    /// The mail address that a person says is theirs, to see whether a badge is for it.
    #[serde(default)]
    address: String,
}

/// Whether a certificate or badge holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictShape {
    /// Whether it holds.
    pub holds: bool,
    /// `holds`, `ran_out`, `taken_back`, `not_yet`, `not_on_record`, `changed` or `other_issuer`.
    pub verdict: &'static str,
    /// That in words.
    pub says: String,
    /// `certificate` or `badge`.
    pub kind: &'static str,
    /// Whose it is; `null` for a badge that names a mail address, which it does not show.
    pub name: Option<String>,
    /// The hospital on a certificate.
    pub hospital: Option<String>,
    /// What a badge is for.
    pub badge: Option<String>,
    /// Who gave a badge, by its address.
    pub issuer: Option<String>,
    /// The day a certificate was printed first.
    pub issued_on: Option<Day>,
    /// The last day a badge holds; `null` where it does not run out.
    pub until: Option<Day>,
    /// The lessons on a certificate.
    pub lessons: Vec<CertificateLine>,
    /// Whether a badge is for the address that was sent; `null` where none was, or the badge names none.
    pub is_of_address: Option<bool>,
}

/// A lesson on a certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateLine {
    /// Its id.
    pub lesson: String,
    /// Its name, as printed.
    pub name: String,
    /// The day it was done.
    pub done_on: Day,
}

impl From<Verified> for VerdictShape {
    fn from(verified: Verified) -> Self {
        let Verified { says, verdict, is_of_address } = verified;
        let shape = Self {
            holds: verdict.holds(),
            verdict: key(&verdict),
            says: format!("{}. {}", verdict.in_short(), verdict.in_words()),
            kind: "badge",
            name: None,
            hospital: None,
            badge: None,
            issuer: None,
            issued_on: None,
            until: None,
            lessons: Vec::new(),
            is_of_address,
        };
        match says {
            OnPaper::Certificate(body) => Self {
                kind: "certificate",
                name: Some(body.name),
                hospital: Some(body.hospital),
                issued_on: Some(Day(body.issued_on)),
                lessons: body
                    .lessons
                    .into_iter()
                    .map(|l| CertificateLine {
                        lesson: l.lesson.to_string(),
                        name: l.name,
                        done_on: Day(l.done_on),
                    })
                    .collect(),
                ..shape
            },
            OnPaper::Badge { name, issuer, shown, until } => Self {
                name: match shown {
                    Shown::As(Recipient::Name(name)) => Some(name),
                    Shown::As(Recipient::Mail { .. }) | Shown::Otherwise => None,
                },
                badge: Some(name),
                issuer: Some(issuer),
                until: until.map(Day),
                ..shape
            },
        }
    }
}

fn key(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::RanOut { .. } => "ran_out",
        Verdict::TakenBack(_) => "taken_back",
        Verdict::NotYet => "not_yet",
        Verdict::NotOnRecord => "not_on_record",
        Verdict::Changed => "changed",
        Verdict::OtherIssuer => "other_issuer",
    }
}

/// Check a certificate or badge
///
/// Nothing is kept of what was sent, and nothing is fetched: of a badge of another issuer we can only say that it is theirs.
#[utoipa::path(post, path = "/api/v1/verify", tag = "badges", operation_id = "verify",
    request_body = ToVerify, responses((status = 200, description = "Whether it holds", body = VerdictShape)))]
pub(crate) async fn verify(
    State(app): State<App>,
    Sent(sent): Sent<ToVerify>,
) -> Result<Json<VerdictShape>, ApiError> {
    match app.verify(&sent.pasted, &sent.address).await {
        Ok(verified) => Ok(Json(verified.into())),
        Err(AppError::Refused { what }) => Err(ApiError::wrong("pasted", what)),
        Err(other) => Err(other.into()),
    }
}

/// The certificate with a code
///
/// What the paper says, and whether it still holds.
#[utoipa::path(get, path = "/api/v1/verify/{code}", tag = "badges", operation_id = "verify_code",
    params(("code" = String, Path, description = "The code on the certificate")),
    responses((status = 200, description = "Whether it holds", body = VerdictShape)))]
pub(crate) async fn verify_code(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Json<VerdictShape>, ApiError> {
    Ok(Json(app.verify_code(&code).await?.into()))
}

/// A badge a learner has earned.
#[derive(Debug, Serialize, ToSchema)]
pub struct BadgeShape {
    /// What it is for, such as `pack-clinical`; its file is this with `.jwt`, `.svg` or `.png`.
    pub badge: String,
    /// Its name.
    pub name: String,
    /// What whoever has it did.
    pub description: String,
    /// The day it was earned.
    pub earned_on: Day,
    /// The last day it holds; `null` where it does not run out.
    pub until: Option<Day>,
    /// Whether it was taken along before.
    pub is_issued: bool,
    /// Why it was taken back; `null` while it stands.
    pub taken_back: Option<String>,
}

impl BadgeShape {
    fn of(line: BadgeLine, language: Language) -> Self {
        let achievement = &line.earned.achievement;
        Self {
            badge: achievement.feat.to_string(),
            name: achievement.name.in_language(language).to_owned(),
            description: achievement.description.in_language(language).to_owned(),
            earned_on: Day(line.earned.on),
            until: line.earned.until.map(Day),
            is_issued: line.is_issued,
            taken_back: line.taken_back,
        }
    }
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BadgeLanguage {
    /// `en` or `es`; yours unless said.
    lang: Option<String>,
}

impl BadgeLanguage {
    fn read(&self, own: Language) -> Result<Language, ApiError> {
        let all = [Language::English, Language::Spanish].map(|l| (l.key(), l));
        Ok(word("lang", self.lang.as_deref(), all)?.unwrap_or(own))
    }
}

/// Your badges
///
/// Those you have earned. Each is issued when you first save its file, and not before.
#[utoipa::path(get, path = "/api/v1/learn/badges", tag = "learner", operation_id = "own_badges",
    params(BadgeLanguage), responses((status = 200, description = "Your badges", body = Vec<BadgeShape>)))]
pub(crate) async fn own_badges(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Asked(asked): Asked<BadgeLanguage>,
) -> Result<Json<Vec<BadgeShape>>, ApiError> {
    let desk = app.learner_behind(&token).await?;
    let language = asked.read(desk.learner.person.language)?;
    let badges = app.badges_of(&desk).await?;
    Ok(Json(badges.into_iter().map(|line| BadgeShape::of(line, language)).collect()))
}

/// One of your badges as a file
///
/// As a signed token (`.jwt`), or as a picture with the token inside (`.svg`, `.png`), by Open Badges 3.0.
#[utoipa::path(get, path = "/api/v1/learn/badges/{file}", tag = "learner", operation_id = "own_badge",
    params(("file" = String, Path, description = "What the badge is for, and `.jwt`, `.svg` or `.png`"), BadgeLanguage),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "text/plain")))]
pub(crate) async fn own_badge(
    State(app): State<App>,
    DraftToken(token): DraftToken,
    Path(file): Path<String>,
    Asked(asked): Asked<BadgeLanguage>,
) -> Result<Response, ApiError> {
    let desk = app.learner_behind(&token).await?;
    let language = asked.read(desk.learner.person.language)?;
    let none = || AppError::not_found("There is no such file. /api/v1/learn/badges has yours.");
    let (key, ending) = file.rsplit_once('.').ok_or_else(none)?;
    let kind = BadgeFile::from_ending(ending).ok_or_else(none)?;
    let feat = Feat::from_key(key).ok_or_else(none)?;
    let bytes = app.badge_file(&desk, &feat, kind, language).await.map_err(ApiError::refused)?;
    Ok(([(CONTENT_TYPE, kind.media_type())], bytes).into_response())
}

/// A badge or certificate that somebody took along.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofShape {
    /// `badge` or `certificate`.
    pub kind: &'static str,
    /// By what it is named here.
    pub proof: String,
    /// Whose it is, as on the roster now; empty where nobody there is.
    pub name: String,
    /// What it is for.
    pub what: String,
    /// When it was issued.
    pub issued_at: Moment,
    /// The day it was taken back; `null` while it stands.
    pub taken_back_on: Option<Day>,
    /// Why.
    pub taken_back_why: Option<String>,
}

impl From<Proof> for ProofShape {
    fn from(proof: Proof) -> Self {
        let (on, why) = match proof.taken_back {
            None => (None, None),
            Some(TakenBack { on, why }) => (Some(Day(on)), Some(why)),
        };
        Self {
            kind: proof.kind.key(),
            proof: proof.id,
            name: proof.name,
            what: proof.what,
            issued_at: Moment(proof.issued_at),
            taken_back_on: on,
            taken_back_why: why,
        }
    }
}

/// Badges and certificates of a hospital's people
///
/// Those that were taken along, the newest first.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/training/proofs", tag = "badges", operation_id = "proofs",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The badges and certificates", body = Vec<ProofShape>)))]
pub(crate) async fn proofs(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<Vec<ProofShape>>, ApiError> {
    Ok(Json(app.proofs(scope).await?.into_iter().map(ProofShape::from).collect()))
}

/// Why one is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeBack {
    /// One sentence, at most 300 characters. Whoever checks it reads this, so name nobody.
    why: String,
}

/// Take a badge or certificate back
///
/// For good: the person earns a new one by doing the lessons again.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back", tag = "badges",
    operation_id = "take_proof_back",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("kind" = String, Path, description = "`badge` or `certificate`"),
        ("proof" = String, Path, description = "By what it is named in the list")),
    request_body = TakeBack,
    responses((status = 200, description = "The badges and certificates as they are now", body = Vec<ProofShape>)))]
pub(crate) async fn take_proof_back(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, kind, proof)): Path<(String, String, String)>,
    Sent(sent): Sent<TakeBack>,
) -> Result<Json<Vec<ProofShape>>, ApiError> {
    let none = || AppError::not_found("There are badges and certificates, and nothing else of this kind.");
    let kind = ProofKind::from_key(&kind).ok_or_else(none)?;
    let by = actor.speaker(scope.ccn()).account;
    match app.take_proof_back(scope, by, kind, &proof, &sent.why).await {
        Ok(()) => Ok(Json(app.proofs(scope).await?.into_iter().map(ProofShape::from).collect())),
        Err(AppError::Refused { what }) => Err(ApiError::wrong("why", what)),
        Err(other) => Err(other.into()),
    }
}
