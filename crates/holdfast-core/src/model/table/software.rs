//! How rows on programs are kept as table cells. Weaknesses with the same ranges stand in one row.

use super::updates::{cves_cell, cves_of};
use super::{Cells, TableRow};
use crate::model::{CveId, RangeEnd, SoftwareRow, VersionRange};

/// Stands behind the ranges for versions that do not read.
const UNREAD: &str = "?";

/// All weaknesses of a product that have the same ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SoftwareRanges {
    /// See [`SoftwareRow::product`].
    pub product: String,
    /// See [`SoftwareRow::ranges`].
    pub ranges: Vec<VersionRange>,
    /// See [`SoftwareRow::has_unread`].
    pub has_unread: bool,
    /// The weaknesses.
    pub cves: Vec<CveId>,
}

impl SoftwareRanges {
    /// Rows put together, in order.
    pub fn of(rows: &[SoftwareRow]) -> Vec<Self> {
        let mut sorted: Vec<&SoftwareRow> = rows.iter().collect();
        sorted.sort_by_key(|r| (&r.product, &r.ranges, r.has_unread, r.cve));
        let mut out: Vec<Self> = Vec::new();
        for row in sorted {
            let is_same = |o: &&mut Self| {
                (&o.product, &o.ranges, o.has_unread) == (&row.product, &row.ranges, row.has_unread)
            };
            match out.last_mut().filter(is_same) {
                Some(same) => same.cves.push(row.cve),
                None => out.push(Self {
                    product: row.product.clone(),
                    ranges: row.ranges.clone(),
                    has_unread: row.has_unread,
                    cves: vec![row.cve],
                }),
            }
        }
        out
    }

    /// One row for each weakness.
    pub fn rows(all: Vec<Self>) -> Vec<SoftwareRow> {
        let rows = |r: Self| {
            r.cves.into_iter().map(move |cve| SoftwareRow {
                product: r.product.clone(),
                cve,
                ranges: r.ranges.clone(),
                has_unread: r.has_unread,
            })
        };
        all.into_iter().flat_map(rows).collect()
    }
}

impl TableRow for SoftwareRanges {
    const NAME: &'static str = "software_ranges";
    const COLUMNS: &'static [&'static str] = &["product", "ranges", "cves"];

    fn cells(&self) -> Vec<String> {
        let mut ranges: Vec<String> = self.ranges.iter().map(range_cell).collect();
        ranges.extend(self.has_unread.then(|| UNREAD.to_owned()));
        vec![self.product.clone(), ranges.join(" "), cves_cell(&self.cves)]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        let ranges = |cell: &str| -> Result<(Vec<VersionRange>, bool), String> {
            let all = cell.split(' ').filter(|one| *one != UNREAD).map(range_of).collect::<Result<_, _>>()?;
            Ok((all, cell.split(' ').any(|one| one == UNREAD)))
        };
        let (ranges, has_unread) = cells.maybe(1, ranges)?.unwrap_or_default();
        Ok(Self { product: cells.text(0).into_owned(), ranges, has_unread, cves: cells.read(2, cves_of)? })
    }
}

/// `1.2..1.4` ends before 1.4, `1.2..=1.4` with it.
fn range_cell(range: &VersionRange) -> String {
    let from = range.from.as_deref().unwrap_or_default();
    match &range.to {
        RangeEnd::Before(to) => format!("{from}..{to}"),
        RangeEnd::With(to) => format!("{from}..={to}"),
    }
}

fn range_of(cell: &str) -> Result<VersionRange, String> {
    let (from, to) = cell.split_once("..").ok_or_else(|| "no range of versions".to_owned())?;
    let from = (!from.is_empty()).then(|| from.to_owned());
    let to = match to.strip_prefix('=') {
        Some(to) => RangeEnd::With(to.to_owned()),
        None => RangeEnd::Before(to.to_owned()),
    };
    if to.version().is_empty() || to.version().contains("..") {
        return Err("no range of versions".to_owned());
    }
    Ok(VersionRange { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{read_table, write_table};

    #[test]
    fn rows_with_the_same_ranges_stand_together_and_come_back() {
        let row = |product: &str, cve: &str, ranges: &[&str]| SoftwareRow {
            product: product.to_owned(),
            cve: CveId::parse(cve).unwrap_or_else(|e| panic!("{e}")),
            ranges: ranges.iter().map(|r| range_of(r).unwrap_or_else(|e| panic!("{e}"))).collect(),
            has_unread: cve == "CVE-2024-0010",
        };
        let rows = vec![
            row("a:b", "CVE-2024-0001", &[]),
            row("a:b", "CVE-2024-0002", &["..1.2"]),
            row("a:b", "CVE-2024-0009", &["..1.2"]),
            row("a:b", "CVE-2024-0010", &["..1.2"]),
            row("a:b", "CVE-2024-0003", &["..1.2", "2.0..=2.4"]),
            row("c:d", "CVE-2024-0002", &["1:1.0~rc1..2"]),
        ];
        let packed = SoftwareRanges::of(&rows);
        assert_eq!(packed.len(), 5);
        let back = read_table::<SoftwareRanges>(&write_table(&packed)).unwrap_or_else(|e| panic!("{e}"));
        let mut back = SoftwareRanges::rows(back);
        let mut rows = rows;
        rows.sort();
        back.sort();
        assert_eq!(back, rows);
        for bad in ["1.2", "1..", "1..=", "1..2..3", "..=..="] {
            assert!(range_of(bad).is_err(), "{bad}");
        }
    }
}
