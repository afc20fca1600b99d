//! Applications to programs that take them. It does not check an answer against the form.

use std::collections::BTreeMap;

use async_trait::async_trait;
use holdfast_core::catalog::ProgramId;
use holdfast_core::model::{Application, ApplicationId, EmailAddress, Reference};
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, reference, program, version, state_body, answers, email FROM application WHERE id = $1";
    BY_EMAIL = "SELECT id, reference, program, version, state_body, answers, email FROM application
        WHERE email = $1 ORDER BY created_at_ms, id";
    LIST = "SELECT id, reference, program, version, state_body, answers, email FROM application
        WHERE program = $1 AND ($2 = '' OR state = $2) ORDER BY created_at_ms, id";
    COUNT = "SELECT state, count(*) FROM application WHERE program = $1 GROUP BY state";
    ADD = "INSERT INTO application (id, reference, program, version, state, state_body, answers, email, created_at_ms, updated_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    SAVE = "UPDATE application SET version = version + 1, state = $3, state_body = $4, answers = $5, email = $6, updated_at_ms = $7
        WHERE id = $1 AND version = $2
        RETURNING id, reference, program, version, state_body, answers, email";
}

/// Reads applications. They belong to no hospital, so no scope is asked for.
#[async_trait]
pub trait Applications {
    /// An application by id.
    async fn application(&mut self, id: ApplicationId) -> Result<Option<Application>, StoreError>;
    /// The applications whose way back goes to an address, oldest first.
    async fn applications_of(&mut self, email: &EmailAddress) -> Result<Vec<Application>, StoreError>;
    /// A program's applications, in one state (its key) or any, oldest first.
    async fn applications(
        &mut self,
        program: &ProgramId,
        state: Option<&str>,
    ) -> Result<Vec<Application>, StoreError>;
    /// How many applications to a program stand in each state, by the state's key; states with none are left out.
    async fn n_applications(&mut self, program: &ProgramId) -> Result<BTreeMap<String, u32>, StoreError>;
}

#[async_trait]
impl<C: Connected> Applications for C {
    async fn application(&mut self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(application).transpose()
    }

    async fn applications_of(&mut self, email: &EmailAddress) -> Result<Vec<Application>, StoreError> {
        let rows = sqlx::query(BY_EMAIL).bind(email.as_str()).fetch_all(self.connection()).await?;
        rows.iter().map(application).collect()
    }

    async fn applications(
        &mut self,
        program: &ProgramId,
        state: Option<&str>,
    ) -> Result<Vec<Application>, StoreError> {
        let query = sqlx::query(LIST).bind(program.as_str()).bind(state.unwrap_or(""));
        query.fetch_all(self.connection()).await?.iter().map(application).collect()
    }

    async fn n_applications(&mut self, program: &ProgramId) -> Result<BTreeMap<String, u32>, StoreError> {
        let query = sqlx::query_as::<_, (String, u32)>(COUNT).bind(program.as_str());
        Ok(query.fetch_all(self.connection()).await?.into_iter().collect())
    }
}

impl Write {
    /// Adds an application. [`StoreError::Duplicate`] of `application.reference` asks for another reference.
    pub async fn add_application(&mut self, new: &Application, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.reference.to_string())
            .bind(new.program.as_str())
            .bind(new.version)
            .bind(new.state.key())
            .bind(Json(&new.state))
            .bind(Json(&new.answers))
            .bind(new.email.as_ref().map(EmailAddress::as_str))
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps state, answers and address, if `changed.version` is still the newest; the version counts up by one.
    pub async fn save_application(
        &mut self,
        changed: &Application,
        now_ms: i64,
    ) -> Result<Saved<Application>, StoreError> {
        let row = sqlx::query(SAVE)
            .bind(changed.id.0)
            .bind(changed.version)
            .bind(changed.state.key())
            .bind(Json(&changed.state))
            .bind(Json(&changed.answers))
            .bind(changed.email.as_ref().map(EmailAddress::as_str))
            .bind(now_ms)
            .fetch_optional(self.connection())
            .await?;
        match row {
            Some(row) => application(&row).map(Saved::Kept),
            None => Ok(Saved::not_kept(self.application(changed.id).await?)),
        }
    }
}

fn application(row: &SqliteRow) -> Result<Application, StoreError> {
    let at = At::new(row, "application", "id");
    Ok(Application {
        id: ApplicationId(at.get("id")?),
        reference: at.parse("reference", Reference::parse)?,
        program: ProgramId::new(&at.get::<String>("program")?),
        version: at.get("version")?,
        state: at.json("state_body")?,
        answers: at.json("answers")?,
        email: match at.get::<Option<String>>("email")? {
            Some(_) => Some(at.parse("email", EmailAddress::parse)?),
            None => None,
        },
    })
}
