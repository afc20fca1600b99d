//! The certificate of what a learner has done: what is on it, and its code. Printed again, the same paper has the same code.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId};
use holdfast_core::decide::badge::{CertificateBody, CertificateLesson, code_of};
use holdfast_core::decide::paper::training::Certificate;
use holdfast_core::digest::sha256_hex;
use holdfast_store::KeptCertificate;
use holdfast_store::nouns::*;
use serde_json::json;

use super::LearnerDesk;
use crate::app::facts::subject;
use crate::app::{App, AppError};

/// What codes are made for, so that nothing else that is made from the key is one.
const PURPOSE: &str = "holdfast certificate code, version 1";

impl App {
    /// The certificate of the lessons a learner has done and that are not asked for again, kept so that anybody can look whether it holds.
    /// What stood on one that was taken back is on none until it is done anew, unless it is known that another lesson was wrong. Refused when there is none.
    pub async fn certificate_for(
        &self,
        desk: &LearnerDesk,
        language: Language,
    ) -> Result<Certificate, AppError> {
        let before = self.store.read().await?.certificates_of(desk.scope, desk.learner.id).await?;
        let days: BTreeMap<&LessonId, Date> = desk.done().map(|(id, on, _)| (id, on)).collect();
        let all = self.catalog.lessons.lessons.iter();
        let done = all.filter_map(|lesson| {
            let done_on = *days.get(&lesson.id)?;
            let name = lesson.name.in_language(language).to_owned();
            Some(CertificateLesson { lesson: lesson.id.clone(), name, done_on })
        });
        let (left_out, lessons): (Vec<_>, Vec<_>) = done.partition(|lesson| was_taken_back(&before, lesson));
        let body = CertificateBody {
            name: desk.learner.person.name.clone(),
            hospital: desk.hospital.clone(),
            lessons,
            issued_on: self.today(),
            language,
        };
        if body.lessons.is_empty() && !left_out.is_empty() {
            return Err(taken_back());
        }
        if body.lessons.is_empty() {
            return Err(AppError::refused(
                "No lesson is done yet. Finish one, and your certificate is here.",
            ));
        }
        let code = code_of(&self.badge_signer()?.secret_of(PURPOSE, &self.what_counts(desk, &body)?));
        let digest = sha256_hex(code.as_bytes());
        let kept = self.store.read().await?.certificate_by_code(&digest).await?;
        let body = match kept {
            Some(kept) if kept.taken_back.is_some() => return Err(taken_back()),
            Some(kept) => kept.body,
            None => self.keep_certificate(desk, &digest, body).await?,
        };
        Ok(Certificate {
            program: self.config.program.name.clone(),
            name: body.name,
            hospital: body.hospital,
            lessons: body.lessons.into_iter().map(|lesson| (lesson.name, lesson.done_on)).collect(),
            issued_on: body.issued_on,
            verify_url: self.link(&format!("/verify/{code}")),
            code,
            language,
        })
    }

    /// All that makes one certificate another than the next. The day it is printed is no part of it.
    fn what_counts(&self, desk: &LearnerDesk, body: &CertificateBody) -> Result<String, AppError> {
        let what =
            json!([desk.scope.ccn(), desk.learner.id, body.name, body.hospital, body.language, body.lessons]);
        serde_json::to_string(&what).map_err(|e| AppError::Broken { what: format!("a certificate: {e}") })
    }

    async fn keep_certificate(
        &self,
        desk: &LearnerDesk,
        digest: &str,
        body: CertificateBody,
    ) -> Result<CertificateBody, AppError> {
        let mut write = self.store.write().await?;
        // Since the look somebody may have printed the same paper, or taken back one that has the same lessons.
        let before = write.certificates_of(desk.scope, desk.learner.id).await?;
        if body.lessons.iter().any(|lesson| was_taken_back(&before, lesson)) {
            return Err(taken_back());
        }
        if let Some(kept) = before.into_iter().find(|kept| kept.code_digest == digest) {
            return Ok(kept.body);
        }
        write.add_certificate(desk.scope, digest, desk.learner.id, &body, self.clock.now()).await?;
        let detail = json!({ "learner": desk.learner.id, "n_lessons": body.lessons.len() });
        write.add_audit("learner", "certificate.issue", &subject(desk.scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(body)
    }
}

/// Whether a lesson of this day stands on one of these that was taken back, and may be what was wrong with it. Where another lesson was
/// withdrawn, it is not.
fn was_taken_back(before: &[KeptCertificate], lesson: &CertificateLesson) -> bool {
    let may_be_wrong = |kept: &KeptCertificate| kept.taken_back.is_some() && kept.wrong_lesson.is_none();
    before.iter().any(|kept| may_be_wrong(kept) && kept.body.has(lesson))
}

fn taken_back() -> AppError {
    AppError::refused("This certificate was taken back. Ask whoever runs training at your hospital.")
}
