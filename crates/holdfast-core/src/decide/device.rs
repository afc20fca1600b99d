//! Devices: what is known of one from all its sources, and what its own words say of its support, its updates and its weaknesses, at a
//! day.
//!
//! Each answer is a pure function of the catalog's products, the tables of public files, what the machine said, and the
//! day; and it says why. A licence is never an update, and what is not known is neither a yes nor a no.

mod build_table;
mod clean;
mod deadline;
mod edition;
mod evidence;
mod feed_dates;
mod fix_table;
mod fleet;
mod hear;
mod join;
mod ledger;
mod missing;
mod name_pattern;
mod pin_rule;
mod product;
mod prove;
mod ready;
mod receiving;
mod software;
mod support;
#[cfg(test)]
mod tests;
mod version;

pub use build_table::{BuildPlace, BuildTable};
pub use clean::{Cut, MOST_ITEMS, clean};
pub use deadline::{Exposure, deadline_days};
pub use edition::{Made, made_for};
pub use feed_dates::{FeedDates, FeedDay, OldFeed};
pub use fix_table::{Exploited, FixTable};
pub use fleet::{FleetCliff, FleetPicture, FleetState, Judged, Need, NeedSum, fleet, judge};
pub use hear::{Heard, hear};
pub use join::{Same, Telling, brief, join, same_machine};
pub use ledger::{LedgerYear, esu_ledger};
pub use missing::{Doubt, ExtendedLine, MissingUpdates, UpdateLine, missing_updates, weaknesses};
pub use name_pattern::{MOST_PATTERN, NamePattern};
pub use pin_rule::{
    PinPreview, PinRuleError, PinSuggestion, check_pin_when, pin_by_rules, preview_pin_rule,
    suggest_pin_rules, tie_pin_when,
};
pub use product::{Candidates, candidates, software_support};
pub use prove::{DEVICE_COLLECTOR, prove_devices};
pub use ready::{Blocker, Readiness, readiness};
pub use receiving::{NotTold, Receiving, ReceivingAnswer, Witness, receiving};
pub use software::{
    FleetProgram, FleetPrograms, ProgramDoubt, ProgramLine, ProgramSum, Programs, ProgramsUnknown,
    SoftwareMap, SoftwareTables, SoftwareVersion, UpdateTo, fleet_programs, programs,
};
pub use support::{CannotTell, Support, SupportState, support};
pub use version::{WindowsVersion, windows_version};

use std::sync::Arc;

use crate::Date;
use crate::catalog::Product;
use crate::model::{BuildRow, EpssRow, FeedKind, FeedRelease, FixRow, KevRow};

/// Tables of public files, put in order once.
#[derive(Clone, Debug)]
pub struct UpdateTables {
    builds: Arc<BuildTable>,
    fixes: Arc<FixTable>,
    feeds: Arc<[FeedRelease]>,
    dates: FeedDates,
}

impl UpdateTables {
    /// Puts rows in order. `feeds`: the releases of the files they are from.
    pub fn new(
        builds: &[BuildRow],
        fixes: &[FixRow],
        kev: &[KevRow],
        epss: &[EpssRow],
        feeds: Vec<FeedRelease>,
    ) -> Self {
        Self {
            builds: Arc::new(BuildTable::new(builds)),
            fixes: Arc::new(FixTable::new(fixes, &Exploited::new(kev, epss))),
            dates: FeedDates::of(&feeds),
            feeds: feeds.into(),
        }
    }

    /// With the days on which publishers were asked and had nothing newer.
    #[must_use]
    pub fn checked(mut self, days: &[(FeedKind, Date)]) -> Self {
        self.dates = days.iter().fold(self.dates, |dates, (kind, on)| dates.checked(*kind, *on));
        self
    }

    /// The days of the files.
    pub fn dates(&self) -> FeedDates {
        self.dates
    }
}

/// All that answers on machines rest on.
#[derive(Clone, Debug)]
pub struct Knowledge<'c> {
    /// The catalog's products.
    pub products: &'c [Product],
    /// Builds of Windows by month.
    pub builds: Arc<BuildTable>,
    /// Updates of Windows and what each closes.
    pub fixes: Arc<FixTable>,
    /// The releases of the files behind the tables; pages name their days beside every answer.
    pub feeds: Arc<[FeedRelease]>,
    /// Their days.
    pub dates: FeedDates,
}

impl<'c> Knowledge<'c> {
    /// Tables with the catalog's products. It copies nothing.
    pub fn of(products: &'c [Product], tables: &UpdateTables) -> Self {
        let UpdateTables { builds, fixes, feeds, dates } = tables.clone();
        Self { products, builds, fixes, feeds, dates }
    }

    /// Puts rows in order.
    pub fn new(
        products: &'c [Product],
        builds: &[BuildRow],
        fixes: &[FixRow],
        kev: &[KevRow],
        epss: &[EpssRow],
        feeds: Vec<FeedRelease>,
    ) -> Self {
        Self::of(products, &UpdateTables::new(builds, fixes, kev, epss, feeds))
    }
}
