//! Which updates a machine lacks, one line for each update to install, with what it closes.
//!
//! A weakness is closed, open, or it cannot be told; the last is counted and says why. Where no update is made any more,
//! that is said, too: what is found from then on stays open and is in no table.

use holdfast_wire::device::{DeviceFacts, Known, OsFamily};
use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, evidence};
use super::fix_table::Group;
use super::{Exposure, FeedDates, Knowledge, Witness, candidates};
use crate::Date;
use crate::catalog::Product;
use crate::model::{CveId, Month};

/// One update to install.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateLine {
    /// Its number; it holds those before it.
    pub kb: u32,
    /// The month it came in.
    pub month: Month,
    /// The extended year or period it is sold in; `None` for one that everybody gets.
    pub extended: Option<ExtendedLine>,
    /// Weaknesses it closes on this machine.
    pub n_cves: u32,
    /// Of these, on CISA's list.
    pub n_kev: u32,
    /// Of these, known to be used by ransomware.
    pub n_ransomware: u32,
    /// CISA's earliest day to have one mended by.
    pub oldest_due: Option<Date>,
    /// The day to have it installed by, by exposure; `None` is "with the next regular update".
    pub by: Option<Date>,
    /// The likeliest of them to be used in the next 30 days, in parts of 100,000, where an estimate is known.
    pub highest_epss: Option<u32>,
}

/// In which extended stretch an update is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendedLine {
    /// Which year, where they are counted.
    pub year: Option<u8>,
}

/// Why something cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The machine's system, edition or version is not known.
    SystemUnknown,
    /// It is no Windows: its own update program knows what waits, and no table here does.
    NotWindows,
    /// The tables have nothing of this version.
    NotInTable,
    /// It does not say how far its updates reach.
    BuildUnseen,
    /// The publisher names no build for the update, and the month of the machine's build is not known.
    NoFixedBuild,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MissingUpdates {
    /// Updates to install, the most pressing first.
    pub lines: Vec<UpdateLine>,
    /// What cannot be told, and of how many weaknesses; 0 where not even that is known.
    pub cannot_tell: Vec<(Doubt, u32)>,
    /// Security updates that its own update program lists as waiting, for systems that are no Windows.
    pub n_waiting: Option<u32>,
    /// No update closes what was found after this day.
    pub no_fix_after: Option<Date>,
    /// What the answer rests on.
    pub witness: Option<Witness>,
    /// The first month the tables know of.
    pub from: Option<Month>,
    /// The days of the files behind the answer.
    pub feeds: FeedDates,
}

impl MissingUpdates {
    /// Weaknesses that are open and can be closed.
    pub fn n_open(&self) -> u32 {
        self.lines.iter().map(|line| line.n_cves).sum()
    }
}

/// Which updates a machine lacks at a day.
pub fn missing_updates(
    knowledge: &Knowledge<'_>,
    facts: &DeviceFacts,
    exposure: Exposure,
    as_of: Date,
) -> MissingUpdates {
    let feeds = knowledge.dates;
    let doubt =
        |doubt, n| MissingUpdates { cannot_tell: vec![(doubt, n)], feeds, ..MissingUpdates::default() };
    let Known::Is(os) = &facts.os else { return doubt(Doubt::SystemUnknown, 0) };
    let found = candidates(knowledge.products, os);
    let no_fix_after = no_fix_after(&found, as_of);
    if os.family != OsFamily::Windows {
        let waiting = facts.update_client.is().and_then(|c| c.waiting.is());
        let n_waiting = waiting.map(|w| w.iter().filter(|w| w.is_security).count() as u32);
        return MissingUpdates { n_waiting, no_fix_after, ..doubt(Doubt::NotWindows, 0) };
    }
    let from = knowledge.fixes.first_month();
    let rest = |answer: MissingUpdates| MissingUpdates { no_fix_after, from, ..answer };
    let Some(evidence) = evidence(knowledge, os, facts) else { return rest(doubt(Doubt::SystemUnknown, 0)) };
    let Some(groups) = knowledge.fixes.of(evidence.version.build, evidence.side) else {
        return rest(doubt(Doubt::NotInTable, 0));
    };
    let mut open: Vec<&Group> = Vec::new();
    let mut cannot_tell: Vec<(Doubt, u32)> = Vec::new();
    for group in groups {
        match closed(group, &evidence) {
            Ok(true) => {}
            Ok(false) => open.push(group),
            Err(doubt) => match cannot_tell.iter_mut().find(|(d, _)| *d == doubt) {
                Some((_, n)) => *n += group.cves.len() as u32,
                None => cannot_tell.push((doubt, group.cves.len() as u32)),
            },
        }
    }
    let product = match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let lines = lines(knowledge, &evidence, product, &open, exposure);
    rest(MissingUpdates { lines, cannot_tell, feeds, witness: evidence.witness, ..MissingUpdates::default() })
}

/// Every weakness the tables have for one machine, in order: closed, open, or why that cannot be told. Empty where they have
/// nothing of its version.
pub fn weaknesses(knowledge: &Knowledge<'_>, facts: &DeviceFacts) -> Vec<(CveId, Result<bool, Doubt>)> {
    let found = facts.os.is().and_then(|os| evidence(knowledge, os, facts));
    let groups = found.as_ref().and_then(|e| knowledge.fixes.of(e.version.build, e.side).map(|g| (e, g)));
    let Some((evidence, groups)) = groups else { return Vec::new() };
    let mut all = Vec::new();
    for group in groups {
        let closed = closed(group, evidence);
        all.extend(group.cves.iter().map(|cve| (*cve, closed)));
    }
    all.sort_unstable_by_key(|(cve, _)| *cve);
    all
}

/// Whether what a group is about is closed on a machine.
fn closed(group: &Group, evidence: &Evidence) -> Result<bool, Doubt> {
    if group.kbs.iter().any(|kb| evidence.kbs.contains(kb)) {
        return Ok(true);
    }
    // Since Windows 10 every build holds those before it, so it decides alone.
    let decides = evidence.version.build >= 10_240;
    let later = evidence.level.is_some_and(|level| level >= group.month) && !group.is_alone;
    let by_hotpatch = later && evidence.ubr.zip(group.hotpatch).is_some_and(|(ubr, least)| ubr >= least);
    match evidence.ubr.filter(|_| group.ubr > 0) {
        Some(ubr) if ubr >= group.ubr || by_hotpatch => Ok(true),
        Some(_) if decides => Ok(false),
        _ if later => Ok(true),
        _ if evidence.level.is_some() || (!decides && !evidence.kbs.is_empty()) => Ok(false),
        Some(_) => Ok(false),
        None if evidence.ubr.is_some() => Err(Doubt::NoFixedBuild),
        None => Err(Doubt::BuildUnseen),
    }
}

fn no_fix_after(found: &[&Product], as_of: Date) -> Option<Date> {
    let last: Option<Vec<Date>> = found.iter().map(|p| p.last_day().filter(|last| *last < as_of)).collect();
    last?.into_iter().max()
}

/// One line for what everybody gets, one for each extended stretch, and one for each update that no other holds.
fn lines(
    knowledge: &Knowledge<'_>,
    evidence: &Evidence,
    product: Option<&Product>,
    open: &[&Group],
    exposure: Exposure,
) -> Vec<UpdateLine> {
    let mut stretches: Vec<(Option<ExtendedLine>, Date)> = Vec::new();
    if let Some(free) = product.and_then(|p| p.security_ends) {
        stretches.push((None, free));
    }
    for period in product.iter().flat_map(|p| &p.extended) {
        stretches.push((Some(ExtendedLine { year: period.year }), period.ends_on));
    }
    // No end known, or beyond all of them: whoever installed that much is served somehow.
    stretches.push((stretches.last().and_then(|(line, _)| *line), Date::MAX));
    let mut lines = Vec::new();
    let mut after = Date::MIN;
    for (extended, to) in stretches {
        let within = |group: &&&Group| group.month.patch_day() > after && group.month.patch_day() <= to;
        let (alone, held): (Vec<&Group>, Vec<&Group>) =
            open.iter().filter(within).copied().partition(|group| group.is_alone);
        if let Some(last) = held.iter().max_by_key(|group| (group.month, group.ubr)) {
            let newest = knowledge.builds.newest_monthly(evidence.version.build, evidence.side, to);
            let newest = newest.filter(|row| row.month >= last.month).map(|row| (row.kb, row.month));
            let of_group = || last.kbs.last().map(|kb| (*kb, last.month));
            if let Some((kb, month)) = newest.or_else(of_group) {
                lines.push(line(kb, month, extended, &held, exposure));
            }
        }
        for group in alone {
            if let Some(kb) = group.kbs.last() {
                lines.push(line(*kb, group.month, extended, &[group], exposure));
            }
        }
        after = to;
    }
    lines.sort_by_key(|l| {
        (l.n_ransomware == 0, l.n_kev == 0, l.by.is_none(), l.by, std::cmp::Reverse(l.n_cves), l.kb)
    });
    lines
}

fn line(
    kb: u32,
    month: Month,
    extended: Option<ExtendedLine>,
    groups: &[&Group],
    exposure: Exposure,
) -> UpdateLine {
    let at = Exposure::ALL.iter().position(|e| *e == exposure).unwrap_or(0);
    UpdateLine {
        kb,
        month,
        extended,
        n_cves: groups.iter().map(|g| g.cves.len() as u32).sum(),
        n_kev: groups.iter().map(|g| g.n_kev).sum(),
        n_ransomware: groups.iter().map(|g| g.n_ransomware).sum(),
        oldest_due: groups.iter().filter_map(|g| g.oldest_due).min(),
        by: groups.iter().filter_map(|g| g.by[at]).min(),
        highest_epss: groups.iter().filter_map(|g| g.highest_epss).max(),
    }
}

impl UpdateLine {
    /// In words: "KB5120249 closes 146, 3 used by ransomware".
    pub fn in_words(&self) -> String {
        let mut words = format!("KB{} closes {}", self.kb, self.n_cves);
        match (self.n_kev, self.n_ransomware) {
            (0, _) => {}
            (kev, 0) => words.push_str(&format!(", {kev} used by attackers")),
            (kev, ransomware) if kev == ransomware => words.push_str(&format!(", {kev} used by ransomware")),
            (kev, ransomware) => {
                words.push_str(&format!(", {kev} used by attackers, {ransomware} of them by ransomware"))
            }
        }
        match self.extended {
            None => {}
            Some(ExtendedLine { year: Some(year) }) => {
                words.push_str(&format!("; needs extended year {year}"))
            }
            Some(ExtendedLine { year: None }) => words.push_str("; needs extended updates"),
        }
        words
    }
}
