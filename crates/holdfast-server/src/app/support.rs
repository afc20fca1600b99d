//! Requests for help: asked by anyone, answered by the program's support, read by whoever asked.
//!
//! Nothing is ever reset from a request: no use case here touches a sign-in, a role or an offer.

mod ask;
mod beside;
mod letters;
mod read;
mod reply;

use holdfast_core::model::{SupportMessage, SupportRequest};

pub use beside::HospitalBeside;
pub use read::{SupportDesk, SupportQueue};

/// Purpose of the link that opens one request.
const LINK: &str = "support-request";
/// How long such a link works. Each answer brings a new one.
const LINK_MS: i64 = 90 * 24 * 3_600_000;

/// A request with everything said in it.
#[derive(Clone)]
pub struct Conversation {
    /// The request.
    pub request: SupportRequest,
    /// What was said, in order.
    pub messages: Vec<SupportMessage>,
}

/// How the log names a request.
fn subject(request: &SupportRequest) -> String {
    format!("support:{}", request.id)
}
