//! A table of findings for a spreadsheet: one row each, worst first.

use std::io::{self, Write};

use crate::hunt::Outcome;
use crate::show::{second, telling, user};

const HEADS: &[&str] = &[
    "severity",
    "first_utc",
    "last_utc",
    "computer",
    "events",
    "rule",
    "rule_id",
    "rule_author",
    "techniques",
    "tactics",
    "channel",
    "event_id",
    "user",
    "what",
    "first_seen",
    "file",
    "place",
    "record_id",
];

/// Writes the table, in UTF-8 with its mark, so that a spreadsheet takes it for what it is.
pub fn write(out: &mut dyn Write, found: &Outcome) -> io::Result<()> {
    out.write_all(b"\xef\xbb\xbf")?;
    row(out, HEADS.iter().map(|head| (*head).to_owned()))?;
    for finding in &found.findings {
        let (rule, event) = (&finding.rule, &finding.example);
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let what = telling(&event.fields, 3, 300)
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect::<Vec<_>>();
        let seen = match finding.is_first_seen {
            Some(true) => "new",
            Some(false) => "seen before",
            None => "",
        };
        row(
            out,
            [
                finding.severity.as_str().to_owned(),
                second(finding.first_at),
                second(finding.last_at),
                finding.host.clone(),
                finding.n_events.to_string(),
                rule.title.clone(),
                rule.id.clone().unwrap_or_default(),
                rule.author.clone().unwrap_or_default(),
                rule.techniques.join(" "),
                rule.tactics.join(" "),
                event.channel.clone(),
                number(event.event_id.map(u64::from)),
                user(&event.fields).to_owned(),
                what.join(" | "),
                seen.to_owned(),
                event.file.clone(),
                event.place.to_string(),
                number(event.record_id),
            ]
            .into_iter(),
        )?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    writeln!(out, "{}\r", cells.join(","))
}

/// A cell as a spreadsheet reads it: quoted, and never a formula, for whoever wrote to a log may have meant one.
fn quoted(cell: &str) -> String {
    let is_formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.trim_start() != "-";
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_kept() {
        assert_eq!(quoted("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(quoted("  @SUM(1)"), "\"'  @SUM(1)\"");
        assert_eq!(quoted("say \"x\", y"), "\"say \"\"x\"\", y\"");
        assert_eq!(quoted("-"), "\"-\"");
    }
}
