//! `rules`: how many rules this agent holds event logs against. One that cannot be read is an error, for it would find nothing.

use std::error::Error;

use super::print;
use crate::logs;

pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let engine = logs::engine();
    match engine.rules().rejected.first() {
        Some(rejected) => Err(format!("a rule of this agent cannot be read: {rejected}").into()),
        None => print(&format!("{} rules", engine.n_rules())),
    }
}
