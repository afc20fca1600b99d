//! The picture of an attack: tactics in the order they mostly come, the techniques that were seen under each.

use std::collections::BTreeMap;

use holdfast_wire::hunt::{Finding, Severity};

use crate::show::{Knowledge, TACTICS, cut, word};

/// Techniques shown under one tactic.
const MAX_CELLS: usize = 24;

/// Techniques, each with its worst severity and how many findings.
type Cells<'f> = BTreeMap<&'f str, (Severity, usize)>;

/// A tactic.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) cells: Vec<Cell>,
    pub(super) n_more: usize,
}

/// A technique that was seen.
pub(super) struct Cell {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) n: usize,
    pub(super) key: &'static str,
    pub(super) label: &'static str,
}

/// Every tactic with a finding; those no list has come last.
pub(super) fn columns(findings: &[Finding], knows: &dyn Knowledge) -> Vec<Column> {
    let mut seen: BTreeMap<(usize, &str), Cells<'_>> = BTreeMap::new();
    for finding in findings {
        for tactic in &finding.rule.tactics {
            let place = TACTICS.iter().position(|(key, _)| key == tactic).unwrap_or(TACTICS.len());
            let cells = seen.entry((place, tactic)).or_default();
            // A rule names its tactics and its techniques apart; which belongs to which is ATT&CK's to say.
            let mut any = false;
            for technique in &finding.rule.techniques {
                if knows.serves(technique, tactic) != Some(false) {
                    any = true;
                    count(cells, technique, finding.severity);
                }
            }
            if !any {
                count(cells, "", finding.severity);
            }
        }
    }
    seen.into_iter().map(|((place, key), cells)| column(place, key, cells, knows)).collect()
}

fn count<'f>(cells: &mut Cells<'f>, technique: &'f str, severity: Severity) {
    let cell = cells.entry(technique).or_insert((severity, 0));
    cell.0 = cell.0.max(severity);
    cell.1 += 1;
}

fn column(place: usize, key: &str, cells: Cells<'_>, knows: &dyn Knowledge) -> Column {
    let name = TACTICS.get(place).map_or(key, |(_, name)| name);
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by_key(|(id, (severity, n))| (std::cmp::Reverse((*severity, *n)), *id));
    let n_more = cells.len().saturating_sub(MAX_CELLS);
    let cells = cells.into_iter().take(MAX_CELLS).map(|(id, (severity, n))| Cell {
        id: cut(id, 20),
        name: cut(if id.is_empty() { "No technique named" } else { knows.technique(id).unwrap_or("") }, 60),
        n,
        key: severity.as_str(),
        label: word(severity).0,
    });
    Column { name: cut(name, 40), cells: cells.collect(), n_more }
}
