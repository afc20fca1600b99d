//! Tasks: who and when, closing with proof or words, dropping, opening again, and two people at once.

use holdfast_core::catalog::StepId;
use holdfast_core::model::PlanTaskState;
use holdfast_testkit::Portal;

use super::{accept, at, tasks, with_a_gate_open};
use crate::posture::{again, finds};

/// A step of the plan that closes this measure.
async fn step_for(portal: &Portal, scope: holdfast_core::model::HospitalScope, measure: &str) -> StepId {
    let all = tasks(portal, scope).await;
    let closes = |id: &StepId| {
        portal.app.catalog.step(id).is_some_and(|s| s.closes.iter().any(|m| m.as_str() == measure))
    };
    all.into_iter().map(|t| t.step).find(closes).expect("a step that closes it")
}

#[tokio::test]
async fn who_and_when_are_changed_and_mistakes_keep_what_was_typed() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let step = tasks(&portal, scope).await[0].step.clone();
    let path = at(&format!("/plan/tasks/{step}"));
    ivo.get(&path).await.is(200).shows("Nobody is named to do it yet.");
    for (owner, due) in [("Pat", "05/31/2026"), ("Pat", ""), ("Pat", "1999-01-01"), ("Pat", "2200-01-01")] {
        let typed = [("act", "plan"), ("version", "1"), ("owner", owner), ("due_on", due)];
        let page = ivo.post(&path, &typed).await;
        page.is(422).shows("There is a problem");
        assert_eq!(page.input("owner").as_deref(), Some(owner));
        assert_eq!(page.input("due_on").as_deref(), Some(due));
    }
    let long = "n".repeat(101);
    let typed = [("act", "plan"), ("version", "1"), ("owner", long.as_str()), ("due_on", "2026-05-31")];
    ivo.post(&path, &typed).await.is(422).shows("Write a name of up to 100 characters");
    let typed = [("act", "plan"), ("version", "1"), ("owner", "Pat <i>Night</i>"), ("due_on", "2026-05-31")];
    let page = ivo.post_and_follow(&path, &typed).await;
    page.is(200).shows("Kept.").shows("Last day: May 31, 2026.");
    assert!(!page.body.contains("<i>Night</i>"));
    for bad in [
        &[("act", "plan")][..],
        &[("act", "explode"), ("version", "2")],
        &[("version", "2")],
        &[("act", "plan"), ("version", "x")],
    ] {
        ivo.post(&path, bad).await.is(400);
    }
    ivo.get(&at("/plan/tasks/free-lunch")).await.is(404);
    ivo.post(&at("/plan/tasks/free-lunch"), &[("act", "reopen"), ("version", "1")]).await.is(404);
}

#[tokio::test]
async fn of_two_who_change_one_task_the_second_is_told_and_loses_nothing() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let step = tasks(&portal, scope).await[0].step.clone();
    let path = at(&format!("/plan/tasks/{step}"));
    let form = ivo.get(&path).await;
    let mut dana = portal
        .signed_in_as(
            "Dana Fixture",
            holdfast_core::model::Role::HospitalAdministrator,
            Some(holdfast_testkit::franklin::FIXTURE_MEMORIAL),
        )
        .await;
    let hers = [("act", "plan"), ("version", "1"), ("owner", "Lee Day"), ("due_on", "2026-06-30")];
    dana.post(&path, &hers).await.is(303);
    let _ = form;
    let his = [("act", "plan"), ("version", "1"), ("owner", "Pat Night"), ("due_on", "2026-05-31")];
    let page = ivo.post(&path, &his).await;
    page.is(409).shows("Someone else changed this task first").shows("with Lee Day, by June 30, 2026");
    assert_eq!(page.input("owner").as_deref(), Some("Pat Night"), "what was typed is kept");
    assert_eq!(page.input("version").as_deref(), Some("2"), "sent again, it stands");
    let again = [("act", "plan"), ("version", "2"), ("owner", "Pat Night"), ("due_on", "2026-05-31")];
    ivo.post_and_follow(&path, &again).await.is(200).shows("Pat Night does it.");
}

#[tokio::test]
async fn words_close_a_task_and_prove_nothing() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let step = step_for(&portal, scope, "mfa-admins").await;
    let path = at(&format!("/plan/tasks/{step}"));
    let empty = [("act", "done"), ("version", "1"), ("note", "  ")];
    ivo.post(&path, &empty).await.is(422).shows("say in words what was done");
    let words = [("act", "done"), ("version", "1"), ("note", "Turned it on for all five")];
    let page = ivo.post_and_follow(&path, &words).await;
    page.is(200)
        .shows("Closed. What was seen since stands below.")
        .shows("Ivo It said on March 2, 2026 that it is done.")
        .shows("Turned it on for all five")
        .shows("unproven until fresh evidence comes in")
        .shows("Send in evidence");
    ivo.get(&at("/posture")).await.shows("Exposed");
    ivo.get(&at("/plan")).await.shows("Not kept yet.");
    // A closed task does not change; opened again it does.
    let plan = [("act", "plan"), ("version", "2"), ("owner", "Pat"), ("due_on", "2026-05-31")];
    ivo.post(&path, &plan).await.is(400).shows("Open it again".to_lowercase().as_str());
    let reopen = [("act", "reopen"), ("version", "2")];
    ivo.post_and_follow(&path, &reopen).await.is(200).shows("It is to be done again.");
    let drop = [("act", "drop"), ("version", "3"), ("reason", " ")];
    ivo.post(&path, &drop).await.is(422).shows("Say why it will not be done");
    let drop = [("act", "drop"), ("version", "3"), ("reason", "We leave the tenant in May")];
    ivo.post_and_follow(&path, &drop).await.is(200).shows("We leave the tenant in May");
    ivo.get(&at("/plan/tasks")).await.shows("Dropped by Ivo It on March 2, 2026: We leave the tenant in May");
}

#[tokio::test]
async fn a_step_closed_with_proof_keeps_its_promise_and_moves_the_posture() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let step = step_for(&portal, scope, "mfa-admins").await;
    let path = at(&format!("/plan/tasks/{step}"));
    portal.clock.set("2026-03-05");
    let closes = portal.app.catalog.step(&step).expect("the step").closes.clone();
    let mut proof = Vec::new();
    for measure in &closes {
        proof.push(finds(&portal, scope, measure.as_str(), "yes", "").await.to_string());
    }
    let other = finds(&portal, scope, "edge-no-remote-desktop", "yes", "").await.to_string();
    let mut ivo2 = again(&portal, "Ivo It").await;
    std::mem::swap(&mut ivo, &mut ivo2);
    ivo.get(&path).await.is(200).shows("Which evidence shows it?").shows("found it so");
    for wrong in [other.as_str(), "99999", "x", "-1"] {
        let typed = [("act", "done"), ("version", "1"), ("proof", wrong), ("note", "Done")];
        let page = ivo.post(&path, &typed).await;
        page.is(422).shows("Choose from the evidence listed");
        assert!(page.body.contains(">Done</textarea>"), "what was typed is kept");
    }
    let mut typed = vec![("act", "done"), ("version", "1"), ("note", "")];
    typed.extend(proof.iter().map(|id| ("proof", id.as_str())));
    let page = ivo.post_and_follow(&path, &typed).await;
    page.is(200).shows("Met, and proven").shows("New evidence came in.").hides("Not proven yet");
    let page = ivo.get(&at("/plan")).await;
    page.shows("Promise kept").shows("1 of them with evidence");
    let task = tasks(&portal, scope).await.into_iter().find(|t| t.step == step).expect("the task");
    assert!(matches!(task.state, PlanTaskState::Done { ref proof, .. } if proof.len() == closes.len()));
    // It brings the hospital to a stage of the funnel, which words alone do not.
    let mut office = portal.signed_in_as("Olu Office", holdfast_core::model::Role::ProgramOffice, None).await;
    office
        .get("/office/funnel.csv")
        .await
        .is(200)
        .shows("At least one step of the plan is closed with proof,1");
}
