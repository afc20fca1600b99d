//! A learner behind their link: what they owe, a lesson answered, files to take along, and links that open nothing.

mod due_lists;

use axum::body::Body;
use axum::http::Request;
use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, PackId};
use holdfast_core::model::{AccountId, EmailAddress, HospitalScope, Learner, LearnerId, Role, StaffMember};
use holdfast_server::entropy::token;
use holdfast_store::nouns::*;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Browser, Portal};
use serde_json::json;

/// The hospital, and who runs its training.
pub(crate) async fn hospital(portal: &Portal) -> (HospitalScope, AccountId) {
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    (scope, portal.person("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await)
}

/// A person on the roster since a day, in one pack.
pub(crate) fn learner(id: i64, name: &str, language: Language, pack: &str, since: &str) -> Learner {
    let on: Date = since.parse().expect("a day");
    Learner {
        id: LearnerId(id),
        person: StaffMember {
            number: id.to_string(),
            name: name.to_owned(),
            email: Some(EmailAddress::parse(&format!("p{id}@fixturememorial.example")).expect("an address")),
            department: "Nursing".to_owned(),
            packs: [PackId::new(pack)].into(),
            language,
            started_on: None,
        },
        listed_on: on,
        left_on: None,
        packs_since: [(PackId::new(pack), on)].into(),
    }
}

/// Puts people on the roster, upon the version it has.
pub(crate) async fn list(
    portal: &Portal,
    (scope, by): (HospitalScope, AccountId),
    people: &[Learner],
    upon: u32,
) {
    let mut write = portal.app.store.write().await.expect("a write");
    let who = ("Dana Fixture, administrator", by);
    let now = portal.app.clock.now();
    write.apply_roster(scope, people, upon, &json!({}), who, now).await.expect("applied");
    write.commit().await.expect("kept");
}

/// The address of a new link of a learner.
pub(crate) async fn link(portal: &Portal, (scope, by): (HospitalScope, AccountId), id: i64) -> String {
    let token = token(&*portal.app.entropy);
    let mut write = portal.app.store.write().await.expect("a write");
    let link = (LearnerId(id), token.hash().as_str().to_owned());
    write.issue_learner_links(scope, &[link], Some(by), portal.app.clock.now()).await.expect("a link");
    write.commit().await.expect("kept");
    format!("/learn/{}", token.reveal())
}

/// Ana in English, and her link.
async fn ana(portal: &Portal) -> (HospitalScope, AccountId, String) {
    let at = hospital(portal).await;
    list(portal, at, &[learner(1, "Mora Vega, Ana", Language::English, "everyone", "2026-03-02")], 0).await;
    let path = link(portal, at, 1).await;
    (at.0, at.1, path)
}

/// The right options of a lesson, from 1, as a form sends them.
pub(crate) fn right(portal: &Portal, lesson: &str) -> Vec<String> {
    let lesson = portal.app.catalog.lessons.lesson(&LessonId::new(lesson)).expect("a lesson");
    lesson
        .checks(Language::English)
        .map(|asked| (asked.right().expect("a right one") + 1).to_string())
        .collect()
}

/// Some option that is not right.
fn wrong(right: &str) -> &'static str {
    if right == "1" { "2" } else { "1" }
}

pub(crate) async fn n_done(portal: &Portal, scope: HospitalScope) -> usize {
    portal.app.store.read().await.expect("a read").completions(scope).await.expect("read").len()
}

/// Answers all three questions of a lesson right.
async fn finish(portal: &Portal, browser: &mut Browser, path: &str, lesson: &str) {
    let all = right(portal, lesson);
    let fields = [("c1", all[0].as_str()), ("c2", all[1].as_str()), ("c3", all[2].as_str())];
    browser.post(&format!("{path}/{lesson}"), &fields).await.is(303);
}

#[tokio::test]
async fn the_list_greets_by_first_name_and_says_what_is_to_do_and_by_when() {
    let portal = Portal::new().await;
    let (.., path) = ana(&portal).await;
    let page = portal.browser().get(&path).await;
    page.is(200).shows("Hello, Ana").shows("Fixture Memorial Hospital").shows("You have 8 lessons to do");
    page.shows("Report it in five minutes").shows("Do it by March 16, 2026").shows("Nothing yet");
    page.hides("Mora").hides("Sign in").hides("Save your certificate");
    assert!(page.headers.get("set-cookie").is_none(), "no cookie is needed");
    let spanish = portal.browser().get(&format!("{path}?lang=es")).await;
    spanish.is(200).shows("Hola, Ana").shows("Tiene 8 lecciones por hacer");
    spanish.shows("Hágala a más tardar el 16 de marzo de 2026").hides("Do it by");
}

#[tokio::test]
async fn a_learner_reads_in_the_language_of_the_roster() {
    let portal = Portal::new().await;
    let at = hospital(&portal).await;
    list(&portal, at, &[learner(1, "Luz", Language::Spanish, "volunteers", "2026-03-02")], 0).await;
    let path = link(&portal, at, 1).await;
    let page = portal.browser().get(&path).await;
    page.is(200).shows("Hola, Luz").shows("Vencía el 1 de marzo de 2026").hides("Report it");
    assert!(page.body.contains("<html lang=\"es\">"));
    portal.browser().get(&format!("{path}/report-it")).await.is(200).shows("Compruebe lo que sabe");
    portal.browser().get(&format!("{path}/report-it?lang=en")).await.is(200).shows("Check yourself");
}

#[tokio::test]
async fn right_answers_are_kept_and_the_third_one_finishes_the_lesson() {
    let portal = Portal::new().await;
    let (scope, _, path) = ana(&portal).await;
    let mut ana = portal.browser();
    let at = format!("{path}/report-it");
    let all = right(&portal, "report-it");
    let page = ana.get(&at).await;
    page.is(200).shows("Three questions").shows("Do it by March 16, 2026").hides("is kept. Only the others");
    assert_eq!(page.body.matches("<fieldset").count(), 3);
    ana.post(&at, &[]).await.is(200).shows("Choose an answer first");
    let some = ana.post(&at, &[("c1", &all[0]), ("c2", wrong(&all[1]))]).await;
    some.is(200).shows("1 of 3 are right. Not all three are right yet").shows("Not this one.");
    assert_eq!(n_done(&portal, scope).await, 0);
    // Another day, another phone: the first one is not asked again, and stays right whatever is sent.
    portal.clock.set("2026-03-04");
    let mut phone = portal.browser();
    let page = phone.get(&at).await;
    page.shows("What you answered right is kept").hides("Not this one.");
    assert!(!page.body.contains("name=\"c1\"") && page.body.contains("name=\"c2\""));
    phone.post(&at, &[("c1", wrong(&all[0])), ("c2", &all[1])]).await.is(200).shows("2 of 3 are right");
    let done = phone.post(&at, &[("c3", &all[2]), ("lang", "en")]).await;
    assert_eq!(done.location(), format!("{path}?lang=en&done=report-it"));
    let list = phone.get(done.location()).await;
    list.shows("You are done with “Report it in five minutes”.").shows("Do this one next");
    list.shows("You have 7 lessons to do").shows("Done on March 4, 2026. Asked again by July 22, 2026");
    list.shows("Save your certificate");
    assert_eq!(n_done(&portal, scope).await, 1);
    // Sent twice, it is done once.
    finish(&portal, &mut phone, &path, "report-it").await;
    assert_eq!(n_done(&portal, scope).await, 1);
    phone.get(&format!("{path}/report-it")).await.shows("You did this lesson").shows("Three questions");
}

#[tokio::test]
async fn a_lesson_asked_again_begins_with_three_questions() {
    let portal = Portal::new().await;
    let (scope, _, path) = ana(&portal).await;
    let mut ana = portal.browser();
    finish(&portal, &mut ana, &path, "report-it").await;
    portal.clock.set("2026-07-01");
    ana.get(&path)
        .await
        .shows("Once more by July 20, 2026: skill fades")
        .shows("It was due on March 16, 2026");
    let page = ana.get(&format!("{path}/report-it")).await;
    assert!(page.body.contains("name=\"c1\"") && page.body.contains("name=\"c3\""));
    finish(&portal, &mut ana, &path, "report-it").await;
    assert_eq!(n_done(&portal, scope).await, 2);
    ana.get(&path).await.shows("Done on July 1, 2026");
}

#[tokio::test]
async fn an_answer_after_a_lesson_is_done_is_not_kept_for_the_next_time() {
    let portal = Portal::new().await;
    let (scope, _, path) = ana(&portal).await;
    let mut ana = portal.browser();
    finish(&portal, &mut ana, &path, "report-it").await;
    let (at, all) = (format!("{path}/report-it"), right(&portal, "report-it"));
    ana.post(&at, &[("c1", &all[0])]).await.is(200);
    portal.clock.set("2026-07-01");
    let page = ana.get(&at).await;
    page.is(200).hides("What you answered right is kept");
    assert!(page.body.contains("name=\"c1\"") && page.body.contains("name=\"c2\""), "all three are asked");
    assert_eq!(n_done(&portal, scope).await, 1);
}

#[tokio::test]
async fn opening_a_page_completes_nothing_even_with_the_answers_in_its_address() {
    let portal = Portal::new().await;
    let (scope, _, path) = ana(&portal).await;
    let all = right(&portal, "report-it");
    let query = format!("{path}/report-it?c1={}&c2={}&c3={}", all[0], all[1], all[2]);
    for method in ["GET", "HEAD"] {
        for at in [path.as_str(), &query, &format!("{path}?done=report-it"), &format!("{path}/due.ics")] {
            let request = Request::builder().method(method).uri(at).body(Body::empty()).expect("a request");
            portal.browser().send(request).await.is(200).hides("You are done with");
        }
    }
    let mut read = portal.app.store.read().await.expect("a read");
    let so_far = read.lesson_so_far(scope, LearnerId(1), &LessonId::new("report-it")).await.expect("read");
    assert!(so_far.is_empty());
    assert_eq!(n_done(&portal, scope).await, 0);
}

#[tokio::test]
async fn every_link_that_opens_nothing_gets_the_same_page() {
    let portal = Portal::new().await;
    let (scope, by, path) = ana(&portal).await;
    let left = link(&portal, (scope, by), 1).await;
    let ended = link(&portal, (scope, by), 1).await;
    let mut write = portal.app.store.write().await.expect("a write");
    write.end_learner_links(scope, None, portal.app.clock.now()).await.expect("ended");
    write.commit().await.expect("kept");
    let fresh = link(&portal, (scope, by), 1).await;
    portal.browser().get(&fresh).await.is(200);
    let mut gone = learner(1, "Mora Vega, Ana", Language::English, "everyone", "2026-03-02");
    gone.left_on = Some("2026-03-02".parse().expect("a day"));
    list(&portal, (scope, by), &[gone], 1).await;
    let mut bodies = std::collections::BTreeSet::new();
    for path in [&path, &left, &ended, &fresh, "/learn/x", "/learn/%00", "/learn/..%2f.."] {
        for end in ["", "/report-it", "/sewing", "/due.ics", "/certificate.pdf"] {
            let page = portal.browser().get(&format!("{path}{end}")).await;
            page.is(410).shows("Ask your manager").shows("Este enlace no funciona");
            bodies.insert(page.body);
        }
        let sent = portal.browser().post(&format!("{path}/report-it"), &[("c1", "1")]).await;
        sent.is(410).shows("Ask your manager");
    }
    assert_eq!(bodies.len(), 1, "nothing is learnt by trying");
}

#[tokio::test]
async fn a_lesson_that_is_not_there_and_hostile_answers_are_answered_plainly() {
    let portal = Portal::new().await;
    let (scope, _, path) = ana(&portal).await;
    let mut ana = portal.browser();
    ana.get(&format!("{path}/sewing")).await.is(404).shows("There is no such lesson");
    ana.post(&format!("{path}/sewing"), &[("c1", "1")]).await.is(404);
    for hostile in ["0", "-1", "99999999999999999999", "<script>alert(1)</script>", "\u{0}"] {
        let page = ana.post(&format!("{path}/report-it"), &[("c1", hostile), ("lang", "xx")]).await;
        page.is(200).hides("alert(1)").shows("Choose an answer first");
    }
    let request = Request::post(format!("{path}/report-it"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("c1=1"))
        .expect("a request");
    ana.send(request).await.is(403);
    assert_eq!(n_done(&portal, scope).await, 0);
}

#[tokio::test]
async fn a_whole_meeting_answers_from_one_address_and_one_link_has_its_limit() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 2).await;
    let (.., path) = ana(&portal).await;
    let at = format!("{path}/report-it");
    let mut statuses = Vec::new();
    for _ in 0..121 {
        statuses.push(portal.browser().post(&at, &[]).await.status.as_u16());
    }
    assert_eq!((statuses.iter().filter(|s| **s == 200).count(), statuses[120]), (120, 429));
    portal.browser().get(&at).await.is(200);
    portal.browser().post("/learn/another/report-it", &[]).await.is(410);
}

#[tokio::test]
async fn a_lab_says_where_its_proof_goes() {
    let portal = Portal::new().await;
    let at = hospital(&portal).await;
    list(&portal, at, &[learner(1, "Ivo", Language::English, "it", "2026-03-02")], 0).await;
    let path = link(&portal, at, 1).await;
    let mut ivo = portal.browser();
    ivo.get(&format!("{path}/backups-restore")).await.is(200).shows("What you hand in");
    finish(&portal, &mut ivo, &path, "backups-restore").await;
    let page = ivo.get(&format!("{path}?done=backups-restore")).await;
    page.shows("Hand in your proof");
    assert!(
        page.body.contains(&format!("/hospital/{FIXTURE_MEMORIAL}/evidence/new?measure=")),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_days_are_a_calendar_without_the_link() {
    let portal = Portal::new().await;
    let (.., path) = ana(&portal).await;
    let answer = portal.browser().get(&format!("{path}/due.ics?lang=es")).await;
    answer.is(200);
    assert!(answer.body.contains("DTSTART;VALUE=DATE:20260316"), "{}", answer.body);
    assert!(answer.body.contains("SUMMARY:Lección: "), "{}", answer.body);
    for secret in [path.trim_start_matches("/learn/"), "Mora", "Ana"] {
        assert!(!answer.body.replace("\r\n ", "").contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_certificate_is_of_what_is_done_and_of_nothing_else() {
    let portal = Portal::new().await;
    let (.., path) = ana(&portal).await;
    let mut ana = portal.browser();
    let at = format!("{path}/certificate.pdf");
    ana.get(&at).await.is(400).shows("No lesson is done yet");
    finish(&portal, &mut ana, &path, "report-it").await;
    let paper = ana.get(&at).await;
    paper.is(200);
    assert!(paper.body.starts_with("%PDF-"));
}
