//! Calls about a hospital's papers.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::tour::{Call, Tour};

const PAPERS: &str = "/api/v1/hospitals/{ccn}/papers";
const PAPER: &str = "/api/v1/hospitals/{ccn}/papers/{file}";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(FIXTURE_MEMORIAL, true).await;
    let (_, eve) = tour.token_of("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let (_, sam) = tour.token_of("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let list = tour.ok(Call::get(PAPERS, &[FIXTURE_MEMORIAL]).by(&eve)).await;
    assert_eq!(
        (list["is_known"].as_bool(), &list["papers"][0]["files"][0]),
        (Some(false), &"board.pdf".into())
    );
    tour.fails(403, Call::get(PAPERS, &[FIXTURE_MEMORIAL]).by(&sam)).await;
    tour.fails(400, Call::get(PAPERS, &[FIXTURE_MEMORIAL, "?as_of=soon"]).by(&eve)).await;
    let path = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/papers/");
    for (file, expect) in [("board.pdf", 200), ("oscal-results.json", 200), ("board.csv", 404)] {
        let mut request = Request::get(format!("{path}{file}")).body(Body::empty()).expect("a request");
        let token = format!("Bearer {eve}").parse().expect("a header");
        request.headers_mut().insert(header::AUTHORIZATION, token);
        let (status, body) = tour.send("GET", PAPER, request).await;
        assert_eq!(status.as_u16(), expect, "{file}: {body}");
    }
}
