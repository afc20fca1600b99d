//! A file that is there whole or not at all: written beside its place, and put there when it is done.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

use crate::exit::Failure;

/// A file being written.
pub(crate) struct Saving {
    to: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Saving {
    /// Begins a file for `path`.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".holdfast-").suffix(".partial").tempfile_in(folder);
        let file = file.with_context(|| {
            format!(
                "cannot write `{}`; make its folder, or name a file in one you may write to",
                path.display()
            )
        })?;
        Ok(Self { to: path.to_owned(), file: BufWriter::new(file) })
    }

    /// Puts the file in its place; one that is there is replaced.
    pub(crate) fn done(self) -> Result<(), Failure> {
        let name = self.to.display().to_string();
        let file = self
            .file
            .into_inner()
            .map_err(|e| e.into_error())
            .with_context(|| format!("cannot write `{name}`"))?;
        file.as_file().sync_all().with_context(|| format!("cannot write `{name}`"))?;
        file.persist(&self.to).map_err(|e| e.error).with_context(|| format!("cannot write `{name}`"))?;
        Ok(())
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
