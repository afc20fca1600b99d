//! Mails made in the test: `.eml` as text, `.msg` with somebody else's writer of its container.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A part with its fields.
pub(crate) fn part(fields: &str, body: &str) -> String {
    format!("{fields}\r\n\r\n{body}")
}

/// A part in base64 with lines of 76 letters.
pub(crate) fn base64_part(fields: &str, body: &[u8]) -> String {
    let written = STANDARD.encode(body);
    let lines: Vec<_> = written.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
    part(&format!("{fields}\r\nContent-Transfer-Encoding: base64"), &lines.join("\r\n"))
}

/// A mail of parts, with a line between them that no part has.
pub(crate) fn multipart(fields: &str, parts: &[String]) -> String {
    let n_letters: usize = parts.iter().map(String::len).sum();
    divided(fields, parts, &format!("=_b{n_letters}"))
}

/// A mail of parts, with this between them.
pub(crate) fn divided(fields: &str, parts: &[String], boundary: &str) -> String {
    let kind = format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"");
    let mut mail = format!("{fields}\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\n");
    for part in parts {
        mail += &format!("--{boundary}\r\n{part}\r\n");
    }
    mail + &format!("--{boundary}--\r\n")
}

/// The lure most tests are about.
pub(crate) fn lure() -> String {
    let html = "<html lang='en'><p>Your pay stub is on hold. <a href='https://login.evil-pay.com/a?id=1'>www.fixturememorial.org</a></p>";
    multipart(
        "Return-Path: <bounce@bulk.evil-pay.com>\r\nAuthentication-Results: mx.fixturememorial.org; spf=pass; dkim=none; dmarc=fail\r\n\
         From: \"Payroll Office\" <payroll@evil-pay.com>\r\nReply-To: <collect@other-evil.com>\r\nSubject: Your pay stub 4471 is on hold\r\n\
         Date: Sat, 28 Nov 2026 17:00:00 +0000",
        &[
            part("Content-Type: text/plain; charset=utf-8", "Your pay stub is on hold."),
            part("Content-Type: text/html; charset=utf-8", html),
            base64_part(
                "Content-Type: application/pdf; name=stub.pdf\r\nContent-Disposition: attachment; filename=\"stub.pdf\"",
                b"%PDF-1.7 x",
            ),
        ],
    )
}

/// An Outlook file being made.
pub(crate) struct Msg {
    file: cfb::CompoundFile<Cursor<Vec<u8>>>,
}

/// A property of text, bytes, or eight fixed bytes.
pub(crate) enum Value<'a> {
    Text(&'a str),
    Narrow(&'a [u8]),
    Bytes(&'a [u8]),
    Fixed(u64),
}

impl Msg {
    pub(crate) fn new() -> Self {
        let file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()));
        Self { file: file.expect("memory can be written") }
    }

    pub(crate) fn stream(&mut self, path: &str, bytes: &[u8]) {
        self.file.create_stream(path).expect("a new stream").write_all(bytes).expect("memory can be written");
    }

    /// Properties of the mail or attachment in `at`, which ends with `/`. `n_head`: bytes in front of the fixed ones.
    pub(crate) fn properties(&mut self, at: &str, n_head: usize, values: &[(u16, Value<'_>)]) {
        let mut fixed = vec![0; n_head];
        for (id, value) in values {
            let (kind, eight) = match value {
                Value::Text(text) => {
                    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                    self.stream(&format!("{at}__substg1.0_{id:04X}001F"), &bytes);
                    (0x001F, bytes.len() as u64 + 2)
                }
                Value::Narrow(bytes) => {
                    self.stream(&format!("{at}__substg1.0_{id:04X}001E"), bytes);
                    (0x001E, bytes.len() as u64 + 1)
                }
                Value::Bytes(bytes) => {
                    self.stream(&format!("{at}__substg1.0_{id:04X}0102"), bytes);
                    (0x0102, bytes.len() as u64)
                }
                Value::Fixed(eight) => (0x0003_u16, *eight),
            };
            fixed.extend(kind.to_le_bytes());
            fixed.extend(id.to_le_bytes());
            fixed.extend([6, 0, 0, 0]);
            fixed.extend(eight.to_le_bytes());
        }
        self.stream(&format!("{at}__properties_version1.0"), &fixed);
    }

    pub(crate) fn storage(&mut self, path: &str) {
        self.file.create_storage(path).expect("a new storage");
    }

    pub(crate) fn bytes(mut self) -> Vec<u8> {
        self.file.flush().expect("memory can be written");
        self.file.into_inner().into_inner()
    }
}

/// The same lure as Outlook saves it, with the fields it came with.
pub(crate) fn lure_msg() -> Vec<u8> {
    let mut msg = Msg::new();
    put_lure(&mut msg, "/", 32);
    msg.storage("/__attach_version1.0_#00000000");
    msg.properties(
        "/__attach_version1.0_#00000000/",
        8,
        &[(0x3707, Value::Text("stub.pdf")), (0x3701, Value::Bytes(b"%PDF-1.7 x"))],
    );
    msg.bytes()
}

/// The lure's properties in a storage.
pub(crate) fn put_lure(msg: &mut Msg, at: &str, n_head: usize) {
    let fields = "Return-Path: <bounce@bulk.evil-pay.com>\r\nAuthentication-Results: mx.fixturememorial.org; spf=pass; dkim=none; dmarc=fail\r\n\
                  From: \"Payroll Office\" <payroll@evil-pay.com>\r\nReply-To: <collect@other-evil.com>\r\n\
                  Date: Sat, 28 Nov 2026 17:00:00 +0000\r\n";
    let html = "<p>Your pay stub is on hold. <a href='https://login.evil-pay.com/a?id=1'>www.fixturememorial.org</a>";
    msg.properties(
        at,
        n_head,
        &[
            (0x0037, Value::Text("Your pay stub 4471 is on hold")),
            (0x007D, Value::Text(fields)),
            (0x1000, Value::Text("Your pay stub is on hold.")),
            (0x1013, Value::Bytes(html.as_bytes())),
            (0x3FDE, Value::Fixed(65_001)),
        ],
    );
}
