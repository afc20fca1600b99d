//! Every id of the catalog and every place that refers to one: each id is given once, and each reference leads somewhere.
//!
//! It looks only after all files have been read, so the order of files does not matter.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use holdfast_core::did_you_mean;

use crate::CatalogError;
use crate::row::{Row, Text, shown};

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Names {
    Program,
    /// An offer or a resource: they share one set of ids.
    Offer,
    Safeguard,
    Measure,
    Evidence,
    Framework,
    /// An entry of a list, by the list's id, a space, and its own.
    Entry,
    /// A question of the assessment.
    Ask,
    Step,
    Scenario,
    /// A kind of system that holds patient data.
    Asset,
    /// Something a hospital does.
    Service,
    /// Something that services lean on.
    Dependency,
    Lifecycle,
    /// A product whose days of support are known.
    Product,
    /// A program met on machines.
    Software,
    /// Somebody to tell of an attack.
    Contact,
    /// A scenario to practise.
    Drill,
    /// Somebody of the call tree.
    Call,
    /// A form to print.
    Form,
    /// A line of the list on waivers.
    WaiverPoint,
    Lesson,
    /// Who takes which lessons.
    Pack,
    /// A machine that can be bought.
    Replacement,
    /// A detection rule, by its UUID.
    Rule,
    /// A tactic of ATT&CK.
    Tactic,
    /// A technique of ATT&CK.
    Technique,
}

impl Names {
    fn label(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Offer => "offer or resource",
            Self::Safeguard => "safeguard",
            Self::Measure => "measure",
            Self::Evidence => "kind of evidence",
            Self::Framework => "framework",
            Self::Entry => "framework entry",
            Self::Ask => "question",
            Self::Step => "step",
            Self::Scenario => "scenario",
            Self::Asset => "kind of system",
            Self::Service => "service",
            Self::Dependency => "dependency",
            Self::Lifecycle => "lifecycle row",
            Self::Product => "product",
            Self::Software => "program met on machines",
            Self::Contact => "contact",
            Self::Drill => "drill",
            Self::Call => "call",
            Self::Form => "form",
            Self::WaiverPoint => "line on waivers",
            Self::Lesson => "lesson",
            Self::Pack => "role pack",
            Self::Replacement => "replacement",
            Self::Rule => "rule",
            Self::Tactic => "tactic",
            Self::Technique => "technique",
        }
    }
}

/// Ids given and ids referred to.
#[derive(Default)]
pub(crate) struct Trail {
    /// The texts of files that are not TOML throughout, without their blanks: an id in one may only seem to be missing.
    broken: Vec<String>,
    given: BTreeMap<(Names, String), String>,
    referred: Vec<(Names, String, CatalogError)>,
    /// For each step, those it comes after, with the place that says so.
    after: BTreeMap<String, Vec<(String, CatalogError)>>,
}

impl Trail {
    /// Notes a file that does not read throughout.
    pub(crate) fn has_holes(&mut self, text: &str) {
        self.broken.push(text.split_whitespace().collect());
    }

    /// Notes an id; it is an error when another row already has it.
    pub(crate) fn gives(&mut self, names: Names, row: &Row<'_>, id: &Text<'_>) {
        self.gives_as(names, row, id, id.value.to_owned());
    }

    /// Notes an entry of a list others keep.
    pub(crate) fn gives_entry(&mut self, row: &Row<'_>, list: &str, id: &Text<'_>) {
        self.gives_as(Names::Entry, row, id, format!("{list} {}", id.value));
    }

    /// Notes a reference to an entry of a list others keep.
    pub(crate) fn refers_to_entry(&mut self, row: &Row<'_>, list: &str, id: &Text<'_>) {
        let key = format!("{list} {}", id.value);
        self.referred.push((Names::Entry, key, row.error(id.at, String::new())));
    }

    fn gives_as(&mut self, names: Names, row: &Row<'_>, id: &Text<'_>, key: String) {
        match self.given.entry((names, key)) {
            Entry::Vacant(entry) => {
                let here = row.error(id.at, String::new());
                entry.insert(format!("{}:{}", here.file, here.line));
            }
            Entry::Occupied(first) => {
                let (what, first) = (names.label(), first.get());
                row.fault(
                    id.at,
                    format!("the {what} at {first} already has the id `{}`; choose another", id.value),
                );
            }
        }
    }

    /// Notes a reference.
    pub(crate) fn refers(&mut self, names: Names, row: &Row<'_>, id: &Text<'_>) {
        self.referred.push((names, id.value.to_owned(), row.error(id.at, String::new())));
    }

    /// Notes that a step comes after another.
    pub(crate) fn comes_after(&mut self, step: &str, row: &Row<'_>, other: &Text<'_>) {
        let place = row.error(other.at, String::new());
        self.after.entry(step.to_owned()).or_default().push((other.value.to_owned(), place));
    }

    /// An error for every step that would have to come before itself.
    fn circles(&self) -> Vec<CatalogError> {
        let mut errors = Vec::new();
        for (step, after) in &self.after {
            for (first, place) in after {
                let mut seen = vec![first.as_str()];
                let mut next = 0;
                while let Some(name) = seen.get(next).copied() {
                    next += 1;
                    for (other, _) in self.after.get(name).into_iter().flatten() {
                        if !seen.contains(&other.as_str()) {
                            seen.push(other);
                        }
                    }
                }
                if seen.contains(&step.as_str()) {
                    let message =
                        format!("step `{step}` would have to come before itself; take one `after` out");
                    errors.push(CatalogError { message, ..place.clone() });
                }
            }
        }
        errors
    }

    /// An error for every reference that leads nowhere, and for every circle.
    pub(crate) fn follow(self) -> Vec<CatalogError> {
        let circles = self.circles();
        let Self { broken, given, referred, .. } = self;
        let may_be_in = |text: &String, id: &str| {
            // An entry of a list goes by the list's id and its own; only its own stands in the file.
            let id = id.rsplit(' ').next().unwrap_or(id);
            ['"', '\''].iter().any(|quote| text.contains(&format!("id={quote}{id}")))
        };
        let lost = referred.into_iter().filter(|(names, id, _)| {
            !given.contains_key(&(*names, id.clone())) && !broken.iter().any(|text| may_be_in(text, id))
        });
        lost.map(|(names, id, place)| {
            let known = given.keys().filter(|(n, _)| *n == names).map(|(_, id)| id.as_str());
            let hint = did_you_mean::hint(&id, known);
            CatalogError {
                message: format!("no {} has the id `{}`{hint}", names.label(), shown(&id)),
                ..place
            }
        })
        .chain(circles)
        .collect()
    }
}
