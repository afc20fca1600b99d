//! Badges earned, said and judged.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::Date;
use crate::catalog::{
    Bilingual, LabProof, Language, Lesson, LessonId, LessonKind, Lessons, MeasureId, Pack, PackId, Provenance,
};
use crate::model::{Completion, CompletionHow, LearnerId};

fn lesson(id: &str, kind: LessonKind) -> Lesson {
    let both = |text: &str| Bilingual::new(text, format!("{text} (es)"));
    Lesson {
        number: id.to_uppercase(),
        name: both(&format!("Lesson {id}")),
        behaviour: both("Do it."),
        proof: (kind == LessonKind::Lab)
            .then(|| LabProof { measure: MeasureId::new("m"), hand_in: both("A list.") }),
        ..crate::decide::made_up::lesson(id, kind)
    }
}

fn pack(id: &str, lessons: &[&str]) -> Pack {
    let both = |text: &str| Bilingual::new(text, format!("{text} (es)"));
    Pack {
        id: PackId::new(id),
        name: both(id),
        who: both("People."),
        lessons: lessons.iter().copied().map(LessonId::new).collect(),
        first_due_days: 14,
        retest_days: 140,
        labs_due_days: None,
        provenance: Provenance { source: "made up".to_owned(), verified_on: None },
    }
}

fn made_up() -> Lessons {
    let lessons = ["f1", "f2"].map(|id| lesson(id, LessonKind::Frontline));
    let labs = [lesson("l1", LessonKind::Lab)];
    let packs = vec![pack("all", &["f1", "f2"]), pack("it", &["f1", "l1"]), pack("bare", &["l1"])];
    Lessons { lessons: lessons.into_iter().chain(labs).collect(), packs }
}

fn done(lesson: &str, on: Date) -> Completion {
    Completion {
        learner: LearnerId(1),
        lesson: LessonId::new(lesson),
        done_on: on,
        how: CompletionHow::Answered,
        by: "the learner".to_owned(),
    }
}

#[track_caller]
fn check(packs: &[&str], did: &[(&str, &str)], as_of: &str, expect: &str) {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let did: Vec<Completion> = did.iter().map(|(lesson, on)| done(lesson, day(on))).collect();
    let packs: BTreeSet<PackId> = packs.iter().copied().map(PackId::new).collect();
    let said: Vec<String> = earned(&made_up(), &packs, &did, day(as_of))
        .iter()
        .map(|e| {
            let until = e.until.map_or("for good".to_owned(), |day| format!("until {day}"));
            format!("{} on {} {until}", e.achievement.feat, e.on)
        })
        .collect();
    assert_eq!(said.join(", "), expect);
}

#[test]
fn a_badge_is_earned_when_all_its_lessons_are_in_force() {
    check(&["all"], &[], "2026-03-02", "");
    check(&["all"], &[("f1", "2026-01-01")], "2026-03-02", "");
    let both = [("f1", "2026-01-01"), ("f2", "2026-02-01")];
    check(&["all"], &both, "2026-03-02", "pack-all on 2026-02-01 until 2026-05-21");
    check(&["all"], &both, "2026-05-21", "pack-all on 2026-02-01 until 2026-05-21");
    check(&["all"], &both, "2026-05-22", "");
    check(&["all"], &both, "2026-01-31", "");
    // Done again, the first lesson counts from its newer day.
    let again = [("f1", "2026-01-01"), ("f2", "2026-02-01"), ("f1", "2026-05-20")];
    check(&["all"], &again, "2026-05-22", "pack-all on 2026-05-20 until 2026-06-21");
}

#[test]
fn a_lab_is_its_own_badge_and_no_part_of_a_pack() {
    check(&["bare"], &[("l1", "2026-01-01")], "2030-01-01", "lab-l1 on 2026-01-01 for good");
    check(&["it"], &[("f1", "2026-01-01")], "2026-01-02", "pack-it on 2026-01-01 until 2026-05-21");
    check(&[], &[("f1", "2026-01-01"), ("f2", "2026-01-01")], "2026-01-02", "");
    assert_eq!(achievements(&made_up()).len(), 3, "a pack of labs alone has no badge");
}

/// Whether the badge of `all`, as these earned it, rests on the first of them.
#[track_caller]
fn check_rests(did: &[(&str, &str)], as_of: &str, is_resting: bool) {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let did: Vec<Completion> = did.iter().map(|(lesson, on)| done(lesson, day(on))).collect();
    let found = earned(&made_up(), &[PackId::new("all")].into(), &did, day(as_of));
    let badge = found.iter().find(|one| one.achievement.feat == Feat::Pack(PackId::new("all")));
    let badge = badge.expect("the badge of the pack");
    let days = (badge.on, badge.until);
    assert_eq!(badge.achievement.rests_on(days, &did[0], &did[1..]), is_resting, "{did:?}");
}

#[test]
fn a_badge_falls_with_a_lesson_it_rests_on_and_not_with_another() {
    let (f2, late) = (("f2", "2026-02-01"), "2026-03-02");
    check_rests(&[("f1", "2026-01-01"), f2], late, true);
    check_rests(&[("f1", "2026-01-01"), ("f1", "2026-01-01"), f2], late, false);
    check_rests(&[f2, ("f1", "2026-01-01"), ("f2", "2026-01-20")], late, true);
    check_rests(&[("f1", "2026-01-20"), ("f1", "2026-01-01"), f2], late, true);
    check_rests(&[("f1", "2026-01-01"), ("f1", "2026-01-20"), f2], late, false);
    check_rests(&[("l1", "2026-01-20"), ("f1", "2026-01-20"), f2], late, false);
    let lab = achievement(&made_up(), &Feat::Lab(LessonId::new("l1"))).expect("a lab");
    let (old, new) = (done("l1", date(2026, 1, 1)), done("l1", date(2026, 2, 1)));
    assert!(lab.rests_on((new.done_on, None), &new, std::slice::from_ref(&old)));
    assert!(!lab.rests_on((new.done_on, None), &old, std::slice::from_ref(&new)));
    assert!(!lab.rests_on((old.done_on, None), &new, std::slice::from_ref(&old)), "done since");
}

#[test]
fn what_a_badge_is_for_reads_back_by_its_key() {
    for achievement in achievements(&made_up()) {
        assert_eq!(Feat::from_key(&achievement.feat.to_string()), Some(achievement.feat));
    }
    for other in ["", "pack", "pack-", "lab-", "medal-x"] {
        assert_eq!(Feat::from_key(other), None, "{other}");
    }
    assert_eq!(achievement(&made_up(), &Feat::Lab(LessonId::new("f1"))), None, "a lesson for all is no lab");
}

fn issuer() -> Issuer {
    Issuer { url: "https://portal.example:8443".to_owned(), name: "Holdfast".to_owned() }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn at_second(text: &str) -> i64 {
    at(text).as_second()
}

fn credential(recipient: Recipient, until: Option<Date>) -> Credential {
    Credential {
        id: "urn:uuid:00000000-0000-4000-8000-000000000001".to_owned(),
        subject: "urn:uuid:00000000-0000-4000-8000-000000000002".to_owned(),
        recipient,
        language: Language::English,
        issued_at: at("2026-03-02T12:00:00.25Z"),
        earned_on: date(2026, 2, 1),
        until,
        place: Place { list: 0, index: 94_567 },
    }
}

fn said(until: Option<Date>) -> Value {
    let all = achievement(&made_up(), &Feat::Pack(PackId::new("all"))).expect("a pack");
    payload(&issuer(), &all, &credential(Recipient::mail("ann@fixture.example", "s4lt"), until))
}

#[test]
fn a_credential_says_what_the_standard_asks_and_no_more_of_the_person() {
    let whole = said(Some(date(2026, 5, 21)));
    let json = whole.to_string();
    let at = |path: &str| whole.pointer(path).cloned().unwrap_or_default();
    let home = "https://portal.example:8443/badges";
    let fields: BTreeSet<&str> = whole.as_object().expect("an object").keys().map(String::as_str).collect();
    let expect = [
        "@context",
        "awardedDate",
        "credentialSchema",
        "credentialStatus",
        "credentialSubject",
        "exp",
        "id",
        "iss",
        "issuer",
        "jti",
        "name",
        "nbf",
        "sub",
        "type",
        "validFrom",
        "validUntil",
    ];
    assert_eq!(fields, BTreeSet::from(expect));
    assert_eq!(at("/type"), json!(["VerifiableCredential", "OpenBadgeCredential"]));
    assert_eq!(at("/issuer/id"), format!("{home}/issuer.json"));
    assert_eq!(at("/validFrom"), "2026-03-02T12:00:00Z");
    assert_eq!(at("/nbf"), at_second("2026-03-02T12:00:00Z"));
    assert_eq!(at("/awardedDate"), "2026-02-01T00:00:00Z");
    assert_eq!(at("/validUntil"), "2026-05-22T12:00:00Z");
    assert_eq!(at("/exp"), at_second("2026-05-22T12:00:00Z"));
    assert_eq!(at("/credentialSubject/identifier/0/identityType"), "emailAddress");
    assert_eq!(at("/credentialSubject/achievement/id"), format!("{home}/achievements/pack-all.json"));
    assert_eq!(at("/credentialSubject/achievement/name"), "Security lessons done: all");
    assert_eq!(at("/credentialStatus/id"), format!("{home}/status/0#94567"));
    assert_eq!(at("/credentialStatus/statusListIndex"), "94567");
    for private in ["ann@", "Fixture Memorial", "Nursing"] {
        assert!(!json.contains(private), "{private}");
    }
}

#[test]
fn documents_about_the_issuer_name_every_key() {
    let key = |id: &str| BadgeKey { id: id.to_owned(), x: "eA".to_owned(), y: "eQ".to_owned() };
    let keys = [key("one"), key("two")];
    let did = did_document(&issuer(), &keys);
    assert_eq!(did["id"], "did:web:portal.example%3A8443");
    assert_eq!(
        did["assertionMethod"],
        json!(["did:web:portal.example%3A8443#one", "did:web:portal.example%3A8443#two"])
    );
    assert_eq!(key_set(&keys)["keys"].as_array().map(Vec::len), Some(2));
    let address = issuer().key_address("one");
    assert_eq!(issuer().key_at(&address), Some("one"));
    for other in
        ["https://other.example/badges/keys/one.json", "one", "https://portal.example:8443/badges/keys/one"]
    {
        assert_eq!(issuer().key_at(other), None, "{other}");
    }
    for (address, key) in [
        (address.as_str(), Some("one")),
        ("https://moved.example/badges/keys/one.json", Some("one")),
        ("https://other.example/badges/keys/one", None),
        ("one", None),
    ] {
        assert_eq!(Issuer::key_anywhere(address), key, "{address}");
    }
}

#[test]
fn a_person_is_known_by_the_address_they_tell_and_by_no_other() {
    let ann = Recipient::mail("ann@fixture.example", "s4lt");
    assert_eq!(ann.is_of("ann@fixture.example"), Some(true));
    assert_eq!(ann.is_of("Ann@Fixture.Example"), Some(true), "capitals make no other address");
    assert_eq!(Recipient::mail("Ann@fixture.example", "s4lt"), ann);
    assert_eq!(ann.is_of("bea@fixture.example"), Some(false));
    assert_eq!(Recipient::Name("Ann".to_owned()).is_of("ann@fixture.example"), None);
    assert_ne!(ann, Recipient::mail("ann@fixture.example", "other"), "two badges of one person differ");
}

#[test]
fn a_badge_of_ours_reads_back_and_one_that_contradicts_itself_does_not() {
    let whole = said(Some(date(2026, 5, 21)));
    let read = claims(&whole).expect("a badge");
    assert_eq!(read.issuer, issuer().id());
    assert_eq!(read.until, Some(at("2026-05-22T12:00:00Z")));
    assert_eq!(read.shown, Shown::As(Recipient::mail("ann@fixture.example", "s4lt")));
    let broken = |field: &str, value: Value| {
        let mut payload = whole.clone();
        payload[field] = value;
        claims(&payload).expect_err(field).to_string()
    };
    assert_eq!(broken("type", json!(["VerifiableCredential"])), "it is no Open Badges 3.0 credential");
    assert_eq!(broken("iss", json!("https://other.example")), "`iss` does not say what the credential says");
    assert_eq!(broken("exp", json!(4_000_000_000_i64)), "`exp` does not say what the credential says");
    assert_eq!(broken("nbf", json!("soon")), "`nbf` does not say what the credential says");
    assert_eq!(broken("jti", Value::Null), "`jti` does not say what the credential says");
    assert_eq!(broken("validFrom", json!("soon")), "it lacks `validFrom`");
    assert_eq!(broken("issuer", json!(7)), "it lacks `issuer`");
    let mut endless = said(None);
    assert!(claims(&endless).is_ok());
    endless["exp"] = json!(1);
    assert!(claims(&endless).is_err(), "an end that only the token has is none");
}

#[test]
fn a_badge_holds_only_when_signature_record_and_time_all_say_so() {
    let read = claims(&said(Some(date(2026, 5, 21)))).expect("a badge");
    let ours = issuer().id();
    let now = at("2026-04-01T00:00:00Z");
    let judged = |signature, record, when| judge(&read, &ours, signature, record, when);
    let taken = TakenBack { on: date(2026, 3, 5), why: "Keyed in for the wrong person.".to_owned() };
    assert_eq!(judged(Signature::Holds, Some(None), now), Verdict::Holds);
    assert_eq!(judged(Signature::Holds, Some(Some(taken.clone())), now), Verdict::TakenBack(taken));
    assert_eq!(judged(Signature::Holds, None, now), Verdict::NotOnRecord);
    assert_eq!(judged(Signature::Broken, Some(None), now), Verdict::Changed);
    assert_eq!(judged(Signature::OtherKey, Some(None), now), Verdict::Changed, "a forgery in our name");
    assert_eq!(judged(Signature::Withdrawn, Some(None), now), Verdict::KeyWithdrawn);
    let (end, before) = (at("2026-05-22T12:00:00Z"), at("2026-03-01T00:00:00Z"));
    assert_eq!(judged(Signature::Holds, Some(None), end), Verdict::RanOut { at: end });
    assert_eq!(judged(Signature::Holds, Some(None), before), Verdict::NotYet);
    let theirs = judge(&read, "https://other.example/badges/issuer.json", Signature::OtherKey, None, now);
    assert_eq!(theirs, Verdict::OtherIssuer);
    // Signed by us when the portal had another address.
    let moved =
        |record| judge(&read, "https://moved.example/badges/issuer.json", Signature::Holds, record, now);
    assert_eq!(moved(Some(None)), Verdict::Holds);
    assert_eq!(moved(None), Verdict::NotOnRecord);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from))
}

proptest! {
    #[test]
    fn one_changed_field_never_panics_and_never_changes_whose_badge_it_is(
        field in prop::sample::select(vec![
            "id", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "iss", "sub", "jti", "nbf", "exp",
        ]),
        value in any_json(),
    ) {
        let mut payload = said(Some(date(2026, 5, 21)));
        let before = claims(&payload).expect("a badge");
        payload[field] = value;
        if let Ok(read) = claims(&payload) {
            prop_assert_eq!(read.id, before.id);
            prop_assert_eq!(read.issuer, before.issuer);
        }
    }
}
