//! The mailboxes that are read for reported mail, in JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape::Moment;
use crate::app::reported_mail::MailboxStands;

/// Mails that stayed in a mailbox for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailsLeftShape {
    /// `automatic`, `ours`, `no_sender`, `unknown_sender`, `not_proven`, `several_hospitals`, `several_codes`, `unknown_code`,
    /// `too_large` or `unreadable`.
    pub why: &'static str,
    /// Why, and what to do, in two sentences.
    pub words: &'static str,
    /// How many in the last thirty days.
    pub n: u32,
    /// When the last one was looked at.
    pub last: Moment,
}

/// A mailbox that is read for reported mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailboxShape {
    /// User, server and folder.
    pub name: String,
    /// Certification number of the hospital whose own it is; absent for the program's.
    pub ccn: Option<String>,
    /// The last look; absent before the first.
    pub looked: Option<Moment>,
    /// The last look that went well.
    pub well: Option<Moment>,
    /// Looks that failed since.
    pub n_faults: u32,
    /// Why the last one failed; empty when it went well.
    pub fault: String,
    /// Reports taken from it, ever.
    pub n_taken: u32,
    /// What stayed in it.
    pub left: Vec<MailsLeftShape>,
}

impl From<&MailboxStands> for MailboxShape {
    fn from(mailbox: &MailboxStands) -> Self {
        let read = &mailbox.read;
        let left = mailbox.left.iter().map(|left| MailsLeftShape {
            why: left.why.key(),
            words: left.why.words(),
            n: left.n,
            last: Moment(left.last_at),
        });
        Self {
            name: mailbox.name.clone(),
            ccn: mailbox.hospital.as_ref().map(|(ccn, _)| ccn.to_string()),
            looked: read.looked_at.map(Moment),
            well: read.well_at.map(Moment),
            n_faults: read.n_faults,
            fault: read.fault.clone(),
            n_taken: read.n_taken,
            left: left.collect(),
        }
    }
}
