//! The twelve-month record as PDF: a grid of months, the dated evidence, and room to sign.

use holdfast_core::Date;
use holdfast_core::decide::paper::practices::{Cell as Month, PracticesRecord};
use holdfast_core::model::day_in_words;

use super::words::head;
use crate::ReportError;
use crate::layout::{Cell, Column, Flow, Row, Shape, Span, Style};

const TITLE: &str = "Record of security practices, twelve months";

/// The record as PDF. `digest` is that of the record as data, by which a signature can be checked; see [`crate::seal`].
pub fn practices_pdf(record: &PracticesRecord, digest: &str) -> Result<Vec<u8>, ReportError> {
    super::make(TITLE, &record.foot, Shape::WIDE, |flow| {
        head(flow, TITLE, &record.foot);
        let what = format!(
            "From {} to {}. Each month is shown as it was known at its end; nothing is made good afterwards. Public Law \
             116-321 has the regulator consider recognized security practices that were in place for the previous twelve \
             months. Whether these were is for the regulator to say; this paper claims no compliance.",
            day_in_words(record.from),
            day_in_words(record.foot.as_of)
        );
        flow.paragraph(&[Span::plain(what)], Style::BODY);
        flow.heading(2, "Month by month");
        let key = [Month::Proven, Month::Said, Month::Partly, Month::Not, Month::Unknown, Month::LeftOut];
        let key: Vec<String> = key.iter().map(|c| format!("{} {}", c.letter(), c.label())).collect();
        flow.paragraph_before(
            &[Span::plain(format!(
                "{}. \u{201c}Without gap\u{201d} counts months in place up to the last one.",
                key.join("; ")
            ))],
            Style::SMALL,
            5.0,
        );
        grid(flow, record);
        flow.heading(2, "Evidence and answers by day");
        events(flow, record);
        flow.heading(2, "Signing");
        flow.paragraph_before(
            &[Span::plain("Digest of this record as data (SHA-256): "), Span::bold(digest)],
            Style::BODY,
            0.0,
        );
        flow.sign_here("This record was made from evidence and answers as they came in.");
    })
}

fn month(end: Date) -> String {
    end.strftime("%b\u{a0}%-d").to_string()
}

fn grid(flow: &mut Flow<'_>, record: &PracticesRecord) {
    let mut columns = vec![Column::left("Practice", 4.0), Column::left("Recognized as", 3.6)];
    columns.extend(record.month_ends.iter().map(|end| Column::middle(&month(*end), 1.0)));
    columns.push(Column::right("Without gap", 1.2));
    let rows: Vec<Row> = record
        .rows
        .iter()
        .map(|r| {
            let lists: Vec<String> = r
                .recognized
                .iter()
                .map(|(list, ids)| {
                    let name = if list == "hicp" { "405(d) HICP" } else { "CSF" };
                    format!("{name} {}", ids.join(", "))
                })
                .collect();
            let mut cells = vec![Cell::plain(format!("{} {}", r.code, r.name)), Cell::gray(lists.join("; "))];
            cells.extend(
                r.months
                    .iter()
                    .map(|c| if c.is_in_place() { Cell::bold(c.letter()) } else { Cell::plain(c.letter()) }),
            );
            cells.push(Cell::plain(format!("{} of {}", r.n_in_place_without_gap, r.months.len())));
            Row(cells)
        })
        .collect();
    flow.table(&columns, &rows, "Each practice at the end of each of twelve months");
}

fn events(flow: &mut Flow<'_>, record: &PracticesRecord) {
    if record.events.is_empty() {
        flow.paragraph(&[Span::plain("Nothing came in within these months.")], Style::BODY);
        return;
    }
    let columns = [
        Column::left("Day", 1.1),
        Column::left("Practice", 0.8),
        Column::left("Measure", 2.2),
        Column::left("Kind", 3.0),
        Column::left("By", 3.4),
        Column::left("Found", 1.0),
        Column::right("In the month", 0.9),
        Column::left("File (SHA-256)", 1.6),
    ];
    let rows: Vec<Row> = record
        .events
        .iter()
        .map(|e| {
            Row(vec![
                Cell::plain(e.on.to_string()),
                Cell::plain(e.code.clone()),
                Cell::plain(e.measure.to_string()),
                Cell::plain(e.kind.clone()),
                Cell::gray(e.by.clone()),
                Cell::plain(e.found.clone()),
                Cell::plain(e.n.to_string()),
                Cell::gray(
                    e.digest.as_deref().map_or("\u{2013}".to_owned(), |d| d.chars().take(16).collect()),
                ),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "Evidence and answers, oldest first");
}
