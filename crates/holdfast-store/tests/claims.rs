//! A law: whatever moves are tried on offers, what the store keeps is what the core allows, and reads back the same.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::OfferId;
use holdfast_core::model::{Ccn, Claim, ClaimEvent, ClaimMove, HospitalScope};
use holdfast_store::nouns::*;
use holdfast_store::{OpenOptions, Store};
use proptest::prelude::*;

fn moves() -> impl Strategy<Value = Vec<(u8, u8, ClaimEvent)>> {
    let day = (1i8..28).prop_map(|d| Date::constant(2026, 9, d));
    let moved = (0u8..5, prop::option::of(day.clone())).prop_map(|(m, ends)| match m {
        0 => ClaimMove::Claim,
        1 => ClaimMove::Validate,
        2 => ClaimMove::Activate { ends },
        3 => ClaimMove::Lapse,
        _ => ClaimMove::LetGo,
    });
    let event = (moved, day).prop_map(|(moved, on)| ClaimEvent { moved, on });
    prop::collection::vec((0u8..2, 0u8..2, event), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_store_keeps_the_moves_the_core_allows(tried in moves()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let dir = tempfile::tempdir().expect("a folder");
            let options = OpenOptions { now_ms: 1, new_instance_id: 7 };
            let store = Store::open(dir.path(), options).await.expect("a new store");
            let scopes = ["991301", "991302"].map(|c| HospitalScope::checked(Ccn::parse(c).expect("a number")));
            let offers = ["nonprofit-pricing", "advanced-security-suite"].map(OfferId::new);
            let mut expected: BTreeMap<(u8, u8), (Claim, Vec<ClaimEvent>)> = BTreeMap::new();
            let mut w = store.write().await.expect("a write");
            for (hospital, offer, event) in tried {
                let (claim, kept) = expected.entry((hospital, offer)).or_default();
                let (scope, id) = (scopes[usize::from(hospital)], &offers[usize::from(offer)]);
                let answer = w.move_claim(scope, id, event, None, "", 1).await.expect("no fault");
                prop_assert_eq!(answer, claim.apply(event));
                if let Ok(next) = answer {
                    *claim = next;
                    kept.push(event);
                }
            }
            w.commit().await.expect("kept");
            let mut r = store.read().await.expect("a read");
            let n_moved = expected.values().filter(|(_, kept)| !kept.is_empty()).count();
            prop_assert_eq!(r.office_claims().await.expect("read").len(), n_moved);
            for ((hospital, offer), (claim, kept)) in expected {
                let (scope, id) = (scopes[usize::from(hospital)], &offers[usize::from(offer)]);
                prop_assert_eq!(r.claim(scope, id).await.expect("read"), claim);
                let records = r.claims(scope).await.expect("read");
                let events: Vec<ClaimEvent> =
                    records.iter().filter(|c| c.offer == *id).flat_map(|c| c.moves.iter().map(|m| m.event)).collect();
                prop_assert_eq!(events, kept);
            }
            Ok(())
        })?;
    }
}
