//! Applying to a program by its form: what the program is, then a list of pages to answer, then sending, then where it
//! stands. Whoever holds the application's cookie or mailed link may read and change it; nobody signs in.

mod held;
mod offers;
mod page;
mod program;
mod resume;
mod review;
#[cfg(test)]
mod samples;
mod start;
mod status;
mod tasks;
mod verdict_card;

use crate::auth::cookie::CookieName;
use crate::routes::{Access, Routes};

pub(in crate::web) use verdict_card::VerdictCard;

/// Adds the pages about programs one applies to, and those of an application.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/programs/{program}", Access::Public, program::page)
        .get("/programs/{program}/apply", Access::Public, start::page)
        .post("/programs/{program}/apply", Access::PublicLimited, start::start)
        .get("/application", Access::Draft, tasks::page)
        .get("/application/page/{page}", Access::Draft, page::page)
        .post("/application/page/{page}", Access::DraftAnswer(CookieName::Application), page::answer)
        .get("/application/offers", Access::Draft, offers::page)
        .get("/application/check", Access::Draft, review::page)
        .post("/application/send", Access::PublicLimited, review::send)
        .get("/application/status", Access::Draft, status::page)
        .get("/application/save", Access::Draft, resume::save_page)
        .post("/application/save", Access::PublicLimited, resume::save)
        .get("/application/lost", Access::Public, start::lost)
        .get("/resume-application/{token}", Access::Public, resume::link_page)
        .post("/resume-application/{token}", Access::PublicLimited, resume::follow)
}
