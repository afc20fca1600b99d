//! The programs of one machine, one line for each program and version.

use std::collections::BTreeSet;

use holdfast_wire::device::{DeviceFacts, Known, OsFamily, Why};
use serde::{Deserialize, Serialize};

use super::line::ProgramLine;
use super::{ProgramSum, SoftwareTables};

/// Why nothing is said of a machine's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramsUnknown {
    /// No source lists them.
    NotListed(Why),
    /// It is a Linux: the makers of its distribution mend programs and keep their numbers, so the records' ranges do not hold.
    Packages,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programs {
    /// Why nothing is said; the rest is empty then.
    pub unknown: Option<ProgramsUnknown>,
    /// Programs the catalog knows, what presses first.
    pub lines: Vec<ProgramLine>,
    /// Entries of the list that the catalog does not know.
    pub n_unrecognised: usize,
}

impl Programs {
    /// The same in numbers; `None` where nothing is said.
    pub fn sum(&self) -> Option<ProgramSum> {
        let possible = || self.possible();
        let sum = || ProgramSum {
            n_recognised: self.lines.len() as u32,
            n_programs: possible().count() as u32,
            n_possible: possible().map(|line| line.n_possible).sum(),
            n_kev: possible().map(|line| line.n_kev).sum(),
            n_ransomware: possible().map(|line| line.n_ransomware).sum(),
        };
        self.unknown.is_none().then(sum)
    }

    /// Lines with something possible.
    pub fn possible(&self) -> impl Iterator<Item = &ProgramLine> {
        self.lines.iter().filter(|line| line.n_possible > 0)
    }

    /// Lines without anything possible of which something cannot be told.
    pub fn unsure(&self) -> impl Iterator<Item = &ProgramLine> {
        self.lines.iter().filter(|line| line.n_possible == 0 && !line.cannot_tell.is_empty())
    }
}

/// What is possible in the programs a machine lists. The order of its list does not matter.
pub fn programs(tables: &SoftwareTables, facts: &DeviceFacts) -> Programs {
    let unknown = |unknown| Programs { unknown: Some(unknown), ..Programs::default() };
    if facts.os.is().is_some_and(|os| os.family == OsFamily::Linux) {
        return unknown(ProgramsUnknown::Packages);
    }
    let all = match &facts.software {
        Known::Is(all) => all,
        Known::Unknown(unseen) => return unknown(ProgramsUnknown::NotListed(unseen.why)),
    };
    let mut found: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut n_unrecognised = 0;
    for entry in all {
        match tables.map.position(entry) {
            Some(program) => {
                found.insert((program, entry.version.trim()));
            }
            None => n_unrecognised += 1,
        }
    }
    let line = |(program, version): (usize, &str)| {
        let weaknesses = tables.weaknesses.get(program)?;
        Some(ProgramLine::of(tables.map.at(program)?, weaknesses, version))
    };
    let mut lines: Vec<ProgramLine> = found.into_iter().filter_map(line).collect();
    lines.sort_by_cached_key(ProgramLine::order);
    Programs { unknown: None, lines, n_unrecognised }
}
