//! Certificates that were printed: what each says, by the digest of the code on it, and those taken back.
//!
//! The code itself is not kept. Whoever holds it holds the paper, and learns what the paper says and nothing more.

use async_trait::async_trait;
use holdfast_core::catalog::LessonId;
use holdfast_core::decide::badge::{CertificateBody, TakenBack};
use holdfast_core::model::{AccountId, HospitalScope, LearnerId};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::badge::taken_back;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_CODE = "SELECT code_digest, learner_id, body, issued_at_ms, revoked_on, revoked_why, revoked_lesson FROM certificate
        WHERE code_digest = $1";
    OF_HOSPITAL = "SELECT code_digest, learner_id, body, issued_at_ms, revoked_on, revoked_why, revoked_lesson FROM certificate
        WHERE ccn = $1 ORDER BY issued_at_ms DESC, code_digest";
    OF_LEARNER = "SELECT code_digest, learner_id, body, issued_at_ms, revoked_on, revoked_why, revoked_lesson FROM certificate
        WHERE ccn = $1 AND learner_id = $2 ORDER BY issued_at_ms DESC, code_digest";
    ADD = "INSERT INTO certificate (code_digest, ccn, learner_id, body, issued_at_ms) VALUES ($1, $2, $3, $4, $5)";
    TAKE_BACK = "UPDATE certificate SET revoked_on = $3, revoked_why = $4, revoked_by = $5, revoked_lesson = $6
        WHERE code_digest = $1 AND ccn = $2 AND revoked_on IS NULL";
}

/// A certificate as it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCertificate {
    /// The digest of its code.
    pub code_digest: String,
    /// Whose it is.
    pub learner: LearnerId,
    /// What the paper says.
    pub body: CertificateBody,
    /// When it was printed first.
    pub issued_at: Timestamp,
    /// That it was taken back; `None` while it stands.
    pub taken_back: Option<TakenBack>,
    /// The lesson with which it was taken back; `None` where nothing says which of its lessons was wrong.
    pub wrong_lesson: Option<LessonId>,
}

/// Reads certificates.
#[async_trait]
pub trait Certificates {
    /// The certificate with a code, for whoever holds the paper.
    async fn certificate_by_code(&mut self, code_digest: &str)
    -> Result<Option<KeptCertificate>, StoreError>;
    /// A hospital's certificates, newest first.
    async fn certificates(&mut self, scope: HospitalScope) -> Result<Vec<KeptCertificate>, StoreError>;
    /// One learner's certificates, newest first.
    async fn certificates_of(
        &mut self,
        scope: HospitalScope,
        learner: LearnerId,
    ) -> Result<Vec<KeptCertificate>, StoreError>;
}

#[async_trait]
impl<C: Connected> Certificates for C {
    async fn certificate_by_code(
        &mut self,
        code_digest: &str,
    ) -> Result<Option<KeptCertificate>, StoreError> {
        let query = sqlx::query(BY_CODE).bind(code_digest.to_owned());
        query.fetch_optional(self.connection()).await?.as_ref().map(certificate).transpose()
    }

    async fn certificates(&mut self, scope: HospitalScope) -> Result<Vec<KeptCertificate>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(certificate).collect()
    }

    async fn certificates_of(
        &mut self,
        scope: HospitalScope,
        learner: LearnerId,
    ) -> Result<Vec<KeptCertificate>, StoreError> {
        let query = sqlx::query(OF_LEARNER).bind(scope.ccn().as_str().to_owned()).bind(learner.0);
        query.fetch_all(self.connection()).await?.iter().map(certificate).collect()
    }
}

impl Write {
    /// Keeps a certificate that is being printed for the first time.
    pub async fn add_certificate(
        &mut self,
        scope: HospitalScope,
        code_digest: &str,
        learner: LearnerId,
        body: &CertificateBody,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(code_digest.to_owned())
            .bind(scope.ccn().as_str().to_owned())
            .bind(learner.0)
            .bind(Json(body))
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes a certificate back, and with it every other of the same learner that has one of its lessons of the same day: nothing says
    /// which of its lessons is the wrong one. `false` when the hospital printed no such one, or took it back before.
    pub async fn take_certificate_back(
        &mut self,
        scope: HospitalScope,
        code_digest: &str,
        taken: &TakenBack,
        by: AccountId,
    ) -> Result<bool, StoreError> {
        let Some(named) = self.certificate_by_code(code_digest).await? else { return Ok(false) };
        let all = self.certificates_of(scope, named.learner).await?;
        let standing: Vec<&KeptCertificate> = all.iter().filter(|kept| kept.taken_back.is_none()).collect();
        let Some(named) = standing.iter().find(|kept| kept.code_digest == code_digest) else {
            return Ok(false);
        };
        for kept in standing.iter().filter(|kept| kept.body.shares_a_lesson_with(&named.body)) {
            self.take_back_alone(scope, &kept.code_digest, None, taken, by).await?;
        }
        Ok(true)
    }

    /// Takes a certificate back because one of its lessons was recorded by mistake; those that say nothing of it stand. `false` as for
    /// [`Write::take_certificate_back`].
    pub async fn take_certificate_back_for(
        &mut self,
        scope: HospitalScope,
        code_digest: &str,
        lesson: &LessonId,
        taken: &TakenBack,
        by: AccountId,
    ) -> Result<bool, StoreError> {
        self.take_back_alone(scope, code_digest, Some(lesson), taken, by).await
    }

    async fn take_back_alone(
        &mut self,
        scope: HospitalScope,
        code_digest: &str,
        lesson: Option<&LessonId>,
        taken: &TakenBack,
        by: AccountId,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(TAKE_BACK)
            .bind(code_digest.to_owned())
            .bind(scope.ccn().as_str().to_owned())
            .bind(taken.on.to_string())
            .bind(taken.why.clone())
            .bind(by.0)
            .bind(lesson.map(|id| id.as_str().to_owned()));
        Ok(update.execute(self.connection()).await?.rows_affected() > 0)
    }
}

fn certificate(row: &SqliteRow) -> Result<KeptCertificate, StoreError> {
    let at = At::new(row, "certificate", "code_digest");
    Ok(KeptCertificate {
        code_digest: at.get("code_digest")?,
        learner: LearnerId(at.get("learner_id")?),
        body: at.json("body")?,
        issued_at: at.moment_ms("issued_at_ms")?,
        taken_back: taken_back(&at)?,
        wrong_lesson: at.get::<Option<String>>("revoked_lesson")?.map(|id| LessonId::new(&id)),
    })
}
