//! The home page, and answers to reviewers' questions.

use holdfast_core::model::Role;
use holdfast_core::model::{Case, CaseId, CaseKind, CaseMove, CaseState};
use holdfast_store::{Cases, Registrations};
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{at, fixture};

#[tokio::test]
async fn the_home_page_says_what_to_do_what_it_is_worth_and_what_ends() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("")).await;
    page.is(200)
        .shows("Three things to do")
        .shows("minutes")
        .shows("What you may have")
        .shows("a year, in value to you")
        .shows("Windows 10 extended security updates")
        .shows("The registration was checked.")
        .shows("First tasks");
    assert_eq!(page.body.matches("<h1").count(), 1);
}

#[tokio::test]
async fn before_the_registration_is_checked_the_page_says_so() {
    let portal = Portal::new().await;
    let mut early = portal.signed_in_as("Early Bird", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    early.get(&at("")).await.is(200).shows("This hospital is not registered yet");
    let offer = early.get(&at("/offers/security-assessment")).await;
    offer.is(200).shows("You can accept it once the registration is checked.");
}

/// A case that a mailed link settled once stood here as "A reviewer agreed: ... Settled without a reviewer".
#[tokio::test]
async fn what_no_reviewer_saw_is_not_told_as_a_reviewers_doing() {
    let (portal, scope, mut dana) = fixture().await;
    let registration =
        portal.app.store.read().await.expect("a read").registrations(scope).await.expect("read")[0].clone();
    let case = Case {
        id: CaseId::from_random([7; 8]),
        program: registration.program.clone(),
        ccn: Some(scope.ccn()),
        kind: CaseKind::Belonging { registration: registration.id },
        opened_on: portal.app.today(),
        target_on: portal.app.today(),
        state: CaseState::Open,
    };
    let mut write = portal.app.store.write().await.expect("a write");
    write.open_case(&case, 1).await.expect("opened");
    write.commit().await.expect("kept");
    dana.get(&at("")).await.shows("A reviewer was asked: Your registration.");

    let mut write = portal.app.store.write().await.expect("a write");
    let settled = CaseMove::Approve { reason: "Settled without a reviewer: a link was followed.".to_owned() };
    write.move_case(case.id, &settled, None, portal.app.today(), 2).await.expect("settled");
    write.commit().await.expect("kept");
    dana.get(&at(""))
        .await
        .hides("reviewer agreed")
        .hides("reviewer was asked")
        .shows("The registration was checked.");
}

#[tokio::test]
async fn a_question_is_answered_where_it_is_asked() {
    let portal = Portal::new().await;
    let scope = portal.registered(BEACON_RIDGE, true).await;
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let reviewer = portal.person("Rae Reviewer", Role::Reviewer, None).await;
    kim.post(&format!("/hospital/{BEACON_RIDGE}/offers/nonprofit-pricing/ask"), &[]).await.is(303);
    let case = portal.app.store.read().await.expect("a read").cases(scope).await.expect("cases")[0].id;
    let mut write = portal.app.store.write().await.expect("a write");
    let ask = CaseMove::AskBack { question: "Do you have a tax letter?".to_owned() };
    write.move_case(case, &ask, Some(reviewer), portal.app.today(), 1).await.expect("asked");
    write.commit().await.expect("kept");

    let home = format!("/hospital/{BEACON_RIDGE}");
    let field = format!("answer-{case}");
    let to = format!("{home}/cases/{case}/answer");
    kim.get(&home).await.shows("Do you have a tax letter?").shows("Answer the reviewer's question");
    kim.post(&to, &[(&field, "  ")]).await.is(422).shows("Write an answer").shows("There is a problem");
    let long = "x".repeat(4_001);
    let page = kim.post(&to, &[(&field, &long)]).await;
    page.is(422).shows("Shorten the answer");
    assert!(page.body.contains(&long), "what was typed is kept");
    kim.post_and_follow(&to, &[(&field, "Yes, from 1987.")]).await.shows("Your answer is with the reviewer.");
    kim.get(&home).await.hides("Do you have a tax letter?");
    kim.post(&to, &[(&field, "Once more")]).await.is(400).shows("Nobody has asked anything");
    kim.post(&format!("{home}/cases/999/answer"), &[("answer-999", "Hello")]).await.is(404);
    kim.post(&format!("{home}/cases/x/answer"), &[("answer-x", "Hello")]).await.is(404);
    let cases = portal.app.store.read().await.expect("a read").cases(scope).await.expect("cases");
    assert_eq!(cases[0].state, CaseState::Open);
}

#[tokio::test]
async fn the_week_asks_of_each_what_they_may_do() {
    let (portal, _, mut dana) = fixture().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut eve = portal.signed_in_as("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    dana.get(&at("")).await.shows("Read and accept: ").hides("Ask your administrator");
    ivo.get(&at("")).await.shows("Ask your administrator to accept: ").hides("Read and accept: ");
    eve.get(&at("")).await.shows("Ask your administrator to accept: ").hides("Read and accept: ");
}
