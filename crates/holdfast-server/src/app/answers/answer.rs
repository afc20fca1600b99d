//! One question answered: read, held against what someone else said meanwhile, and kept for each of its measures.

use holdfast_core::catalog::{AskId, Knows};
use holdfast_core::decide::posture::Record;
use holdfast_core::decide::questionnaire::{Asked, Sent, Wrong, keep, read, same};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::HospitalScope;
use holdfast_store::Write;

use super::{Answerer, asked_in, not_on_this_list};
use crate::app::{App, AppError};

/// What came of answering a question.
#[derive(Clone, Debug)]
pub enum AnswerWent {
    /// Kept, or said before and the same.
    Kept {
        /// The next open question of the list.
        next: Option<AskId>,
        /// The part it was passed on to.
        passed_to: Option<Knows>,
    },
    /// Fields to mend; nothing was kept.
    Wrong(Vec<Wrong>),
    /// Someone else answered it otherwise since the form was opened; nothing was kept. The person chooses.
    Both(Box<Both>),
}

/// Two answers to one question.
#[derive(Clone, Debug)]
pub struct Both {
    /// The question as it stands now, with the other's answer.
    pub asked: Asked,
    /// What this person sent.
    pub mine: Sent,
}

impl App {
    /// Answers a question of a part. `version`: the question's, as the form showed it.
    pub async fn answer_question(
        &self,
        scope: HospitalScope,
        who: &Answerer,
        knows: Knows,
        ask: &str,
        version: u32,
        fields: &Fields,
    ) -> Result<AnswerWent, AppError> {
        let mut write = self.store.write().await?;
        let (all, record) = asked_in(self, &mut write, scope).await?;
        let all = if who.account.is_none() { all.for_invited() } else { all };
        let part = all.part(knows).ok_or_else(|| not_on_this_list(&all, ask))?;
        let asked = part.question(ask).ok_or_else(|| not_on_this_list(&all, ask))?;
        let sent = match read(asked, fields, self.today()) {
            Ok(sent) => sent,
            Err(wrong) => return Ok(AnswerWent::Wrong(wrong)),
        };
        let next = part.next_open(ask).map(|q| q.ask.clone());
        let passed_to = match sent {
            Sent::Ask(to) => Some(to),
            Sent::Finds(_) | Sent::NotApplicable { .. } => None,
        };
        if asked.said.as_ref().is_some_and(|given| same(given, &sent)) {
            return Ok(AnswerWent::Kept { next, passed_to });
        }
        let is_beside =
            asked.said.as_ref().is_some_and(|given| given.is_fresh) || !asked.passed_on.is_empty();
        if version != asked.version && is_beside {
            return Ok(AnswerWent::Both(Box::new(Both { asked: asked.clone(), mine: sent })));
        }
        add(self, &mut write, scope, who, asked, &sent, &record).await?;
        write.commit().await?;
        Ok(AnswerWent::Kept { next, passed_to })
    }
}

/// Adds one answer to a hospital's record.
pub(super) async fn add(
    app: &App,
    write: &mut Write,
    scope: HospitalScope,
    who: &Answerer,
    asked: &Asked,
    sent: &Sent,
    record: &Record,
) -> Result<(), AppError> {
    let kept = keep(asked, sent, &who.shown, app.clock.now(), record);
    for answer in &kept.answers {
        write.add_answer(scope, Some(&asked.ask), answer, who.account).await?;
    }
    for exception in &kept.exceptions {
        write.add_exception(scope, exception, who.account).await?;
    }
    Ok(())
}
