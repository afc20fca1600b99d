//! Work that waits for nobody's click: sending mail, the nightly round, and a directory that changed under us.
//!
//! A job carries what to look at and never a conclusion, so it may run twice and late. What each one does is a use case
//! in `app/`; here is only when it runs, who holds it, and what happens when it fails.

mod kind;
mod queue;
mod worker;

pub use kind::JobKind;
pub use queue::{Ran, run_due, schedule};
pub use worker::{Worker, start};
