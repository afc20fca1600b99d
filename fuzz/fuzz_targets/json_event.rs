//! Any bytes as a JSON event: read or refused, and the program answers as the judge does.
#![no_main]

use std::sync::LazyLock;

use holdfast_sigma::{JsonEvent, Program, RuleFile, RuleSet, Scratch, Settings};
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let rules = "title: A\nlogsource: {product: windows}\ndetection:\n  k: [mimi, 'a*b']\n  s:\n    F|contains: [é, x]\n    Data|re: '[0-9]+'\n  n: {F: null}\n  condition: k or s or n\n---\ntitle: B\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s:\n    Image|endswith: '\\a.exe'\n    CommandLine|windash|contains: ' -x'\n  condition: s\n";
    Program::compile(RuleSet::read(
        [RuleFile { name: "f.yml", bytes: rules.as_bytes() }],
        Settings::default(),
    ))
});

fuzz_target!(|bytes: &[u8]| {
    let mut event = JsonEvent::new();
    if event.read(bytes, PROGRAM.fields()).is_ok() {
        assert_eq!(PROGRAM.matches(&event, &mut Scratch::new()), PROGRAM.full_scan(&event));
    }
    let _ = JsonEvent::read_all(bytes, PROGRAM.fields(), |event| {
        assert_eq!(PROGRAM.matches(event, &mut Scratch::new()), PROGRAM.full_scan(event));
    });
});
