//! Made-up services: what stops, after how long, by whose word, and what is not known.

mod laws;

use super::*;
use crate::catalog::{Cash, Dependency, Estimate, Need, Provenance, Service, ServiceEffect, ServiceKind};
use crate::model::Ccn;

fn provenance() -> Provenance {
    Provenance { source: "made up for tests".to_owned(), verified_on: None }
}

fn dependency(id: &str, depends_on: &[&str]) -> Dependency {
    Dependency {
        id: DependencyId::new(id),
        name: format!("the {id}"),
        means: "Made up.".to_owned(),
        depends_on: depends_on.iter().map(|on| DependencyId::new(on)).collect(),
        outside: id == "lab",
        provenance: provenance(),
    }
}

fn service(id: &str, kind: ServiceKind, needs: &[(&str, ServiceEffect, [u32; 3])]) -> Service {
    let need = |(on, effect, hours): &(&str, ServiceEffect, [u32; 3])| Need {
        on: DependencyId::new(on),
        effect: *effect,
        hours: Estimate::from(*hours),
        why: format!("No {on}."),
        provenance: provenance(),
    };
    Service {
        id: ServiceId::new(id),
        name: format!("Service {id}"),
        kind,
        means: "Made up.".to_owned(),
        by_hand: "On paper.".to_owned(),
        needs: needs.iter().map(need).collect(),
        provenance: provenance(),
    }
}

pub(in crate::decide) fn services() -> Services {
    use ServiceEffect::{Slows, Stops};
    use ServiceKind::{Billing, Clinical};
    Services {
        dependencies: vec![
            dependency("network", &[]),
            dependency("record", &["network"]),
            dependency("lab", &[]),
            dependency("clearinghouse", &[]),
        ],
        services: vec![
            service("wards", Clinical, &[("record", Slows, [4, 8, 24])]),
            service("tests", Clinical, &[("record", Slows, [1, 2, 6]), ("lab", Stops, [2, 4, 8])]),
            service("claims", Billing, &[("clearinghouse", Stops, [24, 48, 72])]),
        ],
        cash: Some(Cash {
            days_still_paid: Estimate::from([0, 14, 30]),
            days_on_hand: Estimate::from([2, 28, 100]),
            still_paid_source: provenance(),
            on_hand_source: provenance(),
        }),
    }
}

fn named(id: &str) -> OutOfUse {
    OutOfUse::Dependency(DependencyId::new(id))
}

fn need(service: &str, on: &str) -> NeedKey {
    (ServiceId::new(service), DependencyId::new(on))
}

/// One line a service, and one for money.
#[track_caller]
fn check(own: &OwnServices, down: &[OutOfUse], expect: &[&str]) {
    let got = downtime(&services(), own, down);
    let clocks = got.services.iter().map(ServiceClock::sentence);
    let lines: Vec<String> = clocks.chain(got.cash.iter().map(CashClock::sentence)).collect();
    assert_eq!(lines, expect);
}

#[test]
fn what_leans_on_what_is_down_stops_or_slows_with_its_hours() {
    let own = OwnServices::default();
    check(&own, &[], &["Service claims goes on.", "Service tests goes on.", "Service wards goes on."]);
    check(
        &own,
        &[named("network")],
        &[
            "Service tests goes on by hand: care is hurt after about 2 hours (1 to 6). No record.",
            "Service wards goes on by hand: care is hurt after about 8 hours (4 to 24). No record.",
            "Service claims goes on.",
        ],
    );
    let got = downtime(&services(), &own, &[named("network")]);
    let why: Vec<_> = got.down.iter().map(|d| (d.id.as_str(), d.because.clone())).collect();
    let through = WhyDown::Without(DependencyId::new("network"));
    assert_eq!(why, [("network", WhyDown::Named), ("record", through)]);
    let tests = &got.services[0];
    assert_eq!(
        [0, 1, 5, 6].map(|h| tests.stage(h)),
        [Stage::Bears, Stage::MayBeHurt, Stage::MayBeHurt, Stage::Hurt]
    );
    assert_eq!(got.services[2].stage(999), Stage::Bears);
}

#[test]
fn of_two_causes_the_sooner_counts_and_the_worse_names_the_state() {
    let got = downtime(&services(), &OwnServices::default(), &[named("lab"), named("record")]);
    let tests = got.services.iter().find(|s| s.id.as_str() == "tests").expect("offered");
    assert_eq!((tests.state, tests.hours), (ServiceState::Stops, Some(Estimate::from([1, 2, 6]))));
}

#[test]
fn money_runs_out_when_claims_stop() {
    check(
        &OwnServices::default(),
        &[named("clearinghouse")],
        &[
            "Service claims stops: income is hurt after about 2 days (1 to 3). No clearinghouse.",
            "Service tests goes on.",
            "Service wards goes on.",
            // 2 days, 14 still paid, 28 on hand; at the least 1 + 0 + 2, at the most 3 + 30 + 100.
            "Money runs out after about 44 days (3 to 133).",
        ],
    );
    let own = OwnServices { days_of_cash: Some(Estimate::exactly(5)), ..OwnServices::default() };
    let got = downtime(&services(), &own, &[named("clearinghouse")]);
    assert_eq!(got.cash.map(|c| (c.hours.likely / 24, c.is_own)), Some((21, true)));
}

#[test]
fn a_hospitals_own_word_stands_over_the_catalog() {
    let own = OwnServices {
        not_offered: [ServiceId::new("claims")].into(),
        without: [need("wards", "record")].into(),
        hours: [(need("tests", "record"), Estimate::exactly(12))].into(),
        ..OwnServices::default()
    };
    check(
        &own,
        &[named("record")],
        &[
            "Service tests goes on by hand: care is hurt after about 12 hours (12 to 12). No record.",
            "Service wards goes on.",
        ],
    );
    let got = downtime(&services(), &own, &[named("record")]);
    assert!(got.services[0].causes[0].is_own && got.doubts.is_empty(), "{:?}", got.doubts);
    let in_house = OwnServices {
        stands_without: [(DependencyId::new("record"), DependencyId::new("network"))].into(),
        ..OwnServices::default()
    };
    let got = downtime(&services(), &in_house, &[named("network")]);
    assert_eq!((got.down.len(), got.services[0].state), (1, ServiceState::GoesOn));
}

#[test]
fn a_vendor_takes_down_every_hospital_that_named_it() {
    let ccn = |n: u32| Ccn::parse(&format!("99{n:04}")).expect("six digits");
    let from = |id: &str, vendor: &str| OwnServices {
        vendors: [(DependencyId::new(id), vec![vendor.to_owned()])].into(),
        ..OwnServices::default()
    };
    let hospitals = BTreeMap::from([
        (ccn(1), from("lab", "Fixture Labs, Inc.")),
        (ccn(2), from("clearinghouse", "FIXTURE LABS INC")),
        (ccn(3), from("lab", "Other")),
        (ccn(4), OwnServices::default()),
    ]);
    let vendor = "fixture labs inc";
    let down = [OutOfUse::Vendor(vendor.to_owned())];
    let named = hospitals.iter().filter(|(_, own)| own.names(vendor));
    let hit: BTreeMap<Ccn, Downtime> =
        named.map(|(ccn, own)| (*ccn, downtime(&services(), own, &down))).collect();
    assert_eq!(hit.keys().copied().collect::<Vec<_>>(), [ccn(1), ccn(2)]);
    let one = &hit[&ccn(1)];
    assert_eq!(one.down[0].because, WhyDown::Vendor("fixture labs inc".to_owned()));
    assert_eq!(one.services[0].id.as_str(), "tests");
    assert!(hit[&ccn(2)].cash.is_some() && one.cash.is_none());
    let unknown = one.doubts.iter().find(|d| matches!(d, DowntimeDoubt::VendorUnknown { .. }));
    assert_eq!(
        unknown.map(DowntimeDoubt::sentence).as_deref(),
        Some(
            "Whom these are from is not said: the network, the record, the clearinghouse. Those that are from fixture labs inc are \
             down, too."
        )
    );
    assert!(!hospitals.values().any(|own| own.names(" ,. ")));
}

#[test]
fn what_is_not_known_is_said() {
    let own = OwnServices { not_offered: [ServiceId::new("surgery")].into(), ..OwnServices::default() };
    let got = downtime(&services(), &own, &[named("x"), OutOfUse::Vendor("Nobody".to_owned())]);
    let said: Vec<String> = got.doubts.iter().map(DowntimeDoubt::sentence).collect();
    assert_eq!(said[0], "`x` is not in the catalog and was passed over.");
    assert_eq!(said[1], "Nothing is said to be from Nobody, so nothing is known to be down.");
    assert_eq!(said[3], "`surgery` is not in the catalog and was passed over.");
    assert_eq!(said.len(), 4);
}

#[test]
fn an_own_word_is_written_down_and_read_again() {
    let own = OwnServices {
        not_offered: [ServiceId::new("claims")].into(),
        without: [need("wards", "record")].into(),
        stands_without: [(DependencyId::new("record"), DependencyId::new("network"))].into(),
        hours: [(need("tests", "record"), Estimate::from([1, 2, 3]))].into(),
        vendors: [(DependencyId::new("lab"), vec!["Fixture Labs".to_owned()])].into(),
        days_of_cash: Some(Estimate::from([5, 10, 20])),
    };
    let written = serde_json::to_string(&own).expect("plain values");
    assert_eq!(
        written,
        r#"{"not_offered":["claims"],"without":[{"service":"wards","on":"record"}],"stands_without":[{"dependency":"record","without":"network"}],"hours":[{"service":"tests","on":"record","hours":[1,2,3]}],"vendors":[{"dependency":"lab","names":["Fixture Labs"]}],"days_of_cash":[5,10,20]}"#
    );
    assert_eq!(serde_json::from_str::<OwnServices>(&written).expect("as written"), own);
    assert_eq!(serde_json::from_str::<OwnServices>("{}").expect("empty"), OwnServices::default());
    assert!(own.faults(&services()).is_empty());
}

#[test]
fn what_cannot_stand_is_named_at_its_place() {
    let check = |own: OwnServices, expect: &[&str]| {
        let faults = own.faults(&services());
        let said: Vec<String> = faults.iter().map(|f| format!("{:?}: {}", f.at, f.message)).collect();
        assert_eq!(said, expect);
    };
    check(OwnServices::default(), &[]);
    check(
        OwnServices { not_offered: [ServiceId::new("x")].into(), ..OwnServices::default() },
        &["Service(x): The catalog has no service `x`."],
    );
    check(
        OwnServices { without: [need("wards", "lab")].into(), ..OwnServices::default() },
        &["Without(wards, lab): In the catalog `wards` does not lean on `lab`."],
    );
    check(
        OwnServices {
            stands_without: [(DependencyId::new("lab"), DependencyId::new("network"))].into(),
            ..OwnServices::default()
        },
        &["Alone(lab, network): In the catalog `lab` does not lean on `network`."],
    );
    let hours = |key: NeedKey, hours: [u32; 3]| OwnServices {
        hours: [(key, Estimate::from(hours))].into(),
        ..OwnServices::default()
    };
    check(hours(need("tests", "lab"), [0, 0, 8_784]), &[]);
    check(
        hours(need("tests", "lab"), [4, 2, 9]),
        &["Hours(tests, lab): Write hours that grow: at the least, most likely, at the most."],
    );
    check(hours(need("tests", "lab"), [4, 5, 8_785]), &["Hours(tests, lab): Write at most 8,784 hours."]);
    check(
        hours(need("claims", "lab"), [1, 1, 1]),
        &["Hours(claims, lab): In the catalog `claims` does not lean on `lab`."],
    );
    let from = |id: &str, names: &[&str]| OwnServices {
        vendors: [(DependencyId::new(id), names.iter().map(|n| (*n).to_owned()).collect())].into(),
        ..OwnServices::default()
    };
    check(from("lab", &["A", "B"]), &[]);
    check(from("lab", &["A", "B", "C"]), &["Vendor(lab, 2): Name 2 vendors at most."]);
    check(from("lab", &["?!"]), &["Vendor(lab, 0): Write a name with letters or digits."]);
    check(from("lab", &[&"x".repeat(81)]), &["Vendor(lab, 0): Shorten the name to 80 characters."]);
    check(from("x", &["A"]), &["Vendor(x, 0): The catalog has nothing called `x` that services lean on."]);
    check(
        OwnServices { days_of_cash: Some(Estimate::from([1, 2, 3_651])), ..OwnServices::default() },
        &["Cash: Write at most 3,650 days."],
    );
    let tidied = from("lab", &["  Fixture\n Labs ", "", "FIXTURE LABS", "\u{7}"]).tidied();
    assert_eq!(tidied, from("lab", &["Fixture Labs"]));
    assert_eq!(from("lab", &[" "]).tidied(), OwnServices::default());
}

#[test]
fn what_is_taken_to_be_down_reads_writes_and_is_said() {
    let own = OwnServices {
        vendors: [(DependencyId::new("clearinghouse"), vec!["Fixture Claims".to_owned()])].into(),
        ..OwnServices::default()
    };
    let check = |text: &str, expect: &str| {
        let services = services();
        let said = Outage::parse(text, &services, &own).map(|outage| {
            assert_eq!(Outage::parse(&outage.key(), &services, &own), Some(outage.clone()));
            outage.sentence(&services, &downtime(&services, &own, &outage.out_of_use(&services)))
        });
        assert_eq!(said.as_deref().unwrap_or("none"), expect);
    };
    let all = "With everything digital down, care is hurt first in service tests, after about 2 hours (1 to 6). Of 3 services 1 stops, \
               2 go on by hand. Money runs out after about 44 days (3 to 133).";
    check("", all);
    check("everything", all);
    check(
        "lab",
        "Without the lab, care is hurt first in service tests, after about 4 hours (2 to 8). Of 3 services 1 stops, 2 go on as before.",
    );
    check(
        "vendor:fixture claims",
        "If Fixture Claims is down, income is hurt first in service claims, after about 2 days (1 to 3). Of 3 services 1 stops, 2 go on \
         as before. Money runs out after about 44 days (3 to 133).",
    );
    check("vendor:nobody", "none");
    check("nothing like it", "none");
}

#[test]
fn vendors_are_counted_by_whom_they_mean() {
    let ccn = |n: u32| Ccn::parse(&format!("99{n:04}")).expect("six digits");
    let from = |pairs: &[(&str, &str)]| {
        let vendors = pairs.iter().map(|(id, name)| (DependencyId::new(id), vec![(*name).to_owned()]));
        OwnServices { vendors: vendors.collect(), ..OwnServices::default() }
    };
    let hospitals = BTreeMap::from([
        (ccn(1), from(&[("lab", "Fixture Labs, Inc."), ("record", "Other")])),
        (ccn(2), from(&[("lab", "FIXTURE LABS INC"), ("record", "Fixture Labs, Inc.")])),
        (ccn(3), from(&[("lab", "...")])),
    ]);
    let got = vendors_named(&hospitals);
    let said: Vec<String> =
        got.iter().map(|v| format!("{} {} {:?}", v.name, v.hospitals.len(), v.dependencies)).collect();
    assert_eq!(said, ["Fixture Labs, Inc. 2 {lab, record}", "Other 1 {record}"]);
    assert!(vendors_named(&BTreeMap::new()).is_empty());
}

#[test]
fn endless_names_and_ids_are_refused_at_once() {
    let id = |n: u32| ServiceId::new(&format!("service-{n}"));
    let own = OwnServices {
        vendors: [(DependencyId::new("lab"), (0..200_000).map(|n| format!("Vendor {n}")).collect())].into(),
        not_offered: (0..1_000).map(id).collect(),
        ..OwnServices::default()
    };
    let own = own.tidied();
    assert_eq!(own.vendors[&DependencyId::new("lab")].len(), MOST_VENDORS + 1);
    assert_eq!(own.faults(&services()).len(), 100);
}
