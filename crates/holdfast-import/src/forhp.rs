//! HRSA's Federal Office of Rural Health Policy: ZIPs whose addresses may apply for rural grants. A ZIP is on it or not.

use holdfast_core::Date;
use holdfast_core::model::Zip;

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::read_sheet;

/// Reads the list of ZIPs.
pub fn read_forhp_zips(file: &NamedFile, released: Option<Date>) -> Result<Imported<Zip>, ImportError> {
    let sheet = read_sheet(file, FileKind::ForhpZips, |row, tally| {
        let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", Zip::parse)?;
        Ok(Some((zip, zip)))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}
