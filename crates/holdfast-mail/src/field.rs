//! The fields in front of a mail or a part: split here, within bounds; what is in one is read by `mail-parser`.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use mail_parser::{Address, ContentType, HeaderValue};

use crate::bounds::{MAX_FIELD_BYTES, MAX_HEAD_BYTES};
use crate::reported::{Fault, Sender};
use crate::walk::Walk;

/// Most fields that are looked at.
const MAX_FIELDS: usize = 1_000;

/// The fields of a mail or a part, in order.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a> {
    rows: Vec<(&'a [u8], &'a [u8])>,
}

/// Splits off the fields; the rest is the body.
pub(crate) fn split<'a>(bytes: &'a [u8], walk: &mut Walk) -> (Fields<'a>, &'a [u8]) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut fields = Fields::default();
    let mut at = 0;
    // Where the field that may still go on starts.
    let mut open: Option<usize> = None;
    let close = |fields: &mut Fields<'a>, from: Option<usize>, to: usize, walk: &mut Walk| {
        let Some(field) = from.and_then(|from| bytes.get(from..to)) else { return };
        if fields.rows.len() >= MAX_FIELDS {
            walk.fault(Fault::LongHead);
        } else if let Some(row) = name_and_value(field) {
            fields.rows.push(row);
        }
    };
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |nl| at + nl + 1);
        let line = bytes.get(at..end).unwrap_or_default();
        let is_blank = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
        let goes_on = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        if is_blank || !goes_on {
            close(&mut fields, open.take(), at, walk);
        }
        if is_blank {
            return (fields, bytes.get(end..).unwrap_or_default());
        }
        if at > MAX_HEAD_BYTES {
            walk.fault(Fault::LongHead);
            let body = blank_line(rest).and_then(|blank| rest.get(blank..));
            return (fields, body.unwrap_or_default());
        }
        if !goes_on {
            open = Some(at);
        }
        at = end;
    }
    close(&mut fields, open, bytes.len(), walk);
    (fields, &[])
}

/// Where what follows the first blank line starts.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|nl| match bytes.get(nl + 1..)? {
        [b'\n', ..] => Some(nl + 2),
        [b'\r', b'\n', ..] => Some(nl + 3),
        _ => None,
    })
}

/// `Name: value` with a name of visible letters; `None` for any other line, like mbox's `From `.
fn name_and_value(field: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', field.get(..field.len().min(128))?)?;
    let (name, value) = field.split_at_checked(colon)?;
    let name = name.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    is_name.then_some((name, value.get(1..)?))
}

impl<'a> Fields<'a> {
    /// Whether there is one of the fields by which a mail is known.
    pub(crate) fn are_of_a_mail(&self) -> bool {
        const OF_A_MAIL: &[&str] =
            &["From", "Subject", "Date", "Received", "Return-Path", "Message-ID", "MIME-Version", "Sender"];
        OF_A_MAIL.iter().any(|name| self.raw(name).is_some())
    }

    /// Every field of this name, as written, in order.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.rows
            .iter()
            .filter(move |(is, _)| is.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| *value)
    }

    /// The first field of this name, as written.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a [u8]> {
        let found = self.rows.iter().find(|(is, _)| is.eq_ignore_ascii_case(name.as_bytes()));
        found.map(|(_, value)| *value)
    }

    /// The first field of this name, ended as the reader wants it and no longer than is read.
    fn bounded(&self, name: &str, walk: &mut Walk) -> Option<Vec<u8>> {
        let raw = self.raw(name)?;
        if raw.len() > MAX_FIELD_BYTES {
            walk.fault(Fault::LongField);
        }
        Some(ended(raw))
    }

    /// A field of free text, its encoded words read.
    pub(crate) fn text(&self, name: &str, walk: &mut Walk) -> Option<String> {
        let bytes = self.bounded(name, walk)?;
        match MessageStream::new(&bytes).parse_unstructured() {
            HeaderValue::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// The first address of a field of addresses.
    pub(crate) fn sender(&self, name: &str, walk: &mut Walk) -> Option<Sender> {
        let bytes = self.bounded(name, walk)?;
        sender_of(&bytes)
    }

    /// A date, in seconds since 1970.
    pub(crate) fn date(&self, name: &str, walk: &mut Walk) -> Option<i64> {
        let bytes = self.bounded(name, walk)?;
        match MessageStream::new(&bytes).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => Some(date.to_timestamp()),
            _ => None,
        }
    }

    /// The kind of a part, with its attributes.
    pub(crate) fn kind(&self, walk: &mut Walk) -> Option<PartKind> {
        self.content("Content-Type", walk)
    }

    /// How a part is to be shown, with its attributes.
    pub(crate) fn shown(&self, walk: &mut Walk) -> Option<PartKind> {
        self.content("Content-Disposition", walk)
    }

    fn content(&self, name: &str, walk: &mut Walk) -> Option<PartKind> {
        let bytes = self.bounded(name, walk)?;
        match MessageStream::new(&bytes).parse_content_type() {
            HeaderValue::ContentType(content) => Some(PartKind::of(&content)),
            _ => None,
        }
    }
}

/// Cut to what is read, and with a line's end.
fn ended(raw: &[u8]) -> Vec<u8> {
    let mut bytes = raw.get(..raw.len().min(MAX_FIELD_BYTES)).unwrap_or_default().trim_ascii_end().to_vec();
    bytes.push(b'\n');
    bytes
}

/// The first address in a list of them.
pub(crate) fn sender_of(list: &[u8]) -> Option<Sender> {
    let list = ended(list);
    let HeaderValue::Address(found) = MessageStream::new(&list).parse_address() else { return None };
    let first = match &found {
        Address::List(list) => list.first(),
        Address::Group(groups) => groups.iter().find_map(|group| group.addresses.first()),
    }?;
    let own = |text: &Option<Cow<'_, str>>| text.as_deref().unwrap_or_default().trim().to_owned();
    Some(Sender { name: own(&first.name), address: own(&first.address) })
}

/// A kind of part, or a way to show it, in lower case, with the attributes that are asked for.
#[derive(Debug, Default)]
pub(crate) struct PartKind {
    pub(crate) main: String,
    pub(crate) sub: String,
    pub(crate) boundary: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) name: Option<String>,
}

impl PartKind {
    fn of(content: &ContentType<'_>) -> Self {
        let own = |name: &str| content.attribute(name).map(str::to_owned);
        Self {
            main: content.ctype().trim().to_ascii_lowercase(),
            sub: content.subtype().unwrap_or_default().trim().to_ascii_lowercase(),
            boundary: own("boundary").filter(|boundary| !boundary.is_empty()),
            charset: own("charset"),
            name: own("name").or_else(|| own("filename")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> (Fields<'_>, &[u8]) {
        split(text.as_bytes(), &mut Walk::new())
    }

    #[test]
    fn fields_end_at_the_first_blank_line() {
        let (head, body) =
            fields("From x@y Sat Nov 28 17:00:00\r\nSubject: A\r\n folded line\r\nX :1\r\n\r\nBody: no\r\n");
        assert_eq!(head.text("subject", &mut Walk::new()).as_deref(), Some("A folded line"));
        assert_eq!(head.raw("X"), Some(&b"1\r\n"[..]));
        assert_eq!(head.rows.len(), 2);
        assert_eq!(body, b"Body: no\r\n");
        assert_eq!(fields("Subject: A").1, b"");
        assert_eq!(fields("\nSubject: A").1, b"Subject: A");
    }

    #[test]
    fn names_and_words_are_read_as_a_reader_of_mail_would() {
        let text = "From: \"Payroll =?utf-8?q?N=C3=B3mina?=\" <pay@bank.example>\nDate: Sat, 28 Nov 2026 17:00:00 -0600\n\n";
        let (head, _) = fields(text);
        let mut walk = Walk::new();
        let sender = head.sender("From", &mut walk).expect("a sender");
        assert_eq!((sender.name.as_str(), sender.address.as_str()), ("Payroll Nómina", "pay@bank.example"));
        assert_eq!(sender.domain().as_deref(), Some("bank.example"));
        assert_eq!(head.date("Date", &mut walk), Some(1_795_906_800));
        assert!(head.sender("Reply-To", &mut walk).is_none() && walk.faults.is_empty());
    }

    #[test]
    fn a_field_without_end_is_cut_and_told() {
        let mut walk = Walk::new();
        let text = format!("Subject: {}\n\nbody", "a".repeat(MAX_FIELD_BYTES + 1));
        let (head, body) = split(text.as_bytes(), &mut walk);
        assert!(head.text("Subject", &mut walk).is_some_and(|subject| subject.len() <= MAX_FIELD_BYTES));
        assert_eq!(body, b"body");
        assert_eq!(walk.faults.iter().collect::<Vec<_>>(), [&Fault::LongField]);
        let mut walk = Walk::new();
        let text = format!("{}Subject: late\n\nbody", "X-Long: yes\n".repeat(MAX_HEAD_BYTES / 10));
        let (head, body) = split(text.as_bytes(), &mut walk);
        assert!(head.raw("Subject").is_none() && body == b"body");
        assert_eq!(walk.faults.iter().collect::<Vec<_>>(), [&Fault::LongHead]);
    }
}
