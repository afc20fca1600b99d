//! Sends the mail that is due. It may send one twice when it is killed in the middle; it never loses one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use holdfast_store::Mail;
use tokio::task::JoinSet;

use super::{App, AppError, chain};
use crate::mail::carrier::{Carried, Carrier, CarryError};

/// Mails on their way at once: as many connections to the mail server, and as many mails in memory.
const AT_ONCE: usize = 4;
/// Mails in one round, so that a round ends while its job is still held.
const MOST_A_ROUND: usize = 200;
/// A mail whose sender died is tried again after this.
const HELD_MS: i64 = 5 * MINUTE_MS;
/// Minutes to wait after the first failure, the second, and so on; after the last one a mail is given up.
const WAIT_MINUTES: [i64; 4] = [1, 5, 30, 120];
/// Longest error kept beside a mail, in characters.
const MOST_ERROR: usize = 500;

const MINUTE_MS: i64 = 60_000;

/// What became of the mail that was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailRound {
    /// Handed to the mail server.
    pub n_sent: usize,
    /// Written to the outbox folder.
    pub n_filed: usize,
    /// To be tried again.
    pub n_waiting: usize,
    /// Given up.
    pub n_failed: usize,
}

#[derive(Default)]
struct Counts {
    taken: AtomicUsize,
    sent: AtomicUsize,
    filed: AtomicUsize,
    waiting: AtomicUsize,
    failed: AtomicUsize,
}

/// When a mail that failed so many times is tried again; `None` when it is given up.
fn wait_ms(attempts: u32, error: &CarryError) -> Option<i64> {
    if error.is_final() {
        return None;
    }
    let i = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    match WAIT_MINUTES.get(i) {
        Some(minutes) => Some(minutes * MINUTE_MS),
        None if error.is_ours() => Some(WAIT_MINUTES[3] * MINUTE_MS),
        None => None,
    }
}

impl App {
    /// Where mail stays when there is no mail server.
    pub fn outbox_folder(&self) -> PathBuf {
        self.config.server.data_dir.join("outbox")
    }

    /// Sends the mail that is due, a few at a time, and at most a round of it.
    pub async fn send_due_mail(&self) -> Result<MailRound, AppError> {
        let carrier = Carrier::new(&self.config.mail, &self.outbox_folder())
            .map_err(|e| AppError::Broken { what: chain(&e) })?;
        self.send_due_mail_by(carrier).await
    }

    /// As [`App::send_due_mail`], by a carrier of the caller's.
    pub async fn send_due_mail_by(&self, carrier: Carrier) -> Result<MailRound, AppError> {
        let counts = Arc::new(Counts::default());
        let mut senders = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (app, carrier, counts) = (self.clone(), carrier.clone(), Arc::clone(&counts));
            senders.spawn(async move { app.send_while_due(&carrier, &counts).await });
        }
        let mut first_error = None;
        while let Some(ended) = senders.join_next().await {
            let ended = ended.unwrap_or_else(|e| Err(AppError::Broken { what: e.to_string() }));
            first_error = first_error.or(ended.err());
        }
        if let Some(error) = first_error {
            return Err(error);
        }
        let n = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let round = MailRound {
            n_sent: n(&counts.sent),
            n_filed: n(&counts.filed),
            n_waiting: n(&counts.waiting),
            n_failed: n(&counts.failed),
        };
        if round != MailRound::default() {
            let MailRound { n_sent, n_filed, n_waiting, n_failed } = round;
            tracing::info!(n_sent, n_filed, n_waiting, n_failed, "Mail went out");
        }
        Ok(round)
    }

    async fn send_while_due(&self, carrier: &Carrier, counts: &Counts) -> Result<(), AppError> {
        while counts.taken.fetch_add(1, Ordering::Relaxed) < MOST_A_ROUND {
            let Some(mail) = self.take_mail().await? else { return Ok(()) };
            let count = match carrier.carry(&mail).await {
                Ok(carried) => {
                    self.note_carried(&mail, carried).await?;
                    if carried == Carried::Sent { &counts.sent } else { &counts.filed }
                }
                Err(error) => {
                    let retries = self.note_failed(&mail, &error).await?;
                    if retries { &counts.waiting } else { &counts.failed }
                }
            };
            count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn take_mail(&self) -> Result<Option<Mail>, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let mail = write.take_due_mail(now_ms, now_ms + HELD_MS).await?;
        if mail.is_some() {
            write.commit().await?;
        }
        Ok(mail)
    }

    async fn note_carried(&self, mail: &Mail, carried: Carried) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        match carried {
            Carried::Sent => write.mail_sent(mail.new.id, self.now_ms()).await?,
            Carried::Filed => write.mail_in_outbox(mail.new.id).await?,
        }
        Ok(write.commit().await?)
    }

    /// Notes why a mail did not leave. Says whether it is tried again.
    async fn note_failed(&self, mail: &Mail, error: &CarryError) -> Result<bool, AppError> {
        let again_ms = wait_ms(mail.attempts, error).map(|wait_ms| self.now_ms() + wait_ms);
        let said: String = chain(error).chars().take(MOST_ERROR).collect();
        let mut write = self.store.write().await?;
        write.mail_failed(mail.new.id, &said, again_ms).await?;
        write.commit().await?;
        // What a mail server says can hold an address, so it is kept beside the mail and not logged.
        let (id, kind, attempts) = (mail.new.id, mail.new.kind.as_str(), mail.attempts);
        match again_ms {
            Some(_) => {
                tracing::warn!(mail.id = %id, mail.kind = kind, attempts, "A mail did not leave and is tried again")
            }
            None => tracing::error!(mail.id = %id, mail.kind = kind, attempts, "A mail was given up"),
        }
        Ok(again_ms.is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn waits_are_1_5_30_and_120_minutes_and_then_none() {
        let slow = CarryError::Slow { within: Duration::from_secs(60) };
        let waits: Vec<Option<i64>> = (1..=6).map(|n| wait_ms(n, &slow).map(|ms| ms / MINUTE_MS)).collect();
        assert_eq!(waits, [Some(1), Some(5), Some(30), Some(120), None, None]);
    }

    #[test]
    fn a_full_disk_is_waited_for_as_long_as_it_takes() {
        let full =
            CarryError::Folder { folder: "outbox".into(), source: std::io::ErrorKind::StorageFull.into() };
        assert_eq!(wait_ms(400, &full), Some(120 * MINUTE_MS));
    }
}
