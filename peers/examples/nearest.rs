//! The nearest emergency departments of every ZIP area, for `balltree.py` above: sites and areas as JSON, our answers, and the seconds
//! of the processor that one of so many runs took.
//!
//!   cargo run --release --manifest-path peers/Cargo.toml --example nearest -- 5 > nearest.jsonl
//!
//! What is timed is the whole of `CareFacts::model`: the tree, at least four sites for every area in order, and the list for each site of
//! the areas whose nearest it may be.

use std::io::Write as _;

use holdfast_catalog::directory_facts::embedded_directory;
use holdfast_catalog::people_facts::embedded_people;
use holdfast_core::decide::care::CareFacts;
use holdfast_core::decide::directory::Directory;
use holdfast_core::model::{DirectoryTables, PeopleTables};

fn main() {
    let times: u32 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1).max(1);
    let mut tables = DirectoryTables::default();
    for (release, bytes) in embedded_directory().expect("the directory inside reads") {
        holdfast_import::load_packed(&mut tables, release, &bytes).expect("it unpacks");
    }
    let mut people = PeopleTables::default();
    for (release, bytes) in embedded_people().expect("the tables on people read") {
        holdfast_import::load_people(&mut people, release, bytes).expect("they unpack");
    }
    let facts = CareFacts::of(&Directory::join(&tables), &people);
    let mut made = None;
    let mut seconds = 0.0;
    for _ in 0..times {
        let facts = facts.clone();
        let begun = processor_seconds();
        made = Some(facts.model());
        seconds += processor_seconds() - begun;
    }
    let model = made.expect("made once at least");
    let mut out = std::io::stdout().lock();
    let points = |all: Vec<holdfast_core::model::Point>| -> Vec<[f64; 2]> {
        all.iter().map(|point| [point.lat, point.lon]).collect()
    };
    let sites = points(model.sites().iter().map(|site| site.point).collect());
    let areas = points(model.areas().iter().map(|area| area.point).collect());
    let ways: Vec<Vec<(u32, f64)>> = (0..model.areas().len())
        .map(|area| model.ways(area).iter().take(4).map(|way| (way.site, way.km)).collect())
        .collect();
    let said = serde_json::json!({
        "sites": sites, "areas": areas, "ways": ways, "seconds": seconds / f64::from(times),
    });
    writeln!(out, "{said}").expect("standard output can be written");
}

/// Seconds this thread has been on a processor, so that other work on the machine does not count. Linux only.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").expect("the machine tells");
    let nanoseconds: f64 = told.split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
    nanoseconds / 1e9
}
