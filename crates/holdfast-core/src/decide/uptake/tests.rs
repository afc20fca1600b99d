//! Tests of uptake over made-up hospitals.

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

fn table(t: &TwoWay) -> String {
    let head: Vec<&str> = t.states.iter().map(|s| s.as_str()).collect();
    let mut out = format!("{}\n", head.join(" "));
    for row in &t.rows {
        let cells: Vec<String> = row.cells.iter().map(Shown::to_string).collect();
        out += &format!("{}: {} = {}\n", row.offer, cells.join(" "), row.all);
    }
    let ends: Vec<String> = t.hospitals.iter().map(Shown::to_string).collect();
    out + &format!("hospitals: {}", ends.join(" "))
}

#[test]
fn an_offer_by_how_far() {
    let mut taken = hospitals(1, 8, "MT", "help", "active");
    taken.extend(hospitals(20, 2, "MT", "help", "claimed"));
    taken.extend(hospitals(30, 6, "MT", "help", "lapsed"));
    taken.extend(hospitals(40, 9, "MT", "help", "open"));
    let offers = [OfferId::new("help"), OfferId::new("none")];
    let lines: Vec<String> = by_offer(&offers, &taken)
        .iter()
        .map(|u| {
            [u.claimed, u.validated, u.active, u.lapsed, u.all, u.under_way].map(|s| s.to_string()).join(" ")
        })
        .collect();
    assert_eq!(lines, ["2 0 8 6 16 10", "0 0 0 0 0 0"]);
}

#[test]
fn a_state_by_its_rural_hospitals() {
    let listed = [("MT", 50), ("ND", 40), ("RI", 0)].map(|(s, n_rural)| ListedIn {
        state: state(s),
        n_rural,
        n: n_rural + 20,
    });
    let registered: Vec<(Ccn, StateCode)> = hospitals(1, 25, "MT", "x", "open")
        .into_iter()
        .chain(hospitals(100, 2, "ND", "x", "open"))
        .chain(hospitals(200, 6, "RI", "x", "open"))
        .map(|t| (t.ccn, t.state))
        .collect();
    let lines: Vec<String> = by_state(&listed, &registered, &hospitals(1, 7, "MT", "x", "active"))
        .iter()
        .map(|u| format!("{} {} {} {:?}", u.state, u.registered, u.with_offer, u.registered_share))
        .collect();
    assert_eq!(lines, ["MT 25 7 Some(0.5)", "ND 2 0 Some(0.05)", "RI 6 0 None"]);
}

#[test]
fn offers_by_states() {
    let mut taken = hospitals(1, 9, "MT", "a", "active");
    taken.extend(hospitals(20, 7, "ND", "a", "active"));
    taken.extend(hospitals(1, 6, "MT", "b", "active"));
    taken.extend(hospitals(20, 2, "ND", "b", "claimed"));
    taken.extend(hospitals(40, 2, "SD", "b", "lapsed"));
    insta::assert_snapshot!(table(&two_way(&["a", "b"].map(OfferId::new), &taken)), @r"
    MT ND
    a: 9 7 = 16
    b: 6 2 = 8
    hospitals: 9 7
    ");
}
