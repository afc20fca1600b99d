//! Files of a Linux system, read by their place in the table. It never writes, and never runs anything.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;

use holdfast_wire::device::Why;
use jiff::Timestamp;

use crate::collect::place::Place;
use crate::collect::seen::{Seen, of_io, unseen};

/// A larger file is cut off and said to be unreadable.
const MAX_FILE_BYTES: u64 = 64 << 20;
/// So many names of one folder are looked at.
const MAX_NAMES: usize = 50_000;

/// The file system, seen from a root: `/`, or a folder in tests.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Files below a root.
    pub fn below(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The text of a file; bytes that are no UTF-8 are replaced.
    pub fn text(&self, place: &Place) -> Seen<String> {
        self.text_of(place, &[])
    }

    /// The text of one file of a place with stars.
    pub fn text_of(&self, place: &Place, names: &[&str]) -> Seen<String> {
        self.bytes_of(place, names).map(|bytes| match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })
    }

    /// The bytes of a file.
    pub fn bytes(&self, place: &Place) -> Seen<Vec<u8>> {
        self.bytes_of(place, &[])
    }

    /// The first line without the space around it.
    pub fn line(&self, place: &Place) -> Seen<String> {
        self.line_of(place, &[])
    }

    /// The first line of one file of a place with stars.
    pub fn line_of(&self, place: &Place, names: &[&str]) -> Seen<String> {
        let text = self.text_of(place, names)?;
        let line = text.lines().next().unwrap_or_default().trim();
        if line.is_empty() {
            return Err(unseen(Why::Unreadable, format!("{} is empty", place.path())));
        }
        Ok(line.to_owned())
    }

    /// Whether something is there.
    pub fn is_there(&self, place: &Place, names: &[&str]) -> Seen<bool> {
        let (path, shown) = self.path(place, names)?;
        match fs::symlink_metadata(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(of_io(&error, &shown)),
        }
    }

    /// When it was last changed.
    pub fn changed_at(&self, place: &Place) -> Seen<Timestamp> {
        let (path, shown) = self.path(place, &[])?;
        let changed = fs::metadata(path).and_then(|m| m.modified()).map_err(|e| of_io(&e, &shown))?;
        Timestamp::try_from(changed)
            .map_err(|_| unseen(Why::Unreadable, format!("{shown}: its time is no time")))
    }

    /// Where a link leads.
    pub fn link_of(&self, place: &Place, names: &[&str]) -> Seen<String> {
        let (path, shown) = self.path(place, names)?;
        let target = fs::read_link(path).map_err(|e| of_io(&e, &shown))?;
        Ok(target.to_string_lossy().into_owned())
    }

    /// The names in a folder, sorted.
    pub fn names(&self, place: &Place) -> Seen<Vec<String>> {
        self.names_of(place, &[])
    }

    /// The names in one folder of a place with stars, sorted.
    pub fn names_of(&self, place: &Place, names: &[&str]) -> Seen<Vec<String>> {
        let (path, shown) = self.path(place, names)?;
        let entries = fs::read_dir(path).map_err(|e| of_io(&e, &shown))?;
        let mut found: Vec<String> =
            entries.take(MAX_NAMES).filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        found.sort();
        Ok(found)
    }

    fn bytes_of(&self, place: &Place, names: &[&str]) -> Seen<Vec<u8>> {
        let (path, shown) = self.path(place, names)?;
        // To open a pipe or a device would be to wait for it.
        if !fs::metadata(&path).map_err(|e| of_io(&e, &shown))?.is_file() {
            return Err(unseen(Why::Unreadable, format!("{shown} is no file")));
        }
        let file = File::open(path).map_err(|e| of_io(&e, &shown))?;
        let mut bytes = Vec::new();
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|e| of_io(&e, &shown))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(unseen(
                Why::Unreadable,
                format!("{shown} is larger than {} MiB", MAX_FILE_BYTES >> 20),
            ));
        }
        Ok(bytes)
    }

    /// The path to open, and the path to show.
    fn path(&self, place: &Place, names: &[&str]) -> Seen<(PathBuf, String)> {
        let shown = place
            .filled(names)
            .ok_or_else(|| unseen(Why::Unreadable, format!("{}: no name for it: {names:?}", place.path())))?;
        Ok((self.root.join(shown.trim_start_matches('/')), shown))
    }
}
