//! Input nobody means well with: over-long, of another part or hospital, made-up tokens, floods.

use holdfast_core::model::Role;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{at, fixture, invited};

const HAL: &str = "hal.hire@fixturememorial.example";

#[tokio::test]
async fn over_long_and_odd_input_is_refused_and_kept() {
    let (_portal, _, mut dana) = fixture().await;
    let path = at("/it/second-step-mail");
    let long = "9".repeat(2_000);
    for (field, value) in [("n", long.as_str()), ("n", "-1"), ("n", "1.5"), ("of", "0"), ("n", "\u{202e}5")] {
        let mut form = vec![("answer", "partly"), ("n", "1"), ("of", "2")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        dana.post(&path, &form).await.is(422).shows("There is a problem");
    }
    let reason = "r".repeat(501);
    let form =
        [("answer", "not_applicable"), ("reason", &reason), ("approver", "a\u{7}b"), ("until", "soon")];
    let page = dana.post(&path, &form).await;
    page.is(422).shows("Shorten the reason").shows("on one line").shows("Choose a day");
    assert!(page.body.contains(&reason), "what was typed is kept");
    let script = dana.post(&path, &[("answer", "<script>"), ("n", "\"><script>alert(1)</script>")]).await;
    script.is(422);
    assert!(!script.body.contains("<script>alert"));
    let huge = "x".repeat(200_000);
    let answer = dana.post(&path, &[("answer", "not_applicable"), ("reason", &huge)]).await;
    assert!([413, 422].contains(&answer.status.as_u16()), "{}", answer.status);
    assert!(answer.body.len() < 60_000, "an over-long text is not sent back whole");
    for typed in [("name", huge.as_str()), ("email", "not an address")] {
        let page = dana.post(&at("/hr/invite"), &[typed]).await;
        assert!([413, 422].contains(&page.status.as_u16()), "{}", page.status);
    }
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_not_found() {
    let (_portal, _, mut dana) = fixture().await;
    for path in
        ["/nobody", "/hr/no-such-question", "/nobody/training-done", "/nobody/paper", "/nobody/key-in"]
    {
        dana.get(&at(path)).await.is(404);
    }
    dana.post(&at("/hr/no-such-question"), &[("answer", "yes")]).await.is(404);
    dana.post(&at("/nobody/invite"), &[("name", "Hal"), ("email", HAL)]).await.is(404);
    dana.get(&at("/hr?saved=%22%3E%3Cscript%3E")).await.is(200).hides("saved");
    // A question of another part leads to its own list.
    assert_eq!(dana.get(&at("/hr/who-answers")).await.location(), at("/executive/who-answers"));
    dana.post(&at("/hr/who-answers"), &[("answer", "yes")]).await.is(404);
}

#[tokio::test]
async fn tokens_of_one_kind_open_nothing_of_another() {
    let (portal, _, mut dana) = fixture().await;
    let hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let held = hal.cookie("part").expect("a cookie").to_owned();
    let link = portal.mailed_link_to("assessment-part", HAL).await;
    let mailed = link.rsplit('/').next().expect("a token").to_owned();
    let mut stranger = portal.browser();
    for (cookie, value) in
        [("part", mailed.as_str()), ("part", "made-up"), ("draft", &held), ("application", &held)]
    {
        let mut other = portal.browser();
        other.set_cookie(cookie, value);
        other.get("/questions").await.is(410);
        other.post("/questions/training-done", &[("answer", "no")]).await.is(410);
    }
    for token in [held.as_str(), "made-up"] {
        stranger.get(&format!("/questions/open/{token}")).await.is(410);
        stranger.post(&format!("/questions/open/{token}"), &[("name", "Eve")]).await.is(410);
    }
    for kind in ["resume", "join", "answer", "confirm", "resume-application"] {
        let status = stranger.get(&format!("/{kind}/{mailed}")).await.status;
        assert!([404, 410].contains(&status.as_u16()), "{kind}: {status}");
    }
}

#[tokio::test]
async fn one_hospitals_invited_person_answers_for_that_hospital_alone() {
    let (portal, here, mut dana) = fixture().await;
    let there = portal.registered(BEACON_RIDGE, true).await;
    let mut bea = portal.signed_in_as("Bea Ridge", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let theirs = format!("/hospital/{BEACON_RIDGE}/assessment");
    bea.post(&format!("{theirs}/hr/invite"), &[("name", "Gus"), ("email", "gus@beacon.example")])
        .await
        .is(303);
    let link = portal.mailed_link_to("assessment-part", "gus@beacon.example").await;
    let mut gus = portal.browser();
    gus.post(&link, &[("name", "Gus")]).await.is(303);
    gus.post("/questions/training-done", &[("answer", "no")]).await.is(303);
    assert_eq!(portal.app.assessment(here).await.expect("read").answers.len(), 0);
    assert_eq!(portal.app.assessment(there).await.expect("read").answers.len(), 1);
    dana.get(&at("/hr")).await.shows("0 of 4 answered");
    // Naming somebody here ends nothing there.
    dana.post(&at("/hr/invite"), &[("name", "Hal"), ("email", HAL)]).await.is(303);
    gus.get("/questions").await.is(200).shows("1 of 4 answered");
    dana.post(&format!("{theirs}/hr/training-done"), &[("answer", "yes")]).await.is(403);
}

#[tokio::test]
async fn floods_are_slowed() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    // Far more answers than a person types, and each hand counted by its own token.
    let mut slowed = false;
    for _ in 0..130 {
        slowed |= hal.post("/questions/training-done", &[("answer", "maybe")]).await.status == 429;
    }
    assert!(slowed);
    let portal = Portal::with(|config| config.sign_in.tries_a_minute = 20).await;
    let mut stranger = portal.browser();
    let mut slowed = false;
    for _ in 0..60 {
        slowed |= stranger.post("/questions/open/made-up", &[("name", "Eve")]).await.status == 429;
    }
    assert!(slowed, "guessing links is slow");
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut dana =
        portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let mut slowed = false;
    for _ in 0..60 {
        slowed |= dana.post(&at("/hr/invite"), &[("name", "H"), ("email", HAL)]).await.status == 429;
    }
    assert!(slowed, "letters are few");
}
