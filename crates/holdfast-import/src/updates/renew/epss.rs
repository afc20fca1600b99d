//! FIRST's estimates in the place of those that are held. Only weaknesses of the other tables are kept: FIRST's own list has hundreds
//! of thousands, and nothing asks for the rest.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::model::{CveId, EpssRow, FeedChange, FeedChangeKind, FeedKind, FeedRelease};

use super::{NewTable, RenewError, RenewRules, Renewal, not_ahead, not_older, not_shrunk};
use crate::open::digest_of;
use crate::pack;
use crate::updates::{HeldTables, UpdateFiles, read_epss};

pub(super) fn renew(
    held: &mut HeldTables,
    files: &UpdateFiles,
    rules: RenewRules,
) -> Option<Result<Renewal, RenewError>> {
    let (file, day) = files.epss.as_ref()?;
    let in_time = || {
        not_ahead(FeedKind::Epss, *day, rules)?;
        not_older(held, FeedKind::Epss, *day, rules)
    };
    let taken = in_time().and_then(|()| {
        let read = read_epss(&file.name, &file.bytes)?;
        let wanted: BTreeSet<CveId> = held
            .kev
            .iter()
            .map(|row| row.cve)
            .chain(held.fixes.iter().flat_map(|row| row.cves.iter().copied()))
            .collect();
        let listed: BTreeMap<CveId, EpssRow> = read.rows.iter().map(|row| (row.cve, *row)).collect();
        let rows: Vec<EpssRow> = listed.into_values().filter(|row| wanted.contains(&row.cve)).collect();
        not_shrunk(FeedKind::Epss, rows.len(), held.epss.len(), rules)?;
        let is_same_day = held.release(FeedKind::Epss).is_some_and(|old| old.released_on == *day);
        if is_same_day && rows == held.epss {
            return Ok(Renewal::Same);
        }
        let release = FeedRelease {
            kind: FeedKind::Epss,
            title: format!("FIRST EPSS of weaknesses in the other tables, {day}"),
            released_on: *day,
            digest: digest_of(&[file]),
            n_rows: rows.len() as u32,
            n_rejected: read.rejected.len() as u32,
        };
        let (was, now) = (held.epss.len().to_string(), rows.len().to_string());
        let body = pack(&rows);
        held.epss = rows;
        held.name(release.clone());
        let changes = vec![FeedChange { kind: FeedChangeKind::Rows, cve: None, was, now }];
        let rejected = read.rejected.into_iter().map(|row| (file.name.clone(), row)).collect();
        Ok(Renewal::New(Box::new(NewTable { release, body, changes, rejected })))
    });
    Some(taken)
}
