//! The week by example and by law.

use proptest::prelude::*;

use super::*;
use crate::catalog::{Serves, Window};
use crate::decide::cliff::cliffs;
use crate::decide::made_up::{catalog, day, facts, offer, price};
use crate::decide::standing::stand_all;

fn offers() -> Catalog {
    let mut updates = offer("updates", "windows_10_22h2_devices>0");
    updates.value = Some(price(Some(FactKind::Windows10Version22H2Devices), 61, 61));
    updates.window = Window { from: None, to: Some(day("2026-10-13")) };
    let mut prices = offer("prices", "cah independent?");
    prices.value = Some(price(Some(FactKind::StaffedUsers), 158, 198));
    prices.cost.free = false;
    let mut lessons = offer("lessons", "cah");
    lessons.minutes_to_start = Some(10);
    catalog(vec![updates, prices, lessons], Serves::Hospitals)
}

#[track_caller]
fn check(words: &str, as_of: &str, open_tasks: &[Task], questions: &[OpenQuestion], says: &[&str]) {
    let (catalog, facts) = (offers(), facts(words, as_of));
    let standings = stand_all(&catalog, &facts, &[], &Default::default());
    let cliffs = cliffs(&catalog, &facts, &standings);
    let week = Week {
        catalog: &catalog,
        facts: &facts,
        standings: &standings,
        cliffs: &cliffs,
        open_tasks,
        questions,
        under_review: &[],
        cases: &[],
        plan: &[],
    };
    let said: Vec<String> =
        this_week(&week).into_iter().map(|t| format!("{} [{} min] {}", t.title, t.minutes, t.why)).collect();
    assert_eq!(said, says);
}

const TASKS: &[Task] = Task::ALL;

#[test]
fn a_new_hospital_first_opens_the_door() {
    check(
        "cah !independent",
        "2026-06-01",
        TASKS,
        &[],
        &[
            "Prove that you work at the hospital [5 min] Only people of the hospital may accept offers for it.",
            "Name the hospital's administrator here [10 min] Registering made nobody an administrator. Someone who answers \
             for the hospital takes this on, knowingly.",
            "Tell us the number of Windows 10 devices at version 22H2 [3 min] It would settle one offer: The updates offer.",
        ],
    );
}

#[test]
fn then_facts_offers_and_tasks_take_turns() {
    let second = "Give administrators a second, separate account [30 min] When you switch on a vendor's offer, the first \
                  person to sign up often gets every right. A separate account for administration keeps one stolen password \
                  from being all of them.";
    check(
        "cah independent validated windows_10_22h2_devices=180",
        "2026-01-01",
        &TASKS[2..],
        &[],
        &[
            "Tell us the number of people who sign in to a computer [3 min] It would settle one offer: The prices offer.",
            "Read and accept: The updates offer [20 min] It is worth $10,980 a year to the hospital.",
            second,
        ],
    );
    check(
        "cah independent validated windows_10_22h2_devices=180 staffed_users=120",
        "2026-01-01",
        &TASKS[2..],
        &[],
        &[
            "Read and accept: The prices offer [20 min] It is worth $18,960 to $23,760 a year to the hospital.",
            "Read and accept: The updates offer [20 min] It is worth $10,980 a year to the hospital.",
            second,
        ],
    );
}

#[test]
fn what_ends_soon_and_what_a_reviewer_asks_come_first() {
    let question = OpenQuestion { case: CaseId(7), asks: "Who owns the clinic?".to_owned() };
    check(
        "cah !independent validated windows_10_22h2_devices=180 staffed_users=120",
        "2026-09-20",
        &[],
        std::slice::from_ref(&question),
        &[
            "Answer the reviewer's question [5 min] A reviewer waits for it: Who owns the clinic?",
            "Read and accept: The updates offer [20 min] Its last day is October 13, 2026 (23 days left).",
            "Read and accept: The lessons offer [10 min] Free.",
        ],
    );
    check(
        "cah !independent validated windows_10_22h2_devices=0 staffed_users=120",
        "2026-09-20",
        &[],
        &[],
        &[
            "Read and accept: The lessons offer [10 min] Free.",
            "Ask a reviewer about: The prices offer [2 min] It is not independent.",
        ],
    );
}

#[test]
fn who_may_not_do_it_is_told_whom_to_ask() {
    let thing =
        |what, title: &str| Thing { what, title: title.to_owned(), minutes: 5, why: "Why.".to_owned() };
    let id = || OfferId::new("lessons");
    let accept = thing(Do::Accept { offer: id() }, "Read and accept: Lessons");
    let fact =
        thing(Do::StateFact { fact: FactKind::StaffedUsers, offer: id() }, "Tell us the number of users");
    let title = |thing: &Thing, accept, edit| thing.clone().for_reader(accept, edit).title;
    assert_eq!(title(&accept, true, true), "Read and accept: Lessons");
    assert_eq!(title(&accept, false, true), "Ask your administrator to accept: Lessons");
    assert_eq!(title(&fact, false, true), "Tell us the number of users");
    assert_eq!(title(&fact, false, false), "Ask your administrator or IT: Tell us the number of users");
}

#[test]
fn an_open_gate_comes_before_money_and_the_plan_has_its_turn() {
    let (catalog, facts) = (offers(), facts("cah independent validated staffed_users=120", "2026-01-01"));
    let standings = stand_all(&catalog, &facts, &[], &Default::default());
    let next = |up, title: &str| NextUp { up, title: title.to_owned(), minutes: 60, why: "Why.".to_owned() };
    let step = |id: &str| StepId::new(id);
    let plan = [
        next(Up::StopNow { step: step("close-remote-desktop") }, "Stop now: close it"),
        next(Up::OpenGate { measure: MeasureId::new("mfa-admins") }, "Stop now: see it"),
        next(Up::Due { step: step("list-vendors") }, "List the vendors"),
    ];
    let week = Week {
        catalog: &catalog,
        facts: &facts,
        standings: &standings,
        cliffs: &[],
        open_tasks: &[],
        questions: &[],
        under_review: &[],
        cases: &[],
        plan: &plan,
    };
    let titles: Vec<String> = this_week(&week).into_iter().map(|t| t.title).collect();
    // One of each sort before a second of any: the second gate waits for nobody but these.
    assert_eq!(titles[0], "Stop now: close it");
    assert_eq!(titles.len(), 3);
    let only = Week { standings: &[], plan: &plan, ..week };
    let titles: Vec<String> = this_week(&only).into_iter().map(|t| t.title).collect();
    assert_eq!(titles, ["Stop now: close it", "Stop now: see it", "List the vendors"]);
}

#[test]
fn an_open_case_stands_first_and_says_who_looks() {
    let (catalog, facts) = (catalog(vec![], Serves::Hospitals), facts("", "2026-06-01"));
    let case = |number, touches_care, is_looked_at| OpenCase {
        number,
        title: "Signs that somebody cleared logs on LAB-01".to_owned(),
        touches_care,
        is_looked_at,
        severity: Severity::Critical,
    };
    let week = Week {
        catalog: &catalog,
        facts: &facts,
        standings: &[],
        cliffs: &[],
        open_tasks: Task::ALL,
        questions: &[OpenQuestion { case: CaseId(1), asks: "Who?".to_owned() }],
        under_review: &[],
        cases: &[case(3, true, false), case(4, false, true), case(5, false, true)],
        plan: &[],
    };
    let things = this_week(&week);
    assert_eq!(things[0].what, Do::WorkOnCase { number: 3 });
    assert_eq!(things[0].title, "Look at case 3: Signs that somebody cleared logs on LAB-01");
    assert_eq!(things[0].why, "Care depends on a machine in it. Nobody has looked at it yet. Look now.");
    assert_eq!(things[1].what, Do::WorkOnCase { number: 4 });
    assert_eq!(things[1].why, "It is open. Look now.");
    assert_eq!(things[2].what, Do::Answer { case: CaseId(1) }, "two cases leave room for one thing else");
}

#[test]
fn a_week_with_nothing_to_do_is_empty() {
    check("!cah validated windows_10_22h2_devices=0", "2026-06-01", &[], &[], &[]);
}

proptest! {
    #[test]
    fn three_at_most_each_once_with_minutes_and_a_reason_and_the_same_each_time(
        cah in any::<Option<bool>>(), independent in any::<Option<bool>>(), validated in any::<Option<bool>>(),
        devices in prop::option::of(0u8..3), days in 0i32..500, tasks in prop::sample::subsequence(TASKS, 0..=TASKS.len()),
    ) {
        let word = |key: &str, yes: Option<bool>| yes.map_or_else(String::new, |y| format!("{}{key} ", if y { "" } else { "!" }));
        let mut words = word("cah", cah) + &word("independent", independent) + &word("validated", validated);
        if let Some(n) = devices {
            words += &format!("windows_10_22h2_devices={n}");
        }
        let as_of = day("2025-10-01").saturating_add(jiff::Span::new().days(days));
        let (catalog, facts) = (offers(), facts(&words, &as_of.to_string()));
        let standings = stand_all(&catalog, &facts, &[], &Default::default());
        let cliffs = cliffs(&catalog, &facts, &standings);
        let week = Week {
            catalog: &catalog, facts: &facts, standings: &standings, cliffs: &cliffs, open_tasks: &tasks,
            questions: &[], under_review: &[], cases: &[],
            plan: &[],
        };
        let things = this_week(&week);
        prop_assert!(things.len() <= N_THINGS);
        prop_assert_eq!(&things, &this_week(&week));
        for (i, thing) in things.iter().enumerate() {
            prop_assert!(thing.minutes > 0 && !thing.why.is_empty() && !thing.title.is_empty());
            prop_assert!(!things[..i].iter().any(|t| t.what == thing.what));
            if let Do::Accept { offer } = &thing.what {
                prop_assert!(standings.iter().any(|s| s.offer == *offer && s.may_accept.is_ok()));
            }
        }
        if !tasks.is_empty() {
            prop_assert!(!things.is_empty());
        }
    }
}
