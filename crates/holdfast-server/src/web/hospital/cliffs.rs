//! `/hospital/{ccn}/cliffs`: every dated end with its action and price, and the calendar link others can subscribe to.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::cliff::{Cliff, Lead};
use holdfast_core::model::HospitalScope;

use super::words::{CliffLine, day};
use super::{Here, Room};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Came, Layout, WebError, render};

/// The dates of one distance.
pub(super) struct Distance {
    pub(super) lead: Lead,
    pub(super) cliffs: Vec<(String, CliffLine)>,
}

#[derive(Template)]
#[template(path = "hospital/cliffs.html")]
pub(super) struct CliffsPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    pub(super) distances: Vec<Distance>,
    pub(super) links: Vec<String>,
    /// A link just made, shown this once.
    pub(super) new_link: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, &actor, scope).await?;
    if came.done == "revoked" {
        page.done = "Revoked. Calendars that used a link stop getting news of it.";
    }
    Ok(render(&page))
}

/// Makes a link and shows it at once: only its digest is kept, so it cannot be shown again.
pub(super) async fn make_link(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let token = app.make_calendar_link(scope, actor.account).await?;
    let mut page = load(&app, &visitor, &actor, scope).await?;
    page.new_link = app.link(&format!("/calendar/{}.ics", token.reveal()));
    Ok(render(&page))
}

pub(super) async fn revoke(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    app.revoke_calendar_links(scope, actor.account).await?;
    Ok(Redirect::to(&format!("/hospital/{}/cliffs?done=revoked", scope.ccn())).into_response())
}

/// The calendar itself, for whoever holds the link.
pub(super) async fn feed(State(app): State<App>, Path(file): Path<String>) -> Result<Response, WebError> {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    let text = app.calendar_feed(token).await?;
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let name = HeaderValue::from_static("inline; filename=\"dated-ends.ics\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
) -> Result<CliffsPage, WebError> {
    let all = app.hospital_cliffs(scope).await?;
    let here = Here::new(&all.listed, actor, Room::Cliffs);
    let links = all.links_made_on.into_iter().map(day).collect();
    Ok(CliffsPage::new(Layout::new(app, visitor), here, &all.cliffs, links))
}

impl CliffsPage {
    pub(super) fn new(layout: Layout, here: Here, cliffs: &[Cliff], links: Vec<String>) -> Self {
        let leads = [Lead::Past, Lead::Within30, Lead::Within90, Lead::Within180, Lead::Later];
        let of = |lead: Lead| {
            let line = |c: &Cliff| (c.about.key().replace('.', "-"), CliffLine::new(c));
            Distance { lead, cliffs: cliffs.iter().filter(|c| c.lead == lead).map(line).collect() }
        };
        let distances = leads.into_iter().map(of).filter(|d| !d.cliffs.is_empty()).collect();
        Self { layout, here, done: "", distances, links, new_link: String::new() }
    }
}
