//! What a credential that somebody brings says, read from the content of its token. Whether its signature holds is not its business.
//!
//! Whatever does not say twice the same where the standard says a thing twice is no badge: two readers could take it for two things.

use jiff::Timestamp;
use serde_json::Value;

use super::Recipient;

/// Longest text kept of one field; whoever brings a longer one is told the start of it.
const MOST_CHARS: usize = 300;

/// What a badge says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Its id.
    pub id: String,
    /// The address that names who gave it.
    pub issuer: String,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub shown: Shown,
    /// From when it holds.
    pub from: Timestamp,
    /// Until when; `None` where it does not run out.
    pub until: Option<Timestamp>,
}

/// By what a badge names its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As badges of ours do.
    As(Recipient),
    /// In another way, which we do not read.
    Otherwise,
}

/// Why the content of a token is no badge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBadge {
    /// It is a token of another kind.
    #[error("it is no Open Badges 3.0 credential")]
    OtherKind,
    /// It lacks what every badge has.
    #[error("it lacks `{0}`")]
    Lacks(&'static str),
    /// It says one thing in two ways.
    #[error("`{0}` does not say what the credential says")]
    Contradicts(&'static str),
}

/// Reads the content of a token.
pub fn claims(payload: &Value) -> Result<Claims, NoBadge> {
    let kinds = payload.get("type").ok_or(NoBadge::OtherKind)?;
    let is_kind = |kind: &str| match kinds {
        Value::String(one) => one == kind,
        Value::Array(all) => all.iter().any(|one| one == kind),
        _ => false,
    };
    if !is_kind("VerifiableCredential")
        || !(is_kind("OpenBadgeCredential") || is_kind("AchievementCredential"))
    {
        return Err(NoBadge::OtherKind);
    }
    let issuer = match payload.get("issuer") {
        Some(Value::String(id)) => id.as_str(),
        Some(profile) => text(profile, "id").ok_or(NoBadge::Lacks("issuer"))?,
        None => return Err(NoBadge::Lacks("issuer")),
    };
    let id = text(payload, "id").ok_or(NoBadge::Lacks("id"))?;
    let subject =
        payload.get("credentialSubject").and_then(first).ok_or(NoBadge::Lacks("credentialSubject"))?;
    let from = moment(payload, "validFrom")?.ok_or(NoBadge::Lacks("validFrom"))?;
    let until = moment(payload, "validUntil")?;
    same(payload, "iss", Some(issuer))?;
    same(payload, "jti", Some(id))?;
    same(payload, "sub", text(subject, "id"))?;
    same_second(payload, "nbf", Some(from))?;
    same_second(payload, "exp", until)?;
    let name = subject.get("achievement").and_then(|a| text(a, "name")).or_else(|| text(payload, "name"));
    Ok(Claims {
        id: short(id),
        issuer: short(issuer),
        name: short(name.ok_or(NoBadge::Lacks("name"))?),
        shown: shown(subject),
        from,
        until,
    })
}

fn shown(subject: &Value) -> Shown {
    let Some(identity) = subject.get("identifier").and_then(first) else { return Shown::Otherwise };
    let is_hashed = identity.get("hashed").and_then(Value::as_bool);
    let kind = text(identity, "identityType");
    match (text(identity, "identityHash"), is_hashed, kind) {
        (Some(digest), Some(true), Some("emailAddress")) => Shown::As(Recipient::Mail {
            digest: short(digest),
            salt: text(identity, "salt").map(short).unwrap_or_default(),
        }),
        (Some(name), Some(false), Some("name")) => Shown::As(Recipient::Name(short(name))),
        _ => Shown::Otherwise,
    }
}

fn first(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(all) => all.first(),
        one => Some(one),
    }
}

fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MOST_CHARS).collect()
}

fn moment(payload: &Value, field: &'static str) -> Result<Option<Timestamp>, NoBadge> {
    match payload.get(field) {
        None => Ok(None),
        Some(value) => {
            value.as_str().and_then(|text| text.parse().ok()).map(Some).ok_or(NoBadge::Lacks(field))
        }
    }
}

/// Holds a claim of the token against what the credential says. A claim that is missing contradicts what is there.
fn same(payload: &Value, claim: &'static str, said: Option<&str>) -> Result<(), NoBadge> {
    match payload.get(claim).map(Value::as_str) {
        None if said.is_none() => Ok(()),
        Some(Some(text)) if Some(text) == said => Ok(()),
        _ => Err(NoBadge::Contradicts(claim)),
    }
}

fn same_second(payload: &Value, claim: &'static str, said: Option<Timestamp>) -> Result<(), NoBadge> {
    match payload.get(claim).map(Value::as_i64) {
        None if said.is_none() => Ok(()),
        Some(Some(second)) if said.is_some_and(|said| said.as_second() == second) => Ok(()),
        _ => Err(NoBadge::Contradicts(claim)),
    }
}
