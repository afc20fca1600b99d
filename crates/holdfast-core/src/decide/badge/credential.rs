//! One learner's badge as a credential: the content of a token that is still to be signed.
//!
//! It holds the least that lets others check it: a salted digest of the person's mail address, or the name where there is no address.
//! No hospital, no department, no number of a person, and nothing by which two badges of one person could be put together.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::issuer::{CREDENTIALS, EXTENSIONS, OPEN_BADGES, second, short_achievement, short_profile};
use super::{Achievement, Issuer};
use crate::catalog::Language;
use crate::digest::sha256_hex;

/// The schema that credentials of this kind are held against.
const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// By what others know that a badge is a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A digest of the mail address, which whoever is told the address can make again.
    Mail {
        /// `sha256$` and the digest of address and salt, in hex.
        digest: String,
        /// The salt.
        salt: String,
    },
    /// The name, for a person without mail.
    Name(String),
}

impl Recipient {
    /// A person known by their mail address, in small letters: people type it either way. `salt`: new for each badge. Source: Open
    /// Badges 3.0, IdentityHash.
    pub fn mail(address: &str, salt: &str) -> Self {
        Self::Mail { digest: digest_of(&address.to_lowercase(), salt), salt: salt.to_owned() }
    }

    /// Whether it is the person with this address, as typed or in small letters; `None` where the badge names no address.
    pub fn is_of(&self, address: &str) -> Option<bool> {
        match self {
            Self::Mail { digest, salt } => {
                Some([address, &address.to_lowercase()].iter().any(|text| digest_of(text, salt) == *digest))
            }
            Self::Name(_) => None,
        }
    }
}

fn digest_of(address: &str, salt: &str) -> String {
    format!("sha256${}", sha256_hex(format!("{address}{salt}").as_bytes()))
}

/// Where it is said whether a badge was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which list, from 0.
    pub list: u32,
    /// Which bit in it, from 0.
    pub index: u32,
}

/// One learner's badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Its id, a `urn:uuid:` made by chance.
    pub id: String,
    /// What stands for the person, a `urn:uuid:` made by chance for this badge alone.
    pub subject: String,
    /// By what the person is known.
    pub recipient: Recipient,
    /// The language it is in.
    pub language: Language,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The day it was earned.
    pub earned_on: Date,
    /// The last day it holds; `None` where it does not run out.
    pub until: Option<Date>,
    /// Where it is said whether it was taken back.
    pub place: Place,
}

/// The content of the token: the credential itself with the claims that a token has beside it. Source: Open Badges 3.0, "JSON Web
/// Token Proof Format".
pub fn payload(issuer: &Issuer, achievement: &Achievement, credential: &Credential) -> Value {
    let Credential { id, subject, language, issued_at, place, .. } = credential;
    let identity = match &credential.recipient {
        Recipient::Mail { digest, salt } => json!({
            "type": "IdentityObject", "hashed": true, "identityHash": digest, "identityType": "emailAddress", "salt": salt,
        }),
        Recipient::Name(name) => json!({
            "type": "IdentityObject", "hashed": false, "identityHash": name, "identityType": "name",
        }),
    };
    let list = issuer.list_address(place.list);
    let mut payload = json!({
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name.in_language(*language),
        "issuer": short_profile(issuer),
        "validFrom": second(*issued_at).to_string(),
        "awardedDate": format!("{}T00:00:00Z", credential.earned_on),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [identity],
            "achievement": short_achievement(issuer, achievement, *language),
        },
        "credentialStatus": {
            "id": format!("{list}#{}", place.index),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": place.index.to_string(),
            "statusListCredential": list,
        },
        "credentialSchema": [{ "id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019" }],
        "iss": issuer.id(), "sub": subject, "jti": id, "nbf": issued_at.as_second(),
    });
    if let (Some(end), Some(fields)) = (credential.until.and_then(end_of), payload.as_object_mut()) {
        fields.insert("validUntil".to_owned(), json!(end.to_string()));
        fields.insert("exp".to_owned(), json!(end.as_second()));
    }
    payload
}

/// The end of a day wherever on earth it is read: noon of the next one in UTC.
pub(super) fn end_of(day: Date) -> Option<Timestamp> {
    let noon = day.tomorrow().ok()?.at(12, 0, 0, 0);
    noon.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
