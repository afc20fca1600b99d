//! The agent at work: looks at the machine as often as the portal wants and at its event logs every few minutes, queues what it saw,
//! brings it, waits.

use std::time::Duration;

use holdfast_wire::device::{DeviceFacts, Standing, parts};
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

use crate::collect::{Collector, fitted};
use crate::logs::{self, Logs};
use crate::settings::Settings;
use crate::state::State;
use crate::state::whole::hex;
use crate::talk::pack::pack;
use crate::talk::{Courier, Delivered, EnrolError, Http, Line, enrol, must_enrol, wait};
use crate::world::World;

/// Facts larger than this, packed, do not fit into a message beside the rest of it.
const MAX_FACTS_PACKED_BYTES: usize = (1 << 20) - (16 << 10);
/// Facts larger than this do not fit unpacked.
const MAX_FACTS_BYTES: usize = (16 << 20) - (64 << 10);

/// Waits, and says whether to go on.
pub type Sleep<'a> = dyn FnMut(Duration) -> bool + 'a;
/// Tells a person what happens.
pub type Say<'a> = dyn FnMut(&str) + 'a;

/// How a run ended.
#[derive(Debug)]
pub enum Ended {
    /// It was asked to.
    Stopped,
    /// A person put the device out.
    Revoked,
}

/// The parts of a machine's facts, within what a message holds, and in words what was left out.
pub fn collected(collector: &dyn Collector) -> (DeviceFacts, Map<String, Value>, Vec<String>) {
    let (facts, left_out) = fitted(&collector.collect(), |facts| {
        let text = serde_json::to_vec(&parts(facts)).unwrap_or_default();
        text.len() <= MAX_FACTS_BYTES && pack(&text).len() <= MAX_FACTS_PACKED_BYTES
    });
    let parts = parts(&facts);
    (facts, parts, left_out)
}

/// What looks at the machine the program runs on.
pub fn this_machine() -> Box<dyn Collector> {
    crate::os::collector()
}

/// Which machine this is, whatever its disk says: the board's id, else its serial number, else its network cards.
pub fn hardware(collector: &dyn Collector) -> String {
    let (identity, _) = collector.who();
    let known = identity.hardware_uuid.or(identity.serial).unwrap_or_else(|| identity.macs.join(" "));
    // 64 bits are enough to tell one machine from another, and they go over the line with every message.
    hex(digest(&SHA256, known.as_bytes()).as_ref()).chars().take(16).collect()
}

/// Enrols if need be, then works until told to stop.
pub fn run(
    settings: &Settings,
    collector: &dyn Collector,
    world: &dyn World,
    sleep: &mut Sleep<'_>,
    say: &mut Say<'_>,
) -> Result<Ended, EnrolError> {
    let mut state = State::open(&settings.state_dir)?;
    state.told.iter().for_each(|what| say(what));
    let server = match (&settings.server, &state.device) {
        (None, Some(device)) => device.server.clone(),
        _ => settings.server()?.to_owned(),
    };
    let line = Http::to(&server, settings.ca_file.as_deref()).map_err(EnrolError::Http)?;
    if must_enrol(&mut state, settings)? {
        match enrolled(&mut state, settings, &line, collector, world, sleep, say)? {
            Some(Standing::Revoked) => return Ok(Ended::Revoked),
            Some(_) => {}
            None => return Ok(Ended::Stopped),
        }
    }
    let key = state.key_or_new()?;
    let mut courier = Courier::new(state, key, hardware(collector), world);
    let engine = settings.logs.is_some().then(logs::engine);
    let watch = engine.as_ref().zip(settings.logs.as_deref()).map(|(engine, logs)| Logs::new(engine, logs));
    Ok(work(&mut courier, &line, collector, watch, world, sleep, say))
}

/// Tries until it is enrolled, refused, or told to stop.
fn enrolled(
    state: &mut State,
    settings: &Settings,
    line: &dyn Line,
    collector: &dyn Collector,
    world: &dyn World,
    sleep: &mut Sleep<'_>,
    say: &mut Say<'_>,
) -> Result<Option<Standing>, EnrolError> {
    let mut n_failures: u32 = 0;
    loop {
        match enrol(state, settings, line, collector) {
            Ok(standing) => {
                say(said(standing));
                return Ok(Some(standing));
            }
            Err(error) if error.may_pass() => {
                n_failures = n_failures.saturating_add(1);
                let wait = wait::after_failures(n_failures, None, world.chance());
                say(&format!("{error}; trying again in {} s", wait.as_secs()));
                if !sleep(wait) {
                    return Ok(None);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// How a device stands, for a person.
pub fn said(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => {
            "enrolled; someone of the hospital has to let this machine in on the page of devices"
        }
        Standing::Approved => "enrolled, and let in",
        Standing::Revoked => "this machine was put out; the agent sends nothing. A new token enrols it again",
    }
}

/// Looks, queues, delivers and waits, over and over.
fn work(
    courier: &mut Courier,
    line: &dyn Line,
    collector: &dyn Collector,
    mut logs: Option<Logs<'_>>,
    world: &dyn World,
    sleep: &mut Sleep<'_>,
    say: &mut Say<'_>,
) -> Ended {
    let mut look_at = world.elapsed();
    let mut deliver_at = world.elapsed();
    let mut is_in_trouble = false;
    loop {
        let is_time = world.elapsed() >= deliver_at;
        let looks = is_time && world.elapsed() >= look_at;
        if looks {
            let (_, parts, left_out) = collected(collector);
            courier.queue(world.now(), parts);
            if !left_out.is_empty() {
                courier.tell(left_out.join("; "));
            }
            look_at = world.elapsed();
        }
        let n_before = courier.n_waiting();
        if let Some(logs) = &mut logs {
            logs.look_when_due(courier, world);
        }
        // What logs show goes at once, unless the portal asked for patience or is away.
        let has_found = courier.n_waiting() > n_before && !is_in_trouble;
        if is_time || has_found {
            let delivered = courier.deliver(line, world);
            is_in_trouble = !matches!(delivered, Delivered::All(_));
            if looks {
                // Only now: the answer may have set another pace.
                look_at = look_at.saturating_add(courier.every(world));
            }
            let until_look = look_at.saturating_sub(world.elapsed());
            let wait = match delivered {
                Delivered::All(_) => until_look,
                Delivered::Later(wait, why) => {
                    say(&why);
                    wait.min(until_look)
                }
                Delivered::Waiting(wait) => wait,
                Delivered::Revoked => {
                    say(said(Standing::Revoked));
                    return Ended::Revoked;
                }
            };
            deliver_at = world.elapsed().saturating_add(wait);
        }
        let wait = deliver_at.saturating_sub(world.elapsed());
        let wait = logs.as_ref().map_or(wait, |logs| wait.min(logs.due_in(world)));
        if !sleep(wait.max(Duration::from_secs(1))) {
            return Ended::Stopped;
        }
    }
}
