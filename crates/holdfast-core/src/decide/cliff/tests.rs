//! Dated ends by example and by law.

use proptest::prelude::*;

use super::*;
use crate::catalog::{Serves, Window};
use crate::decide::made_up::{catalog, day, facts, made_up, offer, price, year_two as costs};
use crate::decide::standing::stand_all;
use crate::facts::FactKind;

fn lifecycle(id: &str, ends_on: &str, affects: FactKind, touches_all: bool) -> LifecycleDate {
    LifecycleDate {
        id: LifecycleId::new(id),
        product: "Franklin OS 9".to_owned(),
        ends_on: day(ends_on),
        what_ends: "Security updates".to_owned(),
        then: "New flaws stay open.".to_owned(),
        action: "Replace them.".to_owned(),
        affects,
        touches_all,
        price: Some(price(Some(affects), 100, 100)),
        provenance: made_up(),
    }
}

#[track_caller]
fn check(catalog: &Catalog, words: &str, as_of: &str, claim: Claim, says: &[&str]) {
    let facts = facts(words, as_of);
    let claims = catalog.offers().map(|o| (o.id.clone(), claim)).collect();
    let standings = stand_all(catalog, &facts, &[], &claims);
    let said: Vec<String> = cliffs(catalog, &facts, &standings)
        .iter()
        .map(|c| {
            let price = c.price.as_ref().map_or_else(String::new, |p| {
                format!(" | {}", p.yearly.map_or_else(|| "no sum".to_owned(), |y| y.to_string()))
            });
            format!("{} {} ({}, {}){price}", c.on, c.title, c.days_in_words(), c.lead.key())
        })
        .collect();
    assert_eq!(said, says);
}

fn updates() -> Catalog {
    let mut updates = offer("updates", "windows_10_22h2_devices>0 independent?");
    updates.window = Window { from: Some(day("2024-06-10")), to: Some(day("2026-10-13")) };
    updates.year_two = Some(costs(FactKind::Windows10Version22H2Devices, 122));
    let mut catalog = catalog(vec![updates], Serves::Hospitals);
    catalog.lifecycle = vec![
        lifecycle("os-9", "2026-10-13", FactKind::Windows10Devices, true),
        lifecycle("server-9", "2027-01-12", FactKind::WindowsServers, false),
    ];
    catalog
}

#[test]
fn an_offer_shows_180_90_and_30_days_ahead_and_a_while_after() {
    let catalog = updates();
    let words = "windows_10_22h2_devices=180 independent";
    let at = |as_of, says: &[&str]| check(&catalog, words, as_of, Claim::Open, says);
    at("2026-01-01", &["2026-10-13 Last day: The updates offer (285 days left, later) | $21,960"]);
    at("2026-04-16", &["2026-10-13 Last day: The updates offer (180 days left, within_180) | $21,960"]);
    at("2026-07-15", &["2026-10-13 Last day: The updates offer (90 days left, within_90) | $21,960"]);
    at("2026-09-13", &["2026-10-13 Last day: The updates offer (30 days left, within_30) | $21,960"]);
    at("2026-10-12", &["2026-10-13 Last day: The updates offer (1 day left, within_30) | $21,960"]);
    at("2026-10-13", &["2026-10-13 Last day: The updates offer (ends today, within_30) | $21,960"]);
    at("2026-10-14", &["2026-10-13 Last day: The updates offer (ended yesterday, past) | $21,960"]);
    at("2026-11-23", &["2026-10-13 Last day: The updates offer (ended 41 days ago, past) | $21,960"]);
    at("2027-01-11", &["2026-10-13 Last day: The updates offer (ended 90 days ago, past) | $21,960"]);
    at("2027-01-12", &[]);
    // Before the window opens its end is known already.
    at("2024-01-01", &["2026-10-13 Last day: The updates offer (more than 2 years left, later) | $21,960"]);
}

#[test]
fn only_ends_that_matter_to_this_hospital_are_shown() {
    let catalog = updates();
    let closes = "2026-10-13 Last day: The updates offer (134 days left, within_180)";
    check(&catalog, "windows_10_22h2_devices=0 independent", "2026-06-01", Claim::Open, &[]);
    check(&catalog, "independent", "2026-06-01", Claim::Open, &[&format!("{closes} | no sum")]);
    check(
        &catalog,
        "windows_10_22h2_devices=1 !independent",
        "2026-06-01",
        Claim::Open,
        &[&format!("{closes} | $122")],
    );
    check(&catalog, "independent", "2026-10-20", Claim::Open, &[]);
    check(&catalog, "windows_10_22h2_devices=0 windows_servers=0", "2026-06-01", Claim::Open, &[]);
    check(
        &catalog,
        "windows_10_22h2_devices=0 windows_10_devices=7 windows_servers=2",
        "2026-09-20",
        Claim::Open,
        &[
            "2026-10-13 Security updates end for Franklin OS 9 (23 days left, within_30) | $700",
            "2027-01-12 Security updates end for Franklin OS 9 (114 days left, within_180) | no sum",
        ],
    );
}

#[test]
fn what_a_hospital_has_ends_by_its_own_term() {
    let mut year = offer("suite", "cah");
    year.term_months = Some(12);
    let mut catalog = catalog(vec![year], Serves::Hospitals);
    let on = day("2026-02-10");
    let at = |catalog: &Catalog, claim, says: &[&str]| check(catalog, "cah", "2026-06-01", claim, says);
    at(&catalog, Claim::Claimed { on }, &[]);
    at(
        &catalog,
        Claim::Active { on, ends: None },
        &["2027-02-09 The suite offer ends (253 days left, later)"],
    );
    let ends = Some(day("2026-06-11"));
    at(&catalog, Claim::Active { on, ends }, &["2026-06-11 The suite offer ends (10 days left, within_30)"]);
    at(
        &catalog,
        Claim::Lapsed { on: day("2026-05-31") },
        &["2026-05-30 The suite offer ends (ended 2 days ago, past)"],
    );
    at(&catalog, Claim::Lapsed { on }, &[]);
    // Without a term of its own, what runs ends with the offer; what is only accepted is warned of the same day.
    catalog.programs[0].offers[0].term_months = None;
    catalog.programs[0].offers[0].window.to = Some(day("2026-06-30"));
    let with_the_offer = ["2026-06-30 The suite offer ends (29 days left, within_30)"];
    at(&catalog, Claim::Active { on, ends: None }, &with_the_offer);
    at(&catalog, Claim::Validated { on }, &with_the_offer);
    check(&catalog, "!cah", "2026-06-01", Claim::Claimed { on }, &with_the_offer);
}

#[test]
fn a_term_ends_on_the_right_day_across_short_months() {
    let cases = [
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-02-10", 12, "2027-02-09"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-27"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-03-31", 3, "2026-06-30"),
        ("2026-03-31", 2, "2026-05-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-10-14", 12, "2027-10-13"),
    ];
    for (start, months, last) in cases {
        assert_eq!(last_day_of_term(day(start), months), Some(day(last)), "{months} months from {start}");
    }
}

#[test]
fn a_title_and_an_action_tell_nothing_about_the_hospital() {
    let catalog = updates();
    let facts =
        facts("windows_10_22h2_devices=4711 windows_10_devices=4712 windows_servers=4713", "2026-06-01");
    for cliff in cliffs(&catalog, &facts, &stand_all(&catalog, &facts, &[], &Default::default())) {
        let price = cliff.price.map(|p| p.says).unwrap_or_default();
        assert!(!format!("{}{}{price}", cliff.title, cliff.action).contains("471"), "{}", cliff.title);
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i32..80_000).prop_map(|n| day("1990-01-01").saturating_add(jiff::Span::new().days(n)))
}

proptest! {
    /// A term and the one that follows it leave no gap and share no day, and each is as long as its months.
    #[test]
    fn terms_follow_one_another(start in any_day(), months in 1u8..=60) {
        let last = last_day_of_term(start, months).expect("in the calendar");
        prop_assert!(last > start || months == 0);
        let n_days = days_between(start, last) + 1;
        prop_assert!(n_days >= 28 * i32::from(months) && n_days <= 31 * i32::from(months) + 1, "{n_days}");
        let same_day = last.tomorrow().expect("in the calendar");
        prop_assert!(same_day.day() == start.day() || same_day.day() == 1, "{same_day}");
    }

    #[test]
    fn leads_and_days_agree_and_the_list_is_sorted(as_of in any_day(), ends in prop::collection::vec(any_day(), 0..20)) {
        let mut catalog = catalog(Vec::new(), Serves::Hospitals);
        catalog.lifecycle = ends.iter().enumerate()
            .map(|(i, on)| lifecycle(&format!("end-{i}"), &on.to_string(), FactKind::WindowsServers, true)).collect();
        let all = cliffs(&catalog, &facts("windows_servers=1", &as_of.to_string()), &[]);
        prop_assert!(all.is_sorted_by_key(|c| c.on));
        let kept = ends.iter().filter(|on| days_between(as_of, **on) >= -PAST_DAYS_KEPT).count();
        prop_assert_eq!(all.len(), kept);
        for c in all {
            prop_assert_eq!(as_of.saturating_add(jiff::Span::new().days(c.days_left)), c.on);
            prop_assert_eq!(c.lead == Lead::Past, c.on < as_of);
        }
    }
}
