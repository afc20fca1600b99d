//! The programs of all machines of a hospital together: on how many machines something is possible, and which programs to update first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use holdfast_wire::device::{DeviceFacts, Known, OsFamily};
use serde::{Deserialize, Serialize};

use super::SoftwareTables;
use super::line::ProgramLine;
use super::update_to::{UpdateTo, more};
use crate::catalog::SoftwareId;

/// One machine's programs in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramSum {
    /// Programs the catalog knows, each version for itself.
    pub n_recognised: u32,
    /// Of these, with possible weaknesses.
    pub n_programs: u32,
    /// Possible weaknesses in all of them.
    pub n_possible: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
}

/// One program on all machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetProgram {
    /// Which.
    pub software: SoftwareId,
    /// What people call it.
    pub name: String,
    /// Machines on which something is possible in it.
    pub n_machines: usize,
    /// Weaknesses possible in the oldest version there is.
    pub n_possible: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
    /// What to update to, so that none is possible on any machine; `None` also where that cannot be told of one of them.
    pub update_to: Option<UpdateTo>,
}

/// All machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FleetPrograms {
    /// For each machine, in the order they came; `None` where nothing can be said.
    pub machines: Vec<Option<ProgramSum>>,
    /// Programs with possible weaknesses, what presses first.
    pub programs: Vec<FleetProgram>,
}

impl FleetPrograms {
    /// Machines that list their programs and on which something is possible.
    pub fn n_with(&self, is: fn(&ProgramSum) -> bool) -> usize {
        self.machines.iter().flatten().filter(|sum| is(sum)).count()
    }

    /// Machines of which nothing can be said.
    pub fn n_untold(&self) -> usize {
        self.machines.iter().filter(|sum| sum.is_none()).count()
    }
}

/// Judges the programs of machines. Each program and version is judged once, however many machines have it.
pub fn fleet_programs<'f>(
    tables: &SoftwareTables,
    machines: impl Iterator<Item = &'f DeviceFacts>,
) -> FleetPrograms {
    let mut judged: HashMap<(usize, &str), ProgramLine> = HashMap::new();
    let mut by_program: BTreeMap<usize, FleetProgram> = BTreeMap::new();
    let mut out = FleetPrograms::default();
    for facts in machines {
        let is_linux = facts.os.is().is_some_and(|os| os.family == OsFamily::Linux);
        let all = match &facts.software {
            Known::Is(all) if !is_linux => all,
            _ => {
                out.machines.push(None);
                continue;
            }
        };
        let found = all.iter().filter_map(|entry| Some((tables.map.position(entry)?, entry.version.trim())));
        let mut found: Vec<(usize, &str)> = found.collect();
        found.sort_unstable();
        found.dedup();
        let mut sum = ProgramSum { n_recognised: found.len() as u32, ..ProgramSum::default() };
        let mut before: Option<usize> = None;
        for key in found {
            let (Some(program), Some(weaknesses)) = (tables.map.at(key.0), tables.weaknesses.get(key.0))
            else {
                continue;
            };
            let line = judged.entry(key).or_insert_with(|| ProgramLine::of(program, weaknesses, key.1));
            if line.n_possible == 0 {
                continue;
            }
            sum.n_programs += 1;
            sum.n_possible += line.n_possible;
            sum.n_kev += line.n_kev;
            sum.n_ransomware += line.n_ransomware;
            let is_first = !by_program.contains_key(&key.0);
            let of_all = by_program.entry(key.0).or_insert_with(|| FleetProgram {
                software: line.software.clone(),
                name: line.name.clone(),
                n_machines: 0,
                n_possible: 0,
                n_kev: 0,
                n_ransomware: 0,
                update_to: None,
            });
            of_all.n_machines += usize::from(before != Some(key.0));
            of_all.n_possible = of_all.n_possible.max(line.n_possible);
            of_all.n_kev = of_all.n_kev.max(line.n_kev);
            of_all.n_ransomware = of_all.n_ransomware.max(line.n_ransomware);
            of_all.update_to = match (of_all.update_to.take(), line.update_to.clone()) {
                (None, to) if is_first => to,
                (Some(a), Some(b)) => more(a, b),
                _ => None,
            };
            before = Some(key.0);
        }
        out.machines.push(Some(sum));
    }
    out.programs = by_program.into_values().collect();
    let none = |n: u32| n == 0;
    out.programs.sort_by_key(|p| {
        let pressing = (none(p.n_ransomware), none(p.n_kev));
        (pressing, Reverse(p.n_machines), Reverse(p.n_possible), p.name.clone())
    });
    out
}
