//! What is said of a reported mail. None of it is a verdict.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::bounds::MAX_ADDRESS;
use crate::kind::Kind;

/// How a file came to be reported, which decides whether it is the mail or only carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Somebody uploaded it: it is the mail itself, unless it forwards one and comes from the reporter's own house.
    Uploaded,
    /// Somebody mailed it to the program: the mail is in it.
    MailedIn,
}

/// Where in the file the mail was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The file is the mail.
    Itself,
    /// It was attached, whole, with its own fields.
    Attached,
    /// Its text was pasted into another mail: its own fields are lost.
    Pasted,
}

/// A reported mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Where it was found.
    pub found: Found,
    /// Who the mail that carried it came from. `None` when it came by itself.
    pub carried_by: Option<Sender>,
    /// Who it says it is from.
    pub sender: Option<Sender>,
    /// Where answers go, if it says so.
    pub reply_to: Option<String>,
    /// Where failures go, as the receiving server wrote it down.
    pub return_path: Option<String>,
    /// Its subject, one line.
    pub subject: String,
    /// When it says it was sent.
    pub sent_at: Option<Timestamp>,
    /// Its links, as they appear, each once.
    pub links: Vec<Link>,
    /// What is attached to it.
    pub attachments: Vec<Attachment>,
    /// What the receiving server said of the sender. `None` when it said nothing, or it was lost on the way.
    pub authentication: Option<Authentication>,
    /// The language it says it is in, like `en`.
    pub language: Option<String>,
    /// What was wrong with it, or left out.
    pub faults: BTreeSet<Fault>,
}

/// Who a mail says it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The name shown; may be empty.
    pub name: String,
    /// The address; may be empty.
    pub address: String,
}

impl Sender {
    /// The part after the `@` in lower case; `None` where there is none.
    pub fn domain(&self) -> Option<String> {
        let (_, domain) = self.address.rsplit_once('@')?;
        let domain = domain.trim_matches(['>', '.', ' ']).to_ascii_lowercase();
        (!domain.is_empty()).then_some(domain)
    }

    /// The registrable domain of the address by the public suffix list, in lower case and ASCII. `None` where there is none.
    pub fn registrable(&self) -> Option<String> {
        let host = idna::domain_to_ascii(&self.domain()?).ok()?;
        let is_host = host.len() <= MAX_ADDRESS
            && host.split('.').all(|label| {
                let is_plain =
                    label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
                is_plain && (1..=63).contains(&label.len())
            });
        if is_host { crate::link::registrable(&host) } else { None }
    }

    /// How the domain of the address reads on a screen, where it has letters beyond ASCII.
    pub fn reads(&self) -> Option<String> {
        let domain = self.domain()?;
        crate::link::reads(&domain).or_else(|| (!domain.is_ascii()).then(|| domain.to_lowercase()))
    }

    /// Whether the domain of the address mixes alphabets within one word, as look-alikes do.
    pub fn mixes_alphabets(&self) -> bool {
        self.reads().is_some_and(|reads| reads.split('.').any(crate::link::mixes_alphabets))
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Where it goes, filters' wrapping taken off.
    pub url: String,
    /// Its host, in lower case and ASCII.
    pub host: String,
    /// The registrable domain of its host by the public suffix list. `None` for a number, or a suffix that is nobody's own.
    pub domain: Option<String>,
    /// How a host with letters beyond ASCII reads on a screen.
    pub reads: Option<String>,
    /// Whether it mixes alphabets within one word, as look-alikes do.
    pub mixes_alphabets: bool,
    /// What follows it.
    pub follows: Follows,
    /// Whether a mail filter wrapped it, and if it could be unwrapped.
    pub wrapped: Wrapped,
    /// The host its text shows, where that belongs to another registrable domain than the one it goes to.
    pub shows: Option<String>,
}

/// What makes a link be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Follows {
    /// A person who presses it.
    Click,
    /// A person who fills in a form.
    Form,
    /// Opening the mail, as with a picture.
    Opening,
}

/// What a mail filter did to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrapped {
    /// Nothing.
    No,
    /// It was wrapped, and is not any more.
    Unwrapped(Filter),
    /// It is wrapped in a way only the filter can undo: where it goes is not known.
    Hidden(Filter),
}

/// A mail filter that wraps links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Safe Links of Microsoft Defender.
    SafeLinks,
    /// URL Defense of Proofpoint.
    UrlDefense,
    /// Link protection of Barracuda.
    Barracuda,
    /// URL Protect of Mimecast.
    Mimecast,
}

/// A file attached to a mail. It was not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name; may be empty.
    pub name: String,
    /// What its first bytes say it is.
    pub kind: Kind,
    /// Its size, in bytes.
    pub n_bytes: usize,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// What a receiving server said of the sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authentication {
    /// Which server; empty where it does not say.
    pub said_by: String,
    /// May this machine send for the domain it used (RFC 7208)?
    pub spf: Option<Verdict>,
    /// Is a signature of some domain on it (RFC 6376)?
    pub dkim: Option<Verdict>,
    /// Does either stand for the domain that is shown (RFC 7489)?
    pub dmarc: Option<Verdict>,
}

/// One of the words of RFC 8601, 2.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It probably does not.
    SoftFail,
    /// The domain does not say.
    Neutral,
    /// There was nothing to check.
    Nothing,
    /// It could not be checked, then or ever.
    Error,
    /// Another word.
    Other,
}

/// What was wrong with a mail, or was left out of it. The order is that of the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Parts lie deeper than is looked.
    TooDeep,
    /// It has more parts than are looked at.
    TooManyParts,
    /// It has more links than are kept.
    TooManyLinks,
    /// An address is longer than is read, or the one that others hang on is.
    LongAddress,
    /// Its fields are longer than is read.
    LongHead,
    /// One field is longer than is read.
    LongField,
    /// Its text is longer than is read.
    LongText,
    /// Reading all of it would take too long.
    TooMuchWork,
    /// Parts are announced, and there is no line between them.
    NoBoundary,
    /// It ends in the middle.
    CutShort,
    /// A part is not written as it says: base64 or quoted-printable with other letters in it.
    BadEncoding,
    /// A part names an alphabet that nobody knows, or is not in the one it names.
    BadCharset,
    /// The container of an Outlook file is damaged, or goes in circles.
    BadContainer,
    /// A link runs code or carries a page in itself.
    CodeInLink,
    /// Letters that turn the reading direction, or are not seen, were taken out of a name or subject.
    HiddenLetters,
    /// Its own fields were lost when its text was pasted into another mail.
    FieldsLost,
    /// The body is in a form that only Outlook reads, and was searched for addresses alone.
    OutlookText,
}

impl Fault {
    /// In plain words, as a sentence without its stop.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooDeep => "Parts lie deeper within each other than we look",
            Self::TooManyParts => "It has more parts than we look at",
            Self::TooManyLinks => "It has more links than we keep",
            Self::LongAddress => "An address in it is longer than we read",
            Self::LongHead => "The lines in front of it are longer than we read",
            Self::LongField => "One of the lines in front of it is longer than we read",
            Self::LongText => "Its text is longer than we read",
            Self::TooMuchWork => "It would take too long to read all of it",
            Self::NoBoundary => "It says that it has parts, but nothing stands between them",
            Self::CutShort => "It ends in the middle",
            Self::BadEncoding => "A part is not written the way it says",
            Self::BadCharset => "A part uses letters in a way that we cannot read",
            Self::BadContainer => "The Outlook file is damaged",
            Self::CodeInLink => "A link runs code instead of opening a page",
            Self::HiddenLetters => "A name or the subject had hidden letters in it; we took them out",
            Self::FieldsLost => {
                "It was pasted into another mail, so who really sent it is lost; forward as an attachment next time"
            }
            Self::OutlookText => {
                "Its text is in a form that only Outlook shows; we looked for addresses in it"
            }
        }
    }
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than is read.
    #[error("the file has {n_bytes} bytes; {max} are the most we read")]
    TooLarge {
        /// How many it has.
        n_bytes: usize,
        /// The most.
        max: usize,
    },
    /// Neither kind of mail.
    #[error("the file is no mail: save the mail as .eml or .msg and send that")]
    NotMail,
    /// An Outlook file that cannot be opened.
    #[error("the file starts like an Outlook mail, but is damaged: {why}")]
    Container {
        /// What is wrong.
        why: &'static str,
    },
}
