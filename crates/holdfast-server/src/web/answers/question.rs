//! One question a page: a small form, saved on every step. What was typed is kept when it is wrong, and shown beside what a
//! second person saved meanwhile.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::questionnaire::{AskState, Asked, PartAsked, Questionnaire, Said, Wrong};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::Finding;

use super::both::BothPage;
use super::desk::{Desk, Frame, nothing_held};
use super::held::Held;
use super::language::Spoken;
use super::list::{Came, last_answer, way};
use super::words::{self, Words};
use crate::App;
use crate::app::answers::AnswerWent;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

/// Longest text shown again in a field, so that an over-long one is not sent back a thousand times over.
const MOST_SHOWN: usize = 10_000;

/// One line of an error summary.
pub(super) struct Fault {
    pub(super) field: String,
    pub(super) text: String,
}

/// Faults in a language.
pub(super) fn faults(wrong: &[Wrong], spoken: Spoken) -> Vec<Fault> {
    let of =
        |w: &Wrong| Fault { field: w.field.to_owned(), text: w.text.in_language(spoken.language).to_owned() };
    wrong.iter().map(of).collect()
}

#[derive(Template)]
#[template(path = "answers/question.html")]
pub(super) struct QuestionPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) w: &'static Words,
    pub(super) faults: Vec<Fault>,
    pub(super) title: String,
    pub(super) progress: String,
    pub(super) saved: String,
    pub(super) passed_on: Vec<String>,
    pub(super) against: Vec<String>,
    pub(super) last: String,
    pub(super) is_old: bool,
    pub(super) suggested: String,
    pub(super) seen: Vec<String>,
    pub(super) asks: String,
    pub(super) hint: String,
    pub(super) counts: Option<String>,
    pub(super) may_ask: Vec<(&'static str, String)>,
    pub(super) action: String,
    pub(super) list: String,
    pub(super) version: u32,
    pub(super) values: Fields,
}

impl QuestionPage {
    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn error(&self, field: &str) -> &str {
        self.faults.iter().find(|f| f.field == field).map_or("", |f| f.text.as_str())
    }

    fn is_error(&self, field: &str) -> bool {
        !self.error(field).is_empty()
    }

    fn chosen(&self, key: &str) -> bool {
        self.value("answer") == key
    }

    fn chosen_part(&self, key: &str) -> bool {
        self.value("knows") == key
    }
}

type Sent = Form<BTreeMap<String, String>>;

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key, ask)): Path<(String, String, String)>,
    spoken: Spoken,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    show(&app, &visitor, desk, spoken, &ask, &came).await
}

pub(super) async fn invited(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(ask): Path<String>,
    spoken: Spoken,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let Some(desk) = held.desk(&app).await? else { return Ok(nothing_held()) };
    show(&app, &visitor, desk, spoken, &ask, &came).await
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key, ask)): Path<(String, String, String)>,
    spoken: Spoken,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    take(&app, &visitor, desk, spoken, &ask, sent).await
}

pub(super) async fn invited_post(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(ask): Path<String>,
    spoken: Spoken,
    Form(sent): Sent,
) -> Result<Response, WebError> {
    let Some(desk) = held.desk(&app).await? else { return Ok(nothing_held()) };
    take(&app, &visitor, desk, spoken, &ask, sent).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    desk: Desk,
    spoken: Spoken,
    ask: &str,
    came: &Came,
) -> Result<Response, WebError> {
    let all = desk.questionnaire(app).await?;
    let Some((part, asked)) = find(&all, &desk, ask) else { return moved(&all, &desk, ask) };
    let values = filled_in(asked, &desk);
    let saved = desk.saved(&all, &came.saved);
    let layout = Layout::new(app, visitor);
    let page = QuestionPage::new(layout, desk, spoken, part, asked, values, Vec::new());
    Ok(spoken.keep(app, render(&QuestionPage { saved, ..page })))
}

async fn take(
    app: &App,
    visitor: &Visitor,
    desk: Desk,
    spoken: Spoken,
    ask: &str,
    sent: BTreeMap<String, String>,
) -> Result<Response, WebError> {
    let layout = Layout::new(app, visitor);
    let version = sent.get("version").and_then(|v| v.trim().parse().ok()).unwrap_or(0);
    let keeps_theirs = sent.get("keep").is_some_and(|k| k == "theirs");
    let values: Fields =
        sent.into_iter().map(|(k, v)| (k, v.chars().take(MOST_SHOWN).collect::<String>())).collect();
    let to = |next: Option<&str>| {
        let place = next.map_or_else(|| desk.base.clone(), |next| desk.at(next));
        Redirect::to(&format!("{place}?saved={ask}")).into_response()
    };
    if keeps_theirs {
        // What the other person saved stays as it is.
        let all = desk.questionnaire(app).await?;
        let known = find(&all, &desk, ask).is_some();
        return if known { Ok(to(None)) } else { moved(&all, &desk, ask) };
    }
    match app.answer_question(desk.scope, &desk.who, desk.knows, ask, version, &values).await? {
        AnswerWent::Kept { next, .. } => Ok(to(next.as_ref().map(|a| a.as_str()))),
        AnswerWent::Both(both) => {
            let page = BothPage::new(layout, &desk, spoken, &both, &values);
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
        AnswerWent::Wrong(wrong) => {
            let all = desk.questionnaire(app).await?;
            let Some((part, asked)) = find(&all, &desk, ask) else { return moved(&all, &desk, ask) };
            let faults = faults(&wrong, spoken);
            let mut page = QuestionPage::new(layout, desk, spoken, part, asked, values, faults);
            page.version = version;
            page.frame.may_switch = false;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

fn find<'q>(all: &'q Questionnaire, desk: &Desk, ask: &str) -> Option<(&'q PartAsked, &'q Asked)> {
    let part = all.part(desk.knows)?;
    Some((part, part.question(ask)?))
}

/// A question that stands on another list: a hospital's own people are led there.
fn moved(all: &Questionnaire, desk: &Desk, ask: &str) -> Result<Response, WebError> {
    let part = all.part_of(ask).ok_or_else(|| WebError::not_found("There is no such question."))?;
    if desk.is_invited() {
        return Err(WebError::not_found(format!(
            "This question is not on your list. It stands on the list of {}.",
            part.knows.label()
        )));
    }
    let to = format!("/hospital/{}/assessment/{}/{ask}", desk.scope.ccn(), part.knows.key());
    Ok(Redirect::to(&to).into_response())
}

/// What the form shows before anybody types: the last answer, or what evidence suggests to those who may see it.
fn filled_in(asked: &Asked, desk: &Desk) -> Fields {
    let mut values = Fields::default();
    if !desk.approver.is_empty() {
        values.set("approver", desk.approver.clone());
    }
    let suggested = asked.suggested.as_ref().filter(|_| !desk.is_invited()).map(|s| s.finding);
    let finding = match asked.said.as_ref().map(|g| &g.said) {
        Some(Said::Finds(finding)) => Some(*finding),
        Some(Said::NotApplicable { reason, approver, until }) => {
            values.set("answer", "not_applicable");
            values.set("reason", reason.clone());
            values.set("approver", approver.clone());
            values.set("until", until.to_string());
            None
        }
        Some(Said::Differs) => None,
        None => suggested,
    };
    match finding {
        None => {}
        Some(Finding::Met) => values.set("answer", "yes"),
        Some(Finding::NotMet) => values.set("answer", "no"),
        Some(Finding::Partly(c)) if asked.counts.is_some() => {
            values.set("answer", "partly");
            values.set("n", c.n().to_string());
            values.set("of", c.of().to_string());
        }
        Some(Finding::Partly(_)) => {}
    }
    values
}

impl QuestionPage {
    pub(super) fn new(
        layout: Layout,
        desk: Desk,
        spoken: Spoken,
        part: &PartAsked,
        asked: &Asked,
        values: Fields,
        faults: Vec<Fault>,
    ) -> Self {
        let language = spoken.language;
        let asked_ones: Vec<&Asked> = part.questions.iter().filter(|q| q.is_asked()).collect();
        let place = asked_ones.iter().position(|q| q.ask == asked.ask).map_or(1, |i| i + 1);
        let progress = words::place(language, place, asked_ones.len());
        let name = desk.knows.name();
        let finding = |says: &[String]| if desk.is_invited() { Vec::new() } else { says.to_vec() };
        let (against, seen) = match &asked.state {
            AskState::Contradicted { why, .. } => (finding(why), Vec::new()),
            AskState::NotAsked { shown_by } => (Vec::new(), finding(shown_by)),
            AskState::Answered | AskState::Open => (Vec::new(), Vec::new()),
        };
        let suggested = asked.suggested.as_ref().filter(|_| !desk.is_invited() && asked.is_open());
        Self {
            w: spoken.words(),
            faults,
            title: format!(
                "{}, {}",
                asked.code,
                if desk.is_invited() { name.in_language(language) } else { desk.knows.label() }
            ),
            progress: format!("{progress}. {}. {}", name.in_language(language), desk.hospital),
            saved: String::new(),
            passed_on: way(asked, spoken),
            against,
            last: last_answer(asked, spoken),
            is_old: asked.is_open() && asked.said.as_ref().is_some_and(|g| !g.is_fresh),
            suggested: suggested.map(|s| s.from.clone()).unwrap_or_default(),
            seen,
            asks: asked.asks.in_language(language).to_owned(),
            hint: asked.hint.as_ref().map(|h| h.in_language(language).to_owned()).unwrap_or_default(),
            counts: asked.counts.as_deref().map(|c| words::counted(language, c).to_owned()),
            may_ask: asked
                .may_ask
                .iter()
                .map(|k| (k.key(), k.name().in_language(language).to_owned()))
                .collect(),
            action: desk.at(asked.ask.as_str()),
            list: desk.base,
            version: asked.version,
            values,
            layout,
            frame: Frame { here: desk.here, spoken, may_switch: true },
        }
    }
}
