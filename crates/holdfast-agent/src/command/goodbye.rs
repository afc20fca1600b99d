//! `goodbye`: tells the portal that the agent is taken off, and removes the key and the queue either way.

use std::error::Error;

use super::{Words, print};
use crate::os;
use crate::run::hardware;
use crate::settings::Settings;
use crate::state::State;
use crate::talk::{Courier, Http};
use crate::world::Machine;

pub(super) fn run(words: &Words) -> Result<(), Box<dyn Error>> {
    let settings = Settings::read(&words.given)?;
    if !settings.state_dir.is_dir() {
        return print("nothing is kept here; nothing to forget");
    }
    let mut state = State::open(&settings.state_dir)?;
    let world = Machine::new();
    let told = match (state.device.clone(), state.key()?) {
        (Some(device), Some(key)) => {
            let line = Http::to(&device.server, settings.ca_file.as_deref())?;
            let mut courier = Courier::new(state, key, hardware(os::collector().as_ref()), &world);
            let told = courier.goodbye(&line, &world);
            state = courier.into_state();
            told
        }
        _ => Err("this machine was never enrolled".to_owned()),
    };
    state.forget()?;
    os::remove_own_folders();
    match told {
        Ok(()) => print("the portal knows; key and queue are removed"),
        Err(why) => print(&format!(
            "key and queue are removed, but the portal was not told ({why}); take the machine off on its page of devices"
        )),
    }
}
