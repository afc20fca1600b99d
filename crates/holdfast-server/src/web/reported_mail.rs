//! `/hospital/{ccn}/reported-mail`: mails that staff report, for the hospital's IT; the form by which one comes in, signed in or by a
//! learner's link; and `/reported/{token}`, where whoever reported one reads the answer.
//!
//! What a mail is and what is said of it comes decided. No address of a link is a link here: a page that made one would carry the lure on.

mod address;
mod list;
mod one;
mod reporter;
#[cfg(test)]
mod samples;
mod send;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::{Action, MailReportId};

use super::WebError;
use super::upload::most_form_bytes;
use crate::app::reported_mail::SentMail;
use crate::routes::{Access, Routes};

/// The pages and forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let report = Access::Hospital(Action::ViewHospital);
    let view = Access::Hospital(Action::ViewCases);
    let edit = Access::Hospital(Action::EditHospital);
    // A mail with its files is larger than a form; these addresses alone take as much.
    let most = most_form_bytes::<SentMail>();
    routes
        .get("/hospital/{ccn}/reported-mail", view, list::page)
        .post("/hospital/{ccn}/reported-mail", edit, list::pool)
        .post("/hospital/{ccn}/reported-mail/address", edit, address::anew)
        .get("/hospital/{ccn}/reported-mail/new", report, send::page)
        .post("/hospital/{ccn}/reported-mail/new", report, send::post.layer(DefaultBodyLimit::max(most)))
        .get("/hospital/{ccn}/reported-mail/{report}", view, one::page)
        .post("/hospital/{ccn}/reported-mail/{report}", edit, one::answer)
        .get("/learn/{token}/report-mail", Access::Learner, reporter::form)
        .post(
            "/learn/{token}/report-mail",
            Access::Learner,
            reporter::post.layer(DefaultBodyLimit::max(most)),
        )
        .get("/reported/{token}", Access::Public, reporter::page)
}

/// A report's id as it stands in an address.
pub(crate) fn report_id(text: &str) -> Result<MailReportId, WebError> {
    text.parse().map_err(|_| WebError::not_found("This hospital has no reported mail of that number."))
}
