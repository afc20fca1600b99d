//! Every hit as a line of JSON that Timesketch takes as it is: `message`, `datetime` and `timestamp_desc`, and what else is known.
//!
//! Source: https://timesketch.org/guides/user/import-from-json-csv/

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::engine::Engine;
use crate::examine::Hit;
use crate::hunt::HitSink;

/// Writes hits as they come.
pub struct Timeline<'e, W> {
    engine: &'e Engine,
    out: W,
    /// What a write failed with; nothing is written after it.
    failed: Option<io::Error>,
}

impl<'e, W: Write + Send> Timeline<'e, W> {
    /// Writes to `out`.
    pub fn new(engine: &'e Engine, out: W) -> Self {
        Self { engine, out, failed: None }
    }

    /// Gives the output back, or what a write failed with.
    pub fn finish(mut self) -> io::Result<W> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.out.flush().map(|()| self.out),
        }
    }
}

impl<W: Write + Send> HitSink for Timeline<'_, W> {
    fn hit(&mut self, hit: &Hit) {
        if self.failed.is_none() {
            let line = line(self.engine, hit);
            let written = serde_json::to_writer(&mut self.out, &line).map_err(io::Error::from);
            self.failed = written.and_then(|()| self.out.write_all(b"\n")).err();
        }
    }
}

fn line(engine: &Engine, hit: &Hit) -> Value {
    let (event, rule) = (hit.event(), engine.shape(hit.rule()));
    let mut line = Map::new();
    // The event's own fields first, so that none takes the place of one that Timesketch needs.
    for (name, value) in &event.fields {
        line.insert(format!("event_{name}"), json!(value));
    }
    let id = event.event_id.map_or_else(String::new, |id| format!(" ({} {id})", event.channel));
    let known = json!({
        "message": format!("{}: {}{id}", hit.host(), rule.title),
        "datetime": event.at,
        "timestamp": event.at.as_microsecond(),
        "timestamp_desc": "Event Logged",
        "computer": hit.host(),
        "rule": rule.title,
        "rule_id": rule.id,
        "rule_author": rule.author,
        "rule_level": rule.level,
        "techniques": rule.techniques,
        "tactics": rule.tactics,
        "channel": event.channel,
        "event_id": event.event_id,
        "record_id": event.record_id,
        "file": event.file,
        "place": event.place,
    });
    if let Value::Object(known) = known {
        line.extend(known);
    }
    Value::Object(line)
}
