//! Who gives badges, and the documents others read about it: its profile, its keys and its lists of badges taken back.
//!
//! Everything is found by addresses of the portal, because an issuer is an address that answers. No key is made here.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Achievement, Feat};
use crate::catalog::Language;

/// Places in one list of badges taken back: 16 KB of bits, the least the standard allows, so that nobody can tell from a list that
/// was asked for whose badge it was about. Source: Bitstring Status List 1.0, "bitstring length".
pub const PLACES: u32 = 131_072;

pub(super) const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";
pub(super) const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
pub(super) const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// Where keys lie below a portal's address.
const KEYS_AT: &str = "/badges/keys/";

/// Who gives badges: this portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// The portal's address, without a slash at its end.
    pub url: String,
    /// What the program is called.
    pub name: String,
}

impl Issuer {
    /// The address that names the issuer in every badge.
    pub fn id(&self) -> String {
        format!("{}/badges/issuer.json", self.url)
    }

    /// Where one key is, alone: what a badge names as the key it was signed with.
    pub fn key_address(&self, key: &str) -> String {
        format!("{}{KEYS_AT}{key}.json", self.url)
    }

    /// The id of the key at an address; `None` for an address that is none of ours.
    pub fn key_at<'a>(&self, address: &'a str) -> Option<&'a str> {
        address.strip_prefix(&self.url)?.strip_prefix(KEYS_AT)?.strip_suffix(".json")
    }

    /// The id of the key at an address of this shape, whosever it is: a portal that moved signed by its old address. Whether the key is
    /// ours its id says, which is the key's thumbprint.
    pub fn key_anywhere(address: &str) -> Option<&str> {
        address.rsplit_once(KEYS_AT)?.1.strip_suffix(".json")
    }

    /// Where a badge is described in a language.
    pub fn achievement_address(&self, feat: &Feat, language: Language) -> String {
        let lang = match language {
            Language::English => "",
            Language::Spanish => "?lang=es",
        };
        format!("{}/badges/achievements/{feat}.json{lang}", self.url)
    }

    /// Where a badge's picture is.
    pub fn picture_address(&self, feat: &Feat, language: Language) -> String {
        let lang = match language {
            Language::English => "",
            Language::Spanish => "?lang=es",
        };
        format!("{}/badges/achievements/{feat}.svg{lang}", self.url)
    }

    /// Where a list of badges taken back is.
    pub fn list_address(&self, list: u32) -> String {
        format!("{}/badges/status/{list}", self.url)
    }

    /// The name of the issuer as a DID of the method `web`: its host, and its port where the address has one.
    pub fn did(&self) -> String {
        let host = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or_default();
        format!("did:web:{}", host.replace(':', "%3A"))
    }
}

/// The public half of a key of the curve P-256, by which badges are checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BadgeKey {
    /// Its thumbprint. Source: RFC 7638.
    pub id: String,
    /// The first coordinate, in base64url.
    pub x: String,
    /// The second coordinate, in base64url.
    pub y: String,
}

impl BadgeKey {
    /// The key as others read it. Source: RFC 7517.
    pub fn document(&self) -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "x": self.x, "y": self.y,
            "alg": "ES256", "use": "sig", "kid": self.id,
        })
    }
}

/// All keys, those that sign no more too: a badge signed with one stays checkable.
pub fn key_set(keys: &[BadgeKey]) -> Value {
    json!({ "keys": keys.iter().map(BadgeKey::document).collect::<Vec<_>>() })
}

/// The issuer as others read it.
pub fn profile(issuer: &Issuer) -> Value {
    let mut profile = short_profile(issuer);
    if let Some(fields) = profile.as_object_mut() {
        fields.insert("@context".to_owned(), json!([CREDENTIALS, OPEN_BADGES]));
    }
    profile
}

pub(super) fn short_profile(issuer: &Issuer) -> Value {
    json!({ "id": issuer.id(), "type": ["Profile"], "name": issuer.name, "url": issuer.url })
}

/// The issuer's DID document, for those who look for its keys this way. Source: W3C, Decentralized Identifiers 1.0, and the method
/// `web`.
pub fn did_document(issuer: &Issuer, keys: &[BadgeKey]) -> Value {
    let did = issuer.did();
    let name = |key: &BadgeKey| format!("{did}#{}", key.id);
    let methods = keys.iter().map(|key| {
        json!({ "id": name(key), "type": "JsonWebKey", "controller": did, "publicKeyJwk": key.document() })
    });
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "alsoKnownAs": [issuer.id()],
        "verificationMethod": methods.collect::<Vec<_>>(),
        "assertionMethod": keys.iter().map(name).collect::<Vec<_>>(),
    })
}

/// A badge as anybody may read about it, in one language and with where the other is.
pub fn achievement_document(issuer: &Issuer, achievement: &Achievement, language: Language) -> Value {
    let mut document = short_achievement(issuer, achievement, language);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("@context".to_owned(), json!([CREDENTIALS, OPEN_BADGES]));
    }
    document
}

pub(super) fn short_achievement(issuer: &Issuer, achievement: &Achievement, language: Language) -> Value {
    let other = match language {
        Language::English => Language::Spanish,
        Language::Spanish => Language::English,
    };
    let feat = &achievement.feat;
    json!({
        "id": issuer.achievement_address(feat, language),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "inLanguage": language.key(),
        "name": achievement.name.in_language(language),
        "description": achievement.description.in_language(language),
        "criteria": { "narrative": achievement.criteria.in_language(language) },
        "image": { "id": issuer.picture_address(feat, language), "type": "Image",
            "caption": achievement.name.in_language(language) },
        "related": [{ "id": issuer.achievement_address(feat, other), "type": ["Related"], "inLanguage": other.key() }],
    })
}

/// A list of badges taken back, as the content of a token that is still to be signed. `encoded`: its bits, packed as the standard
/// says. It is good from `from` until `until`, so that an old copy brings no badge back.
pub fn status_list(issuer: &Issuer, list: u32, encoded: &str, from: Timestamp, until: Timestamp) -> Value {
    let address = issuer.list_address(list);
    let subject = format!("{address}#list");
    json!({
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id(),
        "validFrom": second(from).to_string(),
        "validUntil": second(until).to_string(),
        "credentialSubject": {
            "id": subject,
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
        "iss": issuer.id(), "jti": address, "sub": subject,
        "nbf": from.as_second(), "exp": until.as_second(),
    })
}

/// A moment without what is finer than a second: dates of a credential and those of its token must say the same.
pub(super) fn second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}
