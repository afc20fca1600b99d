//! Folders and files that only their owner can read, and renames that survive a power cut. It knows no database.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::error::StoreError;

/// Makes the folder, readable by its owner alone. Fails when a file has that name.
///
/// A folder that is there is closed to others when it holds nothing but what Holdfast writes. Another one is left as it is:
/// it may be somebody's home, named by mistake.
pub fn make_private_folder(folder: &Path) -> Result<(), StoreError> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return close_to_others(folder),
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

/// How the names of what Holdfast writes in its folder begin.
#[cfg(unix)]
const OURS: [&str; 7] =
    ["evidence.key", "holdfast.", "opening.lock", "serving.lock", "outbox", "refused-", "before-restore-"];

#[cfg(unix)]
fn close_to_others(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let read = |e| StoreError::file("open", folder, e);
    let is_open = fs::metadata(folder).map_err(read)?.permissions().mode() & 0o077 != 0;
    let all_ours = || {
        fs::read_dir(folder).map(|mut names| {
            names.all(|n| {
                n.is_ok_and(|n| OURS.iter().any(|ours| n.file_name().to_string_lossy().starts_with(ours)))
            })
        })
    };
    if is_open && all_ours().map_err(read)? {
        // A folder of another owner cannot be closed by us; `holdfast doctor` says so, and the files are closed each.
        let closed = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
        if let Err(e) = closed {
            tracing::warn!(error = %e, "The data folder stays open to other users of this machine");
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Opens a file for writing, making it readable by its owner alone when it is not there. Its content stays.
pub fn make_private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| StoreError::file("open", path, e))
}

/// Writes a new file, readable by its owner alone. It appears under its name only when it is whole and on disk; a file that
/// is there is never overwritten, and [`StoreError::Exists`] says so.
pub fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    use std::io::Write as _;
    if path.exists() {
        return Err(StoreError::Exists { path: path.to_owned() });
    }
    let mut partial = crate::backup::Partial::begin(path)?;
    partial.file().write_all(bytes).map_err(|e| StoreError::file("write", path, e))?;
    partial.publish(path)?;
    Ok(())
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

/// Moves a file to another name; one that is not there is no failure.
pub(crate) fn set_aside(file: &Path, aside: &Path) -> Result<(), StoreError> {
    match fs::rename(file, aside) {
        Ok(()) => sync_folder(file.parent().unwrap_or(Path::new("."))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(StoreError::file("set aside", file, e)),
    }
}

/// Gives a file a second name, so that it stays when another takes its first; moves it where files have one name only.
pub(crate) fn keep_second_name(file: &Path, second: &Path) -> Result<(), StoreError> {
    match fs::hard_link(file, second) {
        Ok(()) => sync_folder(file.parent().unwrap_or(Path::new("."))),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists { path: second.to_owned() })
        }
        Err(_) => set_aside(file, second),
    }
}

/// Gives a finished file the name of another in one step.
pub(crate) fn take_the_place(finished: &Path, name: &Path) -> Result<(), StoreError> {
    fs::rename(finished, name).map_err(|e| StoreError::file("name", name, e))?;
    sync_folder(name.parent().unwrap_or(Path::new(".")))
}
