//! `holdfast feed`: newer lists on updates and weaknesses in, out as one signed file, and what is in use.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use holdfast_core::model::{FeedKind, day_in_words};
use holdfast_import::NamedFile;
use holdfast_import::updates::{MAX_FEED_FILE_BYTES, SortedFiles, public_key};
use holdfast_server::app::AppError;
use holdfast_server::app::feed::{
    FeedOutcome, FeedState, FeedsAsked, FeedsFrom, FeedsUpdated, make_feed_key, read_feed_key,
};
use holdfast_server::entropy::OsEntropy;
use serde_json::json;

use super::save::save;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::{FeedCommand, FeedKey, FeedPack, FeedShow, FeedUpdate};
use crate::out;
use crate::progress::say;

/// Refused rows printed for each feed.
const SHOWN: usize = 10;
/// Changes printed for each feed.
const SHOWN_CHANGES: usize = 20;
/// Largest file of a folder, and most of them: enough for every document since 2016.
const MAX_FILE_BYTES: u64 = 64 << 20;
const MOST_FILES: usize = 500;
/// All files of feeds in a folder together, unpacked. They are in memory until they are worked out.
const MOST_BYTES: usize = 1 << 30;

/// Runs one of them.
pub(crate) async fn run(settings: &Settings, what: FeedCommand) -> Result<ExitCode, Failure> {
    match what {
        FeedCommand::Update(flags) => update(settings, &flags).await,
        FeedCommand::Pack(flags) => pack(settings, &flags).await,
        FeedCommand::Key(flags) => key(&flags),
        FeedCommand::Show(flags) => show(settings, &flags).await,
    }
}

fn refused_or_failed(error: AppError) -> Failure {
    let code = if matches!(error, AppError::Refused { .. }) { exit::REFUSED } else { exit::FAILED };
    Failure::new(code, error)
}

async fn update(settings: &Settings, flags: &FeedUpdate) -> Result<ExitCode, Failure> {
    let from = match &flags.from {
        None => FeedsFrom::Official,
        Some(path) if path.is_dir() => FeedsFrom::Folder(Box::new(files_of(path, MOST_BYTES)?)),
        Some(path) => FeedsFrom::SignedFile(bounded(path, MAX_FEED_FILE_BYTES as u64)?),
    };
    let only: Vec<FeedKind> = match flags.only.as_slice() {
        [] => FeedKind::RENEWED.to_vec(),
        some => FeedKind::RENEWED
            .into_iter()
            .filter(|kind| some.iter().any(|w| FeedKind::from(*w) == *kind))
            .collect(),
    };
    let app = super::data::open(settings).await?;
    if matches!(from, FeedsFrom::Official) {
        say("Asking the publishers");
    }
    let FeedUpdate { allow_older, allow_shrink, check, .. } = *flags;
    let asked = FeedsAsked { only, allow_older, allow_shrink, check };
    let done = app.update_feeds(from, asked).await.map_err(refused_or_failed)?;
    if flags.json {
        out::line(&format!("{:#}", as_json(&done)))?;
    } else {
        out::print(&text(&done, flags.check))?;
    }
    Ok(ExitCode::from(code(&done)))
}

/// The files of feeds in a folder, without those below it. Each is told as it is read, and only those of feeds are kept.
fn files_of(folder: &Path, most_bytes: usize) -> Result<SortedFiles, Failure> {
    let cannot = || format!("cannot read the folder `{}`", folder.display());
    let refused = |e: anyhow::Error| Failure::new(exit::REFUSED, e);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot).map_err(refused)? {
        let path = entry.with_context(cannot).map_err(refused)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    if paths.len() > MOST_FILES {
        let n = paths.len();
        return Err(refused(anyhow!(
            "`{}` has {n} files; put those of the feeds into a folder of their own",
            folder.display()
        )));
    }
    paths.sort();
    let mut sorted = SortedFiles::default();
    for path in &paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        sorted.add(NamedFile { name, bytes: bounded(path, MAX_FILE_BYTES)? });
        if sorted.n_bytes() > most_bytes {
            return Err(refused(anyhow!(
                "the files of feeds in `{}` have more than {} MB together; leave out Microsoft's documents of months that are held",
                folder.display(),
                most_bytes >> 20
            )));
        }
    }
    Ok(sorted)
}

/// The bytes of a file, and one more than the bound when it has more.
fn bounded(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.with_context(|| {
        format!("cannot read `{}`; check the name and that the file may be read", path.display())
    })
    .map_err(|e| Failure::new(exit::REFUSED, e))?;
    Ok(bytes)
}

fn code(done: &FeedsUpdated) -> u8 {
    let has = |is: fn(&FeedState) -> bool| done.outcomes.iter().any(|o| is(&o.state));
    let has_damaged = done.unsorted.iter().any(|file| file.is_damaged);
    if has(|s| matches!(s, FeedState::Refused(_))) || has_damaged || done.outcomes.is_empty() {
        exit::REFUSED
    } else if has(|s| matches!(s, FeedState::NotCome(_))) {
        exit::FAILED
    } else if has(|s| matches!(s, FeedState::New(new) if !new.rejected.is_empty())) {
        exit::SOME_REFUSED
    } else {
        exit::DONE
    }
}

fn text(done: &FeedsUpdated, is_check: bool) -> String {
    let mut text = String::new();
    for FeedOutcome { kind, state } in &done.outcomes {
        let name = kind.source().name;
        match state {
            FeedState::Same => text += &format!("{}: nothing newer. ({name})\n", kind.word()),
            FeedState::NotCome(why) => {
                text += &format!("{}: NOT RENEWED. {why}. What was there is still in use.\n", kind.word())
            }
            FeedState::Refused(why) => {
                text += &format!("{}: REFUSED. {why}. What was there is still in use.\n", kind.word())
            }
            FeedState::New(new) => {
                let verb = if is_check { "would be" } else { "is now" };
                text += &format!(
                    "{}: {verb} that of {}, {} rows. ({})\n",
                    kind.word(),
                    day_in_words(new.release.released_on),
                    new.release.n_rows,
                    new.release.title
                );
                for change in new.changes.iter().take(SHOWN_CHANGES) {
                    text += &format!("  {}\n", change.in_words());
                }
                if new.changes.len() > SHOWN_CHANGES {
                    text += &format!("  and {} more changes\n", new.changes.len() - SHOWN_CHANGES);
                }
                for (file, row) in new.rejected.iter().take(SHOWN) {
                    text += &format!("  refused in {file}: {row}\n");
                }
                if new.rejected.len() > SHOWN {
                    text += &format!("  and {} more rows refused\n", new.rejected.len() - SHOWN);
                }
            }
        }
    }
    for file in &done.unsorted {
        let verb = if file.is_damaged { "DAMAGED" } else { "passed over" };
        text += &format!("{verb} `{}`: {}\n", file.name, file.why);
    }
    if done.outcomes.is_empty() {
        text += "There was no file of a feed; nothing was changed.\n";
    } else if is_check {
        text += "Nothing was kept, for only the check was asked for.\n";
    }
    text
}

fn as_json(done: &FeedsUpdated) -> serde_json::Value {
    let outcome = |o: &FeedOutcome| {
        let (state, why) = match &o.state {
            FeedState::New(_) => ("new", ""),
            FeedState::Same => ("same", ""),
            FeedState::NotCome(why) => ("not_come", why.as_str()),
            FeedState::Refused(why) => ("refused", why.as_str()),
        };
        let new = match &o.state {
            FeedState::New(new) => Some(new),
            _ => None,
        };
        let rejected = |(file, row): &(String, holdfast_import::RowError)| json!({ "file": file, "says": row.to_string() });
        json!({ "feed": o.kind.word(), "state": state, "why": why,
            "release": new.map(|n| &n.release),
            "changes": new.map(|n| &n.changes),
            "rejected": new.map(|n| n.rejected.iter().map(rejected).collect::<Vec<_>>()) })
    };
    let passed = |u: &holdfast_import::updates::Unsorted| json!({ "file": u.name, "why": u.why, "is_damaged": u.is_damaged });
    json!({ "feeds": done.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "passed_over": done.unsorted.iter().map(passed).collect::<Vec<_>>() })
}

async fn pack(settings: &Settings, flags: &FeedPack) -> Result<ExitCode, Failure> {
    let key = read_feed_key(&flags.key).map_err(refused_or_failed)?;
    let app = super::data::open(settings).await?;
    let bytes = app.pack_feeds(&key).await.map_err(refused_or_failed)?;
    save(&flags.out, &bytes)?;
    let days = app.feeds().tables.dates().in_words();
    out::print(&format!(
        "{} has {} bytes, signed by {}.\n{days}\n",
        flags.out.display(),
        bytes.len(),
        public_key(&key)
    ))?;
    Ok(ExitCode::from(exit::DONE))
}

fn key(flags: &FeedKey) -> Result<ExitCode, Failure> {
    let key = make_feed_key(&flags.out, &OsEntropy).map_err(refused_or_failed)?;
    out::print(&format!(
        "The key is in {}. Keep it to yourself. A portal takes what it signs when its settings say:\n\n[feeds]\ntrusted_keys = [\"{}\"]\n",
        flags.out.display(),
        public_key(&key)
    ))?;
    Ok(ExitCode::from(exit::DONE))
}

async fn show(settings: &Settings, flags: &FeedShow) -> Result<ExitCode, Failure> {
    let app = super::data::open(settings).await?;
    if let Some(about) = &flags.about {
        let (now, found) = app.feed_history(about).await.map_err(refused_or_failed)?;
        let lines = found.iter().map(|kept| format!("{}  {}", kept.on, kept.change.in_words()));
        if flags.json {
            let changes = found
                .iter()
                .map(|kept| json!({ "on": kept.on, "feed": kept.feed.word(), "change": kept.change }));
            out::line(&format!("{:#}", json!({ "now": now, "changes": changes.collect::<Vec<_>>() })))?;
            return Ok(ExitCode::from(exit::DONE));
        }
        let mut text: String = lines.map(|line| line + "\n").collect();
        if now != *about && !now.eq_ignore_ascii_case(about) {
            text = format!("{about} is now {now}.\n{text}");
        }
        if found.is_empty() {
            text += &format!("Nothing changed about {now} since this portal keeps history.\n");
        }
        out::print(&text)?;
        return Ok(ExitCode::from(exit::DONE));
    }
    let record = app.feeds_record().await.map_err(refused_or_failed)?;
    if flags.json {
        let feeds = record.in_use.iter().map(|used| {
            let old = record.old.iter().find(|old| old.kind == used.release.kind).map(|old| old.n_days);
            json!({ "release": used.release, "way": used.way, "fetched_at_ms": used.fetched_at_ms, "n_days_old": old })
        });
        out::line(&format!("{:#}", json!({ "feeds": feeds.collect::<Vec<_>>() })))?;
        return Ok(ExitCode::from(exit::DONE));
    }
    let mut text = String::new();
    for used in &record.in_use {
        let release = &used.release;
        let old = record.old.iter().find(|old| old.kind == release.kind);
        let old = old.map(|old| format!(", {} days old", old.n_days)).unwrap_or_default();
        text += &format!(
            "{:<8} {}{old}, {} rows, {}. {}\n",
            release.kind.word(),
            release.released_on,
            release.n_rows,
            used.way.in_words(),
            release.kind.source().publisher
        );
    }
    for look in record.looks.iter().filter(|look| !look.trouble.is_empty()) {
        text += &format!("{}: the last look failed. {}\n", look.kind.word(), look.trouble);
    }
    text += &format!("{}\n", app.feeds_in_words());
    out::print(&text)?;
    Ok(ExitCode::from(exit::DONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_none_of_ours_take_no_room_and_too_much_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("a file");
        put("film.bin", &[7; 9_000]);
        put("a.csv", b"#score_date:2026-08-23\ncve,epss\n");
        let sorted = files_of(folder.path(), 2_000).unwrap_or_else(|_| panic!("it reads"));
        assert_eq!((sorted.n_bytes(), sorted.unsorted.len()), (32, 1));
        put("b.csv", format!("month,cve,fixed_build\n{}", " ".repeat(2_000)).as_bytes());
        assert!(files_of(folder.path(), 2_000).is_err());
    }
}
