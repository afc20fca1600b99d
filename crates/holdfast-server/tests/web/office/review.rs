//! The queue, and decisions on registrations, offers and applications.

use std::collections::BTreeMap;

use holdfast_core::catalog::ProgramId;
use holdfast_core::decide::eligibility::Because;
use holdfast_core::facts::FactKind;
use holdfast_core::model::{
    Application, ApplicationId, ApplicationState, CaseKind, CaseState, RegistrationState, Role,
};
use holdfast_store::{Accounts, Applications, Attestations, Audit, Cases, Registrations};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL, TWO_RIVERS};

use super::*;

const CALLED: &[(&str, &str)] =
    &[("act", "approve"), ("reason", "The hospital knows of it."), ("confirmed", "yes"), ("seen", "0")];

#[tokio::test]
async fn an_empty_queue_says_so_and_a_full_one_filters_sorts_and_counts() {
    let portal = Portal::new().await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get("/office/queue").await.is(200).shows("The queue is empty");
    let (_, first) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    portal.clock.set("2026-03-09");
    referral(&portal, BEACON_RIDGE, "nonprofit-pricing", "not-public", Because::Judgement).await;
    let mut rae = reviewer(&portal, "Rae Second").await;
    let page = rae.get("/office/queue").await;
    page.is(200).shows("2 cases wait for a reviewer. 1 is past its target date.").shows("Overdue by");
    let (a, b) = (page.body.find("Fixture Memorial"), page.body.find("Beacon Ridge"));
    assert!(a.is_some() && a < b, "the most pressing first");
    rae.get("/office/queue?kind=offer_referral").await.shows("Beacon Ridge").hides("Fixture Memorial");
    rae.get("/office/queue?show=overdue").await.shows("Fixture Memorial").hides("Beacon Ridge");
    rae.get("/office/queue?state=MT").await.shows("No case fits");
    rae.get("/office/queue?state=ZZ&sort=hospital").await.shows("Waiting: 2 cases");
    let turned = rae.get("/office/queue?sort=hospital&order=down").await;
    assert!(turned.body.find("Fixture Memorial") < turned.body.find("Beacon Ridge"));
    rae.get("/office/queue?show=settled").await.shows("No case fits");
    rae.get("/office/queue?sort=nonsense&page=-7&kind=%3Cscript%3E").await.is(200);
    rae.get(&at(first)).await.is(200);
    rae.get("/office/cases/7").await.is(404);
    rae.get("/office/cases/seven").await.is(404);
}

#[tokio::test]
async fn a_case_shows_the_number_on_file_and_what_the_hospital_said() {
    let portal = Portal::new().await;
    let (registration, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let page = reviewer(&portal, "Rae Vance").await.get(&at(case)).await;
    page.is(200)
        .shows("Does this registration come from the hospital?")
        .shows("(555) 555-0101")
        .shows("The number in the public directory")
        .shows("made up, released February 6, 2026")
        .shows(&registration.reference.to_string())
        .shows("Ann Sender");
    assert!(!page.body.contains("555-9999"), "a number from the form is never one to call");
}

#[tokio::test]
async fn a_call_back_settles_a_registration_with_everything_that_follows() {
    let portal = Portal::new().await;
    let (registration, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let missing = rae.post(&at(case), &[("act", "approve"), ("reason", "Yes."), ("seen", "0")]).await;
    missing.is(422).shows("Call the number on file first");
    rae.post(&at(case), &[("seen", "0"), ("reason", "  ")])
        .await
        .is(422)
        .shows("Choose what to do")
        .shows("Write a reason");
    assert_eq!(state(&portal, case).await, CaseState::Open);
    assert!(portal.mails().await.is_empty());

    rae.post_and_follow(&at(case), CALLED)
        .await
        .is(200)
        .shows("The case is settled")
        .shows("The hospital knows of it.");
    let mut read = portal.app.store.read().await.expect("a read");
    let kept =
        read.registration(scope(FIXTURE_MEMORIAL), registration.id).await.expect("read").expect("kept");
    assert!(
        matches!(&kept.state, RegistrationState::Validated { how, .. } if how.contains("called back")),
        "{kept:?}"
    );
    let ann = read.account_by_email(&email("ann@gmail.com")).await.expect("read").expect("an account");
    let roles: Vec<Role> = read.grants(ann.id).await.expect("read").iter().map(|g| g.role).collect();
    assert_eq!(roles, [Role::HospitalIt], "the role follows from what they do, and is never administrator");
    let log = read.audit_latest(None, 10).await.expect("read");
    assert!(log.iter().any(|e| e.action == "case.approve" && e.actor.starts_with("account:")));
    assert!(log.iter().all(|e| !e.detail.contains("Ann") && !e.detail.contains('@')));
    drop(read);
    assert!(portal.mailed_link("registration-validated").await.starts_with("/set-up-sign-in/"));
    rae.get("/office/queue?show=settled").await.shows("Approved");
}

#[tokio::test]
async fn a_refusal_and_a_question_reach_the_registrant() {
    let portal = Portal::new().await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let (refused, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let no = [("act", "refuse"), ("reason", "Nobody there knows you."), ("seen", "0")];
    rae.post_and_follow(&at(case), &no).await.shows("Refused on");
    let (asked, question) = sent(&portal, BEACON_RIDGE, "bob@gmail.com").await;
    let ask = [("act", "ask_back"), ("reason", "Which department are you in?"), ("seen", "0")];
    rae.post_and_follow(&at(question), &ask)
        .await
        .shows("Your question is out")
        .shows("Waiting for an answer since");
    let mut read = portal.app.store.read().await.expect("a read");
    let state_of =
        read.registration(scope(FIXTURE_MEMORIAL), refused.id).await.expect("read").expect("kept").state;
    assert!(
        matches!(state_of, RegistrationState::Refused { reason, .. } if reason == "Nobody there knows you.")
    );
    let state_of = read.registration(scope(BEACON_RIDGE), asked.id).await.expect("read").expect("kept").state;
    assert!(matches!(state_of, RegistrationState::AskedBack { .. }));
    drop(read);
    let mails = portal.mails().await;
    let text = |kind: &str| mails.iter().find(|m| m.new.kind == kind).expect("a mail").new.text.clone();
    assert!(text("registration-refused").contains("Nobody there knows you."));
    assert!(text("registration-question").contains("Which department are you in?"));
    let link = portal.mailed_link("registration-question").await;
    assert!(link.starts_with("/resume/"), "{link}");
    portal.browser().get(&link).await.is(200);
}

#[tokio::test]
async fn the_second_reviewer_sees_the_firsts_decision_and_loses_nothing_typed() {
    let portal = Portal::new().await;
    let (_, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    rae.post(&at(case), &[("act", "ask_back"), ("reason", "Who?"), ("seen", "0")]).await.is(303);
    let late =
        sol.post(&at(case), &[("act", "refuse"), ("reason", "Mine, typed long."), ("seen", "0")]).await;
    late.is(409)
        .shows("Something happened in this case meanwhile")
        .shows("Mine, typed long.")
        .shows("Rae Vance");
    let now = [("act", "approve"), ("reason", "They called me back."), ("confirmed", "yes"), ("seen", "1")];
    rae.post(&at(case), &now).await.is(303);
    let late = sol.post(&at(case), &[("act", "refuse"), ("reason", "Mine again."), ("seen", "1")]).await;
    late.is(409)
        .shows("Another reviewer settled this first")
        .shows("They called me back.")
        .shows("Mine again.");
    assert!(matches!(state(&portal, case).await, CaseState::Approved { .. }));
}

#[tokio::test]
async fn two_decisions_at_once_leave_one() {
    let portal = Portal::new().await;
    let (_, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    let path = at(case);
    let no = [("act", "refuse"), ("reason", "No."), ("seen", "0")];
    let (a, b) = tokio::join!(rae.post(&path, CALLED), sol.post(&path, &no));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.review_case(case).await.expect("read").expect("the case").1.len(), 1);
}

#[tokio::test]
async fn nobody_settles_their_own_registration_or_hospital() {
    let portal = Portal::new().await;
    // Test people have addresses at fixturememorial.example; the registration gives Rae's own.
    let (_, own) = sent(&portal, FIXTURE_MEMORIAL, "rae.vance@fixturememorial.example").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get(&at(own)).await.is(200).shows("You cannot settle this case").hides("Send the decision");
    rae.post(&at(own), CALLED).await.is(403).shows("This case is about you");
    assert_eq!(state(&portal, own).await, CaseState::Open);

    let (_, at_work) = sent(&portal, BEACON_RIDGE, "ann@gmail.com").await;
    let sol = portal.person("Sol Adams", Role::Reviewer, None).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let beacon = scope(BEACON_RIDGE).ccn();
    write.give_role(sol, Role::HospitalIt, Some(beacon), None, portal.app.now_ms()).await.expect("a role");
    write.commit().await.expect("kept");
    let answer = portal.signed_in(sol).await.post(&at(at_work), CALLED).await;
    answer.is(403).shows("You hold a role at this hospital");
}

#[tokio::test]
async fn a_judgement_becomes_a_ruling_the_hospital_is_told() {
    let portal = Portal::new().await;
    portal.registered(BEACON_RIDGE, true).await;
    let dana = portal.person("Dana Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let case = referral(&portal, BEACON_RIDGE, "nonprofit-pricing", "not-public", Because::Judgement).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get(&at(case)).await.shows("your judgement settles it").shows("Nonprofit price on security products");
    let yes = [("act", "approve"), ("reason", "The district runs it as a charity."), ("seen", "0")];
    rae.post_and_follow(&at(case), &yes).await.shows("The case is settled");
    let mut read = portal.app.store.read().await.expect("a read");
    let rulings = read.rulings(scope(BEACON_RIDGE)).await.expect("read");
    assert_eq!(rulings.len(), 1);
    assert!(rulings[0].allows && rulings[0].clause.as_str() == "not-public");
    drop(read);
    let mails = portal.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].new.to, email("dana.beacon@fixturememorial.example"));
    assert!(mails[0].new.text.contains("runs it as a charity"));
    assert_eq!(mails[0].new.subject, "A reviewer said yes");
    let page =
        portal.signed_in(dana).await.get(&format!("/hospital/{BEACON_RIDGE}/offers/nonprofit-pricing")).await;
    page.is(200).shows("The district runs it as a charity.");
}

#[tokio::test]
async fn a_yes_to_one_condition_is_not_told_as_a_yes_to_the_offer() {
    let portal = Portal::new().await;
    // Its independence rests on its own word, so that condition goes on waiting.
    portal.registered_on_its_word(BEACON_RIDGE, true).await;
    portal.person("Dana Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let case = referral(&portal, BEACON_RIDGE, "nonprofit-pricing", "not-public", Because::Judgement).await;
    let yes = [("act", "approve"), ("reason", "The district runs it as a charity."), ("seen", "0")];
    reviewer(&portal, "Rae Vance").await.post_and_follow(&at(case), &yes).await.shows("The case is settled");
    let mails = portal.mails().await;
    assert_eq!(mails[0].new.subject, "A reviewer settled one condition");
    let text = &mails[0].new.text;
    assert!(text.contains("runs it as a charity") && !text.contains("said yes"), "{text}");
}

#[tokio::test]
async fn a_missing_fact_is_stated_read_strictly_and_settles_the_case() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let because = Because::Missing(FactKind::TaxExemptProof);
    let case =
        referral(&portal, TWO_RIVERS, "windows-10-extended-updates", "has-22h2-devices", because).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get(&at(case)).await.shows("How many of the Windows 10 computers are at version 22H2?");
    let approve = [("act", "approve"), ("reason", "Surely."), ("seen", "0")];
    rae.post(&at(case), &approve).await.is(422).shows("A fact is missing, so approving settles nothing");
    let state_it =
        |fact| [("act", "state_fact"), ("reason", "Told on the phone."), ("fact", fact), ("seen", "0")];
    rae.post(&at(case), &state_it("-4"))
        .await
        .is(422)
        .shows("`-4` is not a whole number")
        .shows("Told on the phone.");
    rae.post(&at(case), &state_it("")).await.is(422).shows("choose or type an answer");
    rae.post_and_follow(&at(case), &state_it("40"))
        .await
        .shows("Approved on")
        .shows("settled the number of Windows 10");
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.settlements(scope(TWO_RIVERS)).await.expect("read").len(), 1);
    assert!(matches!(state(&portal, case).await, CaseState::Approved { .. }));
}

#[tokio::test]
async fn a_fact_that_needs_a_judgement_leaves_the_case_open() {
    let portal = Portal::new().await;
    let because = Because::Missing(FactKind::Independent);
    let case = referral(&portal, FIXTURE_MEMORIAL, "nonprofit-pricing", "independent", because).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let no = [("act", "state_fact"), ("reason", "It has an affiliation."), ("fact", "no"), ("seen", "0")];
    rae.post_and_follow(&at(case), &no).await.shows("The fact is kept").shows("your judgement settles it");
    assert_eq!(state(&portal, case).await, CaseState::Open);
    let allow = [("act", "approve"), ("reason", "The affiliation is clinical only."), ("seen", "1")];
    rae.post_and_follow(&at(case), &allow).await.shows("The case is settled");
}

/// An application that was sent, with its case.
pub(crate) async fn applied(portal: &Portal, from: &str) -> (ApplicationId, CaseId) {
    let id = ApplicationId::from_random(entropy::id_bytes(&*portal.app.entropy));
    let answers = BTreeMap::from([
        ("organization-name".to_owned(), "Franklin Clinic <b>Network</b>".to_owned()),
        ("applicant-kind".to_owned(), "nonprofit".to_owned()),
    ]);
    let application = Application {
        id,
        reference: entropy::reference(&*portal.app.entropy),
        program: ProgramId::new("ai-for-health"),
        version: 1,
        state: ApplicationState::Submitted { on: portal.app.today() },
        answers,
        email: Some(email(from)),
    };
    let mut write = portal.app.store.write().await.expect("a write");
    write.add_application(&application, portal.app.now_ms()).await.expect("an application");
    write.commit().await.expect("kept");
    (id, open(portal, None, "ai-for-health", CaseKind::Application { application: id }).await)
}

#[tokio::test]
async fn an_application_takes_two_reviewers_without_ties() {
    let portal = Portal::new().await;
    let (id, case) = applied(&portal, "ann@clinic.example").await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    let page = rae.get(&at(case)).await;
    page.is(200).shows("Nonprofit organization").shows("Franklin Clinic");
    assert!(!page.body.contains("<b>Network"));
    let yes = |seen, tie| [("act", "approve"), ("reason", "Sound plan."), ("confirmed", tie), ("seen", seen)];
    rae.post(&at(case), &yes("0", "")).await.is(422).shows("Say that you have no tie to the applicant");
    rae.post_and_follow(&at(case), &yes("0", "yes")).await.shows("Your recommendation is kept");
    assert_eq!(state(&portal, case).await, CaseState::Open);
    assert!(portal.mails().await.is_empty(), "the applicant is not told yet");
    rae.post(&at(case), &yes("1", "yes")).await.is(422).shows("You gave the first recommendation");
    sol.get(&at(case)).await.shows("Rae Vance recommended to approve").shows("Sound plan.");
    sol.post_and_follow(&at(case), &yes("1", "yes")).await.shows("The case is settled");
    let mut read = portal.app.store.read().await.expect("a read");
    let kept = read.application(id).await.expect("read").expect("kept");
    assert!(matches!(kept.state, ApplicationState::Approved { .. }));
    drop(read);
    assert_eq!(portal.mails().await[0].new.kind, "application-approved");
}

#[tokio::test]
async fn a_shared_mail_domain_is_a_tie_and_a_question_goes_by_link() {
    let portal = Portal::new().await;
    let (_, tied) = applied(&portal, "ann@fixturememorial.example").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get(&at(tied)).await.shows("Your mail address is at `fixturememorial.example`");
    let ask = [("act", "ask_back"), ("reason", "Who owns the data?"), ("confirmed", "yes"), ("seen", "0")];
    rae.post(&at(tied), &ask).await.is(403);
    let (id, case) = applied(&portal, "ann@clinic.example").await;
    rae.post_and_follow(&at(case), &ask).await.shows("Your question is out");
    let mut read = portal.app.store.read().await.expect("a read");
    let kept = read.application(id).await.expect("read").expect("kept");
    assert!(
        matches!(kept.state, ApplicationState::AskedBack { question, .. } if question == "Who owns the data?")
    );
    drop(read);
    assert!(portal.mailed_link("application-question").await.starts_with("/resume-application/"));
}

#[tokio::test]
async fn a_megabyte_of_reason_is_refused_and_nothing_happens() {
    let portal = Portal::new().await;
    let (_, case) = sent(&portal, FIXTURE_MEMORIAL, "ann@gmail.com").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let long = "a".repeat(2_001);
    let answer = rae.post(&at(case), &[("act", "refuse"), ("reason", &long), ("seen", "0")]).await;
    answer.is(422).shows("Shorten this to 2000 characters; it has 2001");
    rae.post(&at(case), &[("reason", &"a".repeat(1_000_000))]).await.is(413);
    assert_eq!(state(&portal, case).await, CaseState::Open);
}

#[tokio::test]
async fn whom_the_administrator_refused_no_reviewer_lets_in() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let (cy, case) = asks_to_join(&portal, FIXTURE_MEMORIAL, "Cy Voss", "cy@elsewhere.example").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let mut ada = portal.signed_in_as("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    crate::passkeys::make_passkey(&mut ada, 1).await;
    let request = ada.get("/hospital/991301/people").await.input("request").expect("a request");
    ada.post("/hospital/991301/people/join", &[("request", &request), ("act", "refuse")]).await.is(303);
    assert!(matches!(state(&portal, case).await, CaseState::Refused { .. }));
    rae.post(&at(case), CALLED).await.is(409);
    // A case that stayed open all the same lets nobody in either.
    let stale =
        open(&portal, Some(FIXTURE_MEMORIAL), "rural-hospitals", CaseKind::Join { account: cy }).await;
    rae.post(&at(stale), CALLED).await.is(422).shows("Nobody waits to join any more");
    let mut read = portal.app.store.read().await.expect("a read");
    assert!(read.grants(cy).await.expect("read").is_empty());
    drop(read);
    let n_mails = portal.mails().await.len();
    let close = [("act", "refuse"), ("reason", "Answered by the hospital."), ("seen", "0")];
    rae.post(&at(stale), &close).await.is(303);
    assert_eq!(portal.mails().await.len(), n_mails, "nobody is written to twice");
}

#[tokio::test]
async fn a_reviewer_lets_someone_in_to_read_and_says_how_they_sign_in() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let (cy, case) = asks_to_join(&portal, FIXTURE_MEMORIAL, "Cy Voss", "cy@elsewhere.example").await;
    rae.post(&at(case), CALLED).await.is(303);
    let text = |mails: Vec<holdfast_store::Mail>| {
        mails.into_iter().find(|m| m.new.kind == "join-approved").expect("a letter").new.text
    };
    assert!(text(portal.mails().await).contains("/set-up-sign-in/"));
    portal.signed_in(cy).await.get("/hospital/991301").await.is(200);
    portal.clock.pass_minutes(1);
    let (dee, case) = asks_to_join(&portal, FIXTURE_MEMORIAL, "Dee Marsh", "dee@elsewhere.example").await;
    crate::passkeys::make_passkey(&mut portal.signed_in(dee).await, 1).await;
    rae.post(&at(case), CALLED).await.is(303);
    let letter = text(portal.mails().await);
    assert!(letter.contains("/sign-in") && !letter.contains("/set-up-sign-in/"), "{letter}");
}

#[tokio::test]
async fn a_question_to_a_person_is_answered_behind_its_link() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let mut ivy = portal.signed_in_as("Ivy Tran", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, case) = asks_to_join(&portal, FIXTURE_MEMORIAL, "Cy Voss", "cy@elsewhere.example").await;
    let ask = [("act", "ask_back"), ("reason", "Which department are you in?"), ("seen", "0")];
    rae.post(&at(case), &ask).await.is(303);
    // It is Cy's to answer, and nobody else's at the hospital.
    ivy.get("/hospital/991301").await.is(200).hides("Which department");
    let others = format!("/hospital/991301/cases/{case}/answer");
    ivy.post(&others, &[(&format!("answer-{case}"), "The north one.")]).await.is(404);
    let link = portal.mailed_link("join-question").await;
    let mut cy = portal.browser();
    cy.get(&link).await.is(200).shows("Which department are you in?").shows("Fixture Memorial Hospital");
    cy.post(&link, &[("text", " ")]).await.is(422).shows("Write an answer");
    cy.post(&link, &[("text", &"x".repeat(4_001))]).await.is(422).shows("Shorten the answer");
    cy.post(&link, &[("text", "The north one.")]).await.is(200).shows("your answer is sent");
    cy.get(&link).await.is(410);
    cy.post(&link, &[("text", "Again.")]).await.is(410);
    rae.get(&at(case)).await.shows("The north one.").shows("Cy Voss");
    assert_eq!(state(&portal, case).await, CaseState::Open);
}
