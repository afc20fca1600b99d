//! The calls about people covered and whom to help first.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use crate::api::tour::{Call, Tour};

const CARE: &str = "/api/v1/office/care";
const FIRST: &str = "/api/v1/office/care/first";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, olu) = tour.token_of("Olu Office", Role::ProgramOffice, None).await;
    let (_, pat) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let (_, ivo) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let exact = tour.ok(Call::get(CARE, &[]).by(&olu)).await;
    assert_eq!(
        (exact["exact"].as_bool(), exact["country"]["people"]["covered"].as_u64()),
        (Some(true), Some(0))
    );
    assert_eq!(exact["people_denominators"][0]["n"].as_u64(), Some(60_000_000));
    assert!(exact["gates"].as_array().is_some_and(|gates| !gates.is_empty()), "{exact}");
    let partners = tour.ok(Call::get(CARE, &["?seen_by=partners"]).by(&olu)).await;
    assert_eq!(partners["exact"].as_bool(), Some(false));
    assert!(
        partners["states"][0]["people"]["covered"].is_null() && partners["country"]["share"].is_string(),
        "{partners}"
    );
    assert_eq!(tour.ok(Call::get(CARE, &[]).by(&pat)).await, partners);
    let first = tour.ok(Call::get(FIRST, &["?state=ZZ&lacks=registration&per_page=2"]).by(&olu)).await;
    assert_eq!(first["items"].as_array().map(Vec::len), Some(2), "{first}");
    assert_eq!(first["items"][0]["standing"], "outside");
    tour.fails(400, Call::get(CARE, &["?seen_by=everybody"]).by(&olu)).await;
    for query in ["?state=Montana", "?lacks=money", "?per_page=0"] {
        tour.fails(400, Call::get(FIRST, &[query]).by(&olu)).await;
    }
    tour.fails(403, Call::get(FIRST, &[]).by(&pat)).await;
    for path in [CARE, FIRST] {
        tour.fails(403, Call::get(path, &[]).by(&ivo)).await;
    }
}
