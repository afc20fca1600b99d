//! What nobody means to send to a class: wrong links, wrong ids, lists that are none.

use super::*;

#[tokio::test]
async fn wrong_addresses_open_nothing() {
    let portal = Portal::new().await;
    let (_, mut ivo) = hospital(&portal).await;
    let mut olu = office(&portal).await;
    for path in ["/teach/x", "/teach/x/class.csv"] {
        portal.browser().get(path).await.is(410);
    }
    portal.browser().post("/teach/x", &[("act", "close")]).await.is(410);
    send(&mut portal.browser(), "/teach/x/grades", "seat,grade\n1,passed\n", "keep").await.is(410);
    for path in ["/office/colleges/x", "/office/colleges/7", "/office/cohorts/x", "/office/cohorts/7"] {
        olu.get(path).await.is(404);
    }
    olu.get("/office/cohorts/new").await.is(404);
    ivo.get(&format!("{OWN}/x")).await.is(404);
    ivo.post(&format!("{OWN}/7"), &[("names", "Ann")]).await.is(404);
    ivo.post(OWN, &[("cohort", "7"), ("seat", "1")]).await.is(404);
}

#[tokio::test]
async fn a_planned_class_is_nobodys_but_the_offices() {
    let portal = Portal::new().await;
    let (_, mut ivo) = hospital(&portal).await;
    let mut olu = office(&portal).await;
    let college = add_college(&mut olu, &[]).await;
    let id = id_in(olu.post("/office/cohorts/new", &class(&college)).await.is(303).location());
    ivo.get(&format!("{OWN}/{id}")).await.is(404);
    ivo.post(&format!("{OWN}/{id}"), &[("names", "Ann")]).await.is(404);
}

#[tokio::test]
async fn lists_that_are_none_keep_nothing_and_never_become_markup() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let college = add_college(&mut olu, &[("name", "<script>College")]).await;
    let id = open_class(&mut olu, &college).await;
    let teach = link(&portal, &mut olu, &id).await;
    let mut ines = portal.browser();
    ines.post(&teach, &[("act", "start")]).await.is(303);
    let (grades, list) = (format!("{teach}/grades"), format!("{teach}/list"));
    let workbook = upload(&grades, &[("act", "keep")], Some(("grades.xlsx", b"PK\x03\x04\x00\x00")));
    ines.send(workbook).await.is(422).shows("This is no CSV");
    let big = "1,passed\n".repeat(12_000);
    let big =
        upload(&grades, &[("act", "keep")], Some(("grades.csv", format!("seat,grade\n{big}").as_bytes())));
    ines.send(big).await.is(422).shows("larger than 100 KB");
    send(&mut ines, &grades, "seat,grade\n1,passed\n", "look").await.is(200).shows("The class has no seat 1");
    let sly = send(&mut ines, &list, "name\n<script>x</script>\n=cmd()\n", "keep").await;
    sly.is(303);
    let page = ines.get(&teach).await;
    assert!(!page.body.contains("<script>x"), "what was sent is shown as text");
    let csv = ines.get(&format!("{teach}/class.csv")).await;
    assert!(csv.body.contains("2,'=cmd(),"), "a spreadsheet runs nothing: {}", csv.body);
    let again = csv.body.replace("'=cmd(),,", "'=cmd(),,passed");
    send(&mut ines, &grades, &again, "look").await.shows("1 grade to keep");
    ines.post(&teach, &[("act", "burn")]).await.is(400);
}
