//! Joining made-up tables of the State of Franklin.

use super::*;
use crate::model::{CbsaRow, CountyRow, FormerListing, Ownership, Point, RucaRow, ZctaRow};

fn release(kind: SourceKind) -> Release {
    Release {
        kind,
        title: format!("made-up {}", kind.key()),
        released_on: jiff::civil::date(2026, 2, 1),
        digest: "0".repeat(64),
        n_rows: 1,
        n_rejected: 0,
    }
}

fn zip(text: &str) -> Zip {
    Zip::parse(text).expect("a ZIP")
}

fn ccn(text: &str) -> Ccn {
    Ccn::parse(text).expect("a number")
}

/// `ccn|name|address|city|zip|type`
fn hospital(line: &str) -> HospitalRow {
    let c: Vec<&str> = line.split('|').collect();
    HospitalRow {
        ccn: ccn(c[0]),
        name: c[1].to_owned(),
        address: c[2].to_owned(),
        city: c[3].to_owned(),
        state: StateCode::parse("ZZ").expect("made up"),
        zip: zip(c[4]),
        county_name: "DONA FIXTURE".to_owned(),
        phone: "(999) 555-0100".to_owned(),
        hospital_type: HospitalType::parse(c[5]).expect("a type"),
        ownership: Ownership::LocalGovernment,
        emergency_services: true,
    }
}

fn tables(hospitals: &[&str]) -> DirectoryTables {
    let county = CountyFips::parse("99001").expect("five digits");
    let point = Point { lat: 45.0, lon: -110.0 };
    DirectoryTables {
        releases: SourceKind::ALL.iter().rev().map(|k| release(*k)).collect(),
        hospitals: hospitals.iter().map(|h| hospital(h)).collect(),
        counties: vec![CountyRow {
            county,
            name: "Doña Fixture County".to_owned(),
            state: StateCode::parse("ZZ").expect("made up"),
            population: 9_000,
            point,
            largest_urban_area: 6_000,
            largest_urban_area_certain: 6_000,
        }],
        cbsa: vec![CbsaRow {
            county,
            cbsa: "99100".to_owned(),
            title: "Fixture, ZZ".to_owned(),
            metropolitan: false,
            central: true,
        }],
        ruca_2020: vec![RucaRow { zip: zip("99901"), primary: 7, secondary_tenths: 70 }],
        zctas: vec![ZctaRow { zip: zip("99901"), population: 812, land_sq_mi: 41.9, point }],
        ..DirectoryTables::default()
    }
}

const ACUTE: &str = "990110|FIXTURE COUNTY HOSPITAL|1 MAIN ST|FRANKLIN|99901|short_term";
const EMERGENCY: &str = "990779|FIXTURE COUNTY HOSPITAL|1 MAIN STREET|FRANKLIN|99901|reh";
const MIND: &str = "994001|FIXTURE BEHAVIORAL|1 MAIN ST|FRANKLIN|99901|psychiatric";
const OTHER: &str = "991302|EDGE HOSPITAL|2 OAK ST|EDGE|99902|cah";

#[test]
fn hospitals_come_in_order_with_county_and_zip_where_no_location_row_is() {
    let directory = Directory::join(&tables(&[OTHER, ACUTE, ACUTE]));
    let numbers: Vec<String> = directory.hospitals().iter().map(|h| h.hospital.ccn.to_string()).collect();
    assert_eq!(numbers, ["990110", "991302"]);
    let listed = directory.get(ccn("990110")).expect("it is listed");
    let location = listed.location.as_ref().expect("told by ZIP and county name");
    assert_eq!(location.confidence, Some(LocationConfidence::Low));
    let county = directory.county_of(listed).expect("told by name");
    assert_eq!(
        (county.class.map(|c| c.label()), county.row.population),
        (Some("micropolitan county"), 9_000)
    );
    assert_eq!(directory.population_of_zip(listed.hospital.zip), Some(812));
    assert_eq!(listed.rural.forhp.holds, Some(true));
    assert_eq!(listed.rural.inputs.ruca_2020, Some(7));
    assert_eq!(directory.in_state(listed.hospital.state).count(), 2);
    assert_eq!(directory.releases()[0].kind, SourceKind::CmsHospitals);
}

#[test]
fn a_conversion_is_hinted_and_a_neighbour_is_not_one() {
    let directory = Directory::join(&tables(&[ACUTE, EMERGENCY, MIND, OTHER]));
    assert_eq!(directory.converted_to(ccn("990110")), Some(ccn("990779")));
    assert_eq!(directory.converted_from(ccn("990779")), Some(ccn("990110")));
    assert_eq!(directory.converted_to(ccn("990779")), None);
    assert_eq!(directory.converted_to(ccn("991302")), None);
    let at = |n: &str| -> Vec<String> {
        let listed = directory.get(ccn(n)).expect("it is listed");
        directory.same_place(listed).map(|l| l.hospital.ccn.to_string()).collect()
    };
    assert_eq!(at("990110"), ["994001"]);
    assert!(at("991302").is_empty());
}

#[test]
fn without_files_nothing_is_guessed() {
    assert!(Directory::join(&DirectoryTables::default()).hospitals().is_empty());
    let mut bare = tables(&[ACUTE]);
    bare.releases.retain(|r| r.kind == SourceKind::CmsHospitals);
    (bare.counties, bare.cbsa, bare.zctas, bare.ruca_2020) = Default::default();
    let directory = Directory::join(&bare);
    let listed = directory.get(ccn("990110")).expect("it is listed");
    assert_eq!(listed.location, None);
    assert!(listed.rural.facts().iter().all(|(_, answer)| answer.holds.is_none()));
    let no_list = DirectoryTables { releases: Vec::new(), ..tables(&[ACUTE]) };
    assert!(Directory::join(&no_list).hospitals().is_empty());
}

#[test]
fn a_county_outside_the_delineation_is_noncore_only_when_other_files_know_it() {
    let mut without = tables(&[ACUTE]);
    without.cbsa[0].county = CountyFips::parse("99003").expect("five digits");
    let directory = Directory::join(&without);
    let listed = directory.get(ccn("990110")).expect("it is listed");
    assert_eq!(listed.rural.inputs.county_class, Some(crate::decide::rural::CountyClass::Noncore));
    without.locations = vec![LocationRow {
        ccn: ccn("990110"),
        point: None,
        confidence: None,
        county_fips: CountyFips::parse("99999").ok(),
        beds: None,
        web_domain: None,
        nearest_other_ed: None,
    }];
    let directory = Directory::join(&without);
    assert_eq!(directory.get(ccn("990110")).expect("it is listed").rural.inputs.county_class, None);
}

#[test]
fn a_hospital_that_is_no_longer_listed_is_known_and_not_listed() {
    let before = tables(&[ACUTE]);
    let hospital = before.hospitals[0].clone();
    let ccn = hospital.ccn;
    let listed_in = before.releases[0].clone();
    let gone_since = Release { title: "CMS list of May".to_owned(), ..listed_in.clone() };
    let former = FormerListing { hospital, listed_in, gone_since, became: None };
    let mut after = DirectoryTables { hospitals: Vec::new(), former: vec![former], ..before };
    let directory = Directory::join(&after);
    assert!(directory.get(ccn).is_none() && directory.hospitals().is_empty());
    let listed = directory.known(ccn).expect("known still");
    assert_eq!(listed.rural, Directory::join(&tables(&[ACUTE])).get(ccn).expect("listed").rural);
    let says = directory.former(ccn).expect("former").sentence();
    assert!(says.starts_with("No longer listed since CMS list of May ("), "{says}");

    // Listed again, the list counts.
    after.hospitals = tables(&[ACUTE]).hospitals;
    let directory = Directory::join(&after);
    assert!(directory.former(ccn).is_none() && directory.get(ccn).is_some());
}
