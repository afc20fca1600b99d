//! A list that is pasted or sent as a file: looked at first, mended in place, then kept. What was sent stays in its box.

use holdfast_core::decide::training::college::FileFault;
use holdfast_import::table_text;

use crate::app::classes::ClassFile;
use crate::web::upload::Upload;

/// Lines of a preview that are shown.
const MOST_SHOWN: usize = 60;

/// A box for a list, with what it would do.
#[derive(Clone, Default)]
pub(super) struct ListView {
    /// What was sent, to be mended.
    pub(super) text: String,
    /// Why the list as a whole is none; empty when it is one.
    pub(super) wrong: String,
    /// What it would do, or did.
    pub(super) preview: Option<Preview>,
}

/// What a list would do, or did.
#[derive(Clone, Default)]
pub(super) struct Preview {
    /// In one sentence.
    pub(super) says: String,
    /// Whether it is done.
    pub(super) is_kept: bool,
    /// Each line that fits, in words.
    pub(super) lines: Vec<String>,
    /// Lines that fit and are not shown.
    pub(super) n_more: usize,
    /// Each line that does not.
    pub(super) faults: Vec<String>,
    /// What the button that keeps it says; empty where there is nothing to keep.
    pub(super) keep: String,
}

impl Preview {
    /// What a list would do. `noun`: what it is a list of, one and many.
    pub(super) fn new(
        mut lines: Vec<String>,
        faults: &[FileFault],
        beside: &str,
        (one, many): (&str, &str),
        is_kept: bool,
    ) -> Self {
        let n = lines.len();
        let fit = counted(n, one, many);
        let bad = match faults.len() {
            0 => String::new(),
            n => {
                format!(" {} not fit; mend the list and check it again.", counted(n, "line does", "lines do"))
            }
        };
        let says = match (is_kept, n) {
            (true, _) => format!("{fit} kept.{beside}{bad}"),
            (false, 0) => format!("Nothing in this list is new.{beside}{bad}"),
            (false, _) => format!("{fit} to keep. Nothing is kept yet.{beside}{bad}"),
        };
        let keep = if is_kept || n == 0 { String::new() } else { format!("Keep {fit}") };
        let n_more = n.saturating_sub(MOST_SHOWN);
        lines.truncate(MOST_SHOWN);
        let fault = |f: &FileFault| format!("Line {}, {}: {}", f.line, f.column, f.says);
        let faults = faults.iter().take(MOST_SHOWN).map(fault).collect();
        Self { says, is_kept, lines, n_more, faults, keep }
    }
}

/// "1 grade", "3 grades".
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What a form with a list sent: its text, and whether to keep it. A file goes before what stands in the box.
pub(super) fn sent(upload: &Upload<ClassFile>) -> (Vec<u8>, String, bool) {
    let keep = upload.fields.get("act") == "keep";
    match &upload.file {
        Some(file) => {
            let is_text = !file.bytes.starts_with(b"PK");
            let text = if is_text { table_text(&file.bytes) } else { String::new() };
            (file.bytes.to_vec(), text, keep)
        }
        None => {
            let text = upload.fields.get("csv").to_owned();
            (text.clone().into_bytes(), text, keep)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_says_what_fits_and_what_does_not() {
        let fault = FileFault { line: 3, column: "grade", says: "`A` is no grade.".to_owned() };
        let of = |n: usize, faults: &[FileFault], kept| {
            let made = Preview::new(vec!["x".to_owned(); n], faults, "", ("grade", "grades"), kept);
            format!("{} [{}] {:?} {}", made.says, made.keep, made.faults, made.n_more)
        };
        assert_eq!(of(1, &[], false), "1 grade to keep. Nothing is kept yet. [Keep 1 grade] [] 0");
        assert_eq!(
            of(2, &[fault], false),
            "2 grades to keep. Nothing is kept yet. 1 line does not fit; mend the list and check it again. \
             [Keep 2 grades] [\"Line 3, grade: `A` is no grade.\"] 0"
        );
        assert_eq!(of(61, &[], true), "61 grades kept. [] [] 1");
        assert_eq!(of(0, &[], false), "Nothing in this list is new. [] [] 0");
    }
}
