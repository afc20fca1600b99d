//! What is possible in the programs of a device, as it stands in JSON.

use holdfast_core::decide::device::{
    ProgramDoubt, ProgramLine, ProgramSum, Programs, ProgramsUnknown, UpdateTo,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape::Day;

/// The programs of a device in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramSumShape {
    /// Programs that the catalog knows, each version for itself.
    pub n_recognised: u32,
    /// Of these, with possible weaknesses.
    pub n_programs: u32,
    /// Possible weaknesses in all of them. A name and a version prove no more than that.
    pub n_possible: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
}

impl ProgramSumShape {
    pub(super) fn of(sum: ProgramSum) -> Self {
        let ProgramSum { n_recognised, n_programs, n_possible, n_kev, n_ransomware } = sum;
        Self { n_recognised, n_programs, n_possible, n_kev, n_ransomware }
    }
}

/// The programs of a device.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramsShape {
    /// Why nothing is said: `not_listed` or `packages`; `null` when something is.
    pub unknown: Option<&'static str>,
    /// Programs that the catalog knows, what presses first.
    pub lines: Vec<ProgramLineShape>,
    /// Entries of the list that the catalog does not know.
    pub n_unrecognised: usize,
}

impl ProgramsShape {
    pub(super) fn of(all: &Programs) -> Self {
        Self {
            unknown: all.unknown.map(|unknown| match unknown {
                ProgramsUnknown::NotListed(_) => "not_listed",
                ProgramsUnknown::Packages => "packages",
            }),
            lines: all.lines.iter().map(ProgramLineShape::of).collect(),
            n_unrecognised: all.n_unrecognised,
        }
    }
}

/// A program on a device.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramLineShape {
    /// The catalog's id of it.
    pub software: String,
    /// What people call it.
    pub name: String,
    /// What it is for, such as `browser` or `imaging`.
    pub used_for: &'static str,
    /// The version the device lists; empty when it lists none.
    pub version: String,
    /// Whether a public list at hand knows the program at all.
    pub is_on_lists: bool,
    /// Weaknesses that are possible in this version. It is never said that the device has them.
    pub n_possible: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
    /// CISA's earliest day for one of them.
    pub oldest_due: Option<Day>,
    /// At this version none of them is possible. `null` also where that cannot be told.
    pub update_to: Option<String>,
    /// Where the records do not say which version is mended: one later than this.
    pub later_than: Option<String>,
    /// Whether Windows' own updates mend it; it has no version to update to then.
    pub comes_with_windows: bool,
    /// Of how many weaknesses it cannot be told, and why.
    pub cannot_tell: Vec<ProgramDoubtShape>,
    /// Of those that cannot be told, on CISA's list.
    pub n_kev_unsure: u32,
    /// Some of the possible ones, those used by ransomware and attackers first; 12 at most.
    pub cves: Vec<String>,
    /// The line in words.
    pub says: String,
}

/// Of how many weaknesses something cannot be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramDoubtShape {
    /// `no_version`, `not_comparable` or `no_range`.
    pub why: &'static str,
    /// How many.
    pub n: u32,
}

impl ProgramLineShape {
    fn of(line: &ProgramLine) -> Self {
        let (update_to, later_than) = match line.update_to.clone() {
            Some(UpdateTo::AtLeast(version)) => (Some(version), None),
            Some(UpdateTo::LaterThan(version)) => (None, Some(version)),
            Some(UpdateTo::WithWindows) | None => (None, None),
        };
        let doubt = |(doubt, n): &(ProgramDoubt, u32)| ProgramDoubtShape {
            why: match doubt {
                ProgramDoubt::NoVersion => "no_version",
                ProgramDoubt::NotComparable => "not_comparable",
                ProgramDoubt::NoRange => "no_range",
            },
            n: *n,
        };
        Self {
            software: line.software.to_string(),
            name: line.name.clone(),
            used_for: line.used_for.key(),
            version: line.version.clone(),
            is_on_lists: line.is_on_lists,
            n_possible: line.n_possible,
            n_kev: line.n_kev,
            n_ransomware: line.n_ransomware,
            oldest_due: line.oldest_due.map(Day),
            update_to,
            later_than,
            comes_with_windows: line.update_to == Some(UpdateTo::WithWindows),
            cannot_tell: line.cannot_tell.iter().map(doubt).collect(),
            n_kev_unsure: line.n_kev_unsure,
            cves: line.cves.iter().map(ToString::to_string).collect(),
            says: line.in_words(),
        }
    }
}
