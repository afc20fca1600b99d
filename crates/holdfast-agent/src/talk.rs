//! What the agent says to the portal, and how: enrolling, checking in, and saying goodbye. It looks at nothing of the machine.

mod answer;
mod courier;
mod enrol;
mod http;
pub(crate) mod pack;
mod steady;
pub(crate) mod wait;

pub use courier::{Courier, Delivered};
pub use enrol::{EnrolError, enrol, must_enrol};
pub use http::{Http, HttpError};

use std::time::Duration;

/// Where a device enrols.
pub(crate) const ENROL_PATH: &str = "/api/v1/devices/enrol";
/// Where a device checks in.
pub(crate) const CHECK_IN_PATH: &str = "/api/v1/devices/check-in";

/// The agent and its version, as messages carry it.
pub const AGENT: &str = concat!("holdfast-agent ", env!("CARGO_PKG_VERSION"));

/// An answer of the portal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// How long the portal asks to wait.
    pub retry_after: Option<Duration>,
}

/// Why there is no answer, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoAnswer(pub String);

/// A line to a portal.
pub trait Line {
    /// Sends a packed body with its signature, and the device's id when it has one.
    fn post(
        &self,
        path: &str,
        device: Option<&str>,
        signature: &str,
        packed: &[u8],
    ) -> Result<Answer, NoAnswer>;
    /// Bytes a message costs beside its body and that of its answer, about.
    fn n_bytes_around(&self) -> u64;
}
