//! The sheet that people sign at a meeting: as many pages as needed, each with the lesson, the code and the heads of its columns.

use holdfast_core::decide::paper::training::{SheetPerson, SignInSheet};

use super::words::{Words, words};
use super::{day_in, foot_line, plain};
use crate::ReportError;
use crate::layout::{About, Cell, Column, Faces, Flow, Ink, Row, Shape, Span, Style};

/// Room to write, in points: a pen needs about eight millimetres.
const WRITING: f32 = 24.0;
/// A row with the white and the line around it.
const ROW: f32 = WRITING + 5.4;
/// The heads of columns, of two lines at most.
const HEADS: f32 = 28.0;
/// What is said below the last row.
const BELOW: f32 = 30.0;
/// Lines on a sheet that expects nobody by name.
const FEWEST_BLANK: usize = 18;

/// The sheet as PDF.
pub fn sign_in_sheet_pdf(sheet: &SignInSheet) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let mut flow = Flow::new(&faces, Shape::UPRIGHT);
    lay(&mut flow, sheet);
    let w = words(sheet.language);
    let title = format!("{}: {} {}", w.sheet, sheet.lesson_number, sheet.lesson_name);
    let about = About {
        on: sheet.held_on,
        language: sheet.language,
        foot: foot_line(&flow, &format!("{} {} \u{b7} {title}", w.sheet_code, sheet.code)),
        foot_below: foot_line(&flow, &sheet.hospital),
        title,
    };
    crate::layout::pdf(flow, &about)
}

pub(crate) fn lay(flow: &mut Flow<'_>, sheet: &SignInSheet) {
    let w = words(sheet.language);
    let columns = [
        Column::right(w.row, 0.5),
        Column::left(w.name, 3.0),
        Column::left(w.number, 1.5),
        Column::left(w.department, 2.0),
        Column::left(w.signature, 4.0),
    ];
    let mut n_blank = usize::from(sheet.n_blank_lines);
    if sheet.people.is_empty() {
        n_blank = n_blank.max(FEWEST_BLANK);
    }
    let blank = SheetPerson { number: String::new(), name: String::new(), department: String::new() };
    let lines = sheet.people.iter().chain(std::iter::repeat_n(&blank, n_blank));
    let rows: Vec<Row> = lines.enumerate().map(|(n, person)| row(flow, &columns, n + 1, person)).collect();
    let mut left = rows.as_slice();
    let mut is_first = true;
    while !left.is_empty() {
        if is_first {
            first_head(flow, sheet, w);
        } else {
            flow.new_page();
            next_head(flow, sheet, w);
        }
        is_first = false;
        let room = flow.left() - HEADS;
        let n_rows = ((room / ROW) as usize).max(1);
        // The last rows leave room for what is said below them.
        let fits_below = ((room - BELOW) / ROW) as usize;
        let n = if left.len() <= fits_below { left.len() } else { n_rows.min(left.len().max(2) - 1) };
        let (here, later) = left.split_at(n.min(left.len()));
        flow.table(&columns, here, w.sheet_summary);
        left = later;
    }
    flow.space(6.0);
    flow.paragraph(&plain(w.key_in), Style::SMALL);
}

/// What the lesson is, the code in large letters, and what a signature says.
fn first_head(flow: &mut Flow<'_>, sheet: &SignInSheet, w: &Words) {
    let title = format!("{}: {}", w.sheet, sheet.lesson_name);
    let style = Style::heading(1);
    let title = flow.cut(vec![Span::bold(title)], style, 0.0, 2);
    flow.heading(1, title.first().map_or("", |s| s.text.as_str()));
    let line =
        vec![Span::bold(sheet.lesson_number.clone()), Span::plain(format!(" \u{b7} {}", sheet.hospital))];
    let line = flow.cut(line, Style::BODY, 0.0, 2);
    flow.paragraph_before(&line, Style::BODY.in_ink(Ink::Gray), 5.0);
    let code = vec![Span::plain(format!("{}: ", w.sheet_code)), Span::bold(sheet.code.clone())];
    let code = flow.cut(code, Style::LARGE, 20.0, 2);
    flow.framed(&[(code, Style::LARGE), (plain(w.sheet_says), Style::BODY)]);
    flow.space(5.0);
    match sheet.held_on {
        Some(date) => {
            let day = vec![
                Span::plain(format!("{}: ", w.held_on)),
                Span::bold(day_in(sheet.language, date)),
                Span::plain(format!("      {}: {}", w.led_by, "_".repeat(16))),
            ];
            flow.paragraph(&day, Style::BODY);
        }
        None => flow.blank_lines(&[w.held_on_line.to_owned(), w.led_by.to_owned()]),
    }
    flow.space(6.0);
}

/// The same in two lines.
fn next_head(flow: &mut Flow<'_>, sheet: &SignInSheet, w: &Words) {
    let mut line = vec![Span::plain(format!("{}: ", w.sheet_code)), Span::bold(sheet.code.clone())];
    line.push(Span::plain(format!(
        " \u{b7} {} {}, {} \u{b7} {}",
        sheet.lesson_number, sheet.lesson_name, w.continued, sheet.hospital
    )));
    let line = flow.cut(line, Style::BODY, 0.0, 2);
    flow.paragraph(&line, Style::BODY);
    flow.space(6.0);
}

/// A row, as high as a pen needs: texts of two lines at most.
fn row(flow: &Flow<'_>, columns: &[Column], n: usize, person: &SheetPerson) -> Row {
    let widths = flow.widths(columns);
    let high = Style { leading: WRITING, ..Style::CELL };
    let half = Style { leading: WRITING / 2.0, ..Style::CELL };
    let cell = |place: usize, text: &str, is_bold: bool| {
        let width = widths.get(place).map_or(0.0, |(_, width)| *width);
        let spans = flow.cut_to(vec![Span { text: text.to_owned(), is_bold }], half, width, 2);
        let style = if flow.n_lines(&spans, half, width) > 1 { half } else { high };
        Cell(vec![(spans, style)])
    };
    Row(vec![
        cell(0, &n.to_string(), false),
        cell(1, &person.name, true),
        cell(2, &person.number, false),
        cell(3, &person.department, false),
        Cell::default(),
    ])
}
