//! A hospital's dated ends, and the secret address of its calendar.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdfast_core::decide::cliff::{About, Cliff};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::shape::{Day, YearlyUsd};
use crate::auth::{Actor, Scoped};

/// One dated end.
#[derive(Debug, Serialize, ToSchema)]
pub struct CliffShape {
    /// Stays the same from day to day.
    pub id: String,
    /// `offer_closes`, `term_ends` or `support_ends`.
    pub about: &'static str,
    /// The offer it is about, if it is about one.
    pub offer: Option<String>,
    /// The last day before it.
    pub on: Day,
    /// Days left; less than 0 is past.
    pub days_left: i32,
    /// `past`, `within_30`, `within_90`, `within_180` or `later`.
    pub lead: &'static str,
    /// What ends.
    pub title: String,
    /// Why it matters here, and what is so the day after.
    pub why: String,
    /// What to do before the day.
    pub action: String,
    /// What going on costs, in words.
    pub price: Option<String>,
    /// What going on costs this hospital a year, when every count is known.
    pub yearly_usd: Option<YearlyUsd>,
}

impl From<&Cliff> for CliffShape {
    fn from(cliff: &Cliff) -> Self {
        Self {
            id: cliff.about.key(),
            about: match cliff.about {
                About::OfferCloses { .. } => "offer_closes",
                About::TermEnds { .. } => "term_ends",
                About::SupportEnds { .. } => "support_ends",
            },
            offer: cliff.about.offer().map(|o| o.to_string()),
            on: cliff.on.into(),
            days_left: cliff.days_left,
            lead: cliff.lead.key(),
            title: cliff.title.clone(),
            why: cliff.why.clone(),
            action: cliff.action.clone(),
            price: cliff.price.as_ref().map(|p| p.says.clone()),
            yearly_usd: cliff.price.as_ref().and_then(|p| p.yearly).map(YearlyUsd::from),
        }
    }
}

/// A hospital's dated ends and its calendar links.
#[derive(Debug, Serialize, ToSchema)]
pub struct CliffsShape {
    /// Soonest first, those just past included.
    pub cliffs: Vec<CliffShape>,
    /// The day each calendar link in force was made.
    pub links_made_on: Vec<Day>,
}

/// Dated ends
///
/// When offers close, terms run out and products lose their updates, with what to do and what going on costs.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/cliffs", tag = "hospital", operation_id = "hospital_cliffs",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The dated ends", body = CliffsShape)))]
pub(crate) async fn cliffs(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<CliffsShape>, ApiError> {
    let all = app.hospital_cliffs(scope).await?;
    Ok(Json(CliffsShape {
        cliffs: all.cliffs.iter().map(CliffShape::from).collect(),
        links_made_on: all.links_made_on.into_iter().map(Day).collect(),
    }))
}

/// A calendar link just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarLink {
    /// Its address. Anyone who has it can read the calendar, until it is revoked. It is shown once.
    pub url: String,
}

/// Make a calendar link
///
/// The calendar names offers, products and their dates; nothing the hospital told us.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/calendar-links", tag = "hospital",
    operation_id = "make_calendar_link",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 201, description = "The link", body = CalendarLink)))]
pub(crate) async fn make_link(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<(StatusCode, Json<CalendarLink>), ApiError> {
    let token = app.make_calendar_link(scope, actor.account).await?;
    let url = app.link(&format!("/calendar/{}.ics", token.reveal()));
    Ok((StatusCode::CREATED, Json(CalendarLink { url })))
}

/// How many links ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinksEnded {
    /// Links that no longer work.
    pub n_ended: u64,
}

/// Revoke every calendar link
///
/// Calendars that use one stop at their next refresh.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/calendar-links", tag = "hospital",
    operation_id = "revoke_calendar_links",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "Revoked", body = LinksEnded)))]
pub(crate) async fn revoke_links(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Json<LinksEnded>, ApiError> {
    Ok(Json(LinksEnded { n_ended: app.revoke_calendar_links(scope, actor.account).await? }))
}
