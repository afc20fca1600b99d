//! `/learn/{token}`: what a learner owes, what is done, and what to take along.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::catalog::{Language, Lesson, LessonId};
use holdfast_core::decide::training::{Owed, Standing};
use serde::Deserialize;

use super::{Frame, Lost, digest, lost, spoken, words};
use crate::App;
use crate::app::training::LearnerDesk;
use crate::auth::Visitor;
use crate::web::{Layout, render};

/// The language, and the lesson that was just finished.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    lang: String,
    done: String,
}

/// A lesson of the list.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) behaviour: String,
    pub(super) minutes: u16,
    pub(super) when: String,
}

#[derive(Template)]
#[template(path = "learn/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) hospital: String,
    pub(super) hello: String,
    pub(super) lead: String,
    /// What to say of the lesson just finished.
    pub(super) finished: Option<String>,
    /// Where the proof of the lab just finished goes.
    pub(super) hand_in: Option<String>,
    pub(super) to_do: Vec<Line>,
    pub(super) done: Vec<Line>,
    pub(super) has_days: bool,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match load(&app, &visitor, &token, &asked).await {
        Ok(page) => render(&page),
        Err(why) => lost::answer(&app, &visitor, why),
    }
}

async fn load(app: &App, visitor: &Visitor, token: &str, asked: &Asked) -> Result<ListPage, Lost> {
    let desk = app.learner_behind(&digest(token)).await?;
    let language = spoken(&asked.lang, desk.learner.person.language);
    let frame = Frame::new(token, language, true);
    let line = |lesson: &Lesson, when: String| Line {
        href: format!("{}/{}?lang={}", frame.home, lesson.id, frame.lang),
        number: lesson.number.clone(),
        name: lesson.name.in_language(language).to_owned(),
        behaviour: lesson.behaviour.in_language(language).to_owned(),
        minutes: lesson.minutes,
        when,
    };
    let lessons = &app.catalog.lessons;
    let find = |id: &LessonId| lessons.lesson(id);
    let to_do: Vec<Line> =
        desk.to_do().filter_map(|owed| Some(line(find(&owed.lesson)?, when(language, owed)))).collect();
    let done: Vec<Line> = desk
        .done()
        .filter_map(|(id, on, again)| Some(line(find(id)?, words::done_on(language, on, again))))
        .collect();
    let minutes = to_do.iter().map(|l| u32::from(l.minutes)).sum();
    let finished = desk.finished(&LessonId::new(&asked.done)).and_then(find);
    Ok(ListPage {
        layout: Layout::new(app, visitor),
        hello: words::hello(language, desk.first_name()),
        lead: words::lead(language, to_do.len(), minutes),
        finished: finished.map(|lesson| words::finished(language, lesson.name.in_language(language))),
        hand_in: finished.and_then(|lesson| hand_in(&desk, lesson)),
        has_days: desk.owed.iter().any(|owed| !owed.standing.is_overdue()),
        hospital: desk.hospital,
        frame,
        to_do,
        done,
    })
}

/// Where the proof of a lab goes: to the hospital's evidence, which asks for a sign-in.
pub(super) fn hand_in(desk: &LearnerDesk, lesson: &Lesson) -> Option<String> {
    let proof = lesson.proof.as_ref()?;
    Some(format!("/hospital/{}/evidence/new?measure={}", desk.scope.ccn(), proof.measure))
}

/// By when, in words.
pub(super) fn when(language: Language, owed: &Owed) -> String {
    match owed.standing {
        Standing::Due { by } => words::by(language, by),
        Standing::Again { by } => words::again_by(language, by),
        Standing::Overdue { .. } | Standing::AgainOverdue { .. } => {
            words::was_due(language, owed.standing.by())
        }
        Standing::Done { on, again_by } => words::done_on(language, on, Some(again_by)),
    }
}
