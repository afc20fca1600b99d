//! Entries of the audit log, in the same write as what they are about. Never a name, an address or a secret.

use holdfast_core::model::{AccountId, Ccn};
use holdfast_store::{StoreError, Write};
use serde_json::Value;

use super::App;

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A signed-in person, or one whose mailbox a link has just proven.
    Account(AccountId),
    /// Whoever holds the operator's one-time link.
    Operator,
    /// Someone who is not signed in.
    Visitor,
    /// The program itself.
    System,
}

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Operator => f.write_str("operator"),
            Self::Visitor => f.write_str("visitor"),
            Self::System => f.write_str("system"),
        }
    }
}

/// The subject of an entry about a person.
pub fn about_account(id: AccountId) -> String {
    format!("account:{id}")
}

/// The subject of an entry about a hospital.
pub fn about_hospital(ccn: Ccn) -> String {
    format!("hospital:{ccn}")
}

impl App {
    /// Adds an entry: `by` did `action` (like `passkey.add`) to `subject` (like `account:7`).
    pub(crate) async fn audit(
        &self,
        write: &mut Write,
        by: By,
        action: &str,
        subject: &str,
        detail: Value,
    ) -> Result<(), StoreError> {
        write.add_audit(&by.to_string(), action, subject, &detail, self.now_ms()).await?;
        Ok(())
    }
}
