//! Rules ready to run, with what is said of each hit: the rule's name, its author, how soon somebody should look.

use std::sync::Arc;

use holdfast_sigma::{About, FieldId, Level, Program, RuleId, RuleSet, Status};
use holdfast_wire::hunt::{RuleShape, Severity};

use crate::rules::{Rules, digest_of};

/// Rules compiled together, and what is said of each.
#[derive(Debug)]
pub struct Engine {
    program: Program,
    digest: String,
    shapes: Vec<Arc<RuleShape>>,
    severities: Vec<Severity>,
    reported: Vec<bool>,
    correlated: Vec<bool>,
    correlated_fields: Vec<FieldId>,
    command_line: Option<FieldId>,
}

impl Engine {
    /// Compiles rules. Those that were refused stay listed in [`Engine::rules`].
    pub fn new(rules: Rules) -> Self {
        let Rules { set, files } = rules;
        let digest = digest_of(&files);
        // Their texts are needed no more, and compiling needs the room.
        drop(files);
        let program = Program::compile(set);
        let rules = &program.rules().rules;
        let shapes = rules.iter().map(|rule| Arc::new(shape(&rule.about))).collect();
        let severities = rules.iter().map(|rule| severity(&rule.about)).collect();
        Self {
            digest,
            shapes,
            severities,
            reported: program.reported(),
            correlated: program.correlated(),
            correlated_fields: program.correlated_fields(),
            command_line: program.fields().id("CommandLine"),
            program,
        }
    }

    /// The rules, with those that were refused.
    pub fn rules(&self) -> &RuleSet {
        self.program.rules()
    }

    /// The rules compiled.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Of all rules together, SHA-256 in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Rules that can match: neither refused nor waiting.
    pub fn n_rules(&self) -> usize {
        self.rules().rules.len() + self.rules().correlations.len() - self.rules().waiting().count()
    }

    /// What is said of a rule's hits.
    pub fn shape(&self, rule: RuleId) -> &Arc<RuleShape> {
        &self.shapes[rule.index()]
    }

    pub(crate) fn severity(&self, rule: RuleId) -> Severity {
        self.severities[rule.index()]
    }

    /// Whether a hit of the rule is news by itself.
    pub(crate) fn is_reported(&self, rule: RuleId) -> bool {
        self.reported[rule.index()]
    }

    /// Whether a correlation builds on the rule.
    pub(crate) fn is_correlated(&self, rule: RuleId) -> bool {
        self.correlated[rule.index()]
    }

    pub(crate) fn correlated_fields(&self) -> &[FieldId] {
        &self.correlated_fields
    }

    /// The field of the command line, when some rule asks for it.
    pub(crate) fn command_line(&self) -> Option<FieldId> {
        self.command_line
    }
}

/// What goes with a hit: its licence asks for the author.
pub(crate) fn shape(about: &About) -> RuleShape {
    let tactics = about.tags.iter().filter_map(|tag| {
        let name = tag.strip_prefix("attack.")?;
        let is_technique =
            name.starts_with(['t', 's', 'g']) && name[1..].starts_with(|c: char| c.is_ascii_digit());
        (!is_technique).then(|| name.replace('_', "-"))
    });
    RuleShape {
        id: about.id.clone(),
        title: about.title.clone(),
        author: about.author.clone(),
        level: about.level.map(|level| level.as_str().to_owned()),
        techniques: about.techniques().collect(),
        tactics: tactics.collect(),
    }
}

/// How soon somebody should look: the level the author gave, and one less while the author calls the rule experimental, for
/// nobody knows yet how often it is wrong. A rule without a level is medium.
pub(crate) fn severity(about: &About) -> Severity {
    let level = match about.level {
        Some(Level::Informational) => Severity::Info,
        Some(Level::Low) => Severity::Low,
        Some(Level::Medium) | None => Severity::Medium,
        Some(Level::High) => Severity::High,
        Some(Level::Critical) => Severity::Critical,
    };
    if about.status == Some(Status::Experimental) { lower(level) } else { level }
}

/// One step less.
pub(crate) fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_techniques_and_tactics() {
        let about = About {
            tags: [
                "attack.t1003.001",
                "attack.credential-access",
                "attack.defense_evasion",
                "attack.g0007",
                "attack.s0002",
                "cve.2024-1",
                "attack.stealth",
            ]
            .map(str::to_owned)
            .into(),
            ..About::default()
        };
        let shape = shape(&about);
        assert_eq!(shape.techniques, ["T1003.001"]);
        assert_eq!(shape.tactics, ["credential-access", "defense-evasion", "stealth"]);
    }

    #[test]
    fn an_experimental_rule_wakes_nobody() {
        let about = |level, status| About { level, status, ..About::default() };
        assert_eq!(severity(&about(Some(Level::Critical), Some(Status::Stable))), Severity::Critical);
        assert_eq!(severity(&about(Some(Level::Critical), Some(Status::Experimental))), Severity::High);
        assert_eq!(severity(&about(None, None)), Severity::Medium);
    }
}
