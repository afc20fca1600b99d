//! Where hospitals stand: a file joined from other public files, not an official one, plus web sites from the national layer.

use std::collections::HashMap;

use holdfast_core::Date;
use holdfast_core::model::{CountyFips, LocationConfidence, LocationRow, MailDomain, NearestEd, Point};

use crate::cms_hospitals::ccn;
use crate::error::ImportError;
use crate::imported::Imported;
use crate::kind::{FileKind, NamedFile};
use crate::open::digest_of;
use crate::release::released_on;
use crate::sheet::{Fault, Row, Tally, read_sheet};
use crate::web_domain::web_domain;

/// Reads the locations; with the HIFLD file, each hospital's web domain too, joined by that layer's id.
pub fn read_locations(
    file: &NamedFile,
    hifld: Option<&NamedFile>,
    released: Option<Date>,
) -> Result<Imported<LocationRow>, ImportError> {
    let (sites, side) = match hifld {
        Some(hifld) => web_domains(hifld)?,
        None => (HashMap::new(), Vec::new()),
    };
    let mut sheet = read_sheet(file, FileKind::Locations, |row, tally| {
        let own = ccn(row, 0, tally)?;
        let words = "restored leading zeros in {n} county codes";
        let county_fips = match row.text(4) {
            "" => None,
            _ => Some(row.code(4, 5, tally, words, CountyFips::parse)?),
        };
        let web = sites.get(&hifld_id(row.text(6))).cloned();
        let parsed = LocationRow {
            ccn: own,
            point: place(row)?,
            confidence: row.maybe(3, confidence)?.flatten(),
            county_fips,
            beds: row.maybe(5, |t| t.parse::<u32>().map_err(|_| format!("`{t}` is no number of beds")))?,
            web_domain: web,
            nearest_other_ed: nearest(row, tally),
        };
        Ok(Some((own, parsed)))
    })?;
    sheet.notes.extend(side);
    let n_sites = sheet.rows.iter().filter(|r| r.web_domain.is_some()).count();
    if hifld.is_some() {
        sheet.notes.push(format!("found a web domain for {n_sites} of {} hospitals", sheet.rows.len()));
    }
    let files: Vec<&NamedFile> = std::iter::once(file).chain(hifld).collect();
    Ok(Imported {
        rows: sheet.rows,
        rejected: sheet.rejected,
        notes: sheet.notes,
        digest: digest_of(&files),
        released_on: released_on(file, released)?,
    })
}

/// The file's word; "none" is its word for no point at all.
fn confidence(text: &str) -> Result<Option<LocationConfidence>, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    LocationConfidence::from_key(text).map(Some).ok_or_else(|| format!("`{text}` is no confidence"))
}

fn place(row: &Row<'_>) -> Result<Option<Point>, Fault> {
    if row.text(1).is_empty() && row.text(2).is_empty() {
        return Ok(None);
    }
    Point::new(row.number(1)?, row.number(2)?).map(Some).map_err(|e| row.fault(1, e))
}

/// The nearest other emergency department. A cell that does not read costs the neighbour, and is counted; not the hospital.
fn nearest(row: &Row<'_>, tally: &mut Tally) -> Option<NearestEd> {
    if row.text(7).is_empty() {
        return None;
    }
    let km = row.number::<f64>(8).ok().filter(|km| (0.0..=20_100.0).contains(km));
    let found = ccn(row, 7, tally).ok().zip(km).map(|(ccn, km)| NearestEd { ccn, km });
    if found.is_none() {
        tally.count("left out {n} nearest other emergency departments that do not read");
    }
    found
}

/// Web domains by the layer's id. Rows of other campuses and closed hospitals do no harm: only ids that join are used.
fn web_domains(file: &NamedFile) -> Result<(HashMap<String, MailDomain>, Vec<String>), ImportError> {
    let sheet = read_sheet(file, FileKind::Hifld, |row, _| {
        let id = hifld_id(row.text(0));
        if id.is_empty() {
            return Err(row.fault(0, "is empty"));
        }
        Ok(web_domain(row.text(2)).map(|domain| (id.clone(), (id, domain))))
    })?;
    let base = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name).to_owned();
    let mut notes: Vec<String> = sheet.notes.into_iter().map(|n| format!("{base}: {n}")).collect();
    if let Some(first) = sheet.rejected.first() {
        notes.push(format!("{base}: {} bad rows left out; first: {first}", sheet.rejected.len()));
    }
    Ok((sheet.rows.into_iter().collect(), notes))
}

/// The layer's id without the zeros a spreadsheet may have dropped from one file and not the other.
fn hifld_id(text: &str) -> String {
    text.trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const LOCATIONS: &str = "ccn,name,county_fips,lat,lon,loc_confidence,hifld_id,beds,nearest_other_ed_ccn,nearest_other_ed_km\n\
        991301,FIXTURE MEMORIAL HOSPITAL,99001,45.5,-110.25,high,0000099901,25,990002,31.1\n\
        990002,FIXTURE GENERAL,,,,none,,,,\n\
        990003,BAD,99001,95.5,-110.25,high,,,,\n\
        990004,BAD,99001,45.5,-110.25,sure,,,,\n";

    #[test]
    fn a_location_is_joined_with_its_web_site_by_id() {
        let file = NamedFile { name: "locations.csv".to_owned(), bytes: LOCATIONS.as_bytes().to_vec() };
        let hifld = "ID,NAME,WEBSITE,TRAUMA,HELIPAD\n99901,FIXTURE,http://www.fixturememorial.org,,N\n2,OTHER,NOT AVAILABLE,,N\n";
        let hifld = NamedFile { name: "HIFLD_2022-05.csv".to_owned(), bytes: hifld.as_bytes().to_vec() };
        let got = read_locations(&file, Some(&hifld), Some(date(2026, 2, 6))).expect("good files");
        assert_eq!(got.rows[0].web_domain.as_ref().map(MailDomain::as_str), Some("fixturememorial.org"));
        assert_eq!(got.rows[0].beds, Some(25));
        assert_eq!(got.rows[1].point, None);
        let bad: Vec<String> = got.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "row 4, lat: `95.5, -110.25` is not a latitude and longitude",
                "row 5, loc_confidence: `sure` is no confidence"
            ]
        );
        assert_eq!(got.notes, ["found a web domain for 1 of 2 hospitals"]);
        let alone = read_locations(&file, None, Some(date(2026, 2, 6))).expect("a good file");
        assert!(alone.rows.iter().all(|r| r.web_domain.is_none()));
        assert_ne!(alone.digest, got.digest);
    }

    #[test]
    fn a_neighbour_gets_its_zeros_back_and_a_bad_one_does_not_cost_the_hospital() {
        let text = LOCATIONS.lines().next().expect("a header").to_owned()
            + "\n991301,A,,,,none,,,50001,31.1\n990002,B,,,,none,,,x,31.1\n990003,C,,,,none,,,050001,far\n";
        let file = NamedFile { name: "l.csv".to_owned(), bytes: text.into_bytes() };
        let got = read_locations(&file, None, Some(date(2026, 2, 6))).expect("a good file");
        let near: Vec<_> = got.rows.iter().map(|r| r.nearest_other_ed.map(|ed| ed.ccn.to_string())).collect();
        assert_eq!(near, [Some("050001".to_owned()), None, None]);
        assert!(got.rejected.is_empty());
        assert_eq!(
            got.notes,
            [
                "left out 2 nearest other emergency departments that do not read",
                "restored leading zeros in 1 certification numbers"
            ]
        );
    }
}
