//! A security case as a bundle of STIX 2.1: who it is about, which rules hit where and when, and what they are signs of.
//!
//! An indicator carries a rule's id, title and author, never its text, which is its author's. Ids hang on what they name, so the same
//! case gives the same bundle. Source: OASIS, STIX Version 2.1 (10 June 2021), sections 3, 4, 5 and 6.

mod lure;
mod object;

pub use lure::{Added, lure_bundle, lure_objects};

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::incident::CaseStory;
use holdfast_core::model::{Ccn, Detection, DetectionRule, Incident, Severity, short_name};
use serde_json::{Value, json};

use self::object::{Objects, id, line, scos, stamp, uuid_of};

/// Largest number of events an observation may name. Source: STIX 2.1, 4.14.
const MOST_OBSERVED: u64 = 999_999_999;

/// The bundle of one case as JSON.
pub fn stix_bundle(
    hospital: &str,
    ccn: Ccn,
    case: &Incident,
    story: &CaseStory,
    detections: &[Detection],
) -> Value {
    // When the case last changed: everything in the bundle is of that moment.
    let changed = case.events.iter().map(|e| e.at).fold(case.opened_at, jiff::Timestamp::max);
    let mut all =
        Objects::new(stamp(case.opened_at), stamp(changed), id("identity", &["hospital", ccn.as_str()]));
    let own = all.author.clone();
    all.add(
        "identity",
        &own,
        json!({ "name": line(hospital), "identity_class": "organization", "sectors": ["healthcare"] }),
    );
    for rule in rules(detections) {
        indicator(&mut all, ccn, rule, detections);
    }
    for detection in detections {
        sighting(&mut all, ccn, detection);
    }
    let refs: Vec<String> = all.ids().collect();
    let report = id("report", &[ccn.as_str(), &case.number.to_string()]);
    let state = match case.closed() {
        Some(_) => "Closed.",
        None => "Open.",
    };
    let says = format!("{} {state} Rules that hit are signs, and no proof.", story.happened.join(" "));
    all.add(
        "report",
        &report,
        json!({
            "name": line(&format!("Case {}: {}", case.number, story.title)),
            "description": says,
            "report_types": ["observed-data"],
            "published": stamp(case.opened_at),
            "confidence": confidence(story.severity),
            "object_refs": refs,
        }),
    );
    let bundle = uuid_of(&format!("bundle\n{ccn}\n{}\n{}", case.number, stamp(changed)));
    json!({ "type": "bundle", "id": format!("bundle--{bundle}"), "objects": all.into_values() })
}

/// Each rule once, in the order of their keys.
fn rules(detections: &[Detection]) -> Vec<&DetectionRule> {
    let mut by_key: BTreeMap<&str, &DetectionRule> = BTreeMap::new();
    for d in detections {
        by_key.entry(d.rule.key()).or_insert(&d.rule);
    }
    by_key.into_values().collect()
}

fn indicator_id(ccn: Ccn, rule: &DetectionRule) -> String {
    id("indicator", &[ccn.as_str(), rule.key()])
}

/// A rule, and the techniques it is a sign of.
fn indicator(all: &mut Objects, ccn: Ccn, rule: &DetectionRule, detections: &[Detection]) {
    let own = indicator_id(ccn, rule);
    let since = detections.iter().filter(|d| d.rule.key() == rule.key()).map(|d| d.first_at).min();
    let author = rule.author_in_words();
    let text = |t: &str| serde_json::to_string(&line(t)).unwrap_or_default();
    // Quoted as JSON strings, which YAML reads as they are.
    let mut pattern = format!("title: {}\n", text(&rule.title));
    if let Some(id) = &rule.id {
        pattern += &format!("id: {}\n", text(id));
    }
    pattern += &format!("author: {}\n", text(author));
    let mut refs =
        vec![json!({ "source_name": "sigma", "description": format!("Rule by {}", line(author)) })];
    if let Some(id) = &rule.id {
        refs[0]["external_id"] = json!(line(id));
    }
    all.add(
        "indicator",
        &own,
        json!({
            "name": line(&rule.title),
            "description": format!("A Sigma rule by {}. The pattern names it; its text is in the rule set it is from.", line(author)),
            "indicator_types": ["anomalous-activity"],
            "pattern": pattern,
            "pattern_type": "sigma",
            "valid_from": stamp(since.unwrap_or_default()),
            "external_references": refs,
        }),
    );
    let techniques: BTreeSet<String> = rule.techniques.iter().filter_map(|t| technique(t)).collect();
    for technique in techniques {
        let attack = id("attack-pattern", &[&technique]);
        let url = format!("https://attack.mitre.org/techniques/{}/", technique.replace('.', "/"));
        let reference = json!({ "source_name": "mitre-attack", "external_id": technique, "url": url });
        all.add("attack-pattern", &attack, json!({ "name": technique, "external_references": [reference] }));
        let link = id("relationship", &[&own, &attack]);
        all.add(
            "relationship",
            &link,
            json!({ "relationship_type": "indicates", "source_ref": own, "target_ref": attack }),
        );
    }
}

/// A technique's id, when it is one: `T1490` or `T1059.001`.
fn technique(text: &str) -> Option<String> {
    let id = text.trim().to_ascii_uppercase();
    let digits = id.strip_prefix('T')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "000"));
    let is = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    (is(whole, 4) && is(part, 3)).then_some(id)
}

/// What was seen of one finding, and that its rule was seen there.
fn sighting(all: &mut Objects, ccn: Ccn, d: &Detection) {
    let machine = id("identity", &["machine", ccn.as_str(), &short_name(&d.host)]);
    all.add("identity", &machine, json!({ "name": line(&d.host), "identity_class": "system" }));
    let digest = d.digest();
    let seen = id("observed-data", &[ccn.as_str(), &digest]);
    let count = d.n_events.clamp(1, MOST_OBSERVED);
    let refs: Vec<String> = scos(d).into_iter().map(|(id, value)| all.add_sco(&id, value)).collect();
    all.add(
        "observed-data",
        &seen,
        json!({
            "first_observed": stamp(d.first_at),
            "last_observed": stamp(d.last_at),
            "number_observed": count,
            "object_refs": refs,
        }),
    );
    let own = id("sighting", &[ccn.as_str(), &digest]);
    all.add(
        "sighting",
        &own,
        json!({
            "sighting_of_ref": indicator_id(ccn, &d.rule),
            "observed_data_refs": [seen],
            "where_sighted_refs": [machine],
            "first_seen": stamp(d.first_at),
            "last_seen": stamp(d.last_at),
            "count": count,
        }),
    );
}

/// How sure a rule of this severity makes us, of a hundred. Source: STIX 2.1, appendix A, low, medium and high.
fn confidence(severity: Severity) -> u32 {
    match severity {
        Severity::Info | Severity::Low => 15,
        Severity::Medium => 50,
        Severity::High | Severity::Critical => 85,
    }
}

#[cfg(test)]
mod tests;
