//! One command a file. Each loads, calls a use case, and prints the same value for people or as JSON.

pub(crate) mod assess;
pub(crate) mod backup;
pub(crate) mod badges;
pub(crate) mod brief;
pub(crate) mod catalog;
pub(crate) mod data;
pub(crate) mod doctor;
pub(crate) mod drill;
pub(crate) mod eligibility;
pub(crate) mod facts_file;
pub(crate) mod feed;
pub(crate) mod hospital;
pub(crate) mod hunt;
pub(crate) mod impact;
pub(crate) mod import;
pub(crate) mod knowledge;
pub(crate) mod lessons;
pub(crate) mod logging;
pub(crate) mod operator_link;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod rules;
pub(crate) mod runner;
pub(crate) mod save;
pub(crate) mod serve;
pub(crate) mod settings;
