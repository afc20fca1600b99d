//! Census counties with the largest urban area that reaches each. Which urban area lies where is told by ZIP area.
//!
//! Overlaps of urban areas and counties are not published in one file here, so they are put together through ZIP
//! areas: an urban area may reach a county when some ZIP area touches both. Where a ZIP area crosses the county line
//! that may say too much, never too little; what is sure is kept beside it.

use std::collections::{HashMap, HashSet};

use holdfast_core::Date;
use holdfast_core::model::{CountyFips, CountyRow, StateCode, Zip};

use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Sheet, read_sheet};
use crate::zctas::point;

const COUNTY_ZEROS: &str = "restored leading zeros in {n} county codes";
const ZIP_ZEROS: &str = "restored leading zeros in {n} ZIP codes";
const URBAN_ZEROS: &str = "restored leading zeros in {n} urban area codes";

/// Reads the counties and the three files that place urban areas in them.
pub fn read_counties(
    counties: &NamedFile,
    urban_areas: &NamedFile,
    zcta_urban_areas: &NamedFile,
    zcta_counties: &NamedFile,
    released: Option<Date>,
) -> Result<Imported<CountyRow>, ImportError> {
    let mut sheet = read_sheet(counties, FileKind::Counties, |row, tally| {
        let county = row.code(0, 5, tally, COUNTY_ZEROS, CountyFips::parse)?;
        let parsed = CountyRow {
            county,
            name: row.text(1).to_owned(),
            state: row.read(2, StateCode::parse)?,
            population: row.number(3)?,
            point: point(row, 4, 5)?,
            largest_urban_area: 0,
            largest_urban_area_certain: 0,
        };
        Ok(Some((county, parsed)))
    })?;
    let urban = read_sheet(urban_areas, FileKind::UrbanAreas, |row, tally| {
        let code = row.code(0, 5, tally, URBAN_ZEROS, code)?;
        let people: u32 = row.number(1)?;
        let county = row.code(2, 5, tally, COUNTY_ZEROS, CountyFips::parse)?;
        Ok(Some((code.clone(), (code, people, county))))
    })?;
    let touches = read_sheet(zcta_urban_areas, FileKind::ZctaUrbanAreas, |row, tally| {
        let code = row.code(0, 5, tally, URBAN_ZEROS, code)?;
        let zip = row.code(1, 5, tally, ZIP_ZEROS, Zip::parse)?;
        Ok(Some(((code.clone(), zip), (code, zip))))
    })?;
    let within = read_sheet(zcta_counties, FileKind::ZctaCounties, |row, tally| {
        let zip = row.code(0, 5, tally, ZIP_ZEROS, Zip::parse)?;
        let county = row.code(1, 5, tally, COUNTY_ZEROS, CountyFips::parse)?;
        Ok(Some(((zip, county), (zip, county))))
    })?;
    let strangers = place_urban_areas(&mut sheet.rows, &urban.rows, &touches.rows, &within.rows);
    if strangers > 0 {
        sheet.notes.push(format!(
            "{strangers} county codes of the overlap file are not in the county file (Connecticut's old counties among them)"
        ));
    }
    absorb(&mut sheet, urban_areas, urban);
    absorb(&mut sheet, zcta_urban_areas, touches);
    absorb(&mut sheet, zcta_counties, within);
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&[counties, urban_areas, zcta_urban_areas, zcta_counties]),
        released_on: released_on(counties, released)?,
    })
}

/// Sets both figures on every county; gives how many county codes of the overlaps match no county.
fn place_urban_areas(
    counties: &mut [CountyRow],
    urban: &[(String, u32, CountyFips)],
    touches: &[(String, Zip)],
    within: &[(Zip, CountyFips)],
) -> usize {
    let people: HashMap<&str, u32> = urban.iter().map(|(code, people, _)| (code.as_str(), *people)).collect();
    let mut counties_of: HashMap<Zip, Vec<CountyFips>> = HashMap::new();
    for (zip, county) in within {
        counties_of.entry(*zip).or_default().push(*county);
    }
    let (mut maybe, mut certain): (HashMap<CountyFips, u32>, HashMap<CountyFips, u32>) = Default::default();
    let raise = |of: &mut HashMap<CountyFips, u32>, county: CountyFips, people: u32| {
        let held = of.entry(county).or_default();
        *held = people.max(*held);
    };
    for (code, zip) in touches {
        let Some(people) = people.get(code.as_str()) else { continue };
        let touched = counties_of.get(zip).map(Vec::as_slice).unwrap_or_default();
        for county in touched {
            raise(&mut maybe, *county, *people);
            if touched.len() == 1 {
                raise(&mut certain, *county, *people);
            }
        }
    }
    for (_, people, county) in urban {
        raise(&mut maybe, *county, *people);
        raise(&mut certain, *county, *people);
    }
    for row in counties.iter_mut() {
        row.largest_urban_area = maybe.get(&row.county).copied().unwrap_or(0);
        row.largest_urban_area_certain = certain.get(&row.county).copied().unwrap_or(0);
    }
    let known: HashSet<CountyFips> = counties.iter().map(|c| c.county).collect();
    maybe.keys().filter(|c| !known.contains(c)).count()
}

/// Faults and notes of a side file are kept under its name.
fn absorb<T, U>(sheet: &mut Sheet<T>, file: &NamedFile, side: Sheet<U>) {
    let base = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    sheet.notes.extend(side.notes.into_iter().map(|n| format!("{base}: {n}")));
    sheet.rejected.extend(side.rejected.into_iter().map(|mut r| {
        r.column = format!("{base} {}", r.column);
        r
    }));
}

fn code(text: &str) -> Result<String, String> {
    if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "`{}` is not an urban area code of five digits",
            text.chars().take(20).collect::<String>()
        ))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn file(name: &str, text: &str) -> NamedFile {
        NamedFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn an_urban_area_surely_reaches_a_county_only_through_a_zip_area_inside_it() {
        let counties = "GEOID,Name,State,FIPS Class,Population,Latitude,Longitude\n\
            99001,Fixture County,ZZ,H1,1000,45,-110\n99003,Edge County,ZZ,H1,900,45,-111\n99005,Far County,ZZ,H1,90,45,-112\n";
        let urban = "GEOID,Name,Primary County GEOID,Population\n1,\"Fixture, ZZ Urban Area\",99001,60000\n99911,\"Town, ZZ Urban Area\",99003,6000\n";
        let touches = "Urban Area GEOID,ZCTA5\n00001,99901\n00001,99902\n99911,99903\nx,99903\n";
        let within = "ZCTA5,County GEOID\n99901,99001\n99902,99001\n99902,99003\n99903,99003\n99903,09001\n";
        let got = read_counties(
            &file("counties.csv", counties),
            &file("urban_areas.csv", urban),
            &file("zcta_urban_areas.csv", touches),
            &file("zcta_counties.csv", within),
            Some(date(2025, 1, 1)),
        )
        .expect("good files");
        let figures: Vec<_> =
            got.rows.iter().map(|c| (c.largest_urban_area, c.largest_urban_area_certain)).collect();
        assert_eq!(figures, [(60_000, 60_000), (60_000, 6_000), (0, 0)]);
        assert_eq!(
            got.rejected[0].to_string(),
            "row 5, zcta_urban_areas.csv Urban Area GEOID: `x` is not an urban area code of five digits"
        );
        assert_eq!(
            got.notes,
            [
                "1 county codes of the overlap file are not in the county file (Connecticut's old counties among them)",
                "urban_areas.csv: restored leading zeros in 1 urban area codes",
            ]
        );
    }
}
