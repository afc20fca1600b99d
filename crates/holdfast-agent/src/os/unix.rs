//! Linux: the key is protected by its file's mode, settings lie in a file, facts come from files.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::collect::Collector;
use crate::collect::linux::Files;

/// Where state is kept unless told otherwise.
pub(crate) fn state_folder() -> PathBuf {
    PathBuf::from("/var/lib/holdfast-agent")
}

/// Where settings lie unless told otherwise.
pub(crate) fn config_file() -> PathBuf {
    PathBuf::from("/etc/holdfast-agent.conf")
}

/// Where event logs lie: Linux has none of the kind that rules are written for.
pub(crate) fn log_folder() -> Option<PathBuf> {
    None
}

/// Looks at this machine.
pub(crate) fn collector() -> Box<dyn Collector> {
    Box::new(Files::below("/"))
}

/// The key as it is kept: the file's mode, 0600, protects it.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail at it")]
pub(crate) fn sealed(plain: &[u8]) -> io::Result<Vec<u8>> {
    Ok(plain.to_vec())
}

/// The key as it was before it was kept.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail at it")]
pub(crate) fn unsealed(kept: &[u8]) -> io::Result<Vec<u8>> {
    Ok(kept.to_vec())
}

/// A folder that nobody else may enter, made with those above it.
pub(crate) fn make_private_folder(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let mode = fs::metadata(dir)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(dir, fs::Permissions::from_mode(mode & !0o077))?;
    }
    Ok(())
}

/// Folders besides that of the state: there are none.
pub(crate) fn remove_own_folders() {}

/// Settings an administrator gives to many machines at once: Linux has no place for them.
pub(crate) fn policy(_name: &str) -> Option<String> {
    None
}
