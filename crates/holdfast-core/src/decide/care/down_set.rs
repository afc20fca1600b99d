//! Sets of hospitals that go down together: a health system, a county, those that named one vendor.
//!
//! Each set says how it was found. No public file says which hospitals belong to one owner, so a health system is found by names and
//! web domains, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::decide::directory::{Directory, Listed};
use crate::decide::downtime::OwnServices;
use crate::model::{Ccn, CountyFips, StateCode};

/// Hospitals that are down together, with what they are called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DownSet {
    /// With its verb: "the 3 hospitals of Fixture County, ZZ, are".
    pub subject: String,
    /// In order of number; at least one.
    pub hospitals: Vec<Ccn>,
    /// How it was found and what that leaves open, in sentences.
    pub found_by: Vec<String>,
}

/// Why there is no set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DownSetError {
    /// Nothing was named.
    #[error("name a health system by words of its hospitals' names, or by its web domain")]
    Nothing,
    /// No hospital has the words or the domain.
    #[error("no hospital of the directory bears `{0}` in its name or its web domain")]
    NoSystem(String),
    /// Too short or too common a word.
    #[error(
        "`{words}` is in the names of {n} hospitals of {states} states; that is a common word and no health system"
    )]
    TooCommon {
        /// What was asked for.
        words: String,
        /// How many bear it.
        n: usize,
        /// In how many states.
        states: usize,
    },
    /// No hospital stands there.
    #[error("no hospital of the directory stands in {0}")]
    NoneInCounty(String),
    /// No hospital named the vendor.
    #[error("no hospital named `{0}` as its vendor")]
    NoneNamed(String),
}

/// More hospitals than the largest system of the country has, in more states than it works in, bear the word by chance.
const MOST_HOSPITALS: usize = 250;

impl DownSet {
    /// The hospitals whose name has these words one after another, or whose web domain is this one or these words run together.
    pub fn of_system(directory: &Directory, words: &str) -> Result<Self, DownSetError> {
        let wanted = words_of(words);
        let run_together = wanted.concat();
        if run_together.len() < 3 {
            return Err(DownSetError::Nothing);
        }
        let domain = words.trim().to_ascii_lowercase();
        let bears = |listed: &&Listed| {
            let h = &listed.hospital;
            let by_name = words_of(&h.name).windows(wanted.len()).any(|some| some == wanted);
            let own = listed.location.as_ref().and_then(|l| l.web_domain.as_ref()).map(ToString::to_string);
            by_name
                || own.is_some_and(|own| {
                    own == domain || own.split('.').next().is_some_and(|label| label == run_together)
                })
        };
        let found: Vec<&Listed> = directory.hospitals().iter().filter(bears).collect();
        let shown: String = words.trim().chars().take(60).collect();
        let states: BTreeSet<StateCode> = found.iter().map(|l| l.hospital.state).collect();
        if found.len() > MOST_HOSPITALS {
            return Err(DownSetError::TooCommon { words: shown, n: found.len(), states: states.len() });
        }
        let hospitals: Vec<Ccn> = found.iter().map(|l| l.hospital.ccn).collect();
        let subject = subject(
            &found,
            &format!("that bears \"{shown}\" in its name or web domain"),
            &format!("that bear \"{shown}\" in their name or web domain"),
        )
        .ok_or_else(|| DownSetError::NoSystem(shown.clone()))?;
        let found_by = vec![format!(
            "Which hospitals belong to {shown} was told by their names and web domains: {} in {}. No public file lists owners, so one that \
             goes by another name is missing, and one that only sounds alike is counted. Look the list through.",
            count(hospitals.len(), "hospital"),
            count(states.len(), "state"),
        )];
        Ok(Self { subject, hospitals, found_by })
    }

    /// The hospitals that stand in a county.
    pub fn of_county(directory: &Directory, county: CountyFips) -> Result<Self, DownSetError> {
        let is_there = |l: &&Listed| l.location.as_ref().and_then(|at| at.county_fips) == Some(county);
        let found: Vec<&Listed> = directory.hospitals().iter().filter(is_there).collect();
        let name = match directory.county(county) {
            Some(known) => format!("{}, {}", known.row.name, known.row.state),
            None => format!("county {county}"),
        };
        let of = format!("of {name}");
        let subject = subject(&found, &of, &of).ok_or_else(|| DownSetError::NoneInCounty(name.clone()))?;
        let unplaced = directory.hospitals().iter().filter(|l| {
            l.location.as_ref().and_then(|at| at.county_fips).is_none()
                && directory.county(county).is_some_and(|c| c.row.state == l.hospital.state)
        });
        let unplaced = unplaced.count();
        let mut found_by =
            vec![format!("The county a hospital stands in is that of its place on file: {name}.")];
        if unplaced > 0 {
            found_by.push(format!(
                "Of {} of the state the county is not known; they are not counted.",
                count(unplaced, "hospital")
            ));
        }
        Ok(Self { subject, hospitals: found.iter().map(|l| l.hospital.ccn).collect(), found_by })
    }

    /// The hospitals that named a vendor, by what each says of its own services.
    pub fn of_vendor(hospitals: &BTreeMap<Ccn, OwnServices>, vendor: &str) -> Result<Self, DownSetError> {
        let shown: String = vendor.trim().chars().take(60).collect();
        let named = hospitals.iter().filter(|(_, own)| own.names(vendor));
        let hospitals: Vec<Ccn> = named.map(|(ccn, _)| *ccn).collect();
        let subject = match hospitals.len() {
            0 => return Err(DownSetError::NoneNamed(shown)),
            1 => format!("the one hospital that named {shown} is"),
            n => format!("the {n} hospitals that named {shown} are"),
        };
        let found_by = vec![format!(
            "{} named {shown}. One that did not say whom it buys from is not counted, and each that did counts as if its emergency \
             department were shut: this is the most that the vendor's outage may do.",
            count(hospitals.len(), "hospital"),
        )];
        Ok(Self { subject, hospitals, found_by })
    }
}

fn subject(found: &[&Listed], which_one: &str, which_many: &str) -> Option<String> {
    match found {
        [] => None,
        [one] => Some(format!("{}, the only hospital {which_one}, is", one.hospital.name)),
        many => Some(format!("the {} hospitals {which_many}, are", many.len())),
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Letters and digits, word by word, in small letters.
fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
