//! The applications sent to a program, by state, and their download. Drafts are counted and never shown.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::roster;
use holdfast_core::model::Action;
use serde::Deserialize;

use super::links::{address, address_of_page};
use super::when;
use crate::App;
use crate::app::application::{ApplicationRow, OfficeApplications};
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::csv::Csv;
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/applications";
const PER_PAGE: usize = 50;

/// States an application is listed in: key, tone and icon of the tag, words.
const STATES: [(&str, &str, &str, &str); 4] = [
    ("submitted", "", "ring", "Waits for a reviewer"),
    ("asked_back", "wait", "clock", "Waits for an answer"),
    ("approved", "done", "yes", "Approved"),
    ("refused", "done", "no", "Not approved"),
];

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ViewOffice);
    routes.get(PATH, access, list).get("/office/applications.csv", access, download)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    program: String,
    state: String,
    page: String,
}

impl Asked {
    fn state(&self) -> Option<&str> {
        STATES.iter().map(|(key, ..)| *key).find(|key| *key == self.state)
    }

    /// The filters, without the page.
    fn pairs(&self) -> [(&str, &str); 2] {
        [("program", &self.program), ("state", self.state().unwrap_or(""))]
    }
}

struct Line {
    /// The reviewers' case; empty when there is none.
    href: String,
    name: String,
    reference: String,
    kind: String,
    focus: String,
    tone: &'static str,
    icon: &'static str,
    stands: &'static str,
    since: String,
    target: String,
}

type Choice = (String, String);

#[derive(Template)]
#[template(path = "office/applications.html")]
struct ApplicationsPage {
    layout: Layout,
    program: String,
    lead: String,
    programs: Vec<Choice>,
    chosen: String,
    states: Vec<Choice>,
    state: String,
    rows: Vec<Line>,
    caption: String,
    pages_base: String,
    now: usize,
    last: usize,
    csv: String,
}

/// The applications to the program asked about, or to the first one that takes any.
async fn find<'a>(app: &'a App, asked: &Asked) -> Result<OfficeApplications<'a>, WebError> {
    let first = || app.programs_by_form().next().map(|p| p.id.as_str());
    let program = Some(asked.program.as_str()).filter(|p| !p.is_empty()).or_else(first);
    let none = || WebError::not_found("No program run here takes applications.");
    Ok(app.office_applications(program.ok_or_else(none)?, asked.state()).await?)
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let found = find(&app, &asked).await?;
    let programs = app.programs_by_form().map(|p| (p.id.to_string(), p.name.clone())).collect();
    Ok(render(&ApplicationsPage::new(Layout::new(&app, &visitor), &asked, &found, programs)))
}

async fn download(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let found = find(&app, &asked).await?;
    let mut csv = Csv::new(&[
        "Reference",
        "Applicant",
        "Kind",
        "Focus area",
        "State",
        "Sent on",
        "In this state since",
        "Decide by",
    ]);
    let day = |d: Option<holdfast_core::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    for row in &found.rows {
        let (_, _, words) = state_tag(row.state);
        csv.row(&[
            row.reference.to_string(),
            row.name.clone(),
            row.kind.clone().unwrap_or_default(),
            row.focus.clone().unwrap_or_default(),
            words.to_owned(),
            day(row.sent_on),
            row.since.to_string(),
            day(row.target_on),
        ]);
    }
    Ok(csv.download("applications.csv"))
}

fn state_tag(key: &str) -> (&'static str, &'static str, &'static str) {
    let found = STATES.iter().find(|(k, ..)| *k == key);
    found.map_or(("", "ring", "Being filled in"), |(_, tone, icon, words)| (*tone, *icon, *words))
}

fn line(row: &ApplicationRow) -> Line {
    let (tone, icon, stands) = state_tag(row.state);
    Line {
        href: row.case.map(|c| format!("/office/cases/{c}")).unwrap_or_default(),
        name: row.name.clone(),
        reference: row.reference.to_string(),
        kind: row.kind.clone().unwrap_or_default(),
        focus: row.focus.clone().unwrap_or_default(),
        tone,
        icon,
        stands,
        since: when::day(row.since),
        target: row.target_on.filter(|_| row.waits()).map(when::day).unwrap_or_default(),
    }
}

fn lead(found: &OfficeApplications<'_>) -> String {
    let n = |key: &str| found.n_by_state.get(key).copied().unwrap_or(0);
    let wait = match n("submitted") {
        1 => "1 waits for a reviewer".to_owned(),
        n => format!("{n} wait for a reviewer"),
    };
    let drafts = match n("draft") {
        0 => String::new(),
        1 => " 1 more is being filled in and not sent yet.".to_owned(),
        n => format!(" {n} more are being filled in and not sent yet."),
    };
    format!(
        "{wait}, {} for the applicant\u{2019}s answer. {} approved, {} not approved.{drafts}",
        n("asked_back"),
        n("approved"),
        n("refused")
    )
}

impl ApplicationsPage {
    fn new(layout: Layout, asked: &Asked, found: &OfficeApplications<'_>, programs: Vec<Choice>) -> Self {
        let page = roster::page(found.rows.len(), PER_PAGE, asked.page.parse().unwrap_or(1));
        let pairs = asked.pairs();
        Self {
            layout,
            program: found.program.name.clone(),
            lead: lead(found),
            programs,
            chosen: found.program.id.to_string(),
            states: STATES
                .iter()
                .map(|(key, _, _, words)| ((*key).to_owned(), (*words).to_owned()))
                .collect(),
            state: asked.state().unwrap_or_default().to_owned(),
            rows: found.rows[page.from..page.to].iter().map(line).collect(),
            caption: match found.rows.len() {
                1 => "1 application".to_owned(),
                n => format!("{n} applications"),
            },
            pages_base: address_of_page(PATH, &pairs),
            now: page.number,
            last: page.n_pages,
            csv: address("/office/applications.csv", &pairs),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use holdfast_core::model::{CaseId, Reference};

    use super::*;

    #[test]
    fn every_sample_renders() {
        let catalog = holdfast_catalog::load_embedded().expect("the catalog of this release");
        let program = catalog.programs.iter().find(|p| p.form.is_some()).expect("a program by form");
        let day = |text: &str| text.parse().expect("a day");
        let row = |i: usize| ApplicationRow {
            reference: Reference::from_random([7; 5]),
            name: "Franklin Clinic <b>Network</b>".repeat(1 + i % 5),
            kind: (!i.is_multiple_of(3)).then(|| "Nonprofit organization".to_owned()),
            focus: (!i.is_multiple_of(2)).then(|| "Telemedicine: care at a distance".to_owned()),
            state: STATES[i % 4].0,
            since: day("2026-03-02"),
            sent_on: Some(day("2026-03-01")),
            target_on: (!i.is_multiple_of(5)).then(|| day("2026-04-01")),
            case: (!i.is_multiple_of(7)).then_some(CaseId(9)),
        };
        for n in [0, 1, 30, 400] {
            let n_by_state = BTreeMap::from([("draft".to_owned(), n as u32), ("submitted".to_owned(), 1)]);
            let found = OfficeApplications { program, rows: (0..n).map(row).collect(), n_by_state };
            for state in ["", "approved", "<i>"] {
                let asked = Asked { state: state.to_owned(), page: "2".to_owned(), ..Asked::default() };
                let two = vec![("a".to_owned(), "A".to_owned()), ("b".to_owned(), "B".to_owned())];
                let page = ApplicationsPage::new(Layout::default(), &asked, &found, two);
                let html = page.render().expect("the page renders");
                assert_eq!(html.matches("<h1").count(), 1);
                assert!(!html.contains("<b>Network") && !html.contains("<i>"));
            }
        }
    }
}
