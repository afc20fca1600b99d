//! The same by calls.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use super::*;

async fn token(portal: &Portal, name: &str, role: Role, ccn: Option<&str>) -> String {
    let account = portal.person(name, role, ccn).await;
    portal.app.make_api_token(account, "a program", 1).await.expect("a token").1.reveal().to_owned()
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

fn csv(path: &str, token: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

#[tokio::test]
async fn a_class_is_planned_filled_and_closed_by_calls() {
    let portal = Portal::new().await;
    let (_, _ivo) = hospital(&portal).await;
    let office = token(&portal, "Ona Office", Role::ProgramOffice, None).await;
    let manager = token(&portal, "Mia Manager", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut program = portal.browser();
    let college = json!({ "name": "Valley College", "city": "Franklin", "state": "ZZ", "zip": "99901",
        "contact_name": "Ada Dean", "contact_email": "ada@valley.example", "packs": ["it"], "seats": 3 });
    let colleges = "/api/v1/office/colleges";
    let added = read(program.json("POST", colleges, Some(&office), &college).await.is(200));
    let id = added["college"].as_str().expect("an id").to_owned();
    let bad = program.json("POST", colleges, Some(&office), &json!({ "name": "x" })).await;
    bad.is(400);
    let one =
        read(program.json("GET", &format!("{colleges}/{id}"), Some(&office), &Value::Null).await.is(200));
    assert!(one["near"].as_array().is_some_and(|near| !near.is_empty()));
    let file = "name,zip\nx,y\n";
    let looked = program.send(csv(&format!("{colleges}/file"), &office, file)).await;
    assert_eq!(read(looked.is(200))["n_new"], 0);
    let plan = json!({ "college": id, "title": "Security", "pack": "it", "starts_on": "2026-04-06",
        "ends_on": "2026-05-15", "seats": 3, "instructor": "Ines Teacher", "instructor_email": "ines@valley.example" });
    let planned = read(program.json("POST", "/api/v1/office/cohorts", Some(&office), &plan).await.is(200));
    let class = planned["class"]["cohort"].as_str().expect("an id").to_owned();
    let at = format!("/api/v1/office/cohorts/{class}");
    let moves = format!("{at}/moves");
    program.json("POST", &moves, Some(&office), &json!({ "move": "start" })).await.is(409);
    program.json("POST", &moves, Some(&office), &json!({ "move": "open" })).await.is(200);
    program.json("POST", &moves, Some(&office), &json!({ "move": "close" })).await.is(422);
    program.json("POST", &format!("{at}/link"), Some(&office), &json!({})).await.is(200);
    let own = format!("/api/v1/hospitals/{FIXTURE_MEMORIAL}/training/classes");
    let seen = read(program.json("GET", &own, Some(&manager), &Value::Null).await.is(200));
    assert_eq!(seen["near"][0]["classes"][0]["n_left"], 3);
    let seats = format!("{own}/{class}/seats");
    let put = json!({ "numbers": ["001", "999"], "names": ["Cy Own"] });
    let taken = read(program.json("POST", &seats, Some(&manager), &put).await.is(200));
    assert_eq!((&taken["n_new"], &taken["faults"][0]["line"]), (&json!(2), &json!(2)));
    program.json("DELETE", &format!("{seats}/2"), Some(&manager), &Value::Null).await.is(200);
    program.json("DELETE", &format!("{seats}/2"), Some(&manager), &Value::Null).await.is(404);
    let link = portal.mailed_link_to("teach-class", "ines@valley.example").await;
    let teach = link.rsplit('/').next().expect("a token").to_owned();
    program.json("GET", "/api/v1/class", None, &Value::Null).await.is(401);
    program.json("GET", "/api/v1/class", Some("x"), &Value::Null).await.is(410);
    let mine = read(program.json("GET", "/api/v1/class", Some(&teach), &Value::Null).await.is(200));
    assert_eq!(mine["people"][0]["name"], "Ada Moss");
    program.json("POST", "/api/v1/class/start", Some(&teach), &json!({})).await.is(200);
    let grades = "seat,grade\n1,passed\n";
    let looked = read(program.send(csv("/api/v1/class/grades", &teach, grades)).await.is(200));
    assert_eq!(looked["kept"], false);
    let digest = looked["shown"].as_str().expect("a digest").to_owned();
    let other = format!("/api/v1/class/grades?keep=true&shown={digest}");
    let told = program.send(csv(&other, &teach, "seat,grade\n1,withdrew\n")).await;
    assert_eq!(read(told.is(409))["current"]["kept"], false, "it is not the list that was looked at");
    let kept = program.send(csv(&other, &teach, grades)).await;
    assert_eq!(read(kept.is(200))["n_new"], 1);
    program.send(csv("/api/v1/class/list?keep=true", &teach, "name\nEve Self\n")).await.is(200);
    program.json("POST", "/api/v1/class/close", Some(&teach), &json!({})).await.is(409);
    let why = json!({ "why": "Eve came late" });
    let closed = read(program.json("POST", "/api/v1/class/close", Some(&teach), &why).await.is(200));
    assert_eq!(
        (&closed["class"]["state"], &closed["class"]["why"]),
        (&json!("closed"), &json!("Eve came late"))
    );
    let office_sees = read(program.json("GET", &at, Some(&office), &Value::Null).await.is(200));
    assert_eq!((&office_sees["grades"], &office_sees["class"]["why"]), (&Value::Null, &json!("")));
    assert!(!office_sees.to_string().contains("Ada Moss"), "the office sees how many, never who");
}
