//! The domain a hospital's web site stands on, from what a national layer gives as its address. Never fetched, only read.

use holdfast_core::model::MailDomain;
use psl::{List, Psl};

/// Sites where anyone may have a page; they say nothing about a hospital's own domain.
const SHARED_SITES: &[&str] = &[
    "blogspot.com",
    "facebook.com",
    "google.com",
    "healthgrades.com",
    "instagram.com",
    "linkedin.com",
    "mapquest.com",
    "twitter.com",
    "usnews.com",
    "vitals.com",
    "webmd.com",
    "weebly.com",
    "wikipedia.org",
    "wixsite.com",
    "wordpress.com",
    "x.com",
    "yahoo.com",
    "yelp.com",
    "youtube.com",
];

/// The registrable domain of a web address, by the public suffix list; `None` for no address, a shared site, an
/// address of numbers, or a suffix that holds many owners (`state.mt.us` gives none below it by mistake).
pub(crate) fn web_domain(address: &str) -> Option<MailDomain> {
    let text = address.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("not available") {
        return None;
    }
    let host = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host =
        host.split(['/', '?', '#', ':', ',', ';', ' ']).next()?.trim_end_matches('.').to_ascii_lowercase();
    let domain = List.domain(host.as_bytes()).filter(|d| d.suffix().is_known())?;
    let registrable = std::str::from_utf8(domain.as_bytes()).ok()?;
    if SHARED_SITES.binary_search(&registrable).is_ok() {
        return None;
    }
    MailDomain::parse(registrable).ok().filter(|d| !d.is_public_mail())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expect: &str) {
        assert_eq!(web_domain(address).map(|d| d.to_string()).unwrap_or_default(), expect, "{address}");
    }

    #[test]
    fn the_registrable_part_is_kept() {
        check("http://www.fixturememorial.org/about?x=1", "fixturememorial.org");
        check("HTTPS://Portal.FixtureMemorial.ORG:8443", "fixturememorial.org");
        check("www.fixturememorial.org", "fixturememorial.org");
        check("http://www.va.gov/clinic", "va.gov");
    }

    #[test]
    fn what_is_nobody_s_own_is_left_out() {
        for none in [
            "NOT AVAILABLE",
            "",
            "http://www.facebook.com/fixture",
            "http://10.0.0.1/x",
            "fixture",
            "http://com",
            "https://fixture.wordpress.com",
            "fixture@gmail.com",
            "http://fixture.notatld",
        ] {
            check(none, "");
        }
        assert!(SHARED_SITES.is_sorted());
    }
}
