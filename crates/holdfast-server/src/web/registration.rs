//! Registering a hospital, page by page: number first, then a list of short questions, then sending.

mod done;
mod draft;
mod join;
mod many;
mod resume;
mod review;
mod start;
pub(in crate::web) mod step;
mod tasks;

use crate::auth::cookie::CookieName;
use crate::routes::{Access, Routes};

pub(in crate::web) use resume::{PressPage, dead};

/// Adds the pages of registration.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/register", Access::Public, start::page)
        .post("/register", Access::PublicLimited, start::start)
        .get("/register/tasks", Access::Draft, tasks::page)
        .get("/register/check", Access::Draft, review::page)
        .post("/register/send", Access::PublicLimited, review::send)
        .get("/register/done", Access::Draft, done::page)
        .post("/register/forget", Access::PublicLimited, done::forget)
        .get("/register/offers", Access::Draft, done::offers)
        .get("/register/save", Access::Draft, resume::save_page)
        .post("/register/save", Access::PublicLimited, resume::save)
        .get("/register/join", Access::Public, join::page)
        .post("/register/join", Access::PublicLimited, join::ask)
        .get("/register/system", Access::Public, many::page)
        .post("/register/system", Access::PublicLimited, many::send)
        .get("/register/{step}", Access::Draft, step::page)
        .post("/register/{step}", Access::DraftAnswer(CookieName::Draft), step::answer)
        .get("/new-link", Access::Public, resume::ask_page)
        .post("/new-link", Access::PublicLimited, resume::ask)
        .get("/resume/{token}", Access::Public, resume::link_page)
        .post("/resume/{token}", Access::PublicLimited, resume::follow)
        .get("/confirm/{token}", Access::Public, join::confirm_page)
        .post("/confirm/{token}", Access::PublicLimited, join::confirm)
}
