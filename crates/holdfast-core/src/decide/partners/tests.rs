//! A reader who puts every published table together, against made-up programs.

mod reader;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::Date;
use crate::catalog::OfferId;
use crate::decide::funnel::{self, Reached};
use crate::decide::made_up::day;
use crate::decide::uptake::{ListedIn, Taken, by_offer, by_state, two_way};
use crate::model::{Ccn, Claim};
use reader::Reader;

const STATES: [(&str, u32); 6] = [("DE", 1), ("KS", 9), ("MT", 40), ("ND", 24), ("RI", 3), ("WI", 60)];
const OFFERS: [&str; 3] = ["a", "b", "c"];
const MIN: u32 = 5;

/// How far one hospital came. `months`: registered, then validated and activated that many months later.
#[derive(Clone, Debug)]
struct One {
    state: usize,
    stage: usize,
    months: [u8; 3],
    /// For each offer: 0 none, 1 claimed, 2 validated, 3 active, 4 lapsed.
    claims: [u8; 3],
}

fn month(n: u8) -> Date {
    Date::constant(2026, 1, 10).saturating_add(jiff::Span::new().months(i64::from(n)))
}

fn tables(hospitals: &[One]) -> Tables {
    let (mut reached, mut registered, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    for (i, one) in hospitals.iter().enumerate() {
        let ccn = Ccn::parse(&format!("99{i:04}")).expect("a number");
        let state = StateCode::parse(STATES[one.state].0).expect("a state");
        registered.push((ccn, state));
        let mut on = 0;
        let later = [one.months[0], one.months[1], 0, one.months[2]];
        for (stage, months) in NESTED.iter().zip(later).take(one.stage + 1) {
            on += months;
            reached.push(Reached { ccn, stage: *stage, on: month(on) });
        }
        // Whoever validated may accept, and whoever accepted has an offer or let it go or run out.
        for (offer, how_far) in OFFERS.iter().zip(one.claims).filter(|_| one.stage >= 2) {
            let on = day("2026-06-01");
            let claim = match how_far {
                1 => Claim::Claimed { on },
                2 => Claim::Validated { on },
                3 if one.stage < 3 => Claim::Validated { on },
                3 => Claim::Active { on, ends: None },
                4 => Claim::Lapsed { on },
                _ => continue,
            };
            taken.push(Taken { ccn, state, offer: OfferId::new(offer), claim });
        }
    }
    let listed: Vec<ListedIn> = STATES
        .iter()
        .map(|(s, n)| {
            let state = StateCode::parse(s).expect("a state");
            let of: BTreeSet<Ccn> = registered.iter().filter(|(_, s)| *s == state).map(|(c, _)| *c).collect();
            let n = (*n).max(of.len() as u32);
            ListedIn { state, n_rural: n, n }
        })
        .collect();
    let offers = OFFERS.map(OfferId::new);
    let as_of = day("2027-12-31");
    Tables {
        stages: funnel::stages(&reached, as_of),
        months: funnel::months(&reached, as_of),
        states: by_state(&listed, &registered, &taken),
        offers: by_offer(&offers, &taken),
        two_way: two_way(&offers, &taken),
    }
}

fn some(n: u32, state: &str, claims: [u8; 3]) -> Vec<One> {
    let state = STATES.iter().position(|(s, _)| *s == state).expect("one of the states");
    let stage = match claims {
        [0, 0, 0] => 0,
        of if of.contains(&3) => 3,
        _ => 2,
    };
    (0..n).map(|_| One { state, stage, months: [0, 0, 0], claims }).collect()
}

/// The whole of what partners get, in a few lines.
fn picture(t: &Tables) -> String {
    let list = |of: &[Shown]| {
        of.iter().map(|s| s.count().map_or("-".to_owned(), |n| n.to_string())).collect::<Vec<_>>().join(" ")
    };
    let mut out = format!("funnel {}\n", list(&t.stages.iter().map(|s| s.n).collect::<Vec<_>>()));
    for m in t.months.iter().filter(|m| m.registered != Shown::Count { n: 0 }) {
        let n = list(&[m.registered, m.validated, m.activated]);
        out += &format!("{}-{:02} to {}-{:02}: {n}\n", m.year, m.month, m.to.0, m.to.1);
    }
    for s in t.states.iter().filter(|s| s.registered != Shown::Hidden) {
        out += &format!("{} {}\n", s.state, list(&[s.registered, s.with_offer]));
    }
    for row in &t.two_way.rows {
        out += &format!("{}: {} = {}\n", row.offer, list(&row.cells), list(&[row.all]));
    }
    out + &format!("any: {}", list(&t.two_way.hospitals))
}

#[test]
fn what_ended_is_not_told_by_two_tables() {
    // 40 took the offer and two of them ran out: one table said 40 and another 38.
    let mut hospitals = some(38, "WI", [3, 0, 0]);
    hospitals.extend(some(2, "WI", [4, 0, 0]));
    hospitals.extend(some(20, "MT", [0, 0, 0]));
    let exact = tables(&hospitals);
    assert_eq!(exact.offers[0].lapsed, Shown::Count { n: 2 });
    insta::assert_snapshot!(picture(&for_partners(&exact, MIN)), @r"
    funnel 0 60 40 40 - 0 0 0
    2026-01 to 2026-01: 60 40 -
    MT 20 -
    WI 40 -
    a: - - = -
    b: 0 0 = 0
    c: 0 0 = 0
    any: - -
    ");
}

#[test]
fn a_state_is_not_told_by_the_end_of_its_column() {
    // Six of Wisconsin and two of others took the offer: the states' table told the six.
    let mut hospitals = some(6, "WI", [1, 0, 0]);
    hospitals.extend(some(20, "WI", [0, 0, 0]));
    hospitals.extend(some(1, "KS", [1, 0, 0]));
    hospitals.extend(some(1, "MT", [1, 0, 0]));
    hospitals.extend([some(7, "KS", [0; 3]), some(30, "MT", [0; 3])].concat());
    insta::assert_snapshot!(picture(&for_partners(&tables(&hospitals), MIN)), @r"
    funnel 0 65 8 8 0 0 0 0
    2026-01 to 2026-01: 65 8 0
    KS 8 -
    MT 31 -
    WI 26 -
    a: - - - = 8
    b: 0 0 0 = 0
    c: 0 0 0 = 0
    any: - - -
    ");
}

#[test]
fn a_large_program_shows_nearly_all() {
    let mut hospitals = some(30, "WI", [3, 0, 2]);
    hospitals.extend(some(20, "WI", [0, 3, 0]));
    hospitals.extend(some(15, "MT", [3, 3, 0]));
    hospitals.extend(some(12, "MT", [0; 3]));
    hospitals.extend(some(11, "ND", [1, 0, 0]));
    hospitals.extend(some(9, "ND", [0; 3]));
    hospitals.extend(some(2, "RI", [0; 3]));
    hospitals.extend(some(3, "KS", [0; 3]));
    insta::assert_snapshot!(picture(&for_partners(&tables(&hospitals), MIN)), @r"
    funnel 0 102 76 76 65 0 0 0
    2026-01 to 2026-01: 102 76 65
    MT 27 15
    ND 20 11
    WI 50 50
    a: 15 11 30 = 56
    b: 15 0 20 = 35
    c: 0 0 30 = 30
    any: 15 11 50
    ");
}

#[test]
fn months_come_together_until_none_is_small() {
    let at = |n: u32, registered: u8, validated: u8| {
        (0..n).map(move |_| One { state: 5, stage: 1, months: [registered, validated, 0], claims: [0; 3] })
    };
    let hospitals: Vec<One> = at(2, 0, 0).chain(at(7, 1, 0)).chain(at(9, 3, 1)).chain(at(1, 5, 3)).collect();
    let months: Vec<String> = picture(&for_partners(&tables(&hospitals), MIN))
        .lines()
        .filter(|l| l.contains(" to "))
        .map(str::to_owned)
        .collect();
    assert_eq!(months, ["2026-01 to 2026-02: 9 9 0", "2026-04 to 2027-12: 10 10 0"]);
}

fn one() -> impl Strategy<Value = One> {
    // Small groups are what matters, so most hospitals are of a few states and a few ways.
    let state =
        prop_oneof![1 => Just(0usize), 2 => Just(1), 6 => Just(2), 4 => Just(3), 1 => Just(4), 8 => Just(5)];
    (state, prop_oneof![2 => 0usize..7, 3 => 2usize..4], [0u8..4, 0..3, 0..3], [0u8..5, 0..5, 0..2])
        .prop_map(|(state, stage, months, claims)| One { state, stage, months, claims })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn nobody_works_out_a_small_group(hospitals in prop::collection::vec(one(), 0..110)) {
        let exact = tables(&hospitals);
        let published = for_partners(&exact, MIN);
        let reader = Reader::of(&exact, &published);
        if let Some(found) = reader.finds(MIN) {
            prop_assert!(false, "{found}\n{}\n{}", picture(&exact), picture(&published));
        }
    }
}
