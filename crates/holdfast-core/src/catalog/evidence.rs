//! Kinds of evidence: how it was come by, and by whom. What one piece of evidence says is [`crate::model::Evidence`].

use serde::{Deserialize, Serialize};

use super::{EvidenceKindId, Provenance};

/// How something was found out, by authority, weakest first. Source: NIST SP 800-53A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A person said so.
    Interview,
    /// A person looked at a thing: a document, a setting, a room.
    Examine,
    /// A machine looked.
    Test,
}

/// Who or what gathers a kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatheredBy {
    /// The agent on a computer.
    Agent,
    /// A reader of Active Directory.
    Directory,
    /// A reader of the cloud tenant.
    Tenant,
    /// Event logs.
    Logs,
    /// A look from the internet.
    Outside,
    /// A scanner.
    Scan,
    /// Lessons, rosters and reports of mail.
    Training,
    /// A file someone sent in.
    Upload,
    /// An assessor.
    Assessor,
}

/// One kind of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceKind {
    /// Its id, like `restore-test`. Never reused.
    pub id: EvidenceKindId,
    /// What people call it.
    pub name: String,
    /// How it finds out.
    pub method: Method,
    /// By whom.
    pub gathered_by: GatheredBy,
    /// What is in it, as a sentence.
    pub says: String,
    /// Where the kind comes from.
    pub provenance: Provenance,
}
