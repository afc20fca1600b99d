//! `/hospital/{ccn}`: three things to do this week, what the hospital may have and what it is worth, and what comes next.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::posture::GateState;
use holdfast_core::decide::this_week::{Do, Thing};
use holdfast_core::decide::value::Total;
use holdfast_core::model::{Action, HospitalScope, RegistrationState};

use super::tasks::TaskLine;
use super::words::{CliffLine, Problem, day};
use super::{Here, Room};
use crate::App;
use crate::app::{HospitalHome, PostureInBrief};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::posture::picture::Trend;
use crate::web::posture::words::{self as posture, Word};
use crate::web::{Came, Layout, WebError, render};

/// One of the three things.
pub(super) struct WeekThing {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) why: String,
    pub(super) minutes: String,
}

/// Where the hospital stands, in brief.
pub(super) struct PostureCard {
    pub(super) label: Word,
    pub(super) key: &'static str,
    pub(super) met: String,
    pub(super) proven: (String, String),
    pub(super) n_open: usize,
    pub(super) n_contradictions: usize,
    pub(super) trend: Trend,
}

impl PostureCard {
    fn new(brief: &PostureInBrief) -> Self {
        let p = &brief.posture;
        Self {
            label: posture::label(p.label),
            key: p.label.key(),
            met: posture::goals_met(p.attainment),
            proven: posture::proven(p.assurance),
            n_open: p.gates.iter().filter(|g| g.state == GateState::Open).count(),
            n_contradictions: brief.n_contradictions(),
            trend: Trend::new(&brief.trend),
        }
    }
}

/// A reviewer's question with the form that answers it.
pub(super) struct QuestionForm {
    pub(super) case: String,
    pub(super) field: String,
    pub(super) about: String,
    pub(super) asks: String,
    pub(super) on: String,
    pub(super) typed: String,
    pub(super) error: String,
}

#[derive(Template)]
#[template(path = "hospital/home.html")]
pub(super) struct HomePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) waits: Option<(&'static str, String)>,
    pub(super) errors: Vec<Problem>,
    pub(super) done: &'static str,
    pub(super) questions: Vec<QuestionForm>,
    pub(super) week: Vec<WeekThing>,
    pub(super) n_may_have: usize,
    pub(super) n_offers: usize,
    pub(super) worth: String,
    pub(super) worth_of: String,
    pub(super) n_under_way: usize,
    pub(super) cliffs: Vec<CliffLine>,
    pub(super) n_tasks_left: usize,
    pub(super) tasks: Vec<TaskLine>,
    pub(super) happened: Vec<(String, String)>,
    pub(super) posture: Option<PostureCard>,
}

/// What someone typed into one question's box, when it could not be taken.
pub(super) struct Typed<'a> {
    pub(super) case: &'a str,
    pub(super) text: &'a str,
    pub(super) error: &'static str,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, &actor, scope, None).await?;
    if came.done == "answered" {
        page.done = "Your answer is with the reviewer.";
    }
    Ok(render(&page))
}

/// The page, with one question's box as someone left it.
pub(super) async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    typed: Option<Typed<'_>>,
) -> Result<HomePage, WebError> {
    let home = app.hospital_home(scope, actor.may_at(scope.ccn(), Action::ViewCases)).await?;
    let here = Here::new(&home.picture.listed, actor, Room::Home);
    Ok(HomePage::new(Layout::new(app, visitor), here, &home, typed))
}

impl HomePage {
    pub(super) fn new(layout: Layout, here: Here, home: &HospitalHome, typed: Option<Typed<'_>>) -> Self {
        let picture = &home.picture;
        let questions: Vec<QuestionForm> = home
            .questions
            .iter()
            .map(|q| {
                let case = q.case.to_string();
                let mine = typed.as_ref().filter(|t| t.case == case);
                QuestionForm {
                    field: format!("answer-{case}"),
                    about: q.about.clone(),
                    asks: q.asks.clone(),
                    on: day(q.on),
                    typed: mine.map(|t| t.text.to_owned()).unwrap_or_default(),
                    error: mine.map(|t| t.error.to_owned()).unwrap_or_default(),
                    case,
                }
            })
            .collect();
        let problem = |q: &QuestionForm| Problem { field: q.field.clone(), text: q.error.clone() };
        let ahead: Vec<CliffLine> =
            picture.cliffs.iter().filter(|c| c.days_left >= 0).map(CliffLine::new).collect();
        let just_ended = picture.cliffs.iter().rev().find(|c| c.days_left < 0).map(CliffLine::new);
        Self {
            waits: no_longer_listed(picture.no_longer.as_deref())
                .or_else(|| waits(picture.registration.as_ref().map(|r| &r.state))),
            errors: questions.iter().filter(|q| !q.error.is_empty()).map(problem).collect(),
            done: "",
            questions,
            week: home.week.iter().map(|t| WeekThing::new(t, &here)).collect(),
            n_may_have: home.n_may_have,
            n_offers: picture.standings.len(),
            worth: if home.total.n_counted == 0 {
                "Not known".to_owned()
            } else {
                home.total.yearly.to_string()
            },
            worth_of: worth_of(&home.total),
            n_under_way: home.n_under_way,
            cliffs: just_ended.into_iter().chain(ahead.into_iter().take(3)).collect(),
            n_tasks_left: picture.tasks.iter().filter(|t| !t.done).count(),
            tasks: picture.tasks.iter().map(|t| TaskLine::new(t, &here)).collect(),
            posture: home.posture.as_ref().map(PostureCard::new),
            happened: home.happened.iter().map(|h| (day(h.on), h.says.clone())).collect(),
            layout,
            here,
        }
    }
}

/// The public list left the hospital out; its records did not go with it.
fn no_longer_listed(since: Option<&str>) -> Option<(&'static str, String)> {
    let says =
        "A reviewer asks what became of the hospital. What is kept here stays, and these pages stay open.";
    since.map(|since| ("The public directory no longer lists the hospital", format!("{since} {says}")))
}

/// Nothing can be accepted until the registration is checked; the page says where that stands.
fn waits(state: Option<&RegistrationState>) -> Option<(&'static str, String)> {
    match state {
        Some(RegistrationState::Validated { .. }) => None,
        Some(RegistrationState::Submitted { on }) => Some((
            "Your registration is being checked",
            format!(
                "It was sent on {}. You can read everything now, and accept offers once it is checked.",
                day(*on)
            ),
        )),
        Some(RegistrationState::AskedBack { question, .. }) => {
            Some(("A reviewer asks about your registration", question.clone()))
        }
        Some(RegistrationState::Refused { reason, .. }) => {
            Some(("Your registration was not accepted", reason.clone()))
        }
        Some(RegistrationState::Draft | RegistrationState::Unproven { .. }) | None => Some((
            "This hospital is not registered yet",
            "Send the registration, and offers can be accepted once it is checked.".to_owned(),
        )),
    }
}

fn worth_of(total: &Total) -> String {
    let counted = match total.n_counted {
        1 => "from 1 of them".to_owned(),
        n => format!("from {n} of them"),
    };
    match (total.n_need_fact, total.n_not_stated) {
        (0, 0) => counted,
        (0, n) => format!("{counted}; {n} not put in dollars by anyone"),
        (k, 0) => format!("{counted}; {k} wait for a count from you"),
        (k, n) => format!("{counted}; {k} wait for a count from you, {n} not put in dollars by anyone"),
    }
}

impl WeekThing {
    fn new(thing: &Thing, here: &Here) -> Self {
        let base = format!("/hospital/{}", here.ccn);
        let href = match &thing.what {
            Do::Answer { case } if here.may_edit => format!("#answer-{case}"),
            Do::Answer { .. } => "#questions".to_owned(),
            Do::Task { task } => format!("{base}/tasks/{}", task.key()),
            Do::StateFact { fact, offer } if here.may_edit => format!("{base}/offers/{offer}#{}", fact.key()),
            Do::StateFact { offer, .. } => format!("{base}/offers/{offer}"),
            Do::Accept { offer } | Do::AskReviewer { offer } => format!("{base}/offers/{offer}"),
            Do::Prepare { cliff } => format!("{base}/cliffs#{}", cliff.key().replace('.', "-")),
            Do::SeeGate { measure } => posture::measure_page(here.ccn, measure),
            Do::WorkOnCase { number } => format!("{base}/security-cases/{number}"),
            Do::PlanStep { step } => format!("{base}/plan/tasks/{step}"),
        };
        let Thing { title, why, minutes, .. } = thing.clone().for_reader(here.may_accept, here.may_edit);
        Self { title, href, why, minutes: in_words(minutes) }
    }
}

/// Minutes, or hours where there are many.
fn in_words(minutes: u16) -> String {
    if minutes < 120 { format!("{minutes} minutes") } else { format!("{} hours", minutes.div_ceil(60)) }
}
