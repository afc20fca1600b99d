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
    assert_eq!(all.all.people.uncovered(), Some(3_007));
    let states: Vec<String> = all.states.iter().map(|(s, of)| format!("{s} {}", words(of))).collect();
    assert_eq!(states, ["MT 1000 of 3003, assessed 1000", "WY 1003 of 2007, assessed 0"]);
    let months: Vec<String> =
        all.months.iter().map(|m| format!("{} {:?} {:?}", m.to.1, m.registered, m.assessed)).collect();
    assert_eq!(months[..3], ["1 Some(1000) Some(0)", "2 Some(1000) Some(0)", "3 Some(2003) Some(1000)"]);
    assert_eq!(standings(&sites, &reached)[..2], [Standing::Assessed, Standing::Outside]);
}

#[test]
fn partners_see_rounded_sums_of_groups_that_tell_of_nobody() {
    let sites = [places("MT", 0, 30), places("WY", 30, 8), places("ND", 38, 20)].concat();
    let some = (0..12).chain(30..36).chain(38..48);
    let reached: Vec<Reached> = some.map(|n| reached(n, Stage::Registered, "2026-01-05")).collect();
    let all = covered(&sites, &reached, PARTNERS);
    // Of Wyoming's eight all but two registered, so an exact sum would tell which two did not.
    let states: Vec<String> = all.states.iter().map(|(s, of)| format!("{s} {}", words(of))).collect();
    assert_eq!(
        states,
        ["MT 12000 of 30435, assessed -", "ND 10000 of 20950, assessed -", "WY - of 8268, assessed -"]
    );
    assert_eq!(words(&all.all), "29000 of 59653, assessed 0");
    assert!(all.months.iter().all(|m| m.assessed.is_none()));
}

#[test]
fn nobody_registered_and_too_few() {
    let sites = places("MT", 0, 6);
    assert_eq!(words(&covered(&sites, &[], View::Exact).all), "0 of 6015, assessed 0");
    let one = [reached(0, Stage::Registered, "2026-01-05")];
    let all = covered(&sites, &one, PARTNERS);
    assert_eq!(words(&all.all), "- of 6015, assessed 0");
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
        for (_, c) in &covered(&sites, &events, PARTNERS).states {
            let round = c.people.registered.is_none_or(|n| as_seen(n, PARTNERS) == n);
            prop_assert!(round && c.people.assessed.is_none());
        }
    }
}
