//! Facts on people beside the directory: the county of each ZIP area, and who lives in a county.

use holdfast_core::Date;
use holdfast_core::model::{
    CountyFips, CountyPeopleRow, PeopleKind, PeopleRelease, PeopleTables, StateCode, ZctaHomeRow, Zip,
};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::packed::{PackError, pack, unpack};
use crate::release::released_on;
use crate::sheet::{Fault, Row, read_sheet};

const COUNTY_ZEROS: &str = "restored leading zeros in {n} county codes";

/// The two files, each with the day it was released.
#[derive(Clone, Debug)]
pub struct PeopleFiles {
    /// Census ZIP areas with their counties.
    pub zctas: (NamedFile, Date),
    /// The index of social vulnerability by county.
    pub vulnerability: (NamedFile, Date),
}

/// Reads the county most of each ZIP area lies in. Areas without one are left out and counted.
pub fn read_zcta_homes(
    file: &NamedFile,
    released: Option<Date>,
) -> Result<Imported<ZctaHomeRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::ZctaHomes, |row, tally| {
        let zip = row.code(0, 5, tally, "restored leading zeros in {n} ZIP codes", Zip::parse)?;
        if row.text(1).is_empty() {
            tally.count("left out {n} ZIP areas without a county");
            return Ok(None);
        }
        let county = row.code(1, 5, tally, COUNTY_ZEROS, CountyFips::parse)?;
        Ok(Some((zip, ZctaHomeRow { zip, county })))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

/// Reads people, households and their wants by county. The publisher's -999 is "not known", and costs the row.
pub fn read_county_vulnerability(
    file: &NamedFile,
    released: Option<Date>,
) -> Result<Imported<CountyPeopleRow>, ImportError> {
    let sheet = read_sheet(file, FileKind::CountyVulnerability, |row, tally| {
        let county = row.code(0, 5, tally, COUNTY_ZEROS, CountyFips::parse)?;
        let read = CountyPeopleRow {
            county,
            name: row.text(1).to_owned(),
            state: row.read(2, StateCode::parse)?,
            people: row.number(3)?,
            aged_65: part(row, 4, row.number(3)?)?,
            households: row.number(5)?,
            no_vehicle: part(row, 6, row.number(5)?)?,
            no_internet: part(row, 7, row.number(5)?)?,
        };
        Ok(Some((county, read)))
    })?;
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[file]),
        released_on: released_on(file, released)?,
    })
}

fn part(row: &Row<'_>, column: usize, whole: u32) -> Result<u32, Fault> {
    let n: u32 = row.number(column)?;
    if n > whole { Err(row.fault(column, format!("`{n}` is more than all {whole}"))) } else { Ok(n) }
}

/// Makes both tables, in the order of [`PeopleKind::ALL`]. The same files always give the same bytes.
pub fn make_people_tables(files: &PeopleFiles) -> Result<Vec<(PeopleRelease, Vec<u8>)>, ImportError> {
    let (file, on) = &files.zctas;
    let mut homes = read_zcta_homes(file, Some(*on))?;
    homes.rows.sort_by_key(|row| row.zip);
    let (file, on) = &files.vulnerability;
    let mut counties = read_county_vulnerability(file, Some(*on))?;
    counties.rows.sort_by_key(|row| row.county);
    Ok(vec![
        (
            release(PeopleKind::ZctaHomes, "Census ZIP areas and the county each lies in, 2020", &homes),
            pack(&homes.rows),
        ),
        (
            release(
                PeopleKind::CountyPeople,
                "CDC/ATSDR Social Vulnerability Index 2022, by county, with people of ACS 2018-2022",
                &counties,
            ),
            pack(&counties.rows),
        ),
    ])
}

fn release<T>(kind: PeopleKind, title: &str, read: &Imported<T>) -> PeopleRelease {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    PeopleRelease {
        kind,
        title: title.to_owned(),
        released_on: read.released_on,
        digest: read.digest.clone(),
        n_rows: count(read.rows.len()),
        n_rejected: count(read.rejected.len()),
    }
}

/// Unpacks one table into its place, with its release.
pub fn load_people(tables: &mut PeopleTables, release: PeopleRelease, bytes: &[u8]) -> Result<(), PackError> {
    match release.kind {
        PeopleKind::ZctaHomes => tables.homes = unpack(bytes)?,
        PeopleKind::CountyPeople => tables.counties = unpack(bytes)?,
    }
    tables.releases.retain(|r| r.kind != release.kind);
    tables.releases.push(release);
    tables.releases.sort_by_key(|r| r.kind);
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn file(text: &str) -> NamedFile {
        NamedFile { name: "people.csv".to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn counties_are_read_and_what_cannot_be_is_named() {
        let text = "FIPS,ST_ABBR,COUNTY,E_TOTPOP,E_HH,E_AGE65,E_NOVEH,E_NOINT\n\
            1001,ZZ,Fixture County,1000,400,200,20,50\n\
            99003,ZZ,No Count,1000,400,-999,20,50\n\
            99005,ZZ,Too Many,1000,400,200,401,50\n";
        let got = read_county_vulnerability(&file(text), Some(date(2024, 1, 1))).expect("a good file");
        assert_eq!((got.rows.len(), got.rows[0].aged_65, got.rows[0].no_internet), (1, 200, 50));
        assert_eq!(got.rows[0].county.as_str(), "01001");
        let bad: Vec<String> = got.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "row 3, E_AGE65: `-999` is not a number that fits",
                "row 4, E_NOVEH: `401` is more than all 400"
            ]
        );
        assert_eq!(got.notes, ["restored leading zeros in 1 county codes"]);
    }

    #[test]
    fn tables_come_back_and_hostile_bytes_do_not() {
        let zctas = file("ZCTA5,Primary County\n99002,99001\n99001,99001\n99003,\n");
        let svi =
            file("FIPS,ST_ABBR,COUNTY,E_TOTPOP,E_HH,E_AGE65,E_NOVEH,E_NOINT\n99001,ZZ,Fixture,10,4,2,1,1\n");
        let on = date(2025, 1, 1);
        let made = make_people_tables(&PeopleFiles { zctas: (zctas, on), vulnerability: (svi, on) });
        let mut tables = PeopleTables::default();
        for (release, bytes) in made.expect("good files") {
            assert!(load_people(&mut tables, release.clone(), &bytes[..bytes.len() - 2]).is_err());
            load_people(&mut tables, release, &bytes).expect("our own bytes");
        }
        assert_eq!((tables.homes.len(), tables.counties.len(), tables.releases.len()), (2, 1, 2));
        assert_eq!(tables.homes[0].zip.as_str(), "99001");
    }
}
