//! The public rules over the public sample logs, held against an independent reference: pySigma over flattened events.
//!
//! It needs the data sets beside the checkout, and says so when they are absent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use holdfast_hunt::{Engine, Hit, HitSink, Options, Rules, hunt, texts_at};
use jiff::Timestamp;

type Key = (String, u64, String);

struct Keep<'e> {
    engine: &'e Engine,
    root: PathBuf,
    hits: BTreeSet<Key>,
}

impl HitSink for Keep<'_> {
    fn hit(&mut self, hit: &Hit) {
        let event = hit.event();
        let file = Path::new(&event.file).strip_prefix(&self.root).expect("a file below the root");
        let rule = self.engine.shape(hit.rule()).id.clone().expect("an id");
        self.hits.insert((file.display().to_string(), event.record_id.expect("a number"), rule));
    }
}

fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").canonicalize().ok()?;
    path.join("evtx").is_dir().then_some(path)
}

/// The event logs alone: beside some of them lies the same event as JSON.
fn logs(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let of = |path: PathBuf| if path.is_dir() { logs(&path) } else { vec![path] };
    let mut all: Vec<PathBuf> = entries.flat_map(of).collect();
    all.retain(|path| path.extension().is_some_and(|e| e == "evtx"));
    all.sort();
    all
}

fn engine(data: &Path) -> Engine {
    let texts = texts_at(&data.join("sigma")).expect("rules");
    Engine::new(Rules::read(texts, Default::default()))
}

fn all_hits(data: &Path, engine: &Engine, n_threads: usize) -> BTreeSet<Key> {
    let options = Options { n_threads, wants_hits: true, ..Options::default() };
    let root = data.join("evtx");
    let mut keep = Keep { engine, root: root.clone(), hits: BTreeSet::new() };
    let out = hunt(engine, &logs(&root), &options, Some(&mut keep), Timestamp::UNIX_EPOCH, &mut |_| ());
    assert_eq!((out.end.n_files, out.end.n_events), (416, 10_687));
    keep.hits
}

/// Values that Windows pads with blanks, which rules are written without: found on purpose (docs/sigma.md).
const PADDED: usize = 22;

#[test]
fn hits_are_those_of_the_reference_and_what_is_explained() {
    let Some(data) = data() else {
        eprintln!("no sample logs beside the checkout; nothing was compared");
        return;
    };
    let engine = engine(&data);
    let ours = all_hits(&data, &engine, 2);
    let text = std::fs::read_to_string(data.join("sigma-oracle/hits-ref-shared.csv")).expect("the reference");
    let theirs: BTreeSet<Key> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut parts = line.rsplitn(3, ',');
            let (rule, record, file) = (parts.next()?, parts.next()?, parts.next()?);
            Some((file.trim_matches('"').to_owned(), record.parse().ok()?, rule.to_owned()))
        })
        .collect();
    let missed: Vec<_> = theirs.difference(&ours).collect();
    assert!(missed.is_empty(), "{} missed, the first: {:?}", missed.len(), missed.first());
    let more: BTreeSet<&str> = ours.difference(&theirs).map(|(_, _, rule)| rule.as_str()).collect();
    assert_eq!(ours.difference(&theirs).count(), PADDED, "{more:?}");
    assert_eq!(ours, all_hits(&data, &engine, 1), "one thread finds what two find");
}

#[test]
fn every_regression_sample_fires_its_rule() {
    let Some(data) = data() else {
        eprintln!("no sample logs beside the checkout; nothing was compared");
        return;
    };
    let engine = engine(&data);
    let ours = all_hits(&data, &engine, 2);
    let fired: BTreeSet<(&str, &str)> =
        ours.iter().map(|(file, _, rule)| (file.as_str(), rule.as_str())).collect();
    let text = std::fs::read_to_string(data.join("sigma-oracle/regression-pairs.csv")).expect("the pairs");
    let pairs: Vec<(&str, &str)> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut parts = line.split(',');
            let (part, rule, file) = (parts.next()?, parts.next()?, parts.next()?);
            Some((part, rule, file, parts.next_back()? == "1"))
        })
        .filter(|(part, .., is_in_rules)| *part == "shared" && *is_in_rules)
        .map(|(_, rule, file, _)| (file, rule))
        .collect();
    assert!(pairs.len() > 100, "{}", pairs.len());
    let silent: Vec<_> = pairs.iter().filter(|pair| !fired.contains(*pair)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}
