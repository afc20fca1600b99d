//! The agents that speak for devices, by key, and the tokens machines enrol with. It checks no signature and makes no secret.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, AgentState, Ccn, DeviceId, DeviceStanding, HospitalScope};
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::text;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    POLICY = "SELECT ccn, every_s, bytes_a_day FROM device_policy WHERE ccn = $1";
    SET_POLICY = "INSERT INTO device_policy (ccn, every_s, bytes_a_day, set_by, at_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (ccn) DO UPDATE SET every_s = excluded.every_s, bytes_a_day = excluded.bytes_a_day, set_by = excluded.set_by,
            at_ms = excluded.at_ms";
    AGENT = "SELECT id, ccn, standing, public_key, hardware, seq, base, is_cloned FROM device
        WHERE id = $1 AND public_key IS NOT NULL AND retired_at_ms IS NULL";
    AGENT_BY_KEY = "SELECT id, ccn, standing, public_key, hardware, seq, base, is_cloned FROM device
        WHERE public_key = $1 AND retired_at_ms IS NULL";
    TOKENS = "SELECT id, label, most, n_used, made_at_ms, ends_at_ms FROM enrolment_token WHERE ccn = $1 ORDER BY id DESC LIMIT 100";
    ADD_TOKEN = "INSERT INTO enrolment_token (ccn, token_hash, label, most, made_by, made_at_ms, ends_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    USE_TOKEN = "UPDATE enrolment_token SET n_used = n_used + 1
        WHERE token_hash = $1 AND n_used < most AND ends_at_ms > $2 RETURNING ccn, label";
    END_TOKEN = "UPDATE enrolment_token SET ends_at_ms = $3 WHERE ccn = $1 AND id = $2 AND ends_at_ms > $3";
}

/// An agent as the portal knows it: whose it is, by which key, and how far its messages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAgent {
    /// Its device.
    pub device: DeviceId,
    /// The hospital it belongs to.
    pub ccn: Ccn,
    /// The public half of its key, in base64.
    pub public_key: String,
    /// How far it is.
    pub state: AgentState,
}

/// A token machines enrol with, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentToken {
    /// Its row.
    pub id: i64,
    /// What a person calls it.
    pub label: String,
    /// So many machines may use it.
    pub most: u32,
    /// So many did.
    pub n_used: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// A token to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewEnrolmentToken<'a> {
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: &'a str,
    /// What a person calls it.
    pub label: &'a str,
    /// So many machines may use it.
    pub most: u32,
    /// Who made it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// How often agents check in, and what they may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DevicePolicy {
    /// Seconds from one message to the next.
    pub every_s: u32,
    /// Bytes each agent may send and receive in a day.
    pub bytes_a_day: u64,
}

/// Reads agents and tokens.
#[async_trait]
pub trait Agents {
    /// Tokens to enrol with, newest first, ended ones too, up to a hundred.
    async fn enrolment_tokens(&mut self, scope: HospitalScope) -> Result<Vec<EnrolmentToken>, StoreError>;
    /// How often its agents check in; `None` when nobody said.
    async fn device_policy(&mut self, scope: HospitalScope) -> Result<Option<DevicePolicy>, StoreError>;
    /// The agent of a device, for signing in: whose it is follows from it.
    async fn agent(&mut self, id: DeviceId) -> Result<Option<KnownAgent>, StoreError>;
    /// The same by its key.
    async fn agent_by_key(&mut self, public_key: &str) -> Result<Option<KnownAgent>, StoreError>;
}

#[async_trait]
impl<C: Connected> Agents for C {
    async fn enrolment_tokens(&mut self, scope: HospitalScope) -> Result<Vec<EnrolmentToken>, StoreError> {
        let rows = sqlx::query(TOKENS).bind(text(scope)).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "enrolment_token", "id");
                Ok(EnrolmentToken {
                    id: at.get("id")?,
                    label: at.get("label")?,
                    most: at.get("most")?,
                    n_used: at.get("n_used")?,
                    made_at: at.moment_ms("made_at_ms")?,
                    ends_at: at.moment_ms("ends_at_ms")?,
                })
            })
            .collect()
    }

    async fn device_policy(&mut self, scope: HospitalScope) -> Result<Option<DevicePolicy>, StoreError> {
        let row = sqlx::query(POLICY).bind(text(scope)).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let at = At::new(&row, "device_policy", "ccn");
        let bytes_a_day = u64::try_from(at.get::<i64>("bytes_a_day")?).unwrap_or(0);
        Ok(Some(DevicePolicy { every_s: at.get("every_s")?, bytes_a_day }))
    }

    async fn agent(&mut self, id: DeviceId) -> Result<Option<KnownAgent>, StoreError> {
        let row = sqlx::query(AGENT).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(agent).transpose()
    }

    async fn agent_by_key(&mut self, public_key: &str) -> Result<Option<KnownAgent>, StoreError> {
        let query = sqlx::query(AGENT_BY_KEY).bind(public_key.to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(agent).transpose()
    }
}

impl Write {
    /// Says how often agents check in, and what they may send.
    pub async fn set_device_policy(
        &mut self,
        scope: HospitalScope,
        policy: DevicePolicy,
        by: AccountId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(SET_POLICY)
            .bind(text(scope))
            .bind(policy.every_s)
            .bind(i64::try_from(policy.bytes_a_day).unwrap_or(i64::MAX))
            .bind(by.0)
            .bind(at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps a token to enrol with, and returns its row.
    pub async fn add_enrolment_token(
        &mut self,
        scope: HospitalScope,
        new: NewEnrolmentToken<'_>,
    ) -> Result<i64, StoreError> {
        let row = sqlx::query(ADD_TOKEN)
            .bind(text(scope))
            .bind(new.token_hash.to_owned())
            .bind(new.label.to_owned())
            .bind(new.most)
            .bind(new.by.0)
            .bind(new.at.as_millisecond())
            .bind(new.ends_at.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get("id")?)
    }

    /// Uses a token once more: the hospital it is of, and what it is called. `None` when there is none, it ended or is used up.
    pub async fn use_enrolment_token(
        &mut self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<(Ccn, String)>, StoreError> {
        let query = sqlx::query(USE_TOKEN).bind(token_hash.to_owned()).bind(now.as_millisecond());
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        let at = At::new(&row, "enrolment_token", "label");
        Ok(Some((at.parse("ccn", Ccn::parse)?, at.get("label")?)))
    }

    /// Ends a token now. False when it had ended.
    pub async fn end_enrolment_token(
        &mut self,
        scope: HospitalScope,
        id: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(END_TOKEN).bind(text(scope)).bind(id).bind(now.as_millisecond());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }
}

fn agent(row: &SqliteRow) -> Result<KnownAgent, StoreError> {
    let at = At::new(row, "device", "id");
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(KnownAgent {
        device: DeviceId(at.get("id")?),
        ccn: at.parse("ccn", Ccn::parse)?,
        public_key: at.get("public_key")?,
        state: AgentState {
            standing: at.known("standing", DeviceStanding::from_key)?,
            hardware: at.get("hardware")?,
            seq: number(at.get("seq")?),
            base: at.get::<Option<i64>>("base")?.map(number),
            is_cloned: at.get("is_cloned")?,
        },
    })
}
