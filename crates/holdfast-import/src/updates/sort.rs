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

/// A file that belongs to no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsorted {
    /// Its name.
    pub name: String,
    /// Why it was passed over.
    pub why: String,
}

/// Sorts files by what is in them. Two files of EPSS: the newer counts.
pub fn sort_files(files: Vec<NamedFile>) -> (UpdateFiles, Vec<Unsorted>) {
    let (mut sorted, mut unsorted) = (UpdateFiles::default(), Vec::new());
    for file in files {
        let name = file.name.clone();
        let why = match unpacked(file) {
            Ok(file) => put(&mut sorted, file).err(),
            Err(error) => Some(error.to_string()),
        };
        unsorted.extend(why.map(|why| Unsorted { name, why }));
    }
    (sorted, unsorted)
}

fn put(sorted: &mut UpdateFiles, file: NamedFile) -> Result<(), String> {
    let start = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let start: String = String::from_utf8_lossy(&start[..start.len().min(4_096)]).trim_start().to_owned();
    let head = start.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_ascii_lowercase();
    let has = |column: &str| head.split(',').any(|c| c.trim().trim_matches('"') == column);
    if start.starts_with('{') {
        if !start.contains("catalogVersion") {
            return Err("it is no list of CISA's; Microsoft's documents are read as XML".to_owned());
        }
        sorted.kev.push(file);
    } else if start.starts_with('<') {
        if !start.contains("cvrf") {
            return Err("it is a web page, or another kind of XML".to_owned());
        }
        sorted.documents.push(file);
    } else if has("cve") && has("epss") {
        let day =
            epss_day(&file).ok_or("it does not say of which day it is, in its first line or its name")?;
        if sorted.epss.as_ref().is_none_or(|(_, held)| *held <= day) {
            sorted.epss = Some((file, day));
        }
    } else if has("cve") && has("fixed_build") {
        sorted.fixes.push(file);
    } else if has("seen_date") && has("event") {
        sorted.kev_events.push(file);
    } else if !super::read_release_list(&file.bytes).rows.is_empty() {
        sorted.lists.push(file);
    } else {
        return Err("it is no file of these feeds".to_owned());
    }
    Ok(())
}

/// The file without its packing.
fn unpacked(file: NamedFile) -> Result<NamedFile, FeedError> {
    let NamedFile { name, bytes } = file;
    let too_large = || FeedError::TooLarge { file: name.clone(), limit_mb: LIMIT_MB };
    if bytes.len() > LIMIT_MB << 20 {
        return Err(too_large());
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(NamedFile { name, bytes });
    }
    let mut out = Vec::new();
    let limit = (LIMIT_MB as u64) << 20;
    let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut out);
    match read {
        Ok(n) if n as u64 > limit => Err(too_large()),
        Ok(_) => Ok(NamedFile { name: name.trim_end_matches(".gz").to_owned(), bytes: out }),
        Err(_) => {
            let why = "the packed file is damaged, or the download broke off".to_owned();
            Err(FeedError::Shape { file: name, wanted: "a whole packed file", why })
        }
    }
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
        let said: Vec<String> = unsorted.into_iter().map(|u| format!("{}: {}", u.name, u.why)).collect();
        assert_eq!(
            said,
            [
                "page.html: it is a web page, or another kind of XML",
                "other.json: it is no list of CISA's; Microsoft's documents are read as XML",
                "notes.txt: it is no file of these feeds",
                "epss_scores-current.csv.gz: `epss_scores-current.csv.gz` is not a whole packed file: the packed file is damaged, or the download broke off",
            ]
        );
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
