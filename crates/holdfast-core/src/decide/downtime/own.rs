//! What a hospital says of its own services, in the place of the catalog's word; and what is out of use.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::NeedKey;
use super::vendor::same_vendor;
use super::written::Written;
use crate::catalog::{DependencyId, Estimate, ServiceId, Services};

/// A hospital's own word on its services. Empty, it changes nothing of the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct OwnServices {
    /// Services it does not offer.
    pub not_offered: BTreeSet<ServiceId>,
    /// What a service of its own does not lean on.
    pub without: BTreeSet<NeedKey>,
    /// What something leaned on does not lean on here, as a record that is run in the house does not lean on the internet: the one, then
    /// what it does without.
    pub stands_without: BTreeSet<(DependencyId, DependencyId)>,
    /// Its own hours, from low to high, where the catalog gives others.
    pub hours: BTreeMap<NeedKey, Estimate>,
    /// Whom it has something from. Several when it has two for one thing: then one vendor's outage takes it down all the same,
    /// unless it says the other carries the load by leaving the first out.
    pub vendors: BTreeMap<DependencyId, Vec<String>>,
    /// Days it can pay its bills with nothing coming in.
    pub days_of_cash: Option<Estimate>,
}

/// Something out of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutOfUse {
    /// One thing that services lean on.
    Dependency(DependencyId),
    /// A vendor, and with it everything the hospital has from it.
    Vendor(String),
}

impl OwnServices {
    /// Whether the hospital says it has something from this vendor.
    pub fn is_from(&self, dependency: &DependencyId, vendor: &str) -> bool {
        self.vendors.get(dependency).is_some_and(|from| from.iter().any(|name| same_vendor(name, vendor)))
    }

    /// Whether the hospital named this vendor for anything.
    pub fn names(&self, vendor: &str) -> bool {
        self.vendors.keys().any(|dependency| self.is_from(dependency, vendor))
    }

    /// Ids of the hospital's word that the catalog does not have, in order, each once.
    pub(super) fn ids_outside(&self, services: &Services) -> Vec<String> {
        let keys = || self.without.iter().chain(self.hours.keys());
        let named = self.not_offered.iter().chain(keys().map(|(service, _)| service));
        let pairs = self.stands_without.iter().flat_map(|(one, other)| [one, other]);
        let leaned = self.vendors.keys().chain(keys().map(|(_, dependency)| dependency)).chain(pairs);
        let unknown_services = named.filter(|id| services.service(id).is_none()).map(ToString::to_string);
        let unknown_needs = leaned.filter(|id| services.dependency(id).is_none()).map(ToString::to_string);
        unknown_services.chain(unknown_needs).collect::<BTreeSet<String>>().into_iter().collect()
    }
}
