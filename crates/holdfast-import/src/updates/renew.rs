//! Newer files laid over the tables that are held: for each feed the new table with what changed, or why it is left as it is.
//!
//! One bad file costs its feed only. It keeps nothing: whoever asked puts all new tables in place at once, or none.

mod epss;
mod kev;
mod windows;

pub use kev::take_kev;

use holdfast_core::Date;
use holdfast_core::model::{FeedChange, FeedKind, FeedRelease, Month, day_in_words};

use jiff::Timestamp;

use super::{FeedError, HeldTables, UpdateFiles};
use crate::RowError;

/// Missing months named at most.
const SHOWN_MONTHS: usize = 12;

/// The day it is, and what the person asking has looked at and wants all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewRules {
    /// Today. What is of a later day is refused: it would stand in the way of every list after it.
    pub today: Date,
    /// A file may be older than the table that is held.
    pub allow_older: bool,
    /// A list may lack much of what is held.
    pub allow_shrink: bool,
}

impl RenewRules {
    /// Of a day, when nobody has looked at anything.
    pub fn on(today: Date) -> Self {
        Self { today, allow_older: false, allow_shrink: false }
    }
}

/// A new table.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTable {
    /// Its release.
    pub release: FeedRelease,
    /// The table, packed.
    pub body: Vec<u8>,
    /// What changed.
    pub changes: Vec<FeedChange>,
    /// Entries that did not read, with the file they are in.
    pub rejected: Vec<(String, RowError)>,
}

/// What became of a feed.
#[derive(Clone, Debug, PartialEq)]
pub enum Renewal {
    /// The files say what is held already.
    Same,
    /// There is a new table.
    New(Box<NewTable>),
}

/// Why a feed is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenewError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FeedError),
    /// The file is older than what is held.
    #[error("{name} of {} is older than that of {}, which is held; take it all the same with --allow-older", day_in_words(*.found), day_in_words(*.held))]
    Older {
        /// The feed, in words.
        name: &'static str,
        /// The day of the file.
        found: Date,
        /// The day of what is held.
        held: Date,
    },
    /// Documents between what is held and the newest are not there.
    #[error("{name} of {found} came without {}: what these close would be missing. Put them into the folder, too", months(.missing))]
    Gap {
        /// The feed, in words.
        name: &'static str,
        /// The newest month that came, in words.
        found: String,
        /// The months that did not, in order.
        missing: Vec<Month>,
    },
    /// The file is of a day that has not come.
    #[error("{name} of {} is of a day that has not come; it is misprinted, or the clock here is wrong", day_in_words(*.found))]
    Ahead {
        /// The feed, in words.
        name: &'static str,
        /// The day of the file.
        found: Date,
    },
    /// The file was fetched before what is held of the same day.
    #[error("{name} of {} was fetched at {}, and that of the same day that is held came at {}; take it all the same with --allow-older", day_in_words(*.day), minute(*.found), minute(*.held))]
    Before {
        /// The feed, in words.
        name: &'static str,
        /// The day of both.
        day: Date,
        /// When the one of the file was fetched.
        found: Timestamp,
        /// When the one that is held came in.
        held: Timestamp,
    },
    /// Most of what is held is missing.
    #[error(
        "{name} has {n_found} entries and {n_held} are held; a download that broke off looks like that. Look at the file, then take it with --allow-shrink"
    )]
    Shrinks {
        /// The feed, in words.
        name: &'static str,
        /// Entries of the file.
        n_found: usize,
        /// Entries held.
        n_held: usize,
    },
}

/// Lays files over what is held, feed by feed, and puts each new table into `held`, since the next may rest on it.
///
/// Gives a line for each feed of `only` that the files tell of, in the order of [`FeedKind::ALL`].
pub fn renew(
    held: &mut HeldTables,
    files: &UpdateFiles,
    only: &[FeedKind],
    rules: RenewRules,
) -> Vec<(FeedKind, Result<Renewal, RenewError>)> {
    let mut done = windows::renew(held, files, only, rules);
    let wants = |kind| only.contains(&kind);
    if wants(FeedKind::Kev)
        && let Some(renewed) = kev::renew(held, files, rules)
    {
        done.push((FeedKind::Kev, renewed));
    }
    if wants(FeedKind::Epss)
        && let Some(renewed) = epss::renew(held, files, rules)
    {
        done.push((FeedKind::Epss, renewed));
    }
    done
}

/// Refuses a day before the one that is held.
pub(super) fn not_older(
    held: &HeldTables,
    kind: FeedKind,
    found: Date,
    rules: RenewRules,
) -> Result<(), RenewError> {
    match held.release(kind) {
        Some(release) if found < release.released_on && !rules.allow_older => {
            Err(RenewError::Older { name: kind.source().name, found, held: release.released_on })
        }
        _ => Ok(()),
    }
}

/// Refuses a day that has not come.
///
/// Midnight comes to a publisher up to a day earlier than to a hospital. Microsoft's month is held by its day of updates, and its
/// first document comes before that.
pub(super) fn not_ahead(kind: FeedKind, found: Date, rules: RenewRules) -> Result<(), RenewError> {
    let most = match kind {
        FeedKind::WindowsBuilds | FeedKind::WindowsFixes => 31,
        FeedKind::Kev | FeedKind::Epss | FeedKind::Software => 1,
    };
    if (found - rules.today).get_days() > most {
        return Err(RenewError::Ahead { name: kind.source().name, found });
    }
    Ok(())
}

/// Refuses what was fetched before what is held of the same day came in.
pub(super) fn not_before(
    kind: FeedKind,
    day: Date,
    found: Timestamp,
    held: Option<Timestamp>,
    rules: RenewRules,
) -> Result<(), RenewError> {
    match held {
        Some(held) if found < held && !rules.allow_older => {
            Err(RenewError::Before { name: kind.source().name, day, found, held })
        }
        _ => Ok(()),
    }
}

fn months(of: &[Month]) -> String {
    let words: Vec<String> = of.iter().take(SHOWN_MONTHS).map(|month| month.in_words()).collect();
    let more = of.len().saturating_sub(SHOWN_MONTHS);
    let more = if more > 0 { format!(" and {more} more months") } else { String::new() };
    format!("{}{more}", words.join(", "))
}

fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Refuses a table with less than half of the rows that are held.
pub(super) fn not_shrunk(
    kind: FeedKind,
    n_found: usize,
    n_held: usize,
    rules: RenewRules,
) -> Result<(), RenewError> {
    if n_found * 2 < n_held && !rules.allow_shrink {
        return Err(RenewError::Shrinks { name: kind.source().name, n_found, n_held });
    }
    Ok(())
}
