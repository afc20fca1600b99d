//! Logs that grow, go round, are emptied and vanish: each event is looked at once.
//!
//! Without the data sets beside the checkout nothing is tried.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use holdfast_hunt::{Bookmarks, Engine, Look, Options, Rules, Watch, hunt, texts_at};
use jiff::Timestamp;
use tempfile::TempDir;

/// A log of several chunks in which rules of ours hit.
const LOG: &str = "evtx-attack-samples/AutomatedTestingTools/PanacheSysmon_vs_AtomicRedTeam01.evtx";
const HEAD: usize = 4_096;
const CHUNK: usize = 65_536;
/// After every event of the log.
const NOW: Timestamp = Timestamp::MAX;

struct Live {
    engine: Engine,
    folder: TempDir,
    log: Vec<u8>,
}

fn live() -> Option<Live> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let log = fs::read(root.join("../shared/data/evtx").join(LOG)).ok()?;
    let rules = texts_at(&root.join("catalog/rules")).expect("rules");
    let engine = Engine::new(Rules::read(rules, Default::default()));
    Some(Live { engine, folder: tempfile::tempdir().expect("a folder"), log })
}

impl Live {
    fn path(&self) -> PathBuf {
        self.folder.path().join("Sysmon.evtx")
    }

    /// The log as it was when it had so many chunks, with room made ready behind them.
    fn write(&self, n_chunks: usize) {
        let mut bytes = self.log[..(HEAD + n_chunks * CHUNK).min(self.log.len())].to_vec();
        bytes.resize(self.log.len(), 0);
        fs::write(self.path(), bytes).expect("written");
    }

    fn n_chunks(&self) -> usize {
        (self.log.len() - HEAD) / CHUNK
    }
}

/// Hits by rule.
fn hits(looks: &[Look]) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    for finding in looks.iter().flat_map(|look| &look.findings).filter(|f| f.from_rules.is_empty()) {
        *all.entry(finding.rule.title.clone()).or_default() += finding.n_events;
    }
    all
}

#[test]
fn a_log_that_grows_is_looked_at_once_whatever_the_pace_and_after_a_restart() {
    let Some(live) = live() else { return };
    live.write(live.n_chunks());
    let whole =
        hunt(&live.engine, &[live.path()], &Options::default(), None, Timestamp::UNIX_EPOCH, &mut |_| ());
    assert!(live.n_chunks() > 2 && !whole.findings.is_empty(), "the log shows something");
    let mut marks = Bookmarks::default();
    let mut looks = Vec::new();
    for n in [0, 1, 1, live.n_chunks(), live.n_chunks()] {
        live.write(n);
        // Bookmarks outlive the process that made them.
        let text = serde_json::to_string(&marks).expect("written");
        marks = serde_json::from_str(&text).expect("read");
        looks.push(Watch::new(&live.engine).look(live.folder.path(), &mut marks, NOW).expect("a look"));
    }
    assert_eq!([looks[2].n_events, looks[4].n_events], [0, 0], "nothing is looked at twice");
    assert_eq!(looks.iter().map(|look| look.n_events).sum::<u64>(), whole.end.n_events);
    let of_hunt = hits(&[Look { findings: whole.findings, ..Look::default() }]);
    assert_eq!(hits(&looks), of_hunt);
}

#[test]
fn a_log_that_was_emptied_or_is_gone_begins_anew() {
    let Some(live) = live() else { return };
    let mut marks = Bookmarks::default();
    let mut watch = Watch::new(&live.engine);
    let mut n_events =
        |live: &Live| watch.look(live.folder.path(), &mut marks, NOW).expect("a look").n_events;
    live.write(live.n_chunks());
    let all = n_events(&live);
    live.write(1);
    let first = n_events(&live);
    assert!(first > 0 && first < all, "an emptied log is read from its start: {first} of {all}");
    fs::remove_file(live.path()).expect("gone");
    assert_eq!(n_events(&live), 0);
    live.write(1);
    assert_eq!(n_events(&live), first);
}

/// Where each record of a log begins.
fn records(log: &[u8]) -> Vec<usize> {
    let is_record = |at: &usize| log[*at..].starts_with(b"**\0\0") && log[*at + 6..*at + 8] == [0; 2];
    (HEAD..log.len() - 24).step_by(8).filter(is_record).collect()
}

#[test]
fn a_log_that_was_emptied_and_has_passed_its_mark_begins_anew() {
    let Some(mut live) = live() else { return };
    let mut marks = Bookmarks::default();
    let mut watch = Watch::new(&live.engine);
    live.write(live.n_chunks());
    let all = watch.look(live.folder.path(), &mut marks, NOW).expect("a look").n_events;
    // Another log with records of the same numbers, written a moment later.
    for at in records(&live.log) {
        let time = u64::from_le_bytes(live.log[at + 16..at + 24].try_into().expect("eight bytes"));
        live.log[at + 16..at + 24].copy_from_slice(&(time + 10_000_000).to_le_bytes());
    }
    live.write(live.n_chunks());
    let looks = [(); 3].map(|()| watch.look(live.folder.path(), &mut marks, NOW).expect("a look").n_events);
    assert_eq!(looks.iter().sum::<u64>(), all, "{looks:?}");
}

#[test]
fn a_record_with_a_number_out_of_all_bounds_hides_nothing_and_is_told_once() {
    let Some(mut live) = live() else { return };
    live.write(live.n_chunks());
    let all = Watch::new(&live.engine)
        .look(live.folder.path(), &mut Bookmarks::default(), NOW)
        .expect("a look")
        .n_events;
    let second = records(&live.log)[1];
    live.log[second + 8..second + 16].copy_from_slice(&(1_u64 << 63).to_le_bytes());
    live.write(live.n_chunks());
    let mut marks = Bookmarks::default();
    let looks = [(); 3].map(|()| {
        Watch::new(&live.engine).look(live.folder.path(), &mut marks, NOW).expect("a look").n_events
    });
    // The last chunk is read again for what may stand behind its last record, and its records are known.
    assert_eq!(looks, [all, 0, 0]);
}

#[test]
fn a_full_log_put_aside_is_not_told_again_and_a_story_once_a_day() {
    let Some(live) = live() else { return };
    let mut marks = Bookmarks::default();
    let mut watch = Watch::new(&live.engine);
    live.write(live.n_chunks());
    let first = watch.look(live.folder.path(), &mut marks, NOW).expect("a look");
    let aside = live.folder.path().join("Archive-Sysmon-2026-11-28-01-02-03-004.evtx");
    fs::rename(live.path(), &aside).expect("moved");
    assert_eq!(watch.look(live.folder.path(), &mut marks, NOW).expect("a look").n_events, 0);
    // The same events in a log of another name are the same stories.
    fs::rename(&aside, live.folder.path().join("Other.evtx")).expect("moved");
    let again = watch.look(live.folder.path(), &mut marks, NOW).expect("a look");
    assert_eq!((again.n_events, again.findings.len()), (first.n_events, 0));
    assert!(!first.findings.is_empty() && again.n_told_before > 0);
}

#[test]
fn a_correlation_completes_over_looks_while_the_watch_lives() {
    const RULES: &str = "title: One\nid: 11111111-1111-4111-8111-111111111111\nname: one\nlogsource: {product: windows}\ndetection: {s: {EventID|exists: true}, condition: s}\n---\ntitle: Many\nid: 22222222-2222-4222-8222-222222222222\ncorrelation:\n  type: event_count\n  rules: [one]\n  timespan: 365d\n  condition: {gte: N}\nlevel: high\n";
    let Some(live) = live() else { return };
    live.write(live.n_chunks());
    let mut count = Bookmarks::default();
    let n = Watch::new(&live.engine).look(live.folder.path(), &mut count, NOW).expect("a look").n_events;
    let text =
        holdfast_hunt::Text { name: "r.yml".into(), bytes: RULES.replace('N', &n.to_string()).into_bytes() };
    let engine = Engine::new(Rules::read(vec![text], Default::default()));
    assert_eq!(engine.n_rules(), 2, "{:?}", engine.rules().rejected);
    let (mut watch, mut marks) = (Watch::new(&engine), Bookmarks::default());
    live.write(1);
    let first = watch.look(live.folder.path(), &mut marks, NOW).expect("a look");
    live.write(live.n_chunks());
    let second = watch.look(live.folder.path(), &mut marks, NOW).expect("a look");
    let many = |look: &Look| look.findings.iter().filter(|f| f.rule.title == "Many").count();
    assert_eq!([many(&first), many(&second)], [0, 1]);
}

#[test]
fn what_cannot_be_read_is_told_and_hides_nothing_else() {
    let Some(live) = live() else { return };
    live.write(1);
    let mut broken = live.log.clone();
    broken.iter_mut().skip(HEAD + 512).step_by(97).for_each(|byte| *byte ^= 0xff);
    fs::write(live.folder.path().join("Broken.evtx"), broken).expect("written");
    fs::create_dir(live.folder.path().join("A folder.evtx")).expect("made");
    fs::write(live.folder.path().join("Short.evtx"), b"ElfFile\0").expect("written");
    let look =
        Watch::new(&live.engine).look(live.folder.path(), &mut Bookmarks::default(), NOW).expect("a look");
    assert_eq!(look.n_files, 4);
    assert!(look.n_events > 0 && !look.unread.is_empty());
    assert!(Watch::new(&live.engine).look(Path::new("/nowhere"), &mut Bookmarks::default(), NOW).is_err());
}
