//! Registrations: drafts, what was sent, and where each stands. It does not check an answer or make a move.

use async_trait::async_trait;
use holdfast_core::catalog::ProgramId;
use holdfast_core::model::{EmailAddress, HospitalScope, Reference, Registration, RegistrationId};
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration WHERE id = $1 AND ccn = $2";
    OF_HOSPITAL = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration
        WHERE ccn = $1 ORDER BY created_at_ms, id";
    WAITING_OF = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration
        WHERE state IN ('submitted', 'asked_back') AND answers ->> '$.contact.email' = $1 ORDER BY created_at_ms, id";
    SETTLED_WITH = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration
        WHERE state IN ('submitted', 'asked_back') AND answers ->> '$.settled_with' = $1 ORDER BY created_at_ms, id";
    ADD = "INSERT INTO registration (id, reference, program, ccn, version, state, state_body, answers, created_at_ms, updated_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    SAVE = "UPDATE registration SET version = version + 1, state = $4, state_body = $5, answers = $6, updated_at_ms = $7
        WHERE id = $1 AND ccn = $2 AND version = $3
        RETURNING id, reference, program, ccn, version, state_body, answers";
}

/// Reads a hospital's registrations.
#[async_trait]
pub trait Registrations {
    /// One of the hospital's registrations.
    async fn registration(
        &mut self,
        scope: HospitalScope,
        id: RegistrationId,
    ) -> Result<Option<Registration>, StoreError>;
    /// All of the hospital's registrations in any program, oldest first: drafts of several people may stand side by side.
    async fn registrations(&mut self, scope: HospitalScope) -> Result<Vec<Registration>, StoreError>;
    /// For the reviewers' queue: registrations that wait and whose contact is this address, of any hospital, oldest first.
    async fn waiting_registrations_of(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Vec<Registration>, StoreError>;
    /// For the reviewers' queue: registrations that wait for the case of this one, of any hospital, oldest first.
    async fn registrations_settled_with(
        &mut self,
        id: RegistrationId,
    ) -> Result<Vec<Registration>, StoreError>;
}

#[async_trait]
impl<C: Connected> Registrations for C {
    async fn registration(
        &mut self,
        scope: HospitalScope,
        id: RegistrationId,
    ) -> Result<Option<Registration>, StoreError> {
        let query = sqlx::query(BY_ID).bind(id.0).bind(scope.ccn().as_str().to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(registration).transpose()
    }

    async fn registrations(&mut self, scope: HospitalScope) -> Result<Vec<Registration>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(registration).collect()
    }

    async fn waiting_registrations_of(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Vec<Registration>, StoreError> {
        let query = sqlx::query(WAITING_OF).bind(email.as_str());
        query.fetch_all(self.connection()).await?.iter().map(registration).collect()
    }

    async fn registrations_settled_with(
        &mut self,
        id: RegistrationId,
    ) -> Result<Vec<Registration>, StoreError> {
        let query = sqlx::query(SETTLED_WITH).bind(id.0);
        query.fetch_all(self.connection()).await?.iter().map(registration).collect()
    }
}

impl Write {
    /// Adds a registration of the hospital. [`StoreError::Duplicate`] of `registration.reference` asks for another
    /// reference. It is kept under the scope's hospital, whatever `new.ccn` says.
    pub async fn add_registration(
        &mut self,
        scope: HospitalScope,
        new: &Registration,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.reference.to_string())
            .bind(new.program.as_str())
            .bind(scope.ccn().as_str().to_owned())
            .bind(new.version)
            .bind(new.state.key())
            .bind(Json(&new.state))
            .bind(Json(&new.answers))
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps state and answers, if `changed.version` is still the newest; the version counts up by one.
    ///
    /// [`StoreError::Duplicate`] of `registration.program` when another registration of the hospital is validated already.
    pub async fn save_registration(
        &mut self,
        scope: HospitalScope,
        changed: &Registration,
        now_ms: i64,
    ) -> Result<Saved<Registration>, StoreError> {
        let row = sqlx::query(SAVE)
            .bind(changed.id.0)
            .bind(scope.ccn().as_str().to_owned())
            .bind(changed.version)
            .bind(changed.state.key())
            .bind(Json(&changed.state))
            .bind(Json(&changed.answers))
            .bind(now_ms)
            .fetch_optional(self.connection())
            .await?;
        match row {
            Some(row) => registration(&row).map(Saved::Kept),
            None => Ok(Saved::not_kept(self.registration(scope, changed.id).await?)),
        }
    }
}

pub(crate) fn registration(row: &SqliteRow) -> Result<Registration, StoreError> {
    let at = At::new(row, "registration", "id");
    Ok(Registration {
        id: RegistrationId(at.get("id")?),
        reference: at.parse("reference", Reference::parse)?,
        program: ProgramId::new(&at.get::<String>("program")?),
        ccn: at.must_ccn("ccn")?,
        version: at.get("version")?,
        state: at.json("state_body")?,
        answers: at.json("answers")?,
    })
}
