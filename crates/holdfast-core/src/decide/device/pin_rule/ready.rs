//! Rules made ready for many machines: patterns are read once, what a machine says of itself is asked before its programs, and each
//! name and maker of a program is looked up once for the whole fleet.

use std::collections::HashMap;

use holdfast_wire::device::{DeviceFacts, Known};

use super::super::SoftwareMap;
use super::super::name_pattern::NamePattern;
use super::check_pin_when;
use crate::catalog::{KnownSoftware, SoftwareId};
use crate::model::PinWhen;

/// What a machine says of itself.
type Said = fn(&DeviceFacts) -> &str;

/// What a rule asks for, with its patterns read.
pub(super) struct ReadyWhen {
    says: Vec<(Said, NamePattern)>,
    runs: Option<Runs>,
}

/// A program a rule asks for.
struct Runs {
    name: String,
    pattern: NamePattern,
    software: Option<SoftwareId>,
    /// What was found of each entry of the fleet's list.
    found: Vec<Option<bool>>,
}

impl ReadyWhen {
    /// `None` for a rule that could not be kept; it fits nothing.
    pub(super) fn of(when: &PinWhen) -> Option<Self> {
        check_pin_when(when).ok()?;
        let mut ready = Self { says: Vec::new(), runs: None };
        for (what, text) in when.asked() {
            let pattern = NamePattern::parse(text)?;
            let said: Said = match what {
                "name" => |facts| &facts.identity.name,
                "maker" => |facts| &facts.hardware.maker,
                "model" => |facts| &facts.hardware.model,
                "domain" => |facts| facts.identity.domain.as_deref().unwrap_or_default(),
                "program" => {
                    let (name, software) = (text.trim().to_owned(), when.software.clone());
                    ready.runs = Some(Runs { name, pattern, software, found: Vec::new() });
                    continue;
                }
                // Nobody taught it that yet, so it marks nothing.
                _ => return None,
            };
            ready.says.push((said, pattern));
        }
        Some(ready)
    }

    /// Whether a machine is what the rule asks for; `None` when it does not tell something of that.
    pub(super) fn fits<'f>(&mut self, machine: &mut Machine<'f>, list: &mut FleetList<'f>) -> Option<bool> {
        let mut is_told = true;
        for (said, pattern) in &self.says {
            let value = said(machine.facts).trim();
            match value.is_empty() {
                true => is_told = false,
                false if pattern.fits(value) => {}
                false => return Some(false),
            }
        }
        if let Some(runs) = &mut self.runs {
            match machine.programs(list) {
                None => is_told = false,
                Some(programs) if programs.iter().any(|n| runs.is(*n, list)) => {}
                Some(_) => return Some(false),
            }
        }
        is_told.then_some(true)
    }
}

impl Runs {
    /// Whether an entry of the fleet's list is the program, by the name in the list or by the catalog's.
    fn is(&mut self, n: usize, list: &FleetList<'_>) -> bool {
        if self.found.len() <= n {
            self.found.resize(n + 1, None);
        }
        let Some((name, known)) = list.known.get(n).copied().flatten() else { return false };
        *self.found[n].get_or_insert_with(|| {
            self.software.as_ref() == Some(&known.id)
                || known.name.eq_ignore_ascii_case(&self.name)
                || self.pattern.fits(name)
        })
    }
}

/// One machine that rules are held against.
pub(super) struct Machine<'f> {
    facts: &'f DeviceFacts,
    /// Its programs by their place in the fleet's list, once a rule asked for them; `None` within for a machine that lists none.
    programs: Option<Option<Vec<usize>>>,
}

impl<'f> Machine<'f> {
    pub(super) fn new(facts: &'f DeviceFacts) -> Self {
        Self { facts, programs: None }
    }

    fn programs(&mut self, list: &mut FleetList<'f>) -> Option<&[usize]> {
        let of_list = || match &self.facts.software {
            Known::Is(all) => Some(all.iter().filter_map(|e| list.place(&e.name, &e.publisher)).collect()),
            Known::Unknown(_) => None,
        };
        self.programs.get_or_insert_with(of_list).as_deref()
    }
}

/// Entries of lists of programs across machines, each name and maker once.
pub(super) struct FleetList<'f> {
    software: &'f SoftwareMap,
    places: HashMap<(&'f str, &'f str), usize>,
    /// By place: the name in the list and what it is; `None` for what the catalog does not know.
    known: Vec<Option<(&'f str, &'f KnownSoftware)>>,
}

impl<'f> FleetList<'f> {
    pub(super) fn new(software: &'f SoftwareMap) -> Self {
        Self { software, places: HashMap::new(), known: Vec::new() }
    }

    /// The place of an entry; `None` for what the catalog does not know.
    fn place(&mut self, name: &'f str, publisher: &'f str) -> Option<usize> {
        let place = *self.places.entry((name, publisher)).or_insert_with(|| {
            self.known.push(self.software.recognise(name, publisher).map(|known| (name, known)));
            self.known.len() - 1
        });
        self.known[place].map(|_| place)
    }
}
