//! `safeguards/*.toml`: the short names of safeguards, as offers refer to them.
//!
//! What proves a safeguard and how it is measured is not read here.

use holdfast_core::catalog::{Catalog, SafeguardId, SafeguardName, SafeguardSet};

use crate::follow::{Names, Trail};
use crate::row::Row;

const SETS: &[(&str, SafeguardSet)] = &[
    ("essential", SafeguardSet::Essential),
    ("enhanced", SafeguardSet::Enhanced),
    ("extra", SafeguardSet::Extra),
];

/// Reads a file of `[[safeguard]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("safeguard", "safeguard") {
        catalog.safeguards.extend(safeguard(&mut row, trail));
        row.done();
    }
    file.done();
}

fn safeguard(row: &mut Row<'_>, trail: &mut Trail) -> Option<SafeguardName> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Safeguard, row, id);
    }
    let (name, set, provenance) = (row.string("name"), row.one_of("set", SETS), row.provenance());
    Some(SafeguardName { id: SafeguardId::new(id?.value), name: name?, set: set?, provenance: provenance? })
}
