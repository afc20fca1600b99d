//! The call about care.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use serde_json::json;

use super::tour::{Call, Tour};

const CARE: &str = "/api/v1/hospitals/{ccn}/care";
const FOR_BOARD: &str = "/api/v1/hospitals/{ccn}/care/board.pdf";
const FOR_COUNTY: &str = "/api/v1/hospitals/{ccn}/care/county.pdf";
const DOWNTIME: &str = "/api/v1/hospitals/{ccn}/care/downtime";
const SERVICES: &str = "/api/v1/hospitals/{ccn}/care/services";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let (_, sam) = tour.token_of("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let care = tour.ok(Call::get(CARE, &[FIXTURE_MEMORIAL]).by(&eve)).await;
    assert_eq!((care["days"].as_u64(), &care["down"]), (Some(21), &json!([FIXTURE_MEMORIAL])));
    assert!(care["people"].is_null(), "no people of the made-up state are on file: {care}");
    let both = format!("?days=7&also={BEACON_RIDGE}");
    let care = tour.ok(Call::get(CARE, &[FIXTURE_MEMORIAL, &both]).by(&eve)).await;
    assert_eq!(care["down"].as_array().map(Vec::len), Some(2), "{care}");
    tour.fails(403, Call::get(CARE, &[FIXTURE_MEMORIAL]).by(&sam)).await;
    for wrong in ["?days=soon", "?what=else"] {
        tour.fails(400, Call::get(CARE, &[FIXTURE_MEMORIAL, wrong]).by(&eve)).await;
    }
    for wrong in ["?days=0", "?days=91", "?also=nonsense", "?also=990000"] {
        tour.fails(422, Call::get(CARE, &[FIXTURE_MEMORIAL, wrong]).by(&eve)).await;
    }
    handouts(tour, &eve, &sam).await;
    services(tour, &eve).await;
}

async fn handouts(tour: &mut Tour, eve: &str, sam: &str) {
    for call in [FOR_BOARD, FOR_COUNTY] {
        let asked = format!("{}?days=7&also={BEACON_RIDGE}", call.replace("{ccn}", FIXTURE_MEMORIAL));
        let mut request = Request::get(asked).body(Body::empty()).expect("a request");
        let token = format!("Bearer {eve}").parse().expect("a header");
        request.headers_mut().insert(header::AUTHORIZATION, token);
        let (status, body) = tour.send("GET", call, request).await;
        assert_eq!(status.as_u16(), 200, "{call}: {body}");
        tour.fails(403, Call::get(call, &[FIXTURE_MEMORIAL]).by(sam)).await;
        tour.fails(400, Call::get(call, &[FIXTURE_MEMORIAL, "?what=else"]).by(eve)).await;
        for wrong in ["?days=0", "?also=990000", "?without=nothing"] {
            tour.fails(422, Call::get(call, &[FIXTURE_MEMORIAL, wrong]).by(eve)).await;
        }
    }
}

async fn services(tour: &mut Tour, eve: &str) {
    let (_, ivo) = tour.token_of("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let at = [FIXTURE_MEMORIAL];
    let none = tour.ok(Call::get(SERVICES, &at).by(eve)).await;
    assert_eq!((none["version"].as_u64(), none["by"].is_null()), (Some(0), true));
    assert!(none["services"].as_array().is_some_and(|s| s.len() >= 10), "{none}");
    let said = json!({
        "not_offered": ["surgery"],
        "without": [{ "service": "wards", "on": "phones" }],
        "stands_without": [{ "dependency": "ehr-host", "without": "internet" }],
        "hours": [{ "service": "wards", "on": "ehr-host", "hours": { "least": 2, "likely": 6, "most": 12 } }],
        "vendors": [{ "dependency": "ehr-host", "names": ["Fixture Records"] }],
        "days_of_cash": { "least": 20, "likely": 28, "most": 40 }
    });
    let kept = tour.ok(Call::put(SERVICES, &at, said.clone()).by(&ivo).upon(0)).await;
    assert_eq!((kept["version"].as_u64(), &kept["own"]), (Some(1), &said));
    assert_eq!(kept["by"], "Ivo It, Hospital IT");
    let conflict = tour.fails(409, Call::put(SERVICES, &at, json!({})).by(&ivo).upon(0)).await;
    assert_eq!(conflict["current"]["own"], said);
    tour.fails(403, Call::put(SERVICES, &at, json!({})).by(eve).upon(1)).await;
    tour.fails(428, Call::put(SERVICES, &at, json!({})).by(&ivo)).await;
    tour.fails(400, Call::put(SERVICES, &at, json!({ "what": 1 })).by(&ivo).upon(1)).await;
    let wrong =
        json!({ "not_offered": ["dancing"], "vendors": [{ "dependency": "phones", "names": ["?"] }] });
    let wrong = tour.fails(422, Call::put(SERVICES, &at, wrong).by(&ivo).upon(1)).await;
    assert_eq!(wrong["fields"][0]["field"], "not_offered.dancing");
    assert_eq!(wrong["fields"][1]["field"], "vendors.phones.0");
    let all = tour.ok(Call::get(DOWNTIME, &at).by(eve)).await;
    assert_eq!((all["without"].as_str(), all["version"].as_u64()), (Some("everything"), Some(1)));
    assert!(
        all["downtime"]["services"].as_array().is_some_and(|s| s.iter().all(|s| s["service"] != "surgery"))
    );
    let by_vendor =
        tour.ok(Call::get(DOWNTIME, &[FIXTURE_MEMORIAL, "?without=vendor:fixture%20records"]).by(eve)).await;
    assert_eq!(by_vendor["downtime"]["down"][0]["because"], "vendor");
    assert!(
        by_vendor["sentence"]
            .as_str()
            .is_some_and(|s| s.starts_with("If Fixture Records is down, care is hurt first"))
    );
    tour.fails(422, Call::get(DOWNTIME, &[FIXTURE_MEMORIAL, "?without=nothing"]).by(eve)).await;
    let emptied = tour.ok(Call::put(SERVICES, &at, json!({})).by(&ivo).upon(1)).await;
    assert_eq!((emptied["version"].as_u64(), &emptied["own"]["vendors"]), (Some(2), &json!([])));
}
