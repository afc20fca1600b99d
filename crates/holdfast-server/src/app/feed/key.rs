//! The key that signs files of feeds: made by whoever makes such files, kept where they say. A portal that only takes files has none.

use std::path::Path;

use ring::signature::Ed25519KeyPair;

use crate::app::{AppError, chain};
use crate::entropy::Entropy;
use crate::key_file::{self, KeyFileTrouble};

/// Makes a key in a file that only its owner can read, and gives it; one that is there is left as it is and given.
pub fn make_feed_key(path: &Path, entropy: &dyn Entropy) -> Result<Ed25519KeyPair, AppError> {
    pair(path, key_file::make(path, entropy))
}

/// Reads a key.
pub fn read_feed_key(path: &Path) -> Result<Ed25519KeyPair, AppError> {
    pair(path, key_file::read(path))
}

fn pair(path: &Path, found: Result<[u8; 32], KeyFileTrouble>) -> Result<Ed25519KeyPair, AppError> {
    let at = path.display();
    let not_a_key =
        || AppError::refused(format!("`{at}` is no key: it holds 64 characters, 0 to 9 and a to f"));
    let seed = found.map_err(|trouble| match trouble {
        KeyFileTrouble::Missing => AppError::refused(format!(
            "there is no key at `{at}`; make one with `holdfast feed key --out {at}`"
        )),
        KeyFileTrouble::NotAKey => not_a_key(),
        KeyFileTrouble::Read(error) => AppError::refused(format!("the key `{at}` cannot be read: {error}")),
        KeyFileTrouble::Keep(error) => {
            AppError::refused(format!("the key cannot be kept at `{at}`: {}", chain(&error)))
        }
    })?;
    Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| not_a_key())
}
