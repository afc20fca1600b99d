//! Each clause of each definition, once holding and once not, on made-up places.

use super::*;
use crate::model::{CountyFips, SourceKind, Zip};

/// Inputs in words: `noncore`, `micro`, `central`, `outlying`, `ruca=4`, `area=410/8000`, `listed`, `unlisted`,
/// `urban=6000..60000` (surely, at most), `cbsa=60000`.
fn inputs(words: &str) -> RuralInputs {
    let releases = [
        (SourceKind::CbsaCounties, "OMB 2023"),
        (SourceKind::Counties, "Census"),
        (SourceKind::Ruca2020Zip, "RUCA 2020"),
        (SourceKind::ForhpZips, "list 2021"),
        (SourceKind::Zctas, "ZCTA"),
    ];
    let mut inputs = RuralInputs {
        zip: Zip::parse("99901").ok(),
        county: CountyFips::parse("99001").ok(),
        county_name: "Fixture County, ZZ".to_owned(),
        releases: std::sync::Arc::new(releases.map(|(k, t)| (k, t.to_owned())).into()),
        ..RuralInputs::default()
    };
    for word in words.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let number = |t: &str| t.parse::<u32>().expect("a number");
        match key {
            "noncore" => inputs.county_class = Some(CountyClass::Noncore),
            "micro" => inputs.county_class = Some(CountyClass::Micropolitan),
            "central" => inputs.county_class = Some(CountyClass::MetroCentral),
            "outlying" => inputs.county_class = Some(CountyClass::MetroOutlying),
            "nowhere" => inputs.county = None,
            "ruca" => inputs.ruca_2020 = Some(number(value) as u8),
            "listed" => inputs.on_forhp_list = Some(true),
            "unlisted" => inputs.on_forhp_list = Some(false),
            "cbsa" => inputs.cbsa_urban_at_most = Some(number(value)),
            "urban" => {
                let (least, most) = value.split_once("..").expect("two numbers");
                inputs.county_urban = Some(UrbanReach { at_least: number(least), at_most: number(most) });
            }
            "area" => {
                let (land, people) = value.split_once('/').expect("two numbers");
                inputs.zip_area = Some(ZipArea { land_sq_mi: number(land), population: number(people) });
            }
            other => panic!("no such word `{other}`"),
        }
    }
    inputs
}

fn said(answer: &RuralAnswer) -> String {
    let holds = match answer.holds {
        Some(true) => "rural",
        Some(false) => "not rural",
        None => "unknown",
    };
    format!("{holds}: {}", answer.because)
}

#[track_caller]
fn check(words: &str, expect: &str) {
    assert_eq!(said(&Rural::of(inputs(words), HospitalType::ShortTerm).forhp), expect, "{words}");
}

#[track_caller]
fn check_fcc(words: &str, expect: &str) {
    assert_eq!(said(&Rural::of(inputs(words), HospitalType::ShortTerm).fcc), expect, "{words}");
}

#[track_caller]
fn check_ship(words: &str, kind: HospitalType, expect: &str) {
    assert_eq!(said(&Rural::of(inputs(words), kind).ship), expect, "{words}");
}

#[test]
fn a_nonmetropolitan_county_is_rural_whatever_its_zip() {
    check(
        "micro ruca=1 unlisted",
        "rural: Fixture County, ZZ is nonmetropolitan: a micropolitan county (OMB 2023)",
    );
    check(
        "noncore",
        "rural: Fixture County, ZZ is nonmetropolitan: a county outside metropolitan and micropolitan areas (OMB 2023)",
    );
    check(
        "central ruca=1 unlisted",
        "not rural: Fixture County, ZZ is metropolitan and ZIP 99901 has RUCA code 1, a metropolitan core (OMB 2023; RUCA 2020)",
    );
}

#[test]
fn an_outlying_county_is_rural_when_no_large_urban_area_reaches_it() {
    check(
        "outlying urban=6000..49999 ruca=2 unlisted",
        "rural: Fixture County, ZZ is an outlying metropolitan county that no urban area of 50,000 people reaches (OMB 2023; Census)",
    );
    check(
        "outlying urban=50000..60000 ruca=1 unlisted",
        "not rural: Fixture County, ZZ is metropolitan and ZIP 99901 has RUCA code 1, a metropolitan core (OMB 2023; RUCA 2020)",
    );
    check(
        "outlying urban=6000..1250000 ruca=1 unlisted",
        "unknown: Fixture County, ZZ is an outlying metropolitan county, and the files do not tell whether an urban area of 1,250,000 people reaches it (OMB 2023; Census)",
    );
    check(
        "outlying ruca=2 listed",
        "unknown: Fixture County, ZZ is an outlying metropolitan county, and which urban areas reach it is not known (OMB 2023); HRSA listed the ZIP as rural (list 2021)",
    );
}

#[test]
fn a_ruca_code_of_four_to_ten_is_rural_unless_the_list_says_otherwise() {
    let zip = "ZIP 99901 has RUCA code 4, of 4 to 10, standing in for its census tract (RUCA 2020)";
    check("central ruca=4 listed", &format!("rural: {zip}; HRSA lists the ZIP too (list 2021)"));
    check("central ruca=4", &format!("rural: {zip}"));
    check(
        "central ruca=4 unlisted",
        &format!("unknown: two releases disagree: {zip}, and HRSA did not list the ZIP (list 2021)"),
    );
    check("nowhere ruca=4 listed", &format!("rural: {zip}; HRSA lists the ZIP too (list 2021)"));
    check(
        "central ruca=1 listed",
        "unknown: two releases disagree: ZIP 99901 has RUCA code 1 in a metropolitan county (RUCA 2020; OMB 2023), and HRSA listed the ZIP as rural (list 2021)",
    );
}

#[test]
fn a_large_thin_area_with_code_two_or_three_is_rural() {
    check(
        "central ruca=2 area=400/14000 listed",
        "rural: ZIP 99901 has RUCA code 2, 400 square miles and 14,000 people, standing in for its census tract (RUCA 2020; ZCTA); HRSA lists the ZIP too (list 2021)",
    );
    let rugged = "unknown: ZIP 99901 has RUCA code 2 (RUCA 2020), where the roads' ruggedness and the tract's size decide, and neither is at hand";
    check("central ruca=2 area=400/14001 unlisted", rugged);
    check("central ruca=2 area=399/10 unlisted", rugged);
    check("central ruca=2 unlisted", rugged);
    check("central ruca=2 listed", &format!("{rugged}; HRSA listed the ZIP as rural (list 2021)"));
}

#[test]
fn what_is_missing_is_named() {
    check("nowhere ruca=1", "unknown: the hospital's county is not known");
    check(
        "ruca=1",
        "unknown: Fixture County, ZZ is not in the list that says which counties are metropolitan (OMB 2023)",
    );
    check("central ruca=99", "unknown: ZIP 99901 has no RUCA code (RUCA 2020)");
    check("central", "unknown: ZIP 99901 is not in RUCA 2020");
}

#[test]
fn fcc_clauses_hold_and_fail() {
    check_fcc(
        "noncore",
        "rural: Fixture County, ZZ is outside every metropolitan and micropolitan area (OMB 2023)",
    );
    check_fcc(
        "micro cbsa=24999 urban=24999..24999",
        "rural: the metropolitan or micropolitan area of Fixture County, ZZ has no urban area of 25,000 people; the largest has 24,999 (OMB 2023; Census)",
    );
    check_fcc(
        "outlying cbsa=60000 urban=0..6000 ruca=2",
        "rural: no urban area of 25,000 people reaches Fixture County, ZZ, so none reaches the hospital's tract (Census)",
    );
    check_fcc(
        "central cbsa=60000 urban=60000..60000 ruca=1",
        "not rural: ZIP 99901 has RUCA code 1: it lies in the core of an urban area of 50,000 people or more (RUCA 2020)",
    );
    let unsure = "unknown: an urban area of 25,000 people may reach Fixture County, ZZ, and whether it reaches the hospital's census tract is not in the files at hand (Census)";
    check_fcc("micro cbsa=25000 urban=25000..25000 ruca=4", unsure);
    check_fcc("central", unsure);
    check_fcc("nowhere", "unknown: the hospital's county is not known");
    check_fcc(
        "ruca=1",
        "unknown: Fixture County, ZZ is not in the list that says which counties are in a core-based area (OMB 2023)",
    );
}

#[test]
fn ship_follows_forhp_and_type_and_is_never_a_no() {
    check_ship(
        "central ruca=1 unlisted",
        HospitalType::CriticalAccess,
        "rural: critical access hospitals count as rural for this program",
    );
    check_ship(
        "noncore",
        HospitalType::ShortTerm,
        "rural: Fixture County, ZZ is nonmetropolitan: a county outside metropolitan and micropolitan areas (OMB 2023)",
    );
    check_ship(
        "central ruca=1 unlisted",
        HospitalType::ShortTerm,
        "unknown: not rural by place (Fixture County, ZZ is metropolitan and ZIP 99901 has RUCA code 1, a metropolitan core (OMB 2023; RUCA 2020)), but CMS may have reclassified the hospital as rural, and no file at hand says so",
    );
    check_ship("nowhere ruca=1", HospitalType::RuralEmergency, "unknown: the hospital's county is not known");
}

#[test]
fn every_definition_says_who_decides() {
    let rural = Rural::of(inputs("noncore"), HospitalType::CriticalAccess);
    for (kind, answer) in rural.facts() {
        assert!(answer.holds.is_some());
        assert!(decided_by(kind).is_some_and(|s| s.starts_with("Indicative: ")));
    }
    assert_eq!(decided_by(FactKind::Cah), None);
}
