//! Where colleges are, how far hospitals are from them, and what is said where nobody knows.

use super::*;
use crate::decide::directory::Directory;
use crate::model::{
    Ccn, DirectoryTables, HospitalRow, HospitalType, LocationConfidence, LocationRow, Ownership, Point,
    Release, SourceKind, StateCode, ZctaRow, Zip,
};

fn ccn(text: &str) -> Ccn {
    Ccn::parse(text).expect("a number")
}

/// Hospitals at so many degrees north of the middle of ZIP area 99901, each with how sure its point is.
fn directory(hospitals: &[(&str, Option<f64>, LocationConfidence)]) -> Directory {
    let zip = Zip::parse("99901").expect("a ZIP");
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: "made-up".to_owned(),
        released_on: day("2026-02-01"),
        digest: "0".repeat(64),
        n_rows: 1,
        n_rejected: 0,
    };
    let row = |number: &str| HospitalRow {
        ccn: ccn(number),
        name: format!("FIXTURE {number}"),
        address: String::new(),
        city: "FRANKLIN".to_owned(),
        state: StateCode::parse("ZZ").expect("made up"),
        zip: Zip::parse("99999").expect("a ZIP without an area"),
        county_name: String::new(),
        phone: "(999) 555-0100".to_owned(),
        hospital_type: HospitalType::CriticalAccess,
        ownership: Ownership::LocalGovernment,
        emergency_services: true,
    };
    let location = |(number, north, confidence): &(&str, Option<f64>, LocationConfidence)| LocationRow {
        ccn: ccn(number),
        point: north.map(|north| Point { lat: 45.0 + north, lon: -110.0 }),
        confidence: Some(*confidence),
        county_fips: None,
        beds: None,
        web_domain: None,
        nearest_other_ed: None,
    };
    Directory::join(&DirectoryTables {
        releases: vec![release],
        hospitals: hospitals.iter().map(|(number, ..)| row(number)).collect(),
        locations: hospitals.iter().map(location).collect(),
        zctas: vec![ZctaRow {
            zip,
            population: 800,
            land_sq_mi: 40.0,
            point: Point { lat: 45.0, lon: -110.0 },
        }],
        ..DirectoryTables::default()
    })
}

const SURE: LocationConfidence = LocationConfidence::High;

#[test]
fn colleges_come_nearest_first_and_unknown_places_last() {
    let directory = directory(&[("991301", Some(0.5), SURE)]);
    let colleges = [
        college(1, &[("name", "Nowhere College"), ("zip", "99998")]),
        college(2, &[("name", "Valley College")]),
        college(3, &[("name", "Ridge College"), ("lat", "45.4"), ("lon", "-110.0")]),
    ];
    let near = colleges_near(directory.get(ccn("991301")), &colleges, &directory);
    let said: Vec<String> = near.iter().map(|n| format!("{}: {}", n.college, n.why)).collect();
    insta::assert_snapshot!(said.join("\n"), @"
    3: It is about 10 miles by road (8 to 11).
    2: It is about 48 miles by road (41 to 55), from the middle of ZIP area 99901.
    1: Nobody knows where this college stands: ZIP 99998 has no area on the map. The program office can type its place.
    ");
}

#[test]
fn a_hospital_at_no_known_place_is_told_so_and_a_rough_one_too() {
    let at = |directory: &Directory, number: &str| {
        colleges_near(directory.get(ccn(number)), &[college(1, &[])], directory)[0].why.clone()
    };
    let known = directory(&[("991301", Some(0.5), LocationConfidence::Check), ("991302", None, SURE)]);
    assert!(at(&known, "991301").ends_with("known only roughly, so this may be off by miles."));
    assert_eq!(at(&known, "991302"), "Nobody knows where your hospital stands, so no distance can be told.");
    assert_eq!(at(&known, "991309"), "Nobody knows where your hospital stands, so no distance can be told.");
}

#[test]
fn hospitals_near_a_college_are_within_two_hours_of_road() {
    let directory = directory(&[
        ("991302", Some(0.9), SURE),
        ("991301", Some(-0.2), SURE),
        ("991303", Some(3.0), SURE),
        ("991304", None, SURE),
    ]);
    let near = hospitals_near(&college(1, &[]).college, &directory).expect("its ZIP has an area");
    let said: Vec<String> = near.iter().map(|n| format!("{}, {}", n.ccn, n.away.miles.mid)).collect();
    assert_eq!(said, ["991301, 19", "991302, 87"]);
    assert_eq!(hospitals_near(&college(1, &[("zip", "99998")]).college, &directory), None);
}

#[test]
fn the_same_place_is_no_miles_away() {
    let here = Point { lat: 45.0, lon: -110.0 };
    assert_eq!(away(here, here).in_words(), "about 0 miles by road");
}
