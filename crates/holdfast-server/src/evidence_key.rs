//! The key that seals evidence files: made once, kept in a file of its own, never in the database, a log or a backup of the
//! database.
//!
//! It is read anew for each file, so that putting the right key back needs no new start. What is sealed says which key
//! sealed it, so that a wrong key and damaged bytes are told apart. It keeps nothing; the store does.

use std::path::{Path, PathBuf};

use holdfast_core::digest::sha256_hex;
use holdfast_store::{Read, StoreError, nouns::*};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use crate::config::ServerConfig;
use crate::entropy::Entropy;
use crate::key_file::{self, KeyFileTrouble};

/// How sealed bytes begin: the edition of the format.
const EDITION: u8 = 1;
/// Bytes that name the key.
const KEY_NAME_LEN: usize = 8;
/// Edition, name of the key, nonce.
const HEAD_LEN: usize = 1 + KEY_NAME_LEN + NONCE_LEN;

/// The key.
pub struct EvidenceKey {
    sealing: LessSafeKey,
    name: [u8; KEY_NAME_LEN],
}

impl std::fmt::Debug for EvidenceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EvidenceKey(***)")
    }
}

/// Why files cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyTrouble {
    /// There are files, and no key.
    #[error("the key of evidence files is not at `{path}`; put it back from where you keep its copy")]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error(
        "the key of evidence files at `{path}` cannot be read; give the portal's user the right to read it"
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
        "`{path}` is no key of evidence files: it holds 64 characters, 0 to 9 and a to f; put the copy of the key back"
    )]
    NotAKey {
        /// Where it is.
        path: PathBuf,
    },
    /// Another key sealed it.
    #[error(
        "the key at `{path}` did not seal the files kept here; put the key back that belongs to this data folder"
    )]
    Another {
        /// Where it is.
        path: PathBuf,
    },
    /// The bytes are not those that were sealed.
    #[error(
        "the sealed bytes were changed or damaged since they were kept; restore a backup from before that"
    )]
    Damaged,
    /// A new key cannot be kept.
    #[error("the key of evidence files cannot be kept at `{path}`")]
    Keep {
        /// Where it should go.
        path: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// The store failed.
    #[error("the store did not say which files there are")]
    Store(#[from] StoreError),
}

impl EvidenceKey {
    /// Reads the key from its file.
    pub fn read(path: &Path) -> Result<Self, KeyTrouble> {
        Self::from_file(path, key_file::read(path))
    }

    /// Makes a new key and keeps it; where another start was quicker, reads that one's.
    pub fn make(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyTrouble> {
        Self::from_file(path, key_file::make(path, entropy))
    }

    fn from_file(path: &Path, found: Result<[u8; 32], KeyFileTrouble>) -> Result<Self, KeyTrouble> {
        let path = path.to_owned();
        match found {
            Ok(bytes) => Self::of(&bytes).ok_or(KeyTrouble::NotAKey { path }),
            Err(KeyFileTrouble::Missing) => Err(KeyTrouble::Missing { path }),
            Err(KeyFileTrouble::Read(source)) => Err(KeyTrouble::Read { path, source }),
            Err(KeyFileTrouble::NotAKey) => Err(KeyTrouble::NotAKey { path }),
            Err(KeyFileTrouble::Keep(source)) => Err(KeyTrouble::Keep { path, source }),
        }
    }

    fn of(bytes: &[u8; 32]) -> Option<Self> {
        let sealing = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).ok()?);
        let digest = Sha256::new().chain_update(b"holdfast evidence key").chain_update(bytes).finalize();
        let mut name = [0; KEY_NAME_LEN];
        name.copy_from_slice(&digest[..KEY_NAME_LEN]);
        Some(Self { sealing, name })
    }

    /// Seals a file's bytes. `digest`, that of the plain bytes in hex, is bound to them: they open under no other.
    pub fn seal(&self, digest: &str, bytes: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, KeyTrouble> {
        let mut nonce = [0u8; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut body = bytes.to_vec();
        self.sealing
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), self.bound_to(digest), &mut body)
            .map_err(|_| KeyTrouble::Damaged)?;
        Ok([&[EDITION][..], &self.name, &nonce, &body].concat())
    }

    /// Opens sealed bytes; `path` is only named when it fails.
    pub fn open(&self, digest: &str, sealed: &[u8], path: &Path) -> Result<Vec<u8>, KeyTrouble> {
        if !self.has_sealed(sealed) {
            let is_ours = sealed.len() > HEAD_LEN && sealed[0] == EDITION;
            return Err(if is_ours {
                KeyTrouble::Another { path: path.to_owned() }
            } else {
                KeyTrouble::Damaged
            });
        }
        let (head, body) = sealed.split_at_checked(HEAD_LEN).ok_or(KeyTrouble::Damaged)?;
        let nonce = head[1 + KEY_NAME_LEN..].try_into().map_err(|_| KeyTrouble::Damaged)?;
        let mut body = body.to_vec();
        let n = self
            .sealing
            .open_in_place(Nonce::assume_unique_for_key(nonce), self.bound_to(digest), &mut body)
            .map_err(|_| KeyTrouble::Damaged)?
            .len();
        body.truncate(n);
        Ok(body)
    }

    /// Whether sealed bytes say that this key sealed them.
    fn has_sealed(&self, sealed: &[u8]) -> bool {
        sealed.first() == Some(&EDITION) && sealed.get(1..=KEY_NAME_LEN) == Some(&self.name[..])
    }

    fn bound_to(&self, digest: &str) -> Aad<Vec<u8>> {
        Aad::from([&[EDITION][..], &self.name, digest.as_bytes()].concat())
    }
}

/// The key to seal a new file with: refused when another key sealed what is kept, so that no folder needs two. Made here
/// when there is neither a key nor a file.
pub async fn key_for_new_files(
    config: &ServerConfig,
    read: &mut Read,
    entropy: &dyn Entropy,
) -> Result<EvidenceKey, KeyTrouble> {
    let path = config.evidence_key_file();
    let head = read.newest_seal_head(u32::try_from(HEAD_LEN).unwrap_or(u32::MAX)).await?;
    match (EvidenceKey::read(&path), head) {
        (Err(KeyTrouble::Missing { .. }), None) => EvidenceKey::make(&path, entropy),
        (Ok(key), Some(head)) if !key.has_sealed(&head) => Err(KeyTrouble::Another { path }),
        (found, _) => found,
    }
}

/// Tries the key on the newest file. `Ok(None)` when there is no file yet; `Ok(Some(()))` when it opens.
pub async fn try_key(config: &ServerConfig, read: &mut Read) -> Result<Option<()>, KeyTrouble> {
    let path = config.evidence_key_file();
    let Some((digest, sealed)) = read.newest_sealed_file().await? else { return Ok(None) };
    let key = EvidenceKey::read(&path)?;
    let bytes = key.open(&digest, &sealed, &path)?;
    if sha256_hex(&bytes) == digest { Ok(Some(())) } else { Err(KeyTrouble::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;

    fn key() -> (tempfile::TempDir, PathBuf, EvidenceKey) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("evidence.key");
        let key = EvidenceKey::make(&path, &OsEntropy).expect("a key");
        (folder, path, key)
    }

    #[test]
    fn what_is_sealed_opens_under_its_own_digest_alone() {
        let (_folder, path, key) = key();
        let sealed = key.seal("ab", b"the policy", &OsEntropy).expect("sealed");
        assert!(!sealed.windows(6).any(|w| w == b"policy"));
        assert_eq!(key.open("ab", &sealed, &path).expect("open"), b"the policy");
        assert!(matches!(key.open("ac", &sealed, &path), Err(KeyTrouble::Damaged)));
        assert_ne!(sealed, key.seal("ab", b"the policy", &OsEntropy).expect("sealed"));
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let (_folder, path, key) = key();
        let sealed = key.seal("ab", b"the policy", &OsEntropy).expect("sealed");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open("ab", &changed, &path).is_err(), "byte {at}");
            assert!(key.open("ab", &sealed[..at], &path).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn another_key_and_no_key_are_told_apart() {
        let (_folder, path, first) = key();
        let (_other_folder, _, second) = key();
        let sealed = first.seal("ab", b"x", &OsEntropy).expect("sealed");
        assert!(matches!(second.open("ab", &sealed, &path), Err(KeyTrouble::Another { .. })));
        std::fs::write(&path, "hello").expect("written");
        assert!(matches!(EvidenceKey::read(&path), Err(KeyTrouble::NotAKey { .. })));
        std::fs::remove_file(&path).expect("gone");
        assert!(matches!(EvidenceKey::read(&path), Err(KeyTrouble::Missing { .. })));
        assert_eq!(format!("{first:?}"), "EvidenceKey(***)");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_the_key_and_a_second_start_keeps_the_first_one() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path, first) = key();
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        let second = EvidenceKey::make(&path, &OsEntropy).expect("the same key");
        assert_eq!(first.name, second.name);
    }
}
