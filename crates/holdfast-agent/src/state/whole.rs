//! Files that are whole or not there: written beside their place, synced, then moved; read with a checksum.
//!
//! One that is broken is set aside under another name, for a person to look at, and never read again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};

/// Begins every file, before its checksum.
const HEAD: &[u8] = b"holdfast-agent 1 ";
/// So many broken files are kept of each name.
const MAX_BROKEN: u32 = 3;
/// A larger file is none of ours.
const MAX_BYTES: u64 = 64 << 20;

/// What was found in a file's place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// What was written.
    Whole(Vec<u8>),
    /// Something else, which now has another name. In words, for a person.
    Broken(String),
}

/// Puts bytes in a file's place, at once and for good; only the agent's user may read it.
pub(crate) fn write(path: &Path, body: &[u8]) -> io::Result<()> {
    let beside = temporary(path);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let done = (|| {
        let mut file = options.open(&beside)?;
        file.write_all(HEAD)?;
        file.write_all(checksum(body).as_bytes())?;
        file.write_all(b"\n")?;
        file.write_all(body)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)
    })();
    if done.is_err() {
        // A full disk must not keep half a file as well. That it cannot be removed either changes nothing.
        let _ = fs::remove_file(&beside);
    } else if cfg!(unix) {
        // The new name lasts once its folder is synced; where folders cannot be, the file is there all the same.
        if let Some(folder) = path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
    }
    done
}

/// What lies in a file's place. Errors are those of the disk or of rights.
pub(crate) fn read(path: &Path) -> io::Result<Found> {
    let bytes = match fs::metadata(path) {
        Ok(about) if about.len() > MAX_BYTES || !about.is_file() => {
            return set_aside(path, "is no file of the agent");
        }
        Ok(_) => fs::read(path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    let body = bytes.strip_prefix(HEAD).and_then(|rest| {
        let (sum, rest) = rest.split_at_checked(64)?;
        let body = rest.strip_prefix(b"\n")?;
        (sum == checksum(body).as_bytes()).then_some(body)
    });
    match body {
        Some(body) => Ok(Found::Whole(body.to_vec())),
        None => set_aside(path, "is damaged"),
    }
}

/// Gives a file another name that nothing reads.
pub(crate) fn set_aside(path: &Path, what: &str) -> io::Result<Found> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let free =
        (1..MAX_BROKEN).map(|n| path.with_file_name(format!("{name}.broken-{n}"))).find(|p| !p.exists());
    let aside = free.unwrap_or_else(|| path.with_file_name(format!("{name}.broken-{MAX_BROKEN}")));
    fs::rename(path, &aside)?;
    Ok(Found::Broken(format!("{} {what}; it is now {}", path.display(), aside.display())))
}

/// Whether a name is one that a stopped write left behind.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.ends_with(".new")
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.new"))
}

fn checksum(body: &[u8]) -> String {
    hex(digest(&SHA256, body).as_ref())
}

/// Bytes in small hexadecimal letters.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_cut_anywhere_or_changed_anywhere_is_set_aside() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a");
        assert_eq!(read(&path).expect("read"), Found::Nothing);
        write(&path, b"body").expect("written");
        assert_eq!(read(&path).expect("read"), Found::Whole(b"body".to_vec()));
        let good = fs::read(&path).expect("read");
        for n in 0..good.len() {
            fs::write(&path, &good[..n]).expect("written");
            assert!(matches!(read(&path).expect("read"), Found::Broken(_)), "cut at {n}");
            let mut changed = good.clone();
            changed[n] ^= 0x20;
            fs::write(&path, changed).expect("written");
            assert!(matches!(read(&path).expect("read"), Found::Broken(_)), "changed at {n}");
            assert_eq!(read(&path).expect("read"), Found::Nothing);
        }
        let n_aside = fs::read_dir(dir.path()).expect("a folder").count();
        assert_eq!(n_aside, 3, "broken files do not fill the disk");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("key");
        write(&path, b"secret").expect("written");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }
}
