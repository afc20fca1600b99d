//! What one thread has counted: findings so far, and what was read of each log of each computer.

use std::collections::HashMap;

use holdfast_wire::hunt::{CommandLines, Coverage};

use crate::card::timestamp;
use crate::fold::Folded;
use crate::names::Names;

/// Computers, and logs, that are told apart.
const MAX_NAMES: usize = 10_000;

/// What was read of one log of one computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cover {
    n_events: u64,
    first_us: i64,
    last_us: i64,
    n_processes: u64,
    n_command_lines: u64,
}

/// Counts.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) hosts: Names,
    pub(crate) channels: Names,
    pub(crate) folded: Folded,
    covered: HashMap<(u32, u32), Cover>,
    last: Option<((u32, u32), Cover)>,
    pub(crate) n_events: u64,
    pub(crate) n_hits: u64,
    pub(crate) n_allowed: u64,
    pub(crate) n_without_time: u64,
    /// Events outside the time asked for.
    pub(crate) n_outside: u64,
}

impl Cover {
    const NONE: Self =
        Self { n_events: 0, first_us: i64::MAX, last_us: i64::MIN, n_processes: 0, n_command_lines: 0 };

    fn join(&mut self, other: Self) {
        self.n_events += other.n_events;
        self.first_us = self.first_us.min(other.first_us);
        self.last_us = self.last_us.max(other.last_us);
        self.n_processes += other.n_processes;
        self.n_command_lines += other.n_command_lines;
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            hosts: Names::new(MAX_NAMES, "(other computers)"),
            channels: Names::new(MAX_NAMES, "(other logs)"),
            folded: Folded::default(),
            covered: HashMap::new(),
            last: None,
            n_events: 0,
            n_hits: 0,
            n_allowed: 0,
            n_without_time: 0,
            n_outside: 0,
        }
    }
}

impl Tally {
    /// Counts an event as read. `command_line`: for an event about a new process, whether it has the command line.
    pub(crate) fn read(&mut self, host: u32, channel: u32, at_us: Option<i64>, command_line: Option<bool>) {
        self.n_events += 1;
        let key = (host, channel);
        // Most events are of the same log as the one before.
        if self.last.is_none_or(|(last, _)| last != key) {
            self.put_last();
        }
        let (_, cover) = self.last.get_or_insert((key, Cover::NONE));
        cover.n_events += 1;
        match at_us {
            Some(at_us) => {
                cover.first_us = cover.first_us.min(at_us);
                cover.last_us = cover.last_us.max(at_us);
            }
            None => self.n_without_time += 1,
        }
        cover.n_processes += u64::from(command_line.is_some());
        cover.n_command_lines += u64::from(command_line == Some(true));
    }

    fn put_last(&mut self) {
        if let Some((key, cover)) = self.last.take() {
            self.covered.entry(key).or_insert(Cover::NONE).join(cover);
        }
    }

    /// Takes what another thread has counted.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.put_last();
        other.put_last();
        for ((host, channel), cover) in other.covered {
            let key = (self.hosts.id(other.hosts.name(host)), self.channels.id(other.channels.name(channel)));
            self.covered.entry(key).or_insert(Cover::NONE).join(cover);
        }
        let (ours, theirs) = (&mut self.hosts, &other.hosts);
        self.folded.merge(other.folded, &mut |host| ours.id(theirs.name(host)));
        self.n_events += other.n_events;
        self.n_hits += other.n_hits;
        self.n_allowed += other.n_allowed;
        self.n_without_time += other.n_without_time;
        self.n_outside += other.n_outside;
    }

    /// What was read, by computer and log.
    pub(crate) fn coverage(&mut self) -> Vec<Coverage> {
        self.put_last();
        let mut rows: Vec<Coverage> = self
            .covered
            .iter()
            .map(|((host, channel), cover)| Coverage {
                host: self.hosts.name(*host).to_owned(),
                channel: self.channels.name(*channel).to_owned(),
                n_events: cover.n_events,
                first_at: timestamp(cover.first_us.min(cover.last_us.max(0))),
                last_at: timestamp(cover.last_us.max(cover.first_us.min(0))),
                command_lines: (cover.n_processes > 0)
                    .then_some(CommandLines { n_with: cover.n_command_lines, n_of: cover.n_processes }),
            })
            .collect();
        rows.sort_by(|a, b| (&a.host, &a.channel).cmp(&(&b.host, &b.channel)));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_add_up_whatever_numbers_they_gave_to_names() {
        let (mut a, mut b) = (Tally::default(), Tally::default());
        for (tally, host, at) in [(0, "X", 5), (0, "Y", 6), (1, "y", 2), (1, "x", 9), (1, "X", 1)] {
            let tally = if tally == 0 { &mut a } else { &mut b };
            let (host, channel) = (tally.hosts.id(host), tally.channels.id("Security"));
            tally.read(host, channel, Some(at), Some(at > 5));
        }
        a.merge(b);
        let rows = a.coverage();
        let shown: Vec<_> = rows
            .iter()
            .map(|c| (c.host.as_str(), c.n_events, c.first_at.as_microsecond(), c.last_at.as_microsecond()))
            .collect();
        assert_eq!(shown, [("X", 3, 1, 9), ("Y", 2, 2, 6)]);
        assert_eq!(rows[0].command_lines, Some(CommandLines { n_with: 1, n_of: 3 }));
    }
}
