//! Keys of 32 bytes, each in a file of its own: 64 characters, 0 to 9 and a to f, readable by its owner alone.
//!
//! What a key is for, and what to do when it is not there, is said by whoever keeps it. A file that holds something else is left
//! as it is.

use std::path::Path;

use holdfast_core::digest::hex;
use holdfast_store::{StoreError, write_private_file};

use crate::entropy::Entropy;

/// Why there is no key.
#[derive(Debug)]
pub(crate) enum KeyFileTrouble {
    /// There is no file.
    Missing,
    /// The file cannot be read.
    Read(std::io::Error),
    /// The file holds something else.
    NotAKey,
    /// A new one cannot be kept.
    Keep(StoreError),
}

/// Reads a key.
pub(crate) fn read(path: &Path) -> Result<[u8; 32], KeyFileTrouble> {
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => KeyFileTrouble::Missing,
        std::io::ErrorKind::InvalidData => KeyFileTrouble::NotAKey,
        _ => KeyFileTrouble::Read(source),
    })?;
    bytes_of(text.trim()).ok_or(KeyFileTrouble::NotAKey)
}

/// Makes a new key and keeps it; where another start was quicker, theirs counts. It is read once and no more: a name that leads
/// nowhere exists and is not found.
pub(crate) fn make(path: &Path, entropy: &dyn Entropy) -> Result<[u8; 32], KeyFileTrouble> {
    let mut bytes = [0u8; 32];
    entropy.fill(&mut bytes);
    match write_private_file(path, format!("{}\n", hex(&bytes)).as_bytes()) {
        Ok(()) | Err(StoreError::Exists { .. }) => read(path),
        Err(source) => Err(KeyFileTrouble::Keep(source)),
    }
}

fn bytes_of(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0u8; 32];
    // Digits alone: a plus sign would pass as part of a number.
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    #[test]
    fn a_key_is_made_once_read_after_and_anything_else_is_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("some.key");
        assert!(matches!(read(&path), Err(KeyFileTrouble::Missing)));
        let made = make(&path, &OsEntropy).expect("a key");
        assert_eq!(read(&path).expect("a key"), made);
        assert_eq!(make(&path, &OsEntropy).expect("the same key"), made);
        for other in
            ["hello".to_owned(), "x".repeat(64), "+1".repeat(32), "\u{e9}".repeat(32), "0".repeat(65)]
        {
            std::fs::write(&path, &other).expect("written");
            assert!(matches!(make(&path, &OsEntropy), Err(KeyFileTrouble::NotAKey)), "{other}");
            assert_eq!(std::fs::read_to_string(&path).expect("read"), other);
        }
        std::fs::write(&path, [0xff, 0xfe]).expect("written");
        assert!(matches!(read(&path), Err(KeyFileTrouble::NotAKey)));
    }
}
