//! Planning a class of a college, and changing what one is. Nothing typed is lost, neither to a mistake nor to somebody who saved in between.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::decide::training::college::cohort_fields;
use holdfast_core::model::{Cohort, CohortId, ListedCollege};
use serde::Deserialize;

use super::{colleges, own};
use crate::App;
use crate::app::classes::ClassSaved;
use crate::auth::{Actor, Visitor};
use crate::web::measure::FormView;
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "classes/cohort_form.html")]
pub(super) struct CohortFormPage {
    pub(super) layout: Layout,
    pub(super) college: String,
    pub(super) college_id: String,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) version: u32,
    pub(super) problems: Problems,
    /// What somebody else left in between; empty unless they did.
    pub(super) theirs: Vec<(String, String)>,
    pub(super) f: FormView,
    pub(super) packs: Vec<(String, String)>,
}

impl CohortFormPage {
    fn new(
        app: &App,
        visitor: &Visitor,
        college: &ListedCollege,
        known: Option<&Cohort>,
        fields: Fields,
    ) -> Self {
        let packs = app.catalog.lessons.packs.iter();
        let (action, back) = match known {
            None => ("/office/cohorts/new".to_owned(), format!("/office/colleges/{}", college.id)),
            Some(c) => (format!("/office/cohorts/{}/change", c.id), format!("/office/cohorts/{}", c.id)),
        };
        Self {
            layout: Layout::new(app, visitor),
            college: college.college.name.clone(),
            college_id: college.id.to_string(),
            action,
            back,
            version: known.map_or(0, |c| c.version),
            problems: Problems::default(),
            theirs: Vec::new(),
            f: FormView { fields, ..FormView::default() },
            packs: packs.map(|p| (p.id.as_str().to_owned(), p.name.en.clone())).collect(),
        }
    }

    fn wrong(mut self, errors: Vec<FieldError>) -> Response {
        self.f.errors = errors;
        self.problems = Problems::from(&self.f);
        (StatusCode::UNPROCESSABLE_ENTITY, render(&self)).into_response()
    }
}

/// Of which college.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    college: String,
}

pub(super) async fn new(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (college, _) = app.office_college(colleges::id(&asked.college)?).await?;
    let mut fields = Fields::default();
    fields.set("seats", college.college.usual_seats.to_string());
    Ok(render(&CohortFormPage::new(&app, &visitor, &college, None, fields)))
}

pub(super) async fn add(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields: Fields = pairs.into_iter().collect();
    let college = colleges::id(fields.get("college"))?;
    match app.save_class(actor.account, college, None, &fields).await? {
        ClassSaved::Kept(id) => {
            Ok(Redirect::to(&format!("/office/cohorts/{id}?done=planned")).into_response())
        }
        ClassSaved::Wrong(errors) => {
            let (college, _) = app.office_college(college).await?;
            Ok(CohortFormPage::new(&app, &visitor, &college, None, fields).wrong(errors))
        }
        ClassSaved::Meanwhile(_) => Err(WebError::broken("a new class has no earlier version")),
    }
}

pub(super) async fn change_page(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
) -> Result<Response, WebError> {
    let class = app.office_class(own::id(&text)?).await?;
    let fields = cohort_fields(&class.cohort.plan);
    Ok(render(&CohortFormPage::new(&app, &visitor, &class.college, Some(&class.cohort), parts(fields))))
}

pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(text): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let (id, fields): (CohortId, Fields) = (own::id(&text)?, pairs.into_iter().collect());
    let upon = fields.get("version").parse().unwrap_or(0);
    let class = app.office_class(id).await?;
    match app.save_class(actor.account, class.college.id, Some((id, upon)), &fields).await? {
        ClassSaved::Kept(id) => {
            Ok(Redirect::to(&format!("/office/cohorts/{id}?done=changed")).into_response())
        }
        ClassSaved::Wrong(errors) => {
            let mut page = CohortFormPage::new(&app, &visitor, &class.college, Some(&class.cohort), fields);
            page.version = upon;
            Ok(page.wrong(errors))
        }
        ClassSaved::Meanwhile(current) => {
            let theirs = parts(cohort_fields(&current.plan));
            let differs = |(name, said): &(&str, &str)| fields.get(name) != said.trim();
            let line = |(name, said): (&str, &str)| (name.replace(['_', '-'], " "), said.to_owned());
            let theirs = theirs.iter().filter(differs).map(line).collect();
            let mut page = CohortFormPage::new(&app, &visitor, &class.college, Some(&current), fields);
            page.theirs = theirs;
            Ok((StatusCode::CONFLICT, render(&page)).into_response())
        }
    }
}

/// Days as the three parts of their boxes.
fn parts(fields: Fields) -> Fields {
    let mut out = Fields::default();
    for (name, value) in fields.iter() {
        let pieces: Vec<&str> = value.split('-').collect();
        match (name, pieces.as_slice()) {
            ("starts_on" | "ends_on", [year, month, day]) => {
                out.set(format!("{name}-year"), *year);
                out.set(format!("{name}-month"), month.trim_start_matches('0'));
                out.set(format!("{name}-day"), day.trim_start_matches('0'));
            }
            _ => out.set(name, value),
        }
    }
    out
}
