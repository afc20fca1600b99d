//! One vendor down: every hospital that named it, each with what stops.

use std::collections::BTreeMap;

use super::{Downtime, OutOfUse, OwnServices, downtime};
use crate::catalog::Services;
use crate::model::Ccn;

/// Whether two names mean one vendor: letters and digits count, case, blanks and marks do not.
pub fn same_vendor(a: &str, b: &str) -> bool {
    let bare = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && a == b
}

/// What a vendor's outage does to each hospital that named it. Hospitals that did not are not in the answer, which is no word that they are well.
pub fn vendor_outage(
    services: &Services,
    hospitals: &BTreeMap<Ccn, OwnServices>,
    vendor: &str,
) -> BTreeMap<Ccn, Downtime> {
    let down = [OutOfUse::Vendor(vendor.to_owned())];
    let named = hospitals.iter().filter(|(_, own)| own.names(vendor));
    named.map(|(ccn, own)| (*ccn, downtime(services, own, &down))).collect()
}
