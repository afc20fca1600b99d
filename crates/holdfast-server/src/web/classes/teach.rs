//! `/teach/{token}`: one class for whoever teaches it, by the mailed link: its list, grades, the start and the end.
//!
//! A link that ended opens nothing, and what a class did before stays as it is.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::Fields;
use holdfast_core::decide::training::college::{ClassList, GradeList, Graded, Reader, reason};
use holdfast_core::model::{CohortState, Grade, day_in_words};

use super::list::{ListView, SentList, Words, counted};
use crate::App;
use crate::app::classes::{ClassFile, MOST_CLASS_LINES, TaughtClass};
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::web::csv::Csv;
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Came, Layout, WebError, render};

/// Somebody in the class.
pub(super) struct SeatRow {
    pub(super) number: u32,
    pub(super) name: String,
    pub(super) hospital: String,
    pub(super) grade: &'static str,
}

#[derive(Template)]
#[template(path = "classes/teach.html")]
pub(super) struct TeachPage {
    pub(super) layout: Layout,
    pub(super) action: String,
    pub(super) title: String,
    pub(super) college: String,
    pub(super) days: String,
    pub(super) state: &'static str,
    pub(super) is_open: bool,
    pub(super) is_running: bool,
    pub(super) why: String,
    pub(super) teaches: Vec<String>,
    pub(super) rows: Vec<SeatRow>,
    pub(super) n_seats: u32,
    pub(super) n_ungraded: usize,
    pub(super) done: &'static str,
    pub(super) problems: Problems,
    pub(super) reason: String,
    pub(super) grades: ListView,
    pub(super) list: ListView,
}

impl TeachPage {
    fn new(app: &App, visitor: &Visitor, token: &str, class: &TaughtClass) -> Self {
        let plan = &class.cohort.plan;
        let row = |(seat, hospital): &(holdfast_core::model::Seat, String)| SeatRow {
            number: seat.number,
            name: seat.name.clone(),
            hospital: hospital.clone(),
            grade: seat.grade.map_or("", Grade::label),
        };
        Self {
            layout: Layout::new(app, visitor),
            action: format!("/teach/{token}"),
            title: plan.title.clone(),
            college: class.college.college.name.clone(),
            days: format!("{} to {}", day_in_words(plan.starts_on), day_in_words(plan.ends_on)),
            state: class.cohort.state.label(),
            is_open: matches!(class.cohort.state, CohortState::Open { .. }),
            is_running: matches!(class.cohort.state, CohortState::Running { .. }),
            why: reason(&class.cohort.state, Reader::Instructor).to_owned(),
            teaches: app.taught_in(&class.cohort),
            rows: class.seats.iter().map(row).collect(),
            n_seats: plan.n_seats,
            n_ungraded: class.n_ungraded(),
            done: "",
            problems: Problems::default(),
            reason: String::new(),
            grades: ListView::empty(MOST_CLASS_LINES),
            list: ListView::empty(MOST_CLASS_LINES),
        }
    }

    async fn load(app: &App, visitor: &Visitor, token: &str) -> Result<Self, WebError> {
        let class = app.class_behind(&TokenHash::of(token)).await?;
        Ok(Self::new(app, visitor, token, &class))
    }

    fn answer(self) -> Response {
        if self.problems.is_empty() {
            return render(&self);
        }
        (StatusCode::UNPROCESSABLE_ENTITY, render(&self)).into_response()
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = TeachPage::load(&app, &visitor, &token).await?;
    page.done = match came.done.as_str() {
        "started" => "The class runs. Send in grades when you have them.",
        "grades" => "The grades are kept. They count once you close the class.",
        "list" => "The list is kept.",
        "closed" => "The class is closed. What was passed counts for the hospitals\u{2019} people.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let (hash, fields) = (TokenHash::of(&token), Fields::from(form));
    let (field, done, answer) = match fields.get("act") {
        "start" => ("start", "started", app.start_class(&hash).await?),
        "close" => ("why", "closed", app.close_class(&hash, fields.get("why")).await?),
        _ => {
            return Err(WebError::BadInput {
                what: "Choose what to do from the page of the class.".to_owned(),
            });
        }
    };
    let Err(why) = answer else {
        return Ok(Redirect::to(&format!("/teach/{token}?done={done}")).into_response());
    };
    let mut page = TeachPage::load(&app, &visitor, &token).await?;
    page.reason = fields.get("why").to_owned();
    page.problems = Problems::one(field, why);
    Ok(page.answer())
}

pub(super) async fn grades(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    upload: Upload<ClassFile>,
) -> Result<Response, WebError> {
    let sent = SentList::of(&upload);
    let answer = app.send_grades(&TokenHash::of(&token), &sent.bytes, sent.step()).await?;
    let Some((view, status)) = ListView::empty(MOST_CLASS_LINES).after(sent, answer, grade_words) else {
        return Ok(Redirect::to(&format!("/teach/{token}?done=grades")).into_response());
    };
    let mut page = TeachPage::load(&app, &visitor, &token).await?;
    if !view.wrong.is_empty() {
        page.problems.add("grades-csv", view.wrong.clone());
    }
    page.grades = view;
    Ok((status, render(&page)).into_response())
}

fn grade_words(list: &GradeList) -> Words {
    let line = |g: &Graded| match g.was {
        None => format!("Seat {}, {}: {}", g.seat, g.name, g.grade.label()),
        Some(was) => format!("Seat {}, {}: {}, before {}", g.seat, g.name, g.grade.label(), was.label()),
    };
    let mut beside = String::new();
    if list.n_same > 0 {
        beside += &format!(" {} known already.", counted(list.n_same, "grade is", "grades are"));
    }
    if list.n_empty > 0 {
        beside += &format!(" {} no grade yet.", counted(list.n_empty, "line has", "lines have"));
    }
    Words { noun: ("grade", "grades"), lines: list.graded.iter().map(line).collect(), beside }
}

pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    upload: Upload<ClassFile>,
) -> Result<Response, WebError> {
    let sent = SentList::of(&upload);
    let answer = app.send_class_list(&TokenHash::of(&token), &sent.bytes, sent.step()).await?;
    let Some((view, status)) = ListView::empty(MOST_CLASS_LINES).after(sent, answer, list_words) else {
        return Ok(Redirect::to(&format!("/teach/{token}?done=list")).into_response());
    };
    let mut page = TeachPage::load(&app, &visitor, &token).await?;
    if !view.wrong.is_empty() {
        page.problems.add("list-csv", view.wrong.clone());
    }
    page.list = view;
    Ok((status, render(&page)).into_response())
}

fn list_words(list: &ClassList) -> Words {
    let beside = match list.n_same {
        0 => String::new(),
        n => format!(" {} in the class already.", counted(n, "person is", "people are")),
    };
    let lines = list.joins.iter().map(|j| format!("{} joins", j.seat.name)).collect();
    Words { noun: ("new person", "new people"), lines, beside }
}

/// The class as a file that takes grades: what is filled in goes back by the box for grades.
pub(super) async fn download(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let class = app.class_behind(&TokenHash::of(&token)).await?;
    let mut csv = Csv::new(&["seat", "name", "hospital", "grade"]);
    for (seat, hospital) in &class.seats {
        let grade = seat.grade.map_or("", Grade::label);
        csv.row(&[seat.number.to_string().as_str(), &seat.name, hospital, grade]);
    }
    Ok(csv.download("class.csv"))
}
