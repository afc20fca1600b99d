//! Lists of single versions, thousands long in older records, to a few ranges: within a first number, from the least listed to the last.
//!
//! A version between two listed ones then counts as having the weakness, too. Pages say *possible*, which holds.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::device::SoftwareVersion;
use holdfast_core::model::{CveId, RangeEnd, VersionRange};
use serde::Deserialize;

use super::Read;
use super::cve_records::{Said, Told, cpe_parts, is_comparable};
use crate::RowError;

/// So many versions stand for themselves.
const FEW: usize = 4;

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    vulnerable_product: Vec<String>,
}

/// Reads older records (CIRCL, NVD 1.x), one JSON object a line, for the wanted products. What newer records said of a weakness stands.
///
/// Lines that do not read are listed by their number.
pub fn read_cpe_lists(bytes: &[u8], wanted: &BTreeSet<String>, told: &mut Told) -> Read<()> {
    let mut read = Read::default();
    for (n, line) in bytes.split(|b| *b == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let record: Result<Record, _> = serde_json::from_slice(line);
        let record = record.map_err(|e| e.to_string());
        match record.and_then(|r| Ok((CveId::parse(&r.id).map_err(|e| e.to_string())?, r))) {
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

fn keep(cve: CveId, record: &Record, wanted: &BTreeSet<String>, told: &mut Told) {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for cpe in &record.vulnerable_product {
        let parts = cpe_parts(cpe);
        let [_, _, _, vendor, product, version, rest @ ..] = parts.as_slice() else { continue };
        let name = format!("{vendor}:{product}");
        if wanted.contains(&name) {
            let update = rest.first().map(String::as_str).unwrap_or_default();
            let versions = by_name.entry(name).or_default();
            // A `-` stands in nearly every long list and names no version; what begins with `_` is the rest of a product's name.
            if version != "-" && !version.starts_with('_') {
                versions.push(with_update(product, version, update));
            }
        }
    }
    for (name, mut versions) in by_name {
        let told = told.entry((name, cve)).or_default();
        if told.ranges.is_empty() {
            let n = versions.len();
            versions.retain(|v| is_comparable(v));
            told.add(Said { ranges: ranges_of_list(&versions), n_unread: n - versions.len() });
        }
    }
}

/// Java's versions as its maker counts them, `7u6` for 1.7.0 with update 6; all others as they stand.
fn with_update(product: &str, version: &str, update: &str) -> String {
    let is_java = matches!(product, "jre" | "jdk");
    let major = version.strip_prefix("1.").and_then(|v| v.split('.').next()).filter(|_| is_java);
    match (major, update.strip_prefix("update").map(|n| n.trim_start_matches('_'))) {
        (Some(major), Some(n)) => format!("{major}u{n}"),
        (Some(major), None) => major.to_owned(),
        (None, _) => version.to_owned(),
    }
}

/// Ranges of versions that can be compared. Those that cannot be put in one order are left out.
pub(super) fn ranges_of_list(versions: &[String]) -> Vec<VersionRange> {
    let mut sorted: Vec<(SoftwareVersion, &str)> =
        versions.iter().filter_map(|v| Some((SoftwareVersion::parse(v)?, v.trim()))).collect();
    sorted.sort_by(|a, b| a.1.cmp(b.1));
    sorted.dedup_by(|a, b| a.1 == b.1);
    if sorted.len() <= FEW {
        return sorted.iter().map(|(_, v)| range(v, v)).collect();
    }
    let mut by_first: BTreeMap<&str, Vec<&(SoftwareVersion, &str)>> = BTreeMap::new();
    for version in &sorted {
        let first = version.1.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        by_first.entry(first).or_default().push(version);
    }
    let ends = |all: Vec<&(SoftwareVersion, &str)>| {
        let (mut least, mut last) = (*all.first()?, *all.first()?);
        for version in all {
            if version.0.compare(&least.0) == Some(Ordering::Less) {
                least = version;
            }
            if version.0.compare(&last.0) == Some(Ordering::Greater) {
                last = version;
            }
        }
        Some(range(least.1, last.1))
    };
    by_first.into_values().filter_map(ends).collect()
}

fn range(from: &str, with: &str) -> VersionRange {
    VersionRange { from: Some(from.to_owned()), to: RangeEnd::With(with.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_becomes_a_range_for_each_first_number() {
        let list: Vec<String> =
            ["10.0", "10.9", "10.11", "11.2", "11.0", "x", "10.1"].iter().map(|v| (*v).to_owned()).collect();
        let says: Vec<String> = ranges_of_list(&list)
            .iter()
            .map(|r| format!("{}..={}", r.from.as_deref().unwrap_or_default(), r.to.version()))
            .collect();
        assert_eq!(says, ["10.0..=10.11", "11.0..=11.2"]);
        assert_eq!(ranges_of_list(&[]), []);
    }

    #[test]
    fn what_does_not_read_leaves_a_mark_and_what_names_no_version_does_not() {
        let has_unread = |versions: &[&str]| {
            let cpes: Vec<String> =
                versions.iter().map(|v| format!(r#""cpe:2.3:a:maker:looker:{v}:*:*:*:*:*:*:*""#)).collect();
            let line = format!(r#"{{"id":"CVE-2012-4681","vulnerable_product":[{}]}}"#, cpes.join(","));
            let mut told = Told::new();
            read_cpe_lists(line.as_bytes(), &BTreeSet::from(["maker:looker".to_owned()]), &mut told);
            super::super::software_rows(told)[0].has_unread
        };
        assert!(!has_unread(&["1.0", "-", "_pro1.0"]));
        assert!(has_unread(&["1.0", "saas"]));
    }

    #[test]
    fn java_is_counted_as_its_maker_does_and_newer_records_stand() {
        let line = br#"{"id":"CVE-2012-4681","vulnerable_product":["cpe:2.3:a:oracle:jre:1.7.0:update6:*:*:*:*:*:*","cpe:2.3:a:oracle:jre:1.7.0:*:*:*:*:*:*:*","cpe:2.3:a:oracle:jre:1.7.0:update_4:*:*:*:*:*:*"]}"#;
        let wanted = BTreeSet::from(["oracle:jre".to_owned()]);
        let mut told = Told::new();
        read_cpe_lists(line, &wanted, &mut told);
        let of = |told: &Told| {
            told.values().flat_map(|t| &t.ranges).map(|r| r.to.version().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(&told), ["7", "7u4", "7u6"]);
        told.values_mut().for_each(|t| t.ranges = BTreeSet::from([range("1", "7u6")]));
        read_cpe_lists(line, &wanted, &mut told);
        assert_eq!(of(&told), ["7u6"]);
    }
}
