//! Recovery codes: how they look, how people type them, and what is kept of them. It stores and checks nothing.

use std::fmt;

use holdfast_core::model::AccountId;

use crate::entropy::{Entropy, TokenHash};

/// How many codes a person is given at a time.
pub const CODES: usize = 10;

/// Digits and capitals without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code of 80 random bits that stands in for a passkey once: `7K3M-2Q9D-0RTA-VX48`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

impl RecoveryCode {
    /// A new code.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0u8; 10];
        entropy.fill(&mut bytes);
        let mut bits = bytes.iter().fold(0u128, |bits, b| bits << 8 | u128::from(*b));
        let mut code = [0u8; 16];
        for c in code.iter_mut().rev() {
            *c = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        Self(code)
    }

    /// Reads a code as people type it: any case, with or without hyphens and spaces; O is 0, I and L are 1.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = [0u8; 16];
        let mut n = 0;
        for c in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}' | '\t')) {
            let c = match c.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                c => u8::try_from(c).ok()?,
            };
            if n == code.len() || !ALPHABET.contains(&c) {
                return None;
            }
            code[n] = c;
            n += 1;
        }
        (n == code.len()).then_some(Self(code))
    }

    /// What is kept: a digest that holds for one account only.
    pub fn hash(&self, account: AccountId) -> TokenHash {
        TokenHash::of(&format!("recovery-code:{account}:{self}"))
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = std::str::from_utf8(&self.0).unwrap_or_default();
        write!(f, "{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])
    }
}

impl fmt::Debug for RecoveryCode {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(***)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entropy::OsEntropy;

    struct Bytes([u8; 10]);

    impl Entropy for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    proptest! {
        #[test]
        fn a_code_reads_back_in_any_dress(bytes: [u8; 10]) {
            let code = RecoveryCode::new(&Bytes(bytes));
            let shown = code.to_string();
            prop_assert_eq!(RecoveryCode::parse(&shown), Some(code.clone()));
            let typed = format!(" {} ", shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
            prop_assert_eq!(RecoveryCode::parse(&typed), Some(code));
        }

        #[test]
        fn hostile_text_never_panics(text in "\\PC{0,80}") {
            let _ = RecoveryCode::parse(&text);
        }
    }

    #[test]
    fn a_code_hides_in_debug_and_is_bound_to_its_account() {
        let code = RecoveryCode::new(&OsEntropy);
        assert_eq!(code.to_string().len(), 19);
        assert_eq!(format!("{code:?}"), "RecoveryCode(***)");
        assert_ne!(code.hash(AccountId(1)), code.hash(AccountId(2)));
        for wrong in ["", "7K3M-2Q9D", "7K3M-2Q9D-0RTA-VX4U", "7K3M-2Q9D-0RTA-VX48-0"] {
            assert_eq!(RecoveryCode::parse(wrong), None, "{wrong}");
        }
    }
}
