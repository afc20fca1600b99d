//! A request for help, its urgency, and what was said.

use serde::{Deserialize, Serialize};

use super::{AccountId, Ccn, EmailAddress, Reference, SupportId};

/// Whether patients are affected: the first question of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareAffected {
    /// Patient care is affected now. Goes to the top.
    Now,
    /// It may be soon.
    Soon,
    /// It is not.
    No,
}

impl CareAffected {
    /// Every answer with key and words, most urgent first.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Now, "now", "Yes, patient care is affected now"),
        (Self::Soon, "soon", "Not yet, but it may be within a day"),
        (Self::No, "no", "No"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(c, _, _)| *c == self).map_or("no", |(_, key, _)| key)
    }

    /// The answer with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, k, _)| *k == key).map(|(c, _, _)| *c)
    }
}

/// A request as kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportRequest {
    /// Its id.
    pub id: SupportId,
    /// The number people read out.
    pub reference: Reference,
    /// Which hospital, as typed or from the sign-in.
    pub ccn: Option<Ccn>,
    /// Whether the hospital was proven by a sign-in; otherwise it is only what was typed.
    pub ccn_proven: bool,
    /// Who, when signed in.
    pub account: Option<AccountId>,
    /// Their name.
    pub name: String,
    /// Where answers go.
    pub email: EmailAddress,
    /// Urgency.
    pub care_affected: CareAffected,
    /// What is wrong, in one line.
    pub subject: String,
    /// True until an answer closes it.
    pub open: bool,
    /// When it came, in milliseconds since 1970 UTC.
    pub opened_at_ms: i64,
}

/// One message of a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportMessage {
    /// True when the program's support wrote it.
    pub from_support: bool,
    /// Who wrote it, when signed in.
    pub by: Option<AccountId>,
    /// The text.
    pub text: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}
