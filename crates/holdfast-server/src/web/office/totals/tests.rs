//! Samples of the totals page: nothing yet, a few hospitals, and the whole nation.

use holdfast_core::Date;
use holdfast_core::catalog::{OfferId, Provenance};
use holdfast_core::decide::partners::TotalsOf;
use holdfast_core::decide::uptake::{OfferUptake, StateUptake, TwoWay, TwoWayRow};
use holdfast_core::model::{Stage, StateCode};

use super::*;

fn totals(n: u32, view: View) -> Totals {
    let shown = if view == View::Exact { Shown::Count { n } } else { Shown::Hidden };
    let states: Vec<StateCode> = StateCode::all().collect();
    let offer = OfferId::new("help");
    Totals {
        as_of: Date::constant(2026, 3, 2),
        view,
        program: "Franklin program".to_owned(),
        denominators: vec![Denominator {
            n: 2_100,
            counts: "Rural hospitals, made up.".to_owned(),
            provenance: Provenance { source: "made up".to_owned(), verified_on: None },
        }],
        n_rural: 2_000,
        release: None,
        stages: Stage::ALL.iter().map(|s| TotalsOf { stage: *s, n: shown, of_previous: None }).collect(),
        months: (0..n.min(30))
            .map(|i| Month {
                year: 2026,
                month: i8::try_from(i % 12).unwrap_or(0) + 1,
                to: (2026, 12),
                registered: shown,
                validated: shown,
                activated: shown,
            })
            .collect(),
        states: states
            .iter()
            .map(|s| StateUptake {
                state: *s,
                n_rural: 40,
                n_listed: 90,
                registered: shown,
                with_offer: shown,
                registered_share: shown.count().map(|n| f64::from(n) / 40.0),
            })
            .collect(),
        offers: vec![(
            "Help with <b>mail</b>".to_owned(),
            OfferUptake {
                offer: offer.clone(),
                claimed: shown,
                validated: shown,
                active: shown,
                lapsed: shown,
                all: shown,
                under_way: shown,
            },
        )],
        two_way: TwoWay {
            rows: vec![TwoWayRow { offer, cells: states.iter().map(|_| shown).collect(), all: shown }],
            hospitals: states.iter().map(|_| shown).collect(),
            states,
        },
        n_left_out: (view == View::Exact).then_some(n),
    }
}

#[test]
fn every_sample_renders() {
    for (n, view) in [(0, View::Exact), (3, View::Hiding { min_group: 5 }), (1_900, View::Exact)] {
        let page = TotalsPage::new(Layout::default(), &totals(n, view), view == View::Exact);
        let html = page.render().expect("the page renders");
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("<b>mail"));
        assert_eq!(html.contains("too few to show"), n == 3, "{n}");
    }
}

#[test]
fn shares_in_words_and_shades() {
    assert_eq!(
        [percent(0.0), percent(0.004), percent(0.35), percent(1.2)],
        ["0 %", "less than 1 %", "35 %", "120 %"]
    );
    assert_eq!([level(0.0), level(0.05), level(0.1), level(0.3), level(0.5)], [0, 1, 2, 3, 4]);
    assert_eq!(permille(share(Shown::Count { n: 3 }, 2)), 1_000);
    assert_eq!(share(Shown::Hidden, 2), None);
}
