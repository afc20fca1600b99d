//! Which mails are the same lure, though no two are alike.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::shape::n_telling;
use super::sighting::{Sighting, is_everywhere, is_public_body};
use crate::model::MailDomain;

/// How many telling words a subject's shape needs, before the same shape from the same domain is no accident.
const LEAST_TELLING: usize = 2;

/// At how many hospitals people must have found bad what only stood in a lure, before a mail with it is held for the same.
const LEAST_HOSPITALS: usize = 2;

/// One thing by which a lure is known again. As text it starts with what it is: `domain:`, `file:` or `subject:`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum LureKey {
    /// A domain its links go to, that is not everywhere.
    Domain {
        /// The domain.
        domain: String,
    },
    /// A file.
    File {
        /// Its SHA-256, in hex.
        sha256: String,
    },
    /// A subject of this shape from this domain.
    Subject {
        /// The domain it says it is from.
        from: String,
        /// The shape.
        shape: String,
    },
}

impl LureKey {
    /// The key of this text; `None` for a text of no key.
    pub fn from_text(text: &str) -> Option<Self> {
        let (by, rest) = text.split_once(':')?;
        match by {
            "domain" => Some(Self::Domain { domain: rest.to_owned() }),
            "file" => Some(Self::File { sha256: rest.to_owned() }),
            "subject" => {
                let (from, shape) = rest.split_once(':')?;
                Some(Self::Subject { from: from.to_owned(), shape: shape.to_owned() })
            }
            _ => None,
        }
    }
}

impl fmt::Display for LureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain { domain } => write!(f, "domain:{domain}"),
            Self::File { sha256 } => write!(f, "file:{sha256}"),
            Self::Subject { from, shape } => write!(f, "subject:{from}:{shape}"),
        }
    }
}

/// What hospitals know of one key. Counts only: none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// The key.
    pub key: LureKey,
    /// At how many hospitals a person found a mail of it bad.
    pub n_bad: usize,
    /// At how many a person found one harmless.
    pub n_harmless: usize,
}

/// At how many hospitals one of these keys was found bad, of those by which a mail is known to be bad; none where no key is enough.
///
/// A file is the same to the last byte, so one hospital is enough. A domain or a subject may merely have stood beside a lure, as a bank's link
/// does, so it takes two hospitals, and it is never a public body's. Wherever as many found it harmless, people differ.
pub fn n_known_bad(known: &[KnownKey]) -> usize {
    let is_enough = |one: &&KnownKey| {
        let fits = match &one.key {
            LureKey::File { .. } => one.n_bad >= 1,
            LureKey::Domain { domain: at } | LureKey::Subject { from: at, .. } => {
                one.n_bad >= LEAST_HOSPITALS && !is_everywhere(at) && !is_public_body(at)
            }
        };
        fits && one.n_bad > one.n_harmless
    };
    known.iter().filter(is_enough).map(|one| one.n_bad).max().unwrap_or_default()
}

/// Everything by which a sighting is known again; empty when nothing of it is its own.
pub fn keys(sighting: &Sighting) -> BTreeSet<LureKey> {
    let mut keys = BTreeSet::new();
    let rare = |domain: &&String| !is_everywhere(domain) && !is_public_body(domain);
    keys.extend(
        sighting.link_domains.iter().filter(rare).map(|domain| LureKey::Domain { domain: domain.clone() }),
    );
    keys.extend(sighting.files.iter().map(|sha256| LureKey::File { sha256: sha256.clone() }));
    if let Some(from) = &sighting.sender_domain {
        // Anybody can have an address at a public mail service, or a host of a service's, so it ties no two mails together.
        let is_public =
            is_everywhere(from) || MailDomain::parse(from).is_ok_and(|domain| domain.is_public_mail());
        if !is_public && n_telling(&sighting.subject_shape) >= LEAST_TELLING {
            keys.insert(LureKey::Subject { from: from.clone(), shape: sighting.subject_shape.clone() });
        }
    }
    keys
}

/// Whether two sightings are of one lure, and by what; the first thing they share.
pub fn same_lure(one: &Sighting, other: &Sighting) -> Option<LureKey> {
    keys(one).intersection(&keys(other)).next().cloned()
}
