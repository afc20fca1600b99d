//! One program on one machine in one line: how many weaknesses are possible, which are used by attackers, and what to update to.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use super::super::fix_table::Exploited;
use super::update_to::{UpdateTo, update_to};
use super::version::SoftwareVersion;
use crate::Date;
use crate::catalog::{KnownSoftware, SoftwareId, SoftwareUse};
use crate::model::{CveId, RangeEnd, SoftwareRow};

/// Weaknesses that are named in a line.
const MOST_NAMED: usize = 12;
/// Longest version that is kept, in characters.
const MOST_VERSION: usize = 64;

/// A weakness of a program.
#[derive(Clone, Debug)]
pub(super) struct Weakness {
    cve: CveId,
    pub(super) ranges: Vec<Range>,
    /// Whether its records name others beside these ranges, in a way that cannot be compared.
    pub(super) has_unread: bool,
    is_kev: bool,
    is_ransomware: bool,
    due_on: Option<Date>,
}

/// A range with its versions read.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) from: Option<SoftwareVersion>,
    pub(super) end: SoftwareVersion,
    pub(super) to: RangeEnd,
}

impl Weakness {
    pub(super) fn new(cve: CveId, exploited: &Exploited) -> Self {
        let kev = exploited.kev(cve);
        Self {
            cve,
            ranges: Vec::new(),
            has_unread: false,
            is_kev: kev.is_some(),
            is_ransomware: kev.is_some_and(|row| row.is_ransomware),
            due_on: kev.map(|row| row.due_on),
        }
    }

    /// Adds what a record says. Ranges that do not read are kept as a mark only.
    pub(super) fn add(&mut self, row: &SoftwareRow) {
        self.has_unread |= row.has_unread;
        for range in &row.ranges {
            let from = range.from.as_deref().map(SoftwareVersion::parse);
            let (Some(end), false) = (SoftwareVersion::parse(range.to.version()), from == Some(None)) else {
                self.has_unread = true;
                continue;
            };
            self.ranges.push(Range { from: from.flatten(), end, to: range.to.clone() });
        }
    }

    /// The last range that holds a version; `Ok(None)` when none does.
    pub(super) fn holds(&self, version: &SoftwareVersion) -> Result<Option<&Range>, ProgramDoubt> {
        if self.ranges.is_empty() {
            return Err(ProgramDoubt::NoRange);
        }
        let mut doubt = false;
        let mut found: Option<&Range> = None;
        for range in &self.ranges {
            match range.holds(version) {
                Some(true) => {
                    let is_later = found.is_none_or(|f| f.end.compare(&range.end) == Some(Ordering::Less));
                    found = if is_later { Some(range) } else { found };
                }
                Some(false) => {}
                None => doubt = true,
            }
        }
        match found {
            None if doubt => Err(ProgramDoubt::NotComparable),
            None if self.has_unread => Err(ProgramDoubt::NoRange),
            found => Ok(found),
        }
    }
}

impl Range {
    fn holds(&self, version: &SoftwareVersion) -> Option<bool> {
        let ends_after = match (version.compare(&self.end), &self.to) {
            (Some(Ordering::Less), _) | (Some(Ordering::Equal), RangeEnd::With(_)) => Some(true),
            // A record that ends with 4.8 may mean all of 4.8.03761 by it.
            (Some(Ordering::Greater), RangeEnd::With(_)) if version.lengthens(&self.end) => None,
            (Some(_), _) => Some(false),
            (None, _) => None,
        };
        match (self.begins_by(version), ends_after) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Whether it begins at a version or before it.
    pub(super) fn begins_by(&self, version: &SoftwareVersion) -> Option<bool> {
        let from = self.from.as_ref().map(|from| version.compare(from).map(|order| order != Ordering::Less));
        from.unwrap_or(Some(true))
    }
}

/// Why it cannot be told whether a weakness is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramDoubt {
    /// The list gives no version, or none that reads.
    NoVersion,
    /// Its version and those of the records are counted in different ways.
    NotComparable,
    /// The records say nothing of versions that can be compared, or do so beside those that can.
    NoRange,
}

/// A program on a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramLine {
    /// Which program.
    pub software: SoftwareId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub used_for: SoftwareUse,
    /// What it does, in one line.
    pub does: String,
    /// The version the machine lists; empty when it lists none.
    pub version: String,
    /// Whether a public list at hand knows the program at all.
    pub is_on_lists: bool,
    /// Weaknesses that are possible in this version.
    pub n_possible: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
    /// CISA's earliest day for one of them.
    pub oldest_due: Option<Date>,
    /// What to update to, so that none of the weaknesses is possible; `None` also where that cannot be told.
    pub update_to: Option<UpdateTo>,
    /// Of how many weaknesses it cannot be told, and why.
    pub cannot_tell: Vec<(ProgramDoubt, u32)>,
    /// Of those that cannot be told, on CISA's list.
    pub n_kev_unsure: u32,
    /// Some of the possible ones by name, those used by ransomware and attackers first.
    pub cves: Vec<CveId>,
}

impl ProgramLine {
    /// Judges one version of a program.
    pub(super) fn of(program: &KnownSoftware, weaknesses: &[Weakness], version: &str) -> Self {
        let parsed = SoftwareVersion::parse(version);
        let mut possible: Vec<&Weakness> = Vec::new();
        let mut held_by: Vec<&Range> = Vec::new();
        let mut cannot_tell: Vec<(ProgramDoubt, u32)> = Vec::new();
        let mut n_kev_unsure = 0;
        for weakness in weaknesses {
            let held = match &parsed {
                Some(version) => weakness.holds(version),
                None => Err(ProgramDoubt::NoVersion),
            };
            match held {
                Ok(Some(range)) => {
                    possible.push(weakness);
                    held_by.push(range);
                }
                Ok(None) => {}
                Err(doubt) => {
                    n_kev_unsure += u32::from(weakness.is_kev);
                    match cannot_tell.iter_mut().find(|(d, _)| *d == doubt) {
                        Some((_, n)) => *n += 1,
                        None => cannot_tell.push((doubt, 1)),
                    }
                }
            }
        }
        cannot_tell.sort_unstable();
        possible.sort_by_key(|w| (!w.is_ransomware, !w.is_kev, Reverse(w.cve)));
        let count = |is: fn(&Weakness) -> bool| possible.iter().filter(|w| is(w)).count() as u32;
        Self {
            software: program.id.clone(),
            name: program.name.clone(),
            used_for: program.used_for,
            does: program.does.clone(),
            version: version.trim().chars().filter(|c| !c.is_control()).take(MOST_VERSION).collect(),
            is_on_lists: !program.known_to.is_empty(),
            n_possible: possible.len() as u32,
            n_kev: count(|w| w.is_kev),
            n_ransomware: count(|w| w.is_ransomware),
            oldest_due: possible.iter().filter_map(|w| w.due_on).min(),
            update_to: match program.comes_with_windows {
                true if !possible.is_empty() => Some(UpdateTo::WithWindows),
                true => None,
                false => update_to(weaknesses, &possible, &held_by),
            },
            cannot_tell,
            n_kev_unsure,
            cves: possible.iter().take(MOST_NAMED).map(|w| w.cve).collect(),
        }
    }

    /// How many weaknesses cannot be told of.
    pub fn n_unsure(&self) -> u32 {
        self.cannot_tell.iter().map(|(_, n)| n).sum()
    }

    /// In which order lines are shown: what ransomware uses, what attackers use, what is possible, what cannot be told, the rest.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let (kev, possible) = (Reverse(self.n_kev), Reverse(self.n_possible));
        let unsure = (Reverse(self.n_kev_unsure), Reverse(self.n_unsure()));
        ((self.n_ransomware == 0, kev, possible), unsure, self.name.clone(), self.version.clone())
    }

    /// The line in words: `Google Chrome 118.0.1: 12 possible weaknesses, 3 of them used by attackers; update to 124.0`.
    pub fn in_words(&self) -> String {
        let name = if self.version.is_empty() {
            self.name.clone()
        } else {
            format!("{} {}", self.name, self.version)
        };
        let n = self.n_possible;
        if n == 0 {
            return match (self.cannot_tell.is_empty(), self.is_on_lists) {
                (true, true) => format!("{name}: none possible by the lists at hand"),
                (true, false) => format!("{name}: no list at hand knows it"),
                (false, _) => format!("{name}: cannot tell of {}", self.n_unsure()),
            };
        }
        let mut says = format!("{name}: {n} possible {}", if n == 1 { "weakness" } else { "weaknesses" });
        match (self.n_kev, self.n_ransomware) {
            (0, _) => {}
            (kev, 0) => says.push_str(&format!(", {kev} of them used by attackers")),
            (kev, ransomware) => {
                says.push_str(&format!(", {kev} of them used by attackers, {ransomware} by ransomware"));
            }
        }
        match &self.update_to {
            Some(UpdateTo::AtLeast(version)) => says.push_str(&format!("; update to {version}")),
            Some(UpdateTo::LaterThan(version)) => {
                says.push_str(&format!("; update to one later than {version}"))
            }
            Some(UpdateTo::WithWindows) => says.push_str("; it comes with Windows' updates"),
            None => {}
        }
        says
    }
}
