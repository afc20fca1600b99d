//! Mails that staff report: taken in and read, shown to the hospital's IT, answered, and known together with hospitals that agree.
//!
//! The mail itself is read in memory and never kept. What a mail is, and what the reporter is told, is decided in the core.

mod address;
mod answer;
mod look;
mod mailbox;
mod mailed;
mod pool;
mod read;
mod take;
mod warn;

pub use address::ReportAddress;
pub use answer::{AnswerFault, MOST_NOTE_CHARS};
pub use look::{MailOnList, MailPage, ReportedMails};
pub use mailbox::{MailboxLook, MailboxStands, try_mailbox};
pub use read::MailReader;
pub use take::{MailReporter, SentMail, TakenMail};

use jiff::{SignedDuration, Timestamp};

use crate::app::App;

/// How long what was read from a mail is kept, in days. A report says what it was for longer than that without it.
pub const KEEP_MAIL_DAYS: i64 = 30;

impl App {
    /// What was read from mails reported before this is forgotten tonight.
    pub(crate) fn forget_mails_before(&self) -> Timestamp {
        self.clock.now() - SignedDuration::from_hours(24 * KEEP_MAIL_DAYS)
    }
}
