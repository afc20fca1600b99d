//! The tables on updates and weaknesses that are in use, and what changed in them.

use axum::Json;
use axum::extract::State;
use holdfast_store::KeptFeedChange;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::shape::{Day, Moment};

/// One feed in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedShape {
    /// `windows_builds`, `windows_fixes`, `kev`, `epss`, or `software_ranges`, which comes with the program and is not asked for.
    pub feed: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Its release in words.
    pub title: String,
    /// The last day it knows of.
    pub released_on: Day,
    /// Rows kept.
    pub n_rows: u32,
    /// Rows refused when it was read.
    pub n_rejected: u32,
    /// SHA-256 of the files it was made from, in hex.
    pub digest: String,
    /// `release`, `official`, `folder` or `signed_file`.
    pub way: &'static str,
    /// When it came in; `null` for one that came with the program.
    pub fetched_at: Option<Moment>,
    /// The last day its publisher was asked and had nothing newer.
    pub checked_on: Option<Day>,
    /// Days past its day, when that is more than its publisher's interval; else `null`.
    pub n_days_old: Option<i32>,
    /// When its publisher was last asked.
    pub looked_at: Option<Moment>,
    /// Why that failed; empty when it did not.
    pub trouble: String,
    /// Who publishes it.
    pub publisher: &'static str,
    /// On what terms.
    pub licence: &'static str,
    /// Where it is asked for.
    pub address: String,
}

/// Something that changed in a feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedChangeShape {
    /// Which feed.
    pub feed: &'static str,
    /// The day of the version that made the change.
    pub on: Day,
    /// When that version came in.
    pub fetched_at: Moment,
    /// `added`, `withdrawn`, `renamed`, `renumbered`, `ransomware`, `due` or `rows`.
    pub kind: &'static str,
    /// Which weakness; `null` for a feed as a whole.
    pub cve: Option<String>,
    /// How it was.
    pub was: String,
    /// How it is now.
    pub now: String,
    /// The same in words.
    pub says: String,
}

impl From<&KeptFeedChange> for FeedChangeShape {
    fn from(kept: &KeptFeedChange) -> Self {
        let change = &kept.change;
        Self {
            feed: kept.feed.key(),
            on: Day(kept.on),
            fetched_at: Moment::of_ms(kept.fetched_at_ms),
            kind: change.kind.key(),
            cve: change.cve.map(|cve| cve.to_string()),
            was: change.was.clone(),
            now: change.now.clone(),
            says: change.in_words(),
        }
    }
}

/// The feeds.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedsShape {
    /// Those in use.
    pub feeds: Vec<FeedShape>,
    /// Whether the portal asks the publishers every night.
    pub is_nightly: bool,
    /// Tables that are damaged, in words.
    pub damaged: Vec<String>,
    /// The latest changes, newest first.
    pub changes: Vec<FeedChangeShape>,
}

/// Feeds
///
/// The public lists on updates and weaknesses that are in use: their days, where they are from, how the last look ended, and what
/// changed.
#[utoipa::path(get, path = "/api/v1/office/run/feeds", tag = "running", operation_id = "feeds",
    responses((status = 200, description = "The feeds", body = FeedsShape)))]
pub(crate) async fn feeds(State(app): State<App>) -> Result<Json<FeedsShape>, ApiError> {
    let record = app.feeds_record().await?;
    let feeds = record.in_use.iter().map(|used| {
        let kind = used.release.kind;
        let source = kind.source();
        let look = record.looks.iter().find(|look| look.kind == kind);
        FeedShape {
            feed: kind.key(),
            name: source.name,
            title: used.release.title.clone(),
            released_on: Day(used.release.released_on),
            n_rows: used.release.n_rows,
            n_rejected: used.release.n_rejected,
            digest: used.release.digest.clone(),
            way: used.way.key(),
            fetched_at: used.fetched_at_ms.map(Moment::of_ms),
            checked_on: used.checked_on.map(Day),
            n_days_old: record.old.iter().find(|old| old.kind == kind).map(|old| old.n_days),
            looked_at: look.map(|look| Moment::of_ms(look.at_ms)),
            trouble: look.map(|look| look.trouble.clone()).unwrap_or_default(),
            publisher: source.publisher,
            licence: source.licence,
            address: app.config.feeds.address(kind).to_owned(),
        }
    });
    Ok(Json(FeedsShape {
        feeds: feeds.collect(),
        is_nightly: app.config.feeds.nightly,
        damaged: record.damaged.clone(),
        changes: record.changes.iter().map(FeedChangeShape::from).collect(),
    }))
}
