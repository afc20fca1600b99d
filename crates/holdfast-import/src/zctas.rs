//! Census ZIP code tabulation areas: people, land and middle point. Post-office ZIPs have no area and are not in it.

use holdfast_core::Date;
use holdfast_core::model::{Point, ZctaRow, Zip};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Fault, Row, read_sheet};

/// Reads the areas. Land area is in square miles.
pub fn read_zctas(file: &NamedFile, released: Option<Date>) -> Result<Imported<ZctaRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::Zctas, |row, tally| {
        let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", Zip::parse)?;
        let land_sq_mi: f32 = row.number(2)?;
        if !land_sq_mi.is_finite() || land_sq_mi < 0.0 {
            return Err(row.fault(2, format!("`{land_sq_mi}` is no area")));
        }
        Ok(Some((zip, ZctaRow { zip, population: row.number(1)?, land_sq_mi, point: point(row, 3, 4)? })))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

/// Latitude and longitude of two columns.
pub(crate) fn point(row: &Row<'_>, lat: usize, lon: usize) -> Result<Point, Fault> {
    Point::new(row.number(lat)?, row.number(lon)?).map_err(|e| row.fault(lat, e))
}
