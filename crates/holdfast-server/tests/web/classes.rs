//! Colleges and their classes: the office keeps a list and plans, hospitals near put people forward, whoever teaches grades and closes.

mod by_call;
mod hostile;
mod lists;

use holdfast_core::catalog::Lesson;
use holdfast_core::model::{CompletionHow, HospitalScope, Role};
use holdfast_store::Training;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Answer, Browser, Portal};

use crate::evidence::upload;

const COLLEGE: &[(&str, &str)] = &[
    ("version", "0"),
    ("name", "Franklin Valley College"),
    ("unit_id", "999901"),
    ("address", "1 Campus Way"),
    ("city", "Franklin City"),
    ("state", "ZZ"),
    ("zip", "99901"),
    ("lat", ""),
    ("lon", ""),
    ("contact_name", "Ada Dean"),
    ("contact_email", "ada@valley.example"),
    ("contact_phone", "(999) 555-0100"),
    ("packs", "it"),
    ("packs", "clinical"),
    ("lessons", "report-it"),
    ("seats", "3"),
];

const OWN: &str = "/hospital/991301/training/classes";

/// Fields of a form with others in their place.
fn with<'a>(base: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_other = |name: &str| other.iter().any(|(o, _)| *o == name);
    let kept = base.iter().filter(|(name, _)| !is_other(name)).copied();
    kept.chain(other.iter().copied()).collect()
}

fn class(college: &str) -> Vec<(&str, &str)> {
    vec![
        ("version", "0"),
        ("college", college),
        ("title", "Security for small hospitals"),
        ("pack", "it"),
        ("lessons", ""),
        ("starts_on-month", "4"),
        ("starts_on-day", "6"),
        ("starts_on-year", "2026"),
        ("ends_on-month", "5"),
        ("ends_on-day", "15"),
        ("ends_on-year", "2026"),
        ("seats", "3"),
        ("instructor", "Ines Teacher"),
        ("instructor_email", "ines@valley.example"),
        ("external_id", "CIS-210"),
    ]
}

async fn office(portal: &Portal) -> Browser {
    portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await
}

/// Adds the college and gives its id.
async fn add_college(olu: &mut Browser, other: &[(&str, &str)]) -> String {
    let sent = olu.post("/office/colleges/new", &with(COLLEGE, other)).await;
    let to = sent.is(303).location().to_owned();
    id_in(&to)
}

/// The id in an address like `/office/colleges/7?done=added`.
fn id_in(to: &str) -> String {
    to.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned()
}

/// Plans a class, opens it, and gives its id.
async fn open_class(olu: &mut Browser, college: &str) -> String {
    let planned = olu.post("/office/cohorts/new", &class(college)).await;
    let id = id_in(planned.is(303).location());
    let at = format!("/office/cohorts/{id}");
    olu.post_and_follow(&at, &[("act", "open")]).await.shows("The class is open");
    id
}

/// Mails the link to a class and gives its address.
async fn link(portal: &Portal, olu: &mut Browser, class: &str) -> String {
    let at = format!("/office/cohorts/{class}");
    olu.post_and_follow(&at, &[("act", "link")]).await.shows("on its way").shows("A link is out");
    let link = portal.mailed_link_to("teach-class", "ines@valley.example").await;
    link[link.find("/teach/").expect("it leads to the class")..].to_owned()
}

/// A hospital with two people on its roster, and someone who runs training there.
async fn hospital(portal: &Portal) -> (HospitalScope, Browser) {
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let list = "Employee ID,Full Name,Dept,Role\n001,Ada Moss,Lab,it\n002,Ben Hill,Lab,it\n";
    let sent = upload(
        "/hospital/991301/training/roster",
        &[("whole", "yes")],
        Some(("roster.csv", list.as_bytes())),
    );
    let to = ivo.send(sent).await.is(303).location().to_owned();
    let page = ivo.get(&to).await;
    ivo.fill_in(to.split('?').next().unwrap_or_default(), &page, &[]).await.is(303);
    (scope, ivo)
}

/// Sends a list to look at it and, with `keep`, to keep what was shown.
async fn send(browser: &mut Browser, path: &str, csv: &str, act: &str) -> Answer {
    let looked = browser.send(upload(path, &[("csv", csv), ("act", "look")], None)).await;
    if act == "look" {
        return looked;
    }
    browser.send(upload(path, &[("csv", csv), ("act", act), ("shown", &shown(&looked))], None)).await
}

/// The digest of what a page shows of a list.
fn shown(looked: &Answer) -> String {
    let found = looked.hidden().into_iter().find(|(name, _)| name == "shown");
    found.map(|(_, digest)| digest).unwrap_or_default()
}

#[tokio::test]
async fn the_office_keeps_a_list_and_says_what_is_near() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    olu.get("/office/colleges").await.is(200).shows("No college is on the list");
    let bad = olu.post("/office/colleges/new", &with(COLLEGE, &[("zip", "9"), ("name", " ")])).await;
    bad.is(422).shows("Write the name of the college").shows("five digits");
    assert_eq!(bad.input("city").as_deref(), Some("Franklin City"), "nothing typed is lost");
    let id = add_college(&mut olu, &[]).await;
    let page = olu.get(&format!("/office/colleges/{id}")).await;
    page.is(200).shows("Franklin Valley College").shows("miles by road");
    let twice = olu.post("/office/colleges/new", &with(COLLEGE, &[("name", "Another")])).await;
    twice.is(422).shows("Franklin Valley College has this unit id already");
    let lost = [("unit_id", ""), ("name", "Nowhere College"), ("zip", "99998")];
    let nowhere = add_college(&mut olu, &lost).await;
    olu.get(&format!("/office/colleges/{nowhere}")).await.shows("Nobody knows where this college stands");
    olu.get("/office/colleges").await.shows("Middle of ZIP area 99901").shows("Not known: type its place");
    let change = with(COLLEGE, &[("version", "1"), ("seats", "9")]);
    let at = format!("/office/colleges/{id}");
    olu.post_and_follow(&at, &change).await.shows("The change is kept");
    let late = olu.post(&at, &with(COLLEGE, &[("version", "1"), ("city", "Edge")])).await;
    late.is(409).shows("Somebody changed this meanwhile").shows("seats: 9");
    let mut partner = portal.signed_in_as("Pia Wolf", Role::Partner, None).await;
    partner.get("/office/colleges").await.is(403);
    let mut rae = portal.signed_in_as("Rae Reviewer", Role::Reviewer, None).await;
    rae.get("/office/colleges").await.is(200).hides("Add a college");
    rae.post("/office/colleges/new", COLLEGE).await.is(403);
}

#[tokio::test]
async fn a_file_of_colleges_is_looked_at_mended_and_kept() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    add_college(&mut olu, &[]).await;
    let own = olu.get("/office/colleges.csv").await;
    let head = own.body.lines().next().expect("a head").to_owned();
    let row =
        |name: &str, zip: &str| format!("{name},,,Edge,ZZ,{zip},,,Bea Dean,bea@ridge.example,,it,,10\r\n");
    let list = format!("{}{}{}", own.body, row("Ridge College", "99902"), row("Bad College", "9"));
    let looked = send(&mut olu, "/office/colleges/file", &list, "look").await;
    looked
        .is(200)
        .shows("1 college to keep. Nothing is kept yet. 1 line is as on the list.")
        .shows("Line 4, zip");
    olu.get("/office/colleges").await.hides("Ridge College");
    let mended = format!("{head}\r\n{}", row("Ridge College", "99902"));
    let kept = send(&mut olu, "/office/colleges/file", &mended, "keep").await;
    assert_eq!(kept.is(303).location(), "/office/colleges?done=file");
    olu.get("/office/colleges").await.shows("Ridge College").shows("Franklin Valley College");
    send(&mut olu, "/office/colleges/file", "a,b\n1,2\n", "keep").await.is(422).shows("no column `name`");
    send(&mut olu, "/office/colleges/file", " ", "look")
        .await
        .is(422)
        .shows("Choose a file, or paste the list");
}

#[tokio::test]
async fn a_class_goes_from_plan_to_proof() {
    let portal = Portal::new().await;
    let (scope, mut ivo) = hospital(&portal).await;
    let mut olu = office(&portal).await;
    let college = add_college(&mut olu, &[]).await;
    let wrong = olu.post("/office/cohorts/new", &with(&class(&college), &[("ends_on-year", "2025")])).await;
    wrong.is(422).shows("The last day cannot come before the first");
    let planned = olu.post("/office/cohorts/new", &class(&college)).await;
    let id = id_in(planned.is(303).location());
    let at = format!("/office/cohorts/{id}");
    ivo.get(OWN).await.is(200).shows("Franklin Valley College").hides("Security for small hospitals");
    olu.post(&at, &[("act", "link")]).await.is(422).shows("Open the class first");
    olu.post_and_follow(&at, &[("act", "open")]).await.shows("The class is open");
    ivo.get(OWN).await.shows("miles by road").shows("3 seats left of 3");
    let own = format!("{OWN}/{id}");
    ivo.get(&own).await.is(200).shows("Ada Moss, Lab");
    let sent = [("person", "001"), ("person", "002"), ("numbers", ""), ("names", "Cy Own\nDee Late")];
    let told = ivo.post(&own, &sent).await;
    told.is(422).shows("3 people have a seat now").shows("No seat is left");
    let page = ivo.get(OWN).await;
    page.shows("3 seats are yours").shows("Ada Moss").hides("3 seats left");
    ivo.post_and_follow(OWN, &[("cohort", &id), ("seat", "3")]).await.shows("The seat is given back");
    olu.get(&at).await.shows("2 of 3 taken").shows("Fixture Memorial Hospital: 2").hides("Ada Moss");
    let teach = link(&portal, &mut olu, &id).await;
    let mut ines = portal.browser();
    ines.get(&teach).await.is(200).shows("Ada Moss").shows("Fixture Memorial Hospital").shows("2 of 3 seats");
    let (grades, list) = (format!("{teach}/grades"), format!("{teach}/list"));
    send(&mut ines, &grades, "seat,grade\n1,passed\n", "keep").await.is(422).shows("The class has not begun");
    send(&mut ines, &list, "name\nEve Self\n", "keep").await.is(303);
    ines.post_and_follow(&teach, &[("act", "start")]).await.shows("The class runs");
    ivo.post(OWN, &[("cohort", &id), ("seat", "1")]).await.is(400).shows("The class has begun");
    let csv = ines.get(&format!("{teach}/class.csv")).await;
    csv.is(200).shows("1,Ada Moss,Fixture Memorial Hospital,").shows("4,Eve Self,,");
    let filled = "seat,name,grade\n1,Ada Moss,passed\n2,Ben Hill,A+\n4,Eve Self,withdrew\n";
    let looked = send(&mut ines, &grades, filled, "look").await;
    looked.is(200).shows("2 grades to keep. Nothing is kept yet.").shows("Line 3, grade: `A+` is no grade");
    send(&mut ines, &grades, &filled.replace("A+", "did not pass"), "keep").await.is(303);
    let done = portal.app.store.read().await.expect("a read").completions(scope).await.expect("read");
    assert!(done.is_empty(), "nothing counts before the class is closed");
    ines.post_and_follow(&teach, &[("act", "close"), ("why", "")]).await.shows("The class is closed");
    ines.post(&teach, &[("act", "close"), ("why", "")]).await.is(422).shows("This class is over");
    let done = portal.app.store.read().await.expect("a read").completions(scope).await.expect("read");
    let pack = portal.app.catalog.lessons.packs.iter().find(|p| p.id.as_str() == "it").expect("a pack");
    assert_eq!(done.len(), pack.lessons.len(), "each lesson of the pack, for the one who passed");
    assert!(
        done.iter().all(|d| d.how == CompletionHow::Class && d.by == "Ines Teacher, Franklin Valley College")
    );
    let taught: Vec<&Lesson> =
        done.iter().filter_map(|d| portal.app.catalog.lessons.lesson(&d.lesson)).collect();
    assert_eq!(taught.len(), done.len());
    olu.get(&at).await.shows("Counted for 8 people or more").hides("Passed:").hides("Ben Hill");
    ivo.get(OWN).await.shows("Ada Moss Passed").shows("Ben Hill Did not pass");
}

#[tokio::test]
async fn a_class_without_all_grades_is_closed_with_a_reason_or_called_off() {
    let portal = Portal::new().await;
    let (_, mut ivo) = hospital(&portal).await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut bea = portal.signed_in_as("Bea Ridge", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let mut exec = portal.signed_in_as("Exa Head", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let mut olu = office(&portal).await;
    let college = add_college(&mut olu, &[]).await;
    let id = open_class(&mut olu, &college).await;
    ivo.post(&format!("{OWN}/{id}"), &[("person", "001"), ("names", "")]).await.is(303);
    let teach = link(&portal, &mut olu, &id).await;
    let mut ines = portal.browser();
    ines.post(&teach, &[("act", "close"), ("why", "Snow")]).await.is(422).shows("Only a running class");
    ines.post(&teach, &[("act", "start")]).await.is(303);
    ines.post(&teach, &[("act", "close"), ("why", " ")])
        .await
        .is(422)
        .shows("1 without a grade in this class");
    ines.post_and_follow(&teach, &[("act", "close"), ("why", "Ada moved away")])
        .await
        .shows("Ada moved away");
    olu.get(&format!("/office/cohorts/{id}")).await.shows("Closed").hides("Ada moved away");
    ivo.get(OWN).await.shows("Why some have no grade: Ada moved away");
    exec.get(OWN).await.shows("1 seat is yours").hides("Ada moved away");
    let second = open_class(&mut olu, &college).await;
    let at = format!("/office/cohorts/{second}");
    ivo.post(&format!("{OWN}/{second}"), &[("person", "002"), ("names", "")]).await.is(303);
    // Of two letters of one moment nothing says which came last.
    portal.clock.pass_minutes(1);
    let stale = link(&portal, &mut olu, &second).await;
    olu.post(&at, &[("act", "call-off"), ("why", "")])
        .await
        .is(422)
        .shows("Write why the class is called off");
    olu.post_and_follow(&at, &[("act", "call-off"), ("why", "Too few came")]).await.shows("Too few came");
    ines.get(&stale).await.is(410);
    ivo.get(OWN).await.shows("No class is open now").shows("Why it was called off: Too few came");
    exec.get(OWN).await.shows("Too few came").hides("Ben Hill");
    let late = ivo.post(&format!("{OWN}/{second}"), &[("names", "Cy Own")]).await;
    late.is(400).shows("It was called off").hides("Too few came");
    bea.get(&format!("/hospital/{BEACON_RIDGE}/training/classes")).await.is(200).hides("Too few came");
}

#[tokio::test]
async fn each_sees_its_own_part_alone() {
    let portal = Portal::new().await;
    let (_, mut ivo) = hospital(&portal).await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut bea = portal.signed_in_as("Bea Ridge", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let mut exec = portal.signed_in_as("Exa Head", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let mut olu = office(&portal).await;
    let college = add_college(&mut olu, &[]).await;
    let id = open_class(&mut olu, &college).await;
    ivo.post(&format!("{OWN}/{id}"), &[("person", "001"), ("names", "")]).await.is(303);
    let theirs = format!("/hospital/{BEACON_RIDGE}/training/classes");
    bea.get(&theirs).await.is(200).shows("2 seats left of 3").hides("Ada Moss").hides("Fixture Memorial");
    bea.post(&theirs, &[("cohort", &id), ("seat", "1")]).await.is(404);
    exec.get(OWN).await.shows("1 seat is yours").hides("Ada Moss").hides("Put people forward");
    exec.get(&format!("{OWN}/{id}")).await.is(403);
    let first = link(&portal, &mut olu, &id).await;
    let change = with(&class(&college), &[("version", "1"), ("instructor_email", "new@valley.example")]);
    olu.post(&format!("/office/cohorts/{id}/change"), &change).await.is(303);
    portal.browser().get(&first).await.is(410);
    let few = with(&class(&college), &[("version", "2"), ("seats", "0")]);
    olu.post(&format!("/office/cohorts/{id}/change"), &few).await.is(422).shows("between 1 and 500");
    let late = with(&class(&college), &[("version", "1"), ("title", "Late")]);
    olu.post(&format!("/office/cohorts/{id}/change"), &late)
        .await
        .is(409)
        .shows("Somebody changed this meanwhile");
}
