//! `holdfast rules`: what rules there are, what is wrong with some, and which make noise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_hunt::{Engine, Options, Rules, RulesError, Text, hunt, texts_at};
use holdfast_sigma::{LogSources, Settings as RuleSettings, Views};
use serde_json::json;

use crate::exit::{self, Failure};
use crate::flags::{RulesCommand, RulesFrom};
use crate::out;

/// More hits than one in so many events of a log that is well is noise.
const NOISY_ONE_IN: u64 = 1_000;

/// The rules asked for, ready to run.
pub(crate) fn engine(from: &RulesFrom) -> Result<Engine, Failure> {
    let mut texts = if from.only_these { Vec::new() } else { shipped() };
    for path in &from.rules {
        texts.extend(texts_at(path).map_err(refused)?);
    }
    let views =
        Views { security_registry: from.more_views, security_network: from.more_views, ..Views::default() };
    let settings = RuleSettings { sources: LogSources::windows(views), ..RuleSettings::default() };
    Ok(Engine::new(Rules::read(texts, settings)))
}

/// The rules inside the binary, ready to run.
pub(crate) fn of_this_release() -> Engine {
    Engine::new(Rules::read(shipped(), RuleSettings::default()))
}

/// The rules inside the binary.
fn shipped() -> Vec<Text> {
    let files = holdfast_catalog::rule_files().iter();
    files.map(|(name, text)| Text { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() }).collect()
}

fn refused(error: RulesError) -> Failure {
    Failure::new(exit::REFUSED, error)
}

/// Checks rules.
pub(crate) fn run(what: &RulesCommand) -> Result<ExitCode, Failure> {
    let RulesCommand::Check { path, logs, json } = what;
    let texts = match path {
        Some(path) => texts_at(path).map_err(refused)?,
        None => shipped(),
    };
    let n_files = texts.len();
    let engine = Engine::new(Rules::read(texts, RuleSettings::default()));
    let noisy = noisy(&engine, logs);
    if *json {
        out::line(&format!("{:#}", as_json(&engine, n_files, &noisy)))?;
    } else {
        out::print(&as_text(&engine, n_files, &noisy, !logs.is_empty()))?;
    }
    let rules = engine.rules();
    if rules.rules.is_empty() && rules.rejected.is_empty() {
        let empty =
            anyhow!("no rule is in these files; name files or a folder of Sigma rules that end in .yml");
        return Err(Failure::new(exit::REFUSED, empty));
    }
    let is_whole = rules.rejected.is_empty() && rules.waiting().next().is_none();
    Ok(ExitCode::from(if is_whole { exit::DONE } else { exit::SOME_REFUSED }))
}

/// A rule that hits logs of a network that is well.
struct Noisy {
    title: String,
    id: Option<String>,
    n_events: u64,
    one_in: u64,
}

fn noisy(engine: &Engine, logs: &[PathBuf]) -> Vec<Noisy> {
    if logs.is_empty() {
        return Vec::new();
    }
    let found = hunt(engine, logs, &Options::default(), None, super::data::now(), &mut |_| ());
    let mut by_rule: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
    for finding in &found.findings {
        *by_rule.entry((finding.rule.title.clone(), finding.rule.id.clone())).or_default() +=
            finding.n_events;
    }
    let mut noisy: Vec<Noisy> = by_rule
        .into_iter()
        .map(|((title, id), n_events)| Noisy {
            title,
            id,
            n_events,
            one_in: found.end.n_events / n_events.max(1),
        })
        .filter(|rule| rule.one_in < NOISY_ONE_IN)
        .collect();
    noisy.sort_by_key(|rule| std::cmp::Reverse(rule.n_events));
    noisy
}

/// Techniques with the number of rules for each.
fn techniques(engine: &Engine) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for technique in engine.rules().rules.iter().flat_map(|rule| rule.about.techniques()) {
        *all.entry(technique).or_default() += 1;
    }
    all
}

/// Log sources with the number of rules for each, most first.
fn sources(engine: &Engine) -> Vec<(String, usize)> {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for rule in &engine.rules().rules {
        let source = &rule.source;
        let parts = [&source.product, &source.category, &source.service].into_iter().flatten();
        *all.entry(parts.cloned().collect::<Vec<_>>().join("/")).or_default() += 1;
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
}

fn as_text(engine: &Engine, n_files: usize, noisy: &[Noisy], was_run: bool) -> String {
    let rules = engine.rules();
    let waiting: Vec<_> = rules.waiting().collect();
    let techniques = techniques(engine);
    let whole: BTreeSet<&str> = techniques.keys().filter_map(|id| id.split('.').next()).collect();
    let mut out = format!(
        "{} rules and {} correlations from {n_files} files can match; {} were refused, {} wait.\nThey name {} techniques and sub-techniques of {} ATT&CK techniques.\n",
        rules.rules.len() - waiting.len(),
        rules.correlations.len(),
        rules.rejected.len(),
        waiting.len(),
        techniques.len(),
        whole.len(),
    );
    if !rules.rules.is_empty() {
        out += "\nLogs they need\n";
    }
    for (source, n) in sources(engine) {
        let _ = writeln!(out, "  {n:5}  {source}");
    }
    if !rules.rejected.is_empty() {
        out += "\nRefused\n";
        for error in &rules.rejected {
            let _ = writeln!(out, "  {error}");
        }
    }
    if !waiting.is_empty() {
        out += "\nWaiting\n";
        for (rule, why) in &waiting {
            let _ = writeln!(out, "  {}: {}: {why}", rule.place, rule.about.title);
        }
    }
    match (was_run, noisy.is_empty()) {
        (true, true) => out += "\nNo rule is noisy on these logs.\n",
        (true, false) => {
            out += "\nNoisy on these logs\n";
            for rule in noisy {
                let _ = writeln!(out, "  {} events, one in {}: {}", rule.n_events, rule.one_in, rule.title);
            }
        }
        _ => {}
    }
    out
}

fn as_json(engine: &Engine, n_files: usize, noisy: &[Noisy]) -> serde_json::Value {
    let rules = engine.rules();
    let waiting = rules.waiting().map(|(rule, why)| json!({ "place": rule.place.to_string(), "title": rule.about.title, "id": rule.about.id, "why": why }));
    let waiting: Vec<_> = waiting.collect();
    json!({
        "n_files": n_files,
        "n_rules": rules.rules.len() - waiting.len(),
        "n_correlations": rules.correlations.len(),
        "rejected": rules.rejected.iter().map(|e| json!({ "place": e.place.to_string(), "title": e.title, "id": e.id, "why": e.what })).collect::<Vec<_>>(),
        "waiting": waiting,
        "techniques": techniques(engine),
        "log_sources": sources(engine).into_iter().collect::<BTreeMap<_, _>>(),
        "noisy": noisy.iter().map(|n| json!({ "title": n.title, "id": n.id, "n_events": n.n_events, "one_in": n.one_in })).collect::<Vec<_>>(),
    })
}
