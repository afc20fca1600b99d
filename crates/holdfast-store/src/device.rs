//! Devices, what each source told of them, and how their agents were heard. What happened to a device is only
//! added to. It checks no signature and packs nothing: facts go in and come out as bytes.

mod agent;
mod pin_rule;

#[cfg(test)]
pub(crate) use agent::STATEMENTS as AGENT_STATEMENTS;
pub use agent::{Agents, DevicePolicy, EnrolmentToken, KnownAgent, NewEnrolmentToken};
pub use pin_rule::PinRules;
#[cfg(test)]
pub(crate) use pin_rule::STATEMENTS as PIN_RULE_STATEMENTS;

use std::collections::BTreeMap;

use async_trait::async_trait;
use holdfast_core::model::{
    AccountId, Device, DeviceEvent, DeviceId, DeviceStanding, FactsSource, HospitalScope, Pin, Told,
};
use holdfast_wire::device::{DeviceFacts, Health};
use jiff::Timestamp;
use serde_json::{Map, Value};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    DEVICES = "SELECT id, standing, heard_at_ms, health, brief, pin, is_unpinned, is_cloned FROM device
        WHERE ccn = $1 AND retired_at_ms IS NULL ORDER BY id";
    DEVICE = "SELECT id, standing, heard_at_ms, health, brief, pin, is_unpinned, is_cloned FROM device
        WHERE ccn = $1 AND id = $2 AND retired_at_ms IS NULL";
    COUNT = "SELECT count(*) AS n FROM device WHERE ccn = $1 AND retired_at_ms IS NULL";
    TOLD = "SELECT f.device_id, f.source, f.collector, f.observed_at_ms, f.received_at_ms
        FROM device_facts f JOIN device d ON d.id = f.device_id
        WHERE d.ccn = $1 AND d.retired_at_ms IS NULL";
    TOLD_OF = "SELECT f.device_id, f.source, f.collector, f.observed_at_ms, f.received_at_ms
        FROM device_facts f JOIN device d ON d.id = f.device_id WHERE d.ccn = $1 AND d.id = $2";
    FACTS = "SELECT f.source, f.collector, f.observed_at_ms, f.received_at_ms, f.facts
        FROM device_facts f JOIN device d ON d.id = f.device_id WHERE d.ccn = $1 AND d.id = $2 ORDER BY f.observed_at_ms";
    EVENTS = "SELECT e.seq, e.body FROM device_event e JOIN device d ON d.id = e.device_id
        WHERE d.ccn = $1 AND d.id = $2 ORDER BY e.seq DESC LIMIT $3";
    ADD = "INSERT INTO device (ccn, standing, public_key, hardware) VALUES ($1, $2, $3, $4) RETURNING id";
    STAND = "UPDATE device SET standing = $3 WHERE ccn = $1 AND id = $2 AND retired_at_ms IS NULL";
    GIVE_KEY = "UPDATE device SET public_key = $3, hardware = $4, standing = $5, seq = 0, base = NULL
        WHERE ccn = $1 AND id = $2 AND retired_at_ms IS NULL";
    HEARD = "UPDATE device SET seq = $2, base = $3, heard_at_ms = $4, health = $5 WHERE id = $1";
    SAME = "UPDATE device_facts SET observed_at_ms = $3, received_at_ms = $4, collector = $5
        WHERE device_id = $1 AND source = $2";
    PUT_FACTS = "INSERT INTO device_facts (device_id, source, collector, observed_at_ms, received_at_ms, facts)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (device_id, source) DO UPDATE SET collector = excluded.collector, observed_at_ms = excluded.observed_at_ms,
            received_at_ms = excluded.received_at_ms, facts = excluded.facts";
    BRIEF = "UPDATE device SET brief = $3 WHERE ccn = $1 AND id = $2";
    PIN = "UPDATE device SET pin = $3, is_unpinned = $3 IS NULL WHERE ccn = $1 AND id = $2 AND retired_at_ms IS NULL";
    CLONED = "UPDATE device SET is_cloned = $3 WHERE ccn = $1 AND id = $2";
    RETIRE = "UPDATE device SET retired_at_ms = $3, public_key = NULL WHERE ccn = $1 AND id = $2 AND retired_at_ms IS NULL";
    ADD_EVENT = "INSERT INTO device_event (device_id, body, done_by, at_ms)
        SELECT id, $3, $4, $5 FROM device WHERE ccn = $1 AND id = $2";
}

/// What a source told of a device, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFacts {
    /// Which source.
    pub source: FactsSource,
    /// When and by what.
    pub told: Told,
    /// The parts, packed as they were put in.
    pub packed: Vec<u8>,
}

/// That an agent's message was taken.
#[derive(Clone, Copy, Debug)]
pub struct HeardOf<'a> {
    /// Its number.
    pub seq: u64,
    /// The message whose facts are held now.
    pub base: Option<u64>,
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// How the agent is.
    pub health: &'a Health,
}

/// Reads a hospital's devices.
#[async_trait]
pub trait Devices {
    /// Every device that is not retired, in the order they came.
    async fn devices(&mut self, scope: HospitalScope) -> Result<Vec<Device>, StoreError>;
    /// One of them.
    async fn device(&mut self, scope: HospitalScope, id: DeviceId) -> Result<Option<Device>, StoreError>;
    /// How many there are.
    async fn count_devices(&mut self, scope: HospitalScope) -> Result<u64, StoreError>;
    /// Everything its sources told of one, the oldest first.
    async fn device_facts(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
    ) -> Result<Vec<KeptFacts>, StoreError>;
    /// What happened to one, newest first.
    async fn device_events(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        at_most: u32,
    ) -> Result<Vec<DeviceEvent>, StoreError>;
}

#[async_trait]
impl<C: Connected> Devices for C {
    async fn devices(&mut self, scope: HospitalScope) -> Result<Vec<Device>, StoreError> {
        let rows = sqlx::query(TOLD).bind(text(scope)).fetch_all(self.connection()).await?;
        let mut told = told_by_device(&rows)?;
        let rows = sqlx::query(DEVICES).bind(text(scope)).fetch_all(self.connection()).await?;
        rows.iter().map(|row| device(row, &mut told)).collect()
    }

    async fn device(&mut self, scope: HospitalScope, id: DeviceId) -> Result<Option<Device>, StoreError> {
        let rows = sqlx::query(TOLD_OF).bind(text(scope)).bind(id.0).fetch_all(self.connection()).await?;
        let mut told = told_by_device(&rows)?;
        let row = sqlx::query(DEVICE).bind(text(scope)).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(|row| device(row, &mut told)).transpose()
    }

    async fn count_devices(&mut self, scope: HospitalScope) -> Result<u64, StoreError> {
        let row = sqlx::query(COUNT).bind(text(scope)).fetch_one(self.connection()).await?;
        Ok(u64::try_from(row.try_get::<i64, _>("n")?).unwrap_or(0))
    }

    async fn device_facts(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
    ) -> Result<Vec<KeptFacts>, StoreError> {
        let rows = sqlx::query(FACTS).bind(text(scope)).bind(id.0).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "device_facts", "source");
                let (source, told) = telling(&at)?;
                Ok(KeptFacts { source, told, packed: at.get("facts")? })
            })
            .collect()
    }

    async fn device_events(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        at_most: u32,
    ) -> Result<Vec<DeviceEvent>, StoreError> {
        let query = sqlx::query(EVENTS).bind(text(scope)).bind(id.0).bind(at_most);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "device_event", "seq").json("body")).collect()
    }
}

impl Write {
    /// Adds a device. `agent`: its public key in base64 and which machine that was made on.
    pub async fn add_device(
        &mut self,
        scope: HospitalScope,
        standing: DeviceStanding,
        agent: Option<(&str, &str)>,
    ) -> Result<DeviceId, StoreError> {
        let row = sqlx::query(ADD)
            .bind(text(scope))
            .bind(standing.key())
            .bind(agent.map(|(key, _)| key.to_owned()))
            .bind(agent.map_or(String::new(), |(_, hardware)| hardware.to_owned()))
            .fetch_one(self.connection())
            .await?;
        Ok(DeviceId(row.try_get("id")?))
    }

    /// Says how a device stands from now on. False when the hospital has no such device.
    pub async fn stand_device(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        standing: DeviceStanding,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(STAND).bind(text(scope)).bind(id.0).bind(standing.key());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Gives a device an agent with a new key, whose messages count from the start. [`StoreError::Duplicate`] when another has that key.
    pub async fn give_device_key(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        (public_key, hardware): (&str, &str),
        standing: DeviceStanding,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(GIVE_KEY)
            .bind(text(scope))
            .bind(id.0)
            .bind(public_key.to_owned())
            .bind(hardware.to_owned())
            .bind(standing.key());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Notes that an agent's message was taken.
    pub async fn hear_device(&mut self, id: DeviceId, heard: HeardOf<'_>) -> Result<(), StoreError> {
        sqlx::query(HEARD)
            .bind(id.0)
            .bind(whole(heard.seq))
            .bind(heard.base.map(whole))
            .bind(heard.at.as_millisecond())
            .bind(Json(heard.health))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes that what a source told is still so.
    pub async fn confirm_device_facts(
        &mut self,
        id: DeviceId,
        source: FactsSource,
        told: &Told,
    ) -> Result<(), StoreError> {
        sqlx::query(SAME)
            .bind(id.0)
            .bind(source.key())
            .bind(told.observed_at.as_millisecond())
            .bind(told.received_at.as_millisecond())
            .bind(told.collector.clone())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps what a source told, in the place of what it told before.
    pub async fn put_device_facts(
        &mut self,
        id: DeviceId,
        source: FactsSource,
        told: &Told,
        packed: &[u8],
    ) -> Result<(), StoreError> {
        sqlx::query(PUT_FACTS)
            .bind(id.0)
            .bind(source.key())
            .bind(told.collector.clone())
            .bind(told.observed_at.as_millisecond())
            .bind(told.received_at.as_millisecond())
            .bind(packed.to_owned())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps what all sources together know of a device.
    pub async fn put_device_brief(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        brief: &Map<String, Value>,
    ) -> Result<(), StoreError> {
        sqlx::query(BRIEF).bind(text(scope)).bind(id.0).bind(Json(brief)).execute(self.connection()).await?;
        Ok(())
    }

    /// Says that a vendor pins a device, or with `None` that none does, whatever rules say. False when the hospital has no such device.
    pub async fn pin_device(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        pin: Option<&Pin>,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(PIN).bind(text(scope)).bind(id.0).bind(pin.map(Json));
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Notes whether two machines use a device's key.
    pub async fn mark_device_cloned(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        is_cloned: bool,
    ) -> Result<(), StoreError> {
        sqlx::query(CLONED).bind(text(scope)).bind(id.0).bind(is_cloned).execute(self.connection()).await?;
        Ok(())
    }

    /// Takes a device out of the count for good, and its agent's key with it. False when the hospital has no such device.
    pub async fn retire_device(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(RETIRE).bind(text(scope)).bind(id.0).bind(now.as_millisecond());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Adds something that happened to a device. False when the hospital has no such device.
    pub async fn add_device_event(
        &mut self,
        scope: HospitalScope,
        id: DeviceId,
        event: &DeviceEvent,
        by: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(ADD_EVENT)
            .bind(text(scope))
            .bind(id.0)
            .bind(Json(event))
            .bind(by.map(|b| b.0))
            .bind(event.at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

type ToldByDevice = BTreeMap<i64, BTreeMap<FactsSource, Told>>;

fn told_by_device(rows: &[SqliteRow]) -> Result<ToldByDevice, StoreError> {
    let mut all = ToldByDevice::new();
    for row in rows {
        let at = At::new(row, "device_facts", "device_id");
        let (source, told) = telling(&at)?;
        all.entry(at.get("device_id")?).or_default().insert(source, told);
    }
    Ok(all)
}

fn telling(at: &At<'_>) -> Result<(FactsSource, Told), StoreError> {
    let told = Told {
        collector: at.get("collector")?,
        observed_at: at.moment_ms("observed_at_ms")?,
        received_at: at.moment_ms("received_at_ms")?,
    };
    Ok((at.known("source", FactsSource::from_key)?, told))
}

fn device(row: &SqliteRow, told: &mut ToldByDevice) -> Result<Device, StoreError> {
    let at = At::new(row, "device", "id");
    let id: i64 = at.get("id")?;
    Ok(Device {
        id: DeviceId(id),
        standing: at.known("standing", DeviceStanding::from_key)?,
        brief: at.json::<DeviceFacts>("brief")?,
        told: told.remove(&id).unwrap_or_default(),
        heard_at: at.maybe_moment_ms("heard_at_ms")?,
        health: at.get::<Option<Json<Health>>>("health")?.map(|j| j.0),
        pin: at.get::<Option<Json<Pin>>>("pin")?.map(|j| j.0),
        pinned_by: None,
        is_unpinned: at.get("is_unpinned")?,
        is_cloned: at.get("is_cloned")?,
    })
}

/// A number of SQLite, which has no larger ones.
fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn text(scope: HospitalScope) -> String {
    scope.ccn().to_string()
}
