//! What changed between two moments, and why: new evidence, a new word, time, or the catalog itself.

use serde::{Deserialize, Serialize};

use super::Posture;
use super::measure::{MeasurePosture, State};
use crate::catalog::{MeasureId, Method};

/// One measure that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub measure: MeasureId,
    /// Its state before; `None` when the catalog did not have it.
    pub before: Option<State>,
    /// Its state after; `None` when the catalog no longer has it.
    pub after: Option<State>,
    /// Why, as a few words.
    pub because: String,
}

/// Every measure whose state differs, in order of the later catalog, then those it lost.
pub fn changes(before: &Posture, after: &Posture) -> Vec<Change> {
    let find = |p: &'_ Posture, id: &MeasureId| p.measures.iter().find(|m| m.measure == *id).cloned();
    let mut out = Vec::new();
    for now in &after.measures {
        let was = find(before, &now.measure);
        if was.as_ref().map(|w| w.state) != Some(now.state) {
            let because = match &was {
                None => "The catalog has it now.".to_owned(),
                Some(was) => because(was, now),
            };
            out.push(Change {
                measure: now.measure.clone(),
                before: was.map(|w| w.state),
                after: Some(now.state),
                because,
            });
        }
    }
    for was in before.measures.iter().filter(|w| find(after, &w.measure).is_none()) {
        out.push(Change {
            measure: was.measure.clone(),
            before: Some(was.state),
            after: None,
            because: "The catalog no longer has it.".to_owned(),
        });
    }
    out
}

fn because(was: &MeasurePosture, now: &MeasurePosture) -> String {
    let evidence = |m: &MeasurePosture| {
        let mut ids: Vec<_> =
            m.voices.iter().filter(|v| !v.is_stale).flat_map(|v| v.evidence.clone()).collect();
        ids.sort_unstable();
        ids
    };
    let word = |m: &MeasurePosture| {
        m.voices.iter().find(|v| v.method == Method::Interview && !v.is_stale).map(|v| v.observed_at)
    };
    let (old, new) = (evidence(was), evidence(now));
    if now.set_aside.len() > was.set_aside.len() {
        "Someone set evidence aside.".to_owned()
    } else if new.iter().any(|id| !old.contains(id)) {
        "New evidence came in.".to_owned()
    } else if word(now) > word(was) {
        "Someone answered.".to_owned()
    } else if old.iter().any(|id| !new.contains(id)) {
        "Evidence became too old to count.".to_owned()
    } else if word(now) < word(was) {
        "An answer became too old to count.".to_owned()
    } else if matches!(now.state, State::Contradicted { is_overdue: true, .. }) {
        "A contradiction was not cleared up in time.".to_owned()
    } else {
        "Someone said how the two fit together, or the catalog changed.".to_owned()
    }
}
