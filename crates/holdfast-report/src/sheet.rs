//! Papers as CSV: the technical plan, one step a row, for whoever keeps plans in a spreadsheet; the brief for partners, one state a row.
//!
//! A cell that a spreadsheet might run as a formula gets an apostrophe in front. Source: RFC 4180 for the form.

use holdfast_core::decide::paper::partner_brief::{PartnerBrief, TOO_FEW};
use holdfast_core::decide::paper::technical::{PlanStep, TechnicalPlan};
use holdfast_core::decide::people_covered::Quarter;

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

/// The brief for partners as CSV: a state a row, and below them what it comes to and what is hidden, for a file travels alone.
pub fn brief_csv(brief: &PartnerBrief) -> String {
    let words = |texts: &[&str]| line(texts.iter().map(|t| (*t).to_owned()));
    let count = |n: Option<u64>| n.map_or_else(|| TOO_FEW.to_owned(), |n| n.to_string());
    let mut out = words(&["state", "name", "rural_hospitals_listed", "registered", "people", "covered"]);
    for s in &brief.states {
        let cells = [
            s.state.to_string(),
            s.state.name().to_owned(),
            s.n_rural.to_string(),
            count(s.registered.map(u64::from)),
            s.people.to_string(),
            s.covered.map_or(TOO_FEW, Quarter::words).to_owned(),
        ];
        out += &line(cells.into_iter());
    }
    out += &words(&[""]);
    out += &words(&["stage", "hospitals"]);
    for s in &brief.stages {
        out += &line([s.stage.to_owned(), count(s.hospitals.map(u64::from))].into_iter());
    }
    out += &words(&[""]);
    out += &words(&["by_the_end_of", "people_covered"]);
    for m in &brief.months {
        out += &line([format!("{}-{:02}", m.to.0, m.to.1), count(m.registered)].into_iter());
    }
    out += &words(&[""]);
    out += &words(&[&format!("{}, {}. {}", brief.program, brief.as_of, brief.headline)]);
    for note in std::iter::once(&brief.rule).chain(&brief.means).chain(&brief.against) {
        out += &words(&[note]);
    }
    out += &words(&[&format!("From: {}.", brief.sources.join("; "))]);
    out
}

/// A table as CSV: a head, and lines of as many cells, each line ended as RFC 4180 has it.
pub fn table_csv(head: &[&str], lines: &[Vec<String>]) -> String {
    let mut out = line(head.iter().map(|h| (*h).to_owned()));
    for cells in lines {
        out += &line(cells.iter().cloned());
    }
    out
}

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
    use holdfast_core::decide::paper::partner_brief::{BriefStage, BriefState};
    use holdfast_core::decide::people_covered::MonthEnd;
    use holdfast_core::model::StateCode;

    use super::*;

    #[test]
    fn a_state_of_the_brief_is_a_row_and_what_is_hidden_says_so() {
        let state = |code: &str, covered: Option<Quarter>| BriefState {
            state: StateCode::parse(code).expect("a state"),
            n_rural: 8,
            registered: covered.map(|_| 7),
            people: 41_000,
            covered,
        };
        let month = |to, registered| MonthEnd { from: to, to, registered, assessed: None };
        let brief = PartnerBrief {
            program: "The program".to_owned(),
            as_of: "2026-06-30".parse().expect("a day"),
            headline: "Few are covered.".to_owned(),
            against: Vec::new(),
            stages: vec![BriefStage { stage: "registered", means: "", hospitals: Some(12) }],
            states: vec![state("MT", Some(Quarter::Third)), state("WY", None)],
            months: vec![month((2026, 5), Some(400_000)), month((2026, 6), None)],
            rule: "Small groups are hidden.".to_owned(),
            means: vec!["=covered".to_owned()],
            sources: vec!["a file".to_owned()],
        };
        assert_eq!(
            brief_csv(&brief).replace("\r\n", "|"),
            "state,name,rural_hospitals_listed,registered,people,covered|MT,Montana,8,7,41000,50 to 74 %|\
             WY,Wyoming,8,too few to show,41000,too few to show||stage,hospitals|registered,12||by_the_end_of,people_covered|\
             2026-05,400000|2026-06,too few to show||\"The program, 2026-06-30. Few are covered.\"|Small groups are hidden.|'=covered|\
             From: a file.|"
        );
    }

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
