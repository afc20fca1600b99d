//! Public records of weaknesses (CVE 5, one JSON object a line) to the versions of products that have each.
//!
//! Records write versions in many ways. What can be compared becomes a range; of the rest only the weakness is kept, so that a page can
//! say that it cannot tell. Titles and descriptions are read past.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::device::SoftwareVersion;
use holdfast_core::model::{CveId, RangeEnd, SoftwareRow, VersionRange};
use serde::Deserialize;

use super::Read;
use super::refused::without_refused;
use super::version_list::ranges_of_list;
use crate::RowError;

/// Weaknesses by product and id, as more and more files tell of them.
pub type Told = BTreeMap<(String, CveId), ToldVersions>;

/// What files tell of the versions of a product that have a weakness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldVersions {
    /// Those that read.
    pub ranges: BTreeSet<VersionRange>,
    /// Whether an author names some that read and some that do not.
    has_unread: bool,
    /// Whether all that one author names reads. Others are held to say the same of it.
    is_read: bool,
}

impl ToldVersions {
    /// Adds what one author says.
    pub(super) fn add(&mut self, said: Said) {
        let is_any = !said.ranges.is_empty();
        self.has_unread |= is_any && said.n_unread > 0;
        self.is_read |= is_any && said.n_unread == 0;
        self.ranges.extend(said.ranges);
    }
}

/// What one author says of a product.
#[derive(Default)]
pub(super) struct Said {
    pub(super) ranges: Vec<VersionRange>,
    /// Entries that name versions in a way that cannot be compared.
    pub(super) n_unread: usize,
}

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

/// Rows in order, without records that count something else than the product they name.
pub fn software_rows(told: Told) -> Vec<SoftwareRow> {
    let row = |((product, cve), told): ((String, CveId), ToldVersions)| SoftwareRow {
        product,
        cve,
        has_unread: told.has_unread && !told.is_read,
        ranges: told.ranges.into_iter().collect(),
    };
    told.into_iter().map(row).filter_map(without_refused).collect()
}

fn keep(cve: CveId, record: &Record, wanted: &BTreeSet<String>, told: &mut Told) {
    for author in std::iter::once(&record.containers.cna).chain(&record.containers.adp) {
        let mut said: BTreeMap<String, Said> = BTreeMap::new();
        for affected in &author.affected {
            let mut names: BTreeSet<String> = affected.cpes.iter().filter_map(|cpe| cpe_name(cpe)).collect();
            names.insert(format!("{}:{}", plain(&affected.vendor), plain(&affected.product)));
            names.retain(|name| wanted.contains(name));
            for name in names {
                let read = read_versions(&affected.versions);
                let all = said.entry(name).or_default();
                all.ranges.extend(read.ranges);
                all.n_unread += read.n_unread;
            }
        }
        for (name, said) in said {
            told.entry((name, cve)).or_default().add(said);
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

fn read_versions(versions: &[Version]) -> Said {
    let mut ranges = Vec::new();
    let mut n_unread = 0;
    let mut single: Vec<String> = Vec::new();
    for version in versions.iter().filter(|v| v.status == "affected" && !is_filler(v)) {
        let from = Some(version.version.trim().to_owned()).filter(|v| is_comparable(v));
        let mended = version.changes.iter().find(|c| c.status == "unaffected").map(|c| c.at.as_str());
        let end = match (&version.less_than, &version.less_than_or_equal) {
            (_, Some(with)) if is_comparable(with) => Some(RangeEnd::With(with.trim().to_owned())),
            // Where a branch is closed by a version of it, the end of the branch is only a star.
            (Some(before), _) if is_comparable(before) => Some(RangeEnd::Before(
                mended.filter(|m| is_comparable(m)).unwrap_or(before).trim().to_owned(),
            )),
            (Some(_), _) | (_, Some(_)) => {
                let end = mended.filter(|m| is_comparable(m)).map(|m| RangeEnd::Before(m.to_owned()));
                n_unread += usize::from(end.is_none());
                end
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
    single.retain(|text| match written_out(text) {
        Some(range) => {
            ranges.push(range);
            false
        }
        None => true,
    });
    n_unread += single.iter().filter(|text| !is_one(text)).count();
    single.retain(|text| is_one(text));
    ranges.extend(ranges_of_list(&single));
    Said { ranges, n_unread }
}

/// Whether an entry names nothing: some authors fill up their lists with an end of `None`.
fn is_filler(version: &Version) -> bool {
    [&version.less_than, &version.less_than_or_equal].into_iter().flatten().any(|end| end.trim() == "None")
}

/// Whether a text stands for one version. `0` alone stands for an unknown one.
fn is_one(text: &str) -> bool {
    is_comparable(text) && !is_zero(text)
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
        let mut found: Vec<String> = rows[0].ranges.iter().map(says).collect();
        found.extend(rows[0].has_unread.then(|| "and others".to_owned()));
        assert_eq!(found, expect, "{versions}");
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
        check(&one(r#""version":"0""#), &[]);
        check(r#"[{"status":"unaffected","version":"9"}]"#, &[]);
    }

    #[test]
    fn what_does_not_read_beside_what_does_leaves_a_mark() {
        let both = |a: &str, b: &str| format!(r#"[{{"status":"affected",{a}}},{{"status":"affected",{b}}}]"#);
        let range = r#""version":"1.5","lessThan":"1.9.2""#;
        check(&both(range, r#""version":"all of the 2.x line""#), &["1.5..1.9.2", "and others"]);
        check(&both(range, r#""version":"2.0","lessThan":"2.0.*""#), &["1.5..1.9.2", "and others"]);
        check(&both(range, r#""version":"unspecified","lessThanOrEqual":"None""#), &["1.5..1.9.2"]);
        check(&both(range, r#""version":"2.0""#), &["1.5..1.9.2", "2.0..=2.0"]);
        check(&both(r#""version":"some""#, r#""version":"others""#), &[]);
    }

    #[test]
    fn what_another_author_reads_in_full_stands_for_what_the_first_wrote_in_words() {
        let versions = |versions: &str| {
            format!(r#"{{"affected":[{{"vendor":"maker","product":"looker_pro","versions":{versions}}}]}}"#)
        };
        let words = versions(
            r#"[{"status":"affected","version":"1","lessThan":"2"},{"status":"affected","version":"and before"}]"#,
        );
        let numbers = versions(r#"[{"status":"affected","version":"0","lessThan":"2"}]"#);
        let has_unread = |adp: &str| {
            let line = format!(
                r#"{{"cveMetadata":{{"cveId":"CVE-2024-0001"}},"containers":{{"cna":{words},"adp":[{adp}]}}}}"#
            );
            let mut told = Told::new();
            read_cve_records(line.as_bytes(), &BTreeSet::from(["maker:looker_pro".to_owned()]), &mut told);
            software_rows(told)[0].has_unread
        };
        assert!(has_unread(&words));
        assert!(!has_unread(&numbers));
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
