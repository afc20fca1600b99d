//! Whom to call for patients: the order, and why each stands where it does.

use std::cmp::Reverse;

use serde::Serialize;

use super::{DrillGiven, LEAST_RECEIVERS};
use crate::decide::care::road::Roads;
use crate::decide::care::{Beds, Receiver, Site, Strain, beds_in_words, miles, people_in_words};
use crate::decide::registration::display_case;
use crate::model::{Ccn, StateCode};

/// Miles by road where a stretch ends: about one and two hours for an ambulance that then is gone from here. Declared by us.
const STRETCHES: [u64; 2] = [60, 120];

/// The rule of the order, in words.
pub const ORDER: &str = "First the places within 60 miles by road, then within 120, then those farther. In each, first those whose beds should hold what comes, then those of which it is not sure or not known, then those whose beds would not hold it, last those that keep nobody overnight. Among these the nearest comes first; of two as near, the one with more beds.";

/// A place to call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillReceiver {
    /// The number of the hospital that names the place.
    pub ccn: Ccn,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// Its state.
    pub state: StateCode,
    /// Telephone on file; `None` where there is none.
    pub phone: Option<String>,
    /// Likely miles by road from this hospital; `None` where nobody knows where it stands.
    pub miles: Option<u64>,
    /// Beds, in words.
    pub beds: String,
    /// People for whom it becomes the nearest, in words; `None` for a place that is only near.
    pub people: Option<String>,
    /// Whether its beds hold what comes, in words. The order goes by it.
    pub beds_hold: &'static str,
    /// Whether its emergency department bears what comes, in words. The order does not go by it.
    pub department: &'static str,
    /// Why it stands where it does.
    pub why: String,
}

/// A place with what its order hangs on.
struct Ranked<'g> {
    site: &'g Site,
    receiver: Option<&'g Receiver>,
    miles: Option<u64>,
}

/// Whether the beds of a place hold what comes to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    Holds,
    NotSure,
    NotKnown,
    Full,
    NoBeds,
}

impl Room {
    /// Under the head "Its beds".
    fn label(self) -> &'static str {
        match self {
            Self::Holds => "Should hold it",
            Self::NotSure => "May not hold it",
            Self::NotKnown => "Not known",
            Self::Full => "Would not hold it",
            Self::NoBeds => "Has none",
        }
    }

    /// In a sentence.
    fn words(self) -> &'static str {
        match self {
            Self::Holds => "Its beds should hold what comes",
            Self::NotSure => "Its beds may not hold what comes",
            Self::NotKnown => "Whether its beds hold what comes is not known",
            Self::Full => "Its beds would not hold what comes",
            Self::NoBeds => "Keeps nobody overnight",
        }
    }

    /// What is not sure and what is not known stand together.
    fn rank(self) -> u8 {
        match self {
            Self::Holds => 0,
            Self::NotSure | Self::NotKnown => 1,
            Self::Full => 2,
            Self::NoBeds => 3,
        }
    }
}

impl Ranked<'_> {
    fn room(&self) -> Room {
        match (self.site.beds, self.receiver.map(|r| r.strain_beds)) {
            (Beds::NoInpatients, _) => Room::NoBeds,
            (_, Some(Strain::Bears)) => Room::Holds,
            (_, Some(Strain::May)) => Room::NotSure,
            (_, Some(Strain::Overwhelmed)) => Room::Full,
            // What comes to a place that is nobody's nearest is not known.
            (_, Some(Strain::Unknown) | None) => Room::NotKnown,
        }
    }

    /// Where no distance is known all stand in one.
    fn stretch(&self) -> usize {
        self.miles.map_or(0, |miles| STRETCHES.iter().filter(|end| miles > **end).count())
    }

    fn beds(&self) -> u32 {
        match self.site.beds {
            Beds::Known(n) => n,
            Beds::NoInpatients | Beds::Unknown => 0,
        }
    }

    fn key(&self) -> (usize, u8, Option<u64>, Reverse<u32>, Ccn) {
        let room = self.room().rank();
        (self.stretch(), room, self.miles, Reverse(self.beds()), self.site.first().ccn)
    }

    fn line(&self) -> DrillReceiver {
        let at = self.site.first();
        let way = match self.miles {
            Some(miles) => format!("{miles} miles by road"),
            None => "how far from here is not known".to_owned(),
        };
        let next = match self.receiver {
            Some(_) => "becomes the nearest for people who lose theirs",
            None => "nobody's nearest, but near",
        };
        DrillReceiver {
            ccn: at.ccn,
            name: display_case(&at.name),
            city: display_case(&at.city),
            state: at.state,
            phone: Some(at.phone.trim()).filter(|p| !p.is_empty()).map(ToOwned::to_owned),
            miles: self.miles,
            beds: self.receiver.map_or_else(|| self.site.beds.in_words(), beds_in_words),
            people: self.receiver.map(|r| people_in_words(&r.people)),
            beds_hold: self.room().label(),
            department: self.receiver.map_or(Strain::Unknown, |r| r.strain_visits).label(),
            why: format!("{}; {way}; {next}.", self.room().words()),
        }
    }
}

impl DrillReceiver {
    /// Miles, or that nobody knows.
    pub fn miles_in_words(&self) -> String {
        self.miles.map_or_else(|| "Not known".to_owned(), |miles| miles.to_string())
    }
}

/// The places to call, in order: those where people turn to, and near ones until there are enough. Never this hospital itself, nor one
/// that is down.
pub(super) fn in_order(given: &DrillGiven<'_>) -> Vec<DrillReceiver> {
    let is_own = |site: &Site| site.members.iter().any(|m| m.ccn == given.own);
    let dark = given.dark_hospitals();
    let is_down = |site: &Site| site.members.iter().any(|m| dark.contains(&m.ccn));
    let by_road = |km: f64| miles(km * Roads::LIKELY.factor);
    let turned_to = given.impact.receivers.iter().filter(|r| !is_own(&r.site)).map(|r| Ranked {
        site: &r.site,
        receiver: Some(r),
        miles: given.at.map(|at| by_road(at.km_to(&r.site.point))),
    });
    let mut all: Vec<Ranked<'_>> = turned_to.collect();
    for near in given.near.iter().filter(|near| !is_own(&near.site) && !is_down(&near.site)) {
        if all.len() >= LEAST_RECEIVERS {
            break;
        }
        let first = near.site.first().ccn;
        if all.iter().all(|ranked| ranked.site.first().ccn != first) {
            all.push(Ranked { site: &near.site, receiver: None, miles: Some(by_road(near.km)) });
        }
    }
    all.sort_by_key(Ranked::key);
    all.iter().map(Ranked::line).collect()
}

/// What is not known of them.
pub(super) fn doubts(receivers: &[DrillReceiver]) -> Vec<String> {
    let mut said = Vec::new();
    if receivers.is_empty() {
        said.push("No place that could take patients is known. Ask the state health department.".to_owned());
        return said;
    }
    let silent: Vec<&str> = receivers.iter().filter(|r| r.phone.is_none()).map(|r| r.name.as_str()).collect();
    if !silent.is_empty() {
        said.push(format!(
            "No telephone number is on file for {}. Look it up and write it in.",
            silent.join(", ")
        ));
    }
    said.push(
        "Telephone numbers are those of the main desk, as CMS lists them. Call each once before the drill, and write in the number of its transfer desk."
            .to_owned(),
    );
    said.push("Beds are of 2022, and not a count of beds that are staffed or free today.".to_owned());
    said
}
