//! What an assessment keeps besides evidence and answers: who is asked what, and an assessor's name under a posture.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::catalog::{AskId, Knows};
use crate::decide::posture::Posture;

use super::{Answer, EvidenceId, FileId};
use crate::Date;

/// The person who is asked the questions of one part. A later one takes an earlier one's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which questions.
    pub knows: Knows,
    /// Who.
    pub name: String,
    /// Where the invitation went.
    pub email: String,
    /// Since when.
    pub invited_at: Timestamp,
}

/// An answer as it was kept: with its number, which counts up, and the question it was given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// Its number among all answers.
    pub seq: i64,
    /// The question; `None` when the measure was answered on its own page.
    pub ask: Option<AskId>,
    /// What was said.
    pub answer: Answer,
}

/// An assessor's name under one posture. Kept with the posture itself, so that what was signed can always be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// What was signed.
    pub posture: Posture,
    /// What the assessor says of it, in words.
    pub statement: String,
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A file that evidence rests on, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// Its id.
    pub id: FileId,
    /// The name it came with.
    pub name: String,
    /// What it is, as found by its first bytes and not by its name.
    pub media_type: String,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
    /// The day from which what it says is so; not the day it was sent in.
    pub effective_on: Date,
    /// When it was sent in.
    pub uploaded_at: Timestamp,
    /// By whom, as shown.
    pub uploaded_by: String,
    /// Evidence that rests on it.
    pub evidence: Vec<EvidenceId>,
}

/// Somebody opened a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSeen {
    /// By whom, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
}
