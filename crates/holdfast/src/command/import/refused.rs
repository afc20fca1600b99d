//! The list of what an import refused, beside the database.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use holdfast_store::make_private_file;

use crate::exit::Failure;

/// Writes every refused row to `name` in the data folder, whole or not at all. `rows`: one field for each column of `head`.
pub(super) fn write<const N: usize>(
    data_dir: &Path,
    name: &str,
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<PathBuf, Failure> {
    let path = data_dir.join(name);
    let mut text = head.join(",") + "\n";
    for row in rows {
        text += &row.map(|field| quoted(&field)).join(",");
        text.push('\n');
    }
    let partial = path.with_extension("csv.part");
    let written = make_private_file(&partial).map_err(std::io::Error::other).and_then(|mut file| {
        file.set_len(0)?;
        file.write_all(text.as_bytes())
    });
    written.and_then(|()| std::fs::rename(&partial, &path)).with_context(|| {
        format!("cannot write the refused rows to `{}`; the import itself is kept", path.display())
    })?;
    Ok(path)
}

/// Numbers stay bare, texts are quoted.
fn quoted(field: &str) -> String {
    if !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit()) {
        field.to_owned()
    } else {
        format!("\"{}\"", field.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_written_and_marks_of_quotation_are_doubled() {
        let dir = tempfile::tempdir().expect("a folder");
        let rows = [["7".to_owned(), "no \"name\"".to_owned()], [String::new(), "x".to_owned()]];
        let path = write(dir.path(), "refused-x.csv", ["row", "why"], rows).expect("written");
        let text = std::fs::read_to_string(path).expect("read");
        assert_eq!(text, "row,why\n7,\"no \"\"name\"\"\"\n\"\",\"x\"\n");
    }
}
