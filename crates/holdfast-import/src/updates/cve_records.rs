//! Public records of weaknesses (CVE 5, one JSON object a line) to the versions of products that have each.
//!
//! Records write versions in many ways. What can be compared becomes a range; of the rest only the weakness is kept, so that a page can
//! say that it cannot tell. Titles and descriptions are read past.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::device::SoftwareVersion;
use holdfast_core::model::{CveId, RangeEnd, SoftwareRow, VersionRange};
use serde::Deserialize;

use super::Read;
use super::version_list::ranges_of_list;
use crate::RowError;

/// Weaknesses by product and id, as more and more files tell of them.
pub type Told = BTreeMap<(String, CveId), BTreeSet<VersionRange>>;

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "cveMetadata")]
    metadata: Metadata,
    containers: Containers,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "cveId")]
    cve_id: String,
}

#[derive(Deserialize)]
struct Containers {
    cna: Container,
    #[serde(default)]
    adp: Vec<Container>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Container {
    affected: Vec<Affected>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Affected {
    vendor: String,
    product: String,
    cpes: Vec<String>,
    versions: Vec<Version>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Version {
    version: String,
    status: String,
    less_than: Option<String>,
    less_than_or_equal: Option<String>,
    changes: Vec<Change>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    at: String,
    status: String,
}

/// Reads records and keeps what they say of the wanted products. `wanted`: names as in [`holdfast_core::catalog::KnownAs::Cpe`].
///
/// Lines that do not read are listed by their number.
pub fn read_cve_records(bytes: &[u8], wanted: &BTreeSet<String>, told: &mut Told) -> Read<()> {
    let mut read = Read::default();
    for (n, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let record: Result<Record, _> = serde_json::from_slice(line);
        let record = record.map_err(|e| e.to_string());
        let kept = record.and_then(|r| Ok((CveId::parse(&r.metadata.cve_id).map_err(|e| e.to_string())?, r)));
        match kept {
            Ok((cve, record)) => {
                keep(cve, &record, wanted, told);
                read.rows.push(());
            }
            Err(why) => {
                let (row, column) = (n as u64 + 1, "whole record".to_owned());
                read.rejected.push(RowError { row, column, text: String::new(), why });
            }
        }
    }
    read
}

/// Rows in order.
pub fn software_rows(told: Told) -> Vec<SoftwareRow> {
    let row = |((product, cve), ranges): ((String, CveId), BTreeSet<VersionRange>)| SoftwareRow {
        product,
        cve,
        ranges: ranges.into_iter().collect(),
    };
    told.into_iter().map(row).collect()
}

fn keep(cve: CveId, record: &Record, wanted: &BTreeSet<String>, told: &mut Told) {
    for affected in
        std::iter::once(&record.containers.cna).chain(&record.containers.adp).flat_map(|c| &c.affected)
    {
        let mut names: BTreeSet<String> = affected.cpes.iter().filter_map(|cpe| cpe_name(cpe)).collect();
        names.insert(format!("{}:{}", plain(&affected.vendor), plain(&affected.product)));
        names.retain(|name| wanted.contains(name));
        if names.is_empty() {
            continue;
        }
        let ranges = ranges(&affected.versions);
        for name in names {
            told.entry((name, cve)).or_default().extend(ranges.iter().cloned());
        }
    }
}

/// Vendor and product as an author writes them, in lower case and with `_` for blanks.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
}

/// `vendor:product` of a CPE name of version 2.3, without the strokes that guard signs.
pub(super) fn cpe_name(cpe: &str) -> Option<String> {
    let parts = cpe_parts(cpe);
    match parts.as_slice() {
        [head, version, _, vendor, product, ..] if head == "cpe" && version == "2.3" => {
            Some(format!("{vendor}:{product}"))
        }
        _ => None,
    }
}

/// The parts of a CPE name; `\:` is part of a text.
pub(super) fn cpe_parts(cpe: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_guarded = false;
    for c in cpe.chars() {
        match c {
            '\\' if !is_guarded => is_guarded = true,
            ':' if !is_guarded => parts.push(String::new()),
            c => {
                is_guarded = false;
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    parts
}

fn ranges(versions: &[Version]) -> Vec<VersionRange> {
    let mut ranges = Vec::new();
    let mut single: Vec<String> = Vec::new();
    for version in versions.iter().filter(|v| v.status == "affected") {
        let from = Some(version.version.trim().to_owned()).filter(|v| is_comparable(v));
        let mended = version.changes.iter().find(|c| c.status == "unaffected").map(|c| c.at.as_str());
        let end = match (&version.less_than, &version.less_than_or_equal) {
            (_, Some(with)) if is_comparable(with) => Some(RangeEnd::With(with.trim().to_owned())),
            // Where a branch is closed by a version of it, the end of the branch is only a star.
            (Some(before), _) if is_comparable(before) => Some(RangeEnd::Before(
                mended.filter(|m| is_comparable(m)).unwrap_or(before).trim().to_owned(),
            )),
            (Some(_), _) | (_, Some(_)) => {
                mended.filter(|m| is_comparable(m)).map(|m| RangeEnd::Before(m.to_owned()))
            }
            (None, None) => {
                single.push(version.version.clone());
                None
            }
        };
        if let Some(to) = end {
            // Some authors write the fixed version twice; then every one before it is meant.
            let from = from.filter(|from| from != to.version() && !is_zero(from));
            ranges.push(VersionRange { from, to });
        }
    }
    for text in &single {
        ranges.extend(written_out(text));
    }
    single.retain(|text| is_comparable(text));
    ranges.extend(ranges_of_list(&single));
    ranges
}

/// `< 1.2`, `<= 1.2` and `>= 1.0, < 1.2`, as some authors write a range.
fn written_out(text: &str) -> Option<VersionRange> {
    let (from, end) = match text.split_once(',') {
        Some((from, end)) => (Some(from.trim().strip_prefix(">=")?.trim()), end.trim()),
        None => (None, text.trim()),
    };
    let to = match end.strip_prefix("<=") {
        Some(with) => RangeEnd::With(with.trim().to_owned()),
        None => RangeEnd::Before(end.strip_prefix('<')?.trim().to_owned()),
    };
    let from = from.filter(|f| !is_zero(f)).map(str::to_owned);
    let fits = is_comparable(to.version()) && from.as_deref().is_none_or(is_comparable);
    fits.then_some(VersionRange { from, to })
}

/// Whether a text is a version that can be compared and kept as one cell of a table.
pub(super) fn is_comparable(text: &str) -> bool {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_~:".contains(&b));
    is_plain && !text.contains("..") && SoftwareVersion::parse(text).is_some()
}

fn is_zero(text: &str) -> bool {
    text.bytes().all(|b| b == b'0' || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(versions: &str, expect: &[&str]) {
        let line = format!(
            r#"{{"cveMetadata":{{"cveId":"CVE-2024-0001"}},"containers":{{"cna":{{"affected":[{{"vendor":"Maker","product":"Looker Pro","versions":{versions}}}]}}}}}}"#
        );
        let mut told = Told::new();
        let wanted = BTreeSet::from(["maker:looker_pro".to_owned()]);
        let read = read_cve_records(line.as_bytes(), &wanted, &mut told);
        assert_eq!((read.rows.len(), read.rejected), (1, vec![]));
        let rows = software_rows(told);
        let says = |r: &VersionRange| {
            let sign = if matches!(r.to, RangeEnd::With(_)) { "=" } else { "" };
            format!("{}..{sign}{}", r.from.as_deref().unwrap_or_default(), r.to.version())
        };
        assert_eq!(rows[0].ranges.iter().map(says).collect::<Vec<_>>(), expect, "{versions}");
    }

    #[test]
    fn every_way_of_writing_a_range_is_read_or_left_open() {
        let one = |body: &str| format!(r#"[{{"status":"affected",{body}}}]"#);
        check(&one(r#""version":"118.0","lessThan":"118.0""#), &["..118.0"]);
        check(&one(r#""version":"unspecified","lessThan":"125""#), &["..125"]);
        check(&one(r#""version":"1.5","lessThan":"1.9.2""#), &["1.5..1.9.2"]);
        check(&one(r#""version":"0","lessThanOrEqual":"24.002.20736""#), &["..=24.002.20736"]);
        check(
            &one(r#""version":"11.0","lessThan":"11.0.*","changes":[{"at":"11.0.4","status":"unaffected"}]"#),
            &["11.0..11.0.4"],
        );
        check(&one(r#""version":"11.0","lessThan":"11.0.*""#), &[]);
        check(&one(r#""version":"< 3.4""#), &["..3.4"]);
        check(&one(r#""version":">= 1.0, < 3.4""#), &["1.0..3.4"]);
        check(&one(r#""version":"2.0.1""#), &["2.0.1..=2.0.1"]);
        check(&one(r#""version":"all versions""#), &[]);
        check(r#"[{"status":"unaffected","version":"9"}]"#, &[]);
    }

    #[test]
    fn other_products_are_passed_over_and_bad_lines_are_listed() {
        let text = "{\"cveMetadata\":{\"cveId\":\"CVE-2024-0001\"},\"containers\":{\"cna\":{\"affected\":[{\"vendor\":\"x\",\"product\":\"y\"}]}}}\nnothing\n\n{\"cveMetadata\":{\"cveId\":\"CVE-1\"},\"containers\":{\"cna\":{}}}\n";
        let mut told = Told::new();
        let read = read_cve_records(text.as_bytes(), &BTreeSet::from(["maker:looker".to_owned()]), &mut told);
        assert!(told.is_empty());
        assert_eq!(read.rejected.iter().map(|r| r.row).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn names_of_cpe_are_taken_apart() {
        assert_eq!(
            cpe_name(r"cpe:2.3:a:veeam:backup_\&_replication:*:*:*:*:*:*:*:*").as_deref(),
            Some("veeam:backup_&_replication")
        );
        assert_eq!(cpe_name(r"cpe:2.3:a:a\:b:c:1").as_deref(), Some("a:b:c"));
        assert_eq!(cpe_name("cpe:/a:veeam:one"), None);
        assert_eq!(cpe_name(""), None);
    }
}
