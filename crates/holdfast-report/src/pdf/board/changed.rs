//! What changed since the earlier day, and which promises were kept.
//!
//! The first few are named; the rest is counted, with the file that holds them all.

use holdfast_core::decide::paper::board::{BoardReport, Changes, Moved, Promises};
use holdfast_core::model::day_in_words;

use super::room::Room;
use crate::layout::{Flow, Span};

/// Where every move and every promise stands: no other paper tells what changed.
const ALL_OF_IT: &str = "the whole list is in this report as data";

pub(super) fn changed(flow: &mut Flow<'_>, room: Room, report: &BoardReport) {
    let since = report.earlier.map(|d| format!(" since {}", day_in_words(d))).unwrap_or_default();
    flow.heading(2, &format!("4. What changed{since}?"));
    match &report.changes {
        None => flow.paragraph(
            &[Span::plain("There is no earlier day to compare with. Next time there will be.")],
            room.body,
        ),
        Some(changes) => moves(flow, room, changes),
    }
    if let Some(promises) = &report.promises {
        promised(flow, room, promises);
    }
}

fn moves(flow: &mut Flow<'_>, room: Room, changes: &Changes) {
    let mut items = Vec::new();
    for (word, moved) in [("Better", &changes.better), ("Worse", &changes.worse)] {
        items.push(vec![
            Span::bold(format!("{word}: {}", moved.len())),
            Span::plain(rest(moved.len(), room.n_named)),
        ]);
        items.extend(moved.iter().take(room.n_named).map(|one| room.item(flow, in_words(one))));
    }
    flow.list(&items, room.body);
}

/// How it was and is goes first: the text of a measure may be cut.
fn in_words(moved: &Moved) -> Vec<Span> {
    let before = moved.before.map_or("not asked".to_owned(), |b| b.label().to_lowercase());
    let after = moved.after.label().to_lowercase();
    vec![Span::plain(format!("Was {before}, now {after}: {}", moved.says))]
}

fn promised(flow: &mut Flow<'_>, room: Room, promises: &Promises) {
    let made = day_in_words(promises.made_on);
    let mut items = vec![vec![
        Span::bold(format!("Promises kept: {} of {}", promises.n_kept, promises.n_due)),
        Span::plain(format!(
            " that were due by now, from the plan of {made}{}",
            rest(promises.missed.len(), room.n_named)
        )),
    ]];
    for missed in promises.missed.iter().take(room.n_named) {
        let spans = vec![
            Span::bold("Missed: "),
            Span::plain(format!("due {}, {}", day_in_words(missed.due_on), missed.name)),
        ];
        items.push(room.item(flow, spans));
    }
    flow.list(&items, room.body);
}

/// How a count ends: with how many are not named here, and where they are.
fn rest(n_all: usize, n_named: usize) -> String {
    match n_all.saturating_sub(n_named) {
        0 => ".".to_owned(),
        more => format!("; here {n_named}, and {more} more; {ALL_OF_IT}."),
    }
}
