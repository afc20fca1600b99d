//! A made-up machine with an agent's key, that says what a real agent says and signs it.

use std::io::Write as _;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use holdfast_wire::device::{
    CheckIn, DEVICE_HEADER, DeviceFacts, Enrol, Health, Identity, Known, News, Os, OsFamily, Reply,
    SIGNATURE_HEADER, SIGNED_AS, VERSION, parts,
};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Answer, Portal};

/// A machine.
pub struct Machine {
    key: Ed25519KeyPair,
    /// Which machine it is, whatever its disk says.
    pub hardware: String,
    /// Its id, once it enrolled.
    pub device: String,
    /// The number of its last message.
    pub seq: u64,
    /// What it is.
    pub facts: DeviceFacts,
}

impl Machine {
    /// A Windows 10 computer of this name. `seed` makes its key.
    pub fn new(name: &str, seed: u8) -> Self {
        let os = Os {
            family: OsFamily::Windows,
            name: "Windows 10 Pro".to_owned(),
            edition: "Professional".to_owned(),
            release: "22H2".to_owned(),
            version: "10.0.19045.6456".to_owned(),
            arch: "x64".to_owned(),
            ..Os::default()
        };
        let identity =
            Identity { name: name.to_owned(), serial: Some(format!("SN-{seed}")), ..Identity::default() };
        Self {
            key: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("32 bytes make a key"),
            hardware: format!("board-{seed}"),
            device: String::new(),
            seq: 0,
            facts: DeviceFacts {
                identity,
                os: Known::Is(os),
                smb1: Known::Is(false),
                ..DeviceFacts::default()
            },
        }
    }

    /// The same machine, saying that it is the device of this id.
    #[must_use]
    pub fn named(mut self, device: &str) -> Self {
        self.device = device.to_owned();
        self
    }

    /// The public half of its key.
    pub fn public_key(&self) -> String {
        STANDARD_NO_PAD.encode(self.key.public_key())
    }

    /// Its asking to belong, by this token.
    pub fn asks(&self, token: &str) -> Enrol {
        Enrol {
            version: VERSION,
            token: token.to_owned(),
            public_key: self.public_key(),
            hardware: self.hardware.clone(),
            identity: self.facts.identity.clone(),
            os: self.facts.os.clone(),
            agent: "holdfast-agent 0.1.0".to_owned(),
        }
    }

    /// Enrols with a token, and remembers its id when it is taken.
    pub async fn enrol(&mut self, portal: &Portal, token: &str) -> Answer {
        let answer = self.send(portal, "/api/v1/devices/enrol", &self.asks(token)).await;
        if let Ok(value) = serde_json::from_str::<Value>(&answer.body)
            && let Some(device) = value["device"].as_str()
        {
            self.device = device.to_owned();
        }
        answer
    }

    /// A message with the next number.
    pub fn message(&mut self, portal: &Portal, news: News) -> CheckIn {
        self.seq += 1;
        CheckIn {
            version: VERSION,
            device: self.device.clone(),
            seq: self.seq,
            sent_at: portal.app.clock.now(),
            hardware: self.hardware.clone(),
            news,
            health: Health { agent: "holdfast-agent 0.1.0".to_owned(), ..Health::default() },
        }
    }

    /// Says everything.
    pub async fn say_all(&mut self, portal: &Portal) -> Answer {
        let news = News::Full { collected_at: portal.app.clock.now(), facts: parts(&self.facts) };
        let message = self.message(portal, news);
        self.check_in(portal, &message).await
    }

    /// Says what changed since `base`.
    pub async fn say_changes(&mut self, portal: &Portal, base: u64, facts: Map<String, Value>) -> Answer {
        let news = News::Changes { base, collected_at: portal.app.clock.now(), facts };
        let message = self.message(portal, news);
        self.check_in(portal, &message).await
    }

    /// Sends a message as it is.
    pub async fn check_in(&self, portal: &Portal, message: &CheckIn) -> Answer {
        self.send(portal, "/api/v1/devices/check-in", message).await
    }

    /// Packs, signs and sends a body.
    pub async fn send(&self, portal: &Portal, path: &str, body: &impl Serialize) -> Answer {
        portal.browser().send(self.request(path, body)).await
    }

    /// The request that [`Machine::send`] sends.
    pub fn request(&self, path: &str, body: &impl Serialize) -> Request<Body> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        // In one piece: a packer that is fed by the word takes a hundred times as long.
        packer.write_all(&serde_json::to_vec(body).expect("it is JSON")).expect("it packs");
        let packed = packer.finish().expect("it packs");
        let signature = self.key.sign(&[SIGNED_AS, &packed].concat());
        Request::post(path)
            .header("content-type", "application/gzip")
            .header(DEVICE_HEADER, &self.device)
            .header(SIGNATURE_HEADER, STANDARD_NO_PAD.encode(signature.as_ref()))
            .body(Body::from(packed))
            .expect("a request")
    }
}

/// What an answer to a message says.
pub fn reply(answer: &Answer) -> Reply {
    serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {} {}", answer.status, answer.body))
}
