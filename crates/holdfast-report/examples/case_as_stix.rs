//! Writes a made-up security case as a STIX 2.1 bundle, for programs of others to read.
//!
//!   cargo run --package holdfast-report --example case_as_stix -- case.stix.json

use std::error::Error;

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::incident::describe;
use holdfast_core::model::{
    Ccn, Detection, DetectionExample, DetectionRule, Incident, IncidentEvent, IncidentId, IncidentMove,
    Severity,
};
use holdfast_report::stix_bundle;
use jiff::Timestamp;

fn detection(title: &str, host: &str, when: Timestamp) -> Detection {
    let fields = [
        ("User", "FIXTURE\\lee"),
        ("Image", "C:\\Windows\\System32\\vssadmin.exe"),
        ("CommandLine", "vssadmin delete shadows /all \"quiet\""),
    ];
    Detection {
        rule: DetectionRule {
            id: Some("c947b146-0abc-4c87-9c64-b17e9d7274a2".to_owned()),
            title: title.to_owned(),
            author: Some("Ann Author".to_owned()),
            level: Some("critical".to_owned()),
            techniques: vec!["T1490".to_owned(), "T1059.001".to_owned()],
            tactics: vec!["impact".to_owned()],
        },
        severity: Severity::Critical,
        host: host.to_owned(),
        n_events: 3,
        first_at: when,
        last_at: when,
        example: DetectionExample {
            at: when,
            channel: "Security".to_owned(),
            provider: "Microsoft-Windows-Security-Auditing".to_owned(),
            event_id: Some(4688),
            record_id: Some(7),
            file: "Security.evtx".to_owned(),
            fields: fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter().collect(),
        },
        is_first_seen: Some(true),
        from_rules: Vec::new(),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args_os().nth(1).ok_or("usage: case_as_stix FILE")?;
    let opened_at: Timestamp = "2026-03-02T12:00:00Z".parse()?;
    let moved = IncidentMove::Opened { n_findings: 2, after: None };
    let events = vec![IncidentEvent { moved, by: "Dana".to_owned(), at: opened_at }];
    let case = Incident { id: IncidentId(1), number: 1, opened_at, events };
    let found = [
        detection("Shadow copies deleted", "LAB-01.fixture.example", "2026-03-02T08:00:00.5Z".parse()?),
        detection("Backup catalog deleted", "PC-7.fixture.example", "2026-03-02T09:00:00Z".parse()?),
    ];
    let story =
        describe(&Catalog::default(), &case, &found, &[]).ok_or("a case with findings has a story")?;
    let bundle = stix_bundle("Fixture Memorial Hospital", Ccn::parse("991301")?, &case, &story, &found);
    std::fs::write(out, serde_json::to_vec_pretty(&bundle)?)?;
    Ok(())
}
