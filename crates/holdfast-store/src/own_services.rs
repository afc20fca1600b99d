//! What hospitals say of their own services, each word whole and dated. The newest counts; those before it stay.

use async_trait::async_trait;
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::model::{AccountId, HospitalScope};
use jiff::Timestamp;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    NEWEST = "SELECT seq, version, body, by_name, at_ms FROM own_services WHERE ccn = $1 ORDER BY seq DESC LIMIT 1";
    ADD = "INSERT INTO own_services (ccn, version, body, by_name, said_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// A hospital's word as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptServices {
    /// What it says.
    pub own: OwnServices,
    /// Counts up by one with each word, from 1.
    pub version: u32,
    /// Who said it, by name and role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Reads what a hospital says of its services.
#[async_trait]
pub trait OwnWords {
    /// What it said last; `None` when it said nothing.
    async fn own_services(&mut self, scope: HospitalScope) -> Result<Option<KeptServices>, StoreError>;
}

#[async_trait]
impl<C: Connected> OwnWords for C {
    async fn own_services(&mut self, scope: HospitalScope) -> Result<Option<KeptServices>, StoreError> {
        let query = sqlx::query(NEWEST).bind(scope.ccn().as_str().to_owned());
        let row = query.fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let at = At::new(&row, "own_services", "seq");
        Ok(Some(KeptServices {
            own: at.json("body")?,
            version: at.get("version")?,
            by: at.get("by_name")?,
            at: at.moment_ms("at_ms")?,
        }))
    }
}

impl Write {
    /// Keeps what the hospital says now, upon the version that was read; 0 where nothing was said yet. `by`: who, by name and role, and
    /// by account. Of two who say something at once, the second is told what the first left, and nothing of theirs is kept.
    pub async fn say_own_services(
        &mut self,
        scope: HospitalScope,
        own: &OwnServices,
        upon: u32,
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<Saved<KeptServices>, StoreError> {
        let current = self.own_services(scope).await?;
        if current.as_ref().map_or(0, |kept| kept.version) != upon {
            return Ok(Saved::not_kept(current));
        }
        // One write runs at a time, so nobody saves between the look and this.
        let version = upon + 1;
        sqlx::query(ADD)
            .bind(scope.ccn().as_str().to_owned())
            .bind(version)
            .bind(Json(own))
            .bind(by_name.to_owned())
            .bind(by.0)
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(Saved::Kept(KeptServices { own: own.clone(), version, by: by_name.to_owned(), at: now }))
    }
}
