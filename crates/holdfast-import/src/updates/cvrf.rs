//! One of Microsoft's monthly security documents (CVRF, XML): which update closes which weakness on which product.
//!
//! It keeps ids, names of products, versions and numbers of updates, and reads past titles, notes and descriptions.

use std::collections::HashMap;

use holdfast_core::model::{BuildKind, CveId, Month};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{FeedError, FixFact, Read, kb_of, kind_of, version_of};
use crate::RowError;

const LIMIT_MB: usize = 64;
const DEEPEST: usize = 64;
const LONGEST_TEXT: usize = 400;
const WANTED: &str = "one of Microsoft's monthly security documents";

/// What is being read.
#[derive(Default)]
struct Document {
    month: Option<Month>,
    names: HashMap<String, String>,
    cve: String,
    fixes: Vec<Remediation>,
    now: Option<Remediation>,
    product_id: Option<String>,
    read: Read<FixFact>,
    n_weaknesses: u64,
}

/// One entry of what to do about a weakness.
#[derive(Default)]
struct Remediation {
    is_vendor_fix: bool,
    what: String,
    subtype: String,
    build: String,
    products: Vec<String>,
}

/// Reads a document. Months are those of the document's own id, like `2026-Feb`.
pub fn read_cvrf(name: &str, bytes: &[u8]) -> Result<Read<FixFact>, FeedError> {
    if bytes.len() > LIMIT_MB << 20 {
        return Err(FeedError::TooLarge { file: name.to_owned(), limit_mb: LIMIT_MB });
    }
    let refused = |why: String| FeedError::Shape { file: name.to_owned(), wanted: WANTED, why };
    let whole = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut reader = Reader::from_str(&whole);
    let (mut document, mut path, mut text): (Document, Vec<String>, String) = Default::default();
    loop {
        match reader.read_event().map_err(|e| refused(e.to_string()))? {
            Event::Start(start) => {
                if path.len() >= DEEPEST {
                    return Err(refused("its tags stand too deep in each other".to_owned()));
                }
                text.clear();
                path.push(start.local_name().as_ref().to_owned());
                document.opened(&path, &start);
            }
            Event::Text(said) if text.len() < LONGEST_TEXT => text.push_str(&said),
            Event::GeneralRef(said) if text.len() < LONGEST_TEXT => {
                text.push_str(quick_xml::escape::resolve_predefined_entity(&said).unwrap_or(" "));
            }
            Event::End(_) => {
                document.closed(&path, text.trim());
                path.pop();
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if document.n_weaknesses == 0 || document.month.is_none() {
        return Err(refused("it names no month or no weakness".to_owned()));
    }
    Ok(document.read)
}

fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|a| a.key.local_name().as_ref() == wanted)?;
    Some(found.value.into_owned())
}

impl Document {
    fn opened(&mut self, path: &[String], start: &BytesStart<'_>) {
        match path.last().map(String::as_str) {
            Some("Vulnerability") => {
                self.n_weaknesses += 1;
                self.cve.clear();
                self.fixes.clear();
            }
            Some("Remediation") => {
                let is_vendor_fix = attribute(start, "Type").is_some_and(|t| t == "Vendor Fix");
                self.now = Some(Remediation { is_vendor_fix, ..Remediation::default() });
            }
            Some("FullProductName") => self.product_id = attribute(start, "ProductID"),
            _ => {}
        }
    }

    fn closed(&mut self, path: &[String], text: &str) {
        let above = path.len().checked_sub(2).and_then(|i| path.get(i)).map(String::as_str);
        match (above, path.last().map(String::as_str)) {
            (Some("Identification"), Some("ID")) => self.month = self.month.or_else(|| month_of(text)),
            (_, Some("FullProductName")) => {
                if let Some(id) = self.product_id.take() {
                    self.names.insert(id, text.to_owned());
                }
            }
            (Some("Vulnerability"), Some("CVE")) => self.cve = text.to_owned(),
            (Some("Remediation"), Some(tag)) => {
                let Some(now) = &mut self.now else { return };
                match tag {
                    "Description" => now.what = text.to_owned(),
                    "SubType" => now.subtype = text.to_owned(),
                    "FixedBuild" => now.build = text.to_owned(),
                    "ProductID" => now.products.push(text.to_owned()),
                    _ => {}
                }
            }
            (_, Some("Remediation")) => self.fixes.extend(self.now.take().filter(|f| f.is_vendor_fix)),
            (_, Some("Vulnerability")) => self.weakness(),
            _ => {}
        }
    }

    /// All of one weakness has been read.
    fn weakness(&mut self) {
        let Some(month) = self.month else { return };
        // Advisories without a CVE id are Microsoft's own; nobody else's list can be held against them.
        if self.cve.is_empty() || self.cve.starts_with("ADV") {
            return;
        }
        let cve = match CveId::parse(&self.cve) {
            Ok(cve) => cve,
            Err(error) => {
                let text = self.cve.chars().take(80).collect();
                let (row, column) = (self.n_weaknesses, "CVE".to_owned());
                self.read.rejected.push(RowError { row, column, text, why: error.to_string() });
                return;
            }
        };
        for fix in self.fixes.drain(..) {
            let Some(kind) = kind_of(&fix.subtype) else { continue };
            for product_id in fix.products {
                let product = self.names.get(&product_id).cloned().unwrap_or_default();
                let (kb, fixed) = (kb_of(&fix.what), version_of(&fix.build));
                self.read.rows.push(FixFact { cve, product_id, product, month, kb, fixed, kind });
            }
        }
    }
}

/// `2026-Feb`, also with something after it.
pub(super) fn month_of(text: &str) -> Option<Month> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (year, rest) = text.split_once('-')?;
    let word = rest.get(..3)?.to_ascii_lowercase();
    let month = NAMES.iter().position(|name| *name == word)?;
    Month::new(year.parse().ok()?, i8::try_from(month).ok()? + 1)
}

/// Whether an update replaces those of the months before, so that a later one of its kind will do in its place.
pub(super) fn is_cumulative(kind: BuildKind) -> bool {
    matches!(kind, BuildKind::Monthly | BuildKind::Hotpatch | BuildKind::OutOfBand | BuildKind::Preview)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"<cvrf:cvrfdoc xmlns:cvrf="c" xmlns:vuln="v" xmlns:prod="p">
<cvrf:DocumentTracking><cvrf:Identification><cvrf:ID>2026-Feb</cvrf:ID></cvrf:Identification></cvrf:DocumentTracking>
<prod:ProductTree><prod:FullProductName ProductID="11929">Windows 10 Version 22H2 &amp; more</prod:FullProductName></prod:ProductTree>
<vuln:Vulnerability Ordinal="1"><vuln:Title>made up</vuln:Title><vuln:CVE>CVE-2026-0001</vuln:CVE>
<vuln:Remediations><vuln:Remediation Type="Vendor Fix"><vuln:Description>5075912</vuln:Description>
<vuln:ProductID>11929</vuln:ProductID><vuln:ProductID>7</vuln:ProductID><vuln:SubType>Security Update</vuln:SubType>
<vuln:FixedBuild>10.0.19045.6937</vuln:FixedBuild></vuln:Remediation>
<vuln:Remediation Type="Mitigation"><vuln:Description>words</vuln:Description></vuln:Remediation></vuln:Remediations></vuln:Vulnerability>
<vuln:Vulnerability Ordinal="2"><vuln:CVE>CVE-odd</vuln:CVE></vuln:Vulnerability>
</cvrf:cvrfdoc>"#;

    #[test]
    fn facts_are_read_and_words_are_not_kept() {
        let read = read_cvrf("f.xml", GOOD.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        let row = &read.rows[0];
        assert_eq!((read.rows.len(), row.kb, row.fixed), (2, Some(5_075_912), Some([10, 0, 19045, 6937])));
        assert_eq!(
            (row.product.as_str(), row.month.to_string()),
            ("Windows 10 Version 22H2 & more", "2026-02".to_owned())
        );
        assert_eq!(read.rows[1].product, "");
        assert_eq!(
            read.rejected[0].to_string(),
            "row 2, CVE: `CVE-odd` is no CVE id; one looks like CVE-2026-20805"
        );
        assert!(!format!("{:?}", read.rows).contains("made up"));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for (bad, why) in [
            ("", "it names no month or no weakness"),
            ("<html></html>", "it names no month or no weakness"),
            ("<a><b></a>", "is not one of Microsoft's monthly security documents"),
        ] {
            let error = read_cvrf("f.xml", bad.as_bytes()).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(why), "{bad}: {error}");
        }
        let deep = "<a>".repeat(100);
        assert!(read_cvrf("f.xml", deep.as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn hostile_bytes_never_panic(at in 0usize..1200, flip: u8, cut in 0usize..1200) {
            let mut bytes = GOOD.as_bytes().to_vec();
            let n = bytes.len();
            bytes[at % n] ^= flip;
            bytes.truncate(cut.max(1) % n + 1);
            let _ = read_cvrf("f.xml", &bytes);
        }
    }
}
