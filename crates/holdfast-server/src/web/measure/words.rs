//! States, findings and ways of finding out in the words of these pages. It decides nothing.

use holdfast_core::catalog::{GatheredBy, Method};
use holdfast_core::decide::posture::{Label, State};
use holdfast_core::model::{Coverage, Finding, day_in_words, utc_day};
use jiff::Timestamp;

use crate::web::posture::words::{self as posture, Word};

/// A tag: its tone, its icon, its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Tag {
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) icon: &'static str,
    pub(in crate::web) label: String,
}

fn tag(tone: &'static str, icon: &'static str, label: impl Into<String>) -> Tag {
    Tag { tone, icon, label: label.into() }
}

impl From<Word> for Tag {
    fn from(Word { tone, icon, says }: Word) -> Self {
        tag(tone, icon, says)
    }
}

/// The state of a measure, in the words the posture's pages have for it.
pub(in crate::web) fn state(state: State) -> Tag {
    posture::state(state).into()
}

/// The word over all, as the posture's pages have it.
pub(in crate::web) fn label(label: Label) -> Tag {
    posture::label(label).into()
}

/// What was found, with what is counted.
pub(in crate::web) fn finding(finding: Finding, counts: Option<&str>) -> String {
    match finding {
        Finding::Met => "It is so".to_owned(),
        Finding::NotMet => "It is not so".to_owned(),
        Finding::Partly(c) => share(c, counts),
    }
}

/// "60 of 92 accounts".
pub(in crate::web) fn share(coverage: Coverage, counts: Option<&str>) -> String {
    match counts {
        Some(counts) => format!("{coverage} {counts}"),
        None => coverage.to_string(),
    }
}

/// Who speaks, by how it was found out.
pub(in crate::web) fn voice(method: Method) -> &'static str {
    match method {
        Method::Test => "A machine looked",
        Method::Examine => "A person looked",
        Method::Interview => "A person said so",
    }
}

/// The same as a noun.
pub(in crate::web) fn method(method: Method) -> &'static str {
    match method {
        Method::Test => "Test",
        Method::Examine => "Examination",
        Method::Interview => "Interview",
    }
}

/// How a kind of evidence comes in.
pub(in crate::web) fn gathered_by(by: GatheredBy) -> &'static str {
    match by {
        GatheredBy::Agent => "The agent on your computers sends it.",
        GatheredBy::Directory => "A reader of Active Directory sends it.",
        GatheredBy::Tenant => "A reader of your cloud tenant sends it.",
        GatheredBy::Logs => "It is read from event logs.",
        GatheredBy::Outside => "It is looked at from the internet.",
        GatheredBy::Scan => "A scanner sends it.",
        GatheredBy::Training => "It comes from lessons and rosters.",
        GatheredBy::Upload => "You send it in as a file.",
        GatheredBy::Assessor => "Your assessor looks.",
    }
}

/// A moment as a day in words, by UTC.
pub(in crate::web) fn day(at: Timestamp) -> String {
    day_in_words(utc_day(at))
}

/// "1.2 MB", "640 KB", "12 bytes".
pub(in crate::web) fn size(n_bytes: u64) -> String {
    match n_bytes {
        0..1_024 => format!("{n_bytes} bytes"),
        1_024..1_048_576 => format!("{} KB", n_bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", n_bytes / 1_048_576, n_bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// What the page says after something was done.
pub(super) fn done(key: &str) -> &'static str {
    match key {
        "answered" => "Your answer is kept. What it comes to stands below.",
        "excepted" => "The exception is kept. Counts are shown with it and without it.",
        "ended" => "The exception is over.",
        "resolved" => "What you said is kept. What it comes to stands below.",
        "reviewed" => "Your look is kept. What it comes to stands below.",
        "sent" => "The file is kept, and what it says counts from now on.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_size_reads_as_people_say_it() {
        assert_eq!(super::size(12), "12 bytes");
        assert_eq!(super::size(1_025), "2 KB");
        assert_eq!(super::size(10 * 1_048_576), "10.0 MB");
        assert_eq!(super::size(1_600_000), "1.5 MB");
    }
}
