//! Sets of hospitals that go down together: a health system, a county, those that named one vendor, those somebody lists.
//!
//! Each set says how it was found. No public file says which hospitals belong to one owner, so a health system is found by names and
//! web domains, and by what hospitals said of themselves where that is handed in; the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::decide::directory::{Directory, Listed};
use crate::decide::downtime::OwnServices;
use crate::decide::registration::display_case;
use crate::model::{Ccn, CountyFips, StateCode, sentence};

/// Counties that a message names.
const MOST_NAMED: usize = 5;

/// Hospitals that are down together, with what they are called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DownSet {
    /// With its verb: "the 3 hospitals of Fixture County, ZZ, are".
    pub subject: String,
    /// At least one, in order of number; of the worst few of a state, in the order they were chosen.
    pub hospitals: Vec<Ccn>,
    /// How it was found and what that leaves open, in sentences.
    pub found_by: Vec<String>,
}

/// A health system that hospitals said they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidSystem {
    /// Its name, as first written.
    pub name: String,
    /// Who said so.
    pub hospitals: BTreeSet<Ccn>,
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
    /// A list without a listed hospital.
    #[error("list at least one hospital by its number")]
    EmptyList,
    /// No county has the name.
    #[error(
        "no county is called `{0}`; write its name and state, like `Carbon County, MT`, or its five digits"
    )]
    NoCounty(String),
    /// Several counties have the name.
    #[error("`{name}` may be {}; write the whole name", in_words(.found))]
    ManyCounties {
        /// What was asked for.
        name: String,
        /// Those that it may be, like `Carbon County, MT`.
        found: Vec<String>,
    },
}

fn in_words(found: &[String]) -> String {
    let (named, rest) = found.split_at(found.len().min(MOST_NAMED));
    let mut words = named.join("; or ");
    if !rest.is_empty() {
        words += &format!("; or {} more", rest.len());
    }
    words
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

    /// As [`DownSet::of_system`], and with the hospitals that said they belong to a system of that name.
    ///
    /// One that is found by its name but said that it belongs to another system stays in the set, and the answer counts such.
    pub fn of_system_or_said(
        directory: &Directory,
        words: &str,
        said: &[SaidSystem],
    ) -> Result<Self, DownSetError> {
        let by_name = Self::of_system(directory, words);
        let wanted = words_of(words);
        let bears = |name: &str| {
            !wanted.is_empty() && words_of(name).windows(wanted.len()).any(|some| some == wanted)
        };
        let (theirs, others): (Vec<&SaidSystem>, Vec<&SaidSystem>) =
            said.iter().partition(|system| bears(&system.name));
        let listed = |system: &&SaidSystem| {
            system.hospitals.iter().copied().filter(|ccn| directory.get(*ccn).is_some()).collect::<Vec<_>>()
        };
        let members: BTreeSet<Ccn> = theirs.iter().flat_map(listed).collect();
        if members.is_empty() {
            return by_name;
        }
        let (named, mut found_by) = match by_name {
            Ok(set) => (set.hospitals, set.found_by),
            Err(DownSetError::NoSystem(_) | DownSetError::Nothing) => (Vec::new(), Vec::new()),
            Err(e) => (Vec::new(), vec![sentence(&e.to_string())]),
        };
        let n_only_said = members.iter().filter(|ccn| !named.contains(ccn)).count();
        let names: Vec<&str> = theirs.iter().map(|system| system.name.as_str()).collect();
        found_by.push(format!(
            "{} said at registration that {} to {}; {n_only_said} of them would not be found by name.",
            count(members.len(), "hospital"),
            if members.len() == 1 { "it belongs" } else { "they belong" },
            names.join(", "),
        ));
        let elsewhere = named.iter().filter(|ccn| others.iter().any(|other| other.hospitals.contains(ccn)));
        let n_elsewhere = elsewhere.count();
        if n_elsewhere > 0 {
            found_by.push(format!(
                "{} found by name said that {} to another system, and {} still counted.",
                count(n_elsewhere, "hospital"),
                if n_elsewhere == 1 { "it belongs" } else { "they belong" },
                if n_elsewhere == 1 { "is" } else { "are" },
            ));
        }
        let hospitals: BTreeSet<Ccn> = named.into_iter().chain(members).collect();
        let found: Vec<&Listed> = hospitals.iter().filter_map(|ccn| directory.get(*ccn)).collect();
        let shown: String = words.trim().chars().take(60).collect();
        let of = format!("of {shown}, as names and hospitals' own word tell");
        let subject = subject(&found, &of, &of).ok_or(DownSetError::NoSystem(shown))?;
        Ok(Self { subject, hospitals: hospitals.into_iter().collect(), found_by })
    }

    /// Hospitals that somebody lists. Numbers twice count once; one that is not listed is passed over.
    pub fn of_list(directory: &Directory, hospitals: &[Ccn]) -> Result<Self, DownSetError> {
        let hospitals: BTreeSet<Ccn> =
            hospitals.iter().copied().filter(|ccn| directory.get(*ccn).is_some()).collect();
        let found: Vec<&Listed> = hospitals.iter().filter_map(|ccn| directory.get(*ccn)).collect();
        let subject = match found[..] {
            [] => return Err(DownSetError::EmptyList),
            [one] => format!("{} is", display_case(&one.hospital.name)),
            ref many => format!("the {} hospitals listed are", many.len()),
        };
        let found_by = vec!["They were listed one by one.".to_owned()];
        Ok(Self { subject, hospitals: hospitals.into_iter().collect(), found_by })
    }

    /// The hospitals of a county that is given by its five digits, or by its name with its state: "Carbon, MT", "Carbon County, Montana".
    /// Without a state the name must be of one county alone.
    pub fn of_county_named(directory: &Directory, text: &str) -> Result<Self, DownSetError> {
        let text: String = text.trim().chars().take(60).collect();
        if let Ok(county) = CountyFips::parse(&text) {
            return Self::of_county(directory, county);
        }
        let (name, state) = match text.rsplit_once(',') {
            Some((name, state)) => (
                name,
                Some(StateCode::parse_name(state).ok_or_else(|| DownSetError::NoCounty(text.clone()))?),
            ),
            None => (text.as_str(), None),
        };
        let wanted = words_of(name);
        let is_so = |row: &&crate::model::CountyRow| {
            let own = words_of(&row.name);
            let is_named = own == wanted || short_of(&own) == wanted;
            state.is_none_or(|state| row.state == state) && !wanted.is_empty() && is_named
        };
        let found: Vec<&crate::model::CountyRow> =
            directory.counties().map(|c| &c.row).filter(is_so).collect();
        match found[..] {
            [] => Err(DownSetError::NoCounty(text)),
            [one] => Self::of_county(directory, one.county),
            ref many => {
                // Of one state's two, like a city and the county around it, the one whose whole name it is.
                let whole: Vec<_> = many.iter().filter(|row| words_of(&row.name) == wanted).collect();
                if let ([one], Some(_)) = (&whole[..], state) {
                    return Self::of_county(directory, one.county);
                }
                let mut found: Vec<String> =
                    many.iter().map(|row| format!("{}, {}", row.name, row.state)).collect();
                found.sort_unstable();
                Err(DownSetError::ManyCounties { name: text, found })
            }
        }
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
        [one] => Some(format!("{}, the only hospital {which_one}, is", display_case(&one.hospital.name))),
        many => Some(format!("the {} hospitals {which_many}, are", many.len())),
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// What states call their counties; longer ones first, for `borough` ends two of them.
const KINDS_OF_COUNTY: [&[&str]; 9] = [
    &["city", "and", "borough"],
    &["census", "area"],
    &["planning", "region"],
    &["county"],
    &["parish"],
    &["borough"],
    &["municipality"],
    &["municipio"],
    &["city"],
];

/// The words of a county's name without what it is called.
fn short_of(words: &[String]) -> &[String] {
    let without = |kind: &&[&str]| {
        let n = words.len().checked_sub(kind.len()).filter(|n| *n > 0)?;
        (words[n..] == **kind).then_some(&words[..n])
    };
    KINDS_OF_COUNTY.iter().find_map(without).unwrap_or(words)
}

/// Letters and digits, word by word, in small letters.
fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
