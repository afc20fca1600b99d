//! `contacts/*.toml`: who may have to be told of an attack, in the order to call them.

use holdfast_core::catalog::{Catalog, Contact, ContactId};

use crate::follow::{Names, Trail};
use crate::row::Row;

/// Reads a file of `[[contact]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("contact", "contact") {
        catalog.contacts.extend(contact(&mut row, trail));
        row.done();
    }
    file.done();
}

fn contact(row: &mut Row<'_>, trail: &mut Trail) -> Option<Contact> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Contact, row, id);
    }
    let (name, why) = (row.string("name"), row.string("why"));
    let provenance = row.provenance();
    Some(Contact { id: ContactId::new(id?.value), name: name?, why: why?, provenance: provenance? })
}
