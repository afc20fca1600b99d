//! The store's story of an assessment: what is kept comes back the same, is only added to, stays with its hospital, and
//! moves with it to a new number.

use std::collections::BTreeSet;

use holdfast_core::Date;
use holdfast_core::catalog::{AskId, Catalog, EvidenceKindId, Knows, MeasureId, Method, StepId};
use holdfast_core::decide::open_gates::OpenGates;
use holdfast_core::decide::plan::{Means, PutFirst, draft};
use holdfast_core::decide::posture::{Gate, GateState, Posture, Record, assess};
use holdfast_core::model::*;
use holdfast_store::nouns::*;
use holdfast_store::{NewFile, OpenOptions, Saved, Store};
use jiff::Timestamp;

const NOW: i64 = 1_790_000_000_000;

fn at() -> Timestamp {
    Timestamp::from_millisecond(NOW).expect("a moment")
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let store =
        Store::open(dir.path(), OpenOptions { now_ms: 1, new_instance_id: 7 }).await.expect("a store");
    (dir, store)
}

async fn person(store: &Store) -> AccountId {
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("ann@fixturememorial.example").expect("an address");
    let id = w.add_account(AccountId(1), "Ann Lee", &email, NOW).await.expect("kept").id;
    w.commit().await.expect("kept");
    id
}

fn evidence() -> Evidence {
    Evidence {
        id: EvidenceId(99),
        measure: MeasureId::new("mfa-admins"),
        kind: EvidenceKindId::new("document"),
        method: Method::Examine,
        collector: "Ann Lee".to_owned(),
        subject: "policy".to_owned(),
        observed_at: at(),
        received_at: at(),
        digest: Some("ab".repeat(32)),
        finding: Finding::Partly(Coverage::new(10, 12).expect("a share")),
        seen: None,
        outliers: vec![Outlier { name: "backup-admin".to_owned(), is_privileged: true }],
        limits: vec!["only from abroad".to_owned()],
        note: String::new(),
    }
}

fn file() -> EvidenceFile {
    EvidenceFile {
        id: FileId(0),
        name: "policy.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        n_bytes: 4,
        digest: "ab".repeat(32),
        effective_on: Date::constant(2026, 3, 1),
        uploaded_at: at(),
        uploaded_by: "Ann Lee".to_owned(),
        evidence: vec![],
    }
}

fn answer() -> Answer {
    Answer {
        measure: MeasureId::new("mfa-admins"),
        reply: Reply::Finds { finding: Finding::Met },
        by: "Ann Lee, IT".to_owned(),
        at: at(),
    }
}

fn means() -> Means {
    Means {
        starts_on: Date::constant(2026, 8, 10),
        licensed_beds: Some(25),
        staffed_users: None,
        windows_devices: None,
        budget_usd: Some(40_000),
        hours_a_week: 6,
        usd_an_hour: 45,
        downtimes_a_month: 1,
        entitled: vec![],
        first: vec![],
    }
}

fn accepted() -> AcceptedPlan {
    let plan = draft(&catalog(), &accepted_posture(), &means());
    AcceptedPlan { id: PlanId(5), means: means(), plan, by: "Ann Lee".to_owned(), at: at() }
}

fn task() -> PlanTask {
    PlanTask {
        plan: PlanId(0),
        step: StepId::new("list-devices"),
        owner: String::new(),
        starts_on: Date::constant(2026, 8, 10),
        due_on: Date::constant(2026, 8, 23),
        state: PlanTaskState::Open,
        version: 0,
    }
}

/// One of everything for a hospital.
async fn fill(store: &Store, scope: HospitalScope, by: AccountId) -> (EvidenceId, FileId, PlanId) {
    let mut w = store.write().await.expect("a write");
    let file =
        w.add_evidence_file(scope, NewFile { file: &file(), sealed: b"????" }, Some(by)).await.expect("kept");
    let id = w.add_evidence(scope, &evidence(), Some(file), Some(by)).await.expect("kept");
    w.add_answer(scope, Some(&AskId::new("q-mfa")), &answer(), None).await.expect("kept");
    let exception = Exception {
        measure: MeasureId::new("mfa-admins"),
        kind: ExceptionKind::AcceptedRisk,
        reason: "until the new firewall".to_owned(),
        instead: "watched by hand".to_owned(),
        approver: "Bo Chief".to_owned(),
        at: at(),
        until: Date::constant(2026, 12, 31),
    };
    w.add_exception(scope, &exception, Some(by)).await.expect("kept");
    let resolution = Resolution {
        evidence: id,
        exit: Exit::Fixing { by: Date::constant(2026, 9, 1) },
        reason: "ordered".to_owned(),
        by: "Ann Lee".to_owned(),
        at: at(),
    };
    assert!(w.add_resolution(scope, &resolution, Some(by)).await.expect("kept"));
    let email = "hr@fixturememorial.example".to_owned();
    let part = Part { knows: Knows::Hr, name: "Hal Hire".to_owned(), email, invited_at: at() };
    w.put_part(scope, &part, Some(by)).await.expect("kept");
    let plan = w.accept_plan(scope, &accepted(), &[task()], by).await.expect("kept");
    w.say_plan_means(scope, &means(), by, NOW).await.expect("kept");
    let first = PutFirst {
        step: StepId::new("list-devices"),
        reason: "nobody knows".to_owned(),
        by: "Abe".to_owned(),
    };
    w.say_put_first(scope, &[first], by, NOW).await.expect("kept");
    let posture = accepted_posture();
    let sign_off =
        SignOff { posture, statement: "Looked at it all.".to_owned(), by: "Abe".to_owned(), at: at() };
    w.add_sign_off(scope, &sign_off, by).await.expect("kept");
    w.commit().await.expect("kept");
    (id, file, plan)
}

#[tokio::test]
async fn open_gates_leave_the_store_as_counts_of_the_newest_sign_offs() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let gate = |state| Gate {
        measure: MeasureId::new("rdp"),
        state,
        means: "Anybody may try to sign in.".to_owned(),
        why: "seen from outside".to_owned(),
        outliers: Vec::new(),
    };
    let sign = |state| SignOff {
        posture: Posture { gates: vec![gate(state)], ..accepted_posture() },
        statement: "Looked at it all.".to_owned(),
        by: "Abe".to_owned(),
        at: at(),
    };
    let mut w = store.write().await.expect("a write");
    for n in 0..12 {
        let scope = scope(&format!("9913{n:02}"));
        w.add_sign_off(scope, &sign(GateState::Open), by).await.expect("kept");
        if n < 6 {
            // It was shut since, and the newest word counts.
            w.add_sign_off(scope, &sign(GateState::Shut), by).await.expect("kept");
        }
    }
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    let asked = [MeasureId::new("rdp"), MeasureId::new("mfa-admins")];
    let ccn = |n: usize| Ccn::parse(&format!("9913{n:02}")).expect("a number");
    let all: BTreeSet<Ccn> = (0..12).map(ccn).collect();
    let found = r.office_open_gates(&asked, &all, 5).await.expect("read");
    let counts = |found: &OpenGates| {
        let gates: Vec<Option<u32>> = found.gates.iter().map(|(_, n)| n.count()).collect();
        (found.is_any_signed, found.with_open.count(), gates)
    };
    assert_eq!(counts(&found), (true, Some(6), vec![Some(6), Some(0)]));
    // Without two who are not counted only four have it open, and four are too few to say.
    let fewer: BTreeSet<Ccn> = (0..10).map(ccn).collect();
    let found = r.office_open_gates(&asked, &fewer, 5).await.expect("read");
    assert_eq!(counts(&found), (true, None, vec![None, Some(0)]));
    let found = r.office_open_gates(&asked, &BTreeSet::new(), 5).await.expect("read");
    assert_eq!(counts(&found), (false, None, vec![None, None]));
}

fn accepted_posture() -> Posture {
    assess(&catalog(), &Record::default(), at())
}

fn catalog() -> Catalog {
    Catalog { version: "000000000000".to_owned(), ..Catalog::default() }
}

#[tokio::test]
async fn what_is_kept_comes_back_the_same_and_only_to_its_hospital() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let (id, file_id, plan) = fill(&store, ours, by).await;
    let mut r = store.read().await.expect("a read");
    let record = r.assessment_record(ours).await.expect("read");
    assert_eq!(record.evidence, [Evidence { id, ..evidence() }]);
    assert_eq!(record.answers, [answer()]);
    assert_eq!((record.exceptions.len(), record.resolutions.len()), (1, 1));
    assert_eq!(r.answers(ours).await.expect("read")[0].ask, Some(AskId::new("q-mfa")));
    let kept = EvidenceFile { id: file_id, evidence: vec![id], ..file() };
    assert_eq!(r.evidence_files(ours).await.expect("read"), [kept]);
    assert_eq!(r.sealed_file(ours, file_id).await.expect("read").as_deref(), Some(&b"????"[..]));
    assert_eq!(r.n_file_bytes(ours).await.expect("read"), 4);
    assert_eq!(r.parts(ours).await.expect("read")[0].name, "Hal Hire");
    assert_eq!(r.sign_offs(ours).await.expect("read").len(), 1);
    assert_eq!(r.current_plan(ours).await.expect("read"), Some(AcceptedPlan { id: plan, ..accepted() }));
    assert_eq!(r.plan_tasks(ours, plan).await.expect("read"), [PlanTask { plan, version: 1, ..task() }]);
    assert_eq!(r.plan_means(ours).await.expect("read"), Some(means()));
    assert_eq!(r.put_first(ours).await.expect("read")[0].reason, "nobody knows");

    assert_eq!(r.assessment_record(theirs).await.expect("read"), Record::default());
    assert_eq!(r.evidence_files(theirs).await.expect("read"), []);
    assert_eq!(r.sealed_file(theirs, file_id).await.expect("read"), None);
    assert_eq!(r.file_seen_by(theirs, file_id).await.expect("read"), []);
    assert_eq!(r.current_plan(theirs).await.expect("read"), None);
    assert_eq!(r.plan_tasks(theirs, plan).await.expect("read"), []);
    drop(r);
    let mut w = store.write().await.expect("a write");
    let resolution = Resolution {
        evidence: id,
        exit: Exit::EvidenceWrong,
        reason: "not ours".to_owned(),
        by: "Mallory".to_owned(),
        at: at(),
    };
    assert!(!w.add_resolution(theirs, &resolution, None).await.expect("read"), "another hospital's evidence");
}

#[tokio::test]
async fn of_two_who_change_a_task_at_once_the_second_is_told() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let (_, _, plan) = fill(&store, scope("991301"), by).await;
    let mut w = store.write().await.expect("a write");
    let mine = PlanTask { plan, owner: "Ann".to_owned(), version: 1, ..task() };
    let Saved::Kept(kept) = w.save_plan_task(scope("991301"), &mine).await.expect("saved") else {
        panic!("not kept")
    };
    assert_eq!((kept.version, kept.owner.as_str()), (2, "Ann"));
    let theirs = PlanTask { owner: "Bo".to_owned(), ..mine.clone() };
    assert_eq!(w.save_plan_task(scope("991301"), &theirs).await.expect("saved"), Saved::Conflict(kept));
    assert_eq!(w.save_plan_task(scope("991302"), &theirs).await.expect("saved"), Saved::Unknown);
}

#[tokio::test]
async fn a_form_of_an_earlier_plans_task_changes_no_later_one() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let ours = scope("991301");
    let (_, _, first) = fill(&store, ours, by).await;
    let mut w = store.write().await.expect("a write");
    let second = w.accept_plan(ours, &accepted(), &[task()], by).await.expect("kept");
    let of_first = PlanTask { plan: second, owner: "Mallory".to_owned(), version: 1, ..task() };
    assert!(matches!(w.save_plan_task(ours, &of_first).await.expect("saved"), Saved::Conflict(_)));
    assert_eq!(w.plan_tasks(ours, second).await.expect("read")[0].version, 2);
    assert_eq!(w.plan_tasks(ours, first).await.expect("read")[0].version, 1);
}

#[tokio::test]
async fn an_assessment_moves_with_its_hospital_and_is_never_rewritten() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let (old, new) = (scope("991301"), scope("991302"));
    let (id, file_id, plan) = fill(&store, old, by).await;
    let mut w = store.write().await.expect("a write");
    assert!(w.renumber_hospital(old, new, by, Date::constant(2026, 9, 1), NOW).await.expect("moved"));
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.assessment_record(old).await.expect("read"), Record::default());
    let record = r.assessment_record(new).await.expect("read");
    assert_eq!(record.evidence[0].id, id);
    assert_eq!((record.answers.len(), record.exceptions.len(), record.resolutions.len()), (1, 1, 1));
    assert!(r.sealed_file(new, file_id).await.expect("read").is_some());
    assert_eq!(r.current_plan(new).await.expect("read").map(|p| p.id), Some(plan));
    assert_eq!(r.plan_tasks(new, plan).await.expect("read").len(), 1);
    assert_eq!(r.parts(new).await.expect("read").len(), 1);
    assert_eq!(r.sign_offs(new).await.expect("read").len(), 1);
}

#[tokio::test]
async fn who_opened_a_file_is_kept() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let (_, file_id, _) = fill(&store, scope("991301"), by).await;
    let mut w = store.write().await.expect("a write");
    w.note_file_seen(file_id, Some(by), "Ann Lee", NOW + 5).await.expect("kept");
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    let seen = r.file_seen_by(scope("991301"), file_id).await.expect("read");
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].by.as_str(), seen[0].at.as_millisecond()), ("Ann Lee", NOW + 5));
}
