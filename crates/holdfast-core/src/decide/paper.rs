//! Papers: what the board, the people who do the work, the insurer and the regulator each ask for, from one set of data.
//!
//! Each paper is a plain value made from catalog, record and posture. Nothing here knows of pages or files, nothing is decided
//! anew, and no paper claims that a law is met.

pub mod board;
pub mod dark;
pub mod hipaa;
pub mod insurer;
pub mod partner_brief;
pub mod practices;
mod proof;
mod subject;
pub mod technical;
pub mod training;

use serde::Serialize;

pub use proof::{Line, Standing};
pub use subject::{Foot, Subject};

use crate::catalog::Catalog;
use crate::decide::care::AtStake;
use crate::decide::plan::{Means, Plan};
use crate::decide::posture::{Posture, Record};
use crate::digest::sha256_hex;

/// All a paper is made from. What is `None` is not known, and each paper says so where it matters.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// The catalog.
    pub catalog: &'g Catalog,
    /// Whose papers these are.
    pub hospital: &'g Subject,
    /// What is known.
    pub record: &'g Record,
    /// Where the hospital stands. Its moment is the moment of the paper.
    pub posture: &'g Posture,
    /// Where it stood before, to tell what changed.
    pub earlier: Option<&'g Posture>,
    /// What it can carry. Without it no loss can be reckoned and nothing planned.
    pub means: Option<&'g Means>,
    /// What is to be done.
    pub plan: Option<&'g Plan>,
    /// What was promised before: an earlier plan that was accepted.
    pub promised: Option<&'g Plan>,
    /// Who loses care when it is down; `None` where nobody looked, as for a file of facts.
    pub at_stake: Option<&'g AtStake>,
}

impl Given<'_> {
    /// The foot of every paper made from this.
    pub fn foot(&self) -> Foot {
        Foot {
            hospital: self.hospital.clone(),
            as_of: proof::day(self.posture.as_of),
            catalog: self.posture.catalog.clone(),
            record: self.posture.record.clone(),
        }
    }
}

/// SHA-256 of a paper as JSON, in hex. The same paper gives the same digest on every machine.
pub fn digest<T: Serialize>(paper: &T) -> String {
    let bytes = serde_json::to_vec(paper).unwrap_or_default();
    sha256_hex(&bytes)
}

#[cfg(test)]
mod tests;
