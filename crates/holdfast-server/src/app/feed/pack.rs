//! The tables in use as one signed file, for portals that have no way out.

use holdfast_core::model::FeedKind;
use holdfast_import::updates::{PackedFeed, write_feed_file};
use jiff::Timestamp;
use ring::signature::Ed25519KeyPair;

use crate::app::{App, AppError};

impl App {
    /// The tables in use that can be renewed, with where they are from, signed. Records of programs come with each release, so
    /// they are not among them. Compact tables of facts only; no text of a publisher is in them.
    pub async fn pack_feeds(&self, key: &Ed25519KeyPair) -> Result<Vec<u8>, AppError> {
        let mut read = self.store.read().await?;
        let held = self.held_feeds(&mut read).await?;
        let feeds: Vec<PackedFeed> = held
            .in_use
            .iter()
            .filter(|used| FeedKind::RENEWED.contains(&used.release.kind))
            .map(|used| {
                let kind: FeedKind = used.release.kind;
                let source = kind.source();
                PackedFeed {
                    release: used.release.clone(),
                    publisher: source.publisher.to_owned(),
                    licence: source.licence.to_owned(),
                    fetched_at: used.fetched_at_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()),
                    way: used.way,
                    body: held.tables.body(kind),
                }
            })
            .collect();
        Ok(write_feed_file(key, self.clock.now(), &feeds))
    }
}
