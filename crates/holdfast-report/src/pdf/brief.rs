//! The brief for partners as PDF: what the program came to, the states, the months, and what is hidden.

use holdfast_core::catalog::Language;
use holdfast_core::decide::paper::partner_brief::{BriefState, PartnerBrief, TOO_FEW};
use holdfast_core::decide::people_covered::words::people_rounded;
use holdfast_core::decide::people_covered::{MonthEnd, Quarter};
use holdfast_core::model::{day_in_words, grouped};

use super::words::head_of;
use crate::ReportError;
use crate::layout::{About, Bar, Cell, Column, Faces, Flow, Row, Shape, Span, Style};

const TITLE: &str = "People covered: a brief for partners";

/// The brief as PDF.
pub fn brief_pdf(brief: &PartnerBrief) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let mut flow = Flow::new(&faces, Shape::UPRIGHT);
    let day = day_in_words(brief.as_of);
    head_of(
        &mut flow,
        &brief.program,
        &[Span::bold("A brief for partners"), Span::plain(format!(" \u{b7} As of {day}"))],
    );
    flow.framed(&[(vec![Span::bold(brief.headline.clone())], Style::LARGE)]);
    if !brief.against.is_empty() {
        flow.heading(2, "Against stated numbers of people");
        let items: Vec<Vec<Span>> = brief.against.iter().map(|a| vec![Span::plain(a.clone())]).collect();
        flow.list(&items, Style::BODY);
    }
    funnel(&mut flow, brief);
    months(&mut flow, brief);
    states(&mut flow, brief);
    flow.heading(2, "What is hidden, and what the numbers mean");
    let notes = std::iter::once(&brief.rule).chain(&brief.means);
    let items: Vec<Vec<Span>> = notes.map(|n| vec![Span::plain(n.clone())]).collect();
    flow.list(&items, Style::DENSE);
    flow.paragraph(&[Span::plain(format!("From: {}.", brief.sources.join("; ")))], Style::SMALL);
    let about = About {
        title: format!("{TITLE}: {}", brief.program),
        on: Some(brief.as_of),
        language: Language::English,
        foot: format!("A brief for partners \u{b7} {day} \u{b7} {}", brief.program),
        foot_below: "Totals with small groups hidden. No hospital is named.".to_owned(),
    };
    crate::layout::pdf(flow, &about)
}

fn count(n: Option<u64>) -> String {
    n.map_or_else(|| TOO_FEW.to_owned(), grouped)
}

fn funnel(flow: &mut Flow<'_>, brief: &PartnerBrief) {
    flow.heading(2, "How far hospitals have come");
    let columns =
        [Column::left("Stage", 1.2), Column::left("It takes", 4.0), Column::right("Hospitals", 1.2)];
    let rows: Vec<Row> = brief
        .stages
        .iter()
        .map(|s| {
            Row(vec![
                Cell::bold(s.stage),
                Cell::plain(s.means),
                Cell::plain(count(s.hospitals.map(u64::from))),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "Stages of the program, what each takes, and how many hospitals reached it");
}

fn months(flow: &mut Flow<'_>, brief: &PartnerBrief) {
    let known: Vec<(&MonthEnd, u64)> =
        brief.months.iter().filter_map(|m| m.registered.map(|n| (m, n))).collect();
    if known.iter().all(|(_, n)| *n == 0) {
        return;
    }
    flow.heading(2, "People covered, month by month");
    // The latest: a page holds no more, and the call has all.
    let shown = &known[known.len().saturating_sub(MONTHS)..];
    let bar = |(month, n): &(&MonthEnd, u64)| Bar {
        label: month_end(month),
        range: [0, *n, *n],
        says: people_rounded(*n),
    };
    let bars: Vec<Bar> = shown.iter().map(bar).collect();
    flow.bars(&bars, "People covered at the end of each month");
}

/// Months drawn.
const MONTHS: usize = 12;

fn month_end(month: &MonthEnd) -> String {
    format!("{}-{:02}", month.to.0, month.to.1)
}

fn states(flow: &mut Flow<'_>, brief: &PartnerBrief) {
    flow.heading(2, "By state, the smallest share first");
    let columns = [
        Column::left("State", 2.4),
        Column::right("Rural hospitals listed", 1.4),
        Column::right("Registered", 1.4),
        Column::right("People nearest to one", 1.8),
        Column::left("Covered", 1.6),
    ];
    let rows: Vec<Row> = brief.states.iter().map(state).collect();
    flow.table(
        &columns,
        &rows,
        "Rural hospitals, those that registered, and the share of people covered in each state",
    );
}

fn state(s: &BriefState) -> Row {
    Row(vec![
        Cell::bold(s.state.name()),
        Cell::plain(grouped(u64::from(s.n_rural))),
        Cell::plain(count(s.registered.map(u64::from))),
        Cell::plain(grouped(s.people)),
        Cell::plain(s.covered.map_or(TOO_FEW, Quarter::words)),
    ])
}
