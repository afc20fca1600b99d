//! Paper: printed in either language, keyed in fast, good rows kept and bad ones listed.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{at, fixture};

#[tokio::test]
async fn paper_has_every_question_with_its_number_in_either_language() {
    let (_portal, _, mut dana) = fixture().await;
    let page = dana.get(&at("/hr/paper")).await;
    page.is(200).shows("HR-1").shows("HR-4").shows("Notes").hides("HR-5").shows("/ people");
    dana.get(&at("/hr/paper?lang=es")).await.shows("Notas").shows("En parte").shows("Marque una casilla");
    let all = dana.get(&at("/it/paper")).await;
    for n in 1..=33 {
        all.shows(&format!("IT-{n} "));
    }
}

#[tokio::test]
async fn good_rows_are_kept_with_the_name_on_the_paper_and_bad_ones_stay() {
    let (portal, _, mut dana) = fixture().await;
    let path = at("/hr/key-in");
    let page = dana.get(&path).await;
    page.is(200).shows("Key in a paper").shows("HR-3");
    let head = [("name", "Hal Hire"), ("filled_on", "2026-02-27")];
    let rows = [
        ("answer.leavers-off", "yes"),
        ("n.training-done", "131"),
        ("of.training-done", "130"),
        ("answer.training-first-month", "no"),
        ("n.training-first-month", "1"),
        ("answer.no-such-question", "yes"),
    ];
    let none = dana.fill_in(&path, &page, &rows).await;
    none.is(422).shows("Write the name of who filled the paper in").shows("Choose the day on the paper");
    dana.get(&at("/hr")).await.shows("0 of 4 answered");
    let some = dana.fill_in(&path, &page, &[&head[..], &rows[..]].concat()).await;
    some.is(422)
        .shows("1 row is kept")
        .shows("HR-3: 131 is more than 130")
        .shows("HR-4: This row says two things")
        .shows("no-such-question: This question is not on this paper");
    assert_eq!(some.input("n.training-done").as_deref(), Some("131"), "what was keyed in stays");
    dana.get(&at("/hr"))
        .await
        .shows("1 of 4 answered")
        .shows("Last answer: Yes. Hal Hire, Human resources, on paper of February 27, 2026, March 2, 2026");
    portal.clock.pass_minutes(1);
    // A row of the same paper that was keyed in wrong is put right.
    let again = [("answer.leavers-off", "no")];
    dana.fill_in(&path, &some, &[&head[..], &again[..]].concat()).await.is(303);
    dana.get(&at("/hr")).await.shows("Last answer: No. Hal Hire");
    portal.clock.pass_minutes(1);
    let mended = [("n.training-done", "130"), ("of.training-done", "131"), ("knows.not-on-payroll", "it")];
    let done = dana.fill_in(&path, &some, &[&head[..], &mended[..]].concat()).await;
    assert_eq!(done.location(), at("/hr?saved=key-in"));
    dana.get(&at("/hr")).await.shows("2 of 3 answered").shows("130 of 131 people");
}

#[tokio::test]
async fn a_row_somebody_answered_after_the_paper_is_left_to_a_person() {
    let (portal, _, mut dana) = fixture().await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let paper = dana.get(&at("/hr/key-in")).await;
    let page = ivo.get(&at("/hr/training-done")).await;
    ivo.fill_in(&at("/hr/training-done"), &page, &[("answer", "no")]).await.is(303);
    portal.clock.pass_minutes(1);
    let head = [("name", "Hal Hire"), ("filled_on", "2026-03-02"), ("answer.training-done", "yes")];
    let sent = dana.fill_in(&at("/hr/key-in"), &paper, &head).await;
    sent.is(422)
        .shows("HR-3: Ivo It, Hospital IT answered on March 2, 2026: No. Open the question to choose.");
    let head = [("name", "Hal Hire"), ("filled_on", "2026-03-01"), ("answer.training-done", "yes")];
    let fresh = dana.get(&at("/hr/key-in")).await;
    dana.fill_in(&at("/hr/key-in"), &fresh, &head).await.is(422).shows("Ivo It");
    let head = [("name", "Hal Hire"), ("filled_on", "2026-03-02"), ("answer.training-done", "yes")];
    dana.fill_in(&at("/hr/key-in"), &fresh, &head).await.is(303);
}
