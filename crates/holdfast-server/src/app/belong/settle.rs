//! What a proven mailbox, or a reviewer's word, brings about: all of it in one write.
//!
//! Until a mailbox is proven nothing follows from a registration. From then on the hospital counts as registered, and once one
//! registration is found to come from it, the others are answered.

use holdfast_core::decide::belonging::{Belonging, NotByMail, role_for};
use holdfast_core::model::{
    AccountId, CaseKind, CaseMove, EmailAddress, Independence, Reference, Registration, RegistrationState,
    Said, Stage, SystemId,
};
use holdfast_store::nouns::*;
use holdfast_store::{Saved, Write};

use crate::app::registration::{changed_meanwhile, scope_of};
use crate::app::{App, AppError};
use crate::entropy;

/// What a registrant reads when another registration of the hospital was confirmed.
const SECOND: &str = "Another registration of this hospital was confirmed. Ask to join the hospital instead: the people who \
                      answer for it here decide.";

/// What a registrant reads when they sent another one.
const LATER: &str = "You sent a later registration of this hospital. That one goes on.";

/// What a proven mailbox led to.
#[derive(Debug)]
pub(in crate::app) enum Proved {
    /// It is kept as proven. Nothing follows before the registration is sent.
    Kept,
    /// The registration comes from the hospital; its contact has this account.
    Validated(AccountId),
    /// A reviewer calls the hospital.
    CallBack {
        /// Why the mailbox does not settle it, as a sentence.
        why: String,
        /// The number on file.
        phone: String,
        /// The day by which the program means to call.
        by: Option<holdfast_core::Date>,
    },
    /// Another registration of the hospital is confirmed, so this one is answered.
    Second,
}

impl App {
    /// Keeps that the owner of a mailbox followed a link mailed there, with what follows for a registration that was sent in
    /// its name.
    pub(in crate::app) async fn prove_mailbox(
        &self,
        write: &mut Write,
        registration: &mut Registration,
        email: EmailAddress,
    ) -> Result<Proved, AppError> {
        let on = self.today();
        let own = registration.answers.contact.as_ref().is_some_and(|c| c.email == email);
        registration.answers.proven_mailbox = Some(email);
        let was_sent = matches!(
            registration.state,
            RegistrationState::Unproven { .. } | RegistrationState::Submitted { .. }
        );
        let goes_on = own && was_sent;
        if goes_on && self.validated(write, registration.ccn).await?.is_some() {
            self.answer_as_second(write, registration, None).await?;
            return Ok(Proved::Second);
        }
        if goes_on {
            registration.state = RegistrationState::Submitted { on };
        }
        self.keep_registration(write, registration).await?;
        if goes_on { self.settle_or_ask(write, registration).await } else { Ok(Proved::Kept) }
    }

    /// What follows once a registration is sent and its mailbox proven: the hospital counts as registered, and either the
    /// mailbox settles where the registration comes from, or a reviewer is asked to call.
    pub(in crate::app) async fn settle_or_ask(
        &self,
        write: &mut Write,
        registration: &mut Registration,
    ) -> Result<Proved, AppError> {
        let Some(contact) = registration.answers.contact.clone() else {
            return Err(AppError::Broken {
                what: format!("registration {} was sent without a contact", registration.id),
            });
        };
        let scope = scope_of(registration.ccn);
        let (today, now_ms) = (self.today(), self.now_ms());
        write.reach_stage(scope, &registration.program, Stage::Registered, today, now_ms).await?;
        match self.judge_registration(registration, &contact.email) {
            Belonging::Proven { how } => {
                Ok(Proved::Validated(self.settle_belonging(write, registration, &how, None).await?))
            }
            Belonging::NeedsCallBack { phone_on_file: phone, why } => {
                // One call for one person: what they sent before gives way.
                for mut earlier in write.registrations(scope).await? {
                    let same = earlier.answers.contact.as_ref().is_some_and(|c| c.email == contact.email)
                        && earlier.answers.mailbox_is_proven();
                    if same
                        && earlier.id != registration.id
                        && earlier.program == registration.program
                        && earlier.state.waits()
                    {
                        self.close_with(write, &mut earlier, LATER, None).await?;
                    }
                }
                let leader = match &why {
                    NotByMail::SharedDomain { .. } => {
                        self.leader(write, registration, &contact.email).await?
                    }
                    _ => None,
                };
                let of = match &leader {
                    Some(leader) => {
                        registration.answers.settled_with = Some(leader.id);
                        self.keep_registration(write, registration).await?;
                        leader
                    }
                    None => {
                        let kind = CaseKind::Belonging { registration: registration.id };
                        self.open_case(write, registration, kind).await?;
                        registration
                    }
                };
                let by = self.belonging_case(write, of).await?.map(|c| c.target_on);
                let phone = match leader {
                    Some(leader) => self.on_file(&leader).phone,
                    None => phone,
                };
                Ok(Proved::CallBack { why: why.sentence(), phone, by })
            }
            Belonging::NeedsMailbox => Ok(Proved::Kept),
        }
    }

    /// The registration whose case settles this one too: it was sent from the same mailbox, for a hospital that has the same
    /// mail domain on file. One call to either tells whether the person works for both.
    async fn leader(
        &self,
        write: &mut Write,
        registration: &Registration,
        email: &EmailAddress,
    ) -> Result<Option<Registration>, AppError> {
        let domain = self.on_file(registration).web_domain;
        for other in write.waiting_registrations_of(email).await? {
            if other.ccn != registration.ccn
                && other.program == registration.program
                && other.answers.settled_with.is_none()
                && other.answers.mailbox_is_proven()
                && self.on_file(&other).web_domain == domain
                && self.belonging_case(write, &other).await?.is_some()
            {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// Settles that a registration comes from its hospital: the registration, the funnel, what it says as the hospital's own
    /// word, the account and its role, the open case, the other registrations of the hospital and the audit log
    /// that leads to sign-in, all in the caller's write.
    ///
    /// `by`: the reviewer, when a person settled it; their case is then theirs to close. The role follows from what the
    /// contact does and is never administrator.
    pub(crate) async fn settle_belonging(
        &self,
        write: &mut Write,
        registration: &mut Registration,
        how: &str,
        by: Option<AccountId>,
    ) -> Result<AccountId, AppError> {
        let (today, now_ms) = (self.today(), self.now_ms());
        let Some(contact) = registration.answers.contact.clone() else {
            return Err(AppError::Broken {
                what: format!("registration {} was sent without a contact", registration.id),
            });
        };
        registration.state = RegistrationState::Validated { on: today, how: how.to_owned() };
        match write.save_registration(scope_of(registration.ccn), registration, now_ms).await? {
            Saved::Kept(kept) => *registration = kept,
            Saved::Conflict(_) | Saved::Unknown => return Err(changed_meanwhile()),
        }
        write
            .reach_stage(scope_of(registration.ccn), &registration.program, Stage::Validated, today, now_ms)
            .await?;
        if let Some(Said::Value(Independence::System { name })) = &registration.answers.independence {
            let id = SystemId::from_random(entropy::id_bytes(&*self.entropy));
            let system = write.add_health_system(id, name, now_ms).await?;
            write.set_health_system(scope_of(registration.ccn), Some(system.id), now_ms).await?;
        }
        let account = self.account_for(write, &contact.name, &contact.email).await?;
        write.give_role(account, role_for(contact.role), Some(registration.ccn), by, now_ms).await?;
        // Only now does it speak for the hospital.
        let said = registration.answers.attestations(today);
        write.attest(scope_of(registration.ccn), &said, Some(account), now_ms).await?;
        self.answer_others(write, registration, by).await?;
        if by.is_none()
            && let Some(case) = self.belonging_case(write, registration).await?
        {
            let moved = CaseMove::Approve { reason: format!("Settled without a reviewer: {how}.") };
            write.move_case(case.id, &moved, None, today, now_ms).await?;
        }
        self.audit_registration(write, "validate-registration", registration).await?;
        Ok(account)
    }

    /// As [`App::post_validated`], for one registration, when that is what a proof led to.
    pub(in crate::app) async fn post_if_validated(
        &self,
        write: &mut Write,
        led_to: &Proved,
        registration: &Registration,
    ) -> Result<(), AppError> {
        match led_to {
            Proved::Validated(account) => {
                self.post_validated(write, *account, std::slice::from_ref(&registration.reference)).await
            }
            Proved::Kept | Proved::CallBack { .. } | Proved::Second => Ok(()),
        }
    }

    /// Tells someone that what they registered is found to come from its hospitals, with the way in.
    pub(crate) async fn post_validated(
        &self,
        write: &mut Write,
        account: AccountId,
        references: &[Reference],
    ) -> Result<(), AppError> {
        let Some(account) = write.account(account).await? else { return Ok(()) };
        let (found, read) = match references {
            [one] => (
                format!(
                    "We found that registration {one} comes from the hospital. Its offers can be accepted now."
                ),
                "You can read everything the hospital has here; nobody is its administrator yet.",
            ),
            many => {
                let numbers: Vec<String> = many.iter().map(Reference::to_string).collect();
                (
                    format!(
                        "We found that {} registrations come from their hospitals. Their offers can be accepted now. {}.",
                        many.len(),
                        numbers.join(", ")
                    ),
                    "You can read everything the hospitals have here; nobody is their administrator yet.",
                )
            }
        };
        let next = format!(
            "{read} Naming one, on purpose, is the first task: your account page leads to it once you are signed in."
        );
        let mut letter =
            self.note("registration-validated", "Your registration is confirmed", vec![found, next]);
        self.add_way_in(write, account.id, &mut letter).await?;
        self.post(write, &account.email, &letter).await?;
        Ok(())
    }

    /// Answers every other registration of the hospital that was sent: its people are told to join through the hospital.
    async fn answer_others(
        &self,
        write: &mut Write,
        validated: &Registration,
        by: Option<AccountId>,
    ) -> Result<(), AppError> {
        for mut other in write.registrations(scope_of(validated.ccn)).await? {
            let is_open = other.state.waits() || matches!(other.state, RegistrationState::Unproven { .. });
            if other.id != validated.id && other.program == validated.program && is_open {
                self.answer_as_second(write, &mut other, by).await?;
            }
        }
        Ok(())
    }

    pub(in crate::app) async fn answer_as_second(
        &self,
        write: &mut Write,
        registration: &mut Registration,
        by: Option<AccountId>,
    ) -> Result<(), AppError> {
        self.close_with(write, registration, SECOND, by).await?;
        // Nobody is written to whose mailbox is not proven: anyone can have typed that address.
        let Some(contact) = registration.answers.contact.as_ref() else { return Ok(()) };
        if !registration.answers.mailbox_is_proven() {
            return Ok(());
        }
        let mut letter = self.note(
            "registration-second",
            "Join your hospital instead",
            vec![
                format!(
                    "Another registration of the hospital was confirmed, so registration {} goes no further.",
                    registration.reference
                ),
                "Ask to join the hospital: the people who answer for it here decide. If you think that the other \
                 registration is wrong, call us."
                    .to_owned(),
            ],
        );
        letter.link =
            Some(("Ask to join".to_owned(), self.link(&format!("/register/join?ccn={}", registration.ccn))));
        self.post(write, &contact.email, &letter).await?;
        Ok(())
    }

    /// Answers a registration with a reason, and its case if it has one.
    async fn close_with(
        &self,
        write: &mut Write,
        registration: &mut Registration,
        reason: &str,
        by: Option<AccountId>,
    ) -> Result<(), AppError> {
        let (on, reason) = (self.today(), reason.to_owned());
        registration.state = RegistrationState::Refused { on, reason: reason.clone() };
        self.keep_registration(write, registration).await?;
        self.audit_registration(write, "answer-registration", registration).await?;
        if let Some(case) = self.belonging_case(write, registration).await? {
            write.move_case(case.id, &CaseMove::Refuse { reason }, by, on, self.now_ms()).await?;
        }
        self.pass_on(write, registration).await
    }

    /// What waited for the case of a registration gets one of its own.
    async fn pass_on(&self, write: &mut Write, settled: &Registration) -> Result<(), AppError> {
        let mut next: Option<Registration> = None;
        for mut follower in write.registrations_settled_with(settled.id).await? {
            follower.answers.settled_with = next.as_ref().map(|n| n.id);
            self.keep_registration(write, &mut follower).await?;
            if next.is_none() {
                let kind = CaseKind::Belonging { registration: follower.id };
                self.open_case(write, &follower, kind).await?;
                next = Some(follower);
            }
        }
        Ok(())
    }

    pub(in crate::app) async fn keep_registration(
        &self,
        write: &mut Write,
        registration: &mut Registration,
    ) -> Result<(), AppError> {
        match write.save_registration(scope_of(registration.ccn), registration, self.now_ms()).await? {
            Saved::Kept(kept) => *registration = kept,
            Saved::Conflict(_) | Saved::Unknown => return Err(changed_meanwhile()),
        }
        Ok(())
    }
}
