//! One person: what is asked of them and why, what they did and how that is known, their link, and what another system says.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Lessons;
use holdfast_core::decide::training::Owed;
use holdfast_core::model::{Completion, WithdrawnCompletion, day_in_words};

use super::{id, words};
use crate::App;
use crate::app::AppError;
use crate::app::training::{LearnerFile, OneMailed, WhichDone};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::moment::moment;
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// Completions that are listed.
const MOST_DONE: usize = 60;

struct OwedView {
    lesson: String,
    name: String,
    tone: &'static str,
    icon: &'static str,
    label: &'static str,
    says: String,
    why: String,
}

#[derive(Template)]
#[template(path = "training/person.html")]
pub(super) struct PersonPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    done: &'static str,
    id: String,
    name: String,
    works: String,
    left: String,
    about: Vec<(&'static str, String)>,
    owed: Vec<OwedView>,
    completions: Vec<(String, String)>,
    n_more_done: usize,
    /// What can be withdrawn: how the form names it, and in words.
    can_withdraw: Vec<(String, String)>,
    withdrawn: Vec<(String, String)>,
    has_mail: bool,
    has_link: bool,
    link_says: String,
    lessons: Vec<(String, String)>,
    typed_lesson: String,
    typed_day: String,
    typed_system: String,
    typed_which: String,
    typed_why: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let file = app.learner_file(scope, id(&learner)?).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let mut page = PersonPage::new(layout(&app, &visitor), here, &app.catalog.lessons, &file);
    page.done = match came.done.as_str() {
        "mailed" => "A link is in the mail queue and goes out within minutes.",
        "today" => "They were written to today already. Nobody is written to twice on one day.",
        "no-address" => {
            "They have no mail address, so nothing was sent and no link was made. Hand them a badge."
        }
        "ended" => "Their links are ended. Mails and badges they have open nothing any more.",
        "none" => "There was no link to end.",
        "recorded" => "The lesson is recorded.",
        "known" => "That lesson on that day was on record already.",
        "withdrawn" => "The lesson is withdrawn and counts nowhere. No badge or certificate rested on it.",
        "with-proofs" => {
            "The lesson is withdrawn and counts nowhere. The badges and certificates that rested on it are taken back."
        }
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, learner)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let learner = id(&learner)?;
    let by = actor.speaker(scope.ccn());
    let said = |key: &str| sent.get(key).map(String::as_str).unwrap_or_default();
    let to = |done: &str| {
        let to = format!("/hospital/{}/training/people/{learner}?done={done}", scope.ccn());
        Ok(Redirect::to(&to).into_response())
    };
    match said("act") {
        "mail" => {
            return to(match app.mail_link(scope, &by, learner).await? {
                OneMailed::Queued => "mailed",
                OneMailed::Today => "today",
                OneMailed::NoAddress => "no-address",
            });
        }
        "end" => {
            let is_ended = app.end_learner_links(scope, &by, learner).await?;
            return to(if is_ended { "ended" } else { "none" });
        }
        "withdraw" => {
            let (which, why) = (said("which"), said("why"));
            let withdrawn = match named(which) {
                None => Err(("which", "Choose what was recorded by mistake.".to_owned())),
                Some(named) => match app.withdraw_completion(scope, &by, learner, named, why).await {
                    Ok(n_taken_back) => Ok(n_taken_back),
                    Err(AppError::Refused { what }) => Err(("why", what)),
                    Err(AppError::NotFound { what }) => Err(("which", what)),
                    Err(other) => return Err(other.into()),
                },
            };
            let (field, what) = match withdrawn {
                Ok(0) => return to("withdrawn"),
                Ok(_) => return to("with-proofs"),
                Err(fault) => fault,
            };
            let file = app.learner_file(scope, learner).await?;
            let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
            let mut page = PersonPage::new(layout(&app, &visitor), here, &app.catalog.lessons, &file);
            page.problems.add(field, what);
            (page.typed_which, page.typed_why) = (which.to_owned(), why.chars().take(400).collect());
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
        }
        _ => {}
    }
    let typed = (said("lesson"), said("done_on"), said("system"));
    let faults = match app.record_elsewhere(scope, &by, learner, typed).await? {
        Ok(is_new) => return to(if is_new { "recorded" } else { "known" }),
        Err(faults) => faults,
    };
    let file = app.learner_file(scope, learner).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let mut page = PersonPage::new(layout(&app, &visitor), here, &app.catalog.lessons, &file);
    for fault in faults {
        page.problems.add(fault.field(), fault.in_words(app.today()));
    }
    let short = |text: &str| text.chars().take(254).collect::<String>();
    (page.typed_lesson, page.typed_day, page.typed_system) = (short(typed.0), short(typed.1), short(typed.2));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

impl PersonPage {
    pub(super) fn new(layout: Layout, here: Here, lessons: &Lessons, file: &LearnerFile) -> Self {
        let LearnerFile { learner, owed, done, withdrawn, linked_at, .. } = file;
        let person = &learner.person;
        let started = person.started_on.map_or_else(|| "Not said".to_owned(), day_in_words);
        let mail = person.email.as_ref().map_or_else(|| "None".to_owned(), |e| e.as_str().to_owned());
        Self {
            layout,
            here,
            problems: Problems::default(),
            done: "",
            id: learner.id.to_string(),
            name: person.name.clone(),
            works: words::works(person, lessons),
            left: learner
                .left_on
                .map(|on| {
                    format!("A list of {} no longer had them. Nothing is asked of them.", day_in_words(on))
                })
                .unwrap_or_default(),
            about: vec![
                ("Number", person.number.clone()),
                ("Mail address", mail),
                ("Language of the lessons", words::language(person.language).to_owned()),
                ("First day of work", started),
                ("On the roster since", day_in_words(learner.listed_on)),
            ],
            owed: owed.iter().map(|o| owed_view(o, lessons)).collect(),
            completions: done.iter().take(MOST_DONE).map(|c| completion(c, lessons)).collect(),
            n_more_done: done.len().saturating_sub(MOST_DONE),
            can_withdraw: done.iter().take(MOST_DONE).map(|c| (key(c), choice(c, lessons))).collect(),
            withdrawn: withdrawn.iter().take(MOST_DONE).map(|w| withdrawal(w, lessons)).collect(),
            has_mail: person.email.is_some(),
            has_link: linked_at.is_some(),
            link_says: match linked_at {
                Some(at) => format!("The newest was made {}.", moment(at.as_millisecond())),
                None => "They have no link yet.".to_owned(),
            },
            lessons: lessons.lessons.iter().map(words::choice).collect(),
            typed_lesson: String::new(),
            typed_day: String::new(),
            typed_system: String::new(),
            typed_which: String::new(),
            typed_why: String::new(),
        }
    }
}

fn owed_view(owed: &Owed, lessons: &Lessons) -> OwedView {
    let (tone, icon, label) = words::tag(owed.standing);
    let packs = owed.asked_by.iter().filter_map(|id| lessons.pack(id)).map(|p| p.name.en.as_str());
    OwedView {
        lesson: owed.lesson.to_string(),
        name: lesson_name(&owed.lesson, lessons),
        tone,
        icon,
        label,
        says: words::says(owed),
        why: format!("Asked of: {}.", packs.collect::<Vec<_>>().join("; ")),
    }
}

fn completion(done: &Completion, lessons: &Lessons) -> (String, String) {
    let says =
        format!("{}. {}. Recorded by {}.", lesson_name(&done.lesson, lessons), done.how.in_words(), done.by);
    (day_in_words(done.done_on), says)
}

/// By what the form names a completion. The system comes last, since it may hold anything.
fn key(done: &Completion) -> String {
    format!("{}|{}|{}|{}", done.lesson, done.done_on, done.how.key(), done.how.name())
}

/// The completion that a form names; `None` where it names none.
fn named(key: &str) -> Option<WhichDone<'_>> {
    let mut parts = key.splitn(4, '|');
    let mut part = || parts.next();
    Some(WhichDone { lesson: part()?, done_on: part()?, how: part()?, system: part()? })
}

fn choice(done: &Completion, lessons: &Lessons) -> String {
    let name = lesson_name(&done.lesson, lessons);
    format!("{name}, {}. {}", day_in_words(done.done_on), done.how.in_words())
}

/// When something was withdrawn, and what and why.
fn withdrawal(withdrawn: &WithdrawnCompletion, lessons: &Lessons) -> (String, String) {
    let WithdrawnCompletion { completion, at, by, why } = withdrawn;
    let says =
        format!("{}. Recorded by {}. Withdrawn by {by}: {why}", choice(completion, lessons), completion.by);
    (moment(at.as_millisecond()), says)
}

/// A lesson's number and name; its id when the catalog has it no more.
fn lesson_name(id: &holdfast_core::catalog::LessonId, lessons: &Lessons) -> String {
    lessons.lesson(id).map_or_else(|| id.to_string(), |l| format!("{} {}", l.number, l.name.en))
}
