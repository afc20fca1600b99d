//! The one place that asks the machine for random bytes, and what they are made into: ids, references and tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::Reference;

/// Gives random bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills the slice. Never returns without having filled it.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for random bytes")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A secret of 256 random bits, shown once to the person who keeps it. Only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What is stored of a token: the SHA-256 of its text, in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(String);

impl Token {
    /// The text to hand out, 43 characters safe in an address.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The digest to store.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

impl TokenHash {
    /// The digest of a token's text, as a visitor sent it.
    pub fn of(text: &str) -> Self {
        Self(sha256_hex(text.as_bytes()))
    }

    /// The digest in hex.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Eight random bytes, for an id.
pub fn id_bytes(entropy: &dyn Entropy) -> [u8; 8] {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    bytes
}

/// A new token.
pub fn token(entropy: &dyn Entropy) -> Token {
    let mut bytes = [0u8; 32];
    entropy.fill(&mut bytes);
    Token(URL_SAFE_NO_PAD.encode(bytes))
}

/// A new reference number.
pub fn reference(entropy: &dyn Entropy) -> Reference {
    let mut bytes = [0; 5];
    entropy.fill(&mut bytes);
    Reference::from_random(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_hides_in_debug_and_hashes_the_same() {
        let token = token(&OsEntropy);
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(format!("{token:?}"), "Token(***)");
        assert_eq!(token.hash(), TokenHash::of(token.reveal()));
        assert_eq!(token.hash().as_str().len(), 64);
    }
}
