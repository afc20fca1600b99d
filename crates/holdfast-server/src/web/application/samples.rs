//! Samples of every page of this part: nothing answered, a usual application, and one as large as the form takes.

use std::collections::BTreeMap;

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::catalog::{Catalog, QuestionKind};
use holdfast_core::decide::application::{Missing, Wrong, attestations, facts, pages, verdicts};
use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::registration::{BothChanged, Fields, Merge};
use holdfast_core::model::{Application, ApplicationId, ApplicationState, DirectoryTables, Reference};

use super::offers::OffersPage;
use super::page::{QuestionsPage, conflict_at};
use super::program::ProgramPage;
use super::resume::SavePage;
use super::review::{FieldError, ReviewPage, Tried};
use super::start::{Going, LostPage, StartPage};
use super::status::StatusPage;
use super::tasks::TasksPage;
use crate::app::application::{ApplicationStanding, Applying, Word};
use crate::web::Layout;
use crate::web::conflict::ConflictPage;
use crate::web::problem::Problems;

const HOSTILE: &str = "<script>alert(1)</script>\n\"quoted\" & 'so' ";

/// Answers of one size: 0 for none, 1 for a few words, else as long as the question takes.
fn answers(catalog: &Catalog, size: usize) -> BTreeMap<String, String> {
    let program = catalog.programs.iter().find(|p| p.form.is_some()).expect("a program by form");
    let form = program.form.as_ref().expect("its form");
    let mut answers = BTreeMap::new();
    for question in form.questions.iter().filter(|_| size > 0) {
        let answer = match &question.kind {
            QuestionKind::Text { max_chars } | QuestionKind::LongText { max_chars } => {
                let n = if size == 1 { 12 } else { usize::from(*max_chars) };
                HOSTILE.repeat(1 + n / HOSTILE.len()).chars().take(n).collect()
            }
            QuestionKind::Choice { choices } => choices[size % choices.len()].0.clone(),
            QuestionKind::YesNo => "no".to_owned(),
            QuestionKind::Number { most } => most.to_string(),
            QuestionKind::Email => "ann@clinic.example".to_owned(),
        };
        answers.insert(question.id.clone(), answer);
    }
    answers
}

fn states(long: &str) -> Vec<ApplicationState> {
    let on = "2026-03-02".parse().expect("a day");
    vec![
        ApplicationState::Draft,
        ApplicationState::Submitted { on },
        ApplicationState::AskedBack { on, question: long.to_owned() },
        ApplicationState::Approved { on, reason: long.to_owned() },
        ApplicationState::Refused { on, reason: String::new() },
    ]
}

fn samples(catalog: &Catalog) -> Vec<(String, String)> {
    let program = catalog.programs.iter().find(|p| p.form.is_some()).expect("a program by form");
    let form = program.form.as_ref().expect("its form");
    let today = "2026-03-02".parse().expect("a day");
    let directory = Directory::join(&DirectoryTables::default());
    let mut made: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, html: askama::Result<String>| made.push((name, html.expect("a page")));
    for day in ["2019-12-31", "2026-03-02"] {
        let page = ProgramPage::new(Layout::default(), program, catalog, day.parse().expect("a day"));
        add(format!("program, {day}"), page.render());
    }
    for n in [0, 1, 400] {
        let programs = vec![("/programs/a".to_owned(), HOSTILE.to_owned()); n];
        add(format!("lost, {n}"), LostPage { layout: Layout::default(), programs }.render());
        let going = (n > 0).then(|| Going { what: HOSTILE.repeat(n), sent: n > 1 });
        for closed in ["", "Applications open on May 1, 2026."] {
            let page = StartPage {
                layout: Layout::default(),
                id: "a".to_owned(),
                name: HOSTILE.to_owned(),
                closed: closed.to_owned(),
                going: going.as_ref().map(|g| Going { what: g.what.clone(), sent: g.sent }),
                n_pages: n,
                n_questions: n,
                days: 30,
                resume_days: 14,
            };
            add(format!("start, {n} {closed}"), page.render());
        }
        for saved in [false, true] {
            let page = SavePage {
                layout: Layout::default(),
                what: HOSTILE.repeat(n),
                email: HOSTILE.to_owned(),
                hint: "It works once.".to_owned(),
                days: 14,
                saved,
                errors: if n == 1 { Problems::one("email", HOSTILE) } else { Problems::default() },
            };
            add(format!("save, {n} {saved}"), page.render());
        }
    }
    for size in [0, 1, 2] {
        let answers = answers(catalog, size);
        let said = attestations(form, &answers, today);
        let facts = facts(&answers, &said, &[], &directory, today);
        let long = HOSTILE.repeat(1 + size * 40);
        for state in states(&long) {
            let name = |page: &str| format!("{page}, size {size}, {}", state.key());
            let application = Application {
                id: ApplicationId(1),
                reference: Reference::from_random([7; 5]),
                program: program.id.clone(),
                version: 3,
                state: state.clone(),
                answers: answers.clone(),
                email: None,
            };
            let applying = Applying { application, program, form };
            let word = |i: usize| Word {
                what: "A reviewer asked",
                by_reviewer: i.is_multiple_of(2),
                text: long.clone(),
                at_ms: 1_772_452_800_000,
            };
            let standing = ApplicationStanding {
                verdicts: verdicts(program, &facts),
                by: (size > 0).then_some(today),
                talk: (0..size * 20).map(word).collect(),
            };
            let layout = Layout::default;
            add(name("tasks"), TasksPage::new(layout(), &applying, size > 0).render());
            add(name("status"), StatusPage::new(layout(), &applying, &standing).render());
            add(name("offers"), OffersPage::new(layout(), &applying, &standing.verdicts).render());
            let missing = (0..size % 2).map(|_| Missing {
                slug: "about-you".to_owned(),
                field: "ein".to_owned(),
                text: HOSTILE.to_owned(),
            });
            let tried = Tried {
                reply: long.clone(),
                errors: (0..size).map(|_| FieldError { field: "reply", text: HOSTILE.to_owned() }).collect(),
                closed: if size == 2 { "Applications are closed.".to_owned() } else { String::new() },
            };
            let page = ReviewPage::new(layout(), &applying, &standing, missing.collect(), tried);
            add(name("check"), page.render());
            for page in pages(form) {
                let kept = page.show(&answers);
                let wrong = page
                    .questions
                    .iter()
                    .take(size * 3)
                    .map(|q| Wrong { field: q.id.clone(), text: HOSTILE.to_owned() });
                let shown =
                    QuestionsPage::new(layout(), &applying, &page, kept.clone(), kept, wrong.collect());
                add(name(&page.slug), shown.render());
            }
            let both = (0..size * 4).map(|i| BothChanged {
                field: format!("question-{i}"),
                label: HOSTILE.to_owned(),
                mine: long.clone(),
                theirs: "Nothing".to_owned(),
            });
            let merge = Merge { fields: Fields::default(), both: both.collect() };
            let place = conflict_at("About you", "about-you");
            let conflict = ConflictPage::new(layout(), place, merge, Fields::from(answers.clone()), 4);
            add(name("conflict"), conflict.render());
        }
    }
    made
}

#[test]
fn every_page_renders_with_one_heading_in_order_and_no_id_twice() {
    let catalog = load_embedded().expect("the catalog of this release");
    let made = samples(&catalog);
    assert!(made.len() > 100, "{}", made.len());
    for (name, html) in made {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        let mut last = 0;
        for (at, _) in html.match_indices("<h").filter(|(at, _)| html.as_bytes()[at + 2].is_ascii_digit()) {
            let level = html.as_bytes()[at + 2] - b'0';
            // The summary of errors stands above the heading of its page.
            let is_summary = last == 0 && level == 2;
            assert!(level <= last + 1 || is_summary, "{name}: a heading of level {level} after {last}");
            last = level;
        }
        let mut ids: Vec<&str> =
            html.match_indices(" id=\"").filter_map(|(at, _)| html[at + 5..].split('"').next()).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "{name}: an id stands twice");
        assert!(!html.contains(" style=") && !html.contains("<script>"), "{name}: the policy forbids it");
    }
}
