//! `holdfast hunt`: logs in, findings out, in as many forms as asked for. It opens no database.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use holdfast_hunt::show::{csv, html, json, ocsf, terminal, timeline::Timeline};
use holdfast_hunt::{AllowList, Baseline, Engine, HitSink, Options, Outcome, Progress, hunt};
use holdfast_wire::hunt::{Head, VERSION};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::knowledge::FromCatalog;
use super::save::{Saving, save};
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Hunt;
use crate::out;
use crate::progress::say;

/// Hunts, and writes what was found.
pub(crate) fn run(settings: &Settings, what: &Hunt) -> Result<ExitCode, Failure> {
    let began_at = super::data::now();
    let engine = super::rules::engine(&what.from)?;
    if engine.n_rules() == 0 {
        return Err(Failure::new(
            exit::REFUSED,
            anyhow!("no rule can match; `holdfast rules check` says why"),
        ));
    }
    let outputs = Outputs::of(what)?;
    let options = options(what, &engine, began_at)?;
    let mut bar = Bar { began_at, is_shown: !what.quiet && std::io::stderr().is_terminal() };
    let mut tick = |progress: &Progress| bar.show(progress);
    let mut every_hit = outputs.timeline(&engine)?;
    let sink = every_hit.as_mut().map(|timeline| -> &mut dyn HitSink { timeline });
    let mut found = hunt(&engine, &what.paths, &options, sink, began_at, &mut tick);
    bar.clear();
    found.end.ended_at = super::data::now();
    let head = head(&engine, began_at);
    if let Some(timeline) = every_hit {
        finish(timeline.finish().context("cannot write the time line")?)?;
    }
    let knows = FromCatalog::of(settings)?;
    outputs.write(head, &found, what, &knows)?;
    if what.update_baseline
        && let Some(path) = &what.baseline
    {
        update(path, options.baseline.unwrap_or_default(), &found, began_at)?;
    }
    let code = code(what, &engine, &found);
    // The process ends here, and taking thousands of rules apart piece by piece would be its longest wait.
    std::mem::forget((engine, found));
    Ok(ExitCode::from(code))
}

/// What ran, and with which rules.
pub(crate) fn head(engine: &Engine, began_at: Timestamp) -> Head {
    Head {
        version: VERSION,
        engine: format!("holdfast {}", env!("CARGO_PKG_VERSION")),
        began_at,
        n_rules: u32::try_from(engine.n_rules()).unwrap_or(u32::MAX),
        rules_digest: engine.digest().to_owned(),
    }
}

/// The exit code: an alarm before all else, then whether everything was read.
fn code(what: &Hunt, engine: &Engine, found: &Outcome) -> u8 {
    if found.findings.iter().any(|finding| finding.severity >= what.alarm.into()) {
        exit::ALARM
    } else if found.end.n_files == 0 {
        exit::NOT_FOUND
    } else if found.end.n_unread > 0 || !engine.rules().rejected.is_empty() {
        exit::SOME_REFUSED
    } else {
        exit::DONE
    }
}

fn options(what: &Hunt, engine: &Engine, now: Timestamp) -> Result<Options, Failure> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .with_context(|| format!("cannot read `{}`", path.display()))
            .map_err(|e| Failure::new(exit::REFUSED, e))
    };
    let allow = match &what.allow {
        Some(path) => AllowList::read(&path.display().to_string(), &read(path)?, engine, today)
            .map_err(|e| Failure::new(exit::REFUSED, e))?,
        None => AllowList::default(),
    };
    let baseline = match &what.baseline {
        Some(path) if what.update_baseline && !path.exists() => Some(Baseline::default()),
        Some(path) => {
            let baseline =
                Baseline::read(&read(path)?, today).with_context(|| format!("`{}`", path.display()));
            Some(baseline.map_err(|e| Failure::new(exit::REFUSED, e))?)
        }
        None => None,
    };
    Ok(Options {
        n_threads: what.threads,
        since: what.since,
        until: what.until,
        allow,
        baseline,
        wants_hits: what.timesketch.is_some(),
        max_unpacked: None,
    })
}

fn update(path: &Path, mut baseline: Baseline, found: &Outcome, now: Timestamp) -> Result<(), Failure> {
    let today = now.to_zoned(TimeZone::UTC).date();
    for (finding, digest) in found.findings.iter().zip(&found.digests) {
        baseline.note(*digest, today, &format!("{} on {}", finding.rule.title, finding.host));
    }
    save(path, baseline.to_text().as_bytes())
}

/// Where each form goes: standard output, or a file that is put in its place when it is whole.
enum To {
    Stdout,
    File(Saving),
}

impl To {
    fn begin(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") { Ok(Self::Stdout) } else { Saving::begin(path).map(Self::File) }
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Stdout => std::io::stdout().write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Stdout => std::io::stdout().flush(),
            Self::File(file) => file.flush(),
        }
    }
}

fn finish(to: To) -> Result<(), Failure> {
    match to {
        To::Stdout => Ok(()),
        To::File(file) => file.done(),
    }
}

/// Writes one form, if it was asked for.
fn form(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let mut to = std::io::BufWriter::new(To::begin(path)?);
    out::written(write(&mut to).and_then(|()| to.flush()))?;
    finish(to.into_inner().map_err(|e| anyhow!(e.into_error()))?)
}

/// The forms asked for.
struct Outputs {
    json: Option<PathBuf>,
    csv: Option<PathBuf>,
    ocsf: Option<PathBuf>,
    timesketch: Option<PathBuf>,
    html: Option<PathBuf>,
}

impl Outputs {
    fn of(what: &Hunt) -> Result<Self, Failure> {
        let text = [&what.json, &what.csv, &what.ocsf, &what.timesketch];
        let n_stdout = text.into_iter().flatten().filter(|path| *path == Path::new("-")).count();
        if n_stdout > 1 {
            return Err(Failure::new(
                exit::USAGE,
                anyhow!("only one form can go to standard output; name a file for the others"),
            ));
        }
        let Hunt { json, csv, ocsf, timesketch, html, .. } = what;
        // Long hunts must not end at a folder that is not there: each file is begun once, and let go, before anything is read.
        for path in text.into_iter().chain([html]).flatten().filter(|path| *path != Path::new("-")) {
            Saving::begin(path)?;
        }
        Ok(Self {
            json: json.clone(),
            csv: csv.clone(),
            ocsf: ocsf.clone(),
            timesketch: timesketch.clone(),
            html: html.clone(),
        })
    }

    fn is_stdout_free(&self) -> bool {
        ![&self.json, &self.csv, &self.ocsf, &self.timesketch]
            .into_iter()
            .flatten()
            .any(|path| path == Path::new("-"))
    }

    fn timeline<'e>(&self, engine: &'e Engine) -> Result<Option<Timeline<'e, To>>, Failure> {
        self.timesketch.as_ref().map(|path| To::begin(path).map(|to| Timeline::new(engine, to))).transpose()
    }

    fn write(&self, head: Head, found: &Outcome, what: &Hunt, knows: &FromCatalog) -> Result<(), Failure> {
        let engine = head.engine.clone();
        let page = self.html.as_ref().map(|path| (path, html::page(&head, found, knows)));
        form(self.json.as_deref(), |out| json::write(out, head.clone(), found))?;
        form(self.csv.as_deref(), |out| csv::write(out, found))?;
        form(self.ocsf.as_deref(), |out| ocsf::write(out, &engine, found, knows))?;
        if let Some((path, page)) = page {
            save(path, page.context("the page could not be made")?.as_bytes())?;
            say(&format!("Open `{}` in a browser.", path.display()));
        }
        if self.is_stdout_free() {
            out::print(&terminal::report(found, what.least.into(), knows))?;
        }
        Ok(())
    }
}

/// How far it is, on one line of standard error that is written over.
struct Bar {
    began_at: Timestamp,
    is_shown: bool,
}

impl Bar {
    fn show(&mut self, progress: &Progress) {
        if !self.is_shown {
            return;
        }
        let seconds =
            (super::data::now().as_millisecond() - self.began_at.as_millisecond()).max(1) as f64 / 1e3;
        let (done, total) = (progress.n_bytes() as f64, progress.n_bytes_total.max(1) as f64);
        let left = (total - done).max(0.0) / (done / seconds).max(1.0);
        let text = format!(
            "\r\x1b[K{:.0} % of {:.0} MB, {:.0} MB/s, {:.0} events/s, {} hits, {left:.0} s left",
            (done / total * 100.0).min(100.0),
            total / 1e6,
            done / seconds / 1e6,
            progress.n_events() as f64 / seconds,
            progress.n_hits(),
        );
        // Where standard error cannot be written, nobody reads it.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    fn clear(&mut self) {
        if self.is_shown {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
