//! USDA Rural-Urban Commuting Area codes by ZIP, in the editions of the 2010 and 2020 census, told apart by their columns.

use holdfast_core::Date;
use holdfast_core::model::{RucaRow, Zip};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::read_sheet;

/// Reads the 2020-census codes.
pub fn read_ruca_2020(file: &NamedFile, released: Option<Date>) -> Result<Imported<RucaRow>, ImportError> {
    read(file, FileKind::Ruca2020, released)
}

/// Reads the 2010-census codes.
pub fn read_ruca_2010(file: &NamedFile, released: Option<Date>) -> Result<Imported<RucaRow>, ImportError> {
    read(file, FileKind::Ruca2010, released)
}

fn read(file: &NamedFile, kind: FileKind, released: Option<Date>) -> Result<Imported<RucaRow>, ImportError> {
    let sheet = read_sheet(file, kind, |row, tally| {
        let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", Zip::parse)?;
        let primary = row.read(1, |t| match tenths(t) {
            Some(n @ (10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100 | 990)) => Ok((n / 10) as u8),
            _ => Err(format!("`{t}` is no primary RUCA code; they are 1 to 10, and 99")),
        })?;
        let secondary_tenths = row.read(2, |t| match tenths(t) {
            Some(n) if n / 10 == u16::from(primary) => Ok(n),
            _ => Err(format!("`{t}` is no secondary RUCA code of {primary}")),
        })?;
        Ok(Some((zip, RucaRow { zip, primary, secondary_tenths })))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

/// `10`, `10.0` and `10.3` in tenths.
fn tenths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str, n: usize| (1..=n).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let part = part.trim_end_matches('0');
    (digits(whole, 2) && (part.is_empty() || digits(part, 1)))
        .then(|| Some(whole.parse::<u16>().ok()? * 10 + part.parse::<u16>().unwrap_or(0)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let file =
            NamedFile { name: "RUCA-codes-2020-zipcode.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        let got = match read_ruca_2020(&file, Some(date(2025, 7, 1))) {
            Ok(i) => {
                let rows = i.rows.iter().map(|r| format!("{} {} {}", r.zip, r.primary, r.secondary_tenths));
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
    fn codes_are_read_in_tenths() {
        check(
            "ZIPCode,State,ZIPCodeType,POName,PrimaryRUCA,SecondaryRUCA\n\
             00001,AK,ZIP Code Area,N Fixture,10,10\n601,PR,,,4,4.10\n99901,ZZ,,,99,99\n99902,ZZ,,,11,11\n99903,ZZ,,,4,5.1\n",
            "00001 10 100\n00601 4 41\n99901 99 990\n\
             row 5, PrimaryRUCA: `11` is no primary RUCA code; they are 1 to 10, and 99\n\
             row 6, SecondaryRUCA: `5.1` is no secondary RUCA code of 4\n\
             restored leading zeros in 1 ZIP codes",
        );
    }

    #[test]
    fn the_other_edition_is_refused_by_its_columns() {
        check(
            "ZIP_CODE,STATE,ZIP_TYPE,RUCA1,RUCA2\n00001,AK,Zip Code Area,10,10.0\n",
            "`RUCA-codes-2020-zipcode.csv` is not the USDA RUCA codes by ZIP, 2020 census: no column `ZIPCode`, `PrimaryRUCA`, `SecondaryRUCA`; \
             it looks like the USDA RUCA codes by ZIP, 2010 census",
        );
    }
}
