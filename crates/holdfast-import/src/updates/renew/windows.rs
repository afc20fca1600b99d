//! Microsoft's documents and lists over the tables of builds and fixes. Both tables come from the same files, so both are made even
//! when one is asked for.

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
    // Lists of releases reach back years; documents say from which month on things are worked out anew.
    let from = read.facts.iter().map(|f| f.month).min();
    let newest = read.newest_month();
    let (Some(found), from) = (newest, from.unwrap_or(Month::LAST)) else {
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
    let builds = renew_builds(&held.builds, &read.facts, &read.listed, from);
    let fixes = renew_fixes(&held.fixes, &read.facts, &builds, from);
    not_shrunk(FeedKind::WindowsBuilds, builds.len(), held.builds.len(), rules)?;
    not_shrunk(FeedKind::WindowsFixes, fixes.len(), held.fixes.len(), rules)?;
    let to = held_month.map_or(found, |month| month.max(found));
    let from_files: Vec<&NamedFile> =
        files.documents.iter().chain(&files.fixes).chain(&files.lists).collect();
    let digest = digest_of(&from_files);
    let table = |kind: FeedKind, title: &str, n: usize, n_before: usize, body| {
        let n_rejected = read.n_rejected(kind) as u32;
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
