//! Calls of the program office: reviewers' cases.
//!
//! No call here reads a hospital's findings.

mod beside;
mod case;
mod question;
mod queue;
mod settle;

pub use beside::*;
pub use case::*;
pub use question::*;
pub use queue::*;
pub use settle::*;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// Every call of the program office.
pub(super) fn routes(routes: Routes) -> Routes {
    let review = Access::ApiProgram(Action::Review);
    routes.get("/api/v1/office/queue", review, queue).get("/api/v1/office/cases/{case}", review, case).post(
        "/api/v1/office/cases/{case}/decisions",
        review,
        settle,
    )
}
