//! How rows on updates are kept as table cells.

use super::{Cells, TableRow};
use crate::Date;
use crate::model::{BuildKind, BuildRow, CveId, EpssRow, FixRow, KevRow, Month, Sides};

const KINDS: [(BuildKind, &str); 6] = [
    (BuildKind::First, "f"),
    (BuildKind::Monthly, "m"),
    (BuildKind::Preview, "p"),
    (BuildKind::OutOfBand, "o"),
    (BuildKind::Hotpatch, "h"),
    (BuildKind::SecurityOnly, "s"),
];

fn kind_cell(kind: BuildKind) -> String {
    KINDS.iter().find(|(k, _)| *k == kind).map_or_else(String::new, |(_, cell)| (*cell).to_owned())
}

fn kind_of(cell: &str) -> Result<BuildKind, String> {
    let found = KINDS.iter().find(|(_, c)| *c == cell).map(|(kind, _)| *kind);
    found.ok_or_else(|| "no kind of build".to_owned())
}

fn month_of(cell: &str) -> Result<Month, String> {
    Month::parse(cell).ok_or_else(|| "no month".to_owned())
}

fn day_of(cell: &str) -> Result<Date, String> {
    cell.parse().map_err(|_| "no day".to_owned())
}

fn sides_of(cells: &Cells<'_>, column: usize) -> Result<Sides, String> {
    cells.number::<u8>(column).and_then(|n| if n < 16 { Ok(Sides(n)) } else { Err("no sides".to_owned()) })
}

impl TableRow for BuildRow {
    const NAME: &'static str = "windows_builds";
    const COLUMNS: &'static [&'static str] = &["build", "ubr", "kb", "month", "kind", "sides"];

    fn cells(&self) -> Vec<String> {
        let (build, ubr, kb) = (self.build.to_string(), self.ubr.to_string(), self.kb.to_string());
        vec![build, ubr, kb, self.month.to_string(), kind_cell(self.kind), self.sides.0.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            build: cells.number(0)?,
            ubr: cells.number(1)?,
            kb: cells.number(2)?,
            month: cells.read(3, month_of)?,
            kind: cells.read(4, kind_of)?,
            sides: sides_of(cells, 5)?,
        })
    }
}

impl TableRow for FixRow {
    const NAME: &'static str = "windows_fixes";
    const COLUMNS: &'static [&'static str] = &["build", "month", "kb", "ubr", "kind", "sides", "cves"];

    fn cells(&self) -> Vec<String> {
        let (build, month, kb) = (self.build.to_string(), self.month.to_string(), self.kb.to_string());
        let (ubr, sides) = (self.ubr.to_string(), self.sides.0.to_string());
        vec![build, month, kb, ubr, kind_cell(self.kind), sides, cves_cell(&self.cves)]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            build: cells.number(0)?,
            month: cells.read(1, month_of)?,
            kb: cells.number(2)?,
            ubr: cells.number(3)?,
            kind: cells.read(4, kind_of)?,
            sides: sides_of(cells, 5)?,
            cves: cells.read(6, cves_of)?,
        })
    }
}

/// `2025:21,4,120;2026:20805`: each number as its distance from the one before, so that the cell packs well.
pub(super) fn cves_cell(cves: &[CveId]) -> String {
    let mut sorted = cves.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut out = String::new();
    let mut before: Option<CveId> = None;
    for cve in sorted {
        match before.filter(|b| b.year() == cve.year()) {
            Some(b) => out.push_str(&format!(",{}", cve.number() - b.number())),
            None if out.is_empty() => out.push_str(&format!("{}:{}", cve.year(), cve.number())),
            None => out.push_str(&format!(";{}:{}", cve.year(), cve.number())),
        }
        before = Some(cve);
    }
    out
}

pub(super) fn cves_of(cell: &str) -> Result<Vec<CveId>, String> {
    let wrong = || "no list of CVE ids".to_owned();
    let mut cves = Vec::new();
    for year in cell.split(';').filter(|y| !y.is_empty()) {
        let (year, numbers) = year.split_once(':').ok_or_else(wrong)?;
        let year: u16 = year.parse().map_err(|_| wrong())?;
        let mut number = 0u32;
        for step in numbers.split(',') {
            let step: u32 = step.parse().map_err(|_| wrong())?;
            number = number.checked_add(step).ok_or_else(wrong)?;
            cves.push(CveId::new(year, number).ok_or_else(wrong)?);
        }
    }
    Ok(cves)
}

impl TableRow for KevRow {
    const NAME: &'static str = "kev";
    const COLUMNS: &'static [&'static str] =
        &["cve", "vendor", "product", "added_on", "due_on", "ransomware", "removed_on"];

    fn cells(&self) -> Vec<String> {
        let (added, due) = (self.added_on.to_string(), self.due_on.to_string());
        let removed = self.removed_on.map(|d| d.to_string()).unwrap_or_default();
        let flag = u8::from(self.is_ransomware).to_string();
        vec![self.cve.to_string(), self.vendor.clone(), self.product.clone(), added, due, flag, removed]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            cve: cells.read(0, CveId::parse)?,
            vendor: cells.text(1).into_owned(),
            product: cells.text(2).into_owned(),
            added_on: cells.read(3, day_of)?,
            due_on: cells.read(4, day_of)?,
            is_ransomware: cells.flag(5)?,
            removed_on: cells.maybe(6, day_of)?,
        })
    }
}

impl TableRow for EpssRow {
    const NAME: &'static str = "epss";
    const COLUMNS: &'static [&'static str] = &["cve", "per_100_000"];

    fn cells(&self) -> Vec<String> {
        vec![self.cve.to_string(), self.per_100_000.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        let per_100_000: u32 = cells.number(1)?;
        if per_100_000 > 100_000 {
            return Err("more than certain".to_owned());
        }
        Ok(Self { cve: cells.read(0, CveId::parse)?, per_100_000 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::table::{read_table, write_table};

    #[test]
    fn lists_of_ids_come_back_in_order_and_other_texts_are_refused() {
        let ids =
            |texts: &[&str]| -> Vec<CveId> { texts.iter().filter_map(|t| CveId::parse(t).ok()).collect() };
        let list = ids(&["CVE-2026-20805", "CVE-2025-0021", "CVE-2025-0025"]);
        assert_eq!(cves_cell(&list), "2025:21,4;2026:20805");
        assert_eq!(
            cves_of("2025:21,4;2026:20805"),
            Ok(ids(&["CVE-2025-0021", "CVE-2025-0025", "CVE-2026-20805"]))
        );
        assert_eq!(cves_of(""), Ok(Vec::new()));
        for bad in ["2025", "2025:", "1:2", "2025:4294967295,1", "2025:x"] {
            assert!(cves_of(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn rows_of_fixes_come_back(
            ids in proptest::collection::btree_set((1999u16..2999, 0u32..2_000_000), 0..40),
            build in 0u32..40_000, ubr in 0u32..40_000, kb: u32, side in 0u8..16,
        ) {
            let cves = ids.into_iter().filter_map(|(year, number)| CveId::new(year, number)).collect();
            let month = Month::parse("2026-08").expect("a month");
            let row = FixRow { build, month, kb, ubr, kind: BuildKind::Monthly, sides: Sides(side), cves };
            prop_assert_eq!(read_table::<FixRow>(&write_table(std::slice::from_ref(&row))), Ok(vec![row]));
        }
    }
}
