//! The pages of cases with nothing, with a usual amount and with far too much on them, rendered and looked over.

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::incident::describe;
use holdfast_core::model::{
    CareMachine, CloseReason, Detection, DetectionExample, DetectionRule, Incident, IncidentEvent,
    IncidentId, IncidentMove, Severity,
};
use holdfast_store::{DetectionCount, HuntUpload, KeptUpload};
use jiff::{SignedDuration, Timestamp};

use super::list::ListPage;
use super::machines::MachinesPage;
use super::page::CasePage;
use super::paper::PaperPage;
use super::send::SendPage;
use crate::app::incident::{CaseFile, CaseOnList, HuntTaken, SecurityCases};
use crate::web::Layout;
use crate::web::hospital::Room;
use crate::web::measure::FormView;
use crate::web::posture::samples::{here, look_over, now};
use crate::web::problem::Problems;

/// A page is at most this large, the frame of a visitor included.
const MOST_BYTES: usize = 60_000;

fn detections(n: usize, is_huge: bool) -> Vec<Detection> {
    let text = |t: &str| if is_huge { "<wwww>".repeat(30) } else { t.to_owned() };
    let one = |i: usize| {
        let at = "2026-03-02T08:00:00Z".parse::<Timestamp>().expect("a time")
            + SignedDuration::from_mins(i as i64);
        Detection {
            rule: DetectionRule {
                id: Some(format!("rule-{i}")),
                title: format!("{} {i}", text("Shadow copies deleted")),
                author: Some(text("Ann Author")).filter(|_| i % 3 != 1),
                level: None,
                techniques: (0..if is_huge { 20 } else { 1 }).map(|t| format!("T14{t:02}")).collect(),
                tactics: vec!["impact".to_owned()],
            },
            severity: Severity::ALL[2 + i % 3],
            host: format!("PC-{i}{}", if is_huge { "w".repeat(190) } else { String::new() }),
            n_events: 3,
            first_at: at,
            last_at: at,
            example: DetectionExample {
                at,
                channel: text("Security"),
                provider: String::new(),
                event_id: Some(4688),
                record_id: Some(7),
                file: text("Security.evtx"),
                fields: (0..if is_huge { 40 } else { 2 })
                    .map(|k| (format!("Field{k}"), text("value")))
                    .collect(),
            },
            is_first_seen: Some(i.is_multiple_of(2)),
            from_rules: vec![],
        }
    };
    (0..n).map(one).collect()
}

fn incident(number: u32, is_open: bool, is_huge: bool) -> Incident {
    let event = |moved| IncidentEvent { moved, by: "Dana <wwww>, Hospital IT".to_owned(), at: now() };
    let mut events =
        vec![event(IncidentMove::Opened { n_findings: 2, after: Some(1) }), event(IncidentMove::Taken)];
    let n_notes = if is_huge { 200 } else { 1 };
    let text = if is_huge { "<wwww> ".repeat(280) } else { "Called the vendor.".to_owned() };
    events.extend((0..n_notes).map(|_| event(IncidentMove::Note { text: text.clone() })));
    events.push(event(IncidentMove::Told { whom: "insurer".to_owned() }));
    events.push(event(IncidentMove::Done { step: holdfast_core::model::FirstStep::Call }));
    if !is_open {
        events.push(event(IncidentMove::Closed { reason: CloseReason::Harmless, words: text }));
    }
    Incident { id: IncidentId(number.into()), number, opened_at: now(), events }
}

fn file(catalog: &Catalog, number: u32, n: usize, is_open: bool, is_huge: bool) -> CaseFile {
    let (case, found) = (incident(number, is_open, is_huge), detections(n, is_huge));
    let care: Vec<CareMachine> = found
        .iter()
        .step_by(2)
        .map(|d| CareMachine {
            name: holdfast_core::model::short_name(&d.host),
            system: catalog.assets.first().map(|a| a.id.clone()),
            carries: "nurse call".to_owned(),
        })
        .collect();
    let story = describe(catalog, &case, &found, &care).expect("a story");
    let administrators = vec!["Dana Fixture".to_owned(); if is_huge { 40 } else { 1 }];
    let tell = holdfast_core::decide::incident::whom_to_tell(catalog, &case);
    CaseFile { case, story, detections: found, administrators, tell, others: vec![2] }
}

fn list(catalog: &Catalog, n: usize, is_huge: bool) -> SecurityCases {
    let of = |is_open| {
        let file =
            move |i: usize| file(catalog, i as u32 + 1, if is_huge { 60 } else { 2 }, is_open, is_huge);
        (0..n).map(file).map(|f| CaseOnList { case: f.case, story: f.story }).collect::<Vec<_>>()
    };
    let upload =
        HuntUpload { name: "<wwww>".repeat(20), n_new: 3, n_bad: 4, n_left_out: 5, ..HuntUpload::default() };
    SecurityCases {
        open: of(true),
        closed: of(false),
        n_closed: n,
        seen: detections(n, is_huge),
        n: DetectionCount { n: 5, n_seen: n as u64 },
        uploads: vec![KeptUpload { upload, at: now() }; n.min(20)],
        n_care_machines: n,
    }
}

fn check(name: &str, page: &impl Template) {
    let html = page.render().expect("a page");
    look_over(name, &html);
    assert!(html.len() < MOST_BYTES, "{name} has {} bytes", html.len());
}

#[test]
fn every_page_renders_within_its_size_with_one_heading_in_order() {
    let catalog = load_embedded().expect("the catalog of this release");
    let (layout, here) = (Layout::default, || here(Room::Cases));
    for (size, n, is_huge) in [("nothing", 0, false), ("usual", 2, false), ("huge", 60, true)] {
        check(&format!("list, {size}"), &ListPage::new(layout(), here(), &list(&catalog, n, is_huge)));
        for is_open in [true, false] {
            let file = file(&catalog, 1, n.max(1) * if is_huge { 10 } else { 1 }, is_open, is_huge);
            for now in [1, 2, usize::MAX] {
                check(&format!("case, {size}"), &CasePage::new(layout(), here(), &file, now));
            }
            for is_counsel in [true, false] {
                let printed = ("March 2, 2026".to_owned(), "Dana Fixture".to_owned());
                let page = PaperPage::new(layout(), here(), &file, printed, is_counsel, is_counsel);
                check(&format!("paper, {size}"), &page);
            }
        }
        let machine =
            |i: usize| CareMachine { name: format!("pc-{i}"), system: None, carries: "w".repeat(80) };
        let machines: Vec<CareMachine> = (0..n * if is_huge { 8 } else { 1 }).map(machine).collect();
        check(
            &format!("machines, {size}"),
            &MachinesPage::new(layout(), here(), &catalog, &machines, FormView::blank(""), 1),
        );
        let upload = HuntUpload {
            n_new: 1,
            n_known: 2,
            n_left_out: 3,
            n_bad: 9,
            opened: (0..n as u32).collect(),
            ..HuntUpload::default()
        };
        let taken = HuntTaken {
            upload,
            bad: vec!["<wwww>".repeat(30); 20],
            n_unread: n,
            is_cut_short: true,
            came_before: None,
        };
        check(
            &format!("send, {size}"),
            &SendPage::new(layout(), here(), Some(&taken), Problems::one("file", "x")),
        );
    }
}
