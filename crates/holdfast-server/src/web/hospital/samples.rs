//! Every page of a hospital with nothing, with a usual amount and with far too much on it, rendered and looked over.

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, ClauseId, OfferId, ProgramId};
use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::registration::show;
use holdfast_core::facts::{Attestation, FactKind, FactValue, of_hospital};
use holdfast_core::model::{
    AccountId, Case, CaseId, CaseKind, CaseState, Ccn, Claim, ClaimEvent, ClaimMove, EmailAddress,
    RegistrationAnswers, Role, Said, SecurityToday, Task,
};
use holdfast_store::{ClaimRecord, RecordedMove};
use holdfast_testkit::franklin::{FIXTURE_MEMORIAL, tables};

use super::accept::{AcceptPage, LetGoPage};
use super::cliffs::CliffsPage;
use super::facts::FactsPage;
use super::home::HomePage;
use super::mine::{Mine, MinePage};
use super::offer::OfferPage;
use super::offers::OffersPage;
use super::settings::{SettingPage, SettingsPage, groups};
use super::tasks::{TaskPage, TasksPage};
use super::{Here, Room};
use crate::app::settings::SETTINGS;
use crate::app::{Happened, HospitalHome, HospitalPicture, KnownHospital, TaskState, Ticked};
use crate::auth::{Actor, Grant};
use crate::web::Layout;

/// Far too much of one thing.
const HUGE: usize = 300;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn administrator() -> Actor {
    let ccn = Ccn::parse(FIXTURE_MEMORIAL).expect("a number");
    Actor {
        account: AccountId(1),
        name: "Dana Fixture".to_owned(),
        email: EmailAddress::parse("dana@fixturememorial.example").expect("an address"),
        grants: vec![Grant { role: Role::HospitalAdministrator, ccn: Some(ccn) }],
        must_set_up: false,
    }
}

/// A hospital that told us nothing, the usual, or the most a form takes.
fn known(said: &[(FactKind, FactValue)]) -> KnownHospital {
    let directory = Directory::join(&tables());
    let listed = directory.get(Ccn::parse(FIXTURE_MEMORIAL).expect("a number")).expect("listed").clone();
    let on = day("2026-09-20");
    let said: Vec<Attestation> = said
        .iter()
        .map(|(fact, value)| Attestation { fact: *fact, value: Some(value.clone()), on })
        .collect();
    KnownHospital { facts: of_hospital(&listed, &said, &[], on), registration: None, no_longer: None, listed }
}

fn tasks(all_done: bool, note: &str) -> Vec<TaskState> {
    let ticked = Ticked { by: Some("Dana Fixture".to_owned()), on: day("2026-09-01"), note: note.to_owned() };
    let one =
        |task: &Task| TaskState { task: *task, done: all_done, ticked: all_done.then(|| ticked.clone()) };
    Task::ALL.iter().map(one).collect()
}

fn asked(n: usize, question: &str) -> Case {
    Case {
        id: CaseId(i64::try_from(n).expect("small") + 1),
        program: ProgramId::new("rural-hospitals"),
        ccn: None,
        kind: CaseKind::OfferReferral {
            offer: OfferId::new("nonprofit-pricing"),
            clause: ClauseId::new("independent"),
            because: Because::Judgement,
        },
        opened_on: day("2026-09-01"),
        target_on: day("2026-09-06"),
        state: CaseState::AskedBack { on: day("2026-09-02"), question: question.to_owned() },
    }
}

fn record(offer: &str, n_times: usize) -> ClaimRecord {
    let moved = |moved| RecordedMove {
        event: ClaimEvent { moved, on: day("2026-09-02") },
        by: Some(AccountId(1)),
        note: String::new(),
        at_ms: 0,
    };
    let mut moves: Vec<RecordedMove> =
        (0..n_times).flat_map(|_| [moved(ClaimMove::Claim), moved(ClaimMove::LetGo)]).collect();
    moves.push(moved(ClaimMove::Claim));
    ClaimRecord { offer: OfferId::new(offer), claim: Claim::Claimed { on: day("2026-09-02") }, moves }
}

/// Nothing, the usual, far too much.
fn pictures(catalog: &Catalog) -> Vec<(&'static str, HospitalPicture, Vec<Happened>)> {
    let usual = [
        (FactKind::Independent, FactValue::Bool(true)),
        (FactKind::StaffedUsers, FactValue::Int(120)),
        (FactKind::Windows10Version22H2Devices, FactValue::Int(180)),
        (FactKind::WindowsServers, FactValue::Int(6)),
    ];
    let most: Vec<(FactKind, FactValue)> = FactKind::ALL
        .iter()
        .filter(|k| k.fact_type() == holdfast_core::facts::FactType::Int)
        .map(|k| (*k, FactValue::Int(1_000_000)))
        .collect();
    let long = "Which of the owners named in the letter still owns it? ".repeat(70);
    let offers: Vec<String> = catalog.offers().map(|o| o.id.to_string()).collect();
    let happened = Happened { on: day("2026-09-02"), says: "The registration was checked.".to_owned() };
    vec![
        ("empty", HospitalPicture::decide(catalog, known(&[]), &[], vec![], vec![], vec![]), vec![]),
        (
            "typical",
            HospitalPicture::decide(
                catalog,
                known(&usual),
                &[],
                vec![record("it-training", 0)],
                vec![asked(0, "Who owns it?")],
                tasks(false, ""),
            ),
            vec![happened.clone()],
        ),
        (
            "huge",
            HospitalPicture::decide(
                catalog,
                known(&most),
                &[],
                offers.iter().map(|o| record(o, HUGE)).collect(),
                (0..HUGE).map(|n| asked(n, &long)).collect(),
                tasks(true, &"n".repeat(500)),
            ),
            vec![happened; HUGE],
        ),
    ]
}

fn samples(catalog: &Catalog) -> Vec<(String, String)> {
    let actor = administrator();
    let mut pages: Vec<(String, String)> = Vec::new();
    for (size, picture, happened) in pictures(catalog) {
        let here = |room| Here::new(&picture.listed, &actor, room);
        let mut add = |name: &str, html: askama::Result<String>| {
            pages.push((format!("{name}, {size}"), html.expect("a page")));
        };
        let home = HospitalHome::of(catalog, picture.clone(), happened, &[], &[]);
        add("home", HomePage::new(Layout::default(), here(Room::Home), &home, None).render());
        let stands = picture.offer_stands(catalog);
        add("offers", OffersPage::new(Layout::default(), here(Room::Offers), &stands, catalog).render());
        for stand in &stands {
            let name = |page: &str| format!("{page} {}", stand.offer.id);
            let frame = || (Layout::default(), here(Room::Offers));
            let (layout, place) = frame();
            add(&name("offer"), OfferPage::new(layout, place, stand, &picture.facts, catalog).render());
            let (layout, place) = frame();
            add(&name("accept"), AcceptPage::new(layout, place, stand).render());
            let (layout, place) = frame();
            add(&name("let go"), LetGoPage::new(layout, place, stand).render());
        }
        add("facts", FactsPage::new(Layout::default(), here(Room::Facts), &picture.facts, catalog).render());
        add("tasks", TasksPage::new(Layout::default(), here(Room::Tasks), &picture.tasks).render());
        for task in Task::ALL {
            let page = TaskPage::new(Layout::default(), here(Room::Tasks), *task, &picture.tasks);
            add(&format!("task {}", task.key()), page.render());
        }
        let links = vec!["September 2, 2026".to_owned(); picture.tasks.len()];
        add("dates", CliffsPage::new(Layout::default(), here(Room::Cliffs), &picture.cliffs, links).render());
    }
    let listed = known(&[]).listed;
    for n in [0, 1, HUGE] {
        let here = || Here::new(&listed, &actor, Room::Settings);
        let answers = RegistrationAnswers {
            security: (n > 0).then(|| SecurityToday { plan: Said::DontKnow, products: "p<".repeat(n) }),
            ..RegistrationAnswers::default()
        };
        let groups = if n == 0 { Vec::new() } else { groups(&answers) };
        let page = SettingsPage { layout: Layout::default(), here: here(), done: n == 1, groups };
        pages.push((format!("settings, {n}"), page.render().expect("a page")));
        for step in SETTINGS {
            let page = SettingPage {
                layout: Layout::default(),
                here: here(),
                step: *step,
                on_file: String::new(),
                values: show(*step, &answers),
                base: show(*step, &answers),
                version: 1,
                errors: Vec::new(),
            };
            pages.push((format!("setting {}, {n}", step.slug()), page.render().expect("a page")));
        }
    }
    for n in [0, 3, HUGE] {
        let mine = || Mine {
            ccn: FIXTURE_MEMORIAL.to_owned(),
            name: "Fixture Memorial Hospital".to_owned(),
            place: "Sheridan Gap, ZZ".to_owned(),
        };
        let page =
            MinePage { layout: Layout::default(), hospitals: std::iter::repeat_with(mine).take(n).collect() };
        pages.push((format!("mine, {n}"), page.render().expect("a page")));
    }
    pages
}

#[test]
fn every_page_renders_with_one_heading_in_order_and_no_id_twice() {
    let catalog = load_embedded().expect("the catalog of this release");
    let pages = samples(&catalog);
    assert!(pages.len() > 500, "{}", pages.len());
    for (name, html) in pages {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        let mut last = 0;
        for (at, _) in html.match_indices("<h").filter(|(at, _)| html.as_bytes()[at + 2].is_ascii_digit()) {
            let level = html.as_bytes()[at + 2] - b'0';
            assert!(level <= last + 1, "{name}: a heading of level {level} after {last}");
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
