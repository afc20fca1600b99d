//! A learner's own badges, by their link.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::Feat;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::{Asked, DraftToken, word};
use crate::api::shape::Day;
use crate::app::AppError;
use crate::app::training::{BadgeFile, BadgeLine};

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
