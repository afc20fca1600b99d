//! Travel times by road: what a file changes, what it leaves to the estimate, and what the answer says of it.

use proptest::prelude::*;

use super::*;
use crate::model::TravelTimeRow;

fn way(area: usize, site: usize, minutes: Option<f32>) -> TravelTimeRow {
    TravelTimeRow {
        zip: Zip::parse(&format!("{:05}", 99_000 + area)).expect("five digits"),
        ccn: ccn(site),
        minutes,
    }
}

/// The valley, with these minutes.
fn timed(rows: &[TravelTimeRow]) -> CareModel {
    let model = valley();
    CareFacts {
        sites: model.sites().to_vec(),
        areas: model.areas().to_vec(),
        shares: shares(),
        ..CareFacts::default()
    }
    .with_times(rows, "made-up times")
    .model()
}

#[test]
fn minutes_by_road_stand_in_the_place_of_the_estimate_and_have_no_range() {
    // By line the first site is next door; by road a bridge is missing, and the second is nearer.
    let model = timed(&[way(0, 0, Some(50.0)), way(0, 1, Some(28.0)), way(0, 2, Some(70.0))]);
    assert_eq!(model.nearest(0).map(|w| (w.site, w.minutes)), Some((1, Some(28.0))));
    assert_eq!(model.catchment(), [0, 1_600, 200]);
    let got = model.impact(&[ccn(1)], 21).expect("listed");
    assert_eq!(got.receivers[0].site.first().ccn, ccn(0));
    let first = model.impact(&[ccn(0)], 21).expect("listed");
    assert_eq!(first.people, Some(Count::default()));
    // Only the area that the file knows: 28 minutes before and 50 after, so 22 more and beyond 30, without a range.
    let alone = CareFacts {
        sites: model.sites().to_vec(),
        areas: vec![model.areas()[0]],
        shares: shares(),
        ..CareFacts::default()
    };
    let rows = [way(0, 0, Some(50.0)), way(0, 1, Some(28.0)), way(0, 2, Some(70.0))];
    let alone = alone.with_times(&rows, "made-up times").model();
    let got = alone.impact(&[ccn(1)], 21).expect("listed");
    let added = got.added_minutes.expect("somebody goes farther").median;
    assert_eq!((added.low, added.mid, added.high), (22.0, 22.0, 22.0));
    let exactly = Count { low: 1_000, mid: 1_000, high: 1_000 };
    assert_eq!((got.beyond_30(), got.pushed[2].people), (exactly, Count::default()));
    assert!(!got.doubts.iter().any(|d| matches!(d, Doubt::Estimated { .. })), "{:?}", got.doubts);
}

#[test]
fn a_way_the_file_lacks_is_estimated_and_the_answer_says_for_how_many() {
    let rows = [way(0, 0, Some(3.0)), way(1, 1, Some(4.0)), way(1, 0, None)];
    let model = timed(&rows);
    let got = model.impact(&[ccn(0)], 21).expect("listed");
    assert!(got.doubts.contains(&Doubt::Estimated { people: 1_000 }), "{:?}", got.doubts);
    let added = got.added_minutes.expect("somebody goes farther").median;
    assert!(added.low < added.mid && added.mid < added.high, "{added:?}");
    let full = timed(&[way(0, 0, Some(3.0)), way(0, 1, Some(45.0))]).impact(&[ccn(0)], 21).expect("listed");
    assert!(!full.doubts.iter().any(|d| matches!(d, Doubt::Estimated { .. })), "{:?}", full.doubts);
    // No file, no word of it.
    let none = valley().impact(&[ccn(0)], 21).expect("listed");
    assert!(!none.doubts.iter().any(|d| matches!(d, Doubt::Estimated { .. })), "{:?}", none.doubts);
}

#[test]
fn what_a_file_came_to_is_counted() {
    let rows = [
        way(0, 0, Some(3.0)),
        way(1, 1, None),
        way(77, 0, Some(3.0)),
        way(0, 99, Some(3.0)),
        way(1, 0, Some(41.5)),
    ];
    let used = timed(&rows).times_used().cloned().expect("a file");
    assert_eq!(
        used.sentences(),
        [
            "made-up times: minutes of 2 ways from 2 ZIP areas are used.",
            "1 of its rows leave the minutes open; the estimate stands in for them.",
            "1 of its rows name a ZIP area that is not on file or has no people; they are not used.",
            "1 of its rows name a hospital that is no open emergency department here; they are not used."
        ]
    );
    assert_eq!(valley().times_used(), None);
}

/// Minutes that say what the estimate says change no count of people.
#[test]
fn a_file_that_agrees_with_the_estimate_changes_nothing_likely() {
    let plain = valley();
    let mut rows = Vec::new();
    for (i, area) in plain.areas().iter().enumerate() {
        for (j, site) in plain.sites().iter().enumerate() {
            let minutes = road::Roads::LIKELY.minutes(area.point.km_to(&site.point), area.is_town);
            rows.push(way(i, j, Some(minutes as f32)));
        }
    }
    let same = timed(&rows);
    assert_eq!(same.catchment(), plain.catchment());
    for down in [vec![ccn(0)], vec![ccn(1)], vec![ccn(0), ccn(1)], vec![ccn(0), ccn(1), ccn(2)]] {
        let (a, b) = (plain.impact(&down, 21).expect("listed"), same.impact(&down, 21).expect("listed"));
        assert_eq!(a.people, b.people);
        assert_eq!(a.pushed.map(|p| p.people.mid), b.pushed.map(|p| p.people.mid));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_file_says_nobody_is_lost_or_counted_twice(
        (sites, areas) in laws::places(),
        rows in proptest::collection::vec((0usize..45, 0usize..16, proptest::option::of(0.0f32..1_440.0)), 0..120),
        mask in 1u32..16_384,
    ) {
        let rows: Vec<TravelTimeRow> = rows.into_iter().map(|(a, s, m)| way(a, s, m)).collect();
        let everybody: u64 = areas.iter().map(|a| u64::from(a.people)).sum();
        let down: Vec<Ccn> = (0..sites.len()).filter(|i| mask & (1 << i) != 0).map(ccn).collect();
        let facts = CareFacts { sites, areas, shares: shares(), ..CareFacts::default() };
        let model = facts.with_times(&rows, "made-up times").model();
        prop_assert_eq!(model.catchment().iter().sum::<u64>(), everybody);
        prop_assume!(!down.is_empty() && everybody > 0);
        let got = model.impact(&down, 21).expect("listed");
        let people = got.people.expect("on file");
        let received: u64 = got.receivers.iter().map(|r| r.people.mid).sum();
        prop_assert_eq!(received + got.without_any, people.mid);
        let counts: Vec<Count> = got.pushed.iter().map(|p| p.people).chain([people, got.second_also_down]).collect();
        prop_assert!(laws::in_order(&counts), "{:?}", counts);
        for of in [got.added_km, got.added_minutes].into_iter().flatten().flat_map(|a| [a.median, a.p90]) {
            prop_assert!(0.0 <= of.low && of.low <= of.mid + 1e-9 && of.mid <= of.high + 1e-9, "{:?}", of);
        }
    }
}
