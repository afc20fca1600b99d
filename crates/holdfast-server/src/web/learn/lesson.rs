//! `/learn/{token}/{lesson}`: a lesson as its public page has it, and its three questions, whose right answers are kept.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Block, Language, Lesson, LessonId, LessonOption, Text};
use holdfast_core::decide::lesson::{Answered, Marked};
use serde::Deserialize;

use super::{Frame, Lost, digest, list, lost, spoken, words};
use crate::App;
use crate::app::training::LearnerDesk;
use crate::auth::Visitor;
use crate::web::{Layout, render};

/// The language, and of each counted question the place of the option chosen, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    lang: String,
    c1: String,
    c2: String,
    c3: String,
}

impl Typed {
    fn chosen(&self) -> [Option<usize>; 3] {
        [&self.c1, &self.c2, &self.c3].map(|text| text.parse::<usize>().ok()?.checked_sub(1))
    }
}

/// A counted question as it stands on the page.
pub(super) struct Check<'l> {
    pub(super) number: usize,
    pub(super) asks: &'l Text,
    /// The right option, when it was chosen; then the question is not asked again.
    pub(super) kept: Option<&'l LessonOption>,
    pub(super) options: Vec<Choice<'l>>,
    /// What is told whoever chose wrongly just now.
    pub(super) told: Option<&'l Text>,
}

pub(super) struct Choice<'l> {
    pub(super) value: usize,
    pub(super) says: &'l Text,
    pub(super) is_chosen: bool,
}

#[derive(Template)]
#[template(path = "learn/lesson.html")]
pub(super) struct LessonPage<'l> {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) id: &'l str,
    pub(super) number: &'l str,
    pub(super) minutes: u16,
    pub(super) name: &'l str,
    pub(super) behaviour: &'l str,
    /// By when, or that it is done.
    pub(super) when: Option<String>,
    pub(super) blocks: Vec<&'l Block>,
    pub(super) checks: Vec<Check<'l>>,
    pub(super) n_right: usize,
    /// What came of the answers just sent.
    pub(super) says: Option<String>,
    pub(super) hand_in: Option<&'l str>,
    pub(super) source: &'l str,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((token, id)): Path<(String, String)>,
    Query(asked): Query<Typed>,
) -> Response {
    let loaded = app.learner_lesson(&digest(&token), &LessonId::new(&id)).await;
    match loaded {
        Ok((desk, lesson, marked)) => {
            let language = spoken(&asked.lang, desk.learner.person.language);
            let layout = Layout::new(&app, &visitor);
            render(&shown(layout, &token, language, &desk, lesson, &marked, &[], None))
        }
        Err(e) => lost::answer(&app, &visitor, e.into()),
    }
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path((token, id)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Response {
    match take(&app, &visitor, &token, &LessonId::new(&id), &typed).await {
        Ok(response) => response,
        Err(why) => lost::answer(&app, &visitor, why),
    }
}

async fn take(
    app: &App,
    visitor: &Visitor,
    token: &str,
    id: &LessonId,
    typed: &Typed,
) -> Result<Response, Lost> {
    let chosen = typed.chosen();
    let (desk, lesson, marked) = app.answer_lesson(&digest(token), id, &chosen).await?;
    let language = spoken(&typed.lang, desk.learner.person.language);
    if marked.is_done {
        let home = Frame::new(token, language, false).home;
        let to = format!("{home}?lang={}&done={}", language.key(), lesson.id);
        return Ok(Redirect::to(&to).into_response());
    }
    let says = if chosen.iter().all(Option::is_none) {
        words(language).none_sent.to_owned()
    } else {
        let (n, of) = (marked.right().len(), marked.checks.len());
        format!("{} {}", words::n_right(language, n, of), words(language).not_all)
    };
    let layout = Layout::new(app, visitor);
    Ok(render(&shown(layout, token, language, &desk, lesson, &marked, &chosen, Some(says))))
}

#[expect(clippy::too_many_arguments, reason = "a page is made of what was read, what was sent and who looks")]
fn shown<'l>(
    layout: Layout,
    token: &str,
    language: Language,
    desk: &LearnerDesk,
    lesson: &'l Lesson,
    marked: &Marked,
    chosen: &[Option<usize>],
    says: Option<String>,
) -> LessonPage<'l> {
    let is_check = |block: &&Block| matches!(block, Block::Check(_));
    let owed = desk.owed.iter().find(|owed| owed.lesson == lesson.id);
    let done = desk.done().any(|(id, ..)| *id == lesson.id);
    let before = done.then(|| words(language).done_before.to_owned());
    LessonPage {
        layout,
        frame: Frame::new(token, language, false),
        id: lesson.id.as_str(),
        number: &lesson.number,
        minutes: lesson.minutes,
        name: lesson.name.in_language(language),
        behaviour: lesson.behaviour.in_language(language),
        when: before.or_else(|| owed.map(|owed| list::when(language, owed))),
        blocks: lesson.page(language).iter().filter(|block| !is_check(block)).collect(),
        checks: checks(lesson, language, marked, chosen),
        n_right: marked.right().len(),
        says,
        hand_in: lesson.proof.as_ref().map(|proof| proof.hand_in.in_language(language)),
        source: lesson.provenance.source.as_str(),
    }
}

pub(super) fn checks<'l>(
    lesson: &'l Lesson,
    language: Language,
    marked: &Marked,
    chosen: &[Option<usize>],
) -> Vec<Check<'l>> {
    let asked = lesson.checks(language).zip(&marked.checks).enumerate();
    asked
        .map(|(i, (asked, answered))| {
            let chosen = chosen.get(i).copied().flatten();
            let is_right = *answered == Answered::Right;
            let wrong = chosen.filter(|_| !is_right).and_then(|place| asked.options.get(place));
            let options = asked.options.iter().enumerate().map(|(place, option)| Choice {
                value: place + 1,
                says: &option.says,
                is_chosen: chosen == Some(place),
            });
            Check {
                number: i + 1,
                asks: &asked.asks,
                kept: asked.options.iter().find(|option| is_right && option.is_right),
                options: options.collect(),
                told: wrong.map(|option| &option.answer),
            }
        })
        .collect()
}
