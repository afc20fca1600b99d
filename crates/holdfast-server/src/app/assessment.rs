//! A hospital's assessment, read in one go and decided once. What people do about it has a file each.

use holdfast_core::decide::posture::{Posture, Record, assess};
use holdfast_core::model::{EvidenceFile, HospitalScope, KeptAnswer, Part, SignOff};
use holdfast_store::{Assessments, EvidenceKept};
use jiff::Timestamp;

use super::{App, AppError};

/// Everything an assessment rests on, and where the hospital stands with it.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// What is known.
    pub record: Record,
    /// Its answers, with the questions they were given to.
    pub answers: Vec<KeptAnswer>,
    /// Who is asked what.
    pub parts: Vec<Part>,
    /// Its files, without their bytes.
    pub files: Vec<EvidenceFile>,
    /// Postures that were signed, oldest first.
    pub sign_offs: Vec<SignOff>,
    /// Where it stands.
    pub posture: Posture,
}

impl App {
    /// Reads and decides everything about a hospital's assessment as of now.
    pub async fn assessment(&self, scope: HospitalScope) -> Result<Assessment, AppError> {
        self.assessment_at(scope, self.clock.now()).await
    }

    /// The same as of an earlier moment. Files, parts and sign-offs are those of now.
    pub async fn assessment_at(
        &self,
        scope: HospitalScope,
        as_of: Timestamp,
    ) -> Result<Assessment, AppError> {
        let mut read = self.store.read().await?;
        assessment_in(self, &mut read, scope, as_of).await
    }
}

/// As [`App::assessment_at`], within a read or write that is under way.
pub(super) async fn assessment_in<R: Assessments + EvidenceKept + Send>(
    app: &App,
    read: &mut R,
    scope: HospitalScope,
    as_of: Timestamp,
) -> Result<Assessment, AppError> {
    let record = read.assessment_record(scope).await?;
    let posture = assess(&app.catalog, &record, as_of);
    Ok(Assessment {
        answers: read.answers(scope).await?,
        parts: read.parts(scope).await?,
        files: read.evidence_files(scope).await?,
        sign_offs: read.sign_offs(scope).await?,
        record,
        posture,
    })
}
