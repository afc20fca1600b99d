//! People who ask to join a hospital, and what its administrator said. Giving the role is [`Write::give_role`].

use async_trait::async_trait;
use holdfast_core::model::{AccountId, HospitalScope, JoinId};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_HOSPITAL = "SELECT id, ccn, account_id, message, asked_at_ms, state, settled_at_ms, settled_by FROM join_request
        WHERE ccn = $1 ORDER BY asked_at_ms, id";
    WAITING = "SELECT id FROM join_request WHERE ccn = $1 AND account_id = $2 AND state = 'waiting'";
    ADD = "INSERT INTO join_request (id, ccn, account_id, message, asked_at_ms, state) VALUES ($1, $2, $3, $4, $5, 'waiting')";
    SETTLE = "UPDATE join_request SET state = $3, settled_by = $4, settled_at_ms = $5
        WHERE id = $1 AND ccn = $2 AND state = 'waiting'
        RETURNING id, ccn, account_id, message, asked_at_ms, state, settled_at_ms, settled_by";
}

/// Where a request to join stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinState {
    /// Nobody has answered.
    Waiting,
    /// Let in.
    Approved,
    /// Not let in.
    Refused,
}

impl JoinState {
    /// The key used in the table and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Waiting, Self::Approved, Self::Refused].into_iter().find(|s| s.key() == key)
    }
}

/// Someone's request to join a hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Its id.
    pub id: JoinId,
    /// Who asks.
    pub account: AccountId,
    /// What they wrote.
    pub message: String,
    /// When.
    pub asked_at_ms: i64,
    /// Where it stands.
    pub state: JoinState,
    /// When it was answered.
    pub settled_at_ms: Option<i64>,
    /// By whom.
    pub settled_by: Option<AccountId>,
}

/// Reads requests to join.
#[async_trait]
pub trait Joins {
    /// Requests to join the hospital, answered ones too, oldest first.
    async fn join_requests(&mut self, scope: HospitalScope) -> Result<Vec<JoinRequest>, StoreError>;
}

#[async_trait]
impl<C: Connected> Joins for C {
    async fn join_requests(&mut self, scope: HospitalScope) -> Result<Vec<JoinRequest>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(join_request).collect()
    }
}

impl Write {
    /// Adds a request, unless the same person's request waits already. Returns the id of the one that waits now.
    pub async fn ask_to_join(
        &mut self,
        scope: HospitalScope,
        id: JoinId,
        account: AccountId,
        message: &str,
        now_ms: i64,
    ) -> Result<JoinId, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let waiting: Option<i64> =
            sqlx::query_scalar(WAITING).bind(&ccn).bind(account.0).fetch_optional(self.connection()).await?;
        if let Some(id) = waiting {
            return Ok(JoinId(id));
        }
        let insert = sqlx::query(ADD).bind(id.0).bind(ccn).bind(account.0).bind(message).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(id)
    }

    /// Answers a request to join. `None` when it is not the hospital's, or was answered before.
    pub async fn settle_join(
        &mut self,
        scope: HospitalScope,
        id: JoinId,
        approve: bool,
        by: AccountId,
        now_ms: i64,
    ) -> Result<Option<JoinRequest>, StoreError> {
        let state = if approve { JoinState::Approved } else { JoinState::Refused };
        let update = sqlx::query(SETTLE)
            .bind(id.0)
            .bind(scope.ccn().as_str().to_owned())
            .bind(state.key())
            .bind(by.0)
            .bind(now_ms);
        update.fetch_optional(self.connection()).await?.as_ref().map(join_request).transpose()
    }
}

fn join_request(row: &SqliteRow) -> Result<JoinRequest, StoreError> {
    let at = At::new(row, "join_request", "id");
    Ok(JoinRequest {
        id: JoinId(at.get("id")?),
        account: AccountId(at.get("account_id")?),
        message: at.get("message")?,
        asked_at_ms: at.get("asked_at_ms")?,
        state: at.known("state", JoinState::from_key)?,
        settled_at_ms: at.get("settled_at_ms")?,
        settled_by: at.get::<Option<i64>>("settled_by")?.map(AccountId),
    })
}
