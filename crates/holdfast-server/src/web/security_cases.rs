//! `/hospital/{ccn}/security-cases`: what was found on the hospital's computers as cases, each with what to do first; the form that
//! takes a hunt's result; a paper of a case; and the machines that care depends on.
//!
//! What belongs together and what is said about it comes decided; nothing here is judged.

mod act;
mod files;
mod list;
mod machines;
mod page;
mod paper;
#[cfg(test)]
mod samples;
mod send;
mod timeline;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::Action;

use super::WebError;
use super::upload::most_form_bytes;
use crate::app::incident::SentHunt;
use crate::routes::{Access, Routes};

/// The pages and forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewCases);
    let edit = Access::Hospital(Action::EditHospital);
    // A result of a hunt is larger than a form; this address alone takes as much.
    let send = send::post.layer(DefaultBodyLimit::max(most_form_bytes::<SentHunt>()));
    routes
        .get("/hospital/{ccn}/security-cases", view, list::page)
        .get("/hospital/{ccn}/security-cases/new", edit, send::page)
        .post("/hospital/{ccn}/security-cases/new", edit, send)
        .get("/hospital/{ccn}/security-cases/{case}", view, page::page)
        .post("/hospital/{ccn}/security-cases/{case}", edit, act::post)
        .get("/hospital/{ccn}/security-cases/{case}/paper", view, paper::page)
        .get("/hospital/{ccn}/security-cases/{case}/stix.json", view, files::stix)
        .get("/hospital/{ccn}/care-machines", view, machines::page)
        .post("/hospital/{ccn}/care-machines", edit, machines::post)
        .post("/hospital/{ccn}/care-machines/remove", edit, machines::remove)
}

/// A case's number as it stands in an address.
pub(crate) fn number(text: &str) -> Result<u32, WebError> {
    text.parse().map_err(|_| WebError::not_found("This hospital has no security case of that number."))
}
