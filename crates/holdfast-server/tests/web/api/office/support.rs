//! Support's desk: the queue, one request with the hospital beside it, answers, closing and opening again.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL as HERE;
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour, text};

const QUEUE: &str = "/api/v1/office/support";
const ONE: &str = "/api/v1/office/support/{request}";
const ANSWER: &str = "/api/v1/office/support/{request}/answer";
const CLOSE: &str = "/api/v1/office/support/{request}/close";
const REOPEN: &str = "/api/v1/office/support/{request}/reopen";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    tour.portal.registered(HERE, true).await;
    let (_, rae) = tour.token_of("Rae Vance", Role::Reviewer, None).await;
    let (_, pat) = tour.token_of("Pat Partner", Role::Partner, None).await;
    let ask = |subject: &str, care: &str| {
        json!({ "care": care, "subject": subject, "text": "Since six.", "ccn": HERE,
            "name": "Dana Reyes", "email": "dana@fixturememorial.example" })
    };
    for (subject, care) in [("Second", "no"), ("First", "now")] {
        tour.ok(Call::post("/api/v1/help", &[], ask(subject, care))).await;
        tour.portal.clock.pass_minutes(5);
    }
    let queue = tour.ok(Call::get(QUEUE, &[]).by(&rae)).await;
    let subject = |queue: &Value, i: usize| text(&queue["requests"]["items"][i]["line"]["subject"]);
    assert_eq!((subject(&queue, 0).as_str(), subject(&queue, 1).as_str()), ("First", "Second"));
    assert_eq!((&queue["is_cut"], &queue["requests"]["n_all"]), (&json!(false), &json!(2)));
    tour.fails(400, Call::get(QUEUE, &["?show=all"]).by(&rae)).await;
    tour.fails(403, Call::get(QUEUE, &[]).by(&pat)).await;

    let first = &queue["requests"]["items"][0];
    assert_eq!((&first["signed_in"], &first["hospital_proven"]), (&json!(false), &json!(false)));
    let id = text(&first["line"]["request"]);
    let desk = tour.ok(Call::get(ONE, &[&id]).by(&rae)).await;
    assert_eq!(desk["hospital"]["hospital"]["phone"], "(555) 555-0101");
    assert_eq!(
        (&desk["hospital"]["registration"], &desk["hospital"]["n_people"]),
        (&json!("validated"), &json!(0))
    );
    tour.fails(404, Call::get(ONE, &["999"]).by(&rae)).await;
    tour.fails(404, Call::get(ONE, &["abc"]).by(&rae)).await;

    tour.fails(422, Call::post(ANSWER, &[&id], json!({ "text": " " })).by(&rae)).await;
    tour.fails(404, Call::post(ANSWER, &["999"], json!({ "text": "Hello." })).by(&rae)).await;
    let answer = json!({ "text": "Press F5.", "closes": true });
    let closed = tour.ok(Call::post(ANSWER, &[&id], answer.clone()).by(&rae)).await;
    assert_eq!(
        (&closed["request"]["line"]["open"], &closed["messages"][1]["from_support"]),
        (&json!(false), &json!(true))
    );
    tour.ok(Call::post(ANSWER, &[&id], answer).by(&rae)).await;
    let n_answers = tour.portal.mails().await.iter().filter(|m| m.new.kind == "help-answer").count();
    assert_eq!(n_answers, 1, "the same answer sent twice goes out once");
    assert_eq!(subject(&tour.ok(Call::get(QUEUE, &["?show=closed"]).by(&rae)).await, 0), "First");
    let open = tour.ok(Call::post(REOPEN, &[&id], Value::Null).bare().by(&rae)).await;
    assert_eq!(open["request"]["line"]["open"], true);
    let closed = tour.ok(Call::post(CLOSE, &[&id], Value::Null).bare().by(&rae)).await;
    assert_eq!(closed["request"]["line"]["open"], false);
    for path in [CLOSE, REOPEN] {
        tour.fails(404, Call::post(path, &["999"], Value::Null).bare().by(&rae)).await;
        tour.fails(403, Call::post(path, &[&id], Value::Null).bare().by(&pat)).await;
    }
}
