//! Which files to ask the publishers for, and which feeds each of them is for. Bytes only; what they say is not looked at here.

use std::collections::HashMap;

use holdfast_core::model::{FeedKind, Month};
use holdfast_import::NamedFile;
use holdfast_import::updates::{UpdateFiles, read_document_list, sort_files};
use holdfast_store::FeedMark;

use super::fetch::{FetchError, Fetched, Fetcher};
use crate::config::FeedsConfig;

/// Documents asked for at most; a portal that is further behind takes the next ones the next time.
const MOST_DOCUMENTS: usize = 24;
/// The file name and the bound of each answer, in megabytes.
const KEV: (&str, usize) = ("known_exploited_vulnerabilities.json", 16);
const EPSS: (&str, usize) = ("epss_scores-current.csv.gz", 32);
const LIST: (&str, usize) = ("updates", 4);
const DOCUMENT_MB: usize = 48;

/// What came.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: UpdateFiles,
    /// Feeds whose publisher has nothing newer.
    pub(super) same: Vec<FeedKind>,
    /// Feeds whose files did not come, and why.
    pub(super) troubles: Vec<(FeedKind, String)>,
    /// What publishers said of their files, to be kept with the tables.
    pub(super) marks: Vec<(String, FeedKind, FeedMark)>,
}

/// Asks for the files of the feeds wanted. `newest`: the last month the table of fixes knows.
pub(super) fn gather(
    fetcher: &Fetcher,
    config: &FeedsConfig,
    marks: &HashMap<String, FeedMark>,
    newest: Option<Month>,
    only: &[FeedKind],
) -> Gathered {
    let mut all = Gathered::default();
    let mut named: Vec<(NamedFile, Vec<FeedKind>)> = Vec::new();
    // The small ones first: Microsoft's documents may use up the time for all.
    for (kind, (name, limit_mb)) in [(FeedKind::Kev, KEV), (FeedKind::Epss, EPSS)] {
        if !only.contains(&kind) {
            continue;
        }
        let address = config.address(kind);
        match fetcher.fetch(address, "*/*", marks.get(address), limit_mb) {
            Ok(Fetched::Same) => all.same.push(kind),
            Ok(Fetched::New(bytes, mark)) => {
                named.push((NamedFile { name: name.to_owned(), bytes }, vec![kind]));
                all.marks.push((address.to_owned(), kind, mark));
            }
            Err(error) => all.troubles.push((kind, error.to_string())),
        }
    }
    let both = [FeedKind::WindowsBuilds, FeedKind::WindowsFixes];
    let windows: Vec<FeedKind> = both.into_iter().filter(|kind| only.contains(kind)).collect();
    if !windows.is_empty() {
        // Marks stand for both tables, so they count only where both are made.
        let marks = (windows.len() == 2).then_some(marks);
        match documents(fetcher, config.address(FeedKind::WindowsFixes), marks, newest) {
            Ok(found) if found.is_empty() => all.same.extend(&windows),
            Ok(found) => {
                for (address, file, mark) in found {
                    named.push((file, windows.clone()));
                    if marks.is_some() {
                        all.marks.push((address, FeedKind::WindowsFixes, mark));
                    }
                }
            }
            Err(why) => all.troubles.extend(windows.iter().map(|kind| (*kind, why.clone()))),
        }
    }
    let of: HashMap<String, Vec<FeedKind>> =
        named.iter().map(|(f, kinds)| (f.name.clone(), kinds.clone())).collect();
    let (files, unsorted) = sort_files(named.into_iter().map(|(file, _)| file).collect());
    all.files = files;
    // An answer that is no file of its feed: the page of a proxy, or of a sign-in.
    for file in unsorted {
        for kind in of.get(&file.name).into_iter().flatten() {
            if !all.troubles.iter().any(|(known, _)| known == kind) {
                all.troubles
                    .push((*kind, format!("what came as `{}` is not to be used: {}", file.name, file.why)));
            }
        }
    }
    // One document that is missing would leave a month half told.
    if all.troubles.iter().any(|(kind, _)| windows.contains(kind)) {
        all.files.documents.clear();
    }
    all
}

type Document = (String, NamedFile, FeedMark);

/// The documents of the last month that is known, of the one before, and of all later ones; none when none of them is newer.
fn documents(
    fetcher: &Fetcher,
    base: &str,
    marks: Option<&HashMap<String, FeedMark>>,
    newest: Option<Month>,
) -> Result<Vec<Document>, String> {
    let (name, limit_mb) = LIST;
    let said = |error: FetchError| error.to_string();
    let list =
        match fetcher.fetch(&format!("{base}/{name}"), "application/json", None, limit_mb).map_err(said)? {
            Fetched::New(bytes, _) => bytes,
            Fetched::Same => Vec::new(),
        };
    let from = newest.map(|month| month.minus(1));
    let wanted = read_document_list(name, &list).map_err(|e| e.to_string())?;
    let wanted: Vec<String> = wanted
        .into_iter()
        .filter(|(month, _)| from.is_none_or(|from| *month >= from))
        .map(|(_, id)| id)
        .take(MOST_DOCUMENTS)
        .collect();
    let ask = |id: &String, mark: Option<&FeedMark>| {
        fetcher.fetch(&format!("{base}/cvrf/{id}"), "application/xml", mark, DOCUMENT_MB).map_err(said)
    };
    let mut came: Vec<Document> = Vec::new();
    let mut left: Vec<&String> = Vec::new();
    let place = |id: &String, bytes, mark| {
        (format!("{base}/cvrf/{id}"), NamedFile { name: format!("{id}.xml"), bytes }, mark)
    };
    for id in &wanted {
        let mark = marks.and_then(|marks| marks.get(&format!("{base}/cvrf/{id}")));
        match ask(id, mark)? {
            Fetched::New(bytes, mark) => came.push(place(id, bytes, mark)),
            Fetched::Same => left.push(id),
        }
    }
    if came.is_empty() {
        return Ok(came);
    }
    // Months are worked out from all of them together.
    for id in left {
        if let Fetched::New(bytes, mark) = ask(id, None)? {
            came.push(place(id, bytes, mark));
        }
    }
    came.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    Ok(came)
}
