//! Any bytes as what tells of a machine: the sealed file of an agent, an agent's message, a report, a list. Whatever is taken can be
//! kept, put together with what others told, and read again; the rest is refused.
#![no_main]

use std::io::Write as _;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use holdfast_core::decide::device::{SoftwareMap, Telling, brief, clean, hear, join, same_machine};
use holdfast_core::model::{AgentState, DeviceStanding, FactsSource};
use holdfast_import::device::{
    guess_columns, read_device_file, read_facts_file, read_header, read_inventory,
};
use holdfast_wire::device::{CheckIn, DeviceFacts, Enrol, News, apply, changes, parts};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

static PROGRAMS: LazyLock<SoftwareMap> = LazyLock::new(|| {
    SoftwareMap::new(&holdfast_catalog::load_embedded().expect("the catalog inside has no errors").software)
});

fuzz_target!(|bytes: &[u8]| {
    file(bytes);
    file(&sealed(bytes));
    message(bytes);
    let _ = serde_json::from_slice::<Enrol>(bytes);
    list(bytes);
});

/// As an agent seals it.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).expect("memory takes everything");
    packer.finish().expect("memory takes everything")
}

fn file(bytes: &[u8]) {
    let _ = read_device_file(bytes);
    if let Ok(file) = read_facts_file(bytes) {
        assert!(!file.facts.identity.name.is_empty(), "it names its machine");
        kept(FactsSource::FactsFile, parts(&file.facts));
    }
}

fn message(bytes: &[u8]) {
    let Ok(message) = serde_json::from_slice::<CheckIn>(bytes) else { return };
    for standing in [DeviceStanding::Waiting, DeviceStanding::Approved, DeviceStanding::Revoked] {
        let (hardware, base) = (message.hardware.clone(), Some(8));
        let _ = hear(&AgentState { standing, hardware, seq: 10, base, is_cloned: false }, &message);
    }
    match message.news {
        News::Full { facts, .. } => kept(FactsSource::Agent, facts),
        News::Changes { facts, .. } => kept(FactsSource::Agent, apply(parts(&before()), facts)),
        News::Found { findings, .. } => {
            let text = serde_json::to_vec(&findings).expect("what was read can be written");
            let again: Vec<holdfast_wire::hunt::Finding> =
                serde_json::from_slice(&text).expect("and read again");
            assert_eq!(again, findings);
        }
        News::Same { .. } | News::Goodbye => {}
    }
}

fn list(bytes: &[u8]) {
    let Ok(header) = read_header(bytes) else { return };
    if let Ok((rows, bad)) = read_inventory(bytes, &guess_columns(&header.columns)) {
        assert!(rows.iter().all(|row| row.line >= 2 && !row.facts.identity.name.is_empty()));
        assert!(bad.iter().all(|bad| bad.row >= 2));
        for row in rows.into_iter().take(3) {
            kept(FactsSource::Inventory, parts(&row.facts));
        }
    }
}

/// What the portal does with facts: made fit, read, and put together with what was told before.
fn kept(source: FactsSource, facts: Map<String, Value>) {
    let (fit, _) = clean(facts);
    let Some(read) = read(fit) else { return };
    let new = parts(&read);
    let old = parts(&before());
    assert_eq!(apply(old.clone(), changes(&old, &new)), new, "changes put into the old make the new");
    let telling = |source, second, facts| Telling {
        source,
        observed_at: Timestamp::from_second(second).expect("a time"),
        facts,
    };
    for second in [1, 3] {
        let told =
            vec![telling(FactsSource::SystemInfo, 2, old.clone()), telling(source, second, new.clone())];
        let joined = crate::read(join(told)).expect("what two sources tell can be read together");
        let brief = crate::read(brief(joined, &PROGRAMS)).expect("so can the brief of it");
        let _ = same_machine(&brief.identity, &read.identity);
    }
}

fn read(parts: Map<String, Value>) -> Option<DeviceFacts> {
    serde_json::from_value(parts.into()).ok()
}

/// What was told before, whole enough that its parts and the new ones meet.
fn before() -> DeviceFacts {
    serde_json::from_str(include_str!("../seeds/facts_file/before.json")).expect("facts")
}
