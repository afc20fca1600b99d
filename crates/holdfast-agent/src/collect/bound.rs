//! How much of a machine is told: texts are cleaned and cut, lists have an end, and what was left out is said.

use holdfast_wire::device::{DeviceFacts, Known};
use serde_json::Value;

/// Longest text, in letters.
const MAX_TEXT: usize = 300;
/// Most rows of a list. A Linux server lists 4,000 packages; lists of more are broken or made to harm.
const MAX_ROWS: usize = 10_000;

/// The facts within bounds, and in words what was left out.
///
/// `max_rows`: fewer than [`MAX_ROWS`] where a message has to be smaller still.
fn bounded(mut facts: DeviceFacts, max_rows: usize) -> (DeviceFacts, Vec<String>) {
    let max = max_rows.min(MAX_ROWS);
    let mut left_out = Vec::new();
    cut(&mut facts.updates, max, "updates", &mut left_out);
    cut(&mut facts.esu, max, "ESU licences", &mut left_out);
    cut(&mut facts.volumes, max, "disks", &mut left_out);
    cut(&mut facts.antivirus, max, "antivirus programs", &mut left_out);
    cut(&mut facts.firewall, max, "firewall profiles", &mut left_out);
    cut(&mut facts.admins, max, "administrators", &mut left_out);
    cut(&mut facts.shares, max, "shares", &mut left_out);
    cut(&mut facts.services, max, "services", &mut left_out);
    cut(&mut facts.listening, max, "listening ports", &mut left_out);
    cut(&mut facts.software, max, "programs", &mut left_out);
    cut(&mut facts.backups, max, "signs of backup", &mut left_out);
    facts.identity.macs.truncate(64);
    (with_clean_texts(facts), left_out)
}

/// The same with the largest number of rows for which `fits` holds; tries at most a dozen times.
pub(crate) fn fitted(facts: &DeviceFacts, fits: impl Fn(&DeviceFacts) -> bool) -> (DeviceFacts, Vec<String>) {
    let mut max = MAX_ROWS;
    loop {
        let (smaller, left_out) = bounded(facts.clone(), max);
        if max == 0 || fits(&smaller) {
            return (smaller, left_out);
        }
        max /= 2;
    }
}

fn cut<T>(list: &mut Known<Vec<T>>, max: usize, what: &str, left_out: &mut Vec<String>) {
    if let Known::Is(rows) = list
        && rows.len() > max
    {
        left_out.push(format!("{} of {} {what} are left out", rows.len() - max, rows.len()));
        rows.truncate(max);
    }
}

/// Every text without control characters and not too long. It goes by way of JSON, so that no field is forgotten.
fn with_clean_texts(facts: DeviceFacts) -> DeviceFacts {
    let Ok(mut value) = serde_json::to_value(&facts) else { return facts };
    clean(&mut value);
    serde_json::from_value(value).unwrap_or(facts)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) if (text.chars().any(char::is_control) || text.len() > MAX_TEXT) => {
            let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            *text = plain.take(MAX_TEXT).collect::<String>().trim().to_owned();
        }
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use holdfast_wire::device::Software;

    use super::*;

    fn with_programs(n: usize) -> DeviceFacts {
        let software =
            (0..n).map(|n| Software { name: format!("Program {n}"), ..Software::default() }).collect();
        DeviceFacts { software: Known::Is(software), ..DeviceFacts::default() }
    }

    #[test]
    fn a_hundred_thousand_programs_are_cut_and_it_is_said() {
        let (facts, left_out) = bounded(with_programs(100_000), usize::MAX);
        assert_eq!(facts.software.is().map(Vec::len), Some(MAX_ROWS));
        assert_eq!(left_out, ["90000 of 100000 programs are left out"]);
        let (facts, left_out) =
            fitted(&with_programs(9_000), |f| f.software.is().is_some_and(|s| s.len() < 3_000));
        assert_eq!(facts.software.is().map(Vec::len), Some(2_500));
        assert_eq!(left_out.len(), 1);
    }

    #[test]
    fn texts_lose_what_no_terminal_should_see() {
        let mut facts = with_programs(1);
        facts.identity.name = format!("a\u{1b}[2Jb\n{}", "x".repeat(1_000));
        let (facts, _) = bounded(facts, usize::MAX);
        assert!(facts.identity.name.starts_with("a [2Jb x"), "{}", facts.identity.name);
        assert_eq!(facts.identity.name.chars().count(), MAX_TEXT);
    }
}
