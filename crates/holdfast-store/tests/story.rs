//! A made-up hospital's whole life in the store: draft, conflict, sending, review, offers, help, a restore, and on.

use holdfast_core::Date;
use holdfast_core::catalog::{ClauseId, OfferId, ProgramId};
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::funnel::Reached;
use holdfast_core::facts::{Attestation, FactKind, FactValue, Settlement};
use holdfast_core::model::*;
use holdfast_store::nouns::*;
use holdfast_store::{CaseFilter, CaseMoved, Found, JoinState, OpenOptions, Saved, Store, StoreError, Write};

const T0: i64 = 1_790_000_000_000;
const PAT: AccountId = AccountId(11);
const REVIEWER: AccountId = AccountId(12);

fn program() -> ProgramId {
    ProgramId::new("rural-hospitals")
}

fn day(n: i8) -> Date {
    Date::constant(2026, 9, n)
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

/// Fixture Memorial Hospital.
fn fixture() -> HospitalScope {
    scope("991301")
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

fn draft(n: u8) -> Registration {
    Registration {
        id: RegistrationId(i64::from(n)),
        reference: Reference::from_random([n, 2, 3, 4, 5]),
        program: program(),
        ccn: fixture().ccn(),
        version: 1,
        state: RegistrationState::Draft,
        answers: RegistrationAnswers::default(),
    }
}

async fn people(w: &mut Write) {
    w.add_account(PAT, "Pat Fixture", &email("pat@fixture.example"), T0).await.expect("an account");
    w.add_account(REVIEWER, "Ray Reviewer", &email("ray@office.example"), T0).await.expect("an account");
}

#[tokio::test]
async fn a_hospitals_whole_life() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { now_ms: T0, new_instance_id: 7 };
    let store = Store::open(&dir.path().join("data"), options).await.expect("a new store");

    // Two people edit one draft.
    let mut w = store.write().await.expect("a write");
    people(&mut w).await;
    w.add_registration(fixture(), &draft(1), T0).await.expect("a draft");
    let clash = Registration { id: RegistrationId(9), ..draft(1) };
    let clash = w.add_registration(fixture(), &clash, T0).await.expect_err("the reference is taken");
    assert!(matches!(clash, StoreError::Duplicate { what } if what == "registration.reference"));
    w.commit().await.expect("kept");

    let mut mine = draft(1);
    mine.answers.legal_name = Some("Fixture Memorial Hospital".into());
    mine.answers.licensed_beds = Some(Said::Value(25));
    mine.answers.contact = Some(Contact {
        name: "Pat Fixture".into(),
        role: ContactRole::It,
        email: email("pat@fixture.example"),
        phone: "(555) 010-0100".into(),
    });
    let mut theirs = draft(1);
    theirs.answers.licensed_beds = Some(Said::DontKnow);
    let mut w = store.write().await.expect("a write");
    let Saved::Kept(kept) = w.save_registration(fixture(), &mine, T0 + 1).await.expect("saved") else {
        panic!("first")
    };
    assert_eq!((kept.version, &kept.answers), (2, &mine.answers));
    let Saved::Conflict(current) = w.save_registration(fixture(), &theirs, T0 + 2).await.expect("read")
    else {
        panic!("second")
    };
    assert_eq!(current, kept, "nothing was lost, and the second person sees the first one's answers");
    assert_eq!(
        w.save_registration(scope("991302"), &kept, T0).await.expect("read"),
        Saved::Unknown,
        "another hospital's"
    );
    assert!(w.registration(scope("991302"), kept.id).await.expect("read").is_none());

    // Sent, in one write with what follows from it.
    let sent = Registration { state: RegistrationState::Submitted { on: day(1) }, ..kept };
    let Saved::Kept(sent) = w.save_registration(fixture(), &sent, T0 + 3).await.expect("saved") else {
        panic!("sent")
    };
    let said = sent.answers.attestations(day(1));
    assert_eq!(w.attest(fixture(), &said, Some(PAT), T0 + 3).await.expect("said") as usize, said.len());
    assert_eq!(
        w.attest(fixture(), &said, Some(PAT), T0 + 4).await.expect("said"),
        0,
        "the form was sent twice"
    );
    assert!(w.reach_stage(fixture(), &program(), Stage::Registered, day(1), T0 + 3).await.expect("reached"));
    let belonging = |id| Case {
        id: CaseId(id),
        program: program(),
        ccn: Some(fixture().ccn()),
        kind: CaseKind::Belonging { registration: sent.id },
        opened_on: day(1),
        target_on: day(6),
        state: CaseState::Open,
    };
    assert_eq!(w.open_case(&belonging(100), T0 + 3).await.expect("opened"), CaseId(100));
    assert_eq!(w.open_case(&belonging(101), T0 + 4).await.expect("asked twice"), CaseId(100));
    w.commit().await.expect("kept");

    // A reviewer asks back, the hospital answers, the reviewer approves.
    let mut w = store.write().await.expect("a write");
    let ask = CaseMove::AskBack { question: "Who answers for IT?".into() };
    assert!(matches!(
        w.move_case(CaseId(100), &ask, Some(REVIEWER), day(2), T0 + 5).await.expect("moved"),
        CaseMoved::Done(_)
    ));
    let elsewhere =
        w.answer_case(scope("991302"), CaseId(100), "We do", None, day(3), T0 + 6).await.expect("read");
    assert_eq!(elsewhere, CaseMoved::Unknown, "not that hospital's case");
    assert!(w.case_trail(scope("991302"), CaseId(100)).await.expect("read").is_empty());
    let answered =
        w.answer_case(fixture(), CaseId(100), "Pat does", Some(PAT), day(3), T0 + 6).await.expect("moved");
    assert!(matches!(answered, CaseMoved::Done(c) if c.state == CaseState::Open));
    let yes = CaseMove::Approve { reason: "Called back on the number on file".into() };
    assert!(matches!(
        w.move_case(CaseId(100), &yes, Some(REVIEWER), day(4), T0 + 7).await.expect("moved"),
        CaseMoved::Done(_)
    ));
    let again = w.move_case(CaseId(100), &yes, Some(REVIEWER), day(5), T0 + 8).await.expect("read");
    assert_eq!(again, CaseMoved::Refused(CaseMoveError::Settled { on: day(4) }));
    let (_, trail) = w.review_case(CaseId(100)).await.expect("read").expect("there");
    assert_eq!(trail.len(), 3, "a refused move leaves no trace");
    assert_eq!(
        w.open_case(&belonging(102), T0 + 9).await.expect("opened"),
        CaseId(102),
        "a new question after a decision"
    );

    let validated = RegistrationState::Validated { on: day(4), how: "call-back".into() };
    let valid = Registration { state: validated.clone(), ..sent.clone() };
    assert!(
        matches!(w.save_registration(fixture(), &valid, T0 + 7).await.expect("saved"), Saved::Kept(r) if r.version == 4)
    );
    let second = Registration { state: validated, ..draft(2) };
    let second = w
        .add_registration(fixture(), &second, T0 + 8)
        .await
        .expect_err("one validated registration a program");
    assert!(matches!(second, StoreError::Duplicate { .. }), "{second:?}");
    assert!(w.reach_stage(fixture(), &program(), Stage::Validated, day(4), T0 + 7).await.expect("reached"));
    assert!(
        !w.reach_stage(fixture(), &program(), Stage::Validated, day(5), T0 + 8).await.expect("later"),
        "the first day counts"
    );
    assert!(w.reach_stage(fixture(), &program(), Stage::Invited, day(3), T0 + 8).await.expect("reached"));
    assert!(w.reach_stage(fixture(), &program(), Stage::Invited, day(1), T0 + 8).await.expect("earlier"));
    w.give_role(PAT, Role::HospitalAdministrator, Some(fixture().ccn()), Some(REVIEWER), T0 + 8)
        .await
        .expect("a role");
    assert!(w.finish_task(fixture(), Task::ProveBelonging, None, "", T0 + 8).await.expect("done"));
    assert!(
        !w.finish_task(fixture(), Task::ProveBelonging, Some(PAT), "", T0 + 9).await.expect("done before")
    );
    w.commit().await.expect("kept");

    // Offers: accepted, confirmed, running; a step left out is refused and leaves no trace.
    let offer = OfferId::new("nonprofit-pricing");
    let mut w = store.write().await.expect("a write");
    let at = |moved, n| ClaimEvent { moved, on: day(n) };
    let early = w
        .move_claim(fixture(), &offer, at(ClaimMove::Validate, 5), Some(REVIEWER), "", T0)
        .await
        .expect("read");
    assert_eq!(early, Err(ClaimMoveError::NotClaimed));
    let claimed = w
        .move_claim(fixture(), &offer, at(ClaimMove::Claim, 5), Some(PAT), "seen: year two", T0 + 10)
        .await
        .expect("moved");
    assert_eq!(claimed, Ok(Claim::Claimed { on: day(5) }));
    let twice =
        w.move_claim(fixture(), &offer, at(ClaimMove::Claim, 5), Some(PAT), "", T0 + 10).await.expect("read");
    assert_eq!(twice, Err(ClaimMoveError::AlreadyClaimed), "the button was pressed twice");
    let go = at(ClaimMove::Validate, 6);
    assert!(w.move_claim(fixture(), &offer, go, Some(REVIEWER), "", T0 + 11).await.expect("moved").is_ok());
    let on = at(ClaimMove::Activate { ends: Some(day(30)) }, 7);
    assert!(w.move_claim(fixture(), &offer, on, Some(REVIEWER), "", T0 + 12).await.expect("moved").is_ok());
    let referral = |id, clause: &str| Case {
        kind: CaseKind::OfferReferral {
            offer: offer.clone(),
            clause: ClauseId::new(clause),
            because: Because::Missing(FactKind::Independent),
        },
        target_on: day(5),
        ..belonging(id)
    };
    assert_eq!(w.open_case(&referral(103, "independent"), T0 + 12).await.expect("opened"), CaseId(103));
    assert_eq!(
        w.open_case(&referral(104, "tax-exempt"), T0 + 12).await.expect("another clause"),
        CaseId(104)
    );
    let settled = Settlement { fact: FactKind::Independent, value: FactValue::Bool(true), on: day(6) };
    w.settle(fixture(), &settled, REVIEWER, T0 + 13).await.expect("settled");
    let ruling = Ruling {
        offer: offer.clone(),
        clause: ClauseId::new("independent"),
        allows: true,
        reason: "Its own board decides".into(),
        on: day(6),
    };
    w.rule(fixture(), &ruling, REVIEWER, T0 + 13).await.expect("ruled");
    w.commit().await.expect("kept");

    let mut r = store.read().await.expect("a read");
    let claims = r.claims(fixture()).await.expect("read");
    assert_eq!(
        (claims.len(), claims[0].claim, claims[0].moves.len()),
        (1, Claim::Active { on: day(7), ends: Some(day(30)) }, 3)
    );
    assert_eq!(r.claim(scope("991302"), &offer).await.expect("read"), Claim::Open);
    assert_eq!(r.settlements(fixture()).await.expect("read"), [settled]);
    assert_eq!(r.rulings(fixture()).await.expect("read"), std::slice::from_ref(&ruling));
    assert_eq!(r.attestations(fixture()).await.expect("read"), said);
    let waiting = CaseFilter { unsettled: true, ..CaseFilter::default() };
    let queue = r.review_queue(&waiting, 10, 0).await.expect("read");
    assert_eq!(queue.iter().map(|c| c.id.0).collect::<Vec<_>>(), [103, 104, 102], "by target date");
    assert_eq!(r.review_queue(&waiting, 10, 2).await.expect("read").len(), 1);
    let referrals =
        CaseFilter { kind: Some("offer_referral".into()), program: Some(program()), ..CaseFilter::default() };
    assert_eq!(r.n_review_queue(&referrals).await.expect("read"), 2);
    let approved = CaseFilter { state: Some("approved".into()), ..CaseFilter::default() };
    assert_eq!(r.review_queue(&approved, 10, 0).await.expect("read").len(), 1);
    assert_eq!(r.cases(fixture()).await.expect("read").len(), 4);
    assert_eq!(
        r.stages(fixture(), &program()).await.expect("read"),
        [(Stage::Invited, day(1)), (Stage::Registered, day(1)), (Stage::Validated, day(4))]
    );
    let reached = r.office_funnel(&program()).await.expect("read");
    assert!(reached.contains(&Reached { ccn: fixture().ccn(), stage: Stage::Invited, on: day(1) }));
    assert_eq!(r.office_claims().await.expect("read"), [(fixture().ccn(), offer.clone(), claims[0].claim)]);
    assert_eq!(r.office_registrations(&program(), Some("validated")).await.expect("read").len(), 1);
    assert_eq!(r.office_attestations().await.expect("read").len(), said.len());
    assert_eq!(r.office_rulings().await.expect("read"), [(fixture().ccn(), ruling)]);
    drop(r);

    // A backup, a bad day, the backup again: the hospital is where it was, and life goes on.
    let copy = dir.path().join("friday.db");
    store.backup(&copy).await.expect("a backup");
    let mut w = store.write().await.expect("a write");
    let gone = w
        .move_claim(fixture(), &offer, at(ClaimMove::LetGo, 9), Some(PAT), "by mistake", T0 + 20)
        .await
        .expect("moved");
    assert_eq!(gone, Ok(Claim::Open));
    w.commit().await.expect("kept");
    store.restore(&copy, "operator", T0 + 30).await.expect("restored");
    let mut w = store.write().await.expect("a write");
    assert_eq!(w.claims(fixture()).await.expect("read"), claims);
    assert_eq!(w.registration(fixture(), sent.id).await.expect("read").map(|r| r.version), Some(4));
    let lapse =
        w.move_claim(fixture(), &offer, at(ClaimMove::Lapse, 30), None, "", T0 + 31).await.expect("moved");
    assert_eq!(lapse, Ok(Claim::Lapsed { on: day(30) }));
    w.commit().await.expect("kept");
    store.close().await;
    let store = Store::open(&dir.path().join("data"), options).await.expect("opens again");
    store.check_whole().await.expect("sound");
    let claim = store.read().await.expect("a read").claim(fixture(), &offer).await.expect("read");
    assert_eq!(claim, Claim::Lapsed { on: day(30) });
}

#[tokio::test]
async fn an_applicant_a_request_for_help_a_colleague_and_a_health_system() {
    let dir = tempfile::tempdir().expect("a folder");
    let store =
        Store::open(dir.path(), OpenOptions { now_ms: T0, new_instance_id: 7 }).await.expect("a new store");
    let mut w = store.write().await.expect("a write");
    people(&mut w).await;

    let mut application = Application {
        id: ApplicationId(1),
        reference: Reference::from_random([1; 5]),
        program: ProgramId::new("ai-for-health"),
        version: 1,
        state: ApplicationState::Draft,
        answers: [("title".into(), "Fewer missed strokes".into())].into(),
        email: Some(email("dana@fixture.example")),
    };
    w.add_application(&application, T0).await.expect("a draft");
    application.state = ApplicationState::Submitted { on: day(1) };
    assert!(
        matches!(w.save_application(&application, T0).await.expect("saved"), Saved::Kept(a) if a.version == 2)
    );
    assert!(
        matches!(w.save_application(&application, T0).await.expect("read"), Saved::Conflict(a) if a.version == 2)
    );
    assert_eq!(w.applications(&application.program, Some("submitted")).await.expect("read").len(), 1);
    assert_eq!(
        w.n_applications(&application.program).await.expect("counted"),
        [("submitted".to_owned(), 1)].into()
    );
    assert_eq!(w.case_of_application(&application).await.expect("read"), None);
    let case = Case {
        id: CaseId(301),
        program: application.program.clone(),
        ccn: None,
        kind: CaseKind::Application { application: application.id },
        opened_on: day(1),
        target_on: day(30),
        state: CaseState::Open,
    };
    assert_eq!(w.open_case(&case, T0).await.expect("opened"), CaseId(301));
    assert_eq!(w.case_of_application(&application).await.expect("read"), Some(case));
    assert_eq!(w.applications_of(&email("dana@fixture.example")).await.expect("read").len(), 1);
    let said = Attestation { fact: FactKind::BasedInUs, value: Some(FactValue::Bool(true)), on: day(1) };
    assert_eq!(
        w.attest_for_applicant(application.id, std::slice::from_ref(&said), None, T0).await.expect("said"),
        1
    );
    assert_eq!(w.attestations_of_applicant(application.id).await.expect("read"), std::slice::from_ref(&said));
    let took_back = Attestation { value: None, on: day(2), ..said };
    assert_eq!(
        w.attest_for_applicant(application.id, std::slice::from_ref(&took_back), None, T0)
            .await
            .expect("said"),
        1
    );
    assert_eq!(w.attestations_of_applicant(application.id).await.expect("read").last(), Some(&took_back));
    let nobody = w
        .attest_for_applicant(ApplicationId(404), &[took_back], None, T0)
        .await
        .expect_err("no such application");
    assert!(matches!(nobody, StoreError::Refused { .. }), "{nobody:?}");

    let request = |n: u8, care_affected, proven| SupportRequest {
        id: SupportId(i64::from(n)),
        reference: Reference::from_random([n, 9, 9, 9, 9]),
        ccn: Some(fixture().ccn()),
        ccn_proven: proven,
        account: proven.then_some(PAT),
        name: "Pat Fixture".into(),
        email: email("pat@fixture.example"),
        care_affected,
        subject: "Cannot sign in".into(),
        open: true,
        opened_at_ms: T0 + i64::from(n),
    };
    let message = |from_support| SupportMessage {
        from_support,
        by: None,
        text: "The key is not seen".into(),
        at_ms: T0,
    };
    w.add_support_request(&request(1, CareAffected::No, true), &message(false)).await.expect("asked");
    w.add_support_request(&request(2, CareAffected::Now, false), &message(false)).await.expect("asked");
    w.add_support_request(&request(3, CareAffected::Soon, true), &message(false)).await.expect("asked");
    let queue = w.support_queue(true, 10).await.expect("read");
    assert_eq!(queue.iter().map(|q| q.id.0).collect::<Vec<_>>(), [2, 3, 1], "patients first");
    w.add_support_message(SupportId(2), &message(true)).await.expect("answered");
    assert!(w.set_support_open(SupportId(2), false).await.expect("closed"));
    assert_eq!(w.support_queue(false, 10).await.expect("read").len(), 1);
    assert_eq!(w.support_request(SupportId(2)).await.expect("read").expect("there").1.len(), 2);
    let ours = w.support_requests(fixture()).await.expect("read");
    assert_eq!(
        ours.iter().map(|q| q.id.0).collect::<Vec<_>>(),
        [3, 1],
        "never one where the hospital was only typed"
    );
    assert_eq!(w.support_requests_of(PAT).await.expect("read").len(), 2);
    let phoned =
        Reference::parse(&request(3, CareAffected::No, true).reference.to_string()).expect("as read out");
    assert_eq!(w.find_reference(&phoned).await.expect("read"), Some(Found::Support(SupportId(3))));
    assert_eq!(
        w.find_reference(&application.reference).await.expect("read"),
        Some(Found::Application(application.id))
    );
    assert_eq!(w.find_reference(&Reference::from_random([0; 5])).await.expect("read"), None);

    assert_eq!(
        w.ask_to_join(fixture(), JoinId(1), PAT, "I run the network", T0).await.expect("asked"),
        JoinId(1)
    );
    assert_eq!(w.ask_to_join(fixture(), JoinId(2), PAT, "Again", T0).await.expect("asked twice"), JoinId(1));
    assert!(w.settle_join(scope("991302"), JoinId(1), true, REVIEWER, T0).await.expect("read").is_none());
    let joined =
        w.settle_join(fixture(), JoinId(1), true, REVIEWER, T0).await.expect("settled").expect("it waited");
    assert_eq!((joined.state, joined.account), (JoinState::Approved, PAT));
    assert!(
        w.settle_join(fixture(), JoinId(1), false, REVIEWER, T0).await.expect("read").is_none(),
        "settled before"
    );

    let franklin = w.add_health_system(SystemId(1), "Franklin  Health", T0).await.expect("added");
    let same = w.add_health_system(SystemId(2), "FRANKLIN HEALTH", T0).await.expect("known");
    assert_eq!((&franklin.name, same.id), (&"Franklin Health".to_owned(), franklin.id));
    for ccn in ["991302", "991301"] {
        assert!(w.set_health_system(scope(ccn), Some(franklin.id), T0).await.expect("set"));
    }
    assert!(!w.set_health_system(fixture(), Some(franklin.id), T0).await.expect("set before"));
    assert_eq!(w.members(franklin.id).await.expect("read"), [fixture().ccn(), scope("991302").ccn()]);
    assert!(w.set_health_system(fixture(), None, T0).await.expect("left"));
    assert_eq!(w.health_system_of(fixture()).await.expect("read"), None);
    assert_eq!(w.health_system_of(scope("991302")).await.expect("read"), Some(franklin));
    w.commit().await.expect("kept");
}
