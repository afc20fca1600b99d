//! Dated ends: the page, the calendar link that can be revoked, and letters that come once.

use holdfast_core::model::Role;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::{at, dana_again, fixture};

/// The path of the calendar link a page shows.
fn link(body: &str) -> String {
    let start = body.find("/calendar/").expect("a link");
    body[start..].split('"').next().expect("an end").to_owned()
}

#[tokio::test]
async fn every_end_has_its_action_and_price() {
    let (portal, _, _) = fixture().await;
    portal.clock.set("2026-09-20");
    let mut dana = dana_again(&portal).await;
    dana.get(&at("/cliffs"))
        .await
        .is(200)
        .shows("Within 30 days")
        .shows("Last day: Windows 10 extended security updates, first year")
        .shows("23 days left.")
        .shows("$21,960 a year to go on.")
        .shows("Security updates end for Windows Server 2016")
        .shows("You told us the number of Windows servers: 6.");
}

#[tokio::test]
async fn a_calendar_link_opens_without_sign_in_tells_no_finding_and_ends_when_revoked() {
    let (portal, _, mut dana) = fixture().await;
    let page = dana.post(&at("/cliffs/link"), &[]).await;
    page.is(200).shows("Copy this link now").shows("One link is in use, made on March 2, 2026.");
    let path = link(&page.body);
    assert!(!path.contains(FIXTURE_MEMORIAL));
    dana.get(&at("/cliffs")).await.hides("Copy this link now");

    let mut phone = portal.browser();
    let feed = phone.get(&path).await;
    feed.is(200);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(feed.body.starts_with("BEGIN:VCALENDAR\r\n"));
    let unfolded = feed.body.replace("\r\n ", "");
    assert!(
        unfolded.contains("SUMMARY:Last day: Windows 10 extended security updates\\, first year"),
        "{unfolded}"
    );
    for secret in [FIXTURE_MEMORIAL, "Fixture", "180 ", "You told us"] {
        let shown = unfolded.lines().filter(|l| !l.contains("P180D") && !l.ends_with("in 180 days"));
        assert!(!shown.clone().any(|l| l.contains(secret)), "{secret} is in the feed");
    }
    phone.get(&path).await.is(200);

    let second = link(&dana.post(&at("/cliffs/link"), &[]).await.body);
    assert_ne!(second, path);
    dana.get(&at("/cliffs")).await.shows("2 links are in use");
    dana.post_and_follow(&at("/cliffs/revoke"), &[]).await.shows("Revoked.").hides("in use");
    phone.get(&path).await.is(410);
    phone.get(&second).await.is(410);
    phone.get("/calendar/guess.ics").await.is(410);
}

#[tokio::test]
async fn two_hospitals_feeds_never_share_an_event() {
    let (portal, _, mut dana) = fixture().await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let one = link(&dana.post(&at("/cliffs/link"), &[]).await.body);
    let two = link(&kim.post(&format!("/hospital/{BEACON_RIDGE}/cliffs/link"), &[]).await.body);
    let mut phone = portal.browser();
    let uids = |body: String| -> Vec<String> {
        body.replace("\r\n ", "").lines().filter(|l| l.starts_with("UID:")).map(str::to_owned).collect()
    };
    let (one, two) = (uids(phone.get(&one).await.body), uids(phone.get(&two).await.body));
    assert!(!one.is_empty() && !two.is_empty());
    assert!(one.iter().all(|uid| !two.contains(uid)));
}

#[tokio::test]
async fn reminders_come_once_a_distance_to_those_who_act() {
    let (portal, _, _) = fixture().await;
    portal.person("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    portal.person("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let run = async || portal.app.due_cliff_reminders().await.expect("a run");
    portal.clock.set("2026-04-01");
    let at_first = run().await;
    portal.clock.set("2026-04-16");
    assert_eq!(at_first, 0, "195 days is far");
    assert_eq!(run().await, 2, "180 days ahead, to the administrator and the IT person");
    assert_eq!(run().await, 0, "once");
    portal.clock.set("2026-04-17");
    assert_eq!(run().await, 0);
    portal.clock.set("2026-07-15");
    let n_at_90 = run().await;
    assert_eq!(n_at_90, 2);
    portal.clock.set("2026-09-13");
    assert_eq!(run().await, 2);
    assert_eq!(run().await, 0);
    let mails = portal.mails().await;
    assert!(mails.iter().all(|m| m.new.kind == "cliff-reminder"));
    let newest = &mails[0].new;
    assert!(newest.text.contains("Windows 10 extended security updates, first year"), "{}", newest.text);
    assert!(!newest.text.contains(FIXTURE_MEMORIAL) && !newest.text.contains("180 "), "{}", newest.text);
    assert!(newest.text.contains("/my-hospitals"));
}

#[tokio::test]
async fn where_nobody_acts_the_reminder_goes_to_who_may_read_it() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    portal.person("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    portal.person("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    portal.clock.set("2026-10-12");
    assert_eq!(portal.app.due_cliff_reminders().await.expect("a run"), 1);
    let mail = &portal.mails().await[0].new;
    assert_eq!(mail.to.as_str(), "eve.executive@fixturememorial.example");
    assert!(!mail.subject.contains("1 days"), "{}", mail.subject);
}
