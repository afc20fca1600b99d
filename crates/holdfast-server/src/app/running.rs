//! What the program office looks at to run the portal: mail, the audit log, settings, unchecked rows, free space.
//!
//! It changes nothing, but reading someone's mail leaves an entry in the audit log.

use holdfast_core::catalog::Provenance;
use holdfast_core::model::{FeedKind, MailId};
use holdfast_store::{Audit as _, AuditCheck, AuditEntry, Mail, MailState, Mails as _};
use serde_json::json;

use super::{App, AppError};
use crate::auth::Actor;
use crate::config::Encryption;

/// Mails and entries of the log shown at most.
const PAGE: u32 = 100;

/// The latest mails, and how many stand where.
pub struct Outbox {
    /// The latest first.
    pub mails: Vec<Mail>,
    /// Each state with its number of mails.
    pub counts: Vec<(MailState, u32)>,
}

/// A stretch of the audit log.
pub struct AuditTail {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// The number to ask for the stretch before this one, if there may be one.
    pub before: Option<i64>,
}

/// A setting as shown: never a secret.
pub struct Setting {
    /// Its path in the file.
    pub key: &'static str,
    /// Its value; `***` for a secret.
    pub value: String,
}

/// Room on the disk of the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes a program may still write.
    pub free: u64,
    /// Bytes in all.
    pub all: u64,
}

impl Space {
    /// Below 1 GB a busy week, or one backup, may fill the disk.
    pub fn is_low(self) -> bool {
        self.free < 1024 * 1024 * 1024
    }
}

/// A row of the catalog that nobody has checked at its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// What it is.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// Where its facts are said to come from.
    pub source: String,
}

impl App {
    /// The latest mails in a state, or in any.
    pub async fn outbox(&self, state: Option<MailState>) -> Result<Outbox, AppError> {
        let mut read = self.store.read().await?;
        let mut counts = Vec::new();
        for state in [MailState::Queued, MailState::Outbox, MailState::Sent, MailState::Failed] {
            counts.push((state, read.n_mails(state).await?));
        }
        Ok(Outbox { mails: read.mails(state, PAGE).await?, counts })
    }

    /// One mail without its text. Letters hold ways to sign in, and whoever asks here may be a program with a token.
    pub async fn mail_line(&self, id: MailId) -> Result<Mail, AppError> {
        let mail = self.store.read().await?.mail(id).await?;
        let mut mail = mail.ok_or_else(|| AppError::not_found("There is no such mail."))?;
        mail.new.text.clear();
        mail.new.html.clear();
        Ok(mail)
    }

    /// One mail. Its text is left out once it was sent: a private link in it is the reader's alone.
    pub async fn read_mail(&self, actor: &Actor, id: MailId) -> Result<Mail, AppError> {
        let mut write = self.store.write().await?;
        let missing = || AppError::not_found("There is no such mail.");
        let mut mail = write.mail(id).await?.ok_or_else(missing)?;
        if may_be_read(mail.state) {
            let subject = format!("mail:{id}");
            let who = format!("account:{}", actor.account);
            write.add_audit(&who, "mail.read", &subject, &json!({}), self.now_ms()).await?;
            write.commit().await?;
        } else {
            mail.new.text.clear();
            mail.new.html.clear();
        }
        Ok(mail)
    }

    /// The latest entries of the audit log below `before`.
    pub async fn audit_tail(&self, before: Option<i64>) -> Result<AuditTail, AppError> {
        let entries = self.store.read().await?.audit_latest(before, PAGE).await?;
        let before = entries.last().map(|e| e.seq).filter(|seq| *seq > 1);
        Ok(AuditTail { entries, before })
    }

    /// Works out every digest of the audit log again.
    pub async fn check_audit(&self) -> Result<AuditCheck, AppError> {
        Ok(self.store.read().await?.check_audit().await?)
    }

    /// Every setting as it is now.
    pub fn settings(&self) -> Vec<Setting> {
        let (server, program) = (&self.config.server, &self.config.program);
        let (mail, sign_in) = (&self.config.mail, &self.config.sign_in);
        let feeds = &self.config.feeds;
        let set = |key, value: String| Setting {
            key,
            value: if value.is_empty() { "not set".to_owned() } else { value },
        };
        let mut all = vec![
            set("server.listen", server.listen.to_string()),
            set("server.public_url", server.public_url().to_string()),
            set("server.data_dir", server.data_dir.display().to_string()),
            set("server.max_body_bytes", server.max_body_bytes.to_string()),
            set("server.trusted_proxies", server.trusted_proxies.to_string()),
            set("program.name", program.name.clone()),
            set("program.help_phone", program.help_phone.clone()),
            set("program.help_hours", program.help_hours.clone()),
            set("program.utc_offset_hours", program.utc_offset_hours.to_string()),
            set("program.min_group", program.min_group.to_string()),
            set("sign_in.idle_minutes", sign_in.idle_minutes.to_string()),
            set("sign_in.absolute_hours", sign_in.absolute_hours.to_string()),
            set("sign_in.resume_days", sign_in.resume_days.to_string()),
            set("sign_in.invite_hours", sign_in.invite_hours.to_string()),
            set("sign_in.tries_a_minute", sign_in.tries_a_minute.to_string()),
            set("mail.from", mail.from.clone()),
            set("feeds.nightly", feeds.nightly.to_string()),
            set("feeds.trusted_keys", feeds.trusted_keys.join(", ")),
            set("feeds.kev_url", feeds.address(FeedKind::Kev).to_owned()),
            set("feeds.epss_url", feeds.address(FeedKind::Epss).to_owned()),
            set("feeds.msrc_url", feeds.address(FeedKind::WindowsFixes).to_owned()),
        ];
        for mailbox in &self.config.reported_mail.mailbox {
            let whose = mailbox.hospital.as_deref().or(mailbox.address.as_deref()).unwrap_or_default();
            let every = mailbox.every_seconds;
            all.push(set(
                "reported_mail.mailbox",
                format!("{}, for {whose}, every {every} seconds", mailbox.name()),
            ));
        }
        match &mail.smtp {
            None => all
                .push(set("mail.smtp", "not set: mail stays in the outbox below the data folder".to_owned())),
            Some(smtp) => {
                let encryption = match smtp.encryption {
                    Encryption::Starttls => "starttls",
                    Encryption::Tls => "tls",
                    Encryption::None => "none",
                };
                let hidden = |is_set: bool| if is_set { "***".to_owned() } else { String::new() };
                all.push(set("mail.smtp.host", smtp.host.clone()));
                all.push(set("mail.smtp.port", smtp.port.to_string()));
                all.push(set("mail.smtp.encryption", encryption.to_owned()));
                all.push(set("mail.smtp.username", hidden(smtp.username.is_some())));
                all.push(set("mail.smtp.password", hidden(smtp.password.is_some())));
            }
        }
        all
    }

    /// Rows of the catalog that nobody has checked at their source, in its order.
    pub fn unchecked_rows(&self) -> Vec<Unchecked> {
        let mut rows = Vec::new();
        let mut look = |what, name: &str, provenance: &Provenance| {
            if provenance.verified_on.is_none() {
                rows.push(Unchecked { what, name: name.to_owned(), source: provenance.source.clone() });
            }
        };
        for program in &self.catalog.programs {
            look("Program", &program.name, &program.provenance);
            for d in &program.denominators {
                look("Number to report against", &format!("{} in {}", d.n, program.name), &d.provenance);
            }
            for d in &program.people_denominators {
                look("People to report against", &format!("{} in {}", d.n, program.name), &d.provenance);
            }
        }
        for offer in self.catalog.offers() {
            look("Offer", &offer.name, &offer.provenance);
            for price in offer.value.iter().chain(offer.year_two.iter().filter_map(|y| y.price.as_ref())) {
                look("Price", &offer.name, &price.provenance);
            }
        }
        for safeguard in &self.catalog.safeguards {
            look("Safeguard", &safeguard.name, &safeguard.provenance);
        }
        for end in &self.catalog.lifecycle {
            look("End of support", &end.product, &end.provenance);
        }
        rows
    }

    /// Room on the disk of the data folder; `None` where the system does not say.
    pub fn space(&self) -> Option<Space> {
        let told = rustix::fs::statvfs(self.store.folder()).ok()?;
        Some(Space {
            free: told.f_bavail.saturating_mul(told.f_frsize),
            all: told.f_blocks.saturating_mul(told.f_frsize),
        })
    }
}

/// A mail that waits for a server, or was sent by one, is its reader's alone. One that stays here, or could not be
/// sent, the office may read so that it can hand it over.
pub(crate) fn may_be_read(state: MailState) -> bool {
    matches!(state, MailState::Outbox | MailState::Failed)
}
