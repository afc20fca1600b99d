//! Signing in without scripts, setting up a sign-in, and everything that ends a session.

use axum::http::header;
use holdfast_core::model::{AccountId, EmailAddress, Role};
use holdfast_store::Accounts;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Answer, Browser, Portal};

async fn ann(portal: &Portal) -> AccountId {
    portal.person("Ann Lee", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await
}

/// The codes shown on a page.
pub(crate) fn codes(page: &Answer) -> Vec<String> {
    page.text()
        .split_whitespace()
        .filter(|w| w.len() == 19 && w.matches('-').count() == 3)
        .map(str::to_owned)
        .collect()
}

async fn by_code(browser: &mut Browser, email: &str, code: &str) -> Answer {
    browser.post("/sign-in/code", &[("email", email), ("code", code), ("next", "/account")]).await
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_its_owner_is_told() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let page = portal.signed_in(account).await.post("/recovery-codes", &[]).await;
    let codes = codes(page.is(200));
    assert_eq!(codes.len(), 10);
    portal.clock.pass_minutes(1);
    let mut browser = portal.browser();
    let typed = codes[0].to_lowercase().replace('-', " ");
    let answer = by_code(&mut browser, "Ann.Lee@fixturememorial.example", &typed).await;
    assert_eq!(answer.is(303).location(), "/account");
    browser.get("/account").await.is(200).shows("You have 9 unused codes");
    let mail = &portal.mails().await[0].new;
    assert_eq!(mail.kind, "recovery-code-used");
    assert!(mail.text.contains("9 are left"), "{}", mail.text);

    let email = "ann.lee@fixturememorial.example";
    let mut again = portal.browser();
    let used = by_code(&mut again, email, &codes[0]).await;
    used.is(422).shows("do not go together");
    assert_eq!(used.input("email").as_deref(), Some(email));
    assert_eq!(used.input("next").as_deref(), Some("/account"));
    let unknown = by_code(&mut again, "nobody@fixturememorial.example", &codes[1]).await;
    assert_eq!(
        unknown.is(422).text().replace("nobody", "ann.lee"),
        used.text(),
        "the same answer for everyone"
    );
    by_code(&mut again, email, "7K3M").await.is(422).shows("four groups of four");
    by_code(&mut again, "not an address", &codes[1]).await.is(422).shows("Write an e-mail address");
    again.get("/account").await.is(303);

    portal.signed_in(account).await.post("/recovery-codes", &[]).await.is(200);
    by_code(&mut again, email, &codes[1]).await.is(422);
}

#[tokio::test]
async fn someone_switched_off_cannot_use_a_code_or_a_session() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut browser = portal.signed_in(account).await;
    let codes = codes(&browser.post("/recovery-codes", &[]).await);
    let mut write = portal.app.store.write().await.expect("a write");
    write.disable_account(account, Some(portal.app.now_ms())).await.expect("switched off");
    write.commit().await.expect("kept");
    browser.get("/account").await.is(303);
    by_code(&mut portal.browser(), "ann.lee@fixturememorial.example", &codes[0]).await.is(422);
}

#[tokio::test]
async fn tries_are_limited() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 3).await;
    let mut browser = portal.browser();
    for _ in 0..3 {
        by_code(&mut browser, "ann@fixturememorial.example", "x").await.is(422);
    }
    let slow = by_code(&mut browser, "ann@fixturememorial.example", "x").await;
    slow.is(429).shows("too many tries");
    assert!(slow.headers.contains_key(header::RETRY_AFTER));
    portal.clock.pass_minutes(1);
    by_code(&mut browser, "ann@fixturememorial.example", "x").await.is(422);
}

#[tokio::test]
async fn a_new_sign_in_never_keeps_an_old_token() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut browser = portal.signed_in(account).await;
    let codes = codes(&browser.post("/recovery-codes", &[]).await);
    let before = browser.cookie("session").expect("a session").to_owned();
    by_code(&mut browser, "ann.lee@fixturememorial.example", &codes[0]).await.is(303);
    assert_ne!(browser.cookie("session"), Some(before.as_str()));
    let mut old = portal.browser();
    old.set_cookie("session", &before);
    old.get("/account").await.is(303);

    let mut planted = portal.browser();
    planted.set_cookie("session", "a-token-someone-chose");
    by_code(&mut planted, "ann.lee@fixturememorial.example", &codes[1]).await.is(303);
    assert_ne!(planted.cookie("session"), Some("a-token-someone-chose"));
    let mut thief = portal.browser();
    thief.set_cookie("session", "a-token-someone-chose");
    thief.get("/account").await.is(303);
}

#[tokio::test]
async fn sessions_end_when_idle_when_old_and_when_ended() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut idle = portal.signed_in(account).await;
    let mut busy = portal.signed_in(account).await;
    for _ in 0..14 {
        portal.clock.pass_minutes(50);
        busy.get("/account").await.is(200);
    }
    idle.get("/account").await.is(303);
    portal.clock.pass_minutes(25);
    assert_eq!(busy.get("/account").await.is(303).location(), "/sign-in?next=%2Faccount");

    let mut here = portal.signed_in(account).await;
    let mut there = portal.signed_in(account).await;
    here.get("/account").await.is(200).shows("A browser (this one)").shows("End all other sessions");
    here.post("/account/sessions/end-others", &[]).await.is(303);
    there.get("/account").await.is(303);
    let mut third = portal.signed_in(account).await;
    let page = here.get("/account").await;
    let name = page.input("session").expect("a session to end");
    here.post("/account/sessions/end", &[("session", &name)]).await.is(303);
    third.get("/account").await.is(303);

    let token = here.cookie("session").expect("a session").to_owned();
    assert_eq!(here.post("/sign-out", &[]).await.is(303).location(), "/sign-in?out=1");
    assert_eq!(here.cookie("session"), None);
    here.get("/sign-in?out=1").await.is(200).shows("You have signed out");
    here.post("/sign-out", &[]).await.is(303);
    let mut kept = portal.browser();
    kept.set_cookie("session", &token);
    kept.get("/account").await.is(303);
    kept.set_cookie("session", &format!("{}x", &token[..42]));
    kept.get("/account").await.is(303);
}

#[tokio::test]
async fn the_cookie_stays_with_the_browser() {
    let portal = Portal::with(|c| {
        c.server.public_url = Some(url::Url::parse("https://holdfast.example.org").expect("an address"));
    })
    .await;
    let link = portal.app.operator_link().await.expect("a link");
    let path = url::Url::parse(&link).expect("a link").path().to_owned();
    let mut browser = portal.browser();
    let answer = browser.post(&path, &[("name", "Ann Lee"), ("email", "ann@office.example")]).await;
    let cookie = answer.is(303).headers.get(header::SET_COOKIE).expect("a cookie").to_str().expect("text");
    for part in ["__Host-session=", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/", "; Max-Age=43200"]
    {
        assert!(cookie.contains(part), "{part} is not in {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
}

#[tokio::test]
async fn a_set_up_link_is_used_by_its_button_and_once() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let owner = {
        use holdfast_store::Accounts;
        let mut write = portal.app.store.write().await.expect("a write");
        let owner = write.account(account).await.expect("read").expect("Ann");
        portal.app.post_sign_in_invitation(&mut write, &owner).await.expect("a letter");
        write.commit().await.expect("kept");
        owner
    };
    let path = portal.mailed_link("set-up-sign-in").await;
    let mut browser = portal.browser();
    browser.get(&path).await.is(200).hides("Ann").hides("fixture");
    browser.get(&path).await.is(200);
    assert_eq!(browser.post(&path, &[]).await.is(303).location(), "/set-up-sign-in");
    browser.get("/set-up-sign-in").await.is(200).shows("Make a passkey").shows("Go on without a passkey");
    browser.get("/recovery-codes").await.is(200).shows("You have no passkey yet");
    let shown = browser.post("/recovery-codes", &[]).await;
    assert_eq!(codes(shown.is(200)).len(), 10);
    assert!(shown.headers.get(header::CACHE_CONTROL).is_some_and(|v| v == "no-store"));
    portal.browser().get(&path).await.is(410).shows("no longer works").shows("Ask for a new link");
    portal.browser().post(&path, &[]).await.is(410);
    portal.browser().get("/set-up-sign-in/made-up").await.is(410);

    // Now that Ann can sign in, her mailbox alone is not enough.
    portal.clock.pass_minutes(1);
    let mut write = portal.app.store.write().await.expect("a write");
    portal.app.post_sign_in_invitation(&mut write, &owner).await.expect("a letter");
    write.commit().await.expect("kept");
    let path = portal.mailed_link("set-up-sign-in").await;
    let mut thief = portal.browser();
    assert_eq!(thief.post(&path, &[]).await.is(303).location(), "/sign-in?ready=1");
    thief.get("/account").await.is(303);
    thief.get("/sign-in?ready=1").await.is(200).shows("set up already");
}

#[tokio::test]
async fn a_link_that_ran_out_is_asked_for_again_with_the_same_answer_for_everyone() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut browser = portal.browser();
    let known = browser.post("/new-link", &[("email", "ann.lee@fixturememorial.example")]).await;
    let unknown = browser.post("/new-link", &[("email", "nobody.at@fixturememorial.example")]).await;
    assert_eq!(known.is(200).text().replace("ann.lee", "nobody.at"), unknown.is(200).text());
    let path = portal.mailed_link("set-up-sign-in").await;
    portal.clock.pass_minutes(73 * 60);
    browser.get(&path).await.is(410);
    portal.signed_in(account).await.post("/recovery-codes", &[]).await.is(200);
    portal.clock.pass_minutes(1);
    browser.post("/new-link", &[("email", "ann.lee@fixturememorial.example")]).await.is(200);
    assert_eq!(portal.mails().await[0].new.kind, "sign-in-exists");
}

#[tokio::test]
async fn the_operator_gets_in_once() {
    let portal = Portal::new().await;
    let first = portal.app.operator_link_if_needed().await.expect("asked").expect("nobody runs it yet");
    let second = portal.app.operator_link_if_needed().await.expect("asked").expect("nobody runs it yet");
    let path = |link: &str| url::Url::parse(link).expect("a link").path().to_owned();
    let mut browser = portal.browser();
    browser.get(&path(&first)).await.is(410);
    browser.get(&path(&second)).await.is(200).shows("Become the operator");
    let wrong = browser.post(&path(&second), &[("name", " "), ("email", "ann")]).await;
    wrong.is(422).shows("Write your name").shows("Write an e-mail address");
    assert_eq!(wrong.input("email").as_deref(), Some("ann"));
    let sent = [("name", "Ann Lee"), ("email", "ann@office.example")];
    browser.post_and_follow(&path(&second), &sent).await.is(200).shows("Make a passkey");
    browser.post("/recovery-codes", &[]).await.is(200);
    browser
        .get("/office/people")
        .await
        .is(200)
        .shows("Ann Lee (you)")
        .shows("Program office")
        .shows("Reviewer");
    browser.post(&path(&second), &sent).await.is(410);
    assert!(portal.app.operator_link_if_needed().await.expect("asked").is_none());
    let third = portal.app.operator_link().await.expect("after a lock-out");
    portal.clock.pass_minutes(24 * 60 + 1);
    portal.browser().get(&path(&third)).await.is(410);
    let fourth = portal.app.operator_link().await.expect("another");
    let mut back = portal.browser();
    back.post(&path(&fourth), &sent).await.is(303);
    back.get("/office/people").await.is(200).shows("Ann Lee (you)");
}

#[tokio::test]
async fn an_operator_makes_a_way_to_sign_in_before_anything_else() {
    let portal = Portal::new().await;
    let link = portal.app.operator_link().await.expect("a link");
    let path = url::Url::parse(&link).expect("a link").path().to_owned();
    let mut browser = portal.browser();
    let sent = [("name", "Ann Lee"), ("email", "ann@office.example")];
    assert_eq!(browser.post(&path, &sent).await.is(303).location(), "/set-up-sign-in");
    for page in ["/office/people", "/office/queue", "/office", "/office/run"] {
        let next = page.replace('/', "%2F");
        assert_eq!(browser.get(page).await.is(303).location(), format!("/set-up-sign-in?next={next}"));
    }
    let invited =
        browser.post("/office/people/invite", &[("email", "eve@evil.example"), ("role", "reviewer")]);
    invited.await.is(303);
    assert!(portal.mails().await.is_empty(), "nothing is done without it");
    let email = EmailAddress::parse("ann@office.example").expect("an address");
    let ann = portal.app.store.read().await.expect("a read").account_by_email(&email).await.expect("read");
    let (_, token) = portal.app.make_api_token(ann.expect("Ann").id, "a program", 1).await.expect("a token");
    let (actor, _) = portal.app.actor_of_api_token(&token.hash()).await.expect("read").expect("Ann");
    assert!(actor.must_set_up, "a token is no way round");
    browser.get("/set-up-sign-in?next=%2Foffice%2Fqueue").await.is(200).shows("Make a passkey");
    browser.post("/recovery-codes", &[("next", "/office/queue")]).await.is(200);
    browser.get("/office/queue").await.is(200);
    // A passkey alone does as well.
    let other = portal.app.operator_link().await.expect("a link");
    let path = url::Url::parse(&other).expect("a link").path().to_owned();
    let mut bo = portal.browser();
    bo.post(&path, &[("name", "Bo Reed"), ("email", "bo@office.example")]).await.is(303);
    bo.get("/office").await.is(303);
    crate::passkeys::make_passkey(&mut bo, 7).await;
    bo.get("/office").await.is(200);
}

#[tokio::test]
async fn an_api_token_is_shown_once_and_ends() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut browser = portal.signed_in(account).await;
    let wrong = browser.post("/account/tokens", &[("label", ""), ("days", "400")]).await;
    wrong.is(422).shows("Say what the token is for").shows("from 1 to 365");
    let page = browser.post("/account/tokens", &[("label", "weekly copy"), ("days", "30")]).await;
    let token = page.is(200).text();
    let token = token.split_whitespace().find(|w| w.len() == 43).expect("a token").to_owned();
    let hash = holdfast_server::entropy::TokenHash::of(&token);
    assert!(portal.app.actor_of_api_token(&hash).await.expect("asked").is_some());
    let page = browser.get("/account").await;
    page.shows("weekly copy").hides(&token);
    assert_eq!(portal.mails().await[0].new.kind, "api-token-made");
    let at = page.body.find("/account/tokens/").expect("a token to revoke");
    let id: String = page.body[at + 16..].chars().take_while(char::is_ascii_digit).collect();
    let mut eve = portal.signed_in_as("Eve Hart", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    eve.post(&format!("/account/tokens/{id}/revoke"), &[]).await.is(303);
    assert!(portal.app.actor_of_api_token(&hash).await.expect("asked").is_some(), "not hers to revoke");
    browser.post(&format!("/account/tokens/{id}/revoke"), &[]).await.is(303);
    assert!(portal.app.actor_of_api_token(&hash).await.expect("asked").is_none());
    browser.get("/account").await.hides("weekly copy");
    let (_, token) = portal.app.make_api_token(account, "short", 1).await.expect("a token");
    portal.clock.pass_minutes(24 * 60 + 1);
    assert!(portal.app.actor_of_api_token(&token.hash()).await.expect("asked").is_none());
}

#[tokio::test]
async fn one_changes_ones_name_and_no_more_than_a_name() {
    let portal = Portal::new().await;
    let account = ann(&portal).await;
    let mut browser = portal.signed_in(account).await;
    browser.post("/account/name", &[("name", "  Ann   Lee-Hart ")]).await.is(303);
    browser.get("/account").await.shows("Ann Lee-Hart");
    let long = "x".repeat(101);
    browser.post("/account/name", &[("name", &long)]).await.is(422).shows("up to 100 characters");
    browser.post("/account/name", &[("name", "<script>alert(1)</script>")]).await.is(303);
    assert!(!browser.get("/account").await.body.contains("<script>alert"));
}
