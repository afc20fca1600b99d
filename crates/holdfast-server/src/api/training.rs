//! Training of a hospital's people: how groups stand, the roster, each person, links to learn by, sign-in sheets, and what to take along.

mod links;
mod people;
mod progress;
mod roster;
mod shape;
mod sheets;
mod withdraw;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler as _;
use holdfast_core::model::Action;

pub use links::*;
pub use people::*;
pub use progress::*;
pub use roster::*;
pub use shape::*;
pub use sheets::*;
pub use withdraw::*;

use crate::app::training::SentRoster;
use crate::routes::{Access, Routes};
use crate::web::upload::most_form_bytes;

/// Every call about training.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    let run = Access::ApiHospital(Action::EditHospital);
    let bounded = || DefaultBodyLimit::max(most_form_bytes::<SentRoster>());
    routes
        .get("/api/v1/hospitals/{ccn}/training", view, progress::training_progress)
        .get("/api/v1/hospitals/{ccn}/training/due.ics", run, progress::training_due)
        .get("/api/v1/hospitals/{ccn}/lessons-done", run, progress::lessons_done)
        .get("/api/v1/hospitals/{ccn}/lessons-asked", run, progress::lessons_asked)
        .get("/api/v1/hospitals/{ccn}/learners", run, people::roster_people)
        .get("/api/v1/hospitals/{ccn}/learners/{learner}", run, people::roster_person)
        .post("/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done", run, people::record_lesson)
        .post(
            "/api/v1/hospitals/{ccn}/learners/{learner}/lessons-done/withdraw",
            run,
            withdraw::withdraw_lesson,
        )
        .post("/api/v1/hospitals/{ccn}/learners/{learner}/links", run, links::mail_learner_link)
        .delete("/api/v1/hospitals/{ccn}/learners/{learner}/links", run, links::end_learner_links)
        .post("/api/v1/hospitals/{ccn}/staff-roster/preview", run, roster::preview_roster.layer(bounded()))
        .put("/api/v1/hospitals/{ccn}/staff-roster", run, roster::apply_roster.layer(bounded()))
        .get("/api/v1/hospitals/{ccn}/learner-links", run, links::learner_links)
        .post("/api/v1/hospitals/{ccn}/learner-links/mails", run, links::mail_learner_links)
        .post("/api/v1/hospitals/{ccn}/learner-links/badges", run, links::badge_sheet)
        .get("/api/v1/hospitals/{ccn}/sign-in-sheets/sheet.pdf", run, sheets::sign_in_sheet)
        .post("/api/v1/hospitals/{ccn}/sign-in-sheets", run, sheets::key_in_sheet)
}
