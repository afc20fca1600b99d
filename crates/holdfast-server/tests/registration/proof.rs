//! Proof of belonging: a mailbox at the hospital's domain, or a call; and never an administrator by accident.

use holdfast_core::model::{CaseState, Ccn, HospitalScope, RegistrationState, Role, Stage};
use holdfast_store::nouns::*;
use holdfast_store::{CaseFilter, Store};
use holdfast_testkit::Portal;

use crate::{answer, contact, filled_in, registered};

fn scope() -> HospitalScope {
    HospitalScope::checked(Ccn::parse("991301").expect("a number"))
}

async fn state(store: &Store) -> RegistrationState {
    let mut read = store.read().await.expect("a read");
    read.registrations(scope()).await.expect("registrations").pop().expect("one").state
}

async fn cases(store: &Store) -> Vec<CaseState> {
    let mut read = store.read().await.expect("a read");
    let all = read.review_queue(&CaseFilter::default(), 100, 0).await.expect("cases");
    all.into_iter().map(|c| c.state).collect()
}

async fn roles(store: &Store) -> Vec<Role> {
    let mut read = store.read().await.expect("a read");
    read.people(scope()).await.expect("people").into_iter().map(|p| p.grant.role).collect()
}

#[tokio::test]
async fn a_mailbox_at_the_hospital_is_proof() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    registered(&mut browser, ("", &[])).await.shows("Until then nothing is registered");
    let store = &portal.app.store;
    assert!(matches!(state(store).await, RegistrationState::Unproven { .. }));
    assert!(cases(store).await.is_empty(), "no reviewer is troubled");
    assert!(roles(store).await.is_empty());
    let link = portal.mailed_link("prove-mailbox").await;
    // Opening it, as mail scanners do, settles nothing.
    portal.browser().get(&link).await.is(200).shows("Is this mailbox yours?").hides("Fixture");
    assert!(matches!(state(store).await, RegistrationState::Unproven { .. }));
    let done = portal.browser().post(&link, &[]).await;
    done.is(200).shows("Your registration is confirmed").shows("Set up sign-in").hides("A reviewer calls");
    assert!(matches!(state(store).await, RegistrationState::Validated { .. }));
    assert!(cases(store).await.is_empty());
    assert_eq!(roles(store).await, [Role::HospitalIt], "a working role, never administrator");
    let mut read = store.read().await.expect("a read");
    let program = portal.app.hospital_program().expect("a program").id.clone();
    let stages: Vec<Stage> =
        read.stages(scope(), &program).await.expect("stages").into_iter().map(|(s, _)| s).collect();
    assert_eq!(stages, [Stage::Registered, Stage::Validated]);
    assert!(!read.attestations(scope()).await.expect("attestations").is_empty());
    drop(read);
    // Once.
    portal.browser().get(&link).await.is(410).shows("This link no longer works");
    portal.browser().post(&link, &[]).await.is(410);
    assert!(portal.mailed_link("registration-validated").await.starts_with("/set-up-sign-in/"));
    browser.get("/register/done").await.is(200).shows("Registration confirmed");
}

#[tokio::test]
async fn no_role_given_at_registration_is_administrator() {
    for said in ["leadership", "other_staff", "system_staff", "vendor"] {
        let portal = Portal::new().await;
        let contact: &[(&str, &str)] = &[
            ("name", "Ann Lee"),
            ("role", said),
            ("email", "ann@fixturememorial.example"),
            ("phone", "(555) 555-0142"),
        ];
        registered(&mut portal.browser(), ("contact", contact)).await;
        let link = portal.mailed_link("prove-mailbox").await;
        portal.browser().post(&link, &[]).await.is(200);
        assert_eq!(roles(&portal.app.store).await, [Role::Executive], "{said}");
        // They read what they registered, and find where an administrator is named.
        let mut read = portal.app.store.read().await.expect("a read");
        let ann = read.people(scope()).await.expect("people").pop().expect("Ann").account.id;
        drop(read);
        let mut signed_in = portal.signed_in(ann).await;
        signed_in.get("/hospital/991301").await.is(200);
        signed_in.get("/account").await.is(200).shows("Name the administrator");
        signed_in.get("/hospital/991301/first-administrator").await.is(200);
    }
}

#[tokio::test]
async fn other_mailboxes_mean_a_call_to_the_number_on_file() {
    for (email, why) in [
        ("ann@gmail.com", "Anyone can have an address at your mail provider"),
        ("ann@fixture-memorial.example", "Your address is not at the hospital's domain"),
    ] {
        let portal = Portal::new().await;
        let mut browser = portal.browser();
        let contact: &[(&str, &str)] =
            &[("name", "Ann Lee"), ("role", "it"), ("email", email), ("phone", "(555) 555-9999")];
        registered(&mut browser, ("contact", contact))
            .await
            .shows(why)
            .shows("(555) 555-0101")
            .hides("555-9999");
        assert!(cases(&portal.app.store).await.is_empty());
        let link = portal.mailed_link("prove-mailbox").await;
        let done = portal.browser().post(&link, &[]).await;
        done.is(200)
            .shows("the mailbox is confirmed")
            .shows("(555) 555-0101")
            .shows(why)
            .hides("Set up sign-in");
        assert!(matches!(state(&portal.app.store).await, RegistrationState::Submitted { .. }));
        assert!(matches!(cases(&portal.app.store).await[..], [CaseState::Open]));
        assert!(roles(&portal.app.store).await.is_empty());
    }
}

#[tokio::test]
async fn coming_back_by_the_mailed_link_is_proof_already() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    filled_in(&mut browser, ("", &[])).await;
    browser.post("/register/save", &[("email", "ann@fixturememorial.example")]).await.is(200);
    let link = portal.mailed_link("resume-link").await;
    let mut elsewhere = portal.browser();
    elsewhere.post(&link, &[]).await.is(303);
    elsewhere.post_and_follow("/register/send", &[]).await.is(200).shows("Registration confirmed");
    assert!(cases(&portal.app.store).await.is_empty(), "no reviewer is troubled");
    assert_eq!(roles(&portal.app.store).await, [Role::HospitalIt]);
    // But the way back to one address proves nothing about another.
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    filled_in(&mut browser, ("", &[])).await;
    browser.post("/register/save", &[("email", "mallory@elsewhere.example")]).await.is(200);
    let link = portal.mailed_link("resume-link").await;
    browser.post(&link, &[]).await.is(303);
    browser.post_and_follow("/register/send", &[]).await.is(200).shows("Registration sent");
    assert!(roles(&portal.app.store).await.is_empty());
}

#[tokio::test]
async fn a_proof_runs_out_and_can_be_asked_for_again() {
    let portal = Portal::new().await;
    registered(&mut portal.browser(), ("", &[])).await;
    let first = portal.mailed_link("prove-mailbox").await;
    portal.clock.pass_minutes(73 * 60);
    portal.browser().get(&first).await.is(410).shows("mail you a new one");
    portal.browser().post("/new-link", &[("email", "ann@fixturememorial.example")]).await.is(200);
    let second = portal.mailed_link("prove-mailbox").await;
    assert_ne!(first, second);
    portal.browser().post(&second, &[]).await.is(200).shows("Your registration is confirmed");
}

#[tokio::test]
async fn a_reviewers_question_is_answered_on_the_same_pages() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    registered(&mut browser, ("contact", &contact("Ann Lee", "ann@gmail.com"))).await;
    let link = portal.mailed_link("prove-mailbox").await;
    portal.browser().post(&link, &[]).await.is(200);
    let store = &portal.app.store;
    let reviewer = portal.person("Rae Viewer", Role::Reviewer, None).await;
    let mut write = store.write().await.expect("a write");
    let mut registration = write.registrations(scope()).await.expect("registrations").pop().expect("one");
    let on = portal.app.today();
    registration.state = RegistrationState::AskedBack { on, question: "Which building?".to_owned() };
    write.save_registration(scope(), &registration, portal.app.now_ms()).await.expect("saved");
    let case = write.cases(scope()).await.expect("cases").pop().expect("one");
    let moved = holdfast_core::model::CaseMove::AskBack { question: "Which building?".to_owned() };
    write.move_case(case.id, &moved, Some(reviewer), on, portal.app.now_ms()).await.expect("moved");
    write.commit().await.expect("kept");
    browser.get("/register/tasks").await.is(200).shows("Which building?");
    answer(&mut browser, "beds", &[("licensed_beds", "19")]).await.is(303);
    browser.post("/register/send", &[("reply", " ")]).await.is(422).shows("Answer the reviewer's question");
    browser
        .post("/register/send", &[("reply", &"x".repeat(2_001))])
        .await
        .is(422)
        .shows("up to 2000 characters");
    browser
        .post_and_follow("/register/send", &[("reply", "The north one.")])
        .await
        .is(200)
        .shows("Registration sent");
    assert!(matches!(state(store).await, RegistrationState::Submitted { .. }));
    assert!(matches!(cases(store).await[..], [CaseState::Open]));
}
