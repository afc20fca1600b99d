//! Microsoft's documents and lists over the tables of builds and fixes. Both tables come from the same files, so both are made even
//! when one is asked for.

use std::collections::BTreeSet;

use holdfast_core::model::{FeedChange, FeedChangeKind, FeedKind, FeedRelease, Month, day_in_words};

use super::{NewTable, RenewError, RenewRules, Renewal, not_ahead, not_shrunk};
use crate::open::digest_of;
use crate::updates::builds::renew_builds;
use crate::updates::fixes::renew_fixes;
use crate::updates::make::read_windows;
use crate::updates::{FeedError, HeldTables, UpdateFiles};
use crate::{NamedFile, pack};

pub(super) fn renew(
    held: &mut HeldTables,
    files: &UpdateFiles,
    only: &[FeedKind],
    rules: RenewRules,
) -> Vec<(FeedKind, Result<Renewal, RenewError>)> {
    let kinds = [FeedKind::WindowsBuilds, FeedKind::WindowsFixes].into_iter().filter(|k| only.contains(k));
    let kinds: Vec<FeedKind> = kinds.collect();
    if kinds.is_empty() || (files.documents.is_empty() && files.fixes.is_empty() && files.lists.is_empty()) {
        return Vec::new();
    }
    match both(held, files, rules) {
        Err(error) => kinds.into_iter().map(|kind| (kind, Err(error.clone()))).collect(),
        Ok(made) => kinds.into_iter().map(|kind| (kind, put(held, made.of(kind)))).collect(),
    }
}

/// Both tables, not yet in place.
struct Made {
    builds: NewTable,
    fixes: NewTable,
}

impl Made {
    fn of(&self, kind: FeedKind) -> NewTable {
        if kind == FeedKind::WindowsBuilds { self.builds.clone() } else { self.fixes.clone() }
    }
}

fn both(held: &HeldTables, files: &UpdateFiles, rules: RenewRules) -> Result<Made, RenewError> {
    let read = read_windows(files)?;
    // Lists of releases reach back years; documents say of which months things are worked out anew.
    let months: BTreeSet<Month> = read.facts.iter().map(|f| f.month).collect();
    let Some(found) = read.newest_month() else {
        let name = files.documents.iter().chain(&files.fixes).chain(&files.lists).next();
        let file = name.map(|f| f.name.clone()).unwrap_or_default();
        let why = "it names no update of Windows".to_owned();
        return Err(FeedError::Shape { file, wanted: "a document or list on updates of Windows", why }.into());
    };
    not_ahead(FeedKind::WindowsFixes, found.patch_day(), rules)?;
    let held_day = held.release(FeedKind::WindowsFixes).map(|release| release.released_on);
    let held_month = held_day.and_then(Month::of);
    if let Some((held_day, month)) = held_day.zip(held_month) {
        // The month before may have been mended since.
        if found < month.minus(1) && !rules.allow_older {
            let name = FeedKind::WindowsFixes.source().name;
            return Err(RenewError::Older { name, found: found.patch_day(), held: held_day });
        }
    }
    let held_to = |kind| held.release(kind).and_then(|release| Month::of(release.released_on));
    let of_documents = read.newest_document();
    if let Some(to) = of_documents {
        // When one of the two tables stands in for a damaged one, it needs the documents from its own month on.
        let both = [FeedKind::WindowsBuilds, FeedKind::WindowsFixes].into_iter().filter_map(held_to).min();
        no_gap(both, to, &months)?;
    }
    let builds = renew_builds(&held.builds, &read.facts, &read.listed, &months);
    let fixes = renew_fixes(&held.fixes, &read.facts, &builds, &months);
    not_shrunk(FeedKind::WindowsBuilds, builds.len(), held.builds.len(), rules)?;
    not_shrunk(FeedKind::WindowsFixes, fixes.len(), held.fixes.len(), rules)?;
    let from_files: Vec<&NamedFile> =
        files.documents.iter().chain(&files.fixes).chain(&files.lists).collect();
    let digest = digest_of(&from_files);
    let table = |kind: FeedKind, title: &str, n: usize, n_before: usize, body| {
        let n_rejected = read.n_rejected(kind) as u32;
        // A list names builds; what an update closes only documents say.
        let newest = if kind == FeedKind::WindowsBuilds { Some(found) } else { of_documents };
        let to = newest.into_iter().chain(held_to(kind)).max().unwrap_or(found);
        let title = format!("{title}, through {}", to.in_words());
        let release = FeedRelease {
            kind,
            title,
            released_on: to.patch_day(),
            digest: digest.clone(),
            n_rows: n as u32,
            n_rejected,
        };
        let was = match held.release(kind) {
            Some(old) if old.released_on != to.patch_day() => {
                format!("{n_before} through {}", day_in_words(old.released_on))
            }
            _ => n_before.to_string(),
        };
        let changes = vec![FeedChange { kind: FeedChangeKind::Rows, cve: None, was, now: n.to_string() }];
        NewTable { release, body, changes, rejected: read.rejected.clone() }
    };
    Ok(Made {
        builds: table(
            FeedKind::WindowsBuilds,
            "Builds of Windows by month",
            builds.len(),
            held.builds.len(),
            pack(&builds),
        ),
        fixes: table(
            FeedKind::WindowsFixes,
            "Updates of Windows and what each closes",
            fixes.len(),
            held.fixes.len(),
            pack(&fixes),
        ),
    })
}

/// Refuses documents that do not run on from the month that is held: the table would say that it knows months that nobody read.
fn no_gap(held: Option<Month>, to: Month, read: &BTreeSet<Month>) -> Result<(), RenewError> {
    let first = held.map(|month| month.plus(1)).or_else(|| read.first().copied()).unwrap_or(to);
    let missing: Vec<Month> =
        (0..=to.since(first)).map(|n| first.plus(n)).filter(|m| *m <= to && !read.contains(m)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let name = FeedKind::WindowsFixes.source().name;
    Err(RenewError::Gap { name, found: to.in_words(), missing })
}

/// Puts a table into what is held, unless it is what is held.
fn put(held: &mut HeldTables, new: NewTable) -> Result<Renewal, RenewError> {
    let kind = new.release.kind;
    let is_same_day = held.release(kind).is_some_and(|old| old.released_on == new.release.released_on);
    if is_same_day && held.body(kind) == new.body {
        return Ok(Renewal::Same);
    }
    held.load(new.release.clone(), &new.body).expect("a table just packed unpacks");
    Ok(Renewal::New(Box::new(new)))
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::model::FixRow;

    use super::*;
    use crate::updates::renew::renew as renew_all;

    /// A document of a month: each weakness named, closed by the update of that month.
    fn document(month: &str, cves: &[u32]) -> NamedFile {
        let number: u32 = month.replace('-', "").parse().expect("digits");
        let pc = "Windows 10 Version 22H2 for x64-based Systems";
        let mut text = String::from("month,cve,kb,product_id,product,fixed_build,subtype\n");
        for cve in cves {
            text += &format!(
                "{month},CVE-2026-{cve:04},5{number},1,{pc},10.0.19045.{},Security Update\n",
                number - 195_000
            );
        }
        NamedFile { name: format!("{month}.csv"), bytes: text.into_bytes() }
    }

    fn lay(held: &mut HeldTables, documents: &[NamedFile], rules: RenewRules) -> Vec<String> {
        let files = UpdateFiles { fixes: documents.to_vec(), ..UpdateFiles::default() };
        let done = renew_all(held, &files, &FeedKind::RENEWED, rules);
        done.into_iter().filter_map(|(_, renewal)| renewal.err()).map(|e| e.to_string()).collect()
    }

    fn shown(held: &HeldTables) -> Vec<String> {
        let one = |r: &FixRow| {
            let cves: Vec<String> = r.cves.iter().map(|c| c.number().to_string()).collect();
            format!("{}: {}", r.month, cves.join(" "))
        };
        held.fixes.iter().map(one).collect()
    }

    const RULES: RenewRules =
        RenewRules { today: Date::constant(2026, 8, 20), allow_older: false, allow_shrink: false };

    /// Weakness 1 is closed by each month's update anew; 2 by that of April, 3 by that of May.
    fn to_may() -> HeldTables {
        let mut held = HeldTables::default();
        let documents =
            [document("2026-03", &[1]), document("2026-04", &[1, 2]), document("2026-05", &[1, 3])];
        assert_eq!(lay(&mut held, &documents, RULES), [""; 0]);
        held
    }

    #[test]
    fn documents_that_leave_a_gap_are_refused_with_what_is_missing() {
        let mut held = to_may();
        let before = held.clone();
        let says = "Microsoft's updates of August 2026 came without June 2026, July 2026: what these close would be missing. Put them into the folder, too";
        assert_eq!(lay(&mut held, &[document("2026-08", &[9])], RULES), [says; 2]);
        let with_june = [document("2026-06", &[9]), document("2026-08", &[9])];
        assert!(lay(&mut held, &with_june, RULES)[0].contains("without July 2026:"));
        assert_eq!(held, before, "nothing changed");
        let all: Vec<NamedFile> = ["2026-06", "2026-07", "2026-08"].map(|month| document(month, &[9])).into();
        assert_eq!(lay(&mut held, &all, RULES), [""; 0]);
        assert_eq!(
            held.release(FeedKind::WindowsFixes).map(|r| r.released_on),
            Month::new(2026, 8).map(Month::patch_day)
        );
    }

    #[test]
    fn what_is_held_of_months_that_were_not_read_stands() {
        let mut held = to_may();
        let whole = ["2026-03: 1", "2026-04: 1 2", "2026-05: 1 3"];
        assert_eq!(shown(&held), whole);
        // April as it was mended since; May was not read, and closes the same weakness.
        assert_eq!(lay(&mut held, &[document("2026-04", &[1, 2])], RULES), [""; 0]);
        assert_eq!(shown(&held), whole);
        let with_gap = [document("2026-03", &[1]), document("2026-05", &[1, 3]), document("2026-06", &[1])];
        assert_eq!(lay(&mut held, &with_gap, RULES), [""; 0]);
        assert_eq!(shown(&held), [&whole[..], &["2026-06: 1"]].concat());
    }

    #[test]
    fn a_list_of_releases_says_nothing_of_what_later_updates_close() {
        let mut held = to_may();
        let bytes = b"General Availability Channel 2026-07 B 2026-07-14 19045.7777 KB5999999\n".to_vec();
        let files = UpdateFiles {
            lists: vec![NamedFile { name: "list.txt".to_owned(), bytes }],
            ..UpdateFiles::default()
        };
        let done = renew_all(&mut held, &files, &FeedKind::RENEWED, RULES);
        let day = |kind| held.release(kind).and_then(|r| Month::of(r.released_on)).map(|m| m.to_string());
        assert_eq!(done[1], (FeedKind::WindowsFixes, Ok(Renewal::Same)));
        assert_eq!(day(FeedKind::WindowsBuilds).as_deref(), Some("2026-07"));
        assert_eq!(day(FeedKind::WindowsFixes).as_deref(), Some("2026-05"));
    }
}
