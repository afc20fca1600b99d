//! Papers of an assessment as files people keep: tagged PDF, CSV, JSON, OSCAL and STIX, made offline from values of the core.
//!
//! It decides nothing and reads nothing: what a paper says was decided in `holdfast_core::decide::paper`. The same paper gives the
//! same bytes on every machine.

mod error;
mod layout;
pub mod oscal;
mod paper;
mod pdf;
pub mod seal;
mod sheet;
mod stix;

pub use error::ReportError;
pub use paper::{Format, MakeError, Paper};
pub use pdf::{
    board_pdf, brief_pdf, dark_pdf, drill_pdf, hipaa_pdf, insurer_pdf, practices_pdf, technical_pdf,
};
pub use sheet::{brief_csv, csv_cell, technical_csv};
pub use stix::stix_bundle;

#[cfg(test)]
mod tests;
