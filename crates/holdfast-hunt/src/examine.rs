//! One thread's work: events of a unit in, hits counted, folded, and kept for correlations and for lists of all hits.

use std::sync::Arc;

use holdfast_evtx::{ChunkBuf, Decoder};
#[cfg(feature = "files")]
use holdfast_sigma::JsonEvent;
use holdfast_sigma::{RuleId, Scratch, Values};
use holdfast_wire::hunt::Unread;
use sha2::{Digest as _, Sha256};

use crate::captured::{Captured, From};
use crate::card::{Card, Place, Source};
use crate::engine::Engine;
use crate::fold::Digest;
use crate::log_event::Lens;
use crate::options::Options;
#[cfg(feature = "files")]
use crate::source::feed::{Holds, Unit};
#[cfg(feature = "files")]
use crate::source::xml;
use crate::tally::Tally;

/// A hit, for those who want every one.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The rule.
    pub rule: RuleId,
    pub(crate) card: Arc<Card>,
}

/// What a thread has and reuses.
pub(crate) struct Examiner<'e> {
    engine: &'e Engine,
    lens: Lens,
    decoder: Decoder,
    #[cfg(feature = "files")]
    text: JsonEvent,
    work: Work<'e>,
}

/// What is done with one event, whatever it came from.
struct Work<'e> {
    engine: &'e Engine,
    options: &'e Options,
    scratch: Scratch,
    values: Values,
    host: String,
    channel: String,
    /// The rules the event hit that are neither allowed nor left to correlations alone.
    rules: Vec<RuleId>,
    found: Found,
}

/// What a thread found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) tally: Tally,
    /// Of the unit at hand.
    pub(crate) captured: Vec<Captured>,
    /// Of the unit at hand, when every hit is wanted.
    pub(crate) hits: Vec<Hit>,
    /// Of the unit at hand.
    pub(crate) unread: Vec<Unread>,
}

impl<'e> Examiner<'e> {
    pub(crate) fn new(engine: &'e Engine, options: &'e Options) -> Self {
        Self {
            engine,
            lens: Lens::new(engine.program().fields()),
            decoder: Decoder::new(),
            #[cfg(feature = "files")]
            text: JsonEvent::new(),
            work: Work {
                engine,
                options,
                scratch: Scratch::new(),
                values: Values::new(),
                host: String::new(),
                channel: String::new(),
                rules: Vec::new(),
                found: Found::default(),
            },
        }
    }

    /// What was found so far.
    pub(crate) fn found(&mut self) -> &mut Found {
        &mut self.work.found
    }

    pub(crate) fn into_tally(self) -> Tally {
        self.work.found.tally
    }

    /// Reads the events of a chunk whose number in their file is above `after`.
    pub(crate) fn chunk(&mut self, chunk: &ChunkBuf, after: u64, place: &mut Place) {
        let fields = self.engine.program().fields();
        let bad = |place: u64, file: &str, reason: String| Unread {
            file: file.to_owned(),
            place: Some(place),
            reason,
        };
        let chunk = match chunk.chunk() {
            Ok(chunk) => chunk,
            Err(error) => {
                self.work.found.unread.push(bad(error.offset, &place.file, error.fault.to_string()));
                return;
            }
        };
        let mut events = self.decoder.events(chunk);
        while let Some(event) = events.next_event() {
            match event {
                Ok(event) if event.record().id <= after && after > 0 => {}
                Ok(event) => {
                    place.place = event.record().offset;
                    let seen = self.lens.look(event, fields);
                    self.work.event(&seen, place);
                }
                Err(error) => {
                    self.work.found.unread.push(bad(error.offset, &place.file, error.fault.to_string()));
                }
            }
        }
    }

    /// Reads every event of a unit.
    #[cfg(feature = "files")]
    pub(crate) fn examine(&mut self, unit: &Unit) {
        let fields = self.engine.program().fields();
        let mut place = Place { file_no: unit.file_no, place: 0, file: Arc::clone(&unit.file) };
        match unit.holds {
            Holds::Chunk => {
                for chunk in unit.chunks.iter().take(unit.n_chunks) {
                    self.chunk(chunk, 0, &mut place);
                }
            }
            Holds::Json | Holds::Xml => {
                let bad = |place: u64, reason: String| Unread {
                    file: unit.file.to_string(),
                    place: Some(place),
                    reason,
                };
                for (line, reason) in &unit.block.bad {
                    self.work.found.unread.push(bad(*line, (*reason).to_owned()));
                }
                for (from, to, line) in &unit.block.objects {
                    let text = unit.block.text.get(*from..*to).unwrap_or_default();
                    let read = match unit.holds {
                        Holds::Json => {
                            self.text.read(text, fields).map_err(|e| match std::error::Error::source(&e) {
                                Some(source) => format!("{e}: {source}"),
                                None => e.to_string(),
                            })
                        }
                        _ => xml::read(&String::from_utf8_lossy(text), &mut self.text, fields),
                    };
                    match read {
                        Ok(()) => {
                            place.place = *line;
                            self.work.event(&self.text, &place);
                        }
                        Err(reason) => self.work.found.unread.push(bad(*line, reason)),
                    }
                }
            }
        }
    }
}

impl Work<'_> {
    fn event(&mut self, event: &dyn Source, place: &Place) {
        let at_us = event.at_us();
        if !self.options.is_in_time(at_us) {
            self.found.tally.n_outside += 1;
            return;
        }
        self.host.clear();
        event.host(&mut self.host);
        self.channel.clear();
        self.channel.push_str(event.as_event().channel());
        let tally = &mut self.found.tally;
        let (host, channel) = (tally.hosts.id(&self.host), tally.channels.id(&self.channel));
        let command_line = command_line(self.engine, event, &self.channel, &mut self.values);
        tally.read(host, channel, at_us, command_line);
        let hits = self.engine.program().matches(event.as_event(), &mut self.scratch);
        if hits.is_empty() {
            return;
        }
        self.rules.clear();
        self.rules
            .extend(hits.iter().filter(|rule| !self.options.allow.leaves_out(**rule, &self.host, event)));
        self.found.tally.n_allowed += (hits.len() - self.rules.len()) as u64;
        self.found.tally.n_hits += self.rules.len() as u64;
        self.hits(event, at_us.unwrap_or(0), host, place);
    }

    /// What becomes of the rules an event hit.
    fn hits(&mut self, event: &dyn Source, at_us: i64, host: u32, place: &Place) {
        let (engine, found) = (self.engine, &mut self.found);
        let mut card = None;
        for rule in self.rules.iter().filter(|rule| engine.is_reported(**rule)) {
            self.values.clear();
            engine.program().read_looked_at(*rule, event.as_event(), &mut self.values);
            let host_name = &self.host;
            let mut show = || Card::of(event, at_us, host_name, place);
            if self.options.wants_hits {
                let card = card.get_or_insert_with(|| Arc::new(show()));
                found.hits.push(Hit { rule: *rule, card: Arc::clone(card) });
            }
            let key = (u32::try_from(rule.index()).unwrap_or(u32::MAX), host);
            found.tally.folded.add(key, digest(&self.values), (at_us, place.file_no, place.place), &mut show);
        }
        if self.rules.iter().any(|rule| engine.is_correlated(*rule)) {
            let from = From {
                at_us,
                host: self.host.as_str().into(),
                file: Arc::clone(&place.file),
                place: place.place,
                record_id: event.record_id(),
            };
            let rules: Vec<RuleId> =
                self.rules.iter().copied().filter(|r| engine.is_correlated(*r)).collect();
            let (keep, fields) = (engine.correlated_fields(), engine.program().fields());
            found.captured.push(Captured::of(event.as_event(), from, &rules, keep, fields));
        }
    }
}

/// For an event about a new process, whether it says the command line.
fn command_line(engine: &Engine, event: &dyn Source, channel: &str, values: &mut Values) -> Option<bool> {
    let is_process = match event.as_event().event_id()? {
        4688 => channel.eq_ignore_ascii_case("Security"),
        1 => channel.eq_ignore_ascii_case("Microsoft-Windows-Sysmon/Operational"),
        _ => false,
    };
    let field = engine.command_line().filter(|_| is_process)?;
    values.clear();
    event.as_event().field(engine.program().fields().field(field), values);
    Some(values.iter().flatten().any(|text| !text.is_empty()))
}

/// Of the values a rule looks at: each with its length, so that no two lists of values are the same bytes.
fn digest(values: &Values) -> Digest {
    let mut hash = Sha256::new();
    for value in values.iter() {
        match value {
            Some(text) => {
                hash.update((text.len() as u64 + 1).to_le_bytes());
                hash.update(text.as_bytes());
            }
            None => hash.update(0_u64.to_le_bytes()),
        }
    }
    first_half(&hash.finalize())
}

/// The first 128 bits.
pub(crate) fn first_half(hash: &[u8]) -> Digest {
    let mut half = [0; 16];
    half.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    Digest::from_be_bytes(half)
}
