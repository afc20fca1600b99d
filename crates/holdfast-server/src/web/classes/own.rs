//! `/hospital/{ccn}/training/classes`: classes of colleges near the hospital, and whom it puts forward. Names are for those who answer for
//! it; of other hospitals nobody learns more than how many seats are left.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::training::college::{PutForward, Reader, reason};
use holdfast_core::model::{CohortId, CohortState, Grade, HospitalScope, MOST_SEATS, day_in_words};
use serde::Deserialize;

use super::list::counted;
use crate::App;
use crate::app::classes::{JoinedClass, NearClass, OwnClass};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Colleges on one page, nearest first.
const MOST_COLLEGES: usize = 25;
/// People of a roster up to which each has a box to tick; a longer one is asked for by number.
const MOST_TICKS: usize = 100;

/// A class that is offered.
#[derive(Clone)]
pub(super) struct ClassView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) days: String,
    pub(super) left: String,
    pub(super) teaches: String,
}

impl ClassView {
    fn new(class: &NearClass) -> Self {
        let plan = &class.cohort.plan;
        Self {
            id: class.cohort.id.to_string(),
            title: plan.title.clone(),
            days: format!("{} to {}", day_in_words(plan.starts_on), day_in_words(plan.ends_on)),
            left: format!("{} left of {}", counted(class.n_left as usize, "seat", "seats"), plan.n_seats),
            teaches: class.teaches.join(", "),
        }
    }
}

/// A college, with how far it is.
#[derive(Clone)]
pub(super) struct CollegeView {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) why: String,
    pub(super) contact: String,
    pub(super) classes: Vec<ClassView>,
}

/// A seat of the hospital's.
#[derive(Clone)]
pub(super) struct OwnSeat {
    pub(super) number: u32,
    pub(super) name: String,
    pub(super) grade: &'static str,
}

/// A class the hospital has seats in.
#[derive(Clone)]
pub(super) struct OwnView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) college: String,
    pub(super) state: &'static str,
    /// Why it was called off or has people without a grade, where this hospital may know.
    pub(super) why: String,
    pub(super) n_seats: usize,
    pub(super) seats: Vec<OwnSeat>,
    pub(super) may_give_back: bool,
}

impl OwnView {
    fn new(class: &OwnClass, with_names: bool) -> Self {
        let seat = |s: &holdfast_core::model::Seat| OwnSeat {
            number: s.number,
            name: s.name.clone(),
            grade: s
                .grade
                .map_or(if class.cohort.state.is_over() { "No grade" } else { "No grade yet" }, Grade::label),
        };
        let reader = Reader::Hospital { seats: &class.seats, sees_names: with_names };
        let why = match (&class.cohort.state, reason(&class.cohort.state, reader)) {
            (_, "") => String::new(),
            (CohortState::CalledOff { .. }, why) => format!("Why it was called off: {why}"),
            (_, why) => format!("Why some have no grade: {why}"),
        };
        Self {
            id: class.cohort.id.to_string(),
            title: class.cohort.plan.title.clone(),
            college: class.college.clone(),
            state: class.cohort.state.label(),
            why,
            n_seats: class.seats.len(),
            seats: if with_names { class.seats.iter().map(seat).collect() } else { Vec::new() },
            may_give_back: with_names && class.cohort.state.key() == "open",
        }
    }
}

#[derive(Template)]
#[template(path = "classes/own.html")]
pub(super) struct OwnPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    /// One page of the colleges.
    pub(super) near: Vec<CollegeView>,
    /// Where the pages are, without their number.
    pub(super) pages: String,
    pub(super) now: usize,
    pub(super) last: usize,
    pub(super) own: Vec<OwnView>,
}

/// Somebody of the roster to tick.
pub(super) struct Tick {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) label: String,
    pub(super) is_on: bool,
}

#[derive(Template)]
#[template(path = "classes/put_forward.html")]
pub(super) struct PutForwardPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    pub(super) class: ClassView,
    pub(super) college: String,
    pub(super) ticks: Vec<Tick>,
    pub(super) has_roster: bool,
    /// Most people put forward at a time.
    pub(super) most: u32,
    pub(super) numbers: String,
    pub(super) names: String,
    pub(super) faults: Vec<String>,
    pub(super) kept: String,
}

/// Which page of the colleges, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) page: String,
    pub(super) done: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let classes = app.own_classes(scope).await?;
    let college = |c: &crate::app::classes::NearCollege| {
        let kept = &c.listed.college;
        CollegeView {
            name: kept.name.clone(),
            place: format!("{}, {}", kept.city, kept.state),
            why: c.why.clone(),
            contact: [kept.contact_name.as_str(), kept.contact_email.as_str(), &kept.contact_phone]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            classes: c.classes.iter().map(ClassView::new).collect(),
        }
    };
    let last = classes.near.len().div_ceil(MOST_COLLEGES).max(1);
    let now = asked.page.parse().unwrap_or(1).clamp(1, last);
    let shown = classes.near.iter().skip((now - 1) * MOST_COLLEGES).take(MOST_COLLEGES);
    let done = match asked.done.as_str() {
        "put-forward" => "They have their seats. The college tells them where to come.",
        "given-back" => "The seat is given back.",
        _ => "",
    };
    Ok(render(&OwnPage {
        layout: layout(&app, &visitor),
        done,
        near: shown.map(college).collect(),
        pages: format!("/hospital/{}/training/classes?page=", here.ccn),
        now,
        last,
        own: classes.own.iter().map(|c| OwnView::new(c, here.may_edit)).collect(),
        here,
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GiveBack {
    cohort: String,
    seat: String,
}

pub(super) async fn give_back(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(form): Form<GiveBack>,
) -> Result<Response, WebError> {
    let number: u32 =
        form.seat.parse().map_err(|_| WebError::not_found("Your hospital has no such seat."))?;
    match app.give_back_seat(scope, &actor.speaker(scope.ccn()), id(&form.cohort)?, number).await? {
        Ok(()) => {
            let to = format!("/hospital/{}/training/classes?done=given-back", scope.ccn());
            Ok(Redirect::to(&to).into_response())
        }
        Err(what) => Err(WebError::BadInput { what }),
    }
}

pub(super) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, cohort)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let page = PutForwardPage::load(&app, &visitor, &actor, scope, id(&cohort)?, &[]).await?;
    Ok(render(&page))
}

/// What a form sent: `person` stands once for each box that was ticked.
#[derive(Default)]
struct Sent {
    ticked: Vec<String>,
    numbers: String,
    names: String,
}

impl Sent {
    fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "person" => sent.ticked.push(value),
                "numbers" => sent.numbers = value,
                "names" => sent.names = value,
                _ => {}
            }
        }
        sent
    }

    /// Every number: those typed first, so that the lines of faults are those of the box.
    fn all_numbers(&self) -> String {
        format!("{}\n{}", self.numbers.trim_end(), self.ticked.join("\n"))
    }
}

pub(super) async fn put_forward(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, cohort)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (id, sent) = (id(&cohort)?, Sent::new(pairs));
    let by = actor.speaker(scope.ccn());
    let answer = app.put_forward(scope, &by, id, (&sent.all_numbers(), &sent.names)).await?;
    let read = match answer {
        Ok(read) if read.faults.is_empty() && !read.seats.is_empty() => {
            let to = format!("/hospital/{}/training/classes?done=put-forward", scope.ccn());
            return Ok(Redirect::to(&to).into_response());
        }
        Ok(read) => read,
        Err(what) => return Err(WebError::BadInput { what }),
    };
    let mut page = PutForwardPage::load(&app, &visitor, &actor, scope, id, &sent.ticked).await?;
    page.told(&read, sent);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

impl PutForwardPage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        id: CohortId,
        ticked: &[String],
    ) -> Result<Self, WebError> {
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Training);
        let JoinedClass { class, college, free, has_roster } = app.class_to_join(scope, id).await?;
        let tick = |(n, l): (usize, &holdfast_core::model::Learner)| Tick {
            id: if n == 0 { "person".to_owned() } else { format!("person-{n}") },
            number: l.person.number.clone(),
            label: match l.person.department.as_str() {
                "" => l.person.name.clone(),
                department => format!("{}, {department}", l.person.name),
            },
            is_on: ticked.contains(&l.person.number),
        };
        let ticks =
            if free.len() <= MOST_TICKS { free.iter().enumerate().map(tick).collect() } else { Vec::new() };
        Ok(Self {
            layout: layout(app, visitor),
            here,
            problems: Problems::default(),
            class: ClassView::new(&class),
            college,
            ticks,
            has_roster,
            most: MOST_SEATS,
            numbers: String::new(),
            names: String::new(),
            faults: Vec::new(),
            kept: String::new(),
        })
    }

    /// The page after some were kept and some were not, or nobody was named.
    fn told(&mut self, read: &PutForward, sent: Sent) {
        if read.seats.is_empty() && read.faults.is_empty() {
            self.problems.add("names", "Name at least one person.");
        }
        for fault in &read.faults {
            self.faults.push(match fault.column {
                "names" => format!("Names, line {}: {}", fault.line, fault.says),
                _ if sent.numbers.trim().is_empty() => fault.says.clone(),
                _ => format!("Numbers, line {}: {}", fault.line, fault.says),
            });
        }
        if let Some(first) = read.faults.first() {
            let field = if first.column == "numbers" && sent.ticked.is_empty() { "numbers" } else { "names" };
            self.problems.add(field, "Some people were not put forward. See why below.");
        }
        if !read.seats.is_empty() {
            self.kept = format!("{} a seat now.", counted(read.seats.len(), "person has", "people have"));
        }
        self.numbers = sent.numbers;
        self.names = sent.names;
    }
}

pub(super) fn id(text: &str) -> Result<CohortId, WebError> {
    text.parse().map_err(|_| WebError::not_found("There is no such class."))
}
