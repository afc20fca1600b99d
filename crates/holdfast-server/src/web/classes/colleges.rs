//! `/office/colleges`: the list of colleges, and one of them with what is near it. The office keeps it; none is shipped.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::decide::training::college::{
    COLLEGE_COLUMNS, HospitalNear, KnownBy, MOST_MILES, college_fields,
};
use holdfast_core::model::{Action, CollegeId, ListedCollege};

use super::own::Asked;
use crate::App;
use crate::app::classes::{CollegeSaved, OfficeCollege};
use crate::auth::{Actor, Visitor};
use crate::web::csv::Csv;
use crate::web::measure::FormView;
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// Colleges on one page of the list.
const MOST_ON_PAGE: usize = 100;
/// Hospitals shown beside a college.
const MOST_NEAR: usize = 30;

/// A college of the list.
#[derive(Clone)]
pub(super) struct CollegeRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) known: String,
    pub(super) seats: u32,
    pub(super) n_classes: usize,
}

#[derive(Template)]
#[template(path = "classes/colleges.html")]
pub(super) struct CollegesPage {
    pub(super) layout: Layout,
    pub(super) may_run: bool,
    pub(super) done: &'static str,
    /// One page of them.
    pub(super) rows: Vec<CollegeRow>,
    pub(super) now: usize,
    pub(super) last: usize,
}

/// How a college's place is known, in words.
fn known(by: Option<KnownBy>) -> String {
    match by {
        Some(KnownBy::Office) => "Typed by the office".to_owned(),
        Some(KnownBy::ZipArea(zip)) => format!("Middle of ZIP area {zip}"),
        None => "Not known: type its place".to_owned(),
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let all = app.office_colleges().await?;
    let last = all.len().div_ceil(MOST_ON_PAGE).max(1);
    let now = asked.page.parse().unwrap_or(1).clamp(1, last);
    let shown = all.into_iter().skip((now - 1) * MOST_ON_PAGE).take(MOST_ON_PAGE);
    let row = |c: OfficeCollege| CollegeRow {
        id: c.listed.id.to_string(),
        name: c.listed.college.name.clone(),
        place: format!("{}, {}", c.listed.college.city, c.listed.college.state),
        known: known(c.known_by),
        seats: c.listed.college.usual_seats,
        n_classes: c.n_classes,
    };
    Ok(render(&CollegesPage {
        layout: Layout::new(&app, &visitor),
        may_run: actor.may_in_program(Action::ManageProgram),
        done: if asked.done == "file" { "The colleges of the file are kept." } else { "" },
        rows: shown.map(row).collect(),
        now,
        last,
    }))
}

/// The list as the file that can be sent in again.
pub(super) async fn download(State(app): State<App>) -> Result<Response, WebError> {
    let mut csv = Csv::new(&COLLEGE_COLUMNS);
    for college in app.office_colleges().await? {
        let mut fields = college_fields(&college.listed.college);
        fields.set("college", college.listed.id.to_string());
        let cells: Vec<&str> = COLLEGE_COLUMNS.iter().map(|column| fields.get(column)).collect();
        csv.row(&cells);
    }
    Ok(csv.download("colleges.csv"))
}

#[derive(Template)]
#[template(path = "classes/college.html")]
pub(super) struct CollegePage {
    pub(super) layout: Layout,
    pub(super) may_run: bool,
    pub(super) done: &'static str,
    pub(super) heading: String,
    pub(super) action: String,
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) problems: Problems,
    /// What somebody else left in between; empty unless they did.
    pub(super) theirs: Vec<(String, String)>,
    pub(super) f: FormView,
    pub(super) packs: Vec<(String, String)>,
    /// Hospitals near: address, name, how far. `None`: nobody knows where the college is.
    pub(super) near: Option<Vec<(String, String, String)>>,
    pub(super) n_more: usize,
    pub(super) most_miles: u64,
}

impl CollegePage {
    fn new(app: &App, visitor: &Visitor, actor: &Actor, fields: Fields) -> Self {
        let packs = app.catalog.lessons.packs.iter();
        Self {
            layout: Layout::new(app, visitor),
            may_run: actor.may_in_program(Action::ManageProgram),
            done: "",
            heading: "Add a college".to_owned(),
            action: "/office/colleges/new".to_owned(),
            id: String::new(),
            version: 0,
            problems: Problems::default(),
            theirs: Vec::new(),
            f: FormView { fields, ..FormView::default() },
            packs: packs.map(|p| (p.id.as_str().to_owned(), p.name.en.clone())).collect(),
            near: Some(Vec::new()),
            n_more: 0,
            most_miles: MOST_MILES,
        }
    }

    fn of(mut self, app: &App, listed: &ListedCollege, near: Option<Vec<HospitalNear>>) -> Self {
        self.heading = listed.college.name.clone();
        self.id = listed.id.to_string();
        self.action = format!("/office/colleges/{}", listed.id);
        self.version = listed.version;
        let row = |h: &HospitalNear| {
            let href = format!("/office/hospitals/{}", h.ccn);
            (href, app.hospital_name(h.ccn), h.why.clone())
        };
        self.n_more = near.as_ref().map_or(0, |near| near.len().saturating_sub(MOST_NEAR));
        self.near = near.map(|near| near.iter().take(MOST_NEAR).map(row).collect());
        self
    }

    fn wrong(mut self, errors: Vec<FieldError>) -> Response {
        self.f.errors = errors;
        self.problems = Problems::from(&self.f);
        (StatusCode::UNPROCESSABLE_ENTITY, render(&self)).into_response()
    }
}

/// The fields a browser sent. Each pack that is ticked stands once.
pub(super) fn fields_of(pairs: Vec<(String, String)>) -> Fields {
    let mut fields = Fields::default();
    let mut packs = Vec::new();
    for (name, value) in pairs {
        if name == "packs" { packs.push(value) } else { fields.set(name, value) }
    }
    fields.set("packs", packs.join(" "));
    fields
}

pub(super) async fn new(State(app): State<App>, visitor: Visitor, actor: Actor) -> Response {
    render(&CollegePage::new(&app, &visitor, &actor, Fields::default()))
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields_of(pairs);
    match app.save_college(actor.account, None, &fields).await? {
        CollegeSaved::Kept(listed) => {
            Ok(Redirect::to(&format!("/office/colleges/{}?done=added", listed.id)).into_response())
        }
        CollegeSaved::Wrong(errors) => Ok(CollegePage::new(&app, &visitor, &actor, fields).wrong(errors)),
        CollegeSaved::Meanwhile(_) => Err(WebError::broken("a new college has no earlier version")),
    }
}

pub(super) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(text): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let (listed, near) = app.office_college(id(&text)?).await?;
    let mut page =
        CollegePage::new(&app, &visitor, &actor, college_fields(&listed.college)).of(&app, &listed, near);
    page.done = match came.done.as_str() {
        "added" => "The college is on the list.",
        "changed" => "The change is kept.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(text): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (id, fields) = (id(&text)?, fields_of(pairs));
    let upon = fields.get("version").parse().unwrap_or(0);
    let saved = app.save_college(actor.account, Some((id, upon)), &fields).await?;
    if let CollegeSaved::Kept(_) = saved {
        return Ok(Redirect::to(&format!("/office/colleges/{id}?done=changed")).into_response());
    }
    let (listed, near) = app.office_college(id).await?;
    let mut page = CollegePage::new(&app, &visitor, &actor, fields).of(&app, &listed, near);
    match saved {
        CollegeSaved::Wrong(errors) => {
            page.version = upon;
            Ok(page.wrong(errors))
        }
        _ => {
            let theirs = college_fields(&listed.college);
            let other = |column: &&&str| theirs.get(column) != page.f.fields.get(column);
            let said = |column: &&str| (column.replace('_', " "), theirs.get(column).to_owned());
            page.theirs = COLLEGE_COLUMNS.iter().filter(other).map(said).collect();
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
    }
}

pub(super) fn id(text: &str) -> Result<CollegeId, WebError> {
    text.parse().map_err(|_| WebError::not_found("There is no such college."))
}

impl CollegePage {
    /// Whether the form has a pack ticked.
    pub(super) fn teaches(&self, pack: &str) -> bool {
        self.f.value("packs").split(' ').any(|id| id == pack)
    }
}
