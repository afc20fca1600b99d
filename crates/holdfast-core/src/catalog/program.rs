//! A program: its offers, whom it serves, and the numbers its office reports against.

use serde::{Deserialize, Serialize};

use super::{ApplicationForm, Offer, ProgramId, Provenance};

/// Who takes part in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Serves {
    /// Hospitals of the directory, registered by certification number.
    Hospitals,
    /// Organizations of several kinds, which apply with a form.
    Applicants,
}

/// A number of hospitals, or of people, the office reports against, with what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denominator {
    /// The number.
    pub n: u32,
    /// What it counts and who says so.
    pub counts: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A program run here.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its id, like `rural-hospitals`.
    pub id: ProgramId,
    /// What it is called.
    pub name: String,
    /// What it is for, in one or two sentences.
    pub purpose: String,
    /// Whom it serves.
    pub serves: Serves,
    /// Its offers.
    pub offers: Vec<Offer>,
    /// Denominators for the funnel.
    pub denominators: Vec<Denominator>,
    /// People that the program means to reach: denominators for people covered, the one the program was announced with first.
    pub people_denominators: Vec<Denominator>,
    /// The application form, when applicants apply with one.
    pub form: Option<ApplicationForm>,
    /// Days a reviewer has to settle a case.
    pub review_target_days: u16,
    /// Where its facts come from.
    pub provenance: Provenance,
}
