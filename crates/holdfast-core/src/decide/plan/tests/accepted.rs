//! What becomes of a plan once it is accepted: its tasks, what is up next, and the promise held against what was seen.

use super::*;
use crate::decide::promise::promise;
use crate::model::{AcceptedPlan, PlanId, PlanTask, PlanTaskState};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn accepted(catalog: &Catalog, found: &str, means: &Means) -> (AcceptedPlan, Vec<PlanTask>) {
    let posture = posture(catalog, found);
    let plan = draft(catalog, &posture, means);
    let tasks = tasks_of(catalog, means, &plan, None).expect("a sound plan");
    let at = posture.as_of;
    (AcceptedPlan { id: PlanId(1), means: means.clone(), plan, by: "Dana".to_owned(), at }, tasks)
}

fn done(task: PlanTask) -> PlanTask {
    task.done(Timestamp::UNIX_EPOCH, "Dana".to_owned(), vec![], "Done.".to_owned()).expect("it is open")
}

fn lines(tasks: &[PlanTask]) -> String {
    let line = |t: &PlanTask| format!("{} {} {} {}", t.step, t.owner, t.due_on, t.state.key());
    tasks.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_scheduled_step_is_an_open_task() {
    let catalog = catalog(STEPS);
    let (plan, tasks) = accepted(&catalog, "", &means());
    assert_eq!(tasks.len(), plan.plan.scheduled().count());
    assert_snapshot!(lines(&tasks), @"
    lock  2026-08-09 open
    filter  2026-08-16 open
    list  2026-08-30 open
    split  2026-11-08 open
    ");
}

#[test]
fn a_newer_plan_keeps_owners_and_days_that_people_set() {
    let catalog = catalog(STEPS);
    let (old, mut tasks) = accepted(&catalog, "", &means());
    tasks[0] = done(tasks[0].clone());
    tasks[1].owner = "Pat".to_owned();
    tasks[2].owner = "Lee".to_owned();
    tasks[2].due_on = day("2027-01-31");
    let later = Means { starts_on: day("2026-09-07"), ..means() };
    let plan = draft(&catalog, &posture(&catalog, "d=yes"), &later);
    let new = tasks_of(&catalog, &later, &plan, Some((&old, &tasks))).expect("a sound plan");
    // `filter` is in place now, `lock` was said to be done and nothing proves it.
    assert_snapshot!(lines(&new), @"
    lock  2026-09-13 open
    list Lee 2027-01-31 open
    split  2026-12-06 open
    ");
}

#[test]
fn a_plan_that_breaks_its_own_rules_becomes_no_tasks() {
    let catalog = catalog(STEPS);
    let plan = draft(&catalog, &posture(&catalog, ""), &means());
    let poor = Means { budget_usd: Some(10), hours_a_week: 1, ..means() };
    let wrong = tasks_of(&catalog, &poor, &plan, None).expect_err("it costs more than there is");
    assert!(wrong.iter().any(|w| w.contains("over the budget of 10")), "{wrong:?}");
    let twice = Plan { year: plan.quarter.clone(), ..plan };
    assert!(tasks_of(&catalog, &means(), &twice, None).is_err());
}

#[test]
fn the_digest_is_of_what_a_plan_says_and_not_of_the_minute() {
    let catalog = catalog(STEPS);
    let plan = draft(&catalog, &posture(&catalog, ""), &means());
    let later = Plan { as_of: Timestamp::MAX, ..plan.clone() };
    assert_eq!(plan.digest(), later.digest());
    let poorer = Means { hours_a_week: 1, ..means() };
    assert_ne!(plan.digest(), draft(&catalog, &posture(&catalog, ""), &poorer).digest());
}

#[test]
fn a_promise_is_held_against_what_was_seen() {
    let catalog = catalog(STEPS);
    let (plan, mut tasks) = accepted(&catalog, "", &means());
    tasks[0] = done(tasks[0].clone());
    tasks[1] = done(tasks[1].clone());
    let seen = |found: &str, on: &str| {
        let p = promise(&plan, &tasks, &posture(&catalog, found), day(on));
        let steps: Vec<String> = p
            .steps
            .iter()
            .map(|s| format!("{} {}/{}/{}", s.step, s.n_proven, s.n_met, s.measures.len()))
            .collect();
        let q = &p.quarter;
        format!(
            "{}; {} -> {} seen {} by {} due={} missing={}",
            steps.join(", "),
            q.before.met(),
            q.promised.met(),
            q.seen.met(),
            q.by,
            q.is_due,
            q.missing()
        )
    };
    assert_snapshot!(seen("a=yes", "2026-09-01"), @"lock 1/1/1, filter 0/0/1; 0 -> 3 seen 1 by 2026-11-01 due=false missing=2");
    assert_snapshot!(seen("a=no d=1/2", "2026-11-02"), @"lock 0/0/1, filter 0/0/1; 0 -> 3 seen 0 by 2026-11-01 due=true missing=3");
    assert_snapshot!(seen("a=yes b=yes c=yes d=yes", "2026-11-02"), @"lock 1/1/1, filter 1/1/1; 0 -> 3 seen 4 by 2026-11-01 due=true missing=0");
}

#[test]
fn what_is_up_next_is_the_open_gate_and_then_what_is_due() {
    let steps = [STEPS[0], "shut closes=e hours=12 cut=remote:1"];
    let catalog = catalog(&steps);
    let (_, mut tasks) = accepted(&catalog, "e=no", &means());
    let posture = posture(&catalog, "e=no");
    let up = |tasks: &[PlanTask], on: &str| {
        let all = next_up(&catalog, &posture, tasks, day(on));
        all.iter().map(|n| format!("{} [{}] {}", n.title, n.minutes, n.why)).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(up(&[], "2026-08-03"), @"Stop now: see what is open in “e!” [10] All is lost.");
    assert_snapshot!(up(&tasks, "2026-08-03"), @"
    Stop now: Do shut [720] All is lost.
    Do lock [240] The plan has it done by August 23, 2026. Nobody is named to do it.
    ");
    tasks.retain(|t| t.step.as_str() == "lock");
    tasks[0].owner = "Pat".to_owned();
    assert_snapshot!(up(&tasks, "2026-08-24"), @"
    Stop now: see what is open in “e!” [10] All is lost.
    Do lock [240] The plan had it done by August 23, 2026.
    ");
    tasks[0] = PlanTask { state: PlanTaskState::Open, ..tasks[0].clone() };
    tasks[0] = done(tasks[0].clone());
    assert_eq!(next_up(&catalog, &posture, &tasks, day("2026-08-24")).len(), 1, "what is done is up no more");
}
