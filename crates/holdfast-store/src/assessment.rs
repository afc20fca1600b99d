//! What people said in an assessment: answers, exceptions, ways out of contradictions, who is asked what, and postures
//! that were signed. All but who is asked are only added; what counts at a moment is the core's.

use async_trait::async_trait;
use holdfast_core::catalog::{AskId, Knows};
use holdfast_core::decide::posture::Record;
use holdfast_core::model::{
    AccountId, Answer, Exception, HospitalScope, KeptAnswer, Part, Resolution, SignOff,
};
use sqlx::Row as _;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::evidence::EvidenceKept;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    ANSWERS = "SELECT seq, ask, body FROM answer WHERE ccn = $1 ORDER BY seq";
    EXCEPTIONS = "SELECT seq, body FROM safeguard_exception WHERE ccn = $1 ORDER BY seq";
    RESOLUTIONS = "SELECT seq, body FROM resolution WHERE ccn = $1 ORDER BY seq";
    PARTS = "SELECT knows, name, email, invited_at_ms FROM assessment_part WHERE ccn = $1 ORDER BY knows";
    SIGN_OFFS = "SELECT seq, body FROM sign_off WHERE ccn = $1 ORDER BY seq";
    ADD_ANSWER = "INSERT INTO answer (ccn, measure, ask, body, given_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq";
    ADD_EXCEPTION = "INSERT INTO safeguard_exception (ccn, measure, body, added_by, at_ms) VALUES ($1, $2, $3, $4, $5)";
    ADD_RESOLUTION = "INSERT INTO resolution (ccn, evidence_id, body, added_by, at_ms)
        SELECT $1, e.id, $3, $4, $5 FROM evidence e WHERE e.id = $2 AND e.ccn = $1";
    PUT_PART = "INSERT INTO assessment_part (ccn, knows, name, email, invited_at_ms, invited_by) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (ccn, knows) DO UPDATE SET name = excluded.name, email = excluded.email,
            invited_at_ms = excluded.invited_at_ms, invited_by = excluded.invited_by";
    TAKE_PART = "DELETE FROM assessment_part WHERE ccn = $1 AND knows = $2";
    ADD_SIGN_OFF = "INSERT INTO sign_off (ccn, body, signed_by, at_ms) VALUES ($1, $2, $3, $4)";
}

/// Reads what was said in a hospital's assessment.
#[async_trait]
pub trait Assessments {
    /// Everything a posture is decided from.
    async fn assessment_record(&mut self, scope: HospitalScope) -> Result<Record, StoreError>;
    /// Every answer, in order.
    async fn answers(&mut self, scope: HospitalScope) -> Result<Vec<KeptAnswer>, StoreError>;
    /// Who is asked what.
    async fn parts(&mut self, scope: HospitalScope) -> Result<Vec<Part>, StoreError>;
    /// Every posture that was signed, in order.
    async fn sign_offs(&mut self, scope: HospitalScope) -> Result<Vec<SignOff>, StoreError>;
}

#[async_trait]
impl<C: Connected> Assessments for C {
    async fn assessment_record(&mut self, scope: HospitalScope) -> Result<Record, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let evidence = self.evidence(scope).await?;
        let answers = self.answers(scope).await?.into_iter().map(|kept| kept.answer).collect();
        let rows = sqlx::query(EXCEPTIONS).bind(ccn.clone()).fetch_all(self.connection()).await?;
        let exceptions = rows.iter().map(|r| At::new(r, "safeguard_exception", "seq").json("body"));
        let exceptions = exceptions.collect::<Result<Vec<Exception>, _>>()?;
        let rows = sqlx::query(RESOLUTIONS).bind(ccn).fetch_all(self.connection()).await?;
        let resolutions = rows.iter().map(|r| At::new(r, "resolution", "seq").json("body"));
        let resolutions = resolutions.collect::<Result<Vec<Resolution>, _>>()?;
        Ok(Record { evidence, answers, exceptions, resolutions })
    }

    async fn answers(&mut self, scope: HospitalScope) -> Result<Vec<KeptAnswer>, StoreError> {
        let query = sqlx::query(ANSWERS).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "answer", "seq");
                let ask = at.get::<Option<String>>("ask")?.map(|id| AskId::new(&id));
                Ok(KeptAnswer { seq: at.get("seq")?, ask, answer: at.json("body")? })
            })
            .collect()
    }

    async fn parts(&mut self, scope: HospitalScope) -> Result<Vec<Part>, StoreError> {
        let query = sqlx::query(PARTS).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "assessment_part", "knows");
                Ok(Part {
                    knows: at.known("knows", Knows::from_key)?,
                    name: at.get("name")?,
                    email: at.get("email")?,
                    invited_at: at.moment_ms("invited_at_ms")?,
                })
            })
            .collect()
    }

    async fn sign_offs(&mut self, scope: HospitalScope) -> Result<Vec<SignOff>, StoreError> {
        let query = sqlx::query(SIGN_OFFS).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "sign_off", "seq").json("body")).collect()
    }
}

impl Write {
    /// Adds an answer and returns its number.
    pub async fn add_answer(
        &mut self,
        scope: HospitalScope,
        ask: Option<&AskId>,
        answer: &Answer,
        by: Option<AccountId>,
    ) -> Result<i64, StoreError> {
        let row = sqlx::query(ADD_ANSWER)
            .bind(scope.ccn().as_str().to_owned())
            .bind(answer.measure.as_str())
            .bind(ask.map(AskId::as_str))
            .bind(Json(answer))
            .bind(by.map(|b| b.0))
            .bind(answer.at.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get("seq")?)
    }

    /// Adds an exception.
    pub async fn add_exception(
        &mut self,
        scope: HospitalScope,
        exception: &Exception,
        by: Option<AccountId>,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD_EXCEPTION)
            .bind(scope.ccn().as_str().to_owned())
            .bind(exception.measure.as_str())
            .bind(Json(exception))
            .bind(by.map(|b| b.0))
            .bind(exception.at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Adds a way out of a contradiction. False when the hospital has no such evidence.
    pub async fn add_resolution(
        &mut self,
        scope: HospitalScope,
        resolution: &Resolution,
        by: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        let insert = sqlx::query(ADD_RESOLUTION)
            .bind(scope.ccn().as_str().to_owned())
            .bind(resolution.evidence.0)
            .bind(Json(resolution))
            .bind(by.map(|b| b.0))
            .bind(resolution.at.as_millisecond());
        Ok(insert.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Names who is asked the questions of a part, in the place of whoever was.
    pub async fn put_part(
        &mut self,
        scope: HospitalScope,
        part: &Part,
        by: Option<AccountId>,
    ) -> Result<(), StoreError> {
        sqlx::query(PUT_PART)
            .bind(scope.ccn().as_str().to_owned())
            .bind(part.knows.key())
            .bind(&part.name)
            .bind(&part.email)
            .bind(part.invited_at.as_millisecond())
            .bind(by.map(|b| b.0))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Leaves a part with nobody asked. False when nobody was.
    pub async fn take_part(&mut self, scope: HospitalScope, knows: Knows) -> Result<bool, StoreError> {
        let delete = sqlx::query(TAKE_PART).bind(scope.ccn().as_str().to_owned()).bind(knows.key());
        Ok(delete.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Keeps a posture with an assessor's name under it.
    pub async fn add_sign_off(
        &mut self,
        scope: HospitalScope,
        sign_off: &SignOff,
        by: AccountId,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD_SIGN_OFF)
            .bind(scope.ccn().as_str().to_owned())
            .bind(Json(sign_off))
            .bind(by.0)
            .bind(sign_off.at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
