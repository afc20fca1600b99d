//! The national directory that ships inside the product: packed tables of facts, each with its release, made by `cargo xtask catalog`.
//!
//! It hands the bytes on as they are. Unpacking is the import room's work, and joining the core's; a newer import
//! replaces any of them.

use holdfast_core::model::{Release, SourceKind};

use crate::facts_list::{FactsError, Origin, Row, origins, rows};

const RELEASES: &str = include_str!("../facts/RELEASES.toml");

/// Every embedded release with its packed table, in the order of [`SourceKind::ALL`].
pub fn embedded_directory() -> Result<Vec<(Release, Vec<u8>)>, FactsError> {
    rows(RELEASES, SourceKind::from_key)?
        .into_iter()
        .map(|(kind, row)| Ok((release(kind, row)?, table(kind).to_vec())))
        .collect()
}

/// Where every embedded table came from, in the same order.
pub fn embedded_origins() -> Result<Vec<Origin<SourceKind>>, FactsError> {
    origins(RELEASES, SourceKind::from_key)
}

fn release(kind: SourceKind, row: Row) -> Result<Release, FactsError> {
    let released_on = row.released_on()?;
    let Row { title, digest, n_rows, n_rejected, .. } = row;
    Ok(Release { kind, title, released_on, digest, n_rows, n_rejected })
}

fn table(kind: SourceKind) -> &'static [u8] {
    match kind {
        SourceKind::CmsHospitals => include_bytes!("../facts/cms_hospitals.tbl"),
        SourceKind::Locations => include_bytes!("../facts/locations.tbl"),
        SourceKind::Ruca2020Zip => include_bytes!("../facts/ruca_2020_zip.tbl"),
        SourceKind::Ruca2010Zip => include_bytes!("../facts/ruca_2010_zip.tbl"),
        SourceKind::ForhpZips => include_bytes!("../facts/forhp_zips.tbl"),
        SourceKind::RuccCounties => include_bytes!("../facts/rucc_counties.tbl"),
        SourceKind::CbsaCounties => include_bytes!("../facts/cbsa_counties.tbl"),
        SourceKind::Zctas => include_bytes!("../facts/zctas.tbl"),
        SourceKind::Counties => include_bytes!("../facts/counties.tbl"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_embedded_once_with_its_release() {
        let held = embedded_directory().expect("the embedded releases read");
        let kinds: Vec<SourceKind> = held.iter().map(|(release, _)| release.kind).collect();
        assert_eq!(kinds, SourceKind::ALL);
        for (release, bytes) in &held {
            assert!(bytes.starts_with(b"holdfast packed 1\n"), "{:?}", release.kind);
            assert!(release.n_rows > 1_000 && release.digest.len() == 64, "{release:?}");
        }
        assert_eq!(held[0].0.n_rows, 5_421);
    }

    #[test]
    fn the_tables_stay_within_four_megabytes() {
        let n_bytes: usize =
            embedded_directory().expect("they read").iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(n_bytes <= 4_000_000, "{n_bytes} bytes");
    }

    #[test]
    fn every_table_names_its_publisher_and_files() {
        for origin in embedded_origins().expect("they read") {
            assert!(!origin.publisher.is_empty() && !origin.made_from.is_empty(), "{origin:?}");
            assert!(origin.licence.contains("public domain"), "{origin:?}");
        }
    }
}
