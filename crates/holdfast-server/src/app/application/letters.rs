//! Letters about an application: the way back, the confirmation, what a reviewer asked or decided.
//!
//! Each has a link that works once. The way back names nobody; the others name the reference alone.

use holdfast_core::Date;
use holdfast_core::decide::application::contact;
use holdfast_core::model::{Application, ApplicationState, EmailAddress, day_in_words};
use holdfast_store::Write;

use super::Applying;
use crate::app::{App, AppError};
use crate::mail::Note;

impl App {
    /// Where letters about an application go: to the contact it names, else to where its way back goes.
    pub(super) fn application_mailbox(&self, application: &Application) -> Option<EmailAddress> {
        let form = self.catalog.program(application.program.as_str()).and_then(|p| p.form.as_ref());
        form.and_then(|form| contact(form, &application.answers)).or_else(|| application.email.clone())
    }

    /// A link back to an application, by mail.
    pub(super) async fn post_application_link(
        &self,
        write: &mut Write,
        application: &Application,
        to: &EmailAddress,
    ) -> Result<(), AppError> {
        let letter = self.note(
            "application-link",
            "Your way back to your application",
            vec!["Here is the way back to the application you saved. It works on any computer.".to_owned()],
        );
        let letter = self.with_way_back(write, application, letter, "Go on with the application").await?;
        Ok(self.post(write, to, &letter).await?)
    }

    /// The confirmation that an application was sent. `by`: the day by which the program means to decide.
    pub(super) async fn post_application_sent(
        &self,
        write: &mut Write,
        applying: &Applying<'_>,
        by: Date,
    ) -> Result<(), AppError> {
        let Some(to) = self.application_mailbox(&applying.application) else { return Ok(()) };
        let paragraphs = vec![
            format!(
                "Application {} to {} was sent. Write down this reference.",
                applying.application.reference, applying.program.name
            ),
            "Two reviewers read it: the first recommends, a second one decides. If they have a question, we write to this address.".to_owned(),
            format!("We mean to decide by {}. You get a mail either way.", day_in_words(by)),
        ];
        let letter = self.note("application-sent", "Your application was sent", paragraphs);
        let letter = self.with_way_back(write, &applying.application, letter, "See where it stands").await?;
        Ok(self.post(write, &to, &letter).await?)
    }

    /// What a reviewer decided or asked, with the words the applicant reads.
    pub(in crate::app) async fn post_about_application(
        &self,
        write: &mut Write,
        application: &Application,
    ) -> Result<(), AppError> {
        let Some(to) = self.application_mailbox(application) else { return Ok(()) };
        let number = &application.reference;
        let (kind, subject, says, words, link) = match &application.state {
            ApplicationState::Approved { reason, .. } => (
                "application-approved",
                "Your application was approved",
                format!("Application {number} was approved."),
                format!("The reason: {reason}"),
                "See your application",
            ),
            ApplicationState::Refused { reason, .. } => (
                "application-refused",
                "Your application was not approved",
                format!("Application {number} was not approved."),
                format!("The reason: {reason}"),
                "See your application",
            ),
            ApplicationState::AskedBack { question, .. } => (
                "application-question",
                "A question about your application",
                format!("A reviewer has a question about application {number}."),
                format!("The question: {question}"),
                "Answer the question",
            ),
            ApplicationState::Draft | ApplicationState::Submitted { .. } => return Ok(()),
        };
        let letter = self.note(kind, subject, vec![says, words]);
        let letter = self.with_way_back(write, application, letter, link).await?;
        Ok(self.post(write, &to, &letter).await?)
    }

    async fn with_way_back(
        &self,
        write: &mut Write,
        application: &Application,
        letter: Note,
        label: &str,
    ) -> Result<Note, AppError> {
        let address = self.application_address(write, application).await?;
        let days = self.config.sign_in.resume_days;
        let small_print = format!(
            "The link works once, for {days} days. Whoever has it can read the application, and change it while it is open, \
             so do not pass it on. If you did not ask for it, you need not do anything."
        );
        Ok(Note { link: Some((label.to_owned(), address)), small_print: Some(small_print), ..letter })
    }
}
