//! A person's answer to a reporter: kept once, told by mail where there is an address.

use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{Judged, PersonSaid, tell};
use holdfast_core::model::{HospitalScope, MailReportId, sentence};
use holdfast_store::{KeptMailReport, MailReports, Saved};
use serde_json::json;

use super::look::no_report;
use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};
use crate::entropy::Token;
use crate::mail::Note;

/// Longest note to a reporter, in characters.
pub const MOST_NOTE_CHARS: usize = 500;

/// Why an answer was not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// Longer than a reporter reads.
    #[error("the note is longer than {MOST_NOTE_CHARS} characters; shorten it")]
    TooLong,
    /// Somebody answered before.
    #[error("{by} answered this report before you; the reporter has that answer")]
    Answered {
        /// Who.
        by: String,
    },
}

impl App {
    /// Answers a report. The first answer stands, and everybody who reported the mail is told.
    pub async fn answer_reported_mail(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        id: MailReportId,
        said: PersonSaid,
        note: &str,
    ) -> Result<Result<KeptMailReport, AnswerFault>, AppError> {
        let note: String = note.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
        if note.chars().count() > MOST_NOTE_CHARS {
            return Ok(Err(AnswerFault::TooLong));
        }
        let mut write = self.store.write().await?;
        let who = (by.shown.as_str(), by.account);
        let report = match write.answer_mail_report(scope, id, (said, &note), who, self.clock.now()).await? {
            Saved::Kept(report) => report,
            Saved::Conflict(report) => {
                let by = report.answer.map_or_else(|| "Somebody".to_owned(), |answer| answer.by);
                return Ok(Err(AnswerFault::Answered { by }));
            }
            Saved::Unknown => return Err(no_report()),
        };
        let letter = self.note("mail-report-answer", "About the mail you reported", letter(said, &note));
        for reporter in write.mail_reporters(scope, id).await? {
            self.post(&mut write, &reporter, &letter).await?;
        }
        let detail = json!({ "report": report.number, "said": said.key() });
        write.add_audit(&actor(by.account), "mail.answer", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(Ok(report))
    }
}

impl App {
    /// Thanks to whoever mailed a report in, with what is said of it now and the link of their own page. `said`: what a person found, when
    /// somebody reported it before and was answered.
    pub(super) fn thanks(&self, judged: &Judged, said: Option<PersonSaid>, link: &Token) -> Note {
        let mut letter =
            self.note("mail-report-taken", "We have the mail you reported", said_now(judged, said));
        letter.link =
            Some(("See how it stands".to_owned(), self.link(&format!("/reported/{}", link.reveal()))));
        letter
    }
}

/// The paragraphs of the letter, in both languages. Nothing of the mail stands in it: it would carry the lure on.
fn letter(said: PersonSaid, note: &str) -> Vec<String> {
    let mut paragraphs = said_now(&Judged::default(), Some(said));
    if !note.is_empty() {
        paragraphs.insert(1, sentence(note));
    }
    paragraphs
}

/// What is said of a mail, and what to do now, in both languages.
fn said_now(judged: &Judged, said: Option<PersonSaid>) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for language in [Language::English, Language::Spanish] {
        let told = tell(judged, said, language);
        paragraphs.push(told.first);
        paragraphs.extend((!told.now.is_empty()).then(|| told.now.join(" ")));
    }
    paragraphs
}
