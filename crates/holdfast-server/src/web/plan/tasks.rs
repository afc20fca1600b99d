//! `/hospital/{ccn}/plan/tasks`: the tasks of the plan in force, those past their day first, with files to take along.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::Catalog;
use holdfast_core::model::PlanTaskState;

use super::words::TaskLine;
use crate::App;
use crate::app::PlanFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::{Layout, WebError, render};

/// Tasks of one kind.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) tasks: Vec<TaskLine>,
}

#[derive(Template)]
#[template(path = "plan/tasks.html")]
pub(super) struct TasksPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) accepted: Option<(String, String)>,
    pub(super) n_open: usize,
    pub(super) groups: Vec<Group>,
    pub(super) earlier: Vec<(String, Vec<TaskLine>)>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, &actor, Room::Plan);
    Ok(render(&TasksPage::new(Layout::new(&app, &visitor), here, &app.catalog, &file, app.today())))
}

impl TasksPage {
    pub(super) fn new(layout: Layout, here: Here, catalog: &Catalog, file: &PlanFile, today: Date) -> Self {
        let all = file.current.as_ref().map(|p| p.tasks.as_slice()).unwrap_or_default();
        let line = |t: &holdfast_core::model::PlanTask| TaskLine::new(catalog, file, t, today);
        let of = |state: &str| all.iter().map(line).filter(|t| t.state == state).collect::<Vec<_>>();
        let group = |id, title, state| Group { id, title, tasks: of(state) };
        let groups = vec![
            group("late", "Past their day", "late"),
            group("open", "To do", "todo"),
            group("closed", "Done", "done"),
            group("dropped", "Dropped", "dropped"),
        ];
        let done = |p: &crate::app::PlanInForce| {
            let done = p.tasks.iter().filter(|t| matches!(t.state, PlanTaskState::Done { .. }));
            let day = crate::web::moment::day(p.accepted.at.as_millisecond());
            // Its page would be that of the plan in force, so an earlier one leads to the step.
            let plain = |t| TaskLine { href: String::new(), ..line(t) };
            (day, done.map(plain).collect::<Vec<_>>())
        };
        Self {
            accepted: file.current.as_ref().map(|p| {
                let on = crate::web::moment::day(p.accepted.at.as_millisecond());
                (p.accepted.by.clone(), on)
            }),
            n_open: all.iter().filter(|t| t.state == PlanTaskState::Open).count(),
            groups: groups.into_iter().filter(|g| !g.tasks.is_empty()).collect(),
            earlier: file.earlier.iter().map(done).filter(|(_, tasks)| !tasks.is_empty()).collect(),
            layout,
            here,
        }
    }
}
