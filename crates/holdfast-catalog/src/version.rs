//! The version of a catalog: a digest of its files. Same files, same version, wherever they lie.
//!
//! It says nothing about whether the files are right.

use sha2::{Digest, Sha256};

/// First 12 hex digits of the SHA-256 over path and text of each file; `files` in path order.
pub(crate) fn of(files: &[(&str, &str)]) -> String {
    let mut digest = Sha256::new();
    for (path, text) in files {
        for part in [path, text] {
            // The length keeps a name that grows into its text apart from a longer name.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
