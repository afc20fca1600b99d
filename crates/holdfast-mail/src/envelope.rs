//! Who a mail is from and where it went, for whoever reads a mailbox. It is read from the fields in front alone; the body is not looked at.

use mail_parser::parsers::MessageStream;
use mail_parser::{Address, HeaderValue};

use crate::authentication;
use crate::bounds::MAX_FIELD_BYTES;
use crate::field::{Fields, split};
use crate::reported::Authentication;
use crate::walk::Walk;

/// The most addresses that are read of where a mail went.
const MAX_TO: usize = 100;

/// The most fields of one name that are read.
const MAX_SAME: usize = 10;

/// The fields of servers that are asked for whom they took a mail: the last ones. A rule that sends mail on leaves its old `To`.
const MAX_RECEIVED: usize = 3;

/// What a mail says of its own way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The address it is from; `None` where that is not exactly one.
    pub from: Option<String>,
    /// The addresses it went to, those that servers wrote down first.
    pub to: Vec<String>,
    /// What it is, as far as it says.
    pub written: Written,
    /// What servers said of the sender, the last one first. A mail can bring such fields along, below those of its last server.
    pub authentication: Vec<Authentication>,
}

/// What wrote a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Nothing says that it was no person.
    #[default]
    ByPerson,
    /// A list, or a program that writes to many.
    ToMany,
    /// A program, in answer to another mail: out of office, or not delivered (RFC 3834, RFC 3464).
    InAnswer,
}

/// Reads the fields in front of a mail.
pub fn envelope(bytes: &[u8]) -> Envelope {
    let mut walk = Walk::new();
    let (fields, _) = split(bytes, &mut walk);
    let mut to = Vec::new();
    for name in ["Delivered-To", "X-Original-To", "X-Envelope-To", "To", "Cc", "Resent-To"] {
        for field in fields.all(name).take(MAX_SAME) {
            to.extend(addresses(field));
        }
    }
    to.extend(fields.all("Received").take(MAX_RECEIVED).filter_map(received_for));
    to.truncate(MAX_TO);
    let said = fields.all("Authentication-Results").take(MAX_SAME);
    Envelope {
        from: from(&fields),
        to,
        written: written(&fields, &mut walk),
        authentication: said
            .filter_map(|said| authentication::read(&String::from_utf8_lossy(said), &mut walk))
            .collect(),
    }
}

/// The only address of the only field: with two, what a person sees and what a server checked may differ.
fn from(fields: &Fields<'_>) -> Option<String> {
    let mut all = fields.all("From");
    let (only, more) = (all.next()?, all.next());
    let mut found = addresses(only);
    (more.is_none() && found.len() == 1).then(|| found.remove(0))
}

fn written(fields: &Fields<'_>, walk: &mut Walk) -> Written {
    let mut word = |name: &str| {
        let text = fields.text(name, walk).unwrap_or_default();
        text.split([';', '(']).next().unwrap_or_default().trim().to_ascii_lowercase()
    };
    let submitted = word("Auto-Submitted");
    let precedence = word("Precedence");
    let is_report = word("Content-Type") == "multipart/report";
    let is_failure = fields.raw("Return-Path").is_some_and(|path| path.trim_ascii() == b"<>");
    let has = |name: &str| fields.raw(name).is_some();
    if submitted == "auto-replied"
        || precedence == "auto_reply"
        || is_report
        || is_failure
        || has("X-Autoreply")
        || has("X-Autorespond")
    {
        return Written::InAnswer;
    }
    let is_to_many = matches!(precedence.as_str(), "bulk" | "junk" | "list") || has("List-Id");
    if is_to_many || !matches!(submitted.as_str(), "" | "no") {
        return Written::ToMany;
    }
    Written::ByPerson
}

/// For whom a server took a mail: `for <report@program.example>;` (RFC 5321, 4.4).
fn received_for(field: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(field.get(..field.len().min(MAX_FIELD_BYTES))?);
    let words = text.split_whitespace().collect::<Vec<_>>();
    let after = words.iter().position(|word| word.eq_ignore_ascii_case("for"))?;
    let address = words.get(after + 1)?.trim_end_matches(';').trim_matches(['<', '>']);
    address.contains('@').then(|| address.to_owned())
}

/// The addresses in a field.
fn addresses(field: &[u8]) -> Vec<String> {
    let mut field =
        field.get(..field.len().min(MAX_FIELD_BYTES)).unwrap_or_default().trim_ascii_end().to_vec();
    field.push(b'\n');
    let HeaderValue::Address(found) = MessageStream::new(&field).parse_address() else { return Vec::new() };
    let of = |address: &mail_parser::Addr<'_>| {
        let text = address.address.as_deref().unwrap_or_default().trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    match &found {
        Address::List(list) => list.iter().filter_map(of).take(MAX_TO).collect(),
        Address::Group(groups) => {
            groups.iter().flat_map(|group| &group.addresses).filter_map(of).take(MAX_TO).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, from: Option<&str>, to: &[&str], written: Written) {
        let found = envelope(format!("{head}\r\n\r\nFrom: nobody@body.example\r\n").as_bytes());
        assert_eq!(found.from.as_deref(), from, "{head}");
        assert_eq!(found.to, to, "{head}");
        assert_eq!(found.written, written, "{head}");
    }

    #[test]
    fn a_mail_says_who_it_is_from_and_where_it_went() {
        check(
            "Delivered-To: report+abc@program.example\r\nFrom: Ann <ann@fixturememorial.example>\r\n\
             To: \"Report, a mail\" <report@program.example>,\r\n it@fixturememorial.example\r\nCc: all: x@y.example, z@y.example;",
            Some("ann@fixturememorial.example"),
            &[
                "report+abc@program.example",
                "report@program.example",
                "it@fixturememorial.example",
                "x@y.example",
                "z@y.example",
            ],
            Written::ByPerson,
        );
    }

    #[test]
    fn a_rule_that_sends_mail_on_leaves_its_address_with_the_servers() {
        check(
            "Received: from a (b [192.0.2.1]) by c with LMTP\r\n\tfor <report+abc@program.example>; Sat, 28 Nov 2026 22:55:26 +0000\r\n\
             Received: by d for nobody; Sat\r\nReceived: by e for\r\nTo: ann@x.example\r\nFrom: a@x.example",
            Some("a@x.example"),
            &["ann@x.example", "report+abc@program.example"],
            Written::ByPerson,
        );
    }

    #[test]
    fn a_mail_from_several_is_from_nobody() {
        check("From: a@x.example, b@x.example\r\nAuto-Submitted: no", None, &[], Written::ByPerson);
        check("From: a@x.example\r\nFrom: b@x.example", None, &[], Written::ByPerson);
        check("From: \r\nSubject: x", None, &[], Written::ByPerson);
        check("Subject: x", None, &[], Written::ByPerson);
    }

    #[test]
    fn what_programs_write_is_told_from_what_people_write() {
        for answer in [
            "Auto-Submitted: auto-replied (vacation)",
            "Auto-Submitted: auto-replied; owner-email=\"a@x.example\"",
            "Return-Path: <>",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "X-Autoreply: yes",
            "Precedence: auto_reply",
        ] {
            check(answer, None, &[], Written::InAnswer);
        }
        for many in ["Auto-Submitted: auto-generated", "Precedence: Bulk", "List-Id: <staff.x.example>"] {
            check(many, None, &[], Written::ToMany);
        }
        check("Auto-Submitted: no\r\nReturn-Path: <ann@x.example>", None, &[], Written::ByPerson);
    }

    #[test]
    fn what_servers_said_comes_in_their_order() {
        let text = "Authentication-Results: mx.program.example; dmarc=pass\r\nFrom: a@x.example\r\n\
                    Authentication-Results: mx.evil.com; dmarc=fail\r\nAuthentication-Results: mx.evil.com; none\r\n\r\n";
        let said: Vec<String> =
            envelope(text.as_bytes()).authentication.into_iter().map(|said| said.said_by).collect();
        assert_eq!(said, ["mx.program.example", "mx.evil.com"]);
    }

    #[test]
    fn any_bytes_are_read_within_bounds() {
        let long = format!("To: {}\r\n\r\n", "a@x.example, ".repeat(100_000));
        assert!(envelope(long.as_bytes()).to.len() <= MAX_TO);
        for bytes in [&b""[..], b"\0", b"From", b"From:", b"\r\n\r\n", &[0xff; 300]] {
            assert_eq!(envelope(bytes).from, None);
        }
    }
}
