//! Sessions: who is signed in, until when. It sets no cookie.

use async_trait::async_trait;
use holdfast_core::model::AccountId;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    LIVE = "SELECT s.token_hash, s.account_id, s.created_at_ms, s.last_seen_at_ms, s.expires_at_ms, s.revoked_at_ms, s.user_agent
        FROM session s JOIN account a ON a.id = s.account_id
        WHERE s.token_hash = $1 AND s.revoked_at_ms IS NULL AND s.expires_at_ms > $2 AND a.disabled_at_ms IS NULL";
    OF_ACCOUNT = "SELECT token_hash, account_id, created_at_ms, last_seen_at_ms, expires_at_ms, revoked_at_ms, user_agent
        FROM session WHERE account_id = $1 AND revoked_at_ms IS NULL AND expires_at_ms > $2 ORDER BY last_seen_at_ms DESC";
    ADD = "INSERT INTO session (token_hash, account_id, created_at_ms, last_seen_at_ms, expires_at_ms, user_agent)
        VALUES ($1, $2, $3, $3, $4, $5)";
    TOUCH = "UPDATE session SET last_seen_at_ms = $2, expires_at_ms = $3 WHERE token_hash = $1 AND revoked_at_ms IS NULL";
    REVOKE = "UPDATE session SET revoked_at_ms = $3
        WHERE account_id = $1 AND token_hash = $2 AND revoked_at_ms IS NULL";
    REVOKE_ALL = "UPDATE session SET revoked_at_ms = $3
        WHERE account_id = $1 AND token_hash <> $2 AND revoked_at_ms IS NULL";
}

/// The longest browser name kept.
const USER_AGENT_CHARS: usize = 200;

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of its token.
    pub token_hash: String,
    /// Whose.
    pub account: AccountId,
    /// When they signed in.
    pub created_at_ms: i64,
    /// When it was last used.
    pub last_seen_at_ms: i64,
    /// When it ends by itself.
    pub expires_at_ms: i64,
    /// When it was ended.
    pub revoked_at_ms: Option<i64>,
    /// What the browser calls itself, cut short.
    pub user_agent: String,
}

/// Reads sessions.
#[async_trait]
pub trait Sessions {
    /// The session of a token, if it is in force now and its account may sign in.
    async fn session(&mut self, token_hash: &str, now_ms: i64) -> Result<Option<Session>, StoreError>;
    /// A person's sessions in force, last used first.
    async fn sessions(&mut self, account: AccountId, now_ms: i64) -> Result<Vec<Session>, StoreError>;
}

#[async_trait]
impl<C: Connected> Sessions for C {
    async fn session(&mut self, token_hash: &str, now_ms: i64) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query(LIVE).bind(token_hash).bind(now_ms).fetch_optional(self.connection()).await?;
        row.as_ref().map(session).transpose()
    }

    async fn sessions(&mut self, account: AccountId, now_ms: i64) -> Result<Vec<Session>, StoreError> {
        let rows = sqlx::query(OF_ACCOUNT).bind(account.0).bind(now_ms).fetch_all(self.connection()).await?;
        rows.iter().map(session).collect()
    }
}

impl Write {
    /// Adds a session. The browser's name is cut to 200 characters.
    pub async fn add_session(
        &mut self,
        token_hash: &str,
        account: AccountId,
        user_agent: &str,
        now_ms: i64,
        expires_at_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(token_hash)
            .bind(account.0)
            .bind(now_ms)
            .bind(expires_at_ms)
            .bind(user_agent.chars().take(USER_AGENT_CHARS).collect::<String>())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes that a session was used, and when it now ends. False when it was ended.
    pub async fn touch_session(
        &mut self,
        token_hash: &str,
        now_ms: i64,
        expires_at_ms: i64,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(TOUCH).bind(token_hash).bind(now_ms).bind(expires_at_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Ends one of a person's sessions. False when it is not theirs, or ended before.
    pub async fn revoke_session(
        &mut self,
        account: AccountId,
        token_hash: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(REVOKE).bind(account.0).bind(token_hash).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Ends all of a person's sessions, but for the one with the digest `except`. Returns how many.
    pub async fn revoke_sessions(
        &mut self,
        account: AccountId,
        except: Option<&str>,
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        let update = sqlx::query(REVOKE_ALL).bind(account.0).bind(except.unwrap_or("")).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected())
    }
}

fn session(row: &SqliteRow) -> Result<Session, StoreError> {
    let at = At::new(row, "session", "account_id"); // never the digest: it is a secret
    Ok(Session {
        token_hash: at.get("token_hash")?,
        account: AccountId(at.get("account_id")?),
        created_at_ms: at.get("created_at_ms")?,
        last_seen_at_ms: at.get("last_seen_at_ms")?,
        expires_at_ms: at.get("expires_at_ms")?,
        revoked_at_ms: at.get("revoked_at_ms")?,
        user_agent: at.get("user_agent")?,
    })
}
