//! A list that comes as CSV, by hand or as a file: opened into lines, or refused as a whole with what to do; and kept as it was shown.

use std::fmt::Debug;

use holdfast_core::decide::training::college::{
    ClassList, CollegeFile, FileFault, FileLine, GradeList, NoColumn,
};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{MOST_SEATS, sentence};
use holdfast_import::{read_named_columns, table_text};

use crate::app::FileKind;

/// Most lines of a list of who sits in a class, or of its grades.
pub const MOST_CLASS_LINES: usize = MOST_SEATS as usize;

/// A list of colleges, of a class, or of grades.
#[derive(Clone, Copy, Debug)]
pub enum ClassFile {}

impl FileKind for ClassFile {
    // It goes back to the browser to be mended, in a field of a form, which holds 128 KB.
    const MOST_BYTES: usize = 100 * 1024;
    const WHEN_LARGER: &'static str = "Send it in parts.";

    fn too_large() -> String {
        "The list is larger than 100 KB. Send it in parts. Nothing was kept.".to_owned()
    }
}

/// What is asked for a list.
#[derive(Clone, Copy, Debug)]
pub enum ListStep<'s> {
    /// To say what it would do. Nothing is kept.
    Look,
    /// To keep what fits, when the list still does what somebody was shown.
    Keep {
        /// The digest of what they were shown. `None`: of a program that did not look first, and sends the list itself in this call.
        shown: Option<&'s str>,
    },
}

/// What became of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOutcome {
    /// It was looked at.
    Looked,
    /// What fits is kept.
    Kept,
    /// It is another list than the one that was shown, or does something else by now. Nothing is kept.
    NotAsShown,
}

/// A list as read, and what became of it.
#[derive(Clone, Debug)]
pub struct TakenList<L> {
    /// What it says.
    pub list: L,
    /// The digest of what it does: of its text, and of what of it fits and does not. Sent back, just that is kept.
    pub shown: String,
    /// What became of it.
    pub outcome: ListOutcome,
}

impl<L: ReadList> TakenList<L> {
    /// `list`: what the bytes say now.
    pub(super) fn new(bytes: &[u8], list: L, step: ListStep<'_>) -> Self {
        // Debug writes every field, so two lists that do different things are never written alike.
        let shown = sha256_hex(format!("{}\n{list:?}", table_text(bytes)).as_bytes());
        let outcome = match step {
            ListStep::Look => ListOutcome::Looked,
            ListStep::Keep { shown: Some(other) } if other != shown => ListOutcome::NotAsShown,
            ListStep::Keep { .. } => ListOutcome::Kept,
        };
        Self { list, shown, outcome }
    }

    /// Whether there is anything to keep and somebody agreed to it.
    pub(super) fn is_to_keep(&self) -> bool {
        self.outcome == ListOutcome::Kept && self.list.n_new() > 0
    }
}

/// What lists have in common.
pub trait ReadList: Debug {
    /// Lines that fit and say something new.
    fn n_new(&self) -> usize;
    /// Lines that say what is known.
    fn n_same(&self) -> usize;
    /// Lines that do not fit.
    fn faults(&self) -> &[FileFault];
}

impl ReadList for CollegeFile {
    fn n_new(&self) -> usize {
        self.colleges.len()
    }
    fn n_same(&self) -> usize {
        self.n_same
    }
    fn faults(&self) -> &[FileFault] {
        &self.faults
    }
}

impl ReadList for ClassList {
    fn n_new(&self) -> usize {
        self.joins.len()
    }
    fn n_same(&self) -> usize {
        self.n_same
    }
    fn faults(&self) -> &[FileFault] {
        &self.faults
    }
}

impl ReadList for GradeList {
    fn n_new(&self) -> usize {
        self.graded.len()
    }
    fn n_same(&self) -> usize {
        self.n_same + self.n_empty
    }
    fn faults(&self) -> &[FileFault] {
        &self.faults
    }
}

/// The lines of a list, at most `most`, or why it is none. `columns`: our names for the columns of its head.
pub(super) fn lines(
    bytes: &[u8],
    columns: impl Fn(&[String]) -> Result<Vec<String>, NoColumn>,
    most: usize,
) -> Result<Vec<FileLine>, String> {
    if bytes.len() > ClassFile::MOST_BYTES {
        return Err(ClassFile::too_large());
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("Choose a file, or paste the list.".to_owned());
    }
    read_named_columns(bytes, columns, most).map_err(|e| sentence(&e.to_string()))
}

#[cfg(test)]
mod tests {
    use holdfast_core::decide::training::college::{grade_columns, read_grade_list};
    use holdfast_core::model::{CohortId, Grade, Seat};

    use super::*;

    fn taken(text: &str, grade: Option<Grade>, step: ListStep<'_>) -> TakenList<GradeList> {
        let name = "Ann Lee".to_owned();
        let seats = [Seat { cohort: CohortId(1), number: 1, ccn: None, learner: None, name, grade }];
        let lines = lines(text.as_bytes(), grade_columns, MOST_CLASS_LINES).expect("a list");
        TakenList::new(text.as_bytes(), read_grade_list(&seats, &lines), step)
    }

    #[test]
    fn a_list_is_kept_only_as_it_was_shown() {
        let text = "seat,grade\n1,passed\n";
        let looked = taken(text, None, ListStep::Look);
        assert_eq!(looked.outcome, ListOutcome::Looked);
        let keep = |text: &str, grade| {
            let taken = taken(text, grade, ListStep::Keep { shown: Some(&looked.shown) });
            (taken.outcome, taken.is_to_keep())
        };
        assert_eq!(keep(text, None), (ListOutcome::Kept, true));
        assert_eq!(keep("seat,grade\r\n1,passed", None), (ListOutcome::Kept, true), "as a browser sends it");
        assert_eq!(keep("seat,grade\n1,withdrew\n", None), (ListOutcome::NotAsShown, false), "another list");
        assert_eq!(
            keep(text, Some(Grade::Withdrew)),
            (ListOutcome::NotAsShown, false),
            "somebody graded meanwhile"
        );
        assert!(taken(text, None, ListStep::Keep { shown: None }).is_to_keep());
        assert!(
            !taken(text, Some(Grade::Passed), ListStep::Keep { shown: None }).is_to_keep(),
            "nothing new"
        );
    }
}
