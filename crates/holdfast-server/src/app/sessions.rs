//! Who is behind a token: sessions and API tokens to people with their roles. Making people is elsewhere.

use holdfast_core::model::AccountId;
use holdfast_store::{Accounts, Passkeys, Read, Sessions, StoreError, Tokens, Write};

use super::{App, AppError};
use crate::auth::{Actor, Grant};
use crate::entropy::{self, Token, TokenHash};

/// A session is marked as used at most this often, so that reading a page seldom writes.
const TOUCH_EVERY_MS: i64 = 60_000;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl App {
    /// The person a session token belongs to, or `None` when it ended or never was. Extends the session when it is used.
    pub async fn actor_of_session(&self, hash: &TokenHash) -> Result<Option<(Actor, TokenHash)>, AppError> {
        let now_ms = self.now_ms();
        let mut read = self.store.read().await?;
        let Some(session) = read.session(hash.as_str(), now_ms).await? else { return Ok(None) };
        let actor = actor(&mut read, session.account).await?;
        drop(read);
        if actor.is_some() && now_ms - session.last_seen_at_ms >= TOUCH_EVERY_MS {
            let mut write = self.store.write().await?;
            write
                .touch_session(hash.as_str(), now_ms, self.session_end(session.created_at_ms, now_ms))
                .await?;
            write.commit().await?;
        }
        Ok(actor.map(|a| (a, hash.clone())))
    }

    /// The person an API token belongs to, or `None` when it ended or never was.
    pub async fn actor_of_api_token(&self, hash: &TokenHash) -> Result<Option<(Actor, TokenHash)>, AppError> {
        let now_ms = self.now_ms();
        let mut read = self.store.read().await?;
        let Some(token) = read.api_token(hash.as_str(), now_ms).await? else { return Ok(None) };
        let actor = actor(&mut read, token.account).await?;
        drop(read);
        if actor.is_some() && token.last_used_at_ms.is_none_or(|at| now_ms - at >= TOUCH_EVERY_MS) {
            let mut write = self.store.write().await?;
            write.touch_api_token(token.id, now_ms).await?;
            write.commit().await?;
        }
        Ok(actor.map(|a| (a, hash.clone())))
    }

    /// Signs a person in: adds a session in the caller's write and gives its token, to be set as a cookie.
    pub async fn start_session(
        &self,
        write: &mut Write,
        account: AccountId,
        user_agent: &str,
    ) -> Result<Token, StoreError> {
        let token = entropy::token(&*self.entropy);
        let now_ms = self.now_ms();
        let ends = self.session_end(now_ms, now_ms);
        write.add_session(token.hash().as_str(), account, user_agent, now_ms, ends).await?;
        Ok(token)
    }

    /// When a session ends that began then and is used now.
    fn session_end(&self, began_ms: i64, used_ms: i64) -> i64 {
        let settings = &self.config.sign_in;
        let idle = used_ms + i64::from(settings.idle_minutes) * MINUTE_MS;
        idle.min(began_ms + i64::from(settings.absolute_hours) * HOUR_MS)
    }
}

/// An account that may sign in, with its roles in force.
async fn actor(read: &mut Read, id: AccountId) -> Result<Option<Actor>, StoreError> {
    let Some(account) = read.account(id).await?.filter(|a| a.disabled_at_ms.is_none()) else {
        return Ok(None);
    };
    let grants: Vec<Grant> = read
        .grants(id)
        .await?
        .into_iter()
        .filter(|g| g.role.is_at_hospital() == g.ccn.is_some())
        .map(|g| Grant { role: g.role, ccn: g.ccn })
        .collect();
    let must_set_up = grants.iter().any(|g| g.ccn.is_none())
        && read.passkeys(id).await?.is_empty()
        && read.n_recovery_codes_left(id).await? == 0;
    Ok(Some(Actor { account: id, name: account.name, email: account.email, grants, must_set_up }))
}
