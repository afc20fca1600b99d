//! What the office asks: a vendor, a health system, a county, a list or the worst few of a state go down. Who loses care, and which
//! services of whom stop.
//!
//! What hospitals said of their vendors is read across hospitals here, for the office alone; nothing of it leaves for partners.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::care::{DownSet, DownSetError, Impact, SaidSystem, WorstError, sentence_of};
use holdfast_core::decide::directory::{Directory, Listed};
use holdfast_core::decide::downtime::{
    Downtime, OutOfUse, Outage, OwnServices, downtime, same_vendor, vendors_named,
};
use holdfast_core::decide::registration::FieldError;
use holdfast_core::model::{Ccn, StateCode, sentence};
use holdfast_store::Read;
use holdfast_store::nouns::*;

use super::{MOST_DAYS, listed_in};
use crate::app::{App, AppError};

/// What goes down, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatIf {
    /// A vendor that hospitals named.
    Vendor(String),
    /// A health system, by words of its name or a web domain.
    System(String),
    /// A county, by its digits or its name and state.
    County(String),
    /// Hospitals, by their numbers.
    List(String),
    /// The hospitals of a state whose loss pushes the most people beyond 30 minutes: the state, and how many.
    Worst(String, String),
}

/// What a set of hospitals down does.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The set, and how it was found.
    pub set: DownSet,
    /// What it does, in one plain sentence or a few.
    pub sentence: String,
    /// Who loses what, and who receives them.
    pub impact: Impact,
    /// Each hospital of the set, in order of number; of the worst few, in the order they were chosen.
    pub hit: Vec<Hit>,
    /// The files the figures on people are from, in words.
    pub sources: Vec<String>,
}

/// A hospital that is hit.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The hospital.
    pub listed: Listed,
    /// Which of its services stop.
    pub downtime: Downtime,
    /// Whether it said anything of its services; else the catalog alone speaks.
    pub has_word: bool,
    /// Of the worst few: people it pushes beyond 30 minutes in addition to those chosen before it.
    pub more_people: Option<u64>,
}

impl App {
    /// What every hospital of the directory says of its services. One that is listed no more has nobody left to lose.
    pub async fn services_of_all(&self) -> Result<BTreeMap<Ccn, OwnServices>, AppError> {
        let mut words = self.store.read().await?.office_services().await?;
        let directory = self.directory();
        words.retain(|ccn, _| directory.hospitals.get(*ccn).is_some());
        Ok(words)
    }

    /// What it does when these go down for so many days; or the field to mend. `words`: what hospitals say of their services.
    pub async fn what_if(
        &self,
        words: &BTreeMap<Ccn, OwnServices>,
        what: &WhatIf,
        days: u16,
    ) -> Result<Result<Scenario, FieldError>, AppError> {
        let days = days.clamp(1, MOST_DAYS);
        let care = self.care_model().await?;
        let (model, directory) = (care.model()?, care.directory());
        let systems = match what {
            WhatIf::System(_) => said_systems(&mut self.store.read().await?).await?,
            _ => Vec::new(),
        };
        // As most of them write it, so that what is said of it has one name.
        let vendor = match what {
            WhatIf::Vendor(name) => {
                let usual = vendors_named(words).into_iter().find(|known| same_vendor(&known.name, name));
                Some(usual.map_or_else(|| name.clone(), |known| known.name))
            }
            _ => None,
        };
        let mut more: BTreeMap<Ccn, u64> = BTreeMap::new();
        let set = match what {
            WhatIf::Vendor(name) => {
                DownSet::of_vendor(words, vendor.as_deref().unwrap_or(name)).map_err(|e| no_set("vendor", &e))
            }
            WhatIf::System(text) => {
                DownSet::of_system_or_said(directory, text, &systems).map_err(|e| no_set("system", &e))
            }
            WhatIf::County(text) => {
                DownSet::of_county_named(directory, text).map_err(|e| no_set("county", &e))
            }
            WhatIf::List(text) => list(directory, text),
            WhatIf::Worst(state, k) => worst_of(state, k).and_then(|(state, k)| {
                let worst = model.worst(state, k).map_err(|e| no_worst(&e))?;
                more = worst.hospitals.iter().copied().zip(worst.more_people.iter().copied()).collect();
                Ok(worst.as_set())
            }),
        };
        let set = match set {
            Ok(set) => set,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let impact =
            model.impact(&set.hospitals, days).map_err(|e| AppError::refused(sentence(&e.to_string())))?;
        let services = &self.catalog.services;
        let down = match vendor {
            Some(name) => vec![OutOfUse::Vendor(name)],
            None => Outage::Everything.out_of_use(services),
        };
        let nothing = OwnServices::default();
        let hit = set.hospitals.iter().filter_map(|ccn| {
            let own = words.get(ccn);
            Some(Hit {
                listed: directory.get(*ccn)?.clone(),
                downtime: downtime(services, own.unwrap_or(&nothing), &down),
                has_word: own.is_some_and(|own| *own != nothing),
                more_people: more.get(ccn).copied(),
            })
        });
        Ok(Ok(Scenario {
            sentence: sentence_of(&set, &impact),
            hit: hit.collect(),
            sources: model.sources().to_vec(),
            set,
            impact,
        }))
    }
}

/// Every health system with the hospitals that said at registration that they belong to it.
async fn said_systems(read: &mut Read) -> Result<Vec<SaidSystem>, AppError> {
    let mut systems: Vec<SaidSystem> = Vec::new();
    for (name, ccn) in read.all_members().await? {
        match systems.last_mut().filter(|last| last.name == name) {
            Some(last) => _ = last.hospitals.insert(ccn),
            None => systems.push(SaidSystem { name, hospitals: BTreeSet::from([ccn]) }),
        }
    }
    Ok(systems)
}

fn no_set(field: &'static str, error: &DownSetError) -> FieldError {
    FieldError::new(field, sentence(&error.to_string()))
}

fn list(directory: &Directory, text: &str) -> Result<DownSet, FieldError> {
    let (numbers, wrong) = listed_in(text, directory);
    if let Some(wrong) = wrong.into_iter().next() {
        return Err(FieldError::new("hospitals", wrong));
    }
    DownSet::of_list(directory, &numbers).map_err(|e| no_set("hospitals", &e))
}

fn worst_of(state: &str, k: &str) -> Result<(StateCode, usize), FieldError> {
    let state = StateCode::parse_name(state).ok_or_else(|| FieldError::new("state", "Choose a state."))?;
    // Nobody means a number that no computer holds; the model says which ones it takes.
    let k = k.trim().parse().map_err(|_| FieldError::new("k", "Write how many hospitals, 1 to 20."))?;
    Ok((state, k))
}

fn no_worst(error: &WorstError) -> FieldError {
    let field = if matches!(error, WorstError::HowMany(_)) { "k" } else { "state" };
    FieldError::new(field, sentence(&error.to_string()))
}
