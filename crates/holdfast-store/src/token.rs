//! Links that work once, and tokens for programs. It mails nothing and makes no secret.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, Ccn, HospitalScope, TokenId};
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    LINK = "SELECT purpose, body, created_at_ms, expires_at_ms, used_at_ms FROM link_token
        WHERE token_hash = $1 AND purpose = $2";
    ADD_LINK = "INSERT INTO link_token (token_hash, purpose, body, created_at_ms, expires_at_ms) VALUES ($1, $2, $3, $4, $5)";
    USE_LINK = "UPDATE link_token SET used_at_ms = $3
        WHERE token_hash = $1 AND purpose = $2 AND used_at_ms IS NULL AND expires_at_ms > $3
        RETURNING purpose, body";
    LINKS_OF = "SELECT created_at_ms FROM link_token
        WHERE purpose = $1 AND json_extract(body, '$.ccn') = $2 AND used_at_ms IS NULL AND expires_at_ms > $3
        ORDER BY created_at_ms";
    END_LINKS_OF = "UPDATE link_token SET used_at_ms = $3
        WHERE purpose = $1 AND json_extract(body, '$.ccn') = $2 AND used_at_ms IS NULL";
    OPEN_LINKS = "SELECT token_hash, purpose, body, created_at_ms, expires_at_ms FROM link_token
        WHERE purpose = $1 AND coalesce(json_extract(body, '$.ccn'), '') = $2 AND used_at_ms IS NULL AND expires_at_ms > $3
        ORDER BY created_at_ms, token_hash";
    END_LINK = "UPDATE link_token SET expires_at_ms = $3
        WHERE token_hash = $1 AND purpose = $2 AND used_at_ms IS NULL AND expires_at_ms > $3";
    END_LINKS = "UPDATE link_token SET expires_at_ms = $2 WHERE purpose = $1 AND used_at_ms IS NULL AND expires_at_ms > $2";
    API_LIVE = "SELECT t.id, t.account_id, t.label, t.created_at_ms, t.expires_at_ms, t.last_used_at_ms, t.revoked_at_ms
        FROM api_token t JOIN account a ON a.id = t.account_id
        WHERE t.token_hash = $1 AND t.revoked_at_ms IS NULL AND (t.expires_at_ms IS NULL OR t.expires_at_ms > $2)
            AND a.disabled_at_ms IS NULL";
    API_OF_ACCOUNT = "SELECT id, account_id, label, created_at_ms, expires_at_ms, last_used_at_ms, revoked_at_ms
        FROM api_token WHERE account_id = $1 ORDER BY created_at_ms, id";
    ADD_API = "INSERT INTO api_token (id, account_id, label, token_hash, created_at_ms, expires_at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    TOUCH_API = "UPDATE api_token SET last_used_at_ms = $2 WHERE id = $1";
    REVOKE_ALL_API = "UPDATE api_token SET revoked_at_ms = $2 WHERE account_id = $1 AND revoked_at_ms IS NULL";
    REVOKE_API = "UPDATE api_token SET revoked_at_ms = $3 WHERE account_id = $1 AND id = $2 AND revoked_at_ms IS NULL";
}

/// What became of a link someone followed.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// It is good. From [`Write::use_link`]: and from now on it is used.
    Good(Value),
    /// Someone used it before.
    UsedBefore {
        /// When.
        at_ms: i64,
    },
    /// It ran out.
    Expired {
        /// When.
        at_ms: i64,
    },
    /// There is no such link for this purpose.
    Unknown,
}

/// A link nobody has used yet.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLink {
    /// The digest of its token, to end it with.
    pub token_hash: String,
    /// What it is for.
    pub body: Value,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ends by itself.
    pub expires_at_ms: i64,
}

/// A token a program signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: TokenId,
    /// Whose rights it has.
    pub account: AccountId,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ends by itself; `None` for never.
    pub expires_at_ms: Option<i64>,
    /// When it was last used.
    pub last_used_at_ms: Option<i64>,
    /// When it was revoked.
    pub revoked_at_ms: Option<i64>,
}

/// Reads links and API tokens by their digests.
#[async_trait]
pub trait Tokens {
    /// Looks at a link without using it, as a page does before its button is pressed.
    async fn link(&mut self, token_hash: &str, purpose: &str, now_ms: i64) -> Result<Link, StoreError>;
    /// When each link of a purpose was made for the hospital its body names as `ccn`, oldest first; those in force alone.
    async fn links_of(
        &mut self,
        purpose: &str,
        scope: HospitalScope,
        now_ms: i64,
    ) -> Result<Vec<i64>, StoreError>;
    /// Links of a purpose that can be used now, oldest first: those whose body names the hospital as `ccn`, or with
    /// `None` those that name none.
    async fn open_links(
        &mut self,
        purpose: &str,
        ccn: Option<Ccn>,
        now_ms: i64,
    ) -> Result<Vec<OpenLink>, StoreError>;
    /// The API token with this digest, if it is in force now and its account may sign in.
    async fn api_token(&mut self, token_hash: &str, now_ms: i64) -> Result<Option<ApiToken>, StoreError>;
    /// A person's API tokens, revoked ones too, oldest first.
    async fn api_tokens(&mut self, account: AccountId) -> Result<Vec<ApiToken>, StoreError>;
}

#[async_trait]
impl<C: Connected> Tokens for C {
    async fn link(&mut self, token_hash: &str, purpose: &str, now_ms: i64) -> Result<Link, StoreError> {
        let row = sqlx::query(LINK).bind(token_hash).bind(purpose).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(Link::Unknown) };
        let at = At::new(&row, "link_token", "created_at_ms"); // never the digest: it is a secret
        let expires_at_ms: i64 = at.get("expires_at_ms")?;
        match at.get::<Option<i64>>("used_at_ms")? {
            Some(at_ms) => Ok(Link::UsedBefore { at_ms }),
            None if expires_at_ms <= now_ms => Ok(Link::Expired { at_ms: expires_at_ms }),
            None => at.json("body").map(Link::Good),
        }
    }

    async fn links_of(
        &mut self,
        purpose: &str,
        scope: HospitalScope,
        now_ms: i64,
    ) -> Result<Vec<i64>, StoreError> {
        let query =
            sqlx::query_scalar(LINKS_OF).bind(purpose).bind(scope.ccn().as_str().to_owned()).bind(now_ms);
        Ok(query.fetch_all(self.connection()).await?)
    }

    async fn open_links(
        &mut self,
        purpose: &str,
        ccn: Option<Ccn>,
        now_ms: i64,
    ) -> Result<Vec<OpenLink>, StoreError> {
        let ccn = ccn.map(|c| c.as_str().to_owned()).unwrap_or_default();
        let query = sqlx::query(OPEN_LINKS).bind(purpose).bind(ccn).bind(now_ms);
        query.fetch_all(self.connection()).await?.iter().map(open_link).collect()
    }

    async fn api_token(&mut self, token_hash: &str, now_ms: i64) -> Result<Option<ApiToken>, StoreError> {
        let row =
            sqlx::query(API_LIVE).bind(token_hash).bind(now_ms).fetch_optional(self.connection()).await?;
        row.as_ref().map(api_token).transpose()
    }

    async fn api_tokens(&mut self, account: AccountId) -> Result<Vec<ApiToken>, StoreError> {
        let rows = sqlx::query(API_OF_ACCOUNT).bind(account.0).fetch_all(self.connection()).await?;
        rows.iter().map(api_token).collect()
    }
}

impl Write {
    /// Adds a link. `purpose` keeps a link for one thing from opening another; `body` says what it is for.
    pub async fn add_link(
        &mut self,
        token_hash: &str,
        purpose: &str,
        body: &Value,
        now_ms: i64,
        expires_at_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD_LINK)
            .bind(token_hash)
            .bind(purpose)
            .bind(Json(body))
            .bind(now_ms)
            .bind(expires_at_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Uses a link: of any number of tries at once, one gets [`Link::Good`].
    pub async fn use_link(
        &mut self,
        token_hash: &str,
        purpose: &str,
        now_ms: i64,
    ) -> Result<Link, StoreError> {
        let update = sqlx::query(USE_LINK).bind(token_hash).bind(purpose).bind(now_ms);
        match update.fetch_optional(self.connection()).await? {
            Some(row) => At::new(&row, "link_token", "purpose").json("body").map(Link::Good),
            None => self.link(token_hash, purpose, now_ms).await,
        }
    }

    /// Ends one unused link. False when it was used, had ended, or is for something else.
    pub async fn end_link(
        &mut self,
        token_hash: &str,
        purpose: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(END_LINK).bind(token_hash).bind(purpose).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Ends every unused link of a purpose, such as earlier operator links. Returns how many.
    pub async fn end_links(&mut self, purpose: &str, now_ms: i64) -> Result<u64, StoreError> {
        let done = sqlx::query(END_LINKS).bind(purpose).bind(now_ms).execute(self.connection()).await?;
        Ok(done.rows_affected())
    }

    /// Ends every link of a purpose made for the hospital its body names as `ccn`. Returns how many.
    pub async fn end_links_of(
        &mut self,
        purpose: &str,
        scope: HospitalScope,
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        let update =
            sqlx::query(END_LINKS_OF).bind(purpose).bind(scope.ccn().as_str().to_owned()).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected())
    }

    /// Adds an API token.
    pub async fn add_api_token(
        &mut self,
        id: TokenId,
        account: AccountId,
        label: &str,
        token_hash: &str,
        now_ms: i64,
        expires_at_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD_API)
            .bind(id.0)
            .bind(account.0)
            .bind(label)
            .bind(token_hash)
            .bind(now_ms)
            .bind(expires_at_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes that an API token was used.
    pub async fn touch_api_token(&mut self, id: TokenId, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query(TOUCH_API).bind(id.0).bind(now_ms).execute(self.connection()).await?;
        Ok(())
    }

    /// Revokes a person's API token. False when it is not theirs, or was revoked before.
    pub async fn revoke_api_token(
        &mut self,
        account: AccountId,
        id: TokenId,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(REVOKE_API).bind(account.0).bind(id.0).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Revokes every API token of a person. Returns how many were in force or had only run out.
    pub async fn revoke_api_tokens(&mut self, account: AccountId, now_ms: i64) -> Result<u64, StoreError> {
        let update = sqlx::query(REVOKE_ALL_API).bind(account.0).bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected())
    }
}

fn open_link(row: &SqliteRow) -> Result<OpenLink, StoreError> {
    let at = At::new(row, "link_token", "created_at_ms"); // never the digest: it is a secret
    Ok(OpenLink {
        token_hash: at.get("token_hash")?,
        body: at.json("body")?,
        created_at_ms: at.get("created_at_ms")?,
        expires_at_ms: at.get("expires_at_ms")?,
    })
}

fn api_token(row: &SqliteRow) -> Result<ApiToken, StoreError> {
    let at = At::new(row, "api_token", "id");
    Ok(ApiToken {
        id: TokenId(at.get("id")?),
        account: AccountId(at.get("account_id")?),
        label: at.get("label")?,
        created_at_ms: at.get("created_at_ms")?,
        expires_at_ms: at.get("expires_at_ms")?,
        last_used_at_ms: at.get("last_used_at_ms")?,
        revoked_at_ms: at.get("revoked_at_ms")?,
    })
}
