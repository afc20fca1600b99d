//! Files of a folder, or of an answer, to the feeds they belong to, by what is in them; and what stands around them: packing, the
//! day in a head line, the list of Microsoft's documents.
//!
//! A file that is none of them is passed over and named.

use std::io::Read as _;

use holdfast_core::Date;
use holdfast_core::model::Month;
use serde::Deserialize;

use super::cvrf::month_of;
use super::{FeedError, UpdateFiles};
use crate::NamedFile;

/// Largest file once unpacked.
const LIMIT_MB: usize = 64;

/// The start of a file, by which it is told.
const START_BYTES: usize = 4_096;

/// A file that is not to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsorted {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether it is, or may be, a file of a feed that did not come whole. Else it belongs to no feed and is passed over.
    pub is_damaged: bool,
}

/// Files sorted by what is in them, one after another. Only those of feeds are kept, unpacked.
#[derive(Clone, Debug, Default)]
pub struct SortedFiles {
    /// Those of feeds. Of two files of EPSS the newer.
    pub files: UpdateFiles,
    /// The others, named.
    pub unsorted: Vec<Unsorted>,
}

impl SortedFiles {
    /// Puts one more file where it belongs.
    pub fn add(&mut self, file: NamedFile) {
        let name = file.name.clone();
        let trouble = match unpacked(file) {
            Ok(file) => put(&mut self.files, file).err(),
            Err(Broken { start, error }) => match looks_of(&start) {
                // What breaks off before its first line may be anything.
                _ if start.is_empty() => Some((error.to_string(), true)),
                Err(why) => Some((why.to_owned(), false)),
                Ok(Looks::Unknown) => Some((NOT_OURS.to_owned(), false)),
                Ok(_) => Some((error.to_string(), true)),
            },
        };
        self.unsorted.extend(trouble.map(|(why, is_damaged)| Unsorted { name, why, is_damaged }));
    }

    /// Bytes of the files that are kept.
    pub fn n_bytes(&self) -> usize {
        let UpdateFiles { documents, fixes, lists, kev, kev_events, epss, .. } = &self.files;
        let all = [documents, fixes, lists, kev, kev_events].into_iter().flatten();
        all.chain(epss.as_ref().map(|(file, _)| file)).map(|file| file.bytes.len()).sum()
    }
}

impl FromIterator<NamedFile> for SortedFiles {
    fn from_iter<F: IntoIterator<Item = NamedFile>>(files: F) -> Self {
        let mut sorted = Self::default();
        files.into_iter().for_each(|file| sorted.add(file));
        sorted
    }
}

/// Sorts files that are all at hand.
pub fn sort_files(files: Vec<NamedFile>) -> (UpdateFiles, Vec<Unsorted>) {
    let SortedFiles { files, unsorted } = files.into_iter().collect();
    (files, unsorted)
}

const NOT_OURS: &str = "it is no file of these feeds";

/// What a file is.
#[derive(Clone, Copy)]
enum Looks {
    Kev,
    Document,
    Epss,
    Fixes,
    KevEvents,
    List,
    /// No head that is known. Lists of builds may have a long preface.
    Unknown,
}

/// What a file is, by its start; or why it belongs to no feed.
fn looks_of(start: &[u8]) -> Result<Looks, &'static str> {
    let start = &start[..start.len().min(START_BYTES)];
    let text = String::from_utf8_lossy(without_mark(start));
    let text = text.trim_start();
    let head = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_ascii_lowercase();
    let has = |column: &str| head.split(',').any(|c| c.trim().trim_matches('"') == column);
    match text.chars().next() {
        Some('{') if text.contains("catalogVersion") => Ok(Looks::Kev),
        Some('{') => Err("it is no list of CISA's; Microsoft's documents are read as XML"),
        Some('<') if text.contains("cvrf") => Ok(Looks::Document),
        Some('<') => Err("it is a web page, or another kind of XML"),
        _ if has("cve") && has("epss") => Ok(Looks::Epss),
        _ if has("cve") && has("fixed_build") => Ok(Looks::Fixes),
        _ if has("seen_date") && has("event") => Ok(Looks::KevEvents),
        _ if !super::read_release_list(start).rows.is_empty() => Ok(Looks::List),
        _ => Ok(Looks::Unknown),
    }
}

/// Without the mark that some programs put before text.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Puts a file where it belongs, or says why not and whether it is damaged.
fn put(sorted: &mut UpdateFiles, file: NamedFile) -> Result<(), (String, bool)> {
    if file.bytes.trim_ascii().is_empty() {
        return Err(("it is empty; download it again".to_owned(), true));
    }
    match looks_of(&file.bytes).map_err(|why| (why.to_owned(), false))? {
        Looks::Unknown if super::read_release_list(&file.bytes).rows.is_empty() => {
            return Err((NOT_OURS.to_owned(), false));
        }
        Looks::Unknown | Looks::List => sorted.lists.push(file),
        Looks::Kev => sorted.kev.push(file),
        Looks::Document => sorted.documents.push(file),
        Looks::Fixes => sorted.fixes.push(file),
        Looks::KevEvents => sorted.kev_events.push(file),
        Looks::Epss => {
            let no_day = || "it does not say of which day it is, in its first line or its name".to_owned();
            let day = epss_day(&file).ok_or_else(|| (no_day(), true))?;
            if sorted.epss.as_ref().is_none_or(|(_, held)| *held <= day) {
                sorted.epss = Some((file, day));
            }
        }
    }
    Ok(())
}

/// A file that is too large or does not unpack, with as much of its start as there is.
struct Broken {
    start: Vec<u8>,
    error: FeedError,
}

/// The file without its packing, and without the mark before its text.
fn unpacked(file: NamedFile) -> Result<NamedFile, Broken> {
    let NamedFile { name, mut bytes } = file;
    let limit = LIMIT_MB << 20;
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    let broken = |mut start: Vec<u8>, error| {
        start.truncate(START_BYTES);
        Err(Broken { start, error })
    };
    let too_large = FeedError::TooLarge { file: name.clone(), limit_mb: LIMIT_MB };
    if is_packed {
        let mut out = Vec::new();
        let most = limit as u64 + 1;
        let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(most).read_to_end(&mut out);
        if read.is_err() {
            let why = "the packed file is damaged, or the download broke off".to_owned();
            return broken(out, FeedError::Shape { file: name, wanted: "a whole packed file", why });
        }
        bytes = out;
    }
    if bytes.len() > limit {
        return broken(bytes, too_large);
    }
    let n_mark = bytes.len() - without_mark(&bytes).len();
    bytes.drain(..n_mark);
    let name = if is_packed { name.trim_end_matches(".gz").to_owned() } else { name };
    Ok(NamedFile { name, bytes })
}

/// The day estimates are of: in FIRST's first line, `#model_version:v2025.03.14,score_date:2026-08-22T00:00:00Z`, or else in the
/// name, `epss_scores-2026-08-22.csv`.
pub fn epss_day(file: &NamedFile) -> Option<Date> {
    let line = file.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(&line[..line.len().min(400)]).into_owned();
    let in_line = line.strip_prefix('#').and_then(|l| l.split_once("score_date:")).map(|(_, rest)| rest);
    let day = |text: &str| text.get(..10)?.parse::<Date>().ok();
    let in_name = || (0..file.name.len()).filter_map(|at| file.name.get(at..)).find_map(day);
    in_line.and_then(day).or_else(in_name)
}

#[derive(Deserialize)]
struct Documents {
    value: Vec<Document>,
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "ID")]
    id: String,
}

/// Microsoft's list of its documents: month and id, like `2026-Aug`, oldest first. Ids of another form are passed over.
pub fn read_document_list(name: &str, bytes: &[u8]) -> Result<Vec<(Month, String)>, FeedError> {
    let wanted = "Microsoft's list of its documents";
    let refused = |why: String| FeedError::Shape { file: name.to_owned(), wanted, why };
    let list: Documents = serde_json::from_slice(bytes).map_err(|e| refused(e.to_string()))?;
    let is_plain = |id: &str| id.len() == 8 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let ids = list.value.into_iter().map(|d| d.id).filter(|id| is_plain(id));
    let mut found: Vec<(Month, String)> = ids.filter_map(|id| Some((month_of(&id)?, id))).collect();
    found.sort();
    found.dedup_by_key(|(month, _)| *month);
    if found.is_empty() {
        return Err(refused("it names no document".to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn file(name: &str, text: &str) -> NamedFile {
        NamedFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn gz(name: &str, text: &str) -> NamedFile {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text.as_bytes()).expect("packed");
        NamedFile { name: name.to_owned(), bytes: out.finish().expect("packed") }
    }

    const EPSS: &str = "#model_version:v2025.03.14,score_date:2026-08-22T00:00:00Z\ncve,epss,percentile\nCVE-2026-0001,0.1,0.2\n";

    #[test]
    fn files_go_where_they_belong_and_others_are_named() {
        let mut broken = gz("epss_scores-current.csv.gz", EPSS);
        broken.bytes.truncate(broken.bytes.len() - 12);
        let (sorted, unsorted) = sort_files(vec![
            file("kev.json", "{\"title\":\"x\",\"catalogVersion\":\"2026.08.07\"}"),
            file("2026-Aug.xml", "<?xml version=\"1.0\"?><cvrf:cvrfdoc xmlns:cvrf=\"c\"/>"),
            gz("epss_scores-current.csv.gz", EPSS),
            file("epss_scores-2026-08-20.csv", "cve,epss\nCVE-2026-0001,0.1\n"),
            file(
                "Windows_10.txt",
                "General Availability Channel 2025-09 B 2025-09-09 19045.6332 KB5065429\n",
            ),
            file("fixes.csv", "month,cve,kb,product_id,product,fixed_build,subtype\n"),
            file("events.csv", "seen_date,cve,event,old,new\n"),
            file("page.html", "<html><body>Sign in</body></html>"),
            file("other.json", "{\"document\":1}"),
            file("notes.txt", "buy milk"),
            broken,
        ]);
        let n =
            [&sorted.kev, &sorted.documents, &sorted.lists, &sorted.fixes, &sorted.kev_events].map(Vec::len);
        assert_eq!(n, [1; 5]);
        let (epss, day) = sorted.epss.expect("one of EPSS");
        assert_eq!((epss.name.as_str(), day), ("epss_scores-current.csv", Date::constant(2026, 8, 22)));
        let damaged: Vec<&str> = unsorted.iter().filter(|u| u.is_damaged).map(|u| u.name.as_str()).collect();
        assert_eq!(damaged, ["epss_scores-current.csv.gz"]);
        let said: Vec<String> = unsorted.into_iter().map(|u| format!("{}: {}", u.name, u.why)).collect();
        assert_eq!(
            said,
            [
                "page.html: it is a web page, or another kind of XML",
                "other.json: it is no list of CISA's; Microsoft's documents are read as XML",
                "notes.txt: it is no file of these feeds",
                "epss_scores-current.csv.gz: `epss_scores-current.csv.gz` is not a whole packed file: the packed file is damaged, or the download broke off; look whether it is the right file, or download it again",
            ]
        );
    }

    #[test]
    fn a_damaged_file_of_a_feed_is_told_from_one_that_is_none() {
        let check = |file: NamedFile, expect: Option<bool>, why: &str| {
            let name = file.name.clone();
            let (_, unsorted) = sort_files(vec![file]);
            assert_eq!(unsorted.first().map(|u| u.is_damaged), expect, "{name}: {unsorted:?}");
            assert!(unsorted.iter().all(|u| u.why.contains(why)), "{name}: {unsorted:?}");
        };
        let cut = |mut file: NamedFile, n: usize| {
            file.bytes.truncate(n);
            file
        };
        // Enough that does not pack well, so that the start can be read where the end is missing.
        let long = |head: &str| {
            let mut text = head.to_owned();
            (0..60_000u32).for_each(|n| text += &format!("{}\n", n.wrapping_mul(2_654_435_761)));
            text
        };
        let whole = gz("epss.csv.gz", &long(EPSS));
        let n = whole.bytes.len();
        check(whole.clone(), None, "");
        check(cut(whole.clone(), n / 2), Some(true), "broke off");
        check(cut(whole.clone(), n - 4), Some(true), "broke off");
        check(cut(whole, 12), Some(true), "broke off");
        let other = gz("notes.gz", &long("buy milk\n"));
        check(cut(other, n / 2), Some(false), "no file of these feeds");
        let large = |head: &str| file("large", &format!("{head}{}", " ".repeat(LIMIT_MB << 20)));
        check(large("{\"catalogVersion\":\"1\","), Some(true), "more than 64 MB");
        check(large("buy milk"), Some(false), "no file of these feeds");
        check(file("epss.csv", "cve,epss\nCVE-2026-0001,0.1\n"), Some(true), "of which day");
        check(file("page.html", "<html>"), Some(false), "web page");
        let row = "General Availability Channel 2025-09 B 2025-09-09 19045.6332 KB5065429\n";
        check(file("page.html", &format!("<html>\n{row}")), Some(false), "web page");
        check(file("Windows_10.txt", &format!("{}{row}", "words of a preface\n".repeat(400))), None, "");
        check(file("kev.json", ""), Some(true), "it is empty; download it again");
        check(file("kev.json", "\u{feff} \n"), Some(true), "it is empty; download it again");
    }

    #[test]
    fn a_mark_before_the_text_is_taken_off_once() {
        let kev = "{\"catalogVersion\":\"1\",\"dateReleased\":\"2026-01-01\",\"vulnerabilities\":[1]}";
        for file in
            [file("kev.json", &format!("\u{feff}{kev}")), gz("kev.json.gz", &format!("\u{feff}{kev}"))]
        {
            let sorted: SortedFiles = [file].into_iter().collect();
            assert_eq!(sorted.n_bytes(), kev.len());
            assert!(crate::updates::read_kev("kev.json", &sorted.files.kev[0].bytes).is_ok());
        }
        let epss: SortedFiles = [file("epss.csv", &format!("\u{feff}{EPSS}"))].into_iter().collect();
        let (file, day) = epss.files.epss.expect("one of EPSS");
        assert_eq!((file.bytes.len(), day), (EPSS.len(), Date::constant(2026, 8, 22)));
    }

    #[test]
    fn documents_are_listed_by_month_and_strange_ids_are_passed_over() {
        let text = r#"{"value":[{"ID":"2026-Aug","CvrfUrl":"https://elsewhere.example"},{"ID":"2016-Apr"},{"ID":"../../x-y"},{"ID":"2026-Aug"}]}"#;
        let found = read_document_list("updates", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        let shown: Vec<String> = found.iter().map(|(month, id)| format!("{month} {id}")).collect();
        assert_eq!(shown, ["2016-04 2016-Apr", "2026-08 2026-Aug"]);
        for bad in ["", "<html>", "{}", "{\"value\":[]}"] {
            assert!(read_document_list("updates", bad.as_bytes()).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_sorted_or_named(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "\\PC{0,20}") {
            let (_, _) = sort_files(vec![NamedFile { name: name.clone(), bytes: bytes.clone() }]);
            let _ = epss_day(&NamedFile { name, bytes: bytes.clone() });
            let _ = read_document_list("f", &bytes);
        }
    }
}
