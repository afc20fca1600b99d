//! What a hunt is told: which events to look at, and which hits to leave out.

use jiff::Timestamp;

use crate::allow::AllowList;
use crate::baseline::Baseline;

/// How to hunt.
#[derive(Debug, Default)]
pub struct Options {
    /// Threads; 0 is as many as there are processors.
    pub n_threads: usize,
    /// Events before this are passed over.
    pub since: Option<Timestamp>,
    /// Events after this are passed over.
    pub until: Option<Timestamp>,
    /// Hits to leave out.
    pub allow: AllowList,
    /// What was seen before.
    pub baseline: Option<Baseline>,
    /// Whether every hit is wanted, and not findings alone.
    pub wants_hits: bool,
    /// Bytes an archive may unpack to, below what is bounded anyway: for logs that somebody else sent.
    pub max_unpacked: Option<u64>,
}

impl Options {
    /// Whether an event of this time is looked at; one without a time is.
    pub(crate) fn is_in_time(&self, at_us: Option<i64>) -> bool {
        let Some(at_us) = at_us else { return true };
        self.since.is_none_or(|since| at_us >= since.as_microsecond())
            && self.until.is_none_or(|until| at_us <= until.as_microsecond())
    }
}
