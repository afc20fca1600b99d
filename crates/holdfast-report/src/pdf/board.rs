//! The board report on two pages: five questions, each with its answer first and its reasons below.
//!
//! It is laid out in less and less room until it fits; see [`room`].

mod asked;
mod changed;
pub(super) mod room;

use holdfast_core::decide::care::AtStake;
use holdfast_core::decide::paper::Foot;
use holdfast_core::decide::paper::board::{BoardReport, Risks};
use holdfast_core::model::day_in_words;

use self::room::{N_GATES, ROOMS, Room, and_more};
use super::words::{about, range};
use crate::ReportError;
use crate::layout::{Bar, Cell, Column, Faces, Flow, Row, Shape, Span, Style};

/// How many pages it has, at most.
const N_PAGES: usize = 2;

/// How many of the largest risks are shown.
const N_RISKS: usize = 3;

const TITLE: &str = "Report to the board on cybersecurity";

/// The board report as PDF.
pub fn board_pdf(report: &BoardReport) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    crate::layout::pdf(lay_out(report, &faces), &super::about(TITLE, &report.foot))
}

pub(crate) fn lay_out<'f>(report: &BoardReport, faces: &'f Faces) -> Flow<'f> {
    super::within(faces, Shape::UPRIGHT, N_PAGES, &ROOMS, |flow, room| {
        flow.gap = room.gap;
        head(flow, room, &report.foot);
        label(flow, room, report);
        care(flow, room, report);
        match &report.risks {
            Some(risks) => costs(flow, room, report, risks),
            None => {
                flow.heading(2, "2. What could it cost us?");
                let said =
                    "Not known. Nobody has said how large the hospital is, so no loss can be reckoned.";
                flow.paragraph(&[Span::plain(said)], room.body);
            }
        }
        goals(flow, room, report);
        changed::changed(flow, room, report);
        asked::asked(flow, room, report);
        asked::sign(flow, room, report);
    })
}

/// The head all papers have, its name and place cut to a few lines.
fn head(flow: &mut Flow<'_>, room: Room, foot: &Foot) {
    let title = flow.cut(vec![Span::bold(foot.hospital.title())], Style::heading(1), 0.0, room.n_head_lines);
    let place = foot.hospital.place();
    let place = if place.is_empty() { String::new() } else { format!(" \u{b7} {place}") };
    let line = vec![Span::bold(TITLE), Span::plain(format!(" \u{b7} {}{place}", foot.as_of_in_words()))];
    let line = flow.cut(line, Style::BODY, 0.0, room.n_head_lines);
    super::words::head_of(flow, title.first().map_or("", |s| s.text.as_str()), &line);
}

fn label(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    let word = report.label.key().to_uppercase();
    let first = vec![Span::bold(format!("{word}. ")), Span::plain(report.label_says.clone())];
    let mut paragraphs = vec![(room.item(flow, first), room.body)];
    let named = report.stop_now.iter().take(N_GATES).cloned();
    let more = and_more(report.stop_now.len(), N_GATES);
    for text in named.chain(more) {
        let spans = vec![Span::plain(format!("\u{2022} {text}"))];
        paragraphs.push((room.item(flow, spans), room.body));
    }
    flow.framed(&paragraphs);
}

fn care(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    let care = &report.care;
    flow.heading(2, "1. Can we treat patients if our systems stop?");
    flow.paragraph_before(&[Span::bold(format!("{}.", care.answer.label()))], Style::LARGE, 1.0);
    let says = room.paragraph(flow, vec![Span::plain(care.says.clone())]);
    flow.paragraph_before(&says, room.body, if report.at_stake.is_some() { 2.0 } else { 5.0 });
    if let Some(at_stake) = &report.at_stake {
        let spans = vec![Span::bold("Who loses care if we cannot? "), Span::plain(who_loses_care(at_stake))];
        let spans = room.paragraph(flow, spans);
        flow.paragraph_before(&spans, room.body, 5.0);
    }
    let columns =
        [Column::left("What it takes", 4.6), Column::left("How it stands", 1.6), Column::left("Why", 4.0)];
    // Where not all can be shown, what is not proven goes first.
    let mut lines: Vec<_> = care.lines.iter().collect();
    if lines.len() > room.n_care {
        lines.sort_by_key(|l| l.standing.is_so());
    }
    let rows = lines.iter().take(room.n_care).map(|l| {
        Row(vec![Cell::plain(l.says.clone()), Cell::bold(l.standing.label()), Cell::gray(l.why.clone())])
    });
    let rows = flow.cut_rows(&columns, &[0, 2], rows.collect(), room.n_cell_lines);
    flow.table(&columns, &rows, "What it takes to treat patients when systems stop, and how each stands");
    note(flow, room, and_more(lines.len(), room.n_care).into_iter().collect());
}

/// The plain sentence, and for a figure that is not known the first reason.
fn who_loses_care(at_stake: &AtStake) -> String {
    let why = at_stake.not_known.first().filter(|_| at_stake.people.is_none());
    why.map_or_else(|| at_stake.says.clone(), |why| format!("{} {why}", at_stake.says))
}

/// Small print below a table.
fn note(flow: &mut Flow<'_>, room: Room, sentences: Vec<String>) {
    if sentences.is_empty() {
        return;
    }
    flow.space(3.0);
    let said = flow.cut(vec![Span::plain(sentences.join(" "))], Style::SMALL, 0.0, room.n_lines.min(3));
    flow.paragraph(&said, Style::SMALL);
}

fn costs(flow: &mut Flow<'_>, room: Room, report: &BoardReport, risks: &Risks) {
    flow.heading(2, "2. What could it cost us?");
    let since = match (risks.all_earlier, report.earlier) {
        (Some(before), Some(day)) => {
            format!(" It was about {} on {}.", about(before), day_in_words(day))
        }
        _ => String::new(),
    };
    let all = format!(
        "From {} kinds of trouble together, {} a year is to be expected.{since} The three largest:",
        risks.n_scenarios,
        range(risks.all)
    );
    let all = room.paragraph(flow, vec![Span::plain(all)]);
    flow.paragraph_before(&all, room.body, 5.0);
    let largest: Vec<_> = risks.largest.iter().take(N_RISKS).collect();
    let bars: Vec<Bar> = largest
        .iter()
        .map(|r| Bar {
            label: r.name.clone(),
            range: [r.a_year.low, r.a_year.likely, r.a_year.high],
            says: format!("{} a year", about(r.a_year.likely)),
        })
        .collect();
    let alt: Vec<String> =
        largest.iter().map(|r| format!("{}: {} a year", r.name, range(r.a_year))).collect();
    flow.bars(
        &bars,
        &format!("Loss to expect in a year, from low to high, with the likely value. {}", alt.join("; ")),
    );
    flow.space(2.0);
    let columns = [
        Column::left("Risk", 2.5),
        Column::left("A year, likely (range)", 3.5),
        Column::left("One case costs", 1.7),
        Column::left("Days it takes", 1.5),
        Column::left("Since last time", 2.0),
    ];
    let rows = largest.iter().map(|r| {
        let days = r.days_down;
        Row(vec![
            Cell::plain(r.name.clone()),
            Cell::plain(range(r.a_year)),
            Cell::plain(about(r.when_it_comes.likely).to_string()),
            Cell::plain(if days.high == 0 {
                "none".to_owned()
            } else {
                format!("{} ({} to {})", days.likely, days.low, days.high)
            }),
            Cell::plain(match r.a_year_earlier {
                Some(before) => format!("{}, from {}", r.trend.label(), about(before)),
                None => r.trend.label().to_owned(),
            }),
        ])
    });
    let rows = flow.cut_rows(&columns, &[0], rows.collect(), room.n_cell_lines);
    flow.table(&columns, &rows, "The three largest risks with dollars, days and trend");
    let mut said = Vec::new();
    if risks.largest.iter().any(|r| !r.is_verified) {
        said.push("Figures not verified: nobody has checked them at their source yet.".to_owned());
    }
    said.extend(risks.assumed.iter().cloned());
    note(flow, room, said);
}

fn goals(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    let goals = &report.goals;
    flow.heading(2, "3. Do we meet the essential goals, and can we prove it?");
    let a = goals.now;
    let before = match (goals.earlier, report.earlier) {
        (Some(e), Some(day)) => {
            format!(" ({} of {} on {})", e.essential_met, e.essential_of, day_in_words(day))
        }
        _ => String::new(),
    };
    let met = vec![
        Span::bold(format!("Met: {} of {}", a.essential_met, a.essential_of)),
        Span::plain(format!(
            " essential goals{before}, and {} of {} enhanced ones.",
            a.enhanced_met, a.enhanced_of
        )),
    ];
    let proven = match goals.assurance {
        Some(c) => {
            let rest = if c.is_all() { "." } else { ". The others rest on somebody's word." };
            vec![
                Span::bold(format!("Proven: {c}")),
                Span::plain(format!(" measures behind the goals that are met{rest}")),
            ]
        }
        None => vec![
            Span::bold("Proven: nothing."),
            Span::plain(" No goal is met, so there is nothing to prove."),
        ],
    };
    flow.paragraph_before(&met, room.body, 0.0);
    flow.paragraph_before(&proven, room.body, 5.0);
    let columns = [
        Column::left("Essential goal", 3.6),
        Column::left("Stands", 1.2),
        Column::right("Measures", 1.0),
        Column::right("Proven", 1.0),
        Column::right("Only said", 1.1),
        Column::right("Not known", 1.2),
    ];
    let number = |n: usize| Cell::plain(if n == 0 { "\u{2013}".to_owned() } else { n.to_string() });
    let rows = goals.essential.iter().take(room.n_goals).map(|g| {
        Row(vec![
            Cell::plain(g.name.clone()),
            Cell::bold(g.status_label()),
            number(g.n_measures),
            number(g.n_proven),
            number(g.n_said),
            number(g.n_unknown),
        ])
    });
    let rows = flow.cut_rows(&columns, &[0], rows.collect(), room.n_cell_lines);
    flow.table(
        &columns,
        &rows,
        "The essential goals: how each stands, and how many of its measures are proven",
    );
    let mut said: Vec<String> = and_more(goals.essential.len(), room.n_goals).into_iter().collect();
    if goals.without_exceptions != goals.now {
        let bare = goals.without_exceptions;
        said.push(format!(
            "With exceptions counted out. Without them: {} of {} essential goals.",
            bare.essential_met, bare.essential_of
        ));
    }
    note(flow, room, said);
}
