//! What a machine's own words say of its support, its updates and its weaknesses, at a day.
//!
//! Each answer is a pure function of the catalog's products, the tables of public files, what the machine said, and the
//! day; and it says why. A licence is never an update, and what is not known is neither a yes nor a no.

mod build_table;
mod deadline;
mod edition;
mod evidence;
mod fix_table;
mod missing;
mod product;
mod receiving;
mod support;
#[cfg(test)]
mod tests;
mod version;

pub use build_table::{BuildPlace, BuildTable};
pub use deadline::{Exposure, deadline_days};
pub use edition::{Made, made_for};
pub use fix_table::{Exploited, FixTable};
pub use missing::{Doubt, ExtendedLine, MissingUpdates, UpdateLine, missing_updates, open_cves};
pub use product::{Candidates, candidates, software_support};
pub use receiving::{NotTold, Receiving, ReceivingAnswer, Witness, receiving};
pub use support::{CannotTell, Support, SupportState, support};
pub use version::{WindowsVersion, windows_version};

use crate::catalog::Product;
use crate::model::{BuildRow, EpssRow, FeedRelease, FixRow, KevRow};

/// All that answers on machines rest on, put in order once.
#[derive(Clone, Debug)]
pub struct Knowledge<'c> {
    /// The catalog's products.
    pub products: &'c [Product],
    /// Builds of Windows by month.
    pub builds: BuildTable,
    /// Updates of Windows and what each closes.
    pub fixes: FixTable,
    /// The releases of the files behind the tables; pages name their days beside every answer.
    pub feeds: Vec<FeedRelease>,
}

impl<'c> Knowledge<'c> {
    /// Puts rows in order.
    pub fn new(
        products: &'c [Product],
        builds: &[BuildRow],
        fixes: &[FixRow],
        kev: &[KevRow],
        epss: &[EpssRow],
        feeds: Vec<FeedRelease>,
    ) -> Self {
        let builds = BuildTable::new(builds);
        let fixes = FixTable::new(fixes, &Exploited::new(kev, epss));
        Self { products, builds, fixes, feeds }
    }
}
