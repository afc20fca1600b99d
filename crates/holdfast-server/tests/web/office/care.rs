//! People covered: exact for the office, hidden for partners, findings only as counts, and whom to help first for the office alone.

use holdfast_core::decide::posture::GateState;
use holdfast_core::model::{Role, SignOff};
use holdfast_testkit::franklin::{
    BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS,
};

use super::*;

const SIX: [&str; 6] =
    [BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS];

#[tokio::test]
async fn nobody_is_covered_before_a_hospital_registers() {
    let portal = Portal::new().await;
    let page = office(&portal).await.get("/office/care").await;
    page.is(200)
        .shows("None of these hospitals has registered yet")
        .shows("60,000,000")
        .shows("No hospital has registered yet, or too few to show")
        .shows("These are exact numbers")
        .shows("No assessor has signed for a hospital yet");
    assert!(page.body.len() < 60_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn the_office_sees_numbers_where_a_partner_sees_none() {
    let portal = Portal::new().await;
    reached(&portal, &SIX[..2], Stage::Registered, "2026-02-10").await;
    reached(&portal, &SIX[..1], Stage::Assessed, "2026-02-20").await;
    let mut olu = office(&portal).await;
    let page = olu.get("/office/care").await;
    page.is(200).shows("February 2026").shows("See whom to help first").shows("less than 1 % of 60,000,000");
    assert!(page.body.contains("dot-done"), "the office sees how far each place has come");
    let csv = olu.get("/office/care/states.csv").await.body;
    assert!(csv.contains("ZZ,") && csv.contains(",2,1,"), "{csv}");
    let mut pat = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    let page = pat.get("/office/care").await;
    page.is(200)
        .shows("Groups of 1 to 4 hospitals are hidden")
        .shows("too few to show")
        .hides("These are exact numbers")
        .hides("See whom to help first")
        .hides("People whose hospital is assessed");
    for kind in ["dot-half", "dot-done"] {
        assert!(!page.body.contains(kind), "a partner sees no hospital's standing");
    }
    assert!(!page.body.contains("/office/care/first"), "no way to named hospitals");
    let partners = pat.get("/office/care/states.csv").await.body;
    assert!(partners.contains("too few to show") && !partners.contains(",2,"), "{partners}");
    assert_eq!(olu.get("/office/care/states.csv?seen_by=partners").await.body, partners);
    // A partner cannot ask for more than partners see.
    assert_eq!(pat.get("/office/care/states.csv?seen_by=office").await.body, partners);
    for path in ["/office/care/first", "/office/care/first.csv"] {
        pat.get(path).await.is(403);
    }
}

#[tokio::test]
async fn the_brief_is_what_partners_see_whoever_saves_it() {
    let portal = Portal::new().await;
    reached(&portal, &SIX[..3], Stage::Registered, "2026-02-10").await;
    let brief = portal.app.partner_brief().await.expect("a brief");
    let registered = brief.stages.iter().find(|s| s.stage == "registered").expect("a stage");
    assert_eq!(registered.hospitals, None, "three are too few to show");
    assert!(brief.states.iter().all(|s| s.registered.is_none() && s.covered.is_none()));
    assert!(brief.months.iter().all(|m| m.registered.is_none() && m.assessed.is_none()));
    assert!(brief.headline.contains("Too few hospitals registered to say"), "{}", brief.headline);
    let mut olu = office(&portal).await;
    let mut pat = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    for file in ["/office/care/brief.pdf", "/office/care/brief.csv"] {
        assert_eq!(olu.get(file).await.body, pat.get(file).await.body, "{file}");
    }
    assert!(olu.get("/office/care/brief.pdf").await.body.starts_with("%PDF-1.7"));
    let csv = pat.get("/office/care/brief.csv").await.body;
    assert!(csv.contains("registered,too few to show") && csv.contains("by_the_end_of"), "{csv}");
}

#[tokio::test]
async fn open_gates_are_counted_of_assessed_hospitals_that_agreed() {
    let portal = Portal::new().await;
    let by = portal.person("Abe Assessor", Role::ProgramOffice, None).await;
    let gate = portal.app.catalog.measures().find(|(_, m)| m.gate.is_some()).expect("a gate").1.id.clone();
    let now = portal.app.clock.now();
    let posture = holdfast_core::decide::posture::assess(&portal.app.catalog, &Default::default(), now);
    let sign = |is_open: bool| {
        let mut posture = posture.clone();
        for g in &mut posture.gates {
            g.state = if is_open && g.measure == gate { GateState::Open } else { GateState::Shut };
        }
        SignOff { posture, statement: "Looked at it all.".to_owned(), by: "Abe".to_owned(), at: now }
    };
    let mut write = portal.app.store.write().await.expect("a write");
    for (i, ccn) in SIX.iter().enumerate() {
        write.add_sign_off(scope(ccn), &sign(i < 2), by).await.expect("kept");
    }
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    // Nobody of them is on record as assessed, so nobody counts.
    olu.get("/office/care").await.is(200).shows("No assessor has signed for a hospital yet");
    reached(&portal, &SIX, Stage::Assessed, "2026-02-10").await;
    let page = olu.get("/office/care").await;
    page.is(200).shows("Hospitals with a gate open when an assessor signed last: too few to show");
    let (_, gates) = page.body.split_once("id=\"gates-head\"").expect("the section of gates");
    let n_zero = gates.matches("<td class=\"n\">0</td></tr>").count();
    let n_gates = portal.app.catalog.measures().filter(|(_, m)| m.gate.is_some()).count();
    assert_eq!(n_zero, n_gates - 1, "every gate but the open one is open at none");
}

#[tokio::test]
async fn whom_to_help_first_is_filtered_and_saved() {
    let portal = Portal::new().await;
    reached(&portal, &[FIXTURE_MEMORIAL], Stage::Registered, "2026-02-10").await;
    reached(&portal, &[BEACON_RIDGE], Stage::Assessed, "2026-02-10").await;
    let mut olu = office(&portal).await;
    let page = olu.get("/office/care/first").await;
    page.is(200).shows("Fixture Memorial").shows("Offer an assessment").shows("Ask it to register");
    let page = olu.get("/office/care/first?lacks=registration&state=ZZ").await;
    page.is(200).shows("Copper Hollow");
    assert!(!page.body.contains(&format!("/office/hospitals/{FIXTURE_MEMORIAL}")), "it registered");
    let page = olu.get("/office/care/first?lacks=assessment").await;
    assert!(page.body.contains(&format!("/office/hospitals/{FIXTURE_MEMORIAL}")));
    assert!(!page.body.contains(&format!("/office/hospitals/{BEACON_RIDGE}")), "it is assessed");
    olu.get("/office/care/first?state=MT").await.is(200).shows("No place matches");
    let csv = olu.get("/office/care/first.csv?lacks=assessment").await.body;
    assert!(csv.contains(FIXTURE_MEMORIAL) && !csv.contains(BEACON_RIDGE), "{csv}");
    assert!(csv.contains("Do not pass on"), "{csv}");
    olu.get("/office/care/first?page=99&lacks=nonsense").await.is(200);
}
