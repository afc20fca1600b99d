//! Feeds from publishers on this machine that answer well, badly, too much, too slowly or not at all; from a folder; by a signed file.

mod publisher;

use std::time::Duration;

use holdfast_core::Date;
use holdfast_core::model::{CveId, EmailAddress, FeedKind, FeedWay, Role};
use holdfast_import::NamedFile;
use holdfast_import::updates::{PackedFeed, public_key, read_feed_file, write_feed_file};
use holdfast_server::app::AppError;
use holdfast_server::app::feed::{FeedOutcome, FeedState, FeedsAsked, FeedsFrom, make_feed_key};
use holdfast_server::clock::Clock as _;
use holdfast_server::config::Config;
use holdfast_server::entropy::OsEntropy;
use holdfast_server::jobs::{JobKind, run_due, schedule, start};
use holdfast_store::{Feeds as _, MailState};
use holdfast_testkit::Portal;
use publisher::{
    Answer, DOCUMENT, EPSS, KEV, NEW, Publisher, UPDATES, document, embedded, epss_list, kev_list,
    kev_list_of, live,
};

/// How long a test waits before it fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// A day after those of the made-up lists.
const TODAY: &str = "2026-11-27";

async fn portal_with(config: impl FnOnce(&mut Config)) -> Portal {
    let portal = Portal::with(config).await;
    portal.clock.set(TODAY);
    portal
}

/// A portal that asks the publisher on this machine.
async fn portal_of(publisher: &Publisher, nightly: bool) -> Portal {
    let base = publisher.base.clone();
    portal_with(move |config| {
        config.feeds.nightly = nightly;
        config.feeds.kev_url = Some(format!("{base}{KEV}"));
        config.feeds.epss_url = Some(format!("{base}{EPSS}"));
        config.feeds.msrc_url = Some(format!("{base}/cvrf/v3.0"));
        config.feeds.answer_seconds = 2;
        config.feeds.tries = 2;
        config.feeds.wait_seconds = 0;
    })
    .await
}

async fn ask(portal: &Portal) -> Vec<FeedOutcome> {
    let done = portal.app.update_feeds(FeedsFrom::Official, FeedsAsked::default()).await;
    done.unwrap_or_else(|e| panic!("{e}")).outcomes
}

fn words(outcomes: &[FeedOutcome]) -> Vec<String> {
    let one = |o: &FeedOutcome| {
        let state = match &o.state {
            FeedState::New(new) => format!("new of {}", new.release.released_on),
            FeedState::Same => "same".to_owned(),
            FeedState::NotCome(why) => format!("not come: {why}"),
            FeedState::Refused(why) => format!("refused: {why}"),
        };
        format!("{} {state}", o.kind.word())
    };
    outcomes.iter().map(one).collect()
}

#[tokio::test]
async fn newer_lists_are_taken_up_at_once_and_asked_for_once() {
    let publisher = Publisher::start();
    publisher.good();
    let portal = portal_of(&publisher, false).await;
    let (gone, renamed) = (live()[0].cve, live()[1].clone());
    let check = FeedsAsked { check: true, ..FeedsAsked::default() };
    portal.app.update_feeds(FeedsFrom::Official, check).await.expect("looked at");
    assert_eq!(portal.app.feeds().in_use[2].way, FeedWay::Release, "a check keeps nothing");
    assert_eq!(
        words(&ask(&portal).await),
        [
            "builds new of 2026-09-08",
            "fixes new of 2026-09-08",
            "kev new of 2026-11-25",
            "epss new of 2026-11-26"
        ]
    );
    assert_eq!(
        portal.app.feeds_in_words(),
        "Known weaknesses as of November 25, 2026, Microsoft's updates as of September 8, 2026, EPSS of November 26, 2026 (EPSS by FIRST.org)."
    );
    let (now, changes) = portal.app.feed_history(&gone.to_string()).await.expect("read");
    assert_eq!(now, gone.to_string());
    assert!(changes[0].change.in_words().contains("was withdrawn"), "{changes:?}");
    assert_eq!(changes[0].on, Date::constant(2026, 11, 25), "the day it went is kept");
    let name = format!("{}/{}", renamed.vendor, renamed.product);
    let (_, changes) = portal.app.feed_history(&name).await.expect("read");
    assert!(changes.iter().any(|kept| kept.change.cve == Some(renamed.cve)), "{changes:?}");
    // Estimates of weaknesses nobody asks about are not kept.
    let n_epss = portal.app.feeds().in_use[3].release.n_rows as usize;
    assert!(n_epss <= embedded().epss.len() && n_epss > 1_500, "{n_epss}");

    assert_eq!(words(&ask(&portal).await), ["builds same", "fixes same", "kev same", "epss same"]);
    let asked = publisher.asked.lock().expect("a lock").clone();
    assert!(asked.iter().rev().take(4).all(|(path, tag)| path == UPDATES || !tag.is_empty()), "{asked:?}");
    assert_eq!(publisher.n_asked("/cvrf/v3.0/cvrf/2016-Apr"), 0, "what is long known is not asked for");

    // Another server on the same data takes them up when it looks.
    assert!(!portal.app.reload_feeds().await.expect("looked"), "nothing changed since");
    let mut olu = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    let page = olu.get("/office/run/feeds").await;
    page.is(200)
        .shows("November 25, 2026")
        .shows("was withdrawn")
        .shows("CC0")
        .shows("from the publisher's address");
    assert!(!page.body.contains("words of the publisher"));
    let mut dana = portal.signed_in_as("Dana", Role::HospitalAdministrator, Some("991301")).await;
    dana.get("/office/run/feeds").await.is(403);
}

#[tokio::test]
async fn a_bad_answer_costs_its_feed_alone_and_is_said() {
    let publisher = Publisher::start();
    publisher.good();
    let portal = portal_of(&publisher, false).await;
    let older = kev_list_of("2026-08-06");
    let elsewhere = "/elsewhere/kev.json";
    publisher.says(elsewhere, Answer::File(kev_list()));
    for (answer, why, n_tries) in [
        (Answer::Truncated(kev_list()), "no whole answer", 2),
        (Answer::Huge, "sends more than 16 MB", 1),
        (Answer::Endless, "sends more than 16 MB", 1),
        (Answer::Status(500), "status 500", 2),
        (Answer::Status(404), "status 404", 1),
        (Answer::Status(304), "status 304", 1),
        (Answer::Elsewhere(format!("{}{elsewhere}", publisher.base)), "status 302", 1),
        (Answer::Slow, "no whole answer", 2),
        (Answer::File(b"<html>Sign in to the guest network</html>".to_vec()), "web page", 1),
        (Answer::File(b"{\"catalogVersion\":\"1\"}".to_vec()), "missing field", 1),
        (Answer::File(older), "is older than that of August 7, 2026", 1),
        (Answer::File(kev_list_of("2026-11-29")), "is of a day that has not come", 1),
    ] {
        publisher.says(KEV, answer);
        publisher.asked.lock().expect("a lock").clear();
        let done = ask(&portal).await;
        let said = words(&done);
        assert!(said[2].starts_with("kev not come: ") || said[2].starts_with("kev refused: "), "{said:?}");
        assert!(said[2].contains(why), "{why}: {said:?}");
        assert_eq!(publisher.n_asked(KEV), n_tries, "{why}");
        assert_eq!(publisher.n_asked(elsewhere), 0, "without https nothing leads on");
        assert_eq!(portal.app.feeds().in_use[2].way, FeedWay::Release, "{why}");
        let record = portal.app.feeds_record().await.expect("read");
        let look = record.looks.iter().find(|look| look.kind == FeedKind::Kev).expect("a look");
        assert!(look.trouble.contains(why) && look.well_at_ms.is_none(), "{look:?}");
        assert_eq!(
            portal.app.feeds().in_use[3].release.released_on,
            Date::constant(2026, 11, 26),
            "the others came"
        );
    }
    // A document that does not come leaves Microsoft's tables as they are, whole.
    publisher.good();
    let fresh = portal_of(&publisher, false).await;
    publisher.says(DOCUMENT, Answer::Status(503));
    let said = words(&ask(&fresh).await);
    assert!(said[0].contains("status 503") && said[1].contains("status 503"), "{said:?}");
    assert_eq!(fresh.app.feeds().in_use[1].way, FeedWay::Release);
    let mut olu = fresh.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    olu.get("/office/run/feeds")
        .await
        .is(200)
        .shows("Feeds could not be renewed")
        .shows("answered with status 503");
}

/// Puts a table that does not read in the place of one that is held, and leaves what publishers said of their files.
async fn spoil(portal: &Portal, kind: FeedKind) {
    let used = portal.app.feeds().in_use.iter().find(|used| used.release.kind == kind).cloned();
    let mut write = portal.app.store.write().await.expect("a write");
    let marks = write.feed_marks().await.expect("read");
    let release = used.expect("in use").release;
    write.replace_feed(&release, b"spoilt", &[], FeedWay::Official, 0).await.expect("kept");
    for (address, of, mark) in marks {
        write.keep_feed_mark(&address, of, &mark).await.expect("kept");
    }
    write.commit().await.expect("kept");
    portal.app.reload_feeds().await.expect("looked");
}

#[tokio::test]
async fn a_damaged_table_is_said_never_passes_as_fresh_and_is_mended_by_the_next_look() {
    let publisher = Publisher::start();
    publisher.good();
    let portal = portal_of(&publisher, false).await;
    ask(&portal).await;
    ask(&portal).await;
    let damaged = |portal: &Portal| -> Vec<FeedKind> {
        portal.app.feeds().damaged.iter().map(|(kind, _)| *kind).collect()
    };
    for kind in FeedKind::RENEWED {
        let of = |portal: &Portal| portal.app.feeds().in_use[kind as usize].clone();
        let before = of(&portal);
        assert!(before.checked_on.is_some());
        spoil(&portal, kind).await;
        assert_eq!(damaged(&portal), [kind]);
        let stands_in = of(&portal);
        assert_eq!(
            (stands_in.way, stands_in.checked_on),
            (FeedWay::Release, None),
            "nobody looked at this one"
        );
        let said = words(&ask(&portal).await);
        assert_eq!(damaged(&portal), [], "{said:?}");
        assert_eq!(of(&portal).release.released_on, before.release.released_on, "{said:?}");
        assert_eq!(of(&portal).release.n_rows, before.release.n_rows, "{said:?}");
    }
    // Where the files say what the table that stands in says, that one takes its place.
    let folder = tempfile::tempdir().expect("a folder");
    let key = make_feed_key(&folder.path().join("feeds.key"), &OsEntropy).expect("a key");
    let file = portal_with(|_| {}).await.app.pack_feeds(&key).await.expect("packed");
    let public = public_key(&key);
    let target = portal_with(|config| config.feeds.trusted_keys = vec![public]).await;
    spoil(&target, FeedKind::Kev).await;
    assert_eq!(damaged(&target), [FeedKind::Kev]);
    target.app.update_feeds(FeedsFrom::SignedFile(file), FeedsAsked::default()).await.expect("taken");
    assert_eq!(damaged(&target), []);
    assert_eq!(target.app.feeds().in_use[2].way, FeedWay::SignedFile);
}

#[tokio::test]
async fn a_signed_file_carries_them_to_a_portal_without_a_way_out() {
    let publisher = Publisher::start();
    publisher.good();
    let source = portal_of(&publisher, false).await;
    let folder = tempfile::tempdir().expect("a folder");
    let key = make_feed_key(&folder.path().join("feeds.key"), &OsEntropy).expect("a key");
    let before = source.app.pack_feeds(&key).await.expect("packed");
    ask(&source).await;
    let file = source.app.pack_feeds(&key).await.expect("packed");
    let public = public_key(&key);
    let kinds = read_feed_file(&file, std::slice::from_ref(&public)).expect("it reads").feeds.into_iter();
    assert_eq!(kinds.map(|feed| feed.release.kind).collect::<Vec<_>>(), FeedKind::RENEWED);
    let other = make_feed_key(&folder.path().join("other.key"), &OsEntropy).expect("a key");
    let strange = source.app.pack_feeds(&other).await.expect("packed");

    let target = portal_with(|config| config.feeds.trusted_keys = vec![public]).await;
    let days = || target.app.feeds().tables.dates().in_words();
    let at_first = days();
    let refused = async |bytes: Vec<u8>, why: &str| match target
        .app
        .update_feeds(FeedsFrom::SignedFile(bytes), FeedsAsked::default())
        .await
    {
        Err(AppError::Refused { what }) => assert!(what.contains(why), "{what}"),
        other => panic!("{other:?}"),
    };
    refused(strange, "not in `feeds.trusted_keys`").await;
    refused(file[..file.len() - 7].to_vec(), "the signature does not hold").await;
    refused(vec![0; 40 << 20], "more than 32 MB").await;
    assert_eq!(days(), at_first, "nothing changed");
    let asked = FeedsAsked { only: vec![FeedKind::Kev], ..FeedsAsked::default() };
    let done = target.app.update_feeds(FeedsFrom::SignedFile(file.clone()), asked).await.expect("taken");
    assert_eq!(words(&done.outcomes), ["kev new of 2026-11-25"]);
    let done =
        target.app.update_feeds(FeedsFrom::SignedFile(file), FeedsAsked::default()).await.expect("taken");
    assert_eq!(words(&done.outcomes)[2], "kev same");
    assert_eq!(days(), source.app.feeds().tables.dates().in_words());
    refused(before.clone(), "--allow-older").await;
    // Even asked for, a table older than the one inside the program is never used; of the same day it is.
    let asked = FeedsAsked { allow_older: true, ..FeedsAsked::default() };
    target.app.update_feeds(FeedsFrom::SignedFile(before), asked).await.expect("taken");
    assert_eq!(days(), at_first);
    assert_eq!(
        target.app.feeds_record().await.expect("read").versions.len(),
        8,
        "history keeps every version"
    );
}

#[tokio::test]
async fn a_signed_file_with_one_table_that_is_never_used_is_refused_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = make_feed_key(&folder.path().join("feeds.key"), &OsEntropy).expect("a key");
    let held = embedded();
    let packed = |kind: FeedKind, released_on: &str| {
        let mut release = held.release(kind).expect("inside").clone();
        release.released_on = released_on.parse().expect("a day");
        PackedFeed {
            release,
            publisher: String::new(),
            licence: String::new(),
            fetched_at: None,
            way: FeedWay::Official,
            body: held.body(kind),
        }
    };
    let feeds = [packed(FeedKind::Kev, "2026-11-25"), packed(FeedKind::Epss, "2026-08-01")];
    let made_at = portal_with(|_| {}).await.clock.now();
    let file = write_feed_file(&key, made_at, &feeds);
    let target = portal_with(|config| config.feeds.trusted_keys = vec![public_key(&key)]).await;
    let asked = FeedsAsked { allow_older: true, ..FeedsAsked::default() };
    let done = target.app.update_feeds(FeedsFrom::SignedFile(file.clone()), asked).await;
    let why = done.expect_err("refused").to_string();
    assert!(why.contains("nothing was taken") && why.contains("the newer one is always used"), "{why}");
    assert!(target.app.feeds_record().await.expect("read").versions.is_empty(), "nothing was kept");
    let asked = FeedsAsked { only: vec![FeedKind::Kev], ..FeedsAsked::default() };
    target.app.update_feeds(FeedsFrom::SignedFile(file), asked).await.expect("taken");
    assert_eq!(target.app.feeds_record().await.expect("read").versions.len(), 1);
}

#[tokio::test]
async fn letters_leave_while_a_publisher_is_slow() {
    let publisher = Publisher::start();
    for path in [UPDATES, KEV, EPSS] {
        publisher.says(path, Answer::Slow);
    }
    let portal = portal_of(&publisher, true).await;
    let worker = start(portal.app.clone());
    let is_asked = async {
        while publisher.n_asked(KEV) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, is_asked).await.expect("the publisher is asked");
    let mut write = portal.app.store.write().await.expect("a write");
    let to = EmailAddress::parse("dana@fixturememorial.example").expect("an address");
    let letter = portal.app.note("help-received", "We have your request", vec!["Plain words.".to_owned()]);
    portal.app.post(&mut write, &to, &letter).await.expect("queued");
    write.commit().await.expect("kept");
    let is_sent = async {
        while portal.mails().await.iter().any(|mail| mail.state == MailState::Queued) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, is_sent).await.expect("the letter leaves");
    let looks = portal.app.feeds_record().await.expect("read").looks;
    assert!(looks.is_empty(), "the letter left before the round was over: {looks:?}");
    worker.stop().await;
    assert_eq!(portal.app.feeds_record().await.expect("read").looks.len(), FeedKind::RENEWED.len());
}

#[tokio::test]
async fn files_of_a_folder_are_sorted_and_strange_ones_are_named() {
    let portal = portal_with(|_| {}).await;
    let file = |name: &str, bytes: &[u8]| NamedFile { name: name.to_owned(), bytes: bytes.to_vec() };
    let files = vec![
        file("kev.json", &kev_list()),
        file("epss.csv.gz", &epss_list()),
        file("2026-Sep.xml", &document()),
        file("notes.txt", b"buy milk"),
    ];
    let done = portal
        .app
        .update_feeds(FeedsFrom::Folder(Box::new(files.into_iter().collect())), FeedsAsked::default())
        .await
        .expect("taken");
    assert_eq!(done.outcomes.len(), 4);
    assert_eq!(done.unsorted[0].name, "notes.txt");
    let in_use = &portal.app.feeds().in_use;
    let mut renewed = in_use.iter().filter(|used| FeedKind::RENEWED.contains(&used.release.kind));
    assert!(renewed.all(|used| used.way == FeedWay::Folder && used.checked_on.is_none()), "{in_use:?}");
    let fixed = CveId::parse(NEW).expect("an id");
    let (_, changes) = portal.app.feed_history(&fixed.to_string()).await.expect("read");
    assert!(changes[0].change.in_words().contains("is new: Made Up/Thing"));
}

#[tokio::test]
async fn at_night_it_asks_only_where_settings_say_so_and_a_failure_is_loud() {
    let publisher = Publisher::start();
    publisher.good();
    let off = portal_of(&publisher, false).await;
    schedule(&off.app).await.expect("scheduled");
    let ran = run_due(&off.app, || false).await.expect("the queue runs");
    assert!(!ran.done.contains(&JobKind::Feeds) && publisher.n_asked(KEV) == 0);

    let on = portal_of(&publisher, true).await;
    schedule(&on.app).await.expect("scheduled");
    let ran = run_due(&on.app, || false).await.expect("the queue runs");
    assert!(ran.done.contains(&JobKind::Feeds) && ran.n_failed == 0, "{ran:?}");
    assert_eq!(on.app.feeds().in_use[2].way, FeedWay::Official);
    publisher.says(KEV, Answer::Status(500));
    on.clock.set("2026-11-29");
    let ran = run_due(&on.app, || false).await.expect("the queue runs");
    assert_eq!(ran.n_failed, 1, "{ran:?}");
    let record = on.app.feeds_record().await.expect("read");
    assert!(record.looks.iter().any(|look| look.kind == FeedKind::Kev && !look.trouble.is_empty()));
    publisher.good();
    on.clock.pass_minutes(60);
    let ran = run_due(&on.app, || false).await.expect("the queue runs");
    assert!(ran.done.contains(&JobKind::Feeds), "it is tried again: {ran:?}");
}
