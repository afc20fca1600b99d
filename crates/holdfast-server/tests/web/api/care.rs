//! The call about care.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::tour::{Call, Tour};

const CARE: &str = "/api/v1/hospitals/{ccn}/care";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let (_, sam) = tour.token_of("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let care = tour.ok(Call::get(CARE, &[FIXTURE_MEMORIAL]).by(&eve)).await;
    assert_eq!((care["days"].as_u64(), &care["down"]), (Some(21), &serde_json::json!([FIXTURE_MEMORIAL])));
    assert!(care["people"].is_null(), "no people of the made-up state are on file: {care}");
    let both = format!("?days=7&also={BEACON_RIDGE}");
    let care = tour.ok(Call::get(CARE, &[FIXTURE_MEMORIAL, &both]).by(&eve)).await;
    assert_eq!(care["down"].as_array().map(Vec::len), Some(2), "{care}");
    tour.fails(403, Call::get(CARE, &[FIXTURE_MEMORIAL]).by(&sam)).await;
    for wrong in ["?days=0", "?days=91", "?days=soon", "?also=nonsense", "?also=990000", "?what=else"] {
        tour.fails(400, Call::get(CARE, &[FIXTURE_MEMORIAL, wrong]).by(&eve)).await;
    }
}
