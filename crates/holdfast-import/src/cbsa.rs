//! The OMB delineation of metropolitan and micropolitan areas by county ("list 1", published by the Census Bureau).

use holdfast_core::Date;
use holdfast_core::model::{CbsaRow, CountyFips};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Row, read_sheet};

const RESTORED: &str = "restored leading zeros in {n} county codes";

/// Reads the list. Title lines above the header and notes below the last row are passed over.
pub fn read_cbsa(file: &NamedFile, released: Option<Date>) -> Result<Imported<CbsaRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::Cbsa, |row, tally| {
        if is_note(row) {
            tally.count("passed over {n} notes below the table");
            return Ok(None);
        }
        let cbsa = row.read(0, |t| digits(t, 5))?;
        let state = row.code(3, 2, tally, RESTORED, |t| digits(t, 2))?;
        let county = row.code(4, 3, tally, RESTORED, |t| digits(t, 3))?;
        let county = CountyFips::parse(&format!("{state}{county}")).map_err(|e| row.fault(4, e))?;
        let metropolitan = row.read(2, |t| match t {
            t if t.starts_with("Metro") => Ok(true),
            t if t.starts_with("Micro") => Ok(false),
            _ => Err("is neither a metropolitan nor a micropolitan statistical area"),
        })?;
        let central = row.read(5, |t| match t.to_ascii_lowercase().as_str() {
            "central" => Ok(true),
            "outlying" => Ok(false),
            _ => Err("is neither Central nor Outlying"),
        })?;
        Ok(Some((county, CbsaRow { county, cbsa, title: row.text(1).to_owned(), metropolitan, central })))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

/// Only the first cell holds something, and it is a sentence.
fn is_note(row: &Row<'_>) -> bool {
    (1..=5).all(|i| row.text(i).is_empty()) && row.text(0).contains(' ')
}

fn digits(text: &str, n: usize) -> Result<String, String> {
    if text.len() == n && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{}` is not a code of {n} digits", text.chars().take(20).collect::<String>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_notes_around_the_list_are_passed_over() {
        let text = "List 1. Areas,,,,,\n,,,,,\n\
            CBSA Code,CBSA Title,Metropolitan/Micropolitan Statistical Area,FIPS State Code,FIPS County Code,Central/Outlying County\n\
            99100,\"Fixture, ZZ\",Metropolitan Statistical Area,99,1,Outlying\n\
            99200,\"Franklin, ZZ\",Micropolitan Statistical Area,99,003,Central\n\
            99200,\"Franklin, ZZ\",Nanopolitan Statistical Area,99,005,Central\n\
            Note: made up for a test.,,,,,\n";
        let file = NamedFile { name: "list1_Jul_2023.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        let got = read_cbsa(&file, None).expect("a good file");
        assert_eq!(got.rows[0].county.as_str(), "99001");
        assert_eq!((got.rows[0].metropolitan, got.rows[0].central), (true, false));
        assert_eq!((got.rows[1].metropolitan, got.rows[1].central), (false, true));
        assert_eq!(
            got.rejected[0].to_string(),
            "row 6, Metropolitan/Micropolitan Statistical Area: is neither a metropolitan nor a micropolitan statistical area"
        );
        assert_eq!(
            got.notes,
            ["passed over 1 notes below the table", "restored leading zeros in 1 county codes"]
        );
    }
}
