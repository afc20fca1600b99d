//! Sets of hospitals by county, health system and vendor, and the worst few of a state.

use super::*;
use crate::catalog::DependencyId;
use crate::decide::downtime::OwnServices;
use crate::model::{
    CountyRow, DirectoryTables, HospitalRow, HospitalType, LocationRow, MailDomain, Ownership, Release,
    SourceKind,
};

/// A county of Franklin.
fn county(n: u32, name: &str) -> CountyRow {
    CountyRow {
        county: CountyFips::parse(&format!("99{n:03}")).expect("five digits"),
        name: name.to_owned(),
        state: StateCode::parse("ZZ").expect("made up"),
        population: 9_000,
        point: at_km(0.0, 0.0),
        largest_urban_area: 0,
        largest_urban_area_certain: 0,
    }
}

/// `ccn|name|county|web domain`, all in Franklin.
fn directory(lines: &[&str]) -> Directory {
    let state = StateCode::parse("ZZ").expect("made up");
    let mut tables = DirectoryTables {
        releases: vec![Release {
            kind: SourceKind::CmsHospitals,
            title: "made up".to_owned(),
            released_on: jiff::civil::date(2026, 2, 1),
            digest: "0".repeat(64),
            n_rows: 1,
            n_rejected: 0,
        }],
        counties: vec![
            county(1, "Fixture County"),
            county(11, "Twofold County"),
            county(13, "Twofold City"),
            county(15, "Northern City and Borough"),
            county(17, "Far Census Area"),
        ],
        ..DirectoryTables::default()
    };
    for line in lines {
        let cells: Vec<&str> = line.split('|').collect();
        let ccn = Ccn::parse(cells[0]).expect("a number");
        tables.hospitals.push(HospitalRow {
            ccn,
            name: cells[1].to_owned(),
            address: "1 MAIN ST".to_owned(),
            city: "FRANKLIN".to_owned(),
            state,
            zip: Zip::parse("99901").expect("a ZIP"),
            county_name: "NOWHERE".to_owned(),
            phone: "(999) 555-0100".to_owned(),
            hospital_type: HospitalType::parse("cah").expect("a type"),
            ownership: Ownership::LocalGovernment,
            emergency_services: true,
        });
        tables.locations.push(LocationRow {
            ccn,
            point: None,
            confidence: None,
            county_fips: CountyFips::parse(cells[2]).ok(),
            beds: None,
            web_domain: MailDomain::parse(cells[3]).ok(),
            nearest_other_ed: None,
        });
    }
    Directory::join(&tables)
}

fn franklin() -> Directory {
    directory(&[
        "990001|SANDSTONE HEALTH CENTER|99001|sandstonehealth.example",
        "990002|ST MARY HOSPITAL|99001|sandstonehealth.example",
        "990003|SANDSTONE HEALTHY LIVING|99003|other.example",
        "990004|EDGE HOSPITAL||edge.example",
    ])
}

#[track_caller]
fn check(got: Result<DownSet, DownSetError>, expect: &str) {
    let got = match got {
        Ok(set) => {
            let numbers: Vec<String> = set.hospitals.iter().map(ToString::to_string).collect();
            format!("{} {}", numbers.join(" "), set.subject)
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(got, expect);
}

#[test]
fn a_system_is_found_by_whole_words_and_by_domain() {
    let of = |words: &str| DownSet::of_system(&franklin(), words);
    check(
        of("Sandstone Health"),
        "990001 990002 the 2 hospitals that bear \"Sandstone Health\" in their name or web domain, are",
    );
    check(
        of("sandstonehealth.example"),
        "990001 990002 the 2 hospitals that bear \"sandstonehealth.example\" in their name or web domain, are",
    );
    check(
        of("st. mary"),
        "990002 St Mary Hospital, the only hospital that bears \"st. mary\" in its name or web domain, is",
    );
    check(
        of("nothing like it"),
        "no hospital of the directory bears `nothing like it` in its name or its web domain",
    );
    check(of(" - "), "name a health system by words of its hospitals' names, or by its web domain");
    assert!(of("Sandstone Health").expect("found").found_by[0].contains("No public file lists owners"));
}

#[test]
fn a_county_has_the_hospitals_that_stand_in_it() {
    let of = |fips: &str| DownSet::of_county(&franklin(), CountyFips::parse(fips).expect("five digits"));
    check(of("99001"), "990001 990002 the 2 hospitals of Fixture County, ZZ, are");
    check(of("99003"), "990003 Sandstone Healthy Living, the only hospital of county 99003, is");
    check(of("99005"), "no hospital of the directory stands in county 99005");
    let said = of("99001").expect("found").found_by;
    assert_eq!(
        said.last().map(String::as_str),
        Some("Of 1 hospital of the state the county is not known; they are not counted.")
    );
}

#[test]
fn a_county_is_found_by_its_name_and_state() {
    let of = |text: &str| DownSet::of_county_named(&franklin(), text);
    let fixture = "990001 990002 the 2 hospitals of Fixture County, ZZ, are";
    for text in ["99001", "Fixture County, ZZ", " fixture , zz", "Fixture County", "fixture"] {
        check(of(text), fixture);
    }
    let either = "`twofold` may be Twofold City, ZZ; or Twofold County, ZZ; write the whole name";
    check(of("twofold"), either);
    check(of("twofold, zz"), &either.replace("`twofold`", "`twofold, zz`"));
    for (text, county) in [
        ("Twofold City, ZZ", "Twofold City"),
        ("twofold county, zz", "Twofold County"),
        ("Northern, ZZ", "Northern City and Borough"),
        ("far", "Far Census Area"),
    ] {
        check(of(text), &format!("no hospital of the directory stands in {county}, ZZ"));
    }
    for text in ["Fixtur", "County", "Fixture, MT", "Fixture, nowhere", "", ",", "990011"] {
        let shown = text.trim();
        check(
            of(text),
            &format!(
                "no county is called `{shown}`; write its name and state, like `Carbon County, MT`, or its five digits"
            ),
        );
    }
}

#[test]
fn what_hospitals_said_of_their_system_is_added_to_what_names_tell() {
    let said = |name: &str, numbers: &[usize]| SaidSystem {
        name: name.to_owned(),
        hospitals: numbers.iter().map(|n| ccn(*n - 990_001)).collect(),
    };
    let systems =
        [said("Sandstone Health System", &[990_002, 990_004]), said("Other Health", &[990_001, 990_003])];
    let of = |words: &str| DownSet::of_system_or_said(&franklin(), words, &systems);
    let got = of("Sandstone Health").expect("found");
    assert_eq!(
        got.found_by[1..],
        [
            "2 hospitals said at registration that they belong to Sandstone Health System; 1 of them would not be found by name.",
            "1 hospital found by name said that it belongs to another system, and is still counted.",
        ]
    );
    check(
        of("Sandstone Health"),
        "990001 990002 990004 the 3 hospitals of Sandstone Health, as names and hospitals' own word tell, are",
    );
    check(
        of("other health"),
        "990001 990003 the 2 hospitals of other health, as names and hospitals' own word tell, are",
    );
    check(
        of("st. mary"),
        "990002 St Mary Hospital, the only hospital that bears \"st. mary\" in its name or web domain, is",
    );
    check(of("nobody"), "no hospital of the directory bears `nobody` in its name or its web domain");
    check(of(" - "), "name a health system by words of its hospitals' names, or by its web domain");
}

#[test]
fn a_list_counts_each_listed_hospital_once() {
    let of = |numbers: &[usize]| {
        let numbers: Vec<Ccn> = numbers.iter().map(|n| ccn(*n - 990_001)).collect();
        DownSet::of_list(&franklin(), &numbers)
    };
    check(of(&[990_004, 990_001, 990_004, 990_009]), "990001 990004 the 2 hospitals listed are");
    check(of(&[990_004]), "990004 Edge Hospital is");
    check(of(&[990_009]), "list at least one hospital by its number");
}

#[test]
fn a_vendor_has_the_hospitals_that_named_it() {
    let own = OwnServices {
        vendors: [(DependencyId::new("lab-system"), vec!["Fixture Labs, Inc.".to_owned()])].into(),
        ..OwnServices::default()
    };
    let hospitals = BTreeMap::from([(ccn(0), own.clone()), (ccn(1), own), (ccn(2), OwnServices::default())]);
    check(
        DownSet::of_vendor(&hospitals, "fixture labs inc"),
        "990001 990002 the 2 hospitals that named fixture labs inc are",
    );
    check(DownSet::of_vendor(&hospitals, "Other"), "no hospital named `Other` as its vendor");
}

#[test]
fn a_set_has_a_sentence_of_its_own() {
    let set = DownSet {
        subject: "the 2 hospitals of Fixture County, ZZ, are".to_owned(),
        hospitals: vec![ccn(0), ccn(1)],
        found_by: Vec::new(),
    };
    let impact = valley().impact(&set.hospitals, 14).expect("listed");
    assert_eq!(
        sentence_of(&set, &impact),
        "If the 2 hospitals of Fixture County, ZZ, are down for 2 weeks, 1,600 people (1,500 to 1,600) lose their nearest emergency \
         department, and 1,500 people (1,500 to 1,600) are then farther than 30 minutes from one. For most of them the next one is \
         Fixture 2 in Fixture, ZZ, about 35 miles by road from there, which keeps nobody overnight."
    );
}

#[test]
fn many_receivers_are_not_called_most() {
    // Around one site in the middle, three others at like distances, each with a third of the people on its side.
    let sites = vec![
        site(0, at_km(0.0, 0.0), Beds::Known(25)),
        site(1, at_km(40.0, 0.0), Beds::Known(10)),
        site(2, at_km(-20.0, 34.0), Beds::Known(1)),
        site(3, at_km(-20.0, -34.0), Beds::Unknown),
    ];
    let areas = vec![
        area(0, 11, at_km(3.0, 0.0), 0.0),
        area(1, 10, at_km(-1.5, 2.6), 0.0),
        area(2, 10, at_km(-1.5, -2.6), 0.0),
    ];
    let model = CareFacts { sites, areas, shares: shares(), ..CareFacts::default() }.model();
    let text = sentence(&model.impact(&[ccn(0)], 1).expect("listed"));
    assert!(text.ends_with("They turn to 3 others; more of them to Fixture 1 in Fixture, ZZ, than to any other, and it has 10 beds."), "{text}");
}

#[test]
fn the_worst_of_a_state_is_what_the_impact_says_of_it() {
    let franklin = StateCode::parse("ZZ").expect("made up");
    let model = valley();
    for k in 1..=3 {
        let worst = model.worst(franklin, k).expect("sites and people");
        let impact = model.impact(&worst.hospitals, 21).expect("listed");
        assert_eq!(impact.beyond_30().mid, worst.people);
        assert_eq!(worst.more_people.iter().sum::<u64>(), worst.people);
        assert!(worst.people <= worst.at_most);
    }
    let two = model.worst(franklin, 2).expect("sites and people");
    assert_eq!((two.hospitals.clone(), two.more_people.clone()), (vec![ccn(0), ccn(1)], vec![1_000, 500]));
    assert_eq!(
        two.sentence(),
        "They were chosen one after another and push 1,500 people beyond 30 minutes. No other 2 hospitals of State of Franklin (made up) \
         would push more than 1,550, so this choice is at least 96 % of the worst there can be."
    );
    assert_eq!(
        model.worst(franklin, 1).expect("sites and people").sentence(),
        "No other hospital of State of Franklin (made up) would push more people beyond 30 minutes: 1,000 is the most there can be."
    );
    assert_eq!(model.worst(franklin, 9).expect("all three").hospitals.len(), 3);
    assert_eq!(model.worst(franklin, 0), Err(WorstError::HowMany(0)));
    let wyoming = StateCode::parse("WY").expect("a state");
    assert_eq!(model.worst(wyoming, 1), Err(WorstError::NoSites("Wyoming")));
}
