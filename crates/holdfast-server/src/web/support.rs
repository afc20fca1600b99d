//! `/office/support`: the requests for help that wait, most urgent first, and one of them with the hospital beside it.
//!
//! No page here changes a sign-in, a role or an offer, whatever someone asks for.

mod beside;
mod desk;
mod queue;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// Adds the pages of support.
pub fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::AnswerSupport);
    routes
        .get("/office/support", access, queue::page)
        .get("/office/support/{id}", access, desk::page)
        .post("/office/support/{id}/answer", access, desk::answer)
        .post("/office/support/{id}/close", access, desk::close)
        .post("/office/support/{id}/reopen", access, desk::reopen)
}

/// How urgent a request is: tone, icon and words of its tag.
fn urgency(care: holdfast_core::model::CareAffected) -> (&'static str, &'static str, &'static str) {
    use holdfast_core::model::CareAffected as C;
    match care {
        C::Now => ("late", "bell", "Care affected now"),
        C::Soon => ("wait", "clock", "Care affected soon"),
        C::No => ("", "info", "Care not affected"),
    }
}
