//! What is known of the feeds: which are in use, how old they are, how the last look ended, and what changed.

use holdfast_core::decide::device::OldFeed;
use holdfast_core::decide::feed_names::FeedNames;
use holdfast_core::model::{CveId, FeedChange};
use holdfast_store::{FeedLook, FeedVersion, Feeds as _, KeptFeedChange};

use super::held::FeedInUse;
use crate::app::{App, AppError};

/// Versions and changes shown at most.
const MOST: u32 = 200;

/// The feeds.
pub struct FeedsRecord {
    /// Those in use, in order.
    pub in_use: Vec<FeedInUse>,
    /// Of these, the old ones.
    pub old: Vec<OldFeed>,
    /// How the last look at each publisher ended; empty when nobody ever looked.
    pub looks: Vec<FeedLook>,
    /// Every version that came in, newest first.
    pub versions: Vec<FeedVersion>,
    /// What changed, newest first.
    pub changes: Vec<KeptFeedChange>,
    /// What is damaged, in words.
    pub damaged: Vec<String>,
}

impl App {
    /// What is known of the feeds.
    pub async fn feeds_record(&self) -> Result<FeedsRecord, AppError> {
        let mut read = self.store.read().await?;
        let loaded = self.feeds();
        let damaged = loaded.damaged.iter();
        Ok(FeedsRecord {
            in_use: loaded.in_use.clone(),
            old: loaded.tables.dates().old(self.today()),
            looks: read.feed_looks().await?,
            versions: read.feed_versions(MOST).await?,
            changes: read.feed_changes(MOST).await?,
            damaged: damaged.map(|(kind, why)| format!("{}: {why}", kind.source().name)).collect(),
        })
    }

    /// What happened to a CVE id, or to a name as `vendor/product`, newest first; and what it leads to now.
    ///
    /// An old name or id is followed to the one that stands for it.
    pub async fn feed_history(&self, about: &str) -> Result<(String, Vec<KeptFeedChange>), AppError> {
        let mut read = self.store.read().await?;
        let names = read.feed_names().await?;
        let held = self.held_feeds(&mut read).await?;
        let changes: Vec<FeedChange> = names.into_iter().map(|kept| kept.change).collect();
        let names = FeedNames::of(&changes, &held.tables.kev);
        let (was, now) = match CveId::parse(about) {
            Ok(id) => (id.to_string(), names.id(id).to_string()),
            Err(_) => (about.to_owned(), names.name(about).to_owned()),
        };
        let mut found = read.feed_changes_of(&was, MOST).await?;
        if now != was {
            found.extend(read.feed_changes_of(&now, MOST).await?);
            found.sort_by_key(|kept| std::cmp::Reverse(kept.id));
            found.dedup_by_key(|kept| kept.id);
        }
        Ok((now, found))
    }
}
