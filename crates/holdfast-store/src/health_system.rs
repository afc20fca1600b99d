//! Health systems and the hospitals in them. It does not say whether a hospital is independent; people attest that.

use async_trait::async_trait;
use holdfast_core::model::{Ccn, HospitalScope, SystemId};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    ALL = "SELECT id, name, created_at_ms FROM health_system ORDER BY name_key";
    BY_ID = "SELECT id, name, created_at_ms FROM health_system WHERE id = $1";
    OF_HOSPITAL = "SELECT s.id, s.name, s.created_at_ms FROM health_system s
        JOIN health_system_member m ON m.system_id = s.id WHERE m.ccn = $1";
    MEMBERS = "SELECT ccn FROM health_system_member WHERE system_id = $1 ORDER BY ccn";
    ALL_MEMBERS = "SELECT m.ccn, s.name FROM health_system_member m JOIN health_system s ON s.id = m.system_id
        ORDER BY s.name_key, m.ccn";
    BY_NAME = "SELECT id, name, created_at_ms FROM health_system WHERE name_key = $1";
    ADD = "INSERT INTO health_system (id, name, name_key, created_at_ms) VALUES ($1, $2, $3, $4)";
    JOIN_SYSTEM = "INSERT INTO health_system_member (ccn, system_id, since_ms) VALUES ($1, $2, $3)
        ON CONFLICT (ccn) DO UPDATE SET system_id = excluded.system_id, since_ms = excluded.since_ms
            WHERE health_system_member.system_id <> excluded.system_id";
    LEAVE = "DELETE FROM health_system_member WHERE ccn = $1";
}

/// Hospitals under one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthSystem {
    /// Its id.
    pub id: SystemId,
    /// Its name, as first written.
    pub name: String,
    /// When it was added.
    pub created_at_ms: i64,
}

/// Reads health systems.
#[async_trait]
pub trait HealthSystems {
    /// Every system, by name.
    async fn health_systems(&mut self) -> Result<Vec<HealthSystem>, StoreError>;
    /// A system by id.
    async fn health_system(&mut self, id: SystemId) -> Result<Option<HealthSystem>, StoreError>;
    /// The system the hospital was registered by, if it was.
    async fn health_system_of(&mut self, scope: HospitalScope) -> Result<Option<HealthSystem>, StoreError>;
    /// The hospitals of a system, by number.
    async fn members(&mut self, id: SystemId) -> Result<Vec<Ccn>, StoreError>;
    /// Every hospital that is in a system, with the system's name: by name, then by number.
    async fn all_members(&mut self) -> Result<Vec<(String, Ccn)>, StoreError>;
}

#[async_trait]
impl<C: Connected> HealthSystems for C {
    async fn health_systems(&mut self) -> Result<Vec<HealthSystem>, StoreError> {
        sqlx::query(ALL).fetch_all(self.connection()).await?.iter().map(health_system).collect()
    }

    async fn health_system(&mut self, id: SystemId) -> Result<Option<HealthSystem>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(health_system).transpose()
    }

    async fn health_system_of(&mut self, scope: HospitalScope) -> Result<Option<HealthSystem>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(health_system).transpose()
    }

    async fn members(&mut self, id: SystemId) -> Result<Vec<Ccn>, StoreError> {
        let rows = sqlx::query(MEMBERS).bind(id.0).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "health_system_member", "ccn").must_ccn("ccn")).collect()
    }

    async fn all_members(&mut self) -> Result<Vec<(String, Ccn)>, StoreError> {
        let rows = sqlx::query(ALL_MEMBERS).fetch_all(self.connection()).await?;
        let member = |row| {
            let at = At::new(row, "health_system_member", "ccn");
            Ok((at.get("name")?, at.must_ccn("ccn")?))
        };
        rows.iter().map(member).collect()
    }
}

impl Write {
    /// The system of this name, added with the id given when there is none. Case and spaces do not tell names apart.
    pub async fn add_health_system(
        &mut self,
        id: SystemId,
        name: &str,
        now_ms: i64,
    ) -> Result<HealthSystem, StoreError> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = name.to_lowercase();
        let known = sqlx::query(BY_NAME).bind(&key).fetch_optional(self.connection()).await?;
        if let Some(row) = known {
            return health_system(&row);
        }
        sqlx::query(ADD).bind(id.0).bind(&name).bind(key).bind(now_ms).execute(self.connection()).await?;
        Ok(HealthSystem { id, name, created_at_ms: now_ms })
    }

    /// Puts the hospital in a system, or with `None` in none. False when it changed nothing.
    pub async fn set_health_system(
        &mut self,
        scope: HospitalScope,
        system: Option<SystemId>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let change = match system {
            Some(id) => sqlx::query(JOIN_SYSTEM).bind(ccn).bind(id.0).bind(now_ms),
            None => sqlx::query(LEAVE).bind(ccn),
        };
        Ok(change.execute(self.connection()).await?.rows_affected() == 1)
    }
}

fn health_system(row: &SqliteRow) -> Result<HealthSystem, StoreError> {
    let at = At::new(row, "health_system", "id");
    Ok(HealthSystem {
        id: SystemId(at.get("id")?),
        name: at.get("name")?,
        created_at_ms: at.get("created_at_ms")?,
    })
}
