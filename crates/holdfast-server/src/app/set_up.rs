//! The mailed link with which someone makes their sign-in, and new links for those that ran out.
//!
//! Opening the link does nothing, because mail scanners open links too: pressing its button uses it.

use holdfast_core::model::{AccountId, EmailAddress};
use holdfast_store::{Account, Accounts, Link, Passkeys, StoreError, Tokens, Write};
use serde_json::{Value, json};

use super::audit::{By, about_account};
use super::sign_in::{AtBrowser, SignedIn};
use super::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// What a set-up link is kept under.
pub const SET_UP: &str = "set-up-sign-in";

const HOUR_MS: i64 = 60 * 60_000;

impl App {
    /// Makes a link at which a person sets up their sign-in: `/set-up-sign-in/{token}`. The caller mails it.
    pub async fn invite_sign_in(&self, write: &mut Write, account: AccountId) -> Result<Token, StoreError> {
        self.make_link(write, SET_UP, &json!({ "account": account })).await
    }

    /// Makes a set-up link and mails it to its owner, for callers with nothing else to say.
    pub async fn post_sign_in_invitation(
        &self,
        write: &mut Write,
        account: &Account,
    ) -> Result<(), StoreError> {
        let token = self.invite_sign_in(write, account.id).await?;
        let program = &self.config.program.name;
        let mut letter = self.note(
            "set-up-sign-in",
            format!("Set up your sign-in at {program}"),
            vec![
                format!("You have an account at {program}. Make a passkey and print your recovery codes to sign in to it."),
                "It takes about five minutes. Have the phone, computer or security key at hand that you will sign in with."
                    .to_owned(),
            ],
        );
        letter.link = Some((
            "Set up your sign-in".to_owned(),
            self.link(&format!("/set-up-sign-in/{}", token.reveal())),
        ));
        letter.small_print = Some(self.link_small_print());
        self.post(write, &account.email, &letter).await
    }

    /// Whether a set-up link can be used now.
    pub async fn set_up_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        Ok(matches!(read.link(token.as_str(), SET_UP, self.now_ms()).await?, Link::Good(_)))
    }

    /// Uses a set-up link: its owner, whose mailbox it proves, is signed in and goes on to make a passkey.
    ///
    /// `None` when the owner can sign in already: then the mailbox alone is not enough, unless someone who answers for
    /// them said that they lost every way in.
    pub async fn use_set_up_link(
        &self,
        token: &TokenHash,
        browser: &AtBrowser,
    ) -> Result<Option<SignedIn>, AppError> {
        let mut write = self.store.write().await?;
        let Link::Good(body) = write.use_link(token.as_str(), SET_UP, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let account = account_in(&body)?;
        let owner = write.account(account).await?.filter(|a| a.disabled_at_ms.is_none());
        if owner.is_none() {
            return Err(AppError::DeadLink);
        }
        let locked_out = body.get("locked_out") == Some(&Value::Bool(true));
        if !locked_out && self.has_sign_in(&mut write, account).await? {
            write.commit().await?;
            return Ok(None);
        }
        let token = self.enter(&mut write, account, browser, "set-up link").await?;
        write.commit().await?;
        Ok(Some(SignedIn { account, token }))
    }

    /// Mails a link with which someone who lost every way in makes a new one. `by` answers for knowing them.
    ///
    /// Their sessions and API tokens end: whoever found what was lost holds those too. Passkeys stay until their owner
    /// removes them, because only the owner knows which are lost.
    pub(super) async fn post_lock_out_link(
        &self,
        write: &mut Write,
        account: &Account,
        by: AccountId,
    ) -> Result<(), StoreError> {
        let body = json!({ "account": account.id, "locked_out": true });
        let token = self.make_link(write, SET_UP, &body).await?;
        write.revoke_sessions(account.id, None, self.now_ms()).await?;
        let n_tokens = write.revoke_api_tokens(account.id, self.now_ms()).await?;
        let detail = json!({ "n_tokens": n_tokens });
        self.audit(write, By::Account(by), "sign-in.let-back-in", &about_account(account.id), detail).await?;
        let mut letter = self.note(
            "let-back-in",
            "A new way in",
            vec![
                "You lost your ways to sign in, and someone who may do so sends you a new one. Make a new passkey and new recovery codes."
                    .to_owned(),
                "Then remove from your account any passkey you no longer hold.".to_owned(),
                "Programs that used an API token of yours were signed out as well. Make them new tokens on your account page."
                    .to_owned(),
            ],
        );
        letter.link = Some((
            "Set up your sign-in".to_owned(),
            self.link(&format!("/set-up-sign-in/{}", token.reveal())),
        ));
        letter.small_print = Some(format!(
            "{} If you did not lose anything, call us at once: someone is trying to get in.",
            self.link_small_print()
        ));
        self.post(write, &account.email, &letter).await
    }

    /// Answers "send me a new link" for a sign-in that was never set up. The asker learns nothing from it.
    ///
    /// Someone with a passkey or codes gets a letter that says so instead: a mailbox alone must not undo them.
    pub async fn post_new_set_up_link(&self, email: &EmailAddress) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let Some(owner) = write.account_by_email(email).await?.filter(|a| a.disabled_at_ms.is_none()) else {
            return Ok(());
        };
        if self.has_sign_in(&mut write, owner.id).await? {
            let mut letter = self.note(
                "sign-in-exists",
                "You can already sign in",
                vec![
                    "Someone, perhaps you, asked for a new link to set up your sign-in. It is set up already: sign in \
                     with your passkey, or with your e-mail address and a recovery code."
                        .to_owned(),
                    "If you have lost both, ask your hospital's administrator, or call us.".to_owned(),
                ],
            );
            letter.link = Some(("Sign in".to_owned(), self.link("/sign-in")));
            self.post(&mut write, &owner.email, &letter).await?;
        } else {
            self.post_sign_in_invitation(&mut write, &owner).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Whether someone has any way to sign in without a mailed link.
    pub(super) async fn has_sign_in(
        &self,
        write: &mut Write,
        account: AccountId,
    ) -> Result<bool, StoreError> {
        Ok(!write.passkeys(account).await?.is_empty() || write.n_recovery_codes_left(account).await? > 0)
    }

    /// Makes a link of a purpose that lasts as long as invitations do.
    pub(super) async fn make_link(
        &self,
        write: &mut Write,
        purpose: &str,
        body: &Value,
    ) -> Result<Token, StoreError> {
        let token = entropy::token(&*self.entropy);
        let now_ms = self.now_ms();
        let ends_ms = now_ms + i64::from(self.config.sign_in.invite_hours) * HOUR_MS;
        write.add_link(token.hash().as_str(), purpose, body, now_ms, ends_ms).await?;
        Ok(token)
    }

    /// What a reader should know about a link that lasts as long as invitations do.
    pub(super) fn link_small_print(&self) -> String {
        let hours = self.config.sign_in.invite_hours;
        let lasts = if hours.is_multiple_of(24) { count(hours / 24, "day") } else { count(hours, "hour") };
        format!("The link works once, for {lasts}. If you did not expect this mail, you can delete it.")
    }
}

fn count(n: u32, unit: &str) -> String {
    if n == 1 { format!("one {unit}") } else { format!("{n} {unit}s") }
}

/// The account a link is for.
pub(super) fn account_in(body: &Value) -> Result<AccountId, AppError> {
    let id = body.get("account").and_then(Value::as_i64);
    id.map(AccountId).ok_or_else(|| AppError::Broken { what: "a link names no account".to_owned() })
}
