//! How far colleges are from hospitals, nearest first, each with how its place is known. A place nobody knows is told and never guessed.
//!
//! Miles are straight lines made longer as roads are ([`Roads`]), with their range; nobody measured a road here.

use crate::decide::care::road::{KM_PER_MILE, Roads};
use crate::decide::care::{Range, miles};
use crate::decide::directory::{Directory, Listed};
use crate::model::{Ccn, College, CollegeId, ListedCollege, LocationConfidence, LocationRow, Point, Zip};

/// Hospitals farther than so many likely miles are not listed as near a college.
pub const MOST_MILES: u64 = 120;

/// How the place of a college is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBy {
    /// The office typed it.
    Office,
    /// It is the middle of its ZIP area.
    ZipArea(Zip),
}

/// A way between two places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Away {
    /// Kilometres in a straight line: what ways are ordered by.
    pub km: f64,
    /// Miles by road: short, likely, long.
    pub miles: Range<u64>,
}

impl Away {
    /// "about 35 miles by road (30 to 40)".
    pub fn in_words(&self) -> String {
        let Range { low, mid, high } = self.miles;
        let unit = if mid == 1 { "mile" } else { "miles" };
        if low == high {
            return format!("about {mid} {unit} by road");
        }
        format!("about {mid} {unit} by road ({low} to {high})")
    }
}

/// A college as seen from a hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct CollegeNear {
    /// Which.
    pub college: CollegeId,
    /// How far; `None` where a place is not known.
    pub away: Option<Away>,
    /// Why it stands where it does on the list, as a sentence.
    pub why: String,
}

/// A hospital as seen from a college.
#[derive(Clone, Debug, PartialEq)]
pub struct HospitalNear {
    /// Which.
    pub ccn: Ccn,
    /// How far.
    pub away: Away,
    /// How sure that is, as a sentence.
    pub why: String,
}

/// Where a college stands, and how that is known. `None`: its ZIP has no area, and nobody typed a place.
pub fn place(college: &College, directory: &Directory) -> Option<(Point, KnownBy)> {
    let by_zip = || Some((directory.point_of_zip(college.zip)?, KnownBy::ZipArea(college.zip)));
    college.point.map(|point| (point, KnownBy::Office)).or_else(by_zip)
}

/// The way between two points.
pub fn away(from: Point, to: Point) -> Away {
    let km = from.km_to(&to);
    let by = |roads: Roads| miles(km * roads.factor);
    Away { km, miles: Range { low: by(Roads::FAST), mid: by(Roads::LIKELY), high: by(Roads::SLOW) } }
}

/// The colleges by distance from a hospital; those whose place nobody knows last, by name. `listed`: the hospital, `None` where the
/// directory does not have it.
pub fn colleges_near(
    listed: Option<&Listed>,
    colleges: &[ListedCollege],
    directory: &Directory,
) -> Vec<CollegeNear> {
    let here = listed.and_then(|l| l.location.as_ref()).and_then(|l| Some((l.point?, is_rough(l))));
    let mut all: Vec<(&str, CollegeNear)> = colleges
        .iter()
        .map(|c| (c.college.name.as_str(), seen(here, c, place(&c.college, directory))))
        .collect();
    let km = |near: &CollegeNear| near.away.map_or(f64::INFINITY, |away| away.km);
    all.sort_by(|(name_a, a), (name_b, b)| km(a).total_cmp(&km(b)).then(name_a.cmp(name_b)));
    all.into_iter().map(|(_, near)| near).collect()
}

fn seen(here: Option<(Point, bool)>, listed: &ListedCollege, there: Option<(Point, KnownBy)>) -> CollegeNear {
    let college = listed.id;
    match (here, there) {
        (None, _) => {
            let why = "Nobody knows where your hospital stands, so no distance can be told.".to_owned();
            CollegeNear { college, away: None, why }
        }
        (_, None) => {
            let zip = listed.college.zip;
            let why = format!(
                "Nobody knows where this college stands: ZIP {zip} has no area on the map. The program office can type its place."
            );
            CollegeNear { college, away: None, why }
        }
        (Some((from, rough)), Some((to, by))) => {
            let away = away(from, to);
            let mut why = match by {
                KnownBy::Office => format!("It is {}.", away.in_words()),
                KnownBy::ZipArea(zip) => {
                    format!("It is {}, from the middle of ZIP area {zip}.", away.in_words())
                }
            };
            if rough {
                why += ROUGH;
            }
            CollegeNear { college, away: Some(away), why }
        }
    }
}

const ROUGH: &str = " Where the hospital stands is known only roughly, so this may be off by miles.";

fn is_rough(location: &LocationRow) -> bool {
    matches!(location.confidence, None | Some(LocationConfidence::Check | LocationConfidence::Low))
}

/// The hospitals within [`MOST_MILES`] likely miles of a college, nearest first. Federal ones are left out: their department teaches
/// their people. `None` where nobody knows where the college stands.
pub fn hospitals_near(college: &College, directory: &Directory) -> Option<Vec<HospitalNear>> {
    let (here, _) = place(college, directory)?;
    let near = |listed: &Listed| {
        let location = listed.location.as_ref()?;
        let away = away(here, location.point?);
        if away.miles.mid > MOST_MILES || listed.hospital.hospital_type.is_federal() {
            return None;
        }
        let mut why = format!("It is {}.", away.in_words());
        if is_rough(location) {
            why += ROUGH;
        }
        Some(HospitalNear { ccn: listed.hospital.ccn, away, why })
    };
    // A degree of latitude is 69 miles anywhere; what is farther north or south than that needs no trigonometry.
    let most_degrees = MOST_MILES as f64 * KM_PER_MILE / 110.0;
    let may_be = |listed: &&Listed| {
        let point = listed.location.as_ref().and_then(|l| l.point);
        point.is_some_and(|p| (p.lat - here.lat).abs() <= most_degrees)
    };
    let mut all: Vec<HospitalNear> = directory.hospitals().iter().filter(may_be).filter_map(near).collect();
    all.sort_by(|a, b| a.away.km.total_cmp(&b.away.km).then(a.ccn.cmp(&b.ccn)));
    Some(all)
}
