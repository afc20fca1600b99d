//! Lessons, for anybody to read: the list, and one with its page in a language.

pub(crate) mod package;
pub(crate) mod paper;

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::{Block, Language, Lesson, LessonId, LessonKind, LessonOption, List};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::offer::ProvenanceShape;
use crate::api::sent::{Asked, word};
use crate::app::AppError;
use crate::routes::{Access, Routes};

/// Every call about lessons.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/api/v1/lessons", Access::ApiPublic, lessons)
        .get("/api/v1/lessons/{lesson}", Access::ApiPublic, lesson)
        .get("/api/v1/lessons/{lesson}/package.zip", Access::ApiPublic, package::package)
        .get("/api/v1/lessons/{lesson}/page.pdf", Access::ApiPublic, paper::paper)
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InLanguage {
    /// `en` unless said, or `es`.
    lang: Option<String>,
}

impl InLanguage {
    fn read(&self) -> Result<Language, ApiError> {
        let all = [Language::English, Language::Spanish].map(|l| (l.key(), l));
        Ok(word("lang", self.lang.as_deref(), all)?.unwrap_or_default())
    }
}

/// A lesson in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonLine {
    /// Its id.
    pub lesson: String,
    /// What it is called in lists.
    pub number: String,
    /// `frontline` or `lab`.
    pub kind: &'static str,
    /// How long it takes.
    pub minutes: u16,
    /// Its name.
    pub name: String,
    /// The one thing a person does afterwards.
    pub behaviour: String,
}

impl LessonLine {
    fn of(lesson: &Lesson, language: Language) -> Self {
        Self {
            lesson: lesson.id.to_string(),
            number: lesson.number.clone(),
            kind: match lesson.kind {
                LessonKind::Frontline => "frontline",
                LessonKind::Lab => "lab",
            },
            minutes: lesson.minutes,
            name: lesson.name.in_language(language).to_owned(),
            behaviour: lesson.behaviour.in_language(language).to_owned(),
        }
    }
}

/// An option of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonOptionShape {
    /// Whether it is the right one.
    pub is_right: bool,
    /// What a person may choose.
    pub says: String,
    /// What is told whoever chose it.
    pub answer: String,
}

impl From<&LessonOption> for LessonOptionShape {
    fn from(o: &LessonOption) -> Self {
        Self { is_right: o.is_right, says: o.says.words(), answer: o.answer.words() }
    }
}

/// A part of a page.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BlockShape {
    /// `heading`, `paragraph`, `list`, `steps`, `scene`, `choice`, `do_this_now`, `proof` or `check`.
    pub kind: &'static str,
    /// Its words, or what is asked.
    pub text: Option<String>,
    /// The items of a list.
    pub items: Vec<String>,
    /// What is within it.
    #[schema(no_recursion)]
    pub parts: Vec<BlockShape>,
    /// The options of a question.
    pub options: Vec<LessonOptionShape>,
}

impl From<&Block> for BlockShape {
    fn from(block: &Block) -> Self {
        let kind = |kind| Self { kind, ..Self::default() };
        let within =
            |name, parts: &[Block]| Self { parts: parts.iter().map(Self::from).collect(), ..kind(name) };
        match block {
            Block::Heading(text) => Self { text: Some(text.words()), ..kind("heading") },
            Block::Paragraph(text) => Self { text: Some(text.words()), ..kind("paragraph") },
            Block::List(List { is_ordered, items }) => Self {
                items: items.iter().map(holdfast_core::catalog::Text::words).collect(),
                ..kind(if *is_ordered { "steps" } else { "list" })
            },
            Block::Scene(parts) => within("scene", parts),
            Block::DoThisNow(parts) => within("do_this_now", parts),
            Block::Proof(parts) => within("proof", parts),
            Block::Choice(asked) | Block::Check(asked) => Self {
                text: Some(asked.asks.words()),
                options: asked.options.iter().map(LessonOptionShape::from).collect(),
                ..kind(if matches!(block, Block::Check(_)) { "check" } else { "choice" })
            },
        }
    }
}

/// A lesson with its page.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonShape {
    /// What it is.
    pub about: LessonLine,
    /// Ids of the safeguards it bears on.
    pub helps: Vec<String>,
    /// The measure a lab's proof bears on.
    pub measure: Option<String>,
    /// What is handed in after a lab.
    pub hand_in: Option<String>,
    /// The page, in order. It is done when every `check` is answered right.
    pub page: Vec<BlockShape>,
    /// Where its claims come from.
    pub provenance: ProvenanceShape,
}

/// Lessons
///
/// What staff learn, in order: lessons for everyone, then labs for IT.
#[utoipa::path(get, path = "/api/v1/lessons", tag = "lessons", operation_id = "lessons",
    params(InLanguage), responses((status = 200, description = "The lessons", body = Vec<LessonLine>)))]
pub(crate) async fn lessons(
    State(app): State<App>,
    Asked(asked): Asked<InLanguage>,
) -> Result<Json<Vec<LessonLine>>, ApiError> {
    let language = asked.read()?;
    let all = app.catalog.lessons.lessons.iter();
    Ok(Json(all.map(|lesson| LessonLine::of(lesson, language)).collect()))
}

/// One lesson
///
/// With its page as blocks, in a language.
#[utoipa::path(get, path = "/api/v1/lessons/{lesson}", tag = "lessons", operation_id = "lesson",
    params(("lesson" = String, Path, description = "The id of a lesson"), InLanguage),
    responses((status = 200, description = "The lesson", body = LessonShape)))]
pub(crate) async fn lesson(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(asked): Asked<InLanguage>,
) -> Result<Json<LessonShape>, ApiError> {
    let language = asked.read()?;
    let none = || AppError::not_found("There is no such lesson. /api/v1/lessons has all of them.");
    let lesson = app.catalog.lessons.lesson(&LessonId::new(&id)).ok_or_else(none)?;
    Ok(Json(LessonShape {
        about: LessonLine::of(lesson, language),
        helps: lesson.helps.iter().map(ToString::to_string).collect(),
        measure: lesson.proof.as_ref().map(|p| p.measure.to_string()),
        hand_in: lesson.proof.as_ref().map(|p| p.hand_in.in_language(language).to_owned()),
        page: lesson.page(language).iter().map(BlockShape::from).collect(),
        provenance: (&lesson.provenance).into(),
    }))
}
