//! Signing in and out: a proof of who someone is becomes a session, and the browser's earlier session ends.
//!
//! A new session always has a new token, so a token planted in a browser before sign-in is worth nothing after.

use holdfast_core::model::{AccountId, EmailAddress};
use holdfast_store::{Accounts, Passkeys, StoreError, Write};
use serde_json::json;
use webauthn_rs::prelude::PublicKeyCredential;

use super::audit::{By, about_account};
use super::passkeys::PasskeyError;
use super::{App, AppError};
use crate::auth::recovery_code::{CODES, RecoveryCode};
use crate::entropy::Token;

/// The browser someone signs in with.
#[derive(Clone, Debug, Default)]
pub struct AtBrowser {
    /// What it calls itself.
    pub user_agent: String,
    /// The session it had until now: whose, and the digest of its token.
    pub previous: Option<(AccountId, String)>,
}

/// Someone who has signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub account: AccountId,
    /// The token for the cookie.
    pub token: Token,
}

impl App {
    /// Signs in the owner of the passkey that answered the exchange.
    pub async fn sign_in_by_passkey(
        &self,
        ceremony: &str,
        credential: &PublicKeyCredential,
        browser: &AtBrowser,
    ) -> Result<SignedIn, PasskeyError> {
        let mut write = self.store.write().await?;
        let signed_in = match self.prove_passkey(&mut write, ceremony, credential).await {
            Ok(account) => {
                let token = self.enter(&mut write, account, browser, "passkey").await?;
                Ok(SignedIn { account, token })
            }
            Err(PasskeyError::App(e)) => return Err(PasskeyError::App(e)),
            Err(e) => Err(e),
        };
        write.commit().await?;
        signed_in
    }

    /// Signs in by address and recovery code. `None` says no more than that the two do not go together.
    ///
    /// The owner gets a notice. An unknown address takes the same steps as a wrong code, so neither shows.
    pub async fn sign_in_by_code(
        &self,
        email: &EmailAddress,
        code: &RecoveryCode,
        browser: &AtBrowser,
    ) -> Result<Option<SignedIn>, AppError> {
        let mut write = self.store.write().await?;
        let owner = write.account_by_email(email).await?.filter(|a| a.disabled_at_ms.is_none());
        let account = owner.as_ref().map_or(AccountId(0), |a| a.id);
        let good = write.use_recovery_code(account, code.hash(account).as_str(), self.now_ms()).await?;
        if !good || owner.is_none() {
            return Ok(None);
        }
        let left = write.n_recovery_codes_left(account).await?;
        let token = self.enter(&mut write, account, browser, "recovery code").await?;
        let says = format!(
            "One of your recovery codes was used to sign in. {} If it was not you, sign in, end all other sessions, \
             and make new codes at once.",
            match left {
                0 => "None is left: make new ones now.".to_owned(),
                1 => "One is left: make new ones soon.".to_owned(),
                n => format!("{n} are left."),
            }
        );
        self.tell_owner(
            &mut write,
            account,
            "recovery-code-used",
            "A recovery code was used to sign in",
            &says,
        )
        .await?;
        write.commit().await?;
        Ok(Some(SignedIn { account, token }))
    }

    /// Starts a session for someone just proven, in the caller's write, and ends the browser's earlier one.
    pub(super) async fn enter(
        &self,
        write: &mut Write,
        account: AccountId,
        browser: &AtBrowser,
        how: &str,
    ) -> Result<Token, StoreError> {
        if let Some((owner, hash)) = &browser.previous {
            write.revoke_session(*owner, hash, self.now_ms()).await?;
        }
        let token = self.start_session(write, account, &browser.user_agent).await?;
        self.audit(
            write,
            By::Account(account),
            "session.start",
            &about_account(account),
            json!({ "by": how }),
        )
        .await?;
        Ok(token)
    }

    /// Ends the session with this digest. Ending it twice is no fault.
    pub async fn sign_out(&self, account: AccountId, token_hash: &str) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        if write.revoke_session(account, token_hash, self.now_ms()).await? {
            self.audit(&mut write, By::Account(account), "session.end", &about_account(account), json!({}))
                .await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Makes ten new recovery codes; the ones before no longer work. They are shown once and not kept.
    pub async fn make_recovery_codes(&self, account: AccountId) -> Result<Vec<RecoveryCode>, AppError> {
        let codes: Vec<RecoveryCode> = (0..CODES).map(|_| RecoveryCode::new(&*self.entropy)).collect();
        let hashes: Vec<String> = codes.iter().map(|c| c.hash(account).as_str().to_owned()).collect();
        let mut write = self.store.write().await?;
        write.replace_recovery_codes(account, &hashes, self.now_ms()).await?;
        self.audit(
            &mut write,
            By::Account(account),
            "recovery-codes.make",
            &about_account(account),
            json!({}),
        )
        .await?;
        self.tell_owner(
            &mut write,
            account,
            "recovery-codes-made",
            "New recovery codes were made",
            "New recovery codes were made for your account. Codes printed before no longer work.",
        )
        .await?;
        write.commit().await?;
        Ok(codes)
    }

    /// Tells the owner of an account about a change to its sign-in.
    pub(super) async fn tell_owner(
        &self,
        write: &mut Write,
        account: AccountId,
        kind: &'static str,
        subject: &str,
        says: &str,
    ) -> Result<(), StoreError> {
        let Some(owner) = write.account(account).await? else { return Ok(()) };
        let mut letter = self.note(kind, subject, vec![says.to_owned()]);
        letter.link = Some(("See your sign-in, sessions and tokens".to_owned(), self.link("/account")));
        letter.small_print = Some(
            "If this was not you, call us. We never ask for a code or a password by phone or mail."
                .to_owned(),
        );
        self.post(write, &owner.email, &letter).await
    }
}
