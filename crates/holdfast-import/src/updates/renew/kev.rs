//! CISA's list over the one that is held: what left stays as history, and what changed is named.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::feed_names::name_of;
use holdfast_core::model::{CveId, FeedChange, FeedChangeKind, FeedKind, FeedRelease, KevRow};

use super::{NewTable, RenewError, RenewRules, Renewal, not_ahead, not_older, not_shrunk};
use crate::open::digest_of;
use crate::pack;
use crate::updates::{HeldTables, KevCatalog, KevChange, UpdateFiles, follow_kev, read_kev};

/// The newest list of the files, laid over what is held; `None` when there is none.
pub(super) fn renew(
    held: &mut HeldTables,
    files: &UpdateFiles,
    rules: RenewRules,
) -> Option<Result<Renewal, RenewError>> {
    let mut lists = Vec::new();
    for file in &files.kev {
        match read_kev(&file.name, &file.bytes) {
            Ok(list) => lists.push((list, file)),
            Err(error) => return Some(Err(error.into())),
        }
    }
    let (list, file) = lists.into_iter().max_by_key(|(list, _)| list.released_on)?;
    let rejected = list.rejected.iter().map(|row| (file.name.clone(), row.clone())).collect();
    Some(take_kev(held, &list, &[], digest_of(&[file]), rejected, rules))
}

/// Lays a list over what is held. `past`: entries that somebody else saw leave it, with the day. They are added where nothing is
/// known of them, and of those that leave with this list theirs is the day.
pub fn take_kev(
    held: &mut HeldTables,
    list: &KevCatalog,
    past: &[KevRow],
    digest: String,
    rejected: Vec<(String, crate::RowError)>,
    rules: RenewRules,
) -> Result<Renewal, RenewError> {
    not_ahead(FeedKind::Kev, list.released_on, rules)?;
    not_older(held, FeedKind::Kev, list.released_on, rules)?;
    let n_live = held.kev.iter().filter(|row| row.removed_on.is_none()).count();
    not_shrunk(FeedKind::Kev, list.rows.len(), n_live, rules)?;
    let is_same_day = held.release(FeedKind::Kev).is_some_and(|old| old.released_on == list.released_on);
    let (mut rows, changed) = follow_kev(&held.kev, list);
    let seen_gone: BTreeMap<CveId, &KevRow> = past.iter().map(|row| (row.cve, row)).collect();
    for row in &mut rows {
        let is_gone_now = row.removed_on.is_some() && changed.contains(&(row.cve, KevChange::Removed));
        let seen_on = seen_gone.get(&row.cve).and_then(|seen| seen.removed_on);
        if let Some(day) = seen_on.filter(|day| is_gone_now && *day <= list.released_on) {
            row.removed_on = Some(day);
        }
    }
    let known: BTreeSet<CveId> = rows.iter().map(|row| row.cve).collect();
    rows.extend(past.iter().filter(|row| row.removed_on.is_some() && !known.contains(&row.cve)).cloned());
    rows.sort_by_key(|row| row.cve);
    if is_same_day && rows == held.kev {
        return Ok(Renewal::Same);
    }
    let changes = in_full(&held.kev, &rows, &changed);
    let release = FeedRelease {
        kind: FeedKind::Kev,
        title: format!("CISA Known Exploited Vulnerabilities, {}", list.version),
        released_on: list.released_on,
        digest,
        n_rows: rows.len() as u32,
        n_rejected: list.rejected.len() as u32,
    };
    let body = pack(&rows);
    held.kev = rows;
    held.name(release.clone());
    Ok(Renewal::New(Box::new(NewTable { release, body, changes, rejected })))
}

/// Changes with how it was before, and with entries that stand under another id found.
fn in_full(before: &[KevRow], after: &[KevRow], changed: &[(CveId, KevChange)]) -> Vec<FeedChange> {
    let old: BTreeMap<CveId, &KevRow> = before.iter().map(|row| (row.cve, row)).collect();
    let new: BTreeMap<CveId, &KevRow> = after.iter().map(|row| (row.cve, row)).collect();
    let heirs = renumbered(&old, &new, changed);
    let mut changes = Vec::new();
    let mut add = |kind, cve: CveId, was: String, now: String| {
        changes.push(FeedChange { kind, cve: Some(cve), was, now });
    };
    for (cve, change) in changed {
        let was = old.get(cve).map(|row| name_of(row)).unwrap_or_default();
        let now = new.get(cve).map(|row| name_of(row)).unwrap_or_default();
        match change {
            KevChange::Added { .. } => {
                if let Some(from) = heirs.iter().find(|(_, to)| to == cve).map(|(from, _)| from) {
                    add(FeedChangeKind::Renumbered, *cve, from.to_string(), cve.to_string());
                }
                add(FeedChangeKind::Added, *cve, String::new(), now);
            }
            KevChange::Removed => add(FeedChangeKind::Withdrawn, *cve, was, String::new()),
            KevChange::Renamed { .. } => add(FeedChangeKind::Renamed, *cve, was, now),
            KevChange::Ransomware { to } => {
                let word = |is_known: bool| if is_known { "known" } else { "not known" }.to_owned();
                add(FeedChangeKind::Ransomware, *cve, word(!to), word(*to));
            }
            KevChange::Due { to } => {
                let was = old.get(cve).map(|row| row.due_on.to_string()).unwrap_or_default();
                add(FeedChangeKind::Due, *cve, was, to.to_string());
            }
        }
    }
    changes
}

/// Entries that left while another came with the same product and the same day of coming, which is before the list's own: one
/// to one, or it is not said.
fn renumbered(
    old: &BTreeMap<CveId, &KevRow>,
    new: &BTreeMap<CveId, &KevRow>,
    changed: &[(CveId, KevChange)],
) -> Vec<(CveId, CveId)> {
    type Mark<'r> = (&'r str, &'r str, holdfast_core::Date);
    fn mark(row: &KevRow) -> Mark<'_> {
        (&row.vendor, &row.product, row.added_on)
    }
    let mut gone: BTreeMap<Mark<'_>, Vec<CveId>> = BTreeMap::new();
    let mut came: BTreeMap<Mark<'_>, Vec<CveId>> = BTreeMap::new();
    for (cve, change) in changed {
        match (change, old.get(cve), new.get(cve)) {
            (KevChange::Removed, Some(row), _) => gone.entry(mark(row)).or_default().push(*cve),
            (KevChange::Added { .. }, None, Some(row)) => came.entry(mark(row)).or_default().push(*cve),
            _ => {}
        }
    }
    let mut pairs = Vec::new();
    let mut seen = BTreeSet::new();
    for (mark, from) in gone {
        if let ([from], Some([to])) = (from.as_slice(), came.get(&mark).map(Vec::as_slice))
            && seen.insert(*to)
        {
            pairs.push((*from, *to));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;

    use super::*;

    fn row(n: u32, product: &str, added: Date) -> KevRow {
        KevRow {
            cve: CveId::new(2026, n).expect("an id"),
            vendor: "Maker".to_owned(),
            product: product.to_owned(),
            added_on: added,
            due_on: added,
            is_ransomware: false,
            removed_on: None,
        }
    }

    fn list(day: Date, rows: Vec<KevRow>) -> KevCatalog {
        KevCatalog { version: day.to_string(), released_on: day, rows, rejected: Vec::new() }
    }

    const EARLY: Date = Date::constant(2026, 1, 2);
    const TODAY: Date = Date::constant(2026, 6, 30);
    const LATE: Date = Date::constant(2026, 5, 2);

    #[track_caller]
    fn check(before: Vec<KevRow>, after: Vec<KevRow>, expect: &[&str]) {
        let mut held = HeldTables::default();
        let rules = RenewRules::on(TODAY);
        let first = list(Date::constant(2026, 4, 30), before);
        take_kev(&mut held, &first, &[], "1".to_owned(), Vec::new(), rules).expect("taken");
        let second = list(Date::constant(2026, 5, 3), after);
        let renewal = take_kev(&mut held, &second, &[], "2".to_owned(), Vec::new(), rules).expect("taken");
        let Renewal::New(new) = renewal else { panic!("nothing changed") };
        assert_eq!(new.changes.iter().map(FeedChange::in_words).collect::<Vec<_>>(), expect);
        let live: Vec<KevRow> = held.kev.iter().filter(|r| r.removed_on.is_none()).cloned().collect();
        assert_eq!(live, second.rows);
        let again = take_kev(&mut held, &second, &[], "2".to_owned(), Vec::new(), rules).expect("taken");
        assert_eq!(again, Renewal::Same);
    }

    #[test]
    fn what_changed_is_named_with_how_it_was() {
        check(
            vec![row(1, "A", EARLY), row(2, "B", EARLY)],
            vec![row(2, "B2", EARLY), row(3, "C", LATE)],
            &[
                "CVE-2026-0002 is now called Maker/B2; it was Maker/B",
                "CVE-2026-0003 is new: Maker/C",
                "CVE-2026-0001 was withdrawn: Maker/A",
            ],
        );
    }

    #[test]
    fn another_id_for_the_same_entry_is_said_only_when_there_is_no_doubt() {
        check(
            vec![row(1, "A", EARLY), row(2, "B", EARLY)],
            vec![row(2, "B", EARLY), row(9, "A", EARLY)],
            &[
                "CVE-2026-0001 is now CVE-2026-0009",
                "CVE-2026-0009 is new: Maker/A",
                "CVE-2026-0001 was withdrawn: Maker/A",
            ],
        );
        check(
            vec![row(1, "A", EARLY), row(2, "B", EARLY)],
            vec![row(2, "B", EARLY), row(8, "A", EARLY), row(9, "A", EARLY)],
            &[
                "CVE-2026-0008 is new: Maker/A",
                "CVE-2026-0009 is new: Maker/A",
                "CVE-2026-0001 was withdrawn: Maker/A",
            ],
        );
    }

    #[test]
    fn an_older_list_and_one_that_lacks_most_are_refused_until_somebody_looked() {
        let mut held = HeldTables::default();
        let rules = RenewRules::on(TODAY);
        let rows: Vec<KevRow> = (1..=9).map(|n| row(n, "A", EARLY)).collect();
        let full = list(LATE, rows.clone());
        take_kev(&mut held, &full, &[], String::new(), Vec::new(), rules).expect("taken");
        let old = list(EARLY, rows.clone());
        let short = list(Date::constant(2026, 6, 1), rows[..2].to_vec());
        let before = held.clone();
        let refused = |list: &KevCatalog, held: &mut HeldTables, rules| {
            take_kev(held, list, &[], String::new(), Vec::new(), rules)
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default()
        };
        assert_eq!(
            refused(&old, &mut held, rules),
            "CISA's list of known exploited weaknesses of January 2, 2026 is older than that of May 2, 2026, which is held; take it all the same with --allow-older"
        );
        assert!(refused(&short, &mut held, rules).contains("has 2 entries and 9 are held"));
        let ahead = list(Date::constant(2026, 7, 2), rows.clone());
        assert_eq!(
            refused(&ahead, &mut held, RenewRules { allow_older: true, allow_shrink: true, ..rules }),
            "CISA's list of known exploited weaknesses of July 2, 2026 is of a day that has not come; it is misprinted, or the clock here is wrong"
        );
        assert_eq!(held, before, "nothing changed");
        let tomorrow = list(Date::constant(2026, 7, 1), rows.clone());
        assert_eq!(refused(&tomorrow, &mut held.clone(), rules), "", "midnight comes earlier elsewhere");
        assert_eq!(refused(&short, &mut held, RenewRules { allow_shrink: true, ..rules }), "");
    }
}
