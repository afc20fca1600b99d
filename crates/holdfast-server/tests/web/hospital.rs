//! A registered hospital's pages: who may see and do what, and what each form does. Pure rules are tried in core.

mod cliffs;
mod facts;
mod home;
mod offers;
mod relisted;
mod settings;
mod tasks;

use holdfast_core::model::{Action, EmailAddress, HospitalScope, Role};
use holdfast_server::routes::Access;
use holdfast_store::Accounts;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

/// Fixture Memorial, registered and checked, with its administrator signed in.
async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let browser =
        portal.signed_in_as("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, browser)
}

/// Fixture Memorial's administrator, signed in anew: sessions end while the clock moves on.
async fn dana_again(portal: &Portal) -> Browser {
    let address = EmailAddress::parse("dana.fixture@fixturememorial.example").expect("an address");
    let found =
        portal.app.store.read().await.expect("a read").account_by_email(&address).await.expect("read");
    portal.signed_in(found.expect("Dana").id).await
}

/// A page of Fixture Memorial.
fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}{path}")
}

#[tokio::test]
async fn no_page_of_a_hospital_opens_for_anyone_else() {
    let (portal, _, _) = fixture().await;
    let mut other = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let mut office = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    let mut staff = portal.signed_in_as("Sam Staff", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let mut stranger = portal.browser();
    let routes: Vec<_> = portal.routes.iter().filter(|r| r.path.starts_with("/hospital/{ccn}")).collect();
    assert!(routes.len() >= 18, "{}", routes.len());
    for route in routes {
        let path = route
            .path
            .replace("{ccn}", FIXTURE_MEMORIAL)
            .replace("{offer}", "security-assessment")
            .replace("{fact}", "staffed_users")
            .replace("{task}", "break-glass")
            .replace("{case}", "7");
        // Its own staff may ask who the first administrator should be, and nothing else.
        let staff = (route.access != Access::Hospital(Action::AskHelp)).then_some(&mut staff);
        for browser in [&mut other, &mut office].into_iter().chain(staff) {
            let answer = match route.method {
                "GET" => browser.get(&path).await,
                _ => browser.post(&path, &[("done", "yes"), ("read", "yes")]).await,
            };
            answer.is(403);
        }
        let answer = match route.method {
            "GET" => stranger.get(&path).await,
            _ => stranger.post(&path, &[]).await,
        };
        assert!(answer.location().starts_with("/sign-in?next="), "{path}");
    }
}

#[tokio::test]
async fn an_executive_reads_everything_and_is_offered_nothing_to_change() {
    let (portal, _, _) = fixture().await;
    let mut executive = portal.signed_in_as("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    for path in
        ["", "/offers", "/offers/security-assessment", "/facts", "/tasks", "/tasks/break-glass", "/cliffs"]
    {
        let page = executive.get(&at(path)).await;
        page.is(200);
        let forms = page.body.matches("<form method=\"post\" action=\"/hospital/").count();
        assert_eq!(forms, 0, "{path}");
    }
    executive
        .get(&at("/offers/security-assessment"))
        .await
        .shows("An administrator of the hospital can accept it");
    executive.get(&at("/offers/security-assessment/accept")).await.is(403);
    executive.post(&at("/offers/security-assessment/accept"), &[("read", "yes")]).await.is(403);
    executive.post(&at("/facts/staffed_users"), &[("staffed_users", "1")]).await.is(403);
}

#[tokio::test]
async fn the_it_person_states_facts_but_does_not_accept() {
    let (portal, _, _) = fixture().await;
    let mut it = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    it.post(&at("/facts/staffed_users"), &[("staffed_users", "130")]).await.is(303);
    it.post(&at("/offers/security-assessment/accept"), &[("read", "yes")]).await.is(403);
    it.post(&at("/offers/security-assessment/let-go"), &[]).await.is(403);
}

#[tokio::test]
async fn one_hospital_opens_at_once_and_several_are_listed() {
    let (portal, _, mut dana) = fixture().await;
    assert_eq!(dana.get("/my-hospitals").await.location(), at(""));
    let account = portal.person("Sys Person", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut write = portal.app.store.write().await.expect("a write");
    let beacon = holdfast_core::model::Ccn::parse(BEACON_RIDGE).expect("a number");
    write.give_role(account, Role::HospitalIt, Some(beacon), None, 0).await.expect("a role");
    write.commit().await.expect("kept");
    let mut both = portal.signed_in(account).await;
    both.get("/my-hospitals").await.is(200).shows("Fixture Memorial").shows("Beacon Ridge");
    let mut none = portal.signed_in_as("Olu Office", Role::ProgramOffice, None).await;
    none.get("/my-hospitals").await.is(200).shows("No hospital yet");
}
