//! The tables of a signed file into the place of those that are held: all that were asked for, or none.

use holdfast_core::model::{FeedChange, FeedChangeKind, FeedKind, FeedRelease, KevRow};
use jiff::Timestamp;

use super::feed_file::{FeedFile, PackedFeed};
use super::renew::{not_ahead, not_before, not_older, not_shrunk};
use super::{HeldTables, KevCatalog, NewTable, RenewError, RenewRules, Renewal, take_kev};
use crate::{PackError, unpack};

/// Why the tables of a file were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// A table is not to be taken.
    #[error(transparent)]
    Renew(#[from] RenewError),
    /// A table does not read.
    #[error("the table `{kind}` of the file does not read", kind = .kind.word())]
    Table {
        /// Which.
        kind: FeedKind,
        /// Why.
        #[source]
        source: PackError,
    },
}

/// Puts the tables of a file in the place of those that are held: all of `only` that it has, or none.
///
/// What left CISA's list stays in the history that is held; the file's own history is added to it. `came_at`: when the table that
/// is held came in, `None` for one that came with the program.
pub fn take_feed_file(
    held: &mut HeldTables,
    file: &FeedFile,
    only: &[FeedKind],
    rules: RenewRules,
    came_at: impl Fn(FeedKind) -> Option<Timestamp>,
) -> Result<Vec<(FeedKind, Renewal)>, TakeError> {
    let mut after = held.clone();
    let mut done = Vec::new();
    for kind in FeedKind::ALL.into_iter().filter(|kind| only.contains(kind)) {
        let Some(feed) = file.feeds.iter().find(|feed| feed.release.kind == kind) else { continue };
        let renewal = if kind == FeedKind::Kev {
            take_list(&mut after, feed, rules)?
        } else {
            take_table(&mut after, feed, rules)?
        };
        // A day has more than one list, and Microsoft's months have many. What is said of one is as old as when it was fetched.
        let is_same_day = held.release(kind).is_some_and(|old| old.released_on == feed.release.released_on);
        if is_same_day && renewal != Renewal::Same {
            let fetched_at = feed.fetched_at.map_or(file.made_at, |at| at.min(file.made_at));
            not_before(kind, feed.release.released_on, fetched_at, came_at(kind), rules)?;
        }
        done.push((kind, renewal));
    }
    *held = after;
    Ok(done)
}

fn take_list(held: &mut HeldTables, feed: &PackedFeed, rules: RenewRules) -> Result<Renewal, TakeError> {
    let rows: Vec<KevRow> =
        unpack(&feed.body).map_err(|source| TakeError::Table { kind: FeedKind::Kev, source })?;
    let (past, live): (Vec<KevRow>, Vec<KevRow>) = rows.into_iter().partition(|row| row.removed_on.is_some());
    let FeedRelease { title, released_on, digest, .. } = feed.release.clone();
    let version = title.rsplit_once(", ").map_or(title.clone(), |(_, version)| version.to_owned());
    let list = KevCatalog { version, released_on, rows: live, rejected: Vec::new() };
    Ok(take_kev(held, &list, &past, digest, Vec::new(), rules)?)
}

fn take_table(held: &mut HeldTables, feed: &PackedFeed, rules: RenewRules) -> Result<Renewal, TakeError> {
    let kind = feed.release.kind;
    not_ahead(kind, feed.release.released_on, rules)?;
    not_older(held, kind, feed.release.released_on, rules)?;
    let is_same_day = held.release(kind).is_some_and(|old| old.released_on == feed.release.released_on);
    if is_same_day && held.body(kind) == feed.body {
        return Ok(Renewal::Same);
    }
    let n_held = held.n_rows(kind);
    let mut after = held.clone();
    after.load(feed.release.clone(), &feed.body).map_err(|source| TakeError::Table { kind, source })?;
    let n = after.n_rows(kind);
    not_shrunk(kind, n, n_held, rules)?;
    // The count is what is there, whatever the file says.
    let release = FeedRelease { n_rows: n as u32, ..feed.release.clone() };
    after.name(release.clone());
    *held = after;
    let (was, now) = (n_held.to_string(), n.to_string());
    let changes = vec![FeedChange { kind: FeedChangeKind::Rows, cve: None, was, now }];
    Ok(Renewal::New(Box::new(NewTable { release, body: feed.body.clone(), changes, rejected: Vec::new() })))
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::model::CveId;

    use super::*;
    use crate::pack;
    use crate::updates::feed_file::tests::{DAY, at, epss};

    fn kev(day: Date, rows: &[KevRow]) -> PackedFeed {
        let release =
            FeedRelease { kind: FeedKind::Kev, title: format!("CISA, {day}"), ..epss(day, 1).release };
        PackedFeed { release, body: pack(rows), ..epss(day, 1) }
    }

    /// All that is held came with the program.
    fn never(_: FeedKind) -> Option<Timestamp> {
        None
    }

    #[test]
    fn tables_are_taken_all_or_none_and_never_an_older_one_unasked() {
        let row = |n, removed_on| KevRow {
            cve: CveId::new(2026, n).expect("an id"),
            vendor: "Maker".to_owned(),
            product: "A".to_owned(),
            added_on: Date::constant(2026, 1, 2),
            due_on: Date::constant(2026, 1, 9),
            is_ransomware: false,
            removed_on,
        };
        let file = |kev_day, epss_day, rows: &[KevRow]| FeedFile {
            made_at: at(),
            key: String::new(),
            feeds: vec![kev(kev_day, rows), epss(epss_day, 9)],
        };
        let (may, june) = (Date::constant(2026, 5, 1), Date::constant(2026, 6, 1));
        let july = Date::constant(2026, 7, 1);
        let mut held = HeldTables::default();
        let rules = RenewRules::on(DAY);
        let first = file(may, may, &[row(1, None), row(2, None)]);
        take_feed_file(&mut held, &first, &FeedKind::ALL, rules, never).expect("taken");
        let before = held.clone();
        // The list is newer, the estimates are older: nothing is taken.
        let mixed = file(june, Date::constant(2026, 4, 1), &[row(2, None), row(3, Some(may))]);
        let refused = take_feed_file(&mut held, &mixed, &FeedKind::ALL, rules, never);
        assert!(matches!(refused, Err(TakeError::Renew(RenewError::Older { .. }))));
        assert_eq!(held, before);
        // Nor from a day that has not come, whoever signed it and whatever is asked for.
        let ahead = file(june, DAY.saturating_add(jiff::Span::new().days(2)), &[row(2, None), row(3, None)]);
        let all = RenewRules { allow_older: true, allow_shrink: true, ..rules };
        let refused = take_feed_file(&mut held, &ahead, &FeedKind::ALL, all, never);
        assert!(matches!(refused, Err(TakeError::Renew(RenewError::Ahead { .. }))), "{refused:?}");
        assert_eq!(held, before);
        let done = take_feed_file(&mut held, &mixed, &[FeedKind::Kev], rules, never).expect("taken");
        assert_eq!(done.len(), 1);
        let shown: Vec<_> = held.kev.iter().map(|r| (r.cve.number(), r.removed_on)).collect();
        assert_eq!(shown, [(1, Some(june)), (2, None), (3, Some(may))], "both histories are kept");
        // What leaves with a file left on the day that whoever made the file saw it leave.
        let later = file(july, may, &[row(2, Some(june)), row(3, Some(may)), row(4, None)]);
        let mut after = held.clone();
        take_feed_file(&mut after, &later, &[FeedKind::Kev], rules, never).expect("taken");
        let shown: Vec<_> = after.kev.iter().map(|r| (r.cve.number(), r.removed_on)).collect();
        assert_eq!(shown, [(1, Some(june)), (2, Some(june)), (3, Some(may)), (4, None)]);
        let again =
            take_feed_file(&mut after, &later, &[FeedKind::Kev], rules, never).expect("nothing to do");
        assert!(again.iter().all(|(_, renewal)| *renewal == Renewal::Same));
        let older = RenewRules { allow_older: true, ..rules };
        take_feed_file(&mut held, &mixed, &FeedKind::ALL, older, never).expect("taken");
        assert_eq!(held.release(FeedKind::Epss).map(|r| r.released_on), Some(Date::constant(2026, 4, 1)));
        let again = take_feed_file(&mut held, &mixed, &FeedKind::ALL, rules, never).expect("nothing to do");
        assert!(again.iter().all(|(_, renewal)| *renewal == Renewal::Same));
    }

    #[test]
    fn of_one_day_what_was_fetched_earlier_never_takes_the_place_of_what_came_later() {
        let hour = |n: i64| at() + jiff::SignedDuration::from_hours(n);
        let file = |n, fetched_at, made_at| FeedFile {
            made_at,
            key: String::new(),
            feeds: vec![PackedFeed { fetched_at, ..epss(DAY, n) }],
        };
        let rules = RenewRules::on(DAY);
        let mut held = HeldTables::default();
        take_feed_file(&mut held, &file(9, None, at()), &FeedKind::ALL, rules, never).expect("taken");
        let before = held.clone();
        let at_noon = |_| Some(hour(12));
        for (n, fetched_at, made_at, is_taken) in [
            (8, Some(hour(11)), hour(20), false),
            (8, Some(hour(20)), hour(11), false),
            (8, None, hour(11), false),
            (9, None, hour(11), true),
            (8, Some(hour(12)), hour(20), true),
            (8, None, hour(13), true),
        ] {
            let mut held = before.clone();
            let done =
                take_feed_file(&mut held, &file(n, fetched_at, made_at), &FeedKind::ALL, rules, at_noon);
            assert_eq!(done.is_ok(), is_taken, "{n} {fetched_at:?} {made_at}");
            assert_eq!(held.n_rows(FeedKind::Epss), if is_taken { n as usize } else { 9 });
        }
        let early = file(8, Some(hour(11)), hour(20));
        let error =
            take_feed_file(&mut held, &early, &FeedKind::ALL, rules, at_noon).err().map(|e| e.to_string());
        assert_eq!(
            error.unwrap_or_default(),
            "FIRST's estimates (EPSS) of August 22, 2026 was fetched at 2026-08-23 11:00 UTC, and that of the same day that is held came at 2026-08-23 12:00 UTC; take it all the same with --allow-older"
        );
        let older = RenewRules { allow_older: true, ..rules };
        take_feed_file(&mut held, &early, &FeedKind::ALL, older, at_noon).expect("asked for");
        assert_eq!(held.n_rows(FeedKind::Epss), 8);
    }
}
