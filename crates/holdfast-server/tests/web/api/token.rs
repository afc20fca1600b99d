//! What a token opens: its owner's roles as they are when it is used, until it is revoked, runs out, or its owner may not sign in.

use holdfast_core::model::{Action, Ccn, Role};
use holdfast_server::routes::Access;
use holdfast_store::Accounts;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL as HERE;
use serde_json::Value;

use super::tour::Tour;

async fn status(portal: &Portal, path: &str, token: &str) -> u16 {
    portal.browser().json("GET", path, Some(token), &Value::Null).await.status.as_u16()
}

#[tokio::test]
async fn a_role_counts_while_it_is_held() {
    let tour = Tour::start().await;
    tour.portal.registered(HERE, true).await;
    let (account, token) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    let (queue, own) = ("/api/v1/office/queue".to_owned(), format!("/api/v1/hospitals/{HERE}"));
    assert_eq!(status(&tour.portal, &queue, &token).await, 200);
    assert_eq!(status(&tour.portal, &own, &token).await, 403, "no program role reads a hospital");
    let here = Ccn::parse(HERE).expect("a number");
    let now_ms = tour.portal.app.now_ms();
    let mut write = tour.portal.app.store.write().await.expect("a write");
    write.take_role(account, Role::Reviewer, None, now_ms).await.expect("taken");
    write.give_role(account, Role::Executive, Some(here), None, now_ms).await.expect("given");
    write.commit().await.expect("kept");
    assert_eq!(status(&tour.portal, &queue, &token).await, 403);
    assert_eq!(status(&tour.portal, &own, &token).await, 200);
    let mut write = tour.portal.app.store.write().await.expect("a write");
    write.disable_account(account, Some(1)).await.expect("switched off");
    write.commit().await.expect("kept");
    assert_eq!(status(&tour.portal, &own, &token).await, 401, "whoever may not sign in has no token either");
}

#[tokio::test]
async fn a_token_ends_by_itself_and_when_it_is_revoked() {
    let tour = Tour::start().await;
    let (account, month) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    let (id, year) = tour.portal.app.make_api_token(account, "a year", 365).await.expect("a token");
    let path = "/api/v1/office/queue";
    tour.portal.clock.pass_minutes(30 * 24 * 60 - 1);
    assert_eq!(status(&tour.portal, path, &month).await, 200);
    tour.portal.clock.pass_minutes(2);
    assert_eq!(status(&tour.portal, path, &month).await, 401);
    assert_eq!(status(&tour.portal, path, year.reveal()).await, 200);
    tour.portal.app.revoke_api_token(account, id).await.expect("revoked");
    assert_eq!(status(&tour.portal, path, year.reveal()).await, 401);
    assert!(tour.portal.app.actor_of_api_token(&year.hash()).await.expect("read").is_none());
}

#[tokio::test]
async fn a_partner_reads_totals_and_nothing_else_of_the_program() {
    let tour = Tour::start().await;
    let (account, token) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let mut opened = Vec::new();
    for row in tour.portal.routes.iter().filter(|r| r.path.starts_with("/api/v1/office")) {
        let path = row.path.replace("{ccn}", HERE).replace(['{', '}'], "");
        let answer = tour.portal.browser().json(row.method, &path, Some(&token), &Value::Null).await;
        if answer.status.as_u16() != 403 {
            opened.push(row.path);
            assert_eq!(row.access, Access::ApiProgram(Action::ViewAggregates));
            assert!(answer.body.contains("\"exact\":false"), "{}", answer.body);
        }
    }
    assert_eq!(opened, ["/api/v1/office/totals", "/api/v1/office/care"]);
    let mut read = tour.portal.app.store.read().await.expect("a read");
    assert_eq!(read.grants(account).await.expect("read").len(), 1);
}
