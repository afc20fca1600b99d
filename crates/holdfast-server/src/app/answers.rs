//! Answering an assessment, by several people at once: what is asked of whom, one answer, a keyed-in paper, and the people
//! who are invited by mail to a part of it.
//!
//! Who is asked what, and what an answer comes to, is decided in `holdfast-core`. Evidence has its own rooms.

mod answer;
mod paper;
mod parts;

pub use answer::{AnswerWent, Both};
pub use paper::PaperWent;
pub use parts::{HeldPart, PART_LINK_DAYS, PartBehind};

use holdfast_core::catalog::Knows;
use holdfast_core::decide::posture::Record;
use holdfast_core::decide::questionnaire::{Questionnaire, questionnaire};
use holdfast_core::model::{AccountId, Action, HospitalScope};
use holdfast_store::{Assessments, EvidenceKept};

use super::assessment::assessment_in;
use super::{App, AppError};
use crate::auth::Actor;

/// Who answers, as it will stand beside the answer.
#[derive(Clone, Debug)]
pub struct Answerer {
    /// A name and a role.
    pub shown: String,
    /// Their account; `None` for a person invited by mail.
    pub account: Option<AccountId>,
}

impl Answerer {
    /// Someone signed in, by the role that lets them answer here.
    pub fn signed_in(actor: &Actor, scope: HospitalScope) -> Self {
        let role = actor
            .grants
            .iter()
            .find(|g| g.ccn == Some(scope.ccn()) && g.role.allows(Action::AnswerAssessment))
            .map(|g| format!(", {}", g.role.label()));
        Self { shown: format!("{}{}", actor.name, role.unwrap_or_default()), account: Some(actor.account) }
    }

    /// Someone without an account, by the part they were asked.
    pub fn invited(name: &str, knows: Knows) -> Self {
        Self { shown: format!("{name}, {}", knows.label()), account: None }
    }
}

impl App {
    /// Everything that is asked in a hospital's assessment, as of now.
    pub async fn questionnaire(&self, scope: HospitalScope) -> Result<Questionnaire, AppError> {
        let mut read = self.store.read().await?;
        Ok(asked_in(self, &mut read, scope).await?.0)
    }

    /// The same as somebody invited may see it: nothing that was found, and only what they are asked.
    pub async fn questionnaire_for_invited(&self, scope: HospitalScope) -> Result<Questionnaire, AppError> {
        Ok(self.questionnaire(scope).await?.for_invited())
    }
}

/// As [`App::questionnaire`], within a read or write that is under way, with the record it was decided from.
async fn asked_in<R: Assessments + EvidenceKept + Send>(
    app: &App,
    read: &mut R,
    scope: HospitalScope,
) -> Result<(Questionnaire, Record), AppError> {
    let all = assessment_in(app, read, scope, app.clock.now()).await?;
    let asked = questionnaire(&app.catalog, &all.answers, &all.record, &all.parts, &all.posture);
    Ok((asked, all.record))
}

/// What is said when a question is not, or no longer, on a list.
fn not_on_this_list(questionnaire: &Questionnaire, ask: &str) -> AppError {
    match questionnaire.part_of(ask) {
        Some(part) => AppError::not_found(format!(
            "This question is not on this list. It stands on the list of {}.",
            part.knows.label()
        )),
        None => AppError::not_found("There is no such question."),
    }
}
