//! Passkeys: made, proven, refused. The authenticator is ours and lives in memory; the checks are the server's own.

use axum::body::Body;
use axum::http::Request;
use holdfast_core::model::{AccountId, Role};
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Answer, Authenticator, Browser, Portal};
use serde_json::{Value, json};

pub(crate) const ORIGIN: &str = "http://localhost:8080";

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", answer.text()))
}

/// Begins an exchange.
async fn start(browser: &mut Browser, path: &str) -> Value {
    read(browser.json("POST", path, None, &json!({})).await.is(200))
}

/// Makes a passkey for whoever is signed in.
pub(crate) async fn make_passkey(browser: &mut Browser, seed: u8) -> Authenticator {
    let asked = start(browser, "/account/passkeys/start").await;
    let (made, credential) = Authenticator::create(&asked["options"], ORIGIN, seed);
    let sent = json!({ "ceremony": asked["ceremony"], "credential": credential, "label": "my desk" });
    browser.json("POST", "/account/passkeys/finish", None, &sent).await.is(200);
    made
}

/// Signs in with a passkey; `next` is where one wants to go.
async fn sign_in(browser: &mut Browser, key: &mut Authenticator, next: &str) -> Answer {
    let asked = start(browser, "/sign-in/passkey/start").await;
    let credential = key.sign(&asked["options"]);
    let sent = json!({ "ceremony": asked["ceremony"], "credential": credential, "next": next });
    browser.json("POST", "/sign-in/passkey/finish", None, &sent).await
}

async fn ann(portal: &Portal) -> (AccountId, Authenticator) {
    let ann = portal.person("Ann Lee", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let key = make_passkey(&mut portal.signed_in(ann).await, 1).await;
    (ann, key)
}

#[tokio::test]
async fn a_passkey_signs_its_owner_in_without_a_name() {
    let portal = Portal::new().await;
    let (_, mut key) = ann(&portal).await;
    let mut browser = portal.browser();
    browser.get("/account").await.is(303);
    let asked = start(&mut browser, "/sign-in/passkey/start").await;
    assert!(asked["options"].get("mediation").is_none(), "the browser asks at once");
    assert_eq!(asked["options"]["publicKey"]["allowCredentials"], json!([]));
    let answer = sign_in(&mut browser, &mut key, "/account").await;
    assert_eq!(read(answer.is(200)), json!({ "next": "/account" }));
    browser.get("/account").await.is(200).shows("Ann Lee").shows("my desk");
    let answer = sign_in(&mut browser, &mut key, "//evil.example").await;
    assert_eq!(read(answer.is(200)), json!({ "next": "/hospital/991301" }));
    assert_eq!(portal.mails().await[0].new.kind, "passkey-added");
}

#[tokio::test]
async fn a_passkey_must_be_one_the_device_finds_by_itself() {
    let portal = Portal::new().await;
    let mut browser = portal.signed_in_as("Ann Lee", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let asked = start(&mut browser, "/account/passkeys/start").await;
    let options = &asked["options"]["publicKey"];
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["requireResidentKey"], true);
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["rp"]["id"], "localhost");
    make_passkey(&mut browser, 1).await;
    let again = start(&mut browser, "/account/passkeys/start").await;
    assert_eq!(again["options"]["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_exchange_is_answered_once_in_time_and_for_what_it_was_begun() {
    let portal = Portal::new().await;
    let (account, mut key) = ann(&portal).await;
    let mut browser = portal.browser();

    let asked = start(&mut browser, "/sign-in/passkey/start").await;
    let sent = json!({ "ceremony": asked["ceremony"], "credential": key.sign(&asked["options"]) });
    browser.json("POST", "/sign-in/passkey/finish", None, &sent).await.is(200);
    browser.json("POST", "/sign-in/passkey/finish", None, &sent).await.is(410);

    let asked = start(&mut browser, "/sign-in/passkey/start").await;
    portal.clock.pass_minutes(6);
    let sent = json!({ "ceremony": asked["ceremony"], "credential": key.sign(&asked["options"]) });
    browser.json("POST", "/sign-in/passkey/finish", None, &sent).await.is(410).shows("five minutes");

    let mut own = portal.signed_in(account).await;
    let adding = start(&mut own, "/account/passkeys/start").await;
    let asked = start(&mut browser, "/sign-in/passkey/start").await;
    let sent = json!({ "ceremony": adding["ceremony"], "credential": key.sign(&asked["options"]) });
    browser.json("POST", "/sign-in/passkey/finish", None, &sent).await.is(410);
    let other = json!({ "ceremony": asked["ceremony"], "credential": key.sign(&adding["options"].clone_for(&asked)) });
    browser.json("POST", "/sign-in/passkey/finish", None, &other).await.is(403).shows("did not prove itself");
    browser.json("POST", "/sign-in/passkey/finish", None, &json!({ "ceremony": "x" })).await.is(400);
}

/// Options with another exchange's challenge: an answer to the wrong question.
trait CloneFor {
    fn clone_for(&self, other: &Value) -> Value;
}

impl CloneFor for Value {
    fn clone_for(&self, other: &Value) -> Value {
        let mut options = other["options"].clone();
        options["publicKey"]["challenge"] = self["publicKey"]["challenge"].clone();
        options
    }
}

#[tokio::test]
async fn nobody_finishes_the_exchange_of_another() {
    let portal = Portal::new().await;
    let mut ann = portal.signed_in_as("Ann Lee", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut eve = portal.signed_in_as("Eve Hart", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let asked = start(&mut ann, "/account/passkeys/start").await;
    let (_, credential) = Authenticator::create(&asked["options"], ORIGIN, 2);
    let sent = json!({ "ceremony": asked["ceremony"], "credential": credential });
    eve.json("POST", "/account/passkeys/finish", None, &sent).await.is(410);
    let asked = start(&mut ann, "/account/passkeys/start").await;
    let (_, credential) = Authenticator::create(&asked["options"], "http://evil.example", 3);
    let sent = json!({ "ceremony": asked["ceremony"], "credential": credential });
    ann.json("POST", "/account/passkeys/finish", None, &sent).await.is(403);
}

#[tokio::test]
async fn a_copied_passkey_is_refused_and_its_owner_told() {
    let portal = Portal::new().await;
    let (_, mut key) = ann(&portal).await;
    let mut copy = key.clone();
    portal.clock.pass_minutes(1);
    sign_in(&mut portal.browser(), &mut key, "").await.is(200);
    sign_in(&mut portal.browser(), &mut key, "").await.is(200);
    let mut thief = portal.browser();
    sign_in(&mut thief, &mut copy, "").await.is(403).shows("may have been copied");
    thief.get("/account").await.is(303);
    assert_eq!(portal.mails().await[0].new.kind, "passkey-copied");
}

#[tokio::test]
async fn a_passkey_that_is_gone_or_whose_owner_is_switched_off_opens_nothing() {
    let portal = Portal::new().await;
    let (account, mut key) = ann(&portal).await;
    let mut write = portal.app.store.write().await.expect("a write");
    write.disable_account(account, Some(portal.app.now_ms())).await.expect("switched off");
    write.commit().await.expect("kept");
    sign_in(&mut portal.browser(), &mut key, "").await.is(403).shows("switched off");
    let mut write = portal.app.store.write().await.expect("a write");
    write.disable_account(account, None).await.expect("switched on");
    write.commit().await.expect("kept");

    let mut own = portal.signed_in(account).await;
    own.post("/recovery-codes", &[]).await.is(200);
    let page = own.get("/account").await;
    let at = page.body.find("/account/passkeys/").expect("a passkey");
    let id: String = page.body[at + 18..].chars().take_while(char::is_ascii_digit).collect();
    own.post(&format!("/account/passkeys/{id}/remove"), &[]).await.is(303);
    sign_in(&mut portal.browser(), &mut key, "").await.is(403).shows("do not know this passkey");
}

#[tokio::test]
async fn the_last_way_in_is_kept() {
    let portal = Portal::new().await;
    let account = portal.person("Ann Lee", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let mut own = portal.signed_in(account).await;
    make_passkey(&mut own, 1).await;
    let page = own.get("/account").await;
    let at = page.body.find("/account/passkeys/").expect("a passkey");
    let id: String = page.body[at + 18..].chars().take_while(char::is_ascii_digit).collect();
    let remove = format!("/account/passkeys/{id}/remove");
    own.post(&remove, &[]).await.is(400).shows("last way to sign in");
    own.post("/recovery-codes", &[]).await.is(200);
    own.post(&remove, &[]).await.is(400).shows("Your role asks for a passkey");
    make_passkey(&mut own, 2).await;
    own.post(&remove, &[]).await.is(303);
    own.post(&remove, &[]).await.is(404);
}

#[tokio::test]
async fn at_a_number_the_page_leads_to_the_name() {
    let portal = Portal::new().await;
    let request = |host: &str| {
        Request::get("/sign-in?next=/account").header("host", host).body(Body::empty()).expect("a request")
    };
    let answer = portal.browser().send(request("127.0.0.1:8080")).await;
    answer.is(200).shows("Open this page where passkeys work").hides("Sign in with a passkey");
    assert!(answer.body.contains("http://localhost:8080/sign-in?next=%2Faccount"), "{}", answer.body);
    portal.browser().send(request("localhost:8080")).await.is(200).shows("Sign in with a passkey");
    let numbered = Portal::with(|c| {
        c.server.public_url = Some(url::Url::parse("https://10.1.2.3").expect("an address"));
    })
    .await;
    numbered.browser().get("/sign-in").await.is(200).shows("Passkeys cannot work at this address");
    numbered.browser().json("POST", "/sign-in/passkey/start", None, &json!({})).await.is(409);
}
