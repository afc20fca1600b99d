//! The tables of the page: figures, counties, hospitals that people turn to, services. Each is cut to its room and counts the rest.

use holdfast_core::decide::paper::dark::{DarkPaper, Reader, TurnTo};

use super::room::{N_FIGURE_LINES, N_FIGURES, Room, and_more};
use crate::layout::{Cell, Column, Flow, Row, Span, Style};

pub(super) fn figures(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "In numbers");
    let columns = [Column::left("People and their way", 3.4), Column::left("Likely (least to most)", 5.6)];
    let row = |f: &holdfast_core::decide::paper::dark::Figure| {
        Row(vec![Cell::plain(f.what.clone()), Cell::bold(f.says.clone())])
    };
    let rows = paper.figures.iter().take(N_FIGURES).map(row);
    let rows = flow.cut_rows(&columns, &[0, 1], rows.collect(), room.n_cell_lines);
    let says = "People who lose care, who they are and how far they go, each with its range";
    flow.table(&columns, &rows, says);
}

pub(super) fn counties(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "Where they live");
    if paper.counties.is_empty() {
        flow.paragraph(&[Span::plain("In no county that is on file.")], room.body);
        return;
    }
    let columns = [
        Column::left("County", 3.0),
        Column::left("Lose their nearest", 3.0),
        Column::left("Of them beyond 30 minutes", 3.0),
    ];
    let rows = paper.counties.iter().take(room.n_places).map(|p| {
        Row(vec![
            Cell::plain(p.name.clone()),
            Cell::plain(p.people.clone()),
            Cell::plain(p.beyond_30.clone()),
        ])
    });
    let rows = flow.cut_rows(&columns, &[0], rows.collect(), room.n_cell_lines);
    let rows = flow.cut_rows(&columns, &[1, 2], rows, N_FIGURE_LINES);
    flow.table(&columns, &rows, "People who lose their nearest emergency department, by county");
    let mut said: Vec<String> =
        and_more(paper.counties.len(), room.n_places, paper.reader).into_iter().collect();
    let states: Vec<String> = paper.states.iter().map(|s| format!("{}: {}", s.name, s.people)).collect();
    if !states.is_empty() {
        said.push(format!("By state: {}.", states.join("; ")));
    }
    note(flow, room, said);
}

pub(super) fn receivers(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "Where they turn to");
    if paper.receivers.is_empty() {
        flow.paragraph(&[Span::plain("No place is known that they would turn to.")], room.body);
        return;
    }
    let is_board = paper.reader == Reader::Board;
    let columns = if is_board { board_columns() } else { county_columns() };
    let row = if is_board { board_row } else { county_row };
    let rows = paper.receivers.iter().take(room.n_receivers).enumerate().map(|(n, r)| row(n, r));
    let rows = flow.cut_rows(&columns, &[1], rows.collect(), room.n_cell_lines);
    let figures: Vec<usize> = (2..columns.len()).collect();
    let rows = flow.cut_rows(&columns, &figures, rows, N_FIGURE_LINES);
    let loads = if is_board { ", with visits and beds more on a day" } else { "" };
    let says = format!("Emergency departments that people turn to, most people first{loads}");
    flow.table(&columns, &rows, &says);
    note(flow, room, and_more(paper.receivers.len(), room.n_receivers, paper.reader).into_iter().collect());
}

fn board_columns() -> Vec<Column> {
    vec![
        Column::right("No.", 0.45),
        Column::left("Hospital", 2.7),
        Column::right("Miles", 0.75),
        Column::left("People", 1.85),
        Column::left("Visits more a day", 1.2),
        Column::left("Beds more", 0.9),
        Column::left("Beds there", 1.6),
        Column::left("Bears it?", 1.9),
    ]
}

fn board_row(n: usize, r: &TurnTo) -> Row {
    Row(vec![
        Cell::plain((n + 1).to_string()),
        Cell::bold(r.name.clone()).and_gray(r.place.clone()),
        Cell::plain(r.miles.to_string()),
        Cell::plain(r.people.clone()),
        Cell::plain(r.visits_a_day.clone()),
        Cell::plain(r.beds_needed.clone()),
        Cell::plain(r.beds.clone()),
        Cell::bold(r.strain.clone()),
    ])
}

fn county_columns() -> Vec<Column> {
    vec![
        Column::right("No.", 0.45),
        Column::left("Hospital", 3.0),
        Column::left("Telephone", 1.85),
        Column::right("Miles", 0.75),
        Column::left("People", 2.0),
        Column::left("Beds there", 1.8),
        Column::left("Bears it?", 1.45),
    ]
}

fn county_row(n: usize, r: &TurnTo) -> Row {
    let phone = if r.phone.is_empty() { "none on file".to_owned() } else { r.phone.clone() };
    Row(vec![
        Cell::plain((n + 1).to_string()),
        Cell::bold(r.name.clone()).and_gray(r.place.clone()),
        Cell::plain(phone),
        Cell::plain(r.miles.to_string()),
        Cell::plain(r.people.clone()),
        Cell::plain(r.beds.clone()),
        Cell::bold(r.strain.clone()),
    ])
}

/// What staff do meanwhile is on the hospital's own page: here it would take the room of two services.
pub(super) fn services(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    if paper.services.is_empty() {
        return;
    }
    let columns =
        [Column::left("Service", 2.6), Column::left("What becomes of it", 1.9), Column::left("When", 4.0)];
    let rows = paper.services.iter().take(room.n_services).map(|s| {
        Row(vec![Cell::plain(s.name.clone()), Cell::bold(s.becomes.clone()), Cell::plain(s.when.clone())])
    });
    let rows = flow.cut_rows(&columns, &[0, 1, 2], rows.collect(), room.n_cell_lines);
    let says = "Services of the hospital that are hurt: those for patients first, what stops before what goes on by hand";
    flow.table(&columns, &rows, says);
    note(flow, room, and_more(paper.services.len(), room.n_services, paper.reader).into_iter().collect());
}

/// Small print below a table.
fn note(flow: &mut Flow<'_>, room: Room, sentences: Vec<String>) {
    if sentences.is_empty() {
        return;
    }
    flow.space(2.0);
    let said = flow.cut(vec![Span::plain(sentences.join(" "))], Style::SMALL, 0.0, room.n_note_lines);
    flow.paragraph(&said, Style::SMALL);
}
