//! A report for a terminal: worst first, by computer and technique, each computer's story in the order of time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use holdfast_wire::hunt::{Finding, Severity};

use crate::hunt::Outcome;
use crate::show::{Knowledge, cut, second, telling, word};

/// Findings that are told in full; more are counted.
const MAX_FULL: usize = 40;
/// Columns of a line of advice.
const WIDTH: usize = 100;
/// Lines of one computer's story.
const MAX_STORY: usize = 60;

/// The report. `least` is the least severity that is told; what is below is counted.
pub fn report(found: &Outcome, least: Severity, knows: &dyn Knowledge) -> String {
    let mut out = String::new();
    let told: Vec<&Finding> = found.findings.iter().filter(|f| f.severity >= least).collect();
    if found.end.n_events == 0 {
        out += "No event was looked at, so this says nothing about your computers. Below is why; mend it, or name another file or folder.\n";
    } else if told.is_empty() {
        out += "Nothing was found that anybody should look at.\n";
    }
    let mut hosts: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &told {
        hosts.entry(&finding.host).or_default().push(finding);
    }
    let mut hosts: Vec<_> = hosts.into_iter().collect();
    // Worst computer first: by its worst finding, then by how many.
    hosts.sort_by_key(|(_, all)| std::cmp::Reverse((all.iter().map(|f| f.severity).max(), all.len())));
    let mut full = Full { left: MAX_FULL, advised: BTreeSet::new(), knows };
    for (host, all) in &hosts {
        computer(&mut out, host, all, &mut full);
    }
    let n_below = found.findings.len() - told.len();
    if n_below > 0 {
        let _ =
            writeln!(out, "{n_below} findings below {} are not listed; --least shows them.", least.as_str());
    }
    out += &sums(found);
    out
}

/// What is told in full.
struct Full<'k> {
    /// Findings still to tell.
    left: usize,
    /// Rules whose advice was given.
    advised: BTreeSet<String>,
    knows: &'k dyn Knowledge,
}

fn computer(out: &mut String, host: &str, all: &[&Finding], full: &mut Full<'_>) {
    let host = if host.is_empty() { "(no computer named)" } else { host };
    let _ = writeln!(out, "\n{host}\n{}", "=".repeat(host.chars().count().min(78)));
    let mut techniques: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in all {
        let technique = finding.rule.techniques.first().map_or("", String::as_str);
        techniques.entry(technique).or_default().push(finding);
    }
    let mut techniques: Vec<_> = techniques.into_iter().collect();
    techniques.sort_by_key(|(_, all)| std::cmp::Reverse(all.iter().map(|f| f.severity).max()));
    for (technique, findings) in techniques {
        if full.left == 0 {
            break;
        }
        match (technique, full.knows.technique(technique)) {
            ("", _) => out.push_str("\n  Without a technique\n"),
            (id, Some(name)) => _ = writeln!(out, "\n  {id} {name}"),
            (id, None) => _ = writeln!(out, "\n  {id}"),
        }
        for finding in findings {
            if full.left == 0 {
                break;
            }
            full.left -= 1;
            one(out, finding, full);
        }
    }
    if full.left == 0 {
        out.push_str("\n  The rest is in the order of time only; --json has everything.\n");
    }
    let mut story = all.to_vec();
    story.sort_by_key(|f| f.first_at);
    out.push_str("\n  In the order of time (UTC)\n");
    for finding in story.iter().take(MAX_STORY) {
        let (label, _) = word(finding.severity);
        let times =
            if finding.n_events > 1 { format!(" ({} times)", finding.n_events) } else { String::new() };
        let _ = writeln!(
            out,
            "    {}  {label:8}  {}{times}",
            second(finding.first_at),
            cut(&finding.rule.title, 90)
        );
    }
    if story.len() > MAX_STORY {
        let _ = writeln!(out, "    and {} more", story.len() - MAX_STORY);
    }
}

fn one(out: &mut String, finding: &Finding, full: &mut Full<'_>) {
    let (label, asks) = word(finding.severity);
    let new = if finding.is_first_seen == Some(true) { ", new here" } else { "" };
    let _ = writeln!(out, "    {}, {asks}{new}: {}", label.to_uppercase(), cut(&finding.rule.title, 120));
    let when = if finding.n_events == 1 {
        second(finding.first_at)
    } else {
        format!("{} times, {} to {}", finding.n_events, second(finding.first_at), second(finding.last_at))
    };
    let event = &finding.example;
    let id = event.event_id.map_or_else(String::new, |id| format!(" {id}"));
    let _ = writeln!(out, "      {when} UTC, {}{id}", cut(&event.channel, 60));
    for (name, value) in telling(&event.fields, 4, 160) {
        let _ = writeln!(out, "      {name}: {value}");
    }
    if !finding.from_rules.is_empty() {
        let _ = writeln!(out, "      From: {}", cut(&finding.from_rules.join("; "), 160));
    }
    if finding.severity >= Severity::High
        && full.advised.insert(finding.rule.title.clone())
        && let Some(advice) = full.knows.advice(&finding.rule)
    {
        for (says, text) in [
            ("", &advice.means),
            ("Call: ", &advice.call),
            ("Unplug: ", &advice.unplug),
            ("Keep: ", &advice.keep),
            ("Harmless when: ", &advice.not_it),
        ] {
            if !text.is_empty() {
                wrapped(out, &format!("{says}{text}"));
            }
        }
    }
    let author = finding.rule.author.as_deref().unwrap_or("its author is not named");
    let _ = writeln!(out, "      Rule by {}", cut(author, 100));
}

/// "1 file", "2 files".
fn counted(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A sentence or more, indented and broken between words.
fn wrapped(out: &mut String, text: &str) {
    let mut column = WIDTH;
    for word in text.split_whitespace() {
        if column + word.chars().count() >= WIDTH {
            out.push_str(if column == WIDTH && out.ends_with('\n') { "      " } else { "\n        " });
            column = 8;
        } else {
            out.push(' ');
        }
        out.push_str(word);
        column += word.chars().count() + 1;
    }
    out.push('\n');
}

/// What was read, and what was not: nothing found and nothing read are different answers.
fn sums(found: &Outcome) -> String {
    let end = &found.end;
    let n_hosts = found.coverage.iter().map(|c| c.host.as_str()).collect::<BTreeSet<_>>().len();
    let mut out = format!(
        "\n{} in {} of {}; {} in {}.\n",
        counted(end.n_events, "event"),
        counted(end.n_files, "file"),
        counted(n_hosts as u64, "computer"),
        counted(end.n_hits, "hit"),
        counted(end.n_findings, "finding"),
    );
    if end.n_allowed > 0 {
        let _ = writeln!(out, "{} hits were left out by the allow-list.", end.n_allowed);
    }
    if found.n_passed_over > 0 {
        let _ =
            writeln!(out, "{} files in these folders are no logs and were passed over.", found.n_passed_over);
    }
    let lines = found
        .coverage
        .iter()
        .filter_map(|c| c.command_lines)
        .fold((0, 0), |sum, c| (sum.0 + c.n_with, sum.1 + c.n_of));
    if lines.1 > 0 && lines.0 * 2 < lines.1 {
        let _ = writeln!(
            out,
            "Only {} of {} new processes have their command line, so most attacks would not be seen. Turn on \"Include command line in process creation events\" in Group Policy.",
            lines.0, lines.1
        );
    }
    if end.n_unread > 0 {
        let _ = writeln!(out, "{} could not be read:", counted(end.n_unread, "place"));
        for unread in found.unread.iter().take(10) {
            let place = unread.place.map_or_else(String::new, |place| format!(" at {place}"));
            let _ = writeln!(out, "  {}{place}: {}", unread.file, unread.reason);
        }
        if end.n_unread > 10 {
            out += "  and more; --json has the first thousand\n";
        }
    }
    for note in &found.notes {
        out += note;
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_broken_between_words_and_keeps_all_of_them() {
        let text = "Call: ".to_owned() + &"the person in charge, day or night. ".repeat(8);
        let mut out = String::from("before\n");
        wrapped(&mut out, &text);
        let lines: Vec<&str> = out.lines().skip(1).collect();
        assert!(lines.len() > 2 && lines.iter().all(|line| line.len() <= WIDTH), "{out}");
        assert!(lines[0].starts_with("      Call: the") && lines[1].starts_with("        "));
        assert_eq!(
            lines.join(" ").split_whitespace().collect::<Vec<_>>(),
            text.split_whitespace().collect::<Vec<_>>()
        );
    }
}
