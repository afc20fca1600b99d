//! The pages of training with nothing, with a usual amount and with far too much on them, rendered and looked over.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::catalog::{Language, Lessons, PackId};
use holdfast_core::decide::training::{
    LearnerOwed, RosterLine, RosterTable, TrainingFacts, TrainingRules, compare, progress, read_roster,
    training_words,
};
use holdfast_core::model::{Completion, CompletionHow, Learner, LearnerId, StaffMember, WithdrawnCompletion};

use super::key_in::KeyInPage;
use super::links::LinksPage;
use super::people::{Asked, PeoplePage};
use super::person::PersonPage;
use super::preview::PreviewPage;
use super::progress::ProgressPage;
use super::proves::proves;
use super::roster::RosterPage;
use crate::app::training::{LearnerFile, LinksStand, RosterPreview, TrainingRecord};
use crate::web::Layout;
use crate::web::hospital::Room;
use crate::web::posture::samples::{DAY, here, look_over, now};

/// The most bytes of a page before it is compressed. Names as long as these are nobody's.
const MOST_BYTES: usize = 200 * 1024;

fn learner(n: usize, lessons: &Lessons, is_huge: bool) -> Learner {
    let pack = &lessons.packs[n % lessons.packs.len()].id;
    let packs: BTreeSet<PackId> = match is_huge {
        true => lessons.packs.iter().map(|p| p.id.clone()).collect(),
        false => BTreeSet::from([pack.clone()]),
    };
    let long =
        |text: &str, most: usize| if is_huge { text.repeat(most / text.len()) } else { text.to_owned() };
    let department = format!("{} {}", long("<wwww>", 60), n % 400);
    let person = StaffMember {
        number: format!("{n:05}"),
        name: long("<wwww>", 120),
        email: None,
        department: if n.is_multiple_of(7) { String::new() } else { department },
        packs: packs.clone(),
        language: Language::Spanish,
        started_on: Some(DAY),
    };
    let packs_since = packs.into_iter().map(|p| (p, DAY)).collect();
    let id = LearnerId(i64::try_from(n).expect("few") + 1);
    Learner { id, person, listed_on: DAY, left_on: None, packs_since }
}

fn record(n: usize, lessons: &Lessons) -> TrainingRecord {
    let learners: Vec<Learner> = (0..n).map(|i| learner(i, lessons, n > 100)).collect();
    let done = |l: &Learner| {
        let one = |lesson: &holdfast_core::catalog::Lesson| Completion {
            learner: l.id,
            lesson: lesson.id.clone(),
            done_on: DAY,
            how: CompletionHow::OtherSystem { name: "<wwww>".repeat(13) },
            by: "<wwww>".repeat(20),
        };
        (l.id, lessons.lessons.iter().map(one).collect())
    };
    let done: BTreeMap<_, _> = learners.iter().step_by(2).map(done).collect();
    TrainingRecord { version: 1, learners, done, as_of: DAY }
}

fn withdrawn(completion: &Completion) -> WithdrawnCompletion {
    let long = || "<wwww>".repeat(20);
    WithdrawnCompletion { completion: completion.clone(), at: now(), by: long(), why: "<wwww>".repeat(50) }
}

/// A list of this many people, every third of them with a mistake.
fn preview(n: usize, record: &TrainingRecord, lessons: &Lessons, is_whole: bool) -> RosterPreview {
    let columns = ["number", "name", "department", "start date"].map(str::to_owned).to_vec();
    let line = |i: usize| RosterLine {
        line: i as u64 + 2,
        cells: vec![
            format!("{}", i * 2),
            // Of every fifth nothing but the number is the same.
            if i.is_multiple_of(5) { format!("Other {i}") } else { format!("New <wwww> {i}") },
            "<wwww>".repeat(13),
            if i.is_multiple_of(3) { "<wwww>".to_owned() } else { String::new() },
        ],
    };
    let table = RosterTable { columns, lines: (1..=n).map(line).collect(), ..RosterTable::default() };
    let read = read_roster(&table, &lessons.packs).unwrap_or_default();
    let change = compare(&record.learners, &read, is_whole);
    let name = "<wwww>".repeat(20);
    RosterPreview { name, digest: "0".repeat(64), version: 1, is_whole, read, change }
}

#[test]
fn every_page_renders_with_one_heading_in_order_no_id_twice_and_stays_small() {
    let catalog = load_embedded().expect("the catalog of this release");
    let lessons = &catalog.lessons;
    for n in [0, 5, 40, 5_000] {
        let record = record(n, lessons);
        let look = |name: &str, html: askama::Result<String>| {
            let html = html.expect("a page");
            look_over(&format!("{name} of {n}"), &html);
            assert!(html.len() <= MOST_BYTES, "{name} of {n} has {} bytes", html.len());
        };
        let (layout, here) = (Layout::default, || here(Room::Training));
        let rules = TrainingRules::new(lessons);
        let owed: Vec<_> = record.listed().map(|l| (l, rules.owed(l, record.done_by(l.id), DAY))).collect();
        let people: Vec<LearnerOwed<'_>> =
            owed.iter().map(|(learner, owed)| LearnerOwed { learner, owed }).collect();
        let progress = progress(lessons, &people, DAY);
        let mut page = ProgressPage::new(layout(), here(), &progress);
        let facts: Vec<TrainingFacts<'_>> = record
            .listed()
            .map(|learner| TrainingFacts { learner, done: record.done_by(learner.id) })
            .collect();
        page.proves = proves(&catalog, &training_words(&catalog, &facts, now()));
        look("progress", page.render());
        look("people", PeoplePage::new(layout(), here(), lessons, &record, Asked::default()).render());
        look("roster", RosterPage::new(layout(), here(), n, &lessons.packs).render());
        let departments = record.departments().into_iter().map(|d| (d.to_owned(), 1)).collect();
        let stand = LinksStand { n_people: n, n_mail: n, departments, ..LinksStand::default() };
        look("links", LinksPage::new(layout(), here(), &stand).render());
        let ticked = BTreeSet::from([LearnerId(1)]);
        let mut key_in = KeyInPage::new(layout(), here(), &record, Vec::new(), "", &ticked);
        key_in.tell(&record.learners, &[], "");
        look("key in", key_in.render());
        for is_whole in [true, false] {
            let preview = preview(n, &record, lessons, is_whole);
            let page = PreviewPage::new(layout(), here(), lessons, "token".to_owned(), preview);
            look("preview", page.render());
        }
        if let Some(learner) = record.learners.first() {
            let file = LearnerFile {
                learner: learner.clone(),
                owed: rules.owed(learner, record.done_by(learner.id), DAY),
                done: record.done_by(learner.id).to_vec(),
                withdrawn: record.done_by(learner.id).iter().map(withdrawn).collect(),
                linked_at: Some(now()),
                as_of: DAY,
            };
            look("person", PersonPage::new(layout(), here(), lessons, &file).render());
        }
    }
}
