//! The picture of the board's page with its figures beside it: a plot of the places where there is something to draw, else a table of the
//! figures and bars of people by minutes.

use holdfast_core::decide::paper::dark::{DarkPaper, Figure, Picture, Spot};

use super::room::{N_FIGURE_LINES, N_FIGURES, Room};
use super::tables;
use crate::layout::{Bar, Dot, Flow, Ink, Plot, Span, Style};

/// Lengths that a scale may have, in miles.
const SCALES: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];

pub(super) fn places_and_figures(flow: &mut Flow<'_>, room: Room, paper: &DarkPaper) {
    match &paper.picture {
        Some(picture) if room.plot > 0.0 => {
            let width = flow.width_beside();
            let figure = |f: &Figure| {
                let spans = vec![Span::plain(format!("{}: ", f.what)), Span::bold(f.says.clone())];
                (flow.cut_to(spans, Style::CELL, width, N_FIGURE_LINES), Style::CELL)
            };
            let beside: Vec<_> = paper.figures.iter().take(N_FIGURES).map(figure).collect();
            flow.space(6.0);
            flow.plot(&plot(picture, room.n_receivers), room.plot, &beside);
        }
        _ => {
            tables::figures(flow, room, paper);
            if room.plot > 0.0 {
                bars(flow, paper);
            }
        }
    }
}

fn bars(flow: &mut Flow<'_>, paper: &DarkPaper) {
    if paper.pushed.is_empty() {
        return;
    }
    let says = holdfast_core::decide::care::people_in_words;
    let bars: Vec<Bar> = paper
        .pushed
        .iter()
        .map(|p| Bar {
            label: format!("Beyond {} minutes", p.minutes),
            range: [p.people.low, p.people.mid, p.people.high],
            says: says(&p.people),
        })
        .collect();
    let alt: Vec<String> = bars.iter().map(|b| format!("{}: {}", b.label, b.says)).collect();
    flow.space(4.0);
    flow.bars(
        &bars,
        &format!("People pushed beyond so many minutes, from the least to the most. {}", alt.join("; ")),
    );
}

/// A picture as a plot. Only places that the table names get a number.
fn plot(picture: &Picture, n_receivers: usize) -> Plot {
    let at = |spot: &Spot| (spot.x as f32, spot.y as f32);
    let dots = picture.discs.iter().map(|disc| Dot {
        x: disc.at.x as f32,
        y: disc.at.y as f32,
        share: disc.share as f32,
        ink: ink(disc.level),
    });
    let miles = SCALES.into_iter().rev().find(|m| *m <= picture.width / 3.0).unwrap_or(SCALES[0]);
    let unit = if miles > 1.0 { "miles" } else { "mile" };
    let rest = match picture.n_left_out {
        0 => String::new(),
        n => format!(" {n} areas with fewer people are not drawn."),
    };
    Plot {
        ground: (picture.width as f32, picture.height as f32),
        dots: dots.collect(),
        numbered: picture.receivers.iter().take(n_receivers).map(at).collect(),
        crosses: picture.down.iter().map(at).collect(),
        cross_says: "down".to_owned(),
        number_says: "where people turn to".to_owned(),
        inks_say: vec![
            (Ink::White, "people with the next one within 15 minutes".to_owned()),
            (Ink::Pale, "30".to_owned()),
            (Ink::Line, "60".to_owned()),
            (Ink::Gray, "farther".to_owned()),
        ],
        scale: (miles as f32, format!("{miles:.0} {unit}, north is up")),
        alt: format!(
            "A map: the places whose people lose their nearest emergency department, and the hospitals they turn to. The tables \
             below say the same.{rest}"
        ),
    }
}

fn ink(level: u8) -> Ink {
    match level {
        0 | 1 => Ink::White,
        2 => Ink::Pale,
        3 => Ink::Line,
        _ => Ink::Gray,
    }
}
