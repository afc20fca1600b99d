//! Public records that name a product and count something else: another program inside it, a part of it, another system. Their
//! versions would be held against those of the product and make all of it look weak, and no version would ever mend it.
//!
//! Found by looking for ends far above all others of the same product, and by reading each record.

use holdfast_core::model::{CveId, SoftwareRow};

/// What of a record is not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Nothing: it is not about this product.
    Nothing,
    /// The weakness alone: it is about this product, and ends that begin so count something else. Whether a version has it cannot be
    /// told then.
    NoEnd(&'static str),
}

struct Refused {
    product: &'static str,
    /// The weakness; `None` for every one of the product.
    cve: Option<&'static str>,
    taken: Taken,
}

/// Reads as one line of the list.
const fn refused(product: &'static str, cve: Option<&'static str>, taken: Taken) -> Refused {
    Refused { product, cve, taken }
}

/// Each group with its reason. Source: the CVE records themselves (cve.org), read on November 28, 2026.
const REFUSED: &[Refused] = &[
    // Acrobat inside Edge, which counts as Edge does: the first is titled so, the second by "New Edge" and a version of that month's Edge.
    refused("adobe:acrobat", Some("CVE-2024-34122"), Taken::Nothing),
    refused("adobe:acrobat_reader", Some("CVE-2024-41879"), Taken::Nothing),
    // Office and Outlook for Mac, Android and iPhones.
    refused("microsoft:office", Some("CVE-2022-44713"), Taken::Nothing),
    refused("microsoft:office", Some("CVE-2023-21823"), Taken::Nothing),
    refused("microsoft:office", Some("CVE-2023-23391"), Taken::Nothing),
    refused("microsoft:office", Some("CVE-2023-24910"), Taken::Nothing),
    refused("microsoft:office", Some("CVE-2024-38250"), Taken::Nothing),
    refused("microsoft:outlook", Some("CVE-2024-26204"), Taken::Nothing),
    refused("microsoft:outlook", Some("CVE-2024-43482"), Taken::Nothing),
    refused("microsoft:outlook", Some("CVE-2024-43604"), Taken::Nothing),
    // Veeam Agent for Windows, by its own text; it stands under that name, too.
    refused("veeam:backup_and_replication", Some("CVE-2024-29853"), Taken::Nothing),
    // Builds of the Windows that it comes with.
    refused("microsoft:.net_framework", None, Taken::NoEnd("10.0.")),
    // The version of Dell Inventory Collector, a part of these.
    refused("dell:command_update", Some("CVE-2024-37129"), Taken::NoEnd("")),
    refused("dell:update", Some("CVE-2024-37129"), Taken::NoEnd("")),
    refused("dell:supportassist_for_business_pcs", Some("CVE-2024-37129"), Taken::NoEnd("")),
    refused("dell:supportassist_for_home_pcs", Some("CVE-2024-37129"), Taken::NoEnd("")),
    // The number of a module that renews itself, apart from the program's version.
    refused("eset:endpoint_antivirus", Some("CVE-2024-2003"), Taken::NoEnd("")),
    refused("eset:endpoint_antivirus", Some("CVE-2024-7400"), Taken::NoEnd("")),
    refused("eset:endpoint_security", Some("CVE-2024-2003"), Taken::NoEnd("")),
    refused("eset:endpoint_security", Some("CVE-2024-7400"), Taken::NoEnd("")),
    refused("eset:file_security", Some("CVE-2024-2003"), Taken::NoEnd("")),
    refused("eset:file_security", Some("CVE-2024-7400"), Taken::NoEnd("")),
    refused("eset:server_security", Some("CVE-2024-2003"), Taken::NoEnd("")),
    refused("eset:server_security", Some("CVE-2024-7400"), Taken::NoEnd("")),
    // The number of a build alone (`before build 35979`); a version has others before it.
    refused("acronis:agent", None, Taken::NoEnd("")),
    refused("acronis:cyber_protect", None, Taken::NoEnd("")),
];

/// A row without what is refused; `None` when nothing is left of it.
pub(super) fn without_refused(mut row: SoftwareRow) -> Option<SoftwareRow> {
    let is_this = |cve: &str, of: CveId| CveId::parse(cve) == Ok(of);
    for refused in REFUSED.iter().filter(|r| r.product == row.product) {
        match (refused.cve, refused.taken) {
            (Some(cve), _) if !is_this(cve, row.cve) => {}
            (_, Taken::Nothing) => return None,
            (_, Taken::NoEnd(begins)) => {
                let n = row.ranges.len();
                row.ranges.retain(|range| !range.to.version().starts_with(begins));
                row.has_unread |= (1..n).contains(&row.ranges.len());
            }
        }
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{RangeEnd, VersionRange};

    use super::*;

    #[track_caller]
    fn check(product: &str, cve: &str, ends: &[&str], left: Option<&[&str]>) {
        let range = |end: &&str| VersionRange { from: None, to: RangeEnd::Before((*end).to_owned()) };
        let cve = CveId::parse(cve).unwrap_or_else(|e| panic!("{e}"));
        let ranges = ends.iter().map(range).collect();
        let row = SoftwareRow { product: product.to_owned(), cve, ranges, has_unread: false };
        let row = without_refused(row);
        let ends = row.as_ref().map(|row| row.ranges.iter().map(|r| r.to.version()).collect::<Vec<_>>());
        assert_eq!(ends.as_deref(), left, "{product} {cve}");
    }

    #[test]
    fn records_that_count_something_else_are_refused_and_their_neighbours_stay() {
        check("adobe:acrobat", "CVE-2024-34122", &["126.0.2592.68"], None);
        check("adobe:acrobat", "CVE-2024-34123", &["24.2"], Some(&["24.2"]));
        check("adobe:acrobat_dc", "CVE-2024-34122", &["24.2"], Some(&["24.2"]));
        check("dell:update", "CVE-2024-37129", &["12.3.0.6"], Some(&[]));
        check("dell:update", "CVE-2024-28962", &["5.4"], Some(&["5.4"]));
        let mixed = ["10.0.14393.5501", "4.8.04584.08"];
        check("microsoft:.net_framework", "CVE-2022-41064", &mixed, Some(&["4.8.04584.08"]));
        check("acronis:agent", "CVE-2023-45247", &["36497"], Some(&[]));
    }

    #[test]
    fn every_refusal_reads() {
        for refused in REFUSED {
            assert!(refused.product.contains(':'), "{}", refused.product);
            if let Some(cve) = refused.cve {
                CveId::parse(cve).unwrap_or_else(|e| panic!("{cve}: {e}"));
            }
        }
    }
}
