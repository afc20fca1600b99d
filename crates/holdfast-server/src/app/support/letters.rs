//! Letters about a request. To an address nobody has proven, none repeats what was typed: the form is no way to make the
//! program write a stranger's words to a stranger.

use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{CareAffected, Role, SupportRequest};
use holdfast_store::{Accounts, Write};
use serde_json::json;

use super::{LINK, LINK_MS};
use crate::app::{App, AppError};
use crate::entropy::{Token, token};
use crate::mail::Note;

impl App {
    /// A new link that opens the request.
    async fn support_link(&self, write: &mut Write, request: &SupportRequest) -> Result<Token, AppError> {
        let token = token(&*self.entropy);
        let (now_ms, body) = (self.now_ms(), json!({ "support": request.id }));
        write.add_link(token.hash().as_str(), LINK, &body, now_ms, now_ms + LINK_MS).await?;
        Ok(token)
    }

    pub(super) async fn post_received(
        &self,
        write: &mut Write,
        request: &SupportRequest,
    ) -> Result<(), AppError> {
        let token = self.support_link(write, request).await?;
        let number = &request.reference;
        let mut paragraphs = vec![format!("We have your request for help. Its number is {number}.")];
        if request.care_affected == CareAffected::Now {
            paragraphs.push(match self.config.program.phone() {
                Some(phone) => format!("You said that patient care is affected now. If you have not done so yet, call {phone}. Do not wait for a written answer."),
                None => "You said that patient care is affected now. The program office was told at once. If someone's life is in danger, call 911.".to_owned(),
            });
        }
        paragraphs.push("You can read answers and add to the request with the link below.".to_owned());
        let note = self.note("help-received", format!("We have your request {number}"), paragraphs);
        let note = with_link(note, "Open the request", self.link(&path(&token)));
        Ok(self.post(write, &request.email, &note).await?)
    }

    /// Writes to everyone of the program office, now.
    pub(super) async fn tell_office(
        &self,
        write: &mut Write,
        request: &SupportRequest,
    ) -> Result<(), AppError> {
        let directory = self.directory();
        let hospital = request.ccn.and_then(|ccn| directory.hospitals.known(ccn)).map(|listed| {
            let row = &listed.hospital;
            let name = display_case(&row.name);
            let said = if request.ccn_proven { "Hospital" } else { "Hospital named in the form, not proven" };
            format!(
                "{said}: {name}, {}, {}. Its number on file is {}.",
                display_case(&row.city),
                row.state.as_str(),
                row.phone
            )
        });
        let mut paragraphs =
            vec![format!("Someone says that patient care is affected now. Request {}.", request.reference)];
        paragraphs.extend(hospital);
        paragraphs.push("Call back only on the number on file. Nothing is reset from a request.".to_owned());
        let subject = format!("Patient care is affected: {}", request.reference);
        let mut note = self.note("care-affected-now", subject, paragraphs);
        note.link =
            Some(("Open the request".to_owned(), self.link(&format!("/office/support/{}", request.id))));
        let mut to: Vec<_> = write
            .program_people()
            .await?
            .into_iter()
            .filter(|p| p.grant.role == Role::ProgramOffice && p.account.disabled_at_ms.is_none())
            .map(|p| p.account.email)
            .collect();
        to.sort();
        to.dedup();
        for address in &to {
            self.post(write, address, &note).await?;
        }
        Ok(())
    }

    /// The answer itself goes by mail: support wrote it, to the address that asked.
    pub(super) async fn post_answer(
        &self,
        write: &mut Write,
        request: &SupportRequest,
        text: &str,
        closes: bool,
    ) -> Result<(), AppError> {
        let number = &request.reference;
        let token = self.support_link(write, request).await?;
        let mut paragraphs = vec![format!("This is our answer to your request {number}.")];
        paragraphs.extend(text.split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()));
        if closes {
            paragraphs.push(
                "We think this settles it. If it does not, answer with the link below and we look again."
                    .to_owned(),
            );
        }
        let note = self.note("help-answer", format!("An answer to your request {number}"), paragraphs);
        let note = with_link(note, "Answer us", self.link(&path(&token)));
        Ok(self.post(write, &request.email, &note).await?)
    }
}

fn path(token: &Token) -> String {
    format!("/help/r/{}", token.reveal())
}

fn with_link(mut note: Note, words: &str, address: String) -> Note {
    note.link = Some((words.to_owned(), address));
    note.small_print = Some(
        "Whoever has this link can read the request and add to it, so do not pass it on. We never ask for a password or a \
         code. If you did not ask for help, you need not do anything."
            .to_owned(),
    );
    note
}
