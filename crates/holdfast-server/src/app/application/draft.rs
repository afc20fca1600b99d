//! An application in its holder's hands: started for a program that takes them, found by the token in its cookie.

use std::collections::BTreeMap;

use holdfast_core::catalog::{ApplicationForm, Program};
use holdfast_core::decide::application::{intake, prefill};
use holdfast_core::model::{Application, ApplicationId, ApplicationState};
use holdfast_store::{Applications, Link, StoreError, Tokens, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::APPLICATION;
use crate::app::registration::{body, parse_body};
use crate::app::{App, AppError};
use crate::auth::Actor;
use crate::entropy::{self, Token, TokenHash};

/// An application as its holder finds it, with the program and the form it answers.
#[derive(Clone, Debug)]
pub struct Applying<'a> {
    /// What is kept.
    pub application: Application,
    /// The program.
    pub program: &'a Program,
    /// Its form.
    pub form: &'a ApplicationForm,
}

impl Applying<'_> {
    /// Whether answers can be changed: before sending, and while a reviewer waits for an answer.
    pub fn is_open(&self) -> bool {
        match self.application.state {
            ApplicationState::Draft | ApplicationState::AskedBack { .. } => true,
            ApplicationState::Submitted { .. }
            | ApplicationState::Approved { .. }
            | ApplicationState::Refused { .. } => false,
        }
    }
}

/// An application just started.
#[derive(Debug)]
pub struct StartedApplication {
    /// What is kept.
    pub application: Application,
    /// The token for its cookie.
    pub token: Token,
}

/// Why no application can be started.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The program takes none today.
    #[error("{why}")]
    Closed {
        /// Until when, or since when, as a sentence.
        why: String,
    },
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for ApplyError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

/// What the digest in an application's cookie, or a link back to it, leads to.
#[derive(Serialize, Deserialize)]
pub(super) struct LinkBody {
    pub(super) application: ApplicationId,
}

impl App {
    /// The programs one applies to with a form.
    pub fn programs_by_form(&self) -> impl Iterator<Item = &Program> {
        self.catalog.programs.iter().filter(|p| p.form.is_some())
    }

    /// A program one applies to with a form, and the form.
    pub fn program_by_form(&self, id: &str) -> Result<(&Program, &ApplicationForm), AppError> {
        let Some(program) = self.catalog.program(id) else {
            return Err(AppError::not_found("There is no such program."));
        };
        let none = || {
            AppError::not_found(format!(
                "{} takes no applications here. Hospitals register for it by their certification number.",
                program.name
            ))
        };
        Ok((program, program.form.as_ref().ok_or_else(none)?))
    }

    /// Starts an application. `held`: the token of one the visitor already holds; when it is for the same program and
    /// not sent, that one goes on and nothing new is kept.
    pub async fn start_application(
        &self,
        program: &str,
        held: Option<&TokenHash>,
    ) -> Result<Option<StartedApplication>, ApplyError> {
        let (program, _) = self.program_by_form(program)?;
        if let Some(held) = held
            && let Some(applying) = self.application(held).await?
            && applying.program.id == program.id
            && applying.application.state == ApplicationState::Draft
        {
            return Ok(None);
        }
        if let Some(why) = intake(program, self.today()).why_not() {
            return Err(ApplyError::Closed { why });
        }
        let application = Application {
            id: ApplicationId::from_random(entropy::id_bytes(&*self.entropy)),
            reference: entropy::reference(&*self.entropy),
            program: program.id.clone(),
            version: 1,
            state: ApplicationState::Draft,
            answers: BTreeMap::new(),
            email: None,
        };
        let mut write = self.store.write().await?;
        write.add_application(&application, self.now_ms()).await?;
        let token = self.hand_out_application(&mut write, application.id).await?;
        self.audit_application(&mut write, "start-application", &application).await?;
        write.commit().await?;
        Ok(Some(StartedApplication { application, token }))
    }

    /// Suggested answers for whoever is signed in, and the hospital they work at when it is one.
    pub fn suggested_answers(&self, form: &ApplicationForm, actor: &Actor) -> BTreeMap<String, String> {
        let directory = self.directory();
        let hospital = match actor.hospitals().as_slice() {
            [one] => directory.hospitals.get(*one),
            _ => None,
        };
        prefill(form, (&actor.name, &actor.email), hospital, &directory.hospitals)
    }

    /// A new token for an application, to be set as a cookie.
    pub(super) async fn hand_out_application(
        &self,
        write: &mut Write,
        application: ApplicationId,
    ) -> Result<Token, AppError> {
        let token = entropy::token(&*self.entropy);
        let body = body(&LinkBody { application })?;
        let now_ms = self.now_ms();
        write.add_link(token.hash().as_str(), APPLICATION, &body, now_ms, now_ms + self.resume_ms()).await?;
        Ok(token)
    }

    /// The application behind a cookie, sent or not; `None` when the token ran out or never was.
    pub async fn application(&self, token: &TokenHash) -> Result<Option<Applying<'_>>, AppError> {
        let mut read = self.store.read().await?;
        let link = read.link(token.as_str(), APPLICATION, self.now_ms()).await?;
        self.behind(&mut read, link).await
    }

    /// As [`App::application`], inside a write.
    pub(super) async fn application_in(
        &self,
        write: &mut Write,
        token: &TokenHash,
    ) -> Result<Option<Applying<'_>>, AppError> {
        let link = write.link(token.as_str(), APPLICATION, self.now_ms()).await?;
        self.behind(write, link).await
    }

    async fn behind<R: Applications + Send>(
        &self,
        from: &mut R,
        link: Link,
    ) -> Result<Option<Applying<'_>>, AppError> {
        let Link::Good(kept) = link else { return Ok(None) };
        let LinkBody { application } = parse_body(kept)?;
        let Some(application) = from.application(application).await? else { return Ok(None) };
        let gone = |_| {
            AppError::not_found(format!(
                "The program of application {} is not run here any more. Nothing you entered is lost; ask us about it.",
                application.reference
            ))
        };
        let (program, form) = self.program_by_form(application.program.as_str()).map_err(gone)?;
        Ok(Some(Applying { application, program, form }))
    }

    /// An audit entry about an application by whoever holds it.
    pub(super) async fn audit_application(
        &self,
        write: &mut Write,
        action: &str,
        application: &Application,
    ) -> Result<(), AppError> {
        let subject = format!("application:{}", application.id);
        let detail = json!({
            "program": application.program,
            "state": application.state.key(),
            "version": application.version,
        });
        write.add_audit("applicant", action, &subject, &detail, self.now_ms()).await?;
        Ok(())
    }
}
