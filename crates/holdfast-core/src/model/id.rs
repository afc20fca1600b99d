//! Typed ids and the reference numbers people read out over the phone. Randomness is handed in as bytes.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
        impl $name {
            /// A positive id from eight random bytes.
            pub fn from_random(bytes: [u8; 8]) -> Self { Self((i64::from_be_bytes(bytes) & i64::MAX).max(1)) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}", self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

ids!(
    /// A person with a sign-in.
    AccountId,
    /// A registration of one hospital in one program.
    RegistrationId,
    /// An application to a program that takes them.
    ApplicationId,
    /// A case in the reviewers' queue.
    CaseId,
    /// A request for help.
    SupportId,
    /// A piece of evidence.
    EvidenceId,
    /// A file that evidence rests on.
    FileId,
    /// A security case of a hospital.
    IncidentId,
    /// A device of a hospital.
    DeviceId,
    /// An accepted plan.
    PlanId,
    /// A mail.
    MailId,
    /// An API token.
    TokenId,
    /// A passkey.
    PasskeyId,
    /// Someone's request to join a hospital.
    JoinId,
    /// A health system: hospitals under one owner.
    SystemId,
    /// A person on a hospital's staff roster.
    LearnerId,
    /// A mail that staff reported.
    MailReportId,
    /// A college that teaches.
    CollegeId,
    /// A class that a college teaches.
    CohortId,
);

/// A number people read out: `HF-7K3M-2Q9D`. Eight characters that cannot be mistaken for one another, the last a check.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference([u8; 8]);

/// Digits and capitals without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A text that is no reference number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a reference number; it looks like HF-7K3M-2Q9D")]
pub struct ReferenceError(pub String);

fn check_character(seven: &[u8]) -> u8 {
    let sum = seven
        .iter()
        .zip(1usize..)
        .fold(0usize, |sum, (c, weight)| sum + weight * ALPHABET.iter().position(|a| a == c).unwrap_or(0));
    ALPHABET[sum % 31]
}

impl Reference {
    /// A reference from five random bytes.
    pub fn from_random(bytes: [u8; 5]) -> Self {
        let mut bits = bytes.iter().fold(0u64, |bits, b| bits << 8 | u64::from(*b));
        let mut eight = [0u8; 8];
        for c in &mut eight[..7] {
            *c = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        eight[7] = check_character(&eight[..7]);
        Self(eight)
    }

    /// Reads a reference as people type it: any case, with or without hyphens and the `HF`; O is 0, I and L are 1.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let bad = || ReferenceError(text.chars().take(20).collect());
        if text.len() > 64 {
            return Err(bad());
        }
        let mut plain: Vec<u8> = Vec::with_capacity(10);
        for c in text.trim().chars().filter(|c| !matches!(c, '-' | ' ')) {
            plain.push(match c.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                c if c.is_ascii_alphanumeric() => c as u8,
                _ => return Err(bad()),
            });
        }
        let plain = plain.strip_prefix(b"HF").filter(|rest| rest.len() == 8).unwrap_or(&plain);
        let eight: [u8; 8] = plain.try_into().map_err(|_| bad())?;
        let known = eight.iter().all(|c| ALPHABET.contains(c));
        if known && check_character(&eight[..7]) == eight[7] { Ok(Self(eight)) } else { Err(bad()) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = std::str::from_utf8(&self.0).unwrap_or("00000000");
        write!(f, "HF-{}-{}", &text[..4], &text[4..])
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;
    fn try_from(text: String) -> Result<Self, ReferenceError> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_reference_reads_back_in_any_dress(bytes: [u8; 5]) {
            let reference = Reference::from_random(bytes);
            let shown = reference.to_string();
            prop_assert_eq!(Reference::parse(&shown), Ok(reference.clone()));
            prop_assert_eq!(Reference::parse(&shown.to_lowercase().replace('-', " ")), Ok(reference));
        }

        #[test]
        fn one_wrong_character_is_noticed(bytes: [u8; 5], at in 0usize..7, to in 0usize..31) {
            let reference = Reference::from_random(bytes);
            let mut eight = reference.0;
            prop_assume!(ALPHABET.iter().position(|a| *a == eight[at]).is_some_and(|i| i % 31 != to % 31));
            eight[at] = ALPHABET[to];
            let typed = String::from_utf8(eight.to_vec()).expect("letters and digits");
            prop_assert!(Reference::parse(&typed).is_err());
        }

        #[test]
        fn hostile_text_never_panics(text in "\\PC{0,80}") {
            let _ = Reference::parse(&text);
        }
    }
}
