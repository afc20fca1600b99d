//! The detection rules of this release: each compiles, hits what it must, misses what it must, and names techniques
//! that exist.
//!
//! What people read beside them is held by the catalog's own tests.

use std::collections::BTreeSet;

use holdfast_catalog::{load_embedded, rule_files};
use holdfast_hunt::rule_check::{Promise, check};
use holdfast_sigma::{About, Level, LogSources, Placeholders, Program, RuleFile, RuleSet, Settings, Status};

fn shipped() -> RuleSet {
    let files = rule_files().iter().map(|(name, text)| RuleFile { name, bytes: text.as_bytes() });
    RuleSet::read(files, Settings { sources: LogSources::default(), placeholders: Placeholders::default() })
}

/// What is said about each rule and correlation, those that only serve a correlation included.
fn abouts(set: &RuleSet) -> impl Iterator<Item = &About> {
    set.rules.iter().map(|r| &r.about).chain(set.correlations.iter().map(|c| &c.about))
}

#[test]
fn every_rule_compiles_and_none_waits() {
    let set = shipped();
    assert!(set.rejected.is_empty(), "{:#?}", set.rejected);
    let waiting: Vec<String> = set.waiting().map(|(rule, why)| format!("{}: {why}", rule.place)).collect();
    assert!(waiting.is_empty(), "{waiting:#?}");
}

#[test]
fn every_rule_hits_what_it_must_and_misses_the_harmless_like_of_it() {
    let catalog = load_embedded().expect("the catalog of this release");
    let program = Program::compile(shipped());
    let mut n_promises = 0;
    let mut faults = Vec::new();
    for rule in &catalog.detection.rules {
        for sample in &rule.samples {
            let place = format!("catalog/rules/{}.toml:{}", rule.stem, sample.line);
            let promise = Promise {
                place: &place,
                rule: rule.rule.as_str(),
                hits: sample.hits,
                events: &sample.events,
            };
            faults.extend(check(&program, &[promise]).iter().map(ToString::to_string));
            n_promises += 1;
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(catalog.detection.rules.len() >= 60 && n_promises >= 2 * catalog.detection.rules.len());
}

#[test]
fn every_tag_is_a_tactic_or_technique_of_attack_and_they_belong_together() {
    let (catalog, set) = (load_embedded().expect("the catalog of this release"), shipped());
    let tactics: BTreeSet<&str> = catalog.detection.tactics.iter().map(|t| t.tactic.as_str()).collect();
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for about in abouts(&set) {
        let named: BTreeSet<&str> = about.tags.iter().filter_map(|tag| tag.strip_prefix("attack.")).collect();
        let named_tactics: BTreeSet<&str> = named.intersection(&tactics).copied().collect();
        let techniques: Vec<String> = about.techniques().collect();
        if techniques.is_empty() || named_tactics.len() + techniques.len() != about.tags.len() {
            faults.push(format!("{}: a tag is neither tactic nor technique: {:?}", about.title, about.tags));
        }
        let mut served = BTreeSet::new();
        for id in &techniques {
            match catalog.detection.technique(id) {
                None => faults.push(format!("{}: {id} is not in catalog/rules/attack.toml", about.title)),
                Some(technique) => served.extend(technique.tactics.iter().map(|t| t.as_str())),
            }
            used.insert(id.clone());
        }
        let strangers: Vec<&&str> = named_tactics.difference(&served).collect();
        if named_tactics.is_empty() || !strangers.is_empty() {
            faults.push(format!("{}: no technique of it serves {strangers:?}", about.title));
        }
    }
    let listed: BTreeSet<String> =
        catalog.detection.techniques.iter().map(|t| t.id.as_str().to_owned()).collect();
    faults.extend(listed.difference(&used).map(|id| format!("{id} is listed and no rule names it")));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_rule_says_who_what_how_bad_and_when_it_may_be_nothing() {
    let set = shipped();
    let bare: Vec<&str> = abouts(&set)
        .filter(|a| {
            let says = a.author.as_deref() == Some("Holdfast")
                && a.license.as_deref() == Some("MIT OR Apache-2.0")
                && a.description.is_some()
                && a.date.is_some()
                && a.level.is_some()
                && a.status.is_some_and(|s| s <= Status::Experimental);
            let serves_only = a.id.is_none() || a.level == Some(Level::Informational);
            !says || (!serves_only && (a.falsepositives.is_empty() || a.references.is_empty()))
        })
        .map(|a| a.title.as_str())
        .collect();
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn the_page_about_the_rules_has_each_with_its_level() {
    const PAGE: &str = include_str!("../../../docs/detection-rules.md");
    let (catalog, set) = (load_embedded().expect("the catalog of this release"), shipped());
    let mut wrong = Vec::new();
    for rule in &catalog.detection.rules {
        let about = abouts(&set).find(|a| a.id.as_deref() == Some(rule.rule.as_str())).expect("its rule");
        let level = about.level.map_or("", Level::as_str);
        let row = PAGE.lines().find(|line| line.starts_with(&format!("| `{}` |", rule.stem)));
        if !row.is_some_and(|row| row.contains(&about.title) && row.ends_with(&format!("| {level} |"))) {
            wrong.push(format!("{}: {row:?}, not `{}`, {level}", rule.stem, about.title));
        }
    }
    let n_rows = PAGE.lines().filter(|line| line.starts_with("| `")).count();
    assert!(wrong.is_empty() && n_rows == catalog.detection.rules.len(), "{n_rows} rows; {wrong:#?}");
}
