//! Addresses in plain text, as a mail program would underline them.

use crate::page::Address;
use crate::reported::Follows;

/// What an address starts with. Each is short, so that a text of nothing else is still passed in one go.
const STARTS: &[&str] = &["https://", "http://", "www."];

/// The addresses in `text`, with where they stand.
pub(crate) fn addresses(text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let (mut at, mut shown) = (0, None);
    while let Some(rest) = text.get(at..) {
        let Some(here) = next_start(rest) else { break };
        let from = at + here;
        let tail = text.get(from..).unwrap_or_default();
        let end = tail.find(ends_address).unwrap_or(tail.len());
        let url = tail
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        if url.len() > "https://".len() {
            let written = if url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
                format!("http://{url}")
            } else {
                url.to_owned()
            };
            // `www.bank.com <https://other.example>` is how mail programs write a link with its text into plain text.
            if leads_on(tail.get(end..).unwrap_or_default()) {
                shown = Some(url.to_owned());
            } else {
                let shows = shown.take().unwrap_or_default();
                found.push(Address { url: written, shows, follows: Follows::Click, at: from });
            }
        }
        at = from + end.max(1);
    }
    found
}

/// Whether an address in angle brackets follows at once.
fn leads_on(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']).as_bytes();
    let Some(next) = after.strip_prefix(b"<") else { return false };
    STARTS.iter().any(|start| {
        let is_start =
            next.get(..start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start.as_bytes()));
        is_start && next.get(start.len()).is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    })
}

/// Where the next address starts, at the start of a word.
fn next_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(|at| matches!(bytes.get(*at), Some(b'h' | b'H' | b'w' | b'W'))).find(|at| {
        let is_start = STARTS.iter().any(|start| {
            bytes.get(*at..at + start.len()).is_some_and(|here| here.eq_ignore_ascii_case(start.as_bytes()))
        });
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        is_start && !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.')
    })
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '“' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found = addresses(text);
        assert_eq!(found.iter().map(|a| a.url.as_str()).collect::<Vec<_>>(), expect, "{text}");
    }

    #[test]
    fn addresses_are_found_where_a_mail_program_would_find_them() {
        check(
            "Go to <https://a.example/x?y=1>, or www.b.example.",
            &["https://a.example/x?y=1", "http://www.b.example"],
        );
        check("HTTPS://A.example/ (http://b.example/c)", &["HTTPS://A.example/", "http://b.example/c"]);
        check("página https://ñ.example/ó fin", &["https://ñ.example/ó"]);
    }

    #[test]
    fn an_address_before_another_in_brackets_is_its_text() {
        let found = addresses("Go to www.bank.com <https://evil.com/a> or https://b.com <c>");
        let found: Vec<_> = found.iter().map(|a| (a.url.as_str(), a.shows.as_str())).collect();
        assert_eq!(found, [("https://evil.com/a", "www.bank.com"), ("https://b.com", "")]);
        check("www.a.com <https://", &["http://www.a.com"]);
    }

    #[test]
    fn what_is_none_is_passed_over() {
        check("http:// https:// www. whttp://a.example xwww.b.example", &[]);
        check("", &[]);
        check("ftp://a.example mailto:b@c.example", &[]);
    }
}
