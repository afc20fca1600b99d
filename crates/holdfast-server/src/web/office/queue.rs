//! The reviewers' queue.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::queue::{self, Due, KINDS, QueueCounts, QueueRow, QueueSort, QueueView, Show};
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster;
use holdfast_core::model::{Action, ApplicationId, CaseKind, StateCode};
use serde::Deserialize;

use super::links::{SortHead, address_of_page, sort_head};
use super::when;
use crate::App;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/queue";
const PER_PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(PATH, Access::Program(Action::Review), page)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    show: String,
    kind: String,
    state: String,
    sort: String,
    order: String,
    page: String,
}

impl Asked {
    fn view(&self) -> QueueView {
        QueueView {
            show: Show::from_key(&self.show),
            kind: KINDS.iter().map(|(key, _)| *key).find(|key| *key == self.kind),
            state: StateCode::parse(&self.state).ok(),
            sort: QueueSort::from_key(&self.sort),
            backwards: self.order == "down",
        }
    }
}

/// One line.
struct CaseRow {
    href: String,
    name: String,
    place: String,
    about: String,
    detail: String,
    tone: &'static str,
    icon: &'static str,
    stands: String,
    age: String,
    target: String,
}

/// A choice of a filter: its key and words.
type Choice = (String, String);

#[derive(Template)]
#[template(path = "office/queue.html")]
struct QueuePage {
    layout: Layout,
    lead: String,
    shows: Vec<Choice>,
    show: &'static str,
    kinds: Vec<Choice>,
    kind: String,
    states: Vec<Choice>,
    state: String,
    heads: Vec<SortHead>,
    rows: Vec<CaseRow>,
    caption: String,
    filtered: bool,
    pages_base: String,
    now: usize,
    last: usize,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let view = asked.view();
    let queue = app.review_queue(view.show == Show::Settled).await?;
    let directory = app.directory();
    let today = app.today();
    let rows = queue::rows(&queue.cases, &directory.hospitals, &view, today);
    let page = roster::page(rows.len(), PER_PAGE, asked.page.parse().unwrap_or(1));
    let shown = rows[page.from..page.to].iter().map(|row| line(&app, row, &queue.applicants)).collect();
    let mut states: Vec<StateCode> = queue
        .cases
        .iter()
        .filter_map(|c| directory.hospitals.known(c.ccn?))
        .map(|l| l.hospital.state)
        .collect();
    states.sort();
    states.dedup();
    Ok(render(&QueuePage::new(
        Layout::new(&app, &visitor),
        &view,
        &queue.counts,
        &states,
        shown,
        (rows.len(), page.number, page.n_pages),
    )))
}

impl QueuePage {
    fn new(
        layout: Layout,
        view: &QueueView,
        counts: &QueueCounts,
        states: &[StateCode],
        rows: Vec<CaseRow>,
        (n_rows, now, last): (usize, usize, usize),
    ) -> Self {
        let show = view.show.key();
        let (kind, state) = (view.kind.unwrap_or(""), view.state.map_or("", |s| s.as_str()));
        let pairs = [
            ("show", if view.show == Show::default() { "" } else { show }),
            ("kind", kind),
            ("state", state),
        ];
        let sorted = (view.sort.key(), view.backwards);
        let head = |label, key, numeric| sort_head(PATH, &pairs, (label, key, numeric), sorted);
        let mut all = pairs.to_vec();
        if view.sort != QueueSort::default() || view.backwards {
            all.push(("sort", view.sort.key()));
        }
        all.push(("order", if view.backwards { "down" } else { "" }));
        Self {
            layout,
            lead: lead(counts),
            shows: Show::ALL.iter().map(|s| (s.key().to_owned(), s.label().to_owned())).collect(),
            show,
            kinds: KINDS.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect(),
            kind: kind.to_owned(),
            states: states.iter().map(|s| (s.as_str().to_owned(), s.name().to_owned())).collect(),
            state: state.to_owned(),
            heads: vec![
                head("Hospital or applicant", "hospital", false),
                head("What it is about", "kind", false),
                SortHead { label: "State of it", href: String::new(), now: "", numeric: false },
                head("Age", "age", true),
                head("Target", "target", true),
            ],
            rows,
            caption: match n_rows {
                1 => format!("{}: 1 case", view.show.label()),
                n => format!("{}: {n} cases", view.show.label()),
            },
            filtered: view.kind.is_some() || view.state.is_some() || view.show != Show::default(),
            pages_base: address_of_page(PATH, &all),
            now,
            last,
        }
    }
}

fn lead(counts: &QueueCounts) -> String {
    let cases = |n: u32| if n == 1 { "1 case waits".to_owned() } else { format!("{n} cases wait") };
    let late = match counts.n_overdue {
        0 => "None is past its target date.".to_owned(),
        1 => "1 is past its target date.".to_owned(),
        n => format!("{n} are past their target date."),
    };
    let asked = match counts.n_asked {
        0 => String::new(),
        1 => " 1 more waits for an answer.".to_owned(),
        n => format!(" {n} more wait for an answer."),
    };
    format!("{} for a reviewer. {late}{asked} {} settled so far.", cases(counts.n_open), counts.n_settled)
}

fn line(app: &App, row: &QueueRow<'_>, applicants: &BTreeMap<ApplicationId, String>) -> CaseRow {
    let case = row.case;
    let (name, place) = match row.hospital {
        Some(listed) => {
            let h = &listed.hospital;
            (display_case(&h.name), format!("{}, {} · {}", display_case(&h.city), h.state, h.ccn))
        }
        None => match case.ccn {
            Some(ccn) => (format!("Hospital {ccn}"), "Not in the directory".to_owned()),
            None => {
                let program =
                    app.catalog.program(case.program.as_str()).map_or(case.program.as_str(), |p| &p.name);
                let name = match &case.kind {
                    CaseKind::Application { application } => applicants.get(application),
                    _ => None,
                };
                (name.map_or("An applicant", String::as_str).to_owned(), program.to_owned())
            }
        },
    };
    let detail = match &case.kind {
        CaseKind::OfferReferral { offer, .. } => {
            app.catalog.offer(offer.as_str()).map_or_else(|| offer.to_string(), |(_, o)| o.name.clone())
        }
        _ => String::new(),
    };
    let (tone, icon, stands) = tag(row.due, case.state.key());
    CaseRow {
        href: format!("/office/cases/{}", case.id),
        name,
        place,
        about: case.kind.label().to_owned(),
        detail,
        tone,
        icon,
        stands,
        age: when::days(row.age_days),
        target: when::day(case.target_on),
    }
}

/// The tag of a case: tone, icon and words.
pub(super) fn tag(due: Due, state: &str) -> (&'static str, &'static str, String) {
    match due {
        Due::Overdue { days } => ("late", "bell", format!("Overdue by {}", when::days(days))),
        Due::Left { days: 0 } => ("doing", "clock", "Due today".to_owned()),
        Due::Left { days } => ("", "ring", format!("{} left", when::days(days))),
        Due::Asked { days: 0 } => ("wait", "clock", "Asked today".to_owned()),
        Due::Asked { days } => ("wait", "clock", format!("Asked {} ago", when::days(days))),
        Due::Settled { late, .. } => {
            let words = if state == "approved" { "Approved" } else { "Refused" };
            let icon = if state == "approved" { "yes" } else { "no" };
            ("done", icon, if late { format!("{words}, late") } else { words.to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<QueuePage> {
        let row = |i: usize| CaseRow {
            href: format!("/office/cases/{i}"),
            name: "Fixture Memorial Hospital".to_owned(),
            place: "Sheridan Gap, ZZ · 991301".to_owned(),
            about: "May the hospital have this offer?".to_owned(),
            detail: "Help".to_owned(),
            tone: "late",
            icon: "bell",
            stands: "Overdue by 2 days".to_owned(),
            age: "9 days".to_owned(),
            target: "Mar 2, 2026".to_owned(),
        };
        let counts = QueueCounts { n_open: 1, n_overdue: 1, n_asked: 2, n_settled: 30 };
        let franklin = StateCode::parse("ZZ").expect("the made-up state");
        let page = |n: usize, view: QueueView, counts: &QueueCounts| {
            let rows = (0..n.min(PER_PAGE)).map(row).collect();
            QueuePage::new(
                Layout::default(),
                &view,
                counts,
                &[franklin],
                rows,
                (n, 1, n.div_ceil(PER_PAGE).max(1)),
            )
        };
        let kind = QueueView { kind: Some("join"), backwards: true, ..QueueView::default() };
        vec![
            page(0, QueueView::default(), &QueueCounts::default()),
            page(0, kind, &counts),
            page(3, QueueView { show: Show::Settled, ..QueueView::default() }, &counts),
            page(4_000, QueueView::default(), &counts),
        ]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
        }
    }

    #[test]
    fn the_lead_counts_in_words() {
        let counts = QueueCounts { n_open: 1, n_overdue: 1, n_asked: 2, n_settled: 30 };
        assert_eq!(
            lead(&counts),
            "1 case waits for a reviewer. 1 is past its target date. 2 more wait for an answer. 30 settled so far."
        );
    }
}
