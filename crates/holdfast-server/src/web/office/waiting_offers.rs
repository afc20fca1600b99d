//! Offers that wait for the program office: to confirm, to switch on, and those a hospital let go.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster;
use holdfast_core::decide::waiting_offers::{WaitingOffer, Waits};
use holdfast_core::model::Action;
use serde::Deserialize;

use super::links::address_of_page;
use super::when;
use crate::App;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};

const PATH: &str = "/office/offers";
const PER_PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(PATH, Access::Program(Action::ViewOffice), page)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    waits: String,
    page: String,
}

struct Row {
    href: String,
    name: String,
    place: String,
    offer: String,
    tone: &'static str,
    icon: &'static str,
    waits: &'static str,
    since: String,
    age: String,
}

#[derive(Template)]
#[template(path = "office/waiting_offers.html")]
struct WaitingPage {
    layout: Layout,
    lead: String,
    kinds: Vec<(String, String)>,
    kind: &'static str,
    rows: Vec<Row>,
    caption: String,
    pages_base: String,
    now: usize,
    last: usize,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let all = app.waiting_offers().await?;
    let kind = Waits::from_key(&asked.waits);
    let fit: Vec<&WaitingOffer> = all.iter().filter(|w| kind.is_none_or(|k| w.waits == k)).collect();
    let page = roster::page(fit.len(), PER_PAGE, asked.page.parse().unwrap_or(1));
    let rows = fit[page.from..page.to].iter().map(|w| row(&app, w)).collect();
    let layout = Layout::new(&app, &visitor);
    Ok(render(&WaitingPage::new(layout, &all, kind, rows, (page.n_rows, page.number, page.n_pages))))
}

fn row(app: &App, waiting: &WaitingOffer) -> Row {
    let directory = app.directory();
    let (name, place) = match directory.hospitals.get(waiting.ccn) {
        Some(listed) => {
            let h = &listed.hospital;
            (display_case(&h.name), format!("{}, {} · {}", display_case(&h.city), h.state, h.ccn))
        }
        None => (format!("Hospital {}", waiting.ccn), "Not in the directory".to_owned()),
    };
    let offer = app.catalog.offer(waiting.offer.as_str());
    let (tone, icon) = match waiting.waits {
        Waits::ToConfirm => ("doing", "ring"),
        Waits::ToSwitchOn => ("wait", "clock"),
        Waits::LetGo => ("", "no"),
    };
    Row {
        href: format!("/office/hospitals/{}#offers", waiting.ccn),
        name,
        place,
        offer: offer.map_or_else(|| waiting.offer.to_string(), |(_, o)| o.name.clone()),
        tone,
        icon,
        waits: waiting.waits.label(),
        since: when::day(waiting.since),
        age: when::days(waiting.age_days),
    }
}

fn lead(all: &[WaitingOffer]) -> String {
    let n = |waits: Waits| all.iter().filter(|w| w.waits == waits).count();
    let let_go = match n(Waits::LetGo) {
        0 => String::new(),
        1 => " 1 was let go in the last 30 days.".to_owned(),
        n => format!(" {n} were let go in the last 30 days."),
    };
    format!("{} to confirm, {} to switch on.{let_go}", n(Waits::ToConfirm), n(Waits::ToSwitchOn))
}

impl WaitingPage {
    fn new(
        layout: Layout,
        all: &[WaitingOffer],
        kind: Option<Waits>,
        rows: Vec<Row>,
        (n_rows, now, last): (usize, usize, usize),
    ) -> Self {
        let key = kind.map_or("", Waits::key);
        Self {
            layout,
            lead: lead(all),
            kinds: Waits::ALL.iter().map(|(_, k, l)| ((*k).to_owned(), (*l).to_owned())).collect(),
            kind: key,
            rows,
            caption: match n_rows {
                1 => "1 offer".to_owned(),
                n => format!("{} offers", when::number(n as u64)),
            },
            pages_base: address_of_page(PATH, &[("waits", key)]),
            now,
            last,
        }
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::catalog::OfferId;
    use holdfast_core::model::Ccn;

    use super::*;

    #[test]
    fn every_sample_renders() {
        let waiting = |waits| WaitingOffer {
            ccn: Ccn::parse("991301").expect("a number"),
            offer: OfferId::new("help"),
            waits,
            since: Date::constant(2026, 3, 2),
            age_days: 3,
        };
        let line = |_| Row {
            href: "/office/hospitals/991301#offers".to_owned(),
            name: "St. <i>Fixture</i> Memorial Hospital".to_owned(),
            place: "Sheridan Gap, ZZ · 991301".to_owned(),
            offer: "Help with mail".to_owned(),
            tone: "doing",
            icon: "ring",
            waits: Waits::ToConfirm.label(),
            since: "March 2, 2026".to_owned(),
            age: "3 days".to_owned(),
        };
        let all: Vec<WaitingOffer> = Waits::ALL.iter().map(|(w, _, _)| waiting(*w)).collect();
        assert_eq!(lead(&all), "1 to confirm, 1 to switch on. 1 was let go in the last 30 days.");
        for (n, kind) in [(0, None), (0, Some(Waits::LetGo)), (3, None), (4_000, Some(Waits::ToConfirm))] {
            let rows = (0..n.min(PER_PAGE)).map(line).collect();
            let page =
                WaitingPage::new(Layout::default(), &all, kind, rows, (n, 1, n.div_ceil(PER_PAGE).max(1)));
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(!html.contains("<i>Fixture"));
        }
    }
}
