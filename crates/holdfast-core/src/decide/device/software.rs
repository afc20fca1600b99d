//! Programs other than the system itself: which are known, and which weaknesses are possible in them.
//!
//! A name and a version in a list prove little: a maker may have mended a fault without a new number, and a part with the fault may
//! not be installed. So an answer is *possible* or *cannot tell*, and never that a machine has the weakness.

mod fleet;
mod line;
mod map;
mod possible;
#[cfg(test)]
mod tests;
mod update_to;
mod version;

pub use fleet::{FleetProgram, FleetPrograms, ProgramSum, fleet_programs};
pub use line::{ProgramDoubt, ProgramLine};
pub use map::SoftwareMap;
pub use possible::{Programs, ProgramsUnknown, programs};
pub use update_to::UpdateTo;
pub use version::SoftwareVersion;

use std::collections::{BTreeMap, BTreeSet};

use self::line::Weakness;
use super::fix_table::Exploited;
use crate::catalog::{KnownAs, KnownSoftware};
use crate::decide::feed_names::FeedNames;
use crate::model::{CveId, EpssRow, KevRow, SoftwareRow};

/// The catalog's programs with what public lists know of each, put in order once.
#[derive(Clone, Debug, Default)]
pub struct SoftwareTables {
    map: SoftwareMap,
    /// For each program of the map, its weaknesses in the order of their ids.
    weaknesses: Vec<Vec<Weakness>>,
}

impl SoftwareTables {
    /// Puts rows in order. What left CISA's list does not count as exploited.
    ///
    /// The catalog knows a program by the name that CISA had for it when the catalog was made. `names`: what CISA renamed since. An
    /// entry whose name now the catalog knows belongs there; any other belongs where each of its earlier names leads, too.
    pub fn new(software: &[KnownSoftware], rows: &[SoftwareRow], kev: &[KevRow], names: &FeedNames) -> Self {
        let exploited = Exploited::new(kev, &[] as &[EpssRow]);
        let mut by_product: BTreeMap<&str, Vec<&SoftwareRow>> = BTreeMap::new();
        for row in rows {
            by_product.entry(row.product.as_str()).or_default().push(row);
        }
        let kev_name = |vendor: &str, product: &str| format!("{}/{}", vendor.trim(), product.trim());
        let known: BTreeSet<String> = software
            .iter()
            .flat_map(|program| &program.known_to)
            .filter_map(|known| match known {
                KnownAs::Kev { vendor, product } => Some(kev_name(vendor, product)),
                KnownAs::Cpe(_) => None,
            })
            .collect();
        let mut by_kev: BTreeMap<String, Vec<CveId>> = BTreeMap::new();
        for row in kev.iter().filter(|row| row.removed_on.is_none()) {
            let name = kev_name(&row.vendor, &row.product);
            if !known.contains(&name) {
                for was in names.earlier(row.cve) {
                    by_kev.entry(was.to_owned()).or_default().push(row.cve);
                }
            }
            by_kev.entry(name).or_default().push(row.cve);
        }
        let of = |program: &KnownSoftware| {
            let mut found: BTreeMap<CveId, Weakness> = BTreeMap::new();
            for known in &program.known_to {
                match known {
                    KnownAs::Cpe(product) => {
                        for row in by_product.get(product.as_str()).into_iter().flatten() {
                            let weakness =
                                found.entry(row.cve).or_insert_with(|| Weakness::new(row.cve, &exploited));
                            weakness.add(row);
                        }
                    }
                    KnownAs::Kev { vendor, product } => {
                        for cve in by_kev.get(&kev_name(vendor, product)).into_iter().flatten() {
                            found.entry(*cve).or_insert_with(|| Weakness::new(*cve, &exploited));
                        }
                    }
                }
            }
            found.into_values().collect()
        };
        Self { map: SoftwareMap::new(software), weaknesses: software.iter().map(of).collect() }
    }

    /// The programs by the names lists give them.
    pub fn map(&self) -> &SoftwareMap {
        &self.map
    }
}
