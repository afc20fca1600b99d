//! Every page of classes with nothing, with a little and with a lot in it, and with words that must not become markup.

use askama::Template;

use super::list::{ListView, Preview};
use super::teach::{SeatRow, TeachPage};
use super::{cohort_form, cohorts, college_file, colleges, own};
use crate::web::Layout;
use crate::web::hospital::Room;
use crate::web::measure::FormView;
use crate::web::posture::samples::here;
use crate::web::problem::Problems;

const SLY: &str = "<script>";

fn rendered(page: &impl Template) {
    assert!(!page.render().expect("renders").contains(SLY));
}

fn list(n: usize) -> ListView {
    let preview =
        Preview { lines: vec![SLY.to_owned(); n], faults: vec![SLY.to_owned(); n], ..Preview::default() };
    let preview = (n > 0).then_some(preview);
    ListView { most_lines: 500, text: SLY.repeat(n), wrong: SLY.repeat(n), preview }
}

fn problems(n: usize) -> Problems {
    if n == 0 { Problems::default() } else { Problems::one("why", SLY) }
}

#[test]
fn the_page_of_a_class_renders_and_escapes() {
    for n in [0, 2, 500] {
        let row = |number| SeatRow { number, name: SLY.to_owned(), hospital: SLY.repeat(n), grade: "" };
        rendered(&TeachPage {
            layout: Layout::default(),
            action: "/teach/x".to_owned(),
            title: SLY.to_owned(),
            college: SLY.to_owned(),
            days: String::new(),
            state: "Running",
            is_open: n == 0,
            is_running: n > 0,
            why: SLY.repeat(n),
            teaches: vec![SLY.to_owned(); n],
            rows: (0..u32::try_from(n).expect("few")).map(row).collect(),
            n_seats: 500,
            n_ungraded: n,
            done: "",
            problems: problems(n),
            reason: SLY.repeat(n),
            grades: list(n.min(60)),
            list: list(n.min(60)),
        });
    }
}

#[test]
fn the_offices_pages_render_and_escape() {
    for n in [0, 2, 300] {
        let sly = || SLY.to_owned();
        let college = colleges::CollegeRow {
            id: "1".to_owned(),
            name: sly(),
            place: sly(),
            known: sly(),
            seats: 1,
            n_classes: n,
        };
        rendered(&colleges::CollegesPage {
            layout: Layout::default(),
            may_run: n > 0,
            done: "",
            rows: vec![college; n.min(100)],
            now: 1,
            last: n.div_ceil(100).max(1),
        });
        let theirs = vec![(sly(), sly()); n.min(5)];
        rendered(&colleges::CollegePage {
            layout: Layout::default(),
            may_run: n > 0,
            done: "",
            heading: sly(),
            action: "/office/colleges/1".to_owned(),
            id: "1".to_owned(),
            version: 1,
            problems: problems(n),
            theirs: theirs.clone(),
            f: FormView::default(),
            packs: vec![("it".to_owned(), sly())],
            near: (n != 2).then(|| vec![("/office/hospitals/991301".to_owned(), sly(), sly()); n]),
            n_more: n,
            most_miles: 120,
        });
        rendered(&college_file::CollegeFilePage {
            layout: Layout::default(),
            problems: problems(n),
            columns: "name".to_owned(),
            list: list(n.min(60)),
        });
        let class = cohorts::CohortRow {
            id: "1".to_owned(),
            title: sly(),
            college: sly(),
            days: sly(),
            state: "Open",
            seats: sly(),
        };
        rendered(&cohorts::CohortsPage { layout: Layout::default(), may_run: n > 0, rows: vec![class; n] });
        rendered(&cohorts::CohortPage {
            layout: Layout::default(),
            may_run: true,
            done: "",
            problems: problems(n),
            why: sly(),
            id: "1".to_owned(),
            title: sly(),
            college: sly(),
            college_href: "/office/colleges/1".to_owned(),
            facts: vec![("Days", sly()); n],
            teaches: vec![sly(); n],
            state: "Open",
            key: if n == 0 { "planned" } else { "open" },
            is_over: false,
            is_link_out: n > 0,
            taken: vec![(sly(), 1); n],
        });
        rendered(&cohort_form::CohortFormPage {
            layout: Layout::default(),
            college: sly(),
            college_id: "1".to_owned(),
            action: "/office/cohorts/new".to_owned(),
            back: "/office/cohorts".to_owned(),
            version: 0,
            problems: problems(n),
            theirs,
            f: FormView::default(),
            packs: vec![("it".to_owned(), sly())],
        });
    }
}

#[test]
fn a_hospitals_pages_render_and_escape() {
    for n in [0, 2, 200] {
        let sly = || SLY.to_owned();
        let class =
            own::ClassView { id: "1".to_owned(), title: sly(), days: sly(), left: sly(), teaches: sly() };
        let college = own::CollegeView {
            name: sly(),
            place: sly(),
            why: sly(),
            contact: sly(),
            classes: vec![class.clone(); n.min(3)],
        };
        let seat = own::OwnSeat { number: 1, name: sly(), grade: "Passed" };
        let held = own::OwnView {
            id: "1".to_owned(),
            title: sly(),
            college: sly(),
            state: "Open",
            why: sly(),
            n_seats: n,
            seats: vec![seat; n],
            may_give_back: n == 2,
        };
        rendered(&own::OwnPage {
            layout: Layout::default(),
            here: here(Room::Training),
            done: "",
            near: vec![college; n.min(25)],
            pages: "/hospital/991301/training/classes?page=".to_owned(),
            now: 1,
            last: n.div_ceil(25).max(1),
            own: vec![held; n.min(9)],
        });
        let tick =
            |i: usize| own::Tick { id: format!("person-{i}"), number: sly(), label: sly(), is_on: i == 0 };
        rendered(&own::PutForwardPage {
            layout: Layout::default(),
            here: here(Room::Training),
            problems: problems(n),
            class,
            college: sly(),
            ticks: (0..n.min(100)).map(tick).collect(),
            has_roster: true,
            most: 500,
            numbers: sly(),
            names: sly(),
            faults: vec![sly(); n],
            kept: SLY.repeat(n),
        });
    }
}
