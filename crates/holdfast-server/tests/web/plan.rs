//! A hospital's plan, in process: what it can carry, accepting it, its tasks, the order an assessor asks for, and files.
//! How it is drafted is tried in core.

mod files;
mod order;
mod tasks;

use holdfast_core::model::{HospitalScope, PlanTask, Role};
use holdfast_store::Plans;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

use crate::posture::{finds, fixture, says};

fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}{path}")
}

/// Fixture Memorial with an open gate and an answer, and its IT person.
async fn with_a_gate_open() -> (Portal, HospitalScope, Browser) {
    let (portal, scope, ivo) = fixture().await;
    finds(&portal, scope, "mfa-admins", "3/5", "amy,bob!").await;
    says(&portal, scope, "mfa-mail", "no").await;
    (portal, scope, ivo)
}

/// Reads the draft and accepts it.
async fn accept(browser: &mut Browser) {
    let page = browser.get(&at("/plan/accept")).await;
    page.is(200).shows("Accept the plan");
    let kept = browser.fill_in(&at("/plan/accept"), &page, &[]).await;
    assert_eq!(kept.location(), at("/plan?done=accepted"), "{}", kept.text());
}

/// Tasks of the plan in force.
async fn tasks(portal: &Portal, scope: HospitalScope) -> Vec<PlanTask> {
    let mut read = portal.app.store.read().await.expect("a read");
    let plan = read.current_plan(scope).await.expect("read").expect("a plan");
    read.plan_tasks(scope, plan.id).await.expect("tasks")
}

#[tokio::test]
async fn the_plan_says_what_first_why_when_and_on_what_it_rests() {
    let (_portal, _, mut ivo) = with_a_gate_open().await;
    let page = ivo.get(&at("/plan")).await;
    page.is(200)
        .shows("What to do first")
        .shows("Stop now")
        .shows("One stolen password would give an attacker the whole network.")
        .shows("Licensed beds 25".split(' ').next().expect("a word"))
        .shows("Nobody has said yet. Counts come from your registration")
        .shows("of loss a year")
        .shows("would go first if")
        .shows("The first 13 weeks")
        .shows("What it keeps from happening")
        .shows("how many people lose their nearest one is not known. No price stands for that.")
        .shows("Systems down for")
        .shows("nobody has checked at their source yet")
        .shows("if each step is done and proven");
    assert_eq!(page.body.matches("<h1").count(), 1);
    let bytes = ivo.compressed_bytes(&at("/plan")).await;
    assert!(bytes < 16_000, "{bytes} bytes");
}

#[tokio::test]
async fn what_can_be_carried_is_filled_in_checked_and_kept() {
    let (_portal, _, mut ivo) = with_a_gate_open().await;
    let form = ivo.get(&at("/plan/means")).await;
    form.is(200);
    for (field, value) in [
        ("licensed_beds", "25"),
        ("staffed_users", "120"),
        ("windows_devices", "226"),
        ("hours_a_week", "6"),
        ("budget_usd", ""),
    ] {
        assert_eq!(form.input(field).as_deref(), Some(value), "{field}");
    }
    let typed = [
        ("budget_usd", "lots <b>"),
        ("hours_a_week", "0"),
        ("usd_an_hour", "45"),
        ("downtimes_a_month", "32"),
        ("licensed_beds", "25"),
        ("staffed_users", "120"),
        ("windows_devices", "-1"),
    ];
    let page = ivo.post(&at("/plan/means"), &typed).await;
    page.is(422).shows("There is a problem").shows("Write a whole number from 1 to 400: hours a week");
    for (field, value) in typed {
        let kept = page.input(field).expect("the field").replace("&#60;", "<").replace("&#62;", ">");
        assert_eq!(kept.replace("&lt;", "<").replace("&gt;", ">"), value, "{field}");
    }
    let good = [
        ("budget_usd", "$5,000"),
        ("hours_a_week", "8"),
        ("usd_an_hour", "45"),
        ("downtimes_a_month", "0"),
        ("licensed_beds", ""),
        ("staffed_users", "120"),
        ("windows_devices", "226"),
    ];
    let page = ivo.post_and_follow(&at("/plan/means"), &good).await;
    page.is(200)
        .shows("Kept.")
        .shows("$5,000")
        .shows("The number of licensed beds is not known; 25 are assumed.")
        .shows("find no place this year");
    // Nothing at all sent is a form with mistakes, and no fault of ours.
    ivo.post(&at("/plan/means"), &[]).await.is(422);
}

#[tokio::test]
async fn exactly_what_was_read_is_accepted_and_a_changed_draft_is_told() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    let page = ivo.get(&at("/plan/accept")).await;
    page.is(200).shows("What each step promises to bring to met").shows("It promises");
    finds(&portal, scope, "mfa-admins", "yes", "").await;
    let late = ivo.fill_in(&at("/plan/accept"), &page, &[]).await;
    late.is(409).shows("It was not accepted").shows("What is known changed while you read");
    ivo.get(&at("/plan/tasks")).await.is(200).shows("No plan is accepted yet");
    // The new draft stands on the page that said so.
    let kept = ivo.fill_in(&at("/plan/accept"), &late, &[]).await;
    assert_eq!(kept.location(), at("/plan?done=accepted"));
    ivo.get(&at("/plan"))
        .await
        .shows("The plan in force")
        .shows("Ivo It accepted it on March 2, 2026.")
        .shows("Promised, and seen");
    ivo.post(&at("/plan/accept"), &[("draft", "x")]).await.is(409);
    ivo.post(&at("/plan/accept"), &[]).await.is(409);
}

#[tokio::test]
async fn a_newer_plan_takes_the_older_ones_place_and_carries_owners_along() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let all = tasks(&portal, scope).await;
    let (one, two, done) = (all[0].step.clone(), all[1].step.clone(), all[2].step.clone());
    let task = |step: &holdfast_core::catalog::StepId| at(&format!("/plan/tasks/{step}"));
    let set = [("act", "plan"), ("version", "1"), ("owner", "Pat Night"), ("due_on", "2026-11-30")];
    ivo.post(&task(&one), &set).await.is(303);
    let due = all[1].due_on.to_string();
    let named = [("act", "plan"), ("version", "1"), ("owner", "Lee Day"), ("due_on", due.as_str())];
    ivo.post(&task(&two), &named).await.is(303);
    let closed = [("act", "done"), ("version", "1"), ("note", "We did it")];
    ivo.post(&task(&done), &closed).await.is(303);
    // A week later the plan is accepted anew: it begins on another Monday.
    portal.clock.set("2026-03-10");
    let mut ivo = crate::posture::again(&portal, "Ivo It").await;
    accept(&mut ivo).await;
    let new = tasks(&portal, scope).await;
    let of = |step: &holdfast_core::catalog::StepId| {
        new.iter().find(|t| t.step == *step).expect("in both").clone()
    };
    assert_eq!((of(&one).owner.as_str(), of(&one).due_on.to_string().as_str()), ("Pat Night", "2026-11-30"));
    assert_eq!(of(&two).owner, "Lee Day");
    assert_ne!(of(&two).due_on, all[1].due_on, "a day the calendar gave comes from the new calendar");
    assert_eq!(of(&done).state.key(), "open", "nothing has proven it");
    ivo.get(&at("/plan/tasks")).await.shows("Done under the plan of March 2, 2026");
    let mut read = portal.app.store.read().await.expect("a read");
    assert_eq!(read.plans(scope).await.expect("plans").len(), 2, "none is lost");
}

#[tokio::test]
async fn roles_see_and_do_what_they_may() {
    let (portal, _, mut ivo) = with_a_gate_open().await;
    accept(&mut ivo).await;
    let mut executive = portal.signed_in_as("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    for path in ["/plan", "/plan/tasks", "/plan/checklist", "/plan/tasks.csv", "/plan/tasks.ics"] {
        let page = executive.get(&at(path)).await;
        page.is(200);
        assert_eq!(page.body.matches("<form method=\"post\" action=\"/hospital/").count(), 0, "{path}");
    }
    for path in ["/plan/accept", "/plan/means"] {
        executive.get(&at(path)).await.is(403);
        executive.post(&at(path), &[]).await.is(403);
    }
    let mut assessor = portal.signed_in_as("Asa Assessor", Role::Assessor, Some(FIXTURE_MEMORIAL)).await;
    assessor.get(&at("/plan")).await.is(200);
    assessor.post(&at("/plan/accept"), &[]).await.is(403);
    for (name, role, ccn) in [
        ("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)),
        ("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)),
        ("Olu Office", Role::ProgramOffice, None),
    ] {
        let mut other = portal.signed_in_as(name, role, ccn).await;
        for path in ["/plan", "/plan/tasks", "/plan/checklist", "/plan/tasks.csv", "/plan/tasks.ics"] {
            other.get(&at(path)).await.is(403);
        }
    }
}

#[tokio::test]
async fn a_plan_task_comes_up_this_week_and_falls_away_when_done() {
    let (portal, scope, mut ivo) = with_a_gate_open().await;
    ivo.get(&at("")).await.shows("Stop now: see what is open in");
    accept(&mut ivo).await;
    let home = ivo.get(&at("")).await;
    home.is(200).shows("Stop now:").shows("One stolen password would give an attacker the whole network.");
    let step = tasks(&portal, scope)
        .await
        .into_iter()
        .find(|t| home.body.contains(&format!("/plan/tasks/{}\"", t.step)))
        .expect("a task of the plan is among the three");
    let reason = [("act", "drop"), ("version", "1"), ("reason", "Sold")];
    ivo.post(&at(&format!("/plan/tasks/{}", step.step)), &reason).await.is(303);
    let home = ivo.get(&at("")).await;
    assert!(!home.body.contains(&format!("/plan/tasks/{}\"", step.step)));
}
