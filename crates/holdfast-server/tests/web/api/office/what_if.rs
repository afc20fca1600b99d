//! The calls about what goes down together.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use serde_json::json;

use crate::api::tour::{Call, Tour};

const CARE: &str = "/api/v1/office/what-if";
const VENDORS: &str = "/api/v1/office/vendors";
const SERVICES: &str = "/api/v1/hospitals/{ccn}/care/services";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, olu) = tour.token_of("Olu Office", Role::ProgramOffice, None).await;
    let (_, pat) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let (_, ivo) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let said = json!({ "vendors": [{ "dependency": "clearinghouse", "names": ["Fixture Claims"] }] });
    tour.ok(Call::put(SERVICES, &[FIXTURE_MEMORIAL], said).by(&ivo).upon(0)).await;
    let vendors = tour.ok(Call::get(VENDORS, &[]).by(&olu)).await;
    assert_eq!(
        vendors,
        json!([{ "name": "Fixture Claims", "hospitals": [FIXTURE_MEMORIAL], "dependencies": ["clearinghouse"] }])
    );
    let hit = tour.ok(Call::get(CARE, &["?vendor=fixture%20claims&days=14"]).by(&olu)).await;
    assert_eq!((hit["care"]["days"].as_u64(), &hit["care"]["down"]), (Some(14), &json!([FIXTURE_MEMORIAL])));
    assert_eq!((&hit["hit"][0]["has_word"], &hit["hit"][0]["more_people"]), (&json!(true), &json!(null)));
    assert!(hit["hit"][0]["downtime"]["cash"].is_object(), "no claim goes out: {hit}");
    let both = format!("?hospitals={FIXTURE_MEMORIAL},{BEACON_RIDGE}");
    let both = tour.ok(Call::get(CARE, &[&both]).by(&olu)).await;
    assert_eq!(both["hit"].as_array().map(Vec::len), Some(2));
    for (status, query) in [
        (400, ""),
        (400, "?vendor=a&system=b"),
        (400, "?k=3&vendor=a"),
        (400, "?what=vendor"),
        (422, "?vendor=nobody"),
        (422, "?county=nowhere"),
        (422, "?state=ZZ&k=99"),
        (422, "?hospitals=271304"),
        (422, "?system=nobody&days=0"),
    ] {
        tour.fails(status, Call::get(CARE, &[query]).by(&olu)).await;
    }
    for path in [CARE, VENDORS] {
        tour.fails(403, Call::get(path, &[]).by(&pat)).await;
        tour.fails(403, Call::get(path, &[]).by(&ivo)).await;
    }
}
