//! What of a report may leave a hospital, if it agrees: nothing that says who got the mail, who reported it, or what stood in it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::look_alike::{is_tenants, names};
use super::mail::ReportedMail;
use super::shape::subject_shape;
use crate::model::{MailDomain, MailReportId};

/// The most domains and files of one sighting.
const MOST: usize = 50;

/// Seconds of an hour.
const HOUR: i64 = 3_600;

/// Domains that mail from everywhere links to. Two mails that share one of these share nothing.
const EVERYWHERE: &[&str] = &[
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

/// Whether mail from everywhere links to a domain, or every customer of a service has a host below it: two mails that share it share nothing.
pub(super) fn is_everywhere(domain: &str) -> bool {
    EVERYWHERE.binary_search(&domain).is_ok() || is_tenants(domain)
}

/// Whether a domain is a government's, a school's or the forces'. A lure may come by way of one, and none is to be held for bad by it.
pub(super) fn is_public_body(domain: &str) -> bool {
    MailDomain::parse(domain).is_ok_and(|domain| domain.is_public_body())
}

/// What may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The registrable domain it says it is from; `None` when it is the hospital's own, looks like it, or there is none.
    pub sender_domain: Option<String>,
    /// Registrable domains that links a person has to press go to, without those that name the hospital, are everywhere, or are a public
    /// body's. Pictures are left out: lures show those of the firm they play.
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
    let names_it = |host: &str| own.iter().any(|own| names(host, own));
    let sender = mail.sender.as_ref().filter(|sender| {
        let hosts = [sender.domain(), sender.shown_domain()];
        !hosts.iter().flatten().any(|host| names_it(host))
    });
    let sender_domain = sender.and_then(|sender| sender.registrable.clone());
    let link_domains = mail
        .links
        .iter()
        .filter(|link| {
            link.is_pressed
                && link.hidden_by.is_none()
                && !names_it(&link.host)
                && !link.reads.as_deref().is_some_and(names_it)
        })
        .filter_map(|link| link.domain.clone())
        .filter(|domain| !names_it(domain) && !is_everywhere(domain) && !is_public_body(domain));
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

/// The start of the hour: minutes would tell one mailbox from another.
fn hour(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(HOUR)).unwrap_or(at)
}
