//! Tables as bytes: the core's table text, deflated, with a mark in front. What the store keeps and the binary embeds.

use std::io::{Read, Write};

use holdfast_core::model::table::{TableError, TableRow, read_table, write_table};
use holdfast_core::model::{DirectoryTables, Release, SourceKind};

const MARK: &[u8] = b"holdfast packed 1\n";
/// Largest table once unpacked. The national ones are under 3 MB each.
const LIMIT: u64 = 128 * 1024 * 1024;

/// Why bytes are not a packed table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// No mark in front.
    #[error("not a packed table of this version; import the file again")]
    Mark,
    /// Does not unpack, or to too much.
    #[error("the packed table is damaged; import the file again")]
    Damaged,
    /// Unpacks to something else.
    #[error("the packed table does not read")]
    Table(#[source] TableError),
}

/// Rows to bytes; the same rows always give the same bytes.
pub fn pack<T: TableRow>(rows: &[T]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(MARK.to_vec(), flate2::Compression::best());
    out.write_all(write_table(rows).as_bytes()).expect("writing into memory does not fail");
    out.finish().expect("writing into memory does not fail")
}

/// Bytes to rows.
pub fn unpack<T: TableRow>(bytes: &[u8]) -> Result<Vec<T>, PackError> {
    let deflated = bytes.strip_prefix(MARK).ok_or(PackError::Mark)?;
    let mut text = String::new();
    let n = flate2::read::ZlibDecoder::new(deflated)
        .take(LIMIT + 1)
        .read_to_string(&mut text)
        .map_err(|_| PackError::Damaged)?;
    if n as u64 > LIMIT {
        return Err(PackError::Damaged);
    }
    read_table(&text).map_err(PackError::Table)
}

/// Unpacks one source's table into its place, with its release. A release already held for that source is replaced.
pub fn load_packed(tables: &mut DirectoryTables, release: Release, bytes: &[u8]) -> Result<(), PackError> {
    match release.kind {
        SourceKind::CmsHospitals => tables.hospitals = unpack(bytes)?,
        SourceKind::Locations => tables.locations = unpack(bytes)?,
        SourceKind::Ruca2020Zip => tables.ruca_2020 = unpack(bytes)?,
        SourceKind::Ruca2010Zip => tables.ruca_2010 = unpack(bytes)?,
        SourceKind::ForhpZips => tables.forhp_zips = unpack(bytes)?,
        SourceKind::RuccCounties => tables.rucc = unpack(bytes)?,
        SourceKind::CbsaCounties => tables.cbsa = unpack(bytes)?,
        SourceKind::Zctas => tables.zctas = unpack(bytes)?,
        SourceKind::Counties => tables.counties = unpack(bytes)?,
    }
    tables.releases.retain(|r| r.kind != release.kind);
    tables.releases.push(release);
    tables.releases.sort_by_key(|r| r.kind);
    Ok(())
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{HospitalRow, RucaRow, Zip};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_come_back_and_other_bytes_do_not() {
        let rows =
            vec![RucaRow { zip: Zip::parse("99901").expect("a ZIP"), primary: 10, secondary_tenths: 103 }];
        let bytes = pack(&rows);
        assert_eq!(unpack::<RucaRow>(&bytes), Ok(rows.clone()));
        assert_eq!(bytes, pack(&rows));
        assert_eq!(unpack::<RucaRow>(b"PK"), Err(PackError::Mark));
        assert_eq!(unpack::<RucaRow>(&bytes[..bytes.len() - 3]), Err(PackError::Damaged));
        assert!(matches!(unpack::<HospitalRow>(&bytes), Err(PackError::Table(_))));
    }

    proptest! {
        #[test]
        fn hostile_bytes_are_refused_and_never_panic(at in 0usize..200, flip: u8, tail in proptest::collection::vec(any::<u8>(), 0..80)) {
            let rows: Vec<Zip> = (0..50).filter_map(|n| Zip::parse(&format!("{:05}", 99_000 + n)).ok()).collect();
            let mut bytes = pack(&rows);
            let i = at % bytes.len();
            bytes[i] ^= flip;
            if let Ok(back) = unpack::<Zip>(&bytes) {
                prop_assert_eq!(back, rows);
            }
            let marked: Vec<u8> = MARK.iter().copied().chain(tail).collect();
            let _ = unpack::<Zip>(&marked);
        }
    }
}
