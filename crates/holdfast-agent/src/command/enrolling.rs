//! `enrol`: asks the portal once, and says how the device stands.

use std::error::Error;

use super::{Words, print};
use crate::os;
use crate::run::said;
use crate::settings::Settings;
use crate::state::State;
use crate::talk::{Http, enrol};

pub(super) fn run(words: &Words) -> Result<(), Box<dyn Error>> {
    let settings = Settings::read(&words.given)?;
    let mut state = State::open(&settings.state_dir)?;
    let line = Http::to(settings.server()?, settings.ca_file.as_deref())?;
    let standing = enrol(&mut state, &settings, &line, os::collector().as_ref())?;
    state.told.iter().for_each(|what| eprintln!("holdfast-agent: {what}"));
    print(said(standing))
}
