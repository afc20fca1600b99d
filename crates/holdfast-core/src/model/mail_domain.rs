//! E-mail addresses and the domains they belong to. Only what proof of belonging needs; no mail is sent here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A lower-case domain name, like `fixturememorial.example`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailDomain(String);

/// An e-mail address: a local part kept as typed and a domain in lower case. Compares without regard to case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    text: String,
    at: usize,
}

/// Why a text is no address or domain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Not an address.
    #[error("`{0}` is not an e-mail address; write it like name@hospital.org")]
    Address(String),
    /// Not a domain.
    #[error("`{0}` is not a mail domain; write the part after the @, like hospital.org")]
    Domain(String),
}

/// Domains where anyone, or anyone who buys a line, can have a mailbox: they prove nothing about belonging to a hospital.
/// No list has every small carrier; `decide::belonging` asks more of a domain than not being here.
const PUBLIC_MAIL: &[&str] = &[
    "aim.com",
    "alaska.net",
    "ameritech.net",
    "aol.com",
    "arvig.net",
    "att.net",
    "bellsouth.net",
    "bresnan.net",
    "btinternet.com",
    "cableamerica.net",
    "cablelynx.com",
    "cableone.net",
    "centurylink.net",
    "centurytel.net",
    "charter.net",
    "citlink.net",
    "comcast.net",
    "consolidated.net",
    "cox.net",
    "cs.com",
    "duck.com",
    "earthlink.net",
    "eastex.net",
    "email.com",
    "embarqmail.com",
    "epix.net",
    "excite.com",
    "fairpoint.net",
    "fastmail.com",
    "frontier.com",
    "frontiernet.net",
    "fuse.net",
    "gci.net",
    "gmail.com",
    "gmx.com",
    "gmx.net",
    "gmx.us",
    "goldenwest.net",
    "googlemail.com",
    "gvtc.com",
    "hawaii.rr.com",
    "hey.com",
    "hickorytech.net",
    "hotmail.com",
    "hughes.net",
    "hushmail.com",
    "icloud.com",
    "iland.net",
    "inbox.com",
    "juno.com",
    "live.com",
    "lycos.com",
    "mac.com",
    "mail.com",
    "mailbox.org",
    "mchsi.com",
    "me.com",
    "mediacombb.net",
    "metrocast.net",
    "midco.net",
    "ms.metrocast.net",
    "msn.com",
    "myfairpoint.net",
    "nccray.com",
    "nemont.net",
    "netins.net",
    "netscape.net",
    "netzero.com",
    "netzero.net",
    "nvc.net",
    "optimum.net",
    "optonline.com",
    "optonline.net",
    "outlook.com",
    "outlook.us",
    "pacbell.net",
    "passport.com",
    "peoplepc.com",
    "pm.me",
    "prodigy.net",
    "proton.com",
    "proton.me",
    "protonmail.com",
    "prtcnet.com",
    "q.com",
    "rcn.com",
    "roadrunner.com",
    "rocketmail.com",
    "rr.com",
    "santel.net",
    "sbcglobal.net",
    "skiff.com",
    "snet.net",
    "sonic.net",
    "spectrum.net",
    "starband.net",
    "suddenlink.net",
    "swbell.net",
    "swiftel.net",
    "tds.net",
    "tuta.com",
    "tuta.io",
    "tutamail.com",
    "tutanota.com",
    "twc.com",
    "usa.com",
    "usa.net",
    "venturecomm.net",
    "verizon.net",
    "vtc.net",
    "westriv.com",
    "wildblue.net",
    "windstream.com",
    "windstream.net",
    "wowway.com",
    "wrtc.com",
    "xfinity.com",
    "yahoo.com",
    "yandex.com",
    "ymail.com",
    "zoho.com",
    "zohomail.com",
    "zoominternet.net",
];

fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    (4..=253).contains(&text.len())
        && labels.len() >= 2
        && labels.iter().all(|l| {
            (1..=63).contains(&l.len())
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        })
        && labels.last().is_some_and(|tld| tld.bytes().any(|b| b.is_ascii_alphabetic()))
}

impl MailDomain {
    /// Reads a domain; a leading `@`, `www.`, scheme or path that people paste is dropped.
    pub fn parse(text: &str) -> Result<Self, MailError> {
        let mut bare = text.trim().to_ascii_lowercase();
        for lead in ["https://", "http://", "@"] {
            bare = bare.strip_prefix(lead).unwrap_or(&bare).to_owned();
        }
        let bare = bare.split(['/', '?', '#', ':']).next().unwrap_or("");
        let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('.');
        if is_domain(bare) {
            Ok(Self(bare.to_owned()))
        } else {
            Err(MailError::Domain(text.trim().chars().take(80).collect()))
        }
    }

    /// The domain as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether anyone can have a mailbox there, or below it.
    pub fn is_public_mail(&self) -> bool {
        let mut rest = self.as_str();
        loop {
            if PUBLIC_MAIL.binary_search(&rest).is_ok() {
                return true;
            }
            match rest.split_once('.') {
                Some((_, parent)) => rest = parent,
                None => return false,
            }
        }
    }

    /// Whether it belongs to a school, a government or the forces, or to a place: `.edu`, `.gov`, `.mil`, their like below a
    /// territory, and `.us` names below a state. Students, pupils and every office of a county have mailboxes there.
    pub fn is_public_body(&self) -> bool {
        let labels: Vec<&str> = self.0.rsplit('.').collect();
        let is_body = |label: &str| matches!(label, "edu" | "gov" | "mil");
        match labels.as_slice() {
            [top, ..] if is_body(top) => true,
            [top, second, _, ..] if top.len() == 2 && is_body(second) => true,
            ["us", second, _, ..] => {
                second.len() == 2 || matches!(*second, "fed" | "dni" | "isa" | "kids" | "nsn")
            }
            _ => false,
        }
    }

    /// The label a body chose for itself: `fixture` of `mail.fixture.org`.
    pub fn own_label(&self) -> &str {
        self.0.rsplit('.').nth(1).unwrap_or(&self.0)
    }

    /// Whether this domain is `other` or lies below it: `mail.hospital.org` is within `hospital.org`.
    pub fn is_within(&self, other: &Self) -> bool {
        self == other || self.0.strip_suffix(other.as_str()).is_some_and(|rest| rest.ends_with('.'))
    }
}

impl EmailAddress {
    /// Reads one address of at most 254 characters; quoted local parts and comments are refused.
    pub fn parse(text: &str) -> Result<Self, MailError> {
        let bad = || MailError::Address(text.trim().chars().take(80).collect());
        let (local, domain) = text.trim().rsplit_once('@').ok_or_else(bad)?;
        let local_ok = (1..=64).contains(&local.len())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let domain = domain.to_ascii_lowercase();
        if !local_ok || !is_domain(&domain) || local.len() + domain.len() > 253 {
            return Err(bad());
        }
        Ok(Self { text: format!("{}@{domain}", local.to_ascii_lowercase()), at: local.len() })
    }

    /// The address, in lower case.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part after the `@`.
    pub fn domain(&self) -> MailDomain {
        MailDomain(self.text[self.at + 1..].to_owned())
    }
}

impl fmt::Display for MailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for EmailAddress {
    /// Addresses stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(***)")
    }
}

impl TryFrom<String> for MailDomain {
    type Error = MailError;
    fn try_from(text: String) -> Result<Self, MailError> {
        Self::parse(&text)
    }
}

impl From<MailDomain> for String {
    fn from(domain: MailDomain) -> Self {
        domain.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = MailError;
    fn try_from(text: String) -> Result<Self, MailError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_and_domains() {
        let e = EmailAddress::parse(" Pat.Smith@Fixture-Memorial.Example ").expect("a plain address");
        assert_eq!(
            (e.as_str(), e.domain().as_str()),
            ("pat.smith@fixture-memorial.example", "fixture-memorial.example")
        );
        for bad in
            ["", "pat", "pat@", "@x.org", "a b@x.org", "pat@x", "pat@x..org", "pat@-x.org", "pat@10.0.0.1"]
        {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            MailDomain::parse("https://www.hospital.org/about").map(|d| d.to_string()),
            Ok("hospital.org".to_owned())
        );
        let d = |s| MailDomain::parse(s).expect("a domain");
        assert!(d("mail.hospital.org").is_within(&d("hospital.org")));
        assert!(!d("nothospital.org").is_within(&d("hospital.org")));
        assert!(d("gmail.com").is_public_mail() && !d("hospital.org").is_public_mail());
    }

    #[test]
    fn domains_of_public_bodies_and_places() {
        let public = |s| MailDomain::parse(s).expect("a domain").is_public_body();
        for yes in [
            "vanderbilt.edu",
            "uky.edu",
            "oregon.gov",
            "chcc.gov.mp",
            "tripler.tricare.mil",
            "co.winkler.tx.us",
            "winkler.tx.us",
            "ci.lynch.ne.us",
            "dcf.state.fl.us",
            "tribe-nsn.gov",
        ] {
            assert!(public(yes), "{yes}");
        }
        for no in ["hospital.org", "hrmc.us", "mail.hrmc.us", "education.com", "gov.example", "grmc.gu"] {
            assert!(!public(no), "{no}");
        }
        let d = |s| MailDomain::parse(s).expect("a domain");
        assert!(d("socal.rr.com").is_public_mail() && d("tds.net").is_public_mail());
        assert_eq!(d("mail.fixture.org").own_label(), "fixture");
    }

    #[test]
    fn the_public_list_is_sorted() {
        assert!(PUBLIC_MAIL.is_sorted());
    }

    proptest! {
        #[test]
        fn hostile_text_never_panics_and_what_parses_reads_back(text in "\\PC{0,80}") {
            if let Ok(e) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(e.as_str()), Ok(e));
            }
            if let Ok(d) = MailDomain::parse(&text) {
                prop_assert_eq!(MailDomain::parse(d.as_str()), Ok(d));
            }
        }
    }
}
