//! Invitations by mail to a role, at a hospital or at the program: sent, seen by their holder, accepted, withdrawn.
//!
//! The letter names no hospital; the page behind its link does, to whoever holds the link. The role is given when the
//! invited person accepts, and only to the address that was invited.

use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, Role};
use holdfast_store::{Accounts, Link, OpenLink, Passkeys, StoreError, Tokens, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::account::needs_passkey;
use super::audit::{By, about_account, about_hospital};
use super::sign_in::{AtBrowser, SignedIn};
use super::{App, AppError};
use crate::auth::Actor;
use crate::entropy::{self, TokenHash};

const JOIN: &str = "join";
/// Invitations of one hospital, or of the program, that wait at a time.
const MOST_OPEN: usize = 50;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Body {
    ccn: Option<Ccn>,
    role: Role,
    email: EmailAddress,
    by: AccountId,
}

/// An invitation as its holder sees it.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The hospital, or `None` for the program itself.
    pub ccn: Option<Ccn>,
    /// The role.
    pub role: Role,
    /// Whom it is for.
    pub email: EmailAddress,
    /// Whether that address has an account.
    pub has_account: bool,
    /// Whether the role asks for a passkey that account does not have yet.
    pub needs_passkey: bool,
}

/// An invitation as those who sent it see it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Names it among the others; nobody can accept with it.
    pub name: String,
    /// Whom it is for.
    pub email: EmailAddress,
    /// The role.
    pub role: Role,
    /// When it was sent.
    pub sent_at_ms: i64,
    /// When it ends by itself.
    pub ends_at_ms: i64,
}

/// What accepting led to.
#[derive(Debug)]
pub enum Accepted {
    /// The role is given.
    Given {
        /// Where it is held.
        ccn: Option<Ccn>,
        /// The session of someone who could not sign in otherwise yet.
        session: Option<SignedIn>,
    },
    /// Someone is in, and makes a passkey before the role is given; the invitation still waits.
    PasskeyFirst {
        /// The session of someone who could not sign in otherwise yet.
        session: Option<SignedIn>,
    },
    /// The address has an account with a sign-in: its owner signs in first.
    SignInFirst,
    /// Someone else is signed in.
    SomeoneElse,
    /// A new account needs a name.
    NameFirst,
}

fn open_name(link: &OpenLink) -> String {
    TokenHash::of(&format!("invitation:{}", link.token_hash)).as_str()[..16].to_owned()
}

fn read_body(kept: serde_json::Value) -> Result<Body, AppError> {
    serde_json::from_value(kept).map_err(|e| AppError::Broken { what: format!("an invitation: {e}") })
}

impl App {
    /// Invites an address to a role at a hospital. An earlier invitation to the same role ends.
    pub async fn invite_to_hospital(
        &self,
        scope: HospitalScope,
        by: AccountId,
        email: &EmailAddress,
        role: Role,
    ) -> Result<(), AppError> {
        if !role.is_at_hospital() {
            return Err(AppError::refused(format!("{} is no role at a hospital.", role.label())));
        }
        self.invite(Body { ccn: Some(scope.ccn()), role, email: email.clone(), by }).await
    }

    /// Invites an address to a role at the program. An earlier invitation to the same role ends.
    pub async fn invite_to_program(
        &self,
        by: AccountId,
        email: &EmailAddress,
        role: Role,
    ) -> Result<(), AppError> {
        if role.is_at_hospital() {
            return Err(AppError::refused(format!("{} is a role at a hospital.", role.label())));
        }
        self.invite(Body { ccn: None, role, email: email.clone(), by }).await
    }

    /// Takes one of the few letters to an address of their choice that a person may send in a minute.
    pub(super) fn check_not_too_many_letters(&self, by: AccountId) -> Result<(), AppError> {
        let taken = self.limits.take(&format!("invite:{by}"), self.clock.now());
        taken.map_err(|wait_s| AppError::SlowDown { wait_s })
    }

    async fn invite(&self, body: Body) -> Result<(), AppError> {
        self.check_not_too_many_letters(body.by)?;
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if let Some(known) = write.account_by_email(&body.email).await? {
            let grants = write.grants(known.id).await?;
            if grants.iter().any(|g| g.role == body.role && g.ccn == body.ccn) {
                return Err(AppError::refused("This person holds that role already."));
            }
        }
        let open = write.open_links(JOIN, body.ccn, now_ms).await?;
        for link in &open {
            let earlier = read_body(link.body.clone())?;
            if earlier.email == body.email && earlier.role == body.role {
                write.end_link(&link.token_hash, JOIN, now_ms).await?;
            }
        }
        if open.len() >= MOST_OPEN {
            return Err(AppError::refused(format!(
                "{MOST_OPEN} invitations wait already. Withdraw some before you send another."
            )));
        }
        let kept = serde_json::to_value(&body).map_err(|e| AppError::Broken { what: e.to_string() })?;
        let token = self.make_link(&mut write, JOIN, &kept).await?;
        let subject = body.ccn.map_or_else(|| "program".to_owned(), about_hospital);
        let detail = json!({ "role": body.role.key() });
        self.audit(&mut write, By::Account(body.by), "invitation.send", &subject, detail).await?;
        let program = &self.config.program.name;
        let who = if body.ccn.is_some() { "A hospital's administrator" } else { "The program office" };
        let mut letter = self.note(
            "invitation",
            format!("You are invited to {program}"),
            vec![
                format!("{who} invites you to {program}, a cybersecurity program for hospitals."),
                "Open the link to see who invites you and to what. Nothing happens until you accept."
                    .to_owned(),
            ],
        );
        letter.link =
            Some(("See the invitation".to_owned(), self.link(&format!("/join/{}", token.reveal()))));
        letter.small_print = Some(self.link_small_print());
        self.post(&mut write, &body.email, &letter).await?;
        write.commit().await?;
        Ok(())
    }

    /// The invitations of a hospital, or of the program, that wait.
    pub async fn open_invitations(&self, ccn: Option<Ccn>) -> Result<Vec<Sent>, AppError> {
        let mut read = self.store.read().await?;
        let open = read.open_links(JOIN, ccn, self.now_ms()).await?;
        open.iter()
            .map(|link| {
                let body = read_body(link.body.clone())?;
                Ok(Sent {
                    name: open_name(link),
                    email: body.email,
                    role: body.role,
                    sent_at_ms: link.created_at_ms,
                    ends_at_ms: link.expires_at_ms,
                })
            })
            .collect()
    }

    /// Withdraws an invitation by the name [`Sent`] gives it. Withdrawing it twice is no fault.
    pub async fn withdraw_invitation(
        &self,
        ccn: Option<Ccn>,
        by: AccountId,
        name: &str,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let open = write.open_links(JOIN, ccn, now_ms).await?;
        if let Some(link) = open.iter().find(|l| open_name(l) == name) {
            write.end_link(&link.token_hash, JOIN, now_ms).await?;
            let subject = ccn.map_or_else(|| "program".to_owned(), about_hospital);
            self.audit(&mut write, By::Account(by), "invitation.withdraw", &subject, json!({})).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// What an invitation's holder is invited to. Nothing changes.
    pub async fn invitation(&self, token: &TokenHash) -> Result<Invitation, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), JOIN, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let body = read_body(kept)?;
        let account = read.account_by_email(&body.email).await?;
        let has_passkey = match &account {
            Some(account) => !read.passkeys(account.id).await?.is_empty(),
            None => false,
        };
        let needs_passkey = needs_passkey(body.role) && !has_passkey;
        Ok(Invitation {
            ccn: body.ccn,
            role: body.role,
            email: body.email,
            has_account: account.is_some(),
            needs_passkey,
        })
    }

    /// Accepts an invitation. `actor`: who is signed in, if anyone; `name`: for a new account.
    ///
    /// Someone without any way to sign in is let in by the link, which proves their mailbox. Anyone else signs in first.
    pub async fn accept_invitation(
        &self,
        token: &TokenHash,
        actor: Option<&Actor>,
        name: &str,
        browser: &AtBrowser,
    ) -> Result<Accepted, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.link(token.as_str(), JOIN, now_ms).await? else {
            return Err(AppError::DeadLink);
        };
        let body = read_body(kept)?;
        let (account, session) = match (write.account_by_email(&body.email).await?, actor) {
            (Some(known), _) if known.disabled_at_ms.is_some() => return Err(AppError::DeadLink),
            (known, Some(actor)) => {
                if known.is_none_or(|k| k.id != actor.account) {
                    return Ok(Accepted::SomeoneElse);
                }
                (actor.account, None)
            }
            (Some(known), None) => {
                if self.has_sign_in(&mut write, known.id).await? {
                    return Ok(Accepted::SignInFirst);
                }
                (known.id, Some(self.enter_by_invitation(&mut write, known.id, browser).await?))
            }
            (None, None) if name.is_empty() => return Ok(Accepted::NameFirst),
            (None, None) => {
                let id = AccountId::from_random(entropy::id_bytes(&*self.entropy));
                write.add_account(id, name, &body.email, now_ms).await?;
                (id, Some(self.enter_by_invitation(&mut write, id, browser).await?))
            }
        };
        if needs_passkey(body.role) && write.passkeys(account).await?.is_empty() {
            write.commit().await?;
            return Ok(Accepted::PasskeyFirst { session });
        }
        if !matches!(write.use_link(token.as_str(), JOIN, now_ms).await?, Link::Good(_)) {
            return Err(AppError::DeadLink);
        }
        write.give_role(account, body.role, body.ccn, Some(body.by), now_ms).await?;
        let detail = json!({ "role": body.role.key(), "ccn": body.ccn, "invited_by": body.by });
        self.audit(&mut write, By::Account(account), "role.accept", &about_account(account), detail).await?;
        write.commit().await?;
        Ok(Accepted::Given { ccn: body.ccn, session })
    }

    async fn enter_by_invitation(
        &self,
        write: &mut Write,
        account: AccountId,
        browser: &AtBrowser,
    ) -> Result<SignedIn, StoreError> {
        let token = self.enter(write, account, browser, "invitation").await?;
        Ok(SignedIn { account, token })
    }
}
