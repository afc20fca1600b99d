//! The pages of a plan with nothing, with a usual amount and with far too much on them, rendered and looked over.

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::care::{AtStake, Count};
use holdfast_core::decide::plan::{Means, MeansSaid, PutFirst, draft, stakes, tasks_of};
use holdfast_core::decide::posture::{Record, assess, changes};
use holdfast_core::decide::promise::promise;
use holdfast_core::model::{AcceptedPlan, EvidenceId, PlanId, PlanTask, PlanTaskState};

use super::accept::AcceptPage;
use super::checklist::ChecklistPage;
use super::means::{MeansPage, problems};
use super::page::PlanPage;
use super::step::StepPage;
use super::task::TaskPage;
use super::tasks::TasksPage;
use crate::app::{PlanFile, PlanInForce};
use crate::web::Layout;
use crate::web::hospital::Room;
use crate::web::posture::samples::{DAY, here, listed, look_over, now, records};

fn means(size: &str, catalog: &Catalog) -> Means {
    let is_huge = size == "huge";
    let first = |s: &holdfast_core::catalog::Step| PutFirst {
        step: s.id.clone(),
        reason: "<wwww>".repeat(80),
        by: "A".repeat(100),
    };
    Means {
        starts_on: DAY,
        licensed_beds: None,
        staffed_users: is_huge.then_some(100_000),
        windows_devices: None,
        budget_usd: (size == "usual").then_some(3_000),
        hours_a_week: if is_huge { 400 } else { 6 },
        usd_an_hour: 45,
        downtimes_a_month: u32::from(!is_huge),
        entitled: catalog.offers().map(|o| o.id.clone()).filter(|_| size == "usual").collect(),
        first: catalog.steps.iter().filter(|_| is_huge).map(first).collect(),
    }
}

/// Who loses care: nobody looked, not known, and as long as it comes.
fn at_stake(size: &str) -> Option<AtStake> {
    let is_huge = size == "huge";
    let people = Count { low: 0, mid: 12_345_678, high: 300_000_000 };
    let people = is_huge.then_some(people);
    Some(AtStake {
        days: 21,
        people,
        beyond_30: people,
        is_at_least: is_huge,
        says: "<wwww> ".repeat(if is_huge { 80 } else { 1 }),
        not_known: vec!["<wwww> ".repeat(40)],
        sources: Vec::new(),
    })
    .filter(|_| size != "empty")
}

/// A plan in force with tasks of every kind, as long as they come.
fn in_force(catalog: &Catalog, means: &Means, record: &Record) -> PlanInForce {
    let plan = draft(catalog, &assess(catalog, record, now()), means);
    let mut tasks = tasks_of(catalog, means, &plan, None).expect("a sound plan");
    for (n, task) in tasks.iter_mut().enumerate() {
        task.owner = if n % 2 == 0 { String::new() } else { "<wwww>".repeat(16) };
        let (at, by, words) = (now(), "B".repeat(100), "<wwww> ".repeat(140));
        task.state = match n % 4 {
            0 => PlanTaskState::Done { at, by, proof: vec![EvidenceId(1)], note: words },
            1 => PlanTaskState::Dropped { at, by, reason: words },
            _ => PlanTaskState::Open,
        };
    }
    let accepted =
        AcceptedPlan { id: PlanId(1), means: means.clone(), plan, by: "Dana Fixture".to_owned(), at: now() };
    PlanInForce { accepted, tasks }
}

fn file(catalog: &Catalog, size: &str, record: Record, is_accepted: bool) -> PlanFile {
    let means = means(size, catalog);
    let posture = assess(catalog, &record, now());
    let current = is_accepted.then(|| in_force(catalog, &means, &Record::default()));
    PlanFile {
        listed: listed(),
        is_known: record.is_known_at(now()),
        is_said: is_accepted,
        draft: draft(catalog, &posture, &means),
        promise: current.as_ref().map(|p| promise(&p.accepted, &p.tasks, &posture, DAY)),
        changed: changes(&assess(catalog, &Record::default(), now()), &posture),
        earlier: current.clone().into_iter().collect(),
        current,
        record,
        posture,
        means,
    }
}

#[test]
fn every_page_renders_with_one_heading_in_order_and_no_id_twice() {
    let catalog = load_embedded().expect("the catalog of this release");
    for (size, record) in records(&catalog) {
        for is_accepted in [false, true] {
            let file = file(&catalog, size, record.clone(), is_accepted);
            let look = |name: &str, html: askama::Result<String>| {
                look_over(&format!("{name}, {size}, accepted: {is_accepted}"), &html.expect("a page"));
            };
            let (layout, room) = (Layout::default, || here(Room::Plan));
            let at_stake = at_stake(size);
            let stakes = stakes(&catalog, &file.draft, at_stake.as_ref());
            look("plan", PlanPage::new(layout(), room(), &catalog, &file, stakes, DAY).render());
            look("accept", AcceptPage::new(layout(), room(), &catalog, &file).render());
            look("tasks", TasksPage::new(layout(), room(), &catalog, &file, DAY).render());
            let printed = "March 2, 2026".to_owned();
            look("checklist", ChecklistPage::new(layout(), room(), &catalog, &file, printed).render());
            for step in &catalog.steps {
                let mut page = StepPage::new(layout(), room(), &catalog, &file, step);
                page.may_assess = true;
                look(step.id.as_str(), page.render());
            }
            let tasks: &[PlanTask] = file.current.as_ref().map(|p| p.tasks.as_slice()).unwrap_or_default();
            for task in tasks {
                let page = TaskPage::new(layout(), room(), &catalog, &file, task, DAY);
                look(&format!("task {}", task.step), page.render());
            }
            let wrong = MeansSaid::default().read(&file.means).expect_err("nothing was said");
            for errors in [Vec::new(), wrong] {
                let typed = MeansSaid::of(&file.means);
                let errors = problems(errors);
                let page = MeansPage { layout: layout(), here: room(), errors, typed, is_said: is_accepted };
                look("means", page.render());
            }
        }
    }
}
