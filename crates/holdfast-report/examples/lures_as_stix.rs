//! Writes a made-up pool of lures as a STIX 2.1 bundle, for programs of others to read.
//!
//!   cargo run --package holdfast-report --example lures_as_stix -- lures.stix.json

use std::error::Error;

use holdfast_core::decide::suspicious_mail::{Pooled, Sighting};
use holdfast_core::model::MailReportId;
use holdfast_report::lure_bundle;
use jiff::Timestamp;

fn pooled(id: i64, at: &str, domain: &str, file: &str) -> Result<Pooled, jiff::Error> {
    let added_at: Timestamp = at.parse()?;
    let sighting = Sighting {
        sender_domain: Some("sender.example".to_owned()),
        link_domains: [domain.to_owned()].into(),
        subject_shape: "your pay stub _".to_owned(),
        files: [file.repeat(32)].into(),
        first_hour: added_at,
        last_hour: added_at,
    };
    Ok(Pooled { id: MailReportId(id), sighting, added_at })
}

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args_os().nth(1).ok_or("name the file to write")?;
    let pool = [
        pooled(1, "2026-03-02T11:00:00Z", "evil.example", "ab")?,
        pooled(2, "2026-03-02T12:00:00Z", "evil.example", "cd")?,
    ];
    std::fs::write(out, serde_json::to_vec_pretty(&lure_bundle("Holdfast", &pool))?)?;
    Ok(())
}
