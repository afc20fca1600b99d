//! Jobs under a clock that stands still: what is due, what waits, and what a failure does.

use holdfast_core::model::EmailAddress;
use holdfast_server::jobs::{JobKind, Ran, run_due, schedule, start};
use holdfast_store::{Jobs, MailState};
use holdfast_testkit::Portal;
use serde_json::json;

async fn run(portal: &Portal) -> Ran {
    run_due(&portal.app, || false).await.expect("the queue runs")
}

async fn write_letter(portal: &Portal) {
    let mut write = portal.app.store.write().await.expect("a write");
    let to = EmailAddress::parse("pat@fixturememorial.example").expect("an address");
    portal.app.post(&mut write, &to, &portal.app.note("note", "A note", Vec::new())).await.expect("queued");
    write.commit().await.expect("kept");
}

/// The jobs that wait: kind and minutes from now.
async fn waiting(portal: &Portal) -> Vec<(String, i64)> {
    let now_ms = portal.app.now_ms();
    let jobs = portal.app.store.read().await.expect("a read").jobs(100).await.expect("jobs");
    jobs.into_iter().map(|j| (j.kind, (j.run_at_ms - now_ms) / 60_000)).collect()
}

#[tokio::test]
async fn a_letter_is_sent_by_the_next_look_and_only_then() {
    let portal = Portal::new().await;
    write_letter(&portal).await;
    assert_eq!(portal.mails().await[0].state, MailState::Queued);
    assert_eq!(run(&portal).await, Ran { done: vec![JobKind::SendMail], n_failed: 0 });
    assert_eq!(portal.mails().await[0].state, MailState::Outbox);
    assert_eq!(run(&portal).await, Ran::default());
    assert!(waiting(&portal).await.is_empty(), "no letter, no job");
}

#[tokio::test]
async fn a_letter_that_must_wait_keeps_its_job_and_a_new_letter_hastens_it() {
    let portal = Portal::new().await;
    std::fs::write(portal.app.outbox_folder(), "in the way").expect("written");
    write_letter(&portal).await;
    run(&portal).await;
    portal.clock.pass_minutes(1);
    run(&portal).await;
    assert_eq!(waiting(&portal).await, [("send-mail".to_owned(), 5)]);
    std::fs::remove_file(portal.app.outbox_folder()).expect("out of the way");
    write_letter(&portal).await;
    assert_eq!(waiting(&portal).await, [("send-mail".to_owned(), 0)]);
    run(&portal).await;
    let states: Vec<MailState> = portal.mails().await.iter().map(|m| m.state).collect();
    assert_eq!(
        states,
        [MailState::Outbox, MailState::Queued],
        "the new one is gone, the old one waits its time"
    );
    portal.clock.pass_minutes(5);
    run(&portal).await;
    assert!(portal.mails().await.iter().all(|m| m.state == MailState::Outbox));
}

#[tokio::test]
async fn the_nightly_round_runs_at_the_first_start_and_then_once_a_night() {
    let portal = Portal::new().await;
    schedule(&portal.app).await.expect("scheduled");
    schedule(&portal.app).await.expect("scheduled twice");
    let ran = run(&portal).await;
    assert_eq!(ran.done.len(), 7, "{ran:?}");
    assert_eq!(run(&portal).await, Ran::default());
    // Noon UTC on March 2 is two in the morning in Hawaii; the next nightly hour there is 13:00 UTC on March 3.
    let minutes = waiting(&portal).await.into_iter().map(|(_, minutes)| minutes);
    let (hourly, nightly): (Vec<i64>, Vec<i64>) = minutes.partition(|minutes| *minutes <= 60);
    assert_eq!((hourly, nightly), (vec![60], vec![25 * 60; 5]));
    portal.clock.set("2026-03-04");
    assert_eq!(
        run(&portal).await.done,
        [
            JobKind::WarnOfLures,
            JobKind::LapseOffers,
            JobKind::RemindOfCliffs,
            JobKind::TellOffice,
            JobKind::DueLists,
            JobKind::Sweep
        ]
    );
}

#[tokio::test]
async fn two_servers_share_the_work_and_a_dead_one_lets_go() {
    let portal = Portal::new().await;
    write_letter(&portal).await;
    let (one, other) = tokio::join!(run(&portal), run(&portal));
    assert_eq!(one.done.len() + other.done.len(), 1);
    write_letter(&portal).await;
    let now_ms = portal.app.now_ms();
    let mut write = portal.app.store.write().await.expect("a write");
    write.lease_job(now_ms, now_ms + 15 * 60_000).await.expect("leased").expect("due");
    write.commit().await.expect("kept");
    assert_eq!(run(&portal).await, Ran::default(), "someone holds it");
    portal.clock.pass_minutes(15);
    assert_eq!(run(&portal).await.done, [JobKind::SendMail]);
}

#[tokio::test]
async fn a_job_of_another_release_is_given_up_and_the_rest_go_on() {
    let portal = Portal::new().await;
    let now_ms = portal.app.now_ms();
    let mut write = portal.app.store.write().await.expect("a write");
    write.add_job("make-coffee", &json!({}), now_ms, None).await.expect("a job");
    write.commit().await.expect("kept");
    write_letter(&portal).await;
    assert_eq!(run(&portal).await, Ran { done: vec![JobKind::SendMail], n_failed: 1 });
    let jobs = portal.app.store.read().await.expect("a read").jobs(10).await.expect("jobs");
    assert!(jobs[0].failed_at_ms.is_some() && jobs[0].last_error.is_some(), "{jobs:?}");
}

#[tokio::test]
async fn the_worker_runs_beside_the_server_and_ends_when_asked() {
    let portal = Portal::new().await;
    write_letter(&portal).await;
    let worker = start(portal.app.clone());
    for _ in 0..200 {
        if portal.mails().await[0].state == MailState::Outbox {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    worker.stop().await;
    assert_eq!(portal.mails().await[0].state, MailState::Outbox);
}
