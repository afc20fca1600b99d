//! What was last said to a question, by whom, and whether it still counts. It weighs no evidence.

use jiff::Timestamp;

use super::{ANSWER_FRESH_DAYS, Record, after};
use crate::Date;
use crate::catalog::{Ask, MeasureId};
use crate::model::{Exception, ExceptionKind, Finding, KeptAnswer, Reply, utc_day};

/// What a question got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes, partly or no.
    Finds(Finding),
    /// There is nothing here it could be about.
    NotApplicable {
        /// Why.
        reason: String,
        /// Who approved it.
        approver: String,
        /// The last day it holds.
        until: Date,
    },
    /// Its measures were answered apart, and not alike.
    Differs,
}

/// An answer, with who gave it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What was said.
    pub said: Said,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it still counts. One that does not is last year's, shown to be confirmed or changed.
    pub is_fresh: bool,
    /// Whether it was given to this question, and not to a measure on its own page, as an assessor's word is.
    pub is_to_question: bool,
}

/// Whether an exception says that there is nothing to ask about; an accepted risk is asked about all the same.
pub(super) fn is_not_applicable(exception: &Exception) -> bool {
    exception.kind == ExceptionKind::NotApplicable
}

/// What was said to a question: one answer when all its measures have the same. `about`: its answers, oldest first.
pub(super) fn of_ask(ask: &Ask, about: &[&KeptAnswer], record: &Record, as_of: Timestamp) -> Option<Given> {
    let each: Vec<Given> = ask
        .answers
        .iter()
        .map(|measure| of_measure(ask, measure, about, record, as_of))
        .collect::<Option<Vec<Given>>>()?;
    let newest = each.iter().max_by_key(|g| g.at)?;
    let is_fresh = each.iter().all(|g| g.is_fresh);
    let said = if each.iter().all(|g| g.said == newest.said) { newest.said.clone() } else { Said::Differs };
    let is_to_question = each.iter().all(|g| g.is_to_question);
    Some(Given { said, is_fresh, is_to_question, ..newest.clone() })
}

fn of_measure(
    ask: &Ask,
    measure: &MeasureId,
    about: &[&KeptAnswer],
    record: &Record,
    as_of: Timestamp,
) -> Option<Given> {
    let mine = || about.iter().rev().copied().filter(|k| k.answer.measure == *measure);
    let finds = mine().find_map(|kept| match kept.answer.reply {
        Reply::Finds { finding } => Some((finding, kept)),
        Reply::AskSomeoneElse { .. } => None,
    });
    // As posture has it: of its kind the newest stands, and only while it lasts.
    let left_out = record
        .exceptions
        .iter()
        .filter(|e| e.measure == *measure && e.at <= as_of && is_not_applicable(e))
        .max_by_key(|e| (e.at, &e.reason, &e.approver))
        .filter(|e| finds.is_none_or(|(_, kept)| kept.answer.at < e.at));
    if let Some(e) = left_out {
        let asked_again = mine().next().is_some_and(|kept| kept.answer.at > e.at);
        return Some(Given {
            said: Said::NotApplicable {
                reason: e.reason.clone(),
                approver: e.approver.clone(),
                until: e.until,
            },
            by: e.approver.clone(),
            at: e.at,
            is_fresh: e.until >= utc_day(as_of) && !asked_again,
            is_to_question: true,
        });
    }
    let (finding, kept) = finds?;
    let answer = &kept.answer;
    let is_newest = mine().next() == Some(kept);
    Some(Given {
        said: Said::Finds(finding),
        by: answer.by.clone(),
        at: answer.at,
        is_fresh: is_newest && as_of <= after(answer.at, ANSWER_FRESH_DAYS),
        is_to_question: kept.ask.as_ref() == Some(&ask.id),
    })
}
