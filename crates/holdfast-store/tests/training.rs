//! The story of a staff roster: applied, applied again, people who leave and come back, what they did, and the links they learn by.

use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, PackId};
use holdfast_core::decide::training::{NumbersSay, ReadRoster, apply, compare};
use holdfast_core::model::{
    AccountId, Ccn, Completion, CompletionHow, EmailAddress, HospitalScope, Learner, LearnerId, StaffMember,
    WithdrawnCompletion,
};
use holdfast_store::nouns::*;
use holdfast_store::{AppliedRoster, DATABASE_FILE, LearnerLink, OpenOptions, Read, Recorded, Saved, Store};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

const NOW: i64 = 1_790_000_000_000;

fn at(days: i64) -> Timestamp {
    Timestamp::from_millisecond(NOW + days * 86_400_000).expect("a moment")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
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

async fn read(store: &Store) -> Read {
    store.read().await.expect("a read")
}

fn person(number: &str, name: &str) -> StaffMember {
    StaffMember {
        number: number.to_owned(),
        name: name.to_owned(),
        email: EmailAddress::parse(&format!("p{number}@fixture.example")).ok(),
        department: "Lab".to_owned(),
        packs: [PackId::new("everyone"), PackId::new("clinical")].into(),
        language: Language::Spanish,
        started_on: Some(day("2026-01-05")),
    }
}

fn file(people: &[StaffMember]) -> ReadRoster {
    let rows = people.iter().enumerate().map(|(i, p)| (i as u64 + 2, p.clone())).collect();
    ReadRoster { rows, ..ReadRoster::default() }
}

/// Applies a whole roster as a use case does.
async fn put(
    store: &Store,
    scope: HospitalScope,
    people: &[StaffMember],
    (upon, on): (u32, &str),
    by: AccountId,
) -> Saved<AppliedRoster> {
    let mut w = store.write().await.expect("a write");
    let now = w.learners(scope).await.expect("read");
    let mut next = i64::from(upon) * 10_000 + scope.ccn().as_str().parse::<i64>().expect("digits") * 100_000;
    let change = compare(&now, &file(people), true).settled(NumbersSay::Others);
    let touched = apply(&now, &change, day(on), || {
        next += 1;
        LearnerId(next)
    });
    let counts = json!({ "touched": touched.len() });
    let saved = w.apply_roster(scope, &touched, upon, &counts, ("Ann Lee, administrator", by), at(0)).await;
    w.commit().await.expect("kept");
    saved.expect("applied")
}

async fn by_number(store: &Store, scope: HospitalScope, number: &str) -> Learner {
    let all = read(store).await.learners(scope).await.expect("read");
    all.into_iter().find(|l| l.person.number == number).expect("on the roster")
}

fn did(learner: LearnerId, lesson: &str, on: &str, how: CompletionHow) -> Completion {
    Completion { learner, lesson: LessonId::new(lesson), done_on: day(on), how, by: "Ann Lee".to_owned() }
}

#[tokio::test]
async fn a_roster_comes_in_and_what_differs_is_changed() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    assert_eq!(read(&store).await.applied_roster(ours).await.expect("read"), None);
    let mut plain = person("2", "Bo Ray");
    (plain.email, plain.started_on, plain.department) = (None, None, String::new());
    let Saved::Kept(first) =
        put(&store, ours, &[person("001", "Cy Poe"), plain.clone()], (0, "2026-03-01"), by).await
    else {
        panic!("first")
    };
    assert_eq!((first.version, first.by.as_str()), (1, "Ann Lee, administrator"));
    let all = read(&store).await.learners(ours).await.expect("read");
    assert_eq!(
        all.iter().map(|l| l.person.clone()).collect::<Vec<_>>(),
        [person("001", "Cy Poe"), plain.clone()]
    );
    assert_eq!(all[0].packs_since[&PackId::new("clinical")], day("2026-03-01"));

    plain.packs = [PackId::new("everyone")].into();
    assert!(matches!(
        put(&store, ours, &[person("1", "Cy Poe"), plain.clone()], (1, "2026-04-01"), by).await,
        Saved::Kept(_)
    ));
    let bo = by_number(&store, ours, "2").await;
    assert_eq!((bo.person, bo.listed_on, bo.packs_since.len()), (plain, day("2026-03-01"), 1));
    let same = by_number(&store, ours, "001").await;
    assert_eq!(same.id, all[0].id, "a number that lost its zeros is the same person");

    let mut r = read(&store).await;
    assert_eq!(r.learners(theirs).await.expect("read"), [], "each hospital has its own alone");
    assert_eq!(r.learner(theirs, same.id).await.expect("read"), None);
    assert_eq!(r.learner(ours, same.id).await.expect("read"), Some(same));
    assert_eq!(r.hospitals_with_learners().await.expect("read"), [ours.ccn()]);
}

#[tokio::test]
async fn of_two_who_apply_a_roster_at_once_the_second_is_told() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    assert_eq!(put(&store, ours, &[person("1", "Cy Poe")], (1, "2026-03-01"), by).await, Saved::Unknown);
    let Saved::Kept(first) = put(&store, ours, &[person("1", "Cy Poe")], (0, "2026-03-01"), by).await else {
        panic!("first")
    };
    assert_eq!(
        put(&store, ours, &[person("2", "Bo Ray")], (0, "2026-03-01"), by).await,
        Saved::Conflict(first)
    );
    let all = read(&store).await.learners(ours).await.expect("read");
    assert_eq!((all.len(), all[0].left_on), (1, None), "nothing of the second was kept");
}

#[tokio::test]
async fn who_leaves_is_closed_and_comes_back_as_the_same_person() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let two = [person("1", "Cy Poe"), person("2", "Bo Ray")];
    put(&store, ours, &two, (0, "2026-03-01"), by).await;
    let bo = by_number(&store, ours, "2").await;
    let mut w = store.write().await.expect("a write");
    w.issue_learner_links(ours, &[(bo.id, "d1".to_owned())], Some(by), at(0)).await.expect("kept");
    let done = [did(bo.id, "report-it", "2026-03-02", CompletionHow::Answered)];
    w.record_completions(ours, &done, None, at(0)).await.expect("kept");
    w.commit().await.expect("kept");

    put(&store, ours, &two[..1], (1, "2026-04-01"), by).await;
    let gone = by_number(&store, ours, "2").await;
    assert_eq!((gone.id, gone.left_on), (bo.id, Some(day("2026-04-01"))));
    let mut r = read(&store).await;
    assert_eq!(r.learner_by_link("d1").await.expect("read"), LearnerLink::Ended { at: at(0) });
    assert_eq!(r.completions(ours).await.expect("read"), done, "what was done stays");
    drop(r);
    let mut w = store.write().await.expect("a write");
    let none =
        w.issue_learner_links(ours, &[(bo.id, "d2".to_owned())], Some(by), at(1)).await.expect("asked");
    assert_eq!(none, 0, "who left gets no link");
    drop(w);

    put(&store, ours, &two, (2, "2026-05-01"), by).await;
    let back = by_number(&store, ours, "2").await;
    assert_eq!((back.id, back.left_on, back.listed_on), (bo.id, None, day("2026-05-01")));
    assert_eq!(read(&store).await.completions_of(ours, bo.id).await.expect("read"), done);
    assert_eq!(
        read(&store).await.learner_by_link("d1").await.expect("read"),
        LearnerLink::Ended { at: at(0) }
    );
}

#[tokio::test]
async fn another_address_ends_what_was_mailed_and_whoever_comes_back_is_invited_anew() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let mut two = [person("1", "Cy Poe"), person("2", "Bo Ray")];
    put(&store, ours, &two, (0, "2026-03-01"), by).await;
    let (cy, bo) = (by_number(&store, ours, "1").await.id, by_number(&store, ours, "2").await.id);
    let mut w = store.write().await.expect("a write");
    let mailed = [(cy, "mailed-cy".to_owned()), (bo, "mailed-bo".to_owned())];
    w.issue_learner_links(ours, &mailed, Some(by), at(0)).await.expect("kept");
    w.issue_badge_links(ours, &[(cy, "badge-cy".to_owned())], Some(by), at(0)).await.expect("kept");
    for one in [cy, bo] {
        w.note_mailed(ours, one, day("2026-03-01")).await.expect("noted");
    }
    w.commit().await.expect("kept");
    let is_good = async |token: &str| {
        let link = read(&store).await.learner_by_link(token).await.expect("read");
        matches!(link, LearnerLink::Good { .. })
    };
    let mailed =
        async || read(&store).await.last_mailed(ours).await.expect("read").into_keys().collect::<Vec<_>>();

    // Another department changes nothing about links.
    two[0].department = "ED".to_owned();
    put(&store, ours, &two, (1, "2026-04-01"), by).await;
    assert!(is_good("mailed-cy").await && mailed().await.len() == 2);

    two[0].email = EmailAddress::parse("cy.poe@fixture.example").ok();
    put(&store, ours, &two, (2, "2026-04-02"), by).await;
    assert!(!is_good("mailed-cy").await, "it may have gone to a stranger");
    assert!(is_good("badge-cy").await && is_good("mailed-bo").await);
    assert_eq!(mailed().await, [bo], "nobody wrote to the new address yet");

    put(&store, ours, &two[..1], (3, "2026-05-01"), by).await;
    put(&store, ours, &two, (4, "2026-06-01"), by).await;
    assert!(!is_good("mailed-bo").await, "what ended stays so");
    assert_eq!(mailed().await, [], "who comes back is invited anew");
}

#[tokio::test]
async fn a_number_used_again_is_another_person_and_both_keep_what_they_did() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let (ann, bo) = (person("1", "Ann Lee"), StaffMember { email: None, ..person("001", "Bo Ray") });
    put(&store, ours, std::slice::from_ref(&ann), (0, "2026-03-01"), by).await;
    let first = by_number(&store, ours, "1").await.id;
    let mut w = store.write().await.expect("a write");
    let done = [did(first, "report-it", "2026-03-02", CompletionHow::Answered)];
    w.record_completions(ours, &done, None, at(0)).await.expect("kept");
    w.commit().await.expect("kept");

    put(&store, ours, std::slice::from_ref(&bo), (1, "2026-04-01"), by).await;
    let all = read(&store).await.learners(ours).await.expect("read");
    let said = |all: &[Learner]| {
        let mut said: Vec<String> =
            all.iter().map(|l| format!("{} {} {}", l.person.number, l.person.name, l.is_listed())).collect();
        said.sort();
        said.join(", ")
    };
    assert_eq!(said(&all), "001 Bo Ray true, 1 Ann Lee false");
    let mut r = read(&store).await;
    assert_eq!(r.completions_of(ours, first).await.expect("read"), done, "what she did stays hers");
    assert_eq!(r.completions(ours).await.expect("read").len(), 1);
    drop(r);

    // He leaves, and she comes back under the number that was hers.
    put(&store, ours, &[person("9", "Cy Poe")], (2, "2026-05-01"), by).await;
    put(&store, ours, &[ann, person("9", "Cy Poe")], (3, "2026-06-01"), by).await;
    let all = read(&store).await.learners(ours).await.expect("read");
    assert_eq!(said(&all), "001 Bo Ray false, 1 Ann Lee true, 9 Cy Poe true");
    assert_eq!(by_number(&store, ours, "1").await.id, first);
}

#[tokio::test]
async fn what_was_done_is_kept_once_however_often_it_is_told() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    put(&store, ours, &[person("1", "Cy Poe")], (0, "2026-03-01"), by).await;
    put(&store, theirs, &[person("1", "Di Fox")], (0, "2026-03-01"), by).await;
    let (cy, di) = (by_number(&store, ours, "1").await.id, by_number(&store, theirs, "1").await.id);
    let lms = |name: &str| CompletionHow::OtherSystem { name: name.to_owned() };
    let told = [
        did(cy, "report-it", "2026-03-02", CompletionHow::SignInSheet),
        did(cy, "report-it", "2026-03-02", lms("County LMS")),
        did(cy, "report-it", "2026-03-03", CompletionHow::SignInSheet),
        did(di, "report-it", "2026-03-02", CompletionHow::SignInSheet),
    ];
    let mut w = store.write().await.expect("a write");
    let first = w.record_completions(ours, &told, Some(by), at(0)).await.expect("kept");
    assert_eq!(first, Recorded { n_new: 3, n_known: 0, strangers: vec![di] });
    let again = w.record_completions(ours, &told[..3], Some(by), at(1)).await.expect("kept");
    assert_eq!(again, Recorded { n_new: 0, n_known: 3, strangers: vec![] });
    w.commit().await.expect("kept");
    let mut r = read(&store).await;
    assert_eq!(r.completions(ours).await.expect("read"), told[..3]);
    assert_eq!(r.completions_of(ours, cy).await.expect("read"), told[..3]);
    assert_eq!(r.completions_of(theirs, cy).await.expect("read"), [], "another hospital's");
    assert_eq!(r.completions(theirs).await.expect("read"), []);
}

#[tokio::test]
async fn what_was_recorded_by_mistake_is_withdrawn_for_good_and_may_be_told_anew() {
    let (dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    put(&store, ours, &[person("1", "Cy Poe")], (0, "2026-03-01"), by).await;
    let cy = by_number(&store, ours, "1").await.id;
    let lms = |name: &str| CompletionHow::OtherSystem { name: name.to_owned() };
    let sheet = did(cy, "report-it", "2026-03-02", CompletionHow::SignInSheet);
    let others = [
        did(cy, "report-it", "2026-03-02", lms("County LMS")),
        did(cy, "report-it", "2026-03-03", CompletionHow::SignInSheet),
        did(cy, "passwords", "2026-03-02", CompletionHow::SignInSheet),
    ];
    let mut w = store.write().await.expect("a write");
    w.record_completions(ours, std::slice::from_ref(&sheet), Some(by), at(0)).await.expect("kept");
    w.record_completions(ours, &others, Some(by), at(0)).await.expect("kept");
    let who = ("Ann Lee, Hospital IT", by);
    let never = did(cy, "report-it", "2026-03-02", CompletionHow::Answered);
    for (scope, mistake) in [(theirs, &sheet), (ours, &never)] {
        assert!(!w.withdraw_completion(scope, mistake, "Wrong line.", who, at(1)).await.expect("asked"));
    }
    assert!(w.withdraw_completion(ours, &sheet, "Wrong line.", who, at(1)).await.expect("withdrawn"));
    assert!(!w.withdraw_completion(ours, &sheet, "Again.", who, at(2)).await.expect("asked"), "once");
    w.commit().await.expect("kept");

    let withdrawn = WithdrawnCompletion {
        completion: sheet.clone(),
        at: at(1),
        by: "Ann Lee, Hospital IT".to_owned(),
        why: "Wrong line.".to_owned(),
    };
    let mut r = read(&store).await;
    assert_eq!(r.completions(ours).await.expect("read"), others);
    assert_eq!(r.completions_of(ours, cy).await.expect("read"), others);
    assert_eq!(r.withdrawn_completions_of(ours, cy).await.expect("read"), std::slice::from_ref(&withdrawn));
    assert_eq!(r.withdrawn_completions_of(theirs, cy).await.expect("read"), []);
    drop(r);
    let file =
        sqlx::sqlite::SqliteConnectOptions::new().filename(dir.path().join("data").join(DATABASE_FILE));
    let mut connection = file.connect().await.expect("a connection");
    let back = "UPDATE completion SET withdrawn_at_ms = NULL, withdrawn_why = NULL, withdrawn_by_name = NULL
        WHERE withdrawn_at_ms IS NOT NULL";
    let refused = sqlx::query(AssertSqlSafe(back)).execute(&mut connection).await.expect_err("refused");
    assert!(refused.to_string().contains("stays so"), "{refused}");
    connection.close().await.expect("closes");

    // The same may be told anew, is kept once again, and may be a mistake again. A backup has all of it.
    let mut w = store.write().await.expect("a write");
    for n_new in [1, 0] {
        let told = w.record_completions(ours, std::slice::from_ref(&sheet), Some(by), at(3)).await;
        assert_eq!(told.expect("kept").n_new, n_new);
    }
    assert!(w.withdraw_completion(ours, &sheet, "Wrong again.", who, at(4)).await.expect("withdrawn"));
    w.commit().await.expect("kept");
    let copy = dir.path().join("copy.db");
    store.backup(&copy).await.expect("a backup");
    store.restore(&copy, "operator", NOW).await.expect("restored");
    let mut r = read(&store).await;
    let again = WithdrawnCompletion { at: at(4), why: "Wrong again.".to_owned(), ..withdrawn.clone() };
    assert_eq!(r.withdrawn_completions_of(ours, cy).await.expect("read"), [withdrawn, again]);
    assert_eq!(r.completions(ours).await.expect("read"), others);
}

#[tokio::test]
async fn answers_so_far_stay_until_the_lesson_is_done() {
    let (_dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    put(&store, ours, &[person("1", "Cy Poe")], (0, "2026-03-01"), by).await;
    let cy = by_number(&store, ours, "1").await.id;
    let (report, money) = (LessonId::new("report-it"), LessonId::new("money-call-back"));
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.lesson_so_far(ours, cy, &report).await.expect("read"), Vec::<bool>::new());
    assert!(
        !w.keep_lesson_so_far(theirs, cy, &report, &[true], at(0)).await.expect("asked"),
        "another hospital's"
    );
    assert!(w.keep_lesson_so_far(ours, cy, &report, &[true, false, false], at(0)).await.expect("kept"));
    assert!(w.keep_lesson_so_far(ours, cy, &report, &[true, false, true], at(1)).await.expect("kept"));
    assert!(w.keep_lesson_so_far(ours, cy, &money, &[false, false, true], at(1)).await.expect("kept"));
    assert_eq!(w.lesson_so_far(ours, cy, &report).await.expect("read"), [true, false, true]);
    assert_eq!(w.lesson_so_far(theirs, cy, &report).await.expect("read"), Vec::<bool>::new());
    let done = [did(cy, "report-it", "2026-03-02", CompletionHow::Answered)];
    w.record_completions(ours, &done, None, at(2)).await.expect("kept");
    assert_eq!(w.lesson_so_far(ours, cy, &report).await.expect("read"), Vec::<bool>::new());
    assert_eq!(w.lesson_so_far(ours, cy, &money).await.expect("read"), [false, false, true]);
}

#[tokio::test]
async fn a_link_is_of_one_person_until_it_is_ended() {
    let (dir, store, by) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    put(&store, ours, &[person("1", "Cy Poe"), person("2", "Bo Ray")], (0, "2026-03-01"), by).await;
    let (cy, bo) = (by_number(&store, ours, "1").await.id, by_number(&store, ours, "2").await.id);
    let mut w = store.write().await.expect("a write");
    let links = [(cy, "a1".to_owned()), (bo, "b1".to_owned()), (LearnerId(5), "x1".to_owned())];
    assert_eq!(w.issue_learner_links(theirs, &links, Some(by), at(0)).await.expect("asked"), 0);
    assert_eq!(w.issue_learner_links(ours, &links, Some(by), at(0)).await.expect("kept"), 2);
    w.issue_learner_links(ours, &[(cy, "a2".to_owned())], None, at(1)).await.expect("kept");
    assert_eq!(w.learner_links(ours).await.expect("read"), [(cy, at(1)), (bo, at(0))].into());
    let good = LearnerLink::Good { ccn: ours.ccn(), learner: cy, made_at: at(0) };
    assert_eq!(
        w.learner_by_link("a1").await.expect("read"),
        good,
        "one mailed and one on a badge are both good"
    );
    assert_eq!(w.learner_by_link("a9").await.expect("read"), LearnerLink::Unknown);
    assert_eq!(w.end_learner_links(theirs, Some(cy), at(2)).await.expect("asked"), 0);
    assert_eq!(w.end_learner_links(ours, Some(cy), at(2)).await.expect("ended"), 2);
    assert_eq!(w.learner_by_link("a2").await.expect("read"), LearnerLink::Ended { at: at(2) });
    assert_eq!(w.end_learner_links(ours, None, at(3)).await.expect("ended"), 1);
    assert_eq!(w.learner_links(ours).await.expect("read"), [].into());
    w.commit().await.expect("kept");

    // Ended links are forgotten once nobody needs to be told of them; those in force never are.
    let mut w = store.write().await.expect("a write");
    w.issue_learner_links(ours, &[(cy, "a3".to_owned())], None, at(3)).await.expect("kept");
    assert_eq!(w.sweep(at(30).as_millisecond(), at(2).as_millisecond()).await.expect("swept"), 2);
    assert_eq!(w.learner_by_link("a1").await.expect("read"), LearnerLink::Unknown);
    assert_eq!(w.learner_by_link("b1").await.expect("read"), LearnerLink::Ended { at: at(3) });
    assert!(matches!(w.learner_by_link("a3").await.expect("read"), LearnerLink::Good { .. }));
    w.commit().await.expect("kept");

    // As a backup has them, so they are afterwards.
    let copy = dir.path().join("copy.db");
    store.backup(&copy).await.expect("a backup");
    put(&store, ours, &[person("2", "Bo Ray")], (1, "2026-04-01"), by).await;
    store.restore(&copy, "operator", NOW).await.expect("restored");
    assert!(matches!(
        read(&store).await.learner_by_link("a3").await.expect("read"),
        LearnerLink::Good { .. }
    ));
    assert_eq!(by_number(&store, ours, "1").await.left_on, None);
}

#[tokio::test]
async fn nothing_is_rewritten_and_all_moves_with_its_hospital() {
    let (dir, store, by) = begin().await;
    let (old, new) = (scope("991301"), scope("991302"));
    put(&store, old, &[person("1", "Cy Poe")], (0, "2026-03-01"), by).await;
    let cy = by_number(&store, old, "1").await.id;
    let mut w = store.write().await.expect("a write");
    let done = [did(cy, "report-it", "2026-03-02", CompletionHow::Class)];
    w.record_completions(old, &done, Some(by), at(0)).await.expect("kept");
    w.issue_learner_links(old, &[(cy, "a1".to_owned())], Some(by), at(0)).await.expect("kept");
    w.commit().await.expect("kept");
    let file =
        sqlx::sqlite::SqliteConnectOptions::new().filename(dir.path().join("data").join(DATABASE_FILE));
    let mut connection = file.connect().await.expect("a connection");
    for (sql, table) in [
        ("UPDATE completion SET done_on = '2026-01-01'", "completion"),
        ("DELETE FROM completion", "completion"),
        ("DELETE FROM learner", "learner"),
        ("UPDATE staff_roster_change SET by_name = ''", "staff_roster_change"),
        ("DELETE FROM staff_roster_change", "staff_roster_change"),
    ] {
        let refused = sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect_err("refused");
        assert!(refused.to_string().contains(&format!("rows of {table} are only added")), "{sql}: {refused}");
    }
    connection.close().await.expect("closes");
    let mut w = store.write().await.expect("a write");
    assert!(w.renumber_hospital(old, new, by, Date::constant(2026, 9, 1), NOW).await.expect("moved"));
    w.commit().await.expect("kept");
    let mut r = read(&store).await;
    assert_eq!(r.learners(old).await.expect("read"), []);
    assert_eq!(r.learners(new).await.expect("read").len(), 1);
    assert_eq!(r.completions(new).await.expect("read"), done);
    assert_eq!(r.applied_roster(new).await.expect("read").map(|a| a.version), Some(1));
    let LearnerLink::Good { ccn, .. } = r.learner_by_link("a1").await.expect("read") else { panic!("good") };
    assert_eq!(ccn, new.ccn(), "a badge that hangs round somebody's neck goes on");
}

#[tokio::test]
async fn a_roster_of_the_most_people_is_applied_in_one_go() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let people: Vec<StaffMember> =
        (0..5_000).map(|n| person(&n.to_string(), &format!("Person {n}"))).collect();
    assert!(matches!(put(&store, ours, &people, (0, "2026-03-01"), by).await, Saved::Kept(_)));
    assert!(matches!(put(&store, ours, &people[..2_500], (1, "2026-03-02"), by).await, Saved::Kept(_)));
    let all = read(&store).await.learners(ours).await.expect("read");
    assert_eq!((all.len(), all.iter().filter(|l| l.is_listed()).count()), (5_000, 2_500));
}
