//! What is said of a reported mail before a person has looked, each with its reasons. "Safe" is not among it.

use serde::{Deserialize, Serialize};

use super::look_alike::{LooksLike, is_own, is_within, looks_like};
use super::mail::{Checked, MailSender, ReportedMail, domain_of};
use crate::model::MailDomain;

/// What hospitals know of a lure. Counts only: none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// At how many hospitals it was seen, this one included.
    pub n_seen: usize,
    /// At how many a person found it bad.
    pub n_bad: usize,
    /// At how many a person found it harmless.
    pub n_harmless: usize,
    /// At how many a person found bad what is enough to know the lure by: see [`n_known_bad`](super::n_known_bad).
    pub n_known_bad: usize,
}

/// What a person at the hospital said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonSaid {
    /// It is meant to cheat or harm.
    Bad,
    /// It is advertising that nobody asked for.
    Junk,
    /// It is what it says it is.
    Harmless,
}

impl PersonSaid {
    /// All, in the order of a form.
    pub const ALL: [Self; 3] = [Self::Bad, Self::Junk, Self::Harmless];

    /// The key used in forms, the table and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Junk => "junk",
            Self::Harmless => "harmless",
        }
    }

    /// What has this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.key() == key)
    }
}

/// How a mail stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// People found the same lure bad.
    KnownBad {
        /// At how many hospitals.
        n_hospitals: usize,
    },
    /// It has the marks of a lure; no person has looked.
    LooksBad,
    /// Nothing says either way: a person looks.
    #[default]
    Unknown,
}

/// A reason, as it weighs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Reason {
    /// A link's text shows one host and the link goes to another.
    LinkLies {
        /// What it shows.
        shows: String,
        /// Where it goes.
        goes_to: String,
    },
    /// A host or the sender is made to look like the hospital's own.
    LooksLikeOwn {
        /// Which.
        host: String,
        /// How.
        how: LooksLike,
    },
    /// One word of a host mixes alphabets.
    MixesAlphabets {
        /// Which.
        host: String,
    },
    /// A file that can run something.
    FileRuns {
        /// Its name.
        name: String,
        /// What it is.
        kind: String,
    },
    /// It says it is from the hospital, and the receiving server says it is not.
    NotFromHere,
    /// Answers go to another domain than it is from.
    AnswersElsewhere {
        /// Where answers go.
        to: String,
        /// Where it is from.
        from: String,
    },
    /// The domain it shows says it did not send it.
    DomainDisowns {
        /// Who says so.
        said_by: String,
    },
    /// The name shown is an address, and another one than it is from.
    NameIsOtherAddress,
    /// A link goes to a bare number.
    LinkToNumber {
        /// Which.
        host: String,
    },
    /// People found a mail bad that shares something with it, which alone may have stood beside the lure.
    FoundBad {
        /// At how many hospitals.
        n_hospitals: usize,
    },
    /// Other hospitals saw it, and nobody has judged it.
    SeenElsewhere {
        /// At how many others.
        n_others: usize,
    },
    /// People judged it, and not all alike.
    PeopleDiffer,
    /// Where a link goes is hidden by a mail filter, so it was not looked at.
    LinkHidden {
        /// Which filter.
        by: String,
    },
    /// Its own fields were lost on the way, so who sent it is not known.
    SenderLost,
}

impl Reason {
    /// Whether one alone makes a mail look bad. What is only odd needs company.
    pub fn is_strong(&self) -> bool {
        match self {
            Self::LinkLies { .. }
            | Self::LooksLikeOwn { .. }
            | Self::MixesAlphabets { .. }
            | Self::FileRuns { .. }
            | Self::NotFromHere => true,
            Self::AnswersElsewhere { .. }
            | Self::DomainDisowns { .. }
            | Self::NameIsOtherAddress
            | Self::LinkToNumber { .. }
            | Self::FoundBad { .. }
            | Self::SeenElsewhere { .. }
            | Self::PeopleDiffer
            | Self::LinkHidden { .. }
            | Self::SenderLost => false,
        }
    }

    /// Whether it speaks against the mail at all; the rest says why nothing is known.
    fn counts(&self) -> bool {
        !matches!(self, Self::LinkHidden { .. } | Self::SenderLost | Self::PeopleDiffer)
    }
}

/// What is said, and why. By default that nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// How it stands.
    pub standing: Standing,
    /// The reasons, the strong ones first, each once.
    pub reasons: Vec<Reason>,
}

/// Judges a reported mail. `own`: the hospital's domains. A server's "passed" is no reason for anything: who sends lures from a domain
/// of their own passes, too.
pub fn judge(mail: &ReportedMail, own: &[MailDomain], pool: Pool) -> Judged {
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in of_links(mail, own).chain(of_files(mail)).chain(of_sender(mail, own)).chain(of_pool(pool)) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.sort_by_key(|reason| !reason.is_strong());
    let standing = if pool.n_known_bad > 0 {
        Standing::KnownBad { n_hospitals: pool.n_known_bad }
    } else if reasons.iter().any(Reason::is_strong)
        || reasons.iter().filter(|reason| reason.counts()).count() >= 2
    {
        Standing::LooksBad
    } else {
        Standing::Unknown
    };
    Judged { standing, reasons }
}

fn of_links<'a>(mail: &'a ReportedMail, own: &'a [MailDomain]) -> impl Iterator<Item = Reason> + 'a {
    mail.links.iter().flat_map(move |link| {
        let reads = link.reads.as_deref().unwrap_or(&link.host);
        let lies = link
            .shows
            .as_ref()
            .map(|shows| Reason::LinkLies { shows: shows.clone(), goes_to: link.host.clone() });
        let like = is_like_own(reads, own);
        let like = like.map(|how| Reason::LooksLikeOwn { host: link.host.clone(), how });
        let mixes = link.mixes_alphabets.then(|| Reason::MixesAlphabets { host: link.host.clone() });
        let is_number = link.is_pressed && is_bare_number(&link.host);
        let number = is_number.then(|| Reason::LinkToNumber { host: link.host.clone() });
        let hidden = link.hidden_by.clone().map(|by| Reason::LinkHidden { by });
        [lies, like, mixes, number, hidden].into_iter().flatten()
    })
}

fn of_files(mail: &ReportedMail) -> impl Iterator<Item = Reason> + '_ {
    let runs = mail.files.iter().filter(|file| file.can_run);
    runs.map(|file| Reason::FileRuns { name: file.name.clone(), kind: file.kind.clone() })
}

fn of_sender(mail: &ReportedMail, own: &[MailDomain]) -> impl Iterator<Item = Reason> {
    let sender = mail.sender.as_ref();
    let from = sender.and_then(|sender| domain_of(&sender.address));
    let reads = sender.and_then(MailSender::shown_domain);
    let like = reads.as_ref().zip(reads.as_ref().and_then(|reads| is_like_own(reads, own)));
    let like = like.map(|(reads, how)| Reason::LooksLikeOwn { host: reads.clone(), how });
    let mixes = sender.filter(|sender| sender.mixes_alphabets).and(reads);
    let mixes = mixes.map(|host| Reason::MixesAlphabets { host });
    let failed = mail.said_of_sender.as_ref().filter(|said| said.dmarc == Some(Checked::Failed));
    let is_from_here = from.as_ref().is_some_and(|from| own.iter().any(|own| is_own(from, own)));
    let disowned = failed.map(|said| match is_from_here {
        true => Reason::NotFromHere,
        false => Reason::DomainDisowns { said_by: said.said_by.clone() },
    });
    let answers = mail.reply_to.as_deref().and_then(domain_of).zip(from.clone());
    let answers = answers.filter(|(to, from)| !are_related(to, from));
    let answers = answers.map(|(to, from)| Reason::AnswersElsewhere { to, from });
    let shown = sender.and_then(|sender| domain_of(sender.name.trim_matches(['"', '\'', '<', '>', ' '])));
    let shown = shown.filter(|shown| shown.contains('.') && !shown.contains(' ')).zip(from.clone());
    let other = shown.filter(|(shown, from)| !are_related(shown, from)).map(|_| Reason::NameIsOtherAddress);
    let lost = from.is_none().then_some(Reason::SenderLost);
    [like, mixes, disowned, answers, other, lost].into_iter().flatten()
}

fn of_pool(pool: Pool) -> impl Iterator<Item = Reason> {
    let differ = (pool.n_bad > 0 && pool.n_harmless > 0).then_some(Reason::PeopleDiffer);
    let is_like_bad = pool.n_known_bad == 0 && pool.n_bad > 0 && pool.n_harmless == 0;
    let bad = is_like_bad.then_some(Reason::FoundBad { n_hospitals: pool.n_bad });
    let is_unjudged = pool.n_bad == 0 && pool.n_harmless == 0 && pool.n_seen > 1;
    let seen = is_unjudged.then(|| Reason::SeenElsewhere { n_others: pool.n_seen - 1 });
    [differ, bad, seen].into_iter().flatten()
}

/// How a host looks like one of the hospital's own; `None` when it is one of them: two of its domains may look like each other.
fn is_like_own(reads: &str, own: &[MailDomain]) -> Option<LooksLike> {
    if own.iter().any(|own| is_own(reads, own)) {
        return None;
    }
    own.iter().find_map(|own| looks_like(reads, own))
}

/// Whether a host is an address of numbers: four of them with dots, or IPv6 in square brackets.
fn is_bare_number(host: &str) -> bool {
    let of_four = host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok());
    of_four || host.starts_with('[')
}

/// Whether one domain is the other, or lies below it.
fn are_related(one: &str, other: &str) -> bool {
    is_within(one, other) || is_within(other, one)
}
