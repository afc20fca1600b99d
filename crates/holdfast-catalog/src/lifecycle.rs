//! `lifecycle/*.toml`: the days products stop getting security updates.
//!
//! It checks each row; which hospital a day concerns is decided in core.

use holdfast_core::catalog::{Catalog, LifecycleDate, LifecycleId};

use crate::follow::{Names, Trail};
use crate::offer::{counted, per_unit};
use crate::row::Row;

/// Reads a file of `[[lifecycle]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("lifecycle", "lifecycle") {
        catalog.lifecycle.extend(lifecycle(&mut row, trail));
        row.done();
    }
    file.done();
}

fn lifecycle(row: &mut Row<'_>, trail: &mut Trail) -> Option<LifecycleDate> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Lifecycle, row, id);
    }
    let (product, ends_on) = (row.string("product"), row.date("ends_on"));
    let (what_ends, then, action) = (row.string("what_ends"), row.string("then"), row.string("action"));
    let affects = row.text("affects").and_then(|text| counted(row, &text));
    let touches_all = row.bool("touches_all");
    let price = row.row("price", "price").map(|r| per_unit(&r));
    let provenance = row.provenance();
    Some(LifecycleDate {
        id: LifecycleId::new(id?.value),
        product: product?,
        ends_on: ends_on?,
        what_ends: what_ends?,
        then: then?,
        action: action?,
        affects: affects?,
        touches_all: touches_all?,
        price: price.flatten(),
        provenance: provenance?,
    })
}
