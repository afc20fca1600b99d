//! `/hospital/{ccn}/devices`: what the hospital runs, which of it still gets updates and what the rest needs; one machine with every fact
//! and where it comes from; the ways machines come in: a token, a file, a list; and rules that mark pinned machines.
//!
//! What a machine's facts come to is decided in core; nothing here is judged.

mod act;
mod add;
mod columns;
mod csv;
mod facts;
mod fleet;
mod ledger;
mod one;
mod programs;
mod rules;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::{Action, DeviceId};

use super::WebError;
use super::upload::most_form_bytes;
use crate::app::device::SentDevices;
use crate::routes::{Access, Routes};

/// The pages and forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::AnswerAssessment);
    let edit = Access::Hospital(Action::EditHospital);
    let send = add::post_file.layer(DefaultBodyLimit::max(most_form_bytes::<SentDevices>()));
    routes
        .get("/hospital/{ccn}/devices", view, fleet::page)
        .post("/hospital/{ccn}/devices", edit, act::post_many)
        .get("/hospital/{ccn}/devices.csv", view, csv::page)
        .get("/hospital/{ccn}/devices/extended-updates", view, ledger::page)
        .get("/hospital/{ccn}/devices/rules", view, rules::page)
        .post("/hospital/{ccn}/devices/rules", edit, rules::post)
        .get("/hospital/{ccn}/devices/add", edit, add::page)
        .post("/hospital/{ccn}/devices/add", edit, add::post)
        .post("/hospital/{ccn}/devices/files", edit, send)
        .get("/hospital/{ccn}/devices/lists/{list}", edit, columns::page)
        .post("/hospital/{ccn}/devices/lists/{list}", edit, columns::post)
        .get("/hospital/{ccn}/devices/{device}", view, one::page)
        .post("/hospital/{ccn}/devices/{device}", edit, act::post)
}

/// A device's id as it stands in an address.
fn id(text: &str) -> Result<DeviceId, WebError> {
    text.parse().map_err(|_| WebError::not_found("This hospital has no such device."))
}
