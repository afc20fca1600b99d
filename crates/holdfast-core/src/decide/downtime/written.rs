//! A hospital's own word as it is written down: plain lists with names, so that a file and a later release can read it.

use serde::{Deserialize, Serialize};

use super::OwnServices;
use crate::catalog::{DependencyId, Estimate, ServiceId};

/// A service and what it leans on.
#[derive(Serialize, Deserialize)]
struct Pair {
    service: ServiceId,
    on: DependencyId,
}

/// Something leaned on, and what it does without.
#[derive(Serialize, Deserialize)]
struct Alone {
    dependency: DependencyId,
    without: DependencyId,
}

#[derive(Serialize, Deserialize)]
struct Hours {
    service: ServiceId,
    on: DependencyId,
    hours: Estimate,
}

#[derive(Serialize, Deserialize)]
struct Supplied {
    dependency: DependencyId,
    names: Vec<String>,
}

/// The whole word. A list that is missing is empty.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    not_offered: Vec<ServiceId>,
    without: Vec<Pair>,
    stands_without: Vec<Alone>,
    hours: Vec<Hours>,
    vendors: Vec<Supplied>,
    days_of_cash: Option<Estimate>,
}

impl From<OwnServices> for Written {
    fn from(own: OwnServices) -> Self {
        let alone = |(dependency, without)| Alone { dependency, without };
        Self {
            not_offered: own.not_offered.into_iter().collect(),
            without: own.without.into_iter().map(|(service, on)| Pair { service, on }).collect(),
            stands_without: own.stands_without.into_iter().map(alone).collect(),
            hours: own.hours.into_iter().map(|((service, on), hours)| Hours { service, on, hours }).collect(),
            vendors: own
                .vendors
                .into_iter()
                .map(|(dependency, names)| Supplied { dependency, names })
                .collect(),
            days_of_cash: own.days_of_cash,
        }
    }
}

impl From<Written> for OwnServices {
    fn from(written: Written) -> Self {
        Self {
            not_offered: written.not_offered.into_iter().collect(),
            without: written.without.into_iter().map(|p| (p.service, p.on)).collect(),
            stands_without: written.stands_without.into_iter().map(|a| (a.dependency, a.without)).collect(),
            hours: written.hours.into_iter().map(|h| ((h.service, h.on), h.hours)).collect(),
            vendors: written.vendors.into_iter().map(|f| (f.dependency, f.names)).collect(),
            days_of_cash: written.days_of_cash,
        }
    }
}
