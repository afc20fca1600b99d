//! Zip archives: what is in one, and a reader for each file that owns all it needs.
//!
//! Nothing is written to disk. A file inside that is itself an archive is not opened.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::bounded::{Bounded, Budget};

/// Files in one archive that are looked at.
const MAX_ENTRIES: usize = 100_000;

/// A file in an archive.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    archive: PathBuf,
    /// The archive, `!`, and its name inside.
    pub(crate) shown: String,
    begins_at: u64,
    n_packed: u64,
    is_deflated: bool,
}

/// What is in an archive: files in the order of their names, and those that cannot be unpacked with the reason.
pub(crate) type Listing = (Vec<Entry>, Vec<(String, String)>);

/// Lists an archive.
pub(crate) fn list(path: &Path) -> Result<Listing, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file))
        .map_err(|e| format!("is a zip archive and cannot be read: {e}"))?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("has {} files; at most {MAX_ENTRIES} are looked at", archive.len()));
    }
    let (mut entries, mut cannot) = (Vec::new(), Vec::new());
    for at in 0..archive.len() {
        let entry = match archive.by_index_raw(at) {
            Ok(entry) => entry,
            Err(error) => {
                cannot.push((format!("{}!{at}", path.display()), error.to_string()));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        let inside = match entry.name() {
            Ok(inside) => inside.into_owned(),
            Err(error) => {
                cannot.push((format!("{}!{at}", path.display()), error.to_string()));
                continue;
            }
        };
        let shown = format!("{}!{inside}", path.display());
        let is_deflated = match entry.compression() {
            zip::CompressionMethod::Stored => false,
            zip::CompressionMethod::Deflated => true,
            other => {
                cannot.push((shown, format!("is packed by {other}; unpack it yourself")));
                continue;
            }
        };
        if entry.encrypted() {
            cannot.push((shown, "needs a password; unpack it yourself".to_owned()));
            continue;
        }
        let Some(begins_at) = entry.data_start() else { continue };
        let n_packed = entry.compressed_size();
        entries.push(Entry { archive: path.to_owned(), shown, begins_at, n_packed, is_deflated });
    }
    entries.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok((entries, cannot))
}

impl Entry {
    /// Bytes it takes in the archive.
    pub(crate) fn n_packed(&self) -> u64 {
        self.n_packed
    }

    /// Its content.
    pub(crate) fn open(&self, budget: &Budget) -> io::Result<Box<dyn Read + Send>> {
        let mut file = File::open(&self.archive)?;
        file.seek(SeekFrom::Start(self.begins_at))?;
        let packed = BufReader::new(file.take(self.n_packed));
        // Stored files count too: an archive may say of a hundred files that they lie in the same place.
        if !self.is_deflated {
            return Ok(Box::new(Bounded::new(packed, budget.clone())));
        }
        Ok(Box::new(Bounded::new(flate2::read::DeflateDecoder::new(packed), budget.clone())))
    }
}
