//! Made-up services: what stops, after how long, by whose word, and what is not known.

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

fn services() -> Services {
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
    let hit = vendor_outage(&services(), &hospitals, "fixture labs inc");
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
    assert!(vendor_outage(&services(), &hospitals, " ,. ").is_empty());
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
