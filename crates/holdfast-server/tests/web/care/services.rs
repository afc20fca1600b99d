//! What a hospital says of its services: kept, seen at once on its clock, lost to no mistake and to nobody who saves in between.

use holdfast_core::model::{Ccn, HospitalScope, Role};
use holdfast_store::{Audit, OwnWords};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

const SERVICES: &str = "/hospital/991301/care/services";
const CLOCK: &str = "/hospital/991301/care";

async fn portal() -> (Portal, Browser) {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, ivo)
}

#[tokio::test]
async fn what_is_said_is_kept_and_the_clock_goes_by_it() {
    let (portal, mut ivo) = portal().await;
    let page = ivo.get(SERVICES).await;
    page.is(200)
        .shows("Your services")
        .shows("Whom you have things from")
        .shows("Emergency care")
        .shows("not said");
    assert_eq!(page.input("version").as_deref(), Some("0"));
    let said = [
        ("version", "0"),
        ("offers_surgery", "no"),
        ("without_wards_phones", "yes"),
        ("hours_wards_ehr-host_low", "30"),
        ("hours_wards_ehr-host_likely", "40"),
        ("hours_wards_ehr-host_high", "1,000"),
        ("from_ehr-host_1", "  Fixture   Records "),
        ("from_ehr-host_2", "Second & Sons"),
        ("alone_ehr-host_internet", "yes"),
        ("cash_low", "9"),
        ("cash_likely", "10"),
        ("cash_high", "11"),
    ];
    let to = ivo.post(SERVICES, &said).await;
    assert_eq!(to.is(303).location(), format!("{SERVICES}?done=kept"));
    let page = ivo.get(&format!("{SERVICES}?done=kept")).await;
    page.is(200)
        .shows("Kept.")
        .shows("Last said by Ivo It, Hospital IT")
        .shows("Fixture Records, Second &#38; Sons")
        .shows("not offered");
    assert_eq!(page.input("hours_wards_ehr-host_high").as_deref(), Some("1000"));
    assert_eq!(page.input("version").as_deref(), Some("1"));
    let page = ivo.get(&format!("{CLOCK}?without=vendor:Fixture%20Records")).await;
    page.is(200)
        .shows("If Fixture Records is down, care is hurt first in")
        .shows("your own word")
        .shows("By what you said: Ivo It, Hospital IT")
        .hides("Surgery");
    assert!(page.body.contains("A vendor you named"));
    ivo.get(&format!("{CLOCK}?without=internet")).await.is(200).hides("Surgery");
    let scope = HospitalScope::checked(Ccn::parse(FIXTURE_MEMORIAL).expect("a number"));
    let mut read = portal.app.store.read().await.expect("a read");
    let kept = read.own_services(scope).await.expect("read").expect("kept");
    assert_eq!((kept.version, kept.own.vendors.len(), kept.own.hours.len()), (1, 1, 1));
    let log = read.audit_latest(None, 5).await.expect("read");
    assert!(log.iter().any(|e| e.action == "care.say_services" && !e.detail.contains("Fixture Records")));
}

#[tokio::test]
async fn mistakes_are_listed_at_their_fields_and_nothing_typed_is_lost() {
    let (_portal, mut ivo) = portal().await;
    let long = "x".repeat(90);
    let said = [
        ("version", "0"),
        ("offers_imaging", "no"),
        ("from_phones_1", long.as_str()),
        ("from_phones_2", "<b>Bell</b>"),
        ("hours_emergency_phones_low", "soon"),
        ("hours_emergency_phones_likely", "2"),
        ("cash_low", "30"),
        ("cash_likely", "20"),
        ("cash_high", "99999"),
    ];
    let page = ivo.post(SERVICES, &said).await;
    page.is(422)
        .shows("There is a problem")
        .shows("Emergency care without Telephones: Write whole hours in digits, such as 4.")
        .shows("Emergency care without Telephones: Fill in all three, or none.")
        .shows("Days of cash: Write days that grow")
        .shows("Shorten the name to 80 characters.");
    assert!(!page.body.contains("<b>Bell"), "what is typed stays text");
    for field in ["hours_emergency_phones_low", "hours_emergency_phones_high", "from_phones_1", "cash_low"] {
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field} is not linked");
        assert!(page.body.contains(&format!("id=\"{field}\"")), "{field} is not there");
    }
    assert_eq!(page.input("hours_emergency_phones_low").as_deref(), Some("soon"));
    assert_eq!(page.input("from_phones_1").as_deref(), Some(long.as_str()));
    assert_eq!(page.input("version").as_deref(), Some("0"));
    let open = page.body.matches("<details class=\"more said-of\"").count();
    let opened = page.body.matches(" open><summary>").count();
    assert!(opened >= 2 && opened < open, "what is wrong is unfolded, the rest is not: {opened} of {open}");
    ivo.get(SERVICES).await.is(200).hides("Ivo It, Hospital IT").shows("not said");
}

#[tokio::test]
async fn of_two_who_save_at_once_the_second_loses_nothing() {
    let (portal, mut ivo) = portal().await;
    let mut ada = portal.signed_in_as("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    ivo.post(SERVICES, &[("version", "0"), ("from_phones_1", "Bell"), ("offers_surgery", "no")])
        .await
        .is(303);
    let page =
        ada.post(SERVICES, &[("version", "0"), ("from_phones_1", "Ring"), ("offers_surgery", "no")]).await;
    page.is(409)
        .shows("Someone else saved this first")
        .shows("Ivo It, Hospital IT")
        .shows("Whom you have this from: Telephones: they say Bell")
        .hides("Surgery: they say");
    assert_eq!(page.input("from_phones_1").as_deref(), Some("Ring"));
    let version = page.input("version").expect("a version");
    assert_eq!(version, "1");
    ada.post(SERVICES, &[("version", &version), ("from_phones_1", "Ring")]).await.is(303);
    ada.get(SERVICES).await.shows("Ring").shows("Last said by Ada Moss");
    // A version that is none changes nothing.
    for version in ["", "-1", "99999999999", "one"] {
        ada.post(SERVICES, &[("version", version), ("from_phones_1", "Gone")]).await.is(409);
    }
    ada.get(SERVICES).await.hides("Gone");
}

#[tokio::test]
async fn who_reads_the_hospital_reads_it_and_who_edits_it_changes_it() {
    let (portal, _) = portal().await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    let page = eve.get(SERVICES).await;
    page.is(200).shows("You can read this");
    assert!(page.body.contains("<fieldset class=\"whole\" disabled>") && !page.body.contains(">Save<"));
    eve.post(SERVICES, &[("version", "0"), ("offers_surgery", "no")]).await.is(403);
    let mut other = portal.signed_in_as("Bea It", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    other.get(SERVICES).await.is(403);
    other.post(SERVICES, &[("version", "0")]).await.is(403);
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    staff.get(SERVICES).await.is(403);
    let mut office = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    office.get(SERVICES).await.is(403);
}
