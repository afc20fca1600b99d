//! Fixtures for tests: a made-up state, a clock that stands still, and a portal in the same process. Never shipped.

mod authenticator;
mod browser;
mod clock;
pub mod franklin;
pub mod machine;
mod portal;

pub use authenticator::Authenticator;
pub use browser::{Answer, Browser};
pub use clock::{CountingEntropy, StandingClock};
pub use machine::Machine;
pub use portal::{Portal, fill};
