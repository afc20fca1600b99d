//! A list that comes as CSV, by hand or as a file: opened into lines, or refused as a whole with what to do.

use holdfast_core::decide::training::college::FileLine;
use holdfast_core::model::sentence;
use holdfast_import::read_named_columns;

use crate::app::FileKind;

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

/// The lines of a list with at least these columns, or why it is none.
pub(super) fn lines(bytes: &[u8], needs: &[&'static str]) -> Result<Vec<FileLine>, String> {
    if bytes.len() > ClassFile::MOST_BYTES {
        return Err(ClassFile::too_large());
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("Choose a file, or paste the list.".to_owned());
    }
    read_named_columns(bytes, needs).map_err(|e| sentence(&e.to_string()))
}
