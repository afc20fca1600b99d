//! Findings in the Open Cybersecurity Schema Framework: one Detection Finding (class 2004) a line.
//!
//! Source: https://schema.ocsf.io/1.3.0/classes/detection_finding

use std::io::{self, Write};

use holdfast_wire::hunt::{Finding, Severity};
use serde_json::{Value, json};

use crate::hunt::Outcome;
use crate::show::{Knowledge, TACTICS};

const SCHEMA: &str = "1.3.0";

/// Writes a line for each finding. `engine` is the program and its version.
pub fn write(out: &mut dyn Write, engine: &str, found: &Outcome, knows: &dyn Knowledge) -> io::Result<()> {
    for (finding, digest) in found.findings.iter().zip(&found.digests) {
        serde_json::to_writer(&mut *out, &detection(engine, finding, *digest, knows))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn detection(engine: &str, finding: &Finding, digest: u128, knows: &dyn Knowledge) -> Value {
    let rule = &finding.rule;
    let tactic = |key: &String| {
        let name = TACTICS.iter().find(|(known, _)| known == key).map_or(key.as_str(), |(_, name)| name);
        json!({ "name": name })
    };
    let tactics: Vec<Value> = rule.tactics.iter().map(tactic).collect();
    // One that is not known is called by its id, since it must have a name.
    let technique = |id: &str| json!({ "uid": id, "name": knows.technique(id).unwrap_or(id) });
    let attacks: Vec<Value> = rule
        .techniques
        .iter()
        .map(|id| match id.split_once('.') {
            Some((above, _)) => {
                json!({ "technique": technique(above), "sub_technique": technique(id), "tactics": tactics })
            }
            None => json!({ "technique": technique(id), "tactics": tactics }),
        })
        .collect();
    let (severity_id, severity) = match finding.severity {
        Severity::Info => (1, "Informational"),
        Severity::Low => (2, "Low"),
        Severity::Medium => (3, "Medium"),
        Severity::High => (4, "High"),
        Severity::Critical => (5, "Critical"),
    };
    let (first, last) = (finding.first_at.as_millisecond(), finding.last_at.as_millisecond());
    json!({
        "activity_id": 1,
        "activity_name": "Create",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2004,
        "class_name": "Detection Finding",
        "type_uid": 200_401,
        "type_name": "Detection Finding: Create",
        "time": last,
        "start_time": first,
        "end_time": last,
        "count": finding.n_events,
        "severity_id": severity_id,
        "severity": severity,
        "status_id": 1,
        "status": "New",
        "message": format!("{} on {}", rule.title, finding.host),
        "metadata": {
            "version": SCHEMA,
            "product": { "name": "Holdfast", "vendor_name": "Holdfast", "version": engine.rsplit(' ').next() },
            "profiles": ["host"],
        },
        "finding_info": {
            "uid": format!("{digest:032x}"),
            "title": rule.title,
            "first_seen_time": first,
            "last_seen_time": last,
            "analytic": { "type_id": 1, "type": "Rule", "uid": rule.id, "name": rule.title, "desc": rule.author.as_ref().map(|a| format!("Author: {a}")) },
            "attacks": attacks,
        },
        "device": { "hostname": finding.host, "type_id": 0, "type": "Unknown" },
        "evidences": [{ "data": {
            "file": finding.example.file,
            "place": finding.example.place,
            "record_id": finding.example.record_id,
            "channel": finding.example.channel,
            "event_id": finding.example.event_id,
            "fields": finding.example.fields,
        } }],
        "unmapped": { "rule_level": rule.level, "first_seen": finding.is_first_seen },
    })
}
