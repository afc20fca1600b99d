//! CISA's list of exploited weaknesses, and what changed from one to the next.
//!
//! Entries leave the list, are renamed, and get their ransomware mark long after they came. So a new list is laid over
//! what is kept: what left stays as history with the day, and every change is named.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::model::{CveId, KevRow};
use serde::Deserialize;
use serde_json::Value;

use super::FeedError;
use crate::RowError;

const WANTED: &str = "CISA's list of exploited weaknesses";
const LIMIT_MB: usize = 64;

/// One list, as it was published.
#[derive(Clone, Debug, PartialEq)]
pub struct KevCatalog {
    /// CISA's name of this version, like `2026.08.07`.
    pub version: String,
    /// The day it was published.
    pub released_on: Date,
    /// Its entries, by id.
    pub rows: Vec<KevRow>,
    /// Entries that do not read, by their position in the list.
    pub rejected: Vec<RowError>,
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KevChange {
    /// It came on the list, or came back.
    Added {
        /// The day CISA says.
        added_on: Date,
    },
    /// It left the list.
    Removed,
    /// Another vendor or product stands there.
    Renamed {
        /// Vendor and product now, with a stroke between.
        to: String,
    },
    /// The ransomware mark changed.
    Ransomware {
        /// Whether ransomware is known to use it now.
        to: bool,
    },
    /// The day by which to mend it changed.
    Due {
        /// The day now.
        to: Date,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    catalog_version: String,
    date_released: String,
    count: Option<usize>,
    vulnerabilities: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "cveID")]
    cve_id: String,
    vendor_project: String,
    product: String,
    date_added: String,
    due_date: String,
    #[serde(default)]
    known_ransomware_campaign_use: String,
}

/// Reads a list. Entries that do not read are listed; a list that says it has more than it holds is refused.
pub fn read_kev(name: &str, bytes: &[u8]) -> Result<KevCatalog, FeedError> {
    if bytes.len() > LIMIT_MB << 20 {
        return Err(FeedError::TooLarge { file: name.to_owned(), limit_mb: LIMIT_MB });
    }
    let refused = |why: String| FeedError::Shape { file: name.to_owned(), wanted: WANTED, why };
    let list: List = serde_json::from_slice(bytes).map_err(|e| refused(e.to_string()))?;
    let n = list.vulnerabilities.len();
    if n == 0 || list.count.is_some_and(|count| count != n) {
        return Err(refused(format!("it says that it has {} entries and has {n}", list.count.unwrap_or(0))));
    }
    let day = list.date_released.get(..10).and_then(|d| d.parse().ok());
    let released_on = day.ok_or_else(|| refused(format!("`{}` is no day", cut(&list.date_released))))?;
    let (mut rows, mut rejected) = (BTreeMap::new(), Vec::new());
    for (i, entry) in list.vulnerabilities.into_iter().enumerate() {
        let id = entry.get("cveID").and_then(Value::as_str).map(cut).unwrap_or_default();
        match row(entry) {
            Ok(row) => {
                rows.insert(row.cve, row);
            }
            Err((column, why)) => {
                rejected.push(RowError { row: i as u64 + 1, column: column.to_owned(), text: id, why });
            }
        }
    }
    let version = cut(&list.catalog_version);
    Ok(KevCatalog { version, released_on, rows: rows.into_values().collect(), rejected })
}

fn row(entry: Value) -> Result<KevRow, (&'static str, String)> {
    let entry: Entry = serde_json::from_value(entry).map_err(|e| ("whole entry", e.to_string()))?;
    let day =
        |text: &str, column| text.parse::<Date>().map_err(|_| (column, format!("`{}` is no day", cut(text))));
    Ok(KevRow {
        cve: CveId::parse(&entry.cve_id).map_err(|e| ("cveID", e.to_string()))?,
        vendor: cut(entry.vendor_project.trim()),
        product: cut(entry.product.trim()),
        added_on: day(&entry.date_added, "dateAdded")?,
        due_on: day(&entry.due_date, "dueDate")?,
        is_ransomware: entry.known_ransomware_campaign_use.eq_ignore_ascii_case("known"),
        removed_on: None,
    })
}

/// What is kept, with a newer list laid over it, and what changed. The kept rows are in order of their ids.
pub fn follow_kev(kept: &[KevRow], list: &KevCatalog) -> (Vec<KevRow>, Vec<(CveId, KevChange)>) {
    let mut rows: BTreeMap<CveId, KevRow> = kept.iter().map(|row| (row.cve, row.clone())).collect();
    let mut changes = Vec::new();
    for new in &list.rows {
        let Some(old) = rows.insert(new.cve, new.clone()).filter(|old| old.removed_on.is_none()) else {
            changes.push((new.cve, KevChange::Added { added_on: new.added_on }));
            continue;
        };
        if (&old.vendor, &old.product) != (&new.vendor, &new.product) {
            changes.push((new.cve, KevChange::Renamed { to: format!("{}/{}", new.vendor, new.product) }));
        }
        if old.is_ransomware != new.is_ransomware {
            changes.push((new.cve, KevChange::Ransomware { to: new.is_ransomware }));
        }
        if old.due_on != new.due_on {
            changes.push((new.cve, KevChange::Due { to: new.due_on }));
        }
    }
    // An entry that did not read may still be on the list, so it is not taken for gone.
    let unread = |cve: &CveId| list.rejected.iter().any(|r| CveId::parse(&r.text) == Ok(*cve));
    let listed: std::collections::BTreeSet<CveId> = list.rows.iter().map(|row| row.cve).collect();
    for (cve, row) in &mut rows {
        if row.removed_on.is_none() && !listed.contains(cve) && !unread(cve) {
            row.removed_on = Some(list.released_on);
            changes.push((*cve, KevChange::Removed));
        }
    }
    (rows.into_values().collect(), changes)
}

fn cut(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(day: &str, entries: &[(&str, &str, &str)]) -> KevCatalog {
        let entries: Vec<Value> = entries
            .iter()
            .map(|(id, product, flag)| {
                serde_json::json!({ "cveID": id, "vendorProject": "Maker", "product": product,
                    "dateAdded": "2026-01-02", "dueDate": "2026-01-05", "knownRansomwareCampaignUse": flag })
            })
            .collect();
        let text = serde_json::json!({ "catalogVersion": day, "dateReleased": format!("{day}T16:45:47Z"),
            "count": entries.len(), "vulnerabilities": entries });
        read_kev("kev.json", text.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a_newer_list_is_laid_over_and_each_change_is_named() {
        let old = list("2026-04-30", &[("CVE-2026-0001", "A", "Unknown"), ("CVE-2026-0002", "B", "Unknown")]);
        let new = list("2026-08-07", &[("CVE-2026-0002", "B2", "Known"), ("CVE-2026-0003", "C", "Unknown")]);
        let (rows, changes) = follow_kev(&old.rows, &new);
        let shown: Vec<String> =
            changes.iter().map(|(cve, change)| format!("{} {change:?}", cve.number())).collect();
        assert_eq!(
            shown,
            [
                "2 Renamed { to: \"Maker/B2\" }",
                "2 Ransomware { to: true }",
                "3 Added { added_on: 2026-01-02 }",
                "1 Removed",
            ]
        );
        assert_eq!(rows[0].removed_on, Some(Date::constant(2026, 8, 7)));
        let live: Vec<KevRow> = rows.iter().filter(|r| r.removed_on.is_none()).cloned().collect();
        assert_eq!(live, new.rows);
        let (again, none) = follow_kev(&rows, &new);
        assert_eq!((again, none.len()), (rows, 0));
    }

    #[test]
    fn bad_entries_are_listed_and_a_short_list_is_refused() {
        let good = list("2026-04-30", &[("CVE-2026-0001", "A", "Unknown")]);
        let bad = list("2026-08-07", &[("CVE-2026-0001", "A", "Unknown"), ("CVE-x", "B", "Known")]);
        assert_eq!(
            bad.rejected[0].to_string(),
            "row 2, cveID: `CVE-x` is no CVE id; one looks like CVE-2026-20805"
        );
        assert_eq!(bad.rows, good.rows);
        for (text, why) in [
            ("{}", "missing field"),
            ("<html>", "expected value"),
            (
                r#"{"catalogVersion":"1","dateReleased":"2026-01-01","count":2,"vulnerabilities":[1]}"#,
                "has 2 entries and has 1",
            ),
        ] {
            let error = read_kev("f", text.as_bytes()).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_kept_the_list_is_what_is_live(
            before in proptest::collection::btree_map(1u32..40, any::<bool>(), 0..30),
            after in proptest::collection::btree_map(1u32..40, any::<bool>(), 1..30),
        ) {
            let entries = |of: &BTreeMap<u32, bool>| -> Vec<(String, &str)> {
                of.iter().map(|(n, f)| (format!("CVE-2026-{n:04}"), if *f { "Known" } else { "Unknown" })).collect()
            };
            let (before, after) = (entries(&before), entries(&after));
            let of = |day, entries: &[(String, &'static str)]| {
                let entries: Vec<(&str, &str, &str)> = entries.iter().map(|(id, flag)| (id.as_str(), "P", *flag)).collect();
                list(day, &entries)
            };
            let new = of("2026-08-07", &after);
            let old = if before.is_empty() { Vec::new() } else { of("2026-04-30", &before).rows };
            let (rows, _) = follow_kev(&old, &new);
            let live: Vec<KevRow> = rows.iter().filter(|r| r.removed_on.is_none()).cloned().collect();
            prop_assert_eq!(live, new.rows);
        }

        #[test]
        fn hostile_bytes_never_panic(text in "\\{\"catalogVersion\":\"1\",\\PC{0,200}") {
            let _ = read_kev("f", text.as_bytes());
        }
    }
}
