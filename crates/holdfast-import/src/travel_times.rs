//! A file of travel times of an operator's own: minutes by road from ZIP areas to hospitals.

use holdfast_core::Date;
use holdfast_core::model::{MOST_MINUTES, TravelTimeRow, Zip};

use crate::cms_hospitals::ccn;
use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::sheet::read_sheet;

/// Reads `zcta`, `ccn` and `minutes`, in any order and beside other columns. Minutes may be empty: the pair is then a hole, counted
/// and kept as such. A pair that stands there twice, a number below zero or above a day, and a bad code cost their row.
///
/// `made_on`: the day the file was made, for its release.
pub fn read_travel_times(file: &NamedFile, made_on: Date) -> Result<Imported<TravelTimeRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::TravelTimes, |row, tally| {
        let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", Zip::parse)?;
        let ccn = ccn(row, 1, tally)?;
        let minutes = match row.text(2) {
            "" => {
                tally.count("{n} ways have no minutes");
                None
            }
            text => {
                let minutes = text.parse::<f64>().ok().filter(|m| (0.0..=MOST_MINUTES).contains(m));
                let why = || format!("minutes are a number from 0 to {MOST_MINUTES}");
                Some(minutes.ok_or_else(|| row.fault(2, why()))? as f32)
            }
        };
        Ok(Some(((zip, ccn), TravelTimeRow { zip, ccn, minutes })))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: made_on,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let file = NamedFile { name: "times.csv".to_owned(), bytes: text.as_bytes().to_vec() };
        let got: Vec<String> = match read_travel_times(&file, date(2026, 11, 1)) {
            Ok(read) => {
                let row = |r: &TravelTimeRow| {
                    format!("{} {} {}", r.zip, r.ccn, r.minutes.map_or("-".to_owned(), |m| m.to_string()))
                };
                let rows = read.rows.iter().map(row);
                rows.chain(read.rejected.iter().map(ToString::to_string)).chain(read.notes).collect()
            }
            Err(e) => vec![e.to_string()],
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn good_rows_are_kept_holes_are_counted_and_bad_rows_have_their_place() {
        check(
            "zcta,ccn,minutes,note\n59001,271304,31.5,\n59002,271304,,no road\n1001,10001,0,\n",
            &[
                "59001 271304 31.5",
                "59002 271304 -",
                "01001 010001 0",
                "restored leading zeros in 1 ZIP codes",
                "restored leading zeros in 1 certification numbers",
                "1 ways have no minutes",
            ],
        );
        check(
            "minutes,ZCTA,CCN\n12,59001,271304\n13,59001,271304\n-1,59001,271305\n1441,59002,271304\nNaN,59003,271304\n\
             9,5900x,271304\n9,59004,2713-0\n",
            &[
                "59001 271304 12",
                "row 3, ZCTA: is in the file already; the first row was kept",
                "row 4, minutes: minutes are a number from 0 to 1440",
                "row 5, minutes: minutes are a number from 0 to 1440",
                "row 6, minutes: minutes are a number from 0 to 1440",
                "row 7, ZCTA: a ZIP code has five digits; `5900x` does not",
                "row 8, CCN: a certification number has six characters, like 271304; `2713-0` has 5",
            ],
        );
    }

    #[test]
    fn a_wrong_file_is_refused_whole() {
        check(
            "zip,hospital\n1,2\n",
            &[
                "`times.csv` is not a file of travel times (`zcta`, `ccn`, `minutes`): no column `ccn`, `minutes`",
            ],
        );
        check("zcta,ccn,minutes\n", &["`times.csv` has the right columns and no good row"]);
    }

    proptest! {
        #[test]
        fn any_text_reads_or_is_refused(text in "(zcta,ccn,minutes\n)?[\\PC\n\r\",0-9]{0,300}") {
            let file = NamedFile { name: "t.csv".to_owned(), bytes: text.into_bytes() };
            let _ = read_travel_times(&file, date(2026, 11, 1));
        }
    }
}
