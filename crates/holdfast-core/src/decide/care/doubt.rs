//! What an answer does not know, by name: each with the sentence a reader gets.

use serde::Serialize;

use super::site::NoSite;
use crate::model::{Ccn, StateCode, grouped};

/// Something an answer does not know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Doubt {
    /// A hospital that is down is no open emergency department.
    NoSite {
        /// Which.
        ccn: Ccn,
        /// Why.
        why: NoSite,
    },
    /// No people are on file where a hospital stands.
    NoPeople {
        /// Which.
        ccn: Ccn,
        /// Its state.
        state: StateCode,
    },
    /// Its point is only the middle of its ZIP area, or sources differ by more than two kilometres.
    RoughPoint {
        /// Which.
        ccn: Ccn,
    },
    /// Another hospital stands at the same place and counts as down, too.
    SamePlace {
        /// The one that was named.
        ccn: Ccn,
        /// The other.
        other: Ccn,
    },
    /// The way may lead over water or ice, or there may be no road.
    NoSureRoad {
        /// Where.
        state: StateCode,
    },
    /// The next emergency department lies farther than any that people drive to.
    VeryFar {
        /// People it is the next one for.
        people: u64,
    },
    /// The file of travel times lacks a way that counts.
    Estimated {
        /// People it is a way of.
        people: u64,
    },
    /// Every emergency department of a state is down.
    StateEmptied {
        /// Which.
        state: StateCode,
    },
    /// No emergency department is open anywhere.
    NoneLeft {
        /// People without any.
        people: u64,
    },
    /// People live in large ZIP areas, so figures are ranges.
    LargeAreas {
        /// How many areas.
        areas: usize,
        /// Their people.
        people: u64,
    },
    /// Age, vehicles and internet are not known for some.
    WhoUnknown {
        /// How many people.
        people: u64,
    },
}

impl Doubt {
    /// The sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoSite { ccn, why: NoSite::NoPoint } => format!(
                "Hospital {ccn} has an emergency department, but nobody knows where it stands. So who loses it is not known."
            ),
            Self::NoSite { ccn, why } => {
                let why = match why {
                    NoSite::NoEmergency => "CMS lists no emergency services for it",
                    NoSite::Federal => "it serves veterans or the armed forces, not everybody",
                    NoSite::OtherType => "its type does not serve every emergency",
                    NoSite::NoPoint => "its place is not known",
                };
                format!(
                    "Hospital {ccn} does not count as an open emergency department: {why}. What else it does for people is not counted here."
                )
            }
            Self::NoPeople { ccn, state } => format!(
                "Who loses hospital {ccn} is not known: the Census file gives no people by ZIP area for {}.",
                state.name()
            ),
            Self::RoughPoint { ccn } => format!(
                "Where hospital {ccn} stands is known only roughly, so distances to it may be off by miles."
            ),
            Self::SamePlace { ccn, other } => {
                format!("Hospital {other} stands at the same place as {ccn} and counts as down with it.")
            }
            Self::NoSureRoad { state } => format!(
                "In {} the way may lead over water or ice, or there is no road: distances and times are the least they can be.",
                state.name()
            ),
            Self::VeryFar { people } => format!(
                "For {} people the next emergency department is more than 200 km away. Nobody drives that in an emergency; it takes an aircraft, or there is no help.",
                grouped(*people)
            ),
            Self::Estimated { people } => format!(
                "For {} people the travel-time file lacks the way before or after, so straight lines stand in for it.",
                grouped(*people)
            ),
            Self::StateEmptied { state } => {
                format!(
                    "No emergency department of {} is left open; all help is in other states.",
                    state.name()
                )
            }
            Self::NoneLeft { people } => format!(
                "For {} people no emergency department is open anywhere; how much farther they go has no number.",
                grouped(*people)
            ),
            Self::LargeAreas { areas, people } => format!(
                "{} people live in {areas} ZIP areas so large that where in them they live is not known. For these the least and the most are given.",
                grouped(*people)
            ),
            Self::WhoUnknown { people } => format!(
                "Age, vehicles and internet are not known for {} of them: their county is not in the file.",
                grouped(*people)
            ),
        }
    }
}
