//! What stops when something is down: each service of a hospital with a clock, from the catalog and the hospital's own word.
//!
//! It knows hours and what leans on what, and nothing of distances or people: that is [`super::care`]. It keeps nothing; where a hospital's
//! own word comes from is not its business, but whether such a word can stand is ([`OwnServices::faults`]).

mod check;
mod clock;
mod outage;
mod own;
#[cfg(test)]
pub(super) mod tests;
mod vendor;
mod written;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::{DependencyId, ServiceId, Services};

pub use check::{MOST_OWN_DAYS, MOST_OWN_HOURS, MOST_VENDOR_CHARS, MOST_VENDORS, OwnFault, OwnPlace};
pub use clock::{CashClock, Cause, ServiceClock, ServiceState, Stage, after_in_words};
pub use outage::Outage;
pub use own::{OutOfUse, OwnServices};
pub use vendor::{NamedVendor, same_vendor, vendors_named};

/// What is down at a hospital and what that does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Downtime {
    /// What is down, in order of the catalog, each with why.
    pub down: Vec<DownDependency>,
    /// A clock for each service, those that stop soonest first. Services the hospital does not offer are left out.
    pub services: Vec<ServiceClock>,
    /// When money runs out; `None` where no service that brings it in is hurt, or the catalog does not say.
    pub cash: Option<CashClock>,
    /// What is not known.
    pub doubts: Vec<DowntimeDoubt>,
}

/// Something that is down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DownDependency {
    /// What.
    pub id: DependencyId,
    /// What people call it.
    pub name: String,
    /// Why.
    pub because: WhyDown,
}

/// Why something is down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyDown {
    /// It was named.
    Named,
    /// The hospital has it from this vendor, who is down.
    Vendor(String),
    /// It leans on this, which is down.
    Without(DependencyId),
}

/// What an answer does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DowntimeDoubt {
    /// The hospital has not said whom it has these from; if it is a vendor that is down, they are down, too.
    VendorUnknown {
        /// The vendor that is down.
        vendor: String,
        /// What people call them.
        dependencies: Vec<String>,
    },
    /// The hospital named nothing that it has from this vendor.
    VendorNotNamed {
        /// The vendor.
        vendor: String,
    },
    /// An id that the catalog does not have; it was passed over.
    NotInCatalog {
        /// The id.
        id: String,
    },
    /// Figures that nobody has held against a published source yet.
    NotVerified {
        /// What people call the services.
        services: Vec<String>,
    },
}

impl DowntimeDoubt {
    /// The sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::VendorUnknown { vendor, dependencies } => format!(
                "Whom these are from is not said: {}. Those that are from {vendor} are down, too.",
                dependencies.join(", ")
            ),
            Self::VendorNotNamed { vendor } => {
                format!("Nothing is said to be from {vendor}, so nothing is known to be down.")
            }
            Self::NotInCatalog { id } => format!("`{id}` is not in the catalog and was passed over."),
            Self::NotVerified { services } => format!(
                "The hours of {} are our own estimates, not held against a published source.",
                services.join(", ")
            ),
        }
    }
}

/// What happens to a hospital's services when these are down. `own`: the hospital's word, which stands over the catalog.
pub fn downtime(services: &Services, own: &OwnServices, out_of_use: &[OutOfUse]) -> Downtime {
    let mut doubts = Vec::new();
    let down = what_is_down(services, own, out_of_use, &mut doubts);
    for id in own.ids_outside(services) {
        doubts.push(DowntimeDoubt::NotInCatalog { id });
    }
    let offered = services.services.iter().filter(|s| !own.not_offered.contains(&s.id));
    let mut clocks: Vec<ServiceClock> =
        offered.map(|service| clock::of(services, service, own, &down)).collect();
    clocks.sort_by_key(clock::soonest);
    let guessed: Vec<String> = clocks
        .iter()
        .filter(|clock| clock.causes.iter().any(|cause| cause.is_estimate))
        .map(|clock| clock.name.clone())
        .collect();
    if !guessed.is_empty() {
        doubts.push(DowntimeDoubt::NotVerified { services: guessed });
    }
    let cash = clock::cash(services, own, &clocks);
    let down = services.dependencies.iter().filter_map(|dependency| {
        let because = down.get(&dependency.id)?.clone();
        Some(DownDependency { id: dependency.id.clone(), name: dependency.name.clone(), because })
    });
    Downtime { down: down.collect(), services: clocks, cash, doubts }
}

fn what_is_down(
    services: &Services,
    own: &OwnServices,
    out_of_use: &[OutOfUse],
    doubts: &mut Vec<DowntimeDoubt>,
) -> BTreeMap<DependencyId, WhyDown> {
    let mut down = BTreeMap::new();
    for one in out_of_use {
        match one {
            OutOfUse::Dependency(id) if services.dependency(id).is_some() => {
                down.insert(id.clone(), WhyDown::Named);
            }
            OutOfUse::Dependency(id) => doubts.push(DowntimeDoubt::NotInCatalog { id: id.to_string() }),
            OutOfUse::Vendor(vendor) => {
                let known = services.dependencies.iter().map(|d| &d.id);
                let theirs: Vec<&DependencyId> = known.filter(|id| own.is_from(id, vendor)).collect();
                if theirs.is_empty() {
                    doubts.push(DowntimeDoubt::VendorNotNamed { vendor: vendor.clone() });
                }
                for id in theirs {
                    down.entry(id.clone()).or_insert_with(|| WhyDown::Vendor(vendor.clone()));
                }
                let unsaid = services.dependencies.iter().filter(|d| !own.vendors.contains_key(&d.id));
                let dependencies: Vec<String> = unsaid.map(|d| d.name.clone()).collect();
                if !dependencies.is_empty() {
                    doubts.push(DowntimeDoubt::VendorUnknown { vendor: vendor.clone(), dependencies });
                }
            }
        }
    }
    // What leans on what is down is down, too, until nothing is added. A circle in the catalog ends it as well.
    loop {
        let next = services.dependencies.iter().filter(|d| !down.contains_key(&d.id)).find_map(|d| {
            let without = d.depends_on.iter().find(|on| {
                down.contains_key(*on) && !own.stands_without.contains(&(d.id.clone(), (*on).clone()))
            })?;
            Some((d.id.clone(), WhyDown::Without(without.clone())))
        });
        match next {
            Some((id, why)) => down.insert(id, why),
            None => return down,
        };
    }
}

/// Names a service and something it leans on.
pub type NeedKey = (ServiceId, DependencyId);
