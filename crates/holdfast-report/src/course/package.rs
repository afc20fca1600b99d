//! Files as a zip. Each has the same time and rights, so that the bytes hang on nothing but what stands in them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::ReportError;

/// A file of a package.
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) text: String,
}

impl File {
    pub(super) fn new(name: &'static str, text: String) -> Self {
        Self { name, text }
    }
}

/// The zip, its files in order.
pub(super) fn zipped(files: &[File]) -> Result<Vec<u8>, ReportError> {
    written(files).map_err(|e| ReportError::Package(e.to_string()))
}

fn written(files: &[File]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.name, options)?;
        zip.write_all(file.text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
