//! The story of what a hospital says of its services: said, said again, never rewritten, and moved with it to a new number.

use holdfast_core::Date;
use holdfast_core::catalog::{DependencyId, Estimate, ServiceId};
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope};
use holdfast_store::nouns::*;
use holdfast_store::{DATABASE_FILE, KeptServices, OpenOptions, Saved, Store};
use jiff::Timestamp;
use sqlx::{ConnectOptions, Connection};

const NOW: i64 = 1_790_000_000_000;

fn at() -> Timestamp {
    Timestamp::from_millisecond(NOW).expect("a moment")
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

async fn begin() -> (tempfile::TempDir, Store, AccountId) {
    let dir = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { now_ms: 1, new_instance_id: 7 };
    let store = Store::open(&dir.path().join("data"), options).await.expect("a store");
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("ann@fixturememorial.example").expect("an address");
    let by = w.add_account(AccountId(1), "Ann Lee", &email, NOW).await.expect("kept").id;
    w.commit().await.expect("kept");
    (dir, store, by)
}

fn word(vendor: &str) -> OwnServices {
    let record = DependencyId::new("ehr-host");
    OwnServices {
        not_offered: [ServiceId::new("surgery")].into(),
        without: [(ServiceId::new("wards"), DependencyId::new("phones"))].into(),
        stands_without: [(record.clone(), DependencyId::new("internet"))].into(),
        hours: [((ServiceId::new("wards"), record.clone()), Estimate::from([2, 4, 8]))].into(),
        vendors: [(record, vec![vendor.to_owned()])].into(),
        days_of_cash: Some(Estimate::from([5, 10, 20])),
    }
}

async fn say(
    store: &Store,
    scope: HospitalScope,
    vendor: &str,
    upon: u32,
    by: AccountId,
) -> Saved<KeptServices> {
    let mut w = store.write().await.expect("a write");
    let said = w.say_own_services(scope, &word(vendor), upon, ("Ann Lee, Hospital IT", by), at()).await;
    w.commit().await.expect("kept");
    said.expect("said")
}

#[tokio::test]
async fn of_two_who_say_something_at_once_the_second_is_told() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    assert_eq!(store.read().await.expect("a read").own_services(ours).await.expect("read"), None);
    assert_eq!(say(&store, ours, "A", 1, by).await, Saved::Unknown, "nothing was said yet");
    let Saved::Kept(first) = say(&store, ours, "A", 0, by).await else { panic!("first") };
    assert_eq!((first.version, &first.own), (1, &word("A")));
    assert_eq!(say(&store, ours, "B", 0, by).await, Saved::Conflict(first.clone()));
    let Saved::Kept(second) = say(&store, ours, "C", 1, by).await else { panic!("second") };
    assert_eq!((second.version, second.by.as_str(), second.at), (2, "Ann Lee, Hospital IT", at()));
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.own_services(ours).await.expect("read"), Some(second));
    assert_eq!(r.own_services(theirs).await.expect("read"), None, "each hospital has its own alone");
}

#[tokio::test]
async fn the_office_sees_the_newest_of_each() {
    let (_dir, store, by) = begin().await;
    say(&store, scope("991302"), "A", 0, by).await;
    say(&store, scope("991301"), "B", 0, by).await;
    say(&store, scope("991301"), "C", 1, by).await;
    let all = store.read().await.expect("a read").office_services().await.expect("read");
    let all: Vec<(String, OwnServices)> = all.into_iter().map(|(ccn, own)| (ccn.to_string(), own)).collect();
    assert_eq!(all, [("991301".to_owned(), word("C")), ("991302".to_owned(), word("A"))]);
}

#[tokio::test]
async fn a_word_is_never_rewritten_and_moves_with_its_hospital() {
    let (dir, store, by) = begin().await;
    let (old, new) = (scope("991301"), scope("991302"));
    say(&store, old, "A", 0, by).await;
    say(&store, old, "B", 1, by).await;
    let file =
        sqlx::sqlite::SqliteConnectOptions::new().filename(dir.path().join("data").join(DATABASE_FILE));
    let mut connection = file.connect().await.expect("a connection");
    for sql in ["UPDATE own_services SET body = '{}'", "DELETE FROM own_services"] {
        let refused = sqlx::query(sql).execute(&mut connection).await.expect_err("refused");
        assert!(refused.to_string().contains("rows of own_services are only added"), "{refused}");
    }
    connection.close().await.expect("closes");
    let mut w = store.write().await.expect("a write");
    assert!(w.renumber_hospital(old, new, by, Date::constant(2026, 9, 1), NOW).await.expect("moved"));
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.own_services(old).await.expect("read"), None);
    let kept = r.own_services(new).await.expect("read").expect("moved");
    assert_eq!((kept.version, kept.own), (2, word("B")));
}

#[tokio::test]
async fn a_word_comes_back_with_a_backup() {
    let (dir, store, by) = begin().await;
    let ours = scope("991301");
    say(&store, ours, "A", 0, by).await;
    let copy = dir.path().join("copy.db");
    store.backup(&copy).await.expect("a backup");
    say(&store, ours, "B", 1, by).await;
    store.restore(&copy, "operator", NOW).await.expect("restored");
    let kept = store.read().await.expect("a read").own_services(ours).await.expect("read").expect("kept");
    assert_eq!((kept.version, kept.own), (1, word("A")));
    assert!(matches!(say(&store, ours, "C", 1, by).await, Saved::Kept(_)), "it goes on from there");
}
