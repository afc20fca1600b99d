//! Where an application stands: the verdict on each offer, the day it is due, and what was asked, answered and decided.

use holdfast_core::Date;
use holdfast_core::decide::application::{OfferVerdict, attestations, facts, verdicts};
use holdfast_core::model::CaseMove;
use holdfast_store::nouns::*;

use super::Applying;
use crate::app::{App, AppError};

/// One thing said between applicant and reviewers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is, like "A reviewer asked".
    pub what: &'static str,
    /// Whether reviewers said it.
    pub by_reviewer: bool,
    /// The words.
    pub text: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// Where an application stands.
#[derive(Clone, Debug)]
pub struct ApplicationStanding<'a> {
    /// The verdict on each offer of the program, in its order.
    pub verdicts: Vec<OfferVerdict<'a>>,
    /// The day by which the program means to decide, once it was sent.
    pub by: Option<Date>,
    /// What was said, in order. What one reviewer recommended to another is not among it.
    pub talk: Vec<Word>,
}

impl App {
    /// Where an application stands today.
    pub async fn application_standing<'a>(
        &'a self,
        applying: &Applying<'a>,
    ) -> Result<ApplicationStanding<'a>, AppError> {
        let (application, today) = (&applying.application, self.today());
        let mut read = self.store.read().await?;
        // While it is open, its answers count as they are now; once sent, as they were sent.
        let said = if applying.is_open() {
            attestations(applying.form, &application.answers, today)
        } else {
            read.attestations_of_applicant(application.id).await?
        };
        let settled = read.settlements_of_applicant(application.id).await?;
        let case = read.case_of_application(application).await?;
        let trail = match &case {
            Some(case) => read.review_case(case.id).await?.map(|(_, trail)| trail).unwrap_or_default(),
            None => Vec::new(),
        };
        drop(read);
        let facts = facts(&application.answers, &said, &settled, &self.directory().hospitals, today);
        let word = |event: holdfast_core::model::CaseEvent| {
            let (what, by_reviewer, text) = match event.moved {
                CaseMove::AskBack { question } => ("A reviewer asked", true, question),
                CaseMove::Answer { text } => ("You answered", false, text),
                CaseMove::Approve { reason } => ("The reviewers approved it", true, reason),
                CaseMove::Refuse { reason } => ("The reviewers did not approve it", true, reason),
                CaseMove::Recommend { .. } | CaseMove::StateFact { .. } => return None,
            };
            Some(Word { what, by_reviewer, text, at_ms: event.at_ms })
        };
        Ok(ApplicationStanding {
            verdicts: verdicts(applying.program, &facts),
            by: case.map(|c| c.target_on),
            talk: trail.into_iter().filter_map(word).collect(),
        })
    }
}
