//! A hospital's six parts: who is asked, how far they are, whom to invite, and paper for those who like it better.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::catalog::Knows;
use holdfast_core::decide::questionnaire::{PartAsked, Questionnaire};
use holdfast_core::model::{Action, day_in_words, utc_day};

use super::desk::here;
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::Here;
use crate::web::{Came, Layout, WebError, render};

/// One part.
pub(super) struct PartLine {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) person: String,
    pub(super) is_invited: bool,
    pub(super) count: String,
    pub(super) share: String,
    pub(super) permille: usize,
    pub(super) is_done: bool,
    pub(super) seen: String,
    pub(super) against: String,
    pub(super) has_questions: bool,
}

#[derive(Template)]
#[template(path = "answers/overview.html")]
pub(super) struct OverviewPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: String,
    pub(super) n_answered: usize,
    pub(super) n_asked: usize,
    pub(super) n_seen: usize,
    pub(super) n_against: usize,
    pub(super) parts: Vec<PartLine>,
    pub(super) may_answer: bool,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let here = here(&app, scope, &actor)?;
    let all = app.questionnaire(scope).await?;
    let done = |knows: &str, says: &str| {
        Knows::from_key(knows).map(|k| format!("{}: {says}", k.label())).unwrap_or_default()
    };
    let done = match came.done.split_once('.') {
        Some(("asked", knows)) => done(knows, "the letter is on its way."),
        Some(("ended", knows)) => done(knows, "the invitation is ended."),
        Some(("keyed", knows)) => done(knows, "the paper is keyed in."),
        _ => String::new(),
    };
    let may_answer = actor.may_at(scope.ccn(), Action::AnswerAssessment);
    Ok(render(&OverviewPage::new(Layout::new(&app, &visitor), here, &all, may_answer, done)))
}

impl OverviewPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        all: &Questionnaire,
        may_answer: bool,
        done: String,
    ) -> Self {
        let sum = |of: fn(&PartAsked) -> usize| all.parts.iter().map(of).sum();
        Self {
            layout,
            here,
            done,
            n_answered: sum(PartAsked::n_answered),
            n_asked: sum(PartAsked::n_asked),
            n_seen: sum(|p| p.questions.len() - p.n_asked()),
            n_against: sum(PartAsked::n_contradicted),
            parts: all.parts.iter().map(part_line).collect(),
            may_answer,
        }
    }
}

fn part_line(part: &PartAsked) -> PartLine {
    let (n, of) = (part.n_answered(), part.n_asked());
    let n_seen = part.questions.len() - of;
    let on = |at: jiff::Timestamp| day_in_words(utc_day(at));
    PartLine {
        key: part.knows.key(),
        name: part.knows.label(),
        person: match &part.person {
            Some(p) => format!("{}, asked on {}", p.name, on(p.invited_at)),
            None => "Nobody is invited yet".to_owned(),
        },
        is_invited: part.person.is_some(),
        count: n.to_string(),
        share: if of == 0 { "nothing to ask".to_owned() } else { format!("of {of} answered") },
        permille: (n * 1000).checked_div(of).unwrap_or(0),
        is_done: of > 0 && n == of,
        seen: match n_seen {
            0 => String::new(),
            1 => "A machine has looked at one more.".to_owned(),
            n => format!("A machine has looked at {n} more."),
        },
        against: match part.n_contradicted() {
            0 => String::new(),
            1 => "One answer does not fit the evidence.".to_owned(),
            n => format!("{n} answers do not fit the evidence."),
        },
        has_questions: of > 0,
    }
}
