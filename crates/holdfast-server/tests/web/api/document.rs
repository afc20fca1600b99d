//! The document and the route table say the same, and the document says it well.

use std::collections::BTreeSet;

use holdfast_testkit::Portal;
use serde_json::Value;

use super::tour::{Tour, calls};

#[tokio::test]
async fn table_and_document_name_the_same_calls() {
    let tour = Tour::start().await;
    let table: BTreeSet<String> = tour
        .portal
        .routes
        .iter()
        .filter(|r| r.path.starts_with("/api/v1"))
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    assert_eq!(table, calls(&tour.document));
    assert!(tour.portal.routes.iter().filter(|r| r.path.starts_with("/api/v1")).all(|r| r.access.is_api()));
}

#[tokio::test]
async fn each_call_is_described_for_a_person() {
    let tour = Tour::start().await;
    let document = &tour.document;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Holdfast API");
    assert_eq!(document["info"]["license"]["name"], "MIT OR Apache-2.0");
    let tags: Vec<&str> =
        document["tags"].as_array().expect("tags").iter().filter_map(|t| t["name"].as_str()).collect();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, call) in item.as_object().expect("calls") {
            let name = format!("{method} {path}");
            let id = call["operationId"].as_str().expect("an id").to_owned();
            assert!(ids.insert(id), "{name} shares its id");
            let tag = call["tags"][0].as_str().unwrap_or_default();
            assert!(tags.contains(&tag), "{name}: {tag}");
            for part in ["summary", "description"] {
                assert!(call[part].as_str().is_some_and(|s| s.len() > 4), "{name} has no {part}");
            }
            let wants: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
            let params = call["parameters"].as_array().into_iter().flatten();
            let has: BTreeSet<&str> =
                params.filter(|p| p["in"] == "path").filter_map(|p| p["name"].as_str()).collect();
            assert_eq!(wants, has, "{name}");
        }
    }
}

#[tokio::test]
async fn a_call_that_needs_a_role_says_so() {
    let tour = Tour::start().await;
    let accept = &tour.document["paths"]["/api/v1/hospitals/{ccn}/offers/{offer}/accept"]["post"];
    assert_eq!(accept["security"][0]["token"], Value::Array(Vec::new()));
    assert!(accept["description"].as_str().expect("text").ends_with("Needs: api hospital: accept_offer."));
    assert!(accept["responses"]["401"].is_object() && accept["responses"]["403"].is_object());
    let check = &tour.document["paths"]["/api/v1/check/{ccn}"]["get"];
    assert!(check["security"].is_null() && check["responses"]["429"].is_object());
}

#[tokio::test]
async fn the_api_page_lists_every_call() {
    let portal = Portal::new().await;
    let page = portal.browser().get("/api").await;
    page.is(200).shows("Accept an offer").shows("/api/v1/openapi.json");
    for row in portal.routes.iter().filter(|r| r.path.starts_with("/api/v1")) {
        page.shows(row.path);
    }
}
