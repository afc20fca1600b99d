//! Several people send a registration of one hospital: none keeps another out, and one of them is found to come from it.

use holdfast_core::model::{CaseKind, CaseState, Ccn, HospitalScope, Registration, RegistrationState, Role};
use holdfast_store::CaseFilter;
use holdfast_store::nouns::*;
use holdfast_testkit::Portal;

use crate::{answer, confirmed, contact, filled_in, registered};

fn scope() -> HospitalScope {
    HospitalScope::checked(Ccn::parse("991301").expect("a number"))
}

async fn kept(portal: &Portal) -> Vec<Registration> {
    let mut read = portal.app.store.read().await.expect("a read");
    read.registrations(scope()).await.expect("registrations")
}

async fn states(portal: &Portal) -> Vec<&'static str> {
    kept(portal).await.iter().map(|r| r.state.key()).collect()
}

/// The addresses of the cases about a registration that are open, and the states of all.
async fn cases(portal: &Portal) -> (Vec<String>, Vec<&'static str>) {
    let mut read = portal.app.store.read().await.expect("a read");
    let all = read.review_queue(&CaseFilter::default(), 100, 0).await.expect("cases");
    let open = all.iter().filter(|c| matches!(c.kind, CaseKind::Belonging { .. }) && !c.state.is_settled());
    (open.map(|c| format!("/office/cases/{}", c.id)).collect(), all.iter().map(|c| c.state.key()).collect())
}

#[tokio::test]
async fn a_reviewer_sees_both_and_approving_one_answers_the_other() {
    let portal = Portal::new().await;
    confirmed(&portal, ("contact", &contact("Mal Ory", "mallory@gmail.com"))).await.shows("A reviewer calls");
    portal.clock.pass_minutes(1);
    confirmed(&portal, ("contact", &contact("Ann Lee", "ann@gmail.com"))).await.shows("A reviewer calls");
    assert_eq!(states(&portal).await, ["submitted", "submitted"]);
    let (open, _) = cases(&portal).await;
    assert_eq!(open.len(), 2);
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let mut anns = String::new();
    for case in &open {
        let page = rae.get(case).await;
        page.is(200).shows("2 people registered this hospital").shows("Mal Ory").shows("Ann Lee");
        let (own, other) =
            (page.body.find("What the hospital said"), page.body.find("Another registration of"));
        assert!(own < other);
        if page.body.find("Ann Lee") < page.body.find("Mal Ory") {
            anns.clone_from(case);
        }
    }
    let yes = [("act", "approve"), ("reason", "They know Ann."), ("confirmed", "yes"), ("seen", "0")];
    rae.post_and_follow(&anns, &yes).await.is(200).shows("The case is settled");
    assert_eq!(states(&portal).await, ["refused", "validated"]);
    assert!(cases(&portal).await.0.is_empty());
    let mails = portal.mails().await;
    let second: Vec<_> = mails.iter().filter(|m| m.new.kind == "registration-second").collect();
    assert_eq!(second.len(), 1);
    assert_eq!(second[0].new.to.as_str(), "mallory@gmail.com");
    assert!(!second[0].new.text.contains("Ann"), "{}", second[0].new.text);
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.people(scope()).await.expect("people").len(), 1);
}

#[tokio::test]
async fn who_confirms_after_another_was_found_is_told_to_join() {
    let portal = Portal::new().await;
    registered(&mut portal.browser(), ("contact", &contact("Mal Ory", "mallory@evil.example"))).await;
    let late = portal.mailed_link("prove-mailbox").await;
    portal.clock.pass_minutes(1);
    confirmed(&portal, ("", &[])).await.shows("Your registration is confirmed");
    assert_eq!(states(&portal).await, ["refused", "validated"]);
    let told = portal
        .mails()
        .await
        .into_iter()
        .any(|m| m.new.to.as_str() == "mallory@evil.example" && m.new.kind != "prove-mailbox");
    assert!(!told, "nobody is written to whose mailbox is not proven");
    portal
        .browser()
        .post(&late, &[])
        .await
        .is(200)
        .shows("nothing is left to confirm")
        .shows("Ask to join the hospital instead")
        .hides("tells us that you work there");
}

#[tokio::test]
async fn what_a_registration_says_is_the_hospitals_word_only_once_it_is_found_to_come_from_it() {
    let portal = Portal::new().await;
    let said = async || {
        let mut read = portal.app.store.read().await.expect("a read");
        read.attestations(scope()).await.expect("attestations").len()
    };
    confirmed(&portal, ("contact", &contact("Mal Ory", "mallory@gmail.com"))).await;
    assert_eq!(said().await, 0);
    let (open, _) = cases(&portal).await;
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let no = [("act", "refuse"), ("reason", "Nobody there knows them."), ("seen", "0")];
    rae.post(&open[0], &no).await.is(303);
    assert_eq!(said().await, 0, "a refused registration leaves nothing behind");
    let uncounted = async || {
        let mut read = portal.app.store.read().await.expect("a read");
        let program = portal.app.hospital_program().expect("a program").id.clone();
        read.office_uncounted(&program).await.expect("read").len()
    };
    assert_eq!(uncounted().await, 1, "who was refused has agreed to nothing");
    portal.clock.pass_minutes(1);
    confirmed(&portal, ("", &[])).await;
    assert!(said().await > 0);
    assert_eq!(uncounted().await, 0, "and the refused one does not keep the hospital out");
}

#[tokio::test]
async fn one_person_who_sends_twice_makes_one_case() {
    let portal = Portal::new().await;
    let ann = contact("Ann Lee", "ann@gmail.com");
    confirmed(&portal, ("contact", &ann)).await;
    portal.clock.pass_minutes(1);
    confirmed(&portal, ("contact", &ann)).await;
    assert_eq!(states(&portal).await, ["refused", "submitted"]);
    let (open, all) = cases(&portal).await;
    assert_eq!((open.len(), all.len()), (1, 2));
}

#[tokio::test]
async fn one_address_can_be_named_only_so_often() {
    let portal = Portal::new().await;
    for _ in 0..5 {
        registered(&mut portal.browser(), ("", &[])).await;
    }
    let mut sixth = portal.browser();
    filled_in(&mut sixth, ("", &[])).await;
    let full = sixth.post("/register/send", &[]).await;
    full.is(422).shows("Too many registrations wait for ann@fixturememorial.example to be confirmed");
    assert_eq!(portal.mails().await.len(), 5);
    // The owner of the mailbox is never kept out: coming back by mail proves it.
    sixth.post("/register/save", &[("email", "ann@fixturememorial.example")]).await.is(200);
    let link = portal.mailed_link("resume-link").await;
    sixth.post(&link, &[]).await.is(303);
    sixth.post_and_follow("/register/send", &[]).await.is(200).shows("Registration confirmed");
    let mut all = states(&portal).await;
    all.sort_unstable();
    assert_eq!(all, ["refused", "refused", "refused", "refused", "refused", "validated"]);
}

#[tokio::test]
async fn a_way_back_followed_after_sending_proves_the_mailbox_too() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    filled_in(&mut browser, ("", &[])).await;
    browser.post("/register/save", &[("email", "ann@fixturememorial.example")]).await.is(200);
    let back = portal.mailed_link("resume-link").await;
    browser.post("/register/send", &[]).await.is(303);
    assert_eq!(states(&portal).await, ["unproven"]);
    portal.browser().post(&back, &[]).await.is(303);
    assert_eq!(states(&portal).await, ["validated"]);
}

#[tokio::test]
async fn an_address_changed_on_a_question_is_confirmed_before_anyone_decides() {
    let portal = Portal::new().await;
    let mut ann = portal.browser();
    registered(&mut ann, ("contact", &contact("Ann Lee", "ann@gmail.com"))).await;
    let link = portal.mailed_link("prove-mailbox").await;
    portal.browser().post(&link, &[]).await.is(200);
    let (open, _) = cases(&portal).await;
    let mut rae = portal.signed_in_as("Rae Vance", Role::Reviewer, None).await;
    let ask = [("act", "ask_back"), ("reason", "Which department?"), ("seen", "0")];
    rae.post(&open[0], &ask).await.is(303);
    answer(&mut ann, "contact", &contact("Ann Lee", "mallory@evil.example")).await.is(303);
    ann.post_and_follow("/register/send", &[("reply", "The north one.")]).await.is(200);
    assert_eq!(states(&portal).await, ["unproven"]);
    let yes = [("act", "approve"), ("reason", "They know Ann."), ("confirmed", "yes"), ("seen", "2")];
    rae.post(&open[0], &yes).await.is(422).shows("has not confirmed it yet");
    let mut read = portal.app.store.read().await.expect("a read");
    let states: Vec<CaseState> =
        read.cases(scope()).await.expect("cases").into_iter().map(|c| c.state).collect();
    assert!(matches!(states[..], [CaseState::Open]));
    assert!(matches!(kept(&portal).await[0].state, RegistrationState::Unproven { .. }));
}
