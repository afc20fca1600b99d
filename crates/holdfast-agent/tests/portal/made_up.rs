//! A portal made up of a listener on this machine and the rules of the messages: signatures, numbers, bases. It keeps no disk.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use holdfast_wire::device::{CheckIn, Enrol, Enrolled, News, Reply, SIGNED_AS, Standing, apply};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Map, Value};

/// What the portal has seen.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) kinds: Vec<String>,
    pub(crate) n_bytes: Vec<usize>,
    pub(crate) n_programs: usize,
    /// What event logs showed, by rule.
    pub(crate) found: Vec<String>,
    pub(crate) n_conflicts: usize,
    pub(crate) n_requests: usize,
    pub(crate) hardware: BTreeSet<String>,
}

struct Inside {
    seen: Seen,
    keys: Vec<String>,
    facts: Option<(u64, Map<String, Value>)>,
    next_seq: u64,
    standing: Standing,
    bytes_a_day: u64,
    is_away: bool,
    /// Its own clock; the machine's where it has none.
    clock: Option<jiff::Timestamp>,
}

/// A portal that listens on a port of its own until the test ends.
pub(crate) struct Portal {
    inside: Arc<Mutex<Inside>>,
    port: u16,
}

impl Portal {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let inside = Arc::new(Mutex::new(Inside {
            seen: Seen::default(),
            keys: Vec::new(),
            facts: None,
            next_seq: 1,
            standing: Standing::Approved,
            bytes_a_day: 1 << 30,
            is_away: false,
            clock: None,
        }));
        let shared = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut inside = shared.lock().expect("no test panics inside");
                if !inside.is_away {
                    let _ = inside.serve(stream);
                }
            }
        });
        Self { inside, port }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn seen(&self) -> Seen {
        let inside = self.inside.lock().expect("no test panics inside");
        let mut seen = inside.seen.clone();
        let software = inside
            .facts
            .as_ref()
            .and_then(|(_, facts)| facts.get("software")?.get("is")?.as_array().map(Vec::len));
        seen.n_programs = software.unwrap_or(0);
        seen
    }

    pub(crate) fn set_away(&self, is_away: bool) {
        self.inside.lock().expect("no test panics inside").is_away = is_away;
    }

    pub(crate) fn set_clock(&self, at: jiff::Timestamp) {
        self.inside.lock().expect("no test panics inside").clock = Some(at);
    }

    pub(crate) fn set_standing(&self, standing: Standing) {
        self.inside.lock().expect("no test panics inside").standing = standing;
    }

    pub(crate) fn set_bytes_a_day(&self, n: u64) {
        self.inside.lock().expect("no test panics inside").bytes_a_day = n;
    }
}

impl Inside {
    fn serve(&mut self, mut stream: TcpStream) -> std::io::Result<()> {
        let (head, body) = request(&mut stream)?;
        self.seen.n_requests += 1;
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
            line.and_then(|line| line.split_once(':'))
                .map(|(_, value)| value.trim().to_owned())
                .unwrap_or_default()
        };
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut text)?;
        let signature = STANDARD_NO_PAD.decode(header("holdfast-signature")).unwrap_or_default();
        let (status, answer) = match head.starts_with("POST /api/v1/devices/enrol ") {
            true => {
                let message: Enrol = serde_json::from_slice(&text)?;
                assert!(is_signed(&message.public_key, &body, &signature), "signed with the key it brings");
                self.keys.push(message.public_key);
                // Whoever enrols anew is a new device.
                self.facts = None;
                (200, serde_json::to_value(Enrolled { device: "d1".to_owned(), state: self.standing })?)
            }
            false => {
                let is_ours = self.keys.iter().any(|key| is_signed(key, &body, &signature));
                match is_ours && header("holdfast-device") == "d1" {
                    true => self.check_in(&serde_json::from_slice(&text)?, body.len())?,
                    false => (401, Value::from("bad signature")),
                }
            }
        };
        let answer = answer.to_string();
        write!(
            stream,
            "HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
            answer.len()
        )
    }

    fn check_in(&mut self, message: &CheckIn, n_bytes: usize) -> serde_json::Result<(u16, Value)> {
        self.seen.hardware.insert(message.hardware.clone());
        self.seen.n_bytes.push(n_bytes);
        let status = self.status(message);
        if status == 409 {
            self.seen.n_conflicts += 1;
        } else {
            self.next_seq = message.seq + 1;
        }
        let reply = Reply {
            state: self.standing,
            base: self.facts.as_ref().map(|(base, _)| *base),
            next_seq: self.next_seq,
            now: self.clock.unwrap_or(message.sent_at),
            every_s: 900,
            bytes_a_day: self.bytes_a_day,
        };
        Ok((status, serde_json::to_value(reply)?))
    }

    fn status(&mut self, message: &CheckIn) -> u16 {
        if self.standing != Standing::Approved {
            return 403;
        }
        if message.seq < self.next_seq {
            return 409;
        }
        let held = self.facts.as_ref().map(|(base, _)| *base);
        let kind = match &message.news {
            News::Full { facts, .. } => {
                self.facts = Some((message.seq, facts.clone()));
                "full"
            }
            News::Changes { base, .. } | News::Same { base, .. } if held != Some(*base) => return 409,
            News::Changes { facts, .. } => {
                let old = self.facts.take().map(|(_, facts)| facts).unwrap_or_default();
                self.facts = Some((message.seq, apply(old, facts.clone())));
                "changes"
            }
            News::Same { .. } => "same",
            News::Found { findings, .. } => {
                self.seen.found.extend(findings.iter().map(|finding| finding.rule.title.clone()));
                "found"
            }
            News::Goodbye => "goodbye",
        };
        self.seen.kinds.push(format!("{kind} {}", message.seq));
        200
    }
}

fn is_signed(key: &str, body: &[u8], signature: &[u8]) -> bool {
    let key = STANDARD_NO_PAD.decode(key).unwrap_or_default();
    UnparsedPublicKey::new(&ED25519, key).verify(&[SIGNED_AS, body].concat(), signature).is_ok()
}

fn request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut part = [0; 8192];
    let head_ends = loop {
        let n = stream.read(&mut part)?;
        bytes.extend_from_slice(&part[..n]);
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        if n == 0 {
            return Err(std::io::Error::other("the request ended early"));
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_ends]).into_owned();
    let length = head
        .lines()
        .find_map(|l| l.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = bytes.split_off(head_ends);
    while body.len() < length {
        let n = stream.read(&mut part)?;
        if n == 0 {
            return Err(std::io::Error::other("the body ended early"));
        }
        body.extend_from_slice(&part[..n]);
    }
    Ok((head, body))
}
