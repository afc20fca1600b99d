//! What a hit means for a hospital and what to do first. A rule with words of its own has better ones; these are for any rule, by
//! the tactic it is filed under.
//!
//! Whoever shows a case hands in a function from rule to advice, so that where advice comes from is decided in one place.

use crate::model::DetectionRule;

/// What a hit means, and the first three things to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it means, in a sentence or two.
    pub means: String,
    /// Whom to call, and what to say.
    pub call: String,
    /// What to take off the network, and what not.
    pub unplug: String,
    /// What to keep as it is.
    pub keep: String,
}

/// Advice by tactic alone.
pub fn plain_advice(rule: &DetectionRule) -> Advice {
    let has = |tactic: &str| rule.tactics.iter().any(|t| tactic_key(t) == tactic);
    let keep = "Leave the computer switched on and change nothing on it. Do not run a clean-up program. Copy its event logs to another place.";
    let (means, call, unplug) = if has("impact") || has("exfiltration") {
        (
            "Data may be being locked, destroyed or carried off. If it is an attack, minutes count.",
            "Call your IT lead and the administrator on duty now, by phone and not by mail. Then your insurer's line for incidents, before anybody is hired.",
            "Pull the network cable of each computer named here, or switch off its Wi-Fi. If care depends on one, start its paper procedure first. Do not power it off.",
        )
    } else if has("credential-access") || has("lateral-movement") || has("privilege-escalation") {
        (
            "Somebody may hold a password or rights that are not theirs, and may be moving from computer to computer.",
            "Call your IT lead now. Ask the person whose account is named whether it was them, by phone.",
            "Take the computer off the network unless care depends on it. Block the account named here, and end its sessions.",
        )
    } else if has("defense-evasion") {
        (
            "Something that would show an attack was switched off or wiped. Whoever did it may not be done.",
            "Call your IT lead, and ask who worked on this computer at that hour.",
            "Take the computer off the network if nobody can say who did it. Switch its protection on again.",
        )
    } else {
        (
            "A program or a setting looks like what attackers use. Administrators use some of the same.",
            "Ask your IT lead or vendor whether it was theirs, by phone.",
            "If nobody knows of it, take the computer off the network, unless care depends on it.",
        )
    };
    Advice {
        means: means.to_owned(),
        call: call.to_owned(),
        unplug: unplug.to_owned(),
        keep: keep.to_owned(),
    }
}

/// A tactic as the rules of today and of yesterday write it.
pub(super) fn tactic_key(tactic: &str) -> String {
    tactic.trim().to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::incident::made_up::detection;

    #[test]
    fn every_tactic_has_advice_and_the_gravest_speaks() {
        let mut rule = detection("a", "LAB-01", 0).rule;
        for (tactics, says) in [
            (&["impact", "execution"][..], "minutes count"),
            (&["Lateral_Movement"], "moving from computer to computer"),
            (&["defense-evasion"], "switched off or wiped"),
            (&[], "Administrators use some of the same"),
        ] {
            rule.tactics = tactics.iter().map(|t| (*t).to_owned()).collect();
            let advice = plain_advice(&rule);
            assert!(advice.means.contains(says), "{tactics:?}: {}", advice.means);
            assert!(!advice.call.is_empty() && !advice.unplug.is_empty() && !advice.keep.is_empty());
        }
    }
}
