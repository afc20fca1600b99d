//! Any bytes as a file given to a hunt (event log, JSON, XML, zip or gzip): it ends with what one and two threads agree on.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use holdfast_hunt::{Engine, Options, Outcome, Rules, Text, hunt};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

const RULES: &str = "title: A\nlogsource: {product: windows}\ndetection:\n  s: {EventID: [1, 7, 4688, 1102]}\n  t: {Data|contains: a}\n  condition: s or t\n---\ntitle: B\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s: {Image|endswith: '.exe', CommandLine|contains: delete}\n  condition: s\n---\ntitle: C\ncorrelation:\n  type: event_count\n  rules: [A]\n  group-by: [Computer]\n  timespan: 1h\n  condition: {gte: 2}\n";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let text = Text { name: "f.yml".to_owned(), bytes: RULES.as_bytes().to_vec() };
    Engine::new(Rules::read(vec![text], Default::default()))
});

static PLACE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("holdfast-fuzz-{}", std::process::id())));

fn found(n_threads: usize) -> Outcome {
    // Small archives may not unpack to much here, or the run would be spent on zeros.
    let options = Options { n_threads, max_unpacked: Some(1 << 20), ..Options::default() };
    hunt(&ENGINE, &[PLACE.clone()], &options, None, Timestamp::UNIX_EPOCH, &mut |_| ())
}

fuzz_target!(|bytes: &[u8]| {
    std::fs::write(&*PLACE, bytes).expect("the folder of temporary files can be written");
    let (one, two) = (found(1), found(2));
    assert_eq!((one.end.n_events, one.end.n_hits), (two.end.n_events, two.end.n_hits));
    assert_eq!(one.findings, two.findings);
});
