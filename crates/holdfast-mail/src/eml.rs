//! A mail as servers pass it (RFC 5322, RFC 2046): its fields, and its parts to the depth that is looked at.
//!
//! Parts are split here and not by a library, because a library that builds the whole tree lets the mail say how deep it gets.

use std::borrow::Cow;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::authentication;
use crate::bounds::{MAX_ADDRESS, MAX_FIELD_BYTES, MAX_NAME, MAX_SUBJECT};
use crate::field::{Fields, PartKind, split};
use crate::kind::Kind;
use crate::one_line::one_line;
use crate::reported::{Attachment, Authentication, Fault, Sender};
use crate::transfer;
use crate::walk::Walk;

/// What the fields of a mail say.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) sender: Option<Sender>,
    pub(crate) reply_to: Option<String>,
    pub(crate) return_path: Option<String>,
    pub(crate) subject: String,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) authentication: Option<Authentication>,
    pub(crate) language: Option<String>,
}

/// A mail as it was read, with the mails in it.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    pub(crate) head: Head,
    pub(crate) texts: Vec<String>,
    pub(crate) pages: Vec<String>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) attached: Vec<Mail>,
}

impl Head {
    pub(crate) fn of(fields: &Fields<'_>, walk: &mut Walk) -> Self {
        let sender = |name: &str, walk: &mut Walk| {
            let found = fields.sender(name, walk)?;
            Some(shown(found, walk))
        };
        let from = sender("From", walk).or_else(|| sender("Sender", walk));
        let reply_to = sender("Reply-To", walk).map(|to| to.address).filter(|to| !to.is_empty());
        let return_path = sender("Return-Path", walk).map(|to| to.address).filter(|to| !to.is_empty());
        let subject = fields.text("Subject", walk).unwrap_or_default();
        let language = fields.text("Content-Language", walk);
        Self {
            sender: from,
            reply_to,
            return_path,
            subject: one_line(&subject, MAX_SUBJECT, walk),
            sent_at: fields.date("Date", walk).and_then(|seconds| Timestamp::from_second(seconds).ok()),
            authentication: fields
                .raw("Authentication-Results")
                .and_then(|said| authentication::read(&String::from_utf8_lossy(said), walk)),
            language: language.and_then(|said| crate::eml::language(&said)),
        }
    }
}

/// A sender fit to show.
pub(crate) fn shown(sender: Sender, walk: &mut Walk) -> Sender {
    Sender {
        name: one_line(&sender.name, MAX_NAME, walk),
        address: one_line(&sender.address, MAX_ADDRESS, walk),
    }
}

/// The first tag of a language, like `es` of `es-MX, en`.
pub(crate) fn language(said: &str) -> Option<String> {
    let first = said.split([',', ';', '-', '_', ' ']).map(str::trim).find(|tag| !tag.is_empty())?;
    let is_tag = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_tag.then(|| first.to_ascii_lowercase())
}

/// Reads a mail that lies `depth` deep. `None` when it is no mail.
pub(crate) fn read(bytes: &[u8], depth: usize, walk: &mut Walk) -> Option<Mail> {
    let (fields, body) = split(bytes, walk);
    if !fields.are_of_a_mail() {
        return None;
    }
    let mut mail = Mail { head: Head::of(&fields, walk), ..Mail::default() };
    part(&fields, body, Place { depth, is_in_digest: false }, &mut mail, walk);
    Some(mail)
}

/// Where a part lies.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// In a digest, a part that does not say what it is, is a mail (RFC 2046, 5.1.5).
    is_in_digest: bool,
}

fn part(fields: &Fields<'_>, body: &[u8], place: Place, mail: &mut Mail, walk: &mut Walk) {
    if !walk.enter(place.depth) {
        return;
    }
    let kind = fields.kind(walk).unwrap_or_else(|| said_nothing(place));
    if kind.main == "multipart" {
        let is_in_digest = kind.sub == "digest";
        let boundary = kind.boundary.as_deref().unwrap_or_default();
        let below = pieces(boundary.as_bytes(), body, walk);
        if !below.is_empty() {
            for piece in below {
                let (fields, body) = split(piece, walk);
                part(&fields, body, Place { depth: place.depth + 1, is_in_digest }, mail, walk);
            }
            return;
        }
        walk.fault(Fault::NoBoundary);
    }
    let how = fields.text("Content-Transfer-Encoding", walk);
    let bytes = transfer::decode(how.as_deref(), body, walk);
    leaf(fields, &kind, bytes, place, mail, walk);
}

fn said_nothing(place: Place) -> PartKind {
    let (main, sub) = if place.is_in_digest { ("message", "rfc822") } else { ("text", "plain") };
    PartKind { main: main.to_owned(), sub: sub.to_owned(), ..PartKind::default() }
}

fn leaf(
    fields: &Fields<'_>,
    kind: &PartKind,
    bytes: Cow<'_, [u8]>,
    place: Place,
    mail: &mut Mail,
    walk: &mut Walk,
) {
    let shown = fields.shown(walk).unwrap_or_default();
    let name = shown.name.as_deref().or(kind.name.as_deref()).unwrap_or_default();
    let is_mail = kind.main == "message" && matches!(kind.sub.as_str(), "rfc822" | "global");
    if (is_mail || is_named_mail(name))
        && let Some(inner) = crate::read_any(&bytes, place.depth + 1, walk)
    {
        mail.attached.push(inner);
        return;
    }
    let is_text =
        matches!(kind.main.as_str(), "text" | "multipart") && shown.main != "attachment" && name.is_empty();
    let is_readable = matches!(kind.sub.as_str(), "plain" | "html") || kind.main == "multipart";
    if is_text && is_readable {
        let text = transfer::text(kind.charset.as_deref(), &bytes, walk);
        if kind.sub == "html" {
            mail.pages.push(text)
        } else {
            mail.texts.push(text)
        }
        return;
    }
    if let Some(attachment) = attachment(name, &bytes, walk) {
        mail.attachments.push(attachment);
    }
}

fn is_named_mail(name: &str) -> bool {
    let ends = name.rsplit_once('.').map(|(_, ends)| ends.trim()).unwrap_or_default();
    ends.eq_ignore_ascii_case("eml") || ends.eq_ignore_ascii_case("msg")
}

/// What is said of an attached file.
pub(crate) fn attachment(name: &str, bytes: &[u8], walk: &mut Walk) -> Option<Attachment> {
    if !walk.spend(bytes.len()) {
        return None;
    }
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = file_name(name.rsplit(['/', '\\']).next().unwrap_or_default(), walk);
    Some(Attachment { name, kind: Kind::of(bytes), n_bytes: bytes.len(), sha256 })
}

/// A file's name fit to show. Of a long one the end is kept, since that says how it is opened.
fn file_name(name: &str, walk: &mut Walk) -> String {
    const N_OF_END: usize = 20;
    let whole = one_line(name, MAX_FIELD_BYTES, walk);
    let n_letters = whole.chars().count();
    if n_letters <= MAX_NAME {
        return whole;
    }
    let start = whole.chars().take(MAX_NAME - 1 - N_OF_END);
    start.chain(['…']).chain(whole.chars().skip(n_letters - N_OF_END)).collect()
}

/// What lies between the lines that divide parts. Empty when there is no such line.
fn pieces<'a>(boundary: &[u8], body: &'a [u8], walk: &mut Walk) -> Vec<&'a [u8]> {
    // RFC 2046 allows 70 letters; some writers use more.
    if boundary.is_empty() || boundary.len() > 256 || !walk.spend(body.len()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut at, mut open) = (0, None);
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let end = memchr::memchr(b'\n', rest).map_or(body.len(), |nl| at + nl + 1);
        let line = body.get(at..end).unwrap_or_default();
        if let Some(divides) = divider(line, boundary) {
            if let Some(from) = open {
                found.push(without_last_line_end(body.get(from..at).unwrap_or_default()));
            }
            if found.len() > walk.parts_left() {
                walk.fault(Fault::TooManyParts);
                return found;
            }
            match divides {
                Divides::Ends => return found,
                Divides::GoesOn => open = Some(end),
            }
        }
        at = end;
    }
    if let Some(from) = open {
        walk.fault(Fault::CutShort);
        found.push(body.get(from..).unwrap_or_default());
    }
    found
}

enum Divides {
    GoesOn,
    Ends,
}

fn divider(line: &[u8], boundary: &[u8]) -> Option<Divides> {
    let after = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    match after.trim_ascii_end() {
        b"" => Some(Divides::GoesOn),
        b"--" => Some(Divides::Ends),
        _ => None,
    }
}

/// The line's end in front of a divider belongs to the divider.
fn without_last_line_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expect: &[&str], fault: Option<Fault>) {
        let mut walk = Walk::new();
        let found = pieces(b"b", body.as_bytes(), &mut walk);
        let found: Vec<_> = found.iter().map(|piece| String::from_utf8_lossy(piece)).collect();
        assert_eq!(found, expect, "{body:?}");
        assert_eq!(walk.faults.first().copied(), fault, "{body:?}");
    }

    #[test]
    fn parts_lie_between_dividers() {
        check("before\r\n--b\r\none\r\n--b  \r\ntwo\r\n--b--\r\nafter\r\n--b\r\n", &["one", "two"], None);
        check("--b\none\n--b--", &["one"], None);
        check("--b\n--b--", &[""], None);
    }

    #[test]
    fn what_only_looks_like_a_divider_is_none() {
        check("--bb\none\n-- b\n--b x\n", &[], None);
        check("--b\none\n--bb\ntwo", &["one\n--bb\ntwo"], Some(Fault::CutShort));
        assert!(pieces(b"", b"--\n--\n", &mut Walk::new()).is_empty());
    }

    #[test]
    fn a_long_name_of_a_file_keeps_its_end() {
        let mut walk = Walk::new();
        assert_eq!(file_name("stub.pdf", &mut walk), "stub.pdf");
        let name = file_name(&format!("{}.pdf.js", "a".repeat(400)), &mut walk);
        assert!(
            name.chars().count() == MAX_NAME && name.ends_with("….pdf.js".trim_start_matches('…')),
            "{name}"
        );
        assert_eq!(crate::runs_by_name(&name), Some("js"));
    }

    #[test]
    fn a_language_is_its_first_tag() {
        assert_eq!(language("es-MX, en").as_deref(), Some("es"));
        assert_eq!(language("EN").as_deref(), Some("en"));
        assert_eq!(language("<script>"), None);
    }
}
