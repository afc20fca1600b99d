//! `run`: works in the foreground until it is stopped, and says on standard error what happens.

use std::error::Error;

use super::Words;
use crate::os;
use crate::run;
use crate::settings::Settings;
use crate::world::Machine;

pub(super) fn run(words: &Words) -> Result<(), Box<dyn Error>> {
    let settings = Settings::read(&words.given)?;
    let mut sleep = |time| {
        std::thread::sleep(time);
        true
    };
    let mut say = |what: &str| eprintln!("holdfast-agent: {what}");
    // Nothing has to be finished when the system stops it: all that counts is on disk before it is sent.
    run::run(&settings, os::collector().as_ref(), &Machine::new(), &mut sleep, &mut say)?;
    Ok(())
}
