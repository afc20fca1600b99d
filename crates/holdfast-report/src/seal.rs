//! A signature beside a paper: who keeps a key signs the digest of the paper as data, and anyone can check it.
//!
//! Where the key lives is not its business. What is signed is a short text that names the paper's digest and the moment, so that a
//! signature cannot be moved to another paper or another day. Source: RFC 8032 (Ed25519).

use holdfast_core::digest::hex;
use jiff::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

/// First line of what is signed, so that a key used for other things signs nothing here by accident.
const PURPOSE: &str = "holdfast paper, version 1";

/// A signature kept beside a paper, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Always `ed25519`.
    pub algorithm: String,
    /// SHA-256 of the paper as JSON, in hex; see [`holdfast_core::decide::paper::digest`].
    pub digest: String,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// The public key, in hex.
    pub public_key: String,
    /// The signature, in hex.
    pub signature: String,
}

/// Why a seal does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was made for another paper.
    #[error("the seal is for another paper")]
    OtherPaper,
    /// It was made by another key than the one that is trusted.
    #[error("the seal was made with another key")]
    OtherKey,
    /// It was changed, or is no signature of this kind.
    #[error("the signature does not hold")]
    Broken,
}

/// Signs the digest of a paper.
pub fn seal(digest: &str, key: &Ed25519KeyPair, signed_at: Timestamp) -> Seal {
    let signature = key.sign(&what_is_signed(digest, signed_at));
    Seal {
        algorithm: "ed25519".to_owned(),
        digest: digest.to_owned(),
        signed_at,
        public_key: hex(key.public_key().as_ref()),
        signature: hex(signature.as_ref()),
    }
}

/// Whether a seal holds for the paper with this digest, made with this public key (32 bytes).
pub fn check(seal: &Seal, digest: &str, public_key: &[u8]) -> Result<(), SealError> {
    if seal.digest != digest {
        return Err(SealError::OtherPaper);
    }
    if seal.algorithm != "ed25519" || seal.public_key != hex(public_key) {
        return Err(SealError::OtherKey);
    }
    let signature = unhex(&seal.signature).ok_or(SealError::Broken)?;
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(&what_is_signed(digest, seal.signed_at), &signature)
        .map_err(|_| SealError::Broken)
}

fn what_is_signed(digest: &str, signed_at: Timestamp) -> Vec<u8> {
    format!("{PURPOSE}\n{digest}\n{signed_at}\n").into_bytes()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|p| u8::try_from(p[0] * 16 + p[1]).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key of 32 bytes")
    }

    fn at() -> Timestamp {
        "2026-08-10T12:00:00Z".parse().expect("a moment")
    }

    #[test]
    fn a_seal_holds_for_its_paper_and_key_and_nothing_else() {
        let (key, other) = (key(), Ed25519KeyPair::from_seed_unchecked(&[8; 32]).expect("a key"));
        let public = key.public_key().as_ref();
        let made = seal("abc", &key, at());
        assert_eq!(check(&made, "abc", public), Ok(()));
        assert_eq!(check(&made, "abd", public), Err(SealError::OtherPaper));
        assert_eq!(check(&made, "abc", other.public_key().as_ref()), Err(SealError::OtherKey));
        let later = Seal { signed_at: "2027-08-10T12:00:00Z".parse().expect("a moment"), ..made.clone() };
        assert_eq!(check(&later, "abc", public), Err(SealError::Broken));
        let moved = Seal { digest: "abd".to_owned(), ..made.clone() };
        assert_eq!(check(&moved, "abd", public), Err(SealError::Broken));
        for signature in ["", "0", "zz", "\u{e9}", &"00".repeat(64)] {
            let broken = Seal { signature: signature.to_owned(), ..made.clone() };
            assert_eq!(check(&broken, "abc", public), Err(SealError::Broken), "{signature}");
        }
    }

    #[test]
    fn the_same_paper_key_and_moment_give_the_same_seal() {
        let json = |s: &Seal| serde_json::to_string(s).expect("json");
        assert_eq!(json(&seal("abc", &key(), at())), json(&seal("abc", &key(), at())));
        let read: Seal = serde_json::from_str(&json(&seal("abc", &key(), at()))).expect("a seal");
        assert_eq!(read, seal("abc", &key(), at()));
    }
}
