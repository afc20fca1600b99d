//! The picture: outlines of states, a disc for each ZIP area that loses its nearest emergency department, the hospitals that are down and
//! those that people turn to. The tables beside it have the same in words.

pub(in crate::web) use holdfast_core::decide::care::way_level as level;
use holdfast_core::decide::care::{Affected, Impact, Receiver};
use holdfast_core::decide::directory::Directory;
use holdfast_core::model::{Point, StateCode};

use crate::web::state_map::{outlines_meeting, place};

/// Discs at most; a page stays small. Those with the most people are drawn.
const MOST_AREAS: usize = 400;
/// Marks of receivers at most.
const MOST_RECEIVERS: usize = 12;
/// Units of a picture that shows one place alone: about 40 miles.
const LEAST_WIDTH: f64 = 14.0;
/// Height over width.
const SHAPE: f64 = 0.62;

/// A ZIP area.
pub(in crate::web) struct Disc {
    pub(in crate::web) x: String,
    pub(in crate::web) y: String,
    pub(in crate::web) r: String,
    /// 1 to 4: how long the way to the next one is.
    pub(in crate::web) level: u8,
}

/// A hospital.
pub(in crate::web) struct Mark {
    pub(in crate::web) x: String,
    pub(in crate::web) y: String,
    pub(in crate::web) number: String,
}

/// The picture.
pub(in crate::web) struct CareMap {
    /// `viewBox`.
    pub(in crate::web) view: String,
    pub(in crate::web) outlines: Vec<&'static str>,
    pub(in crate::web) discs: Vec<Disc>,
    pub(in crate::web) down: Vec<Mark>,
    pub(in crate::web) receivers: Vec<Mark>,
    /// The size of a mark, in units.
    pub(in crate::web) mark: String,
    /// The size of letters, in units.
    pub(in crate::web) letters: String,
    pub(in crate::web) n_left_out: usize,
}

impl CareMap {
    /// Of a set that is down; `None` where nothing has a place on it.
    pub(in crate::web) fn of(impact: &Impact, directory: &Directory) -> Option<Self> {
        let member_place = |members: &Vec<holdfast_core::decide::care::Member>| {
            let first = members.first()?;
            let listed = directory.get(first.ccn)?;
            Some(put(listed.location.as_ref()?.point?, Some(first.state)))
        };
        let down: Vec<(f64, f64)> = impact.down.iter().filter_map(member_place).collect();
        let receivers: Vec<(f64, f64)> =
            impact.receivers.iter().take(MOST_RECEIVERS).map(receiver_place).collect();
        let mut areas: Vec<&Affected> = impact.areas.iter().filter(|a| a.people.high > 0).collect();
        areas.sort_by_key(|a| std::cmp::Reverse(a.people.high));
        let n_left_out = areas.len().saturating_sub(MOST_AREAS);
        areas.truncate(MOST_AREAS);
        let placed: Vec<(f64, f64)> = areas.iter().map(|a| put(a.point, a.state)).collect();
        let view = view(down.iter().chain(&receivers).chain(&placed))?;
        let (left, top, width, height) = view;
        let most = areas.first().map_or(1.0, |a| a.people.high as f64);
        let disc = |(area, (x, y)): (&&Affected, &(f64, f64))| Disc {
            x: short(*x),
            y: short(*y),
            // People as area of the disc, and none too small to see.
            r: short(width * (0.006 + 0.02 * (area.people.high as f64 / most).sqrt())),
            level: level(area.minutes_after),
        };
        let mark = |(n, (x, y)): (usize, &(f64, f64))| Mark {
            x: short(*x),
            y: short(*y),
            number: (n + 1).to_string(),
        };
        Some(Self {
            view: format!("{} {} {} {}", short(left), short(top), short(width), short(height)),
            outlines: outlines_meeting(view).iter().map(|o| o.path).collect(),
            discs: areas.iter().zip(&placed).map(disc).collect(),
            down: down.iter().enumerate().map(mark).collect(),
            receivers: receivers.iter().enumerate().map(mark).collect(),
            mark: short(width * 0.013),
            letters: short(width * 0.02),
            n_left_out,
        })
    }
}

fn receiver_place(receiver: &Receiver) -> (f64, f64) {
    put(receiver.site.point, Some(receiver.site.first().state))
}

fn put(point: Point, state: Option<StateCode>) -> (f64, f64) {
    let mainland = || StateCode::parse("KS").ok();
    state.or_else(mainland).map_or((0.0, 0.0), |state| place(point, state))
}

/// What holds all of them, with room around: left, top, width, height.
fn view<'p>(places: impl Iterator<Item = &'p (f64, f64)>) -> Option<(f64, f64, f64, f64)> {
    let around = places.fold(None, |around: Option<(f64, f64, f64, f64)>, (x, y)| {
        let (x0, y0, x1, y1) = around.unwrap_or((*x, *y, *x, *y));
        Some((x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)))
    });
    let (x0, y0, x1, y1) = around?;
    let width = ((x1 - x0) * 1.16).max((y1 - y0) * 1.16 / SHAPE).max(LEAST_WIDTH);
    let height = width * SHAPE;
    Some(((x0 + x1 - width) / 2.0, (y0 + y1 - height) / 2.0, width, height))
}

fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_holds_its_places_and_keeps_its_shape() {
        let check = |places: &[(f64, f64)]| {
            let (left, top, width, height) = view(places.iter()).expect("places");
            assert!((height / width - SHAPE).abs() < 1e-9 && width >= LEAST_WIDTH);
            for (x, y) in places {
                assert!((left..=left + width).contains(x) && (top..=top + height).contains(y), "{x} {y}");
            }
        };
        check(&[(3.0, 4.0)]);
        check(&[(3.0, 4.0), (90.0, 5.0)]);
        check(&[(3.0, 4.0), (4.0, 105.0), (-60.0, 3.0)]);
        assert_eq!(view([].iter()), None);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!([short(2.0), short(2.5), short(-0.256), short(10.0)], ["2", "2.5", "-0.26", "10"]);
    }
}
