//! The key that signs badges: made at the first badge, kept in a file of its own beside the database.
//!
//! To change it, move the file away: a new key is made with the next badge. The public half of every key that ever signed is in the
//! database, so what the old one signed stays checkable, and losing the file loses nothing.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfast_report::badge::{BadgeKeyError, SigningKey, new_key};
use holdfast_store::{StoreError, write_private_file};

/// Why badges cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum BadgeKeyTrouble {
    /// The file cannot be read.
    #[error(
        "the key that signs badges at `{path}` cannot be read; give the portal's user the right to read it"
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
        "`{path}` is no key that signs badges: it holds one line of base64; move it away and a new one is made"
    )]
    NotAKey {
        /// Where it is.
        path: PathBuf,
    },
    /// A new key cannot be made.
    #[error("no key that signs badges can be made")]
    Make(#[source] BadgeKeyError),
    /// A new key cannot be kept.
    #[error("the key that signs badges cannot be kept at `{path}`")]
    Keep {
        /// Where it should go.
        path: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
}

/// The key with its bytes, from which codes of certificates follow.
pub struct BadgeSigner {
    /// What signs.
    pub key: SigningKey,
    secret: Vec<u8>,
}

impl BadgeSigner {
    /// What only this portal can make from a text, for a purpose of its own: a key of the same bytes for another purpose tells nothing
    /// of it. Source: RFC 2104 (HMAC with SHA-256).
    pub(crate) fn secret_of(&self, purpose: &str, text: &str) -> [u8; 32] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.secret);
        let own = ring::hmac::sign(&key, purpose.as_bytes());
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, own.as_ref());
        let mut out = [0; 32];
        out.copy_from_slice(ring::hmac::sign(&key, text.as_bytes()).as_ref());
        out
    }
}

/// Reads the key, and makes it when there is none.
pub(crate) fn read_or_make(path: &Path) -> Result<BadgeSigner, BadgeKeyTrouble> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let line = format!("{}\n", STANDARD.encode(new_key().map_err(BadgeKeyTrouble::Make)?));
    match write_private_file(path, line.as_bytes()) {
        // Where another start was quicker, its key counts.
        Ok(()) | Err(StoreError::Exists { .. }) => {}
        Err(source) => return Err(BadgeKeyTrouble::Keep { path: path.to_owned(), source }),
    }
    let gone = || std::io::Error::from(std::io::ErrorKind::NotFound);
    read(path)?.ok_or_else(|| BadgeKeyTrouble::Read { path: path.to_owned(), source: gone() })
}

/// Reads the key; `None` when none was made yet.
pub fn read(path: &Path) -> Result<Option<BadgeSigner>, BadgeKeyTrouble> {
    let not_a_key = || BadgeKeyTrouble::NotAKey { path: path.to_owned() };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => return Err(not_a_key()),
        Err(source) => return Err(BadgeKeyTrouble::Read { path: path.to_owned(), source }),
    };
    let secret = STANDARD.decode(text.trim()).map_err(|_| not_a_key())?;
    let key = SigningKey::from_pkcs8(&secret).map_err(|_| not_a_key())?;
    Ok(Some(BadgeSigner { key, secret }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_read_after_and_anything_else_is_left_as_it_is() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("badges.key");
        assert!(read(&path).expect("nothing wrong").is_none());
        let made = read_or_make(&path).expect("a key");
        let again = read_or_make(&path).expect("a key");
        assert_eq!(made.key.public(), again.key.public());
        assert_eq!(made.secret_of("codes", "a"), again.secret_of("codes", "a"));
        assert_ne!(made.secret_of("codes", "a"), made.secret_of("codes", "b"));
        assert_ne!(made.secret_of("codes", "a"), made.secret_of("other", "a"));
        for other in ["no key", "", "AAAA", "\u{e9}"] {
            std::fs::write(&path, other).expect("written");
            assert!(matches!(read_or_make(&path), Err(BadgeKeyTrouble::NotAKey { .. })), "{other}");
            assert_eq!(std::fs::read_to_string(&path).expect("read"), other);
        }
    }
}
