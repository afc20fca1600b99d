//! The State of Franklin (ZZ): a made-up state with made-up hospitals of every awkward kind, and the files that list them.
//!
//! Nothing here is about a real hospital, so tests and demonstrations may attach any finding to it.

use holdfast_core::Date;
use holdfast_core::model::{
    CbsaRow, Ccn, CountyFips, CountyRow, DirectoryTables, HospitalRow, HospitalType, LocationConfidence,
    LocationRow, MailDomain, NearestEd, Ownership, Point, Release, RucaRow, RuccRow, SourceKind, StateCode,
    ZctaRow, Zip,
};

/// Fixture Memorial Hospital: an independent private nonprofit critical access hospital, rural by every definition.
pub const FIXTURE_MEMORIAL: &str = "991301";
/// Beacon Ridge: a critical access hospital owned by a hospital district.
pub const BEACON_RIDGE: &str = "991302";
/// Copper Hollow: a critical access hospital run for profit.
pub const COPPER_HOLLOW: &str = "991303";
/// Two Rivers: a critical access hospital owned by a tribe.
pub const TWO_RIVERS: &str = "991304";
/// Little Fork: a rural emergency hospital.
pub const LITTLE_FORK: &str = "990779";
/// Franklin Valley: a larger rural hospital.
pub const FRANKLIN_VALLEY: &str = "990012";
/// Franklin City: a hospital in a city.
pub const FRANKLIN_CITY: &str = "990034";
/// A Veterans Affairs hospital.
pub const VETERANS: &str = "99014F";

struct Row(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    HospitalType,
    Ownership,
    Option<u32>,
    Option<&'static str>,
);

const ROWS: &[Row] = &[
    Row(
        FRANKLIN_VALLEY,
        "FRANKLIN VALLEY REGIONAL HOSPITAL",
        "VALLEY FORD",
        "99902",
        HospitalType::ShortTerm,
        Ownership::NonprofitPrivate,
        Some(120),
        Some("franklinvalley.example"),
    ),
    Row(
        FRANKLIN_CITY,
        "FRANKLIN CITY GENERAL HOSPITAL",
        "FRANKLIN CITY",
        "99910",
        HospitalType::ShortTerm,
        Ownership::Proprietary,
        Some(480),
        Some("fcgeneral.example"),
    ),
    Row(
        LITTLE_FORK,
        "LITTLE FORK EMERGENCY HOSPITAL",
        "LITTLE FORK",
        "99904",
        HospitalType::RuralEmergency,
        Ownership::NonprofitOther,
        Some(20),
        // Two Rivers has it too: a system's domain.
        Some("franklinhealth.example"),
    ),
    Row(
        VETERANS,
        "FRANKLIN VA MEDICAL CENTER",
        "FRANKLIN CITY",
        "99910",
        HospitalType::VeteransAffairs,
        Ownership::VeteransHealth,
        None,
        None,
    ),
    Row(
        FIXTURE_MEMORIAL,
        "FIXTURE MEMORIAL HOSPITAL",
        "SHERIDAN GAP",
        "99901",
        HospitalType::CriticalAccess,
        Ownership::NonprofitPrivate,
        Some(18),
        Some("fixturememorial.example"),
    ),
    Row(
        BEACON_RIDGE,
        "BEACON RIDGE COUNTY HOSPITAL",
        "BEACON RIDGE",
        "99903",
        HospitalType::CriticalAccess,
        Ownership::District,
        Some(25),
        Some("beaconridgehospital.example"),
    ),
    Row(
        COPPER_HOLLOW,
        "COPPER HOLLOW HOSPITAL",
        "COPPER HOLLOW",
        "99905",
        HospitalType::CriticalAccess,
        Ownership::Proprietary,
        Some(15),
        None,
    ),
    Row(
        TWO_RIVERS,
        "TWO RIVERS TRIBAL HOSPITAL",
        "TWO RIVERS",
        "99906",
        HospitalType::CriticalAccess,
        Ownership::Tribal,
        Some(12),
        Some("franklinhealth.example"),
    ),
];

/// Release date of every file of Franklin.
pub const RELEASED_ON: Date = Date::constant(2026, 2, 6);

fn ccn(text: &str) -> Ccn {
    Ccn::parse(text).expect("a made-up number has the right form")
}

fn zip(text: &str) -> Zip {
    Zip::parse(text).expect("a made-up ZIP has five digits")
}

fn county(text: &str) -> CountyFips {
    CountyFips::parse(text).expect("a made-up county has five digits")
}

fn point(text: &str) -> Point {
    let n = f64::from(text[3..].parse::<u8>().unwrap_or(0));
    Point::new(40.0 + n / 4.0, -100.0 - n / 4.0).expect("on the globe")
}

/// The county of a ZIP: 99910 is the city's metropolitan county, every other one is in a county of its own.
fn county_of(zip: &str) -> CountyFips {
    county(if zip == "99910" {
        "99010"
    } else {
        ["99001", "99002", "99003", "99004", "99005", "99006"][usize::from(zip.as_bytes()[4] - b'1')]
    })
}

/// Every file of the directory, for Franklin alone.
pub fn tables() -> DirectoryTables {
    let state = StateCode::parse("ZZ").expect("the made-up state");
    let zips = ["99901", "99902", "99903", "99904", "99905", "99906", "99910"];
    let hospitals: Vec<HospitalRow> = ROWS
        .iter()
        .map(|Row(number, name, city, zip_text, kind, owner, _, _)| HospitalRow {
            ccn: ccn(number),
            name: (*name).to_owned(),
            address: "100 MAIN STREET".to_owned(),
            city: (*city).to_owned(),
            state,
            zip: zip(zip_text),
            county_name: (*city).to_owned(),
            phone: format!("(555) 555-01{}", &number[4..].replace('F', "9")),
            hospital_type: *kind,
            ownership: *owner,
            emergency_services: true,
        })
        .collect();
    let locations = ROWS
        .iter()
        .map(|Row(number, _, _, zip_text, _, _, beds, domain)| LocationRow {
            ccn: ccn(number),
            point: Some(point(zip_text)),
            confidence: Some(LocationConfidence::High),
            county_fips: Some(county_of(zip_text)),
            beds: *beds,
            web_domain: domain.map(|d| MailDomain::parse(d).expect("a made-up domain")),
            nearest_other_ed: (*number != FRANKLIN_CITY)
                .then(|| NearestEd { ccn: ccn(FRANKLIN_CITY), km: 58.0 }),
        })
        .collect();
    let ruca = |z: &str| if z == "99910" { 1 } else { 10 };
    let ruca_rows: Vec<RucaRow> = zips
        .iter()
        .map(|z| RucaRow { zip: zip(z), primary: ruca(z), secondary_tenths: u16::from(ruca(z)) * 10 })
        .collect();
    let counties: Vec<&str> = vec!["99001", "99002", "99003", "99004", "99005", "99006", "99010"];
    let city = |c: &str| c == "99010";
    DirectoryTables {
        releases: SourceKind::ALL
            .iter()
            .map(|kind| Release {
                kind: *kind,
                title: format!("State of Franklin {}, made up", kind.key()),
                released_on: RELEASED_ON,
                digest: "0".repeat(64),
                n_rows: 8,
                n_rejected: 0,
            })
            .collect(),
        former: Vec::new(),
        hospitals,
        locations,
        ruca_2020: ruca_rows.clone(),
        ruca_2010: ruca_rows,
        forhp_zips: zips.iter().filter(|z| **z != "99910").map(|z| zip(z)).collect(),
        rucc: counties
            .iter()
            .map(|c| RuccRow { county: county(c), rucc: if city(c) { 2 } else { 9 } })
            .collect(),
        cbsa: vec![CbsaRow {
            county: county("99010"),
            cbsa: "99999".to_owned(),
            title: "Franklin City, ZZ".to_owned(),
            metropolitan: true,
            central: true,
        }],
        zctas: zips
            .iter()
            .map(|z| ZctaRow {
                zip: zip(z),
                population: if *z == "99910" { 180_000 } else { 2_400 },
                land_sq_mi: 640.0,
                point: point(z),
            })
            .collect(),
        counties: counties
            .iter()
            .map(|c| CountyRow {
                county: county(c),
                name: format!("Franklin County {}", &c[3..]),
                state,
                population: if city(c) { 240_000 } else { 6_200 },
                point: point("99901"),
                largest_urban_area: if city(c) { 210_000 } else { 0 },
                largest_urban_area_certain: if city(c) { 210_000 } else { 0 },
            })
            .collect(),
    }
}
