//! `services/*.toml`: one service of a hospital a file, with what it leans on; `dependencies.toml`, what can be leaned on; and `cash.toml`,
//! how long money lasts.
//!
//! What a hospital says of its own services is not read here.

use holdfast_core::catalog::{
    Cash, Catalog, Dependency, DependencyId, Need, Provenance, Service, ServiceEffect, ServiceId, ServiceKind,
};

use crate::follow::{Names, Trail};
use crate::row::Row;

const KINDS: &[(&str, ServiceKind)] =
    &[("clinical", ServiceKind::Clinical), ("billing", ServiceKind::Billing)];
const EFFECTS: &[(&str, ServiceEffect)] = &[("slows", ServiceEffect::Slows), ("stops", ServiceEffect::Stops)];
/// A year: longer than any service of a hospital bears being without something it leans on.
const MOST_HOURS: u32 = 8_784;
const MOST_DAYS: u32 = 1_000;

/// Reads a file of one service.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.services.services.extend(service(file, trail));
    file.done();
}

/// Reads the file of `[[dependency]]` rows.
pub(crate) fn read_dependencies(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("dependency", "dependency") {
        catalog.services.dependencies.extend(dependency(&mut row, trail));
        row.done();
    }
    file.done();
}

/// Reads how long money lasts.
pub(crate) fn read_cash(file: &Row<'_>, catalog: &mut Catalog, _trail: &mut Trail) {
    catalog.services.cash = cash(file);
    file.done();
}

fn cash(file: &Row<'_>) -> Option<Cash> {
    let (paid, held) =
        (file.estimate("days_still_paid", MOST_DAYS), file.estimate("days_on_hand", MOST_DAYS));
    let (paid_source, held_source) = (source(file, "still_paid"), source(file, "on_hand"));
    Some(Cash {
        days_still_paid: paid?,
        days_on_hand: held?,
        still_paid_source: paid_source?,
        on_hand_source: held_source?,
    })
}

fn source(file: &Row<'_>, key: &'static str) -> Option<Provenance> {
    let row = file.must_row(key, "source")?;
    let provenance = row.provenance();
    row.done();
    provenance
}

fn dependency(row: &mut Row<'_>, trail: &mut Trail) -> Option<Dependency> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Dependency, row, id);
    }
    let (name, means) = (row.string("name"), row.string("means"));
    let on = row.texts("depends_on");
    for other in &on {
        trail.refers(Names::Dependency, row, other);
    }
    let outside = if row.has("outside") { row.bool("outside") } else { Some(false) };
    let provenance = row.provenance();
    Some(Dependency {
        id: DependencyId::new(id?.value),
        name: name?,
        means: means?,
        depends_on: on.iter().map(|other| DependencyId::new(other.value)).collect(),
        outside: outside?,
        provenance: provenance?,
    })
}

fn service(row: &Row<'_>, trail: &mut Trail) -> Option<Service> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Service, row, id);
    }
    let (name, means, by_hand) = (row.string("name"), row.string("means"), row.string("by_hand"));
    let (kind, provenance) = (row.one_of("kind", KINDS), row.provenance());
    let mut needs: Vec<Need> = Vec::new();
    for mut child in row.rows("need", "need") {
        if let Some(need) = need(&mut child, trail) {
            if needs.iter().any(|other| other.on == need.on) {
                child.fault_at("on", format!("{} stands here twice; join the two", child.what()));
            }
            needs.push(need);
        }
        child.done();
    }
    if !row.has("need") {
        row.lacks("need", format!("{} leans on nothing; add a need under `[[need]]`", row.what()));
    }
    Some(Service {
        id: ServiceId::new(id?.value),
        name: name?,
        kind: kind?,
        means: means?,
        by_hand: by_hand?,
        needs,
        provenance: provenance?,
    })
}

fn need(row: &mut Row<'_>, trail: &mut Trail) -> Option<Need> {
    let on = row.id("on");
    if let Some(on) = &on {
        row.named(on.value);
        trail.refers(Names::Dependency, row, on);
    }
    let (effect, hours) = (row.one_of("effect", EFFECTS), row.estimate("hours", MOST_HOURS));
    let (why, provenance) = (row.string("why"), row.provenance());
    Some(Need {
        on: DependencyId::new(on?.value),
        effect: effect?,
        hours: hours?,
        why: why?,
        provenance: provenance?,
    })
}
