//! Open gates across hospitals: at how many of those an assessor signed for, by gate and by state, never at which.
//!
//! These are findings, so the office sees them as partners would: a group of fewer than the minimum is hidden, and so is one of
//! nearly all, for then each of them is known to have it open. Only postures that an assessor signed count, as of their signing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::totals::{Group, Line, Shown, is_small};
use crate::catalog::MeasureId;
use crate::model::StateCode;

/// What the newest signed posture of one hospital says. Whose it is does not come along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedGates {
    /// The state it stands in; `None` when the directory does not list it any more.
    pub state: Option<StateCode>,
    /// Measures of the gates that were open.
    pub open: BTreeSet<MeasureId>,
}

/// One state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StateGates {
    /// Which.
    pub state: StateCode,
    /// Hospitals an assessor signed for.
    pub signed: Shown,
    /// Of these, with a gate open.
    pub with_open: Shown,
}

/// Open gates of all hospitals together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenGates {
    /// Hospitals an assessor signed for.
    pub signed: Shown,
    /// Of these, with a gate open.
    pub with_open: Shown,
    /// Each gate asked about, with how many have it open.
    pub gates: Vec<(MeasureId, Shown)>,
    /// States with a hospital that was signed for, as far as they may be shown; by code.
    pub states: Vec<StateGates>,
}

/// Counts what is open. `gates`: the gates of the catalog, in its order.
pub fn open_gates(signed: &[SignedGates], gates: &[MeasureId], min_group: u32) -> OpenGates {
    let n_signed = n(signed.len());
    let has_open = |one: &&SignedGates| gates.iter().any(|gate| one.open.contains(gate));
    let n_open = n(signed.iter().filter(has_open).count());
    let whole = !is_small(n_signed, min_group) && n_signed > 0;
    let cell = |k: u32| Shown::unless(!whole || tells(k, n_signed, min_group), k);
    let gates_open = gates
        .iter()
        .map(|gate| (gate.clone(), cell(n(signed.iter().filter(|one| one.open.contains(gate)).count()))));
    OpenGates {
        signed: Shown::unless(is_small(n_signed, min_group), n_signed),
        with_open: cell(n_open),
        gates: gates_open.collect(),
        states: by_state(signed, has_open, min_group),
    }
}

/// Whether so many of so many tell of a small group: of those who have it, or of those who do not. All of them tells of each.
fn tells(k: u32, of: u32, min_group: u32) -> bool {
    is_small(k, min_group) || (k > 0 && of.saturating_sub(k) < min_group)
}

fn by_state(
    signed: &[SignedGates],
    has_open: impl Fn(&&SignedGates) -> bool,
    min_group: u32,
) -> Vec<StateGates> {
    let mut counts: BTreeMap<Option<StateCode>, (u32, u32)> = BTreeMap::new();
    for one in signed {
        let (all, open) = counts.entry(one.state).or_default();
        *all += 1;
        *open += u32::from(has_open(&one));
    }
    let total = n(signed.len());
    let groups = counts.iter().map(|(state, (all, _))| Group {
        n: *all,
        most: total,
        of: None,
        unpublished: state.is_none(),
    });
    let groups: Vec<Group> = groups.collect();
    let line = Line { groups: &groups, total, min_group, shows_zeros: false };
    let hidden = line.hide().unwrap_or_else(|| vec![true; groups.len()]);
    // Of a state that is shown; what the others have together is a group to protect as well.
    let open_groups = counts.values().zip(&hidden).map(|((all, open), hidden)| Group {
        n: *open,
        most: *all,
        of: Some(*all),
        unpublished: *hidden || tells(*open, *all, min_group),
    });
    let open_groups: Vec<Group> = open_groups.collect();
    let total_open = open_groups.iter().map(|g| g.n).sum();
    let line = Line { groups: &open_groups, total: total_open, min_group, shows_zeros: true };
    let open_hidden = line.hide().unwrap_or_else(|| vec![true; open_groups.len()]);
    let shown = counts.iter().zip(hidden.iter().zip(open_hidden));
    shown
        .filter_map(|((state, (all, open)), (hidden, open_hidden))| {
            Some(StateGates {
                state: (*state)?,
                signed: Shown::unless(*hidden, *all),
                with_open: Shown::unless(*hidden || open_hidden, *open),
            })
        })
        .collect()
}

fn n(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gate(name: &str) -> MeasureId {
        MeasureId::new(name)
    }

    /// "MT 12/3": so many were signed for in the state, so many have the first gate open.
    fn signed(text: &str) -> Vec<SignedGates> {
        let group = |group: &str| {
            let (state, counts) = group.split_once(' ').expect("a state");
            let (all, open) = counts.split_once('/').expect("two counts");
            let (all, open): (usize, usize) = (all.parse().expect("a count"), open.parse().expect("a count"));
            let one = |i| SignedGates {
                state: StateCode::parse(state).ok(),
                open: (i < open).then(|| gate("rdp")).into_iter().collect(),
            };
            (0..all).map(one).collect::<Vec<_>>()
        };
        text.split(", ").filter(|g| !g.is_empty()).flat_map(group).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let word = |s: Shown| s.count().map_or("-".to_owned(), |n| n.to_string());
        let said = open_gates(&signed(text), &[gate("rdp"), gate("mfa")], 5);
        let states =
            said.states.iter().map(|s| format!("{} {}/{}", s.state, word(s.signed), word(s.with_open)));
        let states: Vec<String> = states.collect();
        let gates: Vec<String> = said.gates.iter().map(|(g, n)| format!("{g} {}", word(*n))).collect();
        let all = format!(
            "{}/{}; {}; {}",
            word(said.signed),
            word(said.with_open),
            gates.join(", "),
            states.join(", ")
        );
        assert_eq!(all, expect);
    }

    #[test]
    fn few_hospitals_and_nearly_all_of_them_are_hidden() {
        check("", "0/-; rdp -, mfa -; ");
        check("MT 4/2", "-/-; rdp -, mfa -; MT -/-");
        check("MT 20/0", "20/0; rdp 0, mfa 0; MT 20/0");
        check("MT 20/3", "20/-; rdp -, mfa 0; MT 20/-");
        check("MT 20/9", "20/9; rdp 9, mfa 0; MT 20/9");
        check("MT 20/17", "20/-; rdp -, mfa 0; MT 20/-");
        check("MT 20/20", "20/-; rdp -, mfa 0; MT 20/-");
    }

    #[test]
    fn a_state_that_is_hidden_follows_from_no_other() {
        check("MT 20/9, WY 3/1", "23/10; rdp 10, mfa 0; MT -/-, WY -/-");
        check("MT 20/9, ND 15/7, WY 3/1", "38/17; rdp 17, mfa 0; MT 20/9, ND -/-, WY -/-");
    }

    proptest! {
        #[test]
        fn nothing_small_is_ever_shown(counts in prop::collection::vec((0_usize..30, 0_usize..30), 0..6)) {
            let states = ["MT", "WY", "ND", "SD", "NE", "ID"];
            let groups = counts.iter().zip(states).filter(|((all, _), _)| *all > 0);
            let text: Vec<String> = groups.map(|((all, open), s)| format!("{s} {all}/{}", open.min(all))).collect();
            let said = open_gates(&signed(&text.join(", ")), &[gate("rdp")], 5);
            let fine = |k: Shown, of: Shown| match (k.count(), of.count()) {
                (None, _) => true,
                (Some(k), of) => !is_small(k, 5) && of.is_some_and(|of| k == 0 || of - k >= 5),
            };
            prop_assert!(fine(said.with_open, said.signed));
            for s in &said.states {
                prop_assert!(!s.signed.count().is_some_and(|n| is_small(n, 5)));
                prop_assert!(fine(s.with_open, s.signed));
            }
            let shown: u32 = said.states.iter().filter_map(|s| s.with_open.count()).sum();
            if let Some(all) = said.with_open.count() {
                prop_assert!(!is_small(all - shown, 5), "what is left is a small group");
            }
        }
    }
}
