//! The assessor: a guest of one hospital, given by its administrator, who looks, agrees or corrects, and signs.

use holdfast_core::model::{AccountId, Ccn, HospitalScope, Role, Stage};
use holdfast_store::nouns::*;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

use super::{at, fixture};

/// Fixture Memorial, its administrator, and Ada Stone, who assesses it.
async fn with_ada() -> (Portal, Browser, AccountId, Browser) {
    let (portal, _, dana) = fixture().await;
    let account = portal.person("Ada Stone", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    let ada = portal.signed_in(account).await;
    (portal, dana, account, ada)
}

#[tokio::test]
async fn an_administrator_invites_an_assessor_who_sees_this_hospital_alone() {
    let (portal, mut dana, _, mut ada) = with_ada().await;
    let people = dana.get(&at("/people")).await;
    assert!(people.body.contains("<option value=\"assessor\""));
    ada.get(&at("/assess")).await.is(200).shows("Assess Fixture Memorial").shows("0 of");
    ada.get(&at("")).await.is(200);
    ada.get(&format!("/hospital/{BEACON_RIDGE}/assess")).await.is(403);
    ada.post(&at("/measures/mfa-mail/exception"), &[]).await.is(403);
    // Whoever answers for the hospital is not offered the list.
    dana.get(&at("/assess")).await.is(403);
    dana.get(&at("/evidence")).await.hides("Assess");
    let mut office = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    office.get(&at("/assess")).await.is(403);
}

#[tokio::test]
async fn contradictions_and_gates_come_first_and_progress_is_counted() {
    let (_portal, mut dana, _, mut ada) = with_ada().await;
    dana.post(&at("/measures/mfa-mail/answer"), &[("a-finding", "met")]).await.is(303);
    let list = ada.get(&at("/assess")).await;
    let text = list.text();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("`{words}` is not in {text}"));
    assert!(place("Gates not proven shut") < place("Said, and not proven"));
    assert!(place("Said, and not proven") < place("The rest"));
    let agree = [("r-method", "examine"), ("r-verdict", "agree"), ("r-firm", "Lakeside Assurance")];
    let page = ada.post_and_follow(&at("/measures/mfa-mail/review"), &agree).await;
    page.shows("Your look is kept").shows("Met, and proven").shows("Ada Stone, Lakeside Assurance");
    ada.get(&at("/assess")).await.shows("1 of").shows("You or a colleague looked on March 2, 2026");
    // The firm is there the next time.
    assert_eq!(
        ada.get(&at("/measures/mfa-admins")).await.input("r-firm").as_deref(),
        Some("Lakeside Assurance")
    );
}

#[tokio::test]
async fn a_correction_stands_against_what_was_said_and_comes_back_when_it_lacks_something() {
    let (_portal, mut dana, _, mut ada) = with_ada().await;
    dana.post(&at("/measures/mfa-admins/answer"), &[("a-finding", "met")]).await.is(303);
    let to = at("/measures/mfa-admins/review");
    let lacks = [
        ("r-method", "test"),
        ("r-verdict", "correct"),
        ("r-finding", "partly"),
        ("r-n", "3"),
        ("r-of", "5"),
    ];
    let page = ada.post(&to, &lacks).await;
    page.is(422).shows("Write what you saw and why it differs").shows("Write the firm you come from");
    assert_eq!(page.input("r-of").as_deref(), Some("5"));
    let more = [
        ("r-note", "Two service accounts sign in without"),
        ("r-firm", "Lakeside"),
        ("r-outliers", "*svc-backup\nsvc-scan"),
    ];
    let all: Vec<(&str, &str)> = lacks.into_iter().chain(more).collect();
    let page = ada.post_and_follow(&to, &all).await;
    page.shows("Contradicted").shows("Two service accounts sign in without").shows("svc-backup more rights");
    // The hospital reads the note on the same page.
    dana.get(&at("/measures/mfa-admins")).await.shows("Two service accounts sign in without");
}

#[tokio::test]
async fn what_was_only_heard_is_a_word_and_no_proof() {
    let (_portal, _, _, mut ada) = with_ada().await;
    let heard = [
        ("r-method", "interview"),
        ("r-verdict", "correct"),
        ("r-finding", "met"),
        ("r-note", "The IT person says so"),
        ("r-firm", "Lakeside"),
    ];
    let page = ada.post_and_follow(&at("/measures/mfa-admins/review"), &heard).await;
    page.shows("Met, by someone's word").hides("Met, and proven");
}

#[tokio::test]
async fn nobody_assesses_a_hospital_they_answer_for() {
    let (portal, _, account, mut ada) = with_ada().await;
    let ccn = Ccn::parse(FIXTURE_MEMORIAL).expect("a number");
    let mut write = portal.app.store.write().await.expect("a write");
    write.give_role(account, Role::HospitalIt, Some(ccn), None, 0).await.expect("a role");
    write.commit().await.expect("kept");
    ada.get(&at("/assess")).await.shows("You hold another role at this hospital").hides("looked at");
    let look = [
        ("r-method", "examine"),
        ("r-verdict", "correct"),
        ("r-finding", "met"),
        ("r-note", "x"),
        ("r-firm", "L"),
    ];
    let refused = "Nobody assesses their own work";
    ada.post(&at("/measures/mfa-mail/review"), &look).await.is(400).shows(refused);
    ada.post(&at("/assess/sign-off"), &[("statement", "Fine")]).await.is(400).shows(refused);
    ada.get(&at("/measures/mfa-mail")).await.is(200).shows(refused).hides("Your look as an assessor");
}

#[tokio::test]
async fn a_posture_is_signed_as_shown_and_pages_say_what_changed_since() {
    let (portal, mut dana, _, mut ada) = with_ada().await;
    let page = ada.get(&at("/assess/sign-off")).await;
    page.is(200)
        .shows("with exceptions")
        .shows("without exceptions")
        .shows("contradictions open")
        .shows("Gates");
    // Something comes in while the assessor reads.
    dana.post(&at("/measures/mfa-mail/answer"), &[("a-finding", "not_met")]).await.is(303);
    let to = at("/assess/sign-off");
    let stale = ada.fill_in(&to, &page, &[("statement", "Seen on site, and by phone.")]).await;
    stale
        .is(422)
        .shows("Something came in or became too old while you were reading")
        .shows("Seen on site, and by phone.");
    ada.fill_in(&to, &stale, &[("statement", " ")]).await.is(422).shows("Write what you say of this posture");
    ada.fill_in(&to, &stale, &[("statement", "Seen on site.")]).await.is(303);
    // The program counts it as assessed.
    let program = portal.app.hospital_program().expect("a program").id.clone();
    let ccn = HospitalScope::checked(Ccn::parse(FIXTURE_MEMORIAL).expect("a number"));
    let stages = portal.app.store.read().await.expect("a read").stages(ccn, &program).await.expect("read");
    assert!(stages.iter().any(|(stage, _)| *stage == Stage::Assessed), "{stages:?}");
    let signed = "Signed by Ada Stone, Assessor on March 2, 2026";
    dana.get(&at("/evidence")).await.shows(&format!("{signed}; nothing changed since."));
    dana.post(&at("/measures/mfa-admins/answer"), &[("a-finding", "met")]).await.is(303);
    dana.get(&at("/measures/mfa-admins"))
        .await
        .shows(&format!("{signed}; 1 measure changed since."))
        .shows("This one did.");
    ada.get(&to).await.shows("What changed since").shows("Someone answered").shows("Seen on site.");
}
