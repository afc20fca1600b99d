//! A health system registers many.

use holdfast_core::model::{Ccn, HospitalScope, RegistrationState, Role, Said};
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{COPPER_HOLLOW, LITTLE_FORK, TWO_RIVERS};

use crate::confirmed;

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
    confirmed(&portal, ("", &[])).await;
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
    // What is confirmed is not registered again.
    browser
        .post("/register/system", &form("991302"))
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

#[tokio::test]
async fn a_list_from_an_address_nobody_proved_takes_no_hospitals_place() {
    let portal = Portal::new().await;
    let mallory: Vec<(&str, &str)> = form("991301\n991302\n991303")
        .into_iter()
        .map(|(k, v)| if k == "email" { (k, "nobody@evil.example") } else { (k, v) })
        .collect();
    portal.browser().post("/register/system", &mallory).await.is(200);
    let mut read = portal.app.store.read().await.expect("a read");
    let program = portal.app.hospital_program().expect("a program").id.clone();
    assert_eq!(read.office_funnel(&program).await.expect("a funnel"), []);
    let queue = read.review_queue(&holdfast_store::CaseFilter::default(), 100, 0).await.expect("cases");
    assert!(queue.is_empty(), "{queue:?}");
    assert_eq!(read.office_attestations().await.expect("attestations"), []);
    drop(read);
    // Letters of one moment have no order.
    portal.clock.pass_minutes(1);
    confirmed(&portal, ("", &[])).await.shows("Your registration is confirmed");
}

#[tokio::test]
async fn hospitals_that_share_the_mail_domain_are_settled_by_one_call() {
    let portal = Portal::new().await;
    let list = format!("{TWO_RIVERS}\n{LITTLE_FORK}\n{COPPER_HOLLOW}");
    let mut shared = form(&list);
    shared.retain(|(k, _)| *k != "email");
    shared.push(("email", "sys@franklinhealth.example"));
    portal.browser().post("/register/system", &shared).await.is(200);
    let link = portal.mailed_link("prove-mailbox").await;
    portal
        .browser()
        .post(&link, &[])
        .await
        .is(200)
        .shows("2 hospitals in the public directory share that domain");
    let open = open_cases(&portal).await;
    assert_eq!(open.len(), 2, "one for both that share it, one for the third");
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let mut both = String::new();
    for case in &open {
        if rae.get(case).await.is(200).body.contains("Hospitals settled with this one") {
            both.clone_from(case);
        }
    }
    let yes =
        [("act", "approve"), ("reason", "They act for the system."), ("confirmed", "yes"), ("seen", "0")];
    rae.post(&both, &yes).await.is(303);
    let mut read = portal.app.store.read().await.expect("a read");
    for (ccn, state) in [(TWO_RIVERS, "validated"), (LITTLE_FORK, "validated"), (COPPER_HOLLOW, "submitted")]
    {
        let scope = HospitalScope::checked(Ccn::parse(ccn).expect("a number"));
        let kept = read.registrations(scope).await.expect("registrations").pop().expect("one");
        assert_eq!(kept.state.key(), state, "{ccn}");
        assert_eq!(kept.answers.mail_domain, Some(Said::DontKnow), "nobody was asked");
    }
    drop(read);
    let letters = portal.mails().await;
    let letters: Vec<_> = letters.iter().filter(|m| m.new.kind == "registration-validated").collect();
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].new.text.contains("2 registrations come from their hospitals"),
        "{}",
        letters[0].new.text
    );
}

async fn open_cases(portal: &Portal) -> Vec<String> {
    let mut read = portal.app.store.read().await.expect("a read");
    let filter = holdfast_store::CaseFilter { unsettled: true, ..holdfast_store::CaseFilter::default() };
    let all = read.review_queue(&filter, 100, 0).await.expect("cases");
    all.iter().map(|c| format!("/office/cases/{}", c.id)).collect()
}
