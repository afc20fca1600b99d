//! Calls about the people of a hospital: who holds which role, invitations, joining, the first administrator, and
//! a reviewer's question to somebody who asks for a place there.
//!
//! Accepting an invitation and saying yes to being administrator stay with the pages: both sign somebody in.

mod first_administrator;
mod invitations;
mod joins;
mod question;
mod roles;

use holdfast_core::model::{AccountId, Action, Role};

pub use first_administrator::*;
pub use invitations::*;
pub use joins::*;
pub use question::*;
pub use roles::*;

use super::error::ApiError;
use crate::routes::{Access, Routes};

/// Every call about a hospital's people.
pub(super) fn routes(routes: Routes) -> Routes {
    let manage = Access::ApiHospital(Action::ManagePeople);
    let anyone_there = Access::ApiHospital(Action::AskHelp);
    routes
        .get("/api/v1/hospitals/{ccn}/people", manage, people)
        .put("/api/v1/hospitals/{ccn}/people/{account}/roles/{role}", manage, change_role)
        .delete("/api/v1/hospitals/{ccn}/people/{account}/roles/{role}", manage, take_role)
        .delete("/api/v1/hospitals/{ccn}/people/{account}/sessions", manage, end_sessions_of)
        .post("/api/v1/hospitals/{ccn}/people/{account}/let-back-in", manage, let_back_in)
        .get("/api/v1/hospitals/{ccn}/invitations", manage, invitations)
        .post("/api/v1/hospitals/{ccn}/invitations", manage, invite)
        .delete("/api/v1/hospitals/{ccn}/invitations/{invitation}", manage, withdraw)
        .get("/api/v1/hospitals/{ccn}/joins", manage, joins)
        .post("/api/v1/hospitals/{ccn}/joins/{join}/answer", manage, answer_join)
        .get("/api/v1/hospitals/{ccn}/first-administrator", anyone_there, first_administrator)
        .post("/api/v1/hospitals/{ccn}/first-administrator", anyone_there, nominate)
        .post("/api/v1/questions", Access::ApiLimited, read_question)
        .post("/api/v1/questions/answers", Access::ApiLimited, answer_question_by_link)
}

/// A person named in a path.
pub(super) fn account(text: &str) -> Result<AccountId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found("There is no such person here."))
}

/// A role named in a path.
pub(super) fn role(key: &str) -> Result<Role, ApiError> {
    Role::from_key(key).ok_or_else(|| ApiError::not_found("There is no role with this key."))
}

/// A role someone at a hospital can be given.
fn hospital_role(key: &str) -> Option<Role> {
    Role::from_key(key).filter(|r| r.is_at_hospital())
}

/// What to send where a role at a hospital is asked for.
const ROLES_THERE: &str = "Choose what the person will be: `hospital_administrator`, `hospital_it`, `executive`, `staff` or `assessor`";
