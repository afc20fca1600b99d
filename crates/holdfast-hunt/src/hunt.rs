//! A hunt: all files through all rules, on as many threads as asked for, to findings.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use holdfast_sigma::RuleId;
use holdfast_wire::hunt::{Coverage, End, Finding, Unread};
use jiff::Timestamp;

use crate::engine::{Engine, lower};
use crate::examine::{Examiner, Hit};
use crate::findings::{findings, whole_digest};
use crate::fold::Digest;
use crate::later::Later;
use crate::options::Options;
use crate::source::feed::{Feed, Unit};
use crate::tally::Tally;

/// Units whose hits wait for those of an earlier unit.
const MAX_WAITING: usize = 64;
/// How often progress is told.
const TICK: Duration = Duration::from_millis(200);

/// How far a hunt is.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of all files.
    pub n_bytes_total: u64,
    n_bytes: Arc<AtomicU64>,
    n_events: AtomicU64,
    n_hits: AtomicU64,
}

impl Progress {
    /// Bytes read.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes.load(Ordering::Relaxed)
    }

    /// Events read.
    pub fn n_events(&self) -> u64 {
        self.n_events.load(Ordering::Relaxed)
    }

    /// Hits so far.
    pub fn n_hits(&self) -> u64 {
        self.n_hits.load(Ordering::Relaxed)
    }
}

/// Takes every hit, in the order of files and events.
pub trait HitSink: Send {
    /// One event and the rule it hit.
    fn hit(&mut self, hit: &Hit);
}

/// What a hunt found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Worst first, then in the order of time.
    pub findings: Vec<Finding>,
    /// By computer and log.
    pub coverage: Vec<Coverage>,
    /// What could not be read, the first thousand.
    pub unread: Vec<Unread>,
    /// Files in folders that are no logs.
    pub n_passed_over: u64,
    /// Sentences about what was left out and why.
    pub notes: Vec<String>,
    /// Sums. `ended_at` is for the caller to say.
    pub end: End,
    /// What each finding is, for a baseline.
    pub digests: Vec<Digest>,
}

/// What the threads share.
struct Shared<'s> {
    feed: Mutex<Feed>,
    later: Mutex<Later<'s>>,
    hits: Mutex<InOrder<'s>>,
    turn: Condvar,
}

/// Hits of units that are done, until it is their turn.
struct InOrder<'s> {
    next: u64,
    waiting: BTreeMap<u64, Vec<Hit>>,
    sink: Option<&'s mut dyn HitSink>,
}

/// A thread that panicked has nothing half-done in these values: each is changed by whole steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads everything at the paths. `now` is when the hunt began; `tick` is called a few times a second.
pub fn hunt<'s>(
    engine: &'s Engine,
    paths: &[PathBuf],
    options: &Options,
    sink: Option<&'s mut dyn HitSink>,
    now: Timestamp,
    tick: &mut dyn FnMut(&Progress),
) -> Outcome {
    let n_bytes = Arc::new(AtomicU64::new(0));
    let (feed, n_bytes_total) =
        Feed::new(paths, Arc::clone(&n_bytes), options.max_unpacked.unwrap_or(u64::MAX));
    let progress = Progress { n_bytes_total, n_bytes, ..Progress::default() };
    let shared = Shared {
        feed: Mutex::new(feed),
        later: Mutex::new(Later::new(engine)),
        hits: Mutex::new(InOrder { next: 0, waiting: BTreeMap::new(), sink }),
        turn: Condvar::new(),
    };
    let n_threads = match options.n_threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        n => n,
    };
    let mut tally = Tally::default();
    let mut n_lost = 0;
    std::thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        let threads: Vec<_> = (0..n_threads)
            .map(|_| {
                let (shared, progress, done) = (&shared, &progress, done.clone());
                scope.spawn(move || {
                    let tally = work(engine, options, shared, progress);
                    drop(done);
                    tally
                })
            })
            .collect();
        drop(done);
        while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            tick(&progress);
        }
        for thread in threads {
            match thread.join() {
                Ok(found) => tally.merge(found),
                Err(_) => n_lost += 1,
            }
        }
    });
    tick(&progress);
    let later = shared.later.into_inner().unwrap_or_else(PoisonError::into_inner);
    let feed = shared.feed.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcome(engine, options, tally, later, feed, n_lost, now)
}

fn work(engine: &Engine, options: &Options, shared: &Shared<'_>, progress: &Progress) -> Tally {
    let mut examiner = Examiner::new(engine, options);
    let mut unit = Unit::default();
    while lock(&shared.feed).pull(&mut unit) {
        let (events_before, hits_before) = (examiner.found().tally.n_events, examiner.found().tally.n_hits);
        examiner.examine(&unit);
        let found = examiner.found();
        progress.n_events.fetch_add(found.tally.n_events - events_before, Ordering::Relaxed);
        progress.n_hits.fetch_add(found.tally.n_hits - hits_before, Ordering::Relaxed);
        if !found.captured.is_empty() {
            lock(&shared.later).add(&mut found.captured);
        }
        if !found.unread.is_empty() {
            let mut feed = lock(&shared.feed);
            found.unread.drain(..).for_each(|unread| feed.note_of(unread));
        }
        if options.wants_hits {
            in_order(shared, unit.seq, std::mem::take(&mut found.hits));
        }
    }
    examiner.into_tally()
}

/// Gives hits to the sink when it is their unit's turn; waits when too many others wait already.
fn in_order(shared: &Shared<'_>, seq: u64, hits: Vec<Hit>) {
    let mut order = lock(&shared.hits);
    while order.waiting.len() >= MAX_WAITING && seq != order.next {
        order = shared.turn.wait(order).unwrap_or_else(PoisonError::into_inner);
    }
    order.waiting.insert(seq, hits);
    loop {
        let next = order.next;
        let Some(hits) = order.waiting.remove(&next) else { break };
        if let Some(sink) = &mut order.sink {
            hits.iter().for_each(|hit| sink.hit(hit));
        }
        order.next += 1;
    }
    shared.turn.notify_all();
}

fn outcome(
    engine: &Engine,
    options: &Options,
    mut tally: Tally,
    later: Later<'_>,
    feed: Feed,
    n_lost: u64,
    now: Timestamp,
) -> Outcome {
    let coverage = tally.coverage();
    let mut found = findings(engine, std::mem::take(&mut tally.folded));
    let (correlated, n_late) = later.finish();
    found.extend(correlated);
    for (digest, finding) in &mut found {
        *digest = whole_digest(*digest, finding);
        if let Some(baseline) = &options.baseline {
            let is_known = baseline.has(*digest);
            finding.is_first_seen = Some(!is_known);
            if is_known {
                finding.severity = lower(finding.severity);
            }
        }
    }
    found.sort_by(|(a_digest, a), (b_digest, b)| {
        let key =
            |f: &Finding| (std::cmp::Reverse(f.severity), f.first_at, f.host.clone(), f.rule.title.clone());
        key(a).cmp(&key(b)).then(a_digest.cmp(b_digest))
    });
    let mut notes = options.allow.notes.clone();
    if n_late > 0 {
        notes.push(format!(
            "{n_late} events came too late, or were too many, for rules that count events over time."
        ));
    }
    if tally.n_outside > 0 {
        notes.push(format!(
            "Passed over because of their time, as asked with --since or --until: {}.",
            tally.n_outside
        ));
    }
    if tally.n_without_time > 0 {
        notes.push(format!(
            "{} events do not say when they were written; they stand at 1970.",
            tally.n_without_time
        ));
    }
    if n_lost > 0 {
        notes.push(format!("{n_lost} threads stopped on a fault of this program; what they had found is lost. Please report it."));
    }
    let (digests, findings): (Vec<Digest>, Vec<Finding>) = found.into_iter().unzip();
    let end = End {
        ended_at: now,
        n_files: feed.n_files,
        n_events: tally.n_events,
        n_hits: tally.n_hits,
        n_allowed: tally.n_allowed,
        n_findings: findings.len() as u64,
        n_unread: feed.n_unread,
    };
    Outcome {
        findings,
        coverage,
        unread: feed.unread,
        n_passed_over: feed.n_passed_over,
        notes,
        end,
        digests,
    }
}

impl Hit {
    /// The hit's event as it goes between processes.
    pub fn event(&self) -> holdfast_wire::hunt::Example {
        self.card.to_wire()
    }

    /// The computer.
    pub fn host(&self) -> &str {
        &self.card.host
    }

    /// The rule's number in its set.
    pub fn rule(&self) -> RuleId {
        self.rule
    }
}
