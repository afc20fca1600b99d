//! Feeds: newer tables on updates and weaknesses, from their publishers, from a folder, or from one signed file; and which are in use.
//!
//! What the files say is worked out in `holdfast_import::updates`. Here they are asked for, kept whole or not at all, and taken up.

mod fetch;
mod gather;
mod held;
mod key;
mod pack;
mod record;
mod update;

pub use held::{FeedInUse, LoadedFeeds};
pub use key::{make_feed_key, read_feed_key};
pub use record::FeedsRecord;
pub use update::{FeedOutcome, FeedState, FeedsAsked, FeedsFrom, FeedsUpdated};
