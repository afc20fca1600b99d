//! Public files on updates and weaknesses to rows: Microsoft's monthly documents, lists of builds, CISA's list of
//! exploited weaknesses, FIRST's estimates, public records of weaknesses in programs.
//!
//! Facts only: ids, numbers, days and products. Titles and descriptions of Microsoft's documents are read past and never
//! kept. What the rows say of a machine is decided in core.

mod builds;
mod csv_rows;
mod cve_records;
mod cvrf;
mod epss;
mod error;
mod feed_file;
mod fix_csv;
mod fixes;
mod held;
mod kev;
mod kev_events;
mod make;
mod product_name;
mod refused;
mod release_list;
mod renew;
mod sort;
mod version_list;

pub use builds::{make_builds, renew_builds};
pub use cve_records::{Told, ToldVersions, read_cve_records, software_rows};
pub use cvrf::read_cvrf;
pub use epss::read_epss;
pub use error::FeedError;
pub use feed_file::{
    FeedFile, FeedFileError, MAX_FEED_FILE_BYTES, PackedFeed, TakeError, public_key, read_feed_file,
    read_feed_payload, take_feed_file, write_feed_file,
};
pub use fix_csv::read_fixes_csv;
pub use fixes::{make_fixes, renew_fixes};
pub use held::HeldTables;
pub use kev::{KevCatalog, KevChange, follow_kev, read_kev};
pub use kev_events::{read_kev_events, replay_kev};
pub use make::{MadeTables, UpdateFiles, make_update_tables};
pub use product_name::{Line, browser_of_windows, windows_product};
pub use release_list::{Listed, read_release_list};
pub use renew::{NewTable, RenewError, RenewRules, Renewal, renew, take_kev};
pub use sort::{SortedFiles, Unsorted, epss_day, read_document_list, sort_files};
pub use version_list::read_cpe_lists;

use holdfast_core::model::{BuildKind, CveId, Month};

use crate::RowError;

/// Rows read and rows refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// Good rows, in the file's order.
    pub rows: Vec<T>,
    /// Bad rows, in the file's order.
    pub rejected: Vec<RowError>,
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), rejected: Vec::new() }
    }
}

/// One update for one product and one weakness it closes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixFact {
    /// The weakness.
    pub cve: CveId,
    /// Microsoft's id of the product.
    pub product_id: String,
    /// Microsoft's name of the product.
    pub product: String,
    /// The month of the document.
    pub month: Month,
    /// The update's number, when it has one.
    pub kb: Option<u32>,
    /// The version once it is installed, when the document says.
    pub fixed: Option<[u32; 4]>,
    /// How the update came.
    pub kind: BuildKind,
}

/// Microsoft's word for how an update came. `None` for updates that close nothing by themselves.
fn kind_of(subtype: &str) -> Option<BuildKind> {
    let lower = subtype.to_ascii_lowercase();
    match lower.as_str() {
        "servicing stack update" => None,
        "preview rollup" => Some(BuildKind::Preview),
        "security only" | "ie cumulative" | "standalone" => Some(BuildKind::SecurityOnly),
        _ if lower.contains("hotpatch") => Some(BuildKind::Hotpatch),
        _ => Some(BuildKind::Monthly),
    }
}

/// A version of four numbers; two points in a row are borne, as Microsoft's documents have them.
fn version_of(text: &str) -> Option<[u32; 4]> {
    let mut parts = text.trim().split('.').filter(|p| !p.is_empty());
    let mut next = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
    let version = [next()?, next()?, next()?, next()?];
    parts.next().is_none().then_some(version)
}

/// A number of an update: digits, with or without `KB` before them.
fn kb_of(text: &str) -> Option<u32> {
    let bare = text.trim();
    let digits = bare.strip_prefix("KB").or_else(|| bare.strip_prefix("kb")).unwrap_or(bare);
    let is_kb = (5..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_kb.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_updates_and_versions_are_read_and_words_are_not() {
        assert_eq!(kb_of("KB5066791"), Some(5_066_791));
        assert_eq!(kb_of("5066791"), Some(5_066_791));
        assert_eq!(kb_of("Release Notes"), None);
        assert_eq!(kb_of(""), None);
        assert_eq!(version_of("10.0.19045.6456"), Some([10, 0, 19045, 6456]));
        assert_eq!(version_of("10.0.20348..1006"), Some([10, 0, 20348, 1006]));
        assert_eq!(version_of("10.0.19045"), None);
        assert_eq!(version_of("10.0.19045.6456.1"), None);
        assert_eq!(version_of("2.0.50727.8983 & 3.0"), None);
        assert_eq!(kind_of("SecurityHotpatchUpdate"), Some(BuildKind::Hotpatch));
        assert_eq!(kind_of("Servicing Stack Update"), None);
    }
}
