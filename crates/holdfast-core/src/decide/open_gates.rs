//! Open gates across hospitals: at how many of those an assessor signed for, by gate, never at which, and never where.
//!
//! These are findings, so the office sees them as partners would: a group of fewer than the minimum is hidden, and so is one of
//! nearly all, for then each of them is known to have it open. Only postures that an assessor signed count, as of their signing. How
//! many were signed for is not said here: the totals say how many are assessed, or hide it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::totals::{Shown, is_small};
use crate::catalog::MeasureId;

/// Open gates of all hospitals together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenGates {
    /// Whether an assessor signed for any hospital that is counted.
    pub is_any_signed: bool,
    /// Hospitals with a gate open.
    pub with_open: Shown,
    /// Each gate asked about, with how many have it open.
    pub gates: Vec<(MeasureId, Shown)>,
}

/// Counts what is open. `signed`: of each hospital, without its name, the measures of the gates that were open when an assessor signed
/// last. `gates`: the gates of the catalog, in its order.
pub fn open_gates(signed: &[BTreeSet<MeasureId>], gates: &[MeasureId], min_group: u32) -> OpenGates {
    let n_signed = n(signed.len());
    let cell = |k: u32| Shown::unless(n_signed < min_group || tells(k, n_signed, min_group), k);
    let n_open = n(signed.iter().filter(|open| gates.iter().any(|gate| open.contains(gate))).count());
    let of_gate = |gate: &MeasureId| n(signed.iter().filter(|open| open.contains(gate)).count());
    let gates: Vec<(MeasureId, Shown)> =
        gates.iter().map(|gate| (gate.clone(), cell(of_gate(gate)))).collect();
    // All with a gate open less those with this one: a group to protect as well.
    let is_told =
        |(_, k): &(MeasureId, Shown)| k.count().is_some_and(|k| is_small(n_open.abs_diff(k), min_group));
    let with_open = if gates.iter().any(is_told) { Shown::Hidden } else { cell(n_open) };
    OpenGates { is_any_signed: n_signed > 0, with_open, gates }
}

/// Whether so many of so many tell of a small group: of those who have it, or of those who do not. All of them tells of each.
fn tells(k: u32, of: u32, min_group: u32) -> bool {
    is_small(k, min_group) || (k > 0 && of.saturating_sub(k) < min_group)
}

fn n(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// "9 rdp, 3 rdp mfa, 8": so many hospitals with these gates open.
    fn signed(text: &str) -> Vec<BTreeSet<MeasureId>> {
        let group = |group: &str| {
            let mut words = group.split(' ');
            let n: usize = words.next().and_then(|n| n.parse().ok()).expect("a count");
            vec![words.map(MeasureId::new).collect::<BTreeSet<_>>(); n]
        };
        text.split(", ").filter(|g| !g.is_empty()).flat_map(group).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let word = |s: Shown| s.count().map_or("-".to_owned(), |n| n.to_string());
        let said = open_gates(&signed(text), &[MeasureId::new("rdp"), MeasureId::new("mfa")], 5);
        let gates: Vec<String> = said.gates.iter().map(|(g, n)| format!("{g} {}", word(*n))).collect();
        assert_eq!(format!("{}; {}", word(said.with_open), gates.join(", ")), expect);
    }

    #[test]
    fn few_hospitals_and_nearly_all_of_them_are_hidden() {
        check("", "-; rdp -, mfa -");
        check("2 rdp, 2", "-; rdp -, mfa -");
        check("20", "0; rdp 0, mfa 0");
        check("3 rdp, 17", "-; rdp -, mfa 0");
        check("9 rdp, 11", "9; rdp 9, mfa 0");
        check("17 rdp, 3", "-; rdp -, mfa 0");
        check("20 rdp", "-; rdp -, mfa 0");
    }

    #[test]
    fn all_with_a_gate_open_less_those_with_one_of_them_is_a_group_too() {
        check("11 rdp, 1 mfa, 8", "-; rdp 11, mfa -");
        check("6 rdp, 6 mfa, 8", "12; rdp 6, mfa 6");
        check("6 rdp mfa, 14", "6; rdp 6, mfa 6");
    }

    proptest! {
        #[test]
        fn nothing_small_is_ever_shown(rdp in 0_usize..30, mfa in 0_usize..30, both in 0_usize..30, none in 0_usize..30) {
            let all = signed(&format!("{rdp} rdp, {mfa} mfa, {both} rdp mfa, {none}"));
            let said = open_gates(&all, &[MeasureId::new("rdp"), MeasureId::new("mfa")], 5);
            let of = u32::try_from(all.len()).expect("few");
            let fine = |k: Shown| k.count().is_none_or(|k| !is_small(k, 5) && of >= 5 && (k == 0 || of - k >= 5));
            prop_assert!(fine(said.with_open) && said.gates.iter().all(|(_, k)| fine(*k)));
            if let Some(open) = said.with_open.count() {
                for (_, k) in &said.gates {
                    prop_assert!(k.count().is_none_or(|k| !is_small(open - k, 5)));
                }
            }
        }
    }
}
