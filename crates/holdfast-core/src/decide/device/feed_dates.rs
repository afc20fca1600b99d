//! The days of the files that answers on machines rest on, in words, and which of them are old by the day asked for.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::model::{FeedKind, FeedRelease, day_in_words};

/// The days of one feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedDay {
    /// The last day it knows of.
    pub released_on: Date,
    /// The last day its publisher was asked and had nothing newer.
    pub checked_on: Option<Date>,
}

impl FeedDay {
    /// The day up to which it is known to be all there is.
    pub fn good_to(self) -> Date {
        self.checked_on.map_or(self.released_on, |on| on.max(self.released_on))
    }
}

/// The days of all feeds; `None` for one that was not handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedDates {
    /// Builds of Windows.
    pub windows_builds: Option<FeedDay>,
    /// Updates of Windows and what each closes.
    pub windows_fixes: Option<FeedDay>,
    /// CISA's list of weaknesses that attackers use.
    pub kev: Option<FeedDay>,
    /// FIRST's estimates.
    pub epss: Option<FeedDay>,
    /// Public records of versions of programs.
    pub software: Option<FeedDay>,
}

/// A feed that is older than its publisher's interval at the day asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldFeed {
    /// Which.
    pub kind: FeedKind,
    /// Days from the day it is good to, to the day asked for.
    pub n_days: i32,
}

impl FeedDates {
    /// Of the releases behind the tables.
    pub fn of(feeds: &[FeedRelease]) -> Self {
        let mut dates = Self::default();
        for feed in feeds {
            *dates.place(feed.kind) = Some(FeedDay { released_on: feed.released_on, checked_on: None });
        }
        dates
    }

    /// With the day on which a publisher was asked and had nothing newer. Says nothing of a feed that is not there.
    #[must_use]
    pub fn checked(mut self, kind: FeedKind, on: Date) -> Self {
        if let Some(day) = self.place(kind) {
            day.checked_on = Some(day.checked_on.map_or(on, |before| before.max(on)));
        }
        self
    }

    /// The days of one.
    pub fn day(mut self, kind: FeedKind) -> Option<FeedDay> {
        *self.place(kind)
    }

    fn place(&mut self, kind: FeedKind) -> &mut Option<FeedDay> {
        match kind {
            FeedKind::WindowsBuilds => &mut self.windows_builds,
            FeedKind::WindowsFixes => &mut self.windows_fixes,
            FeedKind::Kev => &mut self.kev,
            FeedKind::Epss => &mut self.epss,
            FeedKind::Software => &mut self.software,
        }
    }

    /// The feeds that are old at a day, in their order.
    pub fn old(self, as_of: Date) -> Vec<OldFeed> {
        let age = |kind: FeedKind| Some((kind, (as_of - self.day(kind)?.good_to()).get_days()));
        let ages = FeedKind::ALL.into_iter().filter_map(age);
        ages.filter(|(kind, n)| *n > kind.source().fresh_for_days)
            .map(|(kind, n_days)| OldFeed { kind, n_days })
            .collect()
    }

    /// How old the records of programs are at a day, in a sentence; empty while that is not long.
    pub fn old_software_in_words(self, as_of: Date) -> String {
        let old = self.old(as_of).into_iter().find(|old| old.kind == FeedKind::Software);
        old.map(|old| {
            format!(
                "The records of programs are {} days old: what came since then is missing here.",
                old.n_days
            )
        })
        .unwrap_or_default()
    }

    /// The days, in a sentence.
    pub fn in_words(self) -> String {
        let day = |of: Option<FeedDay>| {
            of.map_or("a day that is not known".to_owned(), |d| day_in_words(d.released_on))
        };
        // One day for both of Microsoft's tables, the earlier when they differ.
        let microsoft = match (self.windows_builds, self.windows_fixes) {
            (Some(a), Some(b)) => Some(if a.released_on <= b.released_on { a } else { b }),
            (a, b) => a.or(b),
        };
        format!(
            "Known weaknesses as of {}, Microsoft's updates as of {}, EPSS of {} (EPSS by FIRST.org).",
            day(self.kev),
            day(microsoft),
            day(self.epss)
        )
    }

    /// Which of those that answers on updates rest on are old at a day, and what that means; empty when none is.
    pub fn old_in_words(self, as_of: Date) -> String {
        let mut old = self.old(as_of);
        old.retain(|old| old.kind != FeedKind::Software);
        let mut parts: Vec<String> = Vec::new();
        if let Some(n) = old.iter().filter(|f| f.kind.is_windows()).map(|f| f.n_days).max() {
            parts.push(format!("Microsoft's updates are {n} days old"));
        }
        parts.extend(
            old.iter()
                .filter(|f| !f.kind.is_windows())
                .map(|f| format!("{} is {} days old", short(f.kind), f.n_days)),
        );
        if parts.is_empty() {
            return String::new();
        }
        format!("{}: what came since then is missing here.", parts.join(", "))
    }
}

fn short(kind: FeedKind) -> &'static str {
    match kind {
        FeedKind::Kev => "the list of known weaknesses",
        FeedKind::Epss => "the list of EPSS",
        FeedKind::WindowsBuilds | FeedKind::WindowsFixes => "the list of updates",
        FeedKind::Software => "the list of records of programs",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    fn dates() -> FeedDates {
        let feed = |kind, on: &str| FeedRelease {
            kind,
            title: String::new(),
            released_on: day(on),
            digest: String::new(),
            n_rows: 1,
            n_rejected: 0,
        };
        FeedDates::of(&[
            feed(FeedKind::WindowsBuilds, "2026-08-11"),
            feed(FeedKind::WindowsFixes, "2026-08-11"),
            feed(FeedKind::Kev, "2026-08-07"),
            feed(FeedKind::Epss, "2026-08-22"),
        ])
    }

    #[track_caller]
    fn check(dates: FeedDates, as_of: &str, expect: &str) {
        assert_eq!(dates.old_in_words(day(as_of)), expect);
    }

    #[test]
    fn the_days_are_named_and_first_by_its_name() {
        assert_eq!(
            dates().in_words(),
            "Known weaknesses as of August 7, 2026, Microsoft's updates as of August 11, 2026, EPSS of August 22, 2026 (EPSS by FIRST.org)."
        );
        assert_eq!(
            FeedDates::default().in_words(),
            "Known weaknesses as of a day that is not known, Microsoft's updates as of a day that is not known, EPSS of a day that is not known (EPSS by FIRST.org)."
        );
    }

    #[test]
    fn what_is_older_than_its_publishers_interval_is_said() {
        check(dates(), "2026-08-14", "");
        check(
            dates(),
            "2026-08-15",
            "the list of known weaknesses is 8 days old: what came since then is missing here.",
        );
        check(
            dates(),
            "2026-09-16",
            "Microsoft's updates are 36 days old, the list of known weaknesses is 40 days old, the list of EPSS is 25 days old: what came since then is missing here.",
        );
        let asked =
            dates().checked(FeedKind::Kev, day("2026-08-14")).checked(FeedKind::Kev, day("2026-08-10"));
        check(asked, "2026-08-21", "");
        check(
            asked,
            "2026-08-22",
            "the list of known weaknesses is 8 days old: what came since then is missing here.",
        );
        // A day long past is answered by what is known now.
        check(dates(), "2020-01-01", "");
        check(FeedDates::default(), "2026-09-16", "");
    }
}
