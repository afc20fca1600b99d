//! Every record of every sample log, read by us and by the `evtx` crate: as many, and the same in every value.
//!
//! Three views are compared: the event as XML, letter for letter; as JSON; and our fields against the members of the
//! other's JSON, so that what rules see is what is shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use evtx::{EvtxParser, ParserSettings};
use holdfast_evtx::{Chunk, ChunkBuf, ChunkReader, Decoder, Event, Section, Step, SystemField};
use serde_json::Value;

fn samples() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/evtx");
    if !dir.is_dir() {
        eprintln!("SKIPPED: no sample logs at `{}`; nothing was compared", dir.display());
        return Vec::new();
    }
    let (mut folders, mut found) = (vec![dir], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "evtx") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > 400, "{} sample logs", found.len());
    found
}

#[derive(Debug, Default)]
struct Tally {
    n_files: usize,
    n_chunks: usize,
    n_records: usize,
    n_bad: usize,
    n_fields: usize,
    differences: Vec<String>,
}

#[test]
fn every_value_of_every_sample_is_the_same() {
    let mut tally = Tally::default();
    let mut decoder = Decoder::new();
    for path in samples() {
        let bytes = std::fs::read(&path).expect("a readable file");
        let before = tally.n_records + tally.n_bad;
        compare_file(&path, &bytes, &mut decoder, &mut tally);
        let n_read = count_by_reader(&bytes);
        let n_walked = tally.n_records + tally.n_bad - before;
        if n_read != n_walked {
            tally.differences.push(format!("{}: {n_read} read, {n_walked} compared", path.display()));
        }
        tally.n_files += 1;
    }
    let Tally { n_files, n_chunks, n_records, n_bad, n_fields, differences } = tally;
    println!("{n_files} files, {n_chunks} chunks, {n_records} records, {n_bad} bad, {n_fields} fields");
    println!("{} names, generation {}", decoder.names().len(), decoder.generation());
    for difference in differences.iter().take(20) {
        println!("{difference}");
    }
    assert!(differences.is_empty(), "{} differences", differences.len());
}

fn compare_file(path: &Path, bytes: &[u8], decoder: &mut Decoder, tally: &mut Tally) {
    let settings = ParserSettings::new().indent(false).num_threads(1);
    let mut parser =
        EvtxParser::from_buffer(bytes.to_vec()).expect("a log").with_configuration(settings.clone());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for chunk in parser.chunks() {
        let Ok(mut theirs) = chunk else {
            tally.differences.push(format!("{name}: they refuse a chunk"));
            continue;
        };
        tally.n_chunks += 1;
        let data = theirs.data.clone();
        let mut theirs = theirs.parse(settings.clone().into()).expect("a chunk");
        let mut events = decoder.events(Chunk::parse(&data, 0).expect("a chunk"));
        let mut their_records = theirs.iter();
        loop {
            match (events.next_event(), their_records.next()) {
                (None, None) => break,
                (Some(Ok(ours)), Some(Ok(theirs))) => {
                    tally.n_records += 1;
                    let place = format!("{name}, record {}", ours.record().id);
                    compare_event(&place, &ours, theirs, tally);
                }
                (Some(Err(_)), Some(Err(_))) => tally.n_bad += 1,
                (ours, theirs) => {
                    let theirs = theirs.map(|t| t.map(|t| t.event_record_id));
                    tally.differences.push(format!("{name}: we {ours:?}, they {theirs:?}"));
                    break;
                }
            }
        }
    }
}

fn compare_event(place: &str, ours: &Event<'_>, theirs: evtx::EvtxRecord<'_>, tally: &mut Tally) {
    let same_head = ours.record().id == theirs.event_record_id
        && ours.record().time.unix_nanoseconds() == theirs.timestamp.as_nanosecond();
    if !same_head {
        tally.differences.push(format!("{place}: number or time"));
    }
    let mut xml = Vec::new();
    ours.append_xml(&mut xml).expect("XML");
    let their_xml = theirs.clone().into_xml().expect("their XML").data;
    let their_xml = their_xml.trim_start_matches("<?xml version=\"1.0\" encoding=\"utf-8\"?>").trim();
    if xml != their_xml.as_bytes() {
        let xml = String::from_utf8_lossy(&xml);
        tally.differences.push(format!("{place}: XML\n  {xml}\n  {their_xml}"));
    }
    let mut json = Vec::new();
    ours.append_json(&mut json).expect("JSON");
    let json: Value = serde_json::from_slice(&json).expect("our JSON reads");
    let their_json = theirs.into_json_value().expect("their JSON").data;
    if json != their_json {
        tally.differences.push(format!("{place}: JSON\n  {json}\n  {their_json}"));
    }
    compare_fields(place, ours, &their_json["Event"], tally);
    compare_system(place, ours, &their_json["Event"]["System"], tally);
}

/// Our fields against the members under `EventData` and `UserData`.
fn compare_fields(place: &str, ours: &Event<'_>, event: &Value, tally: &mut Tally) {
    let mut expected = BTreeMap::<String, Vec<String>>::new();
    if let Value::Object(members) = &event["EventData"] {
        for (name, value) in members {
            match value {
                // Unnamed: a list under `Data`.
                Value::Object(inner) if inner.contains_key("#text") => {
                    add(&mut expected, name, &inner["#text"])
                }
                value => add(&mut expected, name, value),
            }
        }
    }
    for (key, section) in event.as_object().into_iter().flatten() {
        if !["#attributes", "System", "EventData"].contains(&key.as_str()) {
            leaves(section, &mut expected);
        }
    }
    expected.remove("#attributes");
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for field in ours.fields() {
        let name = ours.name(field.name);
        let is_attribute = field.section == Section::UserData && name.contains("_xmlns");
        assert!(!is_attribute);
        found.entry(name.to_owned()).or_default().push(field.value.to_string());
        let first = ours.field(name).expect("a listed field is found").to_string();
        assert_eq!(first, found[name][0], "{place}: `{name}`");
        assert!(field.value.eq_ignore_ascii_case(&field.value.to_string()), "{place}: `{name}`");
        tally.n_fields += 1;
    }
    if found != expected {
        tally.differences.push(format!("{place}: fields\n  {found:?}\n  {expected:?}"));
    }
}

fn add(expected: &mut BTreeMap<String, Vec<String>>, name: &str, value: &Value) {
    let values = expected.entry(name.to_owned()).or_default();
    match value {
        Value::Array(items) => values.extend(items.iter().map(text)),
        value => values.push(text(value)),
    }
}

/// Elements without elements in them.
fn leaves(value: &Value, expected: &mut BTreeMap<String, Vec<String>>) {
    let Value::Object(members) = value else { return };
    for (key, value) in members {
        // A second element of a name is numbered in their JSON; to us it is one more of that name.
        let name = match key.rsplit_once('_') {
            Some((name, n)) if n.parse::<u32>().is_ok() && members.contains_key(name) => name,
            _ => key,
        };
        match value {
            _ if name == "#attributes" => {}
            Value::Object(inner) if inner.keys().all(|key| key.starts_with('#')) => {
                let attributes = inner.get("#attributes").and_then(Value::as_object);
                for (attribute, value) in attributes.into_iter().flatten() {
                    if !attribute.starts_with("xmlns") {
                        add(expected, &format!("{name}_{attribute}"), value);
                    }
                }
                add(expected, name, inner.get("#text").unwrap_or(&Value::Null));
            }
            Value::Object(_) => leaves(value, expected),
            value => add(expected, name, value),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Our values of `System` against its members.
fn compare_system(place: &str, ours: &Event<'_>, system: &Value, tally: &mut Tally) {
    for field in SystemField::ALL {
        let (element, attribute) = match field.name().split_once('_') {
            Some((element, attribute)) => (element, Some(attribute)),
            None => (field.name(), None),
        };
        let value = &system[element];
        let theirs = match attribute {
            Some(attribute) => value["#attributes"].get(attribute).map(text),
            None => match value {
                Value::Object(inner) => Some(inner.get("#text").map(text).unwrap_or_default()),
                Value::Null if system.get(element).is_none() => None,
                value => Some(text(value)),
            },
        };
        let found = ours.system(field).map(|value| value.to_string());
        if found != theirs {
            tally.differences.push(format!("{place}: {} is {found:?}, not {theirs:?}", field.name()));
        }
    }
}

fn count_by_reader(bytes: &[u8]) -> usize {
    let mut reader = ChunkReader::new(bytes).expect("bytes in memory");
    let (mut buf, mut n) = (ChunkBuf::new(), 0);
    while let Some(step) = reader.read_chunk(&mut buf).expect("bytes in memory") {
        if step == Step::Chunk {
            n += buf.chunk().expect("a chunk").records().count();
        }
    }
    n
}
