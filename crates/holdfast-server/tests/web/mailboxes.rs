//! Mailboxes that are read: whose mail it is, who hears back, what stays and is shown, and servers that misbehave in every way.

use holdfast_core::catalog::Language;
use holdfast_core::model::{Ccn, HospitalScope, Role};
use holdfast_server::app::reported_mail::MailboxLook;
use holdfast_server::config::MailboxConfig;
use holdfast_server::jobs::{JobKind, run_due, schedule};
use holdfast_store::nouns::*;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

use crate::learn;
use crate::mailbox_server::{MailboxServer, Manner, settings};
use crate::reported_mail::lure;

const IVO: &str = "ivo.it@fixturememorial.example";
const PROGRAM: &str = "report@program.example";
const PROVEN: &str =
    "Authentication-Results: mx.program.example; dmarc=pass header.from=fixturememorial.example\r\n";

/// A portal whose only mailbox is on a server here.
async fn portal_with(change: impl FnOnce(&mut MailboxConfig)) -> (Portal, MailboxServer) {
    let server = MailboxServer::start().await;
    let portal = Portal::with(|config| {
        config.mail.from = "Program <letters@program.example>".to_owned();
        let mut mailbox = settings(server.port, &config.server.data_dir);
        change(&mut mailbox);
        config.reported_mail.mailbox = vec![mailbox];
    })
    .await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    (portal, server)
}

/// A portal that reads the hospital's own mailbox, and its IT.
async fn own() -> (Portal, MailboxServer, Browser) {
    let (portal, server) = portal_with(|mailbox| mailbox.hospital = Some(FIXTURE_MEMORIAL.to_owned())).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, server, ivo)
}

/// A portal that reads the program's mailbox, and the IT of a hospital.
async fn program() -> (Portal, MailboxServer, Browser) {
    let (portal, server) = portal_with(|mailbox| {
        mailbox.address = Some(PROGRAM.to_owned());
        mailbox.receiving_server = Some("mx.program.example".to_owned());
    })
    .await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, server, ivo)
}

async fn look(portal: &Portal) -> MailboxLook {
    let mailbox = &portal.app.config.reported_mail.mailbox[0];
    portal.app.read_mailbox(mailbox).await.expect("a look")
}

/// How many were taken, how many stayed, and whether it failed.
async fn looked(portal: &Portal) -> (u32, u32, bool) {
    let look = look(portal).await;
    (look.n_taken, look.n_left, look.has_failed)
}

/// A mail that brings a lure along, whole.
fn forward(head: &str, from: &str, to: &str, number: u32) -> String {
    format!(
        "{head}From: {from}\r\nTo: {to}\r\nSubject: Fwd: odd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nIs this real?\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
        lure(number)
    )
}

/// To whom letters of reported mail went.
async fn letters(portal: &Portal) -> Vec<String> {
    let mails = portal.mails().await;
    let mut to: Vec<String> = mails
        .into_iter()
        .filter(|mail| mail.new.kind.starts_with("mail-report"))
        .map(|mail| format!("{} {}", mail.new.kind, mail.new.to))
        .collect();
    to.sort();
    to
}

async fn list(browser: &mut Browser) -> holdfast_testkit::Answer {
    browser.get(&format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail")).await
}

/// What the operator reads of mailboxes.
async fn operator(portal: &Portal) -> holdfast_testkit::Answer {
    let mut olu = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    olu.get("/office/run/mail").await
}

#[tokio::test]
async fn a_forward_in_a_hospitals_own_mailbox_is_taken_thanked_answered_and_told_once() {
    let (portal, server, mut ivo) = own().await;
    server.put(3, &forward("", IVO, "phish@fixturememorial.example", 1));
    assert_eq!(looked(&portal).await, (1, 0, false));
    assert_eq!(server.flags(3), "(\\Seen)");
    list(&mut ivo).await.is(200).shows("Your pay stub 1").shows("1 report in the last 30 days.");
    assert_eq!(letters(&portal).await, [format!("mail-report-taken {IVO}")]);
    let thanks = portal.mails().await.remove(0).new;
    assert!(thanks.text.contains("Thank you") && thanks.text.contains("Gracias"), "{}", thanks.text);
    assert!(!thanks.text.contains("evil-pay"), "a letter must not carry the lure on");
    let own_page = portal.mailed_link("mail-report-taken").await;
    portal.browser().get(&own_page).await.is(200).shows("A person will look at it and answer you.");

    assert_eq!(looked(&portal).await, (0, 0, false), "what was read is not read again");
    assert_eq!(server.n_asked("UID FETCH 3 (UID BODY.PEEK[])"), 1);
    let page = list(&mut ivo).await;
    let reports: Vec<&str> = page
        .body
        .split('"')
        .filter(|part| part.starts_with(&format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail/")))
        .filter(|part| part.rsplit('/').next().is_some_and(|id| id.bytes().all(|b| b.is_ascii_digit())))
        .collect();
    assert_eq!(reports.len(), 1, "{reports:?}");
    ivo.post(reports[0], &[("said", "bad"), ("note", "")]).await.is(303);
    assert_eq!(
        letters(&portal).await,
        [format!("mail-report-answer {IVO}"), format!("mail-report-taken {IVO}")]
    );
    operator(&portal)
        .await
        .is(200)
        .shows("Fixture Memorial")
        .shows("Reports taken: 1.")
        .shows("Nothing stayed");
}

#[tokio::test]
async fn a_code_says_whose_it_is_and_a_new_one_voids_the_old() {
    let (portal, server, mut ivo) = program().await;
    list(&mut ivo).await.shows("Get an address").hides("report+");
    let path = format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail/address");
    ivo.post(&path, &[]).await.is(303);
    let code = |page: &holdfast_testkit::Answer| {
        let from = page.body.find("report+").expect("an address");
        page.body[from..].split('<').next().expect("an end").to_owned()
    };
    let first = code(&list(&mut ivo).await);
    assert!(first.ends_with("@program.example") && first.len() == "report+".len() + 16 + 16, "{first}");
    // Nobody known wrote it; the code is enough to be taken, and not to be answered.
    server.put(1, &forward("", "nurse@home.example", &first, 1));
    server.put(2, &forward("", IVO, &first, 2));
    server.put(3, &forward("Auto-Submitted: auto-generated\r\n", IVO, &first, 3));
    assert_eq!(looked(&portal).await, (3, 0, false));
    assert_eq!(letters(&portal).await, [format!("mail-report-taken {IVO}")]);
    list(&mut ivo).await.shows("3 reports in the last 30 days.").shows("Your pay stub 3");

    ivo.post(&path, &[]).await.is(303);
    let second = code(&list(&mut ivo).await);
    assert_ne!(first, second);
    server.put(4, &forward("", "nurse@home.example", &first, 4));
    server.put(5, &forward("", "nurse@home.example", &second, 5));
    assert_eq!(looked(&portal).await, (1, 1, false));
    assert_eq!((server.flags(4).as_str(), server.flags(5).as_str()), ("(\\Flagged)", "(\\Seen)"));
    operator(&portal).await.shows("No hospital has the address it went to any more.");

    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    eve.post(&path, &[]).await.is(403);
}

#[tokio::test]
async fn a_learner_is_told_the_address_and_is_answered_there() {
    let (portal, server) = portal_with(|mailbox| mailbox.address = Some(PROGRAM.to_owned())).await;
    let scope = HospitalScope::checked(Ccn::parse(FIXTURE_MEMORIAL).expect("a number"));
    let by = portal.person("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let ana = learn::learner(1, "Mora Vega, Ana", Language::Spanish, "everyone", "2026-03-02");
    learn::list(&portal, (scope, by), &[ana], 0).await;
    let form = format!("{}/report-mail", learn::link(&portal, (scope, by), 1).await);
    portal.browser().get(&form).await.is(200).hides("reenvíe");
    let mut dana = portal.signed_in(by).await;
    dana.post(&format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail/address"), &[]).await.is(303);
    let page = portal.browser().get(&form).await;
    page.shows("O reenvíe el correo a esta dirección").shows("report+");
    let from = page.body.find("report+").expect("an address");
    let address = page.body[from..].split('<').next().expect("an end");
    server.put(1, &forward("", "P1@FixtureMemorial.example", address, 1));
    assert_eq!(looked(&portal).await, (1, 0, false));
    assert_eq!(letters(&portal).await, ["mail-report-taken p1@fixturememorial.example"]);
}

#[tokio::test]
async fn without_a_code_only_a_proven_sender_of_one_hospital_is_taken_and_no_stranger_hears_back() {
    let (portal, server, mut ivo) = program().await;
    portal.registered(BEACON_RIDGE, true).await;
    let kim = portal.person("Kim Two", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let beacon = Ccn::parse(BEACON_RIDGE).expect("a number");
    write.give_role(kim, Role::HospitalIt, Some(beacon), None, portal.app.now_ms()).await.expect("given");
    write.commit().await.expect("kept");
    let kim = "kim.two@fixturememorial.example";
    let forged = "Authentication-Results: mx.evil.com; dmarc=pass\r\n";
    for (uid, head, from) in [
        (1, PROVEN, IVO),
        (2, "", IVO),
        (3, forged, IVO),
        (4, PROVEN, kim),
        (5, PROVEN, "stranger@evil-pay.com"),
        (6, PROVEN, "a@x.example, b@x.example"),
    ] {
        server.put(uid, &forward(head, from, PROGRAM, uid));
    }
    assert_eq!(looked(&portal).await, (1, 5, false));
    assert_eq!(letters(&portal).await, [format!("mail-report-taken {IVO}")], "no stranger is written to");
    assert_eq!((server.flags(1).as_str(), server.flags(5).as_str()), ("(\\Seen)", "(\\Flagged)"));
    list(&mut ivo).await.shows("1 report in the last 30 days.");
    operator(&portal)
        .await
        .shows("2 mails, the last on March 2, 2026 at 12:00 UTC: No server says that it is from who it says.")
        .shows("The sender works for several hospitals.")
        .shows("The sender is known at no hospital.")
        .shows("It does not say who it is from.")
        .hides("stranger@evil-pay.com");
}

#[tokio::test]
async fn nothing_answers_itself_in_a_circle() {
    let (portal, server, _ivo) = own().await;
    server.put(1, &forward("", "letters@program.example", "phish@fixturememorial.example", 1));
    server.put(2, &forward("Auto-Submitted: auto-replied\r\n", IVO, "phish@fixturememorial.example", 2));
    server.put(3, &forward("Return-Path: <>\r\n", "mailer-daemon@fixturememorial.example", "x@y.example", 3));
    assert_eq!(looked(&portal).await, (0, 3, false));
    assert!(letters(&portal).await.is_empty());
    assert_eq!(server.flags(1) + &server.flags(2), "", "what programs write needs nobody's look");
}

#[tokio::test]
async fn a_wrong_password_is_told_tried_less_often_and_mended_without_a_new_start() {
    let (portal, server, _ivo) = own().await;
    let file = portal.folder().join("mailbox.password");
    let right = std::fs::read_to_string(&file).expect("the password");
    std::fs::write(&file, "wrong\n").expect("written");
    server.put(1, &forward("", IVO, "phish@fixturememorial.example", 1));
    assert_eq!(looked(&portal).await, (0, 0, true));
    let said = operator(&portal).await;
    said.shows("Failed once. Never read yet").shows("check username and password");
    portal.clock.pass_minutes(1);
    assert_eq!(portal.app.read_due_mailboxes().await.expect("a round").n_taken, 0);
    assert_eq!(server.n_asked("LOGIN"), 1, "not due yet: two minutes after one fault");
    std::fs::write(&file, right).expect("written");
    portal.clock.pass_minutes(1);
    assert_eq!(portal.app.read_due_mailboxes().await.expect("a round").n_taken, 1);
    std::fs::write(&file, "").expect("written");
    assert_eq!(looked(&portal).await, (0, 0, true));
    std::fs::remove_file(&file).expect("removed");
    assert_eq!(looked(&portal).await, (0, 0, true));
    let mut olu = portal.signed_in_as("Ola Office", Role::ProgramOffice, None).await;
    olu.get("/office/run/mail").await.shows("Failed 2 times in a row").shows("the password cannot be read");
}

#[tokio::test]
async fn a_server_that_misbehaves_is_told_and_costs_nothing_once_it_behaves() {
    let (portal, server, _ivo) = own().await;
    server.put(1, &forward("", IVO, "phish@fixturememorial.example", 1));
    for (manner, words) in [
        (Manner::AsksForOauth, "may ask for OAuth, which is not supported"),
        (Manner::TurnsAway, "turned us away: `too many of you`"),
        (Manner::TalksNonsense, "makes no sense"),
        (Manner::HangsUpAt(1), "the connection to the mail server failed"),
    ] {
        server.behaves(manner);
        assert_eq!(looked(&portal).await, (0, 0, true), "{manner:?}");
        let kept = portal.app.mailboxes().await.expect("mailboxes").remove(0).read;
        assert!(kept.fault.contains(words), "{manner:?}: {}", kept.fault);
    }
    server.behaves(Manner::IsReadOnly);
    assert_eq!(looked(&portal).await, (1, 0, false), "a mailbox that cannot be changed is read all the same");
    assert_eq!(looked(&portal).await, (0, 0, false));
    let kept = portal.app.mailboxes().await.expect("mailboxes").remove(0).read;
    assert_eq!((kept.n_faults, kept.fault.as_str(), kept.n_taken), (0, "", 1));
}

#[tokio::test]
async fn a_mail_that_breaks_every_look_off_is_passed_over_and_flagged() {
    let (portal, server, _ivo) = own().await;
    server.put(1, &forward("", IVO, "phish@fixturememorial.example", 1));
    server.put(2, &forward("", IVO, "phish@fixturememorial.example", 2));
    server.behaves(Manner::HangsUpAt(1));
    for n in 1..=5 {
        assert_eq!(looked(&portal).await, (0, 0, true), "look {n}");
    }
    assert_eq!(looked(&portal).await, (1, 1, false));
    assert_eq!((server.flags(1).as_str(), server.flags(2).as_str()), ("(\\Flagged)", "(\\Seen)"));
    assert_eq!(server.n_asked("UID FETCH 1 (UID BODY.PEEK[])"), 5);
}

#[tokio::test]
async fn what_is_too_large_is_not_fetched_and_what_is_refused_does_not_stop_the_rest() {
    let (portal, server, _ivo) = own().await;
    for uid in 1..=3 {
        server.put(uid, &forward("", IVO, "phish@fixturememorial.example", uid));
    }
    server.folder.lock().expect("no panic").sizes.insert(1, 26 * 1024 * 1024);
    server.behaves(Manner::Refuses(2));
    assert_eq!(looked(&portal).await, (1, 2, false));
    assert_eq!(server.n_asked("UID FETCH 1 (UID BODY.PEEK[])"), 0);
    operator(&portal).await.shows("It is larger than 25 MB.").shows("It could not be read.");

    // One that lies about its size ends the look, and the next goes on behind it.
    server.put(4, &forward("", IVO, "phish@fixturememorial.example", 4));
    server.put(5, &forward("", IVO, "phish@fixturememorial.example", 5));
    server.behaves(Manner::SendsMoreAt(4));
    assert_eq!(looked(&portal).await, (0, 1, false));
    assert_eq!(looked(&portal).await, (1, 0, false));
}

#[tokio::test]
async fn what_comes_into_an_empty_folder_while_the_portal_is_down_for_days_is_read() {
    let (portal, server, _) = own().await;
    assert_eq!(looked(&portal).await, (0, 0, false));
    server.put(1, &forward("", IVO, "phish@fixturememorial.example", 1));
    portal.clock.pass_minutes(5 * 24 * 60);
    assert_eq!(looked(&portal).await, (1, 0, false));
    let asked = server.folder.lock().expect("no panic").asked.clone();
    assert!(asked.iter().any(|asked| asked == "UID SEARCH UID 1:*"), "whatever its day: {asked:?}");
}

#[tokio::test]
async fn a_folder_that_counts_anew_gives_no_report_and_no_letter_twice() {
    let (portal, server, mut ivo) = own().await;
    server.put(9, &forward("", IVO, "phish@fixturememorial.example", 1));
    assert_eq!(looked(&portal).await, (1, 0, false));
    assert_eq!(server.n_asked("UID SEARCH UID 1:* SINCE 28-Feb-2026"), 1, "old mail is left alone");
    {
        let mut folder = server.folder.lock().expect("no panic");
        folder.uid_validity = 8;
        let mail = folder.mails.remove(&9).expect("the mail");
        folder.mails.insert(1, mail);
    }
    server.put(2, &forward("", IVO, "phish@fixturememorial.example", 2));
    look(&portal).await;
    list(&mut ivo).await.shows("2 reports in the last 30 days.");
    assert_eq!(letters(&portal).await.len(), 2);
}

#[tokio::test]
async fn a_lure_that_a_rule_let_through_is_the_mail_itself() {
    let (portal, server, mut ivo) = own().await;
    // A stranger's mail that brings a harmless one along must not be judged by that.
    let inner = "From: bank@bank.example\r\nSubject: Your statement\r\n\r\nAll is well.";
    let mail = format!(
        "From: pay@evil-pay.com\r\nSubject: Sign in now\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nhttps://login.evil-pay.com/\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    );
    server.put(1, &mail);
    assert_eq!(looked(&portal).await, (1, 0, false));
    list(&mut ivo).await.shows("Sign in now").hides("Your statement");
    assert!(letters(&portal).await.is_empty(), "who sends lures is not thanked");
}

#[tokio::test]
async fn the_job_looks_every_minute_beside_the_others() {
    let (portal, server, _ivo) = own().await;
    server.put(1, &forward("", IVO, "phish@fixturememorial.example", 1));
    schedule(&portal.app).await.expect("scheduled");
    let ran = run_due(&portal.app, || false).await.expect("the queue runs");
    assert!(ran.done.contains(&JobKind::ReadMailboxes), "{ran:?}");
    let jobs = portal.app.store.read().await.expect("a read").jobs(100).await.expect("jobs");
    let next = jobs.iter().find(|job| job.kind == "read-mailboxes").expect("it runs again");
    assert_eq!(next.run_at_ms - portal.app.now_ms(), 60_000);
    assert_eq!(server.flags(1), "(\\Seen)");
}

#[tokio::test]
async fn a_program_without_mailboxes_offers_no_address_and_runs_no_job() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    list(&mut ivo).await.hides("Report by mail");
    ivo.post(&format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail/address"), &[]).await.is(400);
    schedule(&portal.app).await.expect("scheduled");
    let ran = run_due(&portal.app, || false).await.expect("the queue runs");
    assert!(!ran.done.contains(&JobKind::ReadMailboxes), "{ran:?}");
    operator(&portal).await.shows("None. To have one read");
}
