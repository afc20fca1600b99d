//! The technical plan as CSV: one step a row, for whoever keeps plans in a spreadsheet.
//!
//! A cell that a spreadsheet might run as a formula gets an apostrophe in front. Source: RFC 4180 for the form.

use holdfast_core::decide::paper::technical::{PlanStep, TechnicalPlan};

const HEAD: [&str; 21] = [
    "step",
    "name",
    "part",
    "starts_on",
    "due_on",
    "hours_low",
    "hours_likely",
    "hours_high",
    "usd_likely",
    "list_usd_likely",
    "yearly_usd_likely",
    "paid_by",
    "who",
    "window",
    "after",
    "goals",
    "promises",
    "acts_on",
    "proof",
    "avoids_usd_likely",
    "is_verified",
];

/// The technical plan as CSV, with a head, each line ended as RFC 4180 has it.
pub fn technical_csv(plan: &TechnicalPlan) -> String {
    let mut out = line(HEAD.iter().map(|h| (*h).to_owned()));
    for (part, steps) in [("quarter", &plan.quarter), ("year", &plan.year)] {
        for step in steps {
            out += &row(part, step);
        }
    }
    out
}

fn row(part: &str, s: &PlanStep) -> String {
    let named: Vec<&str> = s.acts_on.iter().map(|o| o.name.as_str()).collect();
    line(
        [
            s.step.to_string(),
            s.name.clone(),
            part.to_owned(),
            s.starts_on.to_string(),
            s.due_on.to_string(),
            s.hours.low.to_string(),
            s.hours.likely.to_string(),
            s.hours.high.to_string(),
            s.usd.likely.to_string(),
            s.list_usd.likely.to_string(),
            s.yearly_usd.likely.to_string(),
            s.paid_by.as_ref().map(|(offer, percent)| format!("{offer} ({percent} %)")).unwrap_or_default(),
            s.who.clone(),
            s.window.clone(),
            s.after.join("; "),
            s.goals.join("; "),
            s.promises.join("; "),
            named.join("; "),
            s.proof.join("; "),
            s.avoids.likely.to_string(),
            s.is_verified.to_string(),
        ]
        .into_iter(),
    )
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|c| csv_cell(&c)).collect();
    format!("{}\r\n", cells.join(","))
}

/// One cell. A leading `=`, `+`, `-`, `@`, tab or return, behind blanks too, would make a spreadsheet run it, so a `'` goes first.
pub fn csv_cell(text: &str) -> String {
    let runs = text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_quoted = text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if is_quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_runs() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_cell("  =1"), "\"'  =1\"");
        assert_eq!(csv_cell("-1\n"), "\"'-1\n\"");
        assert_eq!(csv_cell("000123"), "000123");
        assert_eq!(csv_cell("St. Mary's, Inc."), "\"St. Mary's, Inc.\"");
        for runs in ["+1", "-1", "@SUM(A1)", "\tx"] {
            assert_eq!(csv_cell(runs), format!("'{runs}"));
        }
    }
}
