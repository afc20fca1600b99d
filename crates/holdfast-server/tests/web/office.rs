//! The program office's pages: every decision with what follows from it, totals, the list of hospitals, running the portal.

mod care;
mod hospitals;
mod people;
pub(crate) mod review;
mod run;
mod totals;
mod waiting_offers;
mod what_if;

use holdfast_core::catalog::{ClauseId, OfferId, ProgramId};
use holdfast_core::decide::eligibility::Because;
use holdfast_core::model::{
    AccountId, Case, CaseId, CaseKind, CaseState, Ccn, Contact, ContactRole, EmailAddress, HospitalScope,
    JoinId, Registration, RegistrationAnswers, RegistrationId, RegistrationState, Role, Stage,
};
use holdfast_server::entropy;
use holdfast_store::Cases;
use holdfast_testkit::{Browser, Portal};

pub(crate) fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a certification number"))
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// A reviewer, signed in.
async fn reviewer(portal: &Portal, name: &str) -> Browser {
    portal.signed_in_as(name, Role::Reviewer, None).await
}

/// Someone of the program office, signed in.
async fn office(portal: &Portal) -> Browser {
    portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await
}

/// A case, opened today.
pub(crate) async fn open(portal: &Portal, ccn: Option<&str>, program: &str, kind: CaseKind) -> CaseId {
    let today = portal.app.today();
    let case = Case {
        id: CaseId::from_random(entropy::id_bytes(&*portal.app.entropy)),
        program: ProgramId::new(program),
        ccn: ccn.map(|c| Ccn::parse(c).expect("a certification number")),
        kind,
        opened_on: today,
        target_on: today.saturating_add(jiff::Span::new().days(5)),
        state: CaseState::Open,
    };
    let mut write = portal.app.store.write().await.expect("a write");
    let id = write.open_case(&case, portal.app.now_ms()).await.expect("a case");
    write.commit().await.expect("kept");
    id
}

/// A registration sent from a mail provider anyone can use, with its case.
pub(crate) async fn sent(portal: &Portal, ccn: &str, from: &str) -> (Registration, CaseId) {
    let today = portal.app.today();
    let registration = Registration {
        id: RegistrationId::from_random(entropy::id_bytes(&*portal.app.entropy)),
        reference: entropy::reference(&*portal.app.entropy),
        program: ProgramId::new("rural-hospitals"),
        ccn: Ccn::parse(ccn).expect("a certification number"),
        version: 1,
        state: RegistrationState::Submitted { on: today },
        answers: RegistrationAnswers {
            legal_name: Some("Fixture Memorial".to_owned()),
            contact: Some(Contact {
                name: "Ann Sender".to_owned(),
                role: ContactRole::It,
                email: email(from),
                phone: "(555) 555-9999".to_owned(),
            }),
            ..RegistrationAnswers::default()
        },
    };
    let mut write = portal.app.store.write().await.expect("a write");
    let now_ms = portal.app.now_ms();
    write.add_registration(scope(ccn), &registration, now_ms).await.expect("a registration");
    write
        .reach_stage(scope(ccn), &registration.program, Stage::Registered, today, now_ms)
        .await
        .expect("a stage");
    write.commit().await.expect("kept");
    let kind = CaseKind::Belonging { registration: registration.id };
    let case = open(portal, Some(ccn), "rural-hospitals", kind).await;
    (registration, case)
}

/// A case about a clause of an offer.
pub(crate) async fn referral(
    portal: &Portal,
    ccn: &str,
    offer: &str,
    clause: &str,
    because: Because,
) -> CaseId {
    let kind = CaseKind::OfferReferral { offer: OfferId::new(offer), clause: ClauseId::new(clause), because };
    open(portal, Some(ccn), "rural-hospitals", kind).await
}

/// A person without any role.
async fn nobody(portal: &Portal, name: &str, address: &str) -> AccountId {
    let id = AccountId::from_random(entropy::id_bytes(&*portal.app.entropy));
    let mut write = portal.app.store.write().await.expect("a write");
    write.add_account(id, name, &email(address), portal.app.now_ms()).await.expect("an account");
    write.commit().await.expect("kept");
    id
}

/// Someone who asks to join a hospital that has no administrator, with the case.
pub(crate) async fn asks_to_join(
    portal: &Portal,
    ccn: &str,
    name: &str,
    address: &str,
) -> (AccountId, CaseId) {
    let account = nobody(portal, name, address).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let id = JoinId::from_random(entropy::id_bytes(&*portal.app.entropy));
    write.ask_to_join(scope(ccn), id, account, "Role: IT", portal.app.now_ms()).await.expect("asked");
    write.commit().await.expect("kept");
    (account, open(portal, Some(ccn), "rural-hospitals", CaseKind::Join { account }).await)
}

/// Where a case stands.
async fn state(portal: &Portal, id: CaseId) -> CaseState {
    let mut read = portal.app.store.read().await.expect("a read");
    read.review_case(id).await.expect("read").expect("the case").0.state
}

fn at(id: CaseId) -> String {
    format!("/office/cases/{id}")
}

/// Hospitals of Franklin that reached a stage on a day.
pub(crate) async fn reached(portal: &Portal, ccns: &[&str], stage: Stage, on: &str) {
    let mut write = portal.app.store.write().await.expect("a write");
    let (program, on) = (ProgramId::new("rural-hospitals"), on.parse().expect("a day"));
    for ccn in ccns {
        write.reach_stage(scope(ccn), &program, stage, on, portal.app.now_ms()).await.expect("a stage");
    }
    write.commit().await.expect("kept");
}
