//! Does a registration come from its hospital: the reviewer called the number on file, and what follows.

use holdfast_core::decide::settle::Tie;
use holdfast_core::model::{Action, Registration, RegistrationState};
use holdfast_store::nouns::*;
use holdfast_store::{Saved, StoreError, Write};

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, AppError, Loaded};

/// How a call-back proves belonging, as the registration keeps it.
const CALLED: &str = "a reviewer called back on the number in the public directory";

impl App {
    pub(super) async fn settle_belonging_case(
        &self,
        write: &mut Write,
        loaded: Loaded,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        let gone = || AppError::not_found("The registration of this case is no longer there.");
        let mut registration = loaded.registration.clone().ok_or_else(gone)?;
        if let RegistrationState::Unproven { .. } = registration.state {
            let text = "The person gave another address and has not confirmed it yet. Decide once they have";
            return Err(SettleError::wrong("act", text));
        }
        if !registration.state.waits() {
            return Err(SettleError::SettledBefore);
        }
        checked.must_have_called()?;
        let with = write.registrations_settled_with(registration.id).await?;
        if with.iter().any(|w| checked.actor.hospitals().contains(&w.ccn)) {
            return Err(Tie::Hospital.into());
        }
        let n_with = with.len();
        let settled = self.plain(write, &loaded, checked).await?;
        match checked.act {
            Act::Approve => {
                let by = Some(checked.actor.account);
                let account = match self.settle_belonging(write, &mut registration, CALLED, by).await {
                    Ok(account) => account,
                    Err(AppError::Store(StoreError::Duplicate { .. })) => {
                        let text = "Another registration of this hospital is confirmed already. Refuse this one, and the \
                                    person can ask to join";
                        return Err(SettleError::wrong("act", text));
                    }
                    Err(e) => return Err(e.into()),
                };
                let mut references = vec![registration.reference.clone()];
                for mut one in with {
                    if self.validated(write, one.ccn).await?.is_some() {
                        self.answer_as_second(write, &mut one, by).await?;
                        continue;
                    }
                    self.settle_belonging(write, &mut one, CALLED, by).await?;
                    references.push(one.reference);
                }
                self.post_validated(write, account, &references).await?;
            }
            Act::Refuse => {
                let state = RegistrationState::Refused { on: self.today(), reason: checked.reason.clone() };
                for mut one in with {
                    one.state = state.clone();
                    self.keep_registration(write, &mut one).await?;
                }
                let registration = self.turn(write, checked, registration, state).await?;
                self.post_refusal(write, &registration, n_with, &checked.reason).await?;
            }
            Act::AskBack | Act::StateFact => {
                let state =
                    RegistrationState::AskedBack { on: self.today(), question: checked.reason.clone() };
                let registration = self.turn(write, checked, registration, state).await?;
                self.post_question(write, &registration, &checked.reason).await?;
            }
        }
        Ok(settled)
    }

    async fn turn(
        &self,
        write: &mut Write,
        checked: &Checked<'_>,
        mut registration: Registration,
        state: RegistrationState,
    ) -> Result<Registration, SettleError> {
        registration.state = state;
        let leave = checked.actor.program_scope(Action::Review, registration.ccn);
        let scope = leave.ok_or_else(|| AppError::refused("Only a reviewer can settle a case."))?;
        match write.save_registration(scope, &registration, self.now_ms()).await? {
            Saved::Kept(kept) => Ok(kept),
            Saved::Conflict(_) | Saved::Unknown => Err(SettleError::MovedOn),
        }
    }

    async fn post_refusal(
        &self,
        write: &mut Write,
        registration: &Registration,
        n_with: usize,
        reason: &str,
    ) -> Result<(), AppError> {
        let Some(contact) = &registration.answers.contact else { return Ok(()) };
        let which = match n_with {
            0 => format!("registration {}", registration.reference),
            n => format!("registration {} and {n} sent with it", registration.reference),
        };
        let letter = self.note(
            "registration-refused",
            "Your registration was not accepted",
            vec![
                format!("A reviewer looked at {which} and could not accept it."),
                format!("The reason: {reason}"),
                "If this is wrong, call us or register again: that starts a new registration.".to_owned(),
            ],
        );
        Ok(self.post(write, &contact.email, &letter).await?)
    }

    async fn post_question(
        &self,
        write: &mut Write,
        registration: &Registration,
        question: &str,
    ) -> Result<(), AppError> {
        let Some(contact) = &registration.answers.contact else { return Ok(()) };
        let token = self.resume_token(write, registration, &contact.email).await?;
        let mut letter = self.note(
            "registration-question",
            "A question about your registration",
            vec![
                format!("A reviewer has a question about registration {}.", registration.reference),
                format!("The question: {question}"),
                "Open the registration to answer it and to correct what you wrote. Then send it again."
                    .to_owned(),
            ],
        );
        letter.link =
            Some(("Answer the question".to_owned(), self.link(&format!("/resume/{}", token.reveal()))));
        letter.small_print = Some(
            "The link works once. Whoever has it can read and change the registration, so do not pass it on."
                .to_owned(),
        );
        Ok(self.post(write, &contact.email, &letter).await?)
    }
}
