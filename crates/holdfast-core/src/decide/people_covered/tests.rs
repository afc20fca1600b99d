//! People covered on made-up places: exact for the office, rounded or hidden for partners, and nobody counted twice.

use proptest::prelude::*;

use super::*;
use crate::decide::care::Count;
use crate::decide::funnel;
use crate::decide::partners::for_partners;
use crate::decide::uptake::{ListedIn, by_offer, by_state, two_way};
use crate::model::Point;

fn ccn(n: usize) -> Ccn {
    Ccn::parse(&format!("99{:04}", n + 1)).expect("six digits")
}

fn state(code: &str) -> StateCode {
    StateCode::parse(code).expect("a state")
}

/// So many places of a state, from this number on, each with a thousand people and one more for each number.
fn places(code: &str, from: usize, n: usize) -> Vec<RuralSite> {
    let place = |i: usize| {
        let people = 1_000 + i as u64;
        RuralSite {
            state: state(code),
            point: Point::new(45.0, -110.0).expect("on the globe"),
            hospitals: vec![ccn(i)],
            people,
            only_within_30: Count { low: people / 4, mid: people / 2, high: people },
            rank: Some(i + 1),
        }
    };
    (from..from + n).map(place).collect()
}

fn reached(n: usize, stage: Stage, on: &str) -> Reached {
    Reached { ccn: ccn(n), stage, on: on.parse().expect("a date") }
}

fn covered(sites: &[RuralSite], reached: &[Reached], view: View) -> PeopleCovered {
    let as_of = "2026-06-30".parse().expect("a date");
    let state_of = |ccn: Ccn| sites.iter().find(|s| s.hospitals.contains(&ccn)).map(|s| s.state);
    let mut listed: BTreeMap<StateCode, ListedIn> = BTreeMap::new();
    for site in sites {
        let of = listed.entry(site.state).or_insert(ListedIn { state: site.state, n_rural: 0, n: 0 });
        of.n += 1;
        of.n_rural += 1;
    }
    let listed: Vec<ListedIn> = listed.into_values().collect();
    let registered: Vec<(Ccn, StateCode)> = reached
        .iter()
        .filter(|r| r.stage == Stage::Registered)
        .filter_map(|r| Some((r.ccn, state_of(r.ccn)?)))
        .collect();
    let exact = Tables {
        stages: funnel::stages(reached, as_of),
        months: funnel::months(reached, as_of),
        states: by_state(&listed, &registered, &[]),
        offers: by_offer(&[], &[]),
        two_way: two_way(&[], &[]),
    };
    let tables = match view {
        View::Exact => exact,
        View::Hiding { min_group } => for_partners(&exact, min_group),
    };
    people_covered(sites, reached, &tables, view, &state_of)
}

fn words(of: &Covered) -> String {
    let n = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    format!("{} of {}, assessed {}", n(of.people.registered), of.people.all, n(of.people.assessed))
}

const PARTNERS: View = View::Hiding { min_group: 5 };

#[test]
fn the_office_sees_every_person_once() {
    let mut sites = [places("MT", 0, 3), places("WY", 3, 2)].concat();
    // Two hospitals under one roof are one place.
    sites[0].hospitals.push(ccn(90));
    let reached = [
        reached(0, Stage::Registered, "2026-01-05"),
        reached(90, Stage::Registered, "2026-02-05"),
        reached(90, Stage::Assessed, "2026-03-05"),
        reached(3, Stage::Registered, "2026-03-09"),
    ];
    let all = covered(&sites, &reached, View::Exact);
    assert_eq!(words(&all.all), "2003 of 5010, assessed 1000");
    assert_eq!(all.all.people.uncovered, Some(3_007));
    let states: Vec<String> = all.states.iter().map(|(s, of)| format!("{s} {}", words(of))).collect();
    assert_eq!(states, ["MT 1000 of 3003, assessed 1000", "WY 1003 of 2007, assessed 0"]);
    let months: Vec<String> =
        all.months.iter().map(|m| format!("{} {:?} {:?}", m.to.1, m.registered, m.assessed)).collect();
    assert_eq!(months[..3], ["1 Some(1000) Some(0)", "2 Some(1000) Some(0)", "3 Some(2003) Some(1000)"]);
    assert_eq!(standings(&sites, &reached)[..2], [Standing::Assessed, Standing::Outside]);
}

/// As [`places`], each with so many people.
fn towns(code: &str, from: usize, people: &[u64]) -> Vec<RuralSite> {
    let mut all = places(code, from, people.len());
    for (site, people) in all.iter_mut().zip(people) {
        site.people = *people;
    }
    all
}

fn registered(who: impl Iterator<Item = usize>) -> Vec<Reached> {
    who.map(|n| reached(n, Stage::Registered, "2026-01-05")).collect()
}

fn shares(all: &PeopleCovered) -> Vec<String> {
    let share = |c: &Covered| c.share.map_or("-", Quarter::words).to_owned();
    all.states.iter().map(|(s, c)| format!("{s} {}", share(c))).collect()
}

#[test]
fn partners_see_quarters_of_states_and_hundred_thousands_of_the_country() {
    let sites =
        [towns("MT", 0, &[43_000; 30]), towns("WY", 30, &[43_000; 8]), towns("ND", 38, &[43_000; 20])]
            .concat();
    // Of Wyoming's eight all but two registered.
    let all = covered(&sites, &registered((0..12).chain(30..36).chain(38..48)), PARTNERS);
    assert_eq!(shares(&all), ["MT 25 to 49 %", "ND 50 to 74 %", "WY -"]);
    assert!(all.states.iter().all(|(_, c)| c.people.registered.is_none() && c.people.uncovered.is_none()));
    assert_eq!(words(&all.all), "1200000 of 2494000, assessed -");
    assert_eq!(all.all.people.uncovered, Some(1_300_000));
    assert_eq!(all.all.only_within_30.registered, None);
    // One more is not seen to join.
    let more = covered(&sites, &registered((0..13).chain(30..36).chain(38..48)), PARTNERS);
    assert_eq!((more.all.people, shares(&more)), (all.all.people, shares(&all)));
}

#[test]
fn a_place_that_a_quarter_would_give_away_keeps_it_hidden() {
    // The large place is in, or the quarter would be another.
    let mut people = vec![400_000];
    people.extend([20_000; 19]);
    let sites = towns("MT", 0, &people);
    assert_eq!(shares(&covered(&sites, &registered(0..6), PARTNERS)), ["MT -"]);
    assert_eq!(shares(&covered(&sites, &registered(1..7), PARTNERS)), ["MT -"]);
    // All of them, and none while hospitals without a place registered, tell of each.
    let even = towns("MT", 0, &[50_000; 12]);
    assert_eq!(shares(&covered(&even, &registered(0..12), PARTNERS)), ["MT -"]);
}

#[test]
fn few_places_behind_many_hospitals_are_few() {
    // Six hospitals registered, and one of them is rural with a place.
    let sites = towns("MT", 0, &[200_000; 30]);
    let mut some = registered(0..1);
    some.extend(registered(900..905));
    let all = covered(&sites, &some, PARTNERS);
    assert_eq!(words(&all.all), "- of 6000000, assessed -");
    assert!(all.months.iter().all(|m| m.registered.is_none()));
}

#[test]
fn a_month_in_which_few_joined_is_not_told_apart() {
    let sites = towns("MT", 0, &[100_000; 40]);
    let mut some = registered(0..10);
    some.extend((10..12).map(|n| reached(n, Stage::Registered, "2026-02-05")));
    some.extend((12..20).map(|n| reached(n, Stage::Registered, "2026-03-05")));
    let all = covered(&sites, &some, PARTNERS);
    let months: Vec<Option<u64>> = all.months.iter().map(|m| m.registered).collect();
    assert_eq!(months.first(), Some(&Some(1_000_000)));
    assert_eq!(
        all.months.iter().filter(|m| m.to == (2026, 2) && m.registered.is_some()).count(),
        0,
        "{months:?}"
    );
    assert!(all.months.iter().all(|m| m.assessed.is_none()));
}

#[test]
fn nobody_registered_and_too_few() {
    let sites = places("MT", 0, 6);
    assert_eq!(words(&covered(&sites, &[], View::Exact).all), "0 of 6015, assessed 0");
    assert_eq!(words(&covered(&sites, &[], PARTNERS).all), "0 of 6015, assessed -");
    let all = covered(&sites, &registered(0..1), PARTNERS);
    assert_eq!(words(&all.all), "- of 6015, assessed -");
    assert!(all.months.iter().all(|m| m.registered.is_none()));
    assert_eq!(covered(&[], &[], PARTNERS).states, []);
}

proptest! {
    #[test]
    fn people_add_up_and_never_shrink(
        who in prop::collection::vec((0_usize..60, 1_i8..=6, any::<bool>()), 0..80),
    ) {
        let sites = [places("MT", 0, 30), places("WY", 30, 30)].concat();
        let day = |month: i8| format!("2026-{month:02}-10");
        let events = who.iter().map(|(n, month, assessed)| {
            reached(*n, if *assessed { Stage::Assessed } else { Stage::Registered }, &day(*month))
        });
        let events: Vec<Reached> = events.collect();
        let all = covered(&sites, &events, View::Exact);
        let of_states = |of: fn(&Covered) -> u64| all.states.iter().map(|(_, c)| of(c)).sum::<u64>();
        prop_assert_eq!(of_states(|c| c.people.all), all.all.people.all);
        prop_assert_eq!(of_states(|c| c.people.registered.unwrap_or(0)), all.all.people.registered.unwrap_or(0));
        for pair in all.months.windows(2) {
            prop_assert!(pair[0].registered <= pair[1].registered && pair[0].assessed <= pair[1].assessed);
        }
        if let Some(last) = all.months.last() {
            prop_assert_eq!(last.registered, all.all.people.registered);
        }
        let seen = covered(&sites, &events, PARTNERS);
        for (_, c) in &seen.states {
            prop_assert!(c.people.registered.is_none() && c.people.assessed.is_none());
        }
        prop_assert!(seen.all.people.registered.is_none_or(|n| n % hide::STEP == 0));
    }

    /// By count and quarter of a state no place's standing follows: for each there is another choice of as many places with that quarter.
    #[test]
    fn no_place_follows_from_count_and_quarter(
        people in prop::collection::vec(1_000_u64..200_000, 10..13),
        chosen in prop::collection::vec(any::<bool>(), 13),
    ) {
        let n = people.len();
        let sites = towns("MT", 0, &people);
        let taking: Vec<usize> = (0..n).filter(|i| chosen[*i]).collect();
        let all = covered(&sites, &registered(taking.iter().copied()), PARTNERS);
        let Some(quarter) = all.states[0].1.share else { return Ok(()) };
        let total: u64 = people.iter().sum();
        let mut always = vec![true; n];
        let mut never = vec![true; n];
        for set in 0_u32..1 << n {
            if set.count_ones() as usize != taking.len() {
                continue;
            }
            let sum = (0..n).filter(|i| set >> i & 1 == 1).map(|i| people[i]).sum();
            if Quarter::of(sum, total) == Some(quarter) {
                for i in 0..n {
                    let is_in = set >> i & 1 == 1;
                    always[i] &= is_in;
                    never[i] &= !is_in;
                }
            }
        }
        prop_assert!(!always.contains(&true) && !never.contains(&true), "{people:?} {taking:?}");
    }
}
