//! The page of one measure: every voice, and what each of its small forms does.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{PDF, at, but, fixture, send};

const MFA: &str = "/measures/mfa-remote";

#[tokio::test]
async fn a_measure_says_where_it_stands_and_what_would_prove_it() {
    let (portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("/measures/mfa-admins")).await;
    page.is(200)
        .shows("Not known")
        .shows("This is a gate")
        .shows("Nothing yet")
        .shows("Evidence counts for 30 days");
    assert_eq!(page.body.matches("<h1").count(), 1);
    dana.get(&at("/measures/no-such")).await.is(404);
    // Who only reads is offered nothing that changes; an executive answers.
    let mut eve = portal.signed_in_as("Eve Lane", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let page = eve.get(&at(MFA)).await;
    page.is(200).shows("Answer it here").hides("Leave it out of the count");
    eve.post(&at(&format!("{MFA}/exception")), &[]).await.is(403);
    eve.post(&at(&format!("{MFA}/resolve")), &[]).await.is(403);
    eve.post(&at(&format!("{MFA}/review")), &[]).await.is(403);
}

#[tokio::test]
async fn an_answer_is_kept_or_comes_back_as_typed() {
    let (_portal, _, mut dana) = fixture().await;
    let to = at(&format!("{MFA}/answer"));
    let page = dana.post(&to, &[("a-finding", "partly"), ("a-n", "9"), ("a-of", "4")]).await;
    page.is(422).shows("There is a problem").shows("no more than there are in all");
    assert_eq!(page.input("a-n").as_deref(), Some("9"));
    let page = dana.post_and_follow(&to, &[("a-finding", "partly"), ("a-n", "3"), ("a-of", "4")]).await;
    page.shows("Your answer is kept")
        .shows("Partly, by someone's word: 3 of 4")
        .shows("Dana Fixture, Hospital administrator");
}

#[tokio::test]
async fn an_exception_is_shown_with_and_without_and_ends_early() {
    let (_portal, _, mut dana) = fixture().await;
    let to = at(&format!("{MFA}/exception"));
    let page = dana.post(&to, &[("x-kind", "accepted_risk"), ("x-reason", "The clinic's old gate")]).await;
    page.is(422)
        .shows("Write what is done instead")
        .shows("Write its last day")
        .shows("The clinic's old gate");
    let good = [
        ("x-kind", "accepted_risk"),
        ("x-reason", "The clinic's old gate"),
        ("x-instead", "It is watched"),
        ("x-approver", "Pat Chief"),
        ("x-until-month", "9"),
        ("x-until-day", "1"),
        ("x-until-year", "2026"),
    ];
    let page = dana.post_and_follow(&to, &good).await;
    page.shows("Left out of the count").shows("Pat Chief").shows("September 1, 2026");
    page.shows("Goals met: 0 of 20 with exceptions, 0 of 20 without");
    let page = dana.post_and_follow(&at(&format!("{MFA}/exception/end")), &[]).await;
    page.shows("The exception is over")
        .shows("Earlier ones")
        .shows("Ended early by Dana Fixture")
        .hides("End it today");
    dana.post(&at(&format!("{MFA}/exception/end")), &[])
        .await
        .is(400)
        .shows("No exception holds here any more");
}

/// Dana says yes, and a review she sends in names two accounts without a second step.
async fn contradicted() -> (holdfast_testkit::Portal, holdfast_testkit::Browser) {
    let (portal, _, mut dana) = fixture().await;
    dana.post(&at(&format!("{MFA}/answer")), &[("a-finding", "met")]).await.is(303);
    let found = but(&[("finding", "partly"), ("n", "90"), ("of", "92"), ("outliers", "guest\n* old-admin")]);
    send(&mut dana, &found, Some(("review.pdf", PDF))).await.is(303);
    let page = dana.get(&at(MFA)).await;
    page.shows("Contradicted").shows("Both cannot be right").shows("90 of 92 ways in");
    // The one with more rights first.
    page.shows("old-admin more rights guest");
    (portal, dana)
}

#[tokio::test]
async fn a_contradiction_is_resolved_three_ways() {
    let to = at(&format!("{MFA}/resolve"));
    let (_portal, mut dana) = contradicted().await;
    let page = dana.post(&to, &[("exit", "fixing"), ("f-reason", "We turn it on")]).await;
    page.is(422).shows("Write the day by which it will be fixed").shows("We turn it on");
    let fixing = [
        ("exit", "fixing"),
        ("f-reason", "We turn it on"),
        ("f-by-month", "4"),
        ("f-by-day", "1"),
        ("f-by-year", "2026"),
    ];
    dana.post_and_follow(&to, &fixing)
        .await
        .shows("Contradicted")
        .shows("it will be fixed by April 1, 2026: We turn it on");

    let (_portal, mut dana) = contradicted().await;
    let wrong = [("exit", "evidence_wrong"), ("w-reason", "It is last year's")];
    let page = dana.post_and_follow(&to, &wrong).await;
    page.shows("Met, by someone's word")
        .shows("Set aside")
        .shows("It is last year's")
        .hides("Both cannot be right");
    dana.post(&to, &wrong).await.is(400).shows("Nothing contradicts here any more");

    let (_portal, mut dana) = contradicted().await;
    let page = dana.post_and_follow(&to, &[("exit", "scope_differs"), ("s-reason", "Staff alone")]).await;
    page.shows("Partly: 90 of 92").hides("Both cannot be right");
    // And the fourth: change the answer.
    let (_portal, mut dana) = contradicted().await;
    let to = at(&format!("{MFA}/answer"));
    let page = dana.post_and_follow(&to, &[("a-finding", "partly"), ("a-n", "90"), ("a-of", "92")]).await;
    page.shows("Partly: 90 of 92").hides("Both cannot be right");
}

#[tokio::test]
async fn a_contradiction_nobody_clears_up_counts_as_not_met() {
    let (portal, _, mut dana) = fixture().await;
    // Evidence of this one counts for 90 days.
    dana.post(&at("/measures/mfa-vendors/answer"), &[("a-finding", "met")]).await.is(303);
    let found = but(&[("measure", "mfa-vendors"), ("finding", "not_met")]);
    send(&mut dana, &found, Some(("review.pdf", PDF))).await.is(303);
    portal.clock.set("2026-04-03");
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&at("/measures/mfa-vendors")).await;
    page.is(200).shows("Contradicted for too long").shows("It counts as not met");
}
