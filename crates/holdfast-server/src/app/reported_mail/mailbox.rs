//! Mailboxes that are read: which are due, how one look goes, and what the operator sees of it.
//!
//! Where a mail was is noted in the write after its report's. A crash between the two reads it once more, and the same file is one report.

use std::sync::Arc;
use std::time::Duration;

use holdfast_core::decide::suspicious_mail::NotTaken;
use holdfast_core::model::Ccn;
use holdfast_mail::bounds::MAX_BYTES;
use holdfast_store::{MailPlace, Mailboxes, MailsLeft, ReadMailbox};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use super::KEEP_MAIL_DAYS;
use crate::app::{App, AppError, chain};
use crate::config::{MailboxConfig, Secret};
use crate::imap::{Door, Given, ImapError, Opened, Session, Way};

/// Mailboxes read at once: each holds one mail.
const AT_ONCE: usize = 2;
/// Longest look at one mailbox.
const ONE_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Longest round. A job is held for 15 minutes.
const ALL_WITHIN: Duration = Duration::from_secs(12 * 60);
/// Mails of one look; more wait for the next.
const MOST_A_LOOK: usize = 50;
/// Longest wait after looks that failed.
const MOST_WAIT_S: i64 = 3_600;
/// Looks that may break off at the same mail before it is passed over.
const MOST_STUCK: u32 = 5;
/// At the first look at a folder, mails that came so many days ago or later are read. What is older was dealt with, or waits for nobody.
const FIRST_DAYS: i64 = 2;
/// Longest fault kept, in letters.
const MOST_FAULT: usize = 400;
/// Longest password, in bytes.
const MOST_PASSWORD: usize = 4_096;

/// A mailbox that is read, as the operator sees it.
#[derive(Clone, Debug)]
pub struct MailboxStands {
    /// User, server and folder.
    pub name: String,
    /// The hospital whose own it is; `None` for the program's.
    pub hospital: Option<(Ccn, String)>,
    /// How far it was read, and how the last looks went.
    pub read: ReadMailbox,
    /// What stayed in it in the last thirty days, by reason.
    pub left: Vec<MailsLeft>,
}

/// What one look did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailboxLook {
    /// Mails that were taken.
    pub n_taken: u32,
    /// Mails that stayed.
    pub n_left: u32,
    /// Whether it failed. Why is kept for the operator.
    pub has_failed: bool,
    at: Option<u32>,
}

/// Why a look failed.
#[derive(Debug, thiserror::Error)]
enum LookError {
    #[error(transparent)]
    Imap(#[from] ImapError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error("the password cannot be read from `{path}`: {why}")]
    Password { path: String, why: String },
}

impl From<holdfast_store::StoreError> for LookError {
    fn from(error: holdfast_store::StoreError) -> Self {
        Self::App(error.into())
    }
}

/// When a mailbox is to be looked at next: after its own time, doubled with every look that failed, up to an hour.
fn due_at(mailbox: &MailboxConfig, known: &ReadMailbox) -> Option<Timestamp> {
    let every = i64::from(mailbox.every_seconds);
    let wait_s = every.saturating_mul(1 << known.n_faults.min(20)).min(MOST_WAIT_S.max(every));
    known.looked_at.map(|looked_at| looked_at + SignedDuration::from_secs(wait_s))
}

impl App {
    /// When the next mailbox is due; `None` when none is read.
    pub(crate) async fn next_mailbox_due_ms<R: Mailboxes + Send>(
        &self,
        read: &mut R,
    ) -> Result<Option<i64>, AppError> {
        let known = read.read_mailboxes().await?;
        let due = |mailbox: &MailboxConfig| {
            let known = known.iter().find(|known| known.name == mailbox.name());
            known.and_then(|known| due_at(mailbox, known)).map_or(0, Timestamp::as_millisecond)
        };
        Ok(self.config.reported_mail.mailbox.iter().map(due).min())
    }

    /// Looks at every mailbox that is due. One that fails is tried again later, and does not hold up the others.
    pub async fn read_due_mailboxes(&self) -> Result<MailboxLook, AppError> {
        let now = self.clock.now();
        let known = self.store.read().await?.read_mailboxes().await?;
        let mut due: Vec<(Option<Timestamp>, usize)> = Vec::new();
        for (at, mailbox) in self.config.reported_mail.mailbox.iter().enumerate() {
            let known = known.iter().find(|known| known.name == mailbox.name());
            if known.and_then(|known| due_at(mailbox, known)).is_none_or(|due| due <= now) {
                due.push((known.and_then(|known| known.looked_at), at));
            }
        }
        // Who has waited longest comes first, so that slow ones cannot keep the others out of a round.
        due.sort();
        let mut all = MailboxLook::default();
        let mut first_error = None;
        let round = async {
            let mut looks = JoinSet::new();
            let mut due = due.into_iter();
            loop {
                while looks.len() < AT_ONCE
                    && let Some((_, at)) = due.next()
                {
                    let app = self.clone();
                    looks.spawn(async move { app.read_mailbox(&app.config.reported_mail.mailbox[at]).await });
                }
                let Some(ended) = looks.join_next().await else { break };
                match ended.unwrap_or_else(|e| Err(AppError::Broken { what: e.to_string() })) {
                    Ok(look) => {
                        all.n_taken += look.n_taken;
                        all.n_left += look.n_left;
                        all.has_failed |= look.has_failed;
                    }
                    Err(error) => first_error = first_error.take().or(Some(error)),
                }
            }
        };
        // What was not reached has waited longest next time.
        let _ = tokio::time::timeout(ALL_WITHIN, round).await;
        match first_error {
            Some(error) => Err(error),
            None => Ok(all),
        }
    }

    /// Looks at one mailbox. A fault of the mailbox is kept for the operator and is no error.
    pub async fn read_mailbox(&self, mailbox: &MailboxConfig) -> Result<MailboxLook, AppError> {
        let name = mailbox.name();
        let known = self.store.read().await?.read_mailboxes().await?;
        let known = known.into_iter().find(|known| known.name == name).unwrap_or_default();
        let mut look = MailboxLook::default();
        let looked = tokio::time::timeout(ONE_WITHIN, self.look_at(mailbox, &known, &mut look)).await;
        if let Ok(Err(LookError::App(_))) = &looked {
            // A fault of ours is none of the mail's.
            look.at = None;
        }
        let fault = match looked {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(chain(&error)),
            Err(_) => Some(format!("one look took longer than {} minutes", ONE_WITHIN.as_secs() / 60)),
        };
        let mut write = self.store.write().await?;
        match fault {
            None => write.mailbox_is_well(&name, self.clock.now()).await?,
            Some(fault) => {
                look.has_failed = true;
                let fault: String = fault.chars().take(MOST_FAULT).collect();
                write.mailbox_failed(&name, &fault, look.at, self.clock.now()).await?;
                // What a mail server says can hold an address, so it is kept for the operator and not logged.
                tracing::warn!(
                    mailbox.host = mailbox.host,
                    mailbox.faults = known.n_faults + 1,
                    "A mailbox could not be read; the page of mail says why"
                );
            }
        }
        write.commit().await?;
        Ok(look)
    }

    async fn look_at(
        &self,
        mailbox: &MailboxConfig,
        known: &ReadMailbox,
        look: &mut MailboxLook,
    ) -> Result<(), LookError> {
        let mut session = Session::open(&way(mailbox), &door(mailbox).await?).await?;
        let Opened { uid_validity, uid_next } = session.select(&mailbox.folder).await?;
        let (last, since) = if known.uid_validity == Some(uid_validity) {
            (known.last_uid, None)
        } else {
            let first = self.clock.now() - SignedDuration::from_hours(24 * FIRST_DAYS);
            (0, Some(crate::clock::date_at(first, 0)))
        };
        let new = session.newer_than(last, since).await?;
        let name = mailbox.name();
        if let (Some(next), true) = (new.first().copied().or(uid_next), since.is_some()) {
            // From here on mails are counted from this one: one at which every look breaks off can be passed over, and what comes while
            // the portal is down for days is read.
            let mut write = self.store.write().await?;
            let place = MailPlace { mailbox: &name, uid_validity, uid: next.saturating_sub(1) };
            write.mailbox_read_to(place, false).await?;
            write.commit().await?;
        }
        for uid in new.into_iter().take(MOST_A_LOOK) {
            look.at = Some(uid);
            let place = MailPlace { mailbox: &name, uid_validity, uid };
            let is_stuck = known.uid_validity == Some(uid_validity)
                && known.stuck.is_some_and(|(at, n)| at == uid && n >= MOST_STUCK);
            let (came, goes_on) = if is_stuck {
                (Came::Not(NotTaken::Unreadable), true)
            } else {
                fetch(&mut session, uid).await?
            };
            let outcome = match came {
                Came::Mail(bytes) => self.take_mailed(mailbox, bytes).await?,
                Came::Not(why) => Err(why),
                Came::Gone => {
                    let mut write = self.store.write().await?;
                    write.mailbox_read_to(place, false).await?;
                    write.commit().await?;
                    continue;
                }
            };
            self.note_dealt_with(place, outcome, look).await?;
            look.at = None;
            if !goes_on {
                return Ok(());
            }
            if outcome.err().is_none_or(NotTaken::needs_a_person) {
                session.mark(uid, outcome.is_ok()).await?;
            }
        }
        look.at = None;
        session.leave().await;
        Ok(())
    }

    /// Notes that a mail was dealt with.
    async fn note_dealt_with(
        &self,
        place: MailPlace<'_>,
        outcome: Result<(), NotTaken>,
        look: &mut MailboxLook,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        write.mailbox_read_to(place, outcome.is_ok()).await?;
        match outcome {
            Ok(()) => look.n_taken += 1,
            Err(why) => {
                look.n_left += 1;
                write.mail_left(place, why, self.clock.now()).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// Every mailbox the settings name, as the operator sees it.
    pub async fn mailboxes(&self) -> Result<Vec<MailboxStands>, AppError> {
        let since = self.clock.now() - SignedDuration::from_hours(24 * KEEP_MAIL_DAYS);
        let mut read = self.store.read().await?;
        let (known, left) = (read.read_mailboxes().await?, read.mails_left(since).await?);
        let stands = |mailbox: &MailboxConfig| {
            let name = mailbox.name();
            let known = known.iter().find(|known| known.name == name).cloned();
            MailboxStands {
                hospital: mailbox.hospital().map(|ccn| (ccn, self.hospital_name(ccn))),
                read: known.unwrap_or_default(),
                left: left.iter().filter(|left| left.mailbox == name).cloned().collect(),
                name,
            }
        };
        Ok(self.config.reported_mail.mailbox.iter().map(stands).collect())
    }
}

/// A mail as it came.
enum Came {
    Mail(Arc<[u8]>),
    Not(NotTaken),
    Gone,
}

/// Fetches one mail, its size first. Says also whether the session goes on.
async fn fetch(session: &mut Session, uid: u32) -> Result<(Came, bool), ImapError> {
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    match session.size(uid).await? {
        None => return Ok((Came::Gone, true)),
        Some(size) if size > most => return Ok((Came::Not(NotTaken::TooLarge), true)),
        Some(_) => {}
    }
    Ok(match session.mail(uid, MAX_BYTES).await {
        Ok(Given::Mail(bytes)) => (Came::Mail(bytes.into()), true),
        Ok(Given::Gone) => (Came::Gone, true),
        Ok(Given::Refused) => (Came::Not(NotTaken::Unreadable), true),
        // What follows on the line is the rest of that mail.
        Err(ImapError::LargerMail) => (Came::Not(NotTaken::TooLarge), false),
        Err(other) => return Err(other),
    })
}

/// Signs in to a mailbox, opens its folder, and leaves: for the doctor.
pub async fn try_mailbox(mailbox: &MailboxConfig) -> Result<(), String> {
    let tried = async {
        let mut session = Session::open(&way(mailbox), &door(mailbox).await?).await?;
        session.select(&mailbox.folder).await?;
        session.leave().await;
        Ok::<(), LookError>(())
    };
    tried.await.map_err(|error| chain(&error))
}

fn way(mailbox: &MailboxConfig) -> Way {
    Way {
        host: mailbox.host.clone(),
        port: mailbox.port(),
        encryption: mailbox.encryption,
        trusted: mailbox.trusted_certificates.clone(),
    }
}

/// What opens a mailbox. The password is read anew, so that a changed one needs no new start.
async fn door(mailbox: &MailboxConfig) -> Result<Door, LookError> {
    let fault = |why: String| LookError::Password { path: mailbox.password_file.display().to_string(), why };
    let bytes = tokio::fs::read(&mailbox.password_file).await.map_err(|e| fault(e.to_string()))?;
    if bytes.len() > MOST_PASSWORD {
        return Err(fault("it is too long for a password".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|_| fault("it is no text".to_owned()))?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(fault("it is empty".to_owned()));
    }
    Ok(Door { username: mailbox.username.clone(), password: Secret::new(password) })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    #[test]
    fn a_mailbox_that_fails_is_looked_at_more_and_more_seldom() {
        let text = "[[reported_mail.mailbox]]\nhost = \"h\"\nusername = \"u\"\npassword_file = \"p\"\nhospital = \"991301\"\n";
        let config = Config::from_text(text, Path::new("holdfast.toml")).expect("settings");
        let mailbox = &config.reported_mail.mailbox[0];
        let wait = |n_faults| {
            let known =
                ReadMailbox { looked_at: Some(Timestamp::UNIX_EPOCH), n_faults, ..ReadMailbox::default() };
            due_at(mailbox, &known).expect("a moment").as_second()
        };
        assert_eq!([0, 1, 2, 5, 6, 40].map(wait), [60, 120, 240, 1_920, 3_600, 3_600]);
        assert_eq!(due_at(mailbox, &ReadMailbox::default()), None, "never looked at is due at once");
    }
}
