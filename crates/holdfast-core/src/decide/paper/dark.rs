//! "If we go dark" on one page: who loses care when the hospital is down, for its board or for its county.
//!
//! It reckons nothing: figures are the impact's and the downtime clock's, in words. What neither knows is in the list of what is not known.
//! The county is told nothing of what stops inside the hospital; the hospital decides what of it to say.

mod picture;
mod rows;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use picture::{Disc, Picture, Spot};
pub use rows::{Figure, PlaceRow, ServiceRow, TurnTo};

use super::Subject;
use crate::Date;
use crate::decide::care::{CareModel, Count, Doubt, Impact, Pushed, sentence};
use crate::decide::downtime::{Downtime, DowntimeDoubt};

/// Whom the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// The hospital's board.
    Board,
    /// The county's emergency manager.
    County,
}

impl Reader {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Board, Self::County];

    /// The key used in file names, addresses and commands.
    pub fn key(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::County => "county",
        }
    }

    /// The title of the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Board => "If we go dark: for the board",
            Self::County => "If the hospital goes dark: for the county",
        }
    }
}

/// What stops inside the hospital.
#[derive(Clone, Copy, Debug)]
pub struct Inside<'g> {
    /// The clocks.
    pub downtime: &'g Downtime,
    /// What they come to, in a sentence or a few.
    pub says: &'g str,
    /// Whether the hospital said anything of its services; else the catalog alone speaks.
    pub has_word: bool,
}

/// All that the page is made from.
#[derive(Clone, Copy, Debug)]
pub struct DarkGiven<'g> {
    /// Whose page it is.
    pub hospital: &'g Subject,
    /// The day it is made.
    pub as_of: Date,
    /// The version of the catalog.
    pub catalog: &'g str,
    /// The country's emergency departments and people.
    pub model: &'g CareModel,
    /// What it does when the hospital is down, alone or with others.
    pub impact: &'g Impact,
    /// What stops inside it.
    pub inside: Inside<'g>,
}

/// The page. Lists are whole: whoever lays it out cuts them and says how many more there are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DarkPaper {
    /// Whom it is for.
    pub reader: Reader,
    /// Whose it is.
    pub hospital: Subject,
    /// The day it was made.
    pub as_of: Date,
    /// The version of the catalog.
    pub catalog: String,
    /// The plain sentence.
    pub says: String,
    /// Figures that carry the page, each with its range.
    pub figures: Vec<Figure>,
    /// People pushed beyond 15, 30 and 60 minutes, for the board alone; empty where that is not known.
    pub pushed: Vec<Pushed>,
    /// Where they live and turn to, for the board alone; `None` where there is nothing to draw.
    pub picture: Option<Picture>,
    /// By county, most people first.
    pub counties: Vec<PlaceRow>,
    /// By state, most people first.
    pub states: Vec<PlaceRow>,
    /// Where they turn to, most people first.
    pub receivers: Vec<TurnTo>,
    /// What becomes of those places, in sentences: who is sent on from one place to the next.
    pub sent_on: Vec<String>,
    /// What stops inside, in a sentence or a few; for the board alone.
    pub inside_says: String,
    /// What stops first, for the board alone.
    pub services: Vec<ServiceRow>,
    /// What the county should ask the hospital for, for the county alone.
    pub ask: Vec<String>,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
    /// The files the figures on people are from, in words.
    pub sources: Vec<String>,
}

/// What a county should have in hand before the night it happens. Our own list; the figures above cannot answer any of it.
const ASK: [&str; 6] = [
    "Whom to call at any hour when it goes dark, by a phone that does not hang on its network.",
    "How it tells ambulances that it takes nobody, with phones and network down, and who may decide that.",
    "Which of the places above know that people would come to them, and what they said.",
    "How long each of its services lasts, by its own word.",
    "How many of its beds are staffed, and which care it alone gives: births, dialysis, oxygen.",
    "The day of its last drill on paper, and what was mended since.",
];

/// What no file says. It stands first, so that it is on the page however long the rest is.
const NEVER_KNOWN: &str = "Roads (straight lines, 1.4 times as long, stand for them), weather, ambulances, and where people truly go.";
/// The same where a file of travel times stands in for the estimate.
const NEVER_KNOWN_BY_FILE: &str = "Ways that the travel-time file lacks (they are estimated), weather, ambulances, and where people truly go.";

/// Makes the page.
pub fn dark(given: &DarkGiven<'_>, reader: Reader) -> DarkPaper {
    let (impact, model) = (given.impact, given.model);
    let is_board = reader == Reader::Board;
    let is_known = impact.people.is_some();
    DarkPaper {
        reader,
        hospital: given.hospital.clone(),
        as_of: given.as_of,
        catalog: given.catalog.to_owned(),
        says: sentence(impact),
        figures: rows::figures(impact, reader),
        pushed: if is_board && is_known { impact.pushed.to_vec() } else { Vec::new() },
        picture: if is_board { Picture::of(model, impact) } else { None },
        counties: impact.counties.iter().map(PlaceRow::of).collect(),
        states: impact.states.iter().map(PlaceRow::of).collect(),
        receivers: impact.receivers.iter().map(TurnTo::of).collect(),
        sent_on: sent_on(impact),
        inside_says: if is_board { given.inside.says.to_owned() } else { String::new() },
        services: if is_board { rows::services(given.inside.downtime) } else { Vec::new() },
        ask: if is_board { Vec::new() } else { ASK.map(str::to_owned).to_vec() },
        not_known: not_known(given, is_board),
        sources: model.sources().to_vec(),
    }
}

fn not_known(given: &DarkGiven<'_>, is_board: bool) -> Vec<String> {
    let has_file = given.model.times_used().is_some();
    let never = if has_file { NEVER_KNOWN_BY_FILE } else { NEVER_KNOWN };
    let mut said = vec![never.to_owned()];
    said.extend(given.impact.doubts.iter().map(Doubt::sentence));
    if is_board {
        if !given.inside.has_word {
            said.push(
                "The hospital said nothing of its services, so the hours are what we take for one of 25 beds."
                    .to_owned(),
            );
        }
        said.extend(given.inside.downtime.doubts.iter().map(DowntimeDoubt::sentence));
    }
    said
}

/// People for whom the next place is down, too, and places that may have to send people on.
fn sent_on(impact: &Impact) -> Vec<String> {
    use crate::decide::care::Strain;
    let mut said = Vec::new();
    let people = |count: &Count| crate::decide::care::people_in_words(count);
    if !impact.second_also_down.is_nobody() {
        said.push(format!("The second nearest is down, too, for {}.", people(&impact.second_also_down)));
    }
    let n = |strain: Strain| impact.receivers.iter().filter(|r| r.strain() == strain).count();
    let (sure, may, unknown) = (n(Strain::Overwhelmed), n(Strain::May), n(Strain::Unknown));
    let all = impact.receivers.len();
    if all > 0 {
        said.push(format!(
            "Of {} they turn to, {sure} would be overwhelmed even by the least that comes, {may} by the most, and of {unknown} it is not known.",
            if all == 1 { "1 place".to_owned() } else { format!("{all} places") },
        ));
    }
    if sure + may > 0 {
        said.push("Whoever is sent on from there goes farther than this page says.".to_owned());
    }
    said
}
