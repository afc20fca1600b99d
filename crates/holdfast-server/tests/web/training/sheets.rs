//! What people did: a sheet keyed in, another system's word, and files to take along. And how groups stand.

use holdfast_core::model::Role;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::*;

#[tokio::test]
async fn a_sheet_is_printed_and_keyed_in_once() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let sheet =
        format!("{HOME}/sheets/sheet.pdf?lesson=report-it&held_on=2026-02-20&department=Emergency&lang=en");
    let pdf = ivo.get(&sheet).await;
    pdf.is(200);
    assert!(pdf.body.starts_with("%PDF-"));
    let name = pdf.headers["content-disposition"].to_str().expect("text");
    assert!(name.contains("991301-sign-in-F1-260220.pdf"), "{name}");
    ivo.get(&format!("{HOME}/sheets/sheet.pdf?lesson=patching")).await.is(400).shows("taught at meetings");
    ivo.get(&format!("{HOME}/sheets/sheet.pdf?lesson=report-it&held_on=soon")).await.is(400).shows("no day");

    let key_in = format!("{HOME}/sheets/key-in");
    let page = ivo.get(&format!("{key_in}?code=f1-260220")).await;
    page.is(200).shows("Ada Moss, 001").shows("Luz Vega, 010");
    assert_eq!(page.input("held_on").as_deref(), Some("2026-02-20"));
    assert!(page.body.contains("value=\"report-it\" selected"));
    ivo.get(&format!("{key_in}?code=nonsense")).await.is(422).shows("That is no code of a sheet");

    let ada = named(&portal, scope, "Ada Moss").await;
    let tick = format!("signed-{}", ada.id);
    let typed = [
        ("lesson", "report-it"),
        ("held_on", "2026-02-20"),
        (tick.as_str(), "yes"),
        ("numbers", "2, 0003\n77"),
    ];
    let kept = ivo.post(&key_in, &typed).await;
    kept.is(422)
        .shows("3 people's lessons are recorded: F1 ")
        .shows("on February 20, 2026.")
        .shows("Nobody on the roster has the number 77");
    for name in ["Ada Moss, 001", "Ben Hill, 002", "Cy Dale, 003"] {
        assert!(kept.body.contains(&format!("<li>{name}</li>")), "{name} is named: {}", kept.body);
    }
    assert!(!kept.body.contains("<li>Di Ford"), "whoever did not sign is not named as if they had");
    assert!(kept.body.contains(">77</textarea>"), "what was wrong stays to be mended: {}", kept.body);
    let again = ivo.post(&key_in, &[typed[0], typed[1], typed[2]]).await;
    again.is(200).shows("1 person was on record for that day already.").hides("recorded: F1");
    assert!(again.body.contains("<li>Ada Moss, 001</li>"), "{}", again.body);
    let new = ivo.post(&key_in, &[typed[0], typed[1], ("numbers", "4")]).await;
    new.is(200).shows("1 person's lesson is recorded: F1 ").shows("Key in another sheet");
    assert!(new.body.contains("<li>Di Ford, 004</li>"), "{}", new.body);

    let person = ivo.get(&format!("{HOME}/people/{}", ada.id)).await;
    person
        .is(200)
        .shows("Signed in at a meeting")
        .shows("Recorded by Ivo It, Hospital IT")
        .shows("Done on February 20, 2026");
    let done = ivo.get(&format!("{HOME}/completions.csv")).await;
    done.is(200);
    assert_eq!(done.body.lines().count(), 5, "{}", done.body);
    assert!(done.body.contains("sign-in-sheet"));
}

#[tokio::test]
async fn a_sheet_that_cannot_stand_says_all_that_is_wrong_and_loses_nothing() {
    let (_portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let key_in = format!("{HOME}/sheets/key-in");
    let page =
        ivo.post(&key_in, &[("lesson", "patching"), ("held_on", "2027-01-01"), ("numbers", " , ")]).await;
    page.is(422).shows("Choose the lesson that was taught").shows("still to come").shows("Tick who signed");
    assert_eq!(page.input("held_on").as_deref(), Some("2027-01-01"));
    ivo.get(&format!("{HOME}/completions.csv")).await.is(200).hides("Ada Moss");
}

/// A number used by somebody who had left by then is told with their name, and a person of another hospital is not taken in silence.
#[tokio::test]
async fn a_line_that_is_not_taken_says_whose_it_was() {
    let (_portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let without = LIST.lines().filter(|l| !l.starts_with("010")).collect::<Vec<_>>().join("\n");
    bring(&mut ivo, &without).await;
    let key_in = format!("{HOME}/sheets/key-in");
    // She left on the day of the tests, and counts until then.
    let typed = [("lesson", "report-it"), ("held_on", "2026-03-02"), ("numbers", "010")];
    ivo.post(&key_in, &typed).await.is(200).shows("Luz Vega, 010");
    let typed = [("lesson", "report-it"), ("held_on", "2026-02-20"), ("signed-999999", "yes")];
    ivo.post(&key_in, &typed)
        .await
        .is(422)
        .shows("1 person who was ticked is not on this hospital")
        .hides("recorded: F1");
}

#[tokio::test]
async fn another_systems_word_counts_with_its_name() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let at = format!("{HOME}/people/{}", named(&portal, scope, "Ben Hill").await.id);
    ivo.get(&at).await.is(200).shows("Due by March 16, 2026").shows("Asked of: Clinical staff");
    let wrong = ivo.post(&at, &[("act", "record"), ("done_on", "2024-01-01"), ("system", "")]).await;
    wrong.is(422).shows("Choose the lesson that was done").shows("two years back").shows("Name the system");
    let typed = [
        ("act", "record"),
        ("lesson", "report-it"),
        ("done_on", "2026-02-01"),
        ("system", "<b>County</b> LMS"),
    ];
    let page = ivo.post_and_follow(&at, &typed).await;
    page.is(200).shows("The lesson is recorded");
    assert!(!page.body.contains("<b>County"), "what is typed stays text");
    ivo.post_and_follow(&at, &typed).await.is(200).shows("on record already");
    let csv = ivo.get(&format!("{HOME}/owed.csv")).await;
    csv.is(200);
    assert!(csv.body.lines().any(|l| l.contains("Ben Hill") && l.contains(",done,")), "{}", csv.body);
    let ics = ivo.get(&format!("{HOME}/due.ics")).await;
    ics.is(200);
    assert!(ics.body.contains("DTSTART;VALUE=DATE:20260316"), "{}", ics.body);
    assert!(!ics.body.contains("Ben Hill") && !ics.body.contains("Moss"), "a calendar names nobody");
}

#[tokio::test]
async fn groups_stand_on_the_page_and_small_ones_together() {
    let (portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let page = ivo.get(HOME).await;
    page.is(200)
        .shows("As of March 2, 2026")
        .shows("By role")
        .shows("By department")
        .shows("Smaller groups together")
        .shows("a group of fewer than 8 people is not shown alone")
        .hides("Finance")
        .hides("Ada Moss");
    assert!(page.body.contains("role=\"img\" aria-label=\"Everyone: 0 of "), "the picture has its words");
    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    eve.get(HOME).await.is(200).shows("By department").hides("Look up a person");
    eve.get(&format!("{HOME}/people")).await.is(403);
    // Fewer than eight people are no group.
    let few = LIST.lines().take(4).collect::<Vec<_>>().join("\n");
    let (at, preview) = look_at(&mut ivo, &few, "yes").await;
    ivo.fill_in(&at, &preview, &[("many", "yes")]).await.is(303);
    ivo.get(HOME).await.is(200).shows("Fewer than 8 people are on the roster").hides("By role");
}

#[tokio::test]
async fn the_page_says_what_the_lessons_prove_and_why_not_more() {
    let (portal, _, mut ivo) = fixture().await;
    ivo.get(HOME).await.is(200).hides("What it proves");
    bring(&mut ivo, LIST).await;
    let page = ivo.get(HOME).await;
    page.is(200)
        .shows("What it proves")
        .shows("Everyone who works here finished the training in the last 12 months.")
        .shows("Nothing yet: of nobody is the answer known.")
        .shows("Lessons do not show that a plan is written.");
    assert!(page.body.contains("/hospital/991301/measures/training-everyone"), "{}", page.body);
    // Whoever sees groups sees this too.
    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    eve.get(HOME).await.is(200).shows("What it proves");
}

#[tokio::test]
async fn the_roster_taken_along_comes_in_again_and_changes_nothing() {
    let (portal, _, mut ivo) = fixture().await;
    // A name that a spreadsheet would run is guarded in the file, and is the same person when it comes back.
    bring(&mut ivo, &format!("{LIST}011,=Odd Name,,-Kitchen,it; everyone,es,2025-12-01\n")).await;
    let file = format!("{HOME}/roster.csv");
    let csv = ivo.get(&file).await;
    csv.is(200);
    let head = "employee_number,name,email,department,role_packs,language,start_date\r\n";
    assert!(csv.body.starts_with(head), "{}", csv.body);
    assert!(csv.body.contains("'=Odd Name") && csv.body.lines().count() == 12, "{}", csv.body);
    let (_, page) = look_at(&mut ivo, &csv.body, "yes").await;
    page.shows("It changes nothing.").shows("11 people stay as they are").hides("mistake");
    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    eve.get(&file).await.is(403);
}

#[tokio::test]
async fn people_stand_by_name_and_can_be_found() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let people = format!("{HOME}/people");
    let page = ivo.get(&people).await;
    page.is(200).shows("10 people").shows("0 of 10 lessons done. Next by March 16, 2026.");
    let (ada, luz) = (page.body.find("Ada Moss").expect("Ada"), page.body.find("Luz Vega").expect("Luz"));
    assert!(ada < luz, "by name");
    assert!(!page.body.contains("sort="), "nobody is ranked");
    ivo.get(&format!("{people}?show=no_mail")).await.is(200).shows("Luz Vega").hides("Ada Moss");
    ivo.get(&format!("{people}?q=FINANCE")).await.is(200).shows("Ivy Penn").hides("Ada Moss");
    ivo.get(&format!("{people}?pack=everyone")).await.is(200).shows("1 person").shows("Luz Vega");
    ivo.get(&format!("{people}?q=nobody")).await.is(200).shows("Nobody is like that");
    ivo.get(&format!("{people}?page=99999999999999999999")).await.is(200).shows("Ada Moss");
    let without = LIST.lines().filter(|l| !l.starts_with("010")).collect::<Vec<_>>().join("\n");
    bring(&mut ivo, &without).await;
    ivo.get(&format!("{people}?show=left"))
        .await
        .is(200)
        .shows("Left the roster on March 2, 2026")
        .hides("Ada");
    let luz = named(&portal, scope, "Luz Vega").await;
    ivo.get(&format!("{people}/{}", luz.id))
        .await
        .is(200)
        .shows("Not on the roster any more")
        .hides("Mail a link");
}
