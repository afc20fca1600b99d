//! CMS Care Compare, "Hospital General Information": one row a certified hospital. Quality measures in it are passed over.

use holdfast_core::Date;
use holdfast_core::model::{Ccn, HospitalRow, HospitalType, Ownership, StateCode, Zip};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Fault, Row, Tally, read_sheet};

/// Reads the hospitals. `released`: the release date, when the file's name does not tell it.
///
/// A hospital type or ownership CMS has not used before rejects that row, so that nothing is filed under a wrong type.
pub fn read_cms_hospitals(
    file: &NamedFile,
    released: Option<Date>,
) -> Result<Imported<HospitalRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::CmsHospitals, |row, tally| {
        let ccn = ccn(row, 0, tally)?;
        Ok(Some((
            ccn,
            HospitalRow {
                ccn,
                name: named(row, 1)?,
                address: one_line(row.text(2)),
                city: named(row, 3)?,
                state: row.read(4, StateCode::parse)?,
                zip: row.code(5, 5, tally, "restored leading zeros in {n} ZIP codes", |t| {
                    Zip::parse(without_plus_four(t))
                })?,
                county_name: one_line(row.text(6)),
                phone: one_line(row.text(7)),
                hospital_type: row.read(8, HospitalType::parse)?,
                ownership: row.read(9, Ownership::parse)?,
                emergency_services: row.read(10, yes_or_no)?,
            },
        )))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

/// A certification number, with the zeros a spreadsheet dropped put back and counted.
pub(crate) fn ccn(row: &Row<'_>, column: usize, tally: &mut Tally) -> Result<Ccn, Fault> {
    let (ccn, zeros) = row.read(column, Ccn::parse_restoring)?;
    if zeros.0 > 0 {
        tally.count("restored leading zeros in {n} certification numbers");
    }
    Ok(ccn)
}

/// `59749` of `59749-1234`: the four digits are a carrier's round, and no file here uses them.
fn without_plus_four(zip: &str) -> &str {
    match zip.split_at_checked(5) {
        Some((five, four)) if four.strip_prefix('-').unwrap_or(four).len() == 4 => five,
        _ => zip,
    }
}

fn named(row: &Row<'_>, column: usize) -> Result<String, Fault> {
    row.read(column, |t| if t.is_empty() { Err("is empty") } else { Ok(one_line(t)) })
}

/// Line ends and runs of blanks inside a cell become one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err(format!("`{}` is neither Yes nor No", text.chars().take(40).collect::<String>())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const HEADER: &str = "Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Telephone Number,Hospital Type,Hospital Ownership,Emergency Services,Hospital overall rating";

    #[track_caller]
    fn check(rows: &str, expect: &str) {
        let text = format!("{HEADER}\r\n{rows}");
        let file = NamedFile { name: "hospitals_02_2026.csv".to_owned(), bytes: text.into_bytes() };
        let got = match read_cms_hospitals(&file, None) {
            Ok(i) => {
                let rows = i.rows.iter().map(|h| {
                    format!(
                        "{} {} {} {} {} {}",
                        h.ccn,
                        h.name,
                        h.zip,
                        h.hospital_type.key(),
                        h.ownership.key(),
                        h.emergency_services
                    )
                });
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
    fn a_row_is_typed_and_a_bad_one_named() {
        check(
            "991301,FIXTURE MEMORIAL HOSPITAL,1 MAIN ST,FRANKLIN,ZZ,99901,FIXTURE,(999) 555-0100,Critical Access Hospitals,Government - Local,Yes,3\r\n\
             50001,FIXTURE  GENERAL,,FRANKLIN,ZZ,601,FIXTURE,,Acute Care Hospitals,Proprietary,No,\r\n\
             990002,SOUTH,,FRANKLIN,ZZ,99901,FIXTURE,,Acute Care Hospitals,Owned by the moon,Yes,\r\n\
             990003,SOUTH,,FRANKLIN,ZZ,99901,FIXTURE,,Space Hospitals,Tribal,Yes,\r\n\
             991301,AGAIN,,FRANKLIN,ZZ,99901,FIXTURE,,Acute Care Hospitals,Tribal,Yes,\r\n\
             99-13,SHORT,,FRANKLIN,ZZ,99901,FIXTURE,,Acute Care Hospitals,Tribal,Yes,\r\n\
             990004,,,FRANKLIN,ZZ,99901,FIXTURE,,Acute Care Hospitals,Tribal,Yes,\r\n\
             990005,EAST,,FRANKLIN,ZZ,99901,FIXTURE,,Acute Care Hospitals,Tribal,Maybe,\r\n",
            "991301 FIXTURE MEMORIAL HOSPITAL 99901 cah government_local true\n\
             050001 FIXTURE GENERAL 00601 short_term proprietary false\n\
             row 4, Hospital Ownership: `Owned by the moon` is not a hospital ownership this release knows\n\
             row 5, Hospital Type: `Space Hospitals` is not a hospital type this release knows\n\
             row 6, Facility ID: is in the file already; the first row was kept\n\
             row 7, Facility ID: a certification number has six characters, like 271304; `99-13` has 4\n\
             row 8, Facility Name: is empty\n\
             row 9, Emergency Services: `Maybe` is neither Yes nor No\n\
             restored leading zeros in 1 ZIP codes\n\
             restored leading zeros in 1 certification numbers",
        );
    }

    #[test]
    fn an_older_edition_reads_by_its_own_column_names() {
        let text = "Provider ID,Hospital Name,Address,City,State,ZIP Code,County Name,Phone Number,Hospital Type,Hospital Ownership,Emergency Services\n\
                    991301,FIXTURE MEMORIAL HOSPITAL,1 MAIN ST,FRANKLIN,ZZ,99901,FIXTURE,9995550100,Critical Access Hospitals,Government - Local,Yes\n";
        let file = NamedFile { name: "old.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        let got = read_cms_hospitals(&file, Some(date(2019, 1, 1))).expect("a good file");
        assert_eq!((got.rows.len(), got.released_on, got.digest.len()), (1, date(2019, 1, 1), 64));
    }
}
