//! Any bytes as a file sent in as evidence: taken or refused, and its name is safe to hand out again.
#![no_main]

use holdfast_import::evidence_file::accept;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (name, rest) = bytes.split_at(bytes.len().min(16));
    for start in [&b""[..], b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"] {
        if let Ok(file) = accept(&String::from_utf8_lossy(name), &[start, rest].concat()) {
            assert!(!file.name.contains(['/', '\\', '"']) && file.name.chars().count() <= 100);
        }
    }
});
