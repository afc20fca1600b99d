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
    Lifecycle,
}

impl Names {
    fn label(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Offer => "offer or resource",
            Self::Safeguard => "safeguard",
            Self::Lifecycle => "lifecycle row",
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
}

impl Trail {
    /// Notes a file that does not read throughout.
    pub(crate) fn has_holes(&mut self, text: &str) {
        self.broken.push(text.split_whitespace().collect());
    }

    /// Notes an id; it is an error when another row already has it.
    pub(crate) fn gives(&mut self, names: Names, row: &Row<'_>, id: &Text<'_>) {
        match self.given.entry((names, id.value.to_owned())) {
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

    /// An error for every reference that leads nowhere.
    pub(crate) fn follow(self) -> Vec<CatalogError> {
        let Self { broken, given, referred } = self;
        let may_be_in = |text: &String, id: &str| {
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
        .collect()
    }
}
