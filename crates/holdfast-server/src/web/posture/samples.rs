//! The pages of a posture with nothing, with a usual amount and with far too much on them, rendered and looked over.
//!
//! The records made here serve the pages of a plan too.

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, Method};
use holdfast_core::decide::directory::{Directory, Listed};
use holdfast_core::decide::posture::{Record, assess, changes, months_ends, trend};
use holdfast_core::model::{
    AccountId, Answer, Ccn, Coverage, EmailAddress, Evidence, EvidenceId, Exception, ExceptionKind, Finding,
    Outlier, Reply, Role,
};
use holdfast_testkit::franklin::{FIXTURE_MEMORIAL, tables};
use jiff::Timestamp;

use super::page::PosturePage;
use super::safeguard::SafeguardPage;
use crate::app::{Since, WhereItStands};
use crate::auth::{Actor, Grant};
use crate::clock::end_of_day;
use crate::web::Layout;
use crate::web::hospital::{Here, Room};

/// The day the samples are looked at.
pub(in crate::web) const DAY: Date = Date::constant(2026, 3, 2);

pub(in crate::web) fn now() -> Timestamp {
    end_of_day(DAY, 0)
}

pub(in crate::web) fn listed() -> Listed {
    let ccn = Ccn::parse(FIXTURE_MEMORIAL).expect("a number");
    Directory::join(&tables()).get(ccn).expect("listed").clone()
}

pub(in crate::web) fn here(room: Room) -> Here {
    let ccn = Ccn::parse(FIXTURE_MEMORIAL).expect("a number");
    let actor = Actor {
        account: AccountId(1),
        name: "Dana Fixture".to_owned(),
        email: EmailAddress::parse("dana@fixturememorial.example").expect("an address"),
        grants: vec![Grant { role: Role::HospitalAdministrator, ccn: Some(ccn) }],
        must_set_up: false,
    };
    Here::new(&listed(), &actor, room)
}

/// Nothing; a few answers with one gate open; and everything contradicted by evidence with hundreds of long names.
pub(in crate::web) fn records(catalog: &Catalog) -> Vec<(&'static str, Record)> {
    let at: Timestamp = "2026-02-20T12:00:00Z".parse().expect("a moment");
    let answer = |measure: &holdfast_core::catalog::MeasureId, finding| Answer {
        measure: measure.clone(),
        reply: Reply::Finds { finding },
        by: "Ivo It, hospital IT".to_owned(),
        at,
    };
    let evidence =
        |n: usize, m: &holdfast_core::catalog::Measure, finding, outliers: Vec<Outlier>| Evidence {
            id: EvidenceId(i64::try_from(n).expect("few") + 1),
            measure: m.id.clone(),
            kind: m.proven_by[0].clone(),
            method: catalog.evidence_kind(&m.proven_by[0]).map_or(Method::Test, |k| k.method),
            collector: "a scan 1.0".to_owned(),
            subject: "the tenant".to_owned(),
            observed_at: at,
            received_at: at,
            digest: None,
            finding,
            seen: None,
            outliers,
            limits: Vec::new(),
            note: String::new(),
        };
    let some = Finding::Partly(Coverage::new(3, 500).expect("a share"));
    let named = |n: usize| Outlier { name: format!("<{}-{n}>", "w".repeat(80)), is_privileged: n < 5 };
    let measures: Vec<_> = catalog.measures().map(|(_, m)| m.clone()).collect();
    let usual = Record {
        evidence: vec![evidence(0, &measures[0], some, vec![named(0), named(9)])],
        answers: measures.iter().step_by(3).map(|m| answer(&m.id, Finding::Met)).collect(),
        ..Record::default()
    };
    let except = |m: &holdfast_core::catalog::Measure| Exception {
        measure: m.id.clone(),
        kind: ExceptionKind::AcceptedRisk,
        reason: "r".repeat(1_000),
        instead: "i".repeat(1_000),
        approver: "a".repeat(100),
        at,
        until: Date::constant(2026, 12, 31),
    };
    let huge = Record {
        evidence: measures
            .iter()
            .enumerate()
            .map(|(n, m)| evidence(n, m, some, (0..300).map(named).collect()))
            .collect(),
        answers: measures.iter().map(|m| answer(&m.id, Finding::Met)).collect(),
        exceptions: measures.iter().step_by(2).map(except).collect(),
        resolutions: Vec::new(),
    };
    vec![("empty", Record::default()), ("usual", usual), ("huge", huge)]
}

fn stands(catalog: &Catalog, record: &Record, as_of: Option<Date>) -> WhereItStands {
    let posture = assess(catalog, record, now());
    let since = |day: Date| {
        let then = end_of_day(day, 0);
        let before = assess(catalog, record, then);
        Since { day, was_known: record.is_known_at(then), changes: changes(&before, &posture) }
    };
    let moments: Vec<_> = months_ends(DAY, 12).into_iter().map(|d| (d, end_of_day(d, 0))).collect();
    WhereItStands {
        listed: listed(),
        as_of,
        is_known: record.is_known_at(now()),
        trend: trend(catalog, record, &moments),
        month: since(Date::constant(2026, 2, 2)),
        quarter: since(Date::constant(2026, 2, 21)),
        posture,
    }
}

/// Fails unless a page has one main heading, its headings in order, no id twice, and nothing the policy forbids.
#[track_caller]
pub(in crate::web) fn look_over(name: &str, html: &str) {
    assert_eq!(html.matches("<h1").count(), 1, "{name}");
    // The summary of errors stands above the heading of the page, with one of its own.
    let mut last = u8::from(html.contains("class=\"error-summary\""));
    for (at, _) in html.match_indices("<h").filter(|(at, _)| html.as_bytes()[at + 2].is_ascii_digit()) {
        let level = html.as_bytes()[at + 2] - b'0';
        assert!(level <= last + 1, "{name}: a heading of level {level} after {last}");
        last = level;
    }
    let mut ids: Vec<&str> =
        html.match_indices(" id=\"").filter_map(|(at, _)| html[at + 5..].split('"').next()).collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "{name}: an id stands twice");
    assert!(!html.contains(" style=") && !html.contains("<script>"), "{name}: the policy forbids it");
    assert!(!html.contains("<wwww"), "{name}: a name is no text");
}

#[test]
fn every_page_renders_with_one_heading_in_order_and_no_id_twice() {
    let catalog = load_embedded().expect("the catalog of this release");
    for (size, record) in records(&catalog) {
        for as_of in [None, Some(DAY)] {
            let stands = stands(&catalog, &record, as_of);
            let page = PosturePage::new(Layout::default(), here(Room::Posture), &catalog, &stands);
            look_over(&format!("posture, {size}"), &page.render().expect("a page"));
            for safeguard in &catalog.safeguards {
                let page =
                    SafeguardPage::new(Layout::default(), here(Room::Posture), &catalog, safeguard, &stands);
                look_over(&format!("safeguard {}, {size}", safeguard.id), &page.render().expect("a page"));
            }
        }
    }
}
