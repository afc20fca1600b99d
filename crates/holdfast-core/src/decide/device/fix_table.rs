//! Updates of Windows in groups that are mended together, counted once for each version and kind of machine.
//!
//! A weakness is mended on a build by the last month that says it mends it; within that month any of its builds will do, and a
//! hotpatch of it on machines that get hotpatches.

use std::collections::{BTreeMap, HashMap};

use super::{Exposure, deadline_days};
use crate::Date;
use crate::model::{BuildKind, CveId, EpssRow, FixRow, KevRow, Month, Sides};

/// What attackers are known or thought to use, by weakness.
#[derive(Clone, Debug, Default)]
pub struct Exploited {
    kev: HashMap<CveId, KevRow>,
    epss: HashMap<CveId, u32>,
}

impl Exploited {
    /// Of rows; what left CISA's list does not count.
    pub fn new(kev: &[KevRow], epss: &[EpssRow]) -> Self {
        let live = kev.iter().filter(|row| row.removed_on.is_none());
        Self {
            kev: live.map(|row| (row.cve, row.clone())).collect(),
            epss: epss.iter().map(|row| (row.cve, row.per_100_000)).collect(),
        }
    }

    /// A weakness on CISA's list.
    pub fn kev(&self, cve: CveId) -> Option<&KevRow> {
        self.kev.get(&cve)
    }
}

/// Weaknesses that the same update mends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) month: Month,
    /// The fourth part that has it; 0 when nobody says.
    pub(super) ubr: u32,
    /// The fourth part of a hotpatch that has it, too. Its number may lie below builds that do not.
    pub(super) hotpatch: Option<u32>,
    /// Updates of that month that mend it.
    pub(super) kbs: Vec<u32>,
    /// Whether only an update that is not part of later ones mends it.
    pub(super) is_alone: bool,
    pub(super) cves: Vec<CveId>,
    pub(super) n_kev: u32,
    pub(super) n_ransomware: u32,
    pub(super) oldest_due: Option<Date>,
    pub(super) highest_epss: Option<u32>,
    /// The earliest day to have it mended by, for each [`Exposure`].
    pub(super) by: [Option<Date>; 3],
}

/// All updates of Windows.
#[derive(Clone, Debug, Default)]
pub struct FixTable {
    groups: HashMap<(u32, Sides), Vec<Group>>,
    months: HashMap<(u32, u32), Month>,
    first: Option<Month>,
}

const EACH: [Sides; 4] = [Sides::X86, Sides::X64, Sides::ARM64, Sides::SERVER];

impl FixTable {
    /// Puts rows in groups.
    pub fn new(rows: &[FixRow], exploited: &Exploited) -> Self {
        let mut by_build: BTreeMap<u32, Vec<&FixRow>> = BTreeMap::new();
        let mut months = HashMap::new();
        for row in rows {
            by_build.entry(row.build).or_default().push(row);
            if row.kb != 0 && row.kind != BuildKind::SecurityOnly {
                months.insert((row.build, row.kb), row.month);
            }
        }
        let mut groups = HashMap::new();
        for (build, rows) in by_build {
            for side in EACH {
                let of = of_side(&rows, side, exploited);
                if !of.is_empty() {
                    groups.insert((build, side), of);
                }
            }
        }
        Self { groups, months, first: rows.iter().map(|r| r.month).min() }
    }

    /// The groups of a version and kind of machine, by month; `None` when the table has nothing of it.
    pub(super) fn of(&self, build: u32, side: Sides) -> Option<&[Group]> {
        self.groups.get(&(build, side)).map(Vec::as_slice)
    }

    /// The month of an update that holds those before it.
    pub fn month_of_kb(&self, build: u32, kb: u32) -> Option<Month> {
        self.months.get(&(build, kb)).copied()
    }

    /// The first month the table knows of.
    pub fn first_month(&self) -> Option<Month> {
        self.first
    }
}

fn of_side(rows: &[&FixRow], side: Sides, exploited: &Exploited) -> Vec<Group> {
    let mut by_cve: BTreeMap<CveId, Vec<&FixRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.sides.meets(side)) {
        for cve in &row.cves {
            by_cve.entry(*cve).or_default().push(row);
        }
    }
    let mut found: BTreeMap<Mended, Vec<CveId>> = BTreeMap::new();
    for (cve, rows) in by_cve {
        let is_alone = rows.iter().all(|r| r.kind == BuildKind::SecurityOnly);
        let counts = |r: &&&FixRow| is_alone || r.kind != BuildKind::SecurityOnly;
        let Some(month) = rows.iter().filter(counts).map(|r| r.month).max() else { continue };
        let of_month: Vec<&&FixRow> = rows.iter().filter(|r| r.month == month).collect();
        let holding =
            || of_month.iter().filter(|r| (is_alone || r.kind != BuildKind::SecurityOnly) && r.ubr > 0);
        let hotpatch = holding().filter(|r| r.kind == BuildKind::Hotpatch).map(|r| r.ubr).min();
        let ubr = holding().filter(|r| r.kind != BuildKind::Hotpatch).map(|r| r.ubr).min();
        let ubr = ubr.or(hotpatch).unwrap_or(0);
        let mut kbs: Vec<u32> = of_month.iter().map(|r| r.kb).filter(|kb| *kb != 0).collect();
        kbs.sort_unstable();
        kbs.dedup();
        found.entry(Mended { month, ubr, hotpatch, kbs, is_alone }).or_default().push(cve);
    }
    found.into_iter().map(|(mended, cves)| group(mended, cves, exploited)).collect()
}

/// By what weaknesses are mended: those of which it is the same stand in one group.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mended {
    month: Month,
    ubr: u32,
    hotpatch: Option<u32>,
    kbs: Vec<u32>,
    is_alone: bool,
}

fn group(mended: Mended, cves: Vec<CveId>, exploited: &Exploited) -> Group {
    let Mended { month, ubr, hotpatch, kbs, is_alone } = mended;
    let listed: Vec<&KevRow> = cves.iter().filter_map(|cve| exploited.kev(*cve)).collect();
    let by = Exposure::ALL.map(|exposure| {
        let after = |from: Date, days: i32| from.checked_add(jiff::Span::new().days(days)).ok();
        let kev = listed.iter().filter_map(|row| {
            let ours = deadline_days(exposure, true, None, None).and_then(|days| after(row.added_on, days));
            // CISA's own day holds when it is earlier than ours.
            Some(ours?.min(row.due_on))
        });
        let has_others = cves.len() > listed.len();
        let others = deadline_days(exposure, false, None, None).filter(|_| has_others);
        kev.chain(others.and_then(|days| after(month.patch_day(), days))).min()
    });
    Group {
        n_kev: listed.len() as u32,
        n_ransomware: listed.iter().filter(|row| row.is_ransomware).count() as u32,
        oldest_due: listed.iter().map(|row| row.due_on).min(),
        highest_epss: cves.iter().filter_map(|cve| exploited.epss.get(cve).copied()).max(),
        month,
        ubr,
        hotpatch,
        kbs,
        is_alone,
        cves,
        by,
    }
}
