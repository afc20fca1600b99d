//! Links: mailed once to whoever has an address, printed on badges for the others, ended when asked.

use holdfast_core::model::Role;
use holdfast_store::Audit;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::*;

const LINKS: &str = "/hospital/991301/training/links";
const BADGES: &str = "/hospital/991301/training/badges.pdf";

#[tokio::test]
async fn everybody_with_an_address_gets_a_link_and_none_twice_a_day() {
    let (portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    ivo.get(LINKS)
        .await
        .is(200)
        .shows("9 of 10 people on the roster have a mail address")
        .shows("0 people have a link");
    let before = portal.mails().await.len();
    ivo.post_and_follow(LINKS, &[("again", "no")]).await.is(200).shows("9 mails are in the queue.");
    assert_eq!(portal.mails().await.len(), before + 9);
    ivo.get(LINKS)
        .await
        .is(200)
        .shows("9 people have a link")
        .shows("Those nobody has written to yet (0 people)");
    for again in ["no", "yes"] {
        let page = ivo.post_and_follow(LINKS, &[("again", again)]).await;
        page.is(200).shows("Nobody was written to. 9 people were written to today already.");
    }
    assert_eq!(portal.mails().await.len(), before + 9, "a button pressed twice sends nothing more");
    portal.clock.pass_minutes(25 * 60);
    // The session is over by then.
    let mut ivo = portal.signed_in_as("Ida It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    ivo.post_and_follow(LINKS, &[("again", "no")]).await.is(200).shows("Nobody was written to.");
    ivo.post_and_follow(LINKS, &[("again", "yes")]).await.is(200).shows("9 mails are in the queue.");
    let mut read = portal.app.store.read().await.expect("a read");
    let log = read.audit_latest(None, 30).await.expect("read");
    let entries: Vec<_> = log.iter().filter(|e| e.action == "training.link").collect();
    assert!(
        !entries.is_empty() && entries.iter().all(|e| !e.detail.contains('@')),
        "counts and no addresses"
    );
}

#[tokio::test]
async fn two_who_press_at_once_write_to_everybody_once() {
    let (portal, _, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let mut ada = portal.signed_in_as("Ada Adm", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let before = portal.mails().await.len();
    let new = [("again", "no")];
    let (one, other) = tokio::join!(ivo.post(LINKS, &new), ada.post(LINKS, &new));
    one.is(303);
    other.is(303);
    assert_eq!(portal.mails().await.len(), before + 9);
}

/// The button is not on the page of somebody without an address; whoever sends the form all the same is told, and no link is made.
#[tokio::test]
async fn a_mail_to_somebody_without_an_address_makes_no_link_and_the_page_says_so() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    let at = format!("{HOME}/people/{}", named(&portal, scope, "Luz Vega").await.id);
    ivo.get(&at).await.is(200).shows("They have no mail address: hand them a badge").hides("Mail a link");
    let before = portal.mails().await.len();
    ivo.post_and_follow(&at, &[("act", "mail")])
        .await
        .is(200)
        .shows("They have no mail address, so nothing was sent and no link was made.")
        .shows("They have no link yet");
    assert_eq!(portal.mails().await.len(), before);
    assert_eq!(portal.app.links_stand(scope).await.expect("read").n_linked, 0);
}

#[tokio::test]
async fn badges_are_for_those_without_mail_a_department_or_one_person() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    for (who, n) in [("", 1), ("of:Emergency", 8)] {
        let pdf = ivo.post(BADGES, &[("who", who)]).await;
        pdf.is(200);
        assert!(pdf.body.starts_with("%PDF-"), "{who}");
        let page = ivo.get(LINKS).await;
        page.is(200);
        let linked = portal.app.links_stand(scope).await.expect("read").n_linked;
        assert!(linked >= n, "{who}: {linked}");
    }
    let ivy = named(&portal, scope, "Ivy Penn").await.id.to_string();
    ivo.post(BADGES, &[("who", &ivy)]).await.is(200);
    assert_eq!(portal.app.links_stand(scope).await.expect("read").n_linked, 10);
    ivo.post(BADGES, &[("who", "of:Nowhere")]).await.is(400).shows("Nobody on the roster is like that");
    ivo.post(BADGES, &[("who", "12345")]).await.is(400);
    let at = format!("{HOME}/people/{ivy}");
    ivo.get(&at).await.is(200).shows("The newest was made");
    ivo.post_and_follow(&at, &[("act", "end")])
        .await
        .is(200)
        .shows("Their links are ended")
        .shows("They have no link yet");
    ivo.post_and_follow(&at, &[("act", "end")]).await.is(200).shows("There was no link to end");
    ivo.post_and_follow(&at, &[("act", "mail")]).await.is(200).shows("in the mail queue");
    ivo.post_and_follow(&at, &[("act", "mail")]).await.is(200).shows("written to today already");
}

#[tokio::test]
async fn another_hospital_sees_nobody_of_this_one() {
    let (portal, scope, mut ivo) = fixture().await;
    bring(&mut ivo, LIST).await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut oli = portal.signed_in_as("Oli Park", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let ada = named(&portal, scope, "Ada Moss").await.id;
    let theirs = format!("/hospital/{BEACON_RIDGE}/training");
    oli.get(HOME).await.is(403);
    oli.get(&theirs).await.is(200).shows("Nobody is on the roster yet");
    oli.get(&format!("{theirs}/people/{ada}")).await.is(404).hides("Ada Moss");
    for act in ["mail", "end", "record"] {
        let typed = [("act", act), ("lesson", "report-it"), ("done_on", "2026-02-01"), ("system", "LMS")];
        oli.post(&format!("{theirs}/people/{ada}"), &typed).await.is(404);
    }
    oli.post(&format!("{theirs}/badges.pdf"), &[("who", &ada.to_string())]).await.is(400);
    let tick = format!("signed-{ada}");
    let typed =
        [("lesson", "report-it"), ("held_on", "2026-02-20"), (tick.as_str(), "yes"), ("numbers", "001")];
    oli.post(&format!("{theirs}/sheets/key-in"), &typed).await.is(422);
    let (at, _) = look_at(&mut ivo, &LIST.replace("Moss", "Mossy"), "yes").await;
    oli.get(&at.replace(FIXTURE_MEMORIAL, BEACON_RIDGE)).await.is(404).hides("Mossy");
    assert!(portal.app.training(scope).await.expect("read").done.is_empty(), "nothing was recorded");
}
