//! Calls of the program office: reviewers' cases, totals, hospitals.
//!
//! Partners get totals alone. No call here reads a hospital's findings.

mod beside;
mod case;
mod hospital;
mod hospitals;
mod moves;
mod question;
mod queue;
mod settle;
mod totals;

pub use beside::*;
pub use case::*;
pub use hospital::*;
pub use hospitals::*;
pub use moves::*;
pub use question::*;
pub use queue::*;
pub use settle::*;
pub use totals::*;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// Every call of the program office.
pub(super) fn routes(routes: Routes) -> Routes {
    let review = Access::ApiProgram(Action::Review);
    let view = Access::ApiProgram(Action::ViewOffice);
    let run = Access::ApiProgram(Action::ManageProgram);
    routes
        .get("/api/v1/office/queue", review, queue)
        .get("/api/v1/office/cases/{case}", review, case)
        .post("/api/v1/office/cases/{case}/decisions", review, settle)
        .get("/api/v1/office/totals", Access::ApiProgram(Action::ViewAggregates), totals)
        .get("/api/v1/office/hospitals", view, hospitals)
        .get("/api/v1/office/hospitals/{ccn}", view, office_hospital)
        .post("/api/v1/office/hospitals/{ccn}/invite", run, invite_hospital)
        .post("/api/v1/office/hospitals/{ccn}/offers/{offer}/validate", run, validate)
        .post("/api/v1/office/hospitals/{ccn}/offers/{offer}/activate", run, activate)
}
