//! The same events in every kind of file, damaged files, and files made to do harm.

#[path = "../../holdfast-evtx/tests/maker/mod.rs"]
mod maker;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use holdfast_hunt::{AllowList, Baseline, Engine, Options, Outcome, Rules, Text, hunt};
use holdfast_wire::hunt::Severity;
use jiff::Timestamp;
use maker::{Maker, process_event, string};

const RULES: &str = "title: Shadow copies deleted
id: 11111111-1111-4111-8111-111111111111
author: A. Tester
level: critical
tags: [attack.impact, attack.t1490]
logsource: {product: windows, category: process_creation}
detection:
  s: {Image|endswith: '\\vssadmin.exe', CommandLine|contains: delete}
  condition: s
---
title: Shadow copies deleted
id: 44444444-4444-4444-8444-444444444444
author: A. Tester
level: critical
tags: [attack.impact, attack.t1490]
logsource: {product: windows}
detection:
  s: {Channel: Fixture/Operational, Image|endswith: '\\vssadmin.exe', CommandLine|contains: delete}
  condition: s
---
title: Failed logon
id: 22222222-2222-4222-8222-222222222222
name: failed
level: low
logsource: {product: windows, service: security}
detection: {s: {EventID: 4625}, condition: s}
---
title: Many failed logons
id: 33333333-3333-4333-8333-333333333333
level: high
correlation: {type: event_count, rules: [failed], group-by: [IpAddress], timespan: 5m, condition: {gte: 3}}
";

fn engine() -> Engine {
    let rules = Rules::read(vec![Text { name: "rules.yml".into(), bytes: RULES.into() }], Default::default());
    assert!(rules.set.rejected.is_empty(), "{:?}", rules.set.rejected);
    Engine::new(rules)
}

fn run(paths: &[PathBuf], options: &Options) -> Outcome {
    hunt(&engine(), paths, options, None, Timestamp::UNIX_EPOCH, &mut |_| ())
}

fn shown(found: &Outcome) -> Vec<String> {
    let of = |f: &holdfast_wire::hunt::Finding| {
        format!("{} {} {} x{}", f.severity.as_str(), f.host, f.rule.title, f.n_events)
    };
    found.findings.iter().map(of).collect()
}

const JSON: &str = r#"{"Channel":"Security","EventID":4688,"Computer":"FS01","TimeCreated":"2026-01-02T03:04:05Z","NewProcessName":"C:\\Windows\\vssadmin.exe","CommandLine":"vssadmin delete shadows /all"}"#;
const XML: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4688</EventID><TimeCreated SystemTime='2026-01-02T03:04:05Z'/><Channel>Security</Channel><Computer>FS01</Computer></System><EventData><Data Name='NewProcessName'>C:\\Windows\\vssadmin.exe</Data><Data Name='CommandLine'>vssadmin delete shadows /all</Data></EventData></Event>";

fn failed(minute: u32, address: &str) -> String {
    format!(
        r#"{{"Channel":"Security","EventID":4625,"Computer":"DC1","TimeCreated":"2026-01-02T03:{minute:02}:00Z","IpAddress":"{address}"}}"#
    )
}

fn log() -> Vec<u8> {
    let mut m = Maker::new();
    process_event(
        &mut m,
        "C:\\Windows\\vssadmin.exe",
        string("vssadmin delete shadows /all"),
        string("cmd.exe"),
    );
    process_event(&mut m, "C:\\Windows\\notepad.exe", string("notepad"), string("cmd.exe"));
    maker::file(&[m.chunk()])
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn zip(path: &Path, files: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).expect("made"));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("done");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).expect("packed");
    out.finish().expect("packed")
}

#[test]
fn one_event_is_one_finding_in_whatever_file_it_comes() {
    let dir = tempfile::tempdir().expect("a folder");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(XML.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    zip(&dir.path().join("t.zip"), &[("in/a.evtx", &log()), ("in/readme.txt", b"hello")]);
    let files = [
        write(dir.path(), "a.json", JSON),
        write(dir.path(), "b.xml", format!("<Events>{XML}</Events>")),
        write(dir.path(), "c.xml", utf16),
        write(dir.path(), "d.evtx", log()),
        write(dir.path(), "e.jsonl.gz", gzip(JSON.as_bytes())),
        dir.path().join("t.zip"),
    ];
    for file in files {
        let found = run(std::slice::from_ref(&file), &Options::default());
        assert_eq!(found.unread, [], "{file:?}");
        assert_eq!(found.findings.len(), 1, "{file:?}: {found:?}");
        let finding = &found.findings[0];
        assert_eq!(
            (finding.severity, finding.rule.author.as_deref()),
            (Severity::Critical, Some("A. Tester"))
        );
        assert_eq!(finding.rule.techniques, ["T1490"]);
        assert_eq!(finding.example.fields["CommandLine"], "vssadmin delete shadows /all", "{file:?}");
    }
    // The whole folder: six files with an event each, one of them twice in a zip; computers are told apart.
    let found = run(&[dir.path().to_owned()], &Options::default());
    assert_eq!(found.end.n_files, 6);
    assert_eq!(found.n_passed_over, 1);
    assert_eq!(found.findings.iter().map(|f| f.n_events).sum::<u64>(), 6);
}

#[test]
fn a_correlation_counts_over_files_in_the_order_of_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let late = [failed(4, "10.0.0.9"), failed(1, "10.0.0.9")].join("\n");
    write(dir.path(), "a.json", late);
    write(dir.path(), "b.json", [failed(2, "10.0.0.9"), failed(2, "10.0.0.8")].join("\n"));
    let found = run(&[dir.path().to_owned()], &Options::default());
    assert_eq!(
        shown(&found),
        ["high DC1 Many failed logons x3"],
        "the rule it builds on is not told by itself"
    );
    let finding = &found.findings[0];
    assert_eq!(finding.from_rules, ["Failed logon"]);
    assert_eq!(
        (finding.first_at.to_string(), finding.last_at.to_string()),
        ("2026-01-02T03:01:00Z".into(), "2026-01-02T03:04:00Z".into())
    );
    assert_eq!(finding.example.fields["IpAddress"], "10.0.0.9");
}

#[test]
fn what_is_allowed_is_counted_and_what_is_known_is_told_lower() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = write(dir.path(), "a.json", JSON);
    let today = "2026-11-27".parse().expect("a day");
    let list = "[[allow]]\nrule = 'Shadow copies deleted'\nhost = 'fs01'\nfields = { CommandLine = '*shadows*' }\nreason = 'the backup program does it'\nuntil = '2027-01-01'\n";
    let allow = AllowList::read("allow.toml", list, &engine(), today).expect("a list");
    let found = run(std::slice::from_ref(&file), &Options { allow, ..Options::default() });
    assert_eq!((found.findings.len(), found.end.n_allowed, found.end.n_hits), (0, 1, 0));

    let first = run(
        std::slice::from_ref(&file),
        &Options { baseline: Some(Baseline::default()), ..Options::default() },
    );
    assert_eq!(
        (first.findings[0].is_first_seen, first.findings[0].severity),
        (Some(true), Severity::Critical)
    );
    let mut baseline = Baseline::default();
    first.digests.iter().for_each(|digest| baseline.note(*digest, today, "seen"));
    let again = run(&[file], &Options { baseline: Some(baseline), ..Options::default() });
    assert_eq!((again.findings[0].is_first_seen, again.findings[0].severity), (Some(false), Severity::High));
}

#[test]
fn times_outside_what_was_asked_for_are_passed_over() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = write(dir.path(), "a.json", JSON);
    let at = |text: &str| Some(text.parse().expect("a time"));
    for (since, until, n) in [
        (None, None, 1),
        (at("2026-01-02T03:04:05Z"), None, 1),
        (at("2026-01-02T03:04:06Z"), None, 0),
        (None, at("2026-01-02T03:04:04Z"), 0),
    ] {
        let found = run(std::slice::from_ref(&file), &Options { since, until, ..Options::default() });
        assert_eq!(found.findings.len(), n, "{since:?} {until:?}");
    }
}

#[test]
fn nothing_found_and_nothing_read_are_different_answers() {
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), "notes.txt", "no log");
    write(dir.path(), "broken.evtx", "this was an event log once");
    write(dir.path(), "empty.evtx", "");
    let found = run(&[dir.path().to_owned(), dir.path().join("missing")], &Options::default());
    let mut said: Vec<_> = found.unread.iter().map(|u| u.reason.as_str()).collect();
    said.sort_unstable();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said[0].starts_with("cannot be opened")
            && said[1].starts_with("holds no event log")
            && said[2] == "is empty",
        "{said:?}"
    );
    assert_eq!((found.n_passed_over, found.end.n_events), (1, 0));
}

#[test]
fn good_lines_are_kept_and_bad_ones_have_their_place() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = write(dir.path(), "a.json", format!("{JSON}\n{{\"a\":\n{JSON}\nnope\n"));
    let found = run(&[file], &Options::default());
    assert_eq!(found.findings[0].n_events, 2);
    let places: Vec<_> = found.unread.iter().map(|u| u.place).collect();
    assert_eq!(places, [Some(2), Some(4)]);
}

#[test]
fn an_archive_made_to_fill_a_disk_ends_soon() {
    let dir = tempfile::tempdir().expect("a folder");
    // 600 MB of zeros behind the first bytes of a log: 1,000 times what it takes packed, and more.
    let path = dir.path().join("bomb.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("made"));
    zip.start_file("a.evtx", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(b"ElfFile\0").expect("written");
    let zeros = vec![0; 1 << 20];
    (0..700).for_each(|_| zip.write_all(&zeros).expect("written"));
    zip.finish().expect("done");
    let packed = std::fs::metadata(&path).expect("there").len();
    let found = run(&[path], &Options::default());
    if packed * 1_000 + (64 << 20) < 700 << 20 {
        assert!(
            found.unread.iter().any(|u| u.reason.contains("unpacked, the archive is larger")),
            "{packed} {:?}",
            found.unread
        );
    }
    // A hundred files of a whole log each are no bomb, until somebody says how much an archive may hold.
    let many = dir.path().join("many.zip");
    let (log, names) = (log(), (0..100).map(|n| format!("{n}.evtx")).collect::<Vec<_>>());
    self::zip(&many, &names.iter().map(|name| (name.as_str(), log.as_slice())).collect::<Vec<_>>());
    assert_eq!(run(std::slice::from_ref(&many), &Options::default()).end.n_events, 200);
    let found = run(&[many], &Options { max_unpacked: Some(1 << 20), ..Options::default() });
    assert!(found.end.n_events < 40 && found.end.n_unread > 80, "{:?}", found.end);
    let mut inner = Vec::new();
    zip::ZipWriter::new(std::io::Cursor::new(&mut inner)).finish().expect("done");
    let nested = dir.path().join("nested.zip");
    self::zip(&nested, &[("in.zip", &inner)]);
    let found = run(&[nested], &Options::default());
    assert!(found.unread[0].reason.contains("archive inside an archive"), "{:?}", found.unread);
}

#[test]
fn flipped_bytes_cost_what_they_hit_and_nothing_panics() {
    let dir = tempfile::tempdir().expect("a folder");
    let whole = log();
    let mut packed = Vec::new();
    {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(&mut packed));
        zip.start_file("a.evtx", zip::write::SimpleFileOptions::default()).expect("begun");
        zip.write_all(&whole[..8_192]).expect("written");
        zip.finish().expect("done");
    }
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |max: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % max as u64) as usize
    };
    let engine = engine();
    for bytes in [&whole[..], &packed, JSON.as_bytes(), XML.as_bytes()] {
        for n in 0..250 {
            let mut bytes = bytes.to_vec();
            for _ in 0..=n % 16 {
                let at = random(bytes.len().min(12_000));
                bytes[at] ^= 1 << random(8);
            }
            let file = write(dir.path(), "f", &bytes);
            let found = hunt(
                &engine,
                &[file],
                &Options { n_threads: 1, ..Options::default() },
                None,
                Timestamp::UNIX_EPOCH,
                &mut |_| (),
            );
            assert!(
                found.notes.iter().all(|note| !note.contains("fault of this program")),
                "{:?}",
                found.notes
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said_and_the_rest_is_read() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), "a.json", JSON);
    let locked = write(dir.path(), "b.json", JSON);
    symlink(dir.path(), dir.path().join("round")).expect("a link");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).expect("set");
    let is_root = std::fs::read(&locked).is_ok();
    let found = run(&[dir.path().to_owned()], &Options::default());
    assert_eq!(found.findings[0].n_events, if is_root { 2 } else { 1 });
    assert_eq!(found.end.n_unread, u64::from(!is_root));
}
