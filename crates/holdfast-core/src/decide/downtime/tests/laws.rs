//! What holds of every outage and every word of a hospital.

use proptest::prelude::*;

use super::*;

const THINGS: [&str; 5] = ["network", "record", "lab", "clearinghouse", "elsewhere"];
const OFFERED: [&str; 4] = ["wards", "tests", "claims", "unheard-of"];

fn thing() -> impl Strategy<Value = DependencyId> {
    prop::sample::select(&THINGS[..]).prop_map(DependencyId::new)
}

fn offered() -> impl Strategy<Value = ServiceId> {
    prop::sample::select(&OFFERED[..]).prop_map(ServiceId::new)
}

fn figure() -> impl Strategy<Value = Estimate> {
    (0u32..10_000, 0u32..10_000, 0u32..10_000).prop_map(|(a, b, c)| Estimate { low: a, likely: b, high: c })
}

fn word() -> impl Strategy<Value = OwnServices> {
    use prop::collection::{btree_map, btree_set, vec};
    (
        btree_set(offered(), 0..3),
        btree_set((offered(), thing()), 0..4),
        btree_set((thing(), thing()), 0..4),
        btree_map((offered(), thing()), figure(), 0..4),
        btree_map(thing(), vec(".{0,12}", 0..4), 0..4),
        prop::option::of(figure()),
    )
        .prop_map(|(not_offered, without, stands_without, hours, vendors, days_of_cash)| OwnServices {
            not_offered,
            without,
            stands_without,
            hours,
            vendors,
            days_of_cash,
        })
}

fn clocks(own: &OwnServices, down: &[&str]) -> BTreeMap<ServiceId, ServiceClock> {
    let down: Vec<OutOfUse> = down.iter().map(|id| named(id)).collect();
    downtime(&services(), own, &down).services.into_iter().map(|clock| (clock.id.clone(), clock)).collect()
}

proptest! {
    #[test]
    fn a_word_comes_back_as_it_was_written_down(own in word()) {
        let written = serde_json::to_string(&own).expect("plain values");
        prop_assert_eq!(serde_json::from_str::<OwnServices>(&written).expect("as written"), own);
    }

    #[test]
    fn a_tidied_word_stays_as_it_is_and_has_no_fault_that_it_had_not(own in word()) {
        let tidied = own.clone().tidied();
        prop_assert_eq!(tidied.clone().tidied(), tidied.clone());
        prop_assert!(tidied.faults(&services()).len() <= own.faults(&services()).len());
    }

    #[test]
    fn with_more_down_nothing_is_hurt_later_or_less(own in word(), few in 0usize..16, more in 0usize..16) {
        let of = |mask: usize| -> Vec<&str> { (0..4).filter(|i| mask & (1 << i) != 0).map(|i| THINGS[i]).collect() };
        let (fewer, all) = (clocks(&own, &of(few)), clocks(&own, &of(few | more)));
        for (id, before) in &fewer {
            let after = &all[id];
            prop_assert!(after.state >= before.state, "{}", id);
            if let Some(hours) = before.hours {
                let sooner = after.hours.expect("still hurt");
                prop_assert!(hours.each().iter().zip(sooner.each()).all(|(a, b)| b <= *a), "{}", id);
            }
        }
    }

    #[test]
    fn what_a_service_does_without_never_hurts_it_sooner(own in word(), down in 0usize..16, key in (offered(), thing())) {
        let down: Vec<&str> = (0..4).filter(|i| down & (1 << i) != 0).map(|i| THINGS[i]).collect();
        let before = clocks(&own, &down);
        let mut without = own.clone();
        without.without.insert(key);
        for (id, after) in clocks(&without, &down) {
            prop_assert!(after.state <= before[&id].state, "{}", id);
        }
    }

    #[test]
    fn nothing_typed_panics(text in ".{0,40}", own in word()) {
        let services = services();
        if let Some(outage) = Outage::parse(&text, &services, &own) {
            let got = downtime(&services, &own, &outage.out_of_use(&services));
            prop_assert!(!outage.sentence(&services, &got).is_empty());
        }
        vendors_named(&BTreeMap::from([(Ccn::parse("990001").expect("six digits"), own)]));
    }
}
