//! Questions of an assessment, put to people: the overview of a hospital's six parts, lists and single questions in two
//! languages, paper, and the pages of people who were invited by mail and have no account.
//!
//! What is asked of whom is core's; evidence and posture have pages of their own. Whoever was invited sees the questions of
//! their part and what was answered to them, and nothing that anybody or any machine found.

mod both;
mod desk;
mod held;
mod invite;
mod key_in;
mod language;
mod list;
mod open;
mod overview;
mod paper;
mod question;
#[cfg(test)]
mod samples;
mod words;

use holdfast_core::model::Action;

use crate::auth::cookie::CookieName;
use crate::routes::{Access, Routes};

/// Adds the pages.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let edit = Access::Hospital(Action::EditHospital);
    let answer = Access::Hospital(Action::AnswerAssessment);
    let write = Access::DraftAnswer(CookieName::Part);
    routes
        .get("/hospital/{ccn}/assessment", view, overview::page)
        .get("/hospital/{ccn}/assessment/{knows}", answer, list::page)
        .get("/hospital/{ccn}/assessment/{knows}/invite", edit, invite::page)
        .post("/hospital/{ccn}/assessment/{knows}/invite", edit, invite::post)
        .post("/hospital/{ccn}/assessment/{knows}/end", edit, invite::end)
        .get("/hospital/{ccn}/assessment/{knows}/paper", answer, paper::page)
        .get("/hospital/{ccn}/assessment/{knows}/key-in", answer, key_in::page)
        .post("/hospital/{ccn}/assessment/{knows}/key-in", answer, key_in::post)
        .get("/hospital/{ccn}/assessment/{knows}/{ask}", answer, question::page)
        .post("/hospital/{ccn}/assessment/{knows}/{ask}", answer, question::post)
        .get("/questions/open/{token}", Access::Public, open::page)
        .post("/questions/open/{token}", Access::PublicLimited, open::post)
        .get("/questions", Access::Draft, list::invited)
        .get("/questions/{ask}", Access::Draft, question::invited)
        .post("/questions/{ask}", write, question::invited_post)
        .post("/questions/leave", write, open::leave)
}
