//! Event logs below a folder, to measure with.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Every `.evtx` file below a folder, in order of their paths. A folder that cannot be read is an error: figures over half of the logs
/// would be no figures.
pub fn event_logs(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut folders, mut found) = (vec![dir.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        let unread = || format!("cannot list `{}`", folder.display());
        for entry in std::fs::read_dir(&folder).with_context(unread)? {
            let path = entry.with_context(unread)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("evtx")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
