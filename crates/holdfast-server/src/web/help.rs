//! Help: the phone first, then a form whose first question is whether patients are affected, and one's requests.

mod ask;
mod mine;
mod thread;

use crate::routes::{Access, Routes};

pub(super) use thread::{Line, lines};

/// Adds the help pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/help", Access::Public, ask::page)
        .post("/help", Access::PublicLimited, ask::send)
        .get("/help/sent", Access::Public, ask::sent)
        .get("/help/r/{token}", Access::Public, thread::by_link)
        .post("/help/r/{token}", Access::PublicLimited, thread::add_by_link)
        .get("/my-help", Access::SignedIn, mine::page)
        .get("/my-help/{id}", Access::SignedIn, thread::mine)
        .post("/my-help/{id}", Access::SignedIn, thread::add_mine)
}
