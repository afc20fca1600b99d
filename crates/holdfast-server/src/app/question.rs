//! A reviewer's question to a person who asks for something: read and answered behind a mailed link.
//!
//! Questions about a hospital are answered on its home page, and those about a registration on its own pages.

use holdfast_core::model::{AccountId, Case, CaseId, CaseState, Ccn};
use holdfast_store::nouns::*;
use holdfast_store::{CaseMoved, Link, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::facts::actor;
use super::registration::{DAY_MS, body, parse_body, scope_of};
use super::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

const QUESTION: &str = "answer-question";

/// Longest answer, in characters.
pub const MOST_ANSWER_CHARS: usize = 4_000;

#[derive(Serialize, Deserialize)]
struct Body {
    case: CaseId,
    ccn: Ccn,
    account: AccountId,
}

/// A question as the person it was asked reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub about: &'static str,
    /// The hospital.
    pub hospital: String,
    /// The question.
    pub asks: String,
}

impl App {
    /// A token that leads whoever holds the mailbox to a question, for one answer.
    pub(super) async fn hand_out_question(
        &self,
        write: &mut Write,
        case: &Case,
        account: AccountId,
    ) -> Result<Token, AppError> {
        let Some(ccn) = case.ccn else {
            return Err(AppError::Broken { what: format!("case {} names no hospital", case.id) });
        };
        let token = entropy::token(&*self.entropy);
        let kept = body(&Body { case: case.id, ccn, account })?;
        let now_ms = self.now_ms();
        let ends_ms = now_ms + i64::from(self.config.sign_in.resume_days) * DAY_MS;
        write.add_link(token.hash().as_str(), QUESTION, &kept, now_ms, ends_ms).await?;
        Ok(token)
    }

    /// The question behind a link. Nothing changes.
    pub async fn question_behind(&self, token: &TokenHash) -> Result<Question, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), QUESTION, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let Body { case, ccn, .. } = parse_body(kept)?;
        let case = read.case(scope_of(ccn), case).await?.ok_or(AppError::DeadLink)?;
        let CaseState::AskedBack { question, .. } = &case.state else { return Err(AppError::DeadLink) };
        Ok(Question { about: case.kind.label(), hospital: self.hospital_name(ccn), asks: question.clone() })
    }

    /// Answers the question behind a link, once.
    pub async fn answer_behind(&self, token: &TokenHash, text: &str) -> Result<(), AppError> {
        let text = text.trim();
        match text.chars().count() {
            0 => return Err(AppError::refused("Write an answer.")),
            n if n > MOST_ANSWER_CHARS => {
                return Err(AppError::refused("Shorten the answer to 4,000 characters."));
            }
            _ => {}
        }
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.use_link(token.as_str(), QUESTION, now_ms).await? else {
            return Err(AppError::DeadLink);
        };
        let Body { case, ccn, account } = parse_body(kept)?;
        let scope = scope_of(ccn);
        match write.answer_case(scope, case, text, Some(account), self.today(), now_ms).await? {
            CaseMoved::Done(_) => {}
            CaseMoved::Refused(_) | CaseMoved::Unknown => return Err(AppError::DeadLink),
        }
        write
            .add_audit(
                &actor(account),
                "answer-question",
                &format!("hospital:{ccn}"),
                &json!({ "case": case }),
                now_ms,
            )
            .await?;
        write.commit().await?;
        Ok(())
    }
}
