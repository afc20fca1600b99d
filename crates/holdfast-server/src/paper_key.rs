//! The key that signs papers: made at the first signature, kept in a file of its own beside the database.
//!
//! Losing it loses nothing that was signed: a seal carries the public key, which whoever was given it can hold it against. A new
//! key only signs anew.

use std::path::{Path, PathBuf};

use holdfast_store::{StoreError, write_private_file};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use crate::entropy::{Entropy, hex};
use crate::evidence_key::key_bytes;

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
    let mut seed = [0u8; 32];
    entropy.fill(&mut seed);
    match write_private_file(path, format!("{}\n", hex(&seed)).as_bytes()) {
        // Where another was quicker, theirs counts. Read once and no more: a name that leads nowhere exists and is not found.
        Ok(()) | Err(StoreError::Exists { .. }) => {
            let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
            read(path)?.ok_or(PaperKeyTrouble::Read { path: path.to_owned(), source: gone })
        }
        Err(source) => Err(PaperKeyTrouble::Keep { path: path.to_owned(), source }),
    }
}

/// Reads the key; `None` when none was made yet.
pub fn read(path: &Path) -> Result<Option<Ed25519KeyPair>, PaperKeyTrouble> {
    match std::fs::read_to_string(path) {
        Ok(text) => pair(&text, path).map(Some),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(PaperKeyTrouble::Read { path: path.to_owned(), source }),
    }
}

/// The public key, in hex: what a reader of a seal is given by another way than the seal.
pub fn public(key: &Ed25519KeyPair) -> String {
    hex(key.public_key().as_ref())
}

fn pair(text: &str, path: &Path) -> Result<Ed25519KeyPair, PaperKeyTrouble> {
    let wrong = || PaperKeyTrouble::NotAKey { path: path.to_owned() };
    let seed = key_bytes(text.trim()).ok_or_else(wrong)?;
    Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| wrong())
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
