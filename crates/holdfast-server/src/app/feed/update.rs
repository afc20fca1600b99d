//! Newer files over the tables in use: gathered, worked out, and kept in one write, which the running portal takes up by itself.

use std::collections::HashMap;

use holdfast_core::model::{FeedKind, FeedWay, Month};
use holdfast_import::updates::{
    HeldTables, NewTable, RenewRules, Renewal, SortedFiles, Unsorted, UpdateFiles, read_feed_file, renew,
    take_feed_file,
};
use holdfast_store::{FeedMark, Feeds as _};
use jiff::Timestamp;

use super::fetch::Fetcher;
use super::gather::{Gathered, gather};
use super::held::{FeedInUse, Held, embedded};
use crate::app::{App, AppError, chain};

/// Where newer files come from.
#[derive(Clone, Debug)]
pub enum FeedsFrom {
    /// The publishers.
    Official,
    /// Files somebody downloaded.
    Folder(Box<SortedFiles>),
    /// One signed file.
    SignedFile(Vec<u8>),
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct FeedsAsked {
    /// Which feeds.
    pub only: Vec<FeedKind>,
    /// A file may be older than the table that is held: the person asking has looked at it.
    pub allow_older: bool,
    /// A list may lack much of what is held: the person asking has looked at it.
    pub allow_shrink: bool,
    /// Read and report, and keep nothing.
    pub check: bool,
}

impl Default for FeedsAsked {
    fn default() -> Self {
        Self { only: FeedKind::RENEWED.to_vec(), allow_older: false, allow_shrink: false, check: false }
    }
}

/// What became of a feed.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedState {
    /// There is a new table.
    New(Box<NewTable>),
    /// There is nothing newer.
    Same,
    /// It is left as it is: its file did not come.
    NotCome(String),
    /// It is left as it is: its file is not to be taken.
    Refused(String),
}

/// One feed of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedOutcome {
    /// Which.
    pub kind: FeedKind,
    /// What became of it.
    pub state: FeedState,
}

/// A round.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedsUpdated {
    /// Every feed the files told of, or that was asked for.
    pub outcomes: Vec<FeedOutcome>,
    /// Files of the folder that belong to no feed, or are damaged.
    pub unsorted: Vec<Unsorted>,
}

/// A round that was worked out and not yet kept.
#[derive(Default)]
struct Worked {
    outcomes: Vec<FeedOutcome>,
    marks: Vec<(String, FeedKind, FeedMark)>,
    unsorted: Vec<Unsorted>,
}

impl App {
    /// Brings in newer tables. What is good is kept in one write and taken up at once; what is not is left as it was, with why.
    ///
    /// A signed file is taken whole or not at all. When nothing but the check is asked for, nothing is kept.
    pub async fn update_feeds(&self, from: FeedsFrom, asked: FeedsAsked) -> Result<FeedsUpdated, AppError> {
        let mut read = self.store.read().await?;
        let held = self.held_feeds(&mut read).await?;
        let all_marks = read.feed_marks().await?;
        drop(read);
        // Of what is damaged the file is asked for whole: "nothing newer" would leave it damaged. Both of Microsoft's tables come
        // from the same files.
        let is_whole = |kind: FeedKind| {
            let is_of = |known: FeedKind| known == kind || (is_windows(known) && is_windows(kind));
            !held.damaged.iter().any(|(known, _)| is_of(*known))
        };
        let marks = all_marks.into_iter().filter(|(_, kind, _)| is_whole(*kind));
        let marks: HashMap<String, FeedMark> = marks.map(|(address, _, mark)| (address, mark)).collect();
        let newest = held.newest;
        let way = match &from {
            FeedsFrom::Official => FeedWay::Official,
            FeedsFrom::Folder(_) => FeedWay::Folder,
            FeedsFrom::SignedFile(_) => FeedWay::SignedFile,
        };
        let (app, wanted) = (self.clone(), asked.clone());
        let mut worked = tokio::task::spawn_blocking(move || app.work_out(held, from, &marks, &wanted))
            .await
            .map_err(|e| AppError::Broken { what: e.to_string() })??;
        never_used(&mut worked.outcomes)?;
        if way == FeedWay::SignedFile {
            whole_or_none(&worked.outcomes)?;
        }
        if !asked.check {
            self.keep_feeds(newest, way, &worked).await?;
            self.reload_feeds().await?;
        }
        Ok(FeedsUpdated { outcomes: worked.outcomes, unsorted: worked.unsorted })
    }

    /// The same from the publishers, for the nightly job. A feed that was not renewed is a failure, so that the job is tried again.
    pub async fn update_feeds_at_night(&self) -> Result<(), AppError> {
        let done = self.update_feeds(FeedsFrom::Official, FeedsAsked::default()).await?;
        let failed: Vec<String> = done
            .outcomes
            .iter()
            .filter_map(|o| match &o.state {
                FeedState::NotCome(why) | FeedState::Refused(why) => {
                    Some(format!("{}: {why}", o.kind.word()))
                }
                FeedState::New(_) | FeedState::Same => None,
            })
            .collect();
        if failed.is_empty() { Ok(()) } else { Err(AppError::refused(failed.join("; "))) }
    }

    /// Gathers and reads, on a thread of its own.
    fn work_out(
        &self,
        held: Held,
        from: FeedsFrom,
        marks: &HashMap<String, FeedMark>,
        asked: &FeedsAsked,
    ) -> Result<Worked, AppError> {
        let Held { mut tables, in_use, damaged, .. } = held;
        let mut worked = self.work_over(&mut tables, &in_use, from, marks, asked)?;
        for outcome in &mut worked.outcomes {
            let is_damaged = damaged.iter().any(|(kind, _)| *kind == outcome.kind);
            if is_damaged
                && outcome.state == FeedState::Same
                && let Some(release) = tables.release(outcome.kind)
            {
                // The files say what the table that stands in says, so that one takes the damaged one's place.
                outcome.state = FeedState::New(Box::new(NewTable {
                    release: release.clone(),
                    body: tables.body(outcome.kind),
                    changes: Vec::new(),
                    rejected: Vec::new(),
                }));
            }
        }
        Ok(worked)
    }

    /// What newer files make of the tables in use, which are replaced as it goes.
    fn work_over(
        &self,
        tables: &mut HeldTables,
        in_use: &[FeedInUse],
        from: FeedsFrom,
        marks: &HashMap<String, FeedMark>,
        asked: &FeedsAsked,
    ) -> Result<Worked, AppError> {
        // When one of the two stands in for a damaged one, both are made from its month on.
        let month = |kind| Month::of(tables.release(kind)?.released_on);
        let newest = [FeedKind::WindowsBuilds, FeedKind::WindowsFixes].into_iter().filter_map(month).min();
        let FeedsAsked { allow_older, allow_shrink, .. } = *asked;
        let rules = RenewRules { today: self.today(), allow_older, allow_shrink };
        match from {
            FeedsFrom::SignedFile(bytes) => {
                let refused =
                    |e: &dyn std::error::Error| AppError::refused(format!("nothing was taken: {}", chain(e)));
                let file =
                    read_feed_file(&bytes, &self.config.feeds.trusted_keys).map_err(|e| refused(&e))?;
                let came_at = |kind| {
                    let ms = in_use.iter().find(|used| used.release.kind == kind)?.fetched_at_ms?;
                    Timestamp::from_millisecond(ms).ok()
                };
                let done =
                    take_feed_file(tables, &file, &asked.only, rules, came_at).map_err(|e| refused(&e))?;
                let outcomes = done.into_iter().map(|(kind, renewal)| outcome(kind, renewal)).collect();
                Ok(Worked { outcomes, ..Worked::default() })
            }
            FeedsFrom::Folder(files) => {
                let SortedFiles { files, unsorted } = *files;
                let outcomes = renewed(tables, &files, &asked.only, rules);
                Ok(Worked { outcomes, unsorted, ..Worked::default() })
            }
            FeedsFrom::Official => {
                let fetcher = Fetcher::new(&self.config.feeds, self.clock.clone());
                let Gathered { files, same, troubles, marks } =
                    gather(&fetcher, &self.config.feeds, marks, newest, &asked.only);
                let mut outcomes = renewed(tables, &files, &asked.only, rules);
                outcomes.extend(same.into_iter().map(|kind| FeedOutcome { kind, state: FeedState::Same }));
                for (kind, why) in troubles {
                    outcomes.retain(|known| known.kind != kind);
                    outcomes.push(FeedOutcome { kind, state: FeedState::NotCome(why) });
                }
                outcomes.sort_by_key(|o| o.kind);
                Ok(Worked { outcomes, marks, ..Worked::default() })
            }
        }
    }

    /// Keeps all new tables in one write, with how the look at each publisher ended.
    async fn keep_feeds(&self, newest: i64, way: FeedWay, worked: &Worked) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if write.feeds_at().await?.0 != newest {
            let what =
                "Newer tables came in at the same time, so nothing was taken. Run it again.".to_owned();
            return Err(AppError::Conflict { what });
        }
        for FeedOutcome { kind, state } in &worked.outcomes {
            let trouble = match state {
                FeedState::New(new) => {
                    write.replace_feed(&new.release, &new.body, &new.changes, way, now_ms).await?;
                    tracing::info!(
                        feed.kind = kind.key(),
                        rows.n = new.release.n_rows,
                        "A feed has a new table: {}",
                        new.release.title
                    );
                    ""
                }
                FeedState::Same => "",
                FeedState::NotCome(why) | FeedState::Refused(why) => {
                    tracing::error!(feed.kind = kind.key(), error = why, "A feed was not renewed");
                    why
                }
            };
            if way == FeedWay::Official {
                write.note_feed_look(*kind, trouble, now_ms).await?;
            }
        }
        // Of a feed that was not taken the file is asked for whole the next time.
        let is_taken = |kind: FeedKind| {
            let of = worked.outcomes.iter().filter(|o| o.kind == kind);
            of.clone().count() > 0
                && of.into_iter().all(|o| matches!(o.state, FeedState::New(_) | FeedState::Same))
        };
        for (address, kind, mark) in worked.marks.iter().filter(|(_, kind, _)| is_taken(*kind)) {
            write.keep_feed_mark(address, *kind, mark).await?;
        }
        Ok(write.commit().await?)
    }
}

fn is_windows(kind: FeedKind) -> bool {
    matches!(kind, FeedKind::WindowsBuilds | FeedKind::WindowsFixes)
}

fn renewed(
    tables: &mut HeldTables,
    files: &UpdateFiles,
    only: &[FeedKind],
    rules: RenewRules,
) -> Vec<FeedOutcome> {
    let done = renew(tables, files, only, rules);
    done.into_iter()
        .map(|(kind, renewal)| match renewal {
            Ok(renewal) => outcome(kind, renewal),
            Err(error) => FeedOutcome { kind, state: FeedState::Refused(chain(&error)) },
        })
        .collect()
}

fn outcome(kind: FeedKind, renewal: Renewal) -> FeedOutcome {
    let state = match renewal {
        Renewal::Same => FeedState::Same,
        Renewal::New(new) => FeedState::New(new),
    };
    FeedOutcome { kind, state }
}

/// Of a signed file one table that is not to be taken is enough.
fn whole_or_none(outcomes: &[FeedOutcome]) -> Result<(), AppError> {
    for FeedOutcome { kind, state } in outcomes {
        if let FeedState::Refused(why) | FeedState::NotCome(why) = state {
            return Err(AppError::refused(format!("nothing was taken: the table `{}`: {why}", kind.word())));
        }
    }
    Ok(())
}

/// Refuses tables that are older than the one inside the binary: they would be kept and never used.
fn never_used(outcomes: &mut [FeedOutcome]) -> Result<(), AppError> {
    for (embedded, _) in embedded()? {
        for outcome in outcomes.iter_mut().filter(|o| o.kind == embedded.kind) {
            if let FeedState::New(new) = &outcome.state
                && new.release.released_on < embedded.released_on
            {
                outcome.state = FeedState::Refused(format!(
                    "it is of {}; this release has that of {}, and the newer one is always used",
                    new.release.released_on, embedded.released_on
                ));
            }
        }
    }
    Ok(())
}
