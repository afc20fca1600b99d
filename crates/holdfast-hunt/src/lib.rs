//! Windows event logs to findings: files, folders, archives and logs that are being written in, rules run, repeats folded, reports out.
//!
//! It knows no hospital, no network and no clock. Events are read by `holdfast-evtx`, or from JSON and XML; rules are
//! `holdfast-sigma`'s; what comes out has the shapes of `holdfast-wire`.

#![cfg_attr(
    not(feature = "files"),
    allow(dead_code, reason = "joining what threads found, and single hits, are for hunts over files")
)]

mod allow;
mod baseline;
mod captured;
mod card;
mod engine;
mod examine;
mod findings;
mod fold;
#[cfg(feature = "files")]
mod hunt;
mod later;
mod log_event;
mod names;
mod options;
#[cfg(feature = "files")]
pub mod rule_check;
#[cfg(feature = "files")]
mod rule_files;
mod rules;
#[cfg(feature = "files")]
pub mod show;
#[cfg(feature = "files")]
mod source;
mod tally;
mod watch;

pub use allow::AllowList;
pub use baseline::{Baseline, BaselineError};
pub use engine::Engine;
pub use examine::Hit;
pub use options::Options;
pub use rules::{Rules, Text};
pub use watch::{Bookmarks, Look, Watch};
#[cfg(feature = "files")]
pub use {
    allow::AllowError,
    hunt::{HitSink, Outcome, Progress, hunt},
    rule_files::{RulesError, texts_at},
};
