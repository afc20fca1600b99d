//! Training as whoever runs it sees it: a roster comes in, links and badges go out, a sheet is keyed in, files are taken along. What a list
//! says and who owes what is tried in core.

mod hostile;
mod reach;
mod roster;
mod sheets;

use holdfast_core::model::{HospitalScope, Learner, Role};
use holdfast_store::Training;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Answer, Browser, Portal};

use crate::evidence::upload;

const HOME: &str = "/hospital/991301/training";
const ROSTER: &str = "/hospital/991301/training/roster";

/// Ten people in three roles and two departments, one without an address.
const LIST: &str = "Employee ID,Full Name,E-mail,Dept,Role,Language,Hire date
001,Ada Moss,ada@fixturememorial.example,Emergency,clinical,en,2024-05-06
002,Ben Hill,ben@fixturememorial.example,Emergency,clinical,,
003,Cy Dale,cy@fixturememorial.example,Emergency,clinical,,
004,Di Ford,di@fixturememorial.example,Emergency,clinical,,
005,Ed Glen,ed@fixturememorial.example,Emergency,clinical,,
006,Flo Wood,flo@fixturememorial.example,Emergency,clinical,,
007,Gus Lake,gus@fixturememorial.example,Emergency,clinical,,
008,Hal Reed,hal@fixturememorial.example,Emergency,clinical,,
009,Ivy Penn,ivy@fixturememorial.example,Finance,finance-and-hr,,
010,Luz Vega,,Housekeeping,everyone,Spanish,9/15/2025
";

async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, ivo)
}

/// Sends a list in and opens what it changes; the address of that, and the page.
async fn look_at(ivo: &mut Browser, list: &str, whole: &str) -> (String, Answer) {
    let sent = upload(ROSTER, &[("whole", whole)], Some(("roster.csv", list.as_bytes())));
    let to = ivo.send(sent).await.is(303).location().to_owned();
    let page = ivo.get(&to).await;
    page.is(200);
    (to.split('?').next().unwrap_or_default().to_owned(), page)
}

/// Sends a list in and applies it.
async fn bring(ivo: &mut Browser, list: &str) {
    let (at, page) = look_at(ivo, list, "yes").await;
    let to = ivo.fill_in(&at, &page, &[]).await;
    assert_eq!(to.is(303).location(), format!("{ROSTER}?done=applied"));
}

async fn learners(portal: &Portal, scope: HospitalScope) -> Vec<Learner> {
    portal.app.store.read().await.expect("a read").learners(scope).await.expect("read")
}

async fn named(portal: &Portal, scope: HospitalScope, name: &str) -> Learner {
    let all = learners(portal, scope).await;
    all.into_iter().find(|l| l.person.name == name).unwrap_or_else(|| panic!("no {name}"))
}
