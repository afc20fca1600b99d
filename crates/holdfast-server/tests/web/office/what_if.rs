//! What if: a vendor, a system, a county, a list. Only the office asks, and bad questions are named at their fields.

use holdfast_core::catalog::{DependencyId, ServiceId};
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::model::SystemId;
use holdfast_testkit::franklin::{BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL};

use super::*;

const CARE: &str = "/office/what-if";

async fn names(portal: &Portal, ccn: &str, vendor: &str) {
    let by = portal.person(&format!("It of {ccn}"), Role::HospitalIt, Some(ccn)).await;
    let own = OwnServices {
        not_offered: [ServiceId::new("surgery")].into(),
        vendors: [(DependencyId::new("lab-system"), vec![vendor.to_owned()])].into(),
        ..OwnServices::default()
    };
    let mut write = portal.app.store.write().await.expect("a write");
    let now = portal.app.clock.now();
    write.say_own_services(scope(ccn), &own, 0, ("Ivo It", by), now).await.expect("said");
    write.commit().await.expect("kept");
}

#[tokio::test]
async fn a_vendor_takes_down_those_that_named_it() {
    let portal = Portal::new().await;
    names(&portal, FIXTURE_MEMORIAL, "Fixture Labs, Inc.").await;
    names(&portal, COPPER_HOLLOW, "fixture labs inc").await;
    names(&portal, BEACON_RIDGE, "Other & Sons").await;
    let mut olu = office(&portal).await;
    let page = olu.get(CARE).await;
    page.is(200)
        .shows("What if they go down")
        .shows("Vendors that hospitals named")
        .shows("The laboratory system");
    assert!(page.body.contains("/office/what-if?what=vendor&#38;vendor=Other+%26+Sons"), "{}", page.body);
    let page = olu.get(&format!("{CARE}?what=vendor&vendor=Fixture+Labs+Inc&days=7")).await;
    page.is(200)
        .shows("2 hospitals named Fixture Labs, Inc.")
        .shows("Fixture Memorial")
        .shows("Copper Hollow")
        .shows("for a week")
        .shows("the hospital")
        .hides("our catalog");
    assert!(!page.body.contains(&format!("/office/hospitals/{BEACON_RIDGE}")), "it named another");
    olu.get(&format!("{CARE}?what=vendor&vendor=Nobody")).await.is(400).shows("No hospital named `Nobody`");
}

#[tokio::test]
async fn who_saved_the_form_as_it_came_said_nothing() {
    let portal = Portal::new().await;
    let by = portal.person("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let now = portal.app.clock.now();
    let nothing = OwnServices::default();
    write.say_own_services(scope(FIXTURE_MEMORIAL), &nothing, 0, ("Ivo It", by), now).await.expect("said");
    write.commit().await.expect("kept");
    let page =
        office(&portal).await.get(&format!("{CARE}?what=hospitals&hospitals={FIXTURE_MEMORIAL}")).await;
    page.is(200).shows("None of them said anything").shows("our catalog");
}

#[tokio::test]
async fn a_system_is_told_by_names_and_by_what_was_said_at_registration() {
    let portal = Portal::new().await;
    let mut write = portal.app.store.write().await.expect("a write");
    let system = write.add_health_system(SystemId(5), "Quiet Hills Health", 1).await.expect("kept");
    write.set_health_system(scope(BEACON_RIDGE), Some(system.id), 1).await.expect("kept");
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    olu.get(&format!("{CARE}?what=system&system=quiet+hills"))
        .await
        .is(200)
        .shows("Beacon Ridge")
        .shows("1 hospital said at registration that it belongs to Quiet Hills Health")
        .shows("None of them said anything of its services");
    olu.get(&format!("{CARE}?what=system&system=beacon+ridge"))
        .await
        .is(200)
        .shows("No public file lists owners");
    olu.get(&format!("{CARE}?what=system&system=nobody"))
        .await
        .is(400)
        .shows("No hospital of the directory bears");
}

#[tokio::test]
async fn counties_lists_and_bad_questions() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let both = format!("{FIXTURE_MEMORIAL},{BEACON_RIDGE}");
    olu.get(&format!("{CARE}?what=hospitals&hospitals={both}"))
        .await
        .is(200)
        .shows("They were listed one by one.")
        .shows("Fixture Memorial")
        .shows("Beacon Ridge")
        .shows("our catalog");
    olu.get(&format!("{CARE}?what=county&county=Franklin+County+01,+ZZ"))
        .await
        .is(200)
        .shows("Franklin County 01");
    for (query, says) in [
        ("what=county&county=nowhere", "No county is called `nowhere`"),
        ("what=hospitals&hospitals=271304", "271304 is the number of no listed hospital"),
        ("what=hospitals&hospitals=", "List at least one hospital"),
        ("what=worst&state=&k=3", "Choose a state"),
        ("what=worst&state=ZZ&k=many", "Write how many hospitals, 1 to 20"),
        ("what=worst&state=ZZ&k=99", "Ask for 1 to 20 hospitals, not 99"),
        ("what=worst&state=ZZ&k=2", "which hospitals count most is not known"),
        ("what=system&system=", "Name a health system"),
        ("what=%3Cb%3E", "Choose what goes down"),
        ("days=500", "Choose 1 to 90 days"),
    ] {
        let page = olu.get(&format!("{CARE}?{query}")).await;
        page.is(400).shows("There is a problem").shows(says);
    }
}

#[tokio::test]
async fn only_the_office_asks() {
    let portal = Portal::new().await;
    names(&portal, FIXTURE_MEMORIAL, "Fixture Labs").await;
    reviewer(&portal, "Rae Vance").await.get(CARE).await.is(200).shows("Fixture Labs");
    portal
        .signed_in_as("Pat Partner", Role::Partner, None)
        .await
        .get(CARE)
        .await
        .is(403)
        .hides("Fixture Labs");
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    ivo.get(CARE).await.is(403);
    portal.browser().get(CARE).await.hides("Fixture Labs");
}
