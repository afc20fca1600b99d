//! Who loses their nearest emergency department when a set of hospitals is down, how much farther they go, and who receives them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::CareModel;
use super::area::Area;
use super::doubt::Doubt;
use super::near::{Way, may};
use super::range::{Count, Range};
use super::road::Roads;
use super::share::Who;
use super::site::{Member, NoSite};
use super::spread::Weighted;
use super::surge::Receiver;
use crate::model::{Ccn, CountyFips, Point, StateCode, Zip};

/// Minutes that count in an emergency.
pub const MINUTES: [u16; 3] = [15, 30, 60];
/// A way in a straight line that nobody drives in an emergency.
const VERY_FAR_KM: f64 = 200.0;
/// At the likely pace: longer than any way that the fastest roads could bring within the last of [`MINUTES`].
const FARTHEST_MINUTES: f64 = 120.0;
/// States and territories where a straight line may cross sea, ice or land without roads.
const NO_SURE_ROAD: [&str; 7] = ["AK", "HI", "PR", "VI", "GU", "AS", "MP"];

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CareError {
    /// A number that no listed hospital has.
    #[error("no hospital in the directory has the number `{0}`")]
    NotListed(Ccn),
    /// An empty set.
    #[error("name at least one hospital that is down")]
    NobodyDown,
}

/// People pushed beyond a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pushed {
    /// Minutes.
    pub minutes: u16,
    /// People who were within them and no longer are.
    pub people: Count,
}

/// How much farther or longer, each person counting once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Added {
    /// Half of the people stay at or under it.
    pub median: Range<f64>,
    /// Nine of ten do.
    pub p90: Range<f64>,
}

/// The people of one county or state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The county; `None` in the list of states, and where no county is known.
    pub county: Option<CountyFips>,
    /// The state, when known.
    pub state: Option<StateCode>,
    /// "Carbon County", or the state's name.
    pub name: String,
    /// People who lose their nearest emergency department.
    pub people: Count,
    /// Of these, pushed beyond 30 minutes.
    pub beyond_30: Count,
}

/// A ZIP area some of whose people lose their nearest emergency department.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affected {
    /// Which.
    pub zip: Zip,
    /// Its point.
    pub point: Point,
    /// Its state, when known.
    pub state: Option<StateCode>,
    /// People who lose their nearest.
    pub people: Count,
    /// Likely minutes from its point to the nearest that is still open; `None` where none is.
    pub minutes_after: Option<f64>,
}

/// What a set of hospitals down does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Impact {
    /// The sites that are down, with all hospitals there.
    pub down: Vec<Vec<Member>>,
    /// For how many days.
    pub days: u16,
    /// People who lose their nearest emergency department. `None`: not known; a doubt says why.
    pub people: Option<Count>,
    /// Whether there are more whom nobody can count, because a hospital that is down has no point or no people on file.
    pub is_at_least: bool,
    /// Kilometres of road more. `None` for nobody.
    pub added_km: Option<Added>,
    /// Minutes more.
    pub added_minutes: Option<Added>,
    /// Pushed beyond 15, 30 and 60 minutes.
    pub pushed: [Pushed; 3],
    /// People whose two nearest are both down.
    pub second_also_down: Count,
    /// People for whom nothing is open anywhere.
    pub without_any: u64,
    /// Who they are.
    pub who: Who,
    /// By county, most people first.
    pub counties: Vec<Place>,
    /// By state, most people first.
    pub states: Vec<Place>,
    /// The ZIP areas, in order, for a map. They are what `people` adds up.
    #[serde(skip)]
    pub areas: Vec<Affected>,
    /// Where they turn to, most people first.
    pub receivers: Vec<Receiver>,
    /// What is not known.
    pub doubts: Vec<Doubt>,
}

impl Impact {
    /// People pushed beyond 30 minutes. For one site down these are the people whose only emergency department within 30 minutes
    /// it is, which is the criticality index.
    pub fn beyond_30(&self) -> Count {
        self.pushed[1].people
    }
}

/// What is added up over areas.
#[derive(Default)]
struct Sums {
    people: Count,
    second: Count,
    without_any: u64,
    /// For each of [`Roads::ALL`] and [`MINUTES`].
    pushed: [[Count; 3]; 3],
    km: [Weighted; 3],
    minutes: [Weighted; 3],
    receivers: BTreeMap<u32, Count>,
    affected: Vec<(u32, Count, [Count; 3])>,
    /// Of each of them, minutes to the nearest that is still open.
    minutes_after: Vec<Option<f64>>,
    large: (usize, u64),
    very_far: u64,
    /// People for whom a way that counts is not in the file of travel times.
    estimated: u64,
    states: BTreeSet<StateCode>,
}

impl CareModel {
    /// What it does when these hospitals are down for so many days. The order of the set does not matter; numbers twice count once.
    pub fn impact(&self, down: &[Ccn], days: u16) -> Result<Impact, CareError> {
        let (sites, mut doubts, is_at_least) = self.down(down)?;
        let mut sums = Sums::default();
        for area in self.near.may_lose(&sites) {
            self.add(&mut sums, area, &sites);
        }
        self.say_doubts(&mut doubts, &sums, &sites);
        let is_unknown = is_at_least && sites.iter().all(|s| self.has_no_people(*s));
        let who = self.shares.who(sums.affected.iter().map(|(a, n, _)| (&self.areas[*a as usize], *n)));
        if who.people_unknown > 0 {
            doubts.push(Doubt::WhoUnknown { people: who.people_unknown });
        }
        let (counties, states) = self.places(&sums.affected);
        let areas = self.affected(&sums);
        let pushed =
            std::array::from_fn(|m| Pushed { minutes: MINUTES[m], people: over_roads(&sums.pushed, m) });
        Ok(Impact {
            down: sites.iter().map(|s| self.sites[*s as usize].members.clone()).collect(),
            days,
            people: (!is_unknown).then_some(sums.people),
            is_at_least,
            added_km: added(sums.km),
            added_minutes: added(sums.minutes),
            pushed,
            second_also_down: sums.second,
            without_any: sums.without_any,
            who,
            counties,
            states,
            areas,
            receivers: self.receivers(&sums.receivers, &sites, days),
            doubts,
        })
    }

    /// The sites of these hospitals, in order; what is not known of them; and whether somebody cannot be counted.
    fn down(&self, down: &[Ccn]) -> Result<(Vec<u32>, Vec<Doubt>, bool), CareError> {
        if down.is_empty() {
            return Err(CareError::NobodyDown);
        }
        let named: BTreeSet<Ccn> = down.iter().copied().collect();
        let (mut sites, mut doubts, mut is_at_least) = (Vec::new(), Vec::new(), false);
        for ccn in &named {
            let Some(at) = self.site_of.get(ccn).copied() else {
                let why = *self.no_site.get(ccn).ok_or(CareError::NotListed(*ccn))?;
                is_at_least |= why == NoSite::NoPoint;
                doubts.push(Doubt::NoSite { ccn: *ccn, why });
                continue;
            };
            let site = &self.sites[at as usize];
            if self.has_no_people(at) {
                is_at_least = true;
                doubts.push(Doubt::NoPeople { ccn: *ccn, state: site.first().state });
            }
            if site.is_rough {
                doubts.push(Doubt::RoughPoint { ccn: *ccn });
            }
            for member in site.members.iter().filter(|m| !named.contains(&m.ccn)) {
                doubts.push(Doubt::SamePlace { ccn: *ccn, other: member.ccn });
            }
            sites.push(at);
        }
        sites.sort_unstable();
        sites.dedup();
        Ok((sites, doubts, is_at_least))
    }

    /// Whether no people are on file for the state a site stands in.
    fn has_no_people(&self, site: u32) -> bool {
        !self.peopled.contains(&self.sites[site as usize].first().state)
    }

    fn add(&self, sums: &mut Sums, at: u32, down: &[u32]) {
        let area = &self.areas[at as usize];
        let kept = self.near.kept(at);
        let is_down = |way: &Way| down.binary_search(&way.site).is_ok();
        let Some(first) = kept.first() else { return };
        let candidates =
            kept.iter().enumerate().filter(|(n, w)| *n == 0 || may(w.reach_km, first.reach_km, area));
        let surely = candidates.map(|(_, w)| w).all(is_down);
        let likely = is_down(first);
        let mut people = Count::default();
        people.add(area.people, surely, likely, true);
        sums.people.add(area.people, surely, likely, true);
        if let Some(second) = kept.get(1) {
            let within =
                kept.iter().enumerate().filter(|(n, w)| *n < 2 || may(w.reach_km, second.reach_km, area));
            let (n_within, n_down) =
                within.fold((0, 0), |(all, down), (_, w)| (all + 1, down + usize::from(is_down(w))));
            let both = likely && is_down(second);
            sums.second.add(area.people, surely && n_within == n_down, both, both || n_down > 1);
        }
        let open = self.near.open(self.ground(), at, down);
        let pushed = if self.times.from(at).is_empty() {
            let down: Vec<Way> = kept.iter().copied().filter(is_down).collect();
            pushed(area, surely, likely, first, &down, &open)
        } else {
            // A way by road and an estimate change places with the roads, so all that may count are looked at.
            let reach_km = Roads::LIKELY.straight_km(FARTHEST_MINUTES, area.is_town) + 2.0 * area.spread_km;
            let within = self.near.within(self.ground(), at, reach_km).chain(open.first().copied());
            let (down, open): (Vec<Way>, Vec<Way>) = within.partition(is_down);
            pushed(area, surely, likely, first, &down, &open)
        };
        for (all, own) in sums.pushed.iter_mut().flatten().zip(pushed.iter().flatten()) {
            all.low += own.low;
            all.mid += own.mid;
            all.high += own.high;
        }
        if likely {
            self.add_way(sums, area, first, open.first());
            let is_estimated = |way: &Way| way.minutes.is_none();
            if self.times.used().is_some() && (is_estimated(first) || open.first().is_some_and(is_estimated))
            {
                sums.estimated += u64::from(area.people);
            }
        }
        for (n, way) in open.iter().enumerate() {
            let count = sums.receivers.entry(way.site).or_default();
            count.add(area.people, surely && open.len() == 1, likely && n == 0, true);
        }
        if area.spread_km > 0.0 {
            sums.large.0 += 1;
            sums.large.1 += u64::from(area.people);
        }
        sums.states.extend(area.state);
        let each_minute = std::array::from_fn(|m| over_roads(&pushed, m));
        sums.affected.push((at, people, each_minute));
        sums.minutes_after.push(open.first().map(|way| way.minutes(&Roads::LIKELY, 0.0, area)));
    }

    /// Kilometres and minutes more for an area whose nearest is down.
    fn add_way(&self, sums: &mut Sums, area: &Area, before: &Way, after: Option<&Way>) {
        let Some(after) = after else {
            sums.without_any += u64::from(area.people);
            return;
        };
        if after.km > VERY_FAR_KM {
            sums.very_far += u64::from(area.people);
        }
        let apart = self.sites[before.site as usize].point.km_to(&self.sites[after.site as usize].point);
        let more = (after.km - before.km).max(0.0);
        let least = (more - 2.0 * area.spread_km).max(0.0);
        // Nobody's way grows by more than the two sites lie apart.
        let most = (more + 2.0 * area.spread_km).min(apart).max(more);
        let [fast, likely, slow] = Roads::ALL;
        let km = [least * fast.factor, more * likely.factor, most * slow.factor];
        let at_point = |roads: &Roads, way: &Way| way.minutes(roads, 0.0, area);
        let minutes = if before.minutes.is_none() && after.minutes.is_none() {
            let longer = at_point(&likely, after) - at_point(&likely, before);
            [fast.minutes(least, false), longer, slow.minutes(most, area.is_town)]
        } else {
            // What is estimated may be as quick or as slow as any roads are; what is known by road is not.
            let spread = slow.minutes(2.0 * area.spread_km, false);
            let of = |way: &Way| Roads::ALL.map(|roads| at_point(&roads, way));
            let ([before_low, before, before_high], [after_low, after, after_high]) = (of(before), of(after));
            let longer = (after - before).max(0.0);
            let low = (after_low - before_high - spread).max(0.0).min(longer);
            [low, longer, (after_high - before_low + spread).max(longer)]
        };
        for i in 0..3 {
            sums.km[i].push(km[i], area.people);
            sums.minutes[i].push(minutes[i], area.people);
        }
    }

    fn affected(&self, sums: &Sums) -> Vec<Affected> {
        let both = sums.affected.iter().zip(&sums.minutes_after);
        both.map(|((at, people, _), minutes_after)| {
            let area = &self.areas[*at as usize];
            Affected {
                zip: area.zip,
                point: area.point,
                state: area.state,
                people: *people,
                minutes_after: *minutes_after,
            }
        })
        .collect()
    }

    fn receivers(&self, people: &BTreeMap<u32, Count>, down: &[u32], days: u16) -> Vec<Receiver> {
        let mut receivers: Vec<Receiver> = people
            .iter()
            .map(|(at, people)| {
                let site = &self.sites[*at as usize];
                let km = down.iter().map(|d| self.sites[*d as usize].point.km_to(&site.point));
                let km = km.fold(f64::INFINITY, f64::min);
                Receiver::of(site, km, *people, self.catchment[*at as usize], days)
            })
            .collect();
        receivers.sort_by_key(|r| Reverse((r.people.mid, r.people.high)));
        receivers
    }

    fn places(&self, affected: &[(u32, Count, [Count; 3])]) -> (Vec<Place>, Vec<Place>) {
        let mut counties: BTreeMap<Option<CountyFips>, Place> = BTreeMap::new();
        let mut states: BTreeMap<Option<StateCode>, Place> = BTreeMap::new();
        for (at, people, pushed) in affected {
            let area = &self.areas[*at as usize];
            let state_name = area.state.map_or("not known", |s| s.name());
            let new = |county: Option<CountyFips>, name: String| Place {
                county,
                state: area.state,
                name,
                people: Count::default(),
                beyond_30: Count::default(),
            };
            let county = counties.entry(area.county).or_insert_with(|| {
                let named = |c: CountyFips| self.names.get(&c).cloned().unwrap_or(format!("county {c}"));
                new(area.county, area.county.map_or_else(|| "not known".to_owned(), named))
            });
            let state = states.entry(area.state).or_insert_with(|| new(None, state_name.to_owned()));
            for place in [county, state] {
                sum(&mut place.people, people);
                sum(&mut place.beyond_30, &pushed[1]);
            }
        }
        let most_first = |mut places: Vec<Place>| {
            places.sort_by_key(|p| Reverse((p.people.mid, p.people.high)));
            places
        };
        (most_first(counties.into_values().collect()), most_first(states.into_values().collect()))
    }

    fn say_doubts(&self, doubts: &mut Vec<Doubt>, sums: &Sums, down: &[u32]) {
        if sums.without_any > 0 {
            doubts.push(Doubt::NoneLeft { people: sums.without_any });
        }
        if sums.very_far > 0 {
            doubts.push(Doubt::VeryFar { people: sums.very_far });
        }
        if sums.estimated > 0 {
            doubts.push(Doubt::Estimated { people: sums.estimated });
        }
        let states: BTreeSet<StateCode> =
            down.iter().map(|s| self.sites[*s as usize].first().state).collect();
        for state in &states {
            let mut here = self.sites.iter().enumerate().filter(|(_, s)| s.first().state == *state);
            if here.all(|(i, _)| down.binary_search(&(i as u32)).is_ok()) {
                doubts.push(Doubt::StateEmptied { state: *state });
            }
        }
        let told = states.union(&sums.states).filter(|s| NO_SURE_ROAD.contains(&s.as_str()));
        doubts.extend(told.map(|state| Doubt::NoSureRoad { state: *state }));
        if sums.large.0 > 0 {
            doubts.push(Doubt::LargeAreas { areas: sums.large.0, people: sums.large.1 });
        }
    }
}

/// People pushed beyond each time, for each way to look at the roads. `before`: their nearest; `down` and `open`: the ways that may
/// count before and after, nearest first.
fn pushed(
    area: &Area,
    surely: bool,
    likely: bool,
    before: &Way,
    down: &[Way],
    open: &[Way],
) -> [[Count; 3]; 3] {
    Roads::ALL.map(|roads| {
        let least = |ways: &[Way], farther_km: f64| {
            ways.iter().map(|way| way.minutes(&roads, farther_km, area)).fold(f64::INFINITY, f64::min)
        };
        let spread = area.spread_km;
        MINUTES.map(|limit| {
            let limit = f64::from(limit);
            let mut count = Count::default();
            count.add(
                area.people,
                surely && before.minutes(&roads, spread, area) <= limit && least(open, -spread) > limit,
                likely && before.minutes(&roads, 0.0, area) <= limit && least(open, 0.0) > limit,
                least(down, -spread) <= limit && least(open, spread) > limit,
            );
            count
        })
    })
}

/// The likely roads' figure, with the least and the most that any roads give.
fn over_roads(pushed: &[[Count; 3]; 3], minute: usize) -> Count {
    let all = pushed.map(|roads| roads[minute]);
    Count {
        low: all.iter().map(|c| c.low).min().unwrap_or(0),
        mid: all[1].mid,
        high: all.iter().map(|c| c.high).max().unwrap_or(0),
    }
}

fn sum(total: &mut Count, own: &Count) {
    total.low += own.low;
    total.mid += own.mid;
    total.high += own.high;
}

fn added(of: [Weighted; 3]) -> Option<Added> {
    let [low, mid, high] = of.map(Weighted::median_and_p90);
    let ((low, low_90), (mid, mid_90), (high, high_90)) = (low?, mid?, high?);
    Some(Added { median: Range { low, mid, high }, p90: Range { low: low_90, mid: mid_90, high: high_90 } })
}
