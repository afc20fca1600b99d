//! A passkey kept in memory: makes one credential and signs with it, as a phone or a security key does.
//!
//! It asks nobody for a finger or a PIN and says it did. The same seed makes the same key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The user was there, and proved who they are.
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// The data holds a new credential.
const HOLDS_CREDENTIAL: u8 = 0x40;

/// One passkey.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    credential_id: Vec<u8>,
    user_handle: Vec<u8>,
    origin: String,
    /// How often it has signed. Turning it back makes a copy of the passkey.
    pub counter: u32,
}

impl Authenticator {
    /// Makes a passkey from the options of a start call. Gives it and what the browser sends back.
    pub fn create(options: &Value, origin: &str, seed: u8) -> (Self, Value) {
        let secret: [u8; 32] = Sha256::digest([seed]).into();
        let asked = &options["publicKey"];
        let made = Self {
            key: SigningKey::from_slice(&secret).expect("a digest is a key"),
            credential_id: Sha256::digest([seed, 1]).to_vec(),
            user_handle: decoded(&asked["user"]["id"]),
            origin: origin.to_owned(),
            counter: 0,
        };
        let rp_id = asked["rp"]["id"].as_str().expect("a host name");
        let mut data = made.data(rp_id, PRESENT_AND_VERIFIED | HOLDS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(made.credential_id.len()).expect("short").to_be_bytes());
        data.extend(&made.credential_id);
        data.extend(made.public_key());
        // CBOR: a map of three, the last a byte string with a one-byte length.
        let mut attestation = vec![0xa3];
        attestation.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attestation.push(u8::try_from(data.len()).expect("short"));
        attestation.extend(data);
        let response = json!({
            "clientDataJSON": encoded(&made.client_data("webauthn.create", &asked["challenge"])),
            "attestationObject": encoded(&attestation),
            "transports": ["internal"],
        });
        let credential = made.credential(response);
        (made, credential)
    }

    /// Signs in, from the options of a start call. Gives what the browser sends back.
    pub fn sign(&mut self, options: &Value) -> Value {
        let asked = &options["publicKey"];
        self.counter += 1;
        let data = self.data(asked["rpId"].as_str().expect("a host name"), PRESENT_AND_VERIFIED);
        let client = self.client_data("webauthn.get", &asked["challenge"]);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "clientDataJSON": encoded(&client),
            "authenticatorData": encoded(&data),
            "signature": encoded(signature.to_der().as_bytes()),
            "userHandle": encoded(&self.user_handle),
        }))
    }

    fn credential(&self, response: Value) -> Value {
        let id = encoded(&self.credential_id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} })
    }

    fn data(&self, rp_id: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as COSE: an elliptic curve key for ES256 on P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(x);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(y);
        key
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().expect("a text")).expect("base64url")
}
