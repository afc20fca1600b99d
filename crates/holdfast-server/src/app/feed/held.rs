//! Which table of each feed is in use: the newest of the one inside the binary and the one that is kept, and never an older one.

use std::sync::Arc;

use holdfast_catalog::update_facts::embedded_updates;
use holdfast_core::Date;
use holdfast_core::decide::device::{SoftwareTables, UpdateTables};
use holdfast_core::decide::feed_names::FeedNames;
use holdfast_core::model::table::SoftwareRanges;
use holdfast_core::model::{FeedChange, FeedKind, FeedRelease, FeedWay};
use holdfast_import::updates::HeldTables;
use holdfast_store::{Feeds as _, Instance as _, Read};
use jiff::Timestamp;

use crate::app::{App, AppError, chain};
use crate::clock::date_at;

/// The tables in memory, with what tells whether they are still those in use.
pub struct LoadedFeeds {
    /// For decisions on updates.
    pub tables: UpdateTables,
    /// For what is possible in programs, with the programs of the catalog.
    pub software: SoftwareTables,
    /// What they are, in the order of [`FeedKind::ALL`].
    pub in_use: Vec<FeedInUse>,
    /// Kept tables that do not read, and why. Those inside the binary stand in for them.
    pub damaged: Vec<(FeedKind, String)>,
    /// Newest version, last look and epoch of the store they were read at; `None` before they were.
    version: Option<(i64, i64, i64)>,
}

/// One feed in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedInUse {
    /// Its release.
    pub release: FeedRelease,
    /// By which way it came.
    pub way: FeedWay,
    /// When it came in; `None` for one that came with the program.
    pub fetched_at_ms: Option<i64>,
    /// The last day its publisher was asked and had nothing newer.
    pub checked_on: Option<Date>,
}

/// The rows of the tables in use.
pub(super) struct Held {
    pub(super) tables: HeldTables,
    pub(super) in_use: Vec<FeedInUse>,
    pub(super) damaged: Vec<(FeedKind, String)>,
    /// The number of the newest version of the store.
    pub(super) newest: i64,
}

impl Default for LoadedFeeds {
    fn default() -> Self {
        Self {
            tables: UpdateTables::new(&[], &[], &[], &[], Vec::new()),
            software: SoftwareTables::new(&[], &[], &[], &FeedNames::default()),
            in_use: Vec::new(),
            damaged: Vec::new(),
            version: None,
        }
    }
}

impl App {
    /// The feeds in use.
    pub fn feeds(&self) -> Arc<LoadedFeeds> {
        self.loaded_feeds.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Reads the feeds anew when the store holds others than those in memory. Says whether it did.
    pub async fn reload_feeds(&self) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        let (newest, looked) = read.feeds_at().await?;
        let version = Some((newest, looked, read.meta().await?.epoch));
        if self.feeds().version == version {
            return Ok(false);
        }
        let held = self.held_feeds(&mut read).await?;
        let changes: Vec<FeedChange> = read.feed_names().await?.into_iter().map(|kept| kept.change).collect();
        drop(read);
        for (kind, why) in &held.damaged {
            tracing::error!(
                feed.kind = kind.key(),
                error = why,
                "A kept table of a feed is damaged; an earlier one stands in"
            );
        }
        let app = self.clone();
        let loaded = tokio::task::spawn_blocking(move || {
            let Held { tables, in_use, damaged, .. } = held;
            let checked = |f: &FeedInUse| Some((f.release.kind, f.checked_on?));
            let checked: Vec<(FeedKind, Date)> = in_use.iter().filter_map(checked).collect();
            let rows = SoftwareRanges::rows(tables.software.clone());
            let names = FeedNames::of(&changes, &tables.kev);
            let software = SoftwareTables::new(&app.catalog.software, &rows, &tables.kev, &names);
            LoadedFeeds { tables: tables.tables().checked(&checked), software, in_use, damaged, version }
        })
        .await
        .map_err(|e| AppError::Broken { what: e.to_string() })?;
        *self.loaded_feeds.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(loaded);
        Ok(true)
    }

    /// The rows in use: for each feed the newest of what is inside the binary and what is kept.
    pub(super) async fn held_feeds(&self, read: &mut Read) -> Result<Held, AppError> {
        let mut tables = HeldTables::default();
        let mut in_use = Vec::new();
        let mut damaged = Vec::new();
        let kept = read.feeds_in_use().await?;
        let looks = read.feed_looks().await?;
        // Also one that is not in use, for an earlier day: no backup is made while it is there.
        for kind in read.damaged_feeds().await? {
            damaged.push((kind, "it is not as it was put in".to_owned()));
        }
        for (embedded, body) in embedded()? {
            let kind = embedded.kind;
            // Of one day, what is kept: it may be a later list of that day.
            let newer = kept
                .iter()
                .find(|kept| kept.release.kind == kind && kept.release.released_on >= embedded.released_on);
            let mut used = FeedInUse {
                release: embedded.clone(),
                way: FeedWay::Release,
                fetched_at_ms: None,
                checked_on: None,
            };
            let mut is_loaded = false;
            let is_damaged = damaged.iter().any(|(known, _)| *known == kind);
            if let Some(kept) = newer.filter(|_| !is_damaged) {
                let kept_body = read.feed_body(kind).await?.unwrap_or_default();
                match tables.load(kept.release.clone(), &kept_body) {
                    Ok(()) => {
                        used.release = kept.release.clone();
                        (used.way, used.fetched_at_ms) = (kept.way, Some(kept.fetched_at_ms));
                        is_loaded = true;
                    }
                    Err(error) => damaged.push((kind, chain(&error))),
                }
            }
            if !is_loaded {
                tables.load(embedded, body).map_err(|e| broken(&chain(&e)))?;
            }
            // A look before the table came in was about another one, and so was any look at what is damaged.
            let is_damaged = damaged.iter().any(|(known, _)| *known == kind);
            let well = looks.iter().find(|look| look.kind == kind).and_then(|look| look.well_at_ms);
            let well = well.filter(|at| !is_damaged && used.fetched_at_ms.is_none_or(|since| *at >= since));
            used.checked_on = well
                .and_then(|ms| Timestamp::from_millisecond(ms).ok())
                .map(|at| date_at(at, self.config.program.utc_offset_hours));
            in_use.push(used);
        }
        let (newest, _) = read.feeds_at().await?;
        Ok(Held { tables, in_use, damaged, newest })
    }
}

/// The tables inside the binary.
pub(super) fn embedded() -> Result<Vec<(FeedRelease, &'static [u8])>, AppError> {
    embedded_updates().map_err(|e| broken(&e.to_string()))
}

fn broken(why: &str) -> AppError {
    AppError::Broken { what: format!("the tables of updates inside the binary: {why}") }
}
