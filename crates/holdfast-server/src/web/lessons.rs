//! `/lessons`: what staff learn, for anybody to read, in English and Spanish. Answers are marked on the page and kept nowhere.

mod package;
mod paper;
pub(in crate::web) mod words;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::catalog::{Block, Language, Lesson, LessonId, LessonKind, Piece, Text};
use holdfast_core::decide::lesson::{Answered, Marked, mark};
use holdfast_core::decide::questionnaire::day;
use serde::Deserialize;

use crate::App;
use crate::app::AppError;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};
use words::{Words, words};

/// The list and each lesson.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/lessons", Access::Public, list)
        .get("/lessons/{lesson}", Access::Public, page)
        .get("/lessons/{lesson}/package.zip", Access::Public, package::package)
        .get("/lessons/{lesson}/page.pdf", Access::Public, paper::paper)
}

/// The language, and of each counted question the place of the option chosen, from 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    lang: String,
    c1: String,
    c2: String,
    c3: String,
}

impl Asked {
    fn language(&self) -> Language {
        Language::from_key(&self.lang).unwrap_or_default()
    }

    fn chosen(&self) -> [Option<usize>; 3] {
        [&self.c1, &self.c2, &self.c3].map(|text| text.parse::<usize>().ok()?.checked_sub(1))
    }
}

struct Line {
    href: String,
    number: String,
    name: String,
    behaviour: String,
    minutes: u16,
}

#[derive(Template)]
#[template(path = "lessons/list.html")]
struct ListPage {
    layout: Layout,
    w: &'static Words,
    lang: &'static str,
    other: &'static str,
    frontline: Vec<Line>,
    labs: Vec<Line>,
}

impl ListPage {
    fn is_list(&self) -> bool {
        true
    }
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let language = asked.language();
    let lines = |kind: LessonKind| {
        let lessons = app.catalog.lessons.lessons.iter().filter(|lesson| lesson.kind == kind);
        lessons.map(|lesson| line(lesson, language)).collect()
    };
    render(&ListPage {
        frontline: lines(LessonKind::Frontline),
        labs: lines(LessonKind::Lab),
        layout: Layout::new(&app, &visitor),
        w: words(language),
        lang: language.key(),
        other: other(language).key(),
    })
}

fn line(lesson: &Lesson, language: Language) -> Line {
    Line {
        href: format!("/lessons/{}?lang={}", lesson.id, language.key()),
        number: lesson.number.clone(),
        name: lesson.name.in_language(language).to_owned(),
        behaviour: lesson.behaviour.in_language(language).to_owned(),
        minutes: lesson.minutes,
    }
}

fn other(language: Language) -> Language {
    match language {
        Language::English => Language::Spanish,
        Language::Spanish => Language::English,
    }
}

/// A counted question as it stands on the page.
struct Check<'l> {
    number: usize,
    asks: &'l Text,
    options: Vec<Choice<'l>>,
    /// What is told whoever answered; nothing before.
    told: Option<(Answered, &'l Text)>,
}

struct Choice<'l> {
    value: usize,
    says: &'l Text,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "lessons/lesson.html")]
struct LessonPage<'l> {
    layout: Layout,
    w: &'static Words,
    lang: &'static str,
    other: &'static str,
    id: &'l str,
    number: &'l str,
    minutes: u16,
    name: &'l str,
    behaviour: &'l str,
    blocks: Vec<&'l Block>,
    checks: Vec<Check<'l>>,
    is_answered: bool,
    is_done: bool,
    hand_in: Option<&'l str>,
    source: &'l str,
    verified_on: Option<String>,
    packages: Vec<package::Offered>,
}

impl LessonPage<'_> {
    fn is_list(&self) -> bool {
        false
    }
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let language = asked.language();
    let none = || AppError::not_found("There is no such lesson. The list of lessons has all of them.");
    let lesson = app.catalog.lessons.lesson(&LessonId::new(&id)).ok_or_else(none)?;
    let chosen = asked.chosen();
    let marked = mark(lesson, &chosen);
    let is_check = |block: &&Block| matches!(block, Block::Check(_));
    Ok(render(&LessonPage {
        layout: Layout::new(&app, &visitor),
        w: words(language),
        lang: language.key(),
        other: other(language).key(),
        id: lesson.id.as_str(),
        number: &lesson.number,
        minutes: lesson.minutes,
        name: lesson.name.in_language(language),
        behaviour: lesson.behaviour.in_language(language),
        blocks: lesson.page(language).iter().filter(|block| !is_check(block)).collect(),
        checks: checks(lesson, language, &chosen, &marked),
        is_answered: marked.checks.iter().any(|answered| *answered != Answered::NotYet),
        is_done: marked.is_done,
        hand_in: lesson.proof.as_ref().map(|proof| proof.hand_in.in_language(language)),
        source: lesson.provenance.source.trim_end_matches('.'),
        verified_on: lesson.provenance.verified_on.map(|date| day(date).in_language(language).to_owned()),
        packages: package::offered(lesson.id.as_str(), language),
    }))
}

fn checks<'l>(
    lesson: &'l Lesson,
    language: Language,
    chosen: &[Option<usize>],
    marked: &Marked,
) -> Vec<Check<'l>> {
    let asked = lesson.checks(language).zip(&marked.checks).enumerate();
    let check = |(i, (asked, answered)): (usize, (&'l holdfast_core::catalog::Asked, &Answered))| {
        let chosen = chosen.get(i).copied().flatten();
        let options = asked.options.iter().enumerate().map(|(place, option)| Choice {
            value: place + 1,
            says: &option.says,
            is_chosen: chosen == Some(place),
        });
        Check {
            number: i + 1,
            asks: &asked.asks,
            options: options.collect(),
            told: chosen.and_then(|place| asked.options.get(place)).map(|option| (*answered, &option.answer)),
        }
    };
    asked.map(check).collect()
}

/// What stands out, for the template.
pub(in crate::web) fn manner(piece: &Piece) -> &'static str {
    use holdfast_core::catalog::Manner;
    match piece.manner {
        Manner::Plain => "",
        Manner::Strong => "strong",
        Manner::Stress => "em",
        Manner::Code => "code",
    }
}
