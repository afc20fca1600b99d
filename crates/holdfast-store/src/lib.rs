//! Everything Holdfast keeps, in one SQLite file: a trait per noun, and a scope on every read of one hospital's records.
//!
//! It decides nothing and asks neither clock nor chance: times and ids are arguments. Read methods are traits on
//! [`Read`] and [`Write`]; methods that change things are on [`Write`] alone, so a use case is one transaction.

mod account;
mod audit;
mod backup;
mod broken_off;
mod directory;
mod error;
#[cfg(test)]
mod faults;
mod files;
mod housekeeping;
mod job;
mod mail;
mod meta;
mod passkey;
mod restore;
mod row;
mod schema;
mod session;
mod statements;
mod store;
#[cfg(test)]
mod testing;
mod token;
mod transaction;

pub use account::{Account, Accounts, Grant, Person};
pub use audit::{Audit, AuditCheck, AuditEntry, AuditHead};
pub use directory::{Change, Directory, Imported, NewChange, Reject};
pub use error::StoreError;
pub use job::{Job, Jobs, backoff_ms};
pub use mail::{Mail, MailState, Mails, NewMail};
pub use meta::{Instance, Meta};
pub use passkey::{Passkey, Passkeys};
pub use restore::Restored;
pub use schema::newest_version;
pub use session::{Session, Sessions};
pub use store::{DATABASE_FILE, OpenOptions, Store};
pub use token::{ApiToken, Link, Tokens};
pub use transaction::{Read, Write};

/// Every trait that reads: `use holdfast_store::nouns::*;`.
pub mod nouns {
    pub use crate::{Accounts, Audit, Directory, Instance, Jobs, Mails, Passkeys, Sessions, Tokens};
}

/// Every noun's statements, for the test that prepares them.
#[cfg(test)]
pub(crate) fn statements_by_noun() -> Vec<(&'static str, &'static [(&'static str, &'static str)])> {
    vec![
        ("account", account::STATEMENTS),
        ("audit", audit::STATEMENTS),
        ("directory", directory::STATEMENTS),
        ("housekeeping", housekeeping::STATEMENTS),
        ("job", job::STATEMENTS),
        ("mail", mail::STATEMENTS),
        ("meta", meta::STATEMENTS),
        ("passkey", passkey::STATEMENTS),
        ("session", session::STATEMENTS),
        ("token", token::STATEMENTS),
    ]
}
