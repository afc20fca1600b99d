//! `/office/cohorts`: classes, and one of them with how many sit in it and what the office does about it. Never who sits in it.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::training::MIN_GROUP;
use holdfast_core::decide::training::college::{GradeCounts, Reader, reason};
use holdfast_core::model::{Action, CohortMove, day_in_words};
use serde::Deserialize;

use super::own::id;
use crate::App;
use crate::app::classes::OfficeClass;
use crate::auth::{Actor, Visitor};
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// A class of the list.
#[derive(Clone)]
pub(super) struct CohortRow {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) college: String,
    pub(super) days: String,
    pub(super) state: &'static str,
    pub(super) seats: String,
}

#[derive(Template)]
#[template(path = "classes/cohorts.html")]
pub(super) struct CohortsPage {
    pub(super) layout: Layout,
    pub(super) may_run: bool,
    pub(super) rows: Vec<CohortRow>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
) -> Result<Response, WebError> {
    let row = |(cohort, college, n_taken): (holdfast_core::model::Cohort, String, u32)| CohortRow {
        id: cohort.id.to_string(),
        title: cohort.plan.title.clone(),
        college,
        days: format!("{} to {}", day_in_words(cohort.plan.starts_on), day_in_words(cohort.plan.ends_on)),
        state: cohort.state.label(),
        seats: format!("{n_taken} of {}", cohort.plan.n_seats),
    };
    Ok(render(&CohortsPage {
        layout: Layout::new(&app, &visitor),
        may_run: actor.may_in_program(Action::ManageProgram),
        rows: app.office_classes().await?.into_iter().map(row).collect(),
    }))
}

#[derive(Template)]
#[template(path = "classes/cohort.html")]
pub(super) struct CohortPage {
    pub(super) layout: Layout,
    pub(super) may_run: bool,
    pub(super) done: &'static str,
    pub(super) problems: Problems,
    pub(super) why: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) college: String,
    pub(super) college_href: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) teaches: Vec<String>,
    pub(super) state: &'static str,
    pub(super) key: &'static str,
    pub(super) is_over: bool,
    pub(super) is_link_out: bool,
    /// Hospitals with how many seats each.
    pub(super) taken: Vec<(String, u32)>,
}

impl CohortPage {
    async fn load(app: &App, visitor: &Visitor, actor: &Actor, text: &str) -> Result<Self, WebError> {
        let class = app.office_class(id(text)?).await?;
        Ok(Self::new(app, Layout::new(app, visitor), actor.may_in_program(Action::ManageProgram), &class))
    }

    fn new(app: &App, layout: Layout, may_run: bool, class: &OfficeClass) -> Self {
        let (cohort, plan) = (&class.cohort, &class.cohort.plan);
        let mut facts = vec![
            ("Days", format!("{} to {}", day_in_words(plan.starts_on), day_in_words(plan.ends_on))),
            ("Seats", format!("{} of {} taken", class.n_taken(), plan.n_seats)),
            ("Taught by", format!("{}, {}", plan.instructor.name, plan.instructor.email)),
        ];
        if !plan.external_id.is_empty() {
            facts.push(("In the college's system", plan.external_id.clone()));
        }
        if cohort.state.key() == "running" || cohort.state.key() == "closed" {
            let hidden = || format!("Counted for {MIN_GROUP} people or more, so that no count is a name");
            facts.push(("Grades", class.grades.as_ref().map_or_else(hidden, GradeCounts::in_words)));
        }
        let why = reason(&cohort.state, Reader::Office);
        if !why.is_empty() {
            facts.push(("Why it was called off", why.to_owned()));
        }
        let name = |ccn: &Option<holdfast_core::model::Ccn>| {
            ccn.map_or_else(|| "The college\u{2019}s own list".to_owned(), |ccn| app.hospital_name(ccn))
        };
        Self {
            layout,
            may_run,
            done: "",
            problems: Problems::default(),
            why: String::new(),
            id: cohort.id.to_string(),
            title: plan.title.clone(),
            college: class.college.college.name.clone(),
            college_href: format!("/office/colleges/{}", class.college.id),
            facts,
            teaches: app.taught_in(cohort),
            state: cohort.state.label(),
            key: cohort.state.key(),
            is_over: cohort.state.is_over(),
            is_link_out: class.is_link_out,
            taken: class.taken.iter().map(|(ccn, n)| (name(ccn), *n)).collect(),
        }
    }
}

pub(super) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(text): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = CohortPage::load(&app, &visitor, &actor, &text).await?;
    page.done = match came.done.as_str() {
        "planned" => "The class is planned. Open it when hospitals may put people forward.",
        "changed" => "The change is kept.",
        "open" => "The class is open. Hospitals near the college see it now.",
        "start" => "The class runs.",
        "call-off" => "The class is called off.",
        "link" => "The link is on its way to whoever teaches the class.",
        _ => "",
    };
    Ok(render(&page))
}

/// What the office does about a class.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ActForm {
    act: String,
    why: String,
}

pub(super) async fn act(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(text): Path<String>,
    Form(form): Form<ActForm>,
) -> Result<Response, WebError> {
    let (id, by) = (id(&text)?, actor.account);
    let why = form.why.clone();
    let answer = match form.act.as_str() {
        "open" => app.move_class(by, id, &CohortMove::Open).await?.map(|_| ()),
        "start" => app.move_class(by, id, &CohortMove::Start).await?.map(|_| ()),
        "call-off" => app.move_class(by, id, &CohortMove::CallOff { why }).await?.map(|_| ()),
        "link" => app.mail_teach_link(by, id).await?,
        _ => {
            return Err(WebError::BadInput {
                what: "Choose what to do from the page of the class.".to_owned(),
            });
        }
    };
    match answer {
        Ok(()) => Ok(Redirect::to(&format!("/office/cohorts/{id}?done={}", form.act)).into_response()),
        Err(what) => {
            let mut page = CohortPage::load(&app, &visitor, &actor, &text).await?;
            page.problems = Problems::one(if form.act == "call-off" { "why" } else { "act" }, what);
            page.why = form.why;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
