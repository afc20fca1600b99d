//! What was last said to a question, by whom, and whether it still counts. It weighs no evidence.

use jiff::Timestamp;

use super::{ANSWER_FRESH_DAYS, Record, after, day_of};
use crate::Date;
use crate::catalog::{Ask, MeasureId};
use crate::model::{Exception, ExceptionKind, Finding, KeptAnswer, Reply};

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
        .map(|measure| of_measure(measure, about, record, as_of))
        .collect::<Option<Vec<Given>>>()?;
    let newest = each.iter().max_by_key(|g| g.at)?;
    let is_fresh = each.iter().all(|g| g.is_fresh);
    let said = if each.iter().all(|g| g.said == newest.said) { newest.said.clone() } else { Said::Differs };
    Some(Given { said, is_fresh, ..newest.clone() })
}

fn of_measure(
    measure: &MeasureId,
    about: &[&KeptAnswer],
    record: &Record,
    as_of: Timestamp,
) -> Option<Given> {
    let mine = || about.iter().rev().map(|k| &k.answer).filter(|a| a.measure == *measure);
    let finds = mine().find_map(|a| match a.reply {
        Reply::Finds { finding } => Some((finding, a)),
        Reply::AskSomeoneElse { .. } => None,
    });
    // As posture has it: of all exceptions the newest stands, and only while it lasts.
    let left_out = record
        .exceptions
        .iter()
        .filter(|e| e.measure == *measure && e.at <= as_of)
        .max_by_key(|e| (e.at, &e.reason, &e.approver))
        .filter(|e| is_not_applicable(e) && finds.is_none_or(|(_, a)| a.at < e.at));
    if let Some(e) = left_out {
        let asked_again = mine().next().is_some_and(|a| a.at > e.at);
        return Some(Given {
            said: Said::NotApplicable {
                reason: e.reason.clone(),
                approver: e.approver.clone(),
                until: e.until,
            },
            by: e.approver.clone(),
            at: e.at,
            is_fresh: e.until >= day_of(as_of) && !asked_again,
        });
    }
    let (finding, answer) = finds?;
    let is_newest = mine().next() == Some(answer);
    Some(Given {
        said: Said::Finds(finding),
        by: answer.by.clone(),
        at: answer.at,
        is_fresh: is_newest && as_of <= after(answer.at, ANSWER_FRESH_DAYS),
    })
}
