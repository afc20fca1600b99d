//! What people say about one measure: an answer, an exception, a way out of a contradiction, an assessor's look, a signature.
//!
//! Each is read by core, kept in one write, and logged without its words.

use holdfast_core::catalog::{Measure, Safeguard};
use holdfast_core::decide::assessor::{self, may_assess};
use holdfast_core::decide::entry;
use holdfast_core::decide::posture::MeasurePosture;
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::model::{AccountId, HospitalScope, Role, Stage};
use holdfast_store::Write;
use serde_json::{Value, json};

use super::assessment::assessment_in;
use super::facts::{actor, subject};
use super::{App, AppError, Assessment};

/// Someone who says something in a hospital's assessment.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Their account.
    pub account: AccountId,
    /// Their name alone.
    pub name: String,
    /// As shown beside what they said: name and role.
    pub shown: String,
    /// Every role they hold at the hospital.
    pub roles: Vec<Role>,
}

/// Kept, or what does not fit, field by field.
pub type Entered = Result<(), Vec<FieldError>>;

impl App {
    /// A measure of the catalog with its safeguard.
    pub fn measure(&self, id: &str) -> Result<(&Safeguard, &Measure), AppError> {
        let found = self.catalog.measures().find(|(_, m)| m.id.as_str() == id);
        found.ok_or_else(|| AppError::not_found("There is no such measure."))
    }

    /// Keeps an answer given on the measure's own page.
    pub async fn answer_measure(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        let (_, measure) = self.measure(measure)?;
        let answer = match entry::answer(&measure.id, fields, self.typing(by)) {
            Ok(answer) => answer,
            Err(errors) => return Ok(Err(errors)),
        };
        let mut write = self.store.write().await?;
        write.add_answer(scope, None, &answer, Some(by.account)).await?;
        self.said(write, scope, by, "measure.answer", json!({ "measure": measure.id })).await
    }

    /// Leaves a measure out of the count until a day.
    pub async fn except_measure(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        let (_, measure) = self.measure(measure)?;
        let exception = match entry::exception(&measure.id, fields, self.typing(by)) {
            Ok(exception) => exception,
            Err(errors) => return Ok(Err(errors)),
        };
        let mut write = self.store.write().await?;
        write.add_exception(scope, &exception, Some(by.account)).await?;
        let detail = json!({ "measure": measure.id, "until": exception.until });
        self.said(write, scope, by, "measure.except", detail).await
    }

    /// Ends the exception that holds, today.
    pub async fn end_exception(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
    ) -> Result<(), AppError> {
        let (_, measure) = self.measure(measure)?;
        let mut write = self.store.write().await?;
        let now = assessment_in(self, &mut write, scope, self.clock.now()).await?;
        let Some(current) = now.stands(measure).exception.clone() else {
            return Err(AppError::refused("No exception holds here any more. Look at the page again."));
        };
        let end = entry::end_exception(&current, self.typing(by));
        write.add_exception(scope, &end, Some(by.account)).await?;
        let _ =
            self.said(write, scope, by, "measure.end-exception", json!({ "measure": measure.id })).await?;
        Ok(())
    }

    /// Takes a way out of a contradiction.
    pub async fn resolve_measure(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        let (_, measure) = self.measure(measure)?;
        let mut write = self.store.write().await?;
        let now = assessment_in(self, &mut write, scope, self.clock.now()).await?;
        let Some(dispute) = entry::dispute(now.stands(measure)) else {
            return Err(AppError::refused("Nothing contradicts here any more. Look at the page again."));
        };
        let resolution = match entry::resolution(&dispute, fields, self.typing(by)) {
            Ok(resolution) => resolution,
            Err(errors) => return Ok(Err(errors)),
        };
        write.add_resolution(scope, &resolution, Some(by.account)).await?;
        let detail = json!({ "measure": measure.id, "evidence": resolution.evidence });
        self.said(write, scope, by, "measure.resolve", detail).await
    }

    /// Keeps an assessor's look at a measure.
    pub async fn review_measure(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        let (_, measure) = self.measure(measure)?;
        check_may_assess(by)?;
        let mut write = self.store.write().await?;
        let now = assessment_in(self, &mut write, scope, self.clock.now()).await?;
        let who = entry::Typing { by: &by.name, ..self.typing(by) };
        let review = match entry::review(measure, now.stands(measure), fields, who) {
            Ok(review) => review,
            Err(errors) => return Ok(Err(errors)),
        };
        write.add_evidence(scope, &review.evidence, None, Some(by.account)).await?;
        if let Some(answer) = &review.answer {
            write.add_answer(scope, None, answer, Some(by.account)).await?;
        }
        self.said(write, scope, by, "measure.review", json!({ "measure": measure.id })).await
    }

    /// Puts an assessor's name under the posture as it stands, when it is the one that was shown.
    pub async fn sign_posture(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        check_may_assess(by)?;
        let mut write = self.store.write().await?;
        let now = assessment_in(self, &mut write, scope, self.clock.now()).await?;
        let firm = assessor::firm_of(&now.record, &by.name);
        let shown = firm.map_or_else(|| by.shown.clone(), |firm| format!("{}, {firm}", by.name));
        let who = entry::Typing { by: &shown, ..self.typing(by) };
        let sign_off = match assessor::sign_off(&now.posture, fields, who) {
            Ok(sign_off) => sign_off,
            Err(errors) => return Ok(Err(errors)),
        };
        write.add_sign_off(scope, &sign_off, by.account).await?;
        self.reach(&mut write, scope, Stage::Assessed).await?;
        let detail = json!({ "record": sign_off.posture.record, "label": sign_off.posture.label.key() });
        self.said(write, scope, by, "posture.sign", detail).await
    }

    async fn said(
        &self,
        mut write: Write,
        scope: HospitalScope,
        by: &Speaker,
        what: &str,
        detail: Value,
    ) -> Result<Entered, AppError> {
        write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(Ok(()))
    }
}

/// Refuses whoever answers for the hospital.
pub fn check_may_assess(by: &Speaker) -> Result<(), AppError> {
    may_assess(&by.roles).map_err(AppError::refused)
}

impl Assessment {
    /// Where a measure of the catalog stands.
    pub fn stands(&self, measure: &Measure) -> &MeasurePosture {
        let found = self.posture.measures.iter().find(|m| m.measure == measure.id);
        found.expect("a posture holds every measure of its catalog")
    }
}
