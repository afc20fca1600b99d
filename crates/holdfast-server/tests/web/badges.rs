//! Badges and certificates from the lesson done to whoever is shown one: saved behind a link, checked by anybody, taken back for good.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, LessonKind, PackId};
use holdfast_core::decide::badge::Issuer;
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{
    AccountId, Completion, CompletionHow, EmailAddress, Learner, LearnerId, Role, StaffMember,
};
use holdfast_report::badge::{SigningKey, new_key};
use holdfast_server::badge_key;
use holdfast_server::entropy::{TokenHash, token};
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use serde_json::{Value, json};

const ADDRESS: &str = "ana@fixturememorial.example";
const PACK: &str = "/badges/pack-everyone";

struct Hospital {
    portal: Portal,
    by: AccountId,
    /// Ana's link, and the secret in it.
    path: String,
    secret: String,
}

/// Ana is on the roster, and has done every lesson of everyone on 1 March, and one lab.
async fn hospital(email: Option<&str>) -> Hospital {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let by = portal.person("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let on: Date = "2026-03-01".parse().expect("a day");
    let everyone = PackId::new("everyone");
    let ana = Learner {
        id: LearnerId(1),
        person: StaffMember {
            number: "7".to_owned(),
            name: "Ana Mora".to_owned(),
            email: email.map(|address| EmailAddress::parse(address).expect("an address")),
            department: "Nursing".to_owned(),
            packs: [everyone.clone()].into(),
            language: Language::English,
            started_on: None,
        },
        listed_on: on,
        left_on: None,
        packs_since: [(everyone.clone(), on)].into(),
    };
    let lessons = &portal.app.catalog.lessons;
    let lab = lessons.lessons.iter().find(|lesson| lesson.kind == LessonKind::Lab).expect("a lab");
    let mut did: Vec<LessonId> = lessons.pack(&everyone).expect("a pack").lessons.clone();
    did.push(lab.id.clone());
    let done = |lesson| Completion {
        learner: LearnerId(1),
        lesson,
        done_on: on,
        how: CompletionHow::Answered,
        by: "the learner".to_owned(),
    };
    let done: Vec<Completion> = did.into_iter().map(done).collect();
    let secret = token(&*portal.app.entropy);
    let now = portal.app.clock.now();
    let mut write = portal.app.store.write().await.expect("a write");
    write.apply_roster(scope, &[ana], 0, &json!({}), ("Dana", by), now).await.expect("applied");
    write.record_completions(scope, &done, None, now).await.expect("recorded");
    let link = (LearnerId(1), secret.hash().as_str().to_owned());
    write.issue_learner_links(scope, &[link], Some(by), now).await.expect("a link");
    write.commit().await.expect("kept");
    let (path, secret) = (format!("/learn/{}", secret.reveal()), secret.reveal().to_owned());
    Hospital { portal, by, path, secret }
}

impl Hospital {
    /// A badge as Ana saves it.
    async fn saved(&self, file: &str) -> String {
        let answer = self.portal.browser().get(&format!("{}{file}", self.path)).await;
        answer.is(200);
        answer.body
    }

    /// What the page says of something pasted.
    async fn checked(&self, pasted: &str, address: &str) -> holdfast_testkit::Answer {
        let fields = [("pasted", pasted), ("address", address)];
        self.portal.browser().post("/verify", &fields).await
    }
}

fn content(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("json")
}

#[tokio::test]
async fn a_badge_is_saved_and_anybody_sees_that_it_holds() {
    let at = hospital(Some(ADDRESS)).await;
    let page = at.portal.browser().get(&format!("{}/badges", at.path)).await;
    page.is(200).shows("Security lessons done: Everyone").shows("Earned on March 1, 2026");
    page.shows("It does not run out").shows("Save as a picture (PNG)");
    let spanish = at.portal.browser().get(&format!("{}/badges?lang=es", at.path)).await;
    spanish.is(200).shows("Mis insignias").hides("Save as");

    let token = at.saved(&format!("{PACK}.jwt")).await;
    let said = content(&token);
    assert!(!said.to_string().contains("ana@") && !said.to_string().contains("Fixture"), "{said}");
    let salt = said["credentialSubject"]["identifier"][0]["salt"].as_str().expect("a salt");
    let digest = format!("sha256${}", sha256_hex(format!("{ADDRESS}{salt}").as_bytes()));
    assert_eq!(said["credentialSubject"]["identifier"][0]["identityHash"], digest.as_str());
    assert_eq!(said["validUntil"], "2026-07-20T12:00:00Z");

    let found = at.checked(&token, "").await;
    found.is(200).shows("It holds").shows("Security lessons done: Everyone").shows("Type the address");
    for typed in [ADDRESS, "Ana@FixtureMemorial.example"] {
        at.checked(&token, typed).await.shows("It is for the address you typed");
    }
    at.checked(&token, "bea@fixturememorial.example").await.shows("It is not for the address you typed");
    let svg = at.saved(&format!("{PACK}.svg")).await;
    at.checked(&svg, "").await.is(200).shows("It holds");
    let png = at.portal.browser().get(&format!("{}{PACK}.png", at.path)).await;
    png.is(200);
    assert_eq!(png.headers["content-type"], "image/png");
    // Saved again it is the same badge; in another language it is another one.
    assert_eq!(content(&at.saved(&format!("{PACK}.jwt")).await)["id"], said["id"]);
    let other = content(&at.saved(&format!("{PACK}.jwt?lang=es")).await);
    assert_ne!(other["id"], said["id"]);
    assert_eq!(other["name"], "Lecciones de seguridad hechas: Todo el personal");
}

#[tokio::test]
async fn whoever_has_no_mail_is_named_and_nobody_gets_what_they_did_not_earn() {
    let at = hospital(None).await;
    let token = at.saved(&format!("{PACK}.jwt")).await;
    assert_eq!(content(&token)["credentialSubject"]["identifier"][0]["identityHash"], "Ana Mora");
    at.checked(&token, "").await.shows("It holds").shows("Ana Mora");
    let mut ana = at.portal.browser();
    for none in ["pack-clinical.jwt", "pack-nothing.jwt", "lab-report-it.jwt", "pack-everyone.exe", "x"] {
        ana.get(&format!("{}/badges/{none}", at.path)).await.is(404);
    }
    ana.get("/learn/nothing/badges").await.is(410);
    ana.get("/learn/nothing/badges/pack-everyone.jwt").await.is(410);
    // Past the day its first lesson is asked again, it has run out and is given no more.
    at.portal.clock.set("2026-07-21");
    at.checked(&token, "").await.is(200).shows("It was good, and has run out");
    ana.get(&format!("{}{PACK}.jwt", at.path)).await.is(404);
}

#[tokio::test]
async fn a_badge_that_was_changed_or_is_of_somebody_else_is_told_apart() {
    let at = hospital(Some(ADDRESS)).await;
    let token = at.saved(&format!("{PACK}.jwt")).await;
    let parts: Vec<&str> = token.split('.').collect();
    let mut said = content(&token);
    said["credentialSubject"]["achievement"]["name"] = "Chief".into();
    let changed = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(said.to_string()), parts[2]);
    at.checked(&changed, "").await.is(200).shows("It was changed").hides("It holds");
    // Another issuer's badge, with a key of theirs.
    let theirs = "https://other.example/issuer";
    said["iss"] = theirs.into();
    said["issuer"] = json!({ "id": theirs });
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"https://other.example/key"}"#);
    let other = format!("{head}.{}.{}", URL_SAFE_NO_PAD.encode(said.to_string()), parts[2]);
    at.checked(&other, "").await.is(200).shows("We cannot tell").shows("Another issuer gave it");
    // Theirs by its words, ours by the key it names: no other issuer's, and no good.
    let mixed = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(said.to_string()), parts[2]);
    at.checked(&mixed, "").await.is(200).shows("It was changed");
    for none in ["", "hello", "e30.e30.e30", "<svg></svg>", "\u{0}\u{0}.\u{0}.\u{0}"] {
        at.checked(none, "").await.is(422).shows("There is a problem");
    }
    at.checked(&"a".repeat(70_000), "").await.is(422).shows("longer than any badge");
}

#[tokio::test]
async fn documents_that_badges_name_answer_anybody() {
    let at = hospital(Some(ADDRESS)).await;
    let mut anybody = at.portal.browser();
    anybody.get("/badges/keys.json").await.is(200).shows("{\"keys\":[]}");
    anybody.get("/badges/status/0").await.is(404);
    assert!(!at.portal.app.config.server.badges_key_file().exists(), "asking makes no key");
    let token = at.saved(&format!("{PACK}.jwt")).await;
    let head = token.split('.').next().expect("a head");
    let head: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).expect("base64")).expect("json");
    let here = |address: &Value| {
        let address = address.as_str().expect("an address");
        let url = url::Url::parse(address).expect("an address");
        url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    };
    let key = anybody.get(&here(&head["kid"])).await;
    key.is(200);
    assert_eq!(key.headers["access-control-allow-origin"], "*");
    let key: Value = serde_json::from_str(&key.body).expect("a key");
    let keys: Value = serde_json::from_str(&anybody.get("/badges/keys.json").await.body).expect("keys");
    assert_eq!(keys["keys"], json!([key]));
    assert_eq!(key.get("d"), None, "the private half stays where it is");
    let said = content(&token);
    assert_eq!(
        anybody.get(&here(&said["issuer"]["id"])).await.is(200).headers["content-type"],
        "application/json"
    );
    let achievement = &said["credentialSubject"]["achievement"];
    let document = anybody.get(&here(&achievement["id"])).await;
    assert_eq!(
        serde_json::from_str::<Value>(&document.body).expect("json")["criteria"],
        achievement["criteria"]
    );
    let picture = anybody.get(&here(&achievement["image"]["id"])).await;
    assert_eq!(picture.is(200).headers["content-type"], "image/svg+xml");
    anybody.get("/.well-known/did.json").await.is(200).shows("did:web:");
    let list = anybody.get(&here(&said["credentialStatus"]["statusListCredential"])).await;
    assert_eq!(content(&list.body)["credentialSubject"]["statusPurpose"], "revocation");
    for none in [
        "/badges/keys/nobody.json",
        "/badges/keys/x",
        "/badges/achievements/pack-x.json",
        "/badges/achievements/pack-everyone",
        "/badges/status/7",
        "/badges/status/x",
        "/badges/status/-1",
    ] {
        anybody.get(none).await.is(404);
    }
}

#[tokio::test]
async fn a_new_key_leaves_old_badges_good_until_it_is_withdrawn() {
    let at = hospital(Some(ADDRESS)).await;
    let token = at.saved(&format!("{PACK}.jwt")).await;
    let file = at.portal.app.config.server.badges_key_file();
    std::fs::rename(&file, file.with_extension("old")).expect("moved away");
    let newer = at.saved(&format!("{PACK}.jwt?lang=es")).await;
    assert_ne!(token.split('.').next(), newer.split('.').next(), "another key");
    for badge in [&token, &newer] {
        at.checked(badge, "").await.shows("It holds");
    }
    let read = at.portal.app.store.read().await.expect("a read").badge_keys().await.expect("keys");
    assert_eq!(read.len(), 2);
    let head = URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a head")).expect("base64");
    let head = String::from_utf8(head).expect("text");
    let old = read.iter().find(|kept| head.contains(&kept.key.id)).expect("the old key");
    let mut write = at.portal.app.store.write().await.expect("a write");
    write.withdraw_badge_key(&old.key.id, at.portal.app.clock.now()).await.expect("withdrawn");
    write.commit().await.expect("kept");
    at.checked(&token, "").await.shows("We cannot rely on its signature").hides("It was changed");
    at.checked(&newer, "").await.shows("It holds");
    // Saved again, it is the same badge with a new signature.
    let again = at.saved(&format!("{PACK}.jwt")).await;
    assert_eq!(content(&again)["id"], content(&token)["id"]);
    at.checked(&again, "").await.shows("It holds");
    // Put back, the withdrawn key signs nothing.
    std::fs::rename(file.with_extension("old"), &file).expect("put back");
    at.portal.browser().get(&format!("{}{PACK}.jwt", at.path)).await.is(503);
}

/// The public half is kept whenever a key signs, so that a badge issued before holds when its key is moved away in turn.
#[tokio::test]
async fn a_key_that_signs_an_old_badge_anew_is_kept_too() {
    let at = hospital(Some(ADDRESS)).await;
    let first = at.saved(&format!("{PACK}.jwt")).await;
    let file = at.portal.app.config.server.badges_key_file();
    std::fs::rename(&file, file.with_extension("one")).expect("moved away");
    let second = at.saved(&format!("{PACK}.jwt")).await;
    assert_eq!(content(&second)["id"], content(&first)["id"]);
    std::fs::rename(&file, file.with_extension("two")).expect("moved away");
    for badge in [&first, &second] {
        at.checked(badge, "").await.is(200).shows("It holds");
    }
}

#[tokio::test]
async fn a_portal_that_moved_still_knows_what_it_signed_before() {
    let at = hospital(Some(ADDRESS)).await;
    let token = at.saved(&format!("{PACK}.jwt")).await;
    let here = at.portal.app.badge_issuer();
    let before = Issuer { url: "https://moved.example".to_owned(), name: here.name.clone() };
    let said = content(&token).to_string().replace(&here.url, &before.url);
    let said: Value = serde_json::from_str(&said).expect("json");
    let signer =
        badge_key::read(&at.portal.app.config.server.badges_key_file()).expect("a key").expect("one");
    let old = signer.key.sign(&before, &said).expect("signed");
    at.checked(&old, "").await.is(200).shows("It holds");
    // Somebody else's key at an address of that shape is another issuer's.
    let theirs = new_key().expect("a key");
    let theirs = SigningKey::from_pkcs8(&theirs).expect("a key").sign(&before, &said).expect("signed");
    at.checked(&theirs, "").await.is(200).shows("We cannot tell");
}

#[tokio::test]
async fn a_badge_recorded_by_mistake_is_taken_back_for_everybody() {
    let at = hospital(Some(ADDRESS)).await;
    let token = at.saved(&format!("{PACK}.jwt")).await;
    let twin = at.saved(&format!("{PACK}.jwt?lang=es")).await;
    let place = |token: &str| -> u32 {
        let said = content(token);
        let index = said["credentialStatus"]["statusListIndex"].as_str();
        index.and_then(|text| text.parse().ok()).expect("a place")
    };
    let mut dana = at.portal.signed_in(at.by).await;
    let home = format!("/hospital/{FIXTURE_MEMORIAL}/training/proofs");
    dana.get(&home).await.is(200).shows("Ana Mora").shows("Security lessons done: Everyone");
    let id = content(&token)["id"].as_str().expect("an id").to_owned();
    let which = format!("badge {id}");
    dana.post(&home, &[("which", ""), ("why", "x")]).await.is(422).shows("Choose what to take back");
    dana.post(&home, &[("which", &which), ("why", " ")]).await.is(422).shows("Say why");
    dana.post(&home, &[("which", "badge urn:uuid:x"), ("why", "x")]).await.is(422).shows("no such badge");
    let done =
        dana.post_and_follow(&home, &[("which", &which), ("why", "recorded for another person")]).await;
    done.is(200).shows("It is taken back").shows("Taken back on March 2, 2026. Recorded for another person.");
    for badge in [&token, &twin] {
        at.checked(badge, "").await.is(200).shows("It was taken back").shows("Recorded for another person");
    }
    let mut places = [place(&token), place(&twin)];
    places.sort_unstable();
    assert_eq!(
        at.portal.app.store.read().await.expect("read").places_taken_back(0).await.expect("read"),
        places
    );
    // It cannot be saved again, by no way round.
    let page = at.portal.browser().get(&format!("{}{PACK}.jwt?lang=es", at.path)).await;
    page.is(400).shows("This badge was taken back");
    at.portal.browser().get(&format!("{}/badges", at.path)).await.shows("This badge was taken back");
    let mut viewer = at.portal.signed_in_as("Vic View", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    viewer.get(&home).await.is(403);
}

#[tokio::test]
async fn a_certificate_has_one_code_and_says_what_the_paper_says() {
    let at = hospital(Some(ADDRESS)).await;
    let desk = at.portal.app.learner_behind(&TokenHash::of(&at.secret)).await.expect("a desk");
    let made = at.portal.app.certificate_for(&desk, Language::English).await.expect("a certificate");
    at.portal.clock.set("2026-03-05");
    let again = at.portal.app.certificate_for(&desk, Language::English).await.expect("a certificate");
    assert_eq!((&made.code, made.issued_on), (&again.code, again.issued_on), "printed again, the same");
    let spanish = at.portal.app.certificate_for(&desk, Language::Spanish).await.expect("a certificate");
    assert_ne!(made.code, spanish.code);
    assert!(made.verify_url.ends_with(&format!("/verify/{}", made.code)));

    let mut anybody = at.portal.browser();
    let page = anybody.get(&format!("/verify/{}", made.code)).await;
    page.is(200)
        .shows("It holds")
        .shows("Ana Mora")
        .shows("Fixture Memorial Hospital")
        .shows("March 1, 2026");
    page.hides("Nursing").hides(ADDRESS);
    at.checked(&made.code.to_lowercase().replace('-', " "), "").await.is(200).shows("It holds");
    for none in ["0000-0000-0000-0000", "x", "%3Ci%3E"] {
        anybody.get(&format!("/verify/{none}")).await.is(404).shows("no certificate with this code");
    }
    let mut dana = at.portal.signed_in(at.by).await;
    let home = format!("/hospital/{FIXTURE_MEMORIAL}/training/proofs");
    let which = format!("certificate {}", sha256_hex(made.code.as_bytes()));
    let page = dana.get(&home).await;
    page.is(200).shows("Certificate of 9 lessons");
    assert!(!page.body.contains(&made.code), "whoever runs training does not learn the code");
    dana.post(&home, &[("which", &which), ("why", "Wrong person.")]).await.is(303);
    for code in [&made.code, &spanish.code] {
        anybody.get(&format!("/verify/{code}")).await.is(200).shows("It was taken back");
    }
    for language in [Language::English, Language::Spanish] {
        at.portal.app.certificate_for(&desk, language).await.expect_err("it is printed no more");
    }
}

#[tokio::test]
async fn a_lesson_recorded_by_mistake_is_withdrawn_with_what_rests_on_it() {
    let at = hospital(Some(ADDRESS)).await;
    let app = &at.portal.app;
    let badge = at.saved(&format!("{PACK}.jwt")).await;
    let desk = app.learner_behind(&TokenHash::of(&at.secret)).await.expect("a desk");
    let paper = app.certificate_for(&desk, Language::English).await.expect("a certificate");
    let everyone = app.catalog.lessons.pack(&PackId::new("everyone")).expect("a pack");
    let lesson = everyone.lessons.first().expect("a lesson");
    let which = format!("{lesson}|2026-03-01|answered|");
    let mut dana = at.portal.signed_in(at.by).await;
    let home = format!("/hospital/{FIXTURE_MEMORIAL}/training/people/{}", LearnerId(1));
    dana.get(&home).await.is(200).shows("Was one recorded by mistake?").hides("It counts nowhere");
    for (which, why, says) in [
        ("", "x", "Choose what was recorded"),
        (which.as_str(), " ", "Say why"),
        (which.replace("answered", "class").as_str(), "x", "No such lesson counts"),
    ] {
        let sent = [("act", "withdraw"), ("which", which), ("why", why)];
        dana.post(&home, &sent).await.is(422).shows(says);
    }
    at.checked(&badge, "").await.shows("It holds");
    let sent = [("act", "withdraw"), ("which", which.as_str()), ("why", "the wrong line was keyed in")];
    let done = dana.post_and_follow(&home, &sent).await;
    done.is(200).shows("The badges and certificates that rested on it are taken back");
    done.shows("It counts nowhere").shows("The wrong line was keyed in.").shows("Dana Fixture");
    dana.post(&home, &sent).await.is(422).shows("withdrawn before");

    at.checked(&badge, "").await.shows("It was taken back").shows("The wrong line was keyed in.");
    let mut anybody = at.portal.browser();
    let verify = format!("/verify/{}", paper.code);
    anybody.get(&verify).await.is(200).shows("It was taken back").shows("The wrong line was keyed in.");
    anybody.get(&format!("{}{PACK}.jwt", at.path)).await.is(404);
    // The other lessons may stand on a new one.
    let desk = app.learner_behind(&TokenHash::of(&at.secret)).await.expect("a desk");
    let anew = app.certificate_for(&desk, Language::English).await.expect("a certificate");
    assert_eq!(anew.lessons.len() + 1, paper.lessons.len());
    let csv = dana.get(&format!("/hospital/{FIXTURE_MEMORIAL}/training/completions.csv")).await;
    assert_eq!(csv.is(200).body.lines().count(), everyone.lessons.len() + 1, "its head and what counts");
    let mut read = app.store.read().await.expect("a read");
    let log = read.audit_latest(None, 30).await.expect("read");
    assert!(log.iter().any(|entry| entry.action == "training.withdraw" && !entry.detail.contains("Ana")));
}

#[tokio::test]
async fn calls_do_what_the_pages_do() {
    let at = hospital(Some(ADDRESS)).await;
    let mut api = at.portal.browser();
    let nothing = Value::Null;
    let badges = api.json("GET", "/api/v1/learn/badges", Some(&at.secret), &nothing).await;
    badges.is(200);
    let badges: Value = serde_json::from_str(&badges.body).expect("json");
    assert_eq!(badges[0]["badge"], "pack-everyone");
    assert_eq!(badges[0]["is_issued"], false);
    let token = api.json("GET", "/api/v1/learn/badges/pack-everyone.jwt", Some(&at.secret), &nothing).await;
    token.is(200);
    api.json("GET", "/api/v1/learn/badges/pack-clinical.jwt", Some(&at.secret), &nothing).await.is(404);
    let sent = json!({ "pasted": token.body, "address": ADDRESS });
    let found = api.json("POST", "/api/v1/verify", None, &sent).await;
    found.is(200);
    let found: Value = serde_json::from_str(&found.body).expect("json");
    assert_eq!((&found["holds"], &found["verdict"]), (&json!(true), &json!("holds")));
    assert_eq!(found["is_of_address"], true);
    api.json("POST", "/api/v1/verify", None, &json!({ "pasted": "hello" })).await.is(422);
    api.json("GET", "/api/v1/verify/0000-0000-0000-0000", None, &nothing).await.is(404);
}
