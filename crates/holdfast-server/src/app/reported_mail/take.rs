//! Takes a report in: the mail is read, judged against what is known, and kept as what was read from it.

use holdfast_core::decide::suspicious_mail::{Judged, judge, keys, sighting};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{EmailAddress, HospitalScope, LearnerId, MailDomain, MailReportId};
use holdfast_mail::Came;
use holdfast_store::{KeptMailReport, MailPool, NewMailReport, Registrations, ReportCame};
use serde_json::json;

use super::read::read_mail;
use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError, FileKind, SentFile};
use crate::entropy::{Token, TokenHash, id_bytes, token};

/// A mail somebody reports.
#[derive(Clone, Copy, Debug)]
pub struct SentMail;

impl FileKind for SentMail {
    const MOST_BYTES: usize = holdfast_mail::bounds::MAX_BYTES;
    const WHEN_LARGER: &'static str = "Save the mail without its largest file and send that.";
}

/// Who reports a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailReporter {
    /// In the log.
    pub actor: String,
    /// Where to send the answer; `None` for somebody who looks by link.
    pub address: Option<EmailAddress>,
}

impl MailReporter {
    /// Somebody who is signed in. They read the answer by the link they are shown.
    pub fn signed_in(by: &Speaker) -> Self {
        Self { actor: actor(by.account), address: None }
    }

    /// A learner, by their own link; the answer goes to the address the hospital has of them.
    pub fn learner(id: LearnerId, address: Option<EmailAddress>) -> Self {
        Self { actor: format!("learner:{id}"), address }
    }
}

/// A report that was taken in.
#[derive(Clone, Debug)]
pub struct TakenMail {
    /// The report.
    pub report: KeptMailReport,
    /// What is said of the mail now.
    pub judged: Judged,
    /// Opens the reporter's own page; `None` when the same file was reported before, by whoever has that link.
    pub token: Option<Token>,
}

impl App {
    /// Takes a mail that somebody reports, or says what is wrong with the file.
    pub async fn report_mail(
        &self,
        scope: HospitalScope,
        by: &MailReporter,
        file: SentFile,
    ) -> Result<Result<TakenMail, String>, AppError> {
        let bytes = file.bytes.clone();
        let looked =
            tokio::task::spawn_blocking(move || (sha256_hex(&bytes), read_mail(&bytes, Came::Uploaded)));
        let (digest, mail) =
            looked.await.map_err(|e| AppError::Broken { what: format!("reading a mail stopped: {e}") })?;
        let mail = match mail {
            Ok(mail) => mail,
            Err(unfit) => return Ok(Err(unfit)),
        };
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        let own = self.own_mail_domains(&mut write, scope).await?;
        let seen = sighting(&mail, &own, now);
        let (keys, secret) = (keys(&seen), token(&*self.entropy));
        let hash: TokenHash = secret.hash();
        let new = NewMailReport {
            id: MailReportId::from_random(id_bytes(&*self.entropy)),
            came: ReportCame::Upload,
            digest: &digest,
            mail: &mail,
            sighting: &seen,
            keys: &keys,
            reporter: by.address.as_ref(),
            link_hash: hash.as_str(),
        };
        let (report, is_new) = write.report_mail(scope, &new, now).await?;
        let judged = judge(&mail, &own, write.mail_pool(scope, &keys).await?);
        if is_new {
            let detail = json!({ "report": report.number });
            write.add_audit(&by.actor, "mail.report", &subject(scope), &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        Ok(Ok(TakenMail { report, judged, token: is_new.then_some(secret) }))
    }

    /// The domains a hospital's own mail comes from: the one of its web site, and the one it named. Public mail services are none.
    pub(super) async fn own_mail_domains<R: Registrations + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Vec<MailDomain>, AppError> {
        let directory = self.directory();
        let listed = directory.hospitals.known(scope.ccn());
        let on_file = listed.and_then(|listed| listed.location.as_ref()?.web_domain.clone());
        let registrations = read.registrations(scope).await?;
        let named = registrations.iter().filter_map(|r| r.answers.mail_domain.as_ref()?.value().cloned());
        let mut own: Vec<MailDomain> =
            on_file.into_iter().chain(named).filter(|d| !d.is_public_mail()).collect();
        own.sort();
        own.dedup();
        Ok(own)
    }
}
