//! What is known, what a hospital may say, and what it may not.

use holdfast_core::facts::FactKind;
use holdfast_core::model::Role;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{at, dana_again, fixture};

#[tokio::test]
async fn every_fact_names_its_source_or_says_nobody_knows() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("/facts")).await;
    page.is(200)
        .shows("Number of people who sign in to a computer")
        .shows("The hospital said so on March 2, 2026")
        .shows("We do not know")
        .shows("Whether it is a critical access hospital yes Worked out: from hospital type")
        .hides("focus area");
}

#[tokio::test]
async fn a_missing_fact_is_stated_on_the_offer_that_needs_it() {
    let portal = Portal::new().await;
    let mut it = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let updates = at("/offers/windows-10-extended-updates");
    it.get(&updates)
        .await
        .shows("We need a fact from you")
        .shows("How many of the Windows 10 computers are at version 22H2?");
    let to = at("/facts/windows_10_22h2_devices");
    let fields = [("windows_10_22h2_devices", "1,50x"), ("offer", "windows-10-extended-updates")];
    let page = it.post(&to, &fields).await;
    page.is(422).shows("There is a problem").shows("Enter a whole number");
    assert_eq!(page.input("windows_10_22h2_devices").as_deref(), Some("1,50x"), "what was typed is kept");
    assert_eq!(page.input("offer").as_deref(), Some("windows-10-extended-updates"));
    let fields = [("windows_10_22h2_devices", "180"), ("offer", "windows-10-extended-updates")];
    let page = it.post_and_follow(&to, &fields).await;
    page.is(200).shows("Thank you.").shows("You may have it").shows("$10,980");
    // "I don't know" takes it back; an empty number is that too.
    it.post(&to, &[("windows_10_22h2_devices", "")]).await.is(303);
    it.get(&updates).await.shows("We need a fact from you");
}

#[tokio::test]
async fn yes_and_no_mean_what_the_question_asks() {
    let portal = Portal::new().await;
    let scope = portal.registered_on_its_word(FIXTURE_MEMORIAL, true).await;
    let mut dana =
        portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    dana.get(&at("/offers/nonprofit-pricing")).await.shows("A reviewer checks it once");
    dana.get(&at("/facts/independent")).await.shows("Is the hospital independent of any health system?");
    dana.post(&at("/facts/independent"), &[("independent", "maybe")]).await.is(422).shows("Choose yes, no");
    dana.post(&at("/facts/independent"), &[]).await.is(422);
    portal.clock.set("2026-03-04");
    let mut dana = dana_again(&portal).await;
    dana.post(&at("/facts/independent"), &[("independent", "no")]).await.is(303);
    let facts = portal.app.hospital_facts(scope, portal.app.today()).await.expect("facts");
    assert_eq!(facts.bool(FactKind::Independent), Some(false));
    dana.get(&at("/offers/nonprofit-pricing")).await.shows("A reviewer looks at it");
}

#[tokio::test]
async fn what_the_public_file_settles_becomes_a_dispute_and_not_a_change() {
    let (portal, scope, mut dana) = fixture().await;
    let to = at("/facts/ownership");
    dana.post(&to, &[("ownership", "owned by the moon")]).await.is(422).shows("Choose one from the list");
    dana.post(&to, &[("ownership", "government_local")]).await.is(303);
    dana.get(&at("/facts"))
        .await
        .shows("Not agreed")
        .shows("Our record says Nonprofit, private; the hospital says County or city");
    let facts = portal.app.hospital_facts(scope, portal.app.today()).await.expect("facts");
    assert_eq!(facts.bool(FactKind::Public), None, "a dispute is no answer");
}

#[tokio::test]
async fn nobody_can_state_what_is_not_theirs_to_say() {
    let portal = Portal::new().await;
    let mut it = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    for key in
        ["validated", "registered", "cah", "rural", "selected_for_cohort", "nonprofit", "state", "nothing"]
    {
        it.get(&at(&format!("/facts/{key}"))).await.is(404);
        it.post(&at(&format!("/facts/{key}")), &[(key, "yes")]).await.is(404);
    }
    it.get(&at("/offers/security-assessment")).await.shows("once the registration is checked");
}
