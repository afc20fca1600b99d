//! Any bytes as each public file of the directory: rows and rejects, or a refusal.
#![no_main]

use holdfast_core::model::SourceKind;
use holdfast_import::{NamedFile, read_source, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = NamedFile { name: "file_2026-02.csv".to_owned(), bytes: bytes.to_vec() };
    let _ = recognise(&file);
    for kind in SourceKind::ALL {
        if let Ok(read) = read_source(*kind, std::slice::from_ref(&file), None) {
            let _ = read.packed();
        }
    }
});
