//! `/register/{step}`: one question a page. What was typed is kept when it is wrong, and shown beside what a second
//! person saved meanwhile.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{
    Choice, FieldError, Fields, Status, Step, choices, display_case, goes_with, prefill, show,
};

use super::draft::{Held, no_draft};
use crate::App;
use crate::app::registration::{Answered, Draft};
use crate::auth::Visitor;
use crate::web::conflict::{ConflictPage, Place};
use crate::web::{Layout, WebError, render};

/// Where someone is sent who would change what was sent already; the page says that nothing was changed.
const TOO_LATE: &str = "/register/done?late=1";

/// One line of an error summary.
pub(in crate::web) struct Wrong {
    pub(in crate::web) field: String,
    pub(in crate::web) text: String,
}

/// The errors of a form as its page shows them.
pub(in crate::web) fn wrong(errors: Vec<FieldError>) -> Vec<Wrong> {
    errors.into_iter().map(|e| Wrong { field: e.field.to_owned(), text: e.message }).collect()
}

/// The id of one of several choices: the field's own name for the first, so that an error's link lands on it.
pub(in crate::web) fn choice_id(field: &str, i: usize) -> String {
    if i == 0 { field.to_owned() } else { format!("{field}-{}", i + 1) }
}

#[derive(Template)]
#[template(path = "registration/step.html")]
struct StepPage {
    layout: Layout,
    step: Step,
    number: usize,
    name: String,
    on_file: String,
    values: Fields,
    base: Fields,
    version: u32,
    errors: Vec<Wrong>,
}

impl StepPage {
    fn title(&self) -> &'static str {
        self.step.title()
    }

    fn hint(&self) -> &'static str {
        self.step.hint()
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field == field).map_or("", |e| e.text.as_str())
    }

    fn choices(&self, field: &str) -> Vec<(usize, Choice)> {
        choices(field).into_iter().enumerate().collect()
    }

    fn choice_id(&self, field: &str, i: usize) -> String {
        choice_id(field, i)
    }
}

fn known(slug: &str) -> Result<Step, WebError> {
    Step::from_slug(slug).ok_or_else(|| WebError::not_found("There is no such question."))
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let step = known(&slug)?;
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    if !draft.registration.state.can_change() {
        return Ok(Redirect::to(TOO_LATE).into_response());
    }
    let base = show(step, &draft.registration.answers);
    // A suggestion fills the form until someone answers.
    let suggested = step.status(&draft.registration.answers) == Status::NotStarted;
    let values = if suggested { show(step, &prefill(&draft.listed)) } else { base.clone() };
    Ok(render(&step_page(&app, &visitor, &draft, step, values, base, Vec::new())))
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(slug): Path<String>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let step = known(&slug)?;
    let Some((token, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let Sent { mine, base, version } = Sent::read(sent);
    match app.answer_registration(&token, step, &base, &mine, version).await? {
        Answered::NoDraft => Ok(no_draft()),
        Answered::Sent => Ok(Redirect::to(TOO_LATE).into_response()),
        Answered::Kept(draft) => {
            let next = step.next_open(&draft.registration.answers);
            let to = next.map_or("/register/check".to_owned(), |s| format!("/register/{}", s.slug()));
            Ok(Redirect::to(&to).into_response())
        }
        Answered::Wrong(errors) => {
            let page = step_page(&app, &visitor, &draft, step, mine, base, wrong(errors));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&StepPage { version, ..page })).into_response())
        }
        Answered::Both { merge, theirs, version } => {
            let layout = Layout::new(&app, &visitor);
            let place = Place {
                title: step.short().to_owned(),
                action: format!("/register/{}", step.slug()),
                back: ("/register/tasks".to_owned(), "All questions"),
                version_field: "version",
            };
            Ok(ConflictPage::new(layout, place, merge, theirs, version).answer())
        }
    }
}

fn step_page(
    app: &App,
    visitor: &Visitor,
    draft: &Draft,
    step: Step,
    values: Fields,
    base: Fields,
    errors: Vec<Wrong>,
) -> StepPage {
    let released = draft.listed.release.released_on.strftime("%B %-d, %Y");
    let cms = format!("{}, released {released}", draft.listed.release.title);
    let suggested = step.status(&draft.registration.answers) == Status::NotStarted;
    let location = draft.listed.location.as_ref();
    let on_file = match step {
        Step::Hospital => cms,
        Step::Beds if suggested && location.is_some_and(|l| l.beds.is_some()) => {
            "From a national list of 2022, which need not be the license".to_owned()
        }
        Step::MailDomain if suggested && location.is_some_and(|l| l.web_domain.is_some()) => {
            "The address of the hospital's web site in a national list of 2022".to_owned()
        }
        _ => String::new(),
    };
    StepPage {
        layout: Layout::new(app, visitor),
        step,
        number: Step::ALL.iter().position(|s| *s == step).map_or(1, |i| i + 1),
        name: display_case(&draft.listed.hospital.name),
        on_file,
        values,
        base,
        version: draft.registration.version,
        errors,
    }
}

/// A form taken apart: what was typed, what the person had seen, at which version.
pub(in crate::web) struct Sent {
    pub(in crate::web) mine: Fields,
    pub(in crate::web) base: Fields,
    pub(in crate::web) version: u32,
}

impl Sent {
    /// `was.NAME` is what the page showed as kept; `keep.NAME=theirs` takes the other person's word,
    /// for every field of that answer.
    pub(in crate::web) fn read(sent: BTreeMap<String, String>) -> Self {
        let (mut mine, mut base) = (Fields::default(), Fields::default());
        let mut theirs = Vec::new();
        let mut version = 0;
        for (name, value) in sent {
            if name == "version" {
                version = value.trim().parse().unwrap_or(0);
            } else if let Some(field) = name.strip_prefix("was.") {
                base.set(field, value);
            } else if let Some(field) = name.strip_prefix("keep.") {
                if value == "theirs" {
                    theirs.push(field.to_owned());
                }
            } else {
                mine.set(name, value);
            }
        }
        for field in theirs.iter().flat_map(|lead| goes_with(lead)) {
            mine.set(field, base.get(field));
        }
        Self { mine, base, version }
    }
}
