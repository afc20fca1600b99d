//! Brings what waits to the portal, one message after the other, and keeps what the portal answers.
//!
//! Facts are counted from the last ones the portal is known to hold. Whenever that is in doubt, all of them are sent.

use std::time::Duration;

use holdfast_hunt::Bookmarks;
use holdfast_wire::device::{
    CheckIn, Health, MAX_BYTES, MAX_PACKED_BYTES, News, Reply, Standing, VERSION, changes,
};
use holdfast_wire::hunt::Finding;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::answer::in_words;
use super::pack::pack;
use super::{AGENT, Answer, CHECK_IN_PATH, Line, steady, wait};
use crate::state::{Base, Device, DeviceKey, Entry, State};
use crate::world::World;

/// A clock that is further off than this is told.
const CLOCK_MAY_DIFFER_S: i64 = 15 * 60;

/// What came of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// Nothing waits any more; the next message is wanted after this long.
    All(Duration),
    /// Something waits still; try again after this long. In words, why.
    Later(Duration, String),
    /// A person has to let the device in; ask again after this long.
    Waiting(Duration),
    /// A person put the device out.
    Revoked,
}

/// What became of one message.
enum Sent {
    Taken(Reply),
    WantsAll(Reply),
    NotIn(Reply),
    Refused(String),
    Failed(String, Option<Duration>),
}

/// The messenger, with what it knows of this run.
pub struct Courier {
    state: State,
    key: DeviceKey,
    hardware: String,
    started_at: Timestamp,
    n_failures: u32,
    n_dropped: u32,
    trouble: String,
    /// What is wrong with event logs, until it is mended.
    logs_trouble: String,
    /// The last facts that were collected, for a heartbeat that comes when the portal has lost them.
    latest: Option<Map<String, Value>>,
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").field("waiting", &self.state.spool.n_waiting()).finish_non_exhaustive()
    }
}

impl Courier {
    /// A courier for a device that is enrolled. `hardware`: which machine this is, whatever its disk says.
    pub fn new(state: State, key: DeviceKey, hardware: String, world: &dyn World) -> Self {
        let latest = state.base.as_ref().map(|base| base.facts.clone());
        Self {
            state,
            key,
            hardware,
            started_at: world.now(),
            n_failures: 0,
            n_dropped: 0,
            trouble: String::new(),
            logs_trouble: String::new(),
            latest,
        }
    }

    /// Says what went wrong, in the next message.
    pub fn tell(&mut self, trouble: impl Into<String>) {
        self.trouble = trouble.into();
    }

    /// Says what is wrong with event logs, in every message until it is empty.
    pub fn tell_of_logs(&mut self, trouble: String) {
        self.logs_trouble = trouble;
    }

    /// What went wrong last.
    pub fn trouble(&self) -> &str {
        &self.trouble
    }

    /// How many messages wait.
    pub fn n_waiting(&self) -> usize {
        self.state.spool.n_waiting()
    }

    /// Up to which record event logs were looked at.
    pub fn bookmarks(&self) -> &Bookmarks {
        &self.state.bookmarks
    }

    /// Event logs were looked at up to here, and what they show waits in the queue.
    pub fn keep_bookmarks(&mut self, marks: Bookmarks) {
        self.state.set_bookmarks(marks);
    }

    /// How long the portal wants to be left alone between two looks at the machine.
    pub fn every(&self, world: &dyn World) -> Duration {
        wait::until_next(self.state.device.as_ref().map_or(3600, |d| d.every_s), world.chance())
    }

    /// Puts facts into the queue; a heartbeat when they are those of the last look.
    pub fn queue(&mut self, collected_at: Timestamp, mut facts: Map<String, Value>) {
        if let Some(latest) = &self.latest {
            steady::keep_boot_time(latest, &mut facts);
        }
        let is_same = self.latest.as_ref() == Some(&facts);
        // A heartbeat stands for facts the portal has or that wait before it.
        let entry = Entry { collected_at, facts: (!is_same).then(|| facts.clone()), found: Vec::new() };
        self.latest = Some(facts);
        self.push(entry);
    }

    /// Puts what event logs show into the queue.
    pub fn queue_found(&mut self, looked_at: Timestamp, found: Vec<Finding>) {
        if !found.is_empty() {
            self.push(Entry { collected_at: looked_at, facts: None, found });
        }
    }

    /// Whether nothing that event logs show waits in memory alone.
    pub fn is_found_on_disk(&self) -> bool {
        self.state.spool.is_found_on_disk()
    }

    fn push(&mut self, entry: Entry) {
        let (n_dropped, trouble) = self.state.spool.push(entry);
        self.n_dropped = self.n_dropped.saturating_add(n_dropped);
        if n_dropped > 0 {
            self.tell(format!("{n_dropped} messages that waited were given up, for too many wait"));
        }
        if let Some(error) = &trouble {
            self.tell(format!("the queue cannot be written: {error}"));
        }
    }

    /// Sends what waits until nothing does, or something stands in the way.
    pub fn deliver(&mut self, line: &dyn Line, world: &dyn World) -> Delivered {
        loop {
            let Some(device) = self.state.device.clone() else { return Delivered::Revoked };
            if device.standing == Standing::Revoked {
                return Delivered::Revoked;
            }
            let mut told = std::mem::take(&mut self.state.told);
            // What a portal does not keep yet is not sent to it before what it waits for.
            let found_first = device.standing == Standing::Approved;
            let entry = self.state.spool.first(found_first, &mut told);
            if let Some(last) = told.pop() {
                self.tell(last);
            }
            let Some(entry) = entry else { return Delivered::All(self.every(world)) };
            if !entry.found.is_empty() {
                if let Some(delivered) = self.deliver_found(&device, entry, line, world) {
                    return delivered;
                }
                continue;
            }
            let facts = entry.facts.clone().or_else(|| self.known_facts());
            let news = self.news(&device, entry.collected_at, facts.as_ref(), false);
            let mut sent = match news {
                Some(news) => self.send(&device, news, facts.as_ref(), line, world),
                // Nothing is known that a heartbeat could stand for; the next look brings it.
                None => {
                    self.state.spool.done();
                    self.latest = None;
                    continue;
                }
            };
            if let Sent::WantsAll(reply) = sent {
                self.heed(&device, &reply, None);
                let device = self.state.device.clone().unwrap_or(device.clone());
                let news = self.news(&device, entry.collected_at, facts.as_ref(), true);
                sent = match news {
                    Some(news) => self.send(&device, news, facts.as_ref(), line, world),
                    None => Sent::Failed("the portal lost the facts, and none are at hand".to_owned(), None),
                };
            }
            if let Some(delivered) = self.settle(sent, &device, world) {
                return delivered;
            }
        }
    }

    /// Sends what event logs show; nothing when the next may go.
    fn deliver_found(
        &mut self,
        device: &Device,
        entry: Entry,
        line: &dyn Line,
        world: &dyn World,
    ) -> Option<Delivered> {
        let news = News::Found { looked_at: entry.collected_at, findings: entry.found };
        let mut sent = self.send(device, news.clone(), None, line, world);
        if let Sent::WantsAll(reply) = sent {
            // It did not like the number. What the logs show is whole already.
            self.state.seq_at_least(reply.next_seq);
            sent = self.send(device, news, None, line, world);
        }
        if let Sent::Refused(why) = sent {
            // Facts are as they were: nothing about them was refused. The next goes at once, or they would wait behind what is refused.
            self.state.spool.done();
            self.n_dropped = self.n_dropped.saturating_add(1);
            self.tell(why);
            return None;
        }
        self.settle(sent, device, world)
    }

    /// Says that the agent is being taken off.
    pub fn goodbye(&mut self, line: &dyn Line, world: &dyn World) -> Result<(), String> {
        let device = self.state.device.clone().ok_or("this machine was never enrolled")?;
        match self.send(&device, News::Goodbye, None, line, world) {
            Sent::Taken(_) | Sent::NotIn(_) => Ok(()),
            Sent::WantsAll(reply) => {
                self.state.seq_at_least(reply.next_seq);
                match self.send(&device, News::Goodbye, None, line, world) {
                    Sent::Taken(_) | Sent::NotIn(_) => Ok(()),
                    Sent::WantsAll(_) => {
                        Err("the portal takes no number of ours; another machine may use this key".to_owned())
                    }
                    Sent::Refused(why) | Sent::Failed(why, _) => Err(why),
                }
            }
            Sent::Refused(why) | Sent::Failed(why, _) => Err(why),
        }
    }

    /// The state, to be taken apart.
    pub fn into_state(self) -> State {
        self.state
    }

    /// What the portal holds, or what was collected last.
    fn known_facts(&self) -> Option<Map<String, Value>> {
        self.state.base.as_ref().map(|base| base.facts.clone()).or_else(|| self.latest.clone())
    }

    /// What to say of facts: all, what changed, or that nothing did.
    fn news(
        &self,
        device: &Device,
        collected_at: Timestamp,
        facts: Option<&Map<String, Value>>,
        all: bool,
    ) -> Option<News> {
        let base = self.state.base.as_ref().filter(|_| !all);
        if device.standing == Standing::Waiting && !all {
            // What is sent before a person let the device in is not kept, so it is kept short; then the portal asks for all.
            let base = base.map_or(0, |b| b.seq);
            return Some(News::Same { base, collected_at });
        }
        let facts = facts?;
        Some(match base {
            None => News::Full { collected_at, facts: facts.clone() },
            Some(base) => {
                let changed = changes(&base.facts, facts);
                match changed.is_empty() {
                    true => News::Same { base: base.seq, collected_at },
                    false => News::Changes { base: base.seq, collected_at, facts: changed },
                }
            }
        })
    }

    fn send(
        &mut self,
        device: &Device,
        news: News,
        facts: Option<&Map<String, Value>>,
        line: &dyn Line,
        world: &dyn World,
    ) -> Sent {
        let day = day(world);
        let is_goodbye = news == News::Goodbye;
        let is_full = matches!(news, News::Full { .. });
        // What may be an attack does not wait for tomorrow; it has a second allowance.
        let allowed =
            device.bytes_a_day.saturating_mul(if matches!(news, News::Found { .. }) { 2 } else { 1 });
        let seq = self.state.next_seq();
        let message = self.message(device, seq, news, world);
        let text = serde_json::to_vec(&message).unwrap_or_default();
        let packed = pack(&text);
        if text.len() > MAX_BYTES || packed.len() > MAX_PACKED_BYTES {
            return Sent::Refused(format!(
                "a message of {} bytes is larger than the portal takes",
                packed.len()
            ));
        }
        let used = self.state.n_bytes_on(&day);
        let cost = packed.len() as u64 + line.n_bytes_around();
        // The first message of a day always goes, or a small allowance would silence the machine for good.
        if used > 0 && used.saturating_add(cost) > allowed && !is_goodbye {
            let why = format!(
                "{used} of {} bytes for today are used; the rest waits for tomorrow",
                device.bytes_a_day
            );
            return Sent::Failed(why, Some(Duration::from_secs(3600)));
        }
        let taken = self.state.take_seq();
        debug_assert_eq!(taken, seq, "nobody else takes numbers");
        let answer = line.post(CHECK_IN_PATH, Some(&device.id), &self.key.sign(&packed), &packed);
        let n_answer = answer.as_ref().map_or(0, |a| a.body.len() as u64);
        self.state.count_bytes(&day, cost + n_answer);
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Sent::Failed(error.0, None),
        };
        let reply: Option<Reply> = serde_json::from_slice(&answer.body).ok();
        match (answer.status, reply) {
            (200..=299, Some(reply)) => {
                let base = match (facts, reply.base) {
                    (Some(facts), Some(held)) if held == seq => Some(Base { seq, facts: facts.clone() }),
                    (_, Some(held)) => self.state.base.take().filter(|base| base.seq == held && !is_full),
                    (_, None) => None,
                };
                self.heed(device, &reply, base);
                Sent::Taken(reply)
            }
            (409, Some(reply)) => Sent::WantsAll(reply),
            (403, Some(reply)) => Sent::NotIn(reply),
            (400 | 413 | 415 | 422, _) => {
                Sent::Refused(format!("the portal does not take a message ({})", in_words(&answer)))
            }
            (_, _) => Sent::Failed(what_failed(&answer), answer.retry_after),
        }
    }

    fn message(&self, device: &Device, seq: u64, news: News, world: &dyn World) -> CheckIn {
        let now = world.now();
        CheckIn {
            version: VERSION,
            device: device.id.clone(),
            seq,
            sent_at: now,
            hardware: self.hardware.clone(),
            news,
            health: Health {
                agent: AGENT.to_owned(),
                started_at: Some(self.started_at),
                n_waiting: u32::try_from(self.state.spool.n_waiting().saturating_sub(1)).unwrap_or(u32::MAX),
                n_dropped: self.n_dropped,
                bytes_today: self.state.n_bytes_on(&day(world)),
                trouble: self.all_trouble(),
            },
        }
    }

    fn all_trouble(&self) -> String {
        let both = [self.logs_trouble.as_str(), self.trouble.as_str()];
        let both: Vec<&str> = both.into_iter().filter(|text| !text.is_empty()).collect();
        both.join("; ").chars().take(300).collect()
    }

    /// Keeps what the portal says of numbers, pace and standing.
    fn heed(&mut self, device: &Device, reply: &Reply, base: Option<Base>) {
        self.state.seq_at_least(reply.next_seq);
        self.state.set_base(base);
        self.state.set_device(Device {
            standing: reply.state,
            every_s: reply.every_s,
            bytes_a_day: reply.bytes_a_day,
            ..device.clone()
        });
    }

    /// What follows from what became of a message; nothing when the next may go.
    fn settle(&mut self, sent: Sent, device: &Device, world: &dyn World) -> Option<Delivered> {
        match sent {
            Sent::Taken(reply) => {
                self.n_failures = 0;
                self.trouble.clear();
                self.look_at_clock(reply.now, world);
                if reply.state == Standing::Approved {
                    self.state.spool.done();
                    return None;
                }
                self.standing(&reply, world)
            }
            Sent::NotIn(reply) => {
                self.n_failures = 0;
                self.state.seq_at_least(reply.next_seq);
                self.state.set_device(Device {
                    standing: reply.state,
                    every_s: reply.every_s,
                    ..device.clone()
                });
                self.standing(&reply, world)
            }
            Sent::Refused(why) => {
                self.state.spool.done();
                self.state.set_base(None);
                self.latest = None;
                self.n_dropped = self.n_dropped.saturating_add(1);
                self.fail(why, None, world)
            }
            Sent::WantsAll(_) => self.fail(
                "the portal asked for all facts twice; another machine may use this key".to_owned(),
                None,
                world,
            ),
            Sent::Failed(why, after) => self.fail(why, after, world),
        }
    }

    fn standing(&self, reply: &Reply, world: &dyn World) -> Option<Delivered> {
        Some(match reply.state {
            Standing::Revoked => Delivered::Revoked,
            Standing::Waiting => Delivered::Waiting(wait::until_next(reply.every_s, world.chance())),
            // Let in at this moment: ask again soon.
            Standing::Approved => {
                Delivered::Later(wait::until_next(60, world.chance()), "let in just now".to_owned())
            }
        })
    }

    fn fail(&mut self, why: String, after: Option<Duration>, world: &dyn World) -> Option<Delivered> {
        self.n_failures = self.n_failures.saturating_add(1);
        self.tell(why.clone());
        Some(Delivered::Later(wait::after_failures(self.n_failures, after, world.chance()), why))
    }

    fn look_at_clock(&mut self, portal: Timestamp, world: &dyn World) {
        let differs_s = world.now().as_second().saturating_sub(portal.as_second());
        if differs_s.abs() > CLOCK_MAY_DIFFER_S {
            let way = if differs_s > 0 { "ahead of" } else { "behind" };
            self.tell(format!("this machine's clock is {} minutes {way} the portal's", differs_s.abs() / 60));
        }
    }
}

fn what_failed(answer: &Answer) -> String {
    let said = in_words(answer);
    match answer.status {
        401 | 403 | 404 => {
            format!("the portal does not know this device ({said}); enrol it again with a new token")
        }
        429 => format!("the portal asks to be left alone for a while ({said})"),
        500..=599 => format!("the portal is in trouble ({said})"),
        _ => format!("the answer is not that of a portal ({said}); look at the address"),
    }
}

/// The day by the machine's clock, as a name for an allowance of bytes.
fn day(world: &dyn World) -> String {
    world.now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
