//! Letters into the outbox, in the same write as what they are about. Sending is a job's work.

use holdfast_core::model::EmailAddress;
use holdfast_store::{NewMail, StoreError, Write};
use serde_json::json;

use super::App;
use crate::entropy::id_bytes;
use crate::jobs::JobKind;
use crate::mail::{Letter, Note};

impl App {
    /// Queues a letter. It is kept, or not, together with the rest of the write.
    pub async fn post(
        &self,
        write: &mut Write,
        to: &EmailAddress,
        letter: &dyn Letter,
    ) -> Result<(), StoreError> {
        let (text, html) = match (letter.text(), letter.html()) {
            (Ok(text), Ok(html)) => (text, html),
            (Err(e), _) | (_, Err(e)) => {
                tracing::error!(mail.kind = letter.kind(), error = %e, "A letter could not be written");
                return Ok(());
            }
        };
        let id = holdfast_core::model::MailId::from_random(id_bytes(&*self.entropy));
        let mail = NewMail {
            id,
            to: to.clone(),
            subject: letter.subject(),
            kind: letter.kind().to_owned(),
            text,
            html,
        };
        let now_ms = self.now_ms();
        write.add_mail(&mail, true, now_ms).await?;
        let send = JobKind::SendMail.key();
        if write.add_job(send, &json!({}), now_ms, Some(send)).await?.is_none() {
            // It may be waiting to try an earlier mail again.
            write.hasten_job(send, now_ms).await?;
        }
        Ok(())
    }

    /// A plain note signed by this program.
    pub fn note(&self, kind: &'static str, subject: impl Into<String>, paragraphs: Vec<String>) -> Note {
        let program = &self.config.program;
        Note {
            kind,
            subject: subject.into(),
            program_name: program.name.clone(),
            help_phone: program.phone().map(str::to_owned),
            paragraphs,
            link: None,
            small_print: None,
        }
    }
}
