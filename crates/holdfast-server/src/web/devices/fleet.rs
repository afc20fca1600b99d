//! All machines of a hospital: one bar, what to buy and do, what ends when, and the list.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::device::{FleetPicture, FleetState, Judged};
use holdfast_core::model::{Usd, UsdRange, day_in_words};
use serde::Deserialize;

use super::programs::FleetView;
use super::words::{self, Tag};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// Machines on one page.
const A_PAGE: usize = 50;
/// Cliffs that are shown; the next ones.
const MOST_CLIFFS: usize = 12;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) state: String,
    pub(super) need: String,
    pub(super) q: String,
    page: String,
    done: String,
}

impl Asked {
    /// Whether a machine is asked for.
    pub(super) fn wants(&self, d: &Judged<'_>) -> bool {
        let q = self.q.trim().to_lowercase();
        let is_named = q.is_empty()
            || d.device.brief.identity.name.to_lowercase().contains(&q)
            || words::system(d.device).to_lowercase().contains(&q);
        let is_state = FleetState::from_key(&self.state).is_none_or(|s| s == d.state);
        let is_need = match self.need.as_str() {
            "" => true,
            "waiting" => words::standing(d) == "Waits to be let in",
            "stopped" => d.is_silent,
            "one_source" => d.device.told.len() == 1,
            key => d.need.key() == key,
        };
        is_named && is_state && is_need
    }
}

/// A part of the bar.
struct Part {
    key: &'static str,
    tag: Tag,
    means: &'static str,
    n: usize,
    /// Where it begins and how wide it is, of 1,000.
    x: usize,
    width: usize,
}

/// What machines need together.
struct NeedLine {
    key: &'static str,
    says: String,
    why: String,
    money: String,
}

/// A machine on the list.
struct Line {
    id: String,
    name: String,
    system: String,
    state: Tag,
    receiving: String,
    need: String,
    standing: &'static str,
    pinned: String,
    seen: String,
    update: String,
}

#[derive(Template)]
#[template(path = "devices/fleet.html")]
pub(super) struct FleetPage {
    layout: Layout,
    here: Here,
    n: usize,
    parts: Vec<Part>,
    needs: Vec<NeedLine>,
    total: String,
    cliffs: Vec<(String, String, usize)>,
    n_more_cliffs: usize,
    n_one_source: usize,
    n_waiting: usize,
    n_silent: usize,
    software: FleetView,
    lines: Vec<Line>,
    n_shown: usize,
    asked: Asked,
    is_filtered: bool,
    base: String,
    now: usize,
    last: usize,
    done: &'static str,
    feeds: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Devices);
    let fleet = app.fleet(scope).await?;
    let picture = app.fleet_picture(&fleet);
    let software = FleetView::new(&app.fleet_programs(&fleet));
    let feeds = app.feeds_in_words();
    Ok(render(&FleetPage::new(layout(&app, &visitor), here, &picture, software, asked, feeds)))
}

impl FleetPage {
    fn new(
        layout: Layout,
        here: Here,
        all: &FleetPicture<'_>,
        software: FleetView,
        asked: Asked,
        feeds: String,
    ) -> Self {
        let n = all.devices.len();
        let mut found: Vec<&Judged<'_>> = all.devices.iter().filter(|d| asked.wants(d)).collect();
        found.sort_by_key(|d| (d.need.clone(), d.device.brief.identity.name.to_lowercase()));
        let last = found.len().div_ceil(A_PAGE).max(1);
        let now = asked.page.parse().unwrap_or(1).clamp(1, last);
        let mut x = 0;
        let parts = FleetState::ALL.map(|state| {
            let of_it = all.by_state.get(&state).copied().unwrap_or(0);
            let width = (of_it * 1_000).checked_div(n).unwrap_or(0);
            let part = Part {
                key: state.key(),
                tag: words::state(state),
                means: words::means(state),
                n: of_it,
                x,
                width,
            };
            x += width;
            part
        });
        let total: u64 = all.needs.iter().filter_map(|s| s.usd.map(|r| r.high.0)).sum();
        let least: u64 = all.needs.iter().filter_map(|s| s.usd.map(|r| r.low.0)).sum();
        let needs = all.needs.iter().map(|sum| {
            let (says, why) = words::need_sum(sum);
            let unpriced = match sum.n_without_price {
                0 => String::new(),
                n => format!("; {n} without a published price"),
            };
            let money = words::money(sum.usd);
            NeedLine {
                key: sum.need.key(),
                says,
                why,
                money: if money.is_empty() { money } else { money + &unpriced },
            }
        });
        let cliffs = all.cliffs.iter().take(MOST_CLIFFS);
        let query = |of: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("{of}={}&", encoded(value)) }
        };
        let base = format!(
            "/hospital/{}/devices?{}{}{}page=",
            here.ccn,
            query("state", &asked.state),
            query("need", &asked.need),
            query("q", &asked.q)
        );
        Self {
            layout,
            n,
            parts: parts.into_iter().collect(),
            needs: needs.collect(),
            total: match (least, total) {
                (_, 0) => String::new(),
                (low, high) => UsdRange { low: Usd(low), high: Usd(high) }.to_string(),
            },
            cliffs: cliffs.map(|c| (day_in_words(c.on), c.product.clone(), c.n)).collect(),
            n_more_cliffs: all.cliffs.len().saturating_sub(MOST_CLIFFS),
            n_one_source: all.n_one_source,
            n_waiting: all.n_waiting,
            n_silent: all.n_silent,
            software,
            n_shown: found.len(),
            lines: found.iter().skip((now - 1) * A_PAGE).take(A_PAGE).map(|d| Line::new(d)).collect(),
            is_filtered: !(asked.state.is_empty() && asked.need.is_empty() && asked.q.is_empty()),
            base,
            now,
            last,
            done: match asked.done.as_str() {
                "approved" => "They are let in. What they send is kept from now on.",
                "retired" => "It is off the list.",
                _ => "",
            },
            asked,
            feeds,
            here,
        }
    }
}

impl Line {
    fn new(d: &Judged<'_>) -> Self {
        let update = d.missing.lines.first().map(|l| format!("{}.", l.in_words()));
        Self {
            id: d.device.id.to_string(),
            name: words::name(d.device),
            system: words::system(d.device),
            state: words::state(d.state),
            receiving: d.receiving.state.in_words(),
            need: words::need(d),
            standing: words::standing(d),
            pinned: words::pinned(d.device),
            seen: match d.age_days {
                None => "never seen".to_owned(),
                Some(0) => "seen today".to_owned(),
                Some(1) => "seen yesterday".to_owned(),
                Some(n) => format!("seen {n} days ago"),
            },
            update: update.unwrap_or_default(),
        }
    }
}

/// A value safe behind `=` in an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
