//! What must outlive a restart: the device's key and id, the number of its next message, what the portal holds, and what waits.
//!
//! Losing any of it costs a message that is larger than usual, or a new enrolment; never a stop. See `whole` for how files are kept.

mod key;
mod spool;
pub(crate) mod whole;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use holdfast_hunt::Bookmarks;
use holdfast_wire::device::Standing;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use key::DeviceKey;
pub use spool::{Cap, Entry, Spool};

use crate::os;
use crate::talk::pack::{pack, unpack};
use whole::Found;

/// The files of the state, besides the queue.
const NAMES: [&str; 6] = ["device", "base", "today", "number", "key", "logs"];

/// Why the state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// A folder or file cannot be read.
    #[error("cannot read `{path}`; run as root or administrator, or name another folder with --state", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder or file cannot be written.
    #[error("cannot write `{path}`; look for a full disk or a missing right", path = path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The device's key cannot be made.
    #[error("cannot make the device's key: {0}")]
    Key(String),
}

impl StateError {
    fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.to_path_buf(), source }
    }

    fn write(path: &Path, source: io::Error) -> Self {
        Self::Write { path: path.to_path_buf(), source }
    }
}

/// Who this device is to the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Which portal.
    pub server: String,
    /// The id it gave.
    pub id: String,
    /// How the device stands.
    pub standing: Standing,
    /// The SHA-256 of the token it was enrolled with: another token in the settings enrols anew.
    pub token_digest: String,
    /// Seconds between two messages, as the portal last said.
    pub every_s: u32,
    /// Most bytes a day, as the portal last said.
    pub bytes_a_day: u64,
}

/// The facts the portal holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// The message they came with.
    pub seq: u64,
    /// All parts.
    pub facts: Map<String, Value>,
}

/// Bytes used on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// The day by the machine's clock, as text.
    pub day: String,
    /// Bytes sent and received.
    pub n_bytes: u64,
}

/// Everything that is kept.
#[derive(Debug)]
pub struct State {
    dir: PathBuf,
    /// Who this device is to the portal; nothing before it enrolled.
    pub device: Option<Device>,
    /// What the portal is known to hold.
    pub base: Option<Base>,
    /// Bytes used.
    pub today: Today,
    /// Up to which record event logs were looked at.
    pub bookmarks: Bookmarks,
    /// What waits.
    pub spool: Spool,
    next_seq: u64,
    /// What was found broken or could not be written, in words, newest last.
    pub told: Vec<String>,
}

impl State {
    /// The state in a folder, which is made when it is not there.
    pub fn open(dir: &Path) -> Result<Self, StateError> {
        os::make_private_folder(dir).map_err(|e| StateError::write(dir, e))?;
        let mut told = Vec::new();
        for name in NAMES {
            // What a stopped write left behind.
            let _ = fs::remove_file(dir.join(format!("{name}.new")));
        }
        let spool_dir = dir.join("spool");
        let spool = Spool::open(&spool_dir, Cap::default()).map_err(|e| StateError::read(&spool_dir, e))?;
        Ok(Self {
            device: load(dir, "device", &mut told)?,
            base: load(dir, "base", &mut told)?,
            today: load(dir, "today", &mut told)?.unwrap_or_default(),
            bookmarks: load(dir, "logs", &mut told)?.unwrap_or_default(),
            next_seq: load(dir, "number", &mut told)?.unwrap_or(1),
            spool,
            told,
            dir: dir.to_path_buf(),
        })
    }

    /// The device's key, if there is one.
    pub fn key(&mut self) -> Result<Option<DeviceKey>, StateError> {
        DeviceKey::load(&self.dir.join("key"), &mut self.told)
    }

    /// The device's key, made when there is none.
    pub fn key_or_new(&mut self) -> Result<DeviceKey, StateError> {
        match self.key()? {
            Some(key) => Ok(key),
            None => DeviceKey::make(&self.dir.join("key")),
        }
    }

    /// The number of the next message, without taking it.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The number of a message that is about to be sent. It is written down before, so that no number is used twice.
    pub fn take_seq(&mut self) -> u64 {
        let seq = self.next_seq;
        self.next_seq = seq.saturating_add(1);
        let next = self.next_seq;
        self.keep("number", &next);
        seq
    }

    /// The portal wants no number below this.
    pub fn seq_at_least(&mut self, least: u64) {
        if least > self.next_seq {
            self.next_seq = least;
            self.keep("number", &least);
        }
    }

    /// The portal holds these facts, or it is not known which.
    pub fn set_base(&mut self, base: Option<Base>) {
        if self.base != base {
            self.base = base;
            let base = self.base.take();
            self.keep("base", &base);
            self.base = base;
        }
    }

    /// Event logs were looked at up to here.
    pub fn set_bookmarks(&mut self, bookmarks: Bookmarks) {
        if self.bookmarks != bookmarks {
            self.keep("logs", &bookmarks);
            self.bookmarks = bookmarks;
        }
    }

    /// How the device stands, and what the portal wants.
    pub fn set_device(&mut self, device: Device) {
        if self.device.as_ref() != Some(&device) {
            self.keep("device", &device);
            self.device = Some(device);
        }
    }

    /// Counts bytes on a day. A clock that is set makes another day, which costs at most a second allowance.
    pub fn count_bytes(&mut self, day: &str, n_bytes: u64) {
        if self.today.day != day {
            self.today = Today { day: day.to_owned(), n_bytes: 0 };
        }
        self.today.n_bytes = self.today.n_bytes.saturating_add(n_bytes);
        let today = self.today.clone();
        self.keep("today", &today);
    }

    /// Bytes used on a day so far.
    pub fn n_bytes_on(&self, day: &str) -> u64 {
        if self.today.day == day { self.today.n_bytes } else { 0 }
    }

    /// Removes all of it. Only what the agent wrote is touched.
    pub fn forget(self) -> Result<(), StateError> {
        let dir = self.dir;
        let names = NAMES.map(|name| dir.join(name));
        let gone = |path: &Path, done: io::Result<()>| match done {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StateError::write(path, error)),
            _ => Ok(()),
        };
        for path in &names {
            gone(path, fs::remove_file(path))?;
        }
        let spool = dir.join("spool");
        gone(&spool, fs::remove_dir_all(&spool))?;
        // The folder goes too, unless something of others lies in it.
        let _ = fs::remove_dir(&dir);
        Ok(())
    }

    /// Writes a part down. A disk that takes nothing is told and stops nothing: what is lost is asked for again by the portal.
    fn keep(&mut self, name: &str, value: &impl Serialize) {
        let path = self.dir.join(name);
        let text = serde_json::to_vec(value).unwrap_or_default();
        if let Err(error) = whole::write(&path, &pack(&text)) {
            self.told.push(format!("{} cannot be written: {error}", path.display()));
        }
    }
}

fn load<T: DeserializeOwned>(
    dir: &Path,
    name: &str,
    told: &mut Vec<String>,
) -> Result<Option<T>, StateError> {
    let path = dir.join(name);
    match whole::read(&path).map_err(|e| StateError::read(&path, e))? {
        Found::Nothing => Ok(None),
        Found::Broken(what) => {
            told.push(what);
            Ok(None)
        }
        Found::Whole(body) => {
            let value = unpack(&body).ok().and_then(|text| serde_json::from_slice(&text).ok());
            if value.is_none() {
                // A file of a later release, after a step back to an earlier one.
                if let Ok(Found::Broken(what)) = whole::set_aside(&path, "is not of this release") {
                    told.push(what);
                }
            }
            Ok(value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_after_a_restart_and_follow_the_portal() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut state = State::open(dir.path()).expect("open");
        assert_eq!([state.take_seq(), state.take_seq()], [1, 2]);
        drop(state);
        let mut state = State::open(dir.path()).expect("open");
        assert_eq!(state.take_seq(), 3);
        state.seq_at_least(100);
        state.seq_at_least(50);
        drop(state);
        assert_eq!(State::open(dir.path()).expect("open").take_seq(), 100);
    }

    #[test]
    fn a_clock_set_to_any_day_counts_bytes_of_that_day() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut state = State::open(dir.path()).expect("open");
        state.count_bytes("2026-11-27", 10);
        state.count_bytes("2026-11-27", 5);
        assert_eq!((state.n_bytes_on("2026-11-27"), state.n_bytes_on("1970-01-01")), (15, 0));
        state.count_bytes("1970-01-01", 7);
        drop(state);
        assert_eq!(State::open(dir.path()).expect("open").n_bytes_on("1970-01-01"), 7);
    }

    #[test]
    fn forgetting_leaves_nothing_of_ours() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut state = State::open(dir.path()).expect("open");
        state.key_or_new().expect("a key");
        state.take_seq();
        state.forget().expect("gone");
        assert!(!dir.path().exists());
    }
}
