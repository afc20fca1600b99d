//! Fixes as tables that others made of Microsoft's documents: one row for a weakness, an update and a product.

use holdfast_core::model::{BuildKind, CveId, Month};

use super::csv_rows::read_rows;
use super::{FeedError, FixFact, Read, kb_of, kind_of, version_of};

const COLUMNS: &[&str] = &["cve", "kb", "product_id", "product", "fixed_build"];

/// Reads a table with `month` or `published`, and with or without `subtype`.
pub fn read_fixes_csv(name: &str, bytes: &[u8]) -> Result<Read<FixFact>, FeedError> {
    let with = |more: &[&'static str]| [COLUMNS, more].concat();
    let by_month = with(&["month", "subtype"]);
    let columns = if header_has(bytes, "month") { by_month } else { with(&["published"]) };
    read_rows(name, bytes, &columns, |cells| {
        let id = cells.text(0);
        if !id.starts_with("CVE") {
            return Ok(None); // Microsoft's own advisories.
        }
        let cve = CveId::parse(id).map_err(|e| (0, e.to_string()))?;
        let month = cells.read(5, |t| Month::parse(t.get(..7)?), "a month like 2026-08")?;
        let kind = if columns.len() > 6 { kind_of(cells.text(6)) } else { Some(BuildKind::Monthly) };
        let Some(kind) = kind else { return Ok(None) };
        let (kb, fixed) = (kb_of(cells.text(1)), version_of(cells.text(4)));
        let (product_id, product) = (cells.text(2).to_owned(), cells.text(3).to_owned());
        Ok(Some(FixFact { cve, product_id, product, month, kb, fixed, kind }))
    })
}

fn header_has(bytes: &[u8], column: &str) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).split(',').any(|c| c.trim().trim_matches('"') == column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match read_fixes_csv("f.csv", text.as_bytes()) {
            Ok(read) => {
                let row =
                    |r: &FixFact| format!("{} {:?} {} {:?} {:?}", r.cve, r.kb, r.month, r.fixed, r.kind);
                let rows: Vec<String> = read.rows.iter().map(row).collect();
                let bad: Vec<String> = read.rejected.iter().map(ToString::to_string).collect();
                [rows, bad].concat().join(" | ")
            }
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn both_shapes_read_and_bad_rows_are_listed() {
        check(
            "month,cve,kb,product_id,product,fixed_build,subtype\n2026-02,CVE-2026-0001,5075912,1,W,10.0.19045.6937,Security Hotpatch Update\n2026-02,ADV1,1,1,W,,\n2026-2,CVE-2026-0002,1,1,W,,\n2026-02,CVE-x,1,1,W,,\n",
            "CVE-2026-0001 Some(5075912) 2026-02 Some([10, 0, 19045, 6937]) Hotpatch | row 4, month: is not a month like 2026-08 | row 5, cve: `CVE-x` is no CVE id; one looks like CVE-2026-20805",
        );
        check(
            "published,cve,kb,product_id,product,fixed_build\n2026-08-11,CVE-2026-0003,Release Notes,1,W,\n",
            "CVE-2026-0003 None 2026-08 None Monthly",
        );
        check(
            "a,b\n",
            "`f.csv` has no column `cve`, `kb`, `product_id`, `product`, `fixed_build`, `published`; it is another file, or the download failed",
        );
        check("published,cve,kb,product_id,product,fixed_build\n\u{feff}", "");
    }
}
