//! Which program of the catalog an entry of a list of installed programs is.

use std::collections::HashMap;
use std::sync::Arc;

use holdfast_wire::device::Software;

use super::super::name_pattern::{NamePattern, lowered};
use crate::catalog::KnownSoftware;

/// Most programs of one machine that are kept with its brief.
const MOST_KEPT: usize = 200;

/// The catalog's programs by what their names begin with. Copying it copies nothing.
#[derive(Clone, Debug, Default)]
pub struct SoftwareMap {
    programs: Arc<[KnownSoftware]>,
    names: Arc<HashMap<char, Vec<Named>>>,
}

#[derive(Debug)]
struct Named {
    program: usize,
    name: NamePattern,
    publisher: Vec<NamePattern>,
    not: Vec<NamePattern>,
}

impl SoftwareMap {
    /// Of the catalog's rows. A pattern that does not begin with a letter or digit is passed over; the catalog refuses such.
    pub fn new(programs: &[KnownSoftware]) -> Self {
        let mut names: HashMap<char, Vec<Named>> = HashMap::new();
        let parsed = |all: &[String]| all.iter().filter_map(|p| NamePattern::parse(p)).collect::<Vec<_>>();
        for (program, row) in programs.iter().enumerate() {
            for name in parsed(&row.named) {
                let Some(first) = name.first() else { continue };
                let (publisher, not) = (parsed(&row.publisher), parsed(&row.not_named));
                names.entry(first).or_default().push(Named { program, name, publisher, not });
            }
        }
        Self { programs: programs.into(), names: Arc::new(names) }
    }

    /// The catalog's row at a position that [`SoftwareMap::position`] gave.
    pub(super) fn at(&self, position: usize) -> Option<&KnownSoftware> {
        self.programs.get(position)
    }

    /// The program that the catalog calls so, letters small or large.
    pub fn called(&self, name: &str) -> Option<&KnownSoftware> {
        self.programs.iter().find(|p| p.name.eq_ignore_ascii_case(name.trim()))
    }

    /// The program of a name and a maker in a list, or `None`. Where several fit, the one whose pattern says most; then the first of the
    /// catalog.
    pub fn recognise(&self, name: &str, publisher: &str) -> Option<&KnownSoftware> {
        self.at(self.position_of(name, publisher)?)
    }

    pub(super) fn position(&self, entry: &Software) -> Option<usize> {
        self.position_of(&entry.name, &entry.publisher)
    }

    fn position_of(&self, name: &str, publisher: &str) -> Option<usize> {
        let (name, publisher) = (lowered(name), lowered(publisher));
        let fits = |named: &&Named| {
            named.name.fits_lowered(&name)
                && (named.publisher.is_empty() || named.publisher.iter().any(|p| p.fits_lowered(&publisher)))
                && !named.not.iter().any(|p| p.fits_lowered(&name))
        };
        let all = self.names.get(name.first()?)?;
        let best = all.iter().filter(fits).max_by_key(|n| (n.name.weight(), std::cmp::Reverse(n.program)))?;
        Some(best.program)
    }

    /// The entries of a list that are programs of the catalog, in order and each once: what a list of machines is decided from.
    pub fn recognised(&self, all: &[Software]) -> Vec<Software> {
        let mut known: Vec<Software> = all.iter().filter(|s| self.position(s).is_some()).cloned().collect();
        known.sort();
        known.dedup();
        known.truncate(MOST_KEPT);
        known
    }
}
