//! A health system registers many.

use holdfast_core::model::{Ccn, HospitalScope, RegistrationState, Role};
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;

use crate::registered;

fn form(list: &str) -> Vec<(&str, &str)> {
    vec![
        ("list", list),
        ("system_name", "Franklin Health"),
        ("name", "Sys Tem"),
        ("role", "system_staff"),
        ("email", "sys@beaconridgehospital.example"),
        ("phone", "(555) 555-0177"),
        ("share_with_assessor", "no"),
        ("count_in_totals", "yes"),
    ]
}

#[tokio::test]
async fn good_lines_are_registered_and_bad_ones_named() {
    let portal = Portal::new().await;
    registered(&mut portal.browser(), ("", &[])).await;
    portal.clock.pass_minutes(1);
    let list = "CCN,Name\n991302,Beacon Ridge\n\n991303\n991303\nnonsense\n99Z304\n99014F\n991301\n555555\n";
    let mut browser = portal.browser();
    let done = browser.post("/register/system", &form(list)).await;
    done.is(200)
        .shows("2 hospitals registered")
        .shows("Beacon Ridge County Hospital")
        .shows("Copper Hollow Hospital");
    done.shows("5 991303 991303 stands on line 4 already");
    done.shows("6 nonsense A certification number").shows("Use the hospital's number, 991304");
    done.shows("Veterans Affairs or Defense")
        .shows("Someone registered 991301 before")
        .shows("555555 is not in the public directory");
    assert_eq!(done.body.matches("HF-").count(), 2);
    // One mail proves what it can: Beacon Ridge has that domain, Copper Hollow has none on file.
    let link = portal.mailed_link("prove-mailbox").await;
    let proof = browser.post(&link, &[]).await;
    proof
        .is(200)
        .shows("Your registration is confirmed")
        .shows("A reviewer calls the hospital")
        .shows("no web or mail domain");
    let mut read = portal.app.store.read().await.expect("a read");
    let scope = HospitalScope::checked(Ccn::parse("991302").expect("a number"));
    let kept = read.registrations(scope).await.expect("registrations").pop().expect("one");
    assert!(matches!(kept.state, RegistrationState::Validated { .. }));
    assert_eq!(kept.answers.legal_name.as_deref(), Some("Beacon Ridge County Hospital"));
    assert_eq!(read.health_system_of(scope).await.expect("a system").expect("one").name, "Franklin Health");
    let roles: Vec<Role> =
        read.people(scope).await.expect("people").into_iter().map(|p| p.grant.role).collect();
    assert_eq!(roles, [Role::Executive]);
    drop(read);
    // The same list again registers nothing twice.
    browser
        .post("/register/system", &form("991302\n991303"))
        .await
        .is(422)
        .shows("No line names a hospital")
        .shows("Someone registered 991302 before");
}

#[tokio::test]
async fn a_form_with_mistakes_registers_nothing() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.get("/register/system").await.is(200).shows("Register many hospitals");
    let wrong = browser.post("/register/system", &[("list", "991302"), ("email", "x")]).await;
    wrong
        .is(422)
        .shows("Write the name of the health system")
        .shows("That is not an e-mail address")
        .shows("Say whether");
    assert!(wrong.body.contains(">991302</textarea>"), "what was typed stays");
    browser.post("/register/system", &form("")).await.is(422).shows("Paste the certification numbers");
    browser
        .post("/register/system", &form(&"991302\n".repeat(9_000)))
        .await
        .is(422)
        .shows("The list is longer than");
    let mut read = portal.app.store.read().await.expect("a read");
    let scope = HospitalScope::checked(Ccn::parse("991302").expect("a number"));
    assert!(read.registrations(scope).await.expect("registrations").is_empty());
}
