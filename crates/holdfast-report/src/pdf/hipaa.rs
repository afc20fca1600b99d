//! The risk analysis as PDF: what it covers and lacks, the register with reasons, what was decided, and room for those who
//! reviewed it.

use holdfast_core::decide::paper::Line;
use holdfast_core::decide::paper::hipaa::{RegisterRow, Risk, RiskAnalysis};
use holdfast_core::model::day_in_words;

use super::words::{counted, head};
use crate::ReportError;
use crate::layout::{Cell, Column, Flow, Row, Shape, Span, Style};

const TITLE: &str = "Risk analysis of electronic patient data";

/// The risk analysis as PDF.
pub fn hipaa_pdf(analysis: &RiskAnalysis) -> Result<Vec<u8>, ReportError> {
    super::make(TITLE, &analysis.foot, Shape::WIDE, |flow| {
        head(flow, TITLE, &analysis.foot);
        summary(flow, analysis);
        elements(flow, analysis);
        systems(flow, analysis);
        flow.heading(2, "Register of risks");
        register(flow, analysis);
        flow.heading(2, "What was decided");
        decided(flow, analysis);
        flow.heading(2, "Who took part, and who reviewed it");
        let lines = [(); 4].map(|()| Row(vec![Cell::gray("\u{a0}"); 4]));
        let columns = ["Name", "Role", "What they looked at", "Date"].map(|h| Column::left(h, 1.0));
        flow.table(&columns, &lines, "Names of those who took part, to be filled in");
        flow.sign_here("Reviewed, with the additions written in:");
    })
}

fn summary(flow: &mut Flow<'_>, a: &RiskAnalysis) {
    let [critical, high, medium, low] = a.n_by_risk;
    let counts =
        format!("{} rows: {critical} critical, {high} high, {medium} medium, {low} low.", a.register.len());
    let said = format!(
        " It goes through kinds of systems that hold patient data, what threatens each, the weaknesses found and what is in \
         place, how likely and how bad. It is a draft by machine from the record: it becomes a risk analysis when the hospital \
         adds its own systems and people review it. It makes nobody compliant. Of {} nothing is known; what is not known \
         lowers no risk.",
        counted(a.n_unknown as u64, "measure")
    );
    flow.framed(&[(vec![Span::bold(counts), Span::plain(said)], Style::BODY)]);
    if a.n_unverified > 0 {
        flow.space(4.0);
        let said = format!(
            "Not verified: of the kinds of systems and scenarios behind it nobody has checked {} at their source yet.",
            a.n_unverified
        );
        flow.paragraph(&[Span::plain(said)], Style::SMALL);
    }
}

fn elements(flow: &mut Flow<'_>, a: &RiskAnalysis) {
    flow.heading(2, "The nine elements: what stands here, and what you must add");
    let columns = [
        Column::left("Element", 3.0),
        Column::left("What stands here", 4.0),
        Column::left("What the hospital must still add", 4.6),
    ];
    let rows: Vec<Row> = a
        .elements
        .iter()
        .map(|e| {
            Row(vec![
                Cell::plain(format!("{}. {}", e.n, e.asks)),
                Cell::plain(e.here.clone()),
                Cell::plain(e.add.clone()),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "The nine elements of a risk analysis");
}

fn systems(flow: &mut Flow<'_>, a: &RiskAnalysis) {
    flow.heading(2, "Kinds of systems that hold patient data");
    let columns = [
        Column::left("Kind", 1.8),
        Column::left("Where its data is created, received, kept and sent", 4.6),
        Column::left("Write down about your own", 3.2),
        Column::left("Yours, by name", 2.4),
    ];
    let rows: Vec<Row> = a
        .assets
        .iter()
        .map(|k| {
            Row(vec![
                Cell::bold(k.name.clone()).and_gray(k.means.clone()),
                Cell::plain(k.flows.clone()),
                Cell::plain(k.add.clone()),
                Cell::gray("______________________ ______________________"),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "Kinds of systems, where their data goes, and what to add");
}

fn register(flow: &mut Flow<'_>, a: &RiskAnalysis) {
    let columns = [
        Column::left("No.", 0.6),
        Column::left("System and threat", 3.2),
        Column::left("Weaknesses (vulnerabilities)", 4.0),
        Column::left("In place and proven", 2.4),
        Column::left("Likelihood", 2.7),
        Column::left("Impact", 2.9),
        Column::left("Risk", 1.7),
    ];
    let rows: Vec<Row> = (1..).zip(&a.register).map(|(n, r)| row(n, r)).collect();
    flow.table(&columns, &rows, "Register of risks, worst first, each with likelihood, impact and reasons");
}

fn row(n: usize, r: &RegisterRow) -> Row {
    let harms: Vec<&str> = r.harms.iter().map(|h| h.label()).collect();
    let threat = Cell::bold(r.asset_name.clone())
        .and(vec![Span::plain(r.threat_name.clone())])
        .and_gray(r.how.clone())
        .and_gray(format!("Harm: {}.", harms.join(", ")));
    let lines = |list: &[Line], none: &str, with_standing: bool| {
        let mut cell = Cell::default();
        for l in list {
            let standing = if with_standing { format!("{}: ", l.standing.label()) } else { String::new() };
            cell = cell.and(vec![Span::bold(standing), Span::plain(l.says.clone())]);
        }
        if list.is_empty() { Cell::gray(none) } else { cell }
    };
    let risk = match r.risk {
        Risk::Critical => Cell::bold("CRITICAL"),
        Risk::High => Cell::bold(r.risk.label()),
        Risk::Medium | Risk::Low => Cell::plain(r.risk.label()),
    };
    let risk = match r.planned.first() {
        Some(p) => risk.and_gray(format!(
            "{} planned, the first by {}",
            counted(r.planned.len() as u64, "step"),
            p.due_on
        )),
        None => risk.and_gray("Nothing planned"),
    };
    Row(vec![
        Cell::plain(n.to_string()),
        threat,
        lines(&r.weaknesses, "None found", true),
        lines(&r.in_place, "Nothing proven", false),
        Cell::bold(r.likelihood.label()).and_gray(r.likelihood_because.clone()),
        Cell::bold(r.impact.label()).and_gray(r.impact_because.clone()),
        risk,
    ])
}

fn decided(flow: &mut Flow<'_>, a: &RiskAnalysis) {
    if a.decisions.is_empty() {
        flow.paragraph(
            &[Span::plain("Nothing was decided yet. A risk that is known and not acted on is worse than one nobody knew.")],
            Style::BODY,
        );
        return;
    }
    let columns = [
        Column::left("Decision", 4.0),
        Column::left("Day", 1.7),
        Column::left("Owner", 2.2),
        Column::left("Proof, or what is done instead", 3.4),
        Column::left("Rows", 2.0),
    ];
    let rows: Vec<Row> = a
        .decisions
        .iter()
        .map(|d| {
            let numbers: Vec<String> = d.rows.iter().map(ToString::to_string).collect();
            let word = if d.step.is_some() { "due" } else { "until" };
            Row(vec![
                Cell::plain(d.says.clone()),
                Cell::plain(format!("{word} {}", day_in_words(d.on))),
                d.owner.as_ref().map_or(Cell::gray("__________________"), |o| Cell::plain(o.clone())),
                Cell::plain(d.proof.clone()),
                Cell::gray(numbers.join(", ")),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "Decisions about risks: what, by when, who, and what proves it");
}
