//! A credential as a signed token (JWS, ES256), and tokens that somebody brings, read without trusting them.
//!
//! Open Badges 3.0 names RS256 as the least a verifier understands and permits others; 1EdTech's own validator takes RS256 and ES256.
//! ES256 it is: its keys can be made here, are short, and need no library of big numbers. No token is a reason to fetch anything.
//!
//! Source: RFC 7515, RFC 7518 3.4, RFC 7638.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_core::decide::badge::{BadgeKey, Issuer};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Longest token, or picture with a token in it, that is looked at, in bytes. Ours have about 3,500.
pub const MOST_TOKEN: usize = 64 * 1024;

/// Why a key of badges cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadgeKeyError {
    /// The bytes are no private key of this kind.
    #[error("it is no private key of the curve P-256 in PKCS #8")]
    NotAKey,
    /// The machine gave no chance numbers.
    #[error("no signature could be made")]
    NoChance,
}

/// A new private key, in PKCS #8.
pub fn new_key() -> Result<Vec<u8>, BadgeKeyError> {
    // The library takes chance numbers from nobody but itself, so that nobody can hand it bad ones.
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    made.map(|document| document.as_ref().to_vec()).map_err(|_| BadgeKeyError::NoChance)
}

/// The key that signs badges.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    public: BadgeKey,
}

impl SigningKey {
    /// The key in these bytes.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, BadgeKeyError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &SystemRandom::new());
        let pair = pair.map_err(|_| BadgeKeyError::NotAKey)?;
        let public = public_of(pair.public_key().as_ref()).ok_or(BadgeKeyError::NotAKey)?;
        Ok(Self { pair, public })
    }

    /// Its public half.
    pub fn public(&self) -> &BadgeKey {
        &self.public
    }

    /// Signs a content. The head names the address of the key and nothing else that the standard does not ask for.
    pub fn sign(&self, issuer: &Issuer, payload: &Value) -> Result<String, BadgeKeyError> {
        let head = json!({ "alg": "ES256", "kid": issuer.key_address(&self.public.id), "typ": "JWT" });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(payload));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| BadgeKeyError::NoChance)?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

/// A public key from its point: a four, then both coordinates.
fn public_of(point: &[u8]) -> Option<BadgeKey> {
    let both = point.strip_prefix(&[4])?;
    if both.len() != 64 {
        return None;
    }
    let (x, y) = both.split_at(32);
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    let named = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    Some(BadgeKey { id: URL_SAFE_NO_PAD.encode(Sha256::digest(named)), x, y })
}

fn point_of(key: &BadgeKey) -> Option<Vec<u8>> {
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 32);
    let mut point = vec![4];
    point.extend(coordinate(&key.x)?);
    point.extend(coordinate(&key.y)?);
    Some(point)
}

/// Why a text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is too long to be one.
    #[error("it is longer than any badge")]
    TooLong,
    /// It has not three parts with points between them.
    #[error("it has not the three parts of a signed badge")]
    Parts,
    /// A part is not written as it must be.
    #[error("its {0} cannot be read")]
    Part(&'static str),
}

/// A token as somebody brought it. Nothing in it is true before its signature was held against a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    head: Value,
    payload: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Token {
    /// Reads a token. Never fetches, and never takes longer than its length asks.
    pub fn read(text: &str) -> Result<Self, TokenError> {
        if text.len() > MOST_TOKEN {
            return Err(TokenError::TooLong);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(TokenError::Parts)?;
        let (head, payload) = signed.split_once('.').ok_or(TokenError::Parts)?;
        let bytes = |part: &str, name| URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Part(name));
        let object = |part: &str, name| match serde_json::from_slice(&bytes(part, name)?) {
            Ok(Value::Object(fields)) => Ok(Value::Object(fields)),
            _ => Err(TokenError::Part(name)),
        };
        Ok(Self {
            head: object(head, "head")?,
            payload: object(payload, "content")?,
            signature: bytes(signature, "signature")?,
            signed: signed.to_owned(),
        })
    }

    /// The address of the key it says it was signed with.
    pub fn key_address(&self) -> Option<&str> {
        self.head.get("kid").and_then(Value::as_str)
    }

    /// What it says.
    pub fn payload(&self) -> &Value {
        &self.payload
    }

    /// Whether it was signed with this key, by the one algorithm that is ours, whatever its head asks for.
    pub fn holds(&self, key: &BadgeKey) -> bool {
        let is_ours = self.head.get("alg").and_then(Value::as_str) == Some("ES256");
        let Some(point) = point_of(key) else { return false };
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        is_ours && public.verify(self.signed.as_bytes(), &self.signature).is_ok()
    }
}

/// The token in what somebody pasted: the token itself, or a picture in SVG that carries one. `None` when neither is there.
pub fn token_in(text: &str) -> Option<&str> {
    let text = text.trim();
    if !text.starts_with('<') {
        return (!text.is_empty()).then_some(text);
    }
    let (_, tag) = text.split_once("<openbadges:credential")?;
    let (tag, _) = tag.split_once('>')?;
    let (_, value) = tag.split_once("verify=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(token, _)| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn issuer() -> Issuer {
        Issuer { url: "https://portal.example".to_owned(), name: "Holdfast".to_owned() }
    }

    fn key() -> SigningKey {
        SigningKey::from_pkcs8(&new_key().expect("made")).expect("a key")
    }

    #[test]
    fn a_token_holds_for_its_key_and_content_and_nothing_else() {
        let (ours, other) = (key(), key());
        let token = ours.sign(&issuer(), &json!({ "id": "one" })).expect("signed");
        let read = Token::read(&token).expect("a token");
        assert_eq!(read.payload()["id"], "one");
        assert_eq!(read.key_address(), Some(issuer().key_address(&ours.public().id).as_str()));
        assert!(read.holds(ours.public()));
        assert!(!read.holds(other.public()));
        let parts: Vec<&str> = token.split('.').collect();
        let changed = URL_SAFE_NO_PAD.encode(r#"{"id":"two"}"#);
        let changed = Token::read(&format!("{}.{changed}.{}", parts[0], parts[2])).expect("a token");
        assert!(!changed.holds(ours.public()));
        for alg in ["none", "HS256", "RS256"] {
            let head = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}"}}"#));
            let asked = Token::read(&format!("{head}.{}.{}", parts[1], parts[2])).expect("a token");
            assert!(!asked.holds(ours.public()), "{alg}");
        }
        let unsigned = Token::read(&format!("{}.{}.", parts[0], parts[1])).expect("a token");
        assert!(!unsigned.holds(ours.public()));
    }

    #[test]
    fn a_key_has_the_thumbprint_others_give_it() {
        // Source: RFC 7515, A.3.1: a key with its coordinates; its thumbprint by RFC 7638, made with another program.
        let point =
            ["f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"]
                .map(|text| URL_SAFE_NO_PAD.decode(text).expect("base64"));
        let key = public_of(&[&[4], &point[0][..], &point[1][..]].concat()).expect("a key");
        assert_eq!(key.id, "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
        // The signature of that example holds.
        let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0\
            cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        assert!(Token::read(token).expect("a token").holds(&key));
        assert_eq!(public_of(&[2; 65]), None);
        assert_eq!(public_of(&[4; 64]), None);
    }

    #[test]
    fn a_token_is_found_as_it_is_and_in_a_picture() {
        assert_eq!(token_in("  a.b.c\n"), Some("a.b.c"));
        let svg = |attribute: &str| format!("<svg><openbadges:credential {attribute}/></svg>");
        assert_eq!(token_in(&svg("verify=\"a.b.c\"")), Some("a.b.c"));
        assert_eq!(token_in(&svg("verify='a.b.c'")), Some("a.b.c"));
        for none in
            ["", "<svg></svg>", &svg("verify"), &svg("verify="), &svg("verify=\"a"), &svg("other=\"a\"")]
        {
            assert_eq!(token_in(none), None, "{none}");
        }
    }

    #[test]
    fn a_text_that_is_no_token_is_told_what_it_lacks() {
        let said = |text: &str| Token::read(text).expect_err("no token").to_string();
        assert_eq!(said(""), "it has not the three parts of a signed badge");
        assert_eq!(said("a.b"), "it has not the three parts of a signed badge");
        assert_eq!(said("!.b.c"), "its head cannot be read");
        assert_eq!(said("e30.W10.c"), "its content cannot be read");
        assert_eq!(said("e30.e30.\u{e9}"), "its signature cannot be read");
        assert_eq!(said("e30.e30.e30.e30"), "its content cannot be read");
        assert_eq!(said(&"a".repeat(MOST_TOKEN + 1)), "it is longer than any badge");
        // Deeper than anybody writes: refused, and no stack runs out.
        let deep = URL_SAFE_NO_PAD.encode(format!("{{\"a\":{}", "[".repeat(20_000)));
        assert_eq!(said(&format!("e30.{deep}.")), "its content cannot be read");
    }

    proptest! {
        #[test]
        fn whatever_somebody_pastes_is_read_or_refused(text in "\\PC{0,200}", cut in 0usize..1_000) {
            let _ = token_in(&text).map(Token::read);
            let ours = key();
            let token = ours.sign(&issuer(), &json!({ "id": text })).expect("signed");
            let mut bytes = token.into_bytes();
            let at = cut % bytes.len();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(bytes).expect("text");
            if let Ok(read) = Token::read(&other) {
                prop_assert!(!read.holds(ours.public()));
            }
        }
    }
}
