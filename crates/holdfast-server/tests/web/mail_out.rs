//! Mail leaving: over a mail server that takes, refuses, falters or says nothing, and into the outbox folder.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use holdfast_core::model::EmailAddress;
use holdfast_server::app::MailRound;
use holdfast_server::config::{Encryption, SmtpConfig};
use holdfast_server::mail::carrier::Carrier;
use holdfast_store::{Mail, MailState};
use holdfast_testkit::Portal;

use crate::mail_server::{MailServer, Manner};

async fn portal_with(port: u16) -> Portal {
    Portal::with(|config| {
        config.mail.from = "Help desk <desk@program.example>".to_owned();
        config.mail.smtp = Some(SmtpConfig {
            host: "127.0.0.1".to_owned(),
            port,
            encryption: Encryption::None,
            username: None,
            password: None,
        });
    })
    .await
}

async fn write_letters(portal: &Portal, n: usize) {
    let mut write = portal.app.store.write().await.expect("a write");
    for i in 0..n {
        let to = EmailAddress::parse(&format!("p{i}@fixturememorial.example")).expect("an address");
        let letter =
            portal.app.note("help-received", "We have your request", vec!["Plain words.".to_owned()]);
        portal.app.post(&mut write, &to, &letter).await.expect("queued");
    }
    write.commit().await.expect("kept");
}

async fn only_mail(portal: &Portal) -> Mail {
    portal.mails().await.pop().expect("one mail")
}

fn round(n_sent: usize, n_filed: usize, n_waiting: usize, n_failed: usize) -> MailRound {
    MailRound { n_sent, n_filed, n_waiting, n_failed }
}

#[tokio::test]
async fn a_mail_server_that_takes_it_gets_both_faces_once() {
    let server = MailServer::start(&[Manner::Takes]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 1).await;
    assert_eq!(portal.app.send_due_mail().await.expect("sent"), round(1, 0, 0, 0));
    assert_eq!(portal.app.send_due_mail().await.expect("nothing left"), MailRound::default());
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    for part in [
        "From: \"Help desk\" <desk@program.example>",
        "Subject: We have your request",
        "Auto-Submitted: auto-generated",
        "Message-ID: <",
        "Date: Mon, 02 Mar 2026 12:00:00 +0000",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "Plain words.",
    ] {
        assert!(taken[0].contains(part), "`{part}` is not in {}", taken[0]);
    }
    assert_eq!(only_mail(&portal).await.state, MailState::Sent);
    assert!(!portal.app.outbox_folder().exists(), "nothing is filed when mail is sent");
}

#[tokio::test]
async fn a_server_that_falters_gets_it_again_after_a_minute() {
    let server = MailServer::start(&[Manner::Says("451 try later"), Manner::Takes]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 1).await;
    assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 1, 0));
    let mail = only_mail(&portal).await;
    assert_eq!((mail.state, mail.attempts), (MailState::Queued, 1));
    assert!(mail.last_error.expect("said").contains("try later"));
    assert_eq!(portal.app.send_due_mail().await.expect("too early"), MailRound::default());
    portal.clock.pass_minutes(1);
    assert_eq!(portal.app.send_due_mail().await.expect("sent"), round(1, 0, 0, 0));
    let mail = only_mail(&portal).await;
    assert_eq!((mail.state, mail.last_error), (MailState::Sent, None));
}

#[tokio::test]
async fn a_mailbox_that_is_not_there_is_given_up_at_once_with_what_the_server_said() {
    let server = MailServer::start(&[Manner::Says("550 no such mailbox")]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 1).await;
    assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 0, 1));
    let mail = only_mail(&portal).await;
    assert_eq!(mail.state, MailState::Failed);
    assert!(mail.last_error.expect("said").contains("no such mailbox"));
}

#[tokio::test]
async fn a_sign_in_the_server_refuses_is_tried_again_because_settings_can_be_mended() {
    let server = MailServer::start(&[Manner::Says("530 sign in first")]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 1).await;
    assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 1, 0));
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_five_times_and_then_the_mail_is_given_up() {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = server.local_addr().expect("an address").port();
    drop(server);
    let portal = portal_with(port).await;
    write_letters(&portal, 1).await;
    for minutes in [1, 5, 30, 120] {
        assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 1, 0));
        portal.clock.pass_minutes(minutes - 1);
        assert_eq!(portal.app.send_due_mail().await.expect("too early"), MailRound::default());
        portal.clock.pass_minutes(1);
    }
    assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 0, 1));
    let mail = only_mail(&portal).await;
    assert_eq!((mail.state, mail.attempts), (MailState::Failed, 5));
}

#[tokio::test]
async fn a_server_that_says_nothing_costs_its_time_and_no_more() {
    let server = MailServer::start(&[Manner::IsMute, Manner::Takes]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 3).await;
    let mut carrier = Carrier::new(&portal.app.config.mail, portal.folder()).expect("a carrier");
    carrier.within = Duration::from_millis(400);
    assert_eq!(portal.app.send_due_mail_by(carrier).await.expect("tried"), round(2, 0, 1, 0));
    let waiting = portal.mails().await.into_iter().find(|m| m.state == MailState::Queued).expect("one waits");
    assert!(waiting.last_error.expect("said").contains("did not answer"));
}

#[tokio::test]
async fn a_slow_server_gets_all_of_them_and_each_once() {
    let server = MailServer::start(&[Manner::TakesSlowly(Duration::from_millis(10))]).await;
    let portal = portal_with(server.port).await;
    write_letters(&portal, 25).await;
    assert_eq!(portal.app.send_due_mail().await.expect("sent"), round(25, 0, 0, 0));
    assert_eq!(server.taken().len(), 25);
}

#[tokio::test]
async fn without_a_server_each_mail_is_a_file_only_the_operator_reads() {
    let portal = Portal::new().await;
    write_letters(&portal, 2).await;
    assert_eq!(portal.app.send_due_mail().await.expect("filed"), round(0, 2, 0, 0));
    let folder = portal.app.outbox_folder();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2);
    assert!(
        names.iter().all(|n| n.starts_with("20260302T120000Z-help-received-") && n.ends_with(".eml")),
        "{names:?}"
    );
    let path = folder.join(&names[0]);
    let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(std::fs::read_to_string(&path).expect("text").contains("Plain words."));
    assert!(portal.mails().await.iter().all(|m| m.state == MailState::Outbox));
}

#[tokio::test]
async fn an_outbox_that_cannot_be_written_keeps_the_mail_waiting_however_long() {
    let portal = Portal::new().await;
    write_letters(&portal, 1).await;
    // A file where the folder should be: nobody can write there, whatever their rights.
    std::fs::write(portal.app.outbox_folder(), "in the way").expect("written");
    for _ in 0..7 {
        assert_eq!(portal.app.send_due_mail().await.expect("tried"), round(0, 0, 1, 0));
        portal.clock.pass_minutes(120);
    }
    let mail = only_mail(&portal).await;
    assert_eq!((mail.state, mail.attempts), (MailState::Queued, 7));
    assert!(mail.last_error.expect("said").contains("cannot write to the outbox folder"));
    std::fs::remove_file(portal.app.outbox_folder()).expect("out of the way");
    portal.clock.pass_minutes(120);
    assert_eq!(portal.app.send_due_mail().await.expect("filed"), round(0, 1, 0, 0));
}
