//! What people see and change of their own account: name, passkeys, sessions, API tokens. Roles are given elsewhere.

use holdfast_core::model::{AccountId, PasskeyId, Role, TokenId};
use holdfast_store::{Accounts, ApiToken, Passkey, Passkeys, Session, Sessions, StoreError, Tokens, Write};
use serde_json::json;

use super::audit::{By, about_account};
use super::passkeys::MOST_LABEL;
use super::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// API tokens in force at a time.
const MOST_TOKENS: usize = 20;
/// The longest an API token may last.
pub const MOST_TOKEN_DAYS: u32 = 365;
const DAY_MS: i64 = 24 * 60 * 60_000;

/// The ways someone has to sign in without a mailed link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaysIn {
    /// Passkeys.
    pub n_passkeys: usize,
    /// Recovery codes not used yet.
    pub n_codes_left: u32,
}

/// Everything on someone's account page.
#[derive(Debug)]
pub struct AccountView {
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// Recovery codes not used yet.
    pub n_codes_left: u32,
    /// Sessions in force, last used first.
    pub sessions: Vec<Session>,
    /// API tokens not revoked and not run out, oldest first.
    pub tokens: Vec<ApiToken>,
}

/// What an owner calls a session: enough to tell theirs apart, nothing to sign in with.
pub fn session_name(session: &Session) -> String {
    TokenHash::of(&format!("session:{}", session.token_hash)).as_str()[..16].to_owned()
}

impl App {
    /// The ways someone has to sign in.
    pub async fn ways_in(&self, account: AccountId) -> Result<WaysIn, AppError> {
        let mut read = self.store.read().await?;
        Ok(WaysIn {
            n_passkeys: read.passkeys(account).await?.len(),
            n_codes_left: read.n_recovery_codes_left(account).await?,
        })
    }

    /// Someone's own account.
    pub async fn account_view(&self, account: AccountId) -> Result<AccountView, AppError> {
        let now_ms = self.now_ms();
        let mut read = self.store.read().await?;
        let in_force =
            |t: &ApiToken| t.revoked_at_ms.is_none() && t.expires_at_ms.is_none_or(|at| at > now_ms);
        Ok(AccountView {
            passkeys: read.passkeys(account).await?,
            n_codes_left: read.n_recovery_codes_left(account).await?,
            sessions: read.sessions(account, now_ms).await?,
            tokens: read.api_tokens(account).await?.into_iter().filter(in_force).collect(),
        })
    }

    /// Changes someone's own name.
    pub async fn rename_account(&self, account: AccountId, name: &str) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        write.rename_account(account, name).await?;
        self.audit_own(&mut write, account, "account.rename", json!({})).await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives a passkey another label.
    pub async fn rename_passkey(
        &self,
        account: AccountId,
        id: PasskeyId,
        label: &str,
    ) -> Result<(), AppError> {
        let label: String = label.trim().chars().take(MOST_LABEL).collect();
        let label = if label.is_empty() { "Passkey" } else { &label };
        let mut write = self.store.write().await?;
        if !write.rename_passkey(account, id, label).await? {
            return Err(AppError::not_found("You have no such passkey."));
        }
        self.audit_own(&mut write, account, "passkey.rename", json!({ "passkey": id })).await?;
        write.commit().await?;
        Ok(())
    }

    /// Removes a passkey, unless it is the last way in, or the last of someone whose role asks for one.
    pub async fn remove_passkey(&self, account: AccountId, id: PasskeyId) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let passkeys = write.passkeys(account).await?;
        if !passkeys.iter().any(|p| p.id == id) {
            return Err(AppError::not_found("You have no such passkey."));
        }
        if passkeys.len() == 1 {
            if write.n_recovery_codes_left(account).await? == 0 {
                return Err(AppError::refused(
                    "This is your last way to sign in. Make recovery codes or another passkey first.",
                ));
            }
            if write.grants(account).await?.iter().any(|g| needs_passkey(g.role)) {
                return Err(AppError::refused(
                    "Your role asks for a passkey. Make another one first, then remove this one.",
                ));
            }
        }
        write.remove_passkey(account, id).await?;
        self.audit_own(&mut write, account, "passkey.remove", json!({ "passkey": id })).await?;
        self.tell_owner(
            &mut write,
            account,
            "passkey-removed",
            "A passkey was removed from your account",
            "A passkey was removed from your account. It can no longer be used to sign in.",
        )
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends one of someone's own sessions, by its name on the account page.
    pub async fn end_session(&self, account: AccountId, name: &str) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let sessions = write.sessions(account, now_ms).await?;
        if let Some(session) = sessions.iter().find(|s| session_name(s) == name) {
            write.revoke_session(account, &session.token_hash, now_ms).await?;
            self.audit_own(&mut write, account, "session.end", json!({})).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Ends all of someone's own sessions but the one with this digest. Returns how many.
    pub async fn end_other_sessions(&self, account: AccountId, keep: &str) -> Result<u64, AppError> {
        let mut write = self.store.write().await?;
        let n = write.revoke_sessions(account, Some(keep), self.now_ms()).await?;
        self.audit_own(&mut write, account, "session.end-others", json!({ "n": n })).await?;
        write.commit().await?;
        Ok(n)
    }

    /// Makes an API token with its owner's rights. It is shown once.
    ///
    /// `days`: at most a year, so that a forgotten token ends by itself.
    pub async fn make_api_token(
        &self,
        account: AccountId,
        label: &str,
        days: u32,
    ) -> Result<(TokenId, Token), AppError> {
        let now_ms = self.now_ms();
        let in_force = self.account_view(account).await?.tokens.len();
        if in_force >= MOST_TOKENS {
            return Err(AppError::refused(format!(
                "You have {in_force} tokens. Revoke one before making another."
            )));
        }
        let days = days.clamp(1, MOST_TOKEN_DAYS);
        let token = entropy::token(&*self.entropy);
        let id = TokenId::from_random(entropy::id_bytes(&*self.entropy));
        let ends_ms = now_ms + i64::from(days) * DAY_MS;
        let mut write = self.store.write().await?;
        write.add_api_token(id, account, label.trim(), token.hash().as_str(), now_ms, Some(ends_ms)).await?;
        self.audit_own(&mut write, account, "api-token.make", json!({ "token": id, "days": days })).await?;
        self.tell_owner(
            &mut write,
            account,
            "api-token-made",
            "An API token was made for your account",
            &format!("An API token was made for your account. It has your rights and ends by itself after {days} days."),
        )
        .await?;
        write.commit().await?;
        Ok((id, token))
    }

    /// Revokes one of someone's own API tokens. Revoking it twice is no fault.
    pub async fn revoke_api_token(&self, account: AccountId, id: TokenId) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        if write.revoke_api_token(account, id, self.now_ms()).await? {
            self.audit_own(&mut write, account, "api-token.revoke", json!({ "token": id })).await?;
        }
        write.commit().await?;
        Ok(())
    }

    async fn audit_own(
        &self,
        write: &mut Write,
        account: AccountId,
        action: &str,
        detail: serde_json::Value,
    ) -> Result<(), StoreError> {
        self.audit(write, By::Account(account), action, &about_account(account), detail).await
    }
}

/// Whether a role is only given to, and kept by, people with a passkey: those who can give roles or settle cases.
pub fn needs_passkey(role: Role) -> bool {
    matches!(role, Role::HospitalAdministrator | Role::Reviewer | Role::ProgramOffice)
}
