//! The order an assessor asks for, and the page of one step.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{accept, at, tasks, with_a_gate_open};

#[tokio::test]
async fn a_step_says_how_what_it_takes_and_where_its_figures_come_from() {
    let (portal, _, mut ivo) = with_a_gate_open().await;
    let step = portal.app.catalog.steps.iter().find(|s| !s.after.is_empty()).expect("a step with needs");
    let page = ivo.get(&at(&format!("/plan/steps/{}", step.id))).await;
    page.is(200)
        .shows(&step.name)
        .shows("How to go back")
        .shows("What proves it done")
        .shows("Before it")
        .shows("What it takes")
        .shows("likely")
        .hides("Put it first");
    ivo.get(&at("/plan/steps/free-lunch")).await.is(404);
}

#[tokio::test]
async fn an_assessor_puts_a_step_first_with_a_reason_that_everyone_reads() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    let mut asa = portal.signed_in_as("Asa Assessor", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    let plan = ivo.get(&at("/plan")).await;
    let last = portal
        .app
        .catalog
        .steps
        .iter()
        .filter(|s| s.after.is_empty() && plan.body.contains(&format!("/plan/steps/{}\"", s.id)))
        .map(|s| s.id.clone())
        .next_back()
        .expect("a ranked step");
    let path = at(&format!("/plan/steps/{last}"));
    let first = format!("{path}/first");
    asa.get(&path).await.is(200).shows("Put it first");
    asa.post(&first, &[("act", "put"), ("reason", " ")]).await.is(422).shows("Say why it goes first");
    let long = "n".repeat(501);
    let page = asa.post(&first, &[("act", "put"), ("reason", &long)]).await;
    page.is(422).shows("Shorten the reason");
    assert!(page.body.contains(&long), "what was typed is kept");
    asa.post_and_follow(&first, &[("act", "put"), ("reason", "The surveyor <u>comes</u> in May")])
        .await
        .is(200)
        .shows("It goes first now");
    let page = ivo.get(&at("/plan")).await;
    page.shows("Put first by Asa Assessor because: The surveyor");
    assert!(!page.body.contains("<u>comes</u>"));
    accept(&mut ivo).await;
    let all = tasks(&portal, scope).await;
    assert!(all.iter().any(|t| t.step == last));
    // Nobody assesses their own work.
    let both = portal.person("Bo Both", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    let mut write = portal.app.store.write().await.expect("a write");
    write.give_role(both, Role::HospitalIt, Some(scope.ccn()), None, 0).await.expect("a role");
    write.commit().await.expect("kept");
    let mut bo = portal.signed_in(both).await;
    bo.get(&path).await.is(200).hides("Put it first");
    for act in ["put", "leave"] {
        let refused = bo.post(&first, &[("act", act), ("reason", "Mine")]).await;
        refused.is(400).shows("Nobody assesses their own work");
    }
    // The hospital reads it and cannot change it.
    ivo.post(&first, &[("act", "leave")]).await.is(403);
    asa.post_and_follow(&first, &[("act", "leave")]).await.is(200).shows("left to the ranking");
    ivo.get(&at("/plan")).await.hides("Put first by");
    asa.post(&at("/plan/steps/free-lunch/first"), &[("act", "put"), ("reason", "Yes")]).await.is(404);
}
