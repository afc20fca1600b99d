//! What rules mean, clause by clause of the specification, each with events that hit and events that miss.

use crate::given::{event, hits, process, process_rule, program};

/// `detection` as YAML; events as members of a JSON object.
#[track_caller]
fn check(detection: &str, hit: &[&str], miss: &[&str]) {
    let program = program(&process_rule(detection));
    for members in hit {
        assert_eq!(hits(&program, &process(&program, members)), [0], "should hit: {members}\n{detection}");
    }
    for members in miss {
        assert_eq!(
            hits(&program, &process(&program, members)),
            [0; 0],
            "should miss: {members}\n{detection}"
        );
    }
}

/// One selection with one field.
#[track_caller]
fn field(line: &str, hit: &[&str], miss: &[&str]) {
    check(&format!("selection:\n    {line}\ncondition: selection"), hit, miss);
}

#[test]
fn values_are_text_without_case() {
    field("F: whoami", &[r#""F":"WhoAmI""#], &[r#""F":"whoami.exe""#, r#""G":"whoami""#, ""]);
    field(
        "F: 4624",
        &[r#""F":4624"#, r#""F":"4624""#],
        &[r#""F":46240"#, r#""F":4624.5"#, r#""F":"0x1210""#],
    );
    field("F: 0x1410", &[r#""F":"0x1410""#, r#""F":"0X1410""#], &[r#""F":5136"#]);
    field("F: true", &[r#""F":true"#, r#""F":"True""#], &[r#""F":1"#]);
    field("F: ÄÖ*", &[r#""F":"äöü""#, r#""F":"ÄÖ""#], &[r#""F":"ao""#]);
    field("F: [a, b, 3]", &[r#""F":"A""#, r#""F":"b""#, r#""F":3"#], &[r#""F":"c""#, r#""F":"ab""#]);
}

#[test]
fn a_field_with_several_values_matches_by_any() {
    field(
        "Data: two",
        &[r#""Data":["one","two"]"#, r#""Data":"two""#],
        &[r#""Data":["one","three"]"#, r#""Data":[]"#],
    );
    field(
        "Data|contains|all: [a, b]",
        &[r#""Data":["xa","xb"]"#, r#""Data":["ab"]"#],
        &[r#""Data":["xa","ya"]"#],
    );
}

#[test]
fn blanks_in_names_do_not_count() {
    field("ThreatName: x", &[r#""Threat Name":"x""#, r#""ThreatName":"x""#], &[r#""Threat":"x""#]);
    field("Threat Name: x", &[r#""Threat Name":"x""#, r#""ThreatName":"x""#], &[]);
}

#[test]
fn null_empty_and_present() {
    field("F: null", &["", r#""F":null"#, r#""G":"x""#], &[r#""F":"""#, r#""F":"x""#, r#""F":["x",null]"#]);
    field("F:", &[""], &[r#""F":"x""#]);
    field("F: ''", &[r#""F":"""#], &["", r#""F":null"#, r#""F":" ""#, r#""F":"x""#]);
    field("F: '*'", &[r#""F":"""#, r#""F":"x""#], &["", r#""F":null"#]);
    field("F|exists: true", &[r#""F":"""#, r#""F":null"#, r#""F":0"#], &["", r#""G":1"#]);
    field("F|exists: false", &["", r#""G":1"#], &[r#""F":"""#, r#""F":null"#]);
    field("F: [null, '']", &["", r#""F":"""#], &[r#""F":"x""#]);
    check("s:\n    G: 1\nf:\n    F: null\ncondition: s and not f", &[r#""G":1,"F":"x""#], &[r#""G":1"#]);
}

#[test]
fn contains_startswith_endswith() {
    field("F|contains: bc", &[r#""F":"abcd""#, r#""F":"BC""#], &[r#""F":"b c""#, r#""F":"""#]);
    field("F|startswith: ab", &[r#""F":"ABc""#, r#""F":"ab""#], &[r#""F":"cab""#, r#""F":"a""#]);
    field(
        r"F|endswith: '\cmd.exe'",
        &[r#""F":"C:\\x\\CMD.EXE""#],
        &[r#""F":"cmd.exe""#, r#""F":"\\cmd.exe ""#],
    );
    field("F|contains: 'a*c'", &[r#""F":"xabcx""#, r#""F":"ac""#], &[r#""F":"ca""#]);
    field(r"F|contains: 'a\*c'", &[r#""F":"xa*cx""#], &[r#""F":"abc""#]);
    field("F|contains: ''", &[r#""F":"""#, r#""F":"x""#], &[""]);
    field("F|contains|all: [a, b]", &[r#""F":"ba""#], &[r#""F":"a""#, r#""F":"b""#]);
    field("F|all|contains: [a, b]", &[r#""F":"ba""#], &[r#""F":"a""#]);
    field("F|startswith|all: [a, ab]", &[r#""F":"abc""#], &[r#""F":"ac""#]);
}

#[test]
fn cased() {
    field("F|cased: AbC", &[r#""F":"AbC""#], &[r#""F":"abc""#]);
    field("F|contains|cased: AbC", &[r#""F":"xAbCx""#], &[r#""F":"xabcx""#]);
    field("F|cased|endswith: ÄB", &[r#""F":"xÄB""#], &[r#""F":"xäB""#, r#""F":"xÄb""#]);
    field("F|startswith|cased: [Ab, aB]", &[r#""F":"AbX""#, r#""F":"aB""#], &[r#""F":"ab""#, r#""F":"AB""#]);
}

#[test]
fn regular_expressions() {
    field("F|re: 'b.d'", &[r#""F":"abcde""#], &[r#""F":"aBcde""#, r#""F":"b\nd""#]);
    field("F|re|i: 'b.d'", &[r#""F":"aBcDe""#], &[r#""F":"bd""#]);
    field("F|re|s: 'b.d'", &[r#""F":"b\nd""#], &[]);
    field("F|re|m: '^d$'", &[r#""F":"b\nd\ne""#], &[r#""F":"bd""#]);
    field("F|re|i|m|s: '^D.E$'", &[r#""F":"b\nd\ne""#], &[r#""F":"bde""#]);
    field("F|re: '^[a-z]{3,5}$'", &[r#""F":"abcd""#], &[r#""F":"ab""#, r#""F":"ABCD""#, r#""F":"abcdef""#]);
    field(r"F|re: ['foo\\bar', 'x+y']", &[r#""F":"foo\\bar""#, r#""F":"axxy""#], &[r#""F":"foobar""#]);
    field("F|re: '(alpha|beta)-[0-9]+'", &[r#""F":"x beta-7""#], &[r#""F":"beta-x""#, r#""F":"gamma-7""#]);
    field("F|re|all: [alpha, beta]", &[r#""F":"betaalpha""#], &[r#""F":"alpha""#]);
}

#[test]
fn windash_takes_each_dash_for_any() {
    let all = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"];
    let hit: Vec<String> = all.iter().map(|d| format!(r#""F":"x {d}Enc y""#)).collect();
    let hit: Vec<&str> = hit.iter().map(String::as_str).collect();
    field("F|windash|contains: ' -enc'", &hit, &[r#""F":"x enc""#, r#""F":"x +enc""#, r#""F":"x-enc""#]);
    field("F|contains|windash: ' /enc'", &hit, &[r#""F":" enc""#]);
    let two = "F|contains|windash: '-ma -accepteula'";
    field(
        two,
        &[r#""F":"/ma -accepteula""#, r#""F":"-ma —AcceptEula""#, r#""F":"—ma /accepteula""#],
        &[r#""F":"ma accepteula""#],
    );
    // A dash inside a word introduces no flag.
    field("F|contains|windash: '-a find-str'", &[r#""F":"/a find-str""#], &[r#""F":"/a find/str""#]);
    let many = "F|contains|windash|all: ['-a -b -c -d -e', x]";
    field(many, &[r#""F":"x /a -b /c -d —e""#], &[r#""F":"x /a -b /c -d +e""#]);
    field("F|windash: '-x'", &[r#""F":"/x""#, r#""F":"-X""#], &[r#""F":"/x /y""#]);
}

#[test]
fn base64_and_utf16() {
    field("F|base64|contains: 'foobar'", &[r#""F":"x Zm9vYmFy""#], &[r#""F":"foobar""#]);
    let offsets = "F|base64offset|contains: 'http://'";
    field(
        offsets,
        &[r#""F":"aHR0cDovL2E=""#, r#""F":"eGh0dHA6Ly9h""#, r#""F":"eHhodHRwOi8vYQ==""#],
        &[r#""F":"http://""#],
    );
    let wide = "F|wide|base64offset|contains: 'cmd'";
    field(wide, &[r#""F":"YwBtAGQA""#], &[r#""F":"Y21k""#]);
    field("F|utf16le|base64|contains: 'cmd'", &[r#""F":"YwBtAGQA""#], &[]);
    field("F|utf16be|base64|contains: 'cmd'", &[r#""F":"AGMAbQBk""#], &[]);
    field("F|utf16|base64|contains: 'cmd'", &[r#""F":"//5jAG0AZAA=""#], &[]);
    field("F|utf16le|contains: 'cmd'", &[r#""F":"c\u0000m\u0000d\u0000""#], &[r#""F":"cmd""#]);
}

#[test]
fn networks() {
    field("F|cidr: 10.0.0.0/8", &[r#""F":"10.1.2.3""#], &[r#""F":"11.1.2.3""#, r#""F":"-""#, ""]);
    field(
        "F|cidr: ['::1/128', 'fe80::/10', 127.0.0.0/8]",
        &[r#""F":"::1""#, r#""F":"fe80::9""#, r#""F":"127.9.9.9""#],
        &[r#""F":"::2""#],
    );
    check(
        "s:\n    G: 1\nf:\n    F|cidr: 192.168.0.0/16\ncondition: s and not f",
        &[r#""G":1,"F":"8.8.8.8""#, r#""G":1"#],
        &[r#""G":1,"F":"192.168.9.9""#],
    );
}

#[test]
fn numbers() {
    field("F|gt: 5", &[r#""F":6"#, r#""F":"5.5""#, r#""F":"0x10""#], &[r#""F":5"#, r#""F":"x""#, ""]);
    field("F|gte: 5", &[r#""F":5"#], &[r#""F":4"#]);
    field("F|lt: 5", &[r#""F":-1"#, r#""F":4.9"#], &[r#""F":5"#, ""]);
    field("F|lte: 5", &[r#""F":5"#], &[r#""F":6"#]);
    check(
        "s:\n    F|gt: 5\n    F|lte: 9\ncondition: s",
        &[r#""F":6"#, r#""F":9"#],
        &[r#""F":5"#, r#""F":10"#],
    );
    field("F|gt: [100, 5]", &[r#""F":6"#], &[r#""F":5"#]);
}

#[test]
fn different_from() {
    field("F|neq: a", &[r#""F":"b""#, ""], &[r#""F":"A""#]);
    field("F|neq: [a, b]", &[r#""F":"c""#], &[r#""F":"a""#, r#""F":"b""#]);
    field("F|neq: 5", &[r#""F":6"#], &[r#""F":5"#]);
    field("F|contains|neq: x", &[r#""F":"abc""#], &[r#""F":"axc""#]);
    field("F|fieldref|neq: G", &[r#""F":"a","G":"b""#], &[r#""F":"a","G":"A""#]);
}

#[test]
fn other_fields() {
    field("F|fieldref: G", &[r#""F":"a","G":"A""#], &[r#""F":"a","G":"b""#, r#""F":"a""#, r#""G":"a""#, ""]);
    field("F|fieldref|cased: G", &[r#""F":"a","G":"a""#], &[r#""F":"a","G":"A""#]);
    field("F|fieldref|endswith: G", &[r#""F":"xa","G":"A""#], &[r#""F":"ax","G":"a""#]);
    field("F|fieldref|startswith: G", &[r#""F":"ax","G":"A""#], &[r#""F":"xa","G":"a""#]);
    field("F|fieldref|contains: G", &[r#""F":"xax","G":"A""#], &[r#""F":"x","G":"a""#]);
}

#[test]
fn parts_of_dates() {
    let at = |text: &str| format!(r#""F":"{text}""#);
    let (inside, outside) = (at("2025-11-27T23:40:10.165Z"), at("2024-10-26 07:41"));
    for line in [
        "F|hour: 23",
        "F|minute: 40",
        "F|day: 27",
        "F|month: 11",
        "F|year: 2025",
        "F|week: 48",
        "F|hour|gte: 22",
        "F|year|gt: 2024",
    ] {
        field(line, &[&inside], &[&outside, r#""F":"never""#, ""]);
    }
}

#[test]
fn keywords() {
    let list = "keywords:\n    - 'EVILSERVICE'\n    - 'svchost.exe -n evil'\ncondition: keywords";
    check(
        list,
        &[r#""F":"an EvilService here""#, r#""G":"svchost.exe -n EVIL""#],
        &[r#""F":"evil service""#, r#""evilservice":"x""#, ""],
    );
    let all = "keywords:\n    '|all':\n        - 'OabVirtualDirectory'\n        - ' -ExternalUrl '\ncondition: keywords";
    check(all, &[r#""F":"oabvirtualdirectory","G":"x -externalurl y""#], &[r#""F":"oabvirtualdirectory""#]);
    check("k: word\ncondition: k", &[r#""F":"a word""#], &[r#""F":"wort""#]);
    check(
        "k:\n    - 'a?c'\n    - 7777\ncondition: k",
        &[r#""F":"xabcx""#, r#""F":7777"#, r#""F":"x7777""#],
        &[r#""F":"ac""#],
    );
    check("k:\n    '|re': 'a[0-9]c'\ncondition: k", &[r#""F":"xa1cx""#], &[r#""F":"abc""#]);
    check("k:\n    - word\n    - F: 1\ncondition: k", &[r#""G":"words""#, r#""F":1"#], &[r#""F":2"#]);
    check("k:\n    - word\ns:\n    F: 1\ncondition: s and not k", &[r#""F":1"#], &[r#""F":1,"G":"word""#]);
}

#[test]
fn maps_and_lists_of_maps() {
    let map = "selection:\n    A: 1\n    B: [2, 3]\ncondition: selection";
    check(map, &[r#""A":1,"B":3"#], &[r#""A":1"#, r#""B":2"#, r#""A":1,"B":4"#]);
    let list = "selection:\n    - A|endswith: x\n    - B|contains: y\n      C: 1\ncondition: selection";
    check(list, &[r#""A":"ax""#, r#""B":"y","C":1"#], &[r#""B":"y""#, r#""C":1"#, ""]);
    let nested = "selection:\n    - - A: 1\n      - A: 2\n    - B: 1\ncondition: selection";
    check(nested, &[r#""A":2"#, r#""B":1"#], &[r#""A":3"#]);
}

#[test]
fn conditions() {
    let on =
        |names: &str| names.split_whitespace().map(|n| format!(r#""{n}":1"#)).collect::<Vec<_>>().join(",");
    #[track_caller]
    fn table(condition: &str, hit: &[String], miss: &[String]) {
        let detection = format!(
            "sel_a:\n    A: 1\nsel_b:\n    B: 1\nfilter_c:\n    C: 1\n_d:\n    D: 1\ncondition: {condition}"
        );
        let refs = |v: &[String]| v.to_vec();
        let (hit, miss) = (refs(hit), refs(miss));
        check(
            &detection,
            &hit.iter().map(String::as_str).collect::<Vec<_>>(),
            &miss.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }
    table("sel_a", &[on("A"), on("A B")], &[on("B"), on("")]);
    table("sel_a or sel_b and not filter_c", &[on("A C"), on("B")], &[on("B C"), on("C")]);
    table("(sel_a or sel_b) and not filter_c", &[on("A"), on("B")], &[on("A C"), on("")]);
    table("1 of sel_*", &[on("A"), on("B")], &[on("C"), on("D")]);
    table("all of sel_*", &[on("A B")], &[on("A"), on("B C")]);
    table("1 of them", &[on("A"), on("C")], &[on("D"), on("")]);
    table("all of them", &[on("A B C"), on("A B C D")], &[on("A B D")]);
    table("2 of them", &[on("A B"), on("B C"), on("A B C")], &[on("A"), on("A D")]);
    table("2 of sel_*", &[on("A B")], &[on("A C")]);
    table("any of sel_*", &[on("B")], &[on("C")]);
    table("all of sel_* and not 1 of filter_*", &[on("A B")], &[on("A B C")]);
    table("not sel_a", &[on(""), on("B")], &[on("A")]);
    table("not (sel_a and sel_b)", &[on("A"), on("")], &[on("A B")]);
    table("not not sel_a", &[on("A")], &[on("")]);
    table("1 of *", &[on("D")], &[on("")]);
    table("\n    - sel_a and sel_b\n    - filter_c", &[on("A B"), on("C")], &[on("A")]);
}

#[test]
fn a_process_of_security_4688_is_a_process() {
    let rule = process_rule(
        "s:\n    Image|endswith: '\\vssadmin.exe'\n    CommandLine|contains: delete\n    User: admin\ncondition: s",
    );
    let program = program(&rule);
    let members = r#""NewProcessName":"C:\\Windows\\System32\\vssadmin.exe","CommandLine":"vssadmin delete shadows","SubjectUserName":"Admin""#;
    let at = |channel: &str, id: u32| {
        event(&program, &format!(r#"{{"Channel":"{channel}","EventID":{id},{members}}}"#))
    };
    assert_eq!(hits(&program, &at("Security", 4688)), [0]);
    assert_eq!(hits(&program, &at("SECURITY", 4688)), [0]);
    assert_eq!(hits(&program, &at("Security", 4689)), [0; 0]);
    assert_eq!(hits(&program, &at("System", 4688)), [0; 0]);
}

#[test]
fn shapes_of_json() {
    let rule = "title: T\nlogsource: {product: windows, service: system}\ndetection:\n    s:\n        EventID: 7045\n        Provider_Name: Service Control Manager\n        ServiceName: x y\n        Execution_ProcessID: 7\n    condition: s\n";
    let program = program(rule);
    let dumped = r##"{"Event":{"#attributes":{"xmlns":"z"},"System":{"Provider":{"#attributes":{"Name":"Service Control Manager"}},"EventID":{"#attributes":{"Qualifiers":16384},"#text":7045},"Execution":{"#attributes":{"ProcessID":7}},"Channel":"System"},"EventData":{"ServiceName":"x y"}}}"##;
    let apart = r##"{"Event":{"System":{"Provider_attributes":{"Name":"Service Control Manager"},"EventID":7045,"Execution_attributes":{"ProcessID":7},"Channel":"System"},"EventData":{"Service Name":"x y"}}}"##;
    let winlog = r##"{"@timestamp":"z","winlog":{"channel":"System","event_id":"7045","provider_name":"Service Control Manager","event_data":{"ServiceName":"x y"}},"Execution_ProcessID":7}"##;
    let flat = r##"{"Channel":"System","EventID":7045,"Provider_Name":"Service Control Manager","ServiceName":"x y","Execution_ProcessID":7}"##;
    let wrapped = format!(r##"{{"document":{{"kind":"evtx","data":{dumped}}}}}"##);
    for json in [dumped, apart, winlog, flat, &wrapped] {
        assert_eq!(hits(&program, &event(&program, json)), [0], "{json}");
    }
    let user_data = "title: T\nlogsource: {product: windows, service: security}\ndetection:\n    s:\n        EventID: 1102\n        SubjectUserName: eve\n    condition: s\n";
    let program = crate::given::program(user_data);
    let cleared = r##"{"Event":{"System":{"EventID":1102,"Channel":"Security"},"UserData":{"LogFileCleared":{"#attributes":{"xmlns":"z"},"SubjectUserName":"EVE"}}}}"##;
    assert_eq!(hits(&program, &event(&program, cleared)), [0]);
    for bad in ["", "[1]", "7", "{\"a\":", "{\"a\":1} x"] {
        assert!(holdfast_sigma::JsonEvent::new().read(bad.as_bytes(), program.fields()).is_err(), "{bad}");
    }
}

/// Every way to anchor a text, on every text made of a few letters, against what the words say.
#[test]
fn anchors_exhaustively() {
    let alphabet = ["", "a", "b", "A", "\\", "é"];
    let mut texts: Vec<String> = Vec::new();
    for a in alphabet {
        for b in alphabet {
            for c in alphabet {
                texts.push(format!("{a}{b}{c}"));
            }
        }
    }
    texts.sort();
    texts.dedup();
    let mut n = 0;
    for needle in texts.iter().filter(|t| t.chars().count() <= 2 && !t.contains('\\')) {
        let lower = needle.to_lowercase();
        for (modifier, holds) in [
            ("", (|t: &str, n: &str| t == n) as fn(&str, &str) -> bool),
            ("|contains", |t, n| t.contains(n)),
            ("|startswith", |t, n| t.starts_with(n)),
            ("|endswith", |t, n| t.ends_with(n)),
        ] {
            let program = program(&process_rule(&format!("s:\n    F{modifier}: '{needle}'\ncondition: s")));
            for text in &texts {
                let event = process(&program, &format!(r#""F":"{}""#, text.replace('\\', "\\\\")));
                let expected: &[usize] = if holds(&text.to_lowercase(), &lower) { &[0] } else { &[] };
                assert_eq!(hits(&program, &event), expected, "F{modifier}: '{needle}' on {text}");
                n += 1;
            }
        }
    }
    assert!(n > 5_000, "{n}");
}
