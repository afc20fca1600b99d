//! One part's questions, each with its answer: to a hospital's own people, and to somebody invited.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::decide::questionnaire::{AskState, Asked, PartAsked, Questionnaire, day, in_words};
use holdfast_core::model::utc_day;
use serde::Deserialize;

use super::desk::{Desk, Frame, nothing_held};
use super::held::Held;
use super::language::Spoken;
use super::words::{self, Words};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    pub(super) saved: String,
}

/// One line of the list.
pub(super) struct Line {
    pub(super) code: String,
    pub(super) asks: String,
    pub(super) href: String,
    /// `done`, `todo` or `late`: the look of its tag.
    pub(super) look: &'static str,
    pub(super) state: &'static str,
    pub(super) says: String,
    pub(super) passed_on: Vec<String>,
}

/// A question nobody is asked.
pub(super) struct Seen {
    pub(super) code: String,
    pub(super) asks: String,
    pub(super) shown_by: String,
}

#[derive(Template)]
#[template(path = "answers/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) w: &'static Words,
    pub(super) title_en: &'static str,
    pub(super) title: String,
    pub(super) hospital: String,
    pub(super) base: String,
    pub(super) saved: String,
    pub(super) lead: String,
    pub(super) all_done: bool,
    pub(super) lines: Vec<Line>,
    pub(super) seen: Vec<Seen>,
    pub(super) seen_says: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    spoken: Spoken,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    show(&app, &visitor, desk, spoken, &came).await
}

pub(super) async fn invited(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    spoken: Spoken,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let Some(desk) = held.desk(&app).await? else { return Ok(nothing_held()) };
    show(&app, &visitor, desk, spoken, &came).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    desk: Desk,
    spoken: Spoken,
    came: &Came,
) -> Result<Response, WebError> {
    let all = desk.questionnaire(app).await?;
    let page = ListPage::new(Layout::new(app, visitor), desk, spoken, &all, &came.saved);
    Ok(spoken.keep(app, render(&page?)))
}

impl ListPage {
    pub(super) fn new(
        layout: Layout,
        desk: Desk,
        spoken: Spoken,
        all: &Questionnaire,
        saved: &str,
    ) -> Result<Self, WebError> {
        let part = all.part(desk.knows).ok_or_else(|| WebError::not_found("There is no such part."))?;
        let language = spoken.language;
        let seen = seen(part, &desk, spoken);
        let n_seen = part.questions.len() - part.n_asked();
        Ok(Self {
            w: spoken.words(),
            title_en: desk.knows.label(),
            title: desk.knows.name().in_language(language).to_owned(),
            lead: words::progress(language, part.n_answered(), part.n_asked()),
            all_done: part.n_asked() > 0 && part.n_answered() == part.n_asked(),
            lines: part.questions.iter().filter(|q| q.is_asked()).map(|q| line(q, &desk, spoken)).collect(),
            seen_says: if seen.is_empty() { words::seen_by_machine(language, n_seen) } else { String::new() },
            seen,
            saved: desk.saved(all, saved),
            hospital: desk.hospital,
            base: desk.base,
            layout,
            frame: Frame { here: desk.here, spoken, may_switch: true },
        })
    }

    fn is_invited(&self) -> bool {
        self.frame.here.is_none()
    }
}

fn line(q: &Asked, desk: &Desk, spoken: Spoken) -> Line {
    let w = spoken.words();
    let (look, state) = match &q.state {
        AskState::Open => ("todo", w.to_answer),
        // That evidence contradicts an answer is a finding, which somebody invited does not see.
        AskState::Contradicted { .. } if !desk.is_invited() => ("late", w.look_again),
        AskState::Contradicted { .. } | AskState::Answered | AskState::NotAsked { .. } => {
            ("done", w.answered)
        }
    };
    Line {
        code: q.code.clone(),
        asks: q.asks.in_language(spoken.language).to_owned(),
        href: desk.at(q.ask.as_str()),
        look,
        state,
        says: if q.is_open() { String::new() } else { last_answer(q, spoken) },
        passed_on: way(q, spoken),
    }
}

/// What was said last, in words; empty when nothing was.
pub(super) fn last_answer(q: &Asked, spoken: Spoken) -> String {
    let language = spoken.language;
    let counts = q.counts.as_deref().map(|c| words::counted(language, c));
    let Some(given) = &q.said else { return String::new() };
    let said = in_words(&given.said, counts);
    let on = day(utc_day(given.at));
    words::last_answer(language, said.in_language(language), &given.by, on.in_language(language))
}

/// Who passed a question on, in words.
pub(super) fn way(q: &Asked, spoken: Spoken) -> Vec<String> {
    let language = spoken.language;
    let on = |at: jiff::Timestamp| day(utc_day(at));
    q.passed_on
        .iter()
        .map(|p| words::passed_on(language, &p.by, p.to, on(p.at).in_language(language)))
        .collect()
}

/// What machines have answered, with what they saw; nothing of it for somebody invited.
fn seen(part: &PartAsked, desk: &Desk, spoken: Spoken) -> Vec<Seen> {
    if desk.is_invited() {
        return Vec::new();
    }
    let of = |q: &Asked| match &q.state {
        AskState::NotAsked { shown_by } => Some(Seen {
            code: q.code.clone(),
            asks: q.asks.in_language(spoken.language).to_owned(),
            shown_by: shown_by.join(" "),
        }),
        AskState::Answered | AskState::Contradicted { .. } | AskState::Open => None,
    };
    part.questions.iter().filter_map(of).collect()
}
