//! What waits to be sent: snapshots on disk, oldest first, bounded; the newest facts, and what event logs show, are given up last.
//!
//! An entry holds facts whole, so each can be sent whatever became of the others. A heartbeat says that nothing changed since the
//! entry before; of heartbeats in a row only the newest is kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use holdfast_wire::hunt::Finding;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::whole::{self, Found};
use crate::talk::pack::{pack, unpack};

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct Cap {
    /// Entries.
    pub n_entries: usize,
    /// Bytes on disk.
    pub n_bytes: u64,
}

impl Default for Cap {
    fn default() -> Self {
        Self { n_entries: 200, n_bytes: 16 << 20 }
    }
}

/// A look at the machine that waits to be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was collected.
    pub collected_at: Timestamp,
    /// All parts; none when nothing changed since the entry before, or when this is about event logs.
    pub facts: Option<Map<String, Value>>,
    /// What event logs show; then it says nothing of facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Finding>,
}

/// What an entry is, from what is given up first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Heartbeat,
    Facts,
    Found,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Heartbeat, Self::Facts, Self::Found];

    fn of(entry: &Entry) -> Self {
        match (&entry.facts, entry.found.is_empty()) {
            (_, false) => Self::Found,
            (Some(_), true) => Self::Facts,
            (None, true) => Self::Heartbeat,
        }
    }

    /// The end of a file's name.
    fn ending(self) -> &'static str {
        match self {
            Self::Heartbeat => "same",
            Self::Facts => "facts",
            Self::Found => "found",
        }
    }
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    kind: Kind,
    n_bytes: u64,
    /// Kept here while the disk takes nothing.
    unwritten: Option<Entry>,
}

/// The queue.
#[derive(Debug)]
pub struct Spool {
    dir: PathBuf,
    cap: Cap,
    waiting: Vec<Waiting>,
    next: u64,
    /// Which of those that wait was handed out.
    turn: usize,
}

impl Spool {
    /// The queue in a folder. What a stopped write left behind is removed; names that are none of ours stay.
    pub fn open(dir: &Path, cap: Cap) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        let mut waiting = Vec::new();
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if whole::is_temporary(&name) {
                fs::remove_file(entry.path())?;
            } else if let Some((number, kind)) = numbered(&name) {
                waiting.push(Waiting { number, kind, n_bytes: entry.metadata()?.len(), unwritten: None });
            }
        }
        waiting.sort_by_key(|w| w.number);
        let next = waiting.last().map_or(1, |w| w.number.saturating_add(1));
        Ok(Self { dir: dir.to_path_buf(), cap, waiting, next, turn: 0 })
    }

    /// How many wait.
    pub fn n_waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Adds one. Returns how many were given up for it, and why the disk did not take it, if so: then it waits in memory.
    pub fn push(&mut self, entry: Entry) -> (u32, Option<io::Error>) {
        let kind = Kind::of(&entry);
        let is_heartbeat = kind == Kind::Heartbeat;
        if is_heartbeat && self.waiting.last().is_some_and(|last| last.kind == Kind::Heartbeat) {
            self.remove(self.waiting.len() - 1);
        }
        let number = self.next;
        self.next = self.next.saturating_add(1);
        let packed = serde_json::to_vec(&entry).map(|text| pack(&text)).unwrap_or_default();
        let trouble = whole::write(&self.path(number, kind), &packed).err();
        let unwritten = trouble.is_some().then_some(entry);
        if unwritten.is_some() {
            // Of facts in memory the newest is enough, and a heartbeat is worth less than they are.
            self.waiting.retain(|w| w.unwritten.is_none() || w.kind > kind || kind == Kind::Found);
        }
        self.waiting.push(Waiting { number, kind, n_bytes: packed.len() as u64 + 128, unwritten });
        (self.keep_within_cap(), trouble)
    }

    /// Whether no finding of event logs waits in memory alone.
    pub fn is_found_on_disk(&self) -> bool {
        self.waiting.iter().all(|w| w.kind != Kind::Found || w.unwritten.is_none())
    }

    /// The one whose turn it is: what event logs show, when `found_first`, and else the oldest. What is broken is set aside, told,
    /// and the next is taken.
    pub fn first(&mut self, found_first: bool, told: &mut Vec<String>) -> Option<Entry> {
        loop {
            let found = self.waiting.iter().position(|w| w.kind == Kind::Found);
            self.turn = found.filter(|_| found_first).unwrap_or(0);
            let first = self.waiting.get(self.turn)?;
            if let Some(entry) = &first.unwritten {
                return Some(entry.clone());
            }
            let path = self.path(first.number, first.kind);
            let entry = match whole::read(&path) {
                Ok(Found::Whole(body)) => {
                    unpack(&body).ok().and_then(|text| serde_json::from_slice(&text).ok())
                }
                Ok(Found::Broken(what)) => {
                    told.push(what);
                    None
                }
                Ok(Found::Nothing) => None,
                Err(error) => {
                    told.push(format!("{} cannot be read: {error}", path.display()));
                    None
                }
            };
            match entry {
                Some(entry) => return Some(entry),
                None => self.remove(self.turn),
            }
        }
    }

    /// Takes off the one whose turn it was.
    pub fn done(&mut self) {
        if self.turn < self.waiting.len() {
            self.remove(self.turn);
        }
    }

    /// Heartbeats go first, then facts, then what logs show, each oldest first. The newest entry always stays, and the newest facts:
    /// heartbeats behind them say that they still hold.
    fn keep_within_cap(&mut self) -> u32 {
        let mut n_dropped = 0;
        while self.waiting.len() > 1 && self.is_over() {
            let newest_facts = self.waiting.iter().rposition(|w| w.kind == Kind::Facts);
            let older = self.waiting.iter().enumerate().take(self.waiting.len() - 1);
            let least = older.filter(|(at, _)| Some(*at) != newest_facts).min_by_key(|(_, w)| w.kind);
            let Some((at, _)) = least else { break };
            self.remove(at);
            n_dropped += 1;
        }
        n_dropped
    }

    fn is_over(&self) -> bool {
        let n_bytes: u64 = self.waiting.iter().map(|w| w.n_bytes).sum();
        self.waiting.len() > self.cap.n_entries || n_bytes > self.cap.n_bytes
    }

    fn remove(&mut self, at: usize) {
        let gone = self.waiting.remove(at);
        // One that stays is sent once more after a restart, which says the same again and harms nothing.
        let _ = fs::remove_file(self.path(gone.number, gone.kind));
    }

    fn path(&self, number: u64, kind: Kind) -> PathBuf {
        self.dir.join(format!("{number:012}.{}", kind.ending()))
    }
}

fn numbered(name: &str) -> Option<(u64, Kind)> {
    let (number, ending) = name.split_once('.')?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.ending() == ending)?;
    Some((number.parse().ok()?, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: i64) -> Entry {
        let facts = Map::from_iter([("n".to_owned(), Value::from(n))]);
        Entry {
            collected_at: Timestamp::from_second(n).expect("a time"),
            facts: Some(facts),
            found: Vec::new(),
        }
    }

    fn same(n: i64) -> Entry {
        Entry { facts: None, ..entry(n) }
    }

    fn all(spool: &mut Spool) -> Vec<i64> {
        let mut told = Vec::new();
        let mut found = Vec::new();
        while let Some(entry) = spool.first(false, &mut told) {
            let second = entry.collected_at.as_second();
            found.push(if entry.facts.is_some() { second } else { -second });
            spool.done();
        }
        found
    }

    #[test]
    fn heartbeats_in_a_row_become_one_and_go_before_facts() {
        let dir = tempfile::tempdir().expect("a folder");
        let cap = Cap { n_entries: 3, ..Cap::default() };
        let mut spool = Spool::open(dir.path(), cap).expect("open");
        let mut n_dropped = 0;
        for next in [entry(1), same(2), same(3), entry(4), entry(5), entry(6), same(7)] {
            n_dropped += spool.push(next).0;
        }
        assert_eq!(n_dropped, 3, "the heartbeat, then facts of 1 and 4");
        let mut again = Spool::open(dir.path(), cap).expect("open");
        assert_eq!(again.n_waiting(), 3);
        assert_eq!(all(&mut again), [5, 6, -7]);
        assert_eq!(Spool::open(dir.path(), cap).expect("open").n_waiting(), 0);
    }

    #[test]
    fn bytes_have_a_cap_and_the_newest_always_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::open(dir.path(), Cap { n_bytes: 100, ..Cap::default() }).expect("open");
        assert_eq!(spool.push(entry(1)).0, 0);
        assert_eq!(spool.push(entry(2)).0, 1);
        assert_eq!(all(&mut spool), [2]);
    }

    #[test]
    fn one_broken_at_any_byte_costs_itself_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let name = "000000000002.facts";
        let n_bytes = {
            let mut spool = Spool::open(dir.path(), Cap::default()).expect("open");
            (1..=3).for_each(|n| drop(spool.push(entry(n))));
            fs::read(dir.path().join(name)).expect("there")
        };
        let others: Vec<_> = [1, 3].map(|n| format!("{n:012}.facts")).to_vec();
        let kept: Vec<_> = others.iter().map(|n| fs::read(dir.path().join(n)).expect("there")).collect();
        for n in 0..n_bytes.len() {
            fs::write(dir.path().join(name), &n_bytes[..n]).expect("written");
            fs::write(dir.path().join("000000000004.facts.new"), b"half").expect("written");
            let mut spool = Spool::open(dir.path(), Cap::default()).expect("open");
            assert_eq!(all(&mut spool), [1, 3], "cut at {n}");
            others
                .iter()
                .zip(&kept)
                .for_each(|(n, bytes)| fs::write(dir.path().join(n), bytes).expect("written"));
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_leaves_the_newest_in_memory() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::open(&dir.path().join("spool"), Cap::default()).expect("open");
        fs::remove_dir_all(dir.path().join("spool")).expect("removed");
        assert!(spool.push(entry(1)).1.is_some());
        assert!(spool.push(entry(2)).1.is_some());
        assert_eq!(all(&mut spool), [2]);
        assert!(spool.is_found_on_disk(), "none waits");
        assert!(spool.push(found(3)).1.is_some());
        fs::create_dir_all(dir.path().join("spool")).expect("made");
        assert!(spool.push(found(4)).1.is_none());
        assert!(!spool.is_found_on_disk(), "the third is in memory alone");
        assert_eq!(all(&mut spool), [-3, -4]);
        assert!(spool.is_found_on_disk(), "they were sent");
    }

    fn found(n: i64) -> Entry {
        let finding = serde_json::json!({
            "rule": { "title": "A rule" }, "severity": "high", "host": "PC-1", "n_events": 1,
            "first_at": "2026-03-02T11:30:00Z", "last_at": "2026-03-02T11:30:00Z",
            "example": { "at": "2026-03-02T11:30:00Z", "channel": "Security", "file": "S.evtx", "place": 1 }
        });
        Entry { facts: None, found: vec![serde_json::from_value(finding).expect("a finding")], ..entry(n) }
    }

    #[test]
    fn what_logs_show_goes_first_when_asked_and_is_given_up_last_but_for_the_newest_facts() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::open(dir.path(), Cap { n_entries: 3, n_bytes: 1 << 20 }).expect("open");
        for e in [entry(1), found(2), entry(3), same(4), found(5), found(6)] {
            spool.push(e);
        }
        let mut told = Vec::new();
        let mut second = |spool: &mut Spool, found_first| {
            let at = spool.first(found_first, &mut told).map(|e| e.collected_at.as_second());
            spool.done();
            at
        };
        let got = [
            second(&mut spool, true),
            second(&mut spool, false),
            second(&mut spool, true),
            second(&mut spool, true),
        ];
        assert_eq!(got, [Some(5), Some(3), Some(6), None]);
    }
}
