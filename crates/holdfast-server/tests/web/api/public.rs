//! Calls anyone may make: the check, the directory, the catalog.

use axum::body::Body;
use axum::http::Request;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL, FRANKLIN_CITY};
use serde_json::{Value, json};

use super::tour::{Call, Tour};

pub(super) async fn visit(tour: &mut Tour) {
    check(tour).await;
    directory(tour).await;
    catalog(tour).await;
}

fn outcome<'v>(answer: &'v Value, offer: &str) -> &'v Value {
    let offers = answer["hospital"]["offers"].as_array().expect("offers");
    offers.iter().find(|o| o["line"]["offer"] == offer).expect("the offer")
}

async fn check(tour: &mut Tour) {
    let path = "/api/v1/check/{ccn}";
    let found = tour.ok(Call::get(path, &[FIXTURE_MEMORIAL])).await;
    assert_eq!(found["found"], "hospital");
    assert_eq!(found["hospital"]["as_of"], "2026-03-02");
    assert_eq!(found["hospital"]["hospital"]["line"]["name"], "FIXTURE MEMORIAL HOSPITAL");
    let later = tour.ok(Call::get(path, &[FIXTURE_MEMORIAL, "?as_of=2036-10-14"])).await;
    assert_eq!(later["hospital"]["as_of"], "2036-10-14");
    let unknown = tour.ok(Call::get(path, &["991309"])).await;
    assert_eq!(unknown["found"], "unknown");
    assert!(unknown["near"].as_array().expect("near").iter().any(|h| h["ccn"] == FIXTURE_MEMORIAL));
    let bad = tour.fails(400, Call::get(path, &["27"])).await;
    assert!(bad["next"].as_str().expect("text").contains("six characters"), "{bad}");
    tour.fails(400, Call::get(path, &[FIXTURE_MEMORIAL, "?as_of=soon"])).await;
    tour.fails(400, Call::get(path, &[FIXTURE_MEMORIAL, "?asof=2026-01-01"])).await;

    let as_is = outcome(&found, "nonprofit-pricing").clone();
    let supposed = json!({ "facts": { "independent": true, "staffed_users": 120 } });
    let with = tour.ok(Call::post(path, &[FIXTURE_MEMORIAL], supposed)).await;
    assert_ne!(
        &as_is,
        outcome(&with, "nonprofit-pricing"),
        "facts only the hospital knows change the answer"
    );
    let wrong = json!({ "facts": { "staffed_users": "many", "rural": true, "beds": 3 } });
    let wrong = tour.fails(422, Call::post(path, &[FIXTURE_MEMORIAL], wrong)).await;
    let fields: Vec<&str> =
        wrong["fields"].as_array().expect("fields").iter().filter_map(|f| f["field"].as_str()).collect();
    assert_eq!(fields, ["facts.beds", "facts.rural", "facts.staffed_users"]);
}

async fn directory(tour: &mut Tour) {
    let summary = tour.ok(Call::get("/api/v1/directory", &[])).await;
    assert_eq!(summary["n_hospitals"], 8);
    assert_eq!(summary["releases"].as_array().expect("files").len(), 9);
    let path = "/api/v1/directory/hospitals";
    let found = tour.ok(Call::get(path, &["?q=fixture"])).await;
    assert_eq!(found["items"][0]["ccn"], FIXTURE_MEMORIAL);
    let cah = tour.ok(Call::get(path, &["?hospital_type=cah&per_page=2"])).await;
    assert_eq!((&cah["n_all"], &cah["next_page"]), (&json!(4), &json!(2)));
    assert_eq!(cah["items"].as_array().expect("items").len(), 2);
    let none = tour.ok(Call::get(path, &["?state=MT"])).await;
    assert_eq!(none["n_all"], 0);
    tour.fails(400, Call::get(path, &["?state=Montana"])).await;
    tour.fails(400, Call::get(path, &["?per_page=0"])).await;
    tour.fails(400, Call::get(path, &["?page=-1"])).await;
    let one = "/api/v1/directory/hospitals/{ccn}";
    let city = tour.ok(Call::get(one, &[FRANKLIN_CITY])).await;
    assert_eq!(city["rural"][0]["holds"], false);
    assert_eq!(tour.ok(Call::get(one, &[BEACON_RIDGE])).await["ownership"], "government_district");
    tour.fails(404, Call::get(one, &["123456"])).await;
}

async fn catalog(tour: &mut Tour) {
    let all = tour.ok(Call::get("/api/v1/catalog", &[])).await;
    let programs = all["programs"].as_array().expect("programs");
    assert!(programs.iter().any(|p| p["program"] == "rural-hospitals" && p["serves"] == "hospitals"));
    let path = "/api/v1/catalog/offers";
    let elsewhere = tour.ok(Call::get(path, &["?group=elsewhere&per_page=500"])).await;
    let items = elsewhere["items"].as_array().expect("items");
    assert!(!items.is_empty() && items.iter().all(|o| o["group"] == "elsewhere" && o["program"].is_null()));
    tour.fails(400, Call::get(path, &["?group=mine"])).await;
    let every = tour.ok(Call::get(path, &["?per_page=500"])).await;
    for line in every["items"].as_array().expect("items") {
        let id = line["offer"].as_str().expect("an id").to_owned();
        let offer = tour.ok(Call::get("/api/v1/catalog/offers/{offer}", &[&id])).await;
        assert_eq!(&offer["line"], line);
    }
    tour.fails(404, Call::get("/api/v1/catalog/offers/{offer}", &["free-lunch"])).await;
    let lessons = tour.ok(Call::get("/api/v1/lessons", &["?lang=es"])).await;
    assert_eq!(lessons.as_array().map(Vec::len), Some(24));
    assert_eq!(lessons[0]["lesson"], "report-it");
    let lesson = tour.ok(Call::get("/api/v1/lessons/{lesson}", &["report-it"])).await;
    let checks = lesson["page"].as_array().map(|page| page.iter().filter(|b| b["kind"] == "check").count());
    assert_eq!((lesson["about"]["minutes"].as_u64(), checks), (Some(4), Some(3)));
    let lab = tour.ok(Call::get("/api/v1/lessons/{lesson}", &["backups-restore", "?lang=es"])).await;
    assert_eq!(lab["measure"], "backup-restored");
    tour.fails(404, Call::get("/api/v1/lessons/{lesson}", &["sewing"])).await;
    tour.fails(400, Call::get("/api/v1/lessons", &["?lang=latin"])).await;
    package(tour).await;
    paper(tour).await;
}

async fn package(tour: &mut Tour) {
    let path = "/api/v1/lessons/{lesson}/package.zip";
    for query in ["", "?kind=scorm2004", "?kind=cmi5&lang=es"] {
        let at = format!("/api/v1/lessons/report-it/package.zip{query}");
        let (status, _) =
            tour.send("GET", path, Request::get(at).body(Body::empty()).expect("a request")).await;
        assert_eq!(status.as_u16(), 200, "{query}");
    }
    tour.fails(404, Call::get(path, &["sewing"])).await;
    tour.fails(400, Call::get(path, &["report-it", "?kind=aicc"])).await;
    tour.fails(400, Call::get(path, &["report-it", "?language=es"])).await;
}

async fn paper(tour: &mut Tour) {
    let path = "/api/v1/lessons/{lesson}/page.pdf";
    for query in ["", "?lang=es"] {
        let at = format!("/api/v1/lessons/report-it/page.pdf{query}");
        let (status, pdf) =
            tour.send("GET", path, Request::get(at).body(Body::empty()).expect("a request")).await;
        assert!(status.as_u16() == 200 && pdf.starts_with("%PDF-"), "{query}: {status}");
    }
    tour.fails(404, Call::get(path, &["sewing"])).await;
    tour.fails(400, Call::get(path, &["report-it", "?lang=xx"])).await;
    tour.fails(400, Call::get(path, &["report-it", "?language=es"])).await;
}
