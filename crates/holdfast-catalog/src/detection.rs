//! `rules/*.toml`: what to do when a detection rule hits, with events that prove it; advice by tactic; names of techniques.
//!
//! The Sigma rule beside each file is read by another crate. Here it is a text that must be there and carry the same id.

use std::collections::BTreeMap;

use holdfast_core::catalog::{
    Catalog, DetectionRuleId, RuleAdvice, Sample, TacticAdvice, TacticId, Technique, TechniqueId, WhatToDo,
};

use crate::CatalogError;
use crate::follow::{Names, Trail};
use crate::row::{Row, Text, shown};

/// Files of the folder that are not about one rule.
const TACTICS: &str = "rules/tactics.toml";
const TECHNIQUES: &str = "rules/attack.toml";

/// Reads the file of advice by tactic.
pub(crate) fn read_tactics(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("tactic", "tactic") {
        catalog.detection.tactics.extend(tactic(&mut row, trail));
        row.done();
    }
    file.done();
}

/// Reads the file of techniques. The list is one thing with one source; its entries have none of their own.
pub(crate) fn read_techniques(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    let _ = (file.string("attack_version"), file.string("notice"), file.provenance());
    for mut row in file.rows("technique", "technique") {
        catalog.detection.techniques.extend(technique(&mut row, trail));
        row.done();
    }
    file.done();
}

/// Reads a file of advice on one rule.
pub(crate) fn read_rule(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.detection.rules.extend(rule(file, trail));
    file.done();
}

fn rule(file: &Row<'_>, trail: &mut Trail) -> Option<RuleAdvice> {
    let rule = file.text("rule").and_then(|text| uuid(file, text));
    if let Some(rule) = &rule {
        trail.gives(Names::Rule, file, rule);
    }
    let (what_to_do, not_it, provenance) = (what_to_do(file), file.string("not_it"), file.provenance());
    let mut samples = Vec::new();
    for row in file.rows("event", "event") {
        let (hits, json) = (row.bool("hits"), row.text("json"));
        samples.extend(json.and_then(|text| sample(&row, hits?, &[text])));
        row.done();
    }
    for row in file.rows("sequence", "sequence") {
        let (hits, events) = (row.bool("hits"), row.texts("events"));
        if events.is_empty() {
            row.lacks("events", format!("{} has no `events`; list them in order of time", row.what()));
        }
        samples.extend(hits.and_then(|hits| sample(&row, hits, &events)));
        row.done();
    }
    for (wanted, word) in [(true, "true"), (false, "false")] {
        if !samples.iter().any(|s| s.hits == wanted) {
            let message = format!("{} has no event with `hits = {word}`; add one", file.what());
            file.lacks(if file.has("event") { "event" } else { "sequence" }, message);
        }
    }
    Some(RuleAdvice {
        rule: DetectionRuleId::new(rule?.value),
        stem: stem(file.path())?.to_owned(),
        what_to_do: what_to_do?,
        not_it: not_it?,
        samples,
        provenance: provenance?,
    })
}

fn sample(row: &Row<'_>, hits: bool, events: &[Text<'_>]) -> Option<Sample> {
    let mut all_read = true;
    for text in events {
        let read: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text.value);
        if let Err(error) = read {
            row.fault(text.at, format!("the event is no JSON object: {error}"));
            all_read = false;
        }
    }
    let sample = Sample {
        hits,
        events: events.iter().map(|t| t.value.trim().to_owned()).collect(),
        line: row.error(row.at(), String::new()).line,
    };
    (all_read && !events.is_empty()).then_some(sample)
}

fn tactic(row: &mut Row<'_>, trail: &mut Trail) -> Option<TacticAdvice> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Tactic, row, id);
    }
    let (name, what_to_do, provenance) = (row.string("name"), what_to_do(row), row.provenance());
    Some(TacticAdvice {
        tactic: TacticId::new(id?.value),
        name: name?,
        what_to_do: what_to_do?,
        provenance: provenance?,
    })
}

fn technique(row: &mut Row<'_>, trail: &mut Trail) -> Option<Technique> {
    let (id, name, tactics) = (row.text("id"), row.string("name"), row.texts("tactics"));
    let id = id.filter(|id| {
        let is_id = is_technique(id.value);
        if !is_id {
            row.fault(id.at, format!("`{}` is no technique; write one like `T1003.001`", shown(id.value)));
        }
        is_id
    })?;
    row.named(id.value);
    trail.gives(Names::Technique, row, &id);
    if tactics.is_empty() {
        row.lacks("tactics", format!("{} serves no tactic; add `tactics = [\"impact\"]`", row.what()));
    }
    for tactic in &tactics {
        trail.refers(Names::Tactic, row, tactic);
    }
    Some(Technique {
        id: TechniqueId::new(id.value),
        name: name?,
        tactics: tactics.iter().map(|t| TacticId::new(t.value)).collect(),
    })
}

fn what_to_do(row: &Row<'_>) -> Option<WhatToDo> {
    let (means, call) = (row.string("means"), row.string("call"));
    let (unplug, keep) = (row.string("unplug"), row.string("keep"));
    Some(WhatToDo { means: means?, call: call?, unplug: unplug?, keep: keep? })
}

/// `T` and four digits, and for a part of one a point and three.
fn is_technique(text: &str) -> bool {
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = text.strip_prefix('T') else { return false };
    match number.split_once('.') {
        None => digits(number, 4),
        Some((whole, part)) => digits(whole, 4) && digits(part, 3),
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.split('-').count() == lengths.len()
        && text.split('-').zip(lengths).all(|(part, n)| part.len() == n && part.bytes().all(hex))
}

fn uuid<'r>(row: &Row<'r>, text: Text<'r>) -> Option<Text<'r>> {
    if is_uuid(text.value) {
        return Some(text);
    }
    let message = format!("`{}` is no UUID; copy the `id` of the rule beside this file", shown(text.value));
    row.fault(text.at, message);
    None
}

fn stem(path: &str) -> Option<&str> {
    path.strip_prefix("rules/")?.rsplit_once('.').map(|(stem, _)| stem)
}

/// Holds rules against the files beside them: none alone, and the same id in both.
///
/// `files` are all files of the catalog; `catalog` is what was read of them. A file that did not read is not held.
pub(crate) fn pairs(files: &[(&str, &str)], catalog: &Catalog) -> Vec<CatalogError> {
    let rules = |ending: &str| -> BTreeMap<&str, (&str, &str)> {
        let own = files.iter().filter(|(path, _)| path.starts_with("rules/") && path.ends_with(ending));
        own.filter_map(|(path, text)| Some((stem(path)?, (*path, *text)))).collect()
    };
    let (sigma, advice) = (rules(".yml"), rules(".toml"));
    let mut errors = Vec::new();
    let mut fail = |path: &str, line: usize, message: String| {
        errors.push(CatalogError { file: path.to_owned(), line, column: 1, message });
    };
    for (stem, (path, _)) in &advice {
        if ![TACTICS, TECHNIQUES].contains(path) && !sigma.contains_key(stem) {
            fail(path, 1, format!("the rule is missing; write it to `rules/{stem}.yml`"));
        }
    }
    for (stem, (path, text)) in &sigma {
        if !advice.contains_key(stem) {
            fail(path, 1, format!("the rule has no advice; write it to `rules/{stem}.toml`"));
            continue;
        }
        let Some((line, id)) = first_id(text) else {
            fail(path, 1, "the rule has no `id:` on a line of its own; add a UUID".to_owned());
            continue;
        };
        let of_advice = catalog.detection.rules.iter().find(|r| r.stem == **stem);
        if let Some(other) = of_advice.filter(|r| r.rule.as_str() != id) {
            let message = format!("`{}` is not the id in `rules/{stem}.toml`, `{}`", shown(id), other.rule);
            fail(path, line, message);
        }
    }
    errors
}

/// The first `id:` that stands at the beginning of a line: that of the file's first document.
fn first_id(text: &str) -> Option<(usize, &str)> {
    let (at, id) = text.lines().enumerate().find_map(|(n, line)| Some((n, line.strip_prefix("id:")?)))?;
    Some((at + 1, id.trim().trim_matches(['"', '\''])))
}
