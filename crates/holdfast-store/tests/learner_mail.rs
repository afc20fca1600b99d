//! Who was written to and when, and links of reminders that pile up no further.

use holdfast_core::Date;
use holdfast_core::catalog::{Language, PackId};
use holdfast_core::model::{
    AccountId, Ccn, EmailAddress, HospitalScope, Learner, LearnerId, MailId, StaffMember,
};
use holdfast_store::nouns::*;
use holdfast_store::{LearnerLink, MailState, NewMail, OpenOptions, Store};
use jiff::Timestamp;
use serde_json::json;

const T0: i64 = 1_790_000_000_000;
const DANA: AccountId = AccountId(11);

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

fn at(days: i64) -> Timestamp {
    Timestamp::from_millisecond(T0 + days * 86_400_000).expect("a time")
}

fn learner(id: i64) -> Learner {
    let on = Date::constant(2026, 9, 1);
    let pack = PackId::new("everyone");
    Learner {
        id: LearnerId(id),
        person: StaffMember {
            number: id.to_string(),
            name: format!("Person {id}"),
            email: EmailAddress::parse("p@fixture.example").ok(),
            department: String::new(),
            packs: [pack.clone()].into(),
            language: Language::English,
            started_on: None,
        },
        listed_on: on,
        left_on: None,
        packs_since: [(pack, on)].into(),
    }
}

async fn filled(dir: &tempfile::TempDir) -> Store {
    let options = OpenOptions { now_ms: T0, new_instance_id: 7 };
    let store = Store::open(&dir.path().join("data"), options).await.expect("a new store");
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("dana@fixture.example").expect("an address");
    w.add_account(DANA, "Dana", &email, T0).await.expect("an account");
    let who = ("Dana, administrator", DANA);
    w.apply_roster(scope("991301"), &[learner(1), learner(2)], 0, &json!({}), who, at(0))
        .await
        .expect("applied");
    w.commit().await.expect("kept");
    store
}

#[tokio::test]
async fn the_day_of_the_last_mail_is_kept_and_a_new_roster_does_not_lose_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = filled(&dir).await;
    let (here, elsewhere) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    assert!(w.last_mailed(here).await.expect("read").is_empty(), "nobody was written to");
    w.note_mailed(here, LearnerId(1), Date::constant(2026, 9, 2)).await.expect("noted");
    w.note_mailed(here, LearnerId(1), Date::constant(2026, 9, 9)).await.expect("noted");
    w.note_mailed(elsewhere, LearnerId(2), Date::constant(2026, 9, 9)).await.expect("of another hospital");
    let mut changed = learner(1);
    changed.person.department = "Nursing".to_owned();
    let who = ("Dana, administrator", DANA);
    w.apply_roster(here, &[changed], 1, &json!({}), who, at(9)).await.expect("applied");
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    let mailed = r.last_mailed(here).await.expect("read");
    assert_eq!(mailed, [(LearnerId(1), Date::constant(2026, 9, 9))].into());
    assert!(r.last_mailed(elsewhere).await.expect("read").is_empty());
}

#[tokio::test]
async fn old_links_of_reminders_are_forgotten_and_those_handed_out_stay() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = filled(&dir).await;
    let here = scope("991301");
    let mut w = store.write().await.expect("a write");
    let link = |id: i64, hash: &str| (LearnerId(id), hash.to_owned());
    w.issue_learner_links(here, &[link(1, "badge")], Some(DANA), at(0)).await.expect("a link");
    w.issue_learner_links(here, &[link(1, "old"), link(2, "other")], None, at(0)).await.expect("links");
    w.issue_learner_links(here, &[link(1, "new")], None, at(90)).await.expect("a link");
    assert_eq!(w.forget_reminder_links(scope("991302"), LearnerId(1), at(90)).await.expect("none"), 0);
    assert_eq!(w.forget_reminder_links(here, LearnerId(1), at(90)).await.expect("one"), 1);
    for (hash, is_good) in [("badge", true), ("old", false), ("new", true), ("other", true)] {
        let found = w.learner_by_link(hash).await.expect("read");
        assert_eq!(matches!(found, LearnerLink::Good { .. }), is_good, "{hash}");
    }
}

#[tokio::test]
async fn a_letter_with_a_standing_link_that_went_out_is_forgotten_and_others_are_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = filled(&dir).await;
    let mut w = store.write().await.expect("a write");
    let to = EmailAddress::parse("p@fixture.example").expect("an address");
    for (id, kind) in [
        (1, "lessons-reminder"),
        (2, "lessons-invitation"),
        (3, "lessons-reminder"),
        (4, "note"),
        (5, "teach-class"),
    ] {
        let words = || "a link".to_owned();
        let kind = kind.to_owned();
        let new =
            NewMail { id: MailId(id), to: to.clone(), subject: words(), kind, text: words(), html: words() };
        w.add_mail(&new, true, T0).await.expect("queued");
    }
    for id in [1, 2, 4, 5] {
        w.mail_sent(MailId(id), T0).await.expect("sent");
    }
    w.sweep(T0, T0 - 1).await.expect("too early");
    assert_eq!(w.n_mails(MailState::Sent).await.expect("a number"), 4);
    w.sweep(T0, T0).await.expect("swept");
    assert_eq!(w.n_mails(MailState::Sent).await.expect("a number"), 1);
    assert_eq!(w.n_mails(MailState::Queued).await.expect("a number"), 1, "what waits is kept");
    assert!(w.mail(MailId(4)).await.expect("read").is_some());
}

#[tokio::test]
async fn a_letter_with_a_link_is_forgotten_however_it_ended() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = filled(&dir).await;
    let mut w = store.write().await.expect("a write");
    let to = EmailAddress::parse("p@fixture.example").expect("an address");
    for id in 1..=4 {
        let words = || "a link".to_owned();
        let kind = "lessons-reminder".to_owned();
        let new =
            NewMail { id: MailId(id), to: to.clone(), subject: words(), kind, text: words(), html: words() };
        w.add_mail(&new, true, T0).await.expect("queued");
    }
    // One went out a moment later, one was given up, one lies in the outbox, and one waits.
    w.mail_sent(MailId(1), T0 + 1).await.expect("sent");
    w.mail_failed(MailId(2), "refused", None).await.expect("given up");
    w.mail_in_outbox(MailId(3)).await.expect("in the outbox");
    w.sweep(T0, T0 - 1).await.expect("too early");
    for id in 1..=4 {
        assert!(w.mail(MailId(id)).await.expect("read").is_some(), "{id}");
    }
    w.sweep(T0, T0).await.expect("swept");
    for (id, is_kept) in [(1, true), (2, false), (3, false), (4, true)] {
        assert_eq!(w.mail(MailId(id)).await.expect("read").is_some(), is_kept, "{id}");
    }
    w.sweep(T0, T0 + 1).await.expect("swept");
    assert!(w.mail(MailId(1)).await.expect("read").is_none());
    assert!(w.mail(MailId(4)).await.expect("read").is_some(), "what waits is kept");
}
