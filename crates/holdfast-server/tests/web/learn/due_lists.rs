//! The nightly list: who is written to, what training proves, and that nothing happens twice.

use holdfast_core::catalog::{Language, PackId};
use holdfast_core::model::{Finding, HospitalScope, LearnerId};
use holdfast_server::app::training::DueLists;
use holdfast_server::jobs::{JobKind, run_due, schedule};
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;

use super::{finish, hospital, learner, link, list};

async fn night(portal: &Portal) -> DueLists {
    portal.app.run_due_lists().await.expect("the list is made")
}

/// Notes that people were invited by mail, as the manager's page does.
async fn invited(portal: &Portal, scope: HospitalScope, ids: &[i64]) {
    let mut write = portal.app.store.write().await.expect("a write");
    for id in ids {
        write.note_mailed(scope, LearnerId(*id), portal.app.today()).await.expect("noted");
    }
    write.commit().await.expect("kept");
}

async fn reminders(portal: &Portal) -> Vec<(String, String, String)> {
    let mails = portal.mails().await.into_iter().filter(|m| m.new.kind == "lessons-reminder");
    let mut all: Vec<_> = mails.map(|m| (m.new.to.as_str().to_owned(), m.new.subject, m.new.text)).collect();
    all.sort();
    all
}

#[tokio::test]
async fn one_mail_a_week_names_all_that_is_due_and_none_goes_out_when_all_is_done() {
    let portal = Portal::new().await;
    let at = hospital(&portal).await;
    let mut without = learner(3, "Bo", Language::English, "everyone", "2026-03-02");
    without.person.email = None;
    let people = [
        learner(1, "Ana", Language::English, "everyone", "2026-03-02"),
        learner(2, "Luz", Language::Spanish, "everyone", "2026-03-02"),
        without,
        learner(4, "Never Invited", Language::English, "everyone", "2026-03-02"),
    ];
    list(&portal, at, &people, 0).await;
    invited(&portal, at.0, &[1, 2, 3]).await;
    assert_eq!(night(&portal).await.n_letters, 0, "two weeks are left");
    portal.clock.set("2026-03-09");
    let (one, other) = tokio::join!(night(&portal), night(&portal));
    assert_eq!(one.n_letters + other.n_letters, 2, "two servers at once write to nobody twice");
    assert_eq!(night(&portal).await.n_letters, 0, "run twice, nobody is written to twice");
    let sent = reminders(&portal).await;
    assert_eq!(sent[0].1, "8 security lessons to do at Fixture Memorial Hospital");
    assert_eq!(sent[1].1, "8 lecciones de seguridad por hacer en Fixture Memorial Hospital");
    assert!(sent[0].2.contains("- Report it in five minutes: by March 16, 2026"), "{}", sent[0].2);
    assert!(!sent[0].2.contains("Ana"), "{}", sent[0].2);
    portal.clock.set("2026-03-15");
    assert_eq!(night(&portal).await.n_letters, 0, "not a week later");
    let mine = portal.mailed_link_to("lessons-reminder", "p1@fixturememorial.example").await;
    let mut ana = portal.browser();
    ana.get(&mine).await.is(200).shows("Hello, Ana");
    for lesson in portal.app.catalog.lessons.pack(&PackId::new("everyone")).expect("a pack").lessons.clone() {
        finish(&portal, &mut ana, &mine, lesson.as_str()).await;
    }
    ana.get(&mine).await.shows("You have nothing to do now");
    portal.clock.set("2026-03-16");
    assert_eq!(night(&portal).await.n_letters, 1, "Ana is done; Luz is not");
    portal.clock.set("2026-03-23");
    assert_eq!(night(&portal).await.n_letters, 1);
    let late = reminders(&portal).await;
    assert!(late.iter().any(|(.., text)| text.contains("vencía el 16 de marzo de 2026")), "{late:?}");
}

#[tokio::test]
async fn what_training_proves_is_kept_when_it_changes_and_each_month() {
    let portal = Portal::new().await;
    let at = hospital(&portal).await;
    let people: Vec<_> =
        (1..=8).map(|id| learner(id, "Ana", Language::English, "volunteers", "2026-03-02")).collect();
    list(&portal, at, &people, 0).await;
    let path = link(&portal, at, 1).await;
    let pack = portal.app.catalog.lessons.pack(&PackId::new("volunteers")).expect("a pack");
    let mut ana = portal.browser();
    for lesson in &pack.lessons {
        finish(&portal, &mut ana, &path, lesson.as_str()).await;
    }
    assert_eq!(night(&portal).await.n_evidence, 1);
    assert_eq!(night(&portal).await.n_evidence, 0, "run twice, kept once");
    portal.clock.set("2026-03-20");
    assert_eq!(night(&portal).await.n_evidence, 0, "nothing changed");
    portal.clock.set("2026-04-02");
    assert_eq!(night(&portal).await.n_evidence, 1, "a month later it is said again");
    let kept = portal.app.store.read().await.expect("a read").evidence(at.0).await.expect("evidence");
    let of_training: Vec<_> = kept.iter().filter(|e| e.measure.as_str() == "training-everyone").collect();
    assert_eq!(of_training.len(), 2);
    assert!(matches!(of_training[0].finding, Finding::Partly(c) if (c.n(), c.of()) == (1, 8)));
    assert!(kept.iter().all(|e| !e.note.contains("Ana") && e.outliers.is_empty()), "nobody is named");
}

#[tokio::test]
async fn it_runs_at_night_among_the_jobs_and_without_rosters_does_nothing() {
    let portal = Portal::new().await;
    assert_eq!(night(&portal).await, DueLists::default());
    schedule(&portal.app).await.expect("scheduled");
    let ran = run_due(&portal.app, || false).await.expect("run");
    assert!(ran.done.contains(&JobKind::DueLists) && ran.n_failed == 0, "{ran:?}");
}
