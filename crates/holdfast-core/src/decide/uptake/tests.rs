//! Tests of uptake over made-up hospitals.

use proptest::prelude::*;

use super::*;
use crate::decide::made_up::day;

fn state(text: &str) -> StateCode {
    StateCode::parse(text).expect("a state")
}

/// `n` hospitals of a state, numbered from `first`, with one offer at one point.
fn hospitals(first: u32, n: u32, in_state: &str, offer: &str, how_far: &str) -> Vec<Taken> {
    let on = day("2026-06-01");
    let claim = match how_far {
        "claimed" => Claim::Claimed { on },
        "validated" => Claim::Validated { on },
        "active" => Claim::Active { on, ends: None },
        "lapsed" => Claim::Lapsed { on },
        _ => Claim::Open,
    };
    (first..first + n)
        .map(|i| Taken {
            ccn: Ccn::parse(&format!("99{i:04}")).expect("a number"),
            state: state(in_state),
            offer: OfferId::new(offer),
            claim,
        })
        .collect()
}

const PARTNER: View = View::Hiding { min_group: 5 };

fn words(shown: Shown) -> String {
    shown.count().map_or("-".to_owned(), |n| n.to_string())
}

fn table(t: &TwoWay) -> String {
    let head: Vec<&str> = t.states.iter().map(|s| s.as_str()).collect();
    let mut out = format!("{}\n", head.join(" "));
    for row in &t.rows {
        let cells: Vec<String> = row.cells.iter().copied().map(words).collect();
        out += &format!("{}: {} = {}\n", row.offer, cells.join(" "), words(row.all));
    }
    let ends: Vec<String> = t.hospitals.iter().copied().map(words).collect();
    out + &format!("hospitals: {}", ends.join(" "))
}

#[test]
fn an_offer_by_how_far() {
    let mut taken = hospitals(1, 8, "MT", "help", "active");
    taken.extend(hospitals(20, 2, "MT", "help", "claimed"));
    taken.extend(hospitals(30, 6, "MT", "help", "lapsed"));
    taken.extend(hospitals(40, 9, "MT", "help", "open"));
    let offers = [OfferId::new("help"), OfferId::new("none")];
    let line = |u: &OfferUptake| [u.claimed, u.validated, u.active, u.lapsed, u.all].map(words).join(" ");
    let exact = by_offer(&offers, &taken, View::Exact);
    assert_eq!(line(&exact[0]), "2 0 8 6 16");
    assert_eq!(line(&exact[1]), "0 0 0 0 0");
    assert_eq!(line(&by_offer(&offers, &taken, PARTNER)[0]), "- 0 8 - 16");
}

#[test]
fn a_state_by_its_rural_hospitals() {
    let rural = [(state("MT"), 50), (state("ND"), 40), (state("RI"), 0)];
    let registered: Vec<(Ccn, StateCode)> = hospitals(1, 25, "MT", "x", "open")
        .into_iter()
        .chain(hospitals(100, 2, "ND", "x", "open"))
        .chain(hospitals(200, 6, "RI", "x", "open"))
        .map(|t| (t.ccn, t.state))
        .collect();
    let line = |u: &StateUptake| format!("{} {} {:?}", u.state, words(u.registered), u.registered_share);
    let lines =
        |view| by_state(&rural, &registered, &[], view).iter().map(line).collect::<Vec<_>>().join("; ");
    assert_eq!(lines(View::Exact), "MT 25 Some(0.5); ND 2 Some(0.05); RI 6 None");
    assert_eq!(lines(PARTNER), "MT 25 Some(0.5); ND - None; RI - None");
}

#[test]
fn a_small_cell_takes_its_row_and_column_with_it() {
    let mut taken = hospitals(1, 9, "MT", "a", "active");
    taken.extend(hospitals(20, 7, "ND", "a", "active"));
    taken.extend(hospitals(1, 6, "MT", "b", "active"));
    taken.extend(hospitals(20, 2, "ND", "b", "claimed"));
    let offers = [OfferId::new("a"), OfferId::new("b")];
    insta::assert_snapshot!(table(&two_way(&offers, &taken, View::Exact)), @r"
    MT ND
    a: 9 7 = 16
    b: 6 2 = 8
    hospitals: 9 7
    ");
    insta::assert_snapshot!(table(&two_way(&offers, &taken, PARTNER)), @r"
    MT ND
    a: - - = 16
    b: - - = 8
    hospitals: 9 7
    ");
    let alone = hospitals(20, 2, "ND", "b", "claimed");
    insta::assert_snapshot!(table(&two_way(&offers, &alone, PARTNER)), @r"
    ND
    a: 0 = 0
    b: - = -
    hospitals: -
    ");
}

/// The funnel publishes how many hospitals took any offer, so the states' ends must not let one be worked out.
#[test]
fn a_small_end_takes_another_with_it() {
    let mut taken = hospitals(1, 10, "MT", "a", "active");
    taken.extend(hospitals(20, 3, "ND", "a", "active"));
    taken.extend(hospitals(40, 7, "SD", "a", "active"));
    let table = two_way(&[OfferId::new("a")], &taken, PARTNER);
    let ends: Vec<String> = table.hospitals.iter().copied().map(words).collect();
    assert_eq!(ends.join(" "), "10 - -");
}

proptest! {
    #[test]
    fn no_shown_end_gives_a_hidden_cell_away(sizes in prop::collection::vec(0u32..12, 12)) {
        let offers = ["a", "b", "c"].map(OfferId::new);
        let states = ["MT", "ND", "SD", "WY"];
        let mut taken = Vec::new();
        for (i, n) in sizes.iter().enumerate() {
            taken.extend(hospitals(i as u32 * 20, *n, states[i % 4], offers[i / 4].as_str(), "active"));
        }
        let (exact, partner) = (two_way(&offers, &taken, View::Exact), two_way(&offers, &taken, PARTNER));
        let line = |exact: Vec<u32>, cells: Vec<Shown>, end: Shown| -> Result<(), TestCaseError> {
            let hidden: Vec<u32> =
                exact.iter().zip(&cells).filter(|(_, s)| **s == Shown::Hidden).map(|(n, _)| *n).collect();
            for (n, s) in exact.iter().zip(&cells) {
                prop_assert!(*s == Shown::Hidden || *n == 0 || *n >= 5);
            }
            if end != Shown::Hidden && !hidden.is_empty() {
                prop_assert!(hidden.len() > 1 && hidden.iter().sum::<u32>() + 1 >= 5 + hidden.len() as u32);
            }
            Ok(())
        };
        let n = |s: &Shown| s.count().unwrap_or(0);
        for (e, p) in exact.rows.iter().zip(&partner.rows) {
            line(e.cells.iter().map(n).collect(), p.cells.clone(), p.all)?;
        }
        for i in 0..exact.states.len() {
            line(
                exact.rows.iter().map(|r| n(&r.cells[i])).collect(),
                partner.rows.iter().map(|r| r.cells[i]).collect(),
                partner.hospitals[i],
            )?;
        }
    }
}
