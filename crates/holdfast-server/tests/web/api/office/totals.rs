//! Totals: exact for the office, small groups hidden for partners, whatever they ask for.

use holdfast_core::catalog::OfferId;
use holdfast_core::model::{ClaimEvent, ClaimMove, Consent, Role, Stage};
use holdfast_testkit::franklin::{
    BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_CITY, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS,
};
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour};
use crate::office::{reached, scope, sent};

const TOTALS: &str = "/api/v1/office/totals";
const SIX: [&str; 6] =
    [BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, TWO_RIVERS];

fn stage<'v>(totals: &'v Value, key: &str) -> &'v Value {
    let stages = totals["stages"].as_array().expect("stages");
    stages.iter().find(|s| s["stage"] == key).expect("the stage")
}

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, olu) = tour.token_of("Olu Office", Role::ProgramOffice, None).await;
    let (_, pat) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let (_, ada) = tour.token_of("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let none = tour.ok(Call::get(TOTALS, &[]).by(&olu)).await;
    assert_eq!((&none["months"], &stage(&none, "registered")["n"]), (&json!([]), &json!(0)));

    reached(&tour.portal, &SIX, Stage::Registered, "2026-02-10").await;
    reached(&tour.portal, &SIX[..2], Stage::Validated, "2026-02-20").await;
    let (mut registration, _) = sent(&tour.portal, FRANKLIN_CITY, "ann@gmail.com").await;
    registration.answers.consent = Some(Consent { share_with_assessor: true, count_in_totals: false });
    let now_ms = tour.portal.app.now_ms();
    let accept = ClaimEvent { moved: ClaimMove::Claim, on: tour.portal.app.today() };
    let (at, offer) = (scope(FIXTURE_MEMORIAL), OfferId::new("security-assessment"));
    let mut write = tour.portal.app.store.write().await.expect("a write");
    write.save_registration(scope(FRANKLIN_CITY), &registration, now_ms).await.expect("kept");
    write.move_claim(at, &offer, accept, None, "", now_ms).await.expect("kept").expect("a move");
    write.commit().await.expect("kept");

    let exact = tour.ok(Call::get(TOTALS, &[]).by(&olu)).await;
    assert_eq!((&exact["exact"], &exact["n_did_not_agree"]), (&json!(true), &json!(1)));
    assert_eq!((&stage(&exact, "registered")["n"], &stage(&exact, "validated")["n"]), (&json!(7), &json!(2)));
    assert!(exact["uptake"].to_string().contains('1'), "{exact}");

    let shown = tour.ok(Call::get(TOTALS, &[]).by(&pat)).await;
    assert_eq!((&shown["exact"], &shown["min_group"]), (&json!(false), &json!(5)));
    assert_eq!(shown["n_did_not_agree"], Value::Null);
    assert_eq!(
        (&stage(&shown, "registered")["n"], &stage(&shown, "validated")["n"]),
        (&json!(6), &Value::Null)
    );
    let cells =
        shown["uptake"]["offers"].as_array().expect("rows").iter().flat_map(|r| r["cells"].as_array());
    assert!(cells.flatten().all(|n| n.is_null() || n == 0), "{shown}");
    assert_eq!(shown["uptake"]["hospitals"], json!([null]));
    assert_eq!(tour.ok(Call::get(TOTALS, &["?seen_by=partners"]).by(&olu)).await, shown);
    assert_eq!(tour.ok(Call::get(TOTALS, &["?seen_by=partners"]).by(&pat)).await, shown);
    tour.fails(400, Call::get(TOTALS, &["?seen_by=office"]).by(&pat)).await;
    tour.fails(403, Call::get(TOTALS, &[]).by(&ada)).await;
    tour.fails(401, Call::get(TOTALS, &[])).await;
}
