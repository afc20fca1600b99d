//! The store's story of security cases: what is kept comes back the same, stays with its hospital, is only added to, and moves with
//! the hospital to a new number.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::model::*;
use holdfast_store::nouns::*;
use holdfast_store::{HuntUpload, NewDetection, OpenOptions, Store, StoreError};
use jiff::Timestamp;

const NOW: i64 = 1_790_000_000_000;

fn at() -> Timestamp {
    Timestamp::from_millisecond(NOW).expect("a moment")
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

async fn store() -> (tempfile::TempDir, Store, AccountId) {
    let dir = tempfile::tempdir().expect("a folder");
    let store =
        Store::open(dir.path(), OpenOptions { now_ms: 1, new_instance_id: 7 }).await.expect("a store");
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("ann@fixturememorial.example").expect("an address");
    let id = w.add_account(AccountId(1), "Ann Lee", &email, NOW).await.expect("kept").id;
    w.commit().await.expect("kept");
    (dir, store, id)
}

fn detection(host: &str, when: Timestamp) -> Detection {
    let rule = DetectionRule {
        id: Some("11111111-2222-4333-8444-555555555555".to_owned()),
        title: "Shadow copies deleted".to_owned(),
        author: Some("Ann Author".to_owned()),
        level: None,
        techniques: vec!["T1490".to_owned()],
        tactics: vec![],
    };
    let example = DetectionExample {
        at: when,
        channel: "Security".to_owned(),
        provider: String::new(),
        event_id: Some(4688),
        record_id: Some(u64::MAX),
        file: "Security.evtx".to_owned(),
        fields: BTreeMap::from([("User".to_owned(), "lee".to_owned())]),
    };
    Detection {
        rule,
        severity: Severity::High,
        host: host.to_owned(),
        n_events: 3,
        first_at: when,
        last_at: when,
        example,
        is_first_seen: Some(true),
        from_rules: vec![],
    }
}

fn event(moved: IncidentMove) -> IncidentEvent {
    IncidentEvent { moved, by: "Ann Lee, Hospital IT".to_owned(), at: at() }
}

/// A case with one finding and a note, one finding in no case, one machine, one file.
async fn fill(store: &Store, scope: HospitalScope, by: AccountId) -> IncidentId {
    let mut w = store.write().await.expect("a write");
    let upload = HuntUpload { name: "hunt.jsonl".to_owned(), n_new: 2, ..HuntUpload::default() };
    let file = w.add_hunt_upload(scope, "ab", &upload, Some(by), at()).await.expect("kept");
    let (case, number) = w.add_incident(scope, at()).await.expect("kept");
    assert_eq!(number, 1);
    let opened = event(IncidentMove::Opened { n_findings: 1, after: None });
    assert!(w.add_incident_event(scope, case, &opened, None).await.expect("kept"));
    let note = event(IncidentMove::Note { text: "called".to_owned() });
    assert!(w.add_incident_event(scope, case, &note, Some(by)).await.expect("kept"));
    let (one, two) = (detection("LAB-01", at()), detection("PC-7", Timestamp::MAX));
    for (detection, incident) in [(&one, Some(case)), (&two, None)] {
        w.add_detection(scope, NewDetection { detection, upload: file, incident }).await.expect("kept");
    }
    let machine = CareMachine { name: "lab-01".to_owned(), system: None, carries: "laboratory".to_owned() };
    w.put_care_machine(scope, &machine, by, NOW).await.expect("kept");
    w.commit().await.expect("kept");
    case
}

#[tokio::test]
async fn what_is_kept_comes_back_the_same_and_only_to_its_hospital() {
    let (_dir, store, by) = store().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let case = fill(&store, ours, by).await;
    let mut r = store.read().await.expect("a read");
    let cases = r.incidents(ours).await.expect("read");
    assert_eq!((cases.len(), cases[0].id, cases[0].number, cases[0].events.len()), (1, case, 1, 2));
    assert_eq!(r.detections(ours, case).await.expect("read"), [detection("LAB-01", at())]);
    assert_eq!(r.detections_seen(ours, 9).await.expect("read"), [detection("PC-7", Timestamp::MAX)]);
    let n = r.count_detections(ours).await.expect("read");
    assert_eq!((n.n, n.n_seen), (2, 1));
    assert_eq!(r.detections_near(ours, NOW - 1, NOW + 1).await.expect("read").len(), 1);
    assert_eq!(r.detections_near(ours, NOW + 1, i64::MAX).await.expect("read").len(), 1);
    assert!(r.is_detection_known(ours, &detection("lab-01.x.example", at()).digest()).await.expect("read"));
    assert_eq!(r.hunt_uploads(ours, 9).await.expect("read")[0].upload.n_new, 2);
    assert!(r.hunt_upload(ours, "ab").await.expect("read").is_some());
    assert_eq!(r.care_machines(ours).await.expect("read")[0].carries, "laboratory");

    assert_eq!(r.incidents(theirs).await.expect("read"), []);
    assert_eq!(r.detections(theirs, case).await.expect("read"), []);
    assert_eq!(r.detections_seen(theirs, 9).await.expect("read"), []);
    assert_eq!(r.detections_near(theirs, i64::MIN, i64::MAX).await.expect("read"), []);
    assert!(!r.is_detection_known(theirs, &detection("LAB-01", at()).digest()).await.expect("read"));
    assert_eq!(r.hunt_upload(theirs, "ab").await.expect("read"), None);
    assert_eq!(r.care_machines(theirs).await.expect("read"), []);
    drop(r);
    let mut w = store.write().await.expect("a write");
    assert!(!w.add_incident_event(theirs, case, &event(IncidentMove::Taken), None).await.expect("read"));
    assert!(!w.place_detection(theirs, 2, case).await.expect("read"));
    assert!(!w.drop_care_machine(theirs, "lab-01").await.expect("read"));
    assert_eq!(w.add_incident(theirs, at()).await.expect("kept").1, 1, "each hospital counts for itself");
}

#[tokio::test]
async fn a_finding_is_kept_once_and_stays_in_its_case() {
    let (_dir, store, by) = store().await;
    let ours = scope("991301");
    let case = fill(&store, ours, by).await;
    let mut w = store.write().await.expect("a write");
    let again = detection("LAB-01", at());
    let new = NewDetection { detection: &again, upload: 1, incident: None };
    assert!(matches!(w.add_detection(ours, new).await, Err(StoreError::Duplicate { .. })));
    drop(w);
    let mut w = store.write().await.expect("a write");
    assert!(w.place_detection(ours, 2, case).await.expect("placed"));
    assert!(!w.place_detection(ours, 2, case).await.expect("asked"), "it stands in one already");
    assert_eq!(w.detections(ours, case).await.expect("read").len(), 2);
    assert!(w.drop_care_machine(ours, "lab-01").await.expect("dropped"));
}

#[tokio::test]
async fn cases_move_with_their_hospital() {
    let (_dir, store, by) = store().await;
    let (old, new) = (scope("991301"), scope("991302"));
    let case = fill(&store, old, by).await;
    let mut w = store.write().await.expect("a write");
    assert!(w.renumber_hospital(old, new, by, Date::constant(2026, 9, 1), NOW).await.expect("moved"));
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.incidents(old).await.expect("read"), []);
    assert_eq!(r.incidents(new).await.expect("read").len(), 1);
    assert_eq!(r.detections(new, case).await.expect("read").len(), 1);
    assert_eq!(r.count_detections(new).await.expect("read").n, 2);
    assert_eq!(r.care_machines(new).await.expect("read").len(), 1);
    assert_eq!(r.hunt_uploads(new, 9).await.expect("read").len(), 1);
}
