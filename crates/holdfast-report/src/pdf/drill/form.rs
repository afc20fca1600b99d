//! One blank form on a page of its own: its tables grow until the page is full.

use holdfast_core::catalog::{BlankForm, FormPart};

use crate::layout::{Flow, Span, Style};

/// A part's heading with the white around it.
const HEADING: f32 = 34.0;
/// A table that stands below keeps so much: its head and a few rows.
const TABLE: f32 = 110.0;

pub(super) fn form(flow: &mut Flow<'_>, form: &BlankForm) {
    flow.heading(2, &form.name);
    flow.paragraph_before(&[Span::plain(form.how.clone())], Style::SMALL, 2.0);
    for (n, part) in form.parts.iter().enumerate() {
        flow.heading(3, &part.title);
        if part.columns.is_empty() {
            flow.blank_lines(&part.fields);
        } else {
            let below: f32 = form.parts.iter().skip(n + 1).map(|part| height(flow, part)).sum();
            flow.blank_table(&part.columns, part.blank_rows, below);
        }
    }
}

fn height(flow: &Flow<'_>, part: &FormPart) -> f32 {
    let inside = if part.columns.is_empty() { flow.blank_lines_height(&part.fields) } else { TABLE };
    HEADING + inside
}
