//! USDA Rural-Urban Continuum Codes by county: the long file as USDA publishes it, or the same with one row a county.

use holdfast_core::Date;
use holdfast_core::model::{CountyFips, RuccRow};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile, recognise};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Fault, Row, Tally, read_sheet};

const LEFT_OUT: &str = "left out {n} counties without a code";

/// Reads the county codes. In the long file, rows of other attributes are passed over.
pub fn read_rucc(file: &NamedFile, released: Option<Date>) -> Result<Imported<RuccRow>, ImportError> {
    let long = recognise(file).is_ok_and(|k| k == FileKind::RuccLong);
    let kind = if long { FileKind::RuccLong } else { FileKind::RuccWide };
    let sheet = read_sheet(file, kind, |row, tally| {
        if long && !row.text(1).to_ascii_uppercase().starts_with("RUCC") {
            return Ok(None);
        }
        code(row, if long { 2 } else { 1 }, tally)
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

fn code(row: &Row<'_>, value: usize, tally: &mut Tally) -> Result<Option<(CountyFips, RuccRow)>, Fault> {
    let county = row.code(0, 5, tally, "restored leading zeros in {n} county codes", CountyFips::parse)?;
    if row.text(value).is_empty() {
        tally.count(LEFT_OUT);
        return Ok(None);
    }
    let rucc = row.read(value, |t| match t.parse::<f32>() {
        Ok(n) if (1.0..=9.0).contains(&n) && n.fract() == 0.0 => Ok(n as u8),
        _ => {
            Err(format!("`{}` is no continuum code; they are 1 to 9", t.chars().take(20).collect::<String>()))
        }
    })?;
    Ok(Some((county, RuccRow { county, rucc })))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let file = NamedFile { name: "rucc.csv".to_owned(), bytes: bytes.to_vec() };
        let got = match read_rucc(&file, Some(date(2024, 1, 22))) {
            Ok(i) => {
                let rows = i.rows.iter().map(|r| format!("{} {}", r.county, r.rucc));
                rows.chain(i.rejected.iter().map(ToString::to_string))
                    .chain(i.notes)
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn the_wide_file_is_read() {
        check(
            b"FIPS,State,County_Name,Description,Population_2020,RUCC_2023\n99001,ZZ,Fixture County,x,1,9\n60030,AS,Rose Island,,0,\n99003,ZZ,y,x,1,10\n",
            "99001 9\nrow 4, RUCC_2023: `10` is no continuum code; they are 1 to 9\nleft out 1 counties without a code",
        );
    }

    #[test]
    fn the_long_file_is_read_in_its_own_encoding() {
        check(
            b"FIPS,State,County_Name,Attribute,Value\n1001,AL,Autauga County,Population_2020,58805\n1001,AL,Autauga County,RUCC_2023,2\n\
              35013,NM,Do\xf1a Ana County,RUCC_2023,3\n",
            "01001 2\n35013 3\nread as Windows-1252, not UTF-8: 1 letters outside plain English\nrestored leading zeros in 1 county codes",
        );
    }
}
