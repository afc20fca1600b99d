//! The story of what learners show to others: issued once, checked by anybody who holds it, taken back for good, and moved with the
//! hospital to a new number.

use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, PackId};
use holdfast_core::decide::badge::{
    BadgeKey, CertificateBody, CertificateLesson, Feat, PLACES, Place, TakenBack,
};
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, LearnerId};
use holdfast_store::nouns::*;
use holdfast_store::{KeptBadge, OpenOptions, Store, Write};
use jiff::Timestamp;
use serde_json::json;

const NOW: i64 = 1_790_000_000_000;

fn at() -> Timestamp {
    Timestamp::from_millisecond(NOW).expect("a moment")
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

fn badge(id: &str, learner: i64, place: u32) -> KeptBadge {
    KeptBadge {
        id: format!("urn:uuid:{id}"),
        learner: LearnerId(learner),
        feat: Feat::Pack(PackId::new("clinical")),
        earned_on: day("2026-02-01"),
        until: Some(day("2026-05-21")),
        language: Language::Spanish,
        place: Place { list: 0, index: place },
        body: json!({ "id": id }),
        issued_at: at(),
        taken_back: None,
    }
}

fn taken() -> TakenBack {
    TakenBack { on: day("2026-03-05"), why: "Recorded for the wrong person.".to_owned() }
}

#[tokio::test]
async fn a_badge_is_kept_read_by_its_learner_and_taken_back_once() {
    let (_dir, store, by) = begin().await;
    let (ours, other) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    let (one, two) = (badge("one", 5, 7), badge("two", 6, 8));
    w.add_badge(ours, &one).await.expect("kept");
    w.add_badge(ours, &two).await.expect("kept");
    assert!(w.add_badge(ours, &badge("three", 5, 8)).await.is_err(), "one place is one badge's");
    assert_eq!(w.badges_of(ours, LearnerId(5)).await.expect("read"), std::slice::from_ref(&one));
    assert_eq!(w.badges(ours).await.expect("read").len(), 2);
    assert_eq!(w.badges(other).await.expect("read"), [], "another hospital's are not seen");
    assert_eq!(w.badge_record(&one.id).await.expect("read"), Some(None));
    assert_eq!(w.badge_record("urn:uuid:nobody").await.expect("read"), None);

    assert!(!w.take_badge_back(other, &one.id, &taken(), by).await.expect("asked"), "not theirs to take");
    assert!(w.take_badge_back(ours, &one.id, &taken(), by).await.expect("taken"));
    assert!(!w.take_badge_back(ours, &one.id, &taken(), by).await.expect("asked"), "taken back once");
    assert_eq!(w.badge_record(&one.id).await.expect("read"), Some(Some(taken())));
    assert_eq!(w.places_taken_back(0).await.expect("read"), [7]);
    assert_eq!(w.places_taken_back(1).await.expect("read"), [0u32; 0]);
}

#[tokio::test]
async fn a_badge_taken_back_is_taken_back_in_both_languages() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let english = KeptBadge { language: Language::English, ..badge("one", 5, 7) };
    let endless = KeptBadge { until: None, ..badge("two", 5, 8) };
    let also_endless = KeptBadge { until: None, language: Language::English, ..badge("three", 5, 9) };
    let later = KeptBadge { earned_on: day("2026-02-02"), ..badge("four", 5, 10) };
    let other_feat = KeptBadge { feat: Feat::Lab(LessonId::new("report-it")), ..badge("five", 5, 11) };
    let mut w = store.write().await.expect("a write");
    for kept in [&english, &badge("spanish", 5, 12), &endless, &also_endless, &later, &other_feat] {
        w.add_badge(ours, kept).await.expect("kept");
    }
    w.add_badge(ours, &badge("theirs", 6, 13)).await.expect("kept");
    w.add_badge(scope("991302"), &badge("elsewhere", 5, 14)).await.expect("kept");
    assert!(w.take_badge_back(ours, &english.id, &taken(), by).await.expect("taken"));
    assert_eq!(w.places_taken_back(0).await.expect("read"), [7, 12]);
    assert!(!w.take_badge_back(ours, "urn:uuid:spanish", &taken(), by).await.expect("asked"), "with it");
    assert!(w.take_badge_back(ours, &endless.id, &taken(), by).await.expect("taken"));
    assert_eq!(w.places_taken_back(0).await.expect("read"), [7, 8, 9, 12]);
}

#[tokio::test]
async fn a_certificate_taken_back_takes_those_that_share_a_lesson_with_it() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let mut w = store.write().await.expect("a write");
    for (digest, learner, lessons) in [
        ("wrong", 5, &["report-it:2026-02-01"][..]),
        ("later", 5, &["report-it:2026-02-01", "passwords:2026-02-03"]),
        ("anew", 5, &["report-it:2026-02-09"]),
        ("other", 6, &["report-it:2026-02-01"]),
    ] {
        let lesson = |text: &&str| {
            let (id, on) = text.split_once(':').expect("an id and a day");
            CertificateLesson { lesson: LessonId::new(id), name: id.to_owned(), done_on: day(on) }
        };
        let body = CertificateBody {
            name: "Bea Ray".to_owned(),
            hospital: "Fixture Memorial Hospital".to_owned(),
            lessons: lessons.iter().map(lesson).collect(),
            issued_on: day("2026-03-02"),
            language: Language::English,
        };
        w.add_certificate(ours, digest, LearnerId(learner), &body, at()).await.expect("kept");
    }
    assert!(!w.take_certificate_back(scope("991302"), "wrong", &taken(), by).await.expect("not theirs"));
    assert!(w.take_certificate_back(ours, "wrong", &taken(), by).await.expect("taken"));
    assert!(!w.take_certificate_back(ours, "later", &taken(), by).await.expect("with it"));
    for (digest, is_taken) in [("wrong", true), ("later", true), ("anew", false), ("other", false)] {
        let kept = w.certificate_by_code(digest).await.expect("read").expect("kept");
        assert_eq!(kept.taken_back.is_some(), is_taken, "{digest}");
    }
    // With a lesson that was withdrawn goes the paper that says it, and no other.
    let lesson = LessonId::new("report-it");
    let take = async |w: &mut Write, scope, digest: &str| {
        w.take_certificate_back_for(scope, digest, &lesson, &taken(), by).await.expect("asked")
    };
    assert!(!take(&mut w, scope("991302"), "other").await, "not theirs");
    assert!(take(&mut w, ours, "other").await);
    assert!(!take(&mut w, ours, "other").await, "once");
    for (digest, wrong) in [("other", Some(&lesson)), ("wrong", None), ("anew", None)] {
        let kept = w.certificate_by_code(digest).await.expect("read").expect("kept");
        assert_eq!(kept.wrong_lesson.as_ref(), wrong, "{digest}");
    }
    let of = w.certificates_of(ours, LearnerId(5)).await.expect("read");
    assert_eq!(of.len(), 3);
    assert_eq!(w.certificates_of(scope("991302"), LearnerId(5)).await.expect("read"), []);
}

#[tokio::test]
async fn places_are_drawn_and_none_is_given_twice() {
    let (_dir, store, _) = begin().await;
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.free_place(&[9, 10]).await.expect("read"), Some(Place { list: 0, index: 9 }));
    w.add_badge(scope("991301"), &badge("one", 5, 9)).await.expect("kept");
    assert_eq!(w.free_place(&[9, 10]).await.expect("read"), Some(Place { list: 0, index: 10 }));
    assert_eq!(w.free_place(&[9]).await.expect("read"), None);
    assert_eq!(w.free_place(&[PLACES]).await.expect("read"), None, "past the end there is none");
}

#[tokio::test]
async fn a_key_is_known_once_and_believed_until_it_is_withdrawn() {
    let (_dir, store, _) = begin().await;
    let mut w = store.write().await.expect("a write");
    let key = BadgeKey { id: "k1".to_owned(), x: "x".to_owned(), y: "y".to_owned() };
    assert!(w.add_badge_key(&key, at()).await.expect("kept"));
    assert!(!w.add_badge_key(&key, at()).await.expect("known"));
    assert!(!w.badge_keys().await.expect("read")[0].is_withdrawn);
    assert!(w.withdraw_badge_key("k1", at()).await.expect("withdrawn"));
    assert!(!w.withdraw_badge_key("k1", at()).await.expect("once"));
    assert!(!w.withdraw_badge_key("other", at()).await.expect("none"));
    assert!(w.badge_keys().await.expect("read")[0].is_withdrawn);
}

#[tokio::test]
async fn a_certificate_is_found_by_its_code_alone_and_goes_with_its_hospital() {
    let (_dir, store, by) = begin().await;
    let ours = scope("991301");
    let lesson = CertificateLesson {
        lesson: LessonId::new("report-it"),
        name: "Report it".to_owned(),
        done_on: day("2026-02-01"),
    };
    let body = CertificateBody {
        name: "Bea Ray".to_owned(),
        hospital: "Fixture Memorial Hospital".to_owned(),
        lessons: vec![lesson],
        issued_on: day("2026-03-02"),
        language: Language::English,
    };
    let mut w = store.write().await.expect("a write");
    w.add_certificate(ours, "digest", LearnerId(5), &body, at()).await.expect("kept");
    assert!(
        w.add_certificate(ours, "digest", LearnerId(6), &body, at()).await.is_err(),
        "one code, one paper"
    );
    w.commit().await.expect("kept");

    let mut w = store.write().await.expect("a write");
    let kept = w.certificate_by_code("digest").await.expect("read").expect("kept");
    assert_eq!((kept.body, kept.taken_back), (body, None));
    assert_eq!(w.certificate_by_code("other").await.expect("read"), None);
    w.add_badge(ours, &badge("one", 5, 7)).await.expect("kept");
    let to = scope("991399");
    assert!(w.renumber_hospital(ours, to, by, day("2026-04-01"), NOW).await.expect("moved"));
    assert_eq!(w.certificates(ours).await.expect("read"), []);
    assert_eq!(w.badges(to).await.expect("read").len(), 1);
    assert!(w.take_certificate_back(to, "digest", &taken(), by).await.expect("taken"));
    assert!(!w.take_certificate_back(to, "digest", &taken(), by).await.expect("once"));
    let kept = w.certificate_by_code("digest").await.expect("read").expect("kept");
    assert_eq!(kept.taken_back, Some(taken()));
}
