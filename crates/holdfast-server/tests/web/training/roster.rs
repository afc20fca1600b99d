//! A list is looked at and then applied, exactly as it was seen.

use holdfast_core::model::Role;
use holdfast_store::Audit;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::*;

#[tokio::test]
async fn the_first_page_says_what_to_do_and_the_example_comes_in() {
    let (_portal, _, mut ivo) = fixture().await;
    ivo.get(HOME).await.is(200).shows("Nobody is on the roster yet").shows("Download the example list");
    ivo.get(&format!("{HOME}/people")).await.is(200).shows("Nobody is on the roster yet");
    ivo.get(&format!("{HOME}/links")).await.is(200).shows("Nobody is on the roster yet");
    ivo.get(&format!("{HOME}/sheets")).await.is(200).shows("Print a sheet");
    ivo.get(ROSTER)
        .await
        .is(200)
        .shows("Nobody is on it yet")
        .shows("Employee number")
        .shows("finance-and-hr");
    let example = ivo.get(&format!("{ROSTER}/example.csv")).await;
    example.is(200);
    let (_, page) = look_at(&mut ivo, &example.body, "yes").await;
    page.shows("It changes 3 people.").shows("Ada Example").hides("mistake");
}

#[tokio::test]
async fn a_list_is_seen_then_applied_and_applying_it_again_changes_nothing() {
    let (portal, scope, mut ivo) = fixture().await;
    let (at, page) = look_at(&mut ivo, LIST, "yes").await;
    page.shows("It changes 10 people.").shows("Nothing counts until you press").shows("Change 10 people");
    assert!(learners(&portal, scope).await.is_empty(), "looking keeps nothing");
    ivo.fill_in(&at, &page, &[]).await.is(303);
    ivo.get(&format!("{ROSTER}?done=applied")).await.is(200).shows("10 people are on it");
    assert_eq!(learners(&portal, scope).await.len(), 10);
    // The list is settled, and waits no more.
    ivo.get(&at).await.is(404).shows("Send the file again");
    let (_, page) = look_at(&mut ivo, LIST, "yes").await;
    page.shows("It changes nothing.").shows("10 people stay as they are").hides("Change 0 people");
    let mut read = portal.app.store.read().await.expect("a read");
    let log = read.audit_latest(None, 20).await.expect("read");
    let entry = log.iter().find(|e| e.action == "training.roster").expect("written down");
    assert!(
        entry.detail.contains("10") && !entry.detail.contains("Moss"),
        "counts and no names: {}",
        entry.detail
    );
}

#[tokio::test]
async fn changes_returns_leavers_and_mistakes_are_told_apart() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let without_luz = LIST.lines().filter(|l| !l.starts_with("010")).collect::<Vec<_>>().join("\n");
    bring(&mut ivo, &without_luz).await;
    assert!(!named(&portal, scope, "Luz Vega").await.is_listed(), "she left");
    // Luz comes back, Ada moves, Ivy leaves, somebody joins, and Ben's line has a mistake.
    let next = LIST
        .replace("Emergency,clinical,en,2024-05-06", "Surgery,clinical,en,2024-05-06")
        .replace(
            "002,Ben Hill,ben@fixturememorial.example,Emergency,clinical,,",
            "002,Ben Hill,ben@,Emergency,clinical,,soon",
        )
        .lines()
        .filter(|l| !l.starts_with("009"))
        .collect::<Vec<_>>()
        .join("\n")
        + "\n011,Jo Marsh,,Kitchen,volunteers,,\n";
    let (at, page) = look_at(&mut ivo, &next, "yes").await;
    page.shows("1 mistake in the list")
        .shows("Line 3")
        .shows("Department: Emergency becomes Surgery")
        .shows("Come back")
        .shows("Luz Vega")
        .shows("Jo Marsh")
        .shows("Ivy Penn")
        .shows("Stay, because of mistakes in the list")
        .shows("The line with their number has a mistake");
    ivo.fill_in(&at, &page, &[]).await.is(303);
    assert_eq!(named(&portal, scope, "Ada Moss").await.person.department, "Surgery");
    assert!(named(&portal, scope, "Ben Hill").await.is_listed(), "a mistake makes nobody leave");
    assert!(named(&portal, scope, "Luz Vega").await.is_listed());
    assert!(!named(&portal, scope, "Ivy Penn").await.is_listed());
    // A list of some people adds and changes, and nobody leaves.
    let some = "number,name\n12,Kai Bay\n";
    let (_, page) = look_at(&mut ivo, some, "no").await;
    page.shows("It changes 1 person.").shows("some people").hides("They are not in the list");
}

#[tokio::test]
async fn a_number_given_to_somebody_else_is_pointed_out() {
    let (_portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let (_, page) = look_at(&mut ivo, &LIST.replace("Ada Moss", "Zoe Quill"), "yes").await;
    page.shows("Look twice: this number was Ada Moss's");
}

#[tokio::test]
async fn a_number_of_somebody_else_now_asks_whose_it_is_and_each_keeps_what_they_did() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let ada = named(&portal, scope, "Ada Moss").await.id;
    let other = LIST.replace("Ada Moss,ada@", "Zoe Quill,zoe@");
    let (at, page) = look_at(&mut ivo, &other, "yes").await;
    page.shows("Have a number that was another person")
        .shows("This number was Ada Moss")
        .shows("It changes 1 person.")
        .hides("would leave");
    let asked = ivo.fill_in(&at, &page, &[]).await;
    asked.is(422).shows("There is a problem").shows("Say whose these numbers are");
    assert!(named(&portal, scope, "Ada Moss").await.is_listed(), "nothing was taken yet");
    ivo.fill_in(&at, &asked, &[("numbers", "others")]).await.is(303);
    let (was, zoe) = (named(&portal, scope, "Ada Moss").await, named(&portal, scope, "Zoe Quill").await);
    assert_eq!((was.id, was.is_listed(), zoe.is_listed()), (ada, false, true));
    assert!(zoe.id != ada && learners(&portal, scope).await.len() == 11);
    let (_, page) = look_at(&mut ivo, &other, "yes").await;
    page.shows("It changes nothing.");
    // Somebody who married and moved is the same person under the same number.
    let (at, page) = look_at(&mut ivo, &other.replace("Ben Hill,ben@", "B. Lake,b.lake@"), "yes").await;
    let ben = named(&portal, scope, "Ben Hill").await.id;
    ivo.fill_in(&at, &page, &[("numbers", "same")]).await.is(303);
    assert_eq!(named(&portal, scope, "B. Lake").await.id, ben);
}

#[tokio::test]
async fn a_corrected_address_says_that_links_to_the_old_one_end() {
    let (_portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let (_, page) = look_at(&mut ivo, &LIST.replace("ada@", "ada.moss@"), "yes").await;
    page.shows("Links that were mailed to the old address end");
    let (_, page) =
        look_at(&mut ivo, &LIST.replace("Luz Vega,,", "Luz Vega,luz@fixturememorial.example,"), "yes").await;
    page.shows("It changes 1 person.").hides("Links that were mailed");
}

#[tokio::test]
async fn a_list_without_some_columns_leaves_what_they_hold() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let two_columns = |line: &str| line.split(',').take(2).collect::<Vec<_>>().join(",");
    let narrow = LIST.lines().map(two_columns).collect::<Vec<_>>().join("\n");
    let (_, page) = look_at(&mut ivo, &narrow, "yes").await;
    page.shows("It changes nothing.")
        .shows("No column of the list holds: Mail address, Department, Roles, Language, First day of work.");
    bring(&mut ivo, &(narrow + "\n011,Jo Marsh\n")).await;
    assert_eq!(named(&portal, scope, "Ada Moss").await.person.department, "Emergency");
    // An empty cell empties.
    let (_, page) = look_at(&mut ivo, &LIST.replace("Finance", ""), "no").await;
    page.shows("Department: Finance becomes nothing").hides("No column of the list holds");
}

#[tokio::test]
async fn a_quotation_mark_that_swallows_the_rest_makes_nobody_leave() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let (_, page) = look_at(&mut ivo, &LIST.replace("Ben Hill", "\"Ben Hill"), "yes").await;
    page.shows("1 mistake in the list")
        .shows("Line 3, Full Name")
        .shows("A quotation mark begins here and is not closed")
        .shows("It changes nothing.")
        .shows("A quotation mark in the list is not closed")
        .hides("would leave");
    assert!(learners(&portal, scope).await.iter().all(Learner::is_listed));
}

#[tokio::test]
async fn of_two_who_apply_at_once_the_second_sees_what_changed_first() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let mut ada = portal.signed_in_as("Ada Adm", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let (at, page) = look_at(&mut ivo, &LIST.replace("Finance", "Billing"), "yes").await;
    bring(&mut ada, &LIST.replace("Housekeeping", "Environmental services")).await;
    let again = ivo.fill_in(&at, &page, &[]).await;
    again
        .is(409)
        .shows("Someone else changed the roster first")
        .shows("Environmental services becomes Housekeeping");
    assert_eq!(named(&portal, scope, "Ivy Penn").await.person.department, "Finance", "nothing was taken yet");
    ivo.fill_in(&at, &again, &[]).await.is(303);
    assert_eq!(named(&portal, scope, "Ivy Penn").await.person.department, "Billing");
    // A form of another list is no agreement to this one.
    let (at, page) = look_at(&mut ivo, LIST, "yes").await;
    let fields: Vec<(String, String)> = page
        .hidden()
        .into_iter()
        .map(|(k, v)| if k == "digest" { (k, "0".repeat(64)) } else { (k, v) })
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    ivo.post(&at, &fields).await.is(409);
}

#[tokio::test]
async fn many_who_leave_are_asked_about_again() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let few = LIST.lines().take(5).collect::<Vec<_>>().join("\n");
    let (at, page) = look_at(&mut ivo, &few, "yes").await;
    page.shows("6 of 10 people would leave")
        .shows("Many people would leave")
        .shows("Yes, 6 people have left");
    let asked = ivo.fill_in(&at, &page, &[]).await;
    asked.is(422).shows("There is a problem").shows("Tick that so many people left");
    assert!(learners(&portal, scope).await.iter().all(Learner::is_listed), "nobody left yet");
    ivo.fill_in(&at, &asked, &[("many", "yes")]).await.is(303);
    assert_eq!(learners(&portal, scope).await.iter().filter(|l| l.is_listed()).count(), 4);
}
