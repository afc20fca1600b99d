//! Sign-in sheets: one to print for a meeting, and the way to key one in.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::Language;
use serde::Deserialize;

use super::words::{choice, count};
use crate::App;
use crate::app::training::{SheetAsked, TrainingRecord};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::papers::answer;
use crate::web::{Layout, WebError, render};

/// Departments that can be chosen from.
const MOST_DEPARTMENTS: usize = 200;

/// The sheet asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Print {
    lesson: String,
    held_on: String,
    department: String,
    lang: String,
}

#[derive(Template)]
#[template(path = "training/sheets.html")]
pub(super) struct SheetsPage {
    layout: Layout,
    here: Here,
    lessons: Vec<(String, String)>,
    departments: Vec<(String, String)>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let record = app.staff(scope).await?;
    Ok(render(&SheetsPage {
        layout: layout(&app, &visitor),
        here,
        lessons: app.taught_lessons().map(choice).collect(),
        departments: departments(&record),
    }))
}

/// The sheet as a file.
pub(super) async fn pdf(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Query(print): Query<Print>,
) -> Result<Response, WebError> {
    let held_on = match print.held_on.trim() {
        "" => None,
        typed => Some(typed.parse::<Date>().map_err(|_| WebError::BadInput {
            what: "That is no day. Write it like 2026-03-31, or leave it empty.".to_owned(),
        })?),
    };
    let asked = SheetAsked {
        lesson: print.lesson,
        held_on,
        department: Some(print.department).filter(|d| !d.is_empty()),
        language: Language::from_key(&print.lang).unwrap_or_default(),
    };
    Ok(answer(app.sheet(scope, &asked).await?))
}

/// Each department with its name and how many people it has.
pub(super) fn departments(record: &TrainingRecord) -> Vec<(String, String)> {
    let mut all: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for learner in record.listed().filter(|l| !l.person.department.is_empty()) {
        *all.entry(&learner.person.department).or_default() += 1;
    }
    let view =
        |(name, n): (&str, usize)| (name.to_owned(), format!("{name} ({})", count(n, "person", "people")));
    all.into_iter().take(MOST_DEPARTMENTS).map(view).collect()
}
