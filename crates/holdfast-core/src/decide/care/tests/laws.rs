//! Laws of the model on made-up places: nobody lost or counted twice, nearest is nearest, more down is never nearer.

use proptest::prelude::*;

use super::*;

pub(super) fn places() -> impl Strategy<Value = (Vec<Site>, Vec<Area>)> {
    let point = (-60.0..60.0f64, -170.0..170.0f64);
    let near = (0.0..3.0f64, 0.0..3.0f64);
    let sites = proptest::collection::vec(prop_oneof![near.clone(), point], 1..14);
    let areas = proptest::collection::vec((near, 1u32..9_000, 0.0..40.0f64), 0..40);
    (sites, areas).prop_map(|(sites, areas)| {
        let put = |(lat, lon): (f64, f64)| Point::new(lat, lon).expect("on the globe");
        let sites = sites.into_iter().enumerate().map(|(i, at)| site(i, put(at), Beds::Known(i as u32 * 5)));
        let areas = areas.into_iter().enumerate().map(|(i, (at, people, spread))| {
            area(i, people, put(at), if spread > LARGE_RADIUS_KM { spread } else { 0.0 })
        });
        (sites.collect(), areas.collect())
    })
}

fn model(sites: &[Site], areas: &[Area]) -> CareModel {
    let (sites, areas) = (sites.to_vec(), areas.to_vec());
    CareFacts { sites, areas, shares: shares(), ..CareFacts::default() }.model()
}

pub(super) fn in_order(counts: &[Count]) -> bool {
    counts.iter().all(|c| c.low <= c.mid && c.mid <= c.high)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_is_lost_or_counted_twice((sites, areas) in places(), mask in 1u32..16_384) {
        let model = model(&sites, &areas);
        let everybody: u64 = areas.iter().map(|a| u64::from(a.people)).sum();
        prop_assert_eq!(model.catchment().iter().sum::<u64>(), everybody);
        let alone = (0..sites.len()).map(|i| model.impact(&[ccn(i)], 21).expect("listed"));
        let alone: Vec<Impact> = alone.collect();
        prop_assert_eq!(alone.iter().filter_map(|i| i.people).map(|p| p.mid).sum::<u64>(), everybody);
        let down: Vec<Ccn> = (0..sites.len()).filter(|i| mask & (1 << i) != 0).map(ccn).collect();
        prop_assume!(!down.is_empty() && !areas.is_empty());
        let got = model.impact(&down, 21).expect("listed");
        let people = got.people.expect("on file");
        let received: u64 = got.receivers.iter().map(|r| r.people.mid).sum();
        prop_assert_eq!(received + got.without_any, people.mid);
        for of in [&got.counties, &got.states] {
            prop_assert_eq!(of.iter().map(|p| p.people.mid).sum::<u64>(), people.mid);
            prop_assert_eq!(of.iter().map(|p| p.people.high).sum::<u64>(), people.high);
            prop_assert_eq!(of.iter().map(|p| p.beyond_30.mid).sum::<u64>(), got.beyond_30().mid);
        }
        let counts: Vec<Count> = got.pushed.iter().map(|p| p.people)
            .chain(got.receivers.iter().map(|r| r.people))
            .chain([people, got.second_also_down, got.who.aged_65]).collect();
        prop_assert!(in_order(&counts), "{:?}", counts);
        for added in [got.added_km, got.added_minutes].into_iter().flatten() {
            for of in [added.median, added.p90] {
                prop_assert!(0.0 <= of.low && of.low <= of.mid + 1e-9 && of.mid <= of.high + 1e-9, "{:?}", of);
            }
        }
    }

    #[test]
    fn the_nearest_is_the_nearest_by_trying_all((sites, areas) in places()) {
        let model = model(&sites, &areas);
        for (i, area) in areas.iter().enumerate() {
            let least = sites.iter().map(|s| area.point.km_to(&s.point)).fold(f64::INFINITY, f64::min);
            let found = model.nearest(i).expect("a site is open").km;
            prop_assert!((found - least).abs() < 1e-6, "{} {}", found, least);
        }
    }

    #[test]
    fn more_down_is_never_nearer_and_the_order_does_not_matter((sites, areas) in places(), mask in 1u32..16_384, more in 0usize..14) {
        let model = model(&sites, &areas);
        let mut down: Vec<Ccn> = (0..sites.len()).filter(|i| mask & (1 << i) != 0).map(ccn).collect();
        prop_assume!(!down.is_empty());
        let few = model.impact(&down, 21).expect("listed");
        down.reverse();
        down.push(down[0]);
        prop_assert_eq!(&model.impact(&down, 21).expect("listed"), &few);
        down.push(ccn(more % sites.len()));
        let many = model.impact(&down, 21).expect("listed");
        let people = |i: &Impact| i.people.map_or((0, 0, 0), |p| (p.low, p.mid, p.high));
        let (a, b) = (people(&few), people(&many));
        prop_assert!(a.0 <= b.0 && a.1 <= b.1 && a.2 <= b.2, "{:?} {:?}", a, b);
        for (a, b) in few.pushed.iter().zip(&many.pushed) {
            let (a, b) = (a.people, b.people);
            prop_assert!(a.low <= b.low && a.mid <= b.mid && a.high <= b.high, "{:?} {:?}", a, b);
        }
        prop_assert!(few.without_any <= many.without_any);
    }
}
