//! Builds of Windows in order: in which month a build came, which is the least of a month, and which is the newest known.

use std::collections::HashMap;

use crate::Date;
use crate::model::{BuildKind, BuildRow, Month, Sides};

/// Where a build stands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildPlace<'t> {
    /// Before the first the table has of its version.
    Before(&'t BuildRow),
    /// At this one, or between it and the next.
    At {
        /// The last that came no later.
        row: &'t BuildRow,
        /// Whether it is this very build.
        is_exact: bool,
    },
    /// After the last: the machine is newer than the table.
    After(&'t BuildRow),
}

impl<'t> BuildPlace<'t> {
    /// The last row that came no later, when there is one.
    pub fn row(self) -> Option<&'t BuildRow> {
        match self {
            Self::Before(_) => None,
            Self::At { row, .. } | Self::After(row) => Some(row),
        }
    }
}

/// All builds, by version.
#[derive(Clone, Debug, Default)]
pub struct BuildTable {
    builds: HashMap<u32, Vec<BuildRow>>,
    by_kb: HashMap<(u32, u32), u32>,
}

impl BuildTable {
    /// Puts rows in order.
    pub fn new(rows: &[BuildRow]) -> Self {
        let mut builds: HashMap<u32, Vec<BuildRow>> = HashMap::new();
        let mut by_kb: HashMap<(u32, u32), u32> = HashMap::new();
        for row in rows {
            builds.entry(row.build).or_default().push(*row);
            if row.kb != 0 {
                // An update with two builds proves no more than the lower.
                let ubr = by_kb.entry((row.build, row.kb)).or_insert(row.ubr);
                *ubr = (*ubr).min(row.ubr);
            }
        }
        builds.values_mut().for_each(|rows| rows.sort_unstable_by_key(|r| (r.ubr, r.kb)));
        Self { builds, by_kb }
    }

    fn of(&self, build: u32) -> &[BuildRow] {
        self.builds.get(&build).map_or(&[], Vec::as_slice)
    }

    /// Where a build stands; `None` when the table does not know its version.
    ///
    /// After the last is what lies above every build of the machine's own kind: servers and others of one version may count apart.
    pub fn place(&self, build: u32, ubr: u32, sides: Sides) -> Option<BuildPlace<'_>> {
        let rows = self.of(build);
        let n = rows.partition_point(|r| r.ubr <= ubr);
        let Some(row) = n.checked_sub(1).map(|i| &rows[i]) else {
            return rows.first().map(BuildPlace::Before);
        };
        let is_exact = row.ubr == ubr;
        let is_last = !rows[n..].iter().any(|r| r.sides.meets(sides));
        Some(if is_last && !is_exact { BuildPlace::After(row) } else { BuildPlace::At { row, is_exact } })
    }

    /// The month a build came in. A build between two known ones counts with the one before.
    pub fn month_of(&self, build: u32, ubr: u32) -> Option<Month> {
        self.place(build, ubr, Sides::ALL)?.row().map(|row| row.month)
    }

    /// The least fourth part that an update proves.
    pub fn ubr_of_kb(&self, build: u32, kb: u32) -> Option<u32> {
        self.by_kb.get(&(build, kb)).copied()
    }

    /// The least fourth part that has everything of a month.
    pub fn least_of(&self, build: u32, month: Month, sides: Sides) -> Option<u32> {
        self.whole(build, sides).filter(|r| r.month == month).map(|r| r.ubr).min()
    }

    /// The newest month the table knows for a version.
    pub fn newest(&self, build: u32, sides: Sides) -> Option<&BuildRow> {
        self.whole(build, sides).max_by_key(|r| (r.month, r.ubr))
    }

    /// The newest monthly release that has an update and came by a day.
    pub fn newest_monthly(&self, build: u32, sides: Sides, by: Date) -> Option<&BuildRow> {
        let rows = self.of(build).iter().filter(|r| r.kind == BuildKind::Monthly && r.kb != 0);
        rows.filter(|r| r.sides.meets(sides) && r.month.patch_day() <= by).max_by_key(|r| (r.month, r.ubr))
    }

    /// The month whose fixes a build has whole: what only tries out the next month, or mends one trouble, does not count.
    ///
    /// A hotpatch may have a lower number than a preview of the month before. What the table knows of the very build goes first.
    pub fn level(&self, build: u32, ubr: u32) -> Option<Month> {
        let rows = self.of(build);
        let n = rows.partition_point(|r| r.ubr <= ubr);
        let own = rows[..n].last().filter(|r| r.ubr == ubr).map(|r| r.month);
        let counts = |r: &&BuildRow| is_whole(r.kind) && own.is_none_or(|own| r.month <= own);
        rows[..n].iter().rev().find(counts).map(|r| r.month)
    }

    /// Months with a release for everybody, later than one and known by a day, each once.
    pub fn months_after(&self, build: u32, sides: Sides, after: Option<Month>, by: Date) -> usize {
        let mut months: Vec<Month> = self
            .whole(build, sides)
            .filter(|r| after.is_none_or(|after| r.month > after) && r.month.patch_day() <= by)
            .map(|r| r.month)
            .collect();
        months.sort_unstable();
        months.dedup();
        months.len()
    }

    fn whole(&self, build: u32, sides: Sides) -> impl Iterator<Item = &BuildRow> {
        self.of(build).iter().filter(move |r| is_whole(r.kind) && r.sides.meets(sides))
    }
}

fn is_whole(kind: BuildKind) -> bool {
    matches!(kind, BuildKind::Monthly | BuildKind::Hotpatch | BuildKind::First)
}
