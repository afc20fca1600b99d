//! What a hospital does for patients and for its income, and what each of these leans on, with how long it bears being without.
//!
//! Figures are ranges with a source each. What stops when something is down is [`crate::decide::downtime`].

use serde::{Deserialize, Serialize};

use super::{DependencyId, Estimate, Provenance, ServiceId};

/// Whom a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// For patients: hurt means care is late, wrong or gone.
    Clinical,
    /// For the hospital's income: hurt means money comes late or not at all.
    Billing,
}

/// What becomes of a service without something it leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceEffect {
    /// It goes on by hand, slower and less safe.
    Slows,
    /// It cannot go on here.
    Stops,
}

/// Something that services lean on, which can be down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// Its id. Never reused.
    pub id: DependencyId,
    /// What people call it.
    pub name: String,
    /// What it is, in a sentence.
    pub means: String,
    /// Without any one of these it is down, too.
    pub depends_on: Vec<DependencyId>,
    /// Whether it is somebody else's: an attack on the hospital leaves it running, though nobody here may reach it.
    pub outside: bool,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Something a hospital does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its id. Never reused.
    pub id: ServiceId,
    /// What people call it.
    pub name: String,
    /// For patients or for income.
    pub kind: ServiceKind,
    /// What it is, in a sentence.
    pub means: String,
    /// What staff do meanwhile.
    pub by_hand: String,
    /// What it leans on. Never empty.
    pub needs: Vec<Need>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// One thing a service leans on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// On what.
    pub on: DependencyId,
    /// What becomes of the service without it.
    pub effect: ServiceEffect,
    /// Hours without it until care, or income, is hurt.
    pub hours: Estimate,
    /// How, in a sentence.
    pub why: String,
    /// Where the figure comes from.
    pub provenance: Provenance,
}

/// How long a hospital's money lasts when no claim goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cash {
    /// Days that payments for claims already sent still come in.
    pub days_still_paid: Estimate,
    /// Days a hospital can pay its bills with nothing coming in.
    pub days_on_hand: Estimate,
    /// Where the first comes from.
    pub still_paid_source: Provenance,
    /// Where the second comes from.
    pub on_hand_source: Provenance,
}

/// Services of hospitals and what they lean on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// Things leaned on, in file order.
    pub dependencies: Vec<Dependency>,
    /// Services, in file order.
    pub services: Vec<Service>,
    /// How long money lasts; `None` in a catalog without it.
    pub cash: Option<Cash>,
}

impl Services {
    /// A dependency by id.
    pub fn dependency(&self, id: &DependencyId) -> Option<&Dependency> {
        self.dependencies.iter().find(|d| d.id == *id)
    }

    /// A service by id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|s| s.id == *id)
    }
}
