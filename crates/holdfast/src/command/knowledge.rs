//! What the catalog knows of hits: advice on rules and tactics, and the names of techniques.

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::advice::advice;
use holdfast_hunt::show::{Advice, Knowledge};
use holdfast_wire::hunt::RuleShape;

/// A catalog, asked about hits.
pub(crate) struct FromCatalog(pub(crate) Catalog);

impl Knowledge for FromCatalog {
    fn advice(&self, rule: &RuleShape) -> Option<Advice> {
        let found = advice(&self.0, rule.id.as_deref(), &rule.tactics);
        Some(Advice {
            means: found.means.to_owned(),
            call: found.call.to_owned(),
            unplug: found.unplug.to_owned(),
            keep: found.keep.to_owned(),
            not_it: found.not_it.unwrap_or_default().to_owned(),
        })
    }

    fn technique(&self, id: &str) -> Option<&str> {
        self.0.detection.technique(id).map(|technique| technique.name.as_str())
    }

    fn serves(&self, technique: &str, tactic: &str) -> Option<bool> {
        let known = self.0.detection.technique(technique)?;
        Some(known.tactics.iter().any(|id| id.as_str() == tactic))
    }
}
