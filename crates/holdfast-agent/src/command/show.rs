//! `show`: the message that would be sent now with everything in it, readable.

use std::error::Error;

use holdfast_wire::device::{CheckIn, Health, News, VERSION};

use super::{Words, print};
use crate::os;
use crate::run::{collected, hardware};
use crate::talk::AGENT;
use crate::world::{Machine, World};

pub(super) fn run(_words: &Words) -> Result<(), Box<dyn Error>> {
    let collector = os::collector();
    let world = Machine::new();
    let (_, facts, left_out) = collected(collector.as_ref());
    let message = CheckIn {
        version: VERSION,
        // The state is not looked at: anybody may ask what is sent.
        device: "(the id the portal gave)".to_owned(),
        seq: 0,
        sent_at: world.now(),
        hardware: hardware(collector.as_ref()),
        news: News::Full { collected_at: world.now(), facts },
        health: Health { agent: AGENT.to_owned(), trouble: left_out.join("; "), ..Health::default() },
    };
    print(&serde_json::to_string_pretty(&message)?)
}
