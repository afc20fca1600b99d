//! The address to which a hospital's staff send on what they got: the program's own, with a code in it that is that hospital's alone.

use holdfast_core::decide::suspicious_mail::{N_CODE, code_from_random, coded_address};
use holdfast_core::model::{EmailAddress, HospitalScope};
use holdfast_store::Mailboxes;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// Where a hospital's staff can send mail they found odd.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportAddress {
    /// Whether the program has an address at all.
    pub is_offered: bool,
    /// The hospital's own address of the program; `None` until somebody asks for one.
    pub own: Option<EmailAddress>,
    /// Whether the hospital's own mailbox is read.
    pub reads_own_mailbox: bool,
}

impl App {
    /// Where a hospital's staff can send mail they found odd.
    pub async fn report_address(&self, scope: HospitalScope) -> Result<ReportAddress, AppError> {
        let config = &self.config.reported_mail;
        let reads_own_mailbox = config.mailbox.iter().any(|of| of.hospital() == Some(scope.ccn()));
        let Some(program) = config.address() else {
            return Ok(ReportAddress { reads_own_mailbox, ..ReportAddress::default() });
        };
        let code = self.store.read().await?.mail_code(scope).await?;
        let own = code.and_then(|code| coded_address(&program, &code));
        Ok(ReportAddress { is_offered: true, own, reads_own_mailbox })
    }

    /// Gives a hospital an address of its own, and voids the one it had: whoever left still knows that.
    pub async fn new_report_address(
        &self,
        scope: HospitalScope,
        by: &Speaker,
    ) -> Result<ReportAddress, AppError> {
        if self.config.reported_mail.address().is_none() {
            return Err(AppError::refused(
                "This program has no address for reported mail. Report on the page.",
            ));
        }
        let mut bytes = [0; N_CODE];
        self.entropy.fill(&mut bytes);
        let mut write = self.store.write().await?;
        write.give_mail_code(scope, &code_from_random(bytes), self.clock.now()).await?;
        write
            .add_audit(&actor(by.account), "mail.address", &subject(scope), &json!({}), self.now_ms())
            .await?;
        write.commit().await?;
        self.report_address(scope).await
    }
}
