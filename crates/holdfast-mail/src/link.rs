//! An address to a link: parsed as a browser would, unwrapped, and held against what its text shows.

use std::collections::BTreeSet;

use psl::{List, Psl};
use url::Url;

use crate::bounds::{MAX_ADDRESS, MAX_LINKS, MAX_PARSED_BYTES, MAX_URL_BYTES};
use crate::page::{Address, Page};
use crate::reported::{Fault, Link, Wrapped};
use crate::walk::Walk;
use crate::{plain, wrap};

/// Suffixes of the internet that are ends of file names, too: `invoice.zip` in a link's text shows a file.
const ALSO_FILES: &[&str] = &["ai", "app", "cc", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"];

/// Links as they are found, each once.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) found: Vec<Link>,
    seen: BTreeSet<Link>,
}

impl Links {
    /// Adds those of a page, from byte `from` of its text on.
    pub(crate) fn page(&mut self, page: &Page, from: usize, walk: &mut Walk) {
        if page.is_cut {
            walk.fault(Fault::TooManyLinks);
        }
        if page.is_base_long {
            walk.fault(Fault::LongAddress);
        }
        let base = page.base.as_deref().and_then(|base| Url::parse(base).ok());
        let written = page.addresses.iter().filter(|address| address.at >= from);
        for address in written {
            // Each join copies the base, so none is made for a link that would not be kept.
            if base.is_some() && self.found.len() >= MAX_LINKS {
                walk.fault(Fault::TooManyLinks);
                break;
            }
            self.add(address, base.as_ref(), walk);
        }
        // Addresses that are only written out are underlined by some programs.
        let is_shown = |at: usize| {
            let before = page.shown.partition_point(|range| range.start <= at);
            before
                .checked_sub(1)
                .and_then(|last| page.shown.get(last))
                .is_some_and(|range| range.contains(&at))
        };
        for address in plain::addresses(&page.text) {
            if address.at >= from && !is_shown(address.at) {
                self.add(&address, None, walk);
            }
        }
    }

    /// Adds those of a plain text, from byte `from` on.
    pub(crate) fn text(&mut self, text: &str, from: usize, walk: &mut Walk) {
        for address in plain::addresses(text).iter().filter(|address| address.at >= from) {
            self.add(address, None, walk);
        }
    }

    fn add(&mut self, address: &Address, base: Option<&Url>, walk: &mut Walk) {
        let Some(link) = link(address, base, walk) else { return };
        // The same address in a button and written out below it is one link.
        if self.seen.contains(&link) || address.shows.is_empty() && self.goes_there_already(&link) {
            return;
        }
        if self.found.len() >= MAX_LINKS {
            walk.fault(Fault::TooManyLinks);
            return;
        }
        self.seen.insert(link.clone());
        self.found.push(link);
    }

    fn goes_there_already(&self, link: &Link) -> bool {
        let from = Link { shows: None, ..link.clone() };
        self.seen
            .range(from..)
            .next()
            .is_some_and(|near| near.url == link.url && near.follows == link.follows)
    }
}

fn link(address: &Address, base: Option<&Url>, walk: &mut Walk) -> Option<Link> {
    let cut = address.url.char_indices().map(|(at, _)| at).find(|at| *at > MAX_URL_BYTES);
    let written = address.url.get(..cut.unwrap_or(address.url.len()))?;
    let parsed = match (Url::parse(written), base) {
        (Ok(url), _) => url,
        // A short address on a long base costs as much as a long one.
        (Err(_), Some(base)) if walk.spend(base.as_str().len()) => base.join(written).ok()?,
        (Err(_), _) => return None,
    };
    if parsed.as_str().len() > MAX_PARSED_BYTES {
        walk.fault(Fault::LongAddress);
        return None;
    }
    if matches!(parsed.scheme(), "javascript" | "vbscript" | "data" | "blob") {
        // A picture carried along in the page is no code.
        if !written.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/")) {
            walk.fault(Fault::CodeInLink);
        }
        return None;
    }
    if !matches!(parsed.scheme(), "http" | "https" | "ftp") {
        return None;
    }
    let (url, wrapped) = wrap::unwrap(parsed);
    if url.as_str().len() > MAX_PARSED_BYTES {
        walk.fault(Fault::LongAddress);
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() || host.len() > MAX_ADDRESS {
        return None;
    }
    let domain = registrable(&host);
    let reads = reads(&host);
    let shows = match wrapped {
        // Where it goes is not known, so whether its text lies is not either.
        Wrapped::Hidden(_) => None,
        _ => shown_host(&address.shows).filter(|shown| !are_one_owners(shown, &host)),
    };
    Some(Link {
        mixes_alphabets: reads.as_deref().is_some_and(|reads| reads.split('.').any(mixes_alphabets)),
        url: url.to_string(),
        host,
        domain,
        reads,
        follows: address.follows,
        wrapped,
        shows,
    })
}

/// The registrable domain of a host, by the public suffix list.
pub(crate) fn registrable(host: &str) -> Option<String> {
    let domain = List.domain(host.as_bytes()).filter(|domain| domain.suffix().is_known())?;
    std::str::from_utf8(domain.as_bytes()).ok().map(str::to_owned)
}

/// How a host reads on a screen; `None` where that is as it is written.
pub(crate) fn reads(host: &str) -> Option<String> {
    host.split('.').any(|label| label.starts_with("xn--")).then(|| idna::domain_to_unicode(host).0)
}

/// The host that a link's text shows; `None` when it shows words.
fn shown_host(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let first = words.find(|word| word.contains('.'))?;
    let is_whole = text.trim() == first;
    let low = first.trim_matches(['<', '>', '(', ')', '"', '“', '”', ',', ';']).to_lowercase();
    let (rest, says_so) = match low.split_once("://") {
        Some((scheme, rest)) => (rest, matches!(scheme, "http" | "https")),
        None => (low.as_str(), low.starts_with("www.")),
    };
    if rest.contains('@') {
        return None;
    }
    let written = rest.split(['/', '?', '#', ':']).next()?.trim_matches('.');
    // As a browser writes it, so that two spellings of one host are one.
    let host = Url::parse(&format!("http://{written}/")).ok()?.host_str()?.to_owned();
    let domain = List.domain(host.as_bytes()).filter(|domain| domain.suffix().is_known())?;
    let suffix = std::str::from_utf8(domain.suffix().as_bytes()).ok()?;
    let is_host = says_so || is_whole && (rest.contains('/') || !ALSO_FILES.contains(&suffix));
    is_host.then_some(host)
}

fn are_one_owners(one: &str, other: &str) -> bool {
    one == other || registrable(one).is_some_and(|domain| Some(domain) == registrable(other))
}

/// Whether one word has letters of Latin and of an alphabet that looks like it.
pub(crate) fn mixes_alphabets(word: &str) -> bool {
    let is_latin =
        word.chars().any(|letter| letter.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&letter));
    let is_like = |letter: char| matches!(letter, '\u{370}'..='\u{58f}' | '\u{1f00}'..='\u{1fff}' | '\u{13a0}'..='\u{13ff}');
    is_latin && word.chars().any(is_like)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reported::{Filter, Follows};

    fn from_page(html: &str) -> (Vec<Link>, BTreeSet<Fault>) {
        let (mut links, mut walk) = (Links::default(), Walk::new());
        links.page(&Page::read(html), 0, &mut walk);
        (links.found, walk.faults)
    }

    #[track_caller]
    fn check(html: &str, expect: &[(&str, Option<&str>, Option<&str>)]) {
        let (found, _) = from_page(html);
        let found: Vec<_> =
            found.iter().map(|l| (l.host.as_str(), l.domain.as_deref(), l.shows.as_deref())).collect();
        assert_eq!(found, expect, "{html}");
    }

    #[test]
    fn a_text_that_shows_another_owner_s_host_lies() {
        check(
            "<a href='https://login.evil.co.uk/x'>https://www.bank.com/login</a>",
            &[("login.evil.co.uk", Some("evil.co.uk"), Some("www.bank.com"))],
        );
        check("<a href=https://evil.com/>bank.com</a>", &[("evil.com", Some("evil.com"), Some("bank.com"))]);
        check(
            "<a href=https://evil.com/>Go to www.bank.com now</a>",
            &[("evil.com", Some("evil.com"), Some("www.bank.com"))],
        );
    }

    #[test]
    fn a_text_that_shows_the_same_owner_or_words_does_not() {
        for text in [
            "bank.com",
            "https://login.bank.com/",
            "Click.here now",
            "invoice.zip",
            "Mr. Smith",
            "a@evil.com",
            "v1.2.3",
            "BANK.com.",
        ] {
            check(
                &format!("<a href=https://www.bank.com/>{text}</a>"),
                &[("www.bank.com", Some("bank.com"), None)],
            );
        }
    }

    #[test]
    fn hosts_are_read_as_a_browser_reads_them() {
        check("<a href='http:\\\\EVIL.com'>x</a>", &[("evil.com", Some("evil.com"), None)]);
        check("<a href='https://bank.com@evil.com/'>x</a>", &[("evil.com", Some("evil.com"), None)]);
        check("<a href='http://0x7f.1/'>x</a>", &[("127.0.0.1", None, None)]);
        check("<base href=https://evil.com/><a href='/x'>y</a>", &[("evil.com", Some("evil.com"), None)]);
        check("<a href='/x'>y</a><a href='mailto:a@b.com'>z</a><a href='#top'>t</a>", &[]);
    }

    #[test]
    fn a_host_of_other_letters_says_how_it_reads() {
        let (found, _) = from_page("<a href='https://раypal.com/'>x</a><a href='https://münchen.de'>y</a>");
        assert_eq!(found[0].reads.as_deref(), Some("раypal.com"));
        assert!(found[0].host.starts_with("xn--") && found[0].mixes_alphabets);
        assert!(found[1].reads.is_some() && !found[1].mixes_alphabets);
    }

    #[test]
    fn a_hidden_target_is_not_called_a_lie() {
        let (found, _) = from_page("<a href='https://protect-us.mimecast.com/s/a'>www.bank.com</a>");
        assert_eq!((found[0].wrapped, found[0].shows.as_deref()), (Wrapped::Hidden(Filter::Mimecast), None));
    }

    #[test]
    fn one_address_twice_is_one_link_and_too_many_are_told() {
        let (found, _) =
            from_page("<a href=https://a.com/>Go</a><a href=https://a.com/>Go again</a> https://a.com/");
        assert_eq!(found.len(), 1);
        let (found, _) = from_page("<a href=https://a.com/>b.com</a> https://a.com/");
        assert_eq!((found.len(), found[0].follows), (1, Follows::Click));
        let many: String = (0..=MAX_LINKS).map(|n| format!("https://a{n}.example/ ")).collect();
        let (found, faults) = from_page(&many);
        assert!(found.len() == MAX_LINKS && faults.contains(&Fault::TooManyLinks));
    }

    #[test]
    fn code_in_a_link_is_told_and_a_picture_is_not() {
        assert!(from_page("<a href='JavaScript:x()'>y</a>").1.contains(&Fault::CodeInLink));
        assert!(from_page("<a href='data:text/html,x'>y</a>").1.contains(&Fault::CodeInLink));
        assert!(from_page("<img src='data:image/png;base64,AA=='>").1.is_empty());
    }
}
