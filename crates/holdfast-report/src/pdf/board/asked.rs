//! What is asked and what it buys, and what to know before anyone signs.

use holdfast_core::decide::paper::board::{Asked, BoardReport};
use holdfast_core::model::{Usd, day_in_words};

use super::super::words::{about, counted};
use super::room::{Room, WHOLE_LIST};
use crate::layout::{Cell, Column, Flow, Row, Span};

pub(super) fn asked(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    flow.heading(2, "5. What is asked, and what does it buy?");
    let Some(asked) = &report.asked else {
        flow.paragraph(
            &[Span::plain("No plan has been drafted, since nobody has said what the hospital can carry.")],
            room.body,
        );
        return;
    };
    flow.paragraph_before(&money(asked), room.body, 0.0);
    flow.paragraph_before(&buys(asked), room.body, 5.0);
    let columns = [
        Column::left("Largest steps", 6.4),
        Column::right("Dollars", 1.3),
        Column::right("Hours", 0.9),
        Column::right("Later, a year", 1.5),
        Column::left("By", 2.4),
    ];
    let rows = asked.largest.iter().take(room.n_steps).map(|s| {
        Row(vec![
            Cell::plain(s.name.clone()),
            Cell::plain(Usd(s.usd).to_string()),
            Cell::plain(s.hours.to_string()),
            Cell::plain(Usd(s.yearly_usd).to_string()),
            Cell::plain(day_in_words(s.due_on)),
        ])
    });
    let rows = flow.cut_rows(&columns, &[0], rows.collect(), room.n_cell_lines);
    flow.table(&columns, &rows, "The steps that take most money or hours");
    if !asked.is_verified {
        let said = "Prices and effects not verified: nobody has checked all of them at their source yet.";
        super::note(flow, room, vec![said.to_owned()]);
    }
}

fn money(asked: &Asked) -> Vec<Span> {
    let off = asked.list_usd.saturating_sub(asked.usd);
    let off =
        if off > 0 { format!(" Offers the hospital may have take off {}.", Usd(off)) } else { String::new() };
    let later = if asked.yearly_usd > 0 {
        format!(" Later years cost up to {} a year.", Usd(asked.yearly_usd))
    } else {
        String::new()
    };
    let deferred = match asked.n_deferred {
        0 => String::new(),
        n => format!(" {} find no place this year.", counted(n as u64, "more step")),
    };
    vec![
        Span::bold(format!("Asked: {} and {} of staff", Usd(asked.usd), counted(asked.hours, "hour"))),
        Span::plain(format!(
            " in the first year, for {}.{off}{later}{deferred}",
            counted(asked.n_steps as u64, "step")
        )),
    ]
}

fn buys(asked: &Asked) -> Vec<Span> {
    let (now, quarter, year) = (asked.goals_now, asked.goals_quarter, asked.goals_year);
    vec![
        Span::bold("It buys: "),
        Span::plain(format!(
            "loss to expect in a year goes from {} to {}; essential goals met go from {} to {} after 13 weeks and {} \
             after a year, of {}. Promised, and it will be held against what is seen.",
            about(asked.loss_now.likely),
            about(asked.loss_after.likely),
            now.essential_met,
            quarter.essential_met,
            year.essential_met,
            year.essential_of,
        )),
    ]
}

pub(super) fn sign(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    let mut items = Vec::new();
    let contradicted = report.insurer_contradicted;
    if contradicted > 0 {
        items.push(vec![
            Span::bold(format!(
                "Do not sign the insurance form yet: {}",
                counted(contradicted as u64, "answer")
            )),
            Span::plain(" would be contradicted by evidence."),
        ]);
    }
    items.push(vec![Span::plain(format!(
        "{} on an insurance form would rest on somebody's word alone.",
        counted(report.insurer_unproven as u64, "answer")
    ))]);
    if report.accepted.len() > room.n_named {
        let n = counted(report.accepted.len() as u64, "risk");
        items.push(vec![Span::bold(format!("Accepted: {n}")), Span::plain(format!("; {WHOLE_LIST}."))]);
    }
    for a in report.accepted.iter().take(room.n_named) {
        // Until when goes first: names and texts may be cut.
        let until = day_in_words(a.until);
        let spans = vec![
            Span::bold("Risk accepted "),
            Span::plain(format!("until {until} by {}: {}", a.approver, a.says)),
        ];
        items.push(room.item(flow, spans));
    }
    flow.heading(2, "6. Before anyone signs");
    flow.list(&items, room.body);
    flow.sign_here("Seen by the board:");
}
