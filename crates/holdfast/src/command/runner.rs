//! Hunts through logs that somebody sent to the portal, with the rules inside the binary: one at a time, in a folder of its own
//! that is gone afterwards.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use holdfast_hunt::show::json;
use holdfast_hunt::{Engine, Options, hunt};
use holdfast_server::app::incident::HuntRunner;

use crate::command::rules;

/// Bytes an archive may unpack to: some seconds of reading.
const MOST_UNPACKED: u64 = 2 << 30;

/// The runner the portal is given. Rules are compiled when the first log comes.
pub(crate) fn runner() -> HuntRunner {
    let engine: OnceLock<Engine> = OnceLock::new();
    // One at a time: a hunt takes what processors there are, and pages must stay quick.
    let turn = Mutex::new(());
    Arc::new(move |name: &str, bytes: &[u8]| {
        let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = engine.get_or_init(rules::of_this_release);
        run(engine, name, bytes)
    })
}

fn run(engine: &Engine, name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let cannot =
        |what: std::io::Error| format!("The logs could not be read: {what}. Try again, or ask for help.");
    let folder = tempfile::Builder::new().prefix("holdfast-hunt-").tempdir().map_err(cannot)?;
    // What it is called is the sender's to say, and no path.
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ')).take(80).collect();
    let file = folder.path().join(format!("log-{plain}"));
    std::fs::write(&file, bytes).map_err(cannot)?;
    let began_at = super::data::now();
    let options = Options { n_threads: 1, max_unpacked: Some(MOST_UNPACKED), ..Options::default() };
    let mut found = hunt(engine, &[file], &options, None, began_at, &mut |_| ());
    if found.end.n_events == 0 {
        let why = found.unread.first().map_or("it holds no event log", |unread| &unread.reason);
        return Err(format!("No event was found in this file: {why}."));
    }
    // The folder is ours and gone; what people know is the name they sent.
    let inside = folder.path().display().to_string();
    let shown =
        |file: &mut String| *file = file.replace(&inside, "").trim_start_matches('/').replacen("log-", "", 1);
    found.findings.iter_mut().for_each(|finding| shown(&mut finding.example.file));
    found.unread.iter_mut().for_each(|unread| shown(&mut unread.file));
    found.end.ended_at = super::data::now();
    let mut lines = Vec::new();
    json::write(&mut lines, super::hunt::head(engine, began_at), &found).map_err(cannot)?;
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = r#"{"Channel":"Security","EventID":1102,"Computer":"FS01","TimeCreated":"2026-01-02T03:04:05Z","SubjectUserName":"ada"}"#;

    #[test]
    fn logs_that_were_sent_become_a_result_under_the_name_they_were_sent_by() {
        let run = runner();
        let lines = run("../we\u{202e}ek 1.jsonl", EVENT.as_bytes()).expect("a result");
        let read = holdfast_wire::hunt::read(&lines);
        assert_eq!((read.bad.len(), read.end.map(|end| end.n_events)), (0, Some(1)));
        let found = read.lines.iter().find_map(|line| match line {
            holdfast_wire::hunt::Line::Finding(finding) => Some(finding),
            _ => None,
        });
        let found = found.expect("a log that was cleared is found");
        assert_eq!((found.host.as_str(), found.example.file.as_str()), ("FS01", "..week 1.jsonl"));
    }

    #[test]
    fn what_is_no_log_is_refused_with_a_reason() {
        let error = runner()("x.zip", b"PK\x03\x04 nonsense").expect_err("refused");
        assert!(
            error.contains("No event was found in this file: is a zip archive and cannot be read"),
            "{error}"
        );
    }
}
