//! Any text as a file of rules: read or refused with a place, and what is read compiles and answers as the judge does.
#![no_main]

use holdfast_sigma::{JsonEvent, Program, RuleFile, RuleSet, Scratch, Settings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let set = RuleSet::read([RuleFile { name: "f.yml", bytes: text.as_bytes() }], Settings::default());
    // In YAML a carriage return alone breaks a line, too.
    let n_lines = text.replace("\r\n", "\n").split(['\r', '\n']).count() as u32;
    for refused in &set.rejected {
        assert!((1..=n_lines).contains(&refused.place.line), "{refused}");
    }
    let program = Program::compile(set);
    let mut scratch = Scratch::new();
    for json in [
        r#"{"Channel":"Security","EventID":4688,"NewProcessName":"C:\\cmd.exe","CommandLine":"cmd /c -enc a é"}"#,
        r#"{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"a","F":null,"Data":["b",""]}"#,
    ] {
        let mut event = JsonEvent::new();
        if event.read(json.as_bytes(), program.fields()).is_ok() {
            assert_eq!(program.matches(&event, &mut scratch), program.full_scan(&event));
        }
    }
});
