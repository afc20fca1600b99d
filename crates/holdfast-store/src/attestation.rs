//! What hospitals and applicants said about themselves, what reviewers settled, and how they ruled. Only ever added to;
//! what counts on a day is worked out by the core.

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::catalog::{ClauseId, OfferId};
use holdfast_core::facts::{Attestation, FactKind, FactValue, Settlement};
use holdfast_core::model::{AccountId, ApplicationId, HospitalScope, Ruling};
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    SAID = "SELECT seq, fact, value, said_on FROM attestation WHERE ccn = $1 ORDER BY seq";
    SAID_BY_APPLICANT = "SELECT seq, fact, value, said_on FROM attestation WHERE application_id = $1 ORDER BY seq";
    SETTLED = "SELECT seq, fact, value, settled_on FROM settlement WHERE ccn = $1 ORDER BY seq";
    SETTLED_FOR_APPLICANT = "SELECT seq, fact, value, settled_on FROM settlement WHERE application_id = $1 ORDER BY seq";
    RULINGS = "SELECT seq, offer, clause, allows, reason, ruled_on FROM ruling WHERE ccn = $1 ORDER BY seq";
    SAY = "INSERT INTO attestation (ccn, application_id, fact, value, said_on, said_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SETTLE = "INSERT INTO settlement (ccn, application_id, fact, value, settled_on, settled_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    RULE = "INSERT INTO ruling (ccn, offer, clause, allows, reason, ruled_on, ruled_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// Reads what was said, settled and ruled, each in the order of writing.
#[async_trait]
pub trait Attestations {
    /// Everything the hospital said about itself.
    async fn attestations(&mut self, scope: HospitalScope) -> Result<Vec<Attestation>, StoreError>;
    /// Everything reviewers settled about the hospital.
    async fn settlements(&mut self, scope: HospitalScope) -> Result<Vec<Settlement>, StoreError>;
    /// Every ruling on the hospital's offers; of several on one clause the latest counts.
    async fn rulings(&mut self, scope: HospitalScope) -> Result<Vec<Ruling>, StoreError>;
    /// Everything an applicant said about itself.
    async fn attestations_of_applicant(&mut self, id: ApplicationId) -> Result<Vec<Attestation>, StoreError>;
    /// Everything reviewers settled about an applicant.
    async fn settlements_of_applicant(&mut self, id: ApplicationId) -> Result<Vec<Settlement>, StoreError>;
}

#[async_trait]
impl<C: Connected> Attestations for C {
    async fn attestations(&mut self, scope: HospitalScope) -> Result<Vec<Attestation>, StoreError> {
        let query = sqlx::query(SAID).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(attestation).collect()
    }

    async fn settlements(&mut self, scope: HospitalScope) -> Result<Vec<Settlement>, StoreError> {
        let query = sqlx::query(SETTLED).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(settlement).collect()
    }

    async fn rulings(&mut self, scope: HospitalScope) -> Result<Vec<Ruling>, StoreError> {
        let query = sqlx::query(RULINGS).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(ruling).collect()
    }

    async fn attestations_of_applicant(&mut self, id: ApplicationId) -> Result<Vec<Attestation>, StoreError> {
        let rows = sqlx::query(SAID_BY_APPLICANT).bind(id.0).fetch_all(self.connection()).await?;
        rows.iter().map(attestation).collect()
    }

    async fn settlements_of_applicant(&mut self, id: ApplicationId) -> Result<Vec<Settlement>, StoreError> {
        let rows = sqlx::query(SETTLED_FOR_APPLICANT).bind(id.0).fetch_all(self.connection()).await?;
        rows.iter().map(settlement).collect()
    }
}

impl Write {
    /// Adds what the hospital said. What it last said of a fact on the same day in the same words is not added again,
    /// so a form sent twice leaves one trace. Returns how many were added.
    pub async fn attest(
        &mut self,
        scope: HospitalScope,
        said: &[Attestation],
        by: Option<AccountId>,
        now_ms: i64,
    ) -> Result<u32, StoreError> {
        let before = self.attestations(scope).await?;
        self.say(Some(scope), None, &before, said, by, now_ms).await
    }

    /// Adds what an applicant said, as [`Write::attest`] does.
    pub async fn attest_for_applicant(
        &mut self,
        id: ApplicationId,
        said: &[Attestation],
        by: Option<AccountId>,
        now_ms: i64,
    ) -> Result<u32, StoreError> {
        let before = self.attestations_of_applicant(id).await?;
        self.say(None, Some(id), &before, said, by, now_ms).await
    }

    async fn say(
        &mut self,
        scope: Option<HospitalScope>,
        applicant: Option<ApplicationId>,
        before: &[Attestation],
        said: &[Attestation],
        by: Option<AccountId>,
        now_ms: i64,
    ) -> Result<u32, StoreError> {
        let mut n_added = 0;
        for new in said {
            if before.iter().rev().find(|a| a.fact == new.fact) == Some(new) {
                continue;
            }
            sqlx::query(SAY)
                .bind(scope.map(|s| s.ccn().as_str().to_owned()))
                .bind(applicant.map(|a| a.0))
                .bind(new.fact.key())
                .bind(new.value.as_ref().map(Json))
                .bind(new.on.to_string())
                .bind(by.map(|b| b.0))
                .bind(now_ms)
                .execute(self.connection())
                .await?;
            n_added += 1;
        }
        Ok(n_added)
    }

    /// Adds a fact a reviewer settled about the hospital.
    pub async fn settle(
        &mut self,
        scope: HospitalScope,
        settled: &Settlement,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.put_settlement(Some(scope), None, settled, by, now_ms).await
    }

    /// Adds a fact a reviewer settled about an applicant.
    pub async fn settle_for_applicant(
        &mut self,
        id: ApplicationId,
        settled: &Settlement,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.put_settlement(None, Some(id), settled, by, now_ms).await
    }

    async fn put_settlement(
        &mut self,
        scope: Option<HospitalScope>,
        applicant: Option<ApplicationId>,
        settled: &Settlement,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(SETTLE)
            .bind(scope.map(|s| s.ccn().as_str().to_owned()))
            .bind(applicant.map(|a| a.0))
            .bind(settled.fact.key())
            .bind(Json(&settled.value))
            .bind(settled.on.to_string())
            .bind(by.0)
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Adds a reviewer's ruling on a clause of one of the hospital's offers.
    pub async fn rule(
        &mut self,
        scope: HospitalScope,
        ruling: &Ruling,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(RULE)
            .bind(scope.ccn().as_str().to_owned())
            .bind(ruling.offer.as_str())
            .bind(ruling.clause.as_str())
            .bind(ruling.allows)
            .bind(&ruling.reason)
            .bind(ruling.on.to_string())
            .bind(by.0)
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

/// The fact, value and day of a row; the value is checked to be of the fact's type.
fn stated(at: &At<'_>, day: &'static str) -> Result<(FactKind, Option<FactValue>, Date), StoreError> {
    let fact = at.known("fact", FactKind::from_key)?;
    let value: Option<FactValue> = match at.get::<Option<String>>("value")? {
        Some(_) => Some(at.json("value")?),
        None => None,
    };
    if value.as_ref().is_some_and(|v| !v.fits(fact)) {
        return Err(at.unreadable("value", format!("it is not of the type of `{}`", fact.key())));
    }
    Ok((fact, value, at.date(day)?))
}

pub(crate) fn attestation(row: &SqliteRow) -> Result<Attestation, StoreError> {
    let (fact, value, on) = stated(&At::new(row, "attestation", "seq"), "said_on")?;
    Ok(Attestation { fact, value, on })
}

pub(crate) fn settlement(row: &SqliteRow) -> Result<Settlement, StoreError> {
    let at = At::new(row, "settlement", "seq");
    match stated(&at, "settled_on")? {
        (fact, Some(value), on) => Ok(Settlement { fact, value, on }),
        (_, None, _) => Err(at.unreadable("value", "it is missing")),
    }
}

pub(crate) fn ruling(row: &SqliteRow) -> Result<Ruling, StoreError> {
    let at = At::new(row, "ruling", "seq");
    Ok(Ruling {
        offer: OfferId::new(&at.get::<String>("offer")?),
        clause: ClauseId::new(&at.get::<String>("clause")?),
        allows: at.get("allows")?,
        reason: at.get("reason")?,
        on: at.date("ruled_on")?,
    })
}
