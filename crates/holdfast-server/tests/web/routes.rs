//! Every route with what it needs, as a picture for review; and each one tried as a stranger, and as someone else's administrator.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_server::routes::{Access, RouteRow};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Answer, Browser, Portal};

/// A path with something in each of its places.
fn filled(path: &str, ccn: &str) -> String {
    path.split('/')
        .map(|part| match part {
            "{ccn}" => ccn.to_owned(),
            "{id}" | "{case}" => "1".to_owned(),
            p if p.starts_with('{') => "x".to_owned(),
            p => p.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn ask(browser: &mut Browser, row: &RouteRow, ccn: &str, site: &str) -> Answer {
    let request = Request::builder()
        .method(row.method)
        .uri(filled(row.path, ccn))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .body(Body::empty())
        .expect("a request");
    browser.send(request).await
}

/// A new line here is a new door: look at what it asks for before accepting the picture.
#[tokio::test]
async fn the_whole_table() {
    let portal = Portal::new().await;
    let mut lines: Vec<String> =
        portal.routes.iter().map(|r| format!("{:6} {:60} {}", r.method, r.path, r.access.label())).collect();
    lines.sort_by(|a, b| a[7..].cmp(&b[7..]).then(a.cmp(b)));
    let table = lines.iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{line}");
        out
    });
    insta::assert_snapshot!("routes", table);
}

#[tokio::test]
async fn a_stranger_gets_no_further_than_sign_in() {
    let portal = Portal::new().await;
    for row in &portal.routes {
        // Calls of strangers are counted, and there are more of them than a minute allows.
        portal.clock.pass_minutes(1);
        let answer = ask(&mut portal.browser(), row, FIXTURE_MEMORIAL, "same-origin").await;
        let name = format!("{} {}: {}", row.method, row.path, answer.status);
        match row.access {
            Access::Public
            | Access::PublicLimited
            | Access::Draft
            | Access::DraftAnswer(_)
            | Access::Learner
            | Access::ApiPublic
            | Access::ApiLimited => {}
            Access::SignedIn | Access::Program(_) | Access::Hospital(_) => {
                assert_eq!(answer.status.as_u16(), 303, "{name}");
                assert!(answer.location().starts_with("/sign-in"), "{name}");
            }
            Access::ApiSignedIn
            | Access::ApiProgram(_)
            | Access::ApiHospital(_)
            | Access::ApiDraft
            | Access::ApiLearner
            | Access::ApiMachine => {
                assert_eq!(answer.status.as_u16(), 401, "{name}");
                assert!(answer.body.starts_with('{'), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn an_administrator_of_another_hospital_and_a_partner_are_turned_away() {
    let portal = Portal::new().await;
    let mut other = portal.signed_in_as("Oli Park", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let mut partner = portal.signed_in_as("Pia Wolf", Role::Partner, None).await;
    for row in &portal.routes {
        let name = format!("{} {}", row.method, row.path);
        match row.access {
            Access::Hospital(_) => {
                assert_eq!(ask(&mut other, row, FIXTURE_MEMORIAL, "same-origin").await.status, 403, "{name}");
                assert_eq!(ask(&mut other, row, "999999", "same-origin").await.status, 403, "{name}");
                assert_eq!(
                    ask(&mut partner, row, FIXTURE_MEMORIAL, "same-origin").await.status,
                    403,
                    "{name}"
                );
            }
            Access::Program(action) => {
                assert_eq!(ask(&mut other, row, FIXTURE_MEMORIAL, "same-origin").await.status, 403, "{name}");
                if !Role::Partner.allows(action) {
                    let answer = ask(&mut partner, row, FIXTURE_MEMORIAL, "same-origin").await;
                    assert_eq!(answer.status, 403, "{name}");
                }
            }
            _ => {}
        }
    }
}

/// Bearer tokens are not cookies: neither opens the other's door.
#[tokio::test]
async fn a_token_and_a_session_do_not_stand_in_for_each_other() {
    let portal = Portal::new().await;
    let account = portal.person("Ann Lee", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, token) = portal.app.make_api_token(account, "a program", 1).await.expect("a token");
    let mut by_cookie = portal.browser();
    by_cookie.set_cookie("session", token.reveal());
    by_cookie.get("/account").await.is(303);
    let signed_in = portal.signed_in(account).await;
    let session = signed_in.cookie("session").expect("a session").to_owned();
    let api = portal.routes.iter().find(|r| r.access == Access::ApiSignedIn && r.method == "GET");
    if let Some(row) = api {
        let request = Request::get(filled(row.path, FIXTURE_MEMORIAL))
            .header(header::AUTHORIZATION, format!("Bearer {session}"))
            .body(Body::empty())
            .expect("a request");
        portal.browser().send(request).await.is(401);
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_no_form_from_elsewhere_is_taken() {
    let portal = Portal::new().await;
    let mut signed_in =
        portal.signed_in_as("Ann Lee", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    for row in &portal.routes {
        let name = format!("{} {}", row.method, row.path);
        let answer = ask(&mut portal.browser(), row, FIXTURE_MEMORIAL, "same-origin").await;
        let mut needed = vec!["content-security-policy", "x-content-type-options", "cache-control"];
        // The one asset of the table says less, since it is no page; `frame.rs` holds what it says.
        if row.path != "/favicon.ico" {
            needed.extend([
                "x-frame-options",
                "referrer-policy",
                "cross-origin-opener-policy",
                "permissions-policy",
            ]);
        }
        for header in needed {
            assert!(answer.headers.contains_key(header), "{name} has no {header}");
        }
        if row.method != "GET" {
            for site in ["cross-site", "same-site"] {
                let answer = ask(&mut signed_in, row, FIXTURE_MEMORIAL, site).await;
                assert_eq!(answer.status, 403, "{name} from {site}");
            }
        }
    }
    signed_in.get("/account").await.is(200);
}
