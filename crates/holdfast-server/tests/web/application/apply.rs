//! From reading about the program to a sent application: kept at every page, explained, sent once.

use holdfast_core::model::Role;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{APPLY, PAGES, PROGRAM, answer, applied, filled_in, started};

#[tokio::test]
async fn the_program_says_what_it_gives_to_whom_and_who_decides() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.get("/").await.is(200).shows("AI for Health").shows("See who can apply, and how");
    let page = browser.get(PROGRAM).await;
    page.is(200)
        .shows("University, college or research institute. May ask for all of it.")
        .shows("Tribe or tribal organization.")
        .shows("Not for: Company, A person applying alone.")
        .shows("Telemedicine")
        .shows("Clinical decision support")
        .shows("An ethics board has looked at it if it uses data about patients. If not, a reviewer decides.")
        .shows("Cash grant")
        .shows("We mean to decide within 30 days")
        .shows("24 questions on 4 pages");
    assert!(page.body.contains(&format!("href=\"{APPLY}\"")));
    browser.get(APPLY).await.is(200).shows("Apply to AI for Health").shows("No sign-in is needed");
    assert!(portal.mails().await.is_empty() && browser.cookie("application").is_none());
}

#[tokio::test]
async fn pages_are_kept_in_any_order_and_slips_are_named() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    let next = answer(&mut browser, "data-and-ethics", PAGES[2].1).await;
    assert_eq!(next.is(303).location(), "/application/page/team-and-plan");
    browser.get("/application").await.shows("1 of 4 pages done").shows("Cannot start yet");
    let typed = [
        ("organization-name", "Franklin \u{2019}Clinic\u{2019}"),
        ("applicant-kind", "guild"),
        ("contact-email", "ann"),
        ("ccn", "991309"),
    ];
    let wrong = answer(&mut browser, "about-you", &typed).await;
    wrong
        .is(422)
        .shows("There is a problem")
        .shows("Choose an answer to \u{201c}What kind of organization is applying?\u{201d}")
        .shows("with an address like name@example.org")
        .shows("No hospital with the number 991309 is in the directory");
    assert_eq!(wrong.input("organization-name").as_deref(), Some("Franklin \u{2019}Clinic\u{2019}"));
    browser.get("/application").await.shows("1 of 4 pages done");
    // Sent half empty, it says what is missing, and nobody hears of it.
    browser.get("/application/check").await.is(200).shows("Some questions need an answer first");
    browser
        .post("/application/send", &[])
        .await
        .is(422)
        .shows("Answer \u{201c}What is the legal name of your organization?\u{201d}");
    browser.get("/application/page/shoes").await.is(404).shows("no such page");
    assert!(portal.mails().await.is_empty());
}

#[tokio::test]
async fn an_answer_that_may_stay_empty_can_be_taken_back() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    answer(&mut browser, "data-and-ethics", PAGES[2].1).await.is(303);
    let page = browser.get("/application/page/data-and-ethics").await;
    page.shows("(optional)").shows("No answer");
    let mut typed = PAGES[2].1.to_vec();
    typed.retain(|(id, _)| *id != "ethics-reviewed");
    typed.push(("ethics-reviewed", ""));
    answer(&mut browser, "data-and-ethics", &typed).await.is(303);
    browser.get("/application/offers").await.shows("We do not know");
}

#[tokio::test]
async fn verdicts_follow_the_answers_before_sending_and_stay_after() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    let offers = browser.get("/application/offers").await;
    offers.is(200).shows("Not known yet").shows("Meeting them is not yet a yes");
    let mut browser = filled_in(&portal, &[("will-publish", "no"), ("data-access", "no")]).await;
    let check = browser.get("/application/check").await;
    check
        .is(200)
        .shows("Nonprofit organization")
        .shows("1,200")
        .shows("Tell the reviewer what keeps you from it")
        .shows("Data scientists can only start once you may lawfully use the data.")
        .shows("Letters about it go to ann@telehealth.example");
    let sent = browser.post_and_follow("/application/send", &[]).await;
    sent.is(200)
        .shows("Application sent")
        .shows("HF-")
        .shows("We mean to decide by April 1, 2026")
        .shows("Data scientists can only start once you may lawfully use the data.")
        .shows("A reviewer looks");
    // A company is told no, and why.
    let mut company = filled_in(&portal, &[("applicant-kind", "company")]).await;
    company.get("/application/offers").await.shows("Not eligible").shows("open calls");
}

#[tokio::test]
async fn an_application_is_sent_once_and_the_back_button_changes_nothing() {
    let portal = Portal::new().await;
    let mut browser = filled_in(&portal, &[]).await;
    let page = browser.get("/application/page/about-you").await;
    let sent = browser.post_and_follow("/application/send", &[]).await;
    let again = browser.post_and_follow("/application/send", &[]).await;
    assert_eq!(again.is(200).text(), sent.text(), "the second click shows the same");
    let mails = portal.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].new.kind.as_str(), mails[0].new.to.as_str()),
        ("application-sent", "ann@telehealth.example")
    );
    for secret in ["Franklin", "Ann Lee", "Stroke"] {
        assert!(!mails[0].new.text.contains(secret), "the mail reveals {secret}");
    }
    let late = browser.fill_in("/application/page/about-you", &page, PAGES[0].1).await;
    assert_eq!(late.is(303).location(), "/application/status");
    for path in ["/application", "/application/check", "/application/page/about-you"] {
        assert_eq!(browser.get(path).await.is(303).location(), "/application/status", "{path}");
    }
    browser.get(APPLY).await.shows("You have one under way").shows("See where it stands");
}

#[tokio::test]
async fn a_second_application_is_begun_on_purpose_only() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    let cookie = browser.cookie("application").map(str::to_owned);
    browser.post(APPLY, &[]).await.is(303);
    assert_eq!(browser.cookie("application").map(str::to_owned), cookie, "a second click goes on");
    browser.get(APPLY).await.shows("Go on with it").shows("Start another application");
    browser.post(APPLY, &[("another", "yes")]).await.is(303);
    assert_ne!(browser.cookie("application").map(str::to_owned), cookie);
}

#[tokio::test]
async fn a_hospital_need_not_say_who_owns_it() {
    let portal = Portal::new().await;
    let mut browser = started(&portal).await;
    let mut typed = PAGES[0].1.to_vec();
    typed.retain(|(id, _)| *id != "applicant-kind");
    typed.extend([("applicant-kind", "hospital"), ("ccn", FIXTURE_MEMORIAL)]);
    answer(&mut browser, "about-you", &typed).await.is(303);
    for (page, typed) in &PAGES[1..] {
        answer(&mut browser, page, typed).await.is(303);
    }
    let offers = browser.get("/application/offers").await;
    assert_eq!(
        offers.text().matches("You meet every condition we can check.").count(),
        3,
        "{}",
        offers.text()
    );
}

#[tokio::test]
async fn what_is_known_of_someone_signed_in_is_filled_in_and_kept_only_when_saved() {
    let portal = Portal::new().await;
    let mut browser =
        portal.signed_in_as("Dana Reyes", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    browser.post(APPLY, &[]).await.is(303);
    let page = browser.get("/application/page/about-you").await;
    page.is(200).shows("Filled in from your sign-in and the public directory");
    let value = |name: &str| page.input(name).unwrap_or_default();
    assert_eq!(
        (value("organization-name").as_str(), value("ccn").as_str(), value("contact-name").as_str()),
        ("Fixture Memorial Hospital", FIXTURE_MEMORIAL, "Dana Reyes")
    );
    assert_eq!(value("contact-email"), "dana.reyes@fixturememorial.example");
    browser.get("/application").await.shows("0 of 4 pages done");
    browser.get("/application/page/the-problem").await.hides("Filled in from your sign-in");
    answer(&mut browser, "about-you", PAGES[0].1).await.is(303);
    let page = browser.get("/application/page/about-you").await;
    page.hides("Filled in from your sign-in");
    assert_eq!(page.input("organization-name").as_deref(), Some("Franklin Telehealth Network"));
}

#[tokio::test]
async fn pages_are_light_and_work_without_scripts() {
    let portal = Portal::new().await;
    let mut browser = filled_in(&portal, &[]).await;
    for path in [PROGRAM, APPLY, "/application", "/application/page/team-and-plan", "/application/check"] {
        let page = browser.get(path).await;
        page.is(200);
        assert!(page.body.len() < 60_000, "{path}: {} bytes", page.body.len());
        assert_eq!(page.body.matches("<script").count(), 1, "{path}");
    }
    let mut browser = applied(&portal, &[]).await;
    browser.get("/application/status").await.is(200);
}
