//! Badges and certificates: whether one holds, for anybody; a learner's own; and those a hospital's people took along.
//!
//! The documents that badges name (the issuer, its keys, lists of badges taken back) are at `/badges/…` and are data as they are.

mod holds;
mod hospital;
mod own;

use holdfast_core::model::Action;

pub use holds::*;
pub use hospital::*;
pub use own::*;

use crate::routes::{Access, Routes};

/// Every call.
pub fn routes(routes: Routes) -> Routes {
    let holder = Access::ApiLearner;
    let run = Access::ApiHospital(Action::EditHospital);
    routes
        .post("/api/v1/verify", Access::ApiLimited, holds::verify)
        .get("/api/v1/verify/{code}", Access::ApiPublic, holds::verify_code)
        .get("/api/v1/learn/badges", holder, own::own_badges)
        .get("/api/v1/learn/badges/{file}", holder, own::own_badge)
        .get("/api/v1/hospitals/{ccn}/training/proofs", run, hospital::proofs)
        .post(
            "/api/v1/hospitals/{ccn}/training/proofs/{kind}/{proof}/take-back",
            run,
            hospital::take_proof_back,
        )
}
