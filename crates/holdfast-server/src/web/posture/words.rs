//! States, labels and outliers as words with a shape each. It decides nothing.

use holdfast_core::catalog::{Catalog, MeasureId, SafeguardId, SafeguardSet};
use holdfast_core::decide::posture::{Attainment, Change, GateState, Goal, GoalStatus, Label, State};
use holdfast_core::model::{Ccn, Coverage, Outlier};

/// A word with its icon and tone, for a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Word {
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) icon: &'static str,
    pub(in crate::web) says: String,
}

fn word(tone: &'static str, icon: &'static str, says: impl Into<String>) -> Word {
    Word { tone, icon, says: says.into() }
}

/// A measure's state.
pub(in crate::web) fn state(state: State) -> Word {
    match state {
        State::Verified => word("done", "yes", "Met, and proven"),
        State::Attested => word("doing", "yes", "Met, by someone's word"),
        State::Partly { coverage, is_proven: true } => word("wait", "half", format!("Partly: {coverage}")),
        State::Partly { coverage, is_proven: false } => {
            word("wait", "half", format!("Partly, by someone's word: {coverage}"))
        }
        State::NotMet { is_proven: true } => word("late", "no", "Not met"),
        State::NotMet { is_proven: false } => word("late", "no", "Not met, by someone's word"),
        State::Contradicted { is_overdue: false, .. } => word("late", "stop", "Contradicted"),
        State::Contradicted { is_overdue: true, .. } => word("late", "stop", "Contradicted for too long"),
        State::Stale => word("unknown", "clock", "Too old to count"),
        State::Unknown => word("unknown", "ask", "Not known"),
    }
}

/// What a goal has come to.
pub(in crate::web) fn goal(status: GoalStatus) -> Word {
    match status {
        GoalStatus::Met => word("done", "yes", "Met"),
        GoalStatus::Partly => word("wait", "half", "Partly met"),
        GoalStatus::NotMet => word("late", "no", "Not met"),
        GoalStatus::Unknown => word("unknown", "ask", "Not known"),
        GoalStatus::LeftOut => word("cannot", "dash", "Left out by exceptions"),
    }
}

/// The label over all.
pub(in crate::web) fn label(label: Label) -> Word {
    match label {
        Label::Exposed => word("late", "stop", "Exposed"),
        Label::Unproven => word("unknown", "ask", "Unproven"),
        Label::Guarded => word("done", "yes", "Guarded"),
    }
}

/// What the label means, and what holds it.
pub(in crate::web) fn label_means(label: Label, n_gates: [usize; 3]) -> String {
    let [open, unproven, shut] = n_gates;
    let all = open + unproven + shut;
    match label {
        Label::Exposed => format!(
            "{open} of {all} gates {} open. One open gate is enough to lose the hospital, so it holds the label whatever the numbers below say.",
            if open == 1 { "is" } else { "are" }
        ),
        Label::Unproven => format!(
            "No gate is known to be open. {unproven} of {all} {} not proven shut: nobody knows, or only a person vouches.",
            if unproven == 1 { "is" } else { "are" }
        ),
        Label::Guarded => format!("Fresh evidence proves all {all} gates shut."),
    }
}

/// How a gate stands.
pub(in crate::web) fn gate(state: GateState) -> Word {
    match state {
        GateState::Open => word("late", "stop", "Open"),
        GateState::Unproven => word("unknown", "ask", "Not proven shut"),
        GateState::Shut => word("done", "yes", "Proven shut"),
    }
}

/// The name of a list of safeguards.
pub(in crate::web) fn set(set: SafeguardSet) -> &'static str {
    match set {
        SafeguardSet::Essential => "Essential goals",
        SafeguardSet::Enhanced => "Enhanced goals",
        SafeguardSet::Extra => "Extras",
    }
}

/// How much of what is met is proven, in words.
pub(in crate::web) fn proven(assurance: Option<Coverage>) -> (String, String) {
    match assurance {
        Some(c) => (c.to_string(), "measures of the goals you met are proven by fresh evidence".to_owned()),
        None => ("None yet".to_owned(), "with no goal met there is nothing to prove".to_owned()),
    }
}

/// The measures met of a goal, in words.
pub(in crate::web) fn measures_met(goal: &Goal) -> String {
    match goal.measures {
        Some(c) => format!("{c} measures met"),
        None => "no measure counts".to_owned(),
    }
}

/// "7 of 20".
pub(in crate::web) fn goals_met(a: Attainment) -> String {
    format!("{} of {}", a.met(), a.of_goals())
}

/// Named outliers to show, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::web) struct Named {
    pub(in crate::web) names: Vec<(String, bool)>,
    pub(in crate::web) n_more: usize,
    pub(in crate::web) n_all: usize,
}

impl Named {
    /// The first `most` of them. They come with those of more rights first.
    pub(in crate::web) fn of(outliers: &[Outlier], most: usize) -> Self {
        let names = outliers.iter().take(most).map(|o| (o.name.clone(), o.is_privileged)).collect();
        Self { names, n_more: outliers.len().saturating_sub(most), n_all: outliers.len() }
    }
}

/// The page of one measure.
pub(in crate::web) fn measure_page(ccn: Ccn, measure: &MeasureId) -> String {
    format!("/hospital/{ccn}/measures/{measure}")
}

/// The page of one safeguard.
pub(in crate::web) fn safeguard_page(ccn: Ccn, safeguard: &SafeguardId) -> String {
    format!("/hospital/{ccn}/posture/{safeguard}")
}

/// What a measure says when met; its id when the catalog no longer has it.
pub(in crate::web) fn measure_says(catalog: &Catalog, id: &MeasureId) -> String {
    let found = catalog.measures().find(|(_, m)| m.id == *id);
    found.map_or_else(|| id.to_string(), |(_, m)| m.says.clone())
}

/// One change, as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct ChangeLine {
    pub(in crate::web) says: String,
    pub(in crate::web) href: String,
    pub(in crate::web) before: Option<Word>,
    pub(in crate::web) after: Option<Word>,
    pub(in crate::web) because: String,
    /// Whether it got better, worse, or neither can be said.
    pub(in crate::web) way: &'static str,
}

impl ChangeLine {
    pub(in crate::web) fn new(catalog: &Catalog, ccn: Ccn, change: &Change) -> Self {
        Self {
            says: measure_says(catalog, &change.measure),
            href: measure_page(ccn, &change.measure),
            before: change.before.map(state),
            after: change.after.map(state),
            because: change.because.clone(),
            way: match (change.before.map(rank), change.after.map(rank)) {
                (Some(before), Some(after)) if after > before => "Better",
                (Some(before), Some(after)) if after < before => "Worse",
                _ => "Changed",
            },
        }
    }
}

/// What counts more, roughly: for the one word beside a change, and nothing else.
fn rank(state: State) -> u8 {
    match state {
        State::Verified => 4,
        State::Attested => 3,
        State::Partly { .. } => 2,
        State::Contradicted { .. } | State::NotMet { .. } => 1,
        State::Stale | State::Unknown => 0,
    }
}
