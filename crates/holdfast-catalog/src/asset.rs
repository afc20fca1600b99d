//! `assets/*.toml`: one kind of system that holds patient data a file, with what threatens it and what keeps that off.
//!
//! No hospital's own systems are read here.

use holdfast_core::catalog::{AssetId, AssetKind, Care, Catalog, Harm, Holds, MeasureId, ScenarioId, Threat};

use crate::follow::{Names, Trail};
use crate::row::Row;

const HOLDS: &[(&str, Holds)] = &[("some", Holds::Some), ("many", Holds::Many), ("all", Holds::All)];

const CARE: &[(&str, Care)] = &[("goes_on", Care::GoesOn), ("slows", Care::Slows), ("stops", Care::Stops)];

const HARMS: &[(&str, Harm)] = &[
    ("confidentiality", Harm::Confidentiality),
    ("integrity", Harm::Integrity),
    ("availability", Harm::Availability),
];

/// Reads a file of one kind of system.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.assets.extend(asset(file, trail));
    file.done();
}

fn asset(row: &Row<'_>, trail: &mut Trail) -> Option<AssetKind> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Asset, row, id);
    }
    let (name, means, flows, add) =
        (row.string("name"), row.string("means"), row.string("flows"), row.string("add"));
    let (holds, care) = (row.one_of("holds", HOLDS), row.one_of("care", CARE));
    let provenance = row.provenance();
    let mut threats: Vec<Threat> = Vec::new();
    for mut child in row.rows("threat", "threat") {
        if let Some(threat) = threat(&mut child, trail) {
            if threats.iter().any(|t| t.scenario == threat.scenario) {
                child.fault_at("scenario", format!("{} stands here twice; join the two", child.what()));
            }
            threats.push(threat);
        }
        child.done();
    }
    if !row.has("threat") {
        row.lacks(
            "threat",
            format!("{} is threatened by nothing; add a threat under `[[threat]]`", row.what()),
        );
    }
    Some(AssetKind {
        id: AssetId::new(id?.value),
        name: name?,
        means: means?,
        flows: flows?,
        holds: holds?,
        care: care?,
        add: add?,
        threats,
        provenance: provenance?,
    })
}

fn threat(row: &mut Row<'_>, trail: &mut Trail) -> Option<Threat> {
    let scenario = row.id("scenario");
    if let Some(scenario) = &scenario {
        row.named(scenario.value);
        trail.refers(Names::Scenario, row, scenario);
    }
    let how = row.string("how");
    let mut harms = Vec::new();
    let words = row.texts("harms");
    for word in &words {
        match HARMS.iter().find(|(key, _)| *key == word.value) {
            Some((_, harm)) => harms.push(*harm),
            None => {
                let known: Vec<&str> = HARMS.iter().map(|(key, _)| *key).collect();
                let said = crate::row::shown(word.value);
                row.fault(word.at, format!("`{said}` is no harm; write one of {}", known.join(", ")));
            }
        }
    }
    let weak_without = row.texts("weak_without");
    for measure in &weak_without {
        trail.refers(Names::Measure, row, measure);
    }
    for (key, is_empty) in [("harms", words.is_empty()), ("weak_without", weak_without.is_empty())] {
        if is_empty {
            row.lacks(key, format!("{} lacks `{key}`; add a list of at least one", row.what()));
        }
    }
    Some(Threat {
        scenario: ScenarioId::new(scenario?.value),
        how: how?,
        harms,
        weak_without: weak_without.iter().map(|m| MeasureId::new(m.value)).collect(),
    })
}
