//! Folders and files that only their owner can read, and renames that survive a power cut. It knows no database.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::error::StoreError;

/// Makes the folder, readable by its owner alone, unless it is there.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), StoreError> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(StoreError::NotAFolder { path: folder.to_owned() }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(StoreError::file("open", folder, e)),
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| StoreError::file("make the folder", folder, e))
}

/// Opens a file for writing, making it readable by its owner alone when it is not there. Its content stays.
pub(crate) fn make_private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| StoreError::file("open", path, e))
}

/// Makes an empty file, readable by its owner alone, unless it is there. A file that is there is not even opened:
/// closing it would drop the locks this process's connections hold on it.
pub(crate) fn make_private_file_if_missing(path: &Path) -> Result<(), StoreError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => sync_folder(path.parent().unwrap_or(Path::new("."))),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(StoreError::file("make", path, e)),
    }
}

/// Writes a folder's list of names to disk, so that a new or renamed file is found after a power cut.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    #[cfg(unix)]
    File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(|e| StoreError::file("save the folder", folder, e))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Gives a finished file its name in one step. Refuses to take the place of another file.
pub(crate) fn publish(finished: &Path, name: &Path) -> Result<(), StoreError> {
    let io = |e| StoreError::file("name", name, e);
    match fs::hard_link(finished, name) {
        Ok(()) => fs::remove_file(finished).map_err(io)?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists { path: name.to_owned() });
        }
        // Some network and USB file systems have no second names for a file.
        Err(_) if !fs::exists(name).map_err(io)? => fs::rename(finished, name).map_err(io)?,
        Err(_) => return Err(StoreError::Exists { path: name.to_owned() }),
    }
    sync_folder(name.parent().unwrap_or(Path::new(".")))
}
