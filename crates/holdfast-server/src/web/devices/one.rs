//! One machine: how it stands and why, every fact with its source, what is not known, and what can be done about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::decide::device::{Judged, Readiness};
use holdfast_core::model::{
    DeviceEvent, DeviceMove, DeviceStanding, Pin, PinKind, capital, day_in_words, grouped,
};
use holdfast_wire::device::{DeviceFacts, Why};
use serde::Deserialize;

use super::facts::{Fact, facts};
use super::id;
use super::programs::ProgramsView;
use super::words::{self, Tag};
use crate::App;
use crate::app::device::DeviceFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Came, Layout, WebError, render};

/// Updates that are listed.
const MOST_UPDATES: usize = 10;
/// Programs that are listed; the file of the machine has all.
const MOST_PROGRAMS: usize = 60;

/// Which programs are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    q: String,
}

/// Where facts come from.
struct SourceLine {
    says: String,
    collector: String,
    observed: String,
}

/// An update to install.
struct UpdateView {
    says: String,
    by: String,
}

#[derive(Template)]
#[template(path = "devices/one.html")]
struct OnePage {
    layout: Layout,
    here: Here,
    id: String,
    name: String,
    system: String,
    state: Tag,
    need: String,
    support: String,
    support_source: String,
    receiving: String,
    readiness: String,
    updates: Vec<UpdateView>,
    no_fix: String,
    cannot_tell: Vec<String>,
    standing: &'static str,
    is_waiting: bool,
    may_revoke: bool,
    is_cloned: bool,
    pin: Option<Pin>,
    pin_kind: String,
    /// The rule that pins it; 0 when a person does, or nobody.
    pin_rule: i64,
    /// What stands in the form.
    sheet: Pin,
    sheet_kind: &'static str,
    facts: Vec<Fact>,
    unknown: Vec<Fact>,
    other: ProgramsView,
    programs: Vec<(String, String)>,
    n_programs: usize,
    n_found: usize,
    q: String,
    sources: Vec<SourceLine>,
    health: Vec<(&'static str, String)>,
    events: Vec<(String, String)>,
    done: &'static str,
    feeds: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, device)): Path<(String, String)>,
    Query(which): Query<Which>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let file = app.device(scope, id(&device)?).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Devices);
    let judged = app.judged(&file.device, &file.granted);
    let other = ProgramsView::new(&app.programs(&file.facts), app.software_feeds_in_words());
    let mut page = OnePage::new(layout(&app, &visitor), here, &file, &judged, other, which.q);
    page.feeds = app.feeds_in_words();
    page.done = match came.done.as_str() {
        "approve" => "Its agent is let in. What it sends is kept from now on.",
        "revoke" => "Its agent is out. What it sends is not kept any more.",
        "pin" => "It is marked as pinned by its vendor.",
        "unpin" => "It is not marked as pinned any more.",
        _ => "",
    };
    Ok(render(&page))
}

impl OnePage {
    fn new(
        layout: Layout,
        here: Here,
        file: &DeviceFile,
        judged: &Judged<'_>,
        other: ProgramsView,
        q: String,
    ) -> Self {
        let DeviceFile { device, facts: known, by_source, events, .. } = file;
        let (facts, unknown) = facts(known);
        let (programs, n_programs, n_found) = programs(known, &q);
        let update = |l: &holdfast_core::decide::device::UpdateLine| UpdateView {
            says: format!("{}.", l.in_words()),
            by: l.by.map(|on| format!("Install it by {}.", day_in_words(on))).unwrap_or_default(),
        };
        Self {
            layout,
            id: device.id.to_string(),
            name: words::name(device),
            system: words::system(device),
            state: words::state(judged.state),
            need: words::need(judged),
            support: judged.support.state.in_words(),
            support_source: judged.support.source.clone(),
            receiving: judged.receiving.state.in_words(),
            readiness: judged.readiness.as_ref().map(readiness).unwrap_or_default(),
            updates: judged.missing.lines.iter().take(MOST_UPDATES).map(update).collect(),
            no_fix: judged
                .missing
                .no_fix_after
                .map(|on| format!("What was found after {} is mended by no update.", day_in_words(on)))
                .unwrap_or_default(),
            cannot_tell: judged
                .missing
                .cannot_tell
                .iter()
                .map(|(doubt, n)| match n {
                    0 => format!("Whether more is open cannot be told: {}.", words::doubt(*doubt)),
                    n => format!(
                        "Of {n} weaknesses it cannot be told whether they are open: {}.",
                        words::doubt(*doubt)
                    ),
                })
                .collect(),
            standing: words::standing(judged),
            is_waiting: device.standing == DeviceStanding::Waiting,
            may_revoke: matches!(device.standing, DeviceStanding::Waiting | DeviceStanding::Approved),
            is_cloned: device.is_cloned,
            sheet: device.pin.clone().unwrap_or_else(blank),
            sheet_kind: device.pin.as_ref().map(|p| p.kind.key()).unwrap_or_default(),
            pin: device.pin.clone(),
            pin_kind: words::pinned(device),
            pin_rule: device.pinned_by.unwrap_or(0),
            facts,
            unknown,
            other,
            programs,
            n_programs,
            n_found,
            q,
            sources: by_source
                .iter()
                .rev()
                .map(|(source, told, _)| SourceLine {
                    says: capital(source.in_words()),
                    collector: told.collector.clone(),
                    observed: words::at(told.observed_at),
                })
                .collect(),
            health: health(file),
            events: events.iter().map(event).collect(),
            done: "",
            feeds: String::new(),
            here,
        }
    }
}

/// A sheet nobody has filled in.
fn blank() -> Pin {
    let empty = String::new;
    Pin {
        kind: PinKind::Vendor,
        vendor: empty(),
        what: empty(),
        vlan: empty(),
        peers: empty(),
        remote_access: empty(),
        call: empty(),
    }
}

fn readiness(readiness: &Readiness) -> String {
    match readiness {
        Readiness::Ready => "It can run Windows 11.".to_owned(),
        Readiness::Blocked { by, also } if also.is_empty() => {
            format!("It cannot run Windows 11 as it is: {}.", by.in_words())
        }
        Readiness::Blocked { by, also } => {
            let also: Vec<&str> = also.iter().map(|b| b.in_words()).collect();
            format!("It cannot run Windows 11 as it is: {}. Besides: {}.", by.in_words(), also.join("; "))
        }
        Readiness::Unknown { what } => {
            let n = what.len();
            format!("Whether it can run Windows 11 cannot be told: {n} of 6 things are not known.")
        }
    }
}

fn programs(facts: &DeviceFacts, q: &str) -> (Vec<(String, String)>, usize, usize) {
    let Some(all) = facts.software.is() else { return (Vec::new(), 0, 0) };
    let q = q.trim().to_lowercase();
    let found: Vec<_> = all.iter().filter(|p| q.is_empty() || p.name.to_lowercase().contains(&q)).collect();
    let shown = found.iter().take(MOST_PROGRAMS).map(|p| (p.name.clone(), p.version.clone()));
    (shown.collect(), all.len(), found.len())
}

fn health(file: &DeviceFile) -> Vec<(&'static str, String)> {
    let device = &file.device;
    let mut lines = Vec::new();
    if let Some(at) = device.heard_at {
        lines.push(("Last heard", words::at(at)));
    }
    if let Some(h) = &device.health {
        lines.push(("Agent", h.agent.clone()));
        if let Some(at) = h.started_at {
            lines.push(("Started", words::at(at)));
        }
        lines.push(("Used today", format!("{} KB", grouped(h.bytes_today.div_ceil(1_000)))));
        if h.n_waiting > 0 {
            lines.push(("Waiting on its disk", format!("{} reports", h.n_waiting)));
        }
        if h.n_dropped > 0 {
            lines.push(("Thrown away", format!("{} reports", h.n_dropped)));
        }
        if !h.trouble.is_empty() {
            lines.push(("Trouble", h.trouble.chars().take(300).collect()));
        }
    }
    lines
}

fn event(e: &DeviceEvent) -> (String, String) {
    let by = if e.by.is_empty() { String::new() } else { format!("{}: ", e.by) };
    let what = match &e.moved {
        DeviceMove::Enrolled { token } => format!("Its agent asked to belong, with the token “{token}”."),
        DeviceMove::Listed { source } => format!("First told of by {}.", source.in_words()),
        DeviceMove::Approved => "Let its agent in.".to_owned(),
        DeviceMove::Revoked => "Put its agent out.".to_owned(),
        DeviceMove::Goodbye => "Its agent was taken off the machine.".to_owned(),
        DeviceMove::Cloned { name } => format!(
            "Another machine, which calls itself {name}, used its key. Its disk was copied, or its key was taken."
        ),
        DeviceMove::Replayed { .. } => "An old report was sent again. It was not taken.".to_owned(),
        DeviceMove::Pinned { kind: PinKind::Medical } => "Marked it as a medical device.".to_owned(),
        DeviceMove::Pinned { kind: PinKind::Vendor } => "Marked it as pinned by its vendor.".to_owned(),
        DeviceMove::Unpinned => "Said that no vendor pins it.".to_owned(),
        DeviceMove::Retired => "Took it off the list.".to_owned(),
    };
    (words::at(e.at), format!("{by}{what}"))
}

/// Why something is not known, in words.
pub(super) fn why(why: Why) -> &'static str {
    match why {
        Why::NotAsked => "no source tells it",
        Why::NotThere => "the place it is read from is not there",
        Why::NoRight => "the agent may not read it",
        Why::TimedOut => "it took too long",
        Why::Unreadable => "what was there could not be read",
    }
}
