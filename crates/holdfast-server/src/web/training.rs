//! `/hospital/{ccn}/training`: how groups of a hospital's people stand with their lessons; and for whoever runs training the roster, each
//! person, links, sign-in sheets and files to take along.
//!
//! Groups are for everybody who sees the hospital's pages. Names are for those who answer for it, and nobody is ranked.

mod download;
mod key_in;
mod links;
mod people;
mod person;
mod preview;
mod progress;
mod proofs;
mod proves;
mod roster;
#[cfg(test)]
mod samples;
mod sheets;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::{Action, LearnerId};

use super::WebError;
use super::upload::most_form_bytes;
use crate::app::training::SentRoster;
use crate::routes::{Access, Routes};

/// The pages and forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let run = Access::Hospital(Action::EditHospital);
    let send = roster::post.layer(DefaultBodyLimit::max(most_form_bytes::<SentRoster>()));
    routes
        .get("/hospital/{ccn}/training", view, progress::page)
        .get("/hospital/{ccn}/training/people", run, people::page)
        .get("/hospital/{ccn}/training/people/{learner}", run, person::page)
        .post("/hospital/{ccn}/training/people/{learner}", run, person::post)
        .get("/hospital/{ccn}/training/roster", run, roster::page)
        .post("/hospital/{ccn}/training/roster", run, send)
        .get("/hospital/{ccn}/training/roster/example.csv", run, roster::example)
        .get("/hospital/{ccn}/training/roster/{list}", run, preview::page)
        .post("/hospital/{ccn}/training/roster/{list}", run, preview::post)
        .get("/hospital/{ccn}/training/links", run, links::page)
        .post("/hospital/{ccn}/training/links", run, links::post)
        .post("/hospital/{ccn}/training/badges.pdf", run, links::badges)
        .get("/hospital/{ccn}/training/proofs", run, proofs::page)
        .post("/hospital/{ccn}/training/proofs", run, proofs::post)
        .get("/hospital/{ccn}/training/sheets", run, sheets::page)
        .get("/hospital/{ccn}/training/sheets/sheet.pdf", run, sheets::pdf)
        .get("/hospital/{ccn}/training/sheets/key-in", run, key_in::page)
        .post("/hospital/{ccn}/training/sheets/key-in", run, key_in::post)
        .get("/hospital/{ccn}/training/roster.csv", run, download::roster)
        .get("/hospital/{ccn}/training/completions.csv", run, download::completions)
        .get("/hospital/{ccn}/training/owed.csv", run, download::owed)
        .get("/hospital/{ccn}/training/due.ics", run, download::due)
}

/// A learner's id as it stands in an address.
fn id(text: &str) -> Result<LearnerId, WebError> {
    text.parse().map_err(|_| WebError::not_found("Nobody on this hospital's roster has this page."))
}
