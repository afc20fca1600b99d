//! The story of reported mails: kept once, answered once, known together by those who agree, and forgotten in time.

use std::collections::BTreeSet;

use holdfast_core::decide::suspicious_mail::{LureKey, PersonSaid, Pool, ReportedMail, Sighting};
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, MailReportId};
use holdfast_store::nouns::*;
use holdfast_store::{KeptMailReport, NewMailReport, OpenOptions, ReportCame, Saved, Store};
use jiff::{SignedDuration, Timestamp};

const NOW: i64 = 1_795_000_000_000;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millisecond(NOW + minutes * 60_000).expect("a moment")
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

fn sighting(domain: &str) -> Sighting {
    Sighting {
        sender_domain: Some(domain.to_owned()),
        link_domains: [domain.to_owned()].into(),
        subject_shape: "your pay stub _".to_owned(),
        files: BTreeSet::new(),
        first_hour: at(0),
        last_hour: at(0),
    }
}

fn key(domain: &str) -> BTreeSet<LureKey> {
    [LureKey::Domain { domain: domain.to_owned() }].into()
}

/// Reports a mail with a link to a domain; its id is also its digest and its link.
async fn report(store: &Store, scope: HospitalScope, id: i64, domain: &str) -> (KeptMailReport, bool) {
    let mut w = store.write().await.expect("a write");
    let mail = ReportedMail {
        subject: "Your pay stub".to_owned(),
        sent_at: Some(at(-5)),
        ..ReportedMail::default()
    };
    let reporter = EmailAddress::parse("nurse@fixturememorial.example").expect("an address");
    let text = id.to_string();
    let new = NewMailReport {
        id: MailReportId(id),
        came: ReportCame::Mail,
        digest: &text,
        mail: &mail,
        sighting: &sighting(domain),
        keys: &key(domain),
        reporter: Some(&reporter),
        link_hash: &text,
    };
    let kept = w.report_mail(scope, &new, at(0)).await.expect("kept");
    w.commit().await.expect("kept");
    kept
}

async fn answer(
    store: &Store,
    scope: HospitalScope,
    id: i64,
    said: PersonSaid,
    by: AccountId,
) -> Saved<KeptMailReport> {
    let mut w = store.write().await.expect("a write");
    let who = ("Ann Lee, Hospital IT", by);
    let saved = w.answer_mail_report(scope, MailReportId(id), (said, "Good catch."), who, at(10)).await;
    w.commit().await.expect("kept");
    saved.expect("answered")
}

async fn agree(store: &Store, scope: HospitalScope, agrees: bool, by: AccountId) {
    let mut w = store.write().await.expect("a write");
    w.say_mail_pool(scope, agrees, ("Ann Lee, Hospital IT", by), at(1)).await.expect("said");
    w.commit().await.expect("kept");
}

#[tokio::test]
async fn a_report_is_kept_once_and_read_by_its_hospital_alone() {
    let (_dir, store, _) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let (first, is_new) = report(&store, ours, 11, "evil.com").await;
    assert!(is_new && first.number == 1 && first.answer.is_none());
    assert_eq!(report(&store, ours, 11, "evil.com").await, (first.clone(), false));
    let (second, _) = report(&store, ours, 12, "evil.com").await;
    assert_eq!(second.number, 2);
    let mut r = store.read().await.expect("a read");
    let all = r.mail_reports(ours, None, 10).await.expect("read");
    assert_eq!(all, [second.clone(), first.clone()]);
    assert_eq!(r.mail_reports(ours, Some(2), 10).await.expect("read"), std::slice::from_ref(&first));
    assert_eq!(r.mail_reports(theirs, None, 10).await.expect("read"), []);
    assert_eq!(r.mail_report(theirs, MailReportId(11)).await.expect("read"), None);
    let by_link = r.mail_report_by_link("11").await.expect("read").expect("a report");
    assert_eq!((by_link.0.as_str(), by_link.1), ("991301", first));
    assert_eq!(r.mail_report_by_link("13").await.expect("read"), None);
    let times = r.mail_report_times(ours, at(-60)).await.expect("read");
    assert_eq!((times.len(), times[0].sent_at, times[0].answered_at), (2, Some(at(-5)), None));
    assert_eq!(r.mail_report_times(ours, at(60)).await.expect("read"), []);
}

#[tokio::test]
async fn the_first_answer_stands() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    report(&store, ours, 11, "evil.com").await;
    assert_eq!(answer(&store, scope("991302"), 11, PersonSaid::Bad, by).await, Saved::Unknown);
    let Saved::Kept(kept) = answer(&store, ours, 11, PersonSaid::Bad, by).await else {
        panic!("the first answer")
    };
    let said = kept.answer.clone().expect("an answer");
    assert_eq!((said.said, said.note.as_str(), said.at), (PersonSaid::Bad, "Good catch.", at(10)));
    assert_eq!(answer(&store, ours, 11, PersonSaid::Harmless, by).await, Saved::Conflict(kept));
}

#[tokio::test]
async fn hospitals_know_together_what_those_who_agree_found() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs, third) = (scope("991301"), scope("991302"), scope("991303"));
    report(&store, ours, 11, "evil.com").await;
    report(&store, theirs, 21, "evil.com").await;
    report(&store, theirs, 22, "evil.com").await;
    report(&store, third, 31, "other.com").await;
    answer(&store, theirs, 21, PersonSaid::Bad, by).await;
    let known = async |scope, domain| {
        let mut r = store.read().await.expect("a read");
        r.mail_pool(scope, &key(domain)).await.expect("read")
    };
    // Until they agree, each knows its own alone.
    assert_eq!(known(ours, "evil.com").await, Pool { n_seen: 1, n_bad: 0, n_harmless: 0 });
    assert_eq!(known(theirs, "evil.com").await, Pool { n_seen: 1, n_bad: 1, n_harmless: 0 });
    agree(&store, theirs, true, by).await;
    assert_eq!(known(ours, "evil.com").await, Pool { n_seen: 2, n_bad: 1, n_harmless: 0 });
    assert_eq!(known(third, "other.com").await, Pool { n_seen: 1, n_bad: 0, n_harmless: 0 });
    assert_eq!(known(ours, "unseen.com").await, Pool::default());
    assert_eq!(
        store.read().await.expect("a read").mail_pool(ours, &BTreeSet::new()).await.expect("read"),
        Pool::default()
    );
    agree(&store, theirs, false, by).await;
    assert_eq!(known(ours, "evil.com").await, Pool { n_seen: 1, n_bad: 0, n_harmless: 0 });
    let mut r = store.read().await.expect("a read");
    let word = r.pool_word(theirs).await.expect("read").expect("a word");
    assert_eq!((word.agrees, word.by.as_str()), (false, "Ann Lee, Hospital IT"));
    assert_eq!(r.pool_word(ours).await.expect("read"), None);
}

#[tokio::test]
async fn only_what_was_found_bad_where_they_agree_is_pooled_page_by_page() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    for (scope, id) in [(ours, 11), (ours, 12), (ours, 13), (theirs, 21)] {
        report(&store, scope, id, "evil.com").await;
    }
    agree(&store, ours, true, by).await;
    for (scope, id, said) in [
        (ours, 11, PersonSaid::Bad),
        (ours, 12, PersonSaid::Bad),
        (ours, 13, PersonSaid::Harmless),
        (theirs, 21, PersonSaid::Bad),
    ] {
        answer(&store, scope, id, said, by).await;
    }
    let mut r = store.read().await.expect("a read");
    let first = r.pooled_sightings(None, 1).await.expect("read");
    assert_eq!(first.iter().map(|pooled| pooled.id.0).collect::<Vec<_>>(), [11]);
    let after = (first[0].added_at, first[0].id);
    let rest = r.pooled_sightings(Some(after), 10).await.expect("read");
    assert_eq!(rest.iter().map(|pooled| pooled.id.0).collect::<Vec<_>>(), [12]);
}

#[tokio::test]
async fn what_was_read_is_forgotten_and_what_may_leave_stays() {
    let (_dir, store, _) = begin().await;
    let ours = scope("991301");
    report(&store, ours, 11, "evil.com").await;
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.forget_mails(at(0)).await.expect("forgotten"), 0);
    assert_eq!(w.forget_mails(at(0) + SignedDuration::from_secs(1)).await.expect("forgotten"), 1);
    assert_eq!(w.forget_mails(at(1)).await.expect("forgotten"), 0);
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    let kept = r.mail_report(ours, MailReportId(11)).await.expect("read").expect("a report");
    assert_eq!((kept.mail, kept.reporter, kept.sighting), (None, None, sighting("evil.com")));
}
