//! `frameworks/*.toml`: one list others keep a file, by ids and titles, with what its own publisher maps it to.
//!
//! Our own reading of which safeguard answers which entry stands with the safeguards.

use holdfast_core::catalog::{Catalog, Demand, Framework, FrameworkId, Requirement};

use crate::follow::{Names, Trail};
use crate::row::Row;
use crate::safeguard::mappings;

const DEMANDS: &[(&str, Demand)] = &[("required", Demand::Required), ("addressable", Demand::Addressable)];

/// Reads a file of one list.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.frameworks.extend(framework(file, trail));
    file.done();
}

fn framework(row: &Row<'_>, trail: &mut Trail) -> Option<Framework> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Framework, row, id);
    }
    let list = id.as_ref().map_or("", |id| id.value);
    let (name, publisher, provenance) = (row.string("name"), row.string("publisher"), row.provenance());
    let mut requirements = Vec::new();
    for mut child in row.rows("requirement", "requirement") {
        requirements.extend(requirement(&mut child, list, trail));
    }
    Some(Framework {
        id: FrameworkId::new(id?.value),
        name: name?,
        publisher: publisher?,
        requirements,
        provenance: provenance?,
    })
}

fn requirement(row: &mut Row<'_>, list: &str, trail: &mut Trail) -> Option<Requirement> {
    let id = row.text("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives_entry(row, list, id);
    }
    let title = row.maybe_string("title");
    let demand = if row.has("kind") { row.one_of("kind", DEMANDS) } else { None };
    let official = mappings(row, &["id", "title", "kind"], trail);
    Some(Requirement { id: id?.value.to_owned(), title, demand, official })
}
