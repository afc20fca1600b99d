//! The step in which a person says which column of a list holds what.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_import::device::{Column, ColumnMap};

use super::add::AddPage;
use crate::App;
use crate::app::device::Columns;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Columns that can be chosen from.
const MOST_COLUMNS: usize = 60;

/// One thing a column may hold, with the column chosen for it.
struct Choice {
    key: &'static str,
    says: &'static str,
    chosen: String,
    error: String,
}

#[derive(Template)]
#[template(path = "devices/columns.html")]
struct ColumnsPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    token: String,
    name: String,
    choices: Vec<Choice>,
    /// Number, name and what stands in it first.
    columns: Vec<(String, String)>,
}

impl ColumnsPage {
    fn new(layout: Layout, here: Here, list: &Columns, map: &ColumnMap, wrong: String) -> Self {
        let sample = |at: usize| {
            let first = list.header.first.iter().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty());
            first
                .map(|cell| format!(", like {}", cell.chars().take(40).collect::<String>()))
                .unwrap_or_default()
        };
        let columns = list.header.columns.iter().enumerate().take(MOST_COLUMNS);
        let columns = columns.map(|(at, name)| {
            (at.to_string(), format!("{}{}", name.chars().take(60).collect::<String>(), sample(at)))
        });
        let choices = Column::ALL.map(|column| Choice {
            key: column.key(),
            says: column.in_words(),
            chosen: map.at(column).map(|at| at.to_string()).unwrap_or_default(),
            error: if column == Column::Name { wrong.clone() } else { String::new() },
        });
        let errors = if wrong.is_empty() { Vec::new() } else { vec![FieldError::new("name", wrong)] };
        let t = FormView { prefix: "", fields: Fields::default(), errors };
        Self {
            layout,
            here,
            problems: Problems::from(&t),
            token: list.token.clone(),
            name: list.name.clone(),
            choices: choices.into_iter().collect(),
            columns: columns.collect(),
        }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, list)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let list = app.held_list(scope, &list)?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Devices);
    Ok(render(&ColumnsPage::new(layout(&app, &visitor), here, &list, &list.guess, String::new())))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, token)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let at = |column: Column| Some((column, sent.get(column.key())?.parse::<usize>().ok()?));
    let map = ColumnMap::of(Column::ALL.into_iter().filter_map(at));
    let list = app.held_list(scope, &token)?;
    match app.bring_inventory(scope, &actor.speaker(scope.ccn()), &token, map.clone()).await? {
        Ok(brought) => Ok(render(&AddPage::with_brought(&app, &visitor, &actor, scope, &brought).await?)),
        Err(wrong) => {
            let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Devices);
            let page = ColumnsPage::new(layout(&app, &visitor), here, &list, &map, wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
