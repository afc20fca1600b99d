//! What mail filters do to links, undone where it can be: the address is written inside, so nobody has to be asked.
//!
//! Each form is as its maker documents it: Safe Links and Barracuda in a field `url` or `a`; Proofpoint's three as in the decoder it
//! publishes. Mimecast's is a key into its own table, and stays hidden.

use url::Url;

use crate::reported::{Filter, Wrapped};
use crate::transfer::{base64, percent};
use crate::walk::Walk;

/// How many filters may have wrapped each other's links.
const MAX_LAYERS: usize = 4;

/// Takes the wrapping off. Gives where it goes, and what was taken off last or could not be.
pub(crate) fn unwrap(url: Url) -> (Url, Wrapped) {
    let (mut url, mut wrapped) = (url, Wrapped::No);
    for _ in 0..MAX_LAYERS {
        let Some(filter) = filter(&url) else { break };
        match inside(filter, &url) {
            Some(inner) => (url, wrapped) = (inner, Wrapped::Unwrapped(filter)),
            None => return (url, Wrapped::Hidden(filter)),
        }
    }
    (url, wrapped)
}

fn filter(url: &Url) -> Option<Filter> {
    let host = url.host_str()?;
    let is_or_below = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    if is_or_below("safelinks.protection.outlook.com") || is_or_below("safelinks.protection.office365.us") {
        Some(Filter::SafeLinks)
    } else if matches!(host, "urldefense.proofpoint.com" | "urldefense.com" | "urldefense.us") {
        Some(Filter::UrlDefense)
    } else if host == "linkprotect.cudasvc.com" {
        Some(Filter::Barracuda)
    } else if is_or_below("mimecast.com") && host.starts_with("protect") || is_or_below("mimecastprotect.com")
    {
        Some(Filter::Mimecast)
    } else {
        None
    }
}

/// The address inside; `None` when it cannot be read.
fn inside(filter: Filter, url: &Url) -> Option<Url> {
    let text = match filter {
        Filter::SafeLinks => field(url, "url")?,
        Filter::Barracuda => field(url, "a")?,
        Filter::UrlDefense => url_defense(url)?,
        Filter::Mimecast => return None,
    };
    Url::parse(&text).ok().filter(|inner| matches!(inner.scheme(), "http" | "https"))
}

fn field(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(is, _)| is == name).map(|(_, value)| value.into_owned())
}

fn url_defense(url: &Url) -> Option<String> {
    let path = url.path();
    if path.starts_with("/v1/") {
        field(url, "u")
    } else if path.starts_with("/v2/") {
        let query = url.query()?;
        let written = query.split('&').find_map(|pair| pair.strip_prefix("u="))?;
        let written = written.replace('-', "%").replace('_', "/");
        Some(String::from_utf8_lossy(&percent(written.as_bytes())).into_owned())
    } else if path.starts_with("/v3/") {
        version_3(url.as_str())
    } else {
        None
    }
}

/// `…/v3/__ADDRESS__;REPLACED!!…`: each `*` in the address stands for the next letter replaced, `**` and a letter for a run of them.
fn version_3(whole: &str) -> Option<String> {
    let (_, after) = whole.split_once("/v3/__")?;
    let (written, after) = after.split_once("__;")?;
    let replaced = after.split('!').next()?;
    let replaced = String::from_utf8_lossy(&base64(replaced.as_bytes(), &mut Walk::new())).into_owned();
    let mut replaced = replaced.chars();
    let mut out = String::with_capacity(written.len());
    let mut letters = written.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '*' {
            out.push(letter);
            continue;
        }
        if letters.peek() != Some(&'*') {
            out.push(replaced.next().unwrap_or('*'));
            continue;
        }
        letters.next();
        let n = letters.next().and_then(run_length)?;
        out.extend(replaced.by_ref().take(n));
    }
    // What passed through some servers lost one of its two slashes.
    match out.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => Some(format!("{scheme}://{rest}")),
        _ => Some(out),
    }
}

/// The length a letter stands for: `A` is 2, and so on through the letters of base64.
fn run_length(letter: char) -> Option<usize> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    LETTERS.find(letter).map(|place| place + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wrapped_url: &str, expect: &str, how: Wrapped) {
        let (url, wrapped) = unwrap(Url::parse(wrapped_url).expect("an address"));
        assert_eq!((url.as_str(), wrapped), (expect, how));
    }

    #[test]
    fn what_filters_wrapped_is_unwrapped() {
        use Filter::{Barracuda, SafeLinks, UrlDefense};
        check(
            "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fa%3Fb%3D1&data=05%7C",
            "https://evil.example/a?b=1",
            Wrapped::Unwrapped(SafeLinks),
        );
        check(
            "https://urldefense.proofpoint.com/v1/url?u=http://evil.example/&k=abc",
            "http://evil.example/",
            Wrapped::Unwrapped(UrlDefense),
        );
        check(
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_a-3Fb-3D1&d=DwMF&c=x",
            "https://evil.example/a?b=1",
            Wrapped::Unwrapped(UrlDefense),
        );
        check(
            "https://urldefense.com/v3/__https://evil.example/a*b/**Ax__;P3l6!!abc!def$",
            "https://evil.example/a?b/yzx",
            Wrapped::Unwrapped(UrlDefense),
        );
        check(
            "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.example%2f&c=E,1",
            "https://evil.example/",
            Wrapped::Unwrapped(Barracuda),
        );
    }

    #[test]
    fn layers_come_off_one_by_one() {
        check(
            "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fprotect-us.mimecast.com%2Fs%2Fabc",
            "https://protect-us.mimecast.com/s/abc",
            Wrapped::Hidden(Filter::Mimecast),
        );
    }

    #[test]
    fn what_cannot_be_unwrapped_says_so() {
        for (url, filter) in [
            ("https://protect-us.mimecast.com/s/abc", Filter::Mimecast),
            ("https://url.us.m.mimecastprotect.com/s/abc", Filter::Mimecast),
            ("https://urldefense.com/v3/__broken", Filter::UrlDefense),
            ("https://urldefense.com/v3/__https://a**__;!!", Filter::UrlDefense),
            ("https://linkprotect.cudasvc.com/url?a=javascript:x", Filter::Barracuda),
        ] {
            check(url, url, Wrapped::Hidden(filter));
        }
    }

    #[test]
    fn what_only_looks_like_a_filter_is_a_link_like_any_other() {
        for url in [
            "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fa.example",
            "https://xsafelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example",
            "https://login.mimecast.com/",
        ] {
            check(url, url, Wrapped::No);
        }
    }
}
