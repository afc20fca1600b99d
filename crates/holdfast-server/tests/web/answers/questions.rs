//! A hospital's own people: the overview, lists, one question at a time, and two at once.

use holdfast_core::decide::posture::{Posture, State};
use holdfast_core::model::{Coverage, Finding, Role};
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{at, fixture, machine_finds};

fn state(posture: &Posture, measure: &str) -> State {
    posture.measures.iter().find(|m| m.measure.as_str() == measure).expect("a measure").state
}

#[tokio::test]
async fn an_answer_is_kept_for_each_measure_and_leads_to_the_next_question() {
    let (portal, scope, mut dana) = fixture().await;
    dana.get(&at("")).await.is(200).shows("0 of 56 answered").shows("Human resources Nobody is invited yet");
    let list = dana.get(&at("/hr")).await;
    list.is(200).shows("0 of 4 answered").shows("HR-1").shows("To answer");
    let path = at("/hr/leavers-off");
    let page = dana.get(&path).await;
    page.is(200).shows("Question 1 of 4. Human resources. Fixture Memorial Hospital").hides("For how many");
    let next = dana.fill_in(&path, &page, &[("answer", "yes")]).await;
    assert_eq!(next.location(), at("/hr/not-on-payroll?saved=leavers-off"));
    let next = dana.get(next.location()).await;
    next.is(200).shows("Your answer is saved.");
    assert!(next.body.contains(&format!("data-saved=\"{path}\"")));
    let posture = portal.app.assessment(scope).await.expect("read").posture;
    for measure in ["offboard-in-a-day", "offboard-no-leftovers"] {
        assert_eq!(state(&posture, measure), State::Attested, "{measure}");
    }
    dana.get(&at("/hr"))
        .await
        .shows("1 of 4 answered")
        .shows("Last answer: Yes. Dana Fixture, Hospital administrator, March 2, 2026");
    dana.get(&at("")).await.shows("1 of 56 answered");
}

#[tokio::test]
async fn numbers_are_checked_and_what_was_typed_is_shown_again() {
    let (portal, scope, mut dana) = fixture().await;
    let path = at("/it/second-step-mail");
    let page = dana.get(&path).await;
    page.is(200).shows("For how many is it so?").shows("accounts");
    let wrong = dana.fill_in(&path, &page, &[("answer", "partly"), ("n", "97"), ("of", "96")]).await;
    wrong.is(422).shows("There is a problem").shows("97 is more than 96");
    assert_eq!((wrong.input("n"), wrong.input("of")), (Some("97".to_owned()), Some("96".to_owned())));
    dana.fill_in(&path, &wrong, &[("answer", "partly"), ("n", "85"), ("of", "96")]).await.is(303);
    let posture = portal.app.assessment(scope).await.expect("read").posture;
    let coverage = Coverage::new(85, 96).expect("a share");
    assert_eq!(state(&posture, "mfa-mail"), State::Partly { coverage, is_proven: false });
    let nothing = dana.get(&path).await;
    nothing.shows("Last answer: 85 of 96 accounts.");
    assert_eq!(nothing.input("n").as_deref(), Some("85"), "filled in from last time");
    dana.fill_in(&path, &nothing, &[]).await.is(422).shows("Choose an answer.");
}

#[tokio::test]
async fn what_a_machine_saw_is_not_asked_and_a_claim_beyond_it_is_shown() {
    let (portal, scope, mut dana) = fixture().await;
    let share = Finding::Partly(Coverage::new(85, 96).expect("a share"));
    machine_finds(&portal, scope, "mfa-mail", share).await;
    let list = dana.get(&at("/it")).await;
    list.shows("0 of 32 answered")
        .shows("Not asked, because a machine has looked")
        .shows("Franklin scanner on the tenant, March 2, 2026: 85 of 96 accounts.");
    dana.get(&at("")).await.shows("A machine has looked at one more.");
    // Somebody answers all the same, and claims more.
    portal.clock.pass_minutes(1);
    let path = at("/it/second-step-mail");
    let page = dana.get(&path).await;
    page.shows("Not asked, because a machine has looked");
    dana.fill_in(&path, &page, &[("answer", "yes")]).await.is(303);
    dana.get(&path).await.shows("The evidence says otherwise").shows("Both cannot be right");
    dana.get(&at("/it")).await.shows("Look again");
    dana.get(&at("")).await.shows("One answer does not fit the evidence.");
}

#[tokio::test]
async fn two_people_at_one_question_see_both_answers_and_one_chooses() {
    let (portal, scope, mut dana) = fixture().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let path = at("/it/device-list");
    let (hers, his) = (dana.get(&path).await, ivo.get(&path).await);
    dana.fill_in(&path, &hers, &[("answer", "yes")]).await.is(303);
    portal.clock.pass_minutes(1);
    // The same answer needs no choice.
    ivo.fill_in(&path, &his, &[("answer", "yes")]).await.is(303);
    let both = ivo.fill_in(&path, &his, &[("answer", "partly"), ("n", "80"), ("of", "92")]).await;
    both.is(409)
        .shows("Someone else answered this too")
        .shows("Yes What is saved now: Dana Fixture, Hospital administrator, March 2, 2026")
        .shows("80 of 92 devices Your answer");
    let posture = |portal: &holdfast_testkit::Portal| {
        let app = portal.app.clone();
        async move { state(&app.assessment(scope).await.expect("read").posture, "assets-listed") }
    };
    assert_eq!(posture(&portal).await, State::Attested, "nothing is kept until one chooses");
    ivo.fill_in(&path, &both, &[("keep", "theirs")]).await.is(303);
    assert_eq!(posture(&portal).await, State::Attested);
    ivo.fill_in(&path, &both, &[("keep", "mine")]).await.is(303);
    let coverage = Coverage::new(80, 92).expect("a share");
    assert_eq!(posture(&portal).await, State::Partly { coverage, is_proven: false });
}

#[tokio::test]
async fn a_question_passed_on_stands_on_one_list_and_does_not_come_back() {
    let (portal, _, mut dana) = fixture().await;
    let path = at("/nursing/paper-ready");
    let page = dana.get(&path).await;
    let wrong = dana.fill_in(&path, &page, &[("answer", "ask"), ("knows", "nursing")]).await;
    wrong.is(422).shows("Choose who knows.");
    dana.fill_in(&path, &page, &[("answer", "ask"), ("knows", "executive")]).await.is(303);
    assert_eq!(dana.get(&path).await.location(), at("/executive/paper-ready"), "an old address leads on");
    dana.get(&at("/nursing")).await.shows("0 of 3 answered");
    dana.get(&at("/executive")).await.shows("0 of 10 answered").shows(
        "Dana Fixture, Hospital administrator, passed this on to Hospital leadership on March 2, 2026.",
    );
    portal.clock.pass_minutes(1);
    let path = at("/executive/paper-ready");
    let page = dana.get(&path).await;
    let back = dana.fill_in(&path, &page, &[("answer", "ask"), ("knows", "nursing")]).await;
    back.is(422).shows("Choose who knows.");
    assert!(!page.body.contains("<option value=\"nursing\""));
    dana.get(&path).await.is(200);
}

#[tokio::test]
async fn what_does_not_apply_has_a_reason_an_approver_and_an_end() {
    let (portal, scope, mut dana) = fixture().await;
    let path = at("/biomed/medical-list");
    let page = dana.get(&path).await;
    let wrong = dana
        .fill_in(&path, &page, &[("answer", "not_applicable"), ("until", "2028-01-01"), ("approver", " ")])
        .await;
    wrong.is(422).shows("Write why").shows("Write the name").shows("a year from now at most");
    let typed = [("answer", "not_applicable"), ("reason", "We rent all of them"), ("until", "2026-12-31")];
    let good = [&typed[..], &[("approver", "Eve Chief")]].concat();
    dana.fill_in(&path, &page, &good).await.is(303);
    let record = portal.app.assessment(scope).await.expect("read").record;
    let [exception] = record.exceptions.as_slice() else { panic!("{:?}", record.exceptions) };
    assert_eq!((exception.measure.as_str(), exception.approver.as_str()), ("medical-listed", "Eve Chief"));
    dana.get(&at("/biomed")).await.shows("Does not apply, until December 31, 2026: We rent all of them");
    portal.clock.set("2027-01-02");
    let mut dana = portal.signed_in_as("Dee Later", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    dana.get(&at("/biomed")).await.shows("To answer");
}

#[tokio::test]
async fn last_years_answer_fills_the_form_and_is_asked_again() {
    let (portal, _, mut dana) = fixture().await;
    let path = at("/finance/vendor-list");
    let page = dana.get(&path).await;
    dana.fill_in(&path, &page, &[("answer", "partly"), ("n", "12"), ("of", "40")]).await.is(303);
    portal.clock.set("2027-03-10");
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let page = ivo.get(&path).await;
    page.shows("Last answer: 12 of 40 vendors.").shows("more than a year old");
    assert_eq!((page.input("n").as_deref(), page.input("of").as_deref()), (Some("12"), Some("40")));
    ivo.get(&at("/finance")).await.shows("0 of 4 answered");
    ivo.fill_in(&path, &page, &[("answer", "partly"), ("n", "12"), ("of", "40")]).await.is(303);
    ivo.get(&at("/finance")).await.shows("1 of 4 answered");
}

#[tokio::test]
async fn spanish_is_chosen_once_and_said_to_the_browser() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("/hr/training-done?lang=es")).await;
    page.is(200).shows("Guardar y seguir").shows("Pregunta 3 de 4. Recursos humanos");
    assert!(page.body.contains("<div lang=\"es\">"));
    assert_eq!(dana.cookie("language"), Some("es"));
    dana.get(&at("/hr")).await.shows("Por responder").shows("0 de 4 respondidas");
    let path = at("/hr/training-done");
    let wrong = dana.post(&path, &[("answer", "partly"), ("n", "9"), ("of", "4")]).await;
    wrong.is(422).shows("Hay un problema").shows("9 es más que 4");
    dana.get(&at("/hr?lang=en")).await.shows("To answer");
    dana.get(&at("/hr?lang=xx")).await.is(200).shows("To answer");
}
