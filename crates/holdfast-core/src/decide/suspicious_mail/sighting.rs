//! What of a report may leave a hospital, if it agrees: nothing that says who got the mail, who reported it, or what stood in it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::look_alike::looks_like;
use super::mail::{ReportedMail, domain_of};
use super::shape::subject_shape;
use crate::model::{MailDomain, MailReportId};

/// The most domains and files of one sighting.
const MOST: usize = 50;

/// Seconds of an hour.
const HOUR: i64 = 3_600;

/// Domains that mail from everywhere links to. Two mails that share one of these share nothing.
pub(super) const EVERYWHERE: &[&str] = &[
    "adobe.com",
    "aka.ms",
    "amazon.com",
    "amazonaws.com",
    "apple.com",
    "azureedge.net",
    "bing.com",
    "bit.ly",
    "box.com",
    "canva.com",
    "cloudflare.com",
    "constantcontact.com",
    "docusign.com",
    "docusign.net",
    "dropbox.com",
    "facebook.com",
    "fedex.com",
    "forms.gle",
    "github.com",
    "goo.gl",
    "google.com",
    "googleapis.com",
    "googleusercontent.com",
    "gstatic.com",
    "indeed.com",
    "instagram.com",
    "linkedin.com",
    "live.com",
    "mailchi.mp",
    "mailchimp.com",
    "microsoft.com",
    "microsoftonline.com",
    "mimecast.com",
    "office.com",
    "office365.com",
    "onedrive.com",
    "outlook.com",
    "paypal.com",
    "pinterest.com",
    "proofpoint.com",
    "sendgrid.net",
    "sharepoint.com",
    "surveymonkey.com",
    "t.co",
    "tinyurl.com",
    "twitter.com",
    "ups.com",
    "urldefense.com",
    "usps.com",
    "vimeo.com",
    "w3.org",
    "windows.net",
    "x.com",
    "yahoo.com",
    "youtu.be",
    "youtube.com",
    "zoom.us",
];

/// What may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The domain it says it is from; `None` when it is the hospital's own, looks like it, or there is none.
    pub sender_domain: Option<String>,
    /// Registrable domains that links a person has to press go to, without those that name the hospital. Pictures are left out: lures
    /// show those of the firm they play.
    pub link_domains: BTreeSet<String>,
    /// The shape of its subject.
    pub subject_shape: String,
    /// The SHA-256 of each attached file that is no picture.
    pub files: BTreeSet<String>,
    /// The hour in which it was first seen here.
    pub first_hour: Timestamp,
    /// The hour in which it was last seen here.
    pub last_hour: Timestamp,
}

/// A sighting that a person found bad, at a hospital that pools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pooled {
    /// Its id, which says nothing of the hospital.
    pub id: MailReportId,
    /// What may leave.
    pub sighting: Sighting,
    /// When it was found bad, and so came into the pool.
    pub added_at: Timestamp,
}

/// The sighting in a reported mail. `own`: the hospital's domains. What names the hospital, its own domain or one made to look like it,
/// is left out: it would say where the mail was seen.
pub fn sighting(mail: &ReportedMail, own: &[MailDomain], reported_at: Timestamp) -> Sighting {
    let names_it = |host: &str| own.iter().any(|own| is_own(host, own) || looks_like(host, own).is_some());
    let sender_domain =
        mail.sender.as_ref().and_then(|sender| domain_of(&sender.address)).filter(|domain| !names_it(domain));
    let link_domains = mail
        .links
        .iter()
        .filter(|link| {
            link.is_pressed
                && link.hidden_by.is_none()
                && !names_it(link.reads.as_deref().unwrap_or(&link.host))
        })
        .filter_map(|link| link.domain.clone())
        .filter(|domain| !names_it(domain) && EVERYWHERE.binary_search(&domain.as_str()).is_err());
    let hour = hour(reported_at);
    Sighting {
        sender_domain,
        link_domains: link_domains.take(MOST).collect(),
        subject_shape: subject_shape(&mail.subject),
        files: mail
            .files
            .iter()
            .filter(|f| !f.is_picture && f.n_bytes > 0)
            .map(|f| f.sha256.clone())
            .take(MOST)
            .collect(),
        first_hour: hour,
        last_hour: hour,
    }
}

pub(super) fn is_own(host: &str, own: &MailDomain) -> bool {
    let (host, own) = (host.trim_end_matches('.').to_lowercase(), own.to_string());
    host == own || host.strip_suffix(&own).is_some_and(|before| before.ends_with('.'))
}

/// The start of the hour: minutes would tell one mailbox from another.
fn hour(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(HOUR)).unwrap_or(at)
}
