//! Calls of the program office: reviewers' cases, totals, hospitals, people, support, and running the portal.
//!
//! Partners get totals alone. No call here reads a hospital's findings.

mod audit;
mod beside;
mod care;
mod case;
mod feeds;
mod hospital;
mod hospital_at_desk;
mod hospitals;
mod mail;
mod mailbox;
mod moves;
mod people;
mod question;
mod queue;
mod run;
mod settle;
mod support;
mod totals;
mod waiting;
mod what_if;

pub use audit::*;
pub use beside::*;
pub use care::*;
pub use case::*;
pub use feeds::*;
pub use hospital::*;
pub use hospital_at_desk::*;
pub use hospitals::*;
pub use mail::*;
pub use mailbox::*;
pub use moves::*;
pub use people::*;
pub use question::*;
pub use queue::*;
pub use run::*;
pub use settle::*;
pub use support::*;
pub use totals::*;
pub use waiting::*;
pub use what_if::*;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// Every call of the program office.
pub(super) fn routes(routes: Routes) -> Routes {
    let review = Access::ApiProgram(Action::Review);
    let view = Access::ApiProgram(Action::ViewOffice);
    let run = Access::ApiProgram(Action::ManageProgram);
    let support = Access::ApiProgram(Action::AnswerSupport);
    let routes = routes
        .get("/api/v1/office/queue", review, queue)
        .get("/api/v1/office/cases/{case}", review, case)
        .post("/api/v1/office/cases/{case}/decisions", review, settle)
        .get("/api/v1/office/totals", Access::ApiProgram(Action::ViewAggregates), totals)
        .get("/api/v1/office/care", Access::ApiProgram(Action::ViewAggregates), people_covered)
        .get("/api/v1/office/care/first", view, first_to_help)
        .get("/api/v1/office/hospitals", view, hospitals)
        .get("/api/v1/office/offers", view, waiting)
        .get("/api/v1/office/what-if", view, what_if)
        .get("/api/v1/office/vendors", view, vendors)
        .get("/api/v1/office/hospitals/{ccn}", view, office_hospital)
        .post("/api/v1/office/hospitals/{ccn}/invite", run, invite_hospital)
        .post("/api/v1/office/hospitals/{ccn}/offers/{offer}/validate", run, validate)
        .post("/api/v1/office/hospitals/{ccn}/offers/{offer}/activate", run, activate);
    let routes = routes
        .get("/api/v1/office/support", support, support_queue)
        .get("/api/v1/office/support/{request}", support, support_request)
        .post("/api/v1/office/support/{request}/answer", support, answer_support)
        .post("/api/v1/office/support/{request}/close", support, close_support)
        .post("/api/v1/office/support/{request}/reopen", support, reopen_support);
    let routes = routes
        .get("/api/v1/office/people", run, program_people)
        .delete("/api/v1/office/people/{account}/roles/{role}", run, take_program_role)
        .post("/api/v1/office/people/let-back-in", run, let_anyone_back_in)
        .get("/api/v1/office/invitations", run, program_invitations)
        .post("/api/v1/office/invitations", run, invite_to_program)
        .delete("/api/v1/office/invitations/{invitation}", run, withdraw_program_invitation);
    routes
        .get("/api/v1/office/run", run, overview)
        .get("/api/v1/office/run/rejects/{file}", run, rejects)
        .get("/api/v1/office/run/feeds", run, feeds)
        .get("/api/v1/office/run/audit", run, audit_log)
        .get("/api/v1/office/run/mail", run, outbox)
        .get("/api/v1/office/run/mail/{mail}", run, mail)
}
