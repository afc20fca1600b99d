//! Tests of the list over made-up hospitals of the State of Franklin.

use std::sync::Arc;

use super::*;
use crate::decide::made_up::day;
use crate::decide::rural::{Rural, RuralAnswer};
use crate::model::{HospitalRow, Release, SourceKind, Zip};

/// A hospital as `991301 cah nonprofit_private rural FIXTURE MEMORIAL`.
fn listed(words: &str) -> Listed {
    let w: Vec<&str> = words.splitn(5, ' ').collect();
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: "Franklin hospitals, made up".to_owned(),
        released_on: day("2026-02-06"),
        digest: String::new(),
        n_rows: 0,
        n_rejected: 0,
    };
    let holds = match w[3] {
        "rural" => Some(true),
        "urban" => Some(false),
        _ => None,
    };
    Listed {
        hospital: HospitalRow {
            ccn: Ccn::parse(w[0]).expect("a number"),
            name: w[4].to_owned(),
            address: "100 MAIN STREET".to_owned(),
            city: "SHERIDAN GAP".to_owned(),
            state: StateCode::parse("ZZ").expect("the made-up state"),
            zip: Zip::parse("99901").expect("five digits"),
            county_name: "FRANKLIN".to_owned(),
            phone: "(555) 555-0100".to_owned(),
            hospital_type: HospitalType::parse(w[1]).expect("a type"),
            ownership: Ownership::parse(w[2]).expect("an owner"),
            emergency_services: true,
        },
        release: Arc::new(release),
        location: None,
        rural: Rural { forhp: RuralAnswer { holds, because: String::new() }, ..Rural::default() },
    }
}

fn hospitals() -> Vec<Listed> {
    [
        "991301 cah nonprofit_private unknown FIXTURE MEMORIAL",
        "990012 short_term nonprofit_private rural FRANKLIN VALLEY",
        "990034 short_term proprietary urban FRANKLIN CITY",
        "990056 short_term government_local unknown ARLEN COUNTY",
    ]
    .map(listed)
    .to_vec()
}

fn progress() -> Progress {
    let ccn = |text| Ccn::parse(text).expect("a number");
    Progress {
        stages: BTreeMap::from([
            (ccn("991301"), BTreeSet::from([Stage::Invited, Stage::Validated, Stage::Activated])),
            (ccn("990012"), BTreeSet::from([Stage::Registered])),
        ]),
        n_active: BTreeMap::from([(ccn("991301"), 2)]),
        claims: BTreeMap::from([(
            ccn("991301"),
            BTreeSet::from([ClaimFilter::Claimed, ClaimFilter::Active]),
        )]),
    }
}

#[track_caller]
fn check(view: RosterView, expect: &str) {
    let outcome = |l: &Listed| {
        if l.hospital.hospital_type.is_cah_or_reh() { OutcomeFilter::Yes } else { OutcomeFilter::No }
    };
    let (hospitals, progress) = (hospitals(), progress());
    let shown: Vec<String> = rows(&hospitals, &progress, Some(&outcome), &view)
        .iter()
        .map(|r| {
            let stage = r.stage.map_or("-", Stage::key);
            format!("{} {} {}", r.listed.hospital.name, stage, r.n_active)
        })
        .collect();
    assert_eq!(shown.join("; "), expect);
}

#[test]
fn an_empty_filter_shows_all_by_name() {
    check(
        RosterView::default(),
        "ARLEN COUNTY - 0; FIXTURE MEMORIAL activated 2; FRANKLIN CITY - 0; FRANKLIN VALLEY registered 0",
    );
    check(
        RosterView { sort: RosterSort::Stage, ..RosterView::default() },
        "FIXTURE MEMORIAL activated 2; FRANKLIN VALLEY registered 0; ARLEN COUNTY - 0; FRANKLIN CITY - 0",
    );
    check(
        RosterView { sort: RosterSort::Ccn, backwards: true, ..RosterView::default() },
        "FIXTURE MEMORIAL activated 2; ARLEN COUNTY - 0; FRANKLIN CITY - 0; FRANKLIN VALLEY registered 0",
    );
}

#[test]
fn every_filter_narrows() {
    check(
        RosterView { text: "franklin val".to_owned(), ..RosterView::default() },
        "FRANKLIN VALLEY registered 0",
    );
    check(
        RosterView {
            text: "9900".to_owned(),
            hospital_type: Some(HospitalType::CriticalAccess),
            ..RosterView::default()
        },
        "",
    );
    check(RosterView { rural: Some(RuralFilter::Unknown), ..RosterView::default() }, "ARLEN COUNTY - 0");
    check(
        RosterView { rural: Some(RuralFilter::Yes), ..RosterView::default() },
        "FIXTURE MEMORIAL activated 2; FRANKLIN VALLEY registered 0",
    );
    check(
        RosterView { stage: Some(StageFilter::At(Stage::Registered)), ..RosterView::default() },
        "FRANKLIN VALLEY registered 0",
    );
    check(
        RosterView {
            stage: Some(StageFilter::None),
            ownership: Some(Ownership::Proprietary),
            ..RosterView::default()
        },
        "FRANKLIN CITY - 0",
    );
    check(
        RosterView { claim: Some(ClaimFilter::Claimed), ..RosterView::default() },
        "FIXTURE MEMORIAL activated 2",
    );
    check(RosterView { claim: Some(ClaimFilter::Validated), ..RosterView::default() }, "");
    check(
        RosterView { outcome: Some(OutcomeFilter::Yes), ..RosterView::default() },
        "FIXTURE MEMORIAL activated 2",
    );
}

#[test]
fn a_state_counts_its_rural_hospitals() {
    let n: Vec<String> = listed_by_state(&hospitals())
        .into_iter()
        .map(|l| format!("{} {} of {}", l.state, l.n_rural, l.n))
        .collect();
    assert_eq!(n, ["ZZ 2 of 4"]);
}

#[test]
fn pages_never_run_past_the_end() {
    let links = |n_rows, wanted| {
        let page = page(n_rows, 50, wanted);
        let links: Vec<String> =
            page_links(&page).iter().map(|l| l.map_or("…".to_owned(), |n| n.to_string())).collect();
        format!("{} of {}: rows {}..{}: {}", page.number, page.n_pages, page.from, page.to, links.join(" "))
    };
    assert_eq!(links(0, 1), "1 of 1: rows 0..0: 1");
    assert_eq!(links(5_421, 999), "109 of 109: rows 5400..5421: 1 … 108 109");
    assert_eq!(links(5_421, 0), "1 of 109: rows 0..50: 1 2 … 109");
    assert_eq!(links(5_421, 4), "4 of 109: rows 150..200: 1 2 3 4 5 … 109");
}
