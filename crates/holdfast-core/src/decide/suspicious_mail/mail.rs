//! What was read from a reported mail, as far as a decision needs it. Reading it is no part of this.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A reported mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedMail {
    /// Who it says it is from.
    pub sender: Option<MailSender>,
    /// Where answers go, if it says so.
    pub reply_to: Option<String>,
    /// Its subject, one line.
    pub subject: String,
    /// When it says it was sent.
    pub sent_at: Option<Timestamp>,
    /// Where its links go.
    pub links: Vec<MailLink>,
    /// What is attached.
    pub files: Vec<MailFile>,
    /// What the receiving server said of the sender; `None` when that was lost on the way.
    pub said_of_sender: Option<SaidOfSender>,
    /// What was wrong with it, or left out, in words.
    pub faults: Vec<String>,
}

/// Who a mail says it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSender {
    /// The name shown; may be empty.
    pub name: String,
    /// The address; may be empty.
    pub address: String,
    /// The registrable domain of the address, in lower case and ASCII. `None` where there is none.
    #[serde(default)]
    pub registrable: Option<String>,
    /// How the domain of the address reads on a screen, where that is not as it is written.
    #[serde(default)]
    pub reads: Option<String>,
    /// Whether one word of that domain mixes alphabets.
    #[serde(default)]
    pub mixes_alphabets: bool,
}

impl MailSender {
    /// The domain of the address, in lower case.
    pub fn domain(&self) -> Option<String> {
        domain_of(&self.address)
    }

    /// The domain of the address as it reads on a screen.
    pub(super) fn shown_domain(&self) -> Option<String> {
        self.reads.clone().or_else(|| self.domain())
    }
}

/// The domain of an address, in lower case.
pub(super) fn domain_of(address: &str) -> Option<String> {
    let domain = address.rsplit_once('@')?.1.trim().trim_end_matches('.').to_ascii_lowercase();
    (!domain.is_empty()).then_some(domain)
}

/// A link, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailLink {
    /// Where it goes, whole.
    pub url: String,
    /// Its host.
    pub host: String,
    /// The registrable domain of its host.
    pub domain: Option<String>,
    /// How its host reads on a screen, where that is not as it is written.
    pub reads: Option<String>,
    /// Whether one word of its host mixes alphabets.
    pub mixes_alphabets: bool,
    /// The mail filter that hides where it goes; `None` when it is known.
    pub hidden_by: Option<String>,
    /// The host its text shows, where that is another's.
    pub shows: Option<String>,
    /// Whether a person has to press it; pictures are fetched by opening the mail.
    pub is_pressed: bool,
}

/// An attached file, as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFile {
    /// Its name; may be empty.
    pub name: String,
    /// What its first bytes say it is, in words.
    pub kind: String,
    /// Whether opening one like it can run something.
    pub can_run: bool,
    /// Whether it is a picture: signatures carry the same ones everywhere.
    pub is_picture: bool,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// What the receiving server said of the sender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidOfSender {
    /// Which server; empty where it does not say.
    pub said_by: String,
    /// Of the machine that sent it (SPF).
    pub spf: Option<Checked>,
    /// Of its signature (DKIM).
    pub dkim: Option<Checked>,
    /// Of the domain it shows (DMARC).
    pub dmarc: Option<Checked>,
}

/// How one check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// Nothing could be said.
    NotSaid,
}
