//! The papers there are, the kinds of file each comes as, and the one way to make one.

use holdfast_core::decide::paper::{self, Given};
use serde::Serialize;

use crate::{
    ReportError, board_pdf, hipaa_pdf, insurer_pdf, oscal, practices_pdf, technical_csv, technical_pdf,
};

/// A paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// Two pages for the board.
    Board,
    /// The technical plan.
    Plan,
    /// The risk analysis under 45 CFR 164.308(a)(1)(ii)(A).
    Hipaa,
    /// Answers for the insurer.
    Insurer,
    /// Twelve months of recognized security practices.
    Practices,
    /// OSCAL assessment results.
    OscalResults,
    /// OSCAL plan of action and milestones.
    OscalPoam,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Tagged PDF.
    Pdf,
    /// A spreadsheet.
    Csv,
    /// Data.
    Json,
}

/// Why there is no such file.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The paper does not come as this.
    #[error("this paper comes as {0}")]
    NotAs(String),
    /// There is no plan to write down.
    #[error("nobody has said what the hospital can carry, so there is no plan")]
    NoPlan,
    /// The paper could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The paper could not be written as JSON.
    #[error("the paper could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

impl Paper {
    /// Every paper, in the order people are shown them.
    pub const ALL: [Self; 7] = [
        Self::Board,
        Self::Plan,
        Self::Hipaa,
        Self::Insurer,
        Self::Practices,
        Self::OscalResults,
        Self::OscalPoam,
    ];

    /// The key used in file names, addresses and commands.
    pub fn key(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Plan => "plan",
            Self::Hipaa => "hipaa",
            Self::Insurer => "insurer",
            Self::Practices => "practices",
            Self::OscalResults => "oscal-results",
            Self::OscalPoam => "oscal-poam",
        }
    }

    /// The paper with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.key() == key)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Board => "Report for the board",
            Self::Plan => "Technical plan",
            Self::Hipaa => "Risk analysis",
            Self::Insurer => "Answers for the insurer",
            Self::Practices => "Record of security practices",
            Self::OscalResults => "Assessment results",
            Self::OscalPoam => "Plan of action and milestones",
        }
    }

    /// What is in it and for whom, in a sentence or two.
    pub fn says(self) -> &'static str {
        match self {
            Self::Board => {
                "Two pages in plain words: can we treat patients if systems stop, the largest risks in dollars and days, what is asked and what it buys."
            }
            Self::Plan => {
                "For whoever does the work: each step with how, when, what it takes, how to go back and what proves it."
            }
            Self::Hipaa => {
                "A register of systems, threats and weak spots with likelihood and impact, by the nine elements of the Office for Civil Rights. A draft until you add what only you know."
            }
            Self::Insurer => {
                "Each answer with what it rests on, and a mark on every one that evidence contradicts or does not prove. Read it before an executive signs."
            }
            Self::Practices => {
                "Twelve months of what was in place and when it was proven. Regulators must take such a record into account (Public Law 116-321)."
            }
            Self::OscalResults => "The assessment as data in OSCAL, for other tools.",
            Self::OscalPoam => "Open findings and planned steps as data in OSCAL, for other tools.",
        }
    }

    /// The kinds of file it comes as, the usual one first.
    pub fn formats(self) -> &'static [Format] {
        match self {
            Self::Board | Self::Hipaa | Self::Insurer | Self::Practices => &[Format::Pdf, Format::Json],
            Self::Plan => &[Format::Pdf, Format::Csv, Format::Json],
            Self::OscalResults | Self::OscalPoam => &[Format::Json],
        }
    }

    /// Makes the paper as one kind of file.
    pub fn make(self, format: Format, given: &Given<'_>) -> Result<Vec<u8>, MakeError> {
        if !self.formats().contains(&format) {
            let names: Vec<String> = self.formats().iter().map(|f| format!("`{}`", f.key())).collect();
            return Err(MakeError::NotAs(names.join(" or ")));
        }
        let is_pdf = format == Format::Pdf;
        match self {
            Self::Board => {
                let report = paper::board::report(given);
                if is_pdf { Ok(board_pdf(&report)?) } else { data(&report) }
            }
            Self::Plan => {
                let plan = paper::technical::plan(given).ok_or(MakeError::NoPlan)?;
                match format {
                    Format::Pdf => Ok(technical_pdf(&plan)?),
                    Format::Csv => Ok(technical_csv(&plan).into_bytes()),
                    Format::Json => data(&plan),
                }
            }
            Self::Hipaa => {
                let analysis = paper::hipaa::analysis(given);
                if is_pdf { Ok(hipaa_pdf(&analysis)?) } else { data(&analysis) }
            }
            Self::Insurer => {
                let sheet = paper::insurer::sheet(given);
                if is_pdf { Ok(insurer_pdf(&sheet)?) } else { data(&sheet) }
            }
            Self::Practices => {
                let record = paper::practices::record(given);
                if is_pdf { Ok(practices_pdf(&record, &paper::digest(&record))?) } else { data(&record) }
            }
            Self::OscalResults => data(&oscal::assessment_results(given)),
            Self::OscalPoam => data(&oscal::plan_of_action(given)),
        }
    }
}

impl Format {
    /// The key used in file names and commands.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The kind of file with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Pdf, Self::Csv, Self::Json].into_iter().find(|f| f.key() == key)
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

fn data<T: Serialize>(paper: &T) -> Result<Vec<u8>, MakeError> {
    let mut bytes = serde_json::to_vec_pretty(paper)?;
    bytes.push(b'\n');
    Ok(bytes)
}
