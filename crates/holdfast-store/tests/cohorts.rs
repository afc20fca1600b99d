//! The story of a class: a college is written down, its class planned, opened, filled, graded and closed; and what moves with a hospital.

use holdfast_core::Date;
use holdfast_core::catalog::{LessonId, PackId};
use holdfast_core::decide::training::college::{Graded, NewSeat};
use holdfast_core::model::{
    AccountId, Ccn, CohortId, CohortMove, CohortMoveError, CohortPlan, CohortState, College, CollegeId,
    EmailAddress, Grade, HospitalScope, Instructor, LearnerId, Point, StateCode, UnitId, Zip,
};
use holdfast_store::nouns::*;
use holdfast_store::{DATABASE_FILE, OpenOptions, Saved, Store, StoreError};
use sqlx::{ConnectOptions, Connection};

const NOW: i64 = 1_790_000_000_000;
const DAY: Date = Date::constant(2026, 9, 1);
const VALLEY: CollegeId = CollegeId(5);
const CLASS: CohortId = CohortId(6);
const BY: AccountId = AccountId(1);

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

fn mail(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

fn college(name: &str) -> College {
    College {
        name: name.to_owned(),
        unit_id: UnitId::parse("999901").ok(),
        address: "1 Campus Way".to_owned(),
        city: "Franklin".to_owned(),
        state: StateCode::parse("ZZ").expect("made up"),
        zip: Zip::parse("99901").expect("a ZIP"),
        point: Point::new(45.5, -110.25).ok(),
        contact_name: "Ada Dean".to_owned(),
        contact_email: mail("ada@valley.example"),
        contact_phone: String::new(),
        packs: [PackId::new("it")].into(),
        lessons: [LessonId::new("restore")].into(),
        usual_seats: 12,
    }
}

fn plan(title: &str) -> CohortPlan {
    CohortPlan {
        title: title.to_owned(),
        pack: Some(PackId::new("it")),
        lessons: vec![LessonId::new("restore")],
        starts_on: DAY,
        ends_on: Date::constant(2026, 10, 15),
        n_seats: 3,
        instructor: Instructor { name: "Ines Teacher".to_owned(), email: mail("ines@valley.example") },
        external_id: "CIS-210".to_owned(),
    }
}

fn person(learner: Option<i64>, name: &str) -> NewSeat {
    NewSeat { learner: learner.map(LearnerId), name: name.to_owned() }
}

/// A store with an open class.
async fn begin() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { now_ms: 1, new_instance_id: 7 };
    let store = Store::open(&dir.path().join("data"), options).await.expect("a store");
    let mut w = store.write().await.expect("a write");
    w.add_account(BY, "Ann Lee", &mail("ann@office.example"), NOW).await.expect("kept");
    w.add_college(VALLEY, &college("Valley College"), BY, NOW).await.expect("kept");
    w.add_cohort(CLASS, VALLEY, &plan("Security"), BY, NOW).await.expect("kept");
    w.move_cohort(CLASS, &CohortMove::Open, DAY, Some(BY), NOW).await.expect("moved");
    w.commit().await.expect("kept");
    (dir, store)
}

#[tokio::test]
async fn a_college_and_its_class_come_back_as_written_and_a_second_hand_is_told() {
    let (_dir, store) = begin().await;
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.colleges().await.expect("read")[0].college, college("Valley College"));
    let Saved::Kept(second) = w.change_college(VALLEY, &college("New"), 1, BY, NOW).await.expect("kept")
    else {
        panic!("the version is the one kept")
    };
    assert_eq!((second.version, second.college.name.as_str()), (2, "New"));
    let late = w.change_college(VALLEY, &college("Late"), 1, BY, NOW).await.expect("answered");
    assert_eq!(late, Saved::Conflict(second));
    let none = w.change_college(CollegeId(99), &college("Gone"), 1, BY, NOW).await.expect("answered");
    assert_eq!(none, Saved::Unknown);
    let cohort = w.cohort(CLASS).await.expect("read").expect("kept");
    assert_eq!((&cohort.plan, &cohort.state), (&plan("Security"), &CohortState::Open { on: DAY }));
    let Saved::Kept(kept) = w.change_cohort(CLASS, &plan("Later"), 1, BY, NOW).await.expect("kept") else {
        panic!("the version is the one kept")
    };
    assert_eq!((kept.version, kept.state.key()), (2, "open"));
    assert!(matches!(w.change_cohort(CLASS, &plan("Late"), 1, BY, NOW).await, Ok(Saved::Conflict(_))));
    assert_eq!(w.cohorts().await.expect("read"), [kept]);
    assert_eq!(w.cohort(CohortId(99)).await.expect("read"), None);
}

#[tokio::test]
async fn a_class_is_filled_graded_and_closed() {
    let (_dir, store) = begin().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    w.take_seats(ours, CLASS, &[person(Some(11), "Ann Lee"), person(None, "Bo Ray")], NOW)
        .await
        .expect("taken");
    let twice = w.take_seats(ours, CLASS, &[person(Some(11), "Ann Lee")], NOW).await;
    assert!(matches!(twice, Err(StoreError::Duplicate { .. })), "{twice:?}");
    w.take_seats(theirs, CLASS, &[person(Some(11), "Cy Own")], NOW)
        .await
        .expect("another hospital's learner");
    assert!(!w.give_back_seat(theirs, CLASS, 2, NOW).await.expect("answered"), "it is no seat of theirs");
    assert!(w.give_back_seat(ours, CLASS, 2, NOW).await.expect("answered"));
    assert!(!w.give_back_seat(ours, CLASS, 2, NOW).await.expect("answered"), "it is given back already");
    w.take_college_seats(CLASS, &[person(None, "Dee Self")], NOW).await.expect("taken");
    let seats = w.class_seats(CLASS).await.expect("read");
    let said: Vec<(u32, &str)> = seats.iter().map(|s| (s.number, s.name.as_str())).collect();
    assert_eq!(said, [(1, "Ann Lee"), (3, "Cy Own"), (4, "Dee Self")], "no number is given twice");
    let own: Vec<u32> = w.own_seats(ours).await.expect("read").iter().map(|s| s.number).collect();
    assert_eq!(own, [1]);
    let taken = w.seats_taken().await.expect("read").remove(&CLASS).expect("some");
    assert_eq!(taken, [(None, 1), (Some(ours.ccn()), 1), (Some(theirs.ccn()), 1)].into());
    let moved = w.move_cohort(CLASS, &CohortMove::Open, DAY, Some(BY), NOW).await.expect("answered");
    assert_eq!(moved, Some(Err(CohortMoveError::NotPlanned)));
    let moved = w.move_cohort(CLASS, &CohortMove::Start, DAY, None, NOW).await.expect("answered");
    assert_eq!(moved, Some(Ok(CohortState::Running { on: DAY })));
    let grade = |seat, grade| Graded { seat, name: String::new(), was: None, grade };
    let grades = [grade(1, Grade::Passed), grade(2, Grade::Passed), grade(3, Grade::Withdrew)];
    assert_eq!(w.grade_seats(CLASS, &grades, NOW).await.expect("kept"), 2, "seat 2 is given back");
    let close = CohortMove::Close { n_ungraded: 1, why: "One never came".to_owned() };
    assert!(matches!(w.move_cohort(CLASS, &close, DAY, None, NOW).await, Ok(Some(Ok(_)))));
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    let grades: Vec<Option<Grade>> =
        r.class_seats(CLASS).await.expect("read").iter().map(|s| s.grade).collect();
    assert_eq!(grades, [Some(Grade::Passed), Some(Grade::Withdrew), None]);
    let end = CohortState::Closed { on: DAY, n_ungraded: 1, why: "One never came".to_owned() };
    assert_eq!(r.cohort(CLASS).await.expect("read").expect("kept").state, end);
    assert_eq!(r.cohorts().await.expect("read")[0].state.key(), "closed");
}

#[tokio::test]
async fn moves_are_never_rewritten_seats_move_with_their_hospital_and_come_back_with_a_backup() {
    let (dir, store) = begin().await;
    let (old, new) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    w.take_seats(old, CLASS, &[person(Some(11), "Ann Lee")], NOW).await.expect("taken");
    w.commit().await.expect("kept");
    let file =
        sqlx::sqlite::SqliteConnectOptions::new().filename(dir.path().join("data").join(DATABASE_FILE));
    let mut connection = file.connect().await.expect("a connection");
    for sql in ["UPDATE cohort_move SET moved = '{}'", "DELETE FROM cohort_move"] {
        let refused = sqlx::query(sql).execute(&mut connection).await.expect_err("refused");
        assert!(refused.to_string().contains("rows of cohort_move are only added"), "{refused}");
    }
    connection.close().await.expect("closes");
    let copy = dir.path().join("copy.db");
    store.backup(&copy).await.expect("a backup");
    let mut w = store.write().await.expect("a write");
    assert!(w.renumber_hospital(old, new, BY, DAY, NOW).await.expect("moved"));
    w.commit().await.expect("kept");
    let mut r = store.read().await.expect("a read");
    assert!(r.own_seats(old).await.expect("read").is_empty());
    assert_eq!(r.own_seats(new).await.expect("read").len(), 1);
    drop(r);
    store.restore(&copy, "operator", NOW).await.expect("restored");
    let mut r = store.read().await.expect("a read");
    assert_eq!(r.own_seats(old).await.expect("read").len(), 1);
    assert_eq!(r.cohort(CLASS).await.expect("read").expect("kept").state, CohortState::Open { on: DAY });
}
