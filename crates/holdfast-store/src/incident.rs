//! Security cases with what happened to them, findings, the files they came in, and the machines that care depends on. All but the
//! list of machines is only added to; a finding without a case may be put in one, and then stays there.

use std::collections::BTreeMap;

use async_trait::async_trait;
use holdfast_core::decide::incident::Kept;
use holdfast_core::model::{
    AccountId, CareMachine, Detection, HospitalScope, Incident, IncidentEvent, IncidentId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    INCIDENTS = "SELECT id, number, opened_at_ms FROM incident WHERE ccn = $1 ORDER BY number";
    EVENTS = "SELECT e.seq, e.incident_id, e.body FROM incident_event e JOIN incident i ON i.id = e.incident_id
        WHERE i.ccn = $1 ORDER BY e.seq";
    ADD = "INSERT INTO incident (ccn, number, opened_at_ms)
        SELECT $1, coalesce(max(number), 0) + 1, $2 FROM incident WHERE ccn = $1 RETURNING id, number";
    ADD_EVENT = "INSERT INTO incident_event (incident_id, body, done_by, at_ms)
        SELECT id, $3, $4, $5 FROM incident WHERE ccn = $1 AND id = $2";
    DETECTIONS = "SELECT id, body FROM detection WHERE ccn = $1 AND incident_id = $2 ORDER BY first_at_ms, id";
    NEAR = "SELECT id, incident_id, body FROM detection
        WHERE ccn = $1 AND last_at_ms >= $2 AND first_at_ms <= $3 ORDER BY id";
    SEEN = "SELECT id, body FROM detection WHERE ccn = $1 AND incident_id IS NULL ORDER BY last_at_ms DESC, id DESC LIMIT $2";
    COUNT = "SELECT count(*) AS n, coalesce(sum(CASE WHEN incident_id IS NULL THEN 1 ELSE 0 END), 0) AS n_seen
        FROM detection WHERE ccn = $1";
    KNOWN = "SELECT id FROM detection WHERE ccn = $1 AND digest = $2";
    ADD_DETECTION = "INSERT INTO detection (ccn, digest, body, first_at_ms, last_at_ms, upload_id, incident_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PLACE = "UPDATE detection SET incident_id = $3 WHERE ccn = $1 AND id = $2 AND incident_id IS NULL";
    UPLOADS = "SELECT id, digest, body, at_ms FROM hunt_upload WHERE ccn = $1 ORDER BY id DESC LIMIT $2";
    UPLOAD = "SELECT id, digest, body, at_ms FROM hunt_upload WHERE ccn = $1 AND digest = $2";
    ADD_UPLOAD = "INSERT INTO hunt_upload (ccn, digest, body, sent_by, at_ms) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    MACHINES = "SELECT name, body FROM care_machine WHERE ccn = $1 ORDER BY name";
    PUT_MACHINE = "INSERT INTO care_machine (ccn, name, body, named_by, at_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (ccn, name) DO UPDATE SET body = excluded.body, named_by = excluded.named_by, at_ms = excluded.at_ms";
    DROP_MACHINE = "DELETE FROM care_machine WHERE ccn = $1 AND name = $2";
}

/// A file of findings that came in, with what became of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HuntUpload {
    /// The name it came with.
    pub name: String,
    /// The program that made it, as it says itself; empty when it does not.
    pub engine: String,
    /// Who sent it, by name and role.
    pub sent_by: String,
    /// Findings that were new.
    pub n_new: u32,
    /// Findings that were kept before.
    pub n_known: u32,
    /// Findings over the most that one file may hold, left out.
    pub n_left_out: u32,
    /// Lines that could not be read.
    pub n_bad: u32,
    /// Logs it covered.
    pub n_logs: u32,
    /// Cases it opened, by number.
    pub opened: Vec<u32>,
    /// Cases it added to, by number.
    pub joined: Vec<u32>,
}

/// A file that came in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptUpload {
    /// What is known of it.
    pub upload: HuntUpload,
    /// When it came.
    pub at: Timestamp,
}

/// How many findings are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DetectionCount {
    /// Of the hospital.
    pub n: u64,
    /// Of these, in no case.
    pub n_seen: u64,
}

/// A finding to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewDetection<'a> {
    /// What was found.
    pub detection: &'a Detection,
    /// The file it came in.
    pub upload: i64,
    /// The case it stands in.
    pub incident: Option<IncidentId>,
}

/// Reads a hospital's security cases.
#[async_trait]
pub trait Incidents {
    /// Every case with everything that happened to it, by number.
    async fn incidents(&mut self, scope: HospitalScope) -> Result<Vec<Incident>, StoreError>;
    /// The findings of a case, by time. None of another hospital's case.
    async fn detections(
        &mut self,
        scope: HospitalScope,
        case: IncidentId,
    ) -> Result<Vec<Detection>, StoreError>;
    /// Findings whose events lie between two times, in milliseconds since 1970.
    async fn detections_near(
        &mut self,
        scope: HospitalScope,
        from_ms: i64,
        to_ms: i64,
    ) -> Result<Vec<Kept>, StoreError>;
    /// Findings in no case, newest first.
    async fn detections_seen(
        &mut self,
        scope: HospitalScope,
        at_most: u32,
    ) -> Result<Vec<Detection>, StoreError>;
    /// How many findings are kept.
    async fn count_detections(&mut self, scope: HospitalScope) -> Result<DetectionCount, StoreError>;
    /// Whether a finding with this digest is kept.
    async fn is_detection_known(&mut self, scope: HospitalScope, digest: &str) -> Result<bool, StoreError>;
    /// Files that came in, newest first.
    async fn hunt_uploads(
        &mut self,
        scope: HospitalScope,
        at_most: u32,
    ) -> Result<Vec<KeptUpload>, StoreError>;
    /// A file that came in, by its digest.
    async fn hunt_upload(
        &mut self,
        scope: HospitalScope,
        digest: &str,
    ) -> Result<Option<KeptUpload>, StoreError>;
    /// The machines that care depends on, by name.
    async fn care_machines(&mut self, scope: HospitalScope) -> Result<Vec<CareMachine>, StoreError>;
}

#[async_trait]
impl<C: Connected> Incidents for C {
    async fn incidents(&mut self, scope: HospitalScope) -> Result<Vec<Incident>, StoreError> {
        let mut events: BTreeMap<i64, Vec<IncidentEvent>> = BTreeMap::new();
        for row in sqlx::query(EVENTS).bind(text(scope)).fetch_all(self.connection()).await? {
            let at = At::new(&row, "incident_event", "seq");
            events.entry(at.get("incident_id")?).or_default().push(at.json("body")?);
        }
        let rows = sqlx::query(INCIDENTS).bind(text(scope)).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "incident", "id");
                let id: i64 = at.get("id")?;
                Ok(Incident {
                    id: IncidentId(id),
                    number: at.get("number")?,
                    opened_at: at.moment_ms("opened_at_ms")?,
                    events: events.remove(&id).unwrap_or_default(),
                })
            })
            .collect()
    }

    async fn detections(
        &mut self,
        scope: HospitalScope,
        case: IncidentId,
    ) -> Result<Vec<Detection>, StoreError> {
        let query = sqlx::query(DETECTIONS).bind(text(scope)).bind(case.0);
        query.fetch_all(self.connection()).await?.iter().map(detection).collect()
    }

    async fn detections_near(
        &mut self,
        scope: HospitalScope,
        from_ms: i64,
        to_ms: i64,
    ) -> Result<Vec<Kept>, StoreError> {
        let query = sqlx::query(NEAR).bind(text(scope)).bind(from_ms).bind(to_ms);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "detection", "id");
                let incident = at.get::<Option<i64>>("incident_id")?.map(IncidentId);
                Ok(Kept { id: at.get("id")?, incident, detection: at.json("body")? })
            })
            .collect()
    }

    async fn detections_seen(
        &mut self,
        scope: HospitalScope,
        at_most: u32,
    ) -> Result<Vec<Detection>, StoreError> {
        let query = sqlx::query(SEEN).bind(text(scope)).bind(at_most);
        query.fetch_all(self.connection()).await?.iter().map(detection).collect()
    }

    async fn count_detections(&mut self, scope: HospitalScope) -> Result<DetectionCount, StoreError> {
        let row = sqlx::query(COUNT).bind(text(scope)).fetch_one(self.connection()).await?;
        let n = |column: &str| row.try_get::<i64, _>(column).map(|n| u64::try_from(n).unwrap_or(0));
        Ok(DetectionCount { n: n("n")?, n_seen: n("n_seen")? })
    }

    async fn is_detection_known(&mut self, scope: HospitalScope, digest: &str) -> Result<bool, StoreError> {
        let query = sqlx::query(KNOWN).bind(text(scope)).bind(digest.to_owned());
        Ok(query.fetch_optional(self.connection()).await?.is_some())
    }

    async fn hunt_uploads(
        &mut self,
        scope: HospitalScope,
        at_most: u32,
    ) -> Result<Vec<KeptUpload>, StoreError> {
        let query = sqlx::query(UPLOADS).bind(text(scope)).bind(at_most);
        query.fetch_all(self.connection()).await?.iter().map(upload).collect()
    }

    async fn hunt_upload(
        &mut self,
        scope: HospitalScope,
        digest: &str,
    ) -> Result<Option<KeptUpload>, StoreError> {
        let query = sqlx::query(UPLOAD).bind(text(scope)).bind(digest.to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(upload).transpose()
    }

    async fn care_machines(&mut self, scope: HospitalScope) -> Result<Vec<CareMachine>, StoreError> {
        let rows = sqlx::query(MACHINES).bind(text(scope)).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "care_machine", "name").json("body")).collect()
    }
}

impl Write {
    /// Opens a case, and returns its id and its number at the hospital.
    pub async fn add_incident(
        &mut self,
        scope: HospitalScope,
        opened_at: Timestamp,
    ) -> Result<(IncidentId, u32), StoreError> {
        let query = sqlx::query(ADD).bind(text(scope)).bind(opened_at.as_millisecond());
        let row = query.fetch_one(self.connection()).await?;
        Ok((IncidentId(row.try_get("id")?), row.try_get("number")?))
    }

    /// Adds something that happened to a case. False when the hospital has no such case.
    pub async fn add_incident_event(
        &mut self,
        scope: HospitalScope,
        case: IncidentId,
        event: &IncidentEvent,
        by: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(ADD_EVENT)
            .bind(text(scope))
            .bind(case.0)
            .bind(Json(event))
            .bind(by.map(|b| b.0))
            .bind(event.at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes a file that came in, and returns its row.
    pub async fn add_hunt_upload(
        &mut self,
        scope: HospitalScope,
        digest: &str,
        upload: &HuntUpload,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let row = sqlx::query(ADD_UPLOAD)
            .bind(text(scope))
            .bind(digest.to_owned())
            .bind(Json(upload))
            .bind(by.map(|b| b.0))
            .bind(at.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get("id")?)
    }

    /// Keeps a finding. [`StoreError::Duplicate`] when the same is kept already.
    pub async fn add_detection(
        &mut self,
        scope: HospitalScope,
        new: NewDetection<'_>,
    ) -> Result<(), StoreError> {
        let d = new.detection;
        sqlx::query(ADD_DETECTION)
            .bind(text(scope))
            .bind(d.digest())
            .bind(Json(d))
            .bind(d.first_at.as_millisecond())
            .bind(d.last_at.as_millisecond())
            .bind(new.upload)
            .bind(new.incident.map(|i| i.0))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Puts a finding that stands in no case into one. False when it stands in one already, or is not the hospital's.
    pub async fn place_detection(
        &mut self,
        scope: HospitalScope,
        row: i64,
        case: IncidentId,
    ) -> Result<bool, StoreError> {
        let done =
            sqlx::query(PLACE).bind(text(scope)).bind(row).bind(case.0).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Names a machine that care depends on, or says anew what it carries.
    pub async fn put_care_machine(
        &mut self,
        scope: HospitalScope,
        machine: &CareMachine,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(PUT_MACHINE)
            .bind(text(scope))
            .bind(machine.name.clone())
            .bind(Json(machine))
            .bind(by.0)
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes a machine off the list. False when it was not on it.
    pub async fn drop_care_machine(&mut self, scope: HospitalScope, name: &str) -> Result<bool, StoreError> {
        let query = sqlx::query(DROP_MACHINE).bind(text(scope)).bind(name.to_owned());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }
}

fn text(scope: HospitalScope) -> String {
    scope.ccn().as_str().to_owned()
}

fn detection(row: &SqliteRow) -> Result<Detection, StoreError> {
    At::new(row, "detection", "id").json("body")
}

fn upload(row: &SqliteRow) -> Result<KeptUpload, StoreError> {
    let at = At::new(row, "hunt_upload", "id");
    Ok(KeptUpload { upload: at.json("body")?, at: at.moment_ms("at_ms")? })
}
