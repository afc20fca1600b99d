//! Save and come back, two people at once, and cookies that open nothing else.

use holdfast_testkit::Portal;

use super::{PAGES, answer, applied, filled_in, started};

#[tokio::test]
async fn saved_and_found_again_on_another_machine() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    answer(&mut browser, "the-problem", PAGES[1].1).await.is(303);
    browser.post("/application/save", &[("email", "nobody")]).await.is(422).shows("Write an e-mail address");
    browser
        .post("/application/save", &[("email", "ann@telehealth.example")])
        .await
        .is(200)
        .shows("You can close this page");
    let link = portal.mailed_link("application-link").await;
    let mail = portal.mails().await.remove(0).new;
    for secret in ["Health", "Stroke", "telemedicine", "HF-"] {
        assert!(!mail.text.contains(secret) && !link.contains(secret), "the mail reveals {secret}");
    }
    // A mail scanner opens it first; that uses nothing up.
    portal.browser().get(&link).await.is(200).shows("Go on with your application");
    let mut elsewhere = portal.browser();
    elsewhere.get(&link).await.is(200).hides("AI for Health, ");
    elsewhere.post_and_follow(&link, &[]).await.is(200).shows("1 of 4 pages done");
    assert_eq!(
        elsewhere.get("/application/page/the-problem").await.input("people-served").as_deref(),
        Some("1200")
    );
    // Used up.
    let mut third = portal.browser();
    third.get(&link).await.is(410).shows("This link no longer works").shows("mail you a new one");
    third.post(&link, &[]).await.is(410);
    // A new one, with the same answer for everybody.
    portal.clock.pass_minutes(1);
    let known = third.post("/new-link", &[("email", "ann@telehealth.example")]).await;
    let stranger = third.post("/new-link", &[("email", "bob@telehealth.example")]).await;
    assert_eq!(known.is(200).text().replace("ann@", "x@"), stranger.is(200).text().replace("bob@", "x@"));
    let fresh = portal.mailed_link("application-link").await;
    assert_ne!(fresh, link);
    assert_eq!(portal.mails().await.len(), 2, "the stranger got none");
    // And that one runs out, and so does the cookie.
    portal.clock.pass_minutes(15 * 24 * 60);
    portal.browser().get(&fresh).await.is(410);
    let lost = browser.get("/application").await;
    browser
        .get(lost.is(303).location())
        .await
        .is(200)
        .shows("We cannot find an application on this device")
        .shows("Mail me a link back to it");
}

#[tokio::test]
async fn the_way_back_follows_the_contact_unless_someone_saved_it_elsewhere() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    answer(&mut browser, "about-you", PAGES[0].1).await.is(303);
    let mut visitor = portal.browser();
    visitor.post("/new-link", &[("email", "ann@telehealth.example")]).await.is(200);
    assert_eq!(portal.mails().await.len(), 1, "the contact is known without saving");
    browser.post("/application/save", &[("email", "bob@home.example")]).await.is(200);
    let mut typed = PAGES[0].1.to_vec();
    typed.retain(|(id, _)| *id != "contact-email");
    typed.push(("contact-email", "cal@telehealth.example"));
    answer(&mut browser, "about-you", &typed).await.is(303);
    visitor.post("/new-link", &[("email", "cal@telehealth.example")]).await.is(200);
    assert_eq!(portal.mails().await.len(), 2);
    visitor.post("/new-link", &[("email", "bob@home.example")]).await.is(200);
    assert_eq!(portal.mails().await.len(), 3);
    // Once sent, it goes to the contact alone.
    for (page, typed) in &PAGES[1..] {
        answer(&mut browser, page, typed).await.is(303);
    }
    browser.post("/application/send", &[]).await.is(303);
    visitor.post("/new-link", &[("email", "bob@home.example")]).await.is(200);
    visitor.post("/new-link", &[("email", "cal@telehealth.example")]).await.is(200);
    let mut to: Vec<String> = portal.mails().await.iter().map(|m| m.new.to.as_str().to_owned()).collect();
    to.sort();
    let (ann, bob, cal) = ("ann@telehealth.example", "bob@home.example", "cal@telehealth.example");
    assert_eq!(to, [ann, bob, bob, cal, cal], "the confirmation and one more link went to the contact");
}

#[tokio::test]
async fn where_it_stands_is_read_by_the_mailed_link() {
    let portal = Portal::new().await;
    applied(&portal, &[]).await;
    let link = portal.mailed_link("application-sent").await;
    let mut elsewhere = portal.browser();
    let hub = elsewhere.post(&link, &[]).await;
    assert_eq!(hub.is(303).location(), "/application");
    elsewhere.get("/application/status").await.is(200).shows("Application sent").shows("HF-");
}

#[tokio::test]
async fn two_people_on_one_page_choose() {
    let portal = Portal::new().await;
    let mut ann = started(&portal).await;
    let mut bob = ann.clone();
    let path = "/application/page/the-problem";
    let (anns, bobs) = (ann.get(path).await, bob.get(path).await);
    let by = |problem: &'static str, people: &'static str| {
        [
            ("focus-area", "discovery"),
            ("problem", problem),
            ("people-served", people),
            ("communities", "Two."),
        ]
    };
    ann.fill_in(path, &anns, &by("First line.\r\nSecond line.", "5")).await.is(303);
    let clash = bob.fill_in(path, &bobs, &by("Another problem.", "5")).await;
    clash
        .is(409)
        .shows("Someone else answered this too")
        .shows("Second line.")
        .shows("Another problem.")
        .hides("About how many people");
    assert!(ann.get(path).await.text().contains("Second line."), "nothing is overwritten");
    bob.fill_in(path, &clash, &[("keep.problem", "mine")]).await.is(303);
    assert!(ann.get(path).await.text().contains("Another problem."));
    // A tab with an old page changes only what it changed itself.
    let old = ann.fill_in(path, &anns, &by("Another problem.", "7")).await;
    old.is(409).shows("About how many people");
    // Different pages never clash.
    let page = ann.get("/application/page/team-and-plan").await;
    answer(&mut bob, "data-and-ethics", PAGES[2].1).await.is(303);
    ann.fill_in("/application/page/team-and-plan", &page, PAGES[3].1).await.is(303);
    bob.get("/application").await.shows("3 of 4 pages done");
}

#[tokio::test]
async fn neither_cookie_nor_token_of_a_registration_opens_an_application_nor_the_reverse() {
    let portal = Portal::new().await;
    let mut applicant = filled_in(&portal, &[]).await;
    let mut registrant = portal.browser();
    registrant.post("/register", &[("ccn", "991301")]).await.is(303);
    let applies = applicant.cookie("application").expect("a cookie").to_owned();
    let registers = registrant.cookie("draft").expect("a cookie").to_owned();
    assert!(applicant.cookie("draft").is_none() && registrant.cookie("application").is_none());
    let mut crossed = portal.browser();
    crossed.set_cookie("application", &registers);
    crossed.set_cookie("draft", &applies);
    for path in ["/application", "/application/status", "/application/check", "/application/page/about-you"] {
        assert_eq!(crossed.get(path).await.is(303).location(), "/application/lost", "{path}");
    }
    for path in ["/register/tasks", "/register/check", "/register/done"] {
        assert_eq!(crossed.get(path).await.is(303).location(), "/register?lost=1", "{path}");
    }
    crossed.post("/application/send", &[]).await.is(303);
    crossed.post("/register/send", &[]).await.is(303);
    let nothing = serde_json::json!({});
    crossed.json("GET", "/api/v1/application", Some(&registers), &nothing).await.is(410);
    crossed.json("GET", "/api/v1/registration", Some(&applies), &nothing).await.is(410);
    crossed.json("GET", "/api/v1/application", Some(&applies), &nothing).await.is(200);
    // A mailed link of one kind is none of the other.
    applicant.post("/application/save", &[("email", "ann@telehealth.example")]).await.is(200);
    let link = portal.mailed_link("application-link").await;
    let token = link.rsplit('/').next().expect("a token");
    portal.browser().get(&format!("/resume/{token}")).await.is(410);
    portal.browser().get(&link).await.is(200);
    // One browser holds both, side by side.
    applicant.post("/register", &[("ccn", "991301")]).await.is(303);
    applicant.get("/application").await.is(200).shows("4 of 4 pages done");
    applicant.get("/register/tasks").await.is(200);
}
