//! What reviewers and the office see and do with an application, and what the applicant reads of it.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Browser, Portal};

use super::{PAGES, answer, applied, started};

async fn reviewer(portal: &Portal, name: &str) -> Browser {
    portal.signed_in_as(name, Role::Reviewer, None).await
}

/// The address of the only case in the queue.
async fn case(reviewer: &mut Browser) -> String {
    let queue = reviewer.get("/office/queue").await;
    queue.is(200).shows("Franklin Telehealth Network").shows("AI for Health");
    let at = queue.body.find("/office/cases/").expect("a case");
    queue.body[at..].split('"').next().expect("an address").to_owned()
}

fn act<'a>(act: &'a str, reason: &'a str, seen: &'a str) -> [(&'a str, &'a str); 4] {
    [("act", act), ("reason", reason), ("seen", seen), ("confirmed", "yes")]
}

#[tokio::test]
async fn two_reviewers_decide_and_the_applicant_reads_why() {
    let portal = Portal::new().await;
    let mut applicant = applied(&portal, &[("will-publish", "no")]).await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    let at = case(&mut rae).await;
    let page = rae.get(&at).await;
    page.is(200)
        .shows("Franklin Telehealth Network")
        .shows("What the conditions say")
        .shows("Tell the reviewer what keeps you from it")
        .shows("The results will be published or the code opened : no")
        .shows("Telemedicine: care at a distance")
        .shows("1,200")
        .shows("30 days left");
    rae.post(&at, &act("approve", "A sound plan.", "0")).await.is(303);
    applicant.get("/application/status").await.shows("Application sent").hides("A sound plan.");
    rae.post(&at, &act("approve", "Me again.", "1")).await.is(422).shows("another reviewer decides");
    sol.get(&at).await.shows("Rae Vance recommended to approve").shows("A sound plan.");
    sol.post(&at, &act("approve", "Good for two counties.", "1")).await.is(303);
    applicant
        .get("/application/status")
        .await
        .is(200)
        .shows("Application approved")
        .shows("Good for two counties.")
        .hides("A sound plan.");
    // By the mailed link, on another machine.
    let mails = portal.mails().await;
    let mail = mails.iter().find(|m| m.new.kind == "application-approved").expect("the decision by mail");
    assert!(mail.new.text.contains("Good for two counties.") && !mail.new.text.contains("A sound plan."));
    let link = portal.mailed_link("application-approved").await;
    let mut elsewhere = portal.browser();
    elsewhere.post(&link, &[]).await.is(303);
    elsewhere.get("/application/status").await.shows("Application approved").shows("award letter");
    elsewhere.post("/application/send", &[]).await.is(303);
    sol.get("/office/queue?show=settled").await.shows("Franklin Telehealth Network").shows("Approved");
}

#[tokio::test]
async fn a_question_is_answered_with_changed_answers_and_voids_the_recommendation() {
    let portal = Portal::new().await;
    let mut applicant = applied(&portal, &[("ethics-reviewed", "no")]).await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    let at = case(&mut rae).await;
    rae.post(&at, &act("approve", "Fine by me.", "0")).await.is(303);
    sol.post(&at, &act("ask_back", "Has the board met since?", "1")).await.is(303);
    // Nobody approves while answers may change; refusing stays open.
    sol.post(&at, &act("approve", "Never mind.", "2")).await.is(422).shows("A question is out");
    sol.get(&at).await.shows("the applicant can change the answers below");
    let link = portal.mailed_link("application-question").await;
    let mut elsewhere = portal.browser();
    elsewhere.post(&link, &[]).await.is(303);
    elsewhere.get("/application").await.is(200).shows("A reviewer asks").shows("Has the board met since?");
    answer(&mut elsewhere, "data-and-ethics", PAGES[2].1).await.is(303);
    elsewhere.get("/application/check").await.shows("Your answer to the reviewer");
    elsewhere
        .post("/application/send", &[("reply", " ")])
        .await
        .is(422)
        .shows("Answer the reviewer\u{2019}s question.");
    let long = "a".repeat(2_001);
    elsewhere
        .post("/application/send", &[("reply", &long)])
        .await
        .is(422)
        .shows("up to 2000 characters; yours has 2001");
    let sent =
        elsewhere.post_and_follow("/application/send", &[("reply", "It met on Monday and agreed.")]).await;
    sent.is(200).shows("Application sent").shows("You answered").shows("It met on Monday and agreed.");
    elsewhere.post("/application/send", &[("reply", "Twice.")]).await.is(303);
    applicant.get("/application/status").await.hides("Twice.").hides("Fine by me.");
    // The case goes on from the start: an answer may change a mind.
    let page = sol.get(&at).await;
    page.shows("It met on Monday and agreed.").hides("The first reviewer").shows("Recommend to approve");
    sol.post(&at, &act("approve", "Now it holds.", "2")).await.is(409);
    sol.post(&at, &act("approve", "Now it holds.", "3")).await.is(303);
    sol.post(&at, &act("refuse", "On second thought.", "4")).await.is(422);
    rae.post(&at, &act("refuse", "No money is left.", "4")).await.is(303);
    applicant
        .get("/application/status")
        .await
        .shows("Application not approved")
        .shows("No money is left.")
        .hides("Now it holds.");
    assert!(portal.mails().await.iter().any(|m| m.new.kind == "application-refused"));
}

#[tokio::test]
async fn a_decision_made_over_an_unanswered_question_is_told_to_whoever_answers_late() {
    let portal = Portal::new().await;
    let mut applicant = applied(&portal, &[]).await;
    let (mut rae, mut sol) = (reviewer(&portal, "Rae Vance").await, reviewer(&portal, "Sol Adams").await);
    let at = case(&mut rae).await;
    rae.post(&at, &act("ask_back", "Who owns the data?", "0")).await.is(303);
    applicant.get("/application/check").await.is(200).shows("Who owns the data?");
    rae.post(&at, &act("refuse", "No word came.", "1")).await.is(303);
    sol.post(&at, &act("refuse", "No word came in a month.", "2")).await.is(303);
    let late = applicant.post_and_follow("/application/send", &[("reply", "We do.")]).await;
    late.is(200).shows("Application not approved").shows("No word came in a month.").hides("We do.");
}

#[tokio::test]
async fn a_reviewer_of_the_hospital_that_applies_is_kept_from_it() {
    let portal = Portal::new().await;
    let mut applicant = started(&portal).await;
    let mut typed = PAGES[0].1.to_vec();
    typed.retain(|(id, _)| *id != "applicant-kind");
    typed.extend([("applicant-kind", "hospital"), ("ccn", FIXTURE_MEMORIAL)]);
    answer(&mut applicant, "about-you", &typed).await.is(303);
    for (page, typed) in &PAGES[1..] {
        answer(&mut applicant, page, typed).await.is(303);
    }
    applicant.post("/application/send", &[]).await.is(303);
    let sol = portal.person("Sol Adams", Role::Reviewer, None).await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut write = portal.app.store.write().await.expect("a write");
    write
        .give_role(sol, Role::HospitalIt, Some(scope.ccn()), None, portal.app.now_ms())
        .await
        .expect("a role");
    write.commit().await.expect("kept");
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let at = case(&mut rae).await;
    rae.get(&at)
        .await
        .shows("(555) 555-0101")
        .shows("Nobody has proven that it comes from the hospital whose number it gives")
        .shows("Franklin Telehealth Network");
    let answer = portal.signed_in(sol).await.post(&at, &act("approve", "Yes.", "0")).await;
    answer.is(403).shows("You hold a role at this hospital");
}

#[tokio::test]
async fn the_office_lists_what_was_sent_and_counts_drafts() {
    let portal = Portal::new().await;
    let mut office = portal.signed_in_as("Oda Fice", Role::ProgramOffice, None).await;
    office.get("/office/applications").await.is(200).shows("No application yet");
    started(&portal).await;
    applied(&portal, &[("organization-name", "=HYPERLINK(\"x\"), Clinic")]).await;
    let page = office.get("/office/applications").await;
    page.is(200)
        .shows("1 waits for a reviewer")
        .shows("1 more is being filled in and not sent yet")
        .shows("Nonprofit organization")
        .shows("Telemedicine: care at a distance")
        .shows("April 1, 2026");
    office.get("/office/applications?state=approved").await.is(200).shows("No application fits");
    office.get("/office/applications?state=draft&page=99").await.is(200).shows("1 application");
    office.get("/office/applications?program=moon").await.is(404);
    let csv = office.get("/office/applications.csv?state=submitted").await;
    assert_eq!(csv.is(200).headers["content-type"], "text/csv; charset=utf-8");
    assert!(csv.body.starts_with("Reference,Applicant,Kind,Focus area,State,Sent on,"), "{}", csv.body);
    assert!(csv.body.contains("\"'=HYPERLINK(\"\"x\"\"), Clinic\""), "{}", csv.body);
    assert!(csv.body.contains("Waits for a reviewer,2026-03-02,2026-03-02,2026-04-01"), "{}", csv.body);
    let mut partner = portal.signed_in_as("Pat Partner", Role::Partner, None).await;
    partner.get("/office/applications").await.is(403);
    partner.get("/office/applications.csv").await.is(403);
}
