//! `hardware/*.toml`: which processors Windows 11 takes, and what machines cost. The first processor that fits decides, so the order of
//! rows is kept.

use holdfast_core::catalog::{Catalog, Processor, Replacement};
use holdfast_core::model::{Usd, UsdRange};

use crate::follow::{Names, Trail};
use crate::row::Row;

/// Most that one machine costs, in dollars.
const MOST_USD: u64 = 1_000_000;

/// Reads a file of `[[processor]]` and `[[replacement]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for row in file.rows("processor", "processor") {
        catalog.processors.extend(processor(&row));
        row.done();
    }
    for mut row in file.rows("replacement", "replacement") {
        catalog.replacements.extend(replacement(&mut row, trail));
        row.done();
    }
    file.done();
}

fn processor(row: &Row<'_>) -> Option<Processor> {
    let named: Vec<String> = row.texts("named").into_iter().map(|t| t.value.to_owned()).collect();
    let (is_taken, says) = (row.bool("is_taken"), row.string("says"));
    let provenance = row.provenance();
    Some(Processor { named, is_taken: is_taken?, says: says?, provenance: provenance? })
}

fn replacement(row: &mut Row<'_>, trail: &mut Trail) -> Option<Replacement> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Replacement, row, id);
    }
    let (name, says) = (row.string("name"), row.string("says"));
    let (low, high) = (row.number("low_usd", 1..=MOST_USD), row.number("high_usd", 1..=MOST_USD));
    let provenance = row.provenance();
    let usd = UsdRange { low: Usd(low?), high: Usd(high?) };
    if usd.low > usd.high {
        row.lacks("high_usd", "`high_usd` is less than `low_usd`");
        return None;
    }
    Some(Replacement { id: id?.value.to_owned(), name: name?, usd, says: says?, provenance: provenance? })
}
