//! Windows event logs to findings: files, folders and archives in, rules run, repeats folded, reports out.
//!
//! It knows no hospital, no network and no clock. Events are read by `holdfast-evtx`, or from JSON and XML; rules are
//! `holdfast-sigma`'s; what comes out has the shapes of `holdfast-wire`.

mod allow;
mod baseline;
mod captured;
mod card;
mod engine;
mod examine;
mod fold;
mod hunt;
mod later;
mod log_event;
mod names;
pub mod rule_check;
mod rules;
pub mod show;
mod source;
mod tally;

pub use allow::{AllowError, AllowList};
pub use baseline::{Baseline, BaselineError};
pub use engine::Engine;
pub use examine::Hit;
pub use hunt::{HitSink, Options, Outcome, Progress, hunt};
pub use rules::{Rules, RulesError, Text, texts_at};
