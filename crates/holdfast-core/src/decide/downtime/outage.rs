//! What is taken to be down inside one hospital, as somebody chooses it, and what it does in one sentence.

use super::{Downtime, OutOfUse, OwnServices, ServiceState};
use crate::catalog::{DependencyId, ServiceKind, Services};

const VENDOR: &str = "vendor:";

/// What is down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// All that the hospital itself runs, as when an attack stops its computers; and with it what cannot be reached then.
    Everything,
    /// One thing that services lean on.
    Dependency(DependencyId),
    /// A vendor, and with it everything the hospital has from it.
    Vendor(String),
}

impl Outage {
    /// Reads a choice: `everything` or nothing, the id of something leaned on, `vendor:` and a name. `None` for what this catalog and
    /// this hospital's word do not have.
    pub fn parse(text: &str, services: &Services, own: &OwnServices) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text == "everything" {
            return Some(Self::Everything);
        }
        if let Some(vendor) = text.strip_prefix(VENDOR) {
            let named = own.vendors.values().flatten().find(|name| super::same_vendor(name, vendor));
            return named.map(|name| Self::Vendor(name.clone()));
        }
        let known = services.dependencies.iter().find(|d| d.id.as_str() == text);
        known.map(|d| Self::Dependency(d.id.clone()))
    }

    /// The text that [`Outage::parse`] reads.
    pub fn key(&self) -> String {
        match self {
            Self::Everything => "everything".to_owned(),
            Self::Dependency(id) => id.to_string(),
            Self::Vendor(name) => format!("{VENDOR}{name}"),
        }
    }

    /// What it takes out of use.
    pub fn out_of_use(&self, services: &Services) -> Vec<OutOfUse> {
        match self {
            Self::Everything => {
                let ours = services.dependencies.iter().filter(|d| !d.outside);
                ours.map(|d| OutOfUse::Dependency(d.id.clone())).collect()
            }
            Self::Dependency(id) => vec![OutOfUse::Dependency(id.clone())],
            Self::Vendor(name) => vec![OutOfUse::Vendor(name.clone())],
        }
    }

    /// What it does, in plain words: what is hurt first and when, how many services stop, when money runs out.
    pub fn sentence(&self, services: &Services, got: &Downtime) -> String {
        let lead = match self {
            Self::Everything => "With everything digital down".to_owned(),
            Self::Dependency(id) => {
                let name = services.dependency(id).map_or_else(|| id.to_string(), |d| within(&d.name));
                format!("Without {name}")
            }
            Self::Vendor(name) => format!("If {name} is down"),
        };
        let hurt = || got.services.iter().filter_map(|clock| Some((clock, clock.hours?)));
        // Patients come first, also where income is hurt sooner.
        let first = hurt().find(|(clock, _)| clock.kind == ServiceKind::Clinical).or_else(|| hurt().next());
        let Some((first, hours)) = first else {
            return format!("{lead}, no service is known to be hurt.");
        };
        let what = if first.kind == ServiceKind::Clinical { "care" } else { "income" };
        let when = super::after_in_words(hours);
        let n = |state| got.services.iter().filter(|clock| clock.state == state).count();
        let said = [
            (n(ServiceState::Stops), "stops", "stop"),
            (n(ServiceState::Slows), "goes on by hand", "go on by hand"),
            (n(ServiceState::GoesOn), "goes on as before", "go on as before"),
        ];
        let said: Vec<String> = said
            .iter()
            .filter(|(n, _, _)| *n > 0)
            .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
            .collect();
        let of = match got.services.len() {
            1 => "1 service".to_owned(),
            n => format!("{n} services"),
        };
        let money = got.cash.as_ref().map(|cash| format!(" {}", cash.sentence())).unwrap_or_default();
        format!(
            "{lead}, {what} is hurt first in {}, {when}. Of {of} {}.{money}",
            within(&first.name),
            said.join(", ")
        )
    }
}

/// A name within a sentence: "The health record" loses its capital, "X-ray" and "IV pumps" keep theirs.
fn within(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}
