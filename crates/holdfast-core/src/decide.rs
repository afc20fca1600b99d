//! One verb a file: pure functions of the catalog, the facts and the day. Nothing here writes.

pub mod advice;
pub mod application;
pub mod assessor;
pub mod badge;
pub mod belonging;
pub mod care;
pub mod cliff;
pub mod device;
pub mod directory;
pub mod downtime;
pub mod drill;
pub mod eligibility;
pub mod entry;
pub mod feed_names;
pub mod funnel;
pub mod ics;
pub mod incident;
pub mod lesson;
pub mod look_up;
pub mod open_gates;
pub mod paper;
pub mod partners;
pub mod people_covered;
pub mod plan;
pub mod posture;
pub mod promise;
pub mod questionnaire;
pub mod queue;
pub mod registration;
pub mod roster;
pub mod rural;
pub mod search;
pub mod settle;
pub mod standing;
pub mod support;
pub mod suspicious_mail;
pub mod this_week;
pub mod totals;
pub mod training;
pub mod uptake;
pub mod value;
pub mod waiting_offers;

#[cfg(test)]
mod made_up;
