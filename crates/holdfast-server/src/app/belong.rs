//! Does a registration come from its hospital: a mailbox is proven by a mailed link, and then its domain or a reviewer's call
//! settles it.
//!
//! What follows is in [`settle`]. Nobody becomes an administrator here, whatever role they gave.

mod settle;

use holdfast_core::decide::belonging::{Belonging, OnFile, judge};
use holdfast_core::model::{
    AccountId, Case, CaseKind, CaseState, Ccn, EmailAddress, Reference, Registration, RegistrationId,
    RegistrationState,
};
use holdfast_store::nouns::*;
use holdfast_store::{Link, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::settle::Proved;
use super::registration::{Draft, HOUR_MS, JoinWent, PROVE_MAILBOX, body, parse_body, scope_of};
use super::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// How the reason begins of a case that no reviewer had to settle.
const BY_ITSELF: &str = "Settled without a reviewer";

/// Whether a case was settled by what was proven meanwhile, and no reviewer decided it.
pub(crate) fn settled_by_itself(case: &Case) -> bool {
    matches!(&case.state, CaseState::Approved { reason, .. } if reason.starts_with(BY_ITSELF))
}

/// What a link that proves a mailbox leads to.
#[derive(Serialize, Deserialize)]
struct MailboxBody {
    registrations: Vec<(Ccn, RegistrationId)>,
    email: EmailAddress,
}

/// What a confirmed link led to.
#[derive(Debug)]
pub enum Confirmed {
    /// A mailbox was proven.
    Mailbox {
        /// Registrations that are now found to come from their hospitals.
        validated: Vec<Reference>,
        /// Registrations a reviewer calls about.
        waiting: Vec<Waiting>,
        /// Registrations for which the proof changes nothing any more, with where they stand.
        stand: Vec<(Reference, RegistrationState)>,
        /// Where the person sets up sign-in, once anything is validated.
        sign_in: Option<Token>,
    },
    /// A request to join went on.
    Join(JoinWent),
}

/// What stands between a sent registration and its proof.
#[derive(Clone, Debug, Default)]
pub struct ToProve {
    /// The call a reviewer makes, when a mailbox cannot settle it.
    pub call_back: Option<CallBack>,
    /// The day by which the program means to settle it.
    pub by: Option<holdfast_core::Date>,
}

/// A call to the number in the directory.
#[derive(Clone, Debug)]
pub struct CallBack {
    /// The number.
    pub phone: String,
    /// Why a mailbox does not settle it, as a sentence.
    pub why: String,
}

/// A registration a reviewer calls about.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The number people read out.
    pub reference: Reference,
    /// Why the mailbox does not settle it, as a sentence.
    pub why: String,
    /// The number in the directory that is called.
    pub phone: String,
    /// The day by which the program means to call.
    pub by: Option<holdfast_core::Date>,
}

impl App {
    /// Whether a link to confirm is good, without using it: mail scanners open links before people do.
    pub async fn confirm_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        if self.join_link_is_good(token).await? {
            return Ok(true);
        }
        let mut read = self.store.read().await?;
        Ok(matches!(read.link(token.as_str(), PROVE_MAILBOX, self.now_ms()).await?, Link::Good(_)))
    }

    /// Uses a link to confirm, once.
    pub async fn confirm(&self, token: &TokenHash) -> Result<Confirmed, AppError> {
        if let Some(went) = self.confirm_join(token).await? {
            return Ok(Confirmed::Join(went));
        }
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.use_link(token.as_str(), PROVE_MAILBOX, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let MailboxBody { registrations, email } = parse_body(kept)?;
        let (mut validated, mut waiting, mut stand) = (Vec::new(), Vec::new(), Vec::new());
        let mut account = None;
        for (ccn, id) in registrations {
            let Some(mut registration) = write.registration(scope_of(ccn), id).await? else { continue };
            let own = registration.answers.contact.as_ref().is_some_and(|c| c.email == email);
            let proven = own
                && match &registration.state {
                    RegistrationState::Unproven { .. } => true,
                    // Sent before a proven mailbox was asked for.
                    RegistrationState::Submitted { .. } => !registration.answers.mailbox_is_proven(),
                    _ => false,
                };
            let led_to = match proven {
                true => self.prove_mailbox(&mut write, &mut registration, email.clone()).await?,
                false => Proved::Kept,
            };
            match led_to {
                Proved::Validated(of) => {
                    account = Some(of);
                    validated.push(registration.reference);
                }
                Proved::CallBack { why, phone, by } => {
                    waiting.push(Waiting { reference: registration.reference, why, phone, by });
                }
                Proved::Kept | Proved::Second => stand.push((registration.reference, registration.state)),
            }
        }
        let sign_in = match account {
            Some(account) => {
                self.post_validated(&mut write, account, &validated).await?;
                Some(self.hand_out_sign_in(&mut write, account).await?)
            }
            None => None,
        };
        write.commit().await?;
        Ok(Confirmed::Mailbox { validated, waiting, stand, sign_in })
    }

    /// What stands between a sent registration and its proof, for its holder.
    pub async fn to_prove(&self, draft: &Draft) -> Result<ToProve, AppError> {
        let Some(contact) = &draft.registration.answers.contact else { return Ok(ToProve::default()) };
        let call_back = match self.judge_registration(&draft.registration, &contact.email) {
            Belonging::NeedsCallBack { phone_on_file, why } => {
                Some(CallBack { phone: phone_on_file, why: why.sentence() })
            }
            Belonging::Proven { .. } | Belonging::NeedsMailbox => None,
        };
        let mut read = self.store.read().await?;
        let kind = CaseKind::Belonging { registration: draft.registration.id };
        let cases = read.cases(scope_of(draft.registration.ccn)).await?;
        let by = cases.iter().find(|c| c.kind == kind && !c.state.is_settled()).map(|c| c.target_on);
        Ok(ToProve { call_back, by })
    }

    /// Judges a registration as if its contact had proven the mailbox.
    pub(super) fn judge_registration(&self, registration: &Registration, email: &EmailAddress) -> Belonging {
        let attested = registration.answers.mail_domain.as_ref().and_then(|d| d.value());
        judge(email, attested, &self.on_file(registration), true)
    }

    /// What the directory knows about a registration's hospital that can prove belonging.
    pub(super) fn on_file(&self, registration: &Registration) -> OnFile {
        let directory = self.directory();
        match directory.hospitals.known(registration.ccn) {
            Some(listed) => OnFile::of(listed, &directory.hospitals),
            None => OnFile {
                web_domain: None,
                n_hospitals_with_domain: 0,
                bears_name: false,
                phone: String::new(),
            },
        }
    }

    /// Mails the link that proves a mailbox, for one registration or for all of a system's.
    pub(crate) async fn post_mailbox_link(
        &self,
        write: &mut Write,
        registrations: &[&Registration],
        to: &EmailAddress,
    ) -> Result<(), AppError> {
        let token = entropy::token(&*self.entropy);
        let kept = body(&MailboxBody {
            registrations: registrations.iter().map(|r| (r.ccn, r.id)).collect(),
            email: to.clone(),
        })?;
        let (now_ms, hours) = (self.now_ms(), i64::from(self.config.sign_in.invite_hours));
        write.add_link(token.hash().as_str(), PROVE_MAILBOX, &kept, now_ms, now_ms + hours * HOUR_MS).await?;
        let numbers: Vec<String> = registrations.iter().map(|r| r.reference.to_string()).collect();
        let mut letter = self.note(
            "prove-mailbox",
            "Confirm your e-mail address",
            vec![
                format!("Someone, probably you, sent us a registration. Its reference: {}.", numbers.join(", ")),
                "Confirm that this mailbox is yours. Until you do, nothing is registered. At the hospital's own address, that is often all the proof we need.".to_owned(),
            ],
        );
        letter.link =
            Some(("Confirm this mailbox".to_owned(), self.link(&format!("/confirm/{}", token.reveal()))));
        letter.small_print = Some(format!(
            "The link works once, for {hours} hours. If you did not register, you need not do anything."
        ));
        self.post(write, to, &letter).await?;
        Ok(())
    }

    /// The account of a mail address, made when there is none. It holds no role by itself.
    pub(crate) async fn account_for(
        &self,
        write: &mut Write,
        name: &str,
        email: &EmailAddress,
    ) -> Result<AccountId, AppError> {
        if let Some(known) = write.account_by_email(email).await? {
            return Ok(known.id);
        }
        let id = AccountId::from_random(entropy::id_bytes(&*self.entropy));
        write.add_account(id, name, email, self.now_ms()).await?;
        Ok(id)
    }

    /// A token that lets its holder set up sign-in for an account.
    pub(super) async fn hand_out_sign_in(
        &self,
        write: &mut Write,
        account: AccountId,
    ) -> Result<Token, AppError> {
        let token = entropy::token(&*self.entropy);
        let (now_ms, hours) = (self.now_ms(), i64::from(self.config.sign_in.invite_hours));
        let kept = json!({ "account": account });
        write
            .add_link(token.hash().as_str(), "set-up-sign-in", &kept, now_ms, now_ms + hours * HOUR_MS)
            .await?;
        Ok(token)
    }

    /// The open case about where a registration comes from.
    pub(crate) async fn belonging_case(
        &self,
        write: &mut Write,
        registration: &Registration,
    ) -> Result<Option<Case>, AppError> {
        let kind = CaseKind::Belonging { registration: registration.id };
        let cases = write.cases(scope_of(registration.ccn)).await?;
        Ok(cases.into_iter().find(|c| c.kind == kind && !c.state.is_settled()))
    }

    /// Notes in the audit log what happened to a registration, without names or addresses.
    pub(crate) async fn audit_registration(
        &self,
        write: &mut Write,
        action: &str,
        registration: &Registration,
    ) -> Result<(), AppError> {
        let subject = format!("registration:{}", registration.id);
        let detail = json!({ "ccn": registration.ccn, "state": registration.state.key(), "version": registration.version });
        write.add_audit("registrant", action, &subject, &detail, self.now_ms()).await?;
        Ok(())
    }
}
