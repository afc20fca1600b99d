//! What to do when a detection rule hits: advice by rule, by tactic, and the names of ATT&CK's techniques.
//!
//! The rules themselves are Sigma files, read and matched elsewhere; this knows them by id alone. Which advice a hit
//! gets is [`crate::decide::advice`].

use serde::{Deserialize, Serialize};

use super::{DetectionRuleId, Provenance, TacticId, TechniqueId};

/// Everything the catalog says about hits.
#[derive(Clone, Debug, Default)]
pub struct Detection {
    /// Advice on rules that ship with this release, in file order.
    pub rules: Vec<RuleAdvice>,
    /// Advice for hits of anybody's rules, the gravest tactic first.
    pub tactics: Vec<TacticAdvice>,
    /// Techniques that rules name, in file order.
    pub techniques: Vec<Technique>,
}

/// What a person does now. Each is two or three short sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatToDo {
    /// What happened, in plain words.
    pub means: String,
    /// Whom to call.
    pub call: String,
    /// What to unplug or stop, or why nothing yet.
    pub unplug: String,
    /// What to keep as evidence.
    pub keep: String,
}

/// Advice on the hits of one rule.
#[derive(Clone, Debug)]
pub struct RuleAdvice {
    /// The rule, by the id in its Sigma file.
    pub rule: DetectionRuleId,
    /// The name of its two files, without ending.
    pub stem: String,
    /// What to do.
    pub what_to_do: WhatToDo,
    /// The usual harmless reason, and how to tell.
    pub not_it: String,
    /// Events the rule must hit or must miss.
    pub samples: Vec<Sample>,
    /// Where the facts come from.
    pub provenance: Provenance,
}

/// Events that prove a rule: one for a rule about single events, several in order of time for a correlation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Whether the rule must hit.
    pub hits: bool,
    /// Each event as a flat JSON object.
    pub events: Vec<String>,
    /// The line of its file it begins on.
    pub line: usize,
}

/// Advice on hits of one tactic, for rules without advice of their own.
#[derive(Clone, Debug)]
pub struct TacticAdvice {
    /// The tactic, as ATT&CK's short names and the tags of rules have it.
    pub tactic: TacticId,
    /// What people call it.
    pub name: String,
    /// What to do.
    pub what_to_do: WhatToDo,
    /// Where the facts come from.
    pub provenance: Provenance,
}

/// A technique of ATT&CK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Technique {
    /// Its id, as `T1490` or `T1003.001`.
    pub id: TechniqueId,
    /// What ATT&CK calls it.
    pub name: String,
    /// The tactics it serves.
    pub tactics: Vec<TacticId>,
}

impl Detection {
    /// Advice on a rule, by the id in its Sigma file; letter case does not matter.
    pub fn advice_for_rule(&self, id: &str) -> Option<&RuleAdvice> {
        self.rules.iter().find(|r| r.rule.as_str().eq_ignore_ascii_case(id))
    }

    /// A technique by id; letter case does not matter.
    pub fn technique(&self, id: &str) -> Option<&Technique> {
        self.techniques.iter().find(|t| t.id.as_str().eq_ignore_ascii_case(id))
    }
}
