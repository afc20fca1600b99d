//! Made-up sites and areas of the State of Franklin: what an impact says, and what it says it does not know.

mod laws;
mod sets;
mod times;

use super::*;
use crate::model::{CountyPeopleRow, Point, Zip};

/// A kilometre north is so many degrees.
const DEGREES_OF_KM: f64 = 1.0 / 111.195;

pub(in crate::decide) fn ccn(n: usize) -> Ccn {
    Ccn::parse(&format!("99{:04}", n + 1)).expect("six digits")
}

fn at_km(north: f64, east: f64) -> Point {
    Point::new(north * DEGREES_OF_KM, east * DEGREES_OF_KM).expect("on the globe")
}

fn site(n: usize, point: Point, beds: Beds) -> Site {
    let state = StateCode::parse("ZZ").expect("made up");
    let member = Member {
        ccn: ccn(n),
        name: format!("FIXTURE {n}"),
        city: "FIXTURE".to_owned(),
        state,
        phone: "(999) 555-0100".to_owned(),
    };
    Site { members: vec![member], point, is_rough: false, beds }
}

fn area(n: usize, people: u32, point: Point, spread_km: f64) -> Area {
    Area {
        zip: Zip::parse(&format!("{:05}", 99_000 + n)).expect("five digits"),
        people,
        point,
        spread_km,
        is_town: false,
        county: CountyFips::parse("99001").ok(),
        state: StateCode::parse("ZZ").ok(),
    }
}

fn shares() -> Shares {
    Shares::of(&[CountyPeopleRow {
        county: CountyFips::parse("99001").expect("five digits"),
        name: "Fixture County".to_owned(),
        state: StateCode::parse("ZZ").expect("made up"),
        people: 1_000,
        aged_65: 250,
        households: 400,
        no_vehicle: 40,
        no_internet: 80,
    }])
}

/// Three sites on a road north, 40 km apart; people near each, and in a large area nearly half way between two.
pub(in crate::decide) fn valley() -> CareModel {
    let sites = vec![
        site(0, at_km(0.0, 0.0), Beds::Known(25)),
        site(1, at_km(40.0, 0.0), Beds::Known(10)),
        site(2, at_km(80.0, 0.0), Beds::NoInpatients),
    ];
    let areas = vec![
        area(0, 1_000, at_km(1.0, 0.0), 0.0),
        area(1, 500, at_km(39.0, 0.0), 0.0),
        area(2, 200, at_km(78.0, 0.0), 0.0),
        area(3, 100, at_km(58.0, 0.0), 15.0),
    ];
    CareFacts { sites, areas, shares: shares(), ..CareFacts::default() }.model()
}

/// One site in a state of which no people are on file.
pub(in crate::decide) fn without_people() -> CareModel {
    let sites = vec![site(0, at_km(0.0, 0.0), Beds::Unknown)];
    CareFacts { sites, ..CareFacts::default() }.model()
}

#[test]
fn one_hospital_down_says_who_loses_what_and_where_they_turn() {
    let got = valley().impact(&[ccn(0)], 21).expect("a listed hospital");
    let people = got.people.expect("people are on file");
    assert_eq!((people.low, people.mid, people.high), (1_000, 1_000, 1_000));
    // From 1 km to 39 km of line: 38 km more, 53 of road, near 40 minutes of driving.
    let added = got.added_minutes.expect("somebody goes farther");
    assert!((38.0..42.0).contains(&added.median.mid), "{added:?}");
    assert!(added.median.low < added.median.mid && added.median.mid < added.median.high, "{added:?}");
    assert_eq!(got.beyond_30(), Count { low: 0, mid: 1_000, high: 1_000 });
    assert_eq!(got.who.aged_65.mid, 250);
    assert_eq!(got.who.no_vehicle_share, Some(0.1));
    let next = &got.receivers[0];
    assert_eq!((next.site.first().ccn, next.people.mid, next.people_before), (ccn(1), 1_000, 600));
    // Many more people than it has: a tenth of them is a sixth more visits.
    assert_eq!(next.strain_visits, Strain::Overwhelmed);
    assert!((next.visits.high / next.visits_a_day.high - 21.0).abs() < 1e-9);
    assert!(got.doubts.is_empty(), "{:?}", got.doubts);
    assert_eq!(
        sentence(&got),
        "If Fixture 0 is down for 3 weeks, 1,000 people lose their nearest emergency department, and 1,000 people \
         (0 to 1,000) are then farther than 30 minutes from one. For most of them the next one is Fixture 1 in Fixture, \
         ZZ, about 35 miles by road from there, which has 10 beds."
    );
}

#[test]
fn a_large_area_gives_a_range_and_says_so() {
    // Its point is 18 km from the one and 22 km from the other, and its people within 15 km of the point.
    let nearer = valley().impact(&[ccn(1)], 7).expect("a listed hospital");
    assert_eq!(nearer.people, Some(Count { low: 500, mid: 600, high: 600 }));
    let farther = valley().impact(&[ccn(2)], 7).expect("a listed hospital");
    assert_eq!(farther.people, Some(Count { low: 200, mid: 200, high: 300 }));
    for impact in [nearer, farther] {
        assert!(impact.doubts.contains(&Doubt::LargeAreas { areas: 1, people: 100 }), "{:?}", impact.doubts);
    }
}

#[test]
fn two_down_push_people_on_and_all_down_leave_nobody_a_number() {
    let model = valley();
    let two = model.impact(&[ccn(1), ccn(0)], 21).expect("listed hospitals");
    assert_eq!(two.people.map(|p| p.mid), Some(1_600));
    assert_eq!(two.second_also_down.mid, 1_500);
    assert_eq!(two.receivers.len(), 1);
    let all = model.impact(&[ccn(0), ccn(1), ccn(2)], 21).expect("listed hospitals");
    assert_eq!((all.people.map(|p| p.mid), all.without_any), (Some(1_800), 1_800));
    assert!(all.receivers.is_empty() && all.added_km.is_none());
    assert!(all.doubts.contains(&Doubt::NoneLeft { people: 1_800 }));
    let franklin = StateCode::parse("ZZ").expect("made up");
    assert!(all.doubts.contains(&Doubt::StateEmptied { state: franklin }));
    assert_eq!(all.pushed[2].people.mid, 1_800);
}

#[test]
fn what_is_not_known_is_named_and_never_a_zero() {
    let facts = |areas| CareFacts {
        sites: vec![site(0, at_km(0.0, 0.0), Beds::Unknown)],
        no_site: BTreeMap::from([(ccn(7), NoSite::NoPoint), (ccn(8), NoSite::NoEmergency)]),
        areas,
        ..CareFacts::default()
    };
    let empty = facts(Vec::new()).model();
    let got = empty.impact(&[ccn(0)], 21).expect("a listed hospital");
    assert_eq!((got.people, got.is_at_least), (None, true));
    assert!(sentence(&got).ends_with("is not known."), "{}", sentence(&got));
    let nowhere = empty.impact(&[ccn(7)], 21).expect("a listed hospital");
    assert_eq!(nowhere.people, None);
    assert_eq!(nowhere.doubts, [Doubt::NoSite { ccn: ccn(7), why: NoSite::NoPoint }]);
    let peopled = facts(vec![area(0, 10, at_km(1.0, 0.0), 0.0)]).model();
    let none = peopled.impact(&[ccn(8)], 21).expect("a listed hospital");
    assert_eq!(none.people.map(|p| p.mid), Some(0));
    assert_eq!(none.doubts, [Doubt::NoSite { ccn: ccn(8), why: NoSite::NoEmergency }]);
    let unknown_who = peopled.impact(&[ccn(0)], 21).expect("a listed hospital");
    assert_eq!(unknown_who.who.people_unknown, 10);
    assert_eq!(unknown_who.who.aged_65_share, None);
    assert_eq!(peopled.impact(&[ccn(9)], 21), Err(CareError::NotListed(ccn(9))));
    assert_eq!(peopled.impact(&[], 21), Err(CareError::NobodyDown));
}

#[test]
fn what_is_at_stake_is_the_impact_and_never_a_zero_for_what_is_not_known() {
    let sources = ["a file (2026-02-01)".to_owned()];
    let known = AtStake::of(&valley().impact(&[ccn(0)], 21).expect("a listed hospital"), &sources);
    assert_eq!(
        (known.days, known.people.map(|p| p.mid), known.sources.as_slice()),
        (21, Some(1_000), &sources[..])
    );
    assert_eq!(
        known.if_it_shuts(),
        "1,000 people lose their nearest one, and 1,000 people (0 to 1,000) are then farther than 30 minutes from one"
    );
    let unknown = AtStake::of(&without_people().impact(&[ccn(0)], 21).expect("a listed hospital"), &[]);
    assert_eq!((unknown.people, unknown.beyond_30), (None, None));
    assert_eq!(unknown.if_it_shuts(), "how many people lose their nearest one is not known");
    assert!(unknown.not_known[0].contains("gives no people by ZIP area"), "{:?}", unknown.not_known);
}

#[test]
fn the_most_critical_comes_first() {
    let ranked: Vec<(usize, Ccn, u64)> = valley()
        .criticality(21)
        .iter()
        .filter_map(|c| Some((c.rank?, c.impact.down[0][0].ccn, c.only_within_30.mid)))
        .collect();
    assert_eq!(ranked, [(1, ccn(0), 1_000), (2, ccn(1), 500), (3, ccn(2), 200)]);
    assert_eq!(without_people().criticality(21)[0].rank, None);
}
