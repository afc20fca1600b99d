//! Whether a hospital's own word on its services can stand: each thing wrong with it, at its place.

use super::OwnServices;
use super::vendor::bare;
use crate::catalog::{DependencyId, Estimate, ServiceId, Services};

/// A year of hours, as in the catalog: longer than any service bears.
pub const MOST_OWN_HOURS: u32 = 8_784;
/// Ten years of days.
pub const MOST_OWN_DAYS: u32 = 3_650;
/// Some things need two; either one's outage then takes the thing down.
pub const MOST_VENDORS: usize = 2;
/// The longest name of a vendor, in characters.
pub const MOST_VENDOR_CHARS: usize = 80;

/// Faults that are told of at once; a form has fewer fields in sight, and a call that has more is no slip.
const MOST_FAULTS: usize = 100;

/// What of the word is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnPlace {
    /// A service that is not offered.
    Service(ServiceId),
    /// A service that does without something.
    Without(ServiceId, DependencyId),
    /// Something leaned on that does without another.
    Alone(DependencyId, DependencyId),
    /// The hours of a service without something.
    Hours(ServiceId, DependencyId),
    /// One of the vendors of something, counted from 0.
    Vendor(DependencyId, usize),
    /// The days of cash.
    Cash,
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFault {
    /// Where.
    pub at: OwnPlace,
    /// What to do about it, as a sentence.
    pub message: String,
}

impl OwnServices {
    /// With names of vendors as one line each, empty ones left out, and none twice for one thing.
    pub fn tidied(mut self) -> Self {
        for names in self.vendors.values_mut() {
            let mut kept: Vec<String> = Vec::new();
            for name in names.iter() {
                // One more than may be named is enough to be refused for.
                if kept.len() > MOST_VENDORS {
                    break;
                }
                let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
                if !name.is_empty() && !kept.iter().any(|other| super::same_vendor(other, &name)) {
                    kept.push(name);
                }
            }
            *names = kept;
        }
        self.vendors.retain(|_, names| !names.is_empty());
        self
    }

    /// What cannot stand beside this catalog, the first hundred of it. Empty: it can be kept.
    pub fn faults(&self, services: &Services) -> Vec<OwnFault> {
        let mut faults = Vec::new();
        let mut wrong = |at: OwnPlace, message: String| faults.push(OwnFault { at, message });
        for id in self.not_offered.iter().filter(|id| services.service(id).is_none()) {
            wrong(OwnPlace::Service(id.clone()), format!("The catalog has no service `{id}`."));
        }
        let leans = |service: &ServiceId, on: &DependencyId| {
            services.service(service).is_some_and(|s| s.needs.iter().any(|need| need.on == *on))
        };
        let no_need = |service: &ServiceId, on: &DependencyId| {
            format!("In the catalog `{service}` does not lean on `{on}`.")
        };
        for (service, on) in self.without.iter().filter(|(service, on)| !leans(service, on)) {
            wrong(OwnPlace::Without(service.clone(), on.clone()), no_need(service, on));
        }
        for (one, other) in &self.stands_without {
            if !services.dependency(one).is_some_and(|d| d.depends_on.contains(other)) {
                let message = format!("In the catalog `{one}` does not lean on `{other}`.");
                wrong(OwnPlace::Alone(one.clone(), other.clone()), message);
            }
        }
        for ((service, on), hours) in &self.hours {
            let at = || OwnPlace::Hours(service.clone(), on.clone());
            if !leans(service, on) {
                wrong(at(), no_need(service, on));
            } else if let Some(message) = fault_of(*hours, MOST_OWN_HOURS, "hours") {
                wrong(at(), message);
            }
        }
        for (dependency, names) in &self.vendors {
            if services.dependency(dependency).is_none() {
                let message = format!("The catalog has nothing called `{dependency}` that services lean on.");
                wrong(OwnPlace::Vendor(dependency.clone(), 0), message);
                continue;
            }
            if names.len() > MOST_VENDORS {
                let message = format!("Name {MOST_VENDORS} vendors at most.");
                wrong(OwnPlace::Vendor(dependency.clone(), MOST_VENDORS), message);
            }
            for (n, name) in names.iter().enumerate().take(MOST_VENDORS) {
                let message = if bare(name).is_empty() {
                    "Write a name with letters or digits.".to_owned()
                } else if name.chars().count() > MOST_VENDOR_CHARS {
                    format!("Shorten the name to {MOST_VENDOR_CHARS} characters.")
                } else {
                    continue;
                };
                wrong(OwnPlace::Vendor(dependency.clone(), n), message);
            }
        }
        if let Some(message) = self.days_of_cash.and_then(|days| fault_of(days, MOST_OWN_DAYS, "days")) {
            wrong(OwnPlace::Cash, message);
        }
        faults.truncate(MOST_FAULTS);
        faults
    }
}

fn fault_of(figure: Estimate, most: u32, unit: &str) -> Option<String> {
    if figure.low > figure.likely || figure.likely > figure.high {
        return Some(format!("Write {unit} that grow: at the least, most likely, at the most."));
    }
    (figure.high > most).then(|| format!("Write at most {} {unit}.", crate::model::grouped(u64::from(most))))
}
