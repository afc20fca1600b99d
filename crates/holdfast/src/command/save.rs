//! A file that is there whole or not at all: written beside its place, and put there when it is done.
//!
//! A device or a pipe is written straight: to put a file in its place would take it away from everybody. Files are papers for others, so a new
//! one may be read by whoever the system's usual mode (umask) lets; one that is replaced keeps its mode. Keys are not written by this room.

use std::fs::{File, Metadata};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use tempfile::NamedTempFile;

use crate::exit::Failure;

/// A file being written.
pub(crate) struct Saving {
    to: PathBuf,
    file: BufWriter<Place>,
}

/// Where the bytes go meanwhile.
enum Place {
    Beside(NamedTempFile),
    Straight(File),
}

impl Saving {
    /// Begins a file for `path`.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        let place = match std::fs::metadata(path) {
            Ok(there) if there.is_dir() => {
                let wrong = anyhow!("cannot write `{}`: it is a folder; name a file in it", path.display());
                return Err(wrong.into());
            }
            Ok(there) if !there.is_file() => {
                let opened = File::options().write(true).open(path);
                Place::Straight(opened.with_context(|| cannot_write(path))?)
            }
            there => Place::Beside(beside(path, there.ok())?),
        };
        Ok(Self { to: path.to_owned(), file: BufWriter::new(place) })
    }

    /// Puts the file in its place; one that is there is replaced.
    pub(crate) fn done(self) -> Result<(), Failure> {
        let place =
            self.file.into_inner().map_err(|e| e.into_error()).with_context(|| cannot_write(&self.to))?;
        if let Place::Beside(file) = place {
            file.as_file().sync_all().with_context(|| cannot_write(&self.to))?;
            file.persist(&self.to).map_err(|e| e.error).with_context(|| cannot_write(&self.to))?;
        }
        Ok(())
    }
}

/// Saves a file that is at hand.
pub(crate) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut saving = Saving::begin(path)?;
    saving.write_all(bytes).with_context(|| cannot_write(path))?;
    saving.done()
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
}

/// `there`: the file that is replaced.
fn beside(path: &Path, there: Option<Metadata>) -> Result<NamedTempFile, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new();
    new.prefix(".holdfast-").suffix(".partial");
    // A temporary file would else be its owner's alone, and stay so in its place.
    #[cfg(unix)]
    new.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = new.tempfile_in(folder).with_context(|| {
        format!("cannot write `{}`; make its folder, or name a file in one you may write to", path.display())
    })?;
    if let Some(there) = there.filter(|_| cfg!(unix)) {
        file.as_file().set_permissions(there.permissions()).with_context(|| cannot_write(path))?;
    }
    Ok(file)
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Beside(file) => file.write(bytes),
            Self::Straight(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Beside(file) => file.flush(),
            Self::Straight(file) => file.flush(),
        }
    }
}

impl Write for Saving {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
