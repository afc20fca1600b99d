//! Papers of an assessment as files people keep: tagged PDF, CSV, JSON, OSCAL and STIX, made offline from values of the core; and
//! lessons as packages that other learning systems run.
//!
//! It decides nothing and reads nothing: what a paper says was decided in `holdfast_core::decide::paper`. The same paper gives the
//! same bytes on every machine.

pub mod badge;
mod course;
mod error;
mod layout;
pub mod oscal;
mod paper;
mod pdf;
pub mod seal;
mod sheet;
mod stix;
pub mod taxii;

pub use course::{CourseKind, course_file_name, course_package};
pub use error::ReportError;
pub use paper::{Format, MakeError, Paper};
pub use pdf::{
    badge_sheet_pdf, board_pdf, brief_pdf, certificate_pdf, dark_pdf, drill_pdf, hipaa_pdf, insurer_pdf,
    lesson_page_pdf, practices_pdf, sign_in_sheet_pdf, technical_pdf,
};
pub use sheet::{brief_csv, csv_cell, table_csv, technical_csv};
pub use stix::{Added, lure_bundle, lure_objects, stix_bundle};

#[cfg(test)]
mod tests;
