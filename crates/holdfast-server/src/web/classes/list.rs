//! A list that is pasted or sent as a file: looked at first, mended in place, then kept as it was shown. What was sent stays in its box.

use axum::http::StatusCode;
use holdfast_core::decide::training::college::FileFault;
use holdfast_import::table_text;

use crate::app::classes::{ClassFile, ListOutcome, ListStep, ReadList, TakenList};
use crate::web::upload::Upload;

/// Lines of a preview that are shown.
const MOST_SHOWN: usize = 60;

/// A box for a list, with what it would do.
#[derive(Clone, Default)]
pub(super) struct ListView {
    /// Most lines it takes.
    pub(super) most_lines: usize,
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
    /// In a sentence or two.
    pub(super) says: String,
    /// Whether it is done.
    pub(super) is_kept: bool,
    /// The digest of what is shown, for the button that keeps it.
    pub(super) shown: String,
    /// Each line that fits, in words.
    pub(super) lines: Vec<String>,
    /// Lines that fit and are not shown.
    pub(super) n_more: usize,
    /// Each line that does not.
    pub(super) faults: Vec<String>,
    /// Lines that do not fit and are not shown.
    pub(super) n_more_faults: usize,
    /// What the button that keeps it says; empty where there is nothing to keep.
    pub(super) keep: String,
}

/// What a page says of the lines of a list.
pub(super) struct Words {
    /// What it is a list of, one and many.
    pub(super) noun: (&'static str, &'static str),
    /// Each line that fits.
    pub(super) lines: Vec<String>,
    /// What else there is in it, as sentences with a blank before each.
    pub(super) beside: String,
}

impl Preview {
    /// What a list would do, or did.
    fn new<L: ReadList>(taken: &TakenList<L>, words: Words) -> Self {
        let Words { noun: (one, many), mut lines, beside } = words;
        let n = lines.len();
        let is_kept = taken.outcome == ListOutcome::Kept && n > 0;
        let fit = counted(n, one, many);
        let faults = taken.list.faults();
        let bad = match faults.len() {
            0 => String::new(),
            n => {
                format!(" {} not fit; mend the list and check it again.", counted(n, "line does", "lines do"))
            }
        };
        let other = match taken.outcome {
            ListOutcome::NotAsShown => "This is not what was shown to you, so look at it first. ",
            ListOutcome::Looked | ListOutcome::Kept => "",
        };
        let says = match (is_kept, n) {
            (true, _) => format!("{fit} kept.{beside}{bad}"),
            (false, 0) => format!("{other}Nothing in this list is new.{beside}{bad}"),
            (false, _) => format!("{other}{fit} to keep. Nothing is kept yet.{beside}{bad}"),
        };
        let keep = if is_kept || n == 0 { String::new() } else { format!("Keep {fit}") };
        let n_more = n.saturating_sub(MOST_SHOWN);
        lines.truncate(MOST_SHOWN);
        let fault = |f: &FileFault| format!("Line {}, {}: {}", f.line, f.column, f.says);
        Self {
            says,
            is_kept,
            shown: taken.shown.clone(),
            lines,
            n_more,
            faults: faults.iter().take(MOST_SHOWN).map(fault).collect(),
            n_more_faults: faults.len().saturating_sub(MOST_SHOWN),
            keep,
        }
    }
}

impl ListView {
    /// An empty box.
    pub(super) fn empty(most_lines: usize) -> Self {
        Self { most_lines, ..Self::default() }
    }

    /// The box after a list was sent, and the status of its page. `None`: all of it is kept, and there is nothing to show.
    pub(super) fn after<L: ReadList>(
        self,
        sent: SentList,
        answer: Result<TakenList<L>, String>,
        words: impl Fn(&L) -> Words,
    ) -> Option<(Self, StatusCode)> {
        let mut view = Self { text: sent.text, ..self };
        let taken = match answer {
            Ok(taken) => taken,
            Err(why) => {
                view.wrong = why;
                return Some((view, StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
        let status = match taken.outcome {
            ListOutcome::Kept if taken.list.n_new() > 0 && taken.list.faults().is_empty() => return None,
            ListOutcome::NotAsShown => StatusCode::CONFLICT,
            ListOutcome::Looked | ListOutcome::Kept => StatusCode::OK,
        };
        view.preview = Some(Preview::new(&taken, words(&taken.list)));
        Some((view, status))
    }
}

/// "1 grade", "3 grades".
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What a form with a list sent.
pub(super) struct SentList {
    /// The list as it came.
    pub(super) bytes: Vec<u8>,
    /// The same as text.
    text: String,
    keep: bool,
    shown: String,
}

impl SentList {
    /// A file goes before what stands in the box. Kept is only what was shown, so a file chosen last of all is shown first.
    pub(super) fn of(upload: &Upload<ClassFile>) -> Self {
        let (keep, shown) = (upload.fields.get("act") == "keep", upload.fields.get("shown").to_owned());
        let (bytes, text) = match &upload.file {
            Some(file) => (file.bytes.to_vec(), table_text(&file.bytes)),
            None => {
                // As it stands in the box, with the blank lines a file began with, so that lines keep their numbers.
                let mut fields = upload.fields.iter();
                let text = fields.find(|(name, _)| *name == "csv").map(|(_, text)| text.to_owned());
                let text = text.unwrap_or_default();
                (text.clone().into_bytes(), text)
            }
        };
        Self { bytes, text, keep, shown }
    }

    /// What is asked for it.
    pub(super) fn step(&self) -> ListStep<'_> {
        if self.keep { ListStep::Keep { shown: Some(&self.shown) } } else { ListStep::Look }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Made(usize, Vec<FileFault>);

    impl ReadList for Made {
        fn n_new(&self) -> usize {
            self.0
        }
        fn n_same(&self) -> usize {
            0
        }
        fn faults(&self) -> &[FileFault] {
            &self.1
        }
    }

    #[track_caller]
    fn check(n: usize, faults: &[FileFault], outcome: ListOutcome, expect: &str) {
        let taken = TakenList { list: Made(n, faults.to_vec()), shown: "d".to_owned(), outcome };
        let words =
            Words { noun: ("grade", "grades"), lines: vec!["x".to_owned(); n], beside: String::new() };
        let made = Preview::new(&taken, words);
        assert_eq!(format!("{} [{}] {:?} {}", made.says, made.keep, made.faults, made.n_more), expect);
    }

    #[test]
    fn a_preview_says_what_fits_and_what_does_not() {
        use ListOutcome::{Kept, Looked, NotAsShown};
        let fault = FileFault { line: 3, column: "grade", says: "`A` is no grade.".to_owned() };
        check(1, &[], Looked, "1 grade to keep. Nothing is kept yet. [Keep 1 grade] [] 0");
        check(
            2,
            &[fault],
            Looked,
            "2 grades to keep. Nothing is kept yet. 1 line does not fit; mend the list and check it again. \
             [Keep 2 grades] [\"Line 3, grade: `A` is no grade.\"] 0",
        );
        check(61, &[], Kept, "61 grades kept. [] [] 1");
        check(0, &[], Looked, "Nothing in this list is new. [] [] 0");
        check(0, &[], Kept, "Nothing in this list is new. [] [] 0");
        check(
            1,
            &[],
            NotAsShown,
            "This is not what was shown to you, so look at it first. 1 grade to keep. Nothing is kept yet. [Keep 1 grade] [] 0",
        );
    }
}
