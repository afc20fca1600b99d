//! Everything Holdfast keeps, in one SQLite file: a trait per noun, and a scope on every read of one hospital's records.
//!
//! It decides nothing and asks neither clock nor chance: times and ids are arguments. Read methods are traits on
//! [`Read`] and [`Write`]; methods that change things are on [`Write`] alone, so a use case is one transaction.

mod account;
mod application;
mod assessment;
mod attestation;
mod audit;
mod backup;
mod badge;
mod broken_off;
mod case;
mod certificate;
mod claim;
mod cohort;
mod device;
mod directory;
mod error;
mod evidence;
#[cfg(test)]
mod faults;
mod feed;
mod files;
mod health_system;
mod housekeeping;
mod incident;
mod job;
mod join;
mod mail;
mod mail_report;
mod mailbox;
mod meta;
mod office;
mod own_services;
mod passkey;
mod plan;
mod progress;
mod registration;
mod renumber;
mod restore;
mod row;
mod saved;
mod schema;
mod serving;
mod session;
mod statements;
mod store;
mod support;
#[cfg(test)]
mod testing;
mod token;
mod training;
mod transaction;
mod way_back;

pub use account::{Account, Accounts, Grant, Person};
pub use application::Applications;
pub use assessment::Assessments;
pub use attestation::Attestations;
pub use audit::{Audit, AuditCheck, AuditEntry, AuditHead};
pub use badge::{Badges, KeptBadge, KeptBadgeKey};
pub use case::{CaseFilter, CaseMoved, Cases};
pub use certificate::{Certificates, KeptCertificate};
pub use claim::{ClaimRecord, Claims, RecordedMove};
pub use cohort::{Cohorts, SeatsTaken};
pub use device::{
    Agents, DevicePolicy, Devices, EnrolmentToken, HeardOf, KeptFacts, KnownAgent, NewEnrolmentToken,
    PinRules,
};
pub use directory::{Change, Directory, Imported, NewChange, Reject};
pub use error::StoreError;
pub use evidence::{EvidenceKept, NewFile};
pub use feed::{FeedLook, FeedMark, FeedVersion, Feeds, KeptFeedChange};
pub use files::{make_private_file, make_private_folder, write_private_file};
pub use health_system::{HealthSystem, HealthSystems};
pub use incident::{DetectionCount, HuntUpload, Incidents, KeptUpload, NewDetection};
pub use job::{Job, Jobs, backoff_ms};
pub use join::{JoinRequest, JoinState, Joins};
pub use mail::{Mail, MailState, Mails, NewMail};
pub use mail_report::{
    KeptMailReport, LureWarnings, MailAnswer, MailPool, MailReports, NewMailReport, PoolWord, ReportCame,
    TakenReport, UntoldLure,
};
pub use mailbox::{MailPlace, Mailboxes, MailsLeft, ReadMailbox};
pub use meta::{Instance, Meta};
pub use office::{Found, Office, RegistrationLine};
pub use own_services::{KeptServices, OwnWords};
pub use passkey::{Passkey, Passkeys};
pub use plan::Plans;
pub use progress::{Progress, TaskDone};
pub use registration::Registrations;
pub use restore::Restored;
pub use saved::Saved;
pub use schema::newest_version;
pub use serving::Serving;
pub use session::{Session, Sessions};
pub use store::{DATABASE_FILE, OpenOptions, Store};
pub use support::Support;
pub use token::{ApiToken, Link, OpenLink, Tokens};
pub use training::{AppliedRoster, LearnerLink, LearnerMail, Recorded, Training};
pub use transaction::{Read, Write};
pub use way_back::WaysBack;

/// Every trait that reads, unnamed so that none hides a type of the same name: `use holdfast_store::nouns::*;`.
pub mod nouns {
    pub use crate::{
        Accounts as _, Agents as _, Applications as _, Assessments as _, Attestations as _, Audit as _,
        Badges as _, Cases as _, Certificates as _, Claims as _, Cohorts as _, Devices as _, Directory as _,
        EvidenceKept as _, Feeds as _, HealthSystems as _, Incidents as _, Instance as _, Jobs as _,
        Joins as _, LearnerMail as _, LureWarnings as _, MailPool as _, MailReports as _, Mailboxes as _,
        Mails as _, Office as _, OwnWords as _, Passkeys as _, Plans as _, Progress as _, Registrations as _,
        Sessions as _, Support as _, Tokens as _, Training as _, WaysBack as _,
    };
}

/// Every noun's statements, for the test that prepares them.
#[cfg(test)]
pub(crate) fn statements_by_noun() -> Vec<(&'static str, &'static [(&'static str, &'static str)])> {
    vec![
        ("account", account::STATEMENTS),
        ("application", application::STATEMENTS),
        ("assessment", assessment::STATEMENTS),
        ("attestation", attestation::STATEMENTS),
        ("audit", audit::STATEMENTS),
        ("badge", badge::STATEMENTS),
        ("case", case::STATEMENTS),
        ("certificate", certificate::STATEMENTS),
        ("claim", claim::STATEMENTS),
        ("cohort", cohort::STATEMENTS),
        ("cohort keep", cohort::KEEP_STATEMENTS),
        ("cohort seat", cohort::SEAT_STATEMENTS),
        ("device", device::STATEMENTS),
        ("device agent", device::AGENT_STATEMENTS),
        ("device pin rule", device::PIN_RULE_STATEMENTS),
        ("directory", directory::STATEMENTS),
        ("evidence", evidence::STATEMENTS),
        ("feed", feed::STATEMENTS),
        ("health_system", health_system::STATEMENTS),
        ("housekeeping", housekeeping::STATEMENTS),
        ("incident", incident::STATEMENTS),
        ("job", job::STATEMENTS),
        ("join", join::STATEMENTS),
        ("mail", mail::STATEMENTS),
        ("mail report", mail_report::STATEMENTS),
        ("mail report pool", mail_report::POOL_STATEMENTS),
        ("lure warning", mail_report::WARNING_STATEMENTS),
        ("mailbox", mailbox::STATEMENTS),
        ("meta", meta::STATEMENTS),
        ("office", office::STATEMENTS),
        ("own_services", own_services::STATEMENTS),
        ("passkey", passkey::STATEMENTS),
        ("plan", plan::STATEMENTS),
        ("progress", progress::STATEMENTS),
        ("registration", registration::STATEMENTS),
        ("renumber", renumber::STATEMENTS),
        ("session", session::STATEMENTS),
        ("support", support::STATEMENTS),
        ("token", token::STATEMENTS),
        ("training", training::STATEMENTS),
        ("training done", training::DONE_STATEMENTS),
        ("training link", training::LINK_STATEMENTS),
        ("training mailed", training::MAILED_STATEMENTS),
        ("training withdrawn", training::WITHDRAWN_STATEMENTS),
        ("way_back", way_back::STATEMENTS),
    ]
}
