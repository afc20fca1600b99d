//! The story of mailboxes: how far each was read survives, faults are counted until one look goes well, and a code is one hospital's.

use std::collections::BTreeSet;

use holdfast_core::Date;
use holdfast_core::decide::suspicious_mail::NotTaken;
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, Role};
use holdfast_store::nouns::*;
use holdfast_store::{MailPlace, OpenOptions, ReadMailbox, Store};
use jiff::Timestamp;

const BOX: &str = "report@mail.program.example INBOX";

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millisecond(1_795_000_000_000 + minutes * 60_000).expect("a moment")
}

fn ccn(text: &str) -> Ccn {
    Ccn::parse(text).expect("a number")
}

fn place(uid_validity: u32, uid: u32) -> MailPlace<'static> {
    MailPlace { mailbox: BOX, uid_validity, uid }
}

async fn begin() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { now_ms: 1, new_instance_id: 7 };
    let store = Store::open(&dir.path().join("data"), options).await.expect("a store");
    (dir, store)
}

async fn only(store: &Store) -> ReadMailbox {
    let mut all = store.read().await.expect("a read").read_mailboxes().await.expect("mailboxes");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[tokio::test]
async fn how_far_a_mailbox_was_read_is_kept_and_faults_are_counted() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    w.mailbox_failed(BOX, "the password is wrong", None, at(0)).await.expect("kept");
    w.mailbox_failed(BOX, "it broke off", Some(7), at(1)).await.expect("kept");
    w.mailbox_failed(BOX, "it broke off", Some(7), at(2)).await.expect("kept");
    w.commit().await.expect("kept");
    let kept = only(&store).await;
    assert_eq!((kept.n_faults, kept.fault.as_str(), kept.stuck), (3, "it broke off", Some((7, 2))));
    assert_eq!((kept.looked_at, kept.well_at, kept.uid_validity), (Some(at(2)), None, None));

    let mut w = store.write().await.expect("a write");
    w.mailbox_failed(BOX, "it broke off", Some(8), at(3)).await.expect("kept");
    w.commit().await.expect("kept");
    assert_eq!(only(&store).await.stuck, Some((8, 1)), "another mail is counted anew");

    let mut w = store.write().await.expect("a write");
    w.mailbox_read_to(place(3, 8), true).await.expect("kept");
    w.mailbox_read_to(place(3, 9), false).await.expect("kept");
    w.mailbox_is_well(BOX, at(4)).await.expect("kept");
    w.commit().await.expect("kept");
    let kept = only(&store).await;
    assert_eq!((kept.uid_validity, kept.last_uid, kept.n_taken), (Some(3), 9, 1));
    assert_eq!((kept.n_faults, kept.fault.as_str(), kept.stuck, kept.well_at), (0, "", None, Some(at(4))));
}

#[tokio::test]
async fn what_stayed_is_counted_once_by_reason_and_forgotten() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    w.mail_left(place(1, 1), NotTaken::UnknownSender, at(0)).await.expect("kept");
    w.mail_left(place(1, 1), NotTaken::TooLarge, at(5)).await.expect("told again");
    w.mail_left(place(1, 2), NotTaken::UnknownSender, at(6)).await.expect("kept");
    w.mail_left(place(2, 1), NotTaken::TooLarge, at(7)).await.expect("another folder's first");
    w.commit().await.expect("kept");
    let left = store.read().await.expect("a read").mails_left(at(0)).await.expect("counts");
    let left: Vec<_> = left.iter().map(|l| (l.why, l.n, l.last_at)).collect();
    assert_eq!(left, [(NotTaken::TooLarge, 1, at(7)), (NotTaken::UnknownSender, 2, at(6))]);
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.forget_mails_left(at(6)).await.expect("forgotten"), 1);
    assert_eq!(w.mails_left(at(0)).await.expect("counts").iter().map(|l| l.n).sum::<u32>(), 2);
}

#[tokio::test]
async fn a_code_is_one_hospital_s_and_a_new_one_voids_the_old() {
    let (_dir, store) = begin().await;
    let scope = HospitalScope::checked(ccn("991301"));
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.mail_code(scope).await.expect("a read"), None);
    w.give_mail_code(scope, "abc", at(0)).await.expect("kept");
    w.give_mail_code(scope, "def", at(1)).await.expect("kept");
    assert_eq!(w.mail_code(scope).await.expect("a read").as_deref(), Some("def"));
    assert_eq!(w.hospital_of_mail_code("def").await.expect("a read"), Some(scope.ccn()));
    assert_eq!(w.hospital_of_mail_code("abc").await.expect("a read"), None);
    let other = HospitalScope::checked(ccn("991302"));
    assert!(w.give_mail_code(other, "def", at(2)).await.is_err(), "no two hospitals have one code");
}

#[tokio::test]
async fn an_address_is_known_where_somebody_has_a_role_now() {
    let (_dir, store) = begin().await;
    let email = EmailAddress::parse("Ann@FixtureMemorial.example").expect("an address");
    let known = async |store: &Store| {
        store.read().await.expect("a read").hospitals_of_address(&email).await.expect("hospitals")
    };
    assert_eq!(known(&store).await, BTreeSet::new());
    let mut w = store.write().await.expect("a write");
    let ann = w.add_account(AccountId(1), "Ann Lee", &email, 1).await.expect("kept").id;
    w.give_role(ann, Role::Reviewer, None, None, 1).await.expect("given");
    w.give_role(ann, Role::HospitalIt, Some(ccn("991301")), None, 1).await.expect("given");
    w.give_role(ann, Role::HospitalIt, Some(ccn("991302")), None, 1).await.expect("given");
    w.commit().await.expect("kept");
    assert_eq!(known(&store).await, [ccn("991301"), ccn("991302")].into(), "the program is no hospital");
    let mut w = store.write().await.expect("a write");
    w.take_role(ann, Role::HospitalIt, Some(ccn("991302")), 2).await.expect("taken");
    w.commit().await.expect("kept");
    assert_eq!(known(&store).await, [ccn("991301")].into());
    let mut w = store.write().await.expect("a write");
    w.disable_account(ann, Some(3)).await.expect("switched off");
    w.commit().await.expect("kept");
    assert_eq!(known(&store).await, BTreeSet::new());
}

#[tokio::test]
async fn a_code_goes_over_with_its_hospital() {
    let (_dir, store) = begin().await;
    let [old, new] = ["991301", "991302"].map(|text| HospitalScope::checked(ccn(text)));
    let email = EmailAddress::parse("rae@office.example").expect("an address");
    let mut w = store.write().await.expect("a write");
    let by = w.add_account(AccountId(1), "Rae Checked", &email, 1).await.expect("kept").id;
    w.give_mail_code(old, "abc", at(0)).await.expect("kept");
    w.give_mail_code(new, "def", at(0)).await.expect("kept");
    assert!(w.renumber_hospital(old, new, by, Date::constant(2026, 9, 1), 2).await.expect("moved"));
    assert_eq!(w.mail_code(new).await.expect("a read").as_deref(), Some("abc"), "staff know this one");
    assert_eq!(w.mail_code(old).await.expect("a read"), None);
}
