//! What is refused, with its place and reason; and that a refused document costs itself alone.

use holdfast_sigma::{Program, RuleFile, RuleSet, Settings};

use crate::given::{hits, process, process_rule, program, rules};

/// The detection is refused at this line of the document with this reason.
#[track_caller]
fn check(detection: &str, line: u32, why: &str) {
    let set = rules(&process_rule(detection));
    assert!(set.rules.is_empty(), "{detection}");
    let found: Vec<String> = set.rejected.iter().map(|r| format!("{}: {}", r.place.line, r.what)).collect();
    assert_eq!(found, [format!("{line}: {why}")], "{detection}");
    assert_eq!(set.rejected[0].title.as_deref(), Some("Test"));
}

#[test]
fn a_refusal_names_its_line_and_its_reason() {
    check("s:\n    F|nosuch: 1\ncondition: s", 7, "`F|nosuch`: unknown modifier `nosuch`");
    check("s:\n    F|re: '('\ncondition: s", 7, "`F|re`: bad regular expression: unclosed group");
    check("s:\n    F|cidr: x\ncondition: s", 7, "`F|cidr`: `x` is not a network");
    check("s:\n    F|gt: x\ncondition: s", 7, "`F|gt`: `x` is not a number");
    check("s:\n    F|exists: 7\ncondition: s", 7, "`F|exists`: `exists` takes true or false, not `7`");
    check("s:\n    F: []\ncondition: s", 7, "`F`: the list of values is empty");
    check("s:\n    F: {a: 1}\ncondition: s", 7, "`F`: a value is a list or a map");
    check("s:\n    F|base64: 'a*b'\ncondition: s", 7, "`F|base64`: a wildcard cannot be encoded");
    check(
        "s:\n    F|utf16|contains: a\ncondition: s",
        7,
        "`F|utf16|contains`: these bytes are no text; follow the modifier with `base64`",
    );
    check(
        "s:\n    F|re|cidr: a\ncondition: s",
        7,
        "`F|re|cidr`: `cidr` cannot follow the modifiers before it",
    );
    check(
        "s:\n    F|gt|contains: 1\ncondition: s",
        7,
        "`F|gt|contains`: these modifiers cannot stand together",
    );
    check("s:\n    '|exists': true\ncondition: s", 7, "`|exists`: this modifier needs a field");
    check("s:\n    F|i: a\ncondition: s", 7, "`F|i`: unknown modifier `i`");
    check("s:\n    F|gt: null\ncondition: s", 7, "`F|gt`: this modifier needs a value");
    check("s:\n    - null\ncondition: s", 7, "the selection is empty");
    check("s:\n    F: 1\ncondition: t", 8, "the condition names `t`, which is not there");
    check("s:\n    F: 1\ncondition: 1 of t*", 8, "no selection fits `t*`");
    check(
        "s:\n    F: 1\ncondition: s | count() > 5",
        8,
        "`|` belongs to Sigma 1 and was replaced by correlation rules",
    );
    check(
        "s:\n    F: 1\ntimeframe: 5m\ncondition: s",
        9,
        "`timeframe` belongs to Sigma 1 and was replaced by correlation rules",
    );
    check("s:\n    F: 1", 6, "there is no `condition`");
    check("condition: s", 6, "there is no selection");
    check("s:\n    F: 1\n    F: 2\ncondition: s", 8, "the key `F` stands twice");
}

#[test]
fn a_bad_document_costs_itself_alone() {
    let good = process_rule("s:\n    F: 1\ncondition: s");
    let text = format!(
        "{good}---\ntitle: [broken\n---\ntitle: No detection\nlogsource: {{product: windows}}\n---\n{good}"
    );
    let set = rules(&text);
    assert_eq!(set.rules.len(), 2);
    let lines: Vec<u32> = set.rejected.iter().map(|r| r.place.line).collect();
    assert_eq!(lines.len(), 2, "{:?}", set.rejected);
    assert!(lines[0] >= 10 && lines[0] <= 11 && lines[1] == 12, "{lines:?}");
    let program = Program::compile(set);
    assert_eq!(hits(&program, &process(&program, r#""F":1"#)), [0, 1]);
}

#[test]
fn one_id_is_one_rule() {
    let with_id = process_rule("s:\n    F: 1\ncondition: s").replace("title: Test", "title: Test\nid: one");
    let set = rules(&format!("{with_id}---\n{with_id}"));
    assert_eq!((set.rules.len(), set.rejected.len()), (1, 1));
    assert!(set.rejected[0].what.contains("test.yml:1"), "{}", set.rejected[0]);
}

#[test]
fn files_that_are_no_rules() {
    let read = |bytes: &[u8]| {
        let set = RuleSet::read([RuleFile { name: "f.yml", bytes }], Settings::default());
        set.rejected.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(read(b""), [""; 0]);
    assert_eq!(read(b"# only a note\n"), [""; 0]);
    assert_eq!(read(b"a\nb\xff"), ["f.yml:2: the file is not UTF-8"]);
    assert_eq!(read(b"just text"), ["f.yml:1: the document is not a map"]);
    assert_eq!(read(b"action: global\ntitle: x"), ["f.yml:1: `action` belongs to Sigma 1"]);
    assert_eq!(read(b"title: x\ndetection: {}"), ["f.yml:1: there is no `logsource`"]);
    assert_eq!(
        read(b"title: x\nlevel: huge\nlogsource: {product: windows}"),
        ["f.yml:2: `huge` is no level"]
    );
    assert_eq!(read(b"detection: {}"), ["f.yml:1: there is no `title`"]);
}

#[test]
fn placeholders_without_values_make_a_rule_wait() {
    let rule = process_rule(
        "s:\n    User|expand: '%Admins%'\n    F|contains|expand: ['\\%plain%Names%', fix]\ncondition: s",
    );
    let set = rules(&rule);
    let waiting: Vec<String> = set.waiting().map(|(_, why)| why).collect();
    assert_eq!(waiting, ["the placeholder `%Admins%` has no values"]);
    let program_without = Program::compile(set);
    assert_eq!(hits(&program_without, &process(&program_without, r#""User":"%Admins%","F":"fix""#)), [0; 0]);

    let mut settings = Settings::default();
    settings.placeholders.insert("Admins".into(), vec!["adm_*".into(), "root".into()]);
    settings.placeholders.insert("Names".into(), vec!["x".into()]);
    let set = RuleSet::read([RuleFile { name: "t", bytes: rule.as_bytes() }], settings);
    let program = Program::compile(set);
    for (members, expected) in [
        (r#""User":"ADM_eve","F":"a %plainx b""#, &[0usize][..]),
        (r#""User":"root","F":"prefix""#, &[0]),
        (r#""User":"rooty","F":"prefix""#, &[]),
        (r#""User":"root","F":"plainx""#, &[]),
    ] {
        assert_eq!(hits(&program, &process(&program, members)), expected, "{members}");
    }
    // Without the modifier the text is itself.
    let plain = program_of_plain();
    assert_eq!(hits(&plain, &process(&plain, r#""User":"%Admins%""#)), [0]);
}

fn program_of_plain() -> Program {
    program(&process_rule("s:\n    User: '%Admins%'\ncondition: s"))
}

#[test]
fn sources_nobody_knows_wait() {
    let set = rules("title: T\nlogsource: {product: linux}\ndetection:\n    s: {F: 1}\n    condition: s\n");
    assert!(set.rejected.is_empty());
    assert_eq!(set.waiting().map(|(_, why)| why).collect::<Vec<_>>(), ["no log is known for its log source"]);
}
