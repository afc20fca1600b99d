//! The table of updates of Windows and the weaknesses each closes, made of facts and the table of builds.
//!
//! A fourth part stands in a row only where nothing speaks against it: it has to belong to the row's build or to one
//! that gets the same packages, and to the month the update came in. Elsewhere it is filled in from the table of builds, and
//! where that knows none it stays 0: then months decide, or nothing does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use holdfast_core::model::{BuildKind, BuildRow, CveId, FixRow, Month, Sides};

use super::cvrf::is_cumulative;
use super::{FixFact, Line, browser_of_windows, windows_product};

/// What distinguishes one row from another, machines and weaknesses apart.
type Key = (u32, Month, u32, u32, BuildKind);

/// The table, in order.
pub fn make_fixes(facts: &[FixFact], builds: &[BuildRow]) -> Vec<FixRow> {
    rows_of(placed(facts, &Known::of(facts, builds)))
}

/// A table that is held, with newer documents laid over it.
///
/// `builds`: the table of builds, renewed by the same documents. `read`: their months. Of a weakness that they name, what is held
/// of these months is replaced by what they say; everything else that is held stands.
pub fn renew_fixes(
    held: &[FixRow],
    facts: &[FixFact],
    builds: &[BuildRow],
    read: &BTreeSet<Month>,
) -> Vec<FixRow> {
    let mut known = Known::of(facts, builds);
    for row in held.iter().filter(|row| row.kb != 0 && !read.contains(&row.month)) {
        known.named.insert((row.build, row.kb), row.month);
    }
    let named: BTreeSet<CveId> = facts.iter().map(|fact| fact.cve).collect();
    let mut sides = placed(facts, &known);
    for row in held {
        let key = (row.build, row.month, row.kb, row.ubr, row.kind);
        for cve in row.cves.iter().filter(|cve| !read.contains(&row.month) || !named.contains(cve)) {
            let entry = sides.entry((key, *cve)).or_default();
            *entry = entry.with(row.sides);
        }
    }
    rows_of(sides)
}

/// For each update and weakness, the machines on which it closes it.
fn placed(facts: &[FixFact], known: &Known) -> BTreeMap<(Key, CveId), Sides> {
    let mut sides: BTreeMap<(Key, CveId), Sides> = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.kind != BuildKind::Preview) {
        let kb = fact.kb.unwrap_or(0);
        let of_windows = windows_product(&fact.product);
        // What mends Windows' own browsers is the month's package itself; an update of another kind is not.
        let of_browser =
            || browser_of_windows(&fact.product).filter(|(b, _)| known.named.contains_key(&(*b, kb)));
        let Some((build, of)) = of_windows.or_else(of_browser) else { continue };
        let said = fact.fixed.filter(|v| Line::of(v[2]) == Line::of(build)).map(|v| v[3]);
        let (month, ubr) = known.place(build, of, kb, said, fact);
        let entry = sides.entry(((build, month, kb, ubr, fact.kind), fact.cve)).or_default();
        *entry = entry.with(of);
    }
    sides
}

fn rows_of(sides: BTreeMap<(Key, CveId), Sides>) -> Vec<FixRow> {
    let mut rows: BTreeMap<(Key, Sides), BTreeSet<CveId>> = BTreeMap::new();
    for ((key, cve), of) in sides {
        rows.entry((key, of)).or_default().insert(cve);
    }
    let row = |(((build, month, kb, ubr, kind), sides), cves): ((Key, Sides), BTreeSet<CveId>)| FixRow {
        build,
        month,
        kb,
        ubr,
        kind,
        sides,
        cves: cves.into_iter().collect(),
    };
    rows.into_iter().map(row).collect()
}

/// What the table of builds and the documents together say of updates.
struct Known {
    /// The month of each build.
    month: HashMap<(u32, u32), Month>,
    /// The lowest fourth part an update is known to give.
    ubr: HashMap<(u32, u32), u32>,
    /// The lowest fourth part everybody gets in a month, by build and whether servers are meant.
    first: BTreeMap<(u32, Month, bool), u32>,
    /// The month most documents name an update in, by build and number.
    named: HashMap<(u32, u32), Month>,
}

impl Known {
    fn of(facts: &[FixFact], builds: &[BuildRow]) -> Self {
        let mut known = Self {
            month: HashMap::new(),
            ubr: HashMap::new(),
            first: BTreeMap::new(),
            named: HashMap::new(),
        };
        for row in builds {
            known.month.insert((row.build, row.ubr), row.month);
            if row.kb != 0 {
                let ubr = known.ubr.entry((row.build, row.kb)).or_insert(row.ubr);
                *ubr = (*ubr).min(row.ubr);
            }
            if row.kind == BuildKind::Monthly {
                for (side, is_server) in [(Sides::CLIENT, false), (Sides::SERVER, true)] {
                    if row.sides.meets(side) {
                        let first = known.first.entry((row.build, row.month, is_server)).or_insert(row.ubr);
                        *first = (*first).min(row.ubr);
                    }
                }
            }
        }
        let mut months: HashMap<(u32, u32), BTreeMap<Month, u32>> = HashMap::new();
        for fact in facts {
            if let (Some((build, _)), Some(kb)) = (windows_product(&fact.product), fact.kb) {
                *months.entry((build, kb)).or_default().entry(fact.month).or_default() += 1;
            }
        }
        for (key, of) in months {
            known.named.extend(of.iter().rev().max_by_key(|(_, n)| **n).map(|(month, _)| (key, *month)));
        }
        known
    }

    /// The month an update came in and the fourth part it gives, 0 for not known.
    fn place(&self, build: u32, of: Sides, kb: u32, said: Option<u32>, fact: &FixFact) -> (Month, u32) {
        let named = self.named.get(&(build, kb)).copied().unwrap_or(fact.month);
        let of_update = self.ubr.get(&(build, kb)).copied();
        if let Some(ubr) = of_update.filter(|_| is_cumulative(fact.kind)) {
            let month = self.month.get(&(build, ubr)).copied().unwrap_or(named);
            // Two builds of one update: the higher is what the document says of this weakness.
            return match said.filter(|s| *s > ubr && self.month.contains_key(&(build, *s))) {
                Some(higher) => (month, higher),
                None => (month, ubr),
            };
        }
        match said {
            Some(ubr) if fact.kind == BuildKind::SecurityOnly => (named, ubr),
            Some(ubr) if self.month.get(&(build, ubr)).is_none_or(|m| *m >= named) => (named, ubr),
            _ if is_cumulative(fact.kind) => {
                let key = (build, named, of == Sides::SERVER);
                (named, self.first.get(&key).copied().unwrap_or(0))
            }
            _ => (named, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(product: &str, number: u32, fixed: Option<[u32; 4]>, kb: u32, month: &str) -> FixFact {
        let cve = CveId::new(2026, number).expect("an id");
        let month = Month::parse(month).expect("a month");
        let (product_id, product) = (String::new(), product.to_owned());
        FixFact { cve, product_id, product, month, kb: Some(kb), fixed, kind: BuildKind::Monthly }
    }

    fn shown(rows: &[FixRow]) -> Vec<String> {
        let one = |r: &FixRow| {
            let cves: Vec<String> = r.cves.iter().map(|c| c.number().to_string()).collect();
            format!("{} {} KB{} .{} sides {}: {}", r.build, r.month, r.kb, r.ubr, r.sides.0, cves.join(" "))
        };
        rows.iter().map(one).collect()
    }

    #[test]
    fn weaknesses_are_put_together_by_update_and_machines() {
        let (pc, arm) = (
            "Windows 10 Version 22H2 for x64-based Systems",
            "Windows 10 Version 22H2 for ARM64-based Systems",
        );
        let fixed = Some([10, 0, 19045, 6937]);
        let facts = [
            fact(pc, 1, fixed, 5_075_912, "2026-02"),
            fact(arm, 1, fixed, 5_075_912, "2026-02"),
            fact(pc, 2, fixed, 5_075_912, "2026-02"),
            fact("Windows HLK for Windows Server 2025", 3, fixed, 5_075_912, "2026-02"),
        ];
        assert_eq!(
            shown(&make_fixes(&facts, &[])),
            ["19045 2026-02 KB5075912 .6937 sides 2: 2", "19045 2026-02 KB5075912 .6937 sides 6: 1"]
        );
    }

    #[test]
    fn a_build_of_another_product_is_no_build_and_one_of_a_twin_is() {
        let row = |build, ubr, kb, month: &str| BuildRow {
            build,
            ubr,
            kb,
            month: Month::parse(month).expect("a month"),
            kind: BuildKind::Monthly,
            sides: Sides::ALL,
        };
        let builds = [row(22621, 963, 5_019_980, "2022-11"), row(17763, 107, 4_464_455, "2018-10")];
        let facts = [
            // Misprinted: the build of another version.
            fact(
                "Windows 11 Version 22H2 for x64-based Systems",
                1,
                Some([10, 0, 22000, 819]),
                5_019_980,
                "2022-11",
            ),
            fact(
                "Windows 10 Version 21H2 for x64-based Systems",
                2,
                Some([10, 0, 19041, 3570]),
                5_031_356,
                "2023-10",
            ),
            // Before documents named builds: the list of releases knows it.
            fact("Windows Server 2019", 3, None, 4_464_455, "2018-10"),
            fact("Windows 10 Version 1803 for x64-based Systems", 4, None, 4_464_218, "2018-10"),
        ];
        assert_eq!(
            shown(&make_fixes(&facts, &builds)),
            [
                "17134 2018-10 KB4464218 .0 sides 2: 4",
                "17763 2018-10 KB4464455 .107 sides 8: 3",
                "19044 2023-10 KB5031356 .3570 sides 2: 2",
                "22621 2022-11 KB5019980 .963 sides 2: 1",
            ]
        );
    }

    #[test]
    fn browsers_that_are_part_of_windows_are_mended_by_its_own_package() {
        let pc = "Windows 10 Version 1803 for x64-based Systems";
        let ie = format!("Internet Explorer 11 on {pc}");
        let facts = [
            fact(pc, 1, None, 4_464_218, "2018-10"),
            fact(&ie, 2, None, 4_464_218, "2018-10"),
            // An update of its own, not the month's package.
            fact(&ie, 3, None, 4_460_001, "2018-10"),
            fact(&format!("Adobe Flash Player on {pc}"), 4, None, 4_464_218, "2018-10"),
        ];
        assert_eq!(shown(&make_fixes(&facts, &[])), ["17134 2018-10 KB4464218 .0 sides 2: 1 2"]);
    }
}
