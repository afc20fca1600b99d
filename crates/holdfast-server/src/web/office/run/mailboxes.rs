//! The mailboxes that are read for reported mail, as they stand on the page of mail: whose each is, whether it works, what stayed in it.

use crate::app::reported_mail::MailboxStands;
use crate::web::office::when;

/// A mailbox.
pub(super) struct MailboxRow {
    pub(super) name: String,
    pub(super) whose: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) stands: String,
    /// Why the last look failed; empty when it went well.
    pub(super) fault: String,
    pub(super) n_taken: String,
    /// What stayed in it, a sentence or two for each reason.
    pub(super) left: Vec<String>,
}

impl MailboxRow {
    pub(super) fn of(mailbox: &MailboxStands) -> Self {
        let read = &mailbox.read;
        let well = read.well_at.map(|at| when::time(at.as_millisecond()));
        let (tone, icon, stands) = match (&well, read.n_faults) {
            (None, 0) => ("wait", "clock", "Not looked at yet".to_owned()),
            (Some(well), 0) => ("done", "yes", format!("Read on {well}")),
            (Some(well), n) => ("late", "bell", format!("Failed {}. Last read on {well}", times(n))),
            (None, n) => ("late", "bell", format!("Failed {}. Never read yet", times(n))),
        };
        let whose = match &mailbox.hospital {
            Some((_, name)) => format!("{name}'s own"),
            None => "The program's: staff of every hospital send to it".to_owned(),
        };
        Self {
            name: mailbox.name.clone(),
            whose,
            tone,
            icon,
            stands,
            fault: read.fault.clone(),
            n_taken: when::number(read.n_taken),
            left: mailbox
                .left
                .iter()
                .map(|left| {
                    let last = when::time(left.last_at.as_millisecond());
                    let n = if left.n == 1 {
                        "1 mail".to_owned()
                    } else {
                        format!("{} mails", when::number(left.n))
                    };
                    format!("{n}, the last on {last}: {}", left.why.words())
                })
                .collect(),
        }
    }
}

fn times(n: u32) -> String {
    if n == 1 { "once".to_owned() } else { format!("{} times in a row", when::number(n)) }
}

#[cfg(test)]
mod tests {
    use holdfast_core::decide::suspicious_mail::NotTaken;
    use holdfast_store::{MailsLeft, ReadMailbox};
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_mailbox_says_how_it_stands_and_what_stayed() {
        let at = Timestamp::from_millisecond(1_772_460_300_000).expect("a moment");
        let mut mailbox = MailboxStands {
            name: "report at imap.program.example, INBOX".to_owned(),
            hospital: None,
            read: ReadMailbox::default(),
            left: vec![MailsLeft { mailbox: String::new(), why: NotTaken::UnknownSender, n: 2, last_at: at }],
        };
        let stands = |mailbox: &MailboxStands| MailboxRow::of(mailbox).stands;
        assert_eq!(stands(&mailbox), "Not looked at yet");
        mailbox.read.n_faults = 1;
        assert_eq!(stands(&mailbox), "Failed once. Never read yet");
        mailbox.read.well_at = Some(at);
        mailbox.read.n_faults = 3;
        assert_eq!(stands(&mailbox), "Failed 3 times in a row. Last read on March 2, 2026 at 14:05 UTC");
        mailbox.read.n_faults = 0;
        assert_eq!(stands(&mailbox), "Read on March 2, 2026 at 14:05 UTC");
        let row = MailboxRow::of(&mailbox);
        assert!(
            row.left[0].starts_with("2 mails, the last on March 2, 2026 at 14:05 UTC: The sender is known")
        );
    }
}
