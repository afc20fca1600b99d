//! The table of builds of Windows: for each its month, made of what lists of releases say and what monthly documents imply.
//!
//! A list of releases is taken at its word; only the first release of a version is of the month before when documents say that
//! what it holds is. Where only documents name a build, its month is the one most of the weaknesses it closes were published in.
//! Within one line of builds a higher one never came in an earlier month, but that a hotpatch may lie below a preview of the month
//! before; what contradicts that is a misprint, and loses to what more weaknesses speak for.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::model::{BuildKind, BuildRow, Month, Sides};

use super::cvrf::is_cumulative;
use super::{FixFact, Listed, windows_product};

/// Builds further apart than this are two lines of releases under one number, as servers and clients have of 26100.
const GAP: u32 = 10_000;
/// A list's word weighs more than any number of documents.
const LISTED: u64 = 1_000_000;

/// One build as it is put together.
struct Draft {
    ubr: u32,
    month: Month,
    weight: u64,
    is_listed: bool,
    /// Update, how it came, and how many weaknesses name it.
    updates: Vec<(u32, BuildKind, u64)>,
    sides: Sides,
}

impl Draft {
    fn has(&self, kind: BuildKind) -> bool {
        self.updates.iter().any(|(_, of, _)| *of == kind)
    }

    /// Nothing but a hotpatch.
    fn is_hotpatch(&self) -> bool {
        self.updates.iter().all(|(_, kind, _)| *kind == BuildKind::Hotpatch)
    }
}

/// The table, in order.
pub fn make_builds(facts: &[FixFact], listed: &[Listed]) -> Vec<BuildRow> {
    rows_of(drafts(facts, listed, &[]))
}

/// A table that is held, with newer documents and lists laid over it.
///
/// `read`: the months whose documents were read. What is held of other months stands, and so does what the newer files do not
/// name; a list that was read long ago still says what documents do not. What they name of the months read is worked out anew.
pub fn renew_builds(
    held: &[BuildRow],
    facts: &[FixFact],
    listed: &[Listed],
    read: &BTreeSet<Month>,
) -> Vec<BuildRow> {
    let in_facts =
        facts.iter().filter(|f| is_cumulative(f.kind)).filter_map(|f| f.fixed).map(|v| (v[2], v[3]));
    let named: BTreeSet<(u32, u32)> = in_facts.chain(listed.iter().map(|l| (l.build, l.ubr))).collect();
    let stands = |row: &&BuildRow| !read.contains(&row.month) || !named.contains(&(row.build, row.ubr));
    let mut rows: Vec<BuildRow> = held.iter().filter(stands).copied().collect();
    let known: BTreeSet<(u32, u32)> = rows.iter().map(|row| (row.build, row.ubr)).collect();
    let made = rows_of(drafts(facts, listed, &rows));
    rows.extend(made.into_iter().filter(|row| !known.contains(&(row.build, row.ubr))));
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn rows_of(all: BTreeMap<u32, Vec<Draft>>) -> Vec<BuildRow> {
    let mut rows = Vec::new();
    for (build, drafts) in all {
        let mut lines = lines(drafts);
        let upper = match lines.as_slice() {
            [_, .., last] => last.first().map(|first| (first.month, line_sides(last))),
            _ => None,
        };
        let n_lines = lines.len();
        let has_hotpatch =
            lines.iter().flatten().any(|d| d.updates.iter().any(|u| u.1 == BuildKind::Hotpatch));
        for (i, line) in lines.iter_mut().enumerate() {
            let kept = in_order(line);
            let months = monthly(line);
            for (draft, is_kept) in line.iter().zip(kept) {
                let sides = match upper {
                    Some((_, sides)) if i + 1 == n_lines => sides,
                    Some((from, sides)) if draft.month >= from => Sides(Sides::ALL.0 & !sides.0),
                    _ => Sides::ALL,
                };
                for (kb, kind, _) in &draft.updates {
                    let kind = told(draft, *kind, months.get(&draft.month).copied(), has_hotpatch);
                    let kb = if is_kept { *kb } else { 0 };
                    rows.push(BuildRow { build, ubr: draft.ubr, kb, month: draft.month, kind, sides });
                }
            }
        }
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn line_sides(line: &[Draft]) -> Sides {
    line.iter().fold(Sides(0), |all, draft| all.with(draft.sides))
}

/// Everything known of each build, by its third and fourth part. What is held counts as if a list said it.
fn drafts(facts: &[FixFact], listed: &[Listed], held: &[BuildRow]) -> BTreeMap<u32, Vec<Draft>> {
    #[derive(Default)]
    struct Said {
        months: BTreeMap<Month, u64>,
        updates: BTreeMap<u32, (Option<BuildKind>, u64)>,
        sides: Sides,
        list: Option<Listed>,
    }
    let mut said: BTreeMap<(u32, u32), Said> = BTreeMap::new();
    for fact in facts.iter().filter(|f| is_cumulative(f.kind)) {
        let (Some([_, _, build, ubr]), Some((_, sides))) = (fact.fixed, windows_product(&fact.product))
        else {
            continue;
        };
        let (Some(kb), true) = (fact.kb, (6000..100_000).contains(&build) && ubr > 0) else { continue };
        let of = said.entry((build, ubr)).or_default();
        *of.months.entry(fact.month).or_default() += 1;
        let update = of.updates.entry(kb).or_default();
        update.1 += 1;
        if fact.kind != BuildKind::Monthly {
            update.0 = Some(fact.kind);
        }
        of.sides = of.sides.with(sides);
    }
    for row in listed {
        let of = said.entry((row.build, row.ubr)).or_default();
        of.list = Some(of.list.map_or(*row, |old| if old.on <= row.on { old } else { *row }));
        if row.kb != 0 || of.updates.is_empty() {
            of.updates.entry(row.kb).or_default().0 = Some(row.kind);
        }
    }
    for row in held {
        let of = said.entry((row.build, row.ubr)).or_default();
        let BuildRow { build, ubr, kb, kind, .. } = *row;
        of.list = Some(Listed { build, ubr, kb, on: row.month.patch_day(), kind });
        of.updates.entry(kb).or_default().0 = Some(kind);
        of.sides = of.sides.with(row.sides);
    }
    let mut drafts: BTreeMap<u32, Vec<Draft>> = BTreeMap::new();
    for ((build, ubr), of) in said {
        // Of months that as many speak for, the earliest.
        let most = of.months.iter().rev().max_by_key(|(_, n)| **n).map(|(month, n)| (*month, *n));
        let listed = of.list.and_then(|l| Some((l.month()?, l.kind)));
        let month = match (listed, most) {
            (Some((on, BuildKind::First)), Some((month, _))) => Some((month.min(on), LISTED)),
            (Some((on, _)), _) => Some((on, LISTED)),
            (None, most) => most,
        };
        let Some((month, weight)) = month else { continue };
        let updates =
            of.updates.iter().map(|(kb, (kind, n))| (*kb, kind.unwrap_or(BuildKind::Monthly), *n)).collect();
        let draft = Draft { ubr, month, weight, is_listed: of.list.is_some(), updates, sides: of.sides };
        drafts.entry(build).or_default().push(draft);
    }
    drafts
}

/// Parts at which the fourth part jumps.
fn lines(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut lines: Vec<Vec<Draft>> = Vec::new();
    for draft in drafts {
        match lines.last_mut() {
            Some(line) if line.last().is_some_and(|last| draft.ubr - last.ubr <= GAP) => line.push(draft),
            _ => lines.push(vec![draft]),
        }
    }
    lines
}

/// Puts months in order; says of each build whether its own month was kept.
///
/// The builds kept are those that are in order among themselves and that most speaks for; the others are moved no further
/// than between their neighbours. A hotpatch may have a lower number than a preview of the month before, so only monthly
/// releases move it.
fn in_order(line: &mut [Draft]) -> Vec<bool> {
    let own: Vec<Month> = line.iter().map(|draft| draft.month).collect();
    let mut kept = order(line);
    for (i, own) in own.into_iter().enumerate() {
        if kept[i] || !line[i].is_hotpatch() {
            continue;
        }
        let is_monthly = |j: &usize| kept[*j] && line[*j].has(BuildKind::Monthly);
        let earlier = (0..i).rev().find(is_monthly).map(|j| line[j].month);
        let later = (i + 1..line.len()).find(is_monthly).map(|j| line[j].month);
        line[i].month = between(own, earlier, later);
        kept[i] = line[i].month == own;
    }
    kept
}

fn between(month: Month, earlier: Option<Month>, later: Option<Month>) -> Month {
    earlier.map_or(month, |e| month.max(e)).min(later.unwrap_or(Month::LAST))
}

fn order(line: &mut [Draft]) -> Vec<bool> {
    let n = line.len();
    let mut best: Vec<u64> = vec![0; n];
    let mut before: Vec<Option<usize>> = vec![None; n];
    for i in 0..n {
        for j in 0..i {
            if line[j].month <= line[i].month && best[j] > best[i] {
                (best[i], before[i]) = (best[j], Some(j));
            }
        }
        best[i] += line[i].weight;
    }
    let mut kept = vec![false; n];
    let mut at = (0..n).max_by_key(|i| best[*i]);
    while let Some(i) = at {
        kept[i] = true;
        at = before[i];
    }
    for i in (0..n).filter(|i| !kept[*i]) {
        let earlier = (0..i).rev().find(|j| kept[*j]).map(|j| line[j].month);
        let later = (i + 1..n).find(|j| kept[*j]).map(|j| line[j].month);
        line[i].month = between(line[i].month, earlier, later);
    }
    kept
}

/// For each month the fourth part of the one that everybody gets.
fn monthly(line: &[Draft]) -> BTreeMap<Month, u32> {
    let mut found: BTreeMap<Month, (bool, u64, u32)> = BTreeMap::new();
    for draft in line {
        let n = draft.updates.iter().filter(|u| u.1 == BuildKind::Monthly).map(|u| u.2).max();
        let Some(n) = n else { continue };
        let new = (draft.is_listed, n, draft.ubr);
        let old = found.entry(draft.month).or_insert(new);
        if new > *old {
            *old = new;
        }
    }
    found.into_iter().map(|(month, (_, _, ubr))| (month, ubr)).collect()
}

/// How a build came, where no list says: below the monthly one it is a hotpatch, above it something out of the row.
fn told(draft: &Draft, kind: BuildKind, monthly: Option<u32>, has_hotpatch: bool) -> BuildKind {
    match monthly {
        Some(ubr) if kind == BuildKind::Monthly && !draft.is_listed && draft.ubr > ubr => {
            BuildKind::OutOfBand
        }
        Some(ubr) if kind == BuildKind::Monthly && !draft.is_listed && draft.ubr < ubr => {
            if has_hotpatch {
                BuildKind::Hotpatch
            } else {
                BuildKind::OutOfBand
            }
        }
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::CveId;

    use super::*;

    fn fact(product: &str, fixed: [u32; 4], kb: u32, month: &str, n: u32) -> Vec<FixFact> {
        (0..n)
            .filter_map(|i| {
                Some(FixFact {
                    cve: CveId::new(2026, i + 1)?,
                    product_id: String::new(),
                    product: product.to_owned(),
                    month: Month::parse(month)?,
                    kb: Some(kb),
                    fixed: Some(fixed),
                    kind: BuildKind::Monthly,
                })
            })
            .collect()
    }

    fn shown(rows: &[BuildRow]) -> Vec<String> {
        let one =
            |r: &BuildRow| format!("{}.{} {} {} {:?} {}", r.build, r.ubr, r.kb, r.month, r.kind, r.sides.0);
        rows.iter().map(one).collect()
    }

    #[test]
    fn a_month_is_what_most_speak_for_and_misprints_lose() {
        let pc = "Windows 10 Version 22H2 for x64-based Systems";
        let facts = [
            fact(pc, [10, 0, 19045, 7058], 1_000_003, "2026-03", 90),
            fact(pc, [10, 0, 19045, 7184], 1_000_004, "2025-11", 2),
            fact(pc, [10, 0, 19045, 7184], 1_000_004, "2026-04", 80),
            fact(pc, [10, 0, 19045, 7291], 1_000_005, "2026-05", 70),
            fact(pc, [10, 0, 19045, 7200], 1_000_009, "2026-09", 3),
        ]
        .concat();
        assert_eq!(
            shown(&make_builds(&facts, &[])),
            [
                "19045.7058 1000003 2026-03 Monthly 15",
                "19045.7184 1000004 2026-04 Monthly 15",
                "19045.7200 0 2026-05 OutOfBand 15",
                "19045.7291 1000005 2026-05 Monthly 15",
            ]
        );
    }

    #[test]
    fn a_first_release_is_of_the_month_whose_fixes_it_holds() {
        let pc = "Windows 11 Version 24H2 for x64-based Systems";
        let facts = fact(pc, [10, 0, 26100, 1742], 5_043_080, "2024-09", 28);
        let first = |ubr, kind| Listed { build: 26100, ubr, kb: 0, on: jiff::civil::date(2024, 10, 1), kind };
        let listed = [first(1742, BuildKind::First), first(1301, BuildKind::First)];
        assert_eq!(
            shown(&make_builds(&facts, &listed)),
            ["26100.1301 0 2024-09 First 15", "26100.1742 5043080 2024-09 Monthly 15"]
        );
    }

    #[test]
    fn a_hotpatch_lies_between_monthly_releases_and_not_always_above_previews() {
        let server = "Windows Server 2022";
        let azure = "Windows Server 2022 Azure Edition Core Hotpatch";
        let mut hot = fact(azure, [10, 0, 20348, 916], 5_017_392, "2022-09", 40);
        // A later document names it, and the release of its own month stands above.
        hot.extend(fact(azure, [10, 0, 20348, 1000], 5_017_393, "2022-10", 4));
        hot.iter_mut().for_each(|f| f.kind = BuildKind::Hotpatch);
        let facts = [
            fact(server, [10, 0, 20348, 887], 5_016_627, "2022-08", 60),
            hot,
            fact(server, [10, 0, 20348, 1006], 5_017_316, "2022-09", 60),
        ]
        .concat();
        let on = jiff::civil::date(2022, 8, 16);
        let preview = Listed { build: 20348, ubr: 946, kb: 5_016_693, on, kind: BuildKind::Preview };
        assert_eq!(
            shown(&make_builds(&facts, &[preview])),
            [
                "20348.887 5016627 2022-08 Monthly 15",
                "20348.916 5017392 2022-09 Hotpatch 15",
                "20348.946 5016693 2022-08 Preview 15",
                "20348.1000 0 2022-09 Hotpatch 15",
                "20348.1006 5017316 2022-09 Monthly 15",
            ]
        );
    }

    #[test]
    fn servers_with_builds_of_their_own_are_told_from_the_rest() {
        let pc = "Windows 11 Version 24H2 for x64-based Systems";
        let facts = [
            fact(pc, [10, 0, 26100, 7462], 1_000_012, "2025-12", 9),
            fact(pc, [10, 0, 26100, 7623], 1_000_001, "2026-01", 9),
            fact("Windows Server 2025", [10, 0, 26100, 32230], 1_000_002, "2026-01", 9),
        ]
        .concat();
        assert_eq!(
            shown(&make_builds(&facts, &[])),
            [
                "26100.7462 1000012 2025-12 Monthly 15",
                "26100.7623 1000001 2026-01 Monthly 7",
                "26100.32230 1000002 2026-01 Monthly 8",
            ]
        );
    }
}
