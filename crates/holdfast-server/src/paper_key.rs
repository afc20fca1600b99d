//! The key that signs papers: made at the first signature, kept in a file of its own beside the database.
//!
//! Losing it loses nothing that was signed: a seal carries the public key, which whoever was given it can hold it against. A new
//! key only signs anew.

use std::path::{Path, PathBuf};

use holdfast_core::digest::hex;
use holdfast_store::StoreError;
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use crate::entropy::Entropy;
use crate::key_file::{self, KeyFileTrouble};

/// Why papers cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum PaperKeyTrouble {
    /// The file cannot be read.
    #[error(
        "the key that signs papers at `{path}` cannot be read; give the portal's user the right to read it"
    )]
    Read {
        /// Where it is.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file holds something else.
    #[error(
        "`{path}` is no key that signs papers: it holds 64 characters, 0 to 9 and a to f; move it away and a new one is made"
    )]
    NotAKey {
        /// Where it is.
        path: PathBuf,
    },
    /// A new key cannot be kept.
    #[error("the key that signs papers cannot be kept at `{path}`")]
    Keep {
        /// Where it should go.
        path: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
}

/// Reads the key, and makes it when there is none.
pub(crate) fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<Ed25519KeyPair, PaperKeyTrouble> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let gone = || std::io::Error::from(std::io::ErrorKind::NotFound);
    pair(path, key_file::make(path, entropy))?
        .ok_or_else(|| PaperKeyTrouble::Read { path: path.to_owned(), source: gone() })
}

/// Reads the key; `None` when none was made yet.
pub fn read(path: &Path) -> Result<Option<Ed25519KeyPair>, PaperKeyTrouble> {
    pair(path, key_file::read(path))
}

/// The public key, in hex: what a reader of a seal is given by another way than the seal.
pub fn public(key: &Ed25519KeyPair) -> String {
    hex(key.public_key().as_ref())
}

fn pair(
    path: &Path,
    found: Result<[u8; 32], KeyFileTrouble>,
) -> Result<Option<Ed25519KeyPair>, PaperKeyTrouble> {
    let path = path.to_owned();
    match found {
        Ok(seed) => Ed25519KeyPair::from_seed_unchecked(&seed)
            .map(Some)
            .map_err(|_| PaperKeyTrouble::NotAKey { path }),
        Err(KeyFileTrouble::Missing) => Ok(None),
        Err(KeyFileTrouble::Read(source)) => Err(PaperKeyTrouble::Read { path, source }),
        Err(KeyFileTrouble::NotAKey) => Err(PaperKeyTrouble::NotAKey { path }),
        Err(KeyFileTrouble::Keep(source)) => Err(PaperKeyTrouble::Keep { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn a_key_is_made_once_and_read_after() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("papers.key");
        let made = public(&read_or_make(&path, &Sevens).expect("a key"));
        assert_eq!(public(&read_or_make(&path, &Sevens).expect("a key")), made);
        #[cfg(unix)]
        {
            let nowhere = dir.path().join("link.key");
            std::os::unix::fs::symlink(dir.path().join("gone"), &nowhere).expect("a link");
            assert!(
                read_or_make(&nowhere, &Sevens).is_err(),
                "a name that leads nowhere is no key, and ends"
            );
        }
        std::fs::write(&path, "no key").expect("written");
        assert!(matches!(read_or_make(&path, &Sevens), Err(PaperKeyTrouble::NotAKey { .. })));
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "no key", "what is there is left as it is");
    }
}
