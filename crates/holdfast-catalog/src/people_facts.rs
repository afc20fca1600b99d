//! The facts on people that ship inside the product beside the directory: packed tables, each with its release, made by
//! `cargo xtask catalog`.
//!
//! It hands the bytes on as they are; unpacking is the import room's work.

use holdfast_core::model::{PeopleKind, PeopleRelease};

use crate::facts_list::{FactsError, Origin, Row, origins, rows};

const PEOPLE: &str = include_str!("../facts/people/PEOPLE.toml");

/// Every embedded table with its release, in the order of [`PeopleKind::ALL`].
pub fn embedded_people() -> Result<Vec<(PeopleRelease, &'static [u8])>, FactsError> {
    rows(PEOPLE, PeopleKind::from_key)?
        .into_iter()
        .map(|(kind, row)| Ok((release(kind, row)?, table(kind))))
        .collect()
}

/// Where every embedded table came from, in the same order.
pub fn embedded_people_origins() -> Result<Vec<Origin<PeopleKind>>, FactsError> {
    origins(PEOPLE, PeopleKind::from_key)
}

fn release(kind: PeopleKind, row: Row) -> Result<PeopleRelease, FactsError> {
    let released_on = row.released_on()?;
    let Row { title, digest, n_rows, n_rejected, .. } = row;
    Ok(PeopleRelease { kind, title, released_on, digest, n_rows, n_rejected })
}

fn table(kind: PeopleKind) -> &'static [u8] {
    match kind {
        PeopleKind::ZctaHomes => include_bytes!("../facts/people/zcta_homes.tbl"),
        PeopleKind::CountyPeople => include_bytes!("../facts/people/county_people.tbl"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_embedded_once_with_their_release_and_are_small() {
        let held = embedded_people().expect("the embedded tables read");
        let kinds: Vec<PeopleKind> = held.iter().map(|(release, _)| release.kind).collect();
        assert_eq!(kinds, PeopleKind::ALL);
        for (release, bytes) in &held {
            assert!(bytes.starts_with(b"holdfast packed 1\n"), "{:?}", release.kind);
            assert!(release.n_rows > 3_000 && release.n_rejected == 0, "{release:?}");
        }
        let n_bytes: usize = held.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(n_bytes < 370_000, "{n_bytes} bytes");
        for origin in embedded_people_origins().expect("they read") {
            assert!(origin.licence.contains("public domain"), "{origin:?}");
        }
    }
}
