//! "If we go dark" on one page, for the board or for the county: the sentence, few figures, who receives them, what is not known.
//!
//! It is laid out in less and less room until it fits; see [`room`].

mod map;
mod room;
mod tables;

use holdfast_core::catalog::Language;
use holdfast_core::decide::paper::dark::{DarkPaper, Reader};
use holdfast_core::model::day_in_words;

use self::room::{N_ASK, ROOMS, Room, and_more};
use crate::ReportError;
use crate::layout::{About, Faces, Flow, Shape, Span, Style};

/// The page as PDF.
pub fn dark_pdf(paper: &DarkPaper) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    crate::layout::pdf(lay_out(paper, &faces), &about(paper))
}

/// Wider and higher than other papers, since it must hold all on one page.
const SHAPE: Shape = Shape { side: 48.0, top: 38.0, bottom: 48.0, ..Shape::UPRIGHT };

pub(crate) fn lay_out<'f>(paper: &DarkPaper, faces: &'f Faces) -> Flow<'f> {
    super::within(faces, SHAPE, 1, &ROOMS, |flow, room| {
        flow.gap = room.gap;
        head(flow, room, paper);
        says(flow, room, paper);
        match paper.reader {
            Reader::Board => {
                map::places_and_figures(flow, room, paper);
                tables::receivers(flow, room, paper);
                inside(flow, room, paper);
            }
            Reader::County => {
                who(flow, room, paper);
                tables::counties(flow, room, paper);
                tables::receivers(flow, room, paper);
                sent_on(flow, room, paper);
                ask(flow, room, paper);
            }
        }
        not_known(flow, room, paper);
        sources(flow, room, paper);
    })
}

fn about(paper: &DarkPaper) -> About {
    let (title, name) = (paper.reader.title(), paper.hospital.title());
    About {
        title: format!("{title}: {name}"),
        on: Some(paper.as_of),
        language: Language::English,
        // The day first: a long name may end where the line does.
        foot: format!("{title} \u{b7} {} \u{b7} {name}", made_on(paper)),
        foot_below: format!(
            "Catalog {} \u{b7} how it is worked out: docs/care.md of Holdfast",
            paper.catalog
        ),
    }
}

fn made_on(paper: &DarkPaper) -> String {
    format!("As of {}", day_in_words(paper.as_of))
}

/// The head all papers have, its name and place cut to a few lines.
fn head(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    let name = flow.cut(vec![Span::bold(paper.hospital.title())], Style::heading(1), 0.0, room.n_head_lines);
    let place = paper.hospital.place();
    let place = if place.is_empty() { String::new() } else { format!(" \u{b7} {place}") };
    let line =
        vec![Span::bold(paper.reader.title()), Span::plain(format!(" \u{b7} {}{place}", made_on(paper)))];
    let line = flow.cut(line, Style::BODY, 0.0, room.n_head_lines);
    super::words::head_of(flow, name.first().map_or("", |s| s.text.as_str()), &line);
}

/// The plain sentence, framed. The frame takes from the width, so it is cut for less.
fn says(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    let spans = flow.cut(vec![Span::bold(paper.says.clone())], room.large, 20.0, room.n_says_lines);
    flow.framed(&[(spans, room.large)]);
}

/// All figures in a paragraph: a table of them would leave no room for the places.
fn who(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "How many, and who they are");
    let mut spans = Vec::new();
    for (n, figure) in paper.figures.iter().enumerate() {
        let lead = if n == 0 { "" } else { "; " };
        spans.push(Span::plain(format!("{lead}{}: ", figure.what)));
        spans.push(Span::bold(figure.says.clone()));
    }
    let spans = flow.cut(spans, room.body, 0.0, room.n_who_lines);
    flow.paragraph(&spans, room.body);
}

fn inside(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "What stops here first");
    let said = flow.cut(vec![Span::plain(paper.inside_says.clone())], room.body, 0.0, room.n_lines);
    flow.paragraph_before(&said, room.body, 2.0);
    tables::services(flow, room, paper);
}

fn sent_on(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    if paper.sent_on.is_empty() {
        return;
    }
    flow.space(2.0);
    let said = flow.cut(vec![Span::plain(paper.sent_on.join(" "))], Style::SMALL, 0.0, room.n_lines + 1);
    flow.paragraph(&said, Style::SMALL);
}

fn ask(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "Ask the hospital now");
    let items: Vec<Vec<Span>> =
        paper.ask.iter().take(N_ASK).map(|text| room.item(flow, vec![Span::plain(text.clone())])).collect();
    flow.list(&items, room.body);
}

fn not_known(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    flow.heading(2, "What is not known");
    let mut items: Vec<Vec<Span>> = paper
        .not_known
        .iter()
        .take(room.n_not_known)
        .map(|text| room.item(flow, vec![Span::plain(text.clone())]))
        .collect();
    items.extend(
        and_more(paper.not_known.len(), room.n_not_known, paper.reader).map(|more| vec![Span::plain(more)]),
    );
    flow.list(&items, room.body);
}

/// How to read the figures, what the page never says, and the files.
fn sources(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    let said = format!(
        "Likely figure first, the least and the most in brackets. No death is forecast. Beds are of 2022. From: {}.",
        paper.sources.join("; ")
    );
    let said = flow.cut(vec![Span::plain(said)], Style::SMALL, 0.0, room.n_source_lines);
    flow.space(2.0);
    flow.paragraph(&said, Style::SMALL);
}
