//! Somebody invited by mail: a link, a button, their part and nothing else, until it ends.

use holdfast_core::model::{Answer, Coverage, Finding, Reply, Role};
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{at, fixture, invited, machine_finds};

const HAL: &str = "hal.hire@fixturememorial.example";

#[tokio::test]
async fn the_letter_names_nobody_and_its_link_does_nothing_until_pressed() {
    let (portal, _, mut dana) = fixture().await;
    dana.get(&at("/hr/invite")).await.is(200).shows("Who knows the answers?");
    let sent = dana.post_and_follow(&at("/hr/invite"), &[("name", "Hal Hire"), ("email", HAL)]).await;
    sent.shows("Human resources: the letter is on its way.").shows("Hal Hire, asked on March 2, 2026");
    let mails = portal.mails().await;
    let letter = mails.iter().find(|m| m.new.kind == "assessment-part").expect("a letter");
    for secret in ["Fixture", "Hal", "Dana"] {
        assert!(!letter.new.text.contains(secret), "{secret}: {}", letter.new.text);
    }
    let link = portal.mailed_link_to("assessment-part", HAL).await;
    let mut hal = portal.browser();
    for _ in 0..2 {
        hal.get(&link).await.is(200).shows("Fixture Memorial Hospital").shows("Human resources");
        assert_eq!(hal.cookie("part"), None);
        hal.get("/questions").await.is(410);
    }
    hal.post(&link, &[("name", " ")]).await.is(422).shows("Write your name");
    hal.post(&link, &[("name", &"n".repeat(101))]).await.is(422);
    assert_eq!(hal.post(&link, &[("name", "Hal  Hire")]).await.location(), "/questions");
    let list = hal.get("/questions").await;
    list.is(200).shows("0 of 4 answered").hides("This week").hides("Print these questions");
    // People change machines: the link goes on working.
    portal.browser().get(&link).await.is(200);
}

#[tokio::test]
async fn an_invited_persons_answer_bears_their_name_and_part() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let page = hal.get("/questions/training-done").await;
    page.is(200).shows("people");
    let kept = hal
        .fill_in("/questions/training-done", &page, &[("answer", "partly"), ("n", "110"), ("of", "130")])
        .await;
    assert_eq!(kept.location(), "/questions/training-first-month?saved=training-done");
    dana.get(&at("/hr"))
        .await
        .shows("Last answer: 110 of 130 people. Hal Hire, Human resources, March 2, 2026");
    portal.clock.pass_minutes(1);
    let page = hal.get("/questions/training-first-month").await;
    let none = [("answer", "not_applicable"), ("reason", "Nobody is new"), ("until", "2026-06-01")];
    hal.fill_in("/questions/training-first-month", &page, &none).await.is(422).shows("Write the name");
    let none = [&none[..], &[("approver", "Eve Chief")]].concat();
    hal.fill_in("/questions/training-first-month", &page, &none).await.is(303);
    let page = hal.get("/questions/not-on-payroll").await;
    hal.fill_in("/questions/not-on-payroll", &page, &[("answer", "ask"), ("knows", "it")]).await.is(303);
    hal.get("/questions").await.shows("2 of 3 answered");
    hal.get("/questions/not-on-payroll")
        .await
        .is(404)
        .shows("It stands on the list of Computers and network");
}

#[tokio::test]
async fn two_people_answer_one_assessment() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let path = "/questions/training-done";
    let (his, hers) = (hal.get(path).await, dana.get(&at("/hr/training-done")).await);
    hal.fill_in(path, &his, &[("answer", "no")]).await.is(303);
    portal.clock.pass_minutes(1);
    let both = dana.fill_in(&at("/hr/training-done"), &hers, &[("answer", "yes")]).await;
    both.is(409).shows("No What is saved now: Hal Hire, Human resources, March 2, 2026");
    dana.fill_in(&at("/hr/training-done"), &both, &[("keep", "mine")]).await.is(303);
    // And the other way round, in his language.
    let again = hal.fill_in(&format!("{path}?lang=es"), &his, &[("answer", "no")]).await;
    again
        .is(409)
        .shows("Otra persona también respondió")
        .shows("Sí Lo que está guardado ahora: Dana Fixture");
    let list = hal.get("/questions").await;
    list.shows("Last answer: Yes. Dana Fixture, Hospital administrator");
    let list = hal.get("/questions?lang=es").await;
    list.shows("Saltar a la parte principal").shows("Ayuda por teléfono").hides("Sign in");
    assert!(list.body.contains("<html lang=\"es\">"));
}

#[tokio::test]
async fn naming_somebody_else_ends_the_link_and_what_it_opened() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let link = portal.mailed_link_to("assessment-part", HAL).await;
    let mut bio = invited(&portal, &mut dana, "biomed", "Bo Med", "bo@fixturememorial.example").await;
    let mut pia = invited(&portal, &mut dana, "hr", "Pia Staff", "pia@fixturememorial.example").await;
    hal.get("/questions").await.is(410).shows("someone else is asked now");
    hal.post("/questions/training-done", &[("answer", "no")]).await.is(410);
    portal.browser().get(&link).await.is(410);
    portal.browser().post(&link, &[("name", "Hal Hire")]).await.is(410);
    pia.get("/questions").await.is(200);
    bio.get("/questions").await.is(200).shows("0 of 2 answered");
    dana.post_and_follow(&at("/hr/end"), &[]).await.shows("the invitation is ended");
    pia.get("/questions").await.is(410);
    bio.get("/questions").await.is(200);
    dana.post(&at("/hr/end"), &[]).await.is(303);
}

#[tokio::test]
async fn a_link_runs_out_after_thirty_days() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let link = portal.mailed_link_to("assessment-part", HAL).await;
    portal.clock.set("2026-03-31");
    hal.get("/questions").await.is(200);
    portal.browser().get(&link).await.is(200);
    portal.clock.set("2026-04-02");
    hal.get("/questions").await.is(410).shows("Open the link in your mail again");
    portal.browser().get(&link).await.is(410);
}

#[tokio::test]
async fn whoever_is_invited_sees_no_finding_and_no_other_part() {
    let (portal, scope, mut dana) = fixture().await;
    let share = Finding::Partly(Coverage::new(85, 96).expect("a share"));
    for measure in ["mfa-mail", "assets-listed"] {
        machine_finds(&portal, scope, measure, share).await;
    }
    portal.clock.pass_minutes(1);
    let page = dana.get(&at("/it/device-list")).await;
    dana.fill_in(&at("/it/device-list"), &page, &[("answer", "yes")]).await.is(303);
    dana.get(&at("/it/device-list")).await.shows("The evidence says otherwise").shows("Franklin scanner");
    let mut ivo = invited(&portal, &mut dana, "it", "Ivo Net", "ivo@fixturememorial.example").await;
    ivo.get("/questions").await.hides("A machine has looked").hides("Franklin").hides("Look again");
    ivo.get("/questions/device-list").await.is(200).hides("Franklin").hides("85 of 96").hides("otherwise");
    for ask in ["second-step-mail", "training-done", "who-answers", "no-such-question"] {
        ivo.get(&format!("/questions/{ask}")).await.is(404);
        ivo.post(&format!("/questions/{ask}"), &[("answer", "yes")]).await.is(404);
    }
    assert!(ivo.get(&at("/it")).await.location().starts_with("/sign-in"), "no page of the hospital opens");
}

#[tokio::test]
async fn what_an_assessor_wrote_and_what_a_machine_settled_is_no_question_of_the_invited() {
    let (portal, scope, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let path = "/questions/training-done";
    let measure =
        portal.app.catalog.asks.iter().find(|a| a.id.as_str() == "training-done").expect("an ask").answers[0]
            .clone();
    // Said on the measure's own page, as an assessor's interview is.
    let mut write = portal.app.store.write().await.expect("a write");
    let answer = Answer {
        measure: measure.clone(),
        reply: Reply::Finds { finding: Finding::NotMet },
        by: "Ada Stone, Lakeside Assurance".to_owned(),
        at: portal.app.clock.now(),
    };
    write.add_answer(scope, None, &answer, None).await.expect("kept");
    write.commit().await.expect("kept");
    hal.get(path).await.is(200).hides("Ada Stone").hides("Last answer");
    dana.get(&at("/hr/training-done")).await.is(200).shows("Ada Stone");
    // A machine settles another while they read it.
    let path = "/questions/training-first-month";
    let page = hal.get(path).await;
    portal.clock.pass_minutes(1);
    machine_finds(&portal, scope, "training-new-people", Finding::Met).await;
    hal.fill_in(path, &page, &[("answer", "no")]).await.is(404);
    hal.get(path).await.is(404);
}

#[tokio::test]
async fn leaving_a_shared_computer_ends_the_cookie_and_not_the_link() {
    let (portal, _, mut dana) = fixture().await;
    let mut hal = invited(&portal, &mut dana, "hr", "Hal Hire", HAL).await;
    let held = hal.cookie("part").expect("a cookie").to_owned();
    hal.post("/questions/leave", &[]).await.is(303);
    hal.set_cookie("part", &held);
    hal.get("/questions").await.is(410);
    portal.browser().get(&portal.mailed_link_to("assessment-part", HAL).await).await.is(200);
}

#[tokio::test]
async fn only_who_answers_for_the_hospital_invites() {
    let (portal, _, _) = fixture().await;
    let here = Some(FIXTURE_MEMORIAL);
    let typed = [("name", "Hal Hire"), ("email", HAL)];
    for (role, may_see, may_answer, may_invite) in [
        (Role::HospitalIt, 200, 200, 303),
        (Role::Executive, 200, 200, 403),
        (Role::Assessor, 200, 200, 403),
        (Role::Staff, 403, 403, 403),
    ] {
        let mut who = portal.signed_in_as(&format!("A {}", role.key()), role, here).await;
        who.get(&at("")).await.is(may_see);
        who.get(&at("/hr")).await.is(may_answer);
        who.get(&at("/hr/training-done")).await.is(may_answer);
        who.post(&at("/hr/invite"), &typed).await.is(may_invite);
        who.post(&at("/hr/end"), &[]).await.is(may_invite);
    }
    assert_eq!(invitations(&portal).await, 1);
}

async fn invitations(portal: &Portal) -> usize {
    portal.mails().await.iter().filter(|m| m.new.kind == "assessment-part").count()
}
