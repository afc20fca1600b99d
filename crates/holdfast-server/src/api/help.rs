//! Calls for help: asking, with or without a token, and going on with one's requests. Support's side is [`super::office`].

mod ask;
mod by_link;
mod mine;

pub use ask::*;
pub use by_link::*;
pub use mine::*;

use crate::routes::{Access, Routes};

/// Every call of someone who needs help.
pub(super) fn routes(routes: Routes) -> Routes {
    let (few, signed_in) = (Access::ApiLimited, Access::ApiSignedIn);
    routes
        .post("/api/v1/help", few, ask)
        .post("/api/v1/help/by-link", few, read_by_link)
        .post("/api/v1/help/by-link/messages", few, add_by_link)
        .get("/api/v1/help/requests", signed_in, my_requests)
        .get("/api/v1/help/requests/{request}", signed_in, my_request)
        .post("/api/v1/help/requests/{request}/messages", signed_in, add_to_mine)
}
