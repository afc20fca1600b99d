//! What the catalog knows of hits: advice on rules and tactics, and the names of techniques.

use holdfast_core::catalog::Detection;
use holdfast_core::decide::advice::advice;
use holdfast_hunt::show::{Advice, Knowledge};
use holdfast_wire::hunt::RuleShape;

use super::facts_file;
use super::settings::Settings;
use crate::exit::{self, Failure};

/// A catalog, asked about hits.
pub(crate) struct FromCatalog(Detection);

impl FromCatalog {
    /// The catalog of the settings, as far as it is about hits.
    pub(crate) fn of(settings: &Settings) -> Result<Self, Failure> {
        if settings.catalog.is_some() {
            return Ok(Self(facts_file::catalog(settings)?.detection));
        }
        let read = holdfast_catalog::load_embedded_detection();
        read.map(Self).map_err(|e| Failure::new(exit::CATALOG, e))
    }
}

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
        self.0.technique(id).map(|technique| technique.name.as_str())
    }

    fn serves(&self, technique: &str, tactic: &str) -> Option<bool> {
        let known = self.0.technique(technique)?;
        Some(known.tactics.iter().any(|id| id.as_str() == tactic))
    }
}
