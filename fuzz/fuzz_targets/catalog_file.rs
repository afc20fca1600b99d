//! Any text as a catalog file: read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for path in [
        "programs/x.toml",
        "resources/x.toml",
        "safeguards/x.toml",
        "evidence/x.toml",
        "frameworks/x.toml",
        "questions/x.toml",
        "lifecycle/x.toml",
    ] {
        let _ = holdfast_catalog::read(&[(path, text)]);
    }
});
