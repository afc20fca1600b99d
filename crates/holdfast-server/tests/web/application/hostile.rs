//! Programs that take nothing, and input nobody means well with: too long, made up, too often.

use holdfast_testkit::Portal;

use super::{APPLY, PAGES, PROGRAM, answer, filled_in, started};

#[tokio::test]
async fn a_program_without_a_form_and_one_that_is_not_there_say_so() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    for path in ["/programs/moon", "/programs/moon/apply"] {
        browser.get(path).await.is(404).shows("There is no such program.");
    }
    browser.post("/programs/moon/apply", &[]).await.is(404);
    for path in ["/programs/rural-hospitals", "/programs/rural-hospitals/apply"] {
        browser.get(path).await.is(404).shows("takes no applications here").shows("certification number");
    }
    browser.post("/programs/rural-hospitals/apply", &[]).await.is(404);
    assert!(browser.cookie("application").is_none());
}

#[tokio::test]
async fn a_closed_program_says_when_it_opens_and_keeps_what_is_under_way() {
    let portal = Portal::new().await;
    portal.clock.set("2019-12-31");
    let mut browser = portal.browser();
    let page = browser.get(PROGRAM).await;
    page.is(200).shows("You cannot apply now").shows("Applications open on January 29, 2020.");
    assert!(!page.body.contains(&format!("href=\"{APPLY}\"")));
    browser.get(APPLY).await.is(200).shows("takes no applications now");
    browser.post(APPLY, &[]).await.is(409).shows("Applications open on January 29, 2020.");
    assert!(browser.cookie("application").is_none());
    // Begun while it was open, it is kept, and not sent.
    let portal = Portal::new().await;
    let mut browser = filled_in(&portal, &[]).await;
    portal.clock.set("2019-12-31");
    browser
        .post("/application/send", &[])
        .await
        .is(409)
        .shows("It was not sent")
        .shows("Your answers are kept");
    assert!(portal.mails().await.is_empty());
}

#[tokio::test]
async fn a_megabyte_in_a_field_changes_nothing() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    let huge = "x".repeat(1_000_000);
    let path = "/application/page/the-problem";
    browser.post(path, &[("problem", &huge)]).await.is(413).shows("too much text");
    browser.post("/application/send", &[("reply", &huge)]).await.is(413);
    browser.post("/application/save", &[("email", &huge)]).await.is(413);
    browser.post(APPLY, &[("another", &huge)]).await.is(413);
    // Just under what a form can take, the question says so itself.
    let long = "x".repeat(100_000);
    let mut typed = PAGES[1].1.to_vec();
    typed.retain(|(id, _)| *id != "problem");
    typed.push(("problem", &long));
    answer(&mut browser, "the-problem", &typed)
        .await
        .is(422)
        .shows("can have up to 3,000 characters; yours has 100,000");
    browser.get("/application").await.is(200).shows("0 of 4 pages done");
}

#[tokio::test]
async fn what_is_typed_is_shown_as_text() {
    let portal = Portal::new().await;
    let script = "<script>alert(1)</script>";
    let mut browser = filled_in(&portal, &[("organization-name", script), ("problem", script)]).await;
    for page in [
        "/application",
        "/application/page/about-you",
        "/application/page/the-problem",
        "/application/check",
        "/application/offers",
        "/application/save",
        APPLY,
    ] {
        assert!(!browser.get(page).await.is(200).body.contains(script), "{page}");
    }
    browser.post("/application/send", &[]).await.is(303);
    assert!(!browser.get("/application/status").await.is(200).body.contains(script));
    assert!(!browser.get("/programs/%3Cscript%3Ealert(1)").await.body.contains("<script>alert"));
    // Fields the page does not ask for are left out, and a version that is none loses nothing.
    let mut other = started(&portal).await;
    let typed = [("at.version", "many"), ("focus-area", "discovery"), ("admin", "yes")];
    other.post("/application/page/the-problem", &typed).await.is(422);
}

#[tokio::test]
async fn made_up_tokens_lead_nowhere() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.set_cookie("application", "made-up");
    for page in ["", "/page/about-you", "/check", "/status", "/offers", "/save"] {
        let answer = browser.get(&format!("/application{page}")).await;
        assert_eq!(answer.is(303).location(), "/application/lost", "{page}");
    }
    browser.post("/application/page/about-you", &[("ein", "1")]).await.is(303);
    browser.post("/application/save", &[("email", "a@b.example")]).await.is(303);
    browser.get("/resume-application/made-up").await.is(410).shows("This link no longer works");
    browser.post("/resume-application/made-up", &[]).await.is(410);
    assert!(portal.mails().await.is_empty());
}

#[tokio::test]
async fn starting_over_and_over_is_slowed_down() {
    let portal = Portal::with(|config| config.sign_in.tries_a_minute = 3).await;
    let mut browser = portal.browser();
    for _ in 0..3 {
        browser.post(APPLY, &[("another", "yes")]).await.is(303);
    }
    browser.post(APPLY, &[("another", "yes")]).await.is(429).shows("Please wait a moment");
    browser.get(PROGRAM).await.is(200);
}
