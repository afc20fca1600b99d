//! What to do about a hit: the rule's own advice, else that of its gravest tactic, else what always helps.
//!
//! It does not say whether the hit is an attack; a person decides that, and [`Advice::not_it`] helps.

use crate::catalog::{Detection, DetectionRuleId, TacticId, WhatToDo};

/// What to do, and why this is what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice<'a> {
    /// What happened.
    pub means: &'a str,
    /// Whom to call.
    pub call: &'a str,
    /// What to unplug, or why nothing yet.
    pub unplug: &'a str,
    /// What to keep.
    pub keep: &'a str,
    /// The usual harmless reason, where somebody wrote one for this rule.
    pub not_it: Option<&'a str>,
    /// What the advice rests on.
    pub because: Because<'a>,
}

/// What advice rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because<'a> {
    /// It was written for this rule.
    Rule(&'a DetectionRuleId),
    /// The rule has none; this is for the gravest of its tactics.
    Tactic(&'a TacticId, &'a str),
    /// Neither the rule nor any tactic of it is in the catalog.
    Unknown,
}

impl std::fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule(_) => f.write_str("written for this rule"),
            Self::Tactic(_, name) => {
                write!(f, "general advice on \u{201c}{name}\u{201d}; this rule has none of its own")
            }
            Self::Unknown => {
                f.write_str("advice for any hit; the catalog knows neither this rule nor its tactics")
            }
        }
    }
}

/// Advice on a hit of a rule with this id, if it has one, and these tactics.
///
/// `tactics` are ATT&CK's short names, with or without `attack.` before them; others are passed over. Letter case, and `_`
/// or a blank for `-`, do not matter. There is always an answer.
pub fn advice<'a>(known: &'a Detection, rule_id: Option<&str>, tactics: &[String]) -> Advice<'a> {
    if let Some(rule) = rule_id.and_then(|id| known.advice_for_rule(id)) {
        let not_it = Some(rule.not_it.as_str());
        return of(&rule.what_to_do, not_it, Because::Rule(&rule.rule));
    }
    let named: Vec<String> = tactics.iter().map(|t| short_name(t)).collect();
    // The catalog lists the gravest first.
    let gravest = known.tactics.iter().find(|t| named.iter().any(|n| n == t.tactic.as_str()));
    match gravest {
        Some(tactic) => of(&tactic.what_to_do, None, Because::Tactic(&tactic.tactic, &tactic.name)),
        None => ANY_HIT,
    }
}

fn of<'a>(what: &'a WhatToDo, not_it: Option<&'a str>, because: Because<'a>) -> Advice<'a> {
    Advice { means: &what.means, call: &what.call, unplug: &what.unplug, keep: &what.keep, not_it, because }
}

/// A tactic as ATT&CK's short names have it, from the ways rules write it.
pub(super) fn short_name(tag: &str) -> String {
    let tag = tag.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    tag.strip_prefix("attack.").map_or_else(|| tag.clone(), str::to_owned)
}

/// For a hit nothing is known of. Words and not a row, so that there is an answer even without a catalog file.
const ANY_HIT: Advice<'static> = Advice {
    means: "A rule found something that attackers do. We know no more about this rule than its own text says.",
    call: "Call the person who runs this computer and ask if they did it. If nobody did, call your incident response firm or your insurer's hotline.",
    unplug: "Unplug nothing yet. If files start to change names or will not open, pull the network cable. Leave the power on.",
    keep: "Keep the event logs of this computer. Write down the time, the user and what you saw.",
    not_it: None,
    because: Because::Unknown,
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::{Provenance, RuleAdvice, TacticAdvice};

    fn what(word: &str) -> WhatToDo {
        let say = |part: &str| format!("{part} {word}");
        WhatToDo { means: say("means"), call: say("call"), unplug: say("unplug"), keep: say("keep") }
    }

    fn known() -> Detection {
        let provenance = Provenance { source: "a page".to_owned(), verified_on: None };
        let tactic = |id: &str| TacticAdvice {
            tactic: TacticId::new(id),
            name: id.to_uppercase(),
            what_to_do: what(id),
            provenance: provenance.clone(),
        };
        let rule = RuleAdvice {
            rule: DetectionRuleId::new("0b5b2a10-0000-4000-8000-000000000001"),
            stem: "shadow".to_owned(),
            what_to_do: what("shadow"),
            not_it: "a backup product".to_owned(),
            samples: Vec::new(),
            provenance: provenance.clone(),
        };
        Detection {
            rules: vec![rule],
            tactics: ["impact", "credential-access", "discovery"].map(tactic).into(),
            techniques: Vec::new(),
        }
    }

    #[track_caller]
    fn check(rule: Option<&str>, tactics: &[&str], expected: &str) {
        let known = known();
        let tactics: Vec<String> = tactics.iter().map(|t| (*t).to_owned()).collect();
        let advice = advice(&known, rule, &tactics);
        assert_eq!(format!("{}: {}", advice.because, advice.call.rsplit(' ').next().unwrap_or("")), expected);
    }

    #[test]
    fn the_rules_own_words_go_first() {
        let id = "0B5B2A10-0000-4000-8000-000000000001";
        check(Some(id), &["impact"], "written for this rule: shadow");
    }

    #[test]
    fn without_them_the_gravest_tactic_speaks_whatever_the_order() {
        let says = "general advice on \u{201c}IMPACT\u{201d}; this rule has none of its own: impact";
        check(Some("another"), &["discovery", "impact"], says);
        check(None, &["attack.impact", "t1490"], says);
        let says = "general advice on \u{201c}CREDENTIAL-ACCESS\u{201d}; this rule has none of its own: credential-access";
        check(None, &["Attack.Credential_Access", "discovery"], says);
    }

    #[test]
    fn without_a_known_tactic_there_is_still_an_answer() {
        check(None, &[], "advice for any hit; the catalog knows neither this rule nor its tactics: hotline.");
        check(
            None,
            &["t1490", "attack.unheard-of"],
            "advice for any hit; the catalog knows neither this rule nor its tactics: hotline.",
        );
    }

    proptest! {
        #[test]
        fn order_of_tactics_never_matters_and_no_part_is_empty(
            tactics in proptest::collection::vec("(attack\\.)?(impact|credential-access|discovery|x)", 0..5)
        ) {
            let known = known();
            let mut backward = tactics.clone();
            backward.reverse();
            let advice_forward = advice(&known, None, &tactics);
            prop_assert_eq!(&advice_forward, &advice(&known, None, &backward));
            for part in [advice_forward.means, advice_forward.call, advice_forward.unplug, advice_forward.keep] {
                prop_assert!(!part.is_empty());
            }
        }
    }
}
