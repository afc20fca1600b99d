//! Which findings tell one story, and which case that is.
//!
//! Findings of one computer belong together when no more than [`WINDOW_HOURS`] lie between the end of one and the beginning of the
//! next. Findings of several computers do so, within the same hours, when they name the same account, when the same rule of high or
//! critical severity hit on both, or when a correlation was put together from rules that hit on the other. What links goes on
//! linking: if A belongs to B and B to C, all three are one story.
//!
//! Low findings and those for the record open nothing and link nothing. They stand beside a case of their computer within the same
//! hours, or are listed as seen. A closed case is never opened again, and two open cases are never made one.

use std::collections::BTreeMap;

use crate::model::{Detection, Incident, IncidentId, Severity, short_name};

/// So many hours may lie between two findings of one story.
pub const WINDOW_HOURS: i64 = 24;

/// A finding that is kept already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its row.
    pub id: i64,
    /// The case it stands in.
    pub incident: Option<IncidentId>,
    /// What was found.
    pub detection: Detection,
}

/// Where a finding belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In an open case.
    Joins(IncidentId),
    /// In a new case: the number in [`Sorted::opened`].
    Opens(usize),
    /// In none.
    Seen,
}

/// Where everything belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// For each new finding, in order.
    pub new: Vec<Place>,
    /// New cases, by their first event, each with the closed case it follows on.
    pub opened: Vec<Option<IncidentId>>,
    /// Open cases that new findings tie to the one they joined.
    pub tied: Vec<(IncidentId, IncidentId)>,
    /// Kept findings without a case that stand beside one now, by row.
    pub beside: Vec<(i64, Place)>,
}

/// Sorts new findings into cases. `kept` are those near them in time; `cases` those they stand in.
pub fn sort(new: &[Detection], kept: &[Kept], cases: &[Incident]) -> Sorted {
    let is_open = |id: IncidentId| cases.iter().any(|c| c.id == id && c.is_open());
    let opening: Vec<usize> = (0..new.len()).filter(|i| new[*i].severity.opens_a_case()).collect();
    let in_cases = |wanted: bool| {
        let grave = kept.iter().filter(|k| k.detection.severity.opens_a_case());
        grave
            .filter_map(move |k| Some((k.incident?, &k.detection)))
            .filter(move |(id, _)| is_open(*id) == wanted)
    };
    let open: Vec<(IncidentId, &Detection)> = in_cases(true).collect();
    let closed: Vec<(IncidentId, &Detection)> = in_cases(false).collect();

    // New ones first, then those of open cases, which are one story already.
    let nodes: Vec<&Detection> =
        opening.iter().map(|i| &new[*i]).chain(open.iter().map(|(_, d)| *d)).collect();
    let mut groups = Groups::linked(&nodes);
    let mut first_of: BTreeMap<IncidentId, usize> = BTreeMap::new();
    for (n, (id, _)) in (opening.len()..).zip(&open) {
        groups.join(*first_of.entry(*id).or_insert(n), n);
    }
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..opening.len() {
        stories.entry(groups.root(n)).or_default().push(n);
    }
    let mut stories: Vec<(usize, Vec<usize>)> = stories.into_iter().collect();
    stories.sort_by_key(|(_, of)| of.iter().map(|n| (nodes[*n].first_at, opening[*n])).min());

    let mut sorted = Sorted { new: vec![Place::Seen; new.len()], ..Sorted::default() };
    for (root, of) in stories {
        let mut tied: Vec<IncidentId> =
            first_of.iter().filter(|(_, n)| groups.root(**n) == root).map(|(id, _)| *id).collect();
        tied.sort_by_key(|id| cases.iter().find(|c| c.id == *id).map(|c| (c.opened_at, c.number)));
        let place = match tied.split_first() {
            Some((oldest, others)) => {
                sorted.tied.extend(others.iter().map(|other| (*other, *oldest)));
                Place::Joins(*oldest)
            }
            None => {
                let mine: Vec<&Detection> = of.iter().map(|n| nodes[*n]).collect();
                sorted.opened.push(follows(&mine, &closed, cases));
                Place::Opens(sorted.opened.len() - 1)
            }
        };
        for n in of {
            sorted.new[opening[n]] = place;
        }
    }
    stand_beside(&mut sorted, new, kept, &open);
    sorted
}

/// The newest closed case that these findings would belong to if it were open.
fn follows(
    mine: &[&Detection],
    closed: &[(IncidentId, &Detection)],
    cases: &[Incident],
) -> Option<IncidentId> {
    let nodes: Vec<&Detection> = mine.iter().copied().chain(closed.iter().map(|(_, d)| *d)).collect();
    let mut groups = Groups::linked(&nodes);
    let here = groups.root(0);
    let linked = (mine.len()..).zip(closed).filter(|(n, _)| groups.root(*n) == here).map(|(_, (id, _))| *id);
    linked.max_by_key(|id| cases.iter().find(|c| c.id == *id).map(|c| (c.opened_at, c.number)))
}

/// Puts what opens no case beside one of its computer.
fn stand_beside(sorted: &mut Sorted, new: &[Detection], kept: &[Kept], open: &[(IncidentId, &Detection)]) {
    let mut near: BTreeMap<String, Vec<(i64, i64, Place)>> = BTreeMap::new();
    let placed = new.iter().zip(&sorted.new).filter(|(_, place)| **place != Place::Seen);
    let grave =
        open.iter().map(|(id, d)| (*d, Place::Joins(*id))).chain(placed.map(|(d, place)| (d, *place)));
    for (d, place) in grave {
        near.entry(short_name(&d.host)).or_default().push((start(d), end(d), place));
    }
    let beside = |d: &Detection| {
        let all = near.get(&short_name(&d.host))?.iter();
        let is_near =
            |(from, to, _): &&(i64, i64, Place)| start(d) <= to + window() && *from <= end(d) + window();
        all.filter(is_near).map(|(_, _, place)| *place).next()
    };
    let light: Vec<(usize, Place)> = (0..new.len())
        .filter(|i| !new[*i].severity.opens_a_case())
        .filter_map(|i| beside(&new[i]).map(|place| (i, place)))
        .collect();
    sorted.beside = kept
        .iter()
        .filter(|k| k.incident.is_none())
        .filter_map(|k| Some((k.id, beside(&k.detection)?)))
        .collect();
    for (i, place) in light {
        sorted.new[i] = place;
    }
}

// Whole seconds: a time of the year 9999 has no later one to add a day to.
fn start(d: &Detection) -> i64 {
    d.first_at.as_second()
}

fn end(d: &Detection) -> i64 {
    d.last_at.as_second()
}

fn window() -> i64 {
    WINDOW_HOURS * 3_600
}

/// Things that are one story, found by joining two at a time.
struct Groups(Vec<usize>);

impl Groups {
    /// Everything that links.
    fn linked(nodes: &[&Detection]) -> Self {
        let mut groups = Self((0..nodes.len()).collect());
        let mut threads: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, d) in nodes.iter().enumerate() {
            for thread in threads_of(d) {
                threads.entry(thread).or_default().push(n);
            }
        }
        for mut along in threads.into_values() {
            along.sort_by_key(|n| start(nodes[*n]));
            let mut until: Option<(usize, i64)> = None;
            for n in along {
                until = match until {
                    Some((last, to)) if start(nodes[n]) <= to + window() => {
                        groups.join(last, n);
                        Some((n, to.max(end(nodes[n]))))
                    }
                    _ => Some((n, end(nodes[n]))),
                };
            }
        }
        groups.link_correlations(nodes);
        groups
    }

    /// A correlation belongs to the hits of the rules it was put together from.
    fn link_correlations(&mut self, nodes: &[&Detection]) {
        let mut by_title: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, d) in nodes.iter().enumerate() {
            by_title.entry(&d.rule.title).or_default().push(n);
        }
        for (n, d) in nodes.iter().enumerate() {
            for part in d.from_rules.iter().filter_map(|title| by_title.get(title.as_str())).flatten() {
                let p = nodes[*part];
                if start(p) <= end(d) + window() && start(d) <= end(p) + window() {
                    self.join(n, *part);
                }
            }
        }
    }

    fn root(&mut self, n: usize) -> usize {
        let mut at = n;
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// What a finding can be linked by.
fn threads_of(d: &Detection) -> Vec<String> {
    let mut threads = vec![format!("computer {}", short_name(&d.host))];
    threads.extend(accounts(d).into_iter().map(|a| format!("account {a}")));
    if d.severity >= Severity::High {
        threads.push(format!("rule {}", d.rule.key()));
    }
    threads
}

/// Fields of Windows events that name an account.
const ACCOUNT_FIELDS: &[&str] = &[
    "TargetUserName",
    "SubjectUserName",
    "User",
    "UserName",
    "AccountName",
    "TargetUser",
    "SourceUser",
    "ParentUser",
];

/// Accounts every Windows computer has of its own: they tie nothing to anything.
const OF_EVERY_COMPUTER: &[&str] = &[
    "-",
    "n/a",
    "system",
    "local service",
    "network service",
    "anonymous logon",
    "guest",
    "defaultaccount",
    "wdagutilityaccount",
];

/// Domains of such accounts.
const DOMAINS_OF_WINDOWS: &[&str] =
    &["nt authority", "nt service", "window manager", "font driver host", "iis apppool"];

/// The accounts of people a finding names, in small letters without their domain, each once.
pub(super) fn accounts(d: &Detection) -> Vec<String> {
    let mut all: Vec<String> = ACCOUNT_FIELDS
        .iter()
        .filter_map(|field| d.example.fields.get(*field))
        .filter_map(|value| {
            let value = value.trim().to_lowercase();
            let (domain, name) = value.rsplit_once('\\').unwrap_or(("", value.as_str()));
            let name = name.split('@').next().unwrap_or_default().trim();
            let is_own = OF_EVERY_COMPUTER.contains(&name)
                || DOMAINS_OF_WINDOWS.contains(&domain)
                || name.ends_with('$')
                || ["dwm-", "umfd-", "s-1-"].iter().any(|p| name.starts_with(p));
            (!name.is_empty() && !is_own).then(|| name.to_owned())
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests;
