//! A mail that was pasted into another by "Forward": the lines that say whom it was from, in English and Spanish.

use crate::bounds::MAX_SUBJECT;
use crate::eml::shown;
use crate::field::sender_of;
use crate::one_line::one_line;
use crate::reported::Sender;
use crate::walk::Walk;

/// How many lines such a block may take.
const MAX_LINES: usize = 12;

/// Bytes of text in which it is looked for: what is forwarded stands near the top.
const MAX_LOOKED_AT: usize = 256 * 1024;

const FROM: &[&str] = &["from", "de"];
const SUBJECT: &[&str] = &["subject", "asunto"];
const OTHERS: &[&str] =
    &["sent", "date", "to", "cc", "enviado", "enviado el", "fecha", "para", "reply-to", "importance"];

/// What the lines say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pasted {
    pub(crate) sender: Option<Sender>,
    pub(crate) subject: String,
    /// Where the text after them starts, in bytes.
    pub(crate) after: usize,
}

/// The first such block in a text; that is the mail the reporter got. `None` when there is none.
pub(crate) fn find(text: &str, walk: &mut Walk) -> Option<Pasted> {
    let mut end = text.len().min(MAX_LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end)?;
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        lines.push((bare(line), at));
    }
    for (place, (line, _)) in lines.iter().enumerate() {
        let Some(from) = value_of(line, FROM) else { continue };
        if let Some(found) = block(from, lines.get(place..).unwrap_or_default(), walk) {
            return Some(found);
        }
    }
    None
}

/// The block that starts with a `From:` line, if it is one.
fn block(from: &str, lines: &[(&str, usize)], walk: &mut Walk) -> Option<Pasted> {
    let (mut subject, mut after, mut n_others) = (None, 0, 0);
    for (line, end) in lines.iter().take(MAX_LINES) {
        if line.is_empty() && subject.is_some() {
            break;
        }
        if let Some(value) = value_of(line, SUBJECT) {
            subject = subject.or(Some(value));
            after = *end;
        } else if value_of(line, OTHERS).is_some() {
            n_others += 1;
            after = (*end).max(after);
        }
    }
    let subject = subject.filter(|_| n_others > 0)?;
    let from = from.replace("[mailto:", "<").replace(']', ">");
    let sender = sender_of(from.as_bytes()).map(|sender| shown(sender, walk));
    Some(Pasted { sender, subject: one_line(subject, MAX_SUBJECT, walk), after })
}

/// A line without what quoting and bold print put around it.
fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t', '*', '|']).trim_end()
}

/// What stands after one of these names and a colon.
fn value_of<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end_matches(['*', ' ']);
    let is_one = names.iter().any(|one| one.eq_ignore_ascii_case(name));
    is_one.then(|| value.trim_start_matches(['*', ' ']).trim())
}

/// Whether a subject says that the mail forwards another: `Fw:`, `Fwd:`, and `RV:` or `I:` as in Spanish.
pub(crate) fn says_forwarded(subject: &str) -> bool {
    let Some((before, _)) = subject.split_once(':') else { return false };
    ["fw", "fwd", "rv", "reenv", "reenviado"].iter().any(|word| word.eq_ignore_ascii_case(before.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(&str, &str, &str)>) {
        let found = find(text, &mut Walk::new());
        let found = found.as_ref().map(|pasted| {
            let address = pasted.sender.as_ref().map_or("", |sender| sender.address.as_str());
            (address, pasted.subject.as_str(), text.get(pasted.after..).expect("a place in the text").trim())
        });
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn the_blocks_of_usual_programs_are_found() {
        check(
            "See below\n\nFrom: Payroll <pay@evil.example>\nSent: Friday\nTo: me\nSubject: Your pay stub\n\nOpen https://x",
            Some(("pay@evil.example", "Your pay stub", "Open https://x")),
        );
        check(
            "---------- Forwarded message ---------\nDe: RRHH [mailto:rrhh@evil.example]\nFecha: vie\nAsunto: Nómina\nPara: yo\n\nAbra",
            Some(("rrhh@evil.example", "Nómina", "Abra")),
        );
        check(
            "> *From:* \"A, B\" <a@evil.example>\r\n> *Date:* x\r\n> *Subject:* Hi\r\n>\r\n> go",
            Some(("a@evil.example", "Hi", ">\r\n> go")),
        );
        check("From: <a@x.example>\nSubject: one\nTo: x\n\nFrom: <b@x.example>\nSubject: two\nTo: y\n", {
            Some(("a@x.example", "one", "From: <b@x.example>\nSubject: two\nTo: y"))
        });
    }

    #[test]
    fn words_that_only_look_so_are_no_block() {
        check("From: the desk of the chief\n\nHello", None);
        check("From: x@y.example\nSubject: alone", None);
        check("Subject: a\nTo: b\n", None);
        check("", None);
    }

    #[test]
    fn subjects_say_when_they_forward() {
        for subject in ["FW: x", "Fwd: x", "RV: x"] {
            assert!(says_forwarded(subject), "{subject}");
        }
        for subject in ["Re: x", "x", "fwx: y", ""] {
            assert!(!says_forwarded(subject), "{subject}");
        }
    }
}
