//! The program's own people: invited, taken a role, let back in.

use holdfast_core::model::Role;
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour, text};

const PEOPLE: &str = "/api/v1/office/people";
const ROLE: &str = "/api/v1/office/people/{account}/roles/{role}";
const INVITATIONS: &str = "/api/v1/office/invitations";
const BACK_IN: &str = "/api/v1/office/people/let-back-in";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (olga, token) = tour.token_of("Olga Tan", Role::ProgramOffice, None).await;
    let (ray, lost) = tour.token_of("Ray Fox", Role::Reviewer, None).await;
    let people = tour.ok(Call::get(PEOPLE, &[]).by(&token)).await;
    assert_eq!((&people["n_all"], &people["items"][1]["name"]), (&json!(2), &json!("Ray Fox")));
    tour.fails(403, Call::get(PEOPLE, &[]).by(&lost)).await;

    let invite = |email: &str, role: &str| {
        Call::post(INVITATIONS, &[], json!({ "email": email, "role": role })).by(&token)
    };
    tour.fails(422, invite("new@office.example", "hospital_it")).await;
    tour.fails(422, invite("new", "partner")).await;
    tour.fails(409, invite("ray.fox@fixturememorial.example", "reviewer")).await;
    tour.ok(invite("new@office.example", "partner")).await;
    let link = tour.portal.mailed_link("invitation").await;
    let open = tour.ok(Call::get(INVITATIONS, &[]).by(&token)).await;
    assert_eq!(open[0]["role"], "partner");
    let name = text(&open[0]["invitation"]);
    tour.ok(Call::delete("/api/v1/office/invitations/{invitation}", &[&name]).by(&token)).await;
    tour.portal.browser().get(&link).await.is(410);

    let (olga, ray) = (olga.to_string(), ray.to_string());
    let last = tour.fails(409, Call::delete(ROLE, &[&olga, "program_office"]).by(&token)).await;
    assert!(text(&last["next"]).contains("last person who runs the program"), "{last}");
    tour.fails(404, Call::delete(ROLE, &[&ray, "hospital_it"]).by(&token)).await;
    tour.fails(404, Call::delete(ROLE, &["ray", "reviewer"]).by(&token)).await;
    tour.ok(Call::get("/api/v1/office/queue", &[]).by(&lost)).await;
    tour.ok(Call::delete(ROLE, &[&ray, "reviewer"]).by(&token)).await;
    tour.fails(403, Call::get("/api/v1/office/queue", &[]).by(&lost)).await;

    let back = |email: &str, called: Value| {
        Call::post(BACK_IN, &[], json!({ "email": email, "called": called })).by(&token)
    };
    let ray = "ray.fox@fixturememorial.example";
    let early = tour.fails(422, back(ray, json!(false))).await;
    assert_eq!(early["fields"][0]["field"], "called");
    tour.fails(400, back(ray, Value::Null)).await;
    tour.fails(422, back("nobody@office.example", json!(true))).await;
    tour.fails(409, back("olga.tan@fixturememorial.example", json!(true))).await;
    tour.ok(back(ray, json!(true))).await;
    tour.portal.mailed_link("let-back-in").await;
}
