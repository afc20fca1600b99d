//! Folded hits to findings.

use holdfast_wire::hunt::Finding;

use crate::card::timestamp;
use crate::engine::Engine;
use crate::fold::{Digest, Folded};

/// What was folded, each with the digest of what it is about.
pub(crate) fn findings(engine: &Engine, folded: Folded) -> Vec<(Digest, Finding)> {
    let mut found = Vec::new();
    for ((rule, _), stories) in folded.all {
        let Some(id) = engine.program().rule_id(rule as usize) else { continue };
        for (digest, story) in stories.into_each() {
            let finding = Finding {
                rule: (**engine.shape(id)).clone(),
                severity: engine.severity(id),
                host: story.example.host.to_string(),
                n_events: story.n,
                first_at: timestamp(story.first_us),
                last_at: timestamp(story.last_us),
                example: story.example.to_wire(),
                is_first_seen: None,
                from_rules: Vec::new(),
            };
            found.push((digest.unwrap_or(0), finding));
        }
    }
    found
}
