//! A mail that came into a mailbox: whose it is by what is known here, and taken in as that hospital's.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfast_core::decide::suspicious_mail::{
    Mailbox, MailedIn, NotTaken, SaidOfSender, SentBy, Whose, carries, codes, proof, whose,
};
use holdfast_core::model::{EmailAddress, HospitalScope};
use holdfast_mail::{Came, Envelope, Written, envelope};
use holdfast_store::{Mailboxes, ReportCame};
use lettre::message::Mailbox as Sender;

use super::read::said_of_sender;
use super::take::MailReporter;
use crate::app::{App, AppError, SentFile};
use crate::config::MailboxConfig;

impl App {
    /// Takes a mail of a mailbox in, or says why it stays there.
    pub(super) async fn take_mailed(
        &self,
        mailbox: &MailboxConfig,
        bytes: Arc<[u8]>,
    ) -> Result<Result<(), NotTaken>, AppError> {
        let mailed = self.mailed_in(mailbox, envelope(&bytes)).await?;
        let (ccn, reporter) = match whose(&mailed) {
            Whose::Of { ccn, reporter } => (ccn, reporter),
            Whose::Not(why) => return Ok(Err(why)),
        };
        // The setting, the code or the proven sender says that it is this hospital's.
        let scope = HospitalScope::checked(ccn);
        let own = self.own_mail_domains(&mut self.store.read().await?, scope).await?;
        let how = if carries(&mailed, ccn, &own) { Came::MailedIn } else { Came::Uploaded };
        let came = match mailed.mailbox {
            Mailbox::OfHospital(_) => ReportCame::Mailbox,
            Mailbox::OfProgram => ReportCame::Mail,
        };
        let file = SentFile { name: "mail.eml".to_owned(), bytes };
        let taken = self.take_reported(scope, &MailReporter::mailed(reporter), file, (came, how)).await?;
        Ok(taken.map(drop).map_err(|_| NotTaken::Unreadable))
    }

    async fn mailed_in(&self, mailbox: &MailboxConfig, head: Envelope) -> Result<MailedIn, AppError> {
        let from = head.from.and_then(|from| EmailAddress::parse(&from).ok());
        let said: Vec<SaidOfSender> = head.authentication.into_iter().map(said_of_sender).collect();
        let went_to: Vec<EmailAddress> =
            head.to.iter().filter_map(|to| EmailAddress::parse(to).ok()).collect();
        let mut read = self.store.read().await?;
        let known_at = match &from {
            Some(from) => read.hospitals_of_address(from).await?,
            None => BTreeSet::new(),
        };
        let mut coded = Vec::new();
        if let Some(program) = mailbox.address() {
            for code in codes(&went_to, &program) {
                coded.push(read.hospital_of_mail_code(&code).await?);
            }
        }
        let is_us = from.as_ref().is_some_and(|from| self.is_our_address(from));
        Ok(MailedIn {
            mailbox: mailbox.hospital().map_or(Mailbox::OfProgram, Mailbox::OfHospital),
            sent_by: match head.written {
                _ if is_us => SentBy::Us,
                Written::ByPerson => SentBy::Person,
                Written::ToMany => SentBy::Many,
                Written::InAnswer => SentBy::Answering,
            },
            from,
            proof: proof(&said, mailbox.receiving_server.as_deref()),
            coded,
            known_at,
        })
    }

    /// Whether an address is the one our letters come from, or the one reports go to.
    fn is_our_address(&self, address: &EmailAddress) -> bool {
        let sender = self.config.mail.from.parse::<Sender>().ok();
        let sender = sender.and_then(|sender| EmailAddress::parse(sender.email.as_ref()).ok());
        let program = self.config.reported_mail.address();
        [sender, program].iter().flatten().any(|ours| ours == address)
    }
}
