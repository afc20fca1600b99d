//! `/hospital/{ccn}/assessment/{knows}/paper`: one part's questions on paper, in either language, to tick and give back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::decide::questionnaire::{Asked, Questionnaire};

use super::desk::{Desk, Frame};
use super::language::Spoken;
use super::words::{self, Words};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

/// One question on paper.
pub(super) struct OnPaper {
    pub(super) code: String,
    pub(super) asks: String,
    pub(super) hint: String,
    pub(super) counts: Option<String>,
}

#[derive(Template)]
#[template(path = "answers/paper.html")]
pub(super) struct PaperPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) w: &'static Words,
    pub(super) title_en: &'static str,
    pub(super) title: String,
    pub(super) hospital: String,
    pub(super) base: String,
    pub(super) questions: Vec<OnPaper>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    spoken: Spoken,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    let all = app.questionnaire(scope).await?;
    let page = PaperPage::new(Layout::new(&app, &visitor), desk, spoken, &all);
    Ok(spoken.keep(&app, render(&page)))
}

impl PaperPage {
    pub(super) fn new(layout: Layout, desk: Desk, spoken: Spoken, all: &Questionnaire) -> Self {
        let asked = all.part(desk.knows).map(|p| p.questions.as_slice()).unwrap_or_default();
        let language = spoken.language;
        let on_paper = |q: &Asked| OnPaper {
            code: q.code.clone(),
            asks: q.asks.in_language(language).to_owned(),
            hint: q.hint.as_ref().map(|h| h.in_language(language).to_owned()).unwrap_or_default(),
            counts: q.counts.as_deref().map(|c| words::counted(language, c).to_owned()),
        };
        Self {
            w: spoken.words(),
            title_en: desk.knows.label(),
            title: desk.knows.name().in_language(language).to_owned(),
            hospital: desk.hospital,
            base: desk.base,
            questions: asked.iter().filter(|q| q.is_asked()).map(on_paper).collect(),
            layout,
            frame: Frame { here: desk.here, spoken, may_switch: true },
        }
    }
}
