//! The plan, for people: what the hospital can carry, the draft with its reasons, the plan it accepted, and its tasks.
//!
//! Nothing is ranked or reckoned here, and money and hours are always shown as ranges.

mod accept;
mod calendar;
mod checklist;
mod files;
mod means;
mod page;
#[cfg(test)]
mod samples;
mod step;
mod task;
mod tasks;
mod words;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The pages of a plan.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let edit = Access::Hospital(Action::EditHospital);
    let assess = Access::Hospital(Action::Assess);
    routes
        .get("/hospital/{ccn}/plan", view, page::page)
        .get("/hospital/{ccn}/plan/means", edit, means::page)
        .post("/hospital/{ccn}/plan/means", edit, means::post)
        .get("/hospital/{ccn}/plan/accept", edit, accept::page)
        .post("/hospital/{ccn}/plan/accept", edit, accept::post)
        .get("/hospital/{ccn}/plan/steps/{step}", view, step::page)
        .post("/hospital/{ccn}/plan/steps/{step}/first", assess, step::post)
        .get("/hospital/{ccn}/plan/tasks", view, tasks::page)
        .get("/hospital/{ccn}/plan/tasks.csv", view, files::csv)
        .get("/hospital/{ccn}/plan/tasks.ics", view, files::ics)
        .get("/hospital/{ccn}/plan/tasks/{step}", view, task::page)
        .post("/hospital/{ccn}/plan/tasks/{step}", edit, task::post)
        .get("/hospital/{ccn}/plan/checklist", view, checklist::page)
}
