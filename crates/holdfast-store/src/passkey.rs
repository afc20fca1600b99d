//! Passkeys, the recovery codes that stand in for them, and exchanges under way. It checks no signature.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, PasskeyId};
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_ACCOUNT = "SELECT id, account_id, label, credential_id, body, created_at_ms, last_used_at_ms FROM passkey
        WHERE account_id = $1 ORDER BY created_at_ms, id";
    BY_CREDENTIAL = "SELECT id, account_id, label, credential_id, body, created_at_ms, last_used_at_ms FROM passkey
        WHERE credential_id = $1";
    CODES_LEFT = "SELECT count(*) FROM recovery_code WHERE account_id = $1 AND used_at_ms IS NULL";
    ADD = "INSERT INTO passkey (id, account_id, label, credential_id, body, created_at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    USE = "UPDATE passkey SET body = $2, last_used_at_ms = $3 WHERE id = $1";
    RENAME = "UPDATE passkey SET label = $3 WHERE account_id = $1 AND id = $2";
    REMOVE = "DELETE FROM passkey WHERE account_id = $1 AND id = $2";
    DROP_CODES = "DELETE FROM recovery_code WHERE account_id = $1";
    ADD_CODE = "INSERT INTO recovery_code (account_id, hash, created_at_ms) VALUES ($1, $2, $3)";
    USE_CODE = "UPDATE recovery_code SET used_at_ms = $3 WHERE account_id = $1 AND hash = $2 AND used_at_ms IS NULL";
    ADD_CEREMONY = "INSERT INTO ceremony (id, kind, body, expires_at_ms) VALUES ($1, $2, $3, $4)";
    TAKE_CEREMONY = "DELETE FROM ceremony WHERE id = $1 AND kind = $2 RETURNING id, body, expires_at_ms";
}

/// A passkey.
#[derive(Clone, Debug, PartialEq)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Whose.
    pub account: AccountId,
    /// What its owner calls it.
    pub label: String,
    /// The credential's own id, base64url.
    pub credential_id: String,
    /// The credential, as the sign-in keeps it.
    pub body: Value,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it was last used.
    pub last_used_at_ms: Option<i64>,
}

/// Reads passkeys and counts recovery codes.
#[async_trait]
pub trait Passkeys {
    /// A person's passkeys, oldest first.
    async fn passkeys(&mut self, account: AccountId) -> Result<Vec<Passkey>, StoreError>;
    /// A passkey by the credential's own id, base64url.
    async fn passkey_by_credential(&mut self, credential_id: &str) -> Result<Option<Passkey>, StoreError>;
    /// Recovery codes not used yet.
    async fn n_recovery_codes_left(&mut self, account: AccountId) -> Result<u32, StoreError>;
}

#[async_trait]
impl<C: Connected> Passkeys for C {
    async fn passkeys(&mut self, account: AccountId) -> Result<Vec<Passkey>, StoreError> {
        let rows = sqlx::query(OF_ACCOUNT).bind(account.0).fetch_all(self.connection()).await?;
        rows.iter().map(passkey).collect()
    }

    async fn passkey_by_credential(&mut self, credential_id: &str) -> Result<Option<Passkey>, StoreError> {
        let row = sqlx::query(BY_CREDENTIAL).bind(credential_id).fetch_optional(self.connection()).await?;
        row.as_ref().map(passkey).transpose()
    }

    async fn n_recovery_codes_left(&mut self, account: AccountId) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(CODES_LEFT).bind(account.0).fetch_one(self.connection()).await?)
    }
}

impl Write {
    /// Adds a passkey. [`StoreError::Duplicate`] when the credential is known.
    pub async fn add_passkey(&mut self, new: &Passkey) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.account.0)
            .bind(&new.label)
            .bind(&new.credential_id)
            .bind(Json(&new.body))
            .bind(new.created_at_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes a sign-in with a passkey and keeps the credential's new counters. False when it is gone.
    pub async fn use_passkey(
        &mut self,
        id: PasskeyId,
        body: &Value,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let done =
            sqlx::query(USE).bind(id.0).bind(Json(body)).bind(now_ms).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives a person's passkey another label. False when they have no such passkey.
    pub async fn rename_passkey(
        &mut self,
        account: AccountId,
        id: PasskeyId,
        label: &str,
    ) -> Result<bool, StoreError> {
        let done =
            sqlx::query(RENAME).bind(account.0).bind(id.0).bind(label).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes a person's passkey. False when they have no such passkey.
    pub async fn remove_passkey(&mut self, account: AccountId, id: PasskeyId) -> Result<bool, StoreError> {
        let done = sqlx::query(REMOVE).bind(account.0).bind(id.0).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts new recovery codes in place of all earlier ones, used or not. `hashes`: digests, never the codes.
    pub async fn replace_recovery_codes(
        &mut self,
        account: AccountId,
        hashes: &[String],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(DROP_CODES).bind(account.0).execute(self.connection()).await?;
        for hash in hashes {
            sqlx::query(ADD_CODE).bind(account.0).bind(hash).bind(now_ms).execute(self.connection()).await?;
        }
        Ok(())
    }

    /// Uses a recovery code. False when it is not one of the person's, or was used before.
    pub async fn use_recovery_code(
        &mut self,
        account: AccountId,
        hash: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let done =
            sqlx::query(USE_CODE).bind(account.0).bind(hash).bind(now_ms).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Keeps the state of a passkey exchange until its answer comes.
    pub async fn add_ceremony(
        &mut self,
        id: &str,
        kind: &str,
        body: &Value,
        expires_at_ms: i64,
    ) -> Result<(), StoreError> {
        let insert = sqlx::query(ADD_CEREMONY).bind(id).bind(kind).bind(Json(body)).bind(expires_at_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }

    /// Takes the state of an exchange, once. `None` when it is unknown, of another kind, taken before, or past its time.
    pub async fn take_ceremony(
        &mut self,
        id: &str,
        kind: &str,
        now_ms: i64,
    ) -> Result<Option<Value>, StoreError> {
        let taken = sqlx::query(TAKE_CEREMONY).bind(id).bind(kind).fetch_optional(self.connection()).await?;
        let Some(row) = taken else { return Ok(None) };
        let at = At::new(&row, "ceremony", "id");
        if at.get::<i64>("expires_at_ms")? <= now_ms { Ok(None) } else { at.json("body").map(Some) }
    }
}

fn passkey(row: &SqliteRow) -> Result<Passkey, StoreError> {
    let at = At::new(row, "passkey", "id");
    Ok(Passkey {
        id: PasskeyId(at.get("id")?),
        account: AccountId(at.get("account_id")?),
        label: at.get("label")?,
        credential_id: at.get("credential_id")?,
        body: at.json("body")?,
        created_at_ms: at.get("created_at_ms")?,
        last_used_at_ms: at.get("last_used_at_ms")?,
    })
}
