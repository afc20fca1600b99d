//! The files at the paths that were given: folders with everything in them, in the order of their names.
//!
//! A symbolic link inside a folder is not followed, so no folder is walked twice and nothing outside is read.

use std::path::{Path, PathBuf};

use holdfast_wire::hunt::Unread;

/// A file to look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// Bytes, where the folder says so.
    pub(crate) n_bytes: u64,
    /// Whether somebody named it, and did not find it in a folder.
    pub(crate) is_named: bool,
}

/// Every file at the paths, and what could not be listed.
pub(crate) fn files(paths: &[PathBuf]) -> (Vec<Found>, Vec<Unread>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folder(path, &mut found, &mut unread),
            Ok(meta) => found.push(Found { path: path.clone(), n_bytes: meta.len(), is_named: true }),
            Err(error) => unread.push(cannot(path, &error)),
        }
    }
    (found, unread)
}

fn folder(path: &Path, found: &mut Vec<Found>, unread: &mut Vec<Unread>) {
    let mut folders = vec![path.to_owned()];
    let mut here = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                unread.push(cannot(&folder, &error));
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    unread.push(cannot(&folder, &error));
                    continue;
                }
            };
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                Ok(meta) if meta.is_file() => {
                    here.push(Found { path: entry.path(), n_bytes: meta.len(), is_named: false });
                }
                // Links, pipes and devices are no logs.
                Ok(_) => {}
                Err(error) => unread.push(cannot(&entry.path(), &error)),
            }
        }
    }
    here.sort_by(|a, b| a.path.cmp(&b.path));
    found.append(&mut here);
}

/// A path that could not be opened, with what to do.
pub(crate) fn cannot(path: &Path, error: &std::io::Error) -> Unread {
    let next = match error.kind() {
        std::io::ErrorKind::PermissionDenied => "; run as a user who may read it, or copy it",
        std::io::ErrorKind::NotFound => "; check the path",
        _ => "",
    };
    Unread {
        file: path.display().to_string(),
        place: None,
        reason: format!("cannot be opened: {error}{next}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_what_is_missing_is_said() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("b")).expect("made");
        for name in ["c.evtx", "a.evtx", "b/x.json"] {
            std::fs::write(dir.path().join(name), "x").expect("written");
        }
        let (found, unread) = files(&[dir.path().into(), dir.path().join("none")]);
        let names: Vec<_> = found.iter().filter_map(|f| f.path.strip_prefix(dir.path()).ok()).collect();
        assert_eq!(names, ["a.evtx", "b/x.json", "c.evtx"].map(Path::new));
        assert_eq!(unread.len(), 1);
        assert!(unread[0].reason.contains("check the path"), "{}", unread[0].reason);
    }
}
