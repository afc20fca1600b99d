//! The tasks of the plan in force to take along: a table for a spreadsheet, and a calendar.
//!
//! Both are downloads for whoever is signed in. They name steps and people; unlike the feed of dated ends they have no
//! address that opens without signing in.

use axum::extract::State;
use axum::response::Response;
use holdfast_core::decide::ics::{DayEvent, calendar_of};
use holdfast_core::decide::plan::hours_in_words;
use holdfast_core::model::{PlanTask, PlanTaskState};

use super::words;
use crate::App;
use crate::app::PlanFile;
use crate::auth::Scoped;
use crate::web::WebError;
use crate::web::csv::Csv;
use crate::web::save::to_save;

/// Days before its last day at which a calendar reminds of a task.
const REMIND_DAYS: [u16; 2] = [7, 1];

pub(super) async fn csv(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let heads =
        ["Step", "Owner", "First day", "Last day", "State", "Hours", "Money", "Proof", "Closed by", "Note"];
    let mut table = Csv::new(&heads);
    for task in tasks(&file) {
        let ranked =
            file.current.as_ref().and_then(|p| p.accepted.plan.ranked.iter().find(|r| r.step == task.step));
        let step = app.catalog.step(&task.step);
        let proof = step.map(|s| s.proof.as_slice()).unwrap_or_default();
        let proof: Vec<&str> =
            proof.iter().filter_map(|k| app.catalog.evidence_kind(k)).map(|k| k.name.as_str()).collect();
        let (by, note) = match &task.state {
            PlanTaskState::Open => ("", ""),
            PlanTaskState::Done { by, note, .. } => (by.as_str(), note.as_str()),
            PlanTaskState::Dropped { by, reason, .. } => (by.as_str(), reason.as_str()),
        };
        let (name, starts, due) =
            (words::step_name(&app.catalog, &task.step), task.starts_on.to_string(), task.due_on.to_string());
        let hours = step.map(|s| hours_in_words(s.hours_first)).unwrap_or_default();
        let money = ranked.map(|r| words::money(r.price.usd)).unwrap_or_default();
        table.row(&[
            name.as_str(),
            task.owner.as_str(),
            starts.as_str(),
            due.as_str(),
            task.state.key(),
            hours.as_str(),
            money.as_str(),
            proof.join("; ").as_str(),
            by,
            note,
        ]);
    }
    Ok(table.download(&format!("plan-{}-{}.csv", scope.ccn(), app.today())))
}

pub(super) async fn ics(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    let file = app.plan_file(scope).await?;
    let open = tasks(&file).iter().filter(|t| t.state == PlanTaskState::Open);
    let days: Vec<DayEvent<'_>> = open
        .map(|t| DayEvent {
            key: format!("plan.{}", t.step),
            on: t.due_on,
            title: words::step_name(&app.catalog, &t.step),
            says: if t.owner.is_empty() {
                "Last day. Nobody is named to do it yet.".to_owned()
            } else {
                format!("Last day. {} does it.", t.owner)
            },
            remind_days: &REMIND_DAYS,
        })
        .collect();
    let name = format!("Plan: {}", app.config.program.name);
    let url = app.config.server.public_url();
    let domain = format!("{}.{}", scope.ccn(), url.host_str().unwrap_or("localhost"));
    let text = calendar_of(&name, &domain, &days, app.today());
    Ok(to_save("plan.ics", "text/calendar; charset=utf-8", text))
}

fn tasks(file: &PlanFile) -> &[PlanTask] {
    file.current.as_ref().map(|p| p.tasks.as_slice()).unwrap_or_default()
}
