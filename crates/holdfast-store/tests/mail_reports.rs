//! The story of reported mails: kept once, answered once, known together by those who agree, and forgotten in time.

use std::collections::BTreeSet;

use holdfast_core::decide::suspicious_mail::{LureKey, PersonSaid, Pool, ReportedMail, Sighting};
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, MailReportId};
use holdfast_store::nouns::*;
use holdfast_store::{KeptMailReport, NewMailReport, OpenOptions, ReportCame, Saved, Store, TakenReport};
use jiff::{SignedDuration, Timestamp};

const NOW: i64 = 1_795_000_000_000;

/// Minutes of an hour.
const HOUR: i64 = 60;

/// The start of the first hour after [`NOW`].
const START: i64 = 1_795_003_200_000;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millisecond(NOW + minutes * 60_000).expect("a moment")
}

/// Minutes from [`START`] on.
fn on(minutes: i64) -> Timestamp {
    Timestamp::from_millisecond(START + minutes * 60_000).expect("a moment")
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
async fn report(store: &Store, scope: HospitalScope, id: i64, domain: &str) -> TakenReport {
    let (text, by) = (id.to_string(), ("account:1", Some("nurse@fixturememorial.example")));
    report_by(store, scope, (id, &text, &text), by, &key(domain), at(0)).await
}

/// Reports a mail. Its id, digest and link; who reports it, and where to answer.
async fn report_by(
    store: &Store,
    scope: HospitalScope,
    (id, digest, link_hash): (i64, &str, &str),
    (who, address): (&str, Option<&str>),
    keys: &BTreeSet<LureKey>,
    now: Timestamp,
) -> TakenReport {
    let mut w = store.write().await.expect("a write");
    let mail = ReportedMail {
        subject: "Your pay stub".to_owned(),
        sent_at: Some(at(-5)),
        ..ReportedMail::default()
    };
    let reporter = address.map(|address| EmailAddress::parse(address).expect("an address"));
    let mut domains = keys.iter().filter_map(|key| match key {
        LureKey::Domain { domain } => Some(domain.as_str()),
        _ => None,
    });
    let new = NewMailReport {
        id: MailReportId(id),
        came: ReportCame::Mail,
        digest,
        mail: &mail,
        sighting: &sighting(domains.next_back().unwrap_or("none.com")),
        keys,
        who,
        reporter: reporter.as_ref(),
        link_hash,
    };
    let kept = w.report_mail(scope, &new, now).await.expect("kept");
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
    answer_at(store, scope, id, said, by, at(10)).await
}

async fn answer_at(
    store: &Store,
    scope: HospitalScope,
    id: i64,
    said: PersonSaid,
    by: AccountId,
    now: Timestamp,
) -> Saved<KeptMailReport> {
    let mut w = store.write().await.expect("a write");
    let who = ("Ann Lee, Hospital IT", by);
    let saved = w.answer_mail_report(scope, MailReportId(id), (said, "Good catch."), who, now).await;
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
    let taken = report(&store, ours, 11, "evil.com").await;
    assert!(taken.is_new && taken.is_new_reporter);
    let first = taken.report;
    assert!(first.number == 1 && first.answer.is_none());
    let again = TakenReport { report: first.clone(), is_new: false, is_new_reporter: false };
    assert_eq!(report(&store, ours, 11, "evil.com").await, again);
    let second = report(&store, ours, 12, "evil.com").await.report;
    assert_eq!(second.number, 2);
    let mut r = store.read().await.expect("a read");
    let all = r.waiting_mail_reports(ours, None, 10).await.expect("read");
    assert_eq!(all, [first.clone(), second.clone()]);
    assert_eq!(r.waiting_mail_reports(theirs, None, 10).await.expect("read"), []);
    assert_eq!(r.mail_report(theirs, MailReportId(11)).await.expect("read"), None);
    let by_link = r.mail_report_by_link("11").await.expect("read").expect("a report");
    assert_eq!((by_link.0.as_str(), by_link.1), ("991301", first));
    assert_eq!(r.mail_report_by_link("13").await.expect("read"), None);
    let times = r.mail_report_times(ours, at(-60)).await.expect("read");
    assert_eq!((times.len(), times[0].sent_at, times[0].answered_at), (2, Some(at(-5)), None));
    assert_eq!(r.mail_report_times(ours, at(60)).await.expect("read"), []);
}

#[tokio::test]
async fn everybody_who_reports_a_mail_is_kept_once_and_its_clock_is_the_first_one_s() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let evil = key("evil.com");
    let say = async |id, link, by, minutes| {
        report_by(&store, ours, (id, "same", link), by, &evil, at(minutes)).await
    };
    let first = say(11, "one", ("learner:1", Some("ana@fixturememorial.example")), 0).await.report;
    for (id, link, by, is_new_reporter) in [
        (12, "two", ("learner:2", Some("bo@fixturememorial.example")), true),
        (13, "three", ("learner:2", Some("bo@fixturememorial.example")), false),
        // The same address by another way, and somebody without one.
        (14, "four", ("account:2", Some("ana@fixturememorial.example")), true),
        (15, "five", ("account:3", None), true),
    ] {
        let taken = say(id, link, by, 20).await;
        assert_eq!(taken, TakenReport { report: first.clone(), is_new: false, is_new_reporter }, "{link}");
    }
    let id = first.id;
    let mut r = store.read().await.expect("a read");
    for (link, opens) in [("one", true), ("two", true), ("three", false), ("four", true), ("five", true)] {
        let found = r.mail_report_by_link(link).await.expect("read");
        assert_eq!(found.map(|(_, report)| report), opens.then(|| first.clone()), "{link}");
    }
    let reporters = r.mail_reporters(ours, id).await.expect("read");
    let reporters: Vec<_> = reporters.iter().map(EmailAddress::as_str).collect();
    assert_eq!(reporters, ["ana@fixturememorial.example", "bo@fixturememorial.example"]);
    assert_eq!(r.mail_reporters(theirs, id).await.expect("read"), []);
    let times = r.mail_report_times(ours, at(-60)).await.expect("read");
    assert_eq!((times.len(), times[0].reported_at), (1, at(0)));
    drop(r);
    answer(&store, ours, 11, PersonSaid::Bad, by).await;
    assert!(say(16, "six", ("account:4", None), 30).await.report.answer.is_some());
    let mut w = store.write().await.expect("a write");
    w.forget_mails(at(40)).await.expect("forgotten");
    assert_eq!(w.mail_reporters(ours, id).await.expect("read"), []);
    assert!(w.mail_report_by_link("two").await.expect("read").is_some(), "a link names nobody");
}

#[tokio::test]
async fn who_waits_and_who_was_answered_are_read_page_by_page() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    for id in 11..=17 {
        report(&store, ours, id, "evil.com").await;
    }
    for id in [11, 13, 14, 16] {
        answer(&store, ours, id, PersonSaid::Junk, by).await;
    }
    let mut r = store.read().await.expect("a read");
    let numbers = |all: Vec<KeptMailReport>| all.iter().map(|report| report.number).collect::<Vec<_>>();
    assert_eq!(r.n_waiting_mail_reports(ours).await.expect("read"), 3);
    assert_eq!(r.n_waiting_mail_reports(theirs).await.expect("read"), 0);
    for (above, expect) in [(None, vec![2, 5]), (Some(5), vec![7]), (Some(7), vec![])] {
        let waiting = r.waiting_mail_reports(ours, above, 2).await.expect("read");
        assert_eq!(numbers(waiting), expect, "above {above:?}");
    }
    for (below, expect) in [(None, vec![6, 4]), (Some(4), vec![3, 1]), (Some(1), vec![])] {
        let answered = r.answered_mail_reports(ours, below, 2).await.expect("read");
        assert_eq!(numbers(answered), expect, "below {below:?}");
    }
    assert_eq!(r.answered_mail_reports(theirs, None, 10).await.expect("read"), []);
}

#[tokio::test]
async fn a_domain_found_bad_at_one_hospital_is_not_known_bad_and_a_file_is() {
    let (_dir, store, by) = begin().await;
    let all = ["991301", "991302", "991303"].map(scope);
    let file = LureKey::File { sha256: "aa".to_owned() };
    let both: BTreeSet<LureKey> = key("bank.com").into_iter().chain([file.clone()]).collect();
    for (n, scope) in all.into_iter().enumerate() {
        agree(&store, scope, true, by).await;
        let id = 10 * i64::try_from(n).expect("a small number");
        for (id, keys) in [(id + 1, &both), (id + 2, &key("bank.com"))] {
            let text = id.to_string();
            report_by(&store, scope, (id, &text, &text), ("account:1", None), keys, at(0)).await;
        }
    }
    let known = async |keys: &BTreeSet<LureKey>| {
        let mut r = store.read().await.expect("a read");
        r.mail_pool(all[2], keys).await.expect("read").n_known_bad
    };
    assert_eq!((known(&key("bank.com")).await, known(&both).await), (0, 0));
    answer(&store, all[0], 1, PersonSaid::Bad, by).await;
    assert_eq!((known(&key("bank.com")).await, known(&both).await), (0, 1));
    assert_eq!(known(&[file].into()).await, 1);
    answer(&store, all[1], 12, PersonSaid::Bad, by).await;
    assert_eq!(known(&key("bank.com")).await, 2);
    // As many who found it harmless, and it is not known any more.
    answer(&store, all[0], 2, PersonSaid::Harmless, by).await;
    answer(&store, all[1], 11, PersonSaid::Harmless, by).await;
    assert_eq!(known(&key("bank.com")).await, 0);
    let mut r = store.read().await.expect("a read");
    let own = r.own_lure_keys(all[0], at(0)).await.expect("read");
    assert_eq!(own, ["domain:bank.com".to_owned(), "file:aa".to_owned()].into());
    assert!(r.own_lure_keys(all[0], at(1)).await.expect("read").is_empty());
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
    assert_eq!(known(ours, "evil.com").await, pool(1, 0, 0));
    assert_eq!(known(theirs, "evil.com").await, pool(1, 1, 0));
    agree(&store, theirs, true, by).await;
    assert_eq!(known(ours, "evil.com").await, pool(2, 1, 0));
    assert_eq!(known(third, "other.com").await, pool(1, 0, 0));
    assert_eq!(known(ours, "unseen.com").await, Pool::default());
    assert_eq!(
        store.read().await.expect("a read").mail_pool(ours, &BTreeSet::new()).await.expect("read"),
        Pool::default()
    );
    agree(&store, theirs, false, by).await;
    assert_eq!(known(ours, "evil.com").await, pool(1, 0, 0));
    let mut r = store.read().await.expect("a read");
    let word = r.pool_word(theirs).await.expect("read").expect("a word");
    assert_eq!((word.agrees, word.by.as_str()), (false, "Ann Lee, Hospital IT"));
    assert_eq!(r.pool_word(ours).await.expect("read"), None);
}

/// What is known together, with nothing known to be bad: a domain takes two hospitals.
fn pool(n_seen: usize, n_bad: usize, n_harmless: usize) -> Pool {
    Pool { n_seen, n_bad, n_harmless, n_known_bad: 0 }
}

/// The ids of what is pooled, each with the minute it came in, counted from [`START`].
async fn pooled(store: &Store, after: Option<i64>, as_of: i64, limit: u32) -> Vec<(i64, i64)> {
    let mut r = store.read().await.expect("a read");
    let found = r.pooled_sightings(after.map(on), on(as_of), limit).await.expect("read");
    let minute = |moment: Timestamp| (moment.as_millisecond() - START) / 60_000;
    found.iter().map(|pooled| (pooled.id.0, minute(pooled.added_at))).collect()
}

#[tokio::test]
async fn only_what_was_found_bad_where_they_agree_is_pooled_hour_by_hour() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    for (scope, id) in [(ours, 11), (ours, 12), (ours, 13), (ours, 14), (theirs, 21)] {
        report(&store, scope, id, "evil.com").await;
    }
    agree(&store, ours, true, by).await;
    for (scope, id, said, minutes) in [
        (ours, 11, PersonSaid::Bad, HOUR + 10),
        (ours, 12, PersonSaid::Bad, 2 * HOUR + 59),
        (ours, 13, PersonSaid::Harmless, HOUR),
        (ours, 14, PersonSaid::Bad, 3 * HOUR),
        (theirs, 21, PersonSaid::Bad, HOUR),
    ] {
        answer_at(&store, scope, id, said, by, on(minutes)).await;
    }
    let end = |hours: i64| hours * HOUR;
    assert_eq!(pooled(&store, None, end(2) - 1, 10).await, [], "the hour is not over");
    assert_eq!(pooled(&store, None, end(2), 10).await, [(11, end(2))]);
    let all = [(11, end(2)), (12, end(3)), (14, end(4))];
    assert_eq!(pooled(&store, None, end(9), 10).await, all);
    assert_eq!(pooled(&store, Some(end(2)), end(9), 10).await, all[1..], "only what came in after");
    assert_eq!(pooled(&store, None, end(9), 2).await, all[1..], "of more than fit, the newest");
}

#[tokio::test]
async fn what_was_found_before_a_hospital_shares_comes_in_when_it_begins() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    report(&store, ours, 11, "evil.com").await;
    report(&store, theirs, 21, "evil.com").await;
    answer_at(&store, ours, 11, PersonSaid::Bad, by, on(0)).await;
    answer_at(&store, theirs, 21, PersonSaid::Bad, by, on(3 * HOUR)).await;
    let say = async |scope, agrees, minutes| {
        let mut w = store.write().await.expect("a write");
        w.say_mail_pool(scope, agrees, ("Ann Lee, Hospital IT", by), on(minutes)).await.expect("said");
        w.commit().await.expect("kept");
    };
    say(theirs, true, 0).await;
    say(ours, true, 5 * HOUR + 1).await;
    let late = 20 * HOUR;
    let all = [(21, 4 * HOUR), (11, 6 * HOUR)];
    assert_eq!(pooled(&store, None, late, 10).await, all);
    assert_eq!(pooled(&store, Some(4 * HOUR), late, 10).await, all[1..], "who reads on misses nothing");
    // Saying it again changes nothing; stopping takes it out, and beginning anew brings it in anew.
    say(ours, true, 7 * HOUR).await;
    assert_eq!(pooled(&store, None, late, 10).await, all);
    say(ours, false, 8 * HOUR).await;
    assert_eq!(pooled(&store, None, late, 10).await, all[..1]);
    say(ours, true, 9 * HOUR).await;
    assert_eq!(pooled(&store, None, late, 10).await, [all[0], (11, 10 * HOUR)]);
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
