//! The story of people and machinery: sign-in, links, mail, jobs, the log, a backup and a restore under readers.

use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, MailId, PasskeyId, Role, TokenId};
use holdfast_store::nouns::*;
use holdfast_store::{AuditCheck, Link, MailState, NewMail, OpenOptions, Passkey, Store};
use serde_json::json;

const T0: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;
const OPTIONS: OpenOptions = OpenOptions { now_ms: T0, new_instance_id: 7 };

fn fixture() -> HospitalScope {
    HospitalScope::checked(Ccn::parse("991301").expect("a number"))
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

async fn begin() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(&dir.path().join("data"), OPTIONS).await.expect("a new store");
    (dir, store)
}

#[tokio::test]
async fn a_person_signs_up_signs_in_and_is_signed_out() {
    let (_dir, store) = begin().await;
    let (pat, lee) = (AccountId(11), AccountId(12));
    let mut w = store.write().await.expect("a write");
    w.add_account(pat, "Pat Fixture", &email("Pat@fixture.example"), T0).await.expect("an account");
    w.add_account(lee, "Lee Fixture", &email("lee@fixture.example"), T0).await.expect("an account");
    assert!(w.give_role(pat, Role::ProgramOffice, None, None, T0).await.expect("a role"));
    assert!(!w.give_role(pat, Role::ProgramOffice, None, None, T0).await.expect("given before"));
    let at = Some(fixture().ccn());
    assert!(w.give_role(lee, Role::HospitalIt, at, Some(pat), T0).await.expect("a role"));
    assert!(w.take_role(lee, Role::HospitalIt, at, T0 + 1).await.expect("taken"));
    assert!(!w.take_role(lee, Role::HospitalIt, at, T0 + 1).await.expect("taken before"));
    assert!(w.give_role(lee, Role::HospitalAdministrator, at, Some(pat), T0 + 2).await.expect("a role"));
    let key = Passkey {
        id: PasskeyId(5),
        account: lee,
        label: "Phone".into(),
        credential_id: "abc_-".into(),
        body: json!({ "counter": 0 }),
        created_at_ms: T0,
        last_used_at_ms: None,
    };
    w.add_passkey(&key).await.expect("a passkey");
    w.replace_recovery_codes(lee, &["h1".into(), "h2".into()], T0).await.expect("codes");
    w.commit().await.expect("kept");

    let mut r = store.read().await.expect("a read");
    assert_eq!(
        r.account_by_email(&email("PAT@FIXTURE.example")).await.expect("read").map(|a| a.id),
        Some(pat)
    );
    assert_eq!(r.grants_ever(lee).await.expect("read").len(), 2);
    let people = r.people(fixture()).await.expect("read");
    assert_eq!(
        people.iter().map(|p| (p.account.id, p.grant.role)).collect::<Vec<_>>(),
        [(lee, Role::HospitalAdministrator)]
    );
    assert_eq!(r.program_people().await.expect("read").len(), 1);
    drop(r);

    let mut w = store.write().await.expect("a write");
    w.add_ceremony("c1", "sign-in", &json!({ "challenge": 1 }), T0 + HOUR).await.expect("a ceremony");
    assert_eq!(w.take_ceremony("c1", "register", T0).await.expect("read"), None, "of another kind");
    assert_eq!(w.take_ceremony("c1", "sign-in", T0).await.expect("read"), Some(json!({ "challenge": 1 })));
    assert_eq!(w.take_ceremony("c1", "sign-in", T0).await.expect("read"), None, "taken once");
    w.add_ceremony("c2", "sign-in", &json!({}), T0 + HOUR).await.expect("a ceremony");
    assert_eq!(w.take_ceremony("c2", "sign-in", T0 + HOUR).await.expect("read"), None, "past its time");
    assert!(w.use_passkey(PasskeyId(5), &json!({ "counter": 1 }), T0 + 5).await.expect("used"));
    let key = w.passkey_by_credential("abc_-").await.expect("read").expect("known");
    assert_eq!((key.body, key.last_used_at_ms), (json!({ "counter": 1 }), Some(T0 + 5)));
    assert!(!w.remove_passkey(pat, PasskeyId(5)).await.expect("not theirs"));
    assert!(w.use_recovery_code(lee, "h1", T0).await.expect("good"));
    assert!(!w.use_recovery_code(lee, "h1", T0).await.expect("used"));
    assert!(!w.use_recovery_code(pat, "h2", T0).await.expect("not theirs"));
    assert_eq!(w.n_recovery_codes_left(lee).await.expect("read"), 1);

    for hash in ["s1", "s2", "s3"] {
        w.add_session(hash, lee, &"Browser ".repeat(60), T0, T0 + HOUR).await.expect("a session");
    }
    let live = w.session("s1", T0 + HOUR - 1).await.expect("read").expect("in force");
    assert_eq!((live.account, live.user_agent.chars().count()), (lee, 200));
    assert!(w.session("s1", T0 + HOUR).await.expect("read").is_none(), "ran out");
    assert!(w.touch_session("s1", T0 + 9, T0 + 2 * HOUR).await.expect("touched"));
    assert!(w.session("s1", T0 + HOUR).await.expect("read").is_some(), "lives longer when used");
    assert!(!w.revoke_session(pat, "s1", T0).await.expect("not theirs"));
    assert_eq!(w.revoke_sessions(lee, Some("s1"), T0).await.expect("ended"), 2);
    assert_eq!(w.sessions(lee, T0).await.expect("read").len(), 1);
    w.add_api_token(TokenId(3), lee, "Reports", "th", T0, Some(T0 + HOUR)).await.expect("a token");
    assert!(w.api_token("th", T0).await.expect("read").is_some());
    assert!(w.api_token("th", T0 + HOUR).await.expect("read").is_none());
    assert!(w.disable_account(lee, Some(T0)).await.expect("disabled"));
    assert!(w.session("s1", T0).await.expect("read").is_none(), "a disabled account is signed out");
    assert!(w.api_token("th", T0).await.expect("read").is_none());
    w.commit().await.expect("kept");
}

#[tokio::test]
async fn a_link_works_once_however_many_press_it() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    w.add_link("h", "resume", &json!({ "registration": 5 }), T0, T0 + HOUR).await.expect("a link");
    w.add_link("old", "resume", &json!({}), T0, T0 + 1).await.expect("a link");
    w.commit().await.expect("kept");
    let tries = (0..12).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut w = store.write().await.expect("a write");
            let link = w.use_link("h", "resume", T0 + n).await.expect("read");
            w.commit().await.expect("kept");
            link
        })
    });
    let mut good = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.expect("no panic") {
            Link::Good(body) => {
                assert_eq!(body, json!({ "registration": 5 }));
                good += 1;
            }
            Link::UsedBefore { at_ms } => assert!((T0..T0 + 12).contains(&at_ms)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(good, 1);
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.use_link("old", "resume", T0 + 1).await.expect("read"), Link::Expired { at_ms: T0 + 1 });
    assert_eq!(
        w.use_link("h", "operator", T0).await.expect("read"),
        Link::Unknown,
        "made for something else"
    );
    assert_eq!(w.sweep(T0 + HOUR, T0 + 2).await.expect("swept"), 1);
    assert_eq!(w.link("old", "resume", T0 + 3).await.expect("read"), Link::Unknown);
}

#[tokio::test]
async fn a_hospitals_links_are_listed_and_ended_without_touching_others() {
    let (_dir, store) = begin().await;
    let other = HospitalScope::checked(Ccn::parse("991302").expect("a number"));
    let mut w = store.write().await.expect("a write");
    let body = |scope: HospitalScope| json!({ "ccn": scope.ccn() });
    w.add_link("a", "calendar", &body(fixture()), T0, T0 + HOUR).await.expect("a link");
    w.add_link("b", "calendar", &body(fixture()), T0 + 5, T0 + HOUR).await.expect("a link");
    w.add_link("c", "calendar", &body(other), T0 + 6, T0 + HOUR).await.expect("a link");
    w.add_link("d", "resume", &body(fixture()), T0 + 7, T0 + HOUR).await.expect("a link");
    assert_eq!(w.links_of("calendar", fixture(), T0 + 9).await.expect("read"), [T0, T0 + 5]);
    assert!(w.links_of("calendar", fixture(), T0 + HOUR).await.expect("read").is_empty(), "ran out");
    assert_eq!(w.end_links_of("calendar", fixture(), T0 + 9).await.expect("ended"), 2);
    assert_eq!(w.end_links_of("calendar", fixture(), T0 + 9).await.expect("ended before"), 0);
    assert!(w.links_of("calendar", fixture(), T0 + 10).await.expect("read").is_empty());
    assert!(matches!(w.link("a", "calendar", T0 + 10).await.expect("read"), Link::UsedBefore { .. }));
    assert!(matches!(w.link("c", "calendar", T0 + 10).await.expect("read"), Link::Good(_)));
    assert!(matches!(w.link("d", "resume", T0 + 10).await.expect("read"), Link::Good(_)));
}

#[tokio::test]
async fn open_links_are_seen_with_what_they_are_for_and_ended_one_by_one() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    let ours = json!({ "ccn": "991301", "role": "staff" });
    w.add_link("a", "join", &ours, T0, T0 + HOUR).await.expect("a link");
    w.add_link("b", "join", &json!({ "ccn": null }), T0 + 1, T0 + HOUR).await.expect("a link");
    w.add_link("c", "join", &ours, T0 + 2, T0 + 3).await.expect("a link");
    let ccn = Some(Ccn::parse("991301").expect("a number"));
    let open = w.open_links("join", ccn, T0 + 9).await.expect("read");
    assert_eq!(open.iter().map(|l| (l.token_hash.as_str(), &l.body)).collect::<Vec<_>>(), [("a", &ours)]);
    assert_eq!(w.open_links("join", None, T0 + 9).await.expect("read").len(), 1);
    assert!(!w.end_link("a", "resume", T0 + 9).await.expect("ended"), "made for something else");
    assert!(w.end_link("a", "join", T0 + 9).await.expect("ended"));
    assert!(!w.end_link("a", "join", T0 + 10).await.expect("ended before"));
    assert!(w.open_links("join", ccn, T0 + 10).await.expect("read").is_empty());
}

#[tokio::test]
async fn mail_and_jobs_are_taken_one_at_a_time_and_tried_again() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    let mail = |n| NewMail {
        id: MailId(n),
        to: email("lee@fixture.example"),
        subject: "Your registration".into(),
        kind: "resume-link".into(),
        text: "Go on here".into(),
        html: "<p>Go on here".into(),
    };
    w.add_mail(&mail(1), true, T0).await.expect("a mail");
    w.add_mail(&mail(2), false, T0).await.expect("a mail");
    let due = w.take_due_mail(T0, T0 + HOUR).await.expect("read").expect("due");
    assert_eq!((due.new.id, due.attempts), (MailId(1), 1));
    assert!(w.take_due_mail(T0, T0 + HOUR).await.expect("read").is_none(), "taken");
    w.mail_failed(MailId(1), "no route", Some(T0 + 5)).await.expect("noted");
    assert!(w.take_due_mail(T0 + 4, T0 + HOUR).await.expect("read").is_none(), "not yet");
    assert_eq!(w.take_due_mail(T0 + 5, T0 + HOUR).await.expect("read").map(|m| m.attempts), Some(2));
    assert_eq!(w.next_mail_due_ms().await.expect("read"), Some(T0 + HOUR));
    w.mail_sent(MailId(1), T0 + 6).await.expect("noted");
    assert_eq!(w.next_mail_due_ms().await.expect("read"), None);
    w.add_mail(&mail(3), true, T0).await.expect("a mail");
    w.mail_in_outbox(MailId(3)).await.expect("noted");
    w.mail_in_outbox(MailId(1)).await.expect("noted");
    assert_eq!(
        w.mails(Some(MailState::Outbox), 10).await.expect("read").len(),
        2,
        "one that is sent stays sent"
    );
    assert_eq!(w.n_mails(MailState::Sent).await.expect("read"), 1);

    let id = w
        .add_job("reassess", &json!({ "hospital": "991301" }), T0, Some("reassess:991301"))
        .await
        .expect("a job");
    assert!(id.is_some());
    let again = w.add_job("reassess", &json!({}), T0, Some("reassess:991301")).await.expect("asked twice");
    assert_eq!(again, None);
    let first = w.lease_job(T0, T0 + 10).await.expect("read").expect("due");
    assert!(w.lease_job(T0 + 9, T0 + 20).await.expect("read").is_none(), "leased");
    let second = w.lease_job(T0 + 10, T0 + 20).await.expect("read").expect("its worker died");
    assert!(!w.complete_job(&first, T0 + 11).await.expect("read"), "the lease ran out");
    assert!(w.fail_job(&second, "no network", Some(T0 + 30), T0 + 12).await.expect("read"));
    assert_eq!(w.jobs(10).await.expect("read")[0].last_error.as_deref(), Some("no network"));
    assert!(!w.hasten_job("reassess:991301", T0 + 31).await.expect("read"), "it is due before");
    assert!(!w.hasten_job("reassess:991302", T0).await.expect("read"), "there is none");
    assert!(w.hasten_job("reassess:991301", T0 + 29).await.expect("read"));
    let third = w.lease_job(T0 + 29, T0 + 40).await.expect("read").expect("due again");
    assert!(w.complete_job(&third, T0 + 31).await.expect("read"));
    let next = w.add_job("reassess", &json!({}), T0 + 50, Some("reassess:991301")).await.expect("a job");
    assert!(next.is_some(), "once done it can be asked for again");
    w.commit().await.expect("kept");
}

#[tokio::test]
async fn a_write_that_is_dropped_never_was() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    w.add_account(AccountId(1), "Nobody", &email("n@fixture.example"), T0).await.expect("an account");
    assert_eq!(w.n_accounts().await.expect("read"), 1);
    drop(w);
    assert_eq!(store.read().await.expect("a read").n_accounts().await.expect("read"), 0);
    let mut before = store.read().await.expect("a read");
    assert_eq!(before.n_accounts().await.expect("read"), 0);
    let mut w = store.write().await.expect("a write");
    w.add_account(AccountId(1), "Somebody", &email("n@fixture.example"), T0).await.expect("an account");
    w.commit().await.expect("kept");
    assert_eq!(before.n_accounts().await.expect("read"), 0, "a read sees one moment");
    assert_eq!(store.read().await.expect("a read").n_accounts().await.expect("read"), 1);
}

#[tokio::test]
async fn a_restore_replaces_everything_at_once_under_readers_and_writers() {
    let (dir, store) = begin().await;
    let add = |n: i64| {
        let store = store.clone();
        async move {
            let mut w = store.write().await.expect("a write");
            w.add_account(AccountId(n), "Someone", &email(&format!("p{n}@fixture.example")), T0)
                .await
                .expect("an account");
            w.give_role(AccountId(n), Role::Staff, Some(fixture().ccn()), None, T0).await.expect("a role");
            w.add_audit("system", "account.add", &n.to_string(), &json!({}), T0).await.expect("an entry");
            w.commit().await.expect("kept");
        }
    };
    for n in 1..=3 {
        add(n).await;
    }
    let mut w = store.write().await.expect("a write");
    w.add_session("s", AccountId(1), "Browser", T0, T0 + HOUR).await.expect("a session");
    w.add_link("h", "resume", &json!({}), T0, T0 + HOUR).await.expect("a link");
    w.commit().await.expect("kept");
    let copy = dir.path().join("copy.db");
    assert!(store.backup(&copy).await.expect("a backup") > 10_000);
    for n in 4..=9 {
        add(n).await;
    }
    let before = store.read().await.expect("a read").meta().await.expect("read");

    let reader = {
        let store = store.clone();
        tokio::spawn(async move {
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..150 {
                let mut r = store.read().await.expect("a read");
                let n = r.n_accounts().await.expect("read");
                let epoch = r.meta().await.expect("read").epoch;
                assert_eq!(r.people(fixture()).await.expect("read").len(), n as usize);
                assert!(matches!(r.check_audit().await.expect("a check"), AuditCheck::Whole(_)));
                seen.insert((epoch, n));
            }
            seen
        })
    };
    let done = store.restore(&copy, "operator", T0 + 77).await.expect("restored");
    let seen = reader.await.expect("no panic");
    assert!(seen.iter().all(|s| [(1, 9), (2, 3)].contains(s)), "{seen:?}");

    let mut w = store.write().await.expect("the writer works on");
    let meta = w.meta().await.expect("read");
    assert_eq!((meta.epoch, done.epoch), (before.epoch + 1, before.epoch + 1));
    assert!(meta.directory_version > before.directory_version);
    assert!(
        matches!(w.check_audit().await.expect("a check"), AuditCheck::Whole(h) if h.seq == 4),
        "three and the restore"
    );
    assert_eq!(w.audit_latest(None, 1).await.expect("read")[0].action, "store.restore");
    assert!(w.session("s", T0 + 78).await.expect("read").is_none(), "everyone is signed out");
    assert_eq!(w.use_link("h", "resume", T0 + 78).await.expect("read"), Link::Expired { at_ms: T0 + 77 });
    drop(w);
    store.check_whole().await.expect("sound");

    let undone =
        store.restore(&done.safety_copy.expect("kept"), "operator", T0 + 99).await.expect("restored");
    assert_eq!(undone.epoch, before.epoch + 2);
    assert_eq!(store.read().await.expect("a read").n_accounts().await.expect("read"), 9);
    add(10).await;
}
