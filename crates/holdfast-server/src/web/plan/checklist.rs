//! `/hospital/{ccn}/plan/checklist`: the open tasks on paper, each with its steps to tick, its proof and its way back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::plan::hours_in_words;
use holdfast_core::model::{PlanTaskState, day_in_words};

use super::words;
use crate::App;
use crate::app::PlanFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::{Layout, WebError, render};

/// One task on paper.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) hours: String,
    pub(super) window: &'static str,
    pub(super) how: Vec<String>,
    pub(super) proof: String,
    pub(super) rollback: String,
}

#[derive(Template)]
#[template(path = "plan/checklist.html")]
pub(super) struct ChecklistPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) printed: String,
    pub(super) sheets: Vec<Sheet>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let here = Here::new(&file.listed, &actor, Room::Plan);
    let printed = day_in_words(app.today());
    Ok(render(&ChecklistPage::new(Layout::new(&app, &visitor), here, &app.catalog, &file, printed)))
}

impl ChecklistPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        file: &PlanFile,
        printed: String,
    ) -> Self {
        let tasks = file.current.as_ref().map(|p| p.tasks.as_slice()).unwrap_or_default();
        let open = tasks.iter().filter(|t| t.state == PlanTaskState::Open);
        let sheet = |t: &holdfast_core::model::PlanTask| {
            let step = catalog.step(&t.step)?;
            let proof: Vec<&str> =
                step.proof.iter().filter_map(|k| catalog.evidence_kind(k)).map(|k| k.name.as_str()).collect();
            Some(Sheet {
                name: step.name.clone(),
                owner: t.owner.clone(),
                due: day_in_words(t.due_on),
                hours: hours_in_words(step.hours_first),
                window: words::window(step.window),
                how: step.steps.clone(),
                proof: proof.join(", "),
                rollback: step.rollback.clone(),
            })
        };
        Self { sheets: open.filter_map(sheet).collect(), printed, layout, here }
    }
}
