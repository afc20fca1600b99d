//! A list of certification numbers pasted by a health system: the good rows, and each bad line with its place and reason.

use std::collections::HashMap;

use crate::decide::directory::Directory;
use crate::model::Ccn;

/// Most hospitals one list may hold; the largest systems have fewer than 200.
pub const MOST_HOSPITALS: usize = 300;
/// Most bytes of a list.
const MOST_BYTES: usize = 60_000;

/// A line that names a hospital of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodLine {
    /// Which line, from 1.
    pub line: usize,
    /// The hospital.
    pub ccn: Ccn,
    /// Leading zeros that a spreadsheet had dropped and that were put back.
    pub n_zeros_restored: u8,
}

/// A line that does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, from 1.
    pub line: usize,
    /// What stands there, cut to 40 characters.
    pub text: String,
    /// Why it was left out, as a sentence.
    pub why: String,
}

/// A list as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Many {
    /// Hospitals, each once, in the order listed.
    pub good: Vec<GoodLine>,
    /// Lines left out.
    pub bad: Vec<BadLine>,
}

/// Reads a list: one number a line, or the first column of a CSV, with or without a heading. Empty lines do not count.
pub fn many(text: &str, directory: &Directory) -> Many {
    let mut out = Many::default();
    let mut seen: HashMap<Ccn, usize> = HashMap::new();
    if text.len() > MOST_BYTES {
        let why =
            format!("The list is longer than {MOST_BYTES} characters. Send the hospitals in two parts.");
        out.bad.push(BadLine { line: 1, text: cut(text), why });
        return out;
    }
    for (i, whole) in text.lines().enumerate() {
        let line = i + 1;
        let cell = whole.split([',', ';', '\t']).next().unwrap_or("");
        let cell = cell.trim().trim_matches(['"', '\'', '\u{feff}']).trim();
        let is_heading = out.good.is_empty() && out.bad.is_empty() && is_heading(cell);
        if whole.trim().is_empty() || is_heading {
            continue;
        }
        let mut bad = |why: String| out.bad.push(BadLine { line, text: cut(whole), why });
        let (ccn, zeros) = match Ccn::parse_restoring(cell) {
            Ok(read) => read,
            Err(e) => {
                let said = e.to_string();
                let mut letters = said.chars();
                let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
                bad(format!("{first}{}.", letters.as_str()));
                continue;
            }
        };
        if let Some(first) = seen.get(&ccn) {
            bad(format!("{ccn} stands on line {first} already."));
            continue;
        }
        let Some(listed) = directory.get(ccn) else {
            bad(match ccn.parent().filter(|p| directory.get(*p).is_some()) {
                Some(parent) => {
                    format!("{ccn} is a unit inside a hospital. Use the hospital's number, {parent}.")
                }
                None => format!(
                    "{ccn} is not in the public directory. Check it on the Medicare certification letter."
                ),
            });
            continue;
        };
        if listed.hospital.hospital_type.is_federal() {
            bad(format!(
                "{ccn} is a Veterans Affairs or Defense hospital; its department runs security for it."
            ));
            continue;
        }
        if out.good.len() == MOST_HOSPITALS {
            bad(format!("A list holds up to {MOST_HOSPITALS} hospitals. Send the rest in a second list."));
            continue;
        }
        seen.insert(ccn, line);
        out.good.push(GoodLine { line, ccn, n_zeros_restored: zeros.0 });
    }
    out
}

/// A first line that names the column instead of a hospital.
fn is_heading(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    [
        "ccn",
        "facility id",
        "facility_id",
        "certification number",
        "cms certification number",
        "provider number",
        "provider id",
    ]
    .contains(&lower.as_str())
}

fn cut(text: &str) -> String {
    text.trim().chars().take(40).collect()
}
