//! `evidence/*.toml`: the kinds of evidence that measures may name.
//!
//! No evidence of any hospital is read here.

use holdfast_core::catalog::{Catalog, EvidenceKind, EvidenceKindId, GatheredBy, Method};

use crate::follow::{Names, Trail};
use crate::row::Row;

// Interview is no kind: what a person says is an answer, and needs no file.
const METHODS: &[(&str, Method)] = &[("test", Method::Test), ("examine", Method::Examine)];

const GATHERERS: &[(&str, GatheredBy)] = &[
    ("agent", GatheredBy::Agent),
    ("directory", GatheredBy::Directory),
    ("tenant", GatheredBy::Tenant),
    ("logs", GatheredBy::Logs),
    ("outside", GatheredBy::Outside),
    ("scan", GatheredBy::Scan),
    ("training", GatheredBy::Training),
    ("upload", GatheredBy::Upload),
    ("assessor", GatheredBy::Assessor),
];

/// Reads a file of `[[evidence]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("evidence", "evidence") {
        catalog.evidence.extend(kind(&mut row, trail));
        row.done();
    }
    file.done();
}

fn kind(row: &mut Row<'_>, trail: &mut Trail) -> Option<EvidenceKind> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Evidence, row, id);
    }
    let (name, says) = (row.string("name"), row.string("says"));
    let (method, gathered_by) = (row.one_of("method", METHODS), row.one_of("gathered_by", GATHERERS));
    let provenance = row.provenance();
    Some(EvidenceKind {
        id: EvidenceKindId::new(id?.value),
        name: name?,
        method: method?,
        gathered_by: gathered_by?,
        says: says?,
        provenance: provenance?,
    })
}
