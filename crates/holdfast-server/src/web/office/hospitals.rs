//! Every listed hospital, with filters, columns that sort, pages and a download. Where it stands, never a finding.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster::{
    self, ClaimFilter, OutcomeFilter, RosterRow, RosterSort, RosterView, RuralFilter, StageFilter,
};
use holdfast_core::model::{Action, HospitalType, Ownership, Stage, StateCode};
use serde::Deserialize;

use super::links::{SortHead, address, address_of_page, sort_head};
use super::when;
use crate::App;
use crate::app::Roster;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::csv::Csv;
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/hospitals";
const PER_PAGE: usize = 50;
/// Longest text searched for, in characters.
const MOST_TEXT: usize = 80;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ViewOffice);
    routes.get(PATH, access, list).get("/office/hospitals.csv", access, download)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    text: String,
    state: String,
    kind: String,
    owner: String,
    rural: String,
    stage: String,
    offer: String,
    answer: String,
    claim: String,
    sort: String,
    order: String,
    page: String,
}

const RURAL: [(RuralFilter, &str, &str); 3] = [
    (RuralFilter::Yes, "yes", "Rural"),
    (RuralFilter::No, "no", "Not rural"),
    (RuralFilter::Unknown, "unknown", "Not known"),
];

impl Asked {
    fn view(&self) -> RosterView {
        RosterView {
            state: StateCode::parse(&self.state).ok(),
            hospital_type: HospitalType::parse(&self.kind).ok(),
            ownership: Ownership::parse(&self.owner).ok(),
            rural: RURAL.iter().find(|(_, key, _)| *key == self.rural).map(|(v, _, _)| *v),
            stage: match self.stage.as_str() {
                "none" => Some(StageFilter::None),
                key => Stage::from_key(key).map(StageFilter::At),
            },
            outcome: OutcomeFilter::ALL.iter().find(|(_, key, _)| *key == self.answer).map(|(v, _, _)| *v),
            claim: ClaimFilter::ALL.iter().find(|(_, key, _)| *key == self.claim).map(|(v, _, _)| *v),
            text: self.text.chars().take(MOST_TEXT).collect(),
            sort: RosterSort::from_key(&self.sort),
            backwards: self.order == "down",
        }
    }

    /// The filters, without order and page.
    fn pairs(&self) -> [(&str, &str); 9] {
        [
            ("text", &self.text),
            ("state", &self.state),
            ("kind", &self.kind),
            ("owner", &self.owner),
            ("rural", &self.rural),
            ("stage", &self.stage),
            ("offer", &self.offer),
            ("answer", &self.answer),
            ("claim", &self.claim),
        ]
    }

    fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }
}

type Choice = (String, String);

struct HospitalLine {
    ccn: String,
    name: String,
    city: String,
    state: &'static str,
    kind: &'static str,
    owner: &'static str,
    rural: &'static str,
    stage: String,
    n_active: u32,
    answer: &'static str,
}

#[derive(Template)]
#[template(path = "office/hospitals.html")]
struct HospitalsPage {
    layout: Layout,
    lead: String,
    asked: Asked,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    owners: Vec<Choice>,
    rurals: Vec<Choice>,
    stages: Vec<Choice>,
    offers: Vec<Choice>,
    answers: Vec<Choice>,
    claims: Vec<Choice>,
    with_answer: bool,
    heads: Vec<SortHead>,
    rows: Vec<HospitalLine>,
    caption: String,
    pages_base: String,
    now: usize,
    last: usize,
    csv: String,
}

fn rural_words(rural: Option<bool>) -> &'static str {
    match rural {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Not known",
    }
}

fn stage_words(stage: Option<Stage>) -> String {
    let mut words = stage.map_or("-", Stage::key).to_owned();
    words[..1].make_ascii_uppercase();
    words
}

fn line(row: &RosterRow<'_>) -> HospitalLine {
    let h = &row.listed.hospital;
    HospitalLine {
        ccn: h.ccn.to_string(),
        name: display_case(&h.name),
        city: display_case(&h.city),
        state: h.state.as_str(),
        kind: h.hospital_type.label(),
        owner: h.ownership.label(),
        rural: rural_words(row.rural),
        stage: stage_words(row.stage),
        n_active: row.n_active,
        answer: row.outcome.map_or("", OutcomeFilter::label),
    }
}

fn offers(app: &App) -> Vec<Choice> {
    app.catalog.offers().map(|o| (o.id.to_string(), o.name.clone())).collect()
}

async fn roster(app: &App, asked: &Asked) -> Result<Roster, WebError> {
    let offer = Some(asked.offer.as_str()).filter(|o| !o.is_empty());
    Ok(app.roster(offer).await?)
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let roster = roster(&app, &asked).await?;
    let rows = roster.rows(&asked.view());
    let page = roster::page(rows.len(), PER_PAGE, asked.page.parse().unwrap_or(1));
    let shown = rows[page.from..page.to].iter().map(line).collect();
    let lead = roster.release().map_or_else(
        || "No directory is imported.".to_owned(),
        |r| format!("From {}, released {}.", r.title, when::day(r.released_on)),
    );
    Ok(render(&HospitalsPage::new(
        Layout::new(&app, &visitor),
        lead,
        asked,
        &roster.states(),
        offers(&app),
        shown,
        (page.n_rows, page.number, page.n_pages),
    )))
}

async fn download(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let roster = roster(&app, &asked).await?;
    let mut csv = Csv::new(&[
        "CCN",
        "Name",
        "City",
        "State",
        "Type",
        "Owner",
        "Rural",
        "Stage",
        "Offers active",
        "Answer",
    ]);
    // At most one row a listed hospital, some 600 KB for the nation: bounded by the directory.
    for row in roster.rows(&asked.view()) {
        let l = line(&row);
        let n_active = l.n_active.to_string();
        csv.row(&[
            &l.ccn, &l.name, &l.city, l.state, l.kind, l.owner, l.rural, &l.stage, &n_active, l.answer,
        ]);
    }
    Ok(csv.download("hospitals.csv"))
}

impl HospitalsPage {
    fn new(
        layout: Layout,
        lead: String,
        asked: Asked,
        states: &[StateCode],
        offers: Vec<Choice>,
        rows: Vec<HospitalLine>,
        (n_rows, now, last): (usize, usize, usize),
    ) -> Self {
        let view = asked.view();
        let pairs = asked.pairs();
        let sorted = (view.sort.key(), view.backwards);
        let heads = RosterSort::ALL
            .iter()
            .map(|(sort, key, label)| {
                sort_head(PATH, &pairs, (label, key, *sort == RosterSort::Active), sorted)
            })
            .collect();
        let mut all = pairs.to_vec();
        if view.sort != RosterSort::default() || view.backwards {
            all.push(("sort", view.sort.key()));
            all.push(("order", if view.backwards { "down" } else { "" }));
        }
        let stages = std::iter::once(("none".to_owned(), "Not reached any".to_owned()))
            .chain(Stage::ALL.iter().map(|s| (s.key().to_owned(), stage_words(Some(*s)))))
            .collect();
        Self {
            layout,
            lead,
            states: states.iter().map(|s| (s.as_str().to_owned(), s.name().to_owned())).collect(),
            kinds: HospitalType::ALL.iter().map(|t| (t.key().to_owned(), t.label().to_owned())).collect(),
            owners: Ownership::ALL.iter().map(|o| (o.key().to_owned(), o.label().to_owned())).collect(),
            rurals: RURAL.iter().map(|(_, key, label)| ((*key).to_owned(), (*label).to_owned())).collect(),
            stages,
            offers,
            answers: OutcomeFilter::ALL.iter().map(|(_, k, l)| ((*k).to_owned(), (*l).to_owned())).collect(),
            claims: ClaimFilter::ALL.iter().map(|(_, k, l)| ((*k).to_owned(), (*l).to_owned())).collect(),
            with_answer: rows.iter().any(|r| !r.answer.is_empty()),
            heads,
            rows,
            caption: match (n_rows, asked.is_filtered()) {
                (1, _) => "1 hospital".to_owned(),
                (n, true) => format!("{} hospitals fit", when::number(n as u64)),
                (n, false) => format!("All {} hospitals", when::number(n as u64)),
            },
            pages_base: address_of_page(PATH, &all),
            now,
            last,
            csv: address("/office/hospitals.csv", &all),
            asked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<HospitalsPage> {
        let row = |i: usize| HospitalLine {
            ccn: format!("99{i:04}"),
            name: "St. <i>Fixture</i> Memorial Hospital".to_owned(),
            city: "Sheridan Gap".to_owned(),
            state: "ZZ",
            kind: "Critical access hospital",
            owner: "Tribal",
            rural: "Yes",
            stage: stage_words(Some(Stage::Registered)),
            n_active: 2,
            answer: if i.is_multiple_of(2) { "May have it" } else { "" },
        };
        let states: Vec<StateCode> = StateCode::all().collect();
        let page = |n: usize, asked: Asked| {
            let rows = (0..n.min(PER_PAGE)).map(row).collect();
            let last = n.div_ceil(PER_PAGE).max(1);
            HospitalsPage::new(
                Layout::default(),
                "Made up.".to_owned(),
                asked,
                &states,
                Vec::new(),
                rows,
                (n, last, last),
            )
        };
        let asked = Asked {
            text: "<b>".to_owned(),
            state: "ZZ".to_owned(),
            order: "down".to_owned(),
            ..Asked::default()
        };
        vec![
            page(0, Asked::default()),
            page(0, asked),
            page(3, Asked::default()),
            page(5_421, Asked::default()),
        ]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(!html.contains("<i>Fixture") && !html.contains("<b>\""));
        }
    }

    #[test]
    fn filters_read_from_an_address_and_nonsense_is_no_filter() {
        let asked = Asked {
            state: "zz".to_owned(),
            kind: "cah".to_owned(),
            stage: "none".to_owned(),
            rural: "unknown".to_owned(),
            answer: "refer".to_owned(),
            ..Asked::default()
        };
        let view = asked.view();
        assert_eq!(view.hospital_type, Some(HospitalType::CriticalAccess));
        assert_eq!(view.stage, Some(StageFilter::None));
        assert_eq!((view.rural, view.outcome), (Some(RuralFilter::Unknown), Some(OutcomeFilter::Refer)));
        let nonsense = Asked {
            state: "XX".to_owned(),
            kind: "moon".to_owned(),
            stage: "x".to_owned(),
            ..Asked::default()
        };
        assert_eq!(nonsense.view(), RosterView::default());
    }
}
