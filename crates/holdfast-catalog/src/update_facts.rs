//! The facts on updates and weaknesses that ship inside the product: packed tables, each with its release, made by `cargo xtask catalog`.
//!
//! It hands the bytes on as they are; unpacking is the import room's work. A newer feed replaces any of them.

use holdfast_core::model::{FeedKind, FeedRelease};

use crate::facts_list::{FactsError, Origin, Row, origins, rows};

const FEEDS: &str = include_str!("../facts/updates/FEEDS.toml");

/// Every embedded table with its release, in the order of [`FeedKind::ALL`].
pub fn embedded_updates() -> Result<Vec<(FeedRelease, &'static [u8])>, FactsError> {
    rows(FEEDS, FeedKind::from_key)?
        .into_iter()
        .map(|(kind, row)| Ok((release(kind, row)?, table(kind))))
        .collect()
}

/// Where every embedded table came from, in the same order.
pub fn embedded_feed_origins() -> Result<Vec<Origin<FeedKind>>, FactsError> {
    origins(FEEDS, FeedKind::from_key)
}

fn release(kind: FeedKind, row: Row) -> Result<FeedRelease, FactsError> {
    let released_on = row.released_on()?;
    let Row { title, digest, n_rows, n_rejected, .. } = row;
    Ok(FeedRelease { kind, title, released_on, digest, n_rows, n_rejected })
}

fn table(kind: FeedKind) -> &'static [u8] {
    match kind {
        FeedKind::WindowsBuilds => include_bytes!("../facts/updates/windows_builds.tbl"),
        FeedKind::WindowsFixes => include_bytes!("../facts/updates/windows_fixes.tbl"),
        FeedKind::Kev => include_bytes!("../facts/updates/kev.tbl"),
        FeedKind::Epss => include_bytes!("../facts/updates/epss.tbl"),
        FeedKind::Software => include_bytes!("../facts/updates/software_ranges.tbl"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feed_is_embedded_once_with_its_release_and_all_are_small() {
        let held = embedded_updates().expect("the embedded feeds read");
        let kinds: Vec<FeedKind> = held.iter().map(|(release, _)| release.kind).collect();
        assert_eq!(kinds, FeedKind::ALL);
        for (release, bytes) in &held {
            assert!(bytes.starts_with(b"holdfast packed 1\n"), "{:?}", release.kind);
            assert!(release.n_rows > 500 && release.digest.len() == 64, "{release:?}");
        }
        let n_bytes: usize = held.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(n_bytes < 400_000, "{n_bytes} bytes");
        for origin in embedded_feed_origins().expect("they read") {
            assert!(!origin.publisher.is_empty() && !origin.licence.is_empty(), "{origin:?}");
        }
    }
}
