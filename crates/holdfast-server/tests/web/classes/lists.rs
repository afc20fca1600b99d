//! Lists of a class and of colleges: kept as they were shown, up to so many lines, and counted for the office in groups.

use super::*;

/// A class that runs, as whoever teaches it opens it.
async fn running(portal: &Portal, olu: &mut Browser, n_seats: &str) -> (String, String, Browser) {
    let college = add_college(olu, &[]).await;
    let planned = olu.post("/office/cohorts/new", &with(&class(&college), &[("seats", n_seats)])).await;
    let id = id_in(planned.is(303).location());
    olu.post(&format!("/office/cohorts/{id}"), &[("act", "open")]).await.is(303);
    let teach = link(portal, olu, &id).await;
    let mut ines = portal.browser();
    ines.post(&teach, &[("act", "start")]).await.is(303);
    (id, teach, ines)
}

#[tokio::test]
async fn what_is_kept_is_what_was_shown() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let (_, teach, mut ines) = running(&portal, &mut olu, "3").await;
    let (grades, list) = (format!("{teach}/grades"), format!("{teach}/list"));
    let unseen = upload(&list, &[("csv", "name\nEve Self\n"), ("act", "keep")], None);
    ines.send(unseen).await.is(409).shows("not what was shown to you").shows("1 new person to keep");
    ines.get(&teach).await.hides("Eve Self");

    let file = upload(&list, &[("act", "look")], Some(("list.csv", b"Full Name\r\nLuz Mu\xf1oz\r\n")));
    let looked = ines.send(file).await;
    looked.is(200).shows("Luz Mu\u{f1}oz joins");
    let seen = shown(&looked);
    let sent = [("csv", "Full Name\r\nLuz Mu\u{f1}oz\r\n"), ("act", "keep"), ("shown", seen.as_str())];
    let other = upload(&list, &sent, Some(("other.csv", b"name\nMal Lory\n")));
    let told = ines.send(other).await;
    told.is(409).shows("not what was shown to you").shows("Mal Lory joins");
    ines.get(&teach).await.hides("Mal Lory");
    ines.send(upload(&list, &sent, None)).await.is(303);
    ines.get(&teach).await.shows("Luz Mu\u{f1}oz");

    let passed = "seat,grade\n1,passed\n";
    let looked = send(&mut ines, &grades, passed, "look").await;
    send(&mut ines, &grades, "seat,grade\n1,withdrew\n", "keep").await.is(303);
    let seen = shown(&looked);
    let late = upload(&grades, &[("csv", passed), ("act", "keep"), ("shown", &seen)], None);
    let late = ines.send(late).await;
    late.is(409).shows("Seat 1, Luz Mu\u{f1}oz: Passed, before Withdrew");
}

#[tokio::test]
async fn a_list_longer_than_a_class_is_told_at_its_line() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let (_, teach, mut ines) = running(&portal, &mut olu, "3").await;
    ines.get(&teach).await.shows("up to 100 KB and 500 lines");
    let long = |head: &str, line: &str| format!("{head}\n{}", line.repeat(501));
    for (box_of, list) in [("grades", long("seat,grade", "1,p\n")), ("list", long("name", "A\n"))] {
        let told = send(&mut ines, &format!("{teach}/{box_of}"), &list, "look").await;
        told.is(422).shows("Line 502 is one too many: such a list has up to 500 lines");
    }
    let open = "seat,name,grade\n1,\"Ann,passed\n";
    let told = send(&mut ines, &format!("{teach}/grades"), open, "look").await;
    told.is(422).shows("Line 2 opens a quotation mark that is not closed there");
}

#[tokio::test]
async fn the_office_counts_grades_from_eight_people_on() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    let (id, teach, mut ines) = running(&portal, &mut olu, "8").await;
    let names: String = (1..=8).map(|n| format!("Person{n},Made Up\n")).collect();
    let (grades, list) = (format!("{teach}/grades"), format!("{teach}/list"));
    send(&mut ines, &list, &format!("First name,Last name\n{names}"), "keep").await.is(303);
    let all: String = (1..=7).map(|n| format!("{n},passed\n")).collect();
    send(&mut ines, &grades, &format!("Seat,Grade\n{all}"), "keep").await.is(303);
    let page = olu.get(&format!("/office/cohorts/{id}")).await;
    page.shows("Passed: 7, Did not pass: 0, Withdrew: 0, No grade: 1").hides("Made Up");
}

#[tokio::test]
async fn every_college_is_on_some_page_and_a_second_file_adds_none() {
    let portal = Portal::new().await;
    let (_, mut ivo) = hospital(&portal).await;
    let mut olu = office(&portal).await;
    let head = "name,city,state,zip,contact_name,contact_email,packs,seats";
    let row = |n: usize| format!("College {n:02},Edge,ZZ,99901,Bea Dean,bea@ridge.example,it,10\n");
    let list = format!("{head}\n{}", (0..26).map(row).collect::<String>());
    let file = "/office/colleges/file";
    send(&mut olu, file, &list, "keep").await.is(303);
    ivo.get(OWN).await.shows("College 24").hides("College 25");
    ivo.get(&format!("{OWN}?page=2")).await.shows("College 25").hides("College 24");
    ivo.get(&format!("{OWN}?page=x")).await.is(200).shows("College 00");

    send(&mut olu, file, &list, "look").await.is(200).shows("26 lines are as on the list");
    let saved = olu.get("/office/colleges.csv").await;
    let last = saved.body.lines().last().expect("a line").trim_end().to_owned();
    let id = last.rsplit(',').next().expect("an id").to_owned();
    let few = format!("college,name,zip,contact_phone\n{id},College 25 at Edge,99901,(999) 555-0100\n");
    send(&mut olu, file, &few, "look").await.shows("changes: name, contact phone").hides("is new");
    send(&mut olu, file, &few, "keep").await.is(303);
    let one = olu.get(&format!("/office/colleges/{id}")).await;
    assert_eq!(one.is(200).input("seats").as_deref(), Some("10"), "a column that the file lacks stays");

    let class = open_class(&mut olu, &id).await;
    ivo.get(&format!("{OWN}/{class}")).await.is(200).shows("College 25 at Edge");
    ivo.get(&format!("{OWN}?page=2")).await.shows("3 seats left of 3");
}
