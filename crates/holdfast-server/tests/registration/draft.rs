//! From the number to a sent form: kept at every page, found again, sent once.

use holdfast_core::model::Role;
use holdfast_testkit::Portal;

use crate::{PAGES, answer, confirmed, contact, filled_in, registered};

#[tokio::test]
async fn the_number_comes_first() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.get("/register?ccn=991301").await.is(200).shows("Register a hospital");
    browser
        .post("/register", &[("ccn", "12")])
        .await
        .is(422)
        .shows("There is a problem")
        .shows("six characters");
    browser.post("/register", &[("ccn", "")]).await.is(422).shows("No certification number was given");
    browser.post("/register", &[("ccn", "991310")]).await.is(404).shows("Hospitals with nearly this number");
    browser
        .post("/register", &[("ccn", "99Z301")])
        .await
        .is(422)
        .shows("register the hospital itself, 991301");
    browser
        .post("/register", &[("ccn", "99014F")])
        .await
        .is(422)
        .shows("Veterans Affairs or Defense hospital");
    let hub = browser.post_and_follow("/register", &[("ccn", "991301")]).await;
    hub.is(200)
        .shows("Register Fixture Memorial Hospital")
        .shows("0 of 9 answered")
        .shows("Cannot start yet");
    assert_eq!(portal.mails().await.len(), 0, "nobody is written to before a contact is known");
    // A second click goes on with the same draft.
    let cookie = browser.cookie("draft").map(str::to_owned);
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    assert_eq!(browser.cookie("draft").map(str::to_owned), cookie);
}

#[tokio::test]
async fn pages_are_prefilled_and_kept() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    let page = browser.get("/register/hospital").await;
    assert_eq!(page.input("legal_name").as_deref(), Some("Fixture Memorial Hospital"));
    page.shows("released February 6, 2026");
    assert_eq!(browser.get("/register/beds").await.input("licensed_beds").as_deref(), Some("18"));
    browser.get("/register/tasks").await.shows("0 of 9 answered");
    let next = answer(&mut browser, "hospital", PAGES[0].1).await;
    assert_eq!(next.is(303).location(), "/register/independence");
    browser.get("/register/tasks").await.shows("1 of 9 answered");
    let wrong = answer(&mut browser, "beds", &[("licensed_beds", "a few")]).await;
    wrong.is(422).shows("There is a problem").shows("between 0 and 5,000");
    assert_eq!(wrong.input("licensed_beds").as_deref(), Some("a few"), "what was typed stays");
    browser.get("/register/tasks").await.shows("1 of 9 answered");
    browser.get("/register/nonsense").await.is(404);
    browser.get("/register/check").await.is(200).shows("Some questions have no answer yet");
    browser.post("/register/send", &[]).await.is(422).shows("Some questions have no answer yet");
    assert_eq!(portal.mails().await.len(), 0);
}

#[tokio::test]
async fn a_registration_is_sent_once() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    filled_in(&mut browser, ("", &[])).await;
    browser
        .get("/register/check")
        .await
        .is(200)
        .shows("Independent, in no health system")
        .shows("Send the registration");
    let done = browser.post_and_follow("/register/send", &[]).await;
    done.is(200).shows("Registration sent").shows("HF-").shows("confirm that the mailbox is yours");
    let again = browser.post_and_follow("/register/send", &[]).await;
    assert_eq!(again.is(200).text(), done.text(), "the second click shows the same");
    assert_eq!(portal.mails().await.len(), 1);
    // The back button leads to pages that no longer change anything.
    let late = browser.fill_in("/register/beds", &again, &[("licensed_beds", "3")]).await;
    assert_eq!(late.is(303).location(), "/register/done?late=1");
    let late = browser.get("/register/contact").await;
    assert_eq!(late.is(303).location(), "/register/done?late=1", "a form that changes nothing is not shown");
    browser.get(late.location()).await.is(200).shows("Nothing was changed").hides("555-0142");
    assert_eq!(browser.get("/register/tasks").await.is(303).location(), "/register/done");
    assert_eq!(browser.get("/register/check").await.is(303).location(), "/register/done");
}

#[tokio::test]
async fn offers_show_before_sign_in() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    browser.get("/register/offers").await.is(200).shows("whether it is independent of a health system");
    answer(&mut browser, "independence", &[("independence", "independent")]).await.is(303);
    answer(&mut browser, "users", &[("staffed_users", "120")]).await.is(303);
    let offers = browser.get("/register/offers").await;
    offers
        .is(200)
        .shows("You may have these now")
        .shows("$18,960 to $23,760")
        .shows("You told us whether it is independent of a health system. A reviewer checks it once")
        .hides("We do not know whether it is independent");
}

#[tokio::test]
async fn saved_and_found_again_on_another_machine() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    answer(&mut browser, "users", &[("staffed_users", "77")]).await.is(303);
    browser.post("/register/save", &[("email", "nobody")]).await.is(422).shows("Write an e-mail address");
    browser
        .post("/register/save", &[("email", "ann@fixturememorial.example")])
        .await
        .is(200)
        .shows("You can close this page");
    let link = portal.mailed_link("resume-link").await;
    let mail = portal.mails().await.remove(0).new;
    for secret in ["991301", "Fixture", "ann@"] {
        assert!(!mail.text.contains(secret) && !link.contains(secret), "the mail reveals {secret}");
    }
    let mut elsewhere = portal.browser();
    // A mail scanner opens it first; that uses nothing up.
    portal.browser().get(&link).await.is(200).shows("Go on with your registration");
    elsewhere.get(&link).await.is(200).hides("Fixture");
    elsewhere
        .post_and_follow(&link, &[])
        .await
        .is(200)
        .shows("Register Fixture Memorial Hospital")
        .shows("1 of 9 answered");
    assert_eq!(elsewhere.get("/register/users").await.input("staffed_users").as_deref(), Some("77"));
    // Used up.
    let mut third = portal.browser();
    third.get(&link).await.is(410).shows("This link no longer works").shows("mail you a new one");
    third.post(&link, &[]).await.is(410);
    // A new one, with the same answer for everybody. Letters of one moment have no order.
    portal.clock.pass_minutes(1);
    let known = third.post("/new-link", &[("email", "ann@fixturememorial.example")]).await;
    let stranger = third.post("/new-link", &[("email", "bob@fixturememorial.example")]).await;
    assert_eq!(known.is(200).text().replace("ann@", "x@"), stranger.is(200).text().replace("bob@", "x@"));
    let fresh = portal.mailed_link("resume-link").await;
    assert_ne!(fresh, link);
    assert_eq!(portal.mails().await.len(), 2, "the stranger got none");
    // And that one runs out.
    portal.clock.pass_minutes(15 * 24 * 60);
    portal.browser().get(&fresh).await.is(410);
    // So has the cookie by now.
    let lost = browser.get("/register/tasks").await;
    browser.get(lost.is(303).location()).await.is(200).shows("We cannot find a registration on this device");
}

#[tokio::test]
async fn two_people_on_one_page_choose() {
    let portal = Portal::new().await;
    let mut ann = portal.browser();
    ann.post("/register", &[("ccn", "991301")]).await.is(303);
    let mut bob = ann.clone();
    let anns = ann.get("/register/contact").await;
    let bobs = bob.get("/register/contact").await;
    let by = |name: &'static str, phone: &'static str| {
        [("name", name), ("role", "it"), ("email", "it@fixturememorial.example"), ("phone", phone)]
    };
    ann.fill_in("/register/contact", &anns, &by("Ann Lee", "555 555 0142")).await.is(303);
    let clash = bob.fill_in("/register/contact", &bobs, &by("Bob Ray", "555 555 0142")).await;
    clash
        .is(409)
        .shows("Someone else answered this too")
        .shows("Ann Lee")
        .shows("Bob Ray")
        .hides("555 555 0142");
    assert_eq!(
        ann.get("/register/contact").await.input("name").as_deref(),
        Some("Ann Lee"),
        "nothing is overwritten"
    );
    bob.fill_in("/register/contact", &clash, &[("keep.name", "mine")]).await.is(303);
    assert_eq!(ann.get("/register/contact").await.input("name").as_deref(), Some("Bob Ray"));
    // A tab with an old page and no change of its own loses nothing of the other's.
    ann.fill_in("/register/contact", &anns, &by("Ann Lee", "555 555 0199")).await.is(409);
    // Different pages never clash.
    let beds = ann.get("/register/beds").await;
    answer(&mut bob, "users", &[("staffed_users", "50")]).await.is(303);
    ann.fill_in("/register/beds", &beds, &[("licensed_beds", "20")]).await.is(303);
    assert_eq!(bob.get("/register/users").await.input("staffed_users").as_deref(), Some("50"));
}

#[tokio::test]
async fn who_sends_after_another_was_confirmed_is_told_and_keeps_the_answers() {
    let portal = Portal::new().await;
    let mut bob = portal.browser();
    filled_in(&mut bob, ("", &[])).await;
    confirmed(&portal, ("", &[])).await;
    let taken = bob.post("/register/send", &[]).await;
    taken.is(409).shows("991301 is registered already").shows("Your own answers are kept").hides("Ann");
    assert!(taken.body.contains("href=\"/register/join?ccn=991301\""), "a link, not an address to copy");
    bob.get("/register/check").await.is(200).shows("Your name");
    let third = portal.browser().post("/register", &[("ccn", "991301")]).await;
    third.is(409).shows("is registered already").shows("Ask to join").hides("Ann").hides("HF-");
}

#[tokio::test]
async fn a_number_and_i_dont_know_clash() {
    let portal = Portal::new().await;
    let mut ann = portal.browser();
    ann.post("/register", &[("ccn", "991301")]).await.is(303);
    let mut bob = ann.clone();
    let (anns, bobs) = (ann.get("/register/beds").await, bob.get("/register/beds").await);
    ann.fill_in("/register/beds", &anns, &[("licensed_beds", "25")]).await.is(303);
    let clash = bob.fill_in("/register/beds", &bobs, &[("licensed_beds_unknown", "yes")]).await;
    clash.is(409).shows("Someone else answered this too").shows("25").shows("I don't know");
    bob.fill_in("/register/beds", &clash, &[("keep.licensed_beds", "theirs")]).await.is(303);
    let page = ann.get("/register/check").await;
    page.shows("Licensed beds 25");
    let clash = bob.fill_in("/register/beds", &bobs, &[("licensed_beds_unknown", "yes")]).await;
    bob.fill_in("/register/beds", &clash, &[("keep.licensed_beds", "mine")]).await.is(303);
    ann.get("/register/check").await.shows("Licensed beds I don't know");
}

#[tokio::test]
async fn a_shared_computer_forgets() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    let before = registered(&mut browser, ("", &[])).await;
    before.shows("Forget it on this device");
    let kept = browser.cookie("draft").map(str::to_owned).expect("a cookie");
    let start = browser.post_and_follow("/register/forget", &[]).await;
    start.is(200).shows("This device has forgotten the registration").hides("Fixture");
    assert!(browser.cookie("draft").is_none_or(str::is_empty));
    // The old token leads nowhere, even for someone who wrote it down.
    browser.set_cookie("draft", &kept);
    browser.get("/register/done").await.is(303);
    // The registration itself goes on.
    let link = portal.mailed_link("prove-mailbox").await;
    portal.browser().post(&link, &[]).await.is(200).shows("Your registration is confirmed");
}

#[tokio::test]
async fn who_was_refused_registers_again_in_the_same_browser() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    registered(&mut browser, ("contact", &contact("Ann Lee", "ann@gmail.com"))).await;
    let link = portal.mailed_link("prove-mailbox").await;
    portal.browser().post(&link, &[]).await.is(200);
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let queue = rae.get("/office/queue").await;
    let case = queue.body.split("/office/cases/").nth(1).and_then(|t| t.split('"').next()).expect("a case");
    let no = [("act", "refuse"), ("reason", "Nobody there knows them."), ("seen", "0")];
    rae.post(&format!("/office/cases/{case}"), &no).await.is(303);
    let refused = browser.get("/register/done").await;
    refused.is(200).shows("Nobody there knows them.").shows("Register this hospital again");
    let again = browser.post_and_follow("/register", &[("ccn", "991301")]).await;
    again.is(200).shows("Register Fixture Memorial Hospital").shows("0 of 9 answered");
}
