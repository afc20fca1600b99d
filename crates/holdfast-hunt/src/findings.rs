//! Folded hits to findings, and what tells one from another.

use holdfast_wire::hunt::Finding;
use sha2::{Digest as _, Sha256};

use crate::card::timestamp;
use crate::engine::Engine;
use crate::examine::first_half;
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

/// What a finding is, so that another hunt knows it again: its rule, its computer, and the values it is about.
pub(crate) fn whole_digest(digest: Digest, finding: &Finding) -> Digest {
    let mut hash = Sha256::new();
    let rule = finding.rule.id.as_deref().unwrap_or(&finding.rule.title);
    for part in [rule, &finding.host.to_lowercase()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(digest.to_be_bytes());
    first_half(&hash.finalize())
}
