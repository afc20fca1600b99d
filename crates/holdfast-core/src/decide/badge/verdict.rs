//! Whether a badge that somebody brings holds, and if not, why. Nothing is fetched: a badge of another issuer is theirs to check.

use jiff::Timestamp;
use serde::Serialize;

use super::Claims;
use crate::Date;

/// What was found of a badge's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Made with a key of ours, for just this content.
    Holds,
    /// Made with a key of ours, for just this content, and the key came into other hands since.
    Withdrawn,
    /// Names a key of ours and does not fit the content.
    Broken,
    /// Names a key that is none of ours.
    OtherKey,
}

/// What is on record of a badge that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenBack {
    /// Since when.
    pub on: Date,
    /// Why, as whoever took it back wrote it.
    pub why: String,
}

/// Whether something that was shown holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// It does.
    Holds,
    /// It did, until its time was over.
    RanOut {
        /// The moment it was.
        at: Timestamp,
    },
    /// It was given by mistake.
    TakenBack(TakenBack),
    /// It is from a moment that has not come.
    NotYet,
    /// The signature is good, and it is not on record: its key may be in other hands.
    NotOnRecord,
    /// Its signature fits, and the key that made it came into other hands, so the signature proves nothing.
    KeyWithdrawn,
    /// Somebody changed it after it was signed.
    Changed,
    /// Somebody else gave it, so we cannot tell.
    OtherIssuer,
}

/// Judges a badge. `record`: what is kept of the badge with its id; the outer `None` when there is no such badge, the inner one when
/// it was not taken back.
pub fn judge(
    claims: &Claims,
    our_issuer: &str,
    signature: Signature,
    record: Option<Option<TakenBack>>,
    as_of: Timestamp,
) -> Verdict {
    // A badge that calls us its issuer by a key of somebody else is a forgery, and no other issuer's. One that our key signed and that is
    // on record is ours by whatever address it names us: the portal may have had another one then.
    match signature {
        Signature::OtherKey if claims.issuer != our_issuer => return Verdict::OtherIssuer,
        Signature::OtherKey | Signature::Broken => return Verdict::Changed,
        Signature::Withdrawn => return Verdict::KeyWithdrawn,
        Signature::Holds => {}
    }
    match record {
        None => Verdict::NotOnRecord,
        Some(Some(taken)) => Verdict::TakenBack(taken),
        Some(None) => match claims.until {
            Some(at) if at <= as_of => Verdict::RanOut { at },
            _ if claims.from > as_of => Verdict::NotYet,
            _ => Verdict::Holds,
        },
    }
}

impl Verdict {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        *self == Self::Holds
    }

    /// In a few words, for a heading.
    pub fn in_short(&self) -> &'static str {
        match self {
            Self::Holds => "It holds",
            Self::RanOut { .. } => "It was good, and has run out",
            Self::TakenBack(_) => "It was taken back",
            Self::NotYet => "It is from a day that has not come",
            Self::NotOnRecord => "We do not know it",
            Self::KeyWithdrawn => "We cannot rely on its signature",
            Self::Changed => "It was changed",
            Self::OtherIssuer => "We cannot tell",
        }
    }

    /// What that means, and what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::Holds => "We gave it, nobody changed it, and it was not taken back.".to_owned(),
            Self::RanOut { at } => format!(
                "We gave it and nobody changed it. It held until {}. Ask the person for a newer one.",
                at.to_zoned(jiff::tz::TimeZone::UTC).date()
            ),
            Self::TakenBack(taken) => {
                format!("We gave it by mistake and took it back on {}. The reason: {}", taken.on, taken.why)
            }
            Self::NotYet => "Its first day is still to come. Look again later.".to_owned(),
            Self::NotOnRecord => {
                "It is signed as ours, and we have no record that we gave it. Do not rely on it, and tell us.".to_owned()
            }
            Self::KeyWithdrawn => {
                "It is signed with a key of ours that came into other hands, so anybody may have made it. That says nothing against the \
                 person. Ask them to save it again: the new file has a new signature."
                    .to_owned()
            }
            Self::Changed => {
                "It names us, and its signature does not fit what it says. Somebody changed it, or it came to you damaged. Do \
                 not rely on it. Ask the person for the file as they saved it."
                    .to_owned()
            }
            Self::OtherIssuer => {
                "Another issuer gave it, and we can only check our own. Check it at the issuer it names.".to_owned()
            }
        }
    }
}
