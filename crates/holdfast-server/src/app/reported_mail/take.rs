//! Takes a report in: the mail is read, judged against what is known, and kept as what was read from it.

use holdfast_core::decide::suspicious_mail::{Judged, keys, sighting};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{EmailAddress, HospitalScope, LearnerId, MailDomain, MailReportId};
use holdfast_mail::Came;
use holdfast_store::{KeptMailReport, NewMailReport, Registrations, ReportCame, TakenReport};
use serde_json::json;

use super::look::{MailOnList, look};
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

    /// Somebody who mailed it in; `None` where nobody is to be answered.
    pub(super) fn mailed(address: Option<EmailAddress>) -> Self {
        // Addresses stay out of the log; the digest tells one person from another.
        let actor =
            address.as_ref().map(|to| format!("mailbox:{}", &sha256_hex(to.as_str().as_bytes())[..16]));
        Self { actor: actor.unwrap_or_else(|| "mailbox".to_owned()), address }
    }
}

/// A report that was taken in.
#[derive(Clone, Debug)]
pub struct TakenMail {
    /// The report.
    pub report: KeptMailReport,
    /// What is said of the mail now.
    pub judged: Judged,
    /// Opens the reporter's own page; `None` when the same person reported the same file before, and has that link.
    pub token: Option<Token>,
    /// Whether somebody reported the same file before.
    pub is_again: bool,
}

impl App {
    /// Takes a mail that somebody reports, or says what is wrong with the file.
    pub async fn report_mail(
        &self,
        scope: HospitalScope,
        by: &MailReporter,
        file: SentFile,
    ) -> Result<Result<TakenMail, String>, AppError> {
        self.take_reported(scope, by, file, (ReportCame::Upload, Came::Uploaded)).await
    }

    /// As [`App::report_mail`], by any way. `how`: whether the file is the mail, or carries it. Whoever mailed it in and has an address is
    /// thanked by a letter, since no page was shown to them.
    pub(super) async fn take_reported(
        &self,
        scope: HospitalScope,
        by: &MailReporter,
        file: SentFile,
        (came, how): (ReportCame, Came),
    ) -> Result<Result<TakenMail, String>, AppError> {
        let own = {
            let mut read = self.store.read().await?;
            self.own_mail_domains(&mut read, scope).await?
        };
        let (digest, mail) = self.mail_reader.read(file.bytes, how, own.clone()).await?;
        let mail = match mail {
            Ok(mail) => mail,
            Err(unfit) => return Ok(Err(unfit)),
        };
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        let seen = sighting(&mail, &own, now);
        let (keys, secret) = (keys(&seen), token(&*self.entropy));
        let hash: TokenHash = secret.hash();
        let new = NewMailReport {
            id: MailReportId::from_random(id_bytes(&*self.entropy)),
            came,
            digest: &digest,
            mail: &mail,
            sighting: &seen,
            keys: &keys,
            who: &by.actor,
            reporter: by.address.as_ref(),
            link_hash: hash.as_str(),
        };
        let TakenReport { report, is_new, is_new_reporter } = write.report_mail(scope, &new, now).await?;
        // What was read of an old one may be forgotten; it was read anew just now.
        let report = KeptMailReport { mail: Some(mail), ..report };
        let (MailOnList { report, judged }, _) = look(&mut write, scope, &own, report).await?;
        let judged = judged.unwrap_or_default();
        // Whoever reports what another reported before waits for the answer, too.
        if is_new_reporter {
            let detail = json!({ "report": report.number });
            write.add_audit(&by.actor, "mail.report", &subject(scope), &detail, self.now_ms()).await?;
            let said = report.answer.as_ref().map(|answer| answer.said);
            if let Some(to) = by.address.as_ref().filter(|_| came != ReportCame::Upload) {
                self.post(&mut write, to, &self.thanks(&judged, said, &secret)).await?;
            }
            write.commit().await?;
        }
        Ok(Ok(TakenMail { report, judged, token: is_new_reporter.then_some(secret), is_again: !is_new }))
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
