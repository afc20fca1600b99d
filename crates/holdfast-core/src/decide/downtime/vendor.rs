//! Vendors that hospitals named.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::OwnServices;
use crate::catalog::DependencyId;
use crate::model::Ccn;

/// A vendor as hospitals name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedVendor {
    /// The spelling that most of them use; of equals the first by letters.
    pub name: String,
    /// Who named it, in order of number.
    pub hospitals: BTreeSet<Ccn>,
    /// For what, all of them together.
    pub dependencies: BTreeSet<DependencyId>,
}

/// Whether two names mean one vendor: letters and digits count, case, blanks and marks do not.
pub fn same_vendor(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && a == b
}

/// What of a name tells vendors apart; empty for a name without letters and digits.
pub(super) fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every vendor that hospitals named, those that most named first, then by name. Names that mean one vendor are one.
pub fn vendors_named(hospitals: &BTreeMap<Ccn, OwnServices>) -> Vec<NamedVendor> {
    type Found<'n> = (BTreeMap<&'n str, usize>, BTreeSet<Ccn>, BTreeSet<DependencyId>);
    let mut found: BTreeMap<String, Found<'_>> = BTreeMap::new();
    for (ccn, own) in hospitals {
        for (dependency, names) in &own.vendors {
            for name in names {
                let key = bare(name);
                if key.is_empty() {
                    continue;
                }
                let (spellings, by, of) = found.entry(key).or_default();
                *spellings.entry(name.trim()).or_default() += 1;
                by.insert(*ccn);
                of.insert(dependency.clone());
            }
        }
    }
    let mut all: Vec<NamedVendor> = found
        .into_values()
        .filter_map(|(spellings, hospitals, dependencies)| {
            let usual = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
            Some(NamedVendor { name: (*usual.0).to_owned(), hospitals, dependencies })
        })
        .collect();
    all.sort_by(|a, b| b.hospitals.len().cmp(&a.hospitals.len()).then_with(|| a.name.cmp(&b.name)));
    all
}
