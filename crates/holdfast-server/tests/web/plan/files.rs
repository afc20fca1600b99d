//! Tasks to take along: a table that no spreadsheet runs, a calendar, and paper.

use super::{accept, at, tasks, with_a_gate_open};

#[tokio::test]
async fn tasks_go_into_a_table_a_calendar_and_onto_paper() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    let empty = ivo.get(&at("/plan/tasks.csv")).await;
    assert_eq!(empty.is(200).body.lines().count(), 1, "heads alone: {}", empty.body);
    ivo.get(&at("/plan/tasks.ics")).await.is(200).hides("BEGIN:VEVENT");
    ivo.get(&at("/plan/checklist")).await.is(200).shows("No task is open.");
    accept(&mut ivo).await;
    let all = tasks(&portal, scope).await;
    let step = &all[0].step;
    let evil = [("act", "plan"), ("version", "1"), ("owner", "=cmd|' /C calc'!A0"), ("due_on", "2026-05-31")];
    ivo.post(&at(&format!("/plan/tasks/{step}")), &evil).await.is(303);
    let table = ivo.get(&at("/plan/tasks.csv")).await;
    table.is(200);
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(table.body.lines().count(), all.len() + 1);
    assert!(table.body.contains("'=cmd|"), "{}", table.body);
    let calendar = ivo.get(&at("/plan/tasks.ics")).await;
    calendar.is(200);
    assert_eq!(calendar.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(calendar.body.matches("BEGIN:VEVENT").count(), all.len());
    assert!(calendar.body.contains("DTSTART;VALUE=DATE:20260531"));
    assert!(calendar.body.split("\r\n").all(|line| line.len() <= 75));
    let name = &portal.app.catalog.step(step).expect("the step").name;
    ivo.get(&at("/plan/checklist")).await.is(200).shows(name).shows("Done on:").shows("To go back:");
    // What is closed is no longer a thing to come.
    let closed = [("act", "done"), ("version", "2"), ("note", "Done")];
    ivo.post(&at(&format!("/plan/tasks/{step}")), &closed).await.is(303);
    let calendar = ivo.get(&at("/plan/tasks.ics")).await;
    assert_eq!(calendar.body.matches("BEGIN:VEVENT").count(), all.len() - 1);
    let table = ivo.get(&at("/plan/tasks.csv")).await;
    assert!(table.body.contains(",done,"));
}
