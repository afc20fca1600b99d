//! Answers on machines, for `wesng.py` above and to measure: facts as JSON lines in, answers as JSON lines out, and on the
//! error stream how long reading the tables took; with `--times 200` each machine is asked so often, and the fastest counts. Or with `--measure 630000`, that many made-up machines in one run.
//!
//!   cargo run --release --manifest-path peers/Cargo.toml --example devices -- 2026-11-27 < hosts.jsonl

use std::io::BufRead as _;
use std::time::{Duration, Instant};

use holdfast_core::decide::device::{
    Doubt, Exposure, Knowledge, missing_updates, receiving, support, weaknesses,
};
use holdfast_core::model::{BuildRow, EpssRow, FeedKind, FixRow, KevRow};
use holdfast_import::unpack;
use holdfast_wire::device::{DeviceFacts, Known, Os, OsFamily};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let as_of = words.get(1).and_then(|w| w.parse().ok()).expect("name the day, like 2026-11-27");
    let catalog = holdfast_catalog::load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let feeds = holdfast_catalog::update_facts::embedded_updates().unwrap_or_else(|e| panic!("{e}"));
    let bytes =
        |kind| feeds.iter().find(|(release, _)| release.kind == kind).map_or(&[][..], |(_, bytes)| *bytes);
    let begun = Instant::now();
    let builds: Vec<BuildRow> = unpack(bytes(FeedKind::WindowsBuilds)).expect("builds");
    let fixes: Vec<FixRow> = unpack(bytes(FeedKind::WindowsFixes)).expect("fixes");
    let kev: Vec<KevRow> = unpack(bytes(FeedKind::Kev)).expect("kev");
    let epss: Vec<EpssRow> = unpack(bytes(FeedKind::Epss)).expect("epss");
    let releases = feeds.iter().map(|(release, _)| release.clone()).collect();
    let knowledge = Knowledge::new(&catalog.products, &builds, &fixes, &kev, &epss, releases);
    eprintln!("tables read and put in order in {:?}", begun.elapsed());
    if let [_, _, mark, n] = words.as_slice()
        && mark == "--measure"
    {
        return measure(&knowledge, &builds, n.parse().expect("a number"), as_of);
    }
    let times = match words.as_slice() {
        [_, _, mark, n] if mark == "--times" => n.parse::<u32>().expect("a number").max(1),
        _ => 1,
    };
    let mut took = Duration::ZERO;
    let mut n = 0u32;
    for line in std::io::stdin().lock().lines() {
        let host: serde_json::Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let facts: DeviceFacts = serde_json::from_value(host["facts"].clone()).expect("facts");
        let ask = || {
            let state = support(knowledge.products, &facts.os, as_of).state;
            let told = receiving(&knowledge, &facts, as_of).state;
            let missing = missing_updates(&knowledge, &facts, Exposure::Unknown, as_of);
            (state, told, missing, weaknesses(&knowledge, &facts))
        };
        // The fastest of all times: what other work on the machine takes is not ours.
        let mut fastest = Duration::MAX;
        let mut answer = None;
        for _ in 0..times {
            let begun = Instant::now();
            answer = Some(ask());
            fastest = fastest.min(begun.elapsed());
        }
        let (state, told, missing, all) = answer.expect("asked once at least");
        took += fastest;
        n += 1;
        let of = |wanted: fn(&Result<bool, Doubt>) -> bool| -> Vec<String> {
            all.iter().filter(|(_, closed)| wanted(closed)).map(|(cve, _)| cve.to_string()).collect()
        };
        let answer = serde_json::json!({
            "host": host["host"],
            "support": state.in_words(),
            "receiving": told.in_words(),
            "lines": missing.lines.iter().map(|line| line.in_words()).collect::<Vec<_>>(),
            "cannot_tell": missing.cannot_tell,
            "no_fix_after": missing.no_fix_after,
            "open": of(|closed| *closed == Ok(false)),
            "closed": of(|closed| *closed == Ok(true)),
            "in_doubt": of(Result::is_err),
        });
        println!("{answer}");
    }
    println!("{}", serde_json::json!({ "seconds_each": took.as_secs_f64() / f64::from(n.max(1)) }));
}

/// Machines spread over all builds known, asked everything, one after another on one thread.
fn measure(knowledge: &Knowledge<'_>, builds: &[BuildRow], n: usize, as_of: holdfast_core::Date) {
    let editions = ["Professional", "Enterprise", "EnterpriseS", "IoTEnterpriseS", "ServerStandard", ""];
    let machine = |i: usize| {
        let row = builds[i * 7919 % builds.len()];
        let kernel = if row.build >= 10_240 { "10.0" } else { "6.3" };
        let os = Os {
            family: OsFamily::Windows,
            name: "Microsoft Windows".to_owned(),
            edition: editions[i % editions.len()].to_owned(),
            version: format!("{kernel}.{}.{}", row.build, row.ubr + (i % 3) as u32),
            arch: "x64".to_owned(),
            ..Os::default()
        };
        DeviceFacts { os: Known::Is(os), ..DeviceFacts::default() }
    };
    let machines: Vec<DeviceFacts> = (0..n.min(20_000)).map(machine).collect();
    let begun = Instant::now();
    let (mut n_open, mut n_lines) = (0u64, 0u64);
    for i in 0..n {
        let facts = &machines[i % machines.len()];
        let state = support(knowledge.products, &facts.os, as_of).state;
        let told = receiving(knowledge, facts, as_of).state;
        let missing = missing_updates(knowledge, facts, Exposure::Unknown, as_of);
        n_open += u64::from(missing.n_open());
        n_lines += missing.lines.len() as u64;
        std::hint::black_box((state, told));
    }
    let took = begun.elapsed();
    let rate = n as f64 / took.as_secs_f64();
    println!("{n} machines in {took:?}: {rate:.0} a second; {n_lines} lines, {n_open} weaknesses open");
}
