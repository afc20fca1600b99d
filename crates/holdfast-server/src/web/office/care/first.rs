//! Whom to help first: places of rural hospitals by how many people have no other emergency department, with how far each has come.
//! For the office; no finding is on it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::care::people_in_words;
use holdfast_core::decide::people_covered::{RuralSite, Standing};
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster;
use holdfast_core::model::{Action, StateCode};
use serde::Deserialize;

use crate::App;
use crate::app::FirstToHelp;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::csv::Csv;
use crate::web::office::links::{address, address_of_page};
use crate::web::office::when;
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/care/first";
const PER_PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ViewOffice);
    routes.get(PATH, access, list).get("/office/care/first.csv", access, download)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    /// `registration`, `assessment`, or nothing for all.
    lacks: String,
    page: String,
}

/// What a place may lack, with key and words.
const LACKS: [(&str, &str); 2] = [("registration", "Not registered"), ("assessment", "Not assessed")];

impl Asked {
    fn pairs(&self) -> [(&str, &str); 2] {
        [("state", &self.state), ("lacks", &self.lacks)]
    }

    fn wants(&self, site: &RuralSite, standing: Standing) -> bool {
        let state = StateCode::parse(&self.state).ok();
        let lacks = match self.lacks.as_str() {
            "registration" => standing == Standing::Outside,
            "assessment" => standing != Standing::Assessed,
            _ => true,
        };
        lacks && state.is_none_or(|state| site.state == state)
    }
}

struct Row {
    rank: String,
    href: String,
    name: String,
    place: String,
    beside: usize,
    only: String,
    people: String,
    standing: &'static str,
    next: &'static str,
}

fn standing_in_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Outside => "Not registered",
        Standing::Registered => "Registered",
        Standing::Assessed => "Assessed",
    }
}

fn next(standing: Standing) -> &'static str {
    match standing {
        Standing::Outside => "Ask it to register",
        Standing::Registered => "Offer an assessment",
        Standing::Assessed => "Help with its plan",
    }
}

fn row(first: &FirstToHelp, site: &RuralSite, standing: Standing) -> Row {
    let ccn = site.hospitals.first();
    let listed = ccn.and_then(|ccn| first.directory.hospitals.get(*ccn));
    Row {
        rank: site.rank.map_or_else(|| "not known".to_owned(), when_rank),
        href: ccn.map_or_else(String::new, |ccn| format!("/office/hospitals/{ccn}")),
        name: listed.map_or_else(String::new, |l| display_case(&l.hospital.name)),
        place: listed.map_or_else(String::new, |l| {
            format!("{}, {}", display_case(&l.hospital.city), l.hospital.state)
        }),
        beside: site.hospitals.len().saturating_sub(1),
        only: people_in_words(&site.only_within_30),
        people: when::number(site.people),
        standing: standing_in_words(standing),
        next: next(standing),
    }
}

fn when_rank(rank: usize) -> String {
    when::number(rank as u64)
}

fn wanted<'f>(first: &'f FirstToHelp, asked: &Asked) -> Vec<(&'f RuralSite, Standing)> {
    let all = first.sites.iter().zip(first.standings.iter().copied());
    all.filter(|(site, standing)| asked.wants(site, *standing)).collect()
}

#[derive(Template)]
#[template(path = "office/care/first.html")]
struct FirstPage {
    layout: Layout,
    asked: Asked,
    states: Vec<(String, &'static str)>,
    lacks: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    caption: String,
    csv: String,
    pages_base: String,
    now: usize,
    last: usize,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let first = app.first_to_help().await?;
    let wanted = wanted(&first, &asked);
    let page = roster::page(wanted.len(), PER_PAGE, asked.page.parse().unwrap_or(1));
    let rows =
        wanted[page.from..page.to].iter().map(|(site, standing)| row(&first, site, *standing)).collect();
    let mut states: Vec<StateCode> = first.sites.iter().map(|site| site.state).collect();
    states.sort_unstable_by_key(|state| state.name());
    states.dedup();
    let n = when::number(wanted.len() as u64);
    Ok(render(&FirstPage {
        layout: Layout::new(&app, &visitor),
        states: states.iter().map(|s| (s.to_string(), s.name())).collect(),
        lacks: LACKS.iter().map(|(key, words)| ((*key).to_owned(), *words)).collect(),
        rows,
        caption: format!("{n} places of rural hospitals, the most critical first"),
        csv: address("/office/care/first.csv", &asked.pairs()),
        pages_base: address_of_page(PATH, &asked.pairs()),
        now: page.number,
        last: page.n_pages,
        asked,
    }))
}

async fn download(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let first = app.first_to_help().await?;
    let mut csv = Csv::new(&[
        "Rank",
        "CCN",
        "Hospital",
        "City",
        "State",
        "Others at the place",
        "Only within 30 minutes, least",
        "Only within 30 minutes, likely",
        "Only within 30 minutes, most",
        "People nearest to it",
        "Standing",
    ]);
    for (site, standing) in wanted(&first, &asked) {
        let Some(listed) = site.hospitals.first().and_then(|ccn| first.directory.hospitals.get(*ccn)) else {
            continue;
        };
        let (h, only) = (&listed.hospital, &site.only_within_30);
        let beside: Vec<String> = site.hospitals[1..].iter().map(ToString::to_string).collect();
        csv.row(&[
            site.rank.map_or_else(String::new, |rank| rank.to_string()),
            h.ccn.to_string(),
            h.name.clone(),
            h.city.clone(),
            h.state.to_string(),
            beside.join(" "),
            only.low.to_string(),
            only.mid.to_string(),
            only.high.to_string(),
            site.people.to_string(),
            standing_in_words(standing).to_owned(),
        ]);
    }
    csv.note("");
    csv.note(&format!("As of {}. For the program office. Do not pass on.", app.today()));
    Ok(csv.download("first.csv"))
}
