//! `safeguards/*.toml`: one safeguard a file, with its measures and what other lists ask for the same.
//!
//! It checks each file; what a hospital has reached is decided in core.

use holdfast_core::catalog::{
    Catalog, EvidenceKindId, FrameworkId, Mapping, Measure, MeasureId, Provenance, Safeguard, SafeguardId,
    SafeguardSet,
};

use crate::follow::{Names, Trail};
use crate::row::Row;

const SETS: &[(&str, SafeguardSet)] = &[
    ("essential", SafeguardSet::Essential),
    ("enhanced", SafeguardSet::Enhanced),
    ("extra", SafeguardSet::Extra),
];

/// Reads a file of one safeguard.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.safeguards.extend(safeguard(file, trail));
    file.done();
}

fn safeguard(row: &Row<'_>, trail: &mut Trail) -> Option<Safeguard> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Safeguard, row, id);
    }
    let code = row.text("code");
    let set = row.one_of("set", SETS);
    if let (Some(code), Some(set)) = (&code, set)
        && !is_code(code.value, set)
    {
        let message = format!(
            "`{}` is no place on the {} list; write one like `{}3`",
            code.value,
            set.key(),
            letter(set)
        );
        row.fault(code.at, message);
    }
    let (name, title) = (row.string("name"), row.maybe_string("title"));
    let (means, why, provenance) = (row.string("means"), row.string("why"), row.provenance());
    let (maps_to, mapped_by) = maps_to(row, trail);
    let mut measures = Vec::new();
    for mut child in row.rows("measure", "measure") {
        measures.extend(measure(&mut child, trail));
        child.done();
    }
    if !row.has("measure") {
        row.lacks("measure", format!("{} has no measure; add one under `[[measure]]`", row.what()));
    }
    Some(Safeguard {
        id: SafeguardId::new(id?.value),
        code: code?.value.to_owned(),
        name: name?,
        title,
        set: set?,
        means: means?,
        why: why?,
        measures,
        maps_to,
        mapped_by: mapped_by?,
        provenance: provenance?,
    })
}

fn measure(row: &mut Row<'_>, trail: &mut Trail) -> Option<Measure> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Measure, row, id);
    }
    let (says, counts, gate) = (row.string("says"), row.maybe_string("counts"), row.maybe_string("gate"));
    let proven_by = row.texts("proven_by");
    if proven_by.is_empty() {
        row.lacks(
            "proven_by",
            format!("{} names nothing that can prove it; add `proven_by = [\"document\"]`", row.what()),
        );
    }
    for kind in &proven_by {
        trail.refers(Names::Evidence, row, kind);
    }
    let (fresh, weight) = (row.number("fresh_for_days", 1..=1_100), row.number("weight", 1..=5));
    Some(Measure {
        id: MeasureId::new(id?.value),
        says: says?,
        counts,
        proven_by: proven_by.iter().map(|k| EvidenceKindId::new(k.value)).collect(),
        fresh_for_days: fresh?,
        weight: weight?,
        gate,
    })
}

/// `[maps_to]`: a list of entries for each list others keep, by its id.
fn maps_to(row: &Row<'_>, trail: &mut Trail) -> (Vec<Mapping>, Option<Provenance>) {
    let Some(table) = row.must_row("maps_to", "the table") else { return (Vec::new(), None) };
    let provenance = table.provenance();
    (mappings(&table, &["source", "verified_on"], trail), provenance)
}

/// Every key of a table but `known`, as the id of a list with the entries it names.
pub(crate) fn mappings(row: &Row<'_>, known: &[&str], trail: &mut Trail) -> Vec<Mapping> {
    let mut mappings = Vec::new();
    for (framework, entries) in row.lists_beside(known) {
        trail.refers(Names::Framework, row, &framework);
        for entry in &entries {
            trail.refers_to_entry(row, framework.value, entry);
        }
        mappings.push(Mapping {
            framework: FrameworkId::new(framework.value),
            requirements: entries.iter().map(|e| e.value.to_owned()).collect(),
        });
    }
    mappings
}

fn letter(set: SafeguardSet) -> char {
    match set {
        SafeguardSet::Essential => 'E',
        SafeguardSet::Enhanced => 'N',
        SafeguardSet::Extra => 'X',
    }
}

fn is_code(code: &str, set: SafeguardSet) -> bool {
    let number = code.strip_prefix(letter(set)).and_then(|n| n.parse::<u8>().ok());
    number.is_some_and(|n| n > 0) && code.len() <= 3
}
